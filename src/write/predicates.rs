//! What can be claimed, for people who map it to a vocabulary of their own.

use schemars::JsonSchema;
use serde::Serialize;

use crate::lexicon::{Cardinality, Predicate, SlotSet};

/// A line of `sayso predicates`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PredicateRow<'a> {
    /// The predicate, as claims name it.
    name: &'a str,
    /// What it means.
    meaning: &'a str,
    /// What its subject may be: kinds of things.
    subject: Vec<&'static str>,
    /// What its object may be: kinds of things and of values; `text` where it is words of the article.
    object: Vec<&'static str>,
    /// Whether a subject has `one` true value in one scope, or `many`.
    cardinality: Cardinality,
    /// Qualifiers that part its scopes.
    scope: &'a [String],
    /// Whether subject and object may change places.
    symmetric: bool,
    /// The Wikidata property that says the same.
    wikidata: Option<&'a str>,
    /// The schema.org property that says the same.
    schema_org: Option<&'a str>,
    /// How many rules find it.
    rules: usize,
}

/// The lines of all predicates, by name.
pub fn predicate_rows(predicates: &[Predicate]) -> Vec<PredicateRow<'_>> {
    predicates.iter().map(row).collect()
}

fn row(predicate: &Predicate) -> PredicateRow<'_> {
    let mut object = names(predicate.object);
    if object.is_empty() {
        object.push("text");
    }
    PredicateRow {
        name: &predicate.name,
        meaning: &predicate.meaning,
        subject: names(predicate.subject),
        object,
        cardinality: predicate.cardinality,
        scope: &predicate.scope,
        symmetric: predicate.symmetric,
        wikidata: predicate.wikidata.as_deref(),
        schema_org: predicate.schema_org.as_deref(),
        rules: predicate.rules.len(),
    }
}

fn names(slots: SlotSet) -> Vec<&'static str> {
    slots.slots().map(|slot| slot.name()).collect()
}
