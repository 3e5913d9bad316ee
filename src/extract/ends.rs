//! Where a match ends: at a name that stands for itself, or at one that only says something of what follows it.

use regex_automata::util::captures::Captures;

use super::Extractor;
use crate::Kind;
use crate::lexicon::{Closed, Slot, Word};

impl Extractor<'_> {
    /// Whether a match ends at a work whose name only says what another continues: "directed the ‹film› sequel".
    pub(super) fn ends_in_original(&self, captures: &Captures, text: &str) -> bool {
        let Some(whole) = captures.get_match() else { return false };
        let slot = |at: usize| text.as_bytes().get(at).copied().and_then(Slot::from_byte);
        let work = whole.end().checked_sub(1).and_then(slot);
        let behind = text[whole.end()..].strip_prefix(' ').unwrap_or_default();
        let next = &behind[..behind.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(behind.len())];
        matches!(work, Some(Slot::Kind(kind)) if kind.is_work())
            && self.lexicon.words.phrases.get(next).contains(&Word::Relation)
    }

    /// Whether a match ends at somebody who owns what follows: "directed by Maria Lind's brother" says nothing of her,
    /// while "the singer Maria Lind's new film" does.
    pub(super) fn ends_in_owner(&self, captures: &Captures, text: &str) -> bool {
        let Some(whole) = captures.get_match().filter(|whole| text[whole.end()..].starts_with("'s")) else {
            return false;
        };
        let last = |found: &regex_automata::Span| found.end == whole.end();
        ["subject", "object"].into_iter().filter_map(|name| captures.get_group_by_name(name)).filter(last).any(
            |found| {
                let slot = text.as_bytes().get(found.start).copied().and_then(Slot::from_byte);
                let word = text[..found.start].trim_end().rsplit(' ').next().unwrap_or_default();
                let preposition = Word::Closed(Closed::Preposition);
                matches!(slot, Some(Slot::Kind(Kind::Person | Kind::Group | Kind::Company)))
                    && self.lexicon.words.phrases.get(word).contains(&preposition)
            },
        )
    }
}
