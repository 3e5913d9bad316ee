//! Annotating: finds every mention and decides what it stands for.
//!
//! Quotation marks are told apart first ([`quotes`]), then names are found ([`names`]), what they name is decided
//! over the whole article ([`things`]), and references are resolved ([`references`]); numbers and class words
//! ([`measures`]) take what is left. Dates come from [`crate::date`].

mod measures;
mod names;
mod quotes;
mod references;
#[cfg(test)]
mod senses;
#[cfg(test)]
mod tests;
mod things;
mod tokens;

use crate::date::{self, Bound, DateMention, Temporal};
use crate::mention::{How, Mention, Sense};
use crate::{Article, Document, Kind, Lexicon, Mentions, Span, Value};
use quotes::{QuoteKind, Spans};
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
    let mut named: Vec<Span> = titles.iter().copied().chain(given.iter().map(|(span, _)| *span)).collect();
    named.sort_by_key(|span| span.start);
    let named = Spans::new(named.into_iter());
    dates.retain(|date| !named.contain(date.span));
    let date_spans: Vec<Span> = dates.iter().map(|date| date.span).collect();
    let mut candidates = names::find(&tokens, document, &quotes, &date_spans, given, lexicon);
    let mut things = things::decide(&tokens, &candidates, lexicon);
    drop_unnamed(&mut candidates, &mut things.of);
    let speech: Vec<Span> =
        quotes.iter().filter(|quote| quote.kind == QuoteKind::Speech).map(|quote| quote.outer).collect();
    let spoken = Spans::new(speech.iter().copied());
    let references = references::resolve(&tokens, document, &candidates, &mut things, &spoken, lexicon);

    let mut list: Vec<Mention> = Vec::new();
    for (candidate, thing) in candidates.iter().zip(&things.of) {
        let how = if candidate.entries.is_empty() { How::Form } else { How::Gazetteer };
        list.extend(thing.map(|thing| Mention { span: candidate.span, sense: Sense::Things(vec![thing]), how }));
    }
    list.extend(references);
    list.extend(
        dates.iter().filter_map(|date| Some(Mention { span: date.span, sense: sense_of(date)?, how: How::Form })),
    );
    let mut taken = vec![false; tokens.list.len()];
    // The figures of "7.30pm" are no number of their own.
    date_spans.iter().for_each(|span| tokens.within(*span).for_each(|at| taken[at] = true));
    // The words inside "the boxing drama" still say something by their class.
    for mention in list.iter().filter(|mention| !is_phrase(&tokens, mention)) {
        tokens.within(mention.span).for_each(|at| taken[at] = true);
    }
    list.extend(measures::find(&tokens, &taken, lexicon));
    list.extend(speech.iter().map(|span| Mention { span: *span, sense: Sense::Quote, how: How::Form }));
    list.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    Mentions {
        things: things.list,
        list: without_overlaps(list),
        closings: quotes::single_closings(&quotes, &article.text),
    }
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

/// A date or a length of time. What ends by a date ("by June 2021") comes about before or then: the interval up to it.
/// What goes on since a date began on it, so that the date itself says when.
fn sense_of(date: &DateMention) -> Option<Sense> {
    match &date.value {
        Temporal::Date(value) if date.bound == Some(Bound::Since) => Some(Sense::Date(value.clone())),
        Temporal::Date(_) => date.extent().map(Sense::Date),
        Temporal::Duration(text) => Some(Sense::Measure(Value::Duration(text.clone()), None)),
        Temporal::Set(_) | Temporal::Time(_) | Temporal::Vague(_) => None,
    }
}

/// Of two mentions that overlap the earlier, longer one stays; quotations hold others, and a definite phrase holds
/// the names and words in it.
fn without_overlaps(list: Vec<Mention>) -> Vec<Mention> {
    let mut kept: Vec<Mention> = Vec::with_capacity(list.len());
    // Mentions other than quotations that are not over yet: each lies in the one before.
    let mut open: Vec<(Span, How)> = Vec::new();
    for mention in list {
        while open.pop_if(|(span, _)| span.end <= mention.span.start).is_some() {}
        let fits = match open.last() {
            None => true,
            Some((span, How::Reference)) => {
                mention.sense != Sense::Quote && mention.how != How::Reference && span.contains(mention.span)
            }
            Some(_) => false,
        };
        if fits {
            if mention.sense != Sense::Quote {
                open.push((mention.span, mention.how));
            }
            kept.push(mention);
        }
    }
    kept
}
