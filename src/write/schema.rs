//! JSON Schemas (2020-12) of all outputs, made from the types that are written.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value as Json;

use super::{ArticleRow, ErrorRow, MentionRow, PredicateRow, RunRow, SegmentRow};
use crate::claim::CONTRACT_VERSION;
use crate::compare::Changed;
use crate::{Claim, Conflict, Fact};

/// The schema of one output.
#[derive(Debug)]
pub struct Schema {
    /// The output's name.
    pub name: &'static str,
    make: fn() -> schemars::Schema,
}

/// The schemas of all outputs.
pub const SCHEMAS: &[Schema] = &[
    Schema { name: "claims", make: make::<Claim> },
    Schema { name: "facts", make: make::<Fact> },
    Schema { name: "conflicts", make: make::<Conflict> },
    Schema { name: "articles", make: make::<ArticleRow> },
    Schema { name: "segments", make: make::<SegmentRow> },
    Schema { name: "mentions", make: make::<MentionRow> },
    Schema { name: "predicates", make: make::<PredicateRow> },
    Schema { name: "changes", make: make::<Changed> },
    Schema { name: "errors", make: make::<ErrorRow> },
    Schema { name: "run", make: make::<RunRow> },
];

impl Schema {
    /// The schema, with the contract's version as `version` and in its `$id`.
    pub fn json(&self) -> Json {
        let mut schema = (self.make)();
        schema.insert("$id".into(), format!("urn:sayso:contract:{CONTRACT_VERSION}:{}", self.name).into());
        schema.insert("version".into(), CONTRACT_VERSION.into());
        schema.to_value()
    }
}

/// What is described is what is written: every key is required.
fn make<T: JsonSchema>() -> schemars::Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
