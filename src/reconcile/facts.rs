//! Facts: claims merged over articles, with who says them and what contests them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Case;
use super::draft::hash;
use super::group::{Scope, denies, folded, scope};
use crate::claim::{Claim, Value};
use crate::report::{Conflict, Fact, Rank, Support};

/// One fact for each subject of the part, predicate, object and scope that some claim affirms, in that order.
/// `contested` has for claims the ids of conflicts.
pub(super) fn facts(case: &Case, contested: &HashMap<u32, BTreeSet<&str>>) -> Vec<Fact> {
    let of_part = |key: &Key| case.is_home(key.0);
    let groups = case.grouped(|claim| (!denies(case.claim(claim))).then(|| key(case, claim)).filter(of_part));
    let mut facts: Vec<Fact> = groups.iter().map(|(key, claims)| fact(case, key.0, claims, contested)).collect();
    tell_apart(&mut facts);
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
    if let (true, Some(object)) = (comparison.symmetric, case.object[number as usize])
        && object < subject
    {
        (subject, value) = (object, super::Comparable::Thing(subject).key());
    }
    // What is said not to be known is compared like what is left open, but is another fact.
    let open = matches!(claim.object, Value::Unknown | Value::Unspecified).then(|| claim.object.kind_name());
    (subject, &claim.predicate, open.map_or(value, String::from), scope(claim, comparison))
}

fn fact(case: &Case, subject: u32, claims: &[u32], contested: &HashMap<u32, BTreeSet<&str>>) -> Fact {
    let first = claims[0] as usize;
    let claim = &case.claims[first];
    let articles: BTreeSet<u32> = claims.iter().map(|claim| case.article[*claim as usize]).collect();
    let sources: BTreeSet<u32> = articles.iter().map(|article| case.world.source[*article as usize]).collect();
    let object = match case.object[first] {
        Some(thing) if thing == subject => Value::Entity(case.thing(case.subject[first]).entity.clone()),
        Some(thing) => Value::Entity(case.thing(thing).entity.clone()),
        None => claim.object.clone(),
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
    };
    fact.id = hash(&(&fact.subject, &fact.predicate, &fact.object, &fact.qualifiers));
    let ids: BTreeSet<&str> = claims.iter().filter_map(|claim| contested.get(claim)).flatten().copied().collect();
    fact.contested_by = ids.into_iter().map(String::from).collect();
    fact
}

/// Gives an id of its own to each fact that reads like another: facts about namesakes of whom no list knows, kept
/// apart by what else is said of them. Its first claim tells such a fact from the other.
fn tell_apart(facts: &mut [Fact]) {
    let mut count: HashMap<String, u32> = HashMap::new();
    for fact in facts.iter() {
        *count.entry(fact.id.clone()).or_default() += 1;
    }
    for fact in facts.iter_mut().filter(|fact| count[&fact.id] > 1) {
        fact.id = hash(&(&fact.id, &fact.claims[0]));
    }
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
