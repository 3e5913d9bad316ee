//! All rules together, and which of them are worth trying on a sentence.
//!
//! One pass of aho-corasick over the slotted sentence finds the trigger words of every rule; a rule is tried only
//! if one of its triggers stands there (or it has none) and the sentence has slots for its captures. What is tried must
//! have its [`super::landmarks`] there as well before it is matched.

use aho_corasick::{AhoCorasick, MatchKind};

use super::Fault;
use super::predicate::{Family, Predicate};
use super::rule::{Form, Rule};
use super::slot::SlotSet;

/// Which rules to try, by trigger.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// Predicate and rule, by index; the order of predicates and of their rules.
    rules: Vec<(u16, u16)>,
    /// For each rule the slots of which a sentence must have one.
    needs: Vec<Vec<SlotSet>>,
    /// Rules without a trigger.
    always: Bits,
    /// Rules that read phrases; all others read clauses.
    phrases: Bits,
    /// For each trigger word, its rules.
    by_trigger: Vec<Vec<u32>>,
    triggers: Option<AhoCorasick>,
}

/// A set of small numbers.
#[derive(Clone, Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn below(end: usize) -> Bits {
        Bits(vec![0; end.div_ceil(64)])
    }

    /// Adds a number; whether it is new.
    fn add(&mut self, number: usize) -> bool {
        let (word, bit) = (&mut self.0[number / 64], 1 << (number % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// The numbers in order, of which a part of the words is masked away.
    fn numbers(&self, mask: impl Fn(usize) -> u64) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(move |(at, word)| {
            let mut rest = word & mask(at);
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

impl RuleSet {
    /// The rules of those predicates that are `wanted`.
    pub(super) fn new(
        predicates: &[Predicate],
        wanted: impl Fn(&Predicate) -> bool,
        faults: &mut Vec<Fault>,
    ) -> RuleSet {
        let count = predicates.iter().map(|predicate| predicate.rules.len()).sum();
        let mut set = RuleSet { always: Bits::below(count), phrases: Bits::below(count), ..RuleSet::default() };
        let mut words: std::collections::BTreeMap<&[u8], Vec<u32>> = Default::default();
        for (p, predicate) in predicates.iter().enumerate().filter(|(_, predicate)| wanted(predicate)) {
            for (r, rule) in predicate.rules.iter().enumerate() {
                let index = set.rules.len();
                set.rules.push((p as u16, r as u16));
                set.needs.push(rule.needs.clone());
                if rule.triggers.is_empty() {
                    set.always.add(index);
                }
                if rule.form == Form::Phrase {
                    set.phrases.add(index);
                }
                rule.triggers.iter().for_each(|trigger| words.entry(trigger).or_default().push(index as u32));
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
        let mut triggered = self.always.clone();
        if let Some(triggers) = &self.triggers {
            let mut seen = Bits::below(self.by_trigger.len());
            for found in triggers.find_overlapping_iter(text) {
                let word = found.pattern().as_usize();
                if seen.add(word) {
                    self.by_trigger[word].iter().for_each(|index| _ = triggered.add(*index as usize));
                }
            }
        }
        let of_form = |at: usize| if form == Form::Phrase { self.phrases.0[at] } else { !self.phrases.0[at] };
        triggered
            .numbers(of_form)
            .filter(|index| self.needs[*index].iter().all(|slots| slots.meets(has)))
            .map(|index| {
                let (p, r) = self.rules[index];
                let predicate = &predicates[p as usize];
                (predicate, &predicate.rules[r as usize])
            })
            .collect()
    }
}

/// Whether a predicate's claims are quotations.
pub fn is_speech(predicate: &Predicate) -> bool {
    predicate.family == Some(Family::Speech)
}
