//! Mentions: stretches of text that stand for something. The types only; [`crate::annotate`] makes them.

use crate::claim::{Kind, Value};
use crate::date::Date;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// All that an article mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// The things its names stand for, in order of first mention. One entry a thing, however often it is named.
    pub things: Vec<Thing>,
    /// Mentions in text order. Quotations hold others; a reference by a phrase ("the boxing drama") holds the names
    /// and class words in it; both come before what they hold. Nothing else overlaps.
    pub list: Vec<Mention>,
    /// Where a quotation ends with a single mark, in order: the byte of the mark, which is no apostrophe there.
    pub closings: Vec<u32>,
}

impl Mentions {
    /// The quotations: index in the list, and span.
    pub fn quotes(&self) -> impl Iterator<Item = (u32, Span)> + '_ {
        let list = self.list.iter().enumerate();
        list.filter(|(_, mention)| mention.sense == Sense::Quote).map(|(index, mention)| (index as u32, mention.span))
    }
}

/// A named thing of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thing {
    /// The fullest form of its name that the article uses.
    pub name: String,
    /// What the article as a whole takes it for; `None` if nothing tells.
    pub kind: Option<Kind>,
    /// Id of the gazetteer's entry.
    pub id: Option<String>,
    /// Gender, where a given name, a gazetteer or the text tells.
    pub gender: Option<Gender>,
    /// Whether it stands for several people or things.
    pub plural: bool,
    /// Gazetteer entries that the name could also stand for, as `kind:id`, where the evidence did not decide.
    pub candidates: Vec<String>,
    /// Every gazetteer entry of the name, as `kind:id`, with how much in the article speaks for it.
    pub scores: Vec<(String, i32)>,
}

/// Grammatical gender, as far as pronouns need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
}

/// One mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What it stands for.
    pub sense: Sense,
    /// How it was found.
    pub how: How,
}

impl Mention {
    /// The things that it stands for; none if it is no name and no reference.
    pub fn things(&self) -> &[u32] {
        match &self.sense {
            Sense::Things(things) => things,
            _ => &[],
        }
    }
}

/// What a mention stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Sense {
    /// Things, as indices into [`Mentions::things`]; several for "they" and "the two".
    Things(Vec<u32>),
    /// "I", "our": whoever speaks the quotation that it stands in.
    Speaker,
    /// A date.
    Date(Date),
    /// A number, an amount of money, a duration.
    Measure(Value, Option<String>),
    /// A direct quotation of speech.
    Quote,
    /// A word of a class that rules know: a demonym, a genre, an occupation, a noun.
    Word(WordClass, String),
}

/// Classes of words that rules may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordClass {
    /// Japanese, British; the value is the country.
    Demonym,
    /// ballad, crime thriller, K-pop; the value is the genre's usual form.
    Genre,
    /// singer, film-maker; the value is the occupation's usual form.
    Occupation,
    /// movie, theme song, band; the value is the noun.
    Noun,
}

/// How a mention was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// A list has the name or word.
    Gazetteer,
    /// Its form and its surroundings: quotation marks, capitals, a noun beside it, a date's pattern.
    Form,
    /// It refers to something named elsewhere: "he", "the movie", a surname.
    Reference,
}
