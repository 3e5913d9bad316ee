//! Reconciling: joins names over articles, merges claims into facts, finds conflicts. Sees no text, only claims.
//!
//! ```text
//! claims ── order ──▶ resolve ──▶ group ──▶ compare each group alone ──▶ facts, conflicts
//! ```
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
mod value;
mod vocabulary;
mod words;

use std::collections::HashSet;

use rayon::prelude::*;

use draft::Draft;
use group::Group;
use resolve::{Resolution, Thing};
pub use rules::{Comparison, Rules};
use value::Comparable;

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
    let case = Case::new(&claims, rules);
    let conflicts = conflicts(&case);
    let mut facts = facts::facts(&case, &conflicts);
    crate::rank::rank(&claims, &mut facts, &conflicts);
    Report { facts, conflicts, claims }
}

/// All that the comparisons read.
struct Case<'a> {
    claims: &'a [Claim],
    rules: &'a Rules,
    things: Vec<Thing>,
    /// For each claim the number of its subject among the things.
    subject: Vec<u32>,
    /// For each claim the number of its object, if that is a thing.
    object: Vec<Option<u32>>,
    /// For each claim the number of its article.
    article: Vec<u32>,
    articles: Vec<Source<'a>>,
}

/// An article as its claims tell of it.
struct Source<'a> {
    name: &'a str,
    date: Option<&'a Date>,
    copy_key: Option<&'a str>,
}

impl<'a> Case<'a> {
    fn new(claims: &'a [Claim], rules: &'a Rules) -> Case<'a> {
        let Resolution { things, subject, object } = resolve::resolve(claims);
        let (mut article, mut articles) = (Vec::with_capacity(claims.len()), Vec::<Source>::new());
        for claim in claims {
            if articles.last().is_none_or(|last| last.name != claim.article) {
                let (date, copy_key) = (claim.source.date.as_ref(), claim.source.copy_key.as_deref());
                articles.push(Source { name: &claim.article, date, copy_key });
            }
            article.push(articles.len() as u32 - 1);
        }
        Case { claims, rules, things, subject, object, article, articles }
    }

    fn claim(&self, number: u32) -> &'a Claim {
        &self.claims[number as usize]
    }

    fn thing(&self, number: u32) -> &Thing {
        &self.things[number as usize]
    }

    fn date(&self, claim: u32) -> Option<&'a Date> {
        self.articles[self.article[claim as usize] as usize].date
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

/// All conflicts, in the order of subject, kind and predicate.
fn conflicts(case: &Case) -> Vec<Conflict> {
    let by_predicate = case.grouped(|claim| {
        let speech = case.family(claim) == Some(Family::Speech);
        (!speech).then(|| (case.subject[claim as usize], &case.claim(claim).predicate))
    });
    let related = case.grouped(|claim| {
        let pair = (case.subject[claim as usize], case.object[claim as usize]?);
        (case.family(claim) == Some(Family::Relation)).then_some(pair)
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
    drafts.extend(speech::conflicts(case));
    let mut conflicts: Vec<Conflict> = drafts.into_par_iter().filter_map(|draft| draft.finish(case)).collect();
    conflicts.par_sort_unstable_by(|a, b| {
        (&a.subject, a.kind, &a.predicate, &a.id).cmp(&(&b.subject, b.kind, &b.predicate, &b.id))
    });
    conflicts
}
