//! What holds now, as the rows of the contract, in the order in which a run writes them: a base gives the same bytes
//! as the results that it was brought up to. Held in memory is what is said of one name.

use std::collections::BTreeMap;

use rusqlite::{Row, Rows};

use super::columns::{json, parsed, read, span_of, value_of};
use super::{Base, KbError};
use crate::claim::Source as Origin;
use crate::export::{Each, ExportError, Source};
use crate::report::{Side, SideValue, Support};
use crate::write::ArticleRow;
use crate::{Claim, Conflict, Entity, Evidence, Fact, Span, Value};

impl Source for Base {
    fn articles(&self, each: Each<ArticleRow>) -> Result<(), ExportError> {
        let mut query = self.connection.prepare_cached("SELECT * FROM articles WHERE to_run IS NULL ORDER BY name")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            each(article(row)?)?;
        }
        Ok(())
    }

    fn claims(&self, each: Each<Claim>) -> Result<(), ExportError> {
        let mut articles =
            self.connection.prepare_cached("SELECT * FROM articles WHERE to_run IS NULL ORDER BY name")?;
        let mut claims = self.connection.prepare_cached(
            "SELECT * FROM claims JOIN evidence USING (evidence) WHERE claims.article = ?1 AND to_run IS NULL
             ORDER BY \"start\", subject_start, subject_end, object_start, object_end, id",
        )?;
        let mut articles = articles.query([])?;
        while let Some(row) = articles.next()? {
            let (name, source): (String, Origin) = (row.get("name")?, origin(row)?);
            let mut rows = claims.query([row.get::<_, i64>("article")?])?;
            while let Some(row) = rows.next()? {
                each(claim(row, &name, &source)?)?;
            }
        }
        Ok(())
    }

    fn facts(&self, each: Each<Fact>) -> Result<(), ExportError> {
        let mut query = self.connection.prepare_cached(
            "SELECT f.*, e.name, e.kind, e.id AS entity_id, o.id AS object_id FROM entities e
             JOIN facts f ON f.subject = e.entity LEFT JOIN entities o ON o.entity = f.object_entity
             WHERE f.to_run IS NULL ORDER BY e.name",
        )?;
        let order = |a: &Fact, b: &Fact| a.place().cmp(&b.place());
        by_name(query.query([])?, |row| self.fact(row), |fact| &fact.subject.name, order, each)
    }

    fn conflicts(&self, each: Each<Conflict>) -> Result<(), ExportError> {
        let mut query = self.connection.prepare_cached(
            "SELECT c.*, e.name, e.kind AS entity_kind, e.id AS entity_id FROM entities e
             JOIN conflicts c ON c.subject = e.entity WHERE c.to_run IS NULL ORDER BY e.name",
        )?;
        let order = |a: &Conflict, b: &Conflict| {
            (&a.subject, a.kind, &a.predicate, &a.id).cmp(&(&b.subject, b.kind, &b.predicate, &b.id))
        };
        by_name(query.query([])?, |row| self.conflict(row), |conflict| &conflict.subject.name, order, each)
    }
}

/// Hands on rows that come by name, those of one name in the contract's order, which SQL cannot tell: dates stand by
/// their first day.
fn by_name<T>(
    mut rows: Rows,
    read: impl Fn(&Row) -> rusqlite::Result<T>,
    name: impl Fn(&T) -> &String,
    order: impl Fn(&T, &T) -> std::cmp::Ordering,
    each: Each<T>,
) -> Result<(), ExportError> {
    let mut held: Vec<T> = Vec::new();
    let mut hand_on = |held: &mut Vec<T>| {
        held.sort_by(&order);
        held.drain(..).try_for_each(&mut *each)
    };
    while let Some(row) = rows.next()? {
        let item = read(row)?;
        if held.last().is_some_and(|last| name(last) != name(&item)) {
            hand_on(&mut held)?;
        }
        held.push(item);
    }
    hand_on(&mut held)
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> ExportError {
        KbError::from(error).into()
    }
}

impl From<KbError> for ExportError {
    fn from(error: KbError) -> ExportError {
        ExportError::Source(error.to_string())
    }
}

fn article(row: &Row) -> rusqlite::Result<ArticleRow> {
    if row.get::<_, Option<String>>("line")?.is_some() {
        return json(row, "line");
    }
    Ok(ArticleRow::of_claims(&row.get::<_, String>("name")?, &origin(row)?))
}

fn origin(row: &Row) -> rusqlite::Result<Origin> {
    Ok(Origin {
        date: read(row, "date")?,
        date_from: read(row, "date_from")?,
        url: row.get("url")?,
        site: row.get("site")?,
        copy_key: row.get("copy_key")?,
    })
}

