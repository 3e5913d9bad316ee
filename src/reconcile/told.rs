//! What resolving needs of a claim, and nothing else of it: small enough to have it of all claims at a time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::Source;
use crate::claim::{Claim, Entity, Polarity, Value};

/// A claim as resolving sees it.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) article: &'a String,
    pub(super) subject: &'a Entity,
    pub(super) predicate: &'a String,
    pub(super) object: &'a Value,
    pub(super) polarity: Polarity,
}

impl<'a> Told<'a> {
    pub(super) fn of(claim: &'a Claim) -> Told<'a> {
        Told {
            article: &claim.article,
            subject: &claim.subject,
            predicate: &claim.predicate,
            object: &claim.object,
            polarity: claim.polarity,
        }
    }
}

/// Takes down what is told of names, claim after claim: the index by which the names of all articles are resolved. It
/// holds each name, value and predicate once, and some twenty bytes a claim.
#[derive(Default)]
pub struct Ledger {
    pub(super) articles: Vec<Source>,
    rows: Vec<Row>,
    entities: Numbered<Entity>,
    values: Numbered<Value>,
    predicates: Numbered<String>,
}

/// A claim by numbers.
struct Row {
    article: u32,
    subject: u32,
    predicate: u32,
    object: u32,
    polarity: Polarity,
}

impl Ledger {
    /// Takes down the next claims. They come in the order of their place ([`Claim::place`]), each once.
    pub fn add(&mut self, claims: &[Claim]) {
        for claim in claims {
            if self.articles.last().is_none_or(|last| last.name != claim.article) {
                self.articles.push(Source::of(claim));
            }
            self.rows.push(Row {
                article: self.articles.len() as u32 - 1,
                subject: self.entities.number(&claim.subject),
                predicate: self.predicates.number(&claim.predicate),
                object: self.values.number(&claim.object),
                polarity: claim.polarity,
            });
        }
    }

    /// How many claims were taken down.
    pub fn claims(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn told(&self) -> Vec<Told<'_>> {
        let told = |row: &Row| Told {
            article: &self.articles[row.article as usize].name,
            subject: &self.entities.list[row.subject as usize],
            predicate: &self.predicates.list[row.predicate as usize],
            object: &self.values.list[row.object as usize],
            polarity: row.polarity,
        };
        self.rows.iter().map(told).collect()
    }

    /// For each claim the number of its article.
    pub(super) fn article(&self) -> Vec<u32> {
        self.rows.iter().map(|row| row.article).collect()
    }

    /// For each claim whether its predicate is one of these.
    pub(super) fn of_predicates(&self, one_of: impl Fn(&str) -> bool) -> Vec<bool> {
        let is: Vec<bool> = self.predicates.list.iter().map(|name| one_of(name)).collect();
        self.rows.iter().map(|row| is[row.predicate as usize]).collect()
    }

    /// Numbers of the claims whose predicate is one of these.
    pub(super) fn of(&self, one_of: impl Fn(&str) -> bool) -> Vec<u32> {
        (0..).zip(self.of_predicates(one_of)).filter(|(_, is)| *is).map(|(number, _)| number).collect()
    }
}

/// Things with numbers, each once.
struct Numbered<T> {
    list: Vec<Arc<T>>,
    numbers: HashMap<Arc<T>, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Numbered<T> {
        Numbered { list: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number(&mut self, item: &T) -> u32 {
        if let Some(number) = self.numbers.get(item) {
            return *number;
        }
        let (number, item) = (self.list.len() as u32, Arc::new(item.clone()));
        self.list.push(Arc::clone(&item));
        self.numbers.insert(item, number);
        number
    }
}
