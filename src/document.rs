//! What segmenting yields: an article's blocks, sentences and language runs, as spans.
//!
//! The types only; [`crate::segment`] makes them.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// An article's text laid out in blocks, sentences and language runs. All three are in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Paragraph-like units; they do not overlap, and between them is white space only.
    pub blocks: Vec<Block>,
    /// Sentences; each lies in one block.
    pub sentences: Vec<Sentence>,
    /// Maximal stretches in one language; each lies in one block.
    pub runs: Vec<LanguageRun>,
}

/// One block of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where it stands, white space trimmed.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// For lyric blocks: index of the block that holds the translation, and the other way round.
    pub translation: Option<u32>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The article's title, wherever it stands (scrapers repeat it).
    Headline,
    /// The standfirst under the headline.
    Deck,
    /// Running prose.
    Paragraph,
    /// A heading inside the article.
    Subheading,
    /// Words under a picture or an embedded video.
    Caption,
    /// An item of a list.
    Item,
    /// Lines of a song.
    Lyric,
    /// A block quotation.
    Quotation,
    /// Navigation, prompts, contact lines, "read also" links, lists of other stories. No claim comes from it.
    Furniture,
}

/// One sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sentence {
    /// Where it stands, white space trimmed.
    pub span: Span,
    /// Index of its block.
    pub block: u32,
}

/// A stretch of text in one language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LanguageRun {
    /// Where it stands.
    pub span: Span,
    /// Its language.
    pub language: Language,
}

/// The languages told apart, as ISO 639-1 codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Indonesian.
    Id,
    /// Japanese.
    Ja,
    /// Korean.
    Ko,
    /// Portuguese.
    Pt,
    /// Chinese.
    Zh,
}

impl Document {
    /// The language of the run that holds most of `span`; English if no run touches it.
    pub fn language_of(&self, span: Span) -> Language {
        let first = self.runs.partition_point(|run| run.span.end <= span.start);
        let shared = |run: &LanguageRun| run.span.end.min(span.end) - run.span.start.max(span.start);
        self.runs[first..]
            .iter()
            .take_while(|run| run.span.start < span.end)
            .fold(None, |best: Option<(u32, Language)>, run| match best {
                Some((most, _)) if most >= shared(run) => best,
                _ => Some((shared(run), run.language)),
            })
            .map_or(Language::En, |(_, language)| language)
    }
}
