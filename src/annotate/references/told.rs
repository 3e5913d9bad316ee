//! What an article tells of its works, so that "the Korean film", "the 2014 series" and "the first film" mean the right
//! one of several: where and when each was made, and which others continue.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::quotes::MARKS;
use super::{AGED_REACH, Resolver, WORKS, Wanted};
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Closed, Small, Word};

/// What people were called by what they do.
pub(super) type Trades<'a> = BTreeMap<u32, BTreeSet<&'a str>>;

/// What somebody does is called by no more words.
const TRADE: usize = 3;
/// How far before and behind a name stands what is told of it, in tokens.
const BESIDE: usize = 6;
/// Of an article that names more works no more are looked at.
const WORKS_MOST: usize = 40;

fn trade(word: &Word) -> Option<&str> {
    match word {
        Word::Occupation { value, plural: false, .. } => Some(value),
        _ => None,
    }
}

/// What a phrase tells to part one work from others.
#[derive(Clone, Copy)]
enum Trait {
    Country,
    Year,
}

/// What is told of one thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Told<'a> {
    countries: Vec<&'a str>,
    years: Vec<&'a str>,
    /// Whether another work continues it or remakes it.
    original: bool,
}

impl<'a> Told<'a> {
    fn all(&self, of: Trait) -> &[&'a str] {
        match of {
            Trait::Country => &self.countries,
            Trait::Year => &self.years,
        }
    }
}

impl Trait {
    /// The gazetteer's fact of it.
    fn fact(self) -> &'static str {
        match self {
            Trait::Country => "country",
            Trait::Year => "year",
        }
    }
}

impl<'a> Resolver<'a> {
    /// Notes what stands beside the name of a work: "the 2014 Korean chiller X", "X (2014)", "a sequel to X".
    pub(super) fn note_told(&mut self, thing: u32, name: Range<usize>) {
        if !self.things.list[thing as usize].kind.is_some_and(Kind::is_work) {
            return;
        }
        let sentence = self.tokens.sentences[self.tokens.sentence_of(name.start)].clone();
        let mut told = self.told.remove(&thing).unwrap_or_default();
        let before = name.start.saturating_sub(BESIDE).max(sentence.start)..name.start;
        let joined = |at: &usize| self.tokens.between(*at, at + 1).trim_matches(MARKS) == " ";
        let first = before.clone().rev().take_while(|at| joined(at) && self.name_over(*at).is_none()).last();
        let range = first.unwrap_or(name.start)..name.start;
        self.read_told(range.clone(), &mut told);
        told.original |= self.is_continued(range, name.end, sentence.end);
        if self.tokens.between(name.end - 1, name.end).trim_start_matches(MARKS) == " (" {
            self.read_told(name.end..name.end + 1, &mut told);
        }
        let aside = self.tokens.between(name.end - 1, name.end).starts_with(',')
            && self.tokens.is_small(name.end, Small::Indefinite);
        if aside {
            let behind = name.end + 1..sentence.end.min(name.end + 4);
            let end = behind.clone().find(|at| self.tokens.is(*at, |word| matches!(word, Word::Noun { .. })));
            self.read_told(name.end + 1..end.unwrap_or(name.end + 1), &mut told);
        }
        self.told.insert(thing, told);
    }

    /// Notes what a person is called: "actress Maria Lind", "Maria Lind, the drummer".
    pub(super) fn note_trade(&mut self, person: u32, name: Range<usize>) {
        if self.things.list[person as usize].kind != Some(Kind::Person) {
            return;
        }
        let (tokens, mut found) = (self.tokens, BTreeSet::new());
        let sentence = tokens.sentences[tokens.sentence_of(name.start)].clone();
        if name.start > sentence.start && tokens.between(name.start - 1, name.start) == " " {
            for first in name.start.saturating_sub(TRADE).max(sentence.start)..name.start {
                let whole = tokens.tags(first).iter().filter(|tag| first + tag.length == name.start);
                found.extend(whole.filter_map(|tag| trade(tag.word)));
            }
        }
        let determined = [Small::Article, Small::Indefinite].iter().any(|role| tokens.is_small(name.end, *role));
        if name.end < sentence.end && determined && tokens.between(name.end - 1, name.end) == ", " {
            found.extend(tokens.longest(name.end + 1, trade).map(|(_, trade)| trade));
        }
        if !found.is_empty() {
            self.trades.entry(person).or_default().extend(found);
        }
    }

