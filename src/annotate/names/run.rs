//! Runs of capitals: how far a name written with capitals goes, small words inside included.

use std::ops::Range;

use super::Finder;
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Small, Word};

/// No name has more tokens than this: what goes on for longer is shouting.
const LONGEST: usize = 40;
/// So many small words in a row may stand inside a name: "Love *in the Time of* Cholera" has two times fewer.
const SMALL_IN_ROW: usize = 3;

impl Finder<'_> {
    /// A run of capitals that begins at `at`, small words inside included.
    pub(super) fn capital_run(&self, at: usize, range: Range<usize>) -> Option<Range<usize>> {
        let pronoun = self.tokens.word(at).len() == 1 && self.tokens.is(at, |word| matches!(word, Word::Pronoun(_)));
        if !self.tokens.is_capital(at) || self.dated[at] || pronoun || self.is_rank(at) {
            return None;
        }
        let title = self.follows_work_noun(at, range.start);
        let limit = range.end.min(at + LONGEST);
        let mut end = at + 1;
        while end < limit && !self.taken[end] && !self.dated[end] {
            if self.is_contracted(end) || self.goes_on(end - 1, end) && self.continues(end) {
                end += 1;
                continue;
            }
            let Some(next) = self.bridge(at, end, limit, title) else { break };
            end = next + 1;
        }
        Some(at..end)
    }

    /// "No. 7" is a rank, not a name.
    pub(super) fn is_rank(&self, at: usize) -> bool {
        self.tokens.is_small(at, Small::Rank) && self.tokens.shape(at + 1) == Shape::Digit
    }

    /// Small words inside a name count only with a capital behind them: returns that capital's token.
    fn bridge(&self, start: usize, at: usize, end: usize, title: bool) -> Option<usize> {
        if title && self.tokens.between(at - 1, at) == ": " && self.tokens.is_capital(at) && !self.taken[at] {
            return Some(at);
        }
        let small =
            |next: &usize| (self.is_inside(*next) || title && self.is_closed(*next)) && self.goes_on(*next - 1, *next);
        let words = (at..end).take(SMALL_IN_ROW).take_while(small).count();
        let next = at + words;
        let capital = next < end && self.tokens.is_capital(next) && !self.taken[next] && self.goes_on(next - 1, next);
        if words == 0 || !capital {
            return None;
        }
        let of_two_people = !title
            && self.tokens.is(start, |word| matches!(word, Word::Given(_)))
            && !self.tokens.is_small(at, Small::Family);
        (!self.parts(start, at, next, end, title) && !of_two_people).then_some(next)
    }

    /// Whether two names stand on either side of small words: "Jungkook of BTS", "Signal in Japan".
    fn parts(&self, start: usize, at: usize, next: usize, end: usize, title: bool) -> bool {
        let begins = self.known(start, end).is_some_and(|(length, _)| length == at - start);
        let Some((_, entries)) = self.known(next, end) else { return begins };
        begins || !title || self.is_name_of(&entries, &[Kind::Place, Kind::Person])
    }

    fn is_closed(&self, at: usize) -> bool {
        self.tokens.is(at, |word| matches!(word, Word::Closed(_))) && self.tokens.shape(at) == Shape::Lower
    }

    /// Whether a noun for a kind of work stands right before: what follows is its title.
    pub(super) fn follows_work_noun(&self, at: usize, sentence: usize) -> bool {
        (sentence.max(at.saturating_sub(4))..at).any(|first| {
            self.tokens.tags(first).iter().any(|tag| {
                first + tag.length == at && matches!(tag.word, Word::Noun { kind, plural: false, .. } if kind.is_work())
            })
        }) && at > sentence
            && self.tokens.between(at - 1, at) == " "
    }

    fn continues(&self, at: usize) -> bool {
        match self.tokens.shape(at) {
            Shape::Capital | Shape::Upper => true,
            Shape::Digit => {
                self.tokens.word(at).len() <= 3 && self.tokens.word(at).bytes().all(|byte| byte.is_ascii_digit())
            }
            _ => false,
        }
    }

    /// Whether it is a small word that names have inside, in lower case.
    pub(super) fn is_inside(&self, at: usize) -> bool {
        self.tokens.shape(at) == Shape::Lower
            && (self.tokens.is_small(at, Small::Inside) || self.tokens.is_small(at, Small::Family))
    }

    /// Whether nothing between two tokens ends a name.
    fn goes_on(&self, at: usize, next: usize) -> bool {
        let between = self.tokens.between(at, next);
        match between {
            " " | "-" | "'" | "’" | "&" | " & " | "" => !self.tokens.is_possessive(next),
            ". " | "." => {
                self.tokens.word(at).len() <= 2 && self.tokens.is_capital(at)
                    || self.tokens.is(at, |word| matches!(word, Word::Honorific(_)))
            }
            _ => false,
        }
    }
}
