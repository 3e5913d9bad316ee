//! Segmenting: an article's text laid out in blocks, sentences and language runs.
//!
//! Lines come first ([`line`]); what each is follows from its form ([`forms`], data), from its place in the
//! article and from its neighbours ([`block`], [`verse`], [`head`], [`body`]). Sentences ([`sentence`]) and
//! language runs ([`language`]) are then found in each block that is not furniture. Everything is spans: no
//! text is changed or copied. What a name is, or what a sentence says, is no matter of this module.

mod block;
mod body;
mod forms;
mod head;
mod language;
mod line;
mod mask;
mod matcher;
mod repeated;
mod script;
mod sentence;
mod stops;
#[cfg(test)]
mod tests;
mod verse;
mod vocabulary;
mod wrap;

pub(crate) use forms::LONGEST;
pub(crate) use line::{is_statement, spans};
pub(crate) use mask::{DATE, NUMBER, masked, plain};
pub(crate) use repeated::site;
pub(crate) use vocabulary::content;

use crate::document::{BlockKind, Sentence};
use crate::lexicon::{Fault, Lexicon, Sources};
use crate::{Article, Document, Span};

/// Files of `gazetteers/words/` that are read here.
pub(crate) const LISTS: [&str; 3] = ["abbreviations", "function_words", "furniture"];

/// What segmenting needs of the lexicon.
#[derive(Debug, Default)]
pub struct Tables {
    stops: stops::Stops,
    languages: language::Languages,
    forms: forms::Forms,
}

impl Tables {
    /// Loads abbreviations, function words and the forms of furniture.
    pub fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Tables {
        Tables {
            stops: stops::Stops::load(sources, faults),
            languages: language::Languages::load(sources, faults),
            forms: forms::Forms::load(sources, faults),
        }
    }

    /// Words of no content of all languages, in small letters, in no order.
    pub fn function_words(&self) -> impl Iterator<Item = &str> {
        self.languages.function_words()
    }
}

/// Runs the examples of the forms; what is not as the files state it is a fault.
pub fn check(tables: &Tables) -> Vec<Fault> {
    tables.forms.check()
}

/// The sentences of a stretch of running text, such as a quotation's inside.
pub(crate) fn sentences(text: &str, span: Span, tables: &Tables) -> Vec<Span> {
    let mut found = Vec::new();
    sentence::split(text, span, sentence::Breaks::Space, &tables.stops, |span| found.push(span));
    found
}

/// Lays an article's text out in blocks, sentences and language runs. Furniture has neither of the latter.
pub fn segment(article: &Article, lexicon: &Lexicon) -> Document {
    let (text, tables) = (article.text.as_str(), &lexicon.segment);
    let mut document = Document { blocks: block::blocks(article, &tables.forms), ..Document::default() };
    document.sentences.reserve(text.len() / 100);
    let mut tagger = language::Tagger::new(text, &tables.languages);
    for (index, block) in document.blocks.iter().enumerate() {
        if block.kind == BlockKind::Furniture {
            continue;
        }
        let first = document.sentences.len();
        let breaks = match block.kind {
            BlockKind::Lyric => sentence::Breaks::Sentence,
            _ => sentence::Breaks::Space,
        };
        let push = |span: Span| document.sentences.push(Sentence { span, block: index as u32 });
        sentence::split(text, block.span, breaks, &tables.stops, push);
        tagger.tag(document.sentences[first..].iter().map(|sentence| sentence.span), &mut document.runs);
    }
    document
}
