-- The knowledge base of sayso, schema version 1 (PRAGMA user_version). What the tables are for and how to ask them
-- stands in src/guide/knowledge-base.md.
--
-- Runs number the states of the base. A row holds from `from_run` on; one with a `to_run` has not held since that
-- run and stays for history. What came back after it had been closed has a row in `reopened`.
-- Dates are EDTF text. Nothing is ever deleted but links of facts to conflicts that were replaced.

CREATE TABLE runs (
    run       INTEGER PRIMARY KEY,        -- 1, 2, 3 ...; an update that changes nothing is no run
    at        TEXT,                       -- when, UTC
    version   TEXT NOT NULL,              -- of the program
    contract  TEXT NOT NULL,              -- of the results that were read
    lexicon   TEXT,                       -- hash of gazetteers and predicates
    opened    INTEGER NOT NULL DEFAULT 0, -- claims that are new or came back
    closed    INTEGER NOT NULL DEFAULT 0  -- claims that are made no longer
) STRICT;

CREATE TABLE articles (
    article     INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,     -- path below the folder that was given
    title       TEXT,
    date        TEXT,
    date_from   TEXT,                     -- metadata, date line, address, dateline, given
    fetched     TEXT,
    url         TEXT,
    site        TEXT,
    copy_key    TEXT,                     -- articles that copy one text share two groups of it
    bytes       INTEGER,                  -- of its text
    line        TEXT,                     -- of articles.jsonl: authors, languages, counts, notes
    line_hash   BLOB,
    claims_hash BLOB,                     -- of its claims' lines: unchanged articles are passed by
    from_run    INTEGER NOT NULL REFERENCES runs,
    to_run      INTEGER REFERENCES runs
) STRICT;

-- Things that facts and conflicts are about, under the name that most articles use.
CREATE TABLE entities (
    entity INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    kind   TEXT NOT NULL,                 -- person, group, film, song ...
    id     TEXT                           -- in the gazetteers; `local:…` of what they do not know
) STRICT;
CREATE UNIQUE INDEX entities_by_name ON entities (name, kind, ifnull(id, ''));

