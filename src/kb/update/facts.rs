//! Conflicts, and facts with what ties them to claims and conflicts.

use rusqlite::{OptionalExtension, params};

use super::super::KbError;
use super::super::columns::{nested, value, value_of, word};
use super::Update;
use super::lines::Line;
use crate::report::{Side, SideValue};
use crate::{Conflict, Entity, Fact, Value};

impl Update {
    /// A line of `conflicts.jsonl`. A conflict's id depends on all of it: a known one has not changed.
    pub(super) fn conflict(&mut self, line: Line) -> Result<(), KbError> {
        let known: Option<(i64, Option<i64>)> = self
            .connection
            .prepare_cached("SELECT conflict, to_run FROM conflicts WHERE id = ?1")?
            .query_row([line.head()?.id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let key = match known {
            Some((key, None)) => key,
            Some((key, Some(closed))) => {
                self.reopened("conflict", key, closed)?;
                self.connection
                    .prepare_cached("UPDATE conflicts SET to_run = NULL WHERE conflict = ?1")?
                    .execute([key])?;
                self.changes.conflicts.opened += 1;
                key
            }
            None => self.add_conflict(&line.parse()?, &line)?,
        };
        self.connection.prepare_cached("INSERT OR IGNORE INTO seen_conflicts VALUES (?1)")?.execute([key])?;
        Ok(())
    }

    fn add_conflict(&mut self, conflict: &Conflict, line: &Line) -> Result<i64, KbError> {
        let subject = self.entity(&conflict.subject)?;
        self.connection
            .prepare_cached(
                "INSERT INTO conflicts (id, kind, scope, weight, subject, predicate, note, from_run)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                conflict.id,
                conflict.kind.name(),
                word(&conflict.scope),
                word(&conflict.weight),
                subject,
                conflict.predicate,
                conflict.note,
                self.changes.run
            ])?;
        let key = self.connection.last_insert_rowid();
        for (number, side) in (0..).zip(&conflict.sides) {
            self.add_side(key, number, side, line)?;
        }
        self.changes.conflicts.opened += 1;
        Ok(key)
    }

    fn add_side(&mut self, conflict: i64, number: i64, side: &Side, line: &Line) -> Result<(), KbError> {
        let (kind, text, thing) = match &side.value {
            SideValue::Word(word) => ("word", Some(word.clone()), None),
            SideValue::Value(value) => self::value(value),
        };
        let thing = thing.map(|thing| self.entity(thing)).transpose()?;
        self.connection
            .prepare_cached(
                "INSERT INTO sides (conflict, side, value_kind, value, value_entity, polarity, modality)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                conflict,
                number,
                kind,
                text,
                thing,
                side.polarity.as_ref().map(word),
                side.modality.as_ref().map(word)
            ])?;
        for claim in &side.claims {
            let added = self
                .connection
                .prepare_cached("INSERT OR IGNORE INTO side_claims SELECT ?1, ?2, claim FROM claims WHERE id = ?3")?
                .execute(params![conflict, number, claim])?;
            if added == 0 {
                return Err(line.fault(format!("claims.jsonl does not have its claim {claim}")));
            }
        }
        Ok(())
    }

