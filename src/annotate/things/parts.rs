//! Short names and the long ones that they are parts of: a surname or given name alone, the end of a long name.

use std::collections::BTreeMap;

use super::Decider;
use crate::claim::Kind;
use crate::lexicon::phrases::{Shape, key_of};
use crate::lexicon::{Small, Word};
use crate::mention::Gender;

/// A form that says so much of a kind says the gender as well: "Mrs Hart".
const TITLED: i32 = 6;

/// A form that says so much of a person has a given name.
const LIKELY: i32 = 4;

/// Full names that have a part in common, in text order: all of them, and those that can be of a gender.
#[derive(Default)]
struct Owners {
    all: Vec<usize>,
    male: Vec<usize>,
    female: Vec<usize>,
}

impl Owners {
    fn push(&mut self, index: usize, gender: Option<Gender>) {
        self.all.push(index);
        if gender != Some(Gender::Female) {
            self.male.push(index);
        }
        if gender != Some(Gender::Male) {
            self.female.push(index);
        }
    }

    /// The last one named before a mention, or the first after.
    fn nearest(&self, index: usize, gender: Option<Gender>) -> Option<usize> {
        let owners = match gender {
            None => &self.all,
            Some(Gender::Male) => &self.male,
            Some(Gender::Female) => &self.female,
        };
        let after = owners.partition_point(|owner| *owner < index);
        after.checked_sub(1).map(|before| owners[before]).or_else(|| owners.get(after).copied())
    }
}

impl<'a> Decider<'a> {
    /// Joins a surname or given name alone to the full name that has it, and a short title to the long one.
    pub(super) fn join_parts(&mut self) {
        let (owners, firms, initials) = (self.owners(), self.firms(), self.initials());
        for index in 0..self.candidates.len() {
            let candidate = &self.candidates[index];
            let written = candidate.span.of(self.tokens.text);
            if let Some(whole) = initials.get(written).filter(|_| candidate.entries.is_empty()) {
                self.keys[index] = self.keys[*whole].clone();
                continue;
            }
            if candidate.tokens.len() > 2 || candidate.quoted || self.is_grammar(index) {
                continue;
            }
            let gender = candidate.gender.filter(|_| candidate.hints.iter().any(|(_, weight)| *weight >= TITLED));
            let key = key_of(candidate.span.of(self.tokens.text));
            let whole = owners.get(&key).and_then(|owners| owners.nearest(index, gender));
            if self.stands_alone(index) && !whole.is_some_and(|whole| self.is_short_for(index, whole)) {
                continue;
            }
            if let Some(whole) = whole.filter(|whole| *whole != index && !self.is_place_beside(index, *whole)) {
                self.keys[index] = self.keys[whole].clone();
            } else if let Some(whole) = firms.get(&key).filter(|_| candidate.entries.is_empty()) {
                self.keys[index] = self.keys[*whole].clone();
            }
        }
    }

    /// Whether a company's name is here what somebody is called who was named in full before: "Gaga".
    fn is_short_for(&self, index: usize, whole: usize) -> bool {
        let firm = |entry: &u32| self.known(*entry).kind == Kind::Company;
        let person = |entry: &u32| self.known(*entry).kind == Kind::Person;
        let (short, long) = (&self.candidates[index], &self.candidates[whole]);
        whole < index
            && short.entries.iter().all(firm)
            && self.cues[index].scores[Kind::Company as usize] <= 0
            && long.entries.iter().any(person)
    }

    /// "No", "The" alone: grammar is short for nothing, unless people are called so.
    fn is_grammar(&self, index: usize) -> bool {
        let at = self.candidates[index].tokens.start;
        let is = |wanted: fn(&Word) -> bool| self.tokens.is(at, wanted);
        self.candidates[index].tokens.len() == 1
            && (is(|word| matches!(word, Word::Closed(_) | Word::Pronoun(_))) || self.tokens.is_small(at, Small::Rank))
            && !is(|word| matches!(word, Word::Given(_) | Word::Surname))
    }