-- The names that articles use, the entity's own among them.
CREATE TABLE aliases (
    entity INTEGER NOT NULL REFERENCES entities,
    name   TEXT NOT NULL,
    folded TEXT NOT NULL,                 -- in small letters: what `kb show --subject` looks for
    PRIMARY KEY (entity, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_by_folded ON aliases (folded);

-- Sentences that claims rest on.
CREATE TABLE evidence (
    evidence INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES articles,
    "start"  INTEGER NOT NULL,            -- bytes of the article's text, as `sayso text` prints it
    "end"    INTEGER NOT NULL,
    text     TEXT NOT NULL,
    block    TEXT NOT NULL,               -- headline, paragraph, caption ...
    language TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_by_place ON evidence (article, "start");

-- Full-text search: SELECT * FROM evidence_text WHERE evidence_text MATCH 'premiere NEAR moved'
CREATE VIRTUAL TABLE evidence_text USING fts5 (
    text, content = 'evidence', content_rowid = 'evidence', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER evidence_added AFTER INSERT ON evidence BEGIN
    INSERT INTO evidence_text (rowid, text) VALUES (new.evidence, new.text);
END;
CREATE TRIGGER evidence_removed AFTER DELETE ON evidence BEGIN
    INSERT INTO evidence_text (evidence_text, rowid, text) VALUES ('delete', old.evidence, old.text);
END;
CREATE TRIGGER evidence_changed AFTER UPDATE OF text ON evidence BEGIN
    INSERT INTO evidence_text (evidence_text, rowid, text) VALUES ('delete', old.evidence, old.text);
    INSERT INTO evidence_text (rowid, text) VALUES (new.evidence, new.text);
END;

-- The same thing said in one or more places.
CREATE TABLE facts (
    fact        INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,     -- as in facts.jsonl
    subject     INTEGER NOT NULL REFERENCES entities,
    predicate   TEXT NOT NULL,
    object_kind TEXT NOT NULL,            -- a kind of thing, date, number, money, duration, text, unknown, unspecified
    object      TEXT,                     -- NULL for unknown and unspecified
    object_entity INTEGER REFERENCES entities,
    qualifiers  TEXT NOT NULL,            -- a JSON object
    articles    INTEGER NOT NULL,         -- how many say it
    independent INTEGER NOT NULL,         -- the same, copies of one text counted once
    rank        TEXT NOT NULL CHECK (rank IN ('preferred', 'normal', 'deprecated')),
    rank_reason TEXT NOT NULL,
    joined      TEXT NOT NULL,            -- JSON: other names of subject and object, and why they are one
    line_hash   BLOB NOT NULL,
    from_run    INTEGER NOT NULL REFERENCES runs,
    to_run      INTEGER REFERENCES runs
) STRICT;
CREATE INDEX facts_by_subject ON facts (subject, predicate);
CREATE INDEX facts_by_object ON facts (object_entity) WHERE object_entity IS NOT NULL;

-- What a fact was before a run changed its support or rank.
CREATE TABLE fact_history (
    fact        INTEGER NOT NULL REFERENCES facts,
    until_run   INTEGER NOT NULL REFERENCES runs,
    articles    INTEGER NOT NULL,
    independent INTEGER NOT NULL,
    rank        TEXT NOT NULL,
    rank_reason TEXT NOT NULL,
    PRIMARY KEY (fact, until_run)
) STRICT, WITHOUT ROWID;

-- One claim of one article.
CREATE TABLE claims (
    claim         INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,   -- as in claims.jsonl
    article       INTEGER NOT NULL REFERENCES articles,
    fact          INTEGER REFERENCES facts, -- NULL for denials
    subject       TEXT NOT NULL,          -- the name in this article
    subject_kind  TEXT NOT NULL,
    subject_id    TEXT,
    predicate     TEXT NOT NULL,
    object_kind   TEXT NOT NULL,
    object        TEXT,
    object_id     TEXT,
    qualifiers    TEXT NOT NULL,
    polarity      TEXT NOT NULL,
    modality      TEXT NOT NULL,
    attribution   TEXT,
    rule          TEXT NOT NULL,
    evidence      INTEGER NOT NULL REFERENCES evidence,
    subject_start INTEGER,                -- where the sentence names them
    subject_end   INTEGER,
    object_start  INTEGER,
    object_end    INTEGER,
    from_run      INTEGER NOT NULL REFERENCES runs,
    to_run        INTEGER REFERENCES runs
) STRICT;
CREATE INDEX claims_by_article ON claims (article);
CREATE INDEX claims_by_fact ON claims (fact);
CREATE INDEX claims_by_evidence ON claims (evidence);

CREATE TABLE conflicts (
    conflict  INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,       -- as in conflicts.jsonl; other sides make another conflict
    kind      TEXT NOT NULL,
    scope     TEXT NOT NULL CHECK (scope IN ('within', 'between')),
    weight    TEXT NOT NULL CHECK (weight IN ('hard', 'soft', 'note')),
    subject   INTEGER NOT NULL REFERENCES entities,
    predicate TEXT,
    note      TEXT,
    from_run  INTEGER NOT NULL REFERENCES runs,
    to_run    INTEGER REFERENCES runs
) STRICT;
CREATE INDEX conflicts_by_subject ON conflicts (subject);

CREATE TABLE sides (
    conflict     INTEGER NOT NULL REFERENCES conflicts,
    side         INTEGER NOT NULL,        -- 0, 1 ...; the side with most articles first
    value_kind   TEXT NOT NULL,           -- as object_kind, or `word`: a kind, a predicate, a spelling
    value        TEXT,
    value_entity INTEGER REFERENCES entities,
    polarity     TEXT,
    modality     TEXT,
    PRIMARY KEY (conflict, side)
) STRICT, WITHOUT ROWID;

CREATE TABLE side_claims (
    conflict INTEGER NOT NULL,
    side     INTEGER NOT NULL,
    claim    INTEGER NOT NULL REFERENCES claims,
    PRIMARY KEY (conflict, side, claim),
    FOREIGN KEY (conflict, side) REFERENCES sides
) STRICT, WITHOUT ROWID;
CREATE INDEX side_claims_by_claim ON side_claims (claim);

-- Which conflicts have a fact on a side.
CREATE TABLE fact_conflicts (
    fact     INTEGER NOT NULL REFERENCES facts,
    conflict INTEGER NOT NULL REFERENCES conflicts,
    PRIMARY KEY (fact, conflict)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_conflicts_by_conflict ON fact_conflicts (conflict);

-- Gaps in what holds: closed in one run, back in a later one.
CREATE TABLE reopened (
    what       TEXT NOT NULL CHECK (what IN ('article', 'claim', 'fact', 'conflict')),
    key        INTEGER NOT NULL,          -- that of the article, claim, fact or conflict
    closed_run INTEGER NOT NULL REFERENCES runs,
    run        INTEGER NOT NULL REFERENCES runs,
    PRIMARY KEY (what, key, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX reopened_by_run ON reopened (run);

-- The facts that hold, for reading.
CREATE VIEW current_facts AS
SELECT f.fact, f.id, e.name AS subject, e.kind AS subject_kind, e.id AS subject_id, f.predicate,
    ifnull(f.object, f.object_kind) AS object, f.object_kind, o.id AS object_id, f.qualifiers,
    f.rank, f.rank_reason, f.articles, f.independent,
    (SELECT count(*) FROM fact_conflicts x JOIN conflicts c USING (conflict)
     WHERE x.fact = f.fact AND c.to_run IS NULL) AS conflicts,
    f.subject AS subject_entity, f.object_entity, f.from_run
FROM facts f JOIN entities e ON e.entity = f.subject LEFT JOIN entities o ON o.entity = f.object_entity
WHERE f.to_run IS NULL;

-- The values to use: of each subject and predicate the preferred ones, or where there are none the normal ones; with
-- their support and with the other sides of their open conflicts.
CREATE VIEW current_values AS
SELECT f.subject, f.subject_kind, f.subject_id, f.predicate, f.object, f.object_kind, f.object_id, f.qualifiers,
    f.rank, f.rank_reason, f.articles, f.independent,
    (SELECT json_group_array(DISTINCT ifnull(s.value, s.value_kind))
     FROM fact_conflicts x JOIN conflicts c USING (conflict) JOIN sides s USING (conflict)
     WHERE x.fact = f.fact AND c.to_run IS NULL AND ifnull(s.value, s.value_kind) IS NOT f.object) AS contesting,
    f.fact, f.id, f.subject_entity
FROM current_facts f
WHERE f.rank = 'preferred' OR f.rank = 'normal' AND NOT EXISTS (
    SELECT 1 FROM facts p
    WHERE p.subject = f.subject_entity AND p.predicate = f.predicate AND p.rank = 'preferred' AND p.to_run IS NULL
      AND EXISTS (SELECT 1 FROM fact_conflicts a JOIN fact_conflicts b USING (conflict)
                  WHERE a.fact = p.fact AND b.fact = f.fact));

-- Conflicts that stand, the heaviest first.
CREATE VIEW open_conflicts AS
SELECT c.conflict, c.id, c.weight, c.kind, c.scope, e.name AS subject, e.kind AS subject_kind, c.predicate, c.note,
    (SELECT json_group_array(value) FROM (SELECT ifnull(s.value, s.value_kind) AS value FROM sides s
     WHERE s.conflict = c.conflict ORDER BY s.side)) AS sides,
    (SELECT count(DISTINCT k.article) FROM side_claims x JOIN claims k USING (claim)
     WHERE x.conflict = c.conflict) AS articles,
    c.subject AS subject_entity, c.from_run
FROM conflicts c JOIN entities e ON e.entity = c.subject
WHERE c.to_run IS NULL
ORDER BY CASE c.weight WHEN 'hard' THEN 0 WHEN 'soft' THEN 1 ELSE 2 END, articles DESC, e.name, c.id;

-- What each run changed: SELECT * FROM changes WHERE run > 3
CREATE VIEW changes AS
SELECT from_run AS run, 'opened' AS change, 'article' AS what, name AS id, title AS text FROM articles
UNION ALL SELECT to_run, 'closed', 'article', name, title FROM articles WHERE to_run IS NOT NULL
UNION ALL SELECT from_run, 'opened', 'claim', id, subject || ' · ' || predicate || ' · ' || ifnull(object, object_kind) FROM claims
UNION ALL SELECT to_run, 'closed', 'claim', id, subject || ' · ' || predicate || ' · ' || ifnull(object, object_kind)
    FROM claims WHERE to_run IS NOT NULL
UNION ALL SELECT f.from_run, 'opened', 'fact', f.id, e.name || ' · ' || predicate || ' · ' || ifnull(object, object_kind)
    FROM facts f JOIN entities e ON e.entity = f.subject
UNION ALL SELECT f.to_run, 'closed', 'fact', f.id, e.name || ' · ' || predicate || ' · ' || ifnull(object, object_kind)
    FROM facts f JOIN entities e ON e.entity = f.subject WHERE f.to_run IS NOT NULL
UNION ALL SELECT h.until_run, 'changed', 'fact', f.id,
    e.name || ' · ' || predicate || ' · ' || ifnull(object, object_kind) || ': was ' || h.rank || ', ' || h.rank_reason
    FROM fact_history h JOIN facts f USING (fact) JOIN entities e ON e.entity = f.subject
UNION ALL SELECT c.from_run, 'opened', 'conflict', c.id, c.weight || ' ' || c.kind || ' · ' || e.name || ifnull(' · ' || predicate, '')
    FROM conflicts c JOIN entities e ON e.entity = c.subject
UNION ALL SELECT c.to_run, 'closed', 'conflict', c.id, c.weight || ' ' || c.kind || ' · ' || e.name || ifnull(' · ' || predicate, '')
    FROM conflicts c JOIN entities e ON e.entity = c.subject WHERE c.to_run IS NOT NULL
UNION ALL SELECT x.run, x.change, x.what,
    CASE x.what
        WHEN 'article' THEN (SELECT name FROM articles WHERE article = x.key)
        WHEN 'claim' THEN (SELECT id FROM claims WHERE claim = x.key)
        WHEN 'fact' THEN (SELECT id FROM facts WHERE fact = x.key)
        ELSE (SELECT id FROM conflicts WHERE conflict = x.key)
    END,
    CASE x.what
        WHEN 'article' THEN (SELECT title FROM articles WHERE article = x.key)
        WHEN 'claim' THEN (SELECT subject || ' · ' || predicate || ' · ' || ifnull(object, object_kind)
            FROM claims WHERE claim = x.key)
        WHEN 'fact' THEN (SELECT e.name || ' · ' || predicate || ' · ' || ifnull(object, object_kind)
            FROM facts JOIN entities e ON e.entity = subject WHERE fact = x.key)
        ELSE (SELECT weight || ' ' || c.kind || ' · ' || e.name || ifnull(' · ' || predicate, '')
            FROM conflicts c JOIN entities e ON e.entity = c.subject WHERE conflict = x.key)
    END
    FROM (SELECT closed_run AS run, 'closed' AS change, what, key FROM reopened
          UNION ALL SELECT run, 'reopened', what, key FROM reopened) x;
