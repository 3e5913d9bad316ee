//! Facts: claims merged over articles, with who says them and what contests them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Case;
use super::copies::sources;
use super::draft::hash;
use super::group::{Scope, denies, folded, scope};
use crate::claim::{Claim, Value};
use crate::report::{Conflict, Fact, Rank, Support};

/// One fact for each subject, predicate, object and scope that some claim affirms, in that order.
pub(super) fn facts(case: &Case, conflicts: &[Conflict]) -> Vec<Fact> {
    let contested = contested(case, conflicts);
    let source = sources(case.articles.iter().map(|article| article.copy_key));
    let groups = case.grouped(|claim| (!denies(case.claim(claim))).then(|| key(case, claim)));
    let mut facts: Vec<Fact> = groups.iter().map(|(_, claims)| fact(case, claims, &contested, &source)).collect();
    tell_apart(&mut facts);
    facts.sort_unstable_by(|a, b| {
        (&a.subject, &a.predicate, &a.object, &a.qualifiers, &a.id).cmp(&(
            &b.subject,
            &b.predicate,
            &b.object,
            &b.qualifiers,
            &b.id,
        ))
    });
    facts
}

/// What claims of one fact share. Symmetric predicates have the lower thing first.
fn key<'a>(case: &Case<'a>, number: u32) -> (u32, &'a str, String, Scope) {
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

fn fact(case: &Case, claims: &[u32], contested: &HashMap<u32, BTreeSet<&str>>, source: &[u32]) -> Fact {
    let first = claims[0] as usize;
    let claim = &case.claims[first];
    let articles: BTreeSet<u32> = claims.iter().map(|claim| case.article[*claim as usize]).collect();
    let sources: BTreeSet<u32> = articles.iter().map(|article| source[*article as usize]).collect();
    let object = match case.object[first] {
        Some(thing) => Value::Entity(case.thing(thing).entity.clone()),
        None => claim.object.clone(),
    };
    let mut fact = Fact {
        id: String::new(),
        subject: case.thing(case.subject[first]).entity.clone(),
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

/// For each claim the conflicts that have it on a side. Conflicts about names contest no fact.
fn contested<'a>(case: &Case, conflicts: &'a [Conflict]) -> HashMap<u32, BTreeSet<&'a str>> {
    let numbers: HashMap<&str, u32> =
        case.claims.iter().enumerate().map(|(number, claim)| (claim.id.as_str(), number as u32)).collect();
    let mut contested: HashMap<u32, BTreeSet<&str>> = HashMap::new();
    for conflict in conflicts.iter().filter(|conflict| contests(conflict)) {
        for id in conflict.sides.iter().flat_map(|side| &side.claims) {
            if let Some(number) = numbers.get(id.as_str()) {
                contested.entry(*number).or_default().insert(&conflict.id);
            }
        }
    }
    contested
}

fn contests(conflict: &Conflict) -> bool {
    use crate::report::ConflictKind::{Kind, Name};
    !matches!(conflict.kind, Kind | Name)
}