    /// Who of the people named lately was called so; nobody, if two were.
    pub(super) fn of_trade(&self, wanted: &Wanted) -> Option<Vec<u32>> {
        let trade = wanted.trade?;
        let called = |thing: &u32| self.trades.get(thing).is_some_and(|trades| trades.contains(trade));
        let named = self.named.iter().rev().take(AGED_REACH).flatten();
        let things = named.filter(|named| named.things.len() == 1).map(|named| named.things[0]);
        let fitting: BTreeSet<u32> = things.filter(|thing| called(thing) && self.fits(*thing, wanted)).collect();
        (fitting.len() == 1).then(|| fitting.into_iter().collect())
    }

    /// "The film is X", "their track is called X": what a sentence introduces so is what the article goes on about.
    pub(super) fn note_introduced(&mut self, thing: u32, start: usize) {
        let tokens = self.tokens;
        let sentence = tokens.sentences[tokens.sentence_of(start)].start;
        let called = (1..=2).find(|length| {
            let first = start.checked_sub(*length).filter(|first| *first > sentence);
            first.is_some_and(|first| tokens.small(first, Small::Called) == Some(*length))
        });
        let verb = start.checked_sub(called.unwrap_or(0) + 1).filter(|verb| *verb > sentence);
        let is_work = self.things.list[thing as usize].kind.is_some_and(Kind::is_work);
        if is_work && verb.is_some_and(|verb| tokens.is_small(verb, Small::Copula) && !tokens.is_possessive(verb)) {
            self.counts[thing as usize] += 1;
        }
    }

    /// Notes of "Harbour Lights star Maria Lind" who is meant by "the Harbour Lights star".
    pub(super) fn note_tie(&mut self, person: u32, name: usize) {
        let Some(before) = name.checked_sub(1).map(|before| &self.candidates[before]) else { return };
        let between = before.tokens.end..self.candidates[name].tokens.start;
        let work = self.things.of[name - 1];
        let length = self.tokens.longest(between.start, |word| matches!(word, Word::Occupation { .. }).then_some(()));
        let joined = (between.start..=between.end)
            .all(|at| at > 0 && self.tokens.between(at - 1, at).trim_start_matches(MARKS) == " ");
        let called = length.is_some_and(|(length, ())| length == between.len()) && joined;
        let is_person = self.things.list[person as usize].kind == Some(Kind::Person);
        if let (Some(work), true) = (work, called && is_person) {
            self.ties.entry(work).or_insert(person);
        }
    }

    /// Who was called the star or singer of what a name stands for.
    pub(super) fn tied_to(&self, name: usize) -> Option<u32> {
        self.ties.get(&self.things.of[name]?).copied()
    }

    fn name_over(&self, at: usize) -> Option<usize> {
        let behind = self.candidates.partition_point(|candidate| candidate.tokens.start <= at);
        behind.checked_sub(1).filter(|name| self.candidates[*name].tokens.contains(&at))
    }

    fn read_told(&self, range: Range<usize>, told: &mut Told<'a>) {
        for at in range {
            told.countries.extend(self.country(at).map(|(_, country)| country));
            told.years.extend(self.year(at));
        }
    }

