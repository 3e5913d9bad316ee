//! All rules together, and which of them are worth trying on a sentence.
//!
//! One pass of aho-corasick over the slotted sentence finds the trigger words of every rule; a rule is tried only
//! if one of its triggers stands there (or it has none) and the sentence has slots for its captures.

use aho_corasick::{AhoCorasick, MatchKind};

use super::Fault;
use super::predicate::{Family, Predicate};
use super::rule::{Form, Rule};
use super::slot::SlotSet;

/// Which rules to try, by trigger.
#[derive(Debug)]
pub struct RuleSet {
    /// Predicate and rule, by index; the order of predicates and of their rules.
    rules: Vec<(u16, u16)>,
    /// Rules without a trigger.
    always: Vec<u32>,
    /// For each trigger word, its rules.
    by_trigger: Vec<Vec<u32>>,
    triggers: Option<AhoCorasick>,
}

impl RuleSet {
    pub(super) fn new(predicates: &[Predicate], faults: &mut Vec<Fault>) -> RuleSet {
        let mut set = RuleSet { rules: vec![], always: vec![], by_trigger: vec![], triggers: None };
        let mut words: std::collections::BTreeMap<&[u8], Vec<u32>> = Default::default();
        for (p, predicate) in predicates.iter().enumerate() {
            for (r, rule) in predicate.rules.iter().enumerate() {
                let index = set.rules.len() as u32;
                set.rules.push((p as u16, r as u16));
                if rule.triggers.is_empty() {
                    set.always.push(index);
                }
                rule.triggers.iter().for_each(|trigger| words.entry(trigger).or_default().push(index));
            }
        }
        // Overlapping search is asked for below, which only the standard kind can do.
        let built = AhoCorasick::builder().match_kind(MatchKind::Standard).build(words.keys());
        let fault = |error| Fault::new("src/predicates", 1, format!("the rules' words: {error}"), "write fewer rules");
        set.triggers = built.map_err(|error| faults.push(fault(error))).ok();
        set.by_trigger = words.into_values().collect();
        set
    }

    /// The rules of a form that may match `text`, in the order of the files.
    pub fn candidates<'a>(
        &'a self,
        predicates: &'a [Predicate],
        text: &str,
        has: SlotSet,
        form: Form,
    ) -> Vec<(&'a Predicate, &'a Rule)> {
        let mut indices = self.always.clone();
        if let Some(triggers) = &self.triggers {
            indices.extend(
                triggers.find_overlapping_iter(text).flat_map(|found| &self.by_trigger[found.pattern().as_usize()]),
            );
        }
        indices.sort_unstable();
        indices.dedup();
        indices
            .into_iter()
            .map(|index| {
                let (p, r) = self.rules[index as usize];
                let predicate = &predicates[p as usize];
                (predicate, &predicate.rules[r as usize])
            })
            .filter(|(_, rule)| rule.form == form && rule.needs.iter().all(|slots| slots.meets(has)))
            .collect()
    }
}

/// Whether a predicate's claims are quotations.
pub fn is_speech(predicate: &Predicate) -> bool {
    predicate.family == Some(Family::Speech)
}
