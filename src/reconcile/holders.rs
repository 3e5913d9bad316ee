//! Credits and relations: of several predicates or people usually one is right, but several may be. Articles are
//! at odds only if what one says and what another says have nothing in common.

use std::collections::{BTreeMap, BTreeSet};

use super::Case;
use super::draft::{Draft, DraftSide, texts};
use super::group::{COMPARED, Group, Reach, Scope, Shape, denies, reach};

use super::value::Comparable;
use crate::claim::Kind;
use crate::lexicon::Family;
use crate::report::{ConflictKind, SideValue, Weight};

/// Whom articles credit with one work: a conflict for each scope in which two articles name no one in common.
pub(super) fn credit(group: &Group) -> Vec<Draft> {
    if group.comparison.family != Some(Family::Credit) {
        return Vec::new();
    }
    let known = group.known();
    let mut scopes: BTreeMap<(bool, &Scope), Vec<usize>> = BTreeMap::new();
    for (at, item) in known.iter().enumerate() {
        let firm =
            matches!(item.value, Comparable::Thing(thing) if group.case.thing(thing).entity.kind == Kind::Company);
        scopes.entry((firm, &item.scope)).or_default().push(at);
    }
    // A scope that leaves open what another says is part of it; the widest comes first.
    let mut heaps: Vec<(bool, &Scope, Vec<usize>)> = Vec::new();
    for ((firm, scope), items) in scopes {
        match heaps.iter_mut().take(COMPARED).find(|heap| heap.0 == firm && reach(heap.1, scope) != Reach::Apart) {
            Some(heap) => heap.2.extend(items),
            None => heaps.push((firm, scope, items)),
        }
    }
    heaps.iter().filter_map(|(.., items)| credit_of(group, items)).collect()
}

fn credit_of(group: &Group, items: &[usize]) -> Option<Draft> {
    let known = group.known();
    let mut of_article: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for at in items {
        for article in &known[*at].articles {
            of_article.entry(*article).or_default().insert(known[*at].value.key());
        }
    }
    let contested = contested(of_article.values())?;
    let mut sides: BTreeMap<String, DraftSide> = BTreeMap::new();
    for item in items.iter().map(|at| known[*at]).filter(|item| contested.contains(&item.value.key())) {
        debug_assert_eq!(item.shape, Shape::Known);
        sides
            .entry(item.value.key())
            .or_insert_with(|| DraftSide::new(group.side_value(item), Vec::new()))
            .claims
            .extend(&item.affirmed);
    }
    let sides: Vec<DraftSide> = sides.into_values().collect();
    Some(Draft {
        kind: ConflictKind::Credit,
        weight: Weight::Soft,
        subject: group.case.thing(group.thing).entity.clone(),
        predicate: Some(group.predicate.into()),
        note: format!("The credit goes to {} in different articles, which name no one in common.", texts(&sides)),
        sides,
    })
}

/// The members of all sets that have nothing in common with some other set; `None` if any two share something.
pub(super) fn contested<'a, T: Ord>(sets: impl Iterator<Item = &'a BTreeSet<T>>) -> Option<BTreeSet<&'a T>> {
    let mut counted: BTreeMap<&BTreeSet<T>, usize> = BTreeMap::new();
    for set in sets {
        *counted.entry(set).or_default() += 1;
    }
    let mut distinct: Vec<_> = counted.into_iter().collect();
    distinct.sort_by_key(|(set, count)| (std::cmp::Reverse(*count), *set));
    let mut contested: BTreeSet<&T> = BTreeSet::new();
    for (at, (set, _)) in distinct.iter().enumerate() {
        for (other, _) in distinct[..at.min(COMPARED)].iter().filter(|(other, _)| set.is_disjoint(other)) {
            contested.extend(set.iter().chain(other.iter()));
        }
    }
    (!contested.is_empty()).then_some(contested)
}

/// How articles relate one work to another: remake here, sequel there.
pub(super) fn relation(case: &Case, work: u32, claims: &[u32]) -> Option<Draft> {
    let affirmed: Vec<u32> = claims.iter().copied().filter(|claim| !denies(case.claim(*claim))).collect();
    let mut of_article: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for claim in &affirmed {
        let predicates = of_article.entry(case.article[*claim as usize]).or_default();
        predicates.insert(case.claim(*claim).predicate.clone());
    }
    let contested = contested(of_article.values())?;
    let side = |predicate: &&String| {
        let claims = affirmed.iter().copied().filter(|claim| case.claim(*claim).predicate == **predicate);
        DraftSide::new(SideValue::Word((*predicate).clone()), claims.collect())
    };
    let other = affirmed.first().map(|claim| match (case.object[*claim as usize], &case.claim(*claim).object) {
        (Some(thing), _) => {
            let entity = &case.thing(thing).entity;
            format!("{} ({})", entity.name, entity.kind.name())
        }
        (None, value) => value.text(),
    });
    Some(Draft {
        kind: ConflictKind::Relation,
        weight: Weight::Soft,
        subject: case.thing(work).entity.clone(),
        predicate: None,
        sides: contested.iter().map(side).collect(),
        note: format!("Its relation to {} is told in different ways.", other.unwrap_or_default()),
    })
}