    /// The first names of firms that say by their last word what they are, by what stands before it: "Corvane
    /// Pictures" is "Corvane" as well.
    fn firms(&self) -> BTreeMap<String, usize> {
        let mut firms = BTreeMap::new();
        for (index, candidate) in self.candidates.iter().enumerate() {
            let (start, end) = (candidate.tokens.start, candidate.tokens.end);
            let ending = |at: usize| {
                self.tokens
                    .is(at, |word| matches!(word, Word::Ending { kind: Kind::Company | Kind::Event, first: false }))
            };
            let rest =
                (start..end).rev().take_while(|at| ending(*at)).last().filter(|at| *at > start && !candidate.quoted);
            // "The John Coltrane Foundation" is named after somebody.
            let given = self.tokens.is(start, |word| matches!(word, Word::Given(_)));
            if let Some(rest) = rest.filter(|rest| !(given && rest - start > 1)) {
                firms.entry(key_of(self.tokens.span(start, rest - 1).of(self.tokens.text))).or_insert(index);
            }
        }
        firms
    }

    /// Names in short that stand in brackets behind the name whose initials they are: "Danish Film Institute (DFI)".
    fn initials(&self) -> BTreeMap<&'a str, usize> {
        let beside = self.candidates.windows(2).enumerate().filter(|(_, pair)| pair[1].aside);
        let spelled = beside.filter_map(|(whole, pair)| {
            let short = pair[1].span.of(self.tokens.text);
            let adjacent = pair[0].tokens.end == pair[1].tokens.start && pair[0].tokens.len() > 1;
            let capitals = pair[0]
                .tokens
                .clone()
                .filter(|at| self.tokens.is_capital(*at) && !self.tokens.is_small(*at, Small::Article));
            let letters: String = capitals.filter_map(|at| self.tokens.word(at).chars().next()).collect();
            (adjacent && letters == short).then_some((short, whole))
        });
        spelled.collect()
    }

    /// The full names of people by their parts: first, last, last but one, last two.
    fn owners(&self) -> BTreeMap<String, Owners> {
        let mut owners: BTreeMap<String, Owners> = BTreeMap::new();
        for (index, candidate) in self.candidates.iter().enumerate() {
            let (start, end) = (candidate.tokens.start, candidate.tokens.end);
            if candidate.tokens.len() < 2 || !self.may_be_person(index) {
                continue;
            }
            let mut parts = vec![key_of(self.tokens.word(start))];
            // "Lewis" is not Day-Lewis.
            if self.tokens.between(end - 2, end - 1) != "-" {
                parts.push(key_of(self.tokens.word(end - 1)));
            }
            // "No" is no part of "Ao no Shashou".
            if candidate.tokens.len() > 2 && self.tokens.shape(end - 2) != Shape::Lower {
                parts.push(key_of(self.tokens.word(end - 2)));
            }
            if candidate.tokens.len() > 2 {
                parts.push(key_of(self.tokens.span(end - 2, end - 1).of(self.tokens.text)));
            }
            for part in parts {
                owners.entry(part).or_default().push(index, candidate.gender);
            }
        }
        owners
    }

    /// Whether a short name is a known place's, and the long one hardly a person's: "France" beside "Miss France".
    fn is_place_beside(&self, index: usize, whole: usize) -> bool {
        let (short, long) = (&self.candidates[index], &self.candidates[whole]);
        let place = |entry: &u32| self.known(*entry).kind == Kind::Place;
        let person = long.hints.iter().any(|(kind, weight)| *kind == Kind::Person && *weight >= LIKELY);
        !short.guarded && short.entries.iter().any(place) && long.entries.is_empty() && !person
    }

    /// A short name that a gazetteer has for a person or group, and that nothing here makes a surname.
    fn stands_alone(&self, index: usize) -> bool {
        let candidate = &self.candidates[index];
        !candidate.guarded
            && candidate.tokens.len() == 1
            && candidate.entries.iter().map(|entry| self.known(*entry)).any(|entry| {
                matches!(entry.kind, Kind::Group | Kind::Company | Kind::Award)
                    && entry.name == candidate.span.of(self.tokens.text)
            })
    }

    fn may_be_person(&self, index: usize) -> bool {
        let candidate = &self.candidates[index];
        if !candidate.entries.is_empty() {
            return candidate.entries.iter().any(|entry| self.known(*entry).kind == Kind::Person);
        }
        let hints = || candidate.hints.iter();
        let person: i32 = hints().filter(|(kind, _)| *kind == Kind::Person).map(|(_, weight)| *weight).sum();
        let points = person + self.cues[index].scores[Kind::Person as usize];
        !candidate.quoted && points > 0 && hints().all(|(kind, weight)| *kind == Kind::Person || *weight < points)
    }
}
