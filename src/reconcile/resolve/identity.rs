//! Ids for things that no gazetteer knows, so that facts can be told whom they are about.
//!
//! An id is made of the kind and the folded name, so that it is the same in every run over any articles. Where a run
//! has namesakes, each gets what tells it apart as well: its performer, director, year, group or country; where that is
//! not enough, the first article that names it. An id never comes to mean another thing: the plain one of a name is no
//! longer given to those that something tells apart.

use std::collections::{BTreeSet, HashMap};

use super::super::draft::hash;
use super::super::fold;
use super::super::told::Told as Claim;
use super::super::vocabulary::{COUNTRY, DIRECTOR, MEMBER, PERFORMER, YEARS};
use super::Thing;
use crate::claim::{Kind, LOCAL, Polarity, Value};

/// Folded name, kind and what tells a thing from others of both.
type Identity = (String, Kind, Option<Trait>);
/// How good a trait is to tell namesakes apart, the lowest being the best, and the trait.
type Trait = (usize, String);

/// Gives every thing without an id one. `subject` has for each claim the number of its thing.
pub(super) fn give_ids(things: &mut [Thing], claims: &[Claim], subject: &[u32]) {
    let nameless = |thing: &Thing| (fold::key(&thing.entity.name), thing.entity.kind, None);
    let unlisted = (0..).zip(things.iter()).filter(|(_, thing)| thing.entity.id.is_none());
    let mut given: Vec<(u32, Identity)> = unlisted.map(|(number, thing)| (number, nameless(thing))).collect();
    let namesakes: BTreeSet<u32> = shared(&given).collect();
    let mut traits = traits(claims, subject, &namesakes);
    for (number, (.., told)) in &mut given {
        *told = traits.remove(number);
    }
    let undecided: BTreeSet<u32> = shared(&given).collect();
    for (number, identity) in given {
        let thing = &mut things[number as usize];
        let first = undecided.contains(&number).then(|| first_article(thing, &identity.0, claims));
        thing.entity.id = Some(format!("{LOCAL}{}", hash(&(identity, first))));
    }
}

/// The things whose identity others have, too.
fn shared(given: &[(u32, Identity)]) -> impl Iterator<Item = u32> + '_ {
    let mut count: HashMap<&Identity, u32> = HashMap::new();
    for (_, identity) in given {
        *count.entry(identity).or_default() += 1;
    }
    given.iter().filter(move |(_, identity)| count[identity] > 1).map(|(number, _)| *number)
}

/// The first article that gives a thing this folded name: it gives it to no other thing of the kind.
fn first_article<'a>(thing: &Thing, key: &str, claims: &[Claim<'a>]) -> Option<&'a String> {
    let so_named = thing.spellings.iter().filter(|(name, _)| fold::key(name) == key);
    so_named.flat_map(|(_, claims)| claims).min().map(|claim| claims[*claim as usize].article)
}

/// For each of some things what tells it apart best.
fn traits(claims: &[Claim], subject: &[u32], wanted: &BTreeSet<u32>) -> HashMap<u32, Trait> {
    let mut traits: HashMap<u32, Trait> = HashMap::new();
    for (claim, thing) in claims.iter().zip(subject).filter(|(_, thing)| wanted.contains(thing)) {
        let Some(told) = trait_of(claim) else { continue };
        let best = traits.entry(*thing).or_insert_with(|| told.clone());
        if told < *best {
            *best = told;
        }
    }
    traits
}

fn trait_of(claim: &Claim) -> Option<Trait> {
    // Articles differ about dates more often than about people.
    const TRAITS: [&[&str]; 5] = [&[PERFORMER], &[DIRECTOR], &YEARS, &[MEMBER], &[COUNTRY]];
    let rank = TRAITS.iter().position(|predicates| predicates.contains(&claim.predicate.as_str()))?;
    let told = match claim.object {
        Value::Date(date) => date.year()?.to_string(),
        Value::Entity(entity) => fold::key(&entity.name),
        Value::Text(text) => fold::key(text),
        _ => return None,
    };
    (claim.polarity == Polarity::Affirmed).then_some((rank, told))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::claim::Entity;

    fn thing(name: &str, id: Option<&str>, claims: &[u32]) -> Thing {
        let entity = Entity { name: name.into(), kind: Kind::Song, id: id.map(String::from) };
        let spellings = BTreeMap::from([(name.to_string(), claims.to_vec())]);
        Thing { entity, spellings, aliases: BTreeSet::new() }
    }

    fn ids(things: &[Thing]) -> Vec<&str> {
        things.iter().map(|thing| thing.entity.id.as_deref().unwrap_or_default()).collect()
    }

    #[test]
    fn an_id_depends_on_name_and_kind_only() {
        let mut alone = [thing("Winter Coat", None, &[])];
        let mut among =
            [thing("Long Year", None, &[]), thing("winter coat", None, &[]), thing("Salt", Some("salt"), &[])];
        give_ids(&mut alone, &[], &[]);
        give_ids(&mut among, &[], &[]);
        assert_eq!(ids(&alone)[0], ids(&among)[1]);
        assert_ne!(ids(&among)[0], ids(&among)[1]);
        assert_eq!(ids(&among)[2], "salt");
    }

    #[test]
    fn namesakes_have_ids_by_what_tells_them_apart() {
        let (song, predicates) =
            (thing("Winter Coat", None, &[]).entity, [PERFORMER.to_string(), YEARS[2].to_string()]);
        let texts = ["Grey Harbour", "Four Larks"].map(|name| Value::Text(name.into()));
        let year = Value::Date("2021".parse().unwrap());
        let articles = ["a.txt", "b.txt", "c.txt", "d.txt"].map(String::from);
        let told = |article: usize, predicate: usize, object| Claim {
            article: &articles[article],
            subject: &song,
            predicate: &predicates[predicate],
            object,
            polarity: Polarity::Affirmed,
        };
        let claims =
            [told(0, 0, &texts[0]), told(1, 1, &year), told(1, 0, &texts[1]), told(2, 1, &year), told(3, 1, &year)];
        let all = || [&[0][..], &[1, 2], &[3], &[4]].map(|claims| thing("Winter Coat", None, claims));
        let mut things = all();
        give_ids(&mut things, &claims, &[0, 1, 1, 2, 3]);
        let distinct: BTreeSet<&str> = ids(&things).into_iter().collect();
        assert_eq!(distinct.len(), 4, "{distinct:?}");
        // The same without the two of which nothing but a year is told.
        let mut some: Vec<Thing> = all().into_iter().take(2).collect();
        give_ids(&mut some, &claims[..3], &[0, 1, 1]);
        assert_eq!(ids(&some), ids(&things)[..2]);
    }
}
