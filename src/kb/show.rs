//! A knowledge base as people read it on a terminal. What articles say is made harmless on its way out.

use std::io::{self, Write};

use rusqlite::params;

use super::read::{told, value_text};
use super::{Base, KbError};
use crate::Fact;
use crate::report::{SideValue, Weight};
use crate::write::harmless;

/// What is asked of a knowledge base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// How much it holds, and its runs.
    Overview,
    /// What is known of a thing, by a name that some article uses.
    Subject(String),
    /// What is at odds, the heaviest first.
    Conflicts,
    /// What changed after a run.
    Since(i64),
    /// Claims whose sentences hold these words.
    Search(String),
}

/// Sentences shown for a fact or a side.
const QUOTES: usize = 3;

/// Why an answer was not given.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// The base could not be read.
    #[error(transparent)]
    Base(#[from] KbError),
    /// The answer could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
}

impl From<rusqlite::Error> for ShowError {
    fn from(error: rusqlite::Error) -> ShowError {
        KbError::from(error).into()
    }
}

/// Answers a question; whether there was anything to tell.
pub fn show(base: &Base, question: &Question, out: &mut dyn Write) -> Result<bool, ShowError> {
    match question {
        Question::Overview => overview(base, out),
        Question::Subject(name) => subject(base, name, out),
        Question::Conflicts => conflicts(base, out),
        Question::Since(run) => since(base, *run, out),
        Question::Search(words) => search(base, words, out),
    }
}

