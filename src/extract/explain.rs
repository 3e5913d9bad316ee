//! Explaining: what each rule that was worth trying did with each sentence, noted while it does it.

use std::collections::{BTreeMap, BTreeSet};

use super::units::{Forms, Unit};
use super::{Extractor, Slotted};
use crate::lexicon::Rule;
use crate::{Article, Document, Lexicon, Mentions};

/// What the stages make of one stretch.
#[derive(Clone, Debug, Default)]
pub struct Explained {
    /// Index of the sentence.
    pub sentence: usize,
    /// Whether it is a quotation's inside.
    pub quoted: bool,
    /// The phrase form, slots readable.
    pub phrase: String,
    /// The clause form and the statements in it, slots readable.
    pub clauses: Vec<String>,
    /// Rules that gave a claim.
    pub fired: Vec<String>,
    /// Rules that were tried and gave none, with the part of the pattern at which they failed.
    pub near: Vec<(String, String)>,
}

/// Explained stretches by their place in the article; of two that begin at one place the longer is first.
#[derive(Debug, Default)]
pub(super) struct Trace {
    units: BTreeMap<(u32, std::cmp::Reverse<u32>), Explained>,
    now: (u32, std::cmp::Reverse<u32>),
}

/// What every rule that was worth trying did with every sentence.
pub fn explain(article: &Article, document: &Document, mentions: &Mentions, lexicon: &Lexicon) -> Vec<Explained> {
    let mut extractor = Extractor::new(article, document, mentions, lexicon);
    extractor.trace = Some(Trace::default());
    extractor.read();
    let units = extractor.trace.into_iter().flat_map(|trace| trace.units.into_values());
    let mut units: Vec<Explained> = units.map(without_repeats).collect();
    units.sort_by_key(|unit| unit.sentence);
    units
}

/// Each rule once, and as near only where it gave nothing.
fn without_repeats(mut unit: Explained) -> Explained {
    let mut seen = BTreeSet::new();
    unit.fired.retain(|rule| seen.insert(rule.clone()));
    unit.near.retain(|(rule, _)| seen.insert(rule.clone()));
    unit
}

impl Extractor<'_> {
    /// Notes the forms of the stretch that rules are tried on from now on.
    pub(super) fn note_forms(&mut self, unit: &Unit, forms: &Forms) {
        let Some(trace) = &mut self.trace else { return };
        trace.now = (unit.span.start, std::cmp::Reverse(unit.span.end));
        trace.units.entry(trace.now).or_insert_with(|| Explained {
            sentence: unit.sentence,
            quoted: unit.quote.is_some(),
            phrase: forms.phrase.readable(),
            clauses: forms.clauses.iter().map(Slotted::readable).collect(),
            ..Explained::default()
        });
    }

    /// Notes what a rule did with it.
    pub(super) fn note_rule(&mut self, rule: &Rule, slotted: &Slotted, fired: bool) {
        let Some(unit) = self.trace.as_mut().and_then(|trace| trace.units.get_mut(&trace.now)) else { return };
        if fired {
            unit.fired.push(rule.id.clone());
        } else if !rule.triggers.is_empty() {
            unit.near.push((rule.id.clone(), rule.failed_at(&slotted.text).into()));
        }
    }
}
