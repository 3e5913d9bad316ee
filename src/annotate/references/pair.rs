//! Couples: which two people "the couple" are.

use super::{Named, Resolver};
use crate::claim::Kind;

impl Resolver<'_> {
    /// Notes two people that the present sentence has just named together: "Hart and Lind".
    pub(super) fn note_pair(&mut self) {
        let last = self.named.last().map_or(&[][..], |sentence| &sentence[sentence.len().saturating_sub(2)..]);
        let last: Vec<&Named> = last.iter().collect();
        if let Some([first, second]) = self.coordinated(&last).as_deref() {
            *self.pairs.entry([*first.min(second), *first.max(second)]).or_default() += 1;
        }
    }

    /// Keeps count of the two people named most.
    pub(super) fn note_lead(&mut self, thing: u32) {
        let count = |thing: Option<u32>| thing.map_or(0, |thing| self.counts[thing as usize]);
        let person = self.things.list[thing as usize].kind == Some(Kind::Person);
        if person && !self.leads.contains(&Some(thing)) && count(self.leads[1]) < count(Some(thing)) {
            self.leads[1] = Some(thing);
        }
        if count(self.leads[0]) < count(self.leads[1]) {
            self.leads.swap(0, 1);
        }
    }

    /// "The couple": the two people that the article has named most so far, if it keeps naming them together.
    pub(super) fn pair(&self) -> Option<Vec<u32>> {
        let [Some(first), Some(second)] = self.leads else { return None };
        let together = self.pairs.get(&[first.min(second), first.max(second)]);
        together.is_some_and(|times| *times > 1).then(|| vec![first, second])
    }
}
