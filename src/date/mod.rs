//! Dates: the EDTF value type ([`edtf`]), and finding and resolving date expressions in text.
//!
//! What can be found stands in `gazetteers/dates/`: words with their values (`*.tsv`) and patterns with their
//! examples (`*.toml`), see [`grammar`](self). The code holds only the meanings that patterns can name
//! ([`Meaning`]) and the arithmetic behind them.
//!
//! ```text
//! sentence ──scan──▶ candidates ──resolve (anchor, narrative, direction)──▶ DateMention
//! ```

mod anchor;
mod clock;
mod direction;
pub mod edtf;
mod examples;
mod form;
mod grammar;
mod guard;
mod load;
mod meaning;
mod order;
mod reader;
mod resolve;
mod scan;
mod starts;
#[cfg(test)]
mod tests;
mod timex;
mod years;

pub use edtf::{Bounds, Date, NotADate, Quality, Relation};
pub use examples::check;
pub use load::Patterns;
pub use meaning::Meaning;
pub use timex::Timex;

use crate::document::BlockKind;
use crate::{Article, Document, Lexicon, Span};

/// A date expression found in an article, resolved as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// Where it stands, without the preposition before it.
    pub span: Span,
    /// What it means.
    pub value: Temporal,
    /// Which stretch of the value is meant ("early", "evening"), where the words say so and EDTF cannot.
    pub part: Option<Part>,
    /// Whether the value is where a stretch begins ("since 2019") or ends ("until June").
    pub bound: Option<Bound>,
    /// Where the ends of a stretch stand, if one pattern names both: "March 3" and "6" of "March 3 to 6".
    pub ends: Option<[Span; 2]>,
    /// The pattern that found it: `en/month-day`.
    pub pattern: String,
}

/// What a temporal expression means.
#[derive(Clone, Debug, PartialEq)]
pub enum Temporal {
    /// A date.
    Date(Date),
    /// A time of day, as ISO 8601 writes it, with its day where that is known: `2021-04-02T18:00+09:00`, `T18:00`.
    Time(String),
    /// A length of time, ISO 8601: `P3W`, `PT2H15M`.
    Duration(String),
    /// A repeated time ("Tuesdays"), as TIMEX3 writes it: `XXXX-WXX-2`.
    Set(String),
    /// Past, present or future without a date ("recently", "now", "soon"), as TIMEX3 writes it: `PAST_REF`.
    Vague(&'static str),
}

/// Which end of a stretch a date is, as the word beside it says. The span leaves that word out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// It begins then: "since", "from".
    Since,
    /// It ends then, or comes about before: "until", "by".
    Until,
}

/// A stretch of a date that words name and EDTF has no form for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are plain words")]
pub enum Part {
    Early,
    Mid,
    Late,
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl DateMention {
    /// The ends of a stretch whose words stand apart, each with its place.
    pub fn named_ends(&self) -> Option<[(Span, Date); 2]> {
        let (Temporal::Date(date), Some([first, last])) = (&self.value, self.ends) else { return None };
        let (from, to) = date.ends()?;
        Some([(first, from), (last, to)])
    }

    /// The date; with its bound as an open interval: `2019/..` for "since 2019". `None` if it is no date.
    pub fn extent(&self) -> Option<Date> {
        let Temporal::Date(date) = &self.value else { return None };
        let bounded = match self.bound {
            Some(Bound::Since) => Date::since(date),
            Some(Bound::Until) => Date::until(date),
            None => None,
        };
        bounded.or_else(|| Some(date.clone()))
    }
}

/// All temporal expressions of an article, in text order, none overlapping.
///
/// Expressions whose value hangs on a date that is not known ("last year" in an article without a date) are
/// left out; so are those of furniture.
pub fn find(article: &Article, document: &Document, lexicon: &Lexicon) -> Vec<DateMention> {
    let mut reader = reader::Reader::new(&lexicon.dates, article);
    let mut found = Vec::new();
    for sentence in &document.sentences {
        let furniture = document.blocks.get(sentence.block as usize).is_some_and(|b| b.kind == BlockKind::Furniture);
        if !furniture {
            reader.read(sentence.span, &mut found);
        }
    }
    reader::Reader::finish(&mut found);
    found
}
