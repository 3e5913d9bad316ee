//! Between the types of the contract and the columns of the tables.

use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::{Entity, Span, Value};

/// The word that a value of the contract is written as: `planned`, `headline`, `en` ...
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Json::String(word)) => word,
        _ => String::new(),
    }
}

/// The value of the contract that is written as that word, or has that JSON.
pub(super) fn read<T: DeserializeOwned>(row: &Row, column: &str) -> rusqlite::Result<T> {
    let text: Option<String> = row.get(column)?;
    parsed(text.map_or(Json::Null, Json::String))
}

/// A column that holds JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(malformed)
}

pub(super) fn parsed<T: DeserializeOwned>(value: Json) -> rusqlite::Result<T> {
    serde_json::from_value(value).map_err(malformed)
}

fn malformed(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
}

/// What has no columns of its own.
pub(super) fn nested(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What a value is in columns: its text, `None` for what is not known, and the thing, if it is one.
pub(super) fn value(value: &Value) -> (&'static str, Option<String>, Option<&Entity>) {
    let text = match value {
        Value::Unknown | Value::Unspecified => None,
        other => Some(other.text()),
    };
    (value.kind_name(), text, if let Value::Entity(entity) = value { Some(entity) } else { None })
}

/// The value that columns hold.
pub(super) fn value_of(kind: String, text: Option<String>, id: Option<String>) -> rusqlite::Result<Value> {
    if crate::Kind::from_name(&kind).is_some() {
        parsed(serde_json::json!({"name": text.unwrap_or_default(), "kind": kind, "id": id}))
    } else {
        parsed(serde_json::json!({"kind": kind, "value": text}))
    }
}

/// Start and end of a span that may be none.
pub(super) fn ends(span: Option<Span>) -> (Option<u32>, Option<u32>) {
    (span.map(|span| span.start), span.map(|span| span.end))
}

pub(super) fn span_of(start: Option<u32>, end: Option<u32>) -> Option<Span> {
    Some(Span { start: start?, end: end? })
}
