//! Facts: claims merged over articles, with who says them and what contests them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::draft::hash;
use super::group::{Scope, denies, folded, scope};
use super::{Case, Comparable, fold};
use crate::claim::{Claim, Entity, Value};
use crate::report::{Conflict, End, Fact, Joined, Rank, Support};

/// One fact for each subject of the part, predicate, object and scope that some claim affirms, in that order.
/// `contested` has for claims the ids of conflicts.
pub(super) fn facts(case: &Case, contested: &HashMap<u32, BTreeSet<&str>>) -> Vec<Fact> {
    let of_part = |key: &Key| case.is_home(key.0);
    let groups = case.grouped(|claim| (!denies(case.claim(claim))).then(|| key(case, claim)).filter(of_part));
    let mut facts: Vec<Fact> = groups.iter().map(|(key, claims)| fact(case, key.0, claims, contested)).collect();
    facts.sort_unstable_by(|a, b| a.place().cmp(&b.place()));
    facts
}

/// What claims of one fact share: subject, predicate, value, scope.
type Key<'a> = (u32, &'a str, String, Scope);

/// The key of a claim's fact. Symmetric predicates have the lower thing first.
fn key<'a>(case: &Case<'a>, number: u32) -> Key<'a> {
    let claim = case.claim(number);
    let comparison = case.rules.of_predicate(&claim.predicate);
    let (mut subject, mut value) = (case.subject[number as usize], case.value_key(number));
    if let Some(name) = other_name(case, number) {
        value = Comparable::Words(fold::key(name)).key();
    }
    if let (true, Some(object)) = (comparison.symmetric, case.object[number as usize])
        && object < subject
    {
        (subject, value) = (object, Comparable::Thing(subject).key());
    }
    // What is said not to be known is compared like what is left open, but is another fact.
    let open = matches!(claim.object, Value::Unknown | Value::Unspecified).then(|| claim.object.kind_name());
    (subject, &claim.predicate, open.map_or(value, String::from), scope(claim, comparison))
}

/// The name that a claim about one thing gives it beside its usual one.
fn other_name<'a>(case: &Case<'a>, number: u32) -> Option<&'a str> {
    let (claim, thing) = (case.claim(number), case.subject[number as usize]);
    let (Value::Entity(object), Some(other)) = (&claim.object, case.object[number as usize]) else { return None };
    let is_usual = fold::key(&object.name) == fold::key(&case.thing(thing).entity.name);
    (other == thing).then_some(if is_usual { claim.subject.name.as_str() } else { object.name.as_str() })
}

fn fact(case: &Case, subject: u32, claims: &[u32], contested: &HashMap<u32, BTreeSet<&str>>) -> Fact {
    let first = claims[0] as usize;
    let claim = &case.claims[first];
    let articles: BTreeSet<u32> = claims.iter().map(|claim| case.article[*claim as usize]).collect();
    let sources: BTreeSet<u32> = articles.iter().map(|article| case.world.source[*article as usize]).collect();
    let entity = |thing: u32| case.thing(thing).entity.clone();
    let object = match (case.object[first], other_name(case, claims[0])) {
        (Some(thing), Some(name)) => Value::Entity(Entity { name: name.into(), ..entity(thing) }),
        (Some(thing), _) if thing == subject => Value::Entity(entity(case.subject[first])),
        (Some(thing), _) => Value::Entity(entity(thing)),
        (None, _) => claim.object.clone(),
    };
    let mut fact = Fact {
        id: String::new(),
        subject: case.thing(subject).entity.clone(),
        predicate: claim.predicate.clone(),
        object,
        qualifiers: agreed(claims.iter().map(|claim| case.claim(*claim))),
        claims: claims.iter().map(|claim| case.claim(*claim).id.clone()).collect(),
        support: Support {
            articles: articles.into_iter().map(|article| case.articles[article as usize].name.to_string()).collect(),
            independent: sources.len() as u32,
        },
        contested_by: Vec::new(),
        rank: Rank::default(),
        rank_reason: String::new(),
        joined: joined(case, subject, claims),
    };
    fact.id = hash(&(&fact.subject, &fact.predicate, &fact.object, &fact.qualifiers));
    let ids: BTreeSet<&str> = claims.iter().filter_map(|claim| contested.get(claim)).flatten().copied().collect();
    fact.contested_by = ids.into_iter().map(String::from).collect();
    fact
}

/// The other names that the claims of a fact use of its subject and object, and why they are taken for one.
fn joined(case: &Case, subject: u32, claims: &[u32]) -> Vec<Joined> {
    let mut told: BTreeSet<(End, u32, &Entity)> = BTreeSet::new();
    for at in claims {
        let (claim, own) = (case.claim(*at), case.subject[*at as usize]);
        // Of predicates whose sides may change places some claims have them the other way round.
        let ends = if own == subject { [End::Subject, End::Object] } else { [End::Object, End::Subject] };
        told.insert((ends[0], own, &claim.subject));
        if let (Value::Entity(entity), Some(thing)) = (&claim.object, case.object[*at as usize])
            && thing != own
        {
            told.insert((ends[1], thing, entity));
        }
    }
    // One name a reason: a gazetteer's comes last.
    let why =
        |(of, thing, entity): (End, u32, &'_ Entity)| Some(((of, entity.name.clone()), case.thing(thing).why(entity)?));
    let reasons: BTreeMap<(End, String), &str> = told.into_iter().filter_map(why).collect();
    reasons.into_iter().map(|((of, name), why)| Joined { of, name, why: why.into() }).collect()
}

/// The qualifiers that all claims have alike, in the words of the first.
fn agreed<'a>(mut claims: impl Iterator<Item = &'a Claim>) -> BTreeMap<String, String> {
    let mut qualifiers = claims.next().map(|claim| claim.qualifiers.clone()).unwrap_or_default();
    for claim in claims {
        qualifiers.retain(|name, text| claim.qualifiers.get(name).is_some_and(|other| folded(other) == folded(text)));
    }
    qualifiers
}

/// Whether a conflict contests facts. Those about names do not.
pub(super) fn contests(conflict: &Conflict) -> bool {
    use crate::report::ConflictKind::{Kind, Name};
    !matches!(conflict.kind, Kind | Name)
}
