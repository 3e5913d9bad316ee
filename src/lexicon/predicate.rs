//! Predicates: what can be claimed. One file each, `src/predicates/<name>.toml`.

use serde::Deserialize;

use super::{Fault, Sources};
use crate::claim::Kind;

/// A relation or property that articles state.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The file's stem.
    pub name: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// Kinds of its subject.
    pub subject: Vec<Kind>,
    /// Kinds of its object: names of kinds, or `date`, `number`, `money`, `duration`, `text`.
    pub object: Vec<String>,
    /// Whether a subject has one true value of it in one scope.
    pub cardinality: Cardinality,
    /// Which of the special comparisons of reconciling it takes part in.
    pub family: Option<Family>,
    /// Whether subject and object may change places.
    pub symmetric: bool,
    /// Qualifiers that part its scopes: claims that differ in one of them are not compared (`region`, `chart` ...).
    pub scope: Vec<String>,
    /// Wikidata property, where a stored page showed it.
    pub wikidata: Option<String>,
    /// schema.org property, where a stored page showed it.
    pub schema_org: Option<String>,
}

/// How many true values a subject has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cardinality {
    /// One in a scope: two that exclude each other are a conflict.
    One,
    /// Any number.
    Many,
}

/// Families of predicates that reconciling compares in a way of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// A credit that usually has one holder (producer, writer, composer, director).
    Credit,
    /// A relation between two works of which usually one holds (remake, spin-off, sequel, adaptation).
    Relation,
    /// A quotation: compared by its words, not its subject.
    Speech,
}

pub(super) fn load(_sources: &Sources, _faults: &mut Vec<Fault>) -> Vec<Predicate> {
    Vec::new()
}
