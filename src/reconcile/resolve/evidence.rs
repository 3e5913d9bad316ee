//! What is said of things, as far as it speaks for two of them being one: facts that both have, articles that
//! name both, claims that relate one to the other.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::fold;
use super::super::told::Told as Claim;
use super::super::value::Comparable;
use super::local::Locals;
use super::profile::hash;
use super::sets::Sets;
use crate::claim::{Kind, Value};

/// The evidence on the things of one round.
#[derive(Default)]
pub(super) struct Evidence {
    facts: HashMap<u32, HashSet<Fact>>,
    articles: HashMap<u32, HashSet<u32>>,
    related: HashSet<(u32, u32)>,
    /// For each article with one of the things, the people, groups and works that it tells of.
    around: HashMap<u32, HashSet<u32>>,
}

/// A fact of a thing, as a number for its predicate and side and one for the other end: as a thing, and by its
/// name alone, as articles may take the other end for different kinds.
type Fact = (u64, u64);

/// Amounts below this are shared by chance.
const TELLING: f64 = 1_000.0;
/// What more articles than this tell of ties none of them together.
const SPREAD: usize = 24;
/// No more articles of a thing than this are looked at for its circle.
const ARTICLES: usize = 8;
/// Texts of fewer words are shared by chance.
const SENTENCE: usize = 6;

impl Evidence {
    /// Gathers the evidence on things; `things` are the names of their sets.
    pub(super) fn of(claims: &[Claim], locals: &Locals, sets: &mut Sets, things: &HashSet<u32>) -> Evidence {
        let mut evidence = Evidence::default();
        for (index, claim) in claims.iter().enumerate() {
            let subject = sets.find(locals.subject[index]);
            let object = locals.object[index].map(|local| (sets.find(local), local));
            if things.contains(&subject) {
                let ends = object.map(|(object, local)| [u64::from(object), named(locals, local)]);
                let ends = ends.into_iter().flatten().chain(telling(claim.object));
                evidence.learn(subject, hash(&(&claim.predicate, 0)), ends);
            }
            if let Some((object, _)) = object.filter(|(object, _)| things.contains(object)) {
                let ends = [u64::from(subject), named(locals, locals.subject[index])];
                evidence.learn(object, hash(&(&claim.predicate, 1)), ends.into_iter());
                evidence.related.insert((subject.min(object), subject.max(object)));
            }
        }
        for (index, local) in locals.list.iter().enumerate() {
            let thing = sets.find(index as u32);
            if things.contains(&thing) {
                evidence.articles.entry(thing).or_default().insert(local.article);
            }
        }
        evidence.look_around(locals, sets);
        evidence
    }

    /// Notes what else the articles of the things tell of. What many articles tell of is no circle.
    fn look_around(&mut self, locals: &Locals, sets: &mut Sets) {
        let wanted: HashSet<u32> = self.articles.values().flatten().copied().collect();
        let mut spread: HashMap<u32, HashSet<u32>> = HashMap::new();
        for (index, local) in locals.list.iter().enumerate().filter(|(_, local)| is_of_circles(local.kind)) {
            let thing = sets.find(index as u32);
            let articles = spread.entry(thing).or_default();
            if articles.len() <= SPREAD {
                articles.insert(local.article);
            }
        }
        for (thing, articles) in spread.into_iter().filter(|(_, articles)| articles.len() <= SPREAD) {
            for article in articles.into_iter().filter(|article| wanted.contains(article)) {
                self.around.entry(article).or_default().insert(thing);
            }
        }
    }

    /// How many other people, groups and works an article of the one and an article of the other both tell of.
    pub(super) fn circle(&self, a: u32, b: u32) -> usize {
        let of = |thing: u32| {
            let articles = self.articles.get(&thing).into_iter().flatten();
            let mut around: Vec<(u32, &HashSet<u32>)> =
                articles.filter_map(|article| Some((*article, self.around.get(article)?))).collect();
            around.sort_unstable_by_key(|(article, _)| *article);
            around.truncate(ARTICLES);
            around
        };
        let (a_around, b_around) = (of(a), of(b));
        let common = |x: &HashSet<u32>, y: &HashSet<u32>| x.intersection(y).filter(|t| **t != a && **t != b).count();
        let pairs = a_around.iter().flat_map(|(_, x)| b_around.iter().map(move |(_, y)| common(x, y)));
        pairs.max().unwrap_or(0)
    }

    fn learn(&mut self, thing: u32, way: u64, ends: impl Iterator<Item = u64>) {
        self.facts.entry(thing).or_default().extend(ends.map(|end| (way, end)));
    }

    /// In how many ways (predicates, as subject or object) the two are said to be the same.
    pub(super) fn shared(&self, a: u32, b: u32) -> usize {
        let (Some(a), Some(b)) = (self.facts.get(&a), self.facts.get(&b)) else { return 0 };
        let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        small.intersection(large).map(|fact| fact.0).collect::<BTreeSet<u64>>().len()
    }

    /// Whether an article names both, or one is said to be something of the other: then they are two.
    pub(super) fn told_apart(&self, a: u32, b: u32) -> bool {
        self.related.contains(&(a.min(b), a.max(b))) || self.same_article(a, b)
    }

    fn same_article(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.articles.get(&a), self.articles.get(&b)) else { return false };
        !a.is_disjoint(b)
    }

    /// Numbers that part a crowd of things: one for each fact.
    pub(super) fn facts(&self, thing: u32) -> Vec<u64> {
        self.facts.get(&thing).into_iter().flatten().map(hash).collect()
    }
}

/// Kinds that make a circle: a place or a company is named with anything.
fn is_of_circles(kind: Kind) -> bool {
    kind.is_work() || matches!(kind, Kind::Person | Kind::Group | Kind::Event)
}

/// A number for the name of a thing, whatever its kind.
fn named(locals: &Locals, local: u32) -> u64 {
    hash(&("name", locals.list[local as usize].key))
}

/// A number for an object that is not shared by chance: a day, a large amount, a whole sentence.
fn telling(value: &Value) -> Option<u64> {
    match value {
        Value::Text(text) if text.split(' ').count() >= SENTENCE => Some(hash(&fold::key(text))),
        Value::Date(date) if date.has_day() => Some(hash(&date.to_string())),
        _ => match Comparable::new(value, None) {
            Comparable::Amount(_, amount) if amount >= TELLING => Some(hash(&amount.to_bits())),
            _ => None,
        },
    }
}