fn overview(base: &Base, out: &mut dyn Write) -> Result<bool, ShowError> {
    let count = |table: &str| -> rusqlite::Result<i64> {
        let query = format!("SELECT count(*) FROM {table} WHERE to_run IS NULL");
        base.connection.query_row(&query, [], |row| row.get(0))
    };
    for table in ["articles", "claims", "facts", "conflicts"] {
        writeln!(out, "{:>9} {table}", count(table)?)?;
    }
    for weight in [Weight::Hard, Weight::Soft, Weight::Note] {
        let word = super::columns::word(&weight);
        let query = "SELECT count(*) FROM conflicts WHERE to_run IS NULL AND weight = ?1";
        let count: i64 = base.connection.query_row(query, [&word], |row| row.get(0))?;
        writeln!(out, "{count:>19} {word}: {}", weight.meaning())?;
    }
    let mut query = base.connection.prepare("SELECT run, at, opened, closed FROM runs ORDER BY run DESC LIMIT 10")?;
    let mut rows = query.query([])?;
    writeln!(out, "\nRuns, the last first")?;
    while let Some(row) = rows.next()? {
        let (run, at, opened, closed): (i64, Option<String>, i64, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let at = at.unwrap_or_default();
        writeln!(out, "{run:>5}  {}  {opened} claims opened, {closed} closed", harmless(&at))?;
    }
    Ok(true)
}

fn subject(base: &Base, name: &str, out: &mut dyn Write) -> Result<bool, ShowError> {
    let folded = name.to_lowercase();
    let mut query = base.connection.prepare(
        "SELECT entity, name, kind, id FROM entities JOIN (SELECT DISTINCT entity FROM aliases WHERE folded = ?1) USING (entity)
         ORDER BY name, kind, id",
    )?;
    let mut rows = query.query([&folded])?;
    let mut any = false;
    while let Some(row) = rows.next()? {
        let (key, name, kind, id): (i64, String, String, Option<String>) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        if any {
            writeln!(out)?;
        }
        any = true;
        let id = id.map(|id| format!(", {id}")).unwrap_or_default();
        writeln!(out, "{} ({}{})", harmless(&name), harmless(&kind), harmless(&id))?;
        let aliases = base
            .strings("SELECT name FROM aliases WHERE entity = ?1 ORDER BY name", key)?
            .into_iter()
            .filter(|alias| *alias != name);
        let aliases: Vec<String> = aliases.collect();
        if !aliases.is_empty() {
            writeln!(out, "  also called {}", harmless(&aliases.join(", ")))?;
        }
        facts_of(base, key, out)?;
        closed_of(base, key, out)?;
    }
    Ok(any)
}

fn facts_of(base: &Base, entity: i64, out: &mut dyn Write) -> Result<(), ShowError> {
    let mut query = base.connection.prepare_cached(
        "SELECT f.*, e.name, e.kind, e.id AS entity_id, o.id AS object_id FROM facts f
         JOIN entities e ON e.entity = f.subject LEFT JOIN entities o ON o.entity = f.object_entity
         WHERE f.subject = ?1 AND f.to_run IS NULL
         ORDER BY f.predicate, CASE f.rank WHEN 'preferred' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END,
             f.independent DESC, f.object, f.id",
    )?;
    let mut rows = query.query([entity])?;
    let mut predicate = String::new();
    while let Some(row) = rows.next()? {
        let fact = base.fact(row)?;
        if fact.predicate != predicate {
            predicate.clone_from(&fact.predicate);
            writeln!(out, "  {}", harmless(&predicate.replace('_', " ")))?;
        }
        write_fact(base, &fact, out)?;
    }
    Ok(())
}

fn write_fact(base: &Base, fact: &Fact, out: &mut dyn Write) -> Result<(), ShowError> {
    let object = value_text(&SideValue::Value(fact.object.clone()));
    let line = format!("{object}{}", told(&fact.qualifiers));
    writeln!(out, "    {:<10}  {}", fact.rank.name(), harmless(&line))?;
    writeln!(out, "                {}", harmless(&fact.rank_reason))?;
    quotes(base, &fact.claims, "                ", out)
}

/// The sentences of some claims, each with its article.
fn quotes(base: &Base, claims: &[String], indent: &str, out: &mut dyn Write) -> Result<(), ShowError> {
    for claim in claims.iter().take(QUOTES) {
        let mut query = base.connection.prepare_cached(
            "SELECT a.name, v.text FROM claims k JOIN articles a ON a.article = k.article
             JOIN evidence v ON v.evidence = k.evidence WHERE k.id = ?1",
        )?;
        let (article, text): (String, String) = query.query_row([claim], |row| Ok((row.get(0)?, row.get(1)?)))?;
        writeln!(out, "{indent}│ {}", harmless(&text.split_whitespace().collect::<Vec<_>>().join(" ")))?;
        writeln!(out, "{indent}  {}", harmless(&article))?;
    }
    if claims.len() > QUOTES {
        writeln!(out, "{indent}  and {} more", claims.len() - QUOTES)?;
    }
    Ok(())
}

fn closed_of(base: &Base, entity: i64, out: &mut dyn Write) -> Result<(), ShowError> {
    let mut query = base.connection.prepare_cached(
        "SELECT predicate, ifnull(object, '(' || object_kind || ')'), to_run FROM facts
         WHERE subject = ?1 AND to_run IS NOT NULL ORDER BY to_run DESC, predicate, object, id",
    )?;
    let mut rows = query.query([entity])?;
    let mut first = true;
    while let Some(row) = rows.next()? {
        let (predicate, object, run): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if std::mem::take(&mut first) {
            writeln!(out, "  no longer said")?;
        }
        let line = format!("{}: {object}, since run {run}", predicate.replace('_', " "));
        writeln!(out, "    {}", harmless(&line))?;
    }
    Ok(())
}

fn conflicts(base: &Base, out: &mut dyn Write) -> Result<bool, ShowError> {
    let mut query = base.connection.prepare(
        "SELECT c.*, e.name, e.kind AS entity_kind, e.id AS entity_id FROM open_conflicts o
         JOIN conflicts c ON c.conflict = o.conflict JOIN entities e ON e.entity = c.subject
         ORDER BY CASE c.weight WHEN 'hard' THEN 0 WHEN 'soft' THEN 1 ELSE 2 END, o.articles DESC, e.name, c.id",
    )?;
    let mut rows = query.query([])?;
    let mut weight = None;
    while let Some(row) = rows.next()? {
        let conflict = base.conflict(row)?;
        let before = weight.replace(conflict.weight);
        if before != Some(conflict.weight) {
            let space = if before.is_some() { "\n" } else { "" };
            writeln!(out, "{space}{}: {}", conflict.weight.heading(), conflict.weight.meaning())?;
        }
        let predicate =
            conflict.predicate.as_deref().map(|it| format!(": {}", it.replace('_', " "))).unwrap_or_default();
        let head = format!("{} ({}){predicate}", conflict.subject.name, conflict.subject.kind.name());
        writeln!(out, "\n  {}  [{} {}]", harmless(&head), conflict.kind.name(), conflict.id)?;
        if let Some(note) = &conflict.note {
            writeln!(out, "  {}", harmless(note))?;
        }
        for side in &conflict.sides {
            let articles = side.articles.len();
            let line = format!(
                "{}, {articles} {}",
                value_text(&side.value),
                if articles == 1 { "article" } else { "articles" }
            );
            writeln!(out, "    {}", harmless(&line))?;
            quotes(base, &side.claims, "      ", out)?;
        }
    }
    Ok(weight.is_some())
}

fn since(base: &Base, run: i64, out: &mut dyn Write) -> Result<bool, ShowError> {
    let mut query = base.connection.prepare(
        "SELECT run, change, what, id, text FROM changes WHERE run > ?1
         ORDER BY run, CASE what WHEN 'article' THEN 0 WHEN 'claim' THEN 1 WHEN 'fact' THEN 2 ELSE 3 END, change, text, id",
    )?;
    let mut rows = query.query([run])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        if last.replace(number) != Some(number) {
            writeln!(out, "Run {number}")?;
        }
        let (change, what, id): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let text: Option<String> = row.get(4)?;
        writeln!(out, "  {change:<8} {what:<8} {}  {}", harmless(&id), harmless(&text.unwrap_or_default()))?;
    }
    Ok(last.is_some())
}

