//! Annotating: finds every mention and decides what it stands for.

use crate::{Article, Document, Lexicon, Mentions};

/// All mentions of an article.
pub fn annotate(_article: &Article, _document: &Document, _lexicon: &Lexicon) -> Mentions {
    Mentions::default()
}
