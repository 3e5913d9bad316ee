//! Counting, and the figures that come of it.

use std::collections::BTreeMap;

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// The sum of credits.
    pub right: f64,
    /// All there are.
    pub all: usize,
}

impl Share {
    /// As a number from 0 to 1; 0 of nothing.
    pub fn rate(self) -> f64 {
        if self.all == 0 { 0.0 } else { self.right / self.all as f64 }
    }

    fn add(&mut self, credit: f64) {
        self.right += credit;
        self.all += 1;
    }
}

/// Precision and recall.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Of the claims, those that are right.
    pub precision: Share,
    /// Of the required gold, what was found.
    pub recall: Share,
}

impl Figures {
    /// The harmonic mean of the two.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision.rate(), self.recall.rate());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

/// How often a field of right claims is right, too.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The field.
    pub field: &'static str,
    /// How often.
    pub share: Share,
}

#[derive(Debug, Default)]
pub(super) struct Tally {
    predicates: BTreeMap<String, Figures>,
    fields: BTreeMap<&'static str, Share>,
}

impl Tally {
    fn of(&mut self, predicate: &str) -> &mut Figures {
        let predicate = if predicate == "child" { "parent" } else { predicate };
        self.predicates.entry(predicate.into()).or_default()
    }

    pub(super) fn right(&mut self, predicate: &str, credit: f64) {
        self.of(predicate).precision.add(credit);
    }

    pub(super) fn wrong(&mut self, predicate: &str) {
        self.of(predicate).precision.add(0.0);
    }

    pub(super) fn required(&mut self, predicate: &str, reached: f64) {
        self.of(predicate).recall.add(reached);
    }

    pub(super) fn check(&mut self, field: &'static str, right: bool, counts: bool) {
        if counts {
            self.fields.entry(field).or_default().add(f64::from(u8::from(right)));
        }
    }

    /// The figures of all, of each predicate (most gold first), and of each field.
    pub(super) fn figures(self) -> (Figures, Vec<(String, Figures)>, Vec<Agreement>) {
        let mut total = Figures::default();
        for one in self.predicates.values() {
            for (sum, share) in [(&mut total.precision, one.precision), (&mut total.recall, one.recall)] {
                sum.right += share.right;
                sum.all += share.all;
            }
        }
        let mut predicates: Vec<_> = self.predicates.into_iter().collect();
        predicates.sort_by_key(|(_, figures)| std::cmp::Reverse(figures.recall.all));
        (total, predicates, self.fields.into_iter().map(|(field, share)| Agreement { field, share }).collect())
    }
}
