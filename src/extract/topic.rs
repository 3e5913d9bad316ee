//! The topic: what a sentence is about that does not name it. "The first single, ‹song›, is out" is said of an album.

use std::collections::BTreeSet;

use super::Extractor;
use super::units::Unit;
use crate::lexicon::{Slot, SlotSet};
use crate::mention::Sense;
use crate::{Entity, Kind};

impl Extractor<'_> {
    /// The thing of some kinds that a sentence is about: the one that it names besides what a rule `captured` in it,
    /// or that the sentence before it names; else the one that the article names most. Of several none but that one.
    pub(super) fn topic(&self, kinds: SlotSet, unit: &Unit, captured: &[u32]) -> Option<Entity> {
        let sentences = &self.document.sentences;
        let fits = |thing: &u32| self.kind_of(*thing).is_some_and(|kind| kinds.has(Slot::Kind(kind)));
        let named = |sentence: usize| -> BTreeSet<u32> {
            self.named_in(sentence).filter(|thing| fits(thing) && !captured.contains(thing)).collect()
        };
        let block = |sentence: usize| sentences[sentence].block;
        let before = unit.sentence.checked_sub(1).filter(|before| block(*before) == block(unit.sentence));
        let here = std::iter::once(unit.sentence).chain(before).map(named).find(|named| !named.is_empty());
        let topic = match here {
            Some(named) if named.len() == 1 => named.first().copied(),
            Some(named) => self.named_most(kinds).filter(|main| named.contains(main)),
            None => self.named_most(kinds).filter(|_| !self.has_unknown_title(unit)),
        };
        self.entity(topic?)
    }

    /// The thing of some kinds that the article names most.
    fn named_most(&self, kinds: SlotSet) -> Option<u32> {
        let kinds = Kind::ALL.into_iter().filter(|kind| kinds.has(Slot::Kind(*kind)));
        let main = kinds.filter_map(|kind| self.main[kind as usize]);
        main.max_by_key(|(thing, count)| (*count, std::cmp::Reverse(*thing))).map(|(thing, _)| thing)
    }

    /// Whether a sentence names something in quotation marks of which nothing is known: it may well be about that.
    fn has_unknown_title(&self, unit: &Unit) -> bool {
        let text = &self.article.text;
        let quoted = |at: u32| text[..at as usize].ends_with(['"', '“', '‘', '\'', '«', '「', '『']);
        self.mentions_in(unit.sentence).any(|mention| match &mention.sense {
            Sense::Things(things) => {
                quoted(mention.span.start) && things.iter().any(|thing| self.kind_of(*thing).is_none())
            }
            _ => false,
        })
    }

    fn named_in(&self, sentence: usize) -> impl Iterator<Item = u32> {
        self.mentions_in(sentence).flat_map(|mention| mention.things()).copied()
    }

    fn mentions_in(&self, sentence: usize) -> impl Iterator<Item = &crate::mention::Mention> {
        let span = self.document.sentences[sentence].span;
        let first = self.mentions.list.partition_point(|mention| mention.span.start < span.start);
        self.mentions.list[first..].iter().take_while(move |mention| mention.span.start < span.end)
    }

    fn kind_of(&self, thing: u32) -> Option<Kind> {
        self.mentions.things[thing as usize].kind
    }
}
