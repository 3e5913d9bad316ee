//! The topic: what a sentence is about that does not name it. "The first single, ‹song›, is out" is said of an album.

use std::collections::BTreeSet;

use super::Extractor;
use super::units::Unit;
use crate::document::BlockKind;
use crate::lexicon::{Slot, SlotSet};
use crate::mention::{Mention, Mentions, Sense};
use crate::{Document, Entity, Kind};

/// How many times as much a thing weighs that the headline names (or, where it names none, the text first).
const LEADS: u32 = 4;

/// For each kind, by its number, the thing that an article is most about, and its weight: how often it is named or
/// referred to, and whether the article leads with it.
pub(super) fn mains(mentions: &Mentions, document: &Document) -> [Option<(u32, u32)>; Kind::ALL.len()] {
    let mut counts = vec![0_u32; mentions.things.len()];
    mentions.list.iter().flat_map(Mention::things).for_each(|thing| counts[*thing as usize] += 1);
    let kind = |thing: u32| mentions.things[thing as usize].kind;
    let headline = document.blocks.iter().find(|block| block.kind == BlockKind::Headline).map(|block| block.span);
    let named = |mention: &&Mention| headline.is_some_and(|headline| headline.contains(mention.span));
    let mut leading: BTreeSet<u32> = mentions.list.iter().filter(named).flat_map(Mention::things).copied().collect();
    let mut led: BTreeSet<Kind> = leading.iter().filter_map(|thing| kind(*thing)).collect();
    let own = |mention: &&Mention| {
        let at = document.blocks.partition_point(|block| block.span.end <= mention.span.start);
        document.blocks.get(at).is_some_and(|block| block.kind != BlockKind::Furniture)
    };
    for thing in mentions.list.iter().filter(own).flat_map(Mention::things) {
        if kind(*thing).is_some_and(|kind| led.insert(kind)) {
            leading.insert(*thing);
        }
    }
    leading.iter().for_each(|thing| counts[*thing as usize] *= LEADS);
    let mut main = [None; Kind::ALL.len()];
    for (thing, weight) in (0..).zip(counts) {
        let Some(kind) = mentions.things[thing as usize].kind else { continue };
        let best: &mut Option<(u32, u32)> = &mut main[kind as usize];
        if best.is_none_or(|(_, most)| most < weight) {
            *best = Some((thing, weight));
        }
    }
    main
}

impl Extractor<'_> {
    /// The thing of some kinds that a sentence is about: the one that it names besides what a rule `captured` in it,
    /// or that the sentence before it names; else the one that the article names most. Of several none but that one.
    pub(super) fn topic(&self, kinds: SlotSet, unit: &Unit, captured: &[u32]) -> Option<Entity> {
        let sentences = &self.document.sentences;
        let fits = |thing: &u32| self.kind_of(*thing).is_some_and(|kind| kinds.has(Slot::Kind(kind)));
        let block = |sentence: usize| sentences[sentence].block;
        let item = self.document.blocks[block(unit.sentence) as usize].kind == BlockKind::Item;
        // "• The producer: Hart, who made X": of an item only what stands before is its topic.
        let own = |mention: &&Mention| !item || !mention.things().iter().any(|thing| captured.contains(thing));
        let named = |sentence: usize| -> BTreeSet<u32> {
            let things = self.mentions_in(sentence).take_while(own).flat_map(|mention| mention.things()).copied();
            things.filter(|thing| fits(thing) && !captured.contains(thing)).collect()
        };
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

    fn mentions_in(&self, sentence: usize) -> impl Iterator<Item = &Mention> {
        let span = self.document.sentences[sentence].span;
        let first = self.mentions.list.partition_point(|mention| mention.span.start < span.start);
        self.mentions.list[first..].iter().take_while(move |mention| mention.span.start < span.end)
    }

    fn kind_of(&self, thing: u32) -> Option<Kind> {
        self.mentions.things[thing as usize].kind
    }
}
