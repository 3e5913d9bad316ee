//! Noun phrases that say what a name is: "X is a crime drama", "X, her second album", "the theme song is X".

use std::ops::Range;

use super::super::super::tokens::Tokens;
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Closed, Small, Word};

/// "is a 2018 Japanese crime drama": so many words from the verb on are looked at.
const PREDICATE: usize = 9;
/// "Their long-awaited third album is X": so many words before the verb are.
const SUBJECT: usize = 7;
/// Endings of participles, which follow a whole noun phrase: "a film starring", "a series based on".
const VERBAL: [&str; 2] = ["ed", "ing"];

/// The ending of past forms.
const PAST: &str = "ed";

/// What a noun phrase says of a name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Class<'a> {
    /// An occupation: only people have one.
    Person,
    /// A noun of a kind, and the kinds that it can mean as well.
    Noun(Kind, &'a [Kind]),
}

impl Class<'_> {
    pub(super) fn is_group(self) -> bool {
        matches!(self, Class::Noun(Kind::Group, _))
    }
}

/// "is a 2018 Japanese crime drama", "was the theme song of" right behind a name.
pub(super) fn is_a<'a>(tokens: &Tokens<'a>, at: usize, sentence: &Range<usize>) -> Option<Class<'a>> {
    let is = tokens.is_small(at, Small::Copula) || tokens.is_small(at, Small::Copulas);
    let start = at + 1;
    // "Hart's a star", but not "Hart's the Salt Road".
    let contracted = tokens.is_possessive(at) && !tokens.is_small(start, Small::Indefinite);
    (is && !contracted && is_determiner(tokens, start)).then(|| phrase(tokens, start + 1, sentence)).flatten()
}

/// ", a six-part crime drama for", ", the band's second album," right behind a name.
pub(super) fn apposition<'a>(
    tokens: &Tokens<'a>,
    at: usize,
    sentence: &Range<usize>,
    gap: &str,
    quoted: bool,
) -> Option<Class<'a>> {
    // "“Sal” an album by": a title's marks are pause enough.
    let beside = gap == " " && quoted && tokens.is_small(at, Small::Indefinite);
    let sure = |class: &Class| !beside || !matches!(class, Class::Noun(_, also) if !also.is_empty());
    if !(beside || gap.trim() == "," && is_determiner(tokens, at)) {
        return None;
    }
    let (next, class) = head(tokens, at + 1..sentence.end.min(at + 1 + PREDICATE))?;
    let closed = next >= sentence.end || tokens.between(next - 1, next) != " ";
    // "In X, his agency says", "in X, the singer played": another clause begins.
    let verb = |word: &Word| matches!(word, Word::Closed(Closed::Auxiliary) | Word::Verb | Word::Speech(_));
    let clause =
        !closed && (tokens.is(next, verb) || matches!(class, Class::Person) && tokens.word(next).ends_with(PAST));
    let owned = tokens.is(at, |word| matches!(word, Word::Pronoun(_)));
    let preposition = |word: &Word| *word == Word::Closed(Closed::Preposition);
    let whole = !owned || closed || tokens.is(next, preposition);
    (!clause && whole && sure(&class) && ends_before(tokens, next, sentence)).then_some(class)
}

/// "The theme song is X", "his character's name was X": the phrase that ends before `at` with a verb of being.
pub(super) fn introduced<'a>(tokens: &Tokens<'a>, at: usize, sentence: &Range<usize>) -> Option<Class<'a>> {
    let verb = at.checked_sub(1).filter(|verb| *verb > sentence.start && tokens.is_small(*verb, Small::Copula))?;
    let first = sentence.start.max(verb.saturating_sub(SUBJECT));
    let start = (first..verb).rev().take_while(|at| joins(tokens, *at)).find(|at| is_determiner(tokens, *at))?;
    if tokens.is_possessive(verb)
        || start > sentence.start && tokens.between(start - 1, start) == " " && !begins(tokens, start - 1)
    {
        return None;
    }
    let (end, class) = head(tokens, start + 1..verb)?;
    (end == verb).then_some(class)
}

/// Whether a word may stand before the subject of a clause, as one that governs it may not: "of the band is".
fn begins(tokens: &Tokens, at: usize) -> bool {
    tokens.is(at, |word| matches!(word, Word::Closed(Closed::Conjunction | Closed::Adverb)))
}

/// Whether nothing but space parts a token from the next.
fn joins(tokens: &Tokens, at: usize) -> bool {
    matches!(tokens.between(at, at + 1), " " | "-" | "\'" | "’")
}

/// "a", "the", "her".
fn is_determiner(tokens: &Tokens, at: usize) -> bool {
    let possessive = |word: &Word| matches!(word, Word::Pronoun(pronoun) if pronoun.possessive && !pronoun.relative);
    [Small::Article, Small::Indefinite].iter().any(|role| tokens.is_small(at, *role)) || tokens.is(at, possessive)
}

/// The class of a whole noun phrase that begins at `start`, if its head is known.
fn phrase<'a>(tokens: &Tokens<'a>, start: usize, sentence: &Range<usize>) -> Option<Class<'a>> {
    let (next, class) = head(tokens, start..sentence.end.min(start + PREDICATE))?;
    ends_before(tokens, next, sentence).then_some(class)
}

/// Whether a noun phrase ends before a token: "a film starring", but not "a film that" nor "a film director".
fn ends_before(tokens: &Tokens, next: usize, sentence: &Range<usize>) -> bool {
    let grammar = |word: &Word| matches!(word, Word::Closed(_) | Word::Pronoun(_) | Word::Participle);
    next >= sentence.end
        || !matches!(tokens.between(next - 1, next), " " | "-" | "\'" | "’")
        || tokens.is(next, grammar)
        || VERBAL.iter().any(|ending| tokens.word(next).ends_with(ending))
}

/// The head of the noun phrase that lies in a range, and the token behind it: the last noun or occupation before
/// grammar begins. What a possessive owns is the head: "the band's second album".
fn head<'a>(tokens: &Tokens<'a>, range: Range<usize>) -> Option<(usize, Class<'a>)> {
    let mut found = None;
    let mut next = range.start;
    while next < range.end && (next == range.start || joins(tokens, next - 1)) {
        let noun = tokens.longest(next, |word| match word {
            Word::Noun { kind, also, .. } => Some(Class::Noun(*kind, also.as_slice())),
            _ => None,
        });
        // "The film was the winner": what works are called as well says nothing.
        let person = |word: &Word| matches!(word, Word::Occupation { .. }).then_some(Class::Person);
        let occupation = tokens.longest(next, person).filter(|_| !tokens.is_small(next, Small::AnyOne));
        // "the distributor" is a company as well as somebody.
        let class = [noun, occupation]
            .into_iter()
            .flatten()
            .max_by_key(|(length, class)| (*length, !matches!(class, Class::Person)));
        let grammar = tokens.is(next, |word| matches!(word, Word::Closed(_) | Word::Pronoun(_)));
        if let Some((length, class)) = class {
            next += length;
            found = Some((next, class));
        } else if tokens.is_possessive(next) {
            next += 1;
            found = None;
        } else if grammar || found.is_some() && tokens.shape(next) != Shape::Lower {
            break;
        } else {
            next += 1;
        }
    }
    found
}
