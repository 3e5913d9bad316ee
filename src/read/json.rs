//! JSON: one object an article, as scrapers write them.
//!
//! What the fields are called stands in `gazetteers/reading/keys.tsv`. A record that is damaged, holds a key twice
//! or has no text is an error of its own.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::Article;

use super::decode::{self, Decoded};
use super::draft::Draft;
use super::fields::Fields;
use super::records::{Record, Records};
use super::{Cause, Limits, ReadError, html};

/// Reads the articles of a document or of lines that is in memory.
pub(super) fn read(name: &str, bytes: Vec<u8>, lines: bool, limits: &Limits) -> Vec<Result<Article, ReadError>> {
    match decode::decode(bytes, None) {
        Err(cause) => vec![Err(cause.at(name))],
        Ok(Decoded { text, notes }) => Records::new(name, text.as_bytes(), lines, limits)
            .flat_map(|record| record.map_or_else(|error| vec![Err(error)], |record| articles(record, &notes)))
            .collect(),
    }
}

/// The articles of a record: itself, or those of a list in it. `notes` are those on its input.
pub(super) fn articles(record: Record, notes: &[String]) -> Vec<Result<Article, ReadError>> {
    let Record { name, bytes, line } = record;
    let decoded = match decode::decode(bytes, None) {
        Err(cause) => return vec![Err(cause.at(&name))],
        Ok(decoded) => decoded,
    };
    let notes = [notes, &decoded.notes].concat();
    let article = |name: &str, fields: Fields| {
        let mut draft = draft(fields);
        draft.metadata.notes.extend_from_slice(&notes);
        draft.article(name).map_err(|cause| cause.at(name))
    };
    match fields(&decoded.text, line) {
        Err(cause) => vec![Err(cause.at(&name))],
        Ok(mut fields) => match fields.take_list() {
            Some(listed) => {
                (1..).zip(listed).map(|(place, fields)| article(&format!("{name}#{place}"), fields)).collect()
            }
            None => vec![article(&name, fields)],
        },
    }
}

/// The draft of a record's fields. A text that is HTML is read as such, and so is the page where there is no text.
fn draft(fields: Fields) -> Draft {
    match fields.body() {
        Some(body) if is_html(&body) => html::draft_of(&body, fields),
        body => Draft { metadata: fields.metadata(), body: body.unwrap_or_default(), ..Draft::default() },
    }
}

/// Whether a text is the inside of a page: some scrapers keep the tags.
fn is_html(text: &str) -> bool {
    ["</p>", "</div>", "<br>", "<br/>", "<br />", "</body>"].iter().any(|tag| text.contains(tag))
}

/// The known fields of a record that begins on `line`.
fn fields(text: &str, line: u64) -> Result<Fields, Cause> {
    let mut json = serde_json::Deserializer::from_str(text);
    let fields = json.deserialize_any(Object).and_then(|fields| json.end().map(|()| fields));
    fields.map_err(|error| {
        let detail = error.to_string();
        let detail = detail.rsplit_once(" at line ").map_or(detail.as_str(), |(detail, _)| detail);
        Cause::Json {
            line: line + (error.line() as u64).saturating_sub(1),
            column: error.column(),
            detail: detail.into(),
        }
    })
}

/// Takes the known fields of an object; the others are passed over unread. A key that comes twice is an error, as
/// readers differ in which of the two they believe.
struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Fields;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object with the fields of an article")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let (mut fields, mut keys) = (Fields::default(), BTreeSet::new());
        while let Some(key) = map.next_key::<String>()? {
            match Fields::know(&key) {
                true => fields.add(&key, map.next_value::<Value>()?),
                false => drop(map.next_value::<IgnoredAny>()?),
            }
            if let Some(key) = keys.replace(key) {
                return Err(Error::custom(format!("the key {key:?} comes twice")));
            }
        }
        Ok(fields)
    }
}
