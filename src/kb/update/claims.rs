//! Articles and their claims.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params};

use super::super::KbError;
use super::super::columns::{ends, nested, value, word};
use super::Update;
use super::lines::{Line, hash};
use crate::write::ArticleRow;
use crate::{Claim, Evidence};

/// An article as the base has it.
struct Known {
    key: i64,
    line_hash: Option<[u8; 16]>,
    claims_hash: Option<[u8; 16]>,
    closed: Option<i64>,
}

impl Update {
    /// A line of `articles.jsonl`.
    pub(super) fn article(&mut self, line: Line) -> Result<(), KbError> {
        let head = line.head()?;
        let known = self.known(&head.name)?;
        let key = match &known {
            Some(known) if known.closed.is_none() && known.line_hash == Some(line.hash()) => known.key,
            _ => {
                let row: ArticleRow = line.parse()?;
                self.store_article(known, &row, Some(&line))?
            }
        };
        self.see(key, &line, &head.name)
    }

    fn see(&self, article: i64, line: &Line, name: &str) -> Result<(), KbError> {
        let new = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO seen_articles (article, claims) VALUES (?1, 0)")?
            .execute([article])?;
        if new == 0 { Err(line.fault(format!("the article {name:?} comes twice"))) } else { Ok(()) }
    }

    fn known(&self, name: &str) -> Result<Option<Known>, KbError> {
        let known = self
            .connection
            .prepare_cached("SELECT article, line_hash, claims_hash, to_run FROM articles WHERE name = ?1")?
            .query_row([name], |row| {
                Ok(Known { key: row.get(0)?, line_hash: row.get(1)?, claims_hash: row.get(2)?, closed: row.get(3)? })
            })
            .optional()?;
        Ok(known)
    }

    /// Adds an article, or brings what is known of it up to date; opens it if it was closed. `line` is what it was
    /// read from; without one, its claims are all that tells of it.
    fn store_article(&mut self, known: Option<Known>, row: &ArticleRow, line: Option<&Line>) -> Result<i64, KbError> {
        let run = self.changes.run;
        match &known {
            None => self.changes.articles.opened += 1,
            Some(known) => match known.closed {
                None => self.changes.articles.changed += 1,
                Some(closed) => {
                    self.changes.articles.opened += 1;
                    self.reopened("article", known.key, closed)?;
                }
            },
        }
        let bytes = line.map(|_| row.counts.bytes as i64);
        self.connection
            .prepare_cached(
                "INSERT INTO articles (name, title, date, date_from, fetched, url, site, copy_key, bytes, line, line_hash, from_run)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT (name) DO UPDATE SET title = ?2, date = ?3, date_from = ?4, fetched = ?5, url = ?6, site = ?7,
                     copy_key = ?8, bytes = ?9, line = ?10, line_hash = ?11, to_run = NULL",
            )?
            .execute(params![
                row.name,
                row.title,
                row.date.as_ref().map(ToString::to_string),
                row.date_from.as_ref().map(word),
                row.fetched.as_ref().map(ToString::to_string),
                row.url,
                row.site,
                row.copy_key,
                bytes,
                line.map(|line| line.text()),
                line.map(Line::hash),
                run
            ])?;
        Ok(known.map_or_else(|| self.connection.last_insert_rowid(), |known| known.key))
    }

    /// The lines of an article's claims.
    pub(super) fn claims_of(&mut self, name: &str, lines: &[Line]) -> Result<(), KbError> {
        let Some(first) = lines.first() else { return Ok(()) };
        let known = self.known(name)?;
        let hash = hash(lines.iter().map(|line| line.bytes));
        let (same, key) = match known {
            Some(known) if known.closed.is_none() => (known.claims_hash == Some(hash), known.key),
            // Results of `reconcile` tell of articles by their claims only.
            known => {
                let claim: Claim = first.parse()?;
                (false, self.store_article(known, &ArticleRow::of_claims(name, &claim.source), None)?)
            }
        };
        let seen = self
            .connection
            .prepare_cached(
                "INSERT INTO seen_articles (article, claims) VALUES (?1, 1)
                 ON CONFLICT (article) DO UPDATE SET claims = 1 WHERE claims = 0",
            )?
            .execute([key])?;
        if seen == 0 {
            return Err(first.fault(format!("the claims of the article {name:?} do not stand together")));
        }
        if same {
            return Ok(());
        }
        let mut made = HashSet::new();
        for line in lines {
            made.insert(self.claim(key, &line.parse()?)?);
        }
        self.close_claims(key, &made)?;
        self.connection
            .prepare_cached("UPDATE articles SET claims_hash = ?2 WHERE article = ?1")?
            .execute(params![key, hash])?;
        Ok(())
    }