    pub(super) fn year(&self, at: usize) -> Option<&'a str> {
        let word = self.tokens.word(at);
        let year = self.tokens.shape(at) == Shape::Digit && word.len() == 4;
        (year && (word.starts_with("19") || word.starts_with("20"))).then_some(word)
    }

    /// Whether a relation leads to the name: "a sequel to the 2014 film X", "the X sequel".
    fn is_continued(&self, before: Range<usize>, end: usize, sentence: usize) -> bool {
        let preposition = |at: usize| self.tokens.is(at, |word| *word == Word::Closed(Closed::Preposition));
        let leads = |at: usize| self.relation(at).is_some_and(|length| preposition(at + length));
        let between = self.tokens.between(end - 1, end);
        let follows = end < sentence && between.trim_start_matches(MARKS) == " " && self.relation(end).is_some();
        before.into_iter().any(leads) || follows
    }

    /// Whether a work is what a phrase tells of country and year; what tells of neither fits only works that are alone.
    pub(super) fn is_as_told(&self, thing: u32, wanted: &Wanted) -> bool {
        if wanted.country.is_none() && wanted.year.is_none() {
            return true;
        }
        let told = self.told.get(&thing);
        let fits = |of: Trait, value: Option<&str>| {
            let (told, fact) = (told.map_or(&[][..], |told| told.all(of)), self.fact(thing, of.fact()));
            let is = |value: &str| told.contains(&value) || fact == Some(value);
            let open = fact.is_none() && told.is_empty();
            value.is_none_or(|value| is(value) || open && !self.has_rival(thing, of, value, wanted))
        };
        fits(Trait::Country, wanted.country) && fits(Trait::Year, wanted.year)
    }

    /// Whether a work has the title of another, and more: "Heron: The Return".
    fn continues(&self, thing: u32) -> bool {
        let name = |thing: u32| self.things.list[thing as usize].name.as_str();
        let begins = |other: &u32| {
            *other != thing && name(thing).strip_prefix(name(*other)).is_some_and(|rest| rest.starts_with(':'))
        };
        self.told.keys().take(WORKS_MOST).any(begins)
    }

    /// Whether the article has named another work that a phrase could mean: of that year or country, or of one that
    /// it does not tell.
    fn has_rival(&self, thing: u32, of: Trait, value: &str, wanted: &Wanted) -> bool {
        let kind = |thing: u32| self.things.list[thing as usize].kind;
        self.told.iter().any(|(other, told)| {
            let fits = told.all(of).is_empty() || told.all(of).contains(&value);
            *other != thing
                && fits
                && !self.continues(*other)
                && kind(*other).is_some_and(|kind| wanted.kinds.contains(&kind))
        })
    }

    /// A fact that the gazetteer has of a thing.
    pub(super) fn fact(&self, thing: u32, key: &str) -> Option<&'a str> {
        let thing = &self.things.list[thing as usize];
        let id = thing.id.as_ref()?;
        let names = &self.lexicon.names;
        let entries = names.get(&thing.name).into_iter().map(|entry| names.entry(entry));
        entries.filter(|entry| entry.id == *id).find_map(|entry| entry.fact(key))
    }

    /// Which work "the first film", "the original" means: one that another continues; the only one there is.
    pub(super) fn original(&self, wanted: &Wanted) -> Option<u32> {
        // "The first single", "the first album" are not what others continue.
        if !wanted.kinds.iter().any(|kind| WORKS.contains(kind)) {
            return None;
        }
        let works = self.told.keys().copied().take(WORKS_MOST);
        let fitting: Vec<u32> = works.filter(|thing| self.fits(*thing, wanted)).collect();
        let continued = fitting.iter().copied().find(|thing| self.is_original(*thing));
        continued.or(if let [only] = fitting[..] { Some(only) } else { None })
    }

    /// Which work "the second film" means, where the article tells of one that another continues.
    pub(super) fn second_work(&self, wanted: &Wanted) -> Option<u32> {
        let works = self.told.keys().copied().take(WORKS_MOST);
        let (first, rest): (Vec<u32>, Vec<u32>) =
            works.filter(|thing| self.fits(*thing, wanted)).partition(|thing| self.is_original(*thing));
        let titled: Vec<u32> = rest.iter().copied().filter(|thing| self.continues(*thing)).collect();
        match (&first[..], &titled[..], &rest[..]) {
            ([_], [second], _) | ([_], [], [second]) => Some(*second),
            _ => None,
        }
    }

    /// Whether another work continues a work: it is said to, or it has its title and more.
    pub(super) fn is_original(&self, thing: u32) -> bool {
        let name = |thing: u32| self.things.list[thing as usize].name.as_str();
        let longer =
            |other: &u32| name(*other).strip_prefix(name(thing)).is_some_and(|rest| rest.starts_with([':', ' ']));
        self.told.get(&thing).is_some_and(|told| told.original) || self.told.keys().take(WORKS_MOST).any(longer)
    }
}
