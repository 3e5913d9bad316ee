//! Dates: the EDTF value type, and finding and resolving dates in text.

pub mod edtf;

pub use edtf::{Bounds, Date, NotADate, Quality, Relation};

use crate::lexicon::{Fault, Lexicon, Sources};
use crate::{Article, Document, Span};

/// The date words and patterns of `gazetteers/dates/`, compiled.
#[derive(Debug, Default)]
pub struct Patterns {}

impl Patterns {
    /// Loads `gazetteers/dates/*`.
    pub fn load(_sources: &Sources, _faults: &mut Vec<Fault>) -> Patterns {
        Patterns::default()
    }
}

/// A date expression found in an article, resolved as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// Where it stands.
    pub span: Span,
    /// What it means.
    pub value: Temporal,
    /// The pattern that found it.
    pub pattern: String,
}

/// What a temporal expression means.
#[derive(Clone, Debug, PartialEq)]
pub enum Temporal {
    /// A date.
    Date(Date),
    /// A length of time, ISO 8601: `P3W`, `PT2H15M`.
    Duration(String),
    /// A repeated time ("Tuesdays"), as TIMEX3 writes it: `XXXX-WXX-2`.
    Set(String),
}

/// All temporal expressions of an article, in text order, none overlapping.
pub fn find(_article: &Article, _document: &Document, _lexicon: &Lexicon) -> Vec<DateMention> {
    Vec::new()
}
