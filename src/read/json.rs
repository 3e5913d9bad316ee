//! JSON: one object an article, as scrapers write them.
//!
//! What the fields are called stands in `gazetteers/reading/keys.tsv`. A record that is damaged or holds a key twice
//! is an error of its own.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::Cause;
use super::fields::Fields;

/// The known fields of a record that begins on `line`.
pub(super) fn fields(text: &str, line: u64) -> Result<Fields, Cause> {
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
