//! The tokens of an article, and what the word lists say of each.

use std::ops::Range;

use crate::lexicon::phrases::{Shape, Token, tokenize};
use crate::lexicon::{Closed, Lexicon, Small, Word};
use crate::{Document, Span};

/// Tokens of all sentences, in text order, with the lists' words that begin at each.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) list: Vec<Token>,
    /// For each sentence, its tokens.
    pub(super) sentences: Vec<Range<usize>>,
    /// Words of the lists, in order of their first token.
    tags: Vec<Tag<'a>>,
    /// For each token, the first of its tags.
    first_tag: Vec<u32>,
}

/// A word or phrase of the lists, as it stands in the text.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    /// How many tokens it takes.
    pub(super) length: usize,
    pub(super) word: &'a Word,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str, document: &Document, lexicon: &'a Lexicon) -> Tokens<'a> {
        let mut list = Vec::with_capacity(text.len() / 5);
        let mut sentences = Vec::with_capacity(document.sentences.len());
        for sentence in &document.sentences {
            let start = list.len();
            tokenize(text, sentence.span, &mut list);
            sentences.push(start..list.len());
        }
        let mut tokens = Tokens { text, list, sentences, tags: Vec::new(), first_tag: Vec::new() };
        tokens.tag(lexicon);
        tokens
    }

    fn tag(&mut self, lexicon: &'a Lexicon) {
        for range in self.sentences.clone() {
            for at in range.clone() {
                self.first_tag.push(self.tags.len() as u32);
                let words = lexicon.words.phrases.all(self.text, &self.list[at..range.end]);
                // "a producer, director and writer": a comma parts what a hyphen joins.
                let torn = |length: usize| (at + 1..at + length).any(|next| self.between(next - 1, next).contains(','));
                // "movie's" is not "movies", "it's" not "its".
                let possessive = |length: usize| length > 1 && self.is_possessive(at + length - 1);
                let contracted = |word: &Word| matches!(word, Word::Pronoun(pronoun) if pronoun.contracted);
                // "the band a prize" has no "banda".
                let lettered = |length: usize, word: &Word| {
                    let last = at + length - 1;
                    let class = matches!(word, Word::Noun { .. } | Word::Genre { .. } | Word::Occupation { .. });
                    class && length > 1 && self.shape(last) == Shape::Lower && self.list[last].span.len() == 1
                };
                let tags: Vec<Tag> = words
                    .flat_map(|(length, words)| words.iter().map(move |word| Tag { length, word }))
                    .filter(|tag| {
                        !torn(tag.length)
                            && !lettered(tag.length, tag.word)
                            && (!possessive(tag.length) || contracted(tag.word))
                    })
                    .collect();
                self.tags.extend(tags);
            }
        }
        self.first_tag.push(self.tags.len() as u32);
    }

    /// The words of the lists that begin at a token, shorter ones first.
    pub(super) fn tags(&self, at: usize) -> &[Tag<'a>] {
        match (self.first_tag.get(at), self.first_tag.get(at + 1)) {
            (Some(first), Some(end)) => &self.tags[*first as usize..*end as usize],
            _ => &[],
        }
    }

    /// The longest word that begins at a token and is of the class that `pick` tells.
    pub(super) fn longest<T>(&self, at: usize, pick: impl Fn(&'a Word) -> Option<T>) -> Option<(usize, T)> {
        self.tags(at).iter().rev().find_map(|&Tag { length, word }| Some((length, pick(word)?)))
    }

    /// Whether the token alone is a word of the class that `is` tells.
    pub(super) fn is(&self, at: usize, is: impl Fn(&Word) -> bool) -> bool {
        self.tags(at).iter().any(|tag| tag.length == 1 && is(tag.word))
    }

    /// Whether the token alone is a word that is not mainly a name.
    pub(super) fn is_common(&self, at: usize) -> bool {
        self.is(at, |word| {
            !matches!(
                word,
                Word::Given(_)
                    | Word::Surname
                    | Word::Ending { .. }
                    | Word::Unit(_)
                    | Word::Demonym { .. }
                    | Word::Small(_)
            )
        })
    }

    /// Whether the token alone is a small word of that role.
    pub(super) fn is_small(&self, at: usize, role: Small) -> bool {
        self.is(at, |word| *word == Word::Small(role))
    }

    /// How many tokens a small word or phrase of that role takes that begins at a token.
    pub(super) fn small(&self, at: usize, role: Small) -> Option<usize> {
        self.longest(at, |word| (*word == Word::Small(role)).then_some(())).map(|(length, ())| length)
    }

    /// Whether a word that can be a verb is one: "will play", "to film".
    pub(super) fn is_verb_here(&self, at: usize) -> bool {
        at > 0
            && self.between(at - 1, at) == " "
            && (self.is(at - 1, |word| *word == Word::Closed(Closed::Auxiliary))
                || self.is_small(at - 1, Small::Infinitive))
    }

    /// Whether a word that can be a noun or a verb is hardly a verb: not in "she plays", "Hart also plays".
    pub(super) fn is_noun_here(&self, at: usize) -> bool {
        let subject = |word: &Word| match word {
            Word::Pronoun(pronoun) => !pronoun.possessive,
            Word::Closed(closed) => matches!(closed, Closed::Auxiliary | Closed::Adverb),
            _ => false,
        };
        let verb = at > 0
            && self.between(at - 1, at) == " "
            && (self.is(at - 1, subject)
                || self.is_small(at - 1, Small::Infinitive)
                || self.is_capital(at - 1) && !self.is_capital(at) && self.word(at).ends_with('s'));
        !verb
    }

    /// The token's text.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.list.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// The text between a token and the next; none where there is no next.
    pub(super) fn between(&self, at: usize, next: usize) -> &'a str {
        match (self.list.get(at), self.list.get(next)) {
            (Some(first), Some(second)) => &self.text[first.span.end as usize..second.span.start as usize],
            _ => "",
        }
    }

    /// The span from one token to another (inclusive).
    pub(super) fn span(&self, first: usize, last: usize) -> Span {
        self.list[first].span.join(self.list[last].span)
    }

    /// The tokens that lie in a span.
    pub(super) fn within(&self, span: Span) -> Range<usize> {
        let start = self.list.partition_point(|token| token.span.start < span.start);
        let end = self.list.partition_point(|token| token.span.end <= span.end);
        start..end.max(start)
    }

    /// The sentence of a token.
    pub(super) fn sentence_of(&self, at: usize) -> usize {
        self.sentences.partition_point(|range| range.end <= at)
    }

    /// Whether the token is the `s` of a possessive.
    pub(super) fn is_possessive(&self, at: usize) -> bool {
        let before = &self.text[..self.list[at].span.start as usize];
        matches!(self.word(at), "s" | "S") && (before.ends_with('\'') || before.ends_with('’'))
    }

    /// Whether it is written with a capital.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.is_capital())
    }

    pub(super) fn shape(&self, at: usize) -> Shape {
        self.list.get(at).map_or(Shape::Lower, |token| token.shape)
    }
}