    /// A line of `facts.jsonl`.
    pub(super) fn fact(&mut self, line: Line) -> Result<(), KbError> {
        let known: Option<(i64, Option<i64>, [u8; 16])> = self
            .connection
            .prepare_cached("SELECT fact, to_run, line_hash FROM facts WHERE id = ?1")?
            .query_row([line.head()?.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let key = match known {
            Some((key, None, hash)) if hash == line.hash() => key,
            known => {
                let fact: Fact = line.parse()?;
                let key = self.store_fact(known.map(|(key, closed, _)| (key, closed)), &fact, &line)?;
                self.tie(key, &fact)?;
                key
            }
        };
        self.connection.prepare_cached("INSERT OR IGNORE INTO seen_facts VALUES (?1)")?.execute([key])?;
        Ok(())
    }

    /// Adds a fact, or keeps what it was as history and brings it up to date.
    fn store_fact(&mut self, known: Option<(i64, Option<i64>)>, fact: &Fact, line: &Line) -> Result<i64, KbError> {
        let subject = self.entity(&fact.subject)?;
        let (kind, text, thing) = value(&fact.object);
        let thing = thing.map(|thing| self.entity(thing)).transpose()?;
        let articles = fact.support.articles.len() as i64;
        match known {
            None => self.changes.facts.opened += 1,
            Some((key, Some(closed))) => {
                self.changes.facts.opened += 1;
                self.reopened("fact", key, closed)?;
            }
            Some((key, None)) => {
                self.changes.facts.changed += 1;
                self.connection
                    .prepare_cached(
                        "INSERT INTO fact_history SELECT fact, ?2, articles, independent, rank, rank_reason FROM facts
                         WHERE fact = ?1
                         AND (articles, independent, rank, rank_reason) IS NOT (?3, ?4, ?5, ?6)",
                    )?
                    .execute(params![
                        key,
                        self.changes.run,
                        articles,
                        fact.support.independent,
                        fact.rank.name(),
                        fact.rank_reason
                    ])?;
            }
        }
        self.connection
            .prepare_cached(
                "INSERT INTO facts (id, subject, predicate, object_kind, object, object_entity, qualifiers, articles, independent,
                     rank, rank_reason, line_hash, from_run, joined)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (id) DO UPDATE SET articles = ?8, independent = ?9, rank = ?10, rank_reason = ?11, line_hash = ?12,
                     joined = ?14, to_run = NULL",
            )?
            .execute(params![
                fact.id,
                subject,
                fact.predicate,
                kind,
                text,
                thing,
                nested(&fact.qualifiers),
                articles,
                fact.support.independent,
                fact.rank.name(),
                fact.rank_reason,
                line.hash(),
                self.changes.run,
                nested(&fact.joined)
            ])?;
        Ok(known.map_or_else(|| self.connection.last_insert_rowid(), |(key, _)| key))
    }

    /// Ties a fact to its conflicts and claims; the names that the claims use become aliases.
    fn tie(&mut self, key: i64, fact: &Fact) -> Result<(), KbError> {
        self.connection.prepare_cached("DELETE FROM fact_conflicts WHERE fact = ?1")?.execute([key])?;
        for conflict in &fact.contested_by {
            self.connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO fact_conflicts SELECT ?1, conflict FROM conflicts WHERE id = ?2",
                )?
                .execute(params![key, conflict])?;
        }
        for claim in &fact.claims {
            let new = self
                .connection
                .prepare_cached(
                    "UPDATE claims SET fact = ?1 WHERE id = ?2 AND fact IS NOT ?1
                     RETURNING subject, subject_kind, subject_id, object_kind, object, object_id",
                )?
                .query_row(params![key, claim], |row| {
                    let subject = value_of(row.get(1)?, row.get(0)?, row.get(2)?)?;
                    Ok((subject, value_of(row.get(3)?, row.get(4)?, row.get(5)?)?))
                })
                .optional()?;
            if let Some((Value::Entity(subject), object)) = new {
                self.aliases(fact, &subject, &object)?;
            }
        }
        Ok(())
    }

    /// Of predicates whose sides may change places ("A and B married") a name is taken for an alias only where the other
    /// side leaves no doubt which is which.
    fn aliases(&mut self, fact: &Fact, subject: &Entity, object: &Value) -> Result<(), KbError> {
        let (Value::Entity(object), Value::Entity(thing)) = (object, &fact.object) else {
            let key = self.entity(&fact.subject)?;
            return self.alias(key, &subject.name);
        };
        if object == thing && subject.name != fact.subject.name {
            let key = self.entity(&fact.subject)?;
            self.alias(key, &subject.name)?;
        }
        if subject == &fact.subject && object.name != thing.name {
            let key = self.entity(thing)?;
            self.alias(key, &object.name)?;
        }
        Ok(())
    }

    /// Closes facts and conflicts that are no longer there.
    pub(super) fn close_facts(&mut self) -> Result<(), KbError> {
        let run = self.changes.run;
        self.changes.facts.closed += self.connection.execute(
            "UPDATE facts SET to_run = ?1 WHERE to_run IS NULL AND fact NOT IN (SELECT row FROM seen_facts)",
            [run],
        )?;
        self.changes.conflicts.closed += self.connection.execute(
            "UPDATE conflicts SET to_run = ?1 WHERE to_run IS NULL AND conflict NOT IN (SELECT row FROM seen_conflicts)",
            [run],
        )?;
        Ok(())
    }
}