/// Every word must be there; none of them can be an operator of the search. The index parts words at spaces: where a
/// script has none, sentences are looked through one after another.
fn search(base: &Base, words: &str, out: &mut dyn Write) -> Result<bool, ShowError> {
    let plain = words.split_whitespace().map(|word| word.replace(['"', '\0'], "").to_lowercase());
    let words: Vec<String> = plain.filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Ok(false);
    }
    let is_wide = |c: char| c >= '\u{2e80}' && c.is_alphabetic();
    let (among, asked) = if words.iter().any(|word| word.contains(is_wide)) {
        let all = "evidence v JOIN claims k USING (evidence) WHERE k.to_run IS NULL AND NOT EXISTS
                (SELECT 1 FROM json_each(?1) w WHERE instr(lower(v.text), w.value) = 0) ORDER BY k.claim";
        (all, serde_json::json!(words).to_string())
    } else {
        let indexed = "evidence_text x JOIN claims k ON k.evidence = x.rowid
             WHERE x.evidence_text MATCH ?1 AND k.to_run IS NULL ORDER BY x.rank, k.claim";
        (indexed, words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" "))
    };
    let mut query = base.connection.prepare(&format!(
        "SELECT k.id, k.subject, k.predicate, ifnull(k.object, '(' || k.object_kind || ')') FROM {among}"
    ))?;
    let mut rows = query.query(params![asked])?;
    let mut any = false;
    while let Some(row) = rows.next()? {
        any = true;
        let id: String = row.get(0)?;
        let (subject, predicate, object): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        writeln!(out, "{}", harmless(&format!("{subject}: {}: {object}", predicate.replace('_', " "))))?;
        quotes(base, &[id], "  ", out)?;
    }
    Ok(any)
}
