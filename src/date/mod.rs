//! Dates: the EDTF value type, and finding and resolving dates in text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::lexicon::{Fault, Lexicon, Sources};
use crate::{Article, Document, Span};

/// A date as precise as it is known: EDTF (ISO 8601-2), levels 0 and 1 and what news needs of level 2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Date(String);

/// A text that is not a date in the part of EDTF that is read here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an EDTF date")]
pub struct NotADate(pub String);

impl FromStr for Date {
    type Err = NotADate;
    fn from_str(text: &str) -> Result<Date, NotADate> {
        Ok(Date(text.into()))
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Date, NotADate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// How two dates relate, as sets of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same days.
    Equal,
    /// The first holds all days of the second, and more.
    Contains,
    /// The second holds all days of the first, and more.
    Inside,
    /// They share some days.
    Overlaps,
    /// They share no day.
    Disjoint,
}

impl Date {
    /// How this date relates to another. A year left open (`XXXX-06-16`) relates by what is given.
    pub fn relate(&self, other: &Date) -> Relation {
        if self == other { Relation::Equal } else { Relation::Disjoint }
    }
}

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
