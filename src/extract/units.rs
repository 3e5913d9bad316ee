//! What rules are run over: each sentence with its quotations as slots, and each quotation's inside.

use super::clause;
use super::items::Itemizer;
use super::slotted::Slotted;
use super::split;
use crate::document::BlockKind;
use crate::lexicon::Form;
use crate::mention::Mentions;
use crate::{Article, Document, Lexicon, Span};

/// One stretch that rules are run over.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Index of its sentence.
    pub(super) sentence: usize,
    /// The quotation whose inside it is: an index into the mentions.
    pub(super) quote: Option<u32>,
    pub(super) span: Span,
}

/// The units of an article, in text order; a sentence comes before the quotations in it.
pub(super) fn units(article: &Article, document: &Document, mentions: &Mentions, lexicon: &Lexicon) -> Vec<Unit> {
    let quotes: Vec<(u32, Span)> = mentions.quotes().collect();
    let mut units = Vec::with_capacity(document.sentences.len());
    let mut first = 0;
    for (index, sentence) in document.sentences.iter().enumerate() {
        while first < quotes.len() && quotes[first].1.end <= sentence.span.start {
            first += 1;
        }
        let here = quotes[first..].iter().copied().take_while(|(_, quote)| quote.start < sentence.span.end);
        let (within, over): (Vec<_>, Vec<_>) = here.partition(|(_, quote)| sentence.span.contains(*quote));
        let over = over.first().filter(|(_, quote)| {
            quote.end.min(sentence.span.end) - quote.start.max(sentence.span.start) > sentence.span.len() as u32 / 2
        });
        units.push(Unit { sentence: index, quote: over.map(|(quote, _)| *quote), span: sentence.span });
        for (quote, span) in within {
            units.extend(sentences_in(&article.text, span, lexicon).into_iter().map(|span| Unit {
                sentence: index,
                quote: Some(quote),
                span,
            }));
        }
    }
    units
}

/// Quotations that are a sentence of their own, with the stretch from the sentence before them: "X spoke to us. “…”"
/// Only where that sentence has no quotation itself.
pub(super) fn lead_ins(units: &[Unit], document: &Document, mentions: &Mentions) -> Vec<Unit> {
    let quotes: std::collections::BTreeSet<(u32, u32)> = mentions.quotes().map(|(_, span)| span.into()).collect();
    let outer: Vec<&Unit> = units.iter().filter(|unit| unit.quote.is_none()).collect();
    let quoted = |unit: &Unit| quotes.range((unit.span.start, 0)..(unit.span.end, 0)).next();
    outer
        .windows(2)
        .filter(|pair| {
            let [before, unit] = pair else { return false };
            let block = |unit: &Unit| document.sentences[unit.sentence].block;
            let alone = quoted(unit).is_some_and(|(start, end)| *start == unit.span.start && *end + 2 >= unit.span.end);
            alone
                && quoted(before).is_none()
                && block(unit) <= block(before) + 1
                && document.blocks[block(before) as usize].kind == BlockKind::Paragraph
        })
        .map(|pair| Unit { span: pair[0].span.join(pair[1].span), ..pair[1].clone() })
        .collect()
}

/// The sentences inside a quotation, without its opening mark.
fn sentences_in(text: &str, quote: Span, lexicon: &Lexicon) -> Vec<Span> {
    let opening = quote.of(text).chars().next().map_or(0, char::len_utf8);
    let inner = Span::new(quote.start as usize + opening, quote.end as usize);
    crate::segment::sentences(text, inner, &lexicon.segment)
}

/// The forms of a unit.
pub(super) struct Forms {
    pub(super) phrase: Slotted,
    /// The clause form, and the simple statements in it.
    pub(super) clauses: Vec<Slotted>,
}

impl Forms {
    /// What rules of each form are run over.
    pub(super) fn each(&self) -> impl Iterator<Item = (Form, &Slotted)> {
        std::iter::once((Form::Phrase, &self.phrase)).chain(self.clauses.iter().map(|clause| (Form::Clause, clause)))
    }
}

pub(super) fn forms(
    unit: &Unit,
    article: &Article,
    mentions: &Mentions,
    lexicon: &Lexicon,
    speaker: Option<u32>,
) -> Forms {
    let itemizer = Itemizer { text: &article.text, mentions, lexicon, speaker };
    let items = itemizer.items(unit.span);
    let shrunk = clause::shrink(&items, &article.text, mentions);
    let statements = split::split(&shrunk, &article.text);
    let clauses = std::iter::once(shrunk).chain(statements);
    Forms {
        phrase: Slotted::render(&items, &article.text),
        clauses: clauses.map(|items| Slotted::render(&clause::plain(items), &article.text)).collect(),
    }
}
