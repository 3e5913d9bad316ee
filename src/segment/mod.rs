//! Segmenting: blocks, sentences, language runs.

use crate::lexicon::{Fault, Lexicon, Sources};
use crate::{Article, Document};

/// What segmenting needs of the lexicon.
#[derive(Debug, Default)]
pub struct Tables {}

impl Tables {
    /// Loads abbreviations, function words and the forms of furniture.
    pub fn load(_sources: &Sources, _faults: &mut Vec<Fault>) -> Tables {
        Tables::default()
    }
}

/// Lays an article's text out in blocks, sentences and language runs.
pub fn segment(_article: &Article, _lexicon: &Lexicon) -> Document {
    Document::default()
}
