//! Nicknames in quotation marks inside a person's name: Curtis "Rook" Hale.

use super::Finder;
use crate::annotate::quotes::{Quote, QuoteKind};
use crate::lexicon::Word;

/// Nicknames have no more words.
const WORDS: usize = 2;

impl Finder<'_> {
    /// Marks what stands in quotation marks between a given name and another name.
    pub(super) fn mark_nicknames(&mut self, quotes: &[Quote]) {
        for quote in quotes.iter().filter(|quote| quote.kind != QuoteKind::Speech) {
            let range = self.tokens.within(quote.inner);
            let (Some(before), after) = (range.start.checked_sub(1), range.end) else { continue };
            let given = self.tokens.is(before, |word| matches!(word, Word::Given(_)));
            let apart = |from: usize, to: usize| self.tokens.text.get(from..to) == Some(" ");
            let (Some(first), Some(last)) = (self.tokens.list.get(before), self.tokens.list.get(after)) else {
                continue;
            };
            if (1..=WORDS).contains(&range.len())
                && given
                && [before, range.start, after].iter().all(|at| self.tokens.is_capital(*at))
                && apart(first.span.end as usize, quote.outer.start as usize)
                && apart(quote.outer.end as usize, last.span.start as usize)
            {
                range.for_each(|at| self.nickname[at] = true);
            }
        }
    }
}