fn claim(row: &Row, article: &str, source: &Origin) -> rusqlite::Result<Claim> {
    Ok(Claim {
        id: row.get("id")?,
        article: article.into(),
        subject: entity(row.get("subject")?, row.get("subject_kind")?, row.get("subject_id")?)?,
        predicate: row.get("predicate")?,
        object: value_of(row.get("object_kind")?, row.get("object")?, row.get("object_id")?)?,
        qualifiers: json(row, "qualifiers")?,
        polarity: read(row, "polarity")?,
        modality: read(row, "modality")?,
        attribution: row.get("attribution")?,
        block: read(row, "block")?,
        language: read(row, "language")?,
        rule: row.get("rule")?,
        evidence: Evidence {
            span: Span { start: row.get("start")?, end: row.get("end")? },
            subject: span_of(row.get("subject_start")?, row.get("subject_end")?),
            object: span_of(row.get("object_start")?, row.get("object_end")?),
            text: row.get("text")?,
        },
        source: source.clone(),
    })
}

fn entity(name: String, kind: String, id: Option<String>) -> rusqlite::Result<Entity> {
    parsed(serde_json::json!({"name": name, "kind": kind, "id": id}))
}

/// Claims in the order of their places.
const IN_ORDER: &str =
    "ORDER BY a.name, v.\"start\", k.subject_start, k.subject_end, k.object_start, k.object_end, k.id";

impl Base {
    pub(super) fn fact(&self, row: &Row) -> rusqlite::Result<Fact> {
        let key: i64 = row.get("fact")?;
        let (claims, articles) = self.claims_and_articles("k.fact = ?1 AND k.to_run IS NULL AND ?2 = 0", key, 0)?;
        Ok(Fact {
            id: row.get("id")?,
            subject: entity(row.get("name")?, row.get("kind")?, row.get("entity_id")?)?,
            predicate: row.get("predicate")?,
            object: value_of(row.get("object_kind")?, row.get("object")?, row.get("object_id")?)?,
            qualifiers: json(row, "qualifiers")?,
            claims,
            support: Support { articles, independent: row.get("independent")? },
            contested_by: self.strings(
                "SELECT c.id FROM fact_conflicts JOIN conflicts c USING (conflict) WHERE fact = ?1 AND to_run IS NULL
                 ORDER BY c.id",
                key,
            )?,
            rank: read(row, "rank")?,
            rank_reason: row.get("rank_reason")?,
            joined: json(row, "joined")?,
        })
    }

    pub(super) fn conflict(&self, row: &Row) -> rusqlite::Result<Conflict> {
        let key: i64 = row.get("conflict")?;
        let mut query = self.connection.prepare_cached(
            "SELECT s.*, e.id AS value_id FROM sides s LEFT JOIN entities e ON e.entity = s.value_entity
             WHERE s.conflict = ?1 ORDER BY s.side",
        )?;
        let sides = query.query_map([key], |row| self.side(row))?.collect::<rusqlite::Result<_>>()?;
        Ok(Conflict {
            id: row.get("id")?,
            kind: read(row, "kind")?,
            scope: read(row, "scope")?,
            weight: read(row, "weight")?,
            subject: entity(row.get("name")?, row.get("entity_kind")?, row.get("entity_id")?)?,
            predicate: row.get("predicate")?,
            sides,
            note: row.get("note")?,
        })
    }

    fn side(&self, row: &Row) -> rusqlite::Result<Side> {
        let kind: String = row.get("value_kind")?;
        let value = match kind.as_str() {
            "word" => SideValue::Word(row.get("value")?),
            _ => SideValue::Value(value_of(kind, row.get("value")?, row.get("value_id")?)?),
        };
        let (claims, articles) = self.claims_and_articles(
            "k.claim IN (SELECT claim FROM side_claims WHERE conflict = ?1 AND side = ?2)",
            row.get("conflict")?,
            row.get("side")?,
        )?;
        Ok(Side { value, polarity: read(row, "polarity")?, modality: read(row, "modality")?, claims, articles })
    }

    /// Ids of some claims in order, and the names of their articles.
    fn claims_and_articles(&self, which: &str, a: i64, b: i64) -> rusqlite::Result<(Vec<String>, Vec<String>)> {
        let mut query = self.connection.prepare_cached(&format!(
            "SELECT k.id, a.name FROM claims k JOIN articles a ON a.article = k.article
             JOIN evidence v ON v.evidence = k.evidence WHERE {which} {IN_ORDER}"
        ))?;
        let (mut claims, mut articles) = (Vec::new(), Vec::<String>::new());
        let mut rows = query.query([a, b])?;
        while let Some(row) = rows.next()? {
            claims.push(row.get(0)?);
            let article: String = row.get(1)?;
            if articles.last() != Some(&article) {
                articles.push(article);
            }
        }
        Ok((claims, articles))
    }

    pub(super) fn strings(&self, query: &str, key: i64) -> rusqlite::Result<Vec<String>> {
        self.connection.prepare_cached(query)?.query_map([key], |row| row.get(0))?.collect()
    }
}

/// A qualifier map as people read it.
pub(super) fn told(qualifiers: &BTreeMap<String, String>) -> String {
    let told: Vec<String> = qualifiers.iter().map(|(name, text)| format!("{name}: {text}")).collect();
    if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) }
}

/// A value as people read it.
pub(super) fn value_text(value: &SideValue) -> String {
    match value {
        SideValue::Word(word) => word.clone(),
        SideValue::Value(value @ (Value::Unknown | Value::Unspecified)) => format!("({})", value.text()),
        SideValue::Value(value) => value.text(),
    }
}