    /// Adds a claim, or opens it again, and gives its key.
    fn claim(&mut self, article: i64, claim: &Claim) -> Result<i64, KbError> {
        let known: Option<(i64, Option<i64>)> = self
            .connection
            .prepare_cached("SELECT claim, to_run FROM claims WHERE id = ?1")?
            .query_row([&claim.id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match known {
            Some((key, None)) => return Ok(key),
            Some((key, Some(closed))) => {
                self.reopened("claim", key, closed)?;
                self.connection.prepare_cached("UPDATE claims SET to_run = NULL WHERE claim = ?1")?.execute([key])?;
                self.changes.claims.opened += 1;
                return Ok(key);
            }
            None => {}
        }
        let evidence = self.evidence(article, claim)?;
        let (kind, text, thing) = value(&claim.object);
        let Evidence { subject, object, .. } = claim.evidence;
        let ((subject_start, subject_end), (object_start, object_end)) = (ends(subject), ends(object));
        self.connection
            .prepare_cached(
                "INSERT INTO claims (id, article, subject, subject_kind, subject_id, predicate, object_kind, object, object_id,
                     qualifiers, polarity, modality, attribution, rule, evidence,
                     subject_start, subject_end, object_start, object_end, from_run)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
            )?
            .execute(params![
                claim.id,
                article,
                claim.subject.name,
                claim.subject.kind.name(),
                claim.subject.id,
                claim.predicate,
                kind,
                text,
                thing.and_then(|thing| thing.id.as_deref()),
                nested(&claim.qualifiers),
                word(&claim.polarity),
                word(&claim.modality),
                claim.attribution,
                claim.rule,
                evidence,
                subject_start,
                subject_end,
                object_start,
                object_end,
                self.changes.run
            ])?;
        self.changes.claims.opened += 1;
        Ok(self.connection.last_insert_rowid())
    }

    /// The key of a claim's sentence, which claims share.
    fn evidence(&self, article: i64, claim: &Claim) -> Result<i64, KbError> {
        let Evidence { span, text, .. } = &claim.evidence;
        let (block, language) = (word(&claim.block), word(&claim.language));
        let known = self
            .connection
            .prepare_cached(
                "SELECT evidence FROM evidence WHERE article = ?1 AND \"start\" = ?2 AND \"end\" = ?3 AND text = ?4
                 AND block = ?5 AND language = ?6",
            )?
            .query_row(params![article, span.start, span.end, text, block, language], |row| row.get(0))
            .optional()?;
        if let Some(known) = known {
            return Ok(known);
        }
        // The trigger that feeds the full-text index moves the last row's number: the key is asked for.
        let key = self
            .connection
            .prepare_cached(
                "INSERT INTO evidence (article, \"start\", \"end\", text, block, language) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 RETURNING evidence",
            )?
            .query_row(params![article, span.start, span.end, text, block, language], |row| row.get(0))?;
        Ok(key)
    }

    /// Closes the claims of an article that are not among those that it makes.
    fn close_claims(&mut self, article: i64, made: &HashSet<i64>) -> Result<(), KbError> {
        let open: Vec<i64> = self
            .connection
            .prepare_cached("SELECT claim FROM claims WHERE article = ?1 AND to_run IS NULL")?
            .query_map([article], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for claim in open.into_iter().filter(|claim| !made.contains(claim)) {
            self.connection
                .prepare_cached("UPDATE claims SET to_run = ?2 WHERE claim = ?1")?
                .execute([claim, self.changes.run])?;
            self.changes.claims.closed += 1;
        }
        Ok(())
    }

    /// Closes articles that are no longer there, with their claims, and the claims of those that make none any more.
    pub(super) fn close_articles(&mut self) -> Result<(), KbError> {
        let run = self.changes.run;
        self.changes.claims.closed += self.connection.execute(
            "UPDATE claims SET to_run = ?1 WHERE to_run IS NULL AND article IN (
                 SELECT article FROM articles LEFT JOIN seen_articles USING (article)
                 WHERE claims_hash IS NOT NULL AND ifnull(claims, 0) = 0)",
            [run],
        )?;
        self.connection.execute(
            "UPDATE articles SET claims_hash = NULL WHERE claims_hash IS NOT NULL
             AND article NOT IN (SELECT article FROM seen_articles WHERE claims = 1)",
            [],
        )?;
        self.changes.articles.closed += self.connection.execute(
            "UPDATE articles SET to_run = ?1 WHERE to_run IS NULL AND article NOT IN (SELECT article FROM seen_articles)",
            [run],
        )?;
        Ok(())
    }
}
