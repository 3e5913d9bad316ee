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
    /// How much speaks for each entry of the name.
    pub(super) scores: Vec<(u32, i32)>,
}

/// An entry's year beside a mention, else its country.
const YEAR: i32 = 8;
const COUNTRY: i32 = 5;
/// Somebody or something of its circle in the article: its creator, what it is part of, who shows it.
const CIRCLE: i32 = 4;
/// The name written just as the entry has it.
const WRITTEN: i32 = 2;
/// Entries no further apart than less than this are too close to call.
const CLOSE: i32 = 2;
/// An article that names an entry more often than this is not asked again for each mention.
const MEMBERS: usize = 64;
/// The scores of so many entries are kept, the highest first.
const SHOWN: usize = 12;
/// Facts that name an entry's circle.
const CIRCLES: [&str; 4] = ["part_of", "creator", "network", "label"];

/// Whether somebody who belongs to an entry, its creator or what it is part of, is named for sure.
pub(super) fn is_of_circle(entry: NameEntry, sure: &BTreeSet<&str>) -> bool {
    circle(entry).any(|name| sure.contains(name))
}

/// Whom and what an entry belongs to.
fn circle(entry: NameEntry<'_>) -> impl Iterator<Item = &str> {
    CIRCLES.iter().filter_map(move |fact| entry.fact(fact)).flat_map(|names| names.split(','))
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

    /// Decides between the entries of a kind. What stands beside a mention decides for it; else what stands beside any
    /// does, one sense an article, and whom the article names. What is too close to call stays open.
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
        let beside = |index: usize| fitting.iter().map(move |entry| self.points_beside(index, *entry));
        let points = |entry: &u32| {
            let told = members.iter().take(MEMBERS).map(|index| self.points_beside(*index, *entry)).max();
            told.unwrap_or(0) + self.points_in_article(members, *entry, fitting.len() > 1, sure)
        };
        let discourse: Vec<(u32, i32)> = fitting.iter().map(|entry| (*entry, points(entry))).collect();
        let scores = self.scores(group, &discourse);
        // Two that an article tells of: what tells of neither may be either.
        let told = |entry: &u32| members.iter().take(MEMBERS).any(|index| self.points_beside(*index, *entry) > 0);
        let senses: Vec<u32> = fitting.iter().copied().filter(told).collect();
        for index in members {
            let own: Vec<(u32, i32)> = fitting.iter().copied().zip(beside(*index)).collect();
            let told = own.iter().any(|(_, points)| *points > 0).then(|| ahead(&own)).filter(|ahead| ahead.len() == 1);
            let open = told.unwrap_or_else(|| if senses.len() > 1 { senses.clone() } else { ahead(&discourse) });
            let scores = scores.clone();
            choices[*index] = Some(match open.as_slice() {
                [entry] => Choice { kind, entry: Some(*entry), open: vec![], scores },
                _ => Choice { kind, entry: None, open, scores },
            });
        }
    }

    /// What speaks for each entry of a name: for its kind, and of that kind for itself.
    fn scores(&self, group: &Group, of_kind: &[(u32, i32)]) -> Vec<(u32, i32)> {
        let own = |entry: u32| of_kind.iter().find(|(other, _)| *other == entry).map_or(0, |(_, points)| *points);
        let score = |entry: &u32| (*entry, group.scores[self.known(*entry).kind as usize] + own(*entry));
        let mut scores: Vec<(u32, i32)> = group.entries.iter().map(score).collect();
        scores.sort_by_key(|(entry, points)| (std::cmp::Reverse(*points), *entry));
        scores.truncate(SHOWN);
        scores
    }

    /// What stands beside a mention for an entry.
    fn points_beside(&self, index: usize, entry: u32) -> i32 {
        let points = |is: bool, points: i32| if is { points } else { 0 };
        points(self.is_told(index, entry), YEAR).max(points(self.is_from_here(index, entry), COUNTRY))
    }

    /// What the article as a whole has for an entry.
    fn points_in_article(&self, members: &[usize], entry: u32, several: bool, sure: &BTreeSet<&str>) -> i32 {
        let known = self.known(entry);
        // Who is in no list may still be the only one of several entries' makers whom the article names.
        let near = is_of_circle(known, sure)
            || several && circle(known).any(|name| name.contains(' ') && self.tokens.text.contains(name));
        let written = members.iter().take(MEMBERS).any(|index| self.is_written(*index, entry));
        let points = |is: bool, points: i32| if is { points } else { 0 };
        points(near, CIRCLE) + points(written, WRITTEN)
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
        entry.name == text || entry.aliases().any(|alias| alias == text)
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

/// The entries that none is clearly ahead of.
fn ahead(scores: &[(u32, i32)]) -> Vec<u32> {
    let most = scores.iter().map(|(_, points)| *points).max().unwrap_or(0);
    scores.iter().filter(|(_, points)| most - points < CLOSE).map(|(entry, _)| *entry).collect()
}
