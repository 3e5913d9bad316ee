//! Who says it: speakers of quotations, and the sources that a sentence names.

use std::ops::Range;

use regex_automata::util::captures::Captures;

use super::units::{Forms, Unit};
use super::{Extractor, Slotted};
use crate::lexicon::Form;
use crate::mention::{Mention, Sense};
use crate::{Span, Value};

impl Extractor<'_> {
    /// Who says what a claim of a unit says: the speaker of the quotation, or the source that the sentence names for
    /// what it `states`. What a noun phrase takes for granted is the article's own.
    pub(super) fn attribution(&self, unit: &Unit, states: bool, place: Option<Span>) -> Option<String> {
        if let Some(quote) = unit.quote {
            return self.speakers.get(&quote).map(|speaker| self.name_of(*speaker));
        }
        let told = |scope: &Span| states && place.is_some_and(|place| scope.contains(place));
        self.sources.iter().find(|(_, scope)| told(scope)).map(|(source, _)| source.clone())
    }

    fn name_of(&self, thing: u32) -> String {
        self.mentions.things[thing as usize].name.clone()
    }

    /// The sources that a sentence names, each with the stretch that it is the source of.
    pub(super) fn sources_of(&mut self, unit: &Unit, forms: &Forms) -> Vec<(String, Span)> {
        let (lexicon, slotted) = (self.lexicon, &forms.clauses[0]);
        let rules = lexicon.attributing.candidates(&lexicon.attribution, &slotted.text, slotted.has, Form::Clause);
        let mut sources = Vec::new();
        for (_, rule) in rules {
            for captures in rule.matches(&slotted.text, &slotted.index, &mut self.scratch) {
                let Some(found) = captures.get_group_by_name("subject") else { continue };
                for (source, place) in self.sources_at(slotted, found.range()) {
                    let scope = match &rule.object {
                        Some(Value::Text(after)) if after == "after" => Span { start: place.end, ..unit.span },
                        Some(Value::Text(before)) if before == "before" => Span { end: place.start, ..unit.span },
                        _ => unit.span,
                    };
                    sources.push((source, scope));
                }
            }
        }
        sources
    }

    /// The things named in one place; where none is, its words: "his agent".
    fn sources_at(&self, slotted: &Slotted, range: Range<usize>) -> Vec<(String, Span)> {
        if range.len() > 1 {
            return self.text_value(slotted, range.start, range.end).into_iter().collect();
        }
        let named = |mention: &Mention| Some((self.name_of(*mention.things().first()?), mention.span));
        self.slot_mentions(slotted, range.start).filter_map(named).collect()
    }

    /// Notes who speaks the quotations that a rule has found.
    pub(super) fn note_speaker(&mut self, slotted: &Slotted, captures: &Captures) {
        let (Some(object), Some(subject)) =
            (captures.get_group_by_name("object"), captures.get_group_by_name("subject"))
        else {
            return;
        };
        let speaker = self.slot_mentions(slotted, subject.start).find_map(|mention| match &mention.sense {
            Sense::Things(things) => things.first().copied(),
            _ => None,
        });
        for quote in slotted.mentions_at(object.start) {
            if let Some(speaker) = speaker {
                self.speakers.entry(*quote).or_insert(speaker);
            }
        }
    }

    /// A quotation without a tag that follows one with a speaker in the same or the next block is his as well.
    pub(super) fn carry_speakers_on(&mut self) {
        let mut last: Option<(usize, u32)> = None;
        for (quote, span) in self.mentions.quotes() {
            let block = self.document.blocks.partition_point(|block| block.span.end <= span.start);
            match (self.speakers.get(&quote), last) {
                (Some(speaker), _) => last = Some((block, *speaker)),
                (None, Some((before, speaker))) if block <= before + 1 && self.opens_sentence(span) => {
                    self.speakers.insert(quote, speaker);
                    last = Some((block, speaker));
                }
                _ => {}
            }
        }
    }

    fn opens_sentence(&self, span: Span) -> bool {
        self.document.sentences.binary_search_by_key(&span.start, |sentence| sentence.span.start).is_ok()
    }
}
