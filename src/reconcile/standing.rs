//! Conflicts of standing: the same content affirmed here and denied there, or told as fact here and as rumour or
//! plan there. They arise for single-valued and many-valued predicates alike.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, DraftSide, list};
use super::group::{COMPARED, Group, Item, Reach, Shape, reach};
use super::resolve::Sets;
use super::value::Comparable;
use crate::claim::{Modality, Polarity};
use crate::date::Relation;
use crate::lexicon::Cardinality;
use crate::report::{ConflictKind, Weight};

/// The conflicts of a group.
pub(super) fn conflicts(group: &Group) -> Vec<Draft> {
    let contents = contents(group);
    let known = group.items.iter().filter(|item| item.shape == Shape::Known);
    let valued: BTreeSet<u32> = known.flat_map(|item| &item.articles).copied().collect();
    let polarity = contents.iter().filter_map(|items| polarity(group, items, &valued));
    let status = contents.iter().filter_map(|items| status(group, items));
    polarity.chain(status).collect()
}

/// Items that have one content: equal values, and dates of which one holds the other. "Released", said without
/// a date, is of one content with any date of release.
fn contents<'a>(group: &'a Group) -> Vec<Vec<&'a Item>> {
    let items: Vec<&Item> = group.items.iter().filter(|item| item.shape != Shape::Unknown).collect();
    let mut sets = Sets::new(items.len());
    let mut by_value: BTreeMap<String, usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let same = *by_value.entry(item.value.key()).or_insert(at);
        let near = (0..at.min(COMPARED)).filter(|other| one_content(items[*other], item));
        for other in near.chain((reach(&items[same].scope, &item.scope) != Reach::Apart).then_some(same)) {
            sets.join(other as u32, at as u32);
        }
    }
    let mut contents: BTreeMap<u32, Vec<&Item>> = BTreeMap::new();
    for (at, item) in items.into_iter().enumerate() {
        contents.entry(sets.find(at as u32)).or_default().push(item);
    }
    contents.into_values().collect()
}

fn one_content(a: &Item, b: &Item) -> bool {
    if reach(&a.scope, &b.scope) == Reach::Apart {
        return false;
    }
    match (&a.value, &b.value) {
        (Comparable::Date(x), Comparable::Date(y)) => {
            matches!(x.relate(y), Relation::Equal | Relation::Contains | Relation::Inside)
        }
        (Comparable::Date(_), Comparable::Open) | (Comparable::Open, Comparable::Date(_)) => true,
        _ => a.value.key() == b.value.key(),
    }
}

/// Affirmed in one article, denied in another. Of a predicate with one value, an article among the `valued` that
/// denies one and has another has moved on: that is a conflict of values.
fn polarity(group: &Group, items: &[&Item], valued: &BTreeSet<u32>) -> Option<Draft> {
    let case = group.case;
    let affirming: BTreeSet<u32> = items.iter().flat_map(|item| &item.articles).copied().collect();
    let moved = |article: u32| group.comparison.cardinality == Cardinality::One && valued.contains(&article);
    let denied: Vec<u32> = items
        .iter()
        .filter(|item| item.shape == Shape::Known)
        .flat_map(|item| &item.denied)
        .copied()
        .filter(|claim| !affirming.contains(&case.article[*claim as usize]) && !moved(case.article[*claim as usize]))
        .collect();
    let first = items.iter().find(|item| !item.denied.is_empty())?;
    let affirmed: Vec<u32> =
        items.iter().filter(|item| !item.affirmed.is_empty()).flat_map(|item| &item.affirmed).copied().collect();
    if denied.is_empty() || affirmed.is_empty() {
        return None;
    }
    let value = group.side_value(first);
    let deniers: BTreeSet<&str> = denied.iter().filter_map(|claim| case.claim(*claim).attribution.as_deref()).collect();
    let by = list(deniers.into_iter().map(String::from));
    let side = |polarity, claims| DraftSide { polarity: Some(polarity), ..DraftSide::new(value.clone(), claims) };
    Some(Draft {
        kind: ConflictKind::Polarity,
        weight: Weight::Hard,
        subject: case.thing(group.thing).entity.clone(),
        predicate: Some(group.predicate.into()),
        note: if by.is_empty() {
            "Affirmed here, denied there.".into()
        } else {
            format!("Affirmed here, denied there ({by}).")
        },
        sides: vec![side(Polarity::Affirmed, affirmed), side(Polarity::Negated, denied)],
    })
}

/// The same content, told as fact, plan or hearsay by different articles.
fn status(group: &Group, items: &[&Item]) -> Option<Draft> {
    let told = told(group, items);
    let modalities: BTreeSet<Modality> = told.values().map(|(modality, _)| *modality).collect();
    let dated = items.iter().any(|item| matches!(item.value, Comparable::Date(_) | Comparable::Open));
    let hearsay = modalities.iter().any(|modality| is_hearsay(*modality));
    let settled = modalities.iter().any(|modality| !is_hearsay(*modality));
    let happened = modalities.contains(&Modality::Asserted) && modalities.contains(&Modality::Planned);
    if !(hearsay && settled || dated && happened) {
        return None;
    }
    let mut sides: BTreeMap<(String, Modality), DraftSide> = BTreeMap::new();
    for item in items {
        for claim in &item.affirmed {
            let (modality, _) = told[&group.case.article[*claim as usize]];
            sides
                .entry((item.value.key(), modality))
                .or_insert_with(|| DraftSide {
                    modality: Some(modality),
                    ..DraftSide::new(group.side_value(item), Vec::new())
                })
                .claims
                .push(*claim);
        }
    }
    let words = list(modalities.iter().map(|modality| word(*modality).to_string()));
    let (order, weight) = order(group, &told);
    Some(Draft {
        kind: ConflictKind::Status,
        weight,
        subject: group.case.thing(group.thing).entity.clone(),
        predicate: Some(group.predicate.into()),
        sides: sides.into_values().collect(),
        note: format!("The same content is {words}; {order}."),
    })
}

/// For each article how firmly it tells a content, at its firmest, and the claim that does.
fn told(group: &Group, items: &[&Item]) -> BTreeMap<u32, (Modality, u32)> {
    let mut told: BTreeMap<u32, (Modality, u32)> = BTreeMap::new();
    for claim in items.iter().flat_map(|item| &item.affirmed) {
        let found = (group.case.claim(*claim).modality, *claim);
        told.entry(group.case.article[*claim as usize]).and_modify(|best| *best = found.min(*best)).or_insert(found);
    }
    told
}

fn is_hearsay(modality: Modality) -> bool {
    matches!(modality, Modality::Reported | Modality::Rumoured)
}

fn word(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "told as fact",
        Modality::Planned => "planned",
        Modality::Reported => "reported",
        Modality::Rumoured => "rumoured",
        Modality::Denied => "denied",
    }
}

/// Which article supersedes, if all are dated and firmer ones are later; a note then, else a soft conflict.
fn order(group: &Group, told: &BTreeMap<u32, (Modality, u32)>) -> (String, Weight) {
    let dated: Option<Vec<(&crate::Date, Modality)>> =
        told.values().map(|(modality, claim)| Some((group.case.date(*claim)?, *modality))).collect();
    let Some(mut dated) = dated else {
        return ("not all articles are dated, so which came first is not known".into(), Weight::Soft);
    };
    dated.sort();
    match (dated.first(), dated.last()) {
        (Some((first, before)), Some((last, after))) if first < last && after < before => {
            (format!("the later article ({last}) supersedes the earlier one ({first})"), Weight::Note)
        }
        _ => ("the later article is not the firmer one".into(), Weight::Soft),
    }
}
