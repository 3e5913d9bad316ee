//! Extracting: runs the rules of all predicates over the slotted sentences.

use crate::{Article, Claim, Document, Lexicon, Mentions};

/// The claims of an article, in text order.
pub fn extract(_article: &Article, _document: &Document, _mentions: &Mentions, _lexicon: &Lexicon) -> Vec<Claim> {
    Vec::new()
}
