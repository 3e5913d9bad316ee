//! The slotted sentence: what a rule's pattern is matched against.

use super::items::{Item, What};
use crate::Span;
use crate::lexicon::{Indexed, Slot, SlotSet};

/// A sentence (or the inside of a quotation) in the form that rules read.
#[derive(Clone, Debug, Default)]
pub struct Slotted {
    /// Lower-case text with one control byte for each slot.
    pub text: String,
    /// For each byte of `text`, where it comes from in the article.
    origins: Vec<Span>,
    /// The slots, by their place in `text`.
    slots: Vec<(u32, Vec<u32>)>,
    /// Which slots there are.
    pub has: SlotSet,
    /// What words there may be.
    pub index: Indexed,
}

impl Slotted {
    pub(super) fn render(items: &[Item], article: &str) -> Slotted {
        let mut slotted = Slotted::default();
        for item in items {
            if !item.glued && !slotted.text.is_empty() {
                slotted.push(' ', item.span);
            }
            match &item.what {
                What::Word(_) => slotted.push_word(item.span.of(article), item.span),
                What::Mark(mark) => slotted.push(*mark, item.span),
                What::Bridge(word) => slotted.push_str(word, item.span),
                What::Possessive => slotted.push_str("'s", item.span),
                What::Slot(slot, mentions) => {
                    slotted.slots.push((slotted.text.len() as u32, mentions.clone()));
                    slotted.has = slotted.has.with(*slot);
                    slotted.push(slot.byte() as char, item.span);
                }
            }
        }
        slotted.index = Indexed::new(&slotted.text);
        slotted
    }

    fn push_word(&mut self, word: &str, span: Span) {
        let mut at = span.start as usize;
        for c in word.chars() {
            let origin = Span::new(at, at + c.len_utf8());
            self.push(if c == '’' { '\'' } else { c.to_ascii_lowercase() }, origin);
            at += c.len_utf8();
        }
    }

    fn push_str(&mut self, text: &str, origin: Span) {
        text.chars().for_each(|c| self.push(c, origin));
    }

    fn push(&mut self, c: char, origin: Span) {
        self.text.push(c);
        self.origins.resize(self.text.len(), origin);
    }

    /// The mentions of the slot at a place.
    pub fn mentions_at(&self, at: usize) -> &[u32] {
        self.slots.binary_search_by_key(&(at as u32), |(place, _)| *place).map_or(&[], |index| &self.slots[index].1)
    }

    /// The mentions of all slots, in their order.
    pub(super) fn mentions(&self) -> impl Iterator<Item = u32> {
        self.slots.iter().flat_map(|(_, mentions)| mentions).copied()
    }

    /// A stretch of the text; empty where it would cut a character.
    pub(super) fn part(&self, range: std::ops::Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Where a stretch of the slotted text comes from.
    pub fn origin(&self, start: usize, end: usize) -> Option<Span> {
        let part = self.origins.get(start..end)?;
        Some(part.first()?.join(*part.last()?))
    }

    /// The text with slots written as people read them: ‹film›.
    pub fn readable(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + 32);
        for c in self.text.chars() {
            match u8::try_from(c).ok().and_then(Slot::from_byte) {
                Some(slot) => {
                    out.push('‹');
                    out.push_str(slot.name());
                    out.push('›');
                }
                None => out.push(c),
            }
        }
        out
    }
}
