//! Reconciling: joins names over articles, merges claims into facts, finds conflicts. Sees no text, only claims.
//!
//! ```text
//! claims ── order ──▶ resolve ──▶ group ──▶ compare each group alone ──▶ facts, conflicts
//! ```
//!
//! [`reconcile()`] does it in memory. For more claims than that holds, [`Ledger`], [`World`] and [`Part`] do the same
//! part by part.
//!
//! The order of the claims does not matter: they are sorted first, and nothing later depends on anything but
//! their content. Each group (a thing and a predicate; a pair of works; a statement) is compared by itself, so
//! threads share the work. Every step is linear in the number of claims: a group's claims are put together by
//! value first, and only distinct values are compared, each with the best supported ones.

pub mod copies;
mod draft;
mod facts;
mod fold;
mod group;
mod holders;
mod naming;
mod resolve;
mod rules;
mod single;
mod speech;
mod standing;
mod told;
mod value;
mod vocabulary;
mod words;
mod world;

use std::collections::HashSet;

use rayon::prelude::*;

use draft::Draft;
use group::Group;
use resolve::Thing;
pub use rules::{Comparison, Rules};
pub use told::Ledger;
use value::Comparable;
pub use world::{Numbered, Part, Speech, World};

use crate::date::Date;
use crate::lexicon::Family;
use crate::report::Conflict;
use crate::{Claim, Lexicon, Report};

/// Facts and conflicts of a set of claims. The order of `claims` does not matter; a claim given twice counts
/// once.
pub fn reconcile(claims: Vec<Claim>, lexicon: &Lexicon) -> Report {
    reconcile_by(claims, &Rules::of(lexicon))
}

/// The same with the comparing rules given by themselves.
pub fn reconcile_by(mut claims: Vec<Claim>, rules: &Rules) -> Report {
    claims.par_sort_unstable_by(|a, b| a.place().cmp(&b.place()));
    claims.dedup_by(|a, b| a.article == b.article && a.id == b.id);
    let (facts, conflicts) = World::whole(&claims, rules).all(&mut claims);
    Report { facts, conflicts, claims }
}

/// All that the comparisons of a part read.
struct Case<'a> {
    world: &'a World<'a>,
    part: u32,
    rules: &'a Rules,
    things: &'a [Thing],
    articles: &'a [Source],
    /// The claims of the part, in order; comparisons know them by their place here.
    claims: &'a [Claim],
    /// For each claim its number among all claims.
    numbers: Vec<u32>,
    /// For each claim the number of its subject among the things.
    subject: Vec<u32>,
    /// For each claim the number of its object, if that is a thing.
    object: Vec<Option<u32>>,
    /// For each claim the number of its article.
    article: Vec<u32>,
}

/// An article as its claims tell of it.
struct Source {
    name: String,
    date: Option<Date>,
    copy_key: Option<String>,
}

impl Source {
    fn of(claim: &Claim) -> Source {
        let source = &claim.source;
        Source { name: claim.article.clone(), date: source.date.clone(), copy_key: source.copy_key.clone() }
    }
}

/// A conflict with the claims of its sides, by number.
struct Finished {
    conflict: Conflict,
    claims: Vec<u32>,
}

impl<'a> Case<'a> {
    /// Some claims of a world, with their numbers in it.
    fn of_part(world: &'a World<'a>, part: u32, numbers: Vec<u32>, claims: &'a [Claim]) -> Case<'a> {
        Case {
            world,
            part,
            rules: world.rules,
            things: &world.things,
            articles: &world.articles,
            claims,
            subject: numbers.iter().map(|number| world.subject[*number as usize]).collect(),
            object: numbers.iter().map(|number| world.object[*number as usize]).collect(),
            article: numbers.iter().map(|number| world.article[*number as usize]).collect(),
            numbers,
        }
    }

    /// The number among all of a claim.
    fn number(&self, claim: u32) -> u32 {
        self.numbers[claim as usize]
    }

    /// The claim of a number among all.
    fn local(&self, number: u32) -> Option<u32> {
        self.numbers.binary_search(&number).ok().map(|at| at as u32)
    }

    /// Whether a thing is of this part, so that all its claims are here.
    fn is_home(&self, thing: u32) -> bool {
        self.world.part[thing as usize] == self.part
    }

    /// The things of this part.
    fn home(&self) -> &'a [u32] {
        &self.world.homes[self.part as usize]
    }

