//! Which gazetteer entry a name stands for: decided once for a name and kind, from all its mentions.
//!
//! Namesakes are told apart by what stands beside a mention (a year, a country), by how the name is written, and
//! by whom else the article names. Where nothing tells, the choice stays open, and says between which.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Decider, Group};
use crate::claim::Kind;
use crate::lexicon::{NameEntry, Word};

/// Words up to so many before a mention, and so many behind, can tell a namesake apart.
const BEFORE: usize = 5;
const BEHIND: usize = 6;

/// What a mention stands for, as far as it is decided.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    pub(super) kind: Option<Kind>,
    pub(super) entry: Option<u32>,
    /// The entries that it may be, where nothing decides.
    pub(super) open: Vec<u32>,
}

/// Whether somebody who belongs to an entry, its creator or what it is part of, is named for sure.
pub(super) fn is_of_circle(entry: &NameEntry, sure: &BTreeSet<&str>) -> bool {
    ["part_of", "creator"].iter().filter_map(|fact| entry.fact(fact)).any(|name| sure.contains(name))
}

impl<'a> Decider<'a> {
    /// The choice for each candidate that is still a name.
    pub(super) fn choices(&self, sure: &BTreeSet<&str>) -> Vec<Option<Choice>> {
        let mut choices = vec![None; self.candidates.len()];
        for group in self.groups.values() {
            let mut by_kind: BTreeMap<Option<Kind>, Vec<usize>> = BTreeMap::new();
            for member in &group.members {
                by_kind.entry(self.kind_here(*member, group)).or_default().push(*member);
            }
            for (kind, members) in by_kind {
                self.choose(group, kind, &members, sure, &mut choices);
            }
        }
        choices
    }

    /// The kind of one mention: its own noun's, that of the entry which the words beside it tell, or the whole name's.
    fn kind_here(&self, index: usize, group: &Group) -> Option<Kind> {
        let own = self.cues[index].noun.filter(|kind| kind.is_work());
        let told = || {
            let works = group.entries.iter().filter(|entry| self.known(**entry).kind.is_work());
            works.copied().find(|entry| self.is_told(index, *entry)).map(|entry| self.known(entry).kind)
        };
        match (own, group.kind) {
            (Some(own), Some(kind)) if kind.is_work() => Some(own),
            (None, Some(kind)) if kind.is_work() => told().or(Some(kind)),
            (_, kind) => kind,
        }
    }

    /// Decides between the entries of a kind for all mentions of it. Where two entries are told, each has the
    /// mentions that tell it, and the rest stay open.
    fn choose(
        &self,
        group: &Group,
        kind: Option<Kind>,
        members: &[usize],
        sure: &BTreeSet<&str>,
        choices: &mut [Option<Choice>],
    ) {
        let fitting: Vec<u32> =
            group.entries.iter().copied().filter(|entry| Some(self.known(*entry).kind) == kind).collect();
        let own: Vec<Option<u32>> = members.iter().map(|index| self.told_by(*index, &fitting)).collect();
        let told: BTreeSet<u32> = own.iter().flatten().copied().collect();
        let open = if told.is_empty() { self.likely(members, fitting, sure) } else { told.into_iter().collect() };
        for (index, own) in members.iter().zip(own) {
            choices[*index] = Some(match (open.as_slice(), own) {
                ([entry], _) => Choice { kind, entry: Some(*entry), open: vec![] },
                (_, Some(entry)) => Choice { kind, entry: Some(entry), open: vec![] },
                _ => Choice { kind, entry: None, open: open.clone() },
            });
        }
    }

    /// The entry whose year, else whose country, stands beside a mention.
    fn told_by(&self, index: usize, entries: &[u32]) -> Option<u32> {
        let told = entries.iter().find(|entry| self.is_told(index, **entry));
        told.or_else(|| entries.iter().find(|entry| self.is_from_here(index, **entry))).copied()
    }

    /// The entries that what else the article names, and how it writes the name, leave.
    fn likely(&self, members: &[usize], entries: Vec<u32>, sure: &BTreeSet<&str>) -> Vec<u32> {
        let circle = |entry: &u32| is_of_circle(self.known(*entry), sure);
        let written = |entry: &u32| members.iter().any(|index| self.is_written(*index, *entry));
        let tests: [&dyn Fn(&u32) -> bool; 2] = [&circle, &written];
        tests.iter().fold(entries, |open, test| {
            let passed: Vec<u32> = open.iter().copied().filter(test).collect();
            if passed.is_empty() { open } else { passed }
        })
    }

    /// Whether the words beside a mention give the year of an entry.
    fn is_told(&self, index: usize, entry: u32) -> bool {
        let year = self.known(entry).fact("year");
        year.is_some_and(|year| self.beside(index).any(|at| self.tokens.word(at) == year))
    }

    /// Whether the words beside a mention give the country of an entry.
    fn is_from_here(&self, index: usize, entry: u32) -> bool {
        let country = self.known(entry).fact("country");
        country.is_some() && self.country_beside(index) == country
    }

    /// Whether a mention is written just as an entry is: "Signal" and not "SIGNAL".
    fn is_written(&self, index: usize, entry: u32) -> bool {
        let (entry, text) = (self.known(entry), self.candidates[index].span.of(self.tokens.text));
        entry.name == text || entry.aliases.iter().any(|alias| alias == text)
    }

    /// The words beside a mention, in its sentence.
    fn beside(&self, index: usize) -> Range<usize> {
        let tokens = &self.candidates[index].tokens;
        let sentence = &self.tokens.sentences[self.tokens.sentence_of(tokens.start)];
        sentence.start.max(tokens.start.saturating_sub(BEFORE))..sentence.end.min(tokens.end + BEHIND)
    }

    fn country_beside(&self, index: usize) -> Option<&'a str> {
        let demonym = |word: &'a Word| match word {
            Word::Demonym { country, .. } => Some(country.as_str()),
            _ => None,
        };
        self.beside(index).find_map(|at| self.tokens.longest(at, demonym)).map(|(_, country)| country)
    }
}
