//! Bringing a knowledge base up to the results of a run, which are read line by line: no more is held in memory than
//! one article's claims.
//!
//! What did not change costs little: an article whose claims have the lines they had, a fact or conflict whose line
//! is known, is passed by after one look into an index.

mod claims;
mod facts;
mod lines;

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::{APPLICATION_ID, KbError, SCHEMA, SCHEMA_VERSION, connect, is_empty};
use crate::Entity;

/// The files of a run's results, as JSON lines of the contract.
pub struct Given<'a> {
    /// `articles.jsonl`; `None` of results that `reconcile` wrote.
    pub articles: Option<&'a mut dyn BufRead>,
    /// `claims.jsonl`, its lines in the order in which they were written.
    pub claims: &'a mut dyn BufRead,
    /// `conflicts.jsonl`.
    pub conflicts: &'a mut dyn BufRead,
    /// `facts.jsonl`.
    pub facts: &'a mut dyn BufRead,
}

/// What is noted of a run.
#[derive(Clone, Debug, Default)]
pub struct RunInfo {
    /// When it is, UTC, as text; this library reads no clock.
    pub at: Option<String>,
    /// Version of the program that found the results.
    pub version: String,
    /// Version of their contract.
    pub contract: String,
    /// Hash of the knowledge that was used.
    pub lexicon: Option<String>,
}

/// How many of one sort of rows an update opened, changed and closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// New, or come back.
    pub opened: usize,
    /// The same thing with other support, rank or metadata.
    pub changed: usize,
    /// No longer there.
    pub closed: usize,
}

/// What an update did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The number of the run; that of the last one if nothing changed.
    pub run: i64,
    /// Articles.
    pub articles: Count,
    /// Claims.
    pub claims: Count,
    /// Facts.
    pub facts: Count,
    /// Conflicts.
    pub conflicts: Count,
}

impl Changes {
    /// Whether anything changed at all.
    pub fn any(&self) -> bool {
        [self.articles, self.claims, self.facts, self.conflicts].iter().any(|count| *count != Count::default())
    }
}

/// A knowledge base, locked against other writers. Dropped before [`Update::commit`] it stays as it was.
#[derive(Debug)]
pub struct Update {
    connection: Connection,
    changes: Changes,
    entities: HashMap<Entity, i64>,
}

/// Entities whose keys are remembered.
const REMEMBERED: usize = 50_000;

impl Update {
    /// Opens a knowledge base for writing, and makes it if it is not there. Another writer is an error at once.
    pub fn begin(path: &Path) -> Result<Update, KbError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let connection = connect(path, flags, Duration::ZERO)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        if is_empty(&connection)? {
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            connection.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        }
        Ok(Update { connection, changes: Changes::default(), entities: HashMap::new() })
    }

    /// Takes in the results. Nothing is to be seen of it by others before [`Update::commit`].
    pub fn take(&mut self, given: Given, info: &RunInfo) -> Result<Changes, KbError> {
        let last: i64 = self.connection.query_row("SELECT ifnull(max(run), 0) FROM runs", [], |row| row.get(0))?;
        self.changes = Changes { run: last + 1, ..Changes::default() };
        self.connection.execute_batch(
            "CREATE TEMP TABLE seen_articles (article INTEGER PRIMARY KEY, claims INTEGER NOT NULL);
             CREATE TEMP TABLE seen_facts (row INTEGER PRIMARY KEY);
             CREATE TEMP TABLE seen_conflicts (row INTEGER PRIMARY KEY);",
        )?;
        self.connection.execute(
            "INSERT INTO runs (run, at, version, contract, lexicon) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![self.changes.run, info.at, info.version, info.contract, info.lexicon],
        )?;
        if let Some(articles) = given.articles {
            lines::each("articles.jsonl", articles, |line| self.article(line))?;
        }
        lines::each_group("claims.jsonl", given.claims, |name, lines| self.claims_of(name, lines))?;
        self.close_articles()?;
        lines::each("conflicts.jsonl", given.conflicts, |line| self.conflict(line))?;
        lines::each("facts.jsonl", given.facts, |line| self.fact(line))?;
        self.close_facts()?;
        self.connection.execute(
            "UPDATE runs SET opened = ?2, closed = ?3 WHERE run = ?1",
            [self.changes.run, self.changes.claims.opened as i64, self.changes.claims.closed as i64],
        )?;
        if !self.changes.any() {
            self.changes.run = last;
        }
        Ok(self.changes)
    }

    /// Makes it last. Where nothing changed the file is left as it was, to the byte.
    pub fn commit(self) -> Result<(), KbError> {
        let end = if self.changes.any() { "COMMIT" } else { "ROLLBACK" };
        Ok(self.connection.execute_batch(end)?)
    }

    /// The key of an entity, which is added if it is new.
    fn entity(&mut self, entity: &Entity) -> Result<i64, KbError> {
        if let Some(key) = self.entities.get(entity) {
            return Ok(*key);
        }
        let kind = entity.kind.name();
        let found = self
            .connection
            .prepare_cached(
                "SELECT entity FROM entities WHERE name = ?1 AND kind = ?2 AND ifnull(id, '') = ifnull(?3, '')",
            )?
            .query_row(params![entity.name, kind, entity.id], |row| row.get(0))
            .optional()?;
        let key = match found {
            Some(key) => key,
            None => {
                self.connection
                    .prepare_cached("INSERT INTO entities (name, kind, id) VALUES (?1, ?2, ?3)")?
                    .execute(params![entity.name, kind, entity.id])?;
                let key = self.connection.last_insert_rowid();
                self.alias(key, &entity.name)?;
                key
            }
        };
        if self.entities.len() >= REMEMBERED {
            self.entities.clear();
        }
        self.entities.insert(entity.clone(), key);
        Ok(key)
    }

    fn alias(&self, entity: i64, name: &str) -> Result<(), KbError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO aliases (entity, name, folded) VALUES (?1, ?2, ?3)")?
            .execute(params![entity, name, name.to_lowercase()])?;
        Ok(())
    }

    /// Notes that a row came back, which had been closed in that run.
    fn reopened(&self, what: &str, row: i64, closed: i64) -> Result<(), KbError> {
        self.connection
            .prepare_cached("INSERT INTO reopened (what, key, closed_run, run) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![what, row, closed, self.changes.run])?;
        Ok(())
    }
}