    fn claim(&self, number: u32) -> &'a Claim {
        &self.claims[number as usize]
    }

    fn thing(&self, number: u32) -> &Thing {
        &self.things[number as usize]
    }

    fn date(&self, claim: u32) -> Option<&'a Date> {
        self.articles[self.article[claim as usize] as usize].date.as_ref()
    }

    /// What a claim's object is compared as.
    fn comparable(&self, claim: u32) -> Comparable {
        let object = &self.claim(claim).object;
        if self.claim(claim).predicate == vocabulary::AGE {
            return Comparable::age(object, self.date(claim));
        }
        Comparable::new(object, self.object[claim as usize])
    }

    /// A text that is the same for the same object.
    fn value_key(&self, claim: u32) -> String {
        Comparable::new(&self.claim(claim).object, self.object[claim as usize]).key()
    }

    /// Claims in groups of equal keys, in the order of the keys.
    fn grouped<K: Ord + Send>(&self, key: impl Fn(u32) -> Option<K> + Sync) -> Vec<(K, Vec<u32>)> {
        let mut keyed: Vec<(K, u32)> = (0..self.claims.len() as u32)
            .into_par_iter()
            .filter_map(|claim| key(claim).map(|key| (key, claim)))
            .collect();
        keyed.par_sort_unstable();
        let mut groups: Vec<(K, Vec<u32>)> = Vec::new();
        for (key, claim) in keyed {
            match groups.last_mut() {
                Some((last, claims)) if *last == key => claims.push(claim),
                _ => groups.push((key, vec![claim])),
            }
        }
        groups
    }

    fn family(&self, claim: u32) -> Option<Family> {
        self.rules.of_predicate(&self.claim(claim).predicate).family
    }
}

/// All conflicts of the things of a part, in no order.
fn conflicts_of_things(case: &Case) -> Vec<Finished> {
    let by_predicate = case.grouped(|claim| {
        let speech = case.family(claim) == Some(Family::Speech);
        let subject = case.subject[claim as usize];
        (!speech && case.is_home(subject)).then(|| (subject, &case.claim(claim).predicate))
    });
    let related = case.grouped(|claim| {
        let pair = (case.subject[claim as usize], case.object[claim as usize]?);
        (case.family(claim) == Some(Family::Relation) && case.is_home(pair.0)).then_some(pair)
    });
    let twins: HashSet<u32> = related.iter().filter(|((a, b), _)| a == b).map(|((thing, _), _)| *thing).collect();
    let mut drafts: Vec<Draft> = by_predicate
        .into_par_iter()
        .flat_map_iter(|((thing, predicate), claims)| {
            let group = Group::new(case, thing, predicate, claims, twins.contains(&thing));
            let mut drafts = single::conflicts(&group);
            drafts.extend(standing::conflicts(&group));
            drafts.extend(holders::credit(&group));
            drafts
        })
        .collect();
    drafts.par_extend(related.into_par_iter().filter_map(|((work, _), claims)| holders::relation(case, work, &claims)));
    drafts.extend(naming::conflicts(case));
    drafts.into_par_iter().filter_map(|draft| draft.finish(case)).collect()
}

/// All conflicts of the quotations among some claims, in no order.
fn conflicts_of_speech(case: &Case) -> Vec<Finished> {
    speech::conflicts(case).into_par_iter().filter_map(|draft| draft.finish(case)).collect()
}
