//! Annotating: finds every mention and decides what it stands for.
//!
//! Quotation marks are told apart first ([`quotes`]), then names are found ([`names`]), what they name is decided
//! over the whole article ([`things`]), and references are resolved ([`references`]); numbers and class words
//! ([`measures`]) take what is left. Dates come from [`crate::date`].

mod measures;
mod names;
mod quotes;
mod references;
mod things;
mod tokens;

use crate::date::{self, Temporal};
use crate::mention::{How, Mention, Sense};
use crate::{Article, Document, Kind, Lexicon, Mentions, Span, Value};
use quotes::QuoteKind;
use tokens::Tokens;

/// All mentions of an article, in text order; a quotation or a definite phrase comes before the mentions inside it.
pub fn annotate(article: &Article, document: &Document, lexicon: &Lexicon) -> Mentions {
    annotate_given(article, document, &[], lexicon)
}

/// The same, where it is known of some names where they stand and what they are.
pub fn annotate_given(article: &Article, document: &Document, given: &[(Span, Kind)], lexicon: &Lexicon) -> Mentions {
    let tokens = Tokens::of(&article.text, document, lexicon);
    let quotes = quotes::find(&tokens, document);
    let titles: Vec<Span> =
        quotes.iter().filter(|quote| quote.kind == QuoteKind::Title).map(|quote| quote.inner).collect();
    let mut dates = date::find(article, document, lexicon);
    dates
        .retain(|date| !titles.iter().chain(given.iter().map(|(span, _)| span)).any(|title| title.contains(date.span)));
    let date_spans: Vec<Span> = dates.iter().map(|date| date.span).collect();
    let mut candidates = names::find(&tokens, document, &quotes, &date_spans, given, lexicon);
    let mut things = things::decide(&tokens, &candidates, lexicon);
    drop_unnamed(&mut candidates, &mut things.of);
    let speech: Vec<Span> =
        quotes.iter().filter(|quote| quote.kind == QuoteKind::Speech).map(|quote| quote.outer).collect();
    let references = references::resolve(&tokens, document, &candidates, &mut things, &speech, lexicon);

    let mut list: Vec<Mention> = Vec::new();
    for (candidate, thing) in candidates.iter().zip(&things.of) {
        let how = if candidate.entries.is_empty() { How::Form } else { How::Gazetteer };
        list.extend(thing.map(|thing| Mention { span: candidate.span, sense: Sense::Things(vec![thing]), how }));
    }
    list.extend(references);
    list.extend(
        dates
            .into_iter()
            .filter_map(|date| Some(Mention { span: date.span, sense: sense_of(date.value)?, how: How::Form })),
    );
    let mut taken = vec![false; tokens.list.len()];
    // The figures of "7.30pm" are no number of their own.
    date_spans.iter().for_each(|span| tokens.within(*span).for_each(|at| taken[at] = true));
    // The words inside "the boxing drama" still say something by their class.
    for mention in list.iter().filter(|mention| !is_phrase(&tokens, mention)) {
        tokens.within(mention.span).for_each(|at| taken[at] = true);
    }
    list.extend(measures::find(&tokens, &taken));
    list.extend(speech.iter().map(|span| Mention { span: *span, sense: Sense::Quote, how: How::Form }));
    list.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    Mentions { things: things.list, list: without_overlaps(list) }
}

/// Whether a reference has words of its own, as pronouns have not.
fn is_phrase(tokens: &Tokens, mention: &Mention) -> bool {
    mention.how == How::Reference && tokens.within(mention.span).len() > 1
}

/// Takes out the candidates that turned out to be no names.
fn drop_unnamed(candidates: &mut Vec<names::Candidate>, of: &mut Vec<Option<u32>>) {
    let mut kept = of.iter().map(Option::is_some);
    candidates.retain(|_| kept.next().unwrap_or(false));
    of.retain(Option::is_some);
}

fn sense_of(value: Temporal) -> Option<Sense> {
    match value {
        Temporal::Date(date) => Some(Sense::Date(date)),
        Temporal::Duration(text) => Some(Sense::Measure(Value::Duration(text), None)),
        Temporal::Set(_) | Temporal::Time(_) | Temporal::Vague(_) => None,
    }
}

/// Of two mentions that overlap the earlier, longer one stays; quotations hold others.
fn without_overlaps(list: Vec<Mention>) -> Vec<Mention> {
    let mut kept: Vec<Mention> = Vec::with_capacity(list.len());
    let mut end = 0;
    for mention in list {
        if mention.sense == Sense::Quote {
            if kept.iter().rev().take(4).all(|other| other.sense == Sense::Quote || !other.span.overlaps(mention.span))
            {
                kept.push(mention);
            }
            continue;
        }
        let inside = mention.how != How::Reference;
        if mention.span.start >= end
            || inside
                && kept
                    .iter()
                    .rev()
                    .take(4)
                    .any(|other| other.how == How::Reference && other.span.contains(mention.span))
        {
            end = mention.span.end.max(end);
            kept.push(mention);
        }
    }
    kept
}
