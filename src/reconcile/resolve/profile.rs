//! What tells namesakes apart: years, countries, makers, groups. Compared as sets; nothing is decided by a
//! single difference that an article may simply have wrong.

use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

use super::super::fold;
use super::super::told::Told as Claim;
use super::super::vocabulary::{COUNTRY, DIRECTOR, MEMBER, PERFORMER, YEARS};
use super::local::Locals;
use crate::claim::{Kind, Polarity, Value};

/// Facts by which a thing is known. Most things have few or none, and there is a profile for each thing of each
/// article: so they are one sorted list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Profile {
    facts: Vec<(Field, u64)>,
    /// Whether the name has several words.
    full_name: bool,
}

/// What a fact of a profile is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Field {
    Id,
    Year,
    Country,
    Performer,
    Director,
    Group,
}

/// From here on two things are taken for different ones.
pub(super) const APART: i32 = 2;

impl Profile {
    /// Nothing known.
    pub(super) const EMPTY: Profile = Profile { facts: Vec::new(), full_name: false };

    /// The profiles of all things of all articles.
    pub(super) fn all(claims: &[Claim], locals: &Locals) -> Vec<Profile> {
        let groups = groups_of(claims);
        let mut profiles: Vec<Profile> = locals
            .list
            .iter()
            .map(|local| Profile {
                facts: local.id.into_iter().map(|id| (Field::Id, u64::from(id))).collect(),
                full_name: locals.names[local.names[0] as usize].words.len() > 1,
            })
            .collect();
        for (index, claim) in claims.iter().enumerate().filter(|(_, claim)| claim.polarity == Polarity::Affirmed) {
            profiles[locals.subject[index] as usize].learn(claim, &groups);
        }
        profiles
    }

    fn learn(&mut self, claim: &Claim, groups: &HashMap<u64, BTreeSet<u64>>) {
        match (claim.predicate.as_str(), &claim.object) {
            (predicate, Value::Date(date)) if YEARS.contains(&predicate) => {
                date.year().into_iter().for_each(|year| self.note(Field::Year, (i64::from(year) + FIRST_YEAR) as u64));
            }
            (COUNTRY, Value::Text(text)) => self.note(Field::Country, hash(&fold::key(text))),
            (PERFORMER, Value::Entity(entity)) => {
                let performer = sounding(&entity.name);
                self.note(Field::Performer, performer);
                groups.get(&performer).into_iter().flatten().for_each(|group| self.note(Field::Performer, *group));
            }
            (DIRECTOR, Value::Entity(entity)) => self.note(Field::Director, sounding(&entity.name)),
            (MEMBER, Value::Entity(entity)) => self.note(Field::Group, sounding(&entity.name)),
            _ => {}
        }
    }

    fn note(&mut self, field: Field, value: u64) {
        if let Err(at) = self.facts.binary_search(&(field, value)) {
            self.facts.insert(at, (field, value));
        }
    }

    /// Takes in the facts of another article's thing that is the same.
    pub(super) fn add(&mut self, other: &Profile) {
        other.facts.iter().for_each(|(field, value)| self.note(*field, *value));
        self.full_name |= other.full_name;
    }

    /// Whether nothing in it could tell the thing from a namesake.
    pub(super) fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// How much there is in it.
    pub(super) fn facts(&self) -> usize {
        self.of(Field::Id).len() * 7 + self.facts.len()
    }

    /// The facts about one thing.
    fn of(&self, field: Field) -> &[(Field, u64)] {
        let from = self.facts.partition_point(|fact| fact.0 < field);
        let to = self.facts.partition_point(|fact| fact.0 <= field);
        &self.facts[from..to]
    }

    /// How much speaks for two things being different (above 0) or one (below); from [`APART`] on they are two.
    pub(super) fn difference(&self, other: &Profile, kind: Kind) -> i32 {
        let (ids, other_ids) = (self.of(Field::Id), other.of(Field::Id));
        if !ids.is_empty() && !other_ids.is_empty() {
            return sets_apart(ids, other_ids, 100);
        }
        let apart = |field: Field, weight: i32| sets_apart(self.of(field), other.of(field), weight);
        let groups = if self.full_name || other.full_name { 1 } else { APART };
        years_apart(self.of(Field::Year), other.of(Field::Year), kind)
            + apart(Field::Country, 1)
            + apart(Field::Performer, APART)
            + apart(Field::Director, 1)
            + apart(Field::Group, groups)
    }
}

/// Added to years, so that none is negative.
const FIRST_YEAR: i64 = 1 << 32;

/// `weight` if both sets hold something and nothing in common, minus that if they share something.
fn sets_apart(a: &[(Field, u64)], b: &[(Field, u64)], weight: i32) -> i32 {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if few.is_empty() {
        0
    } else if few.iter().all(|fact| many.binary_search(fact).is_err()) {
        weight
    } else {
        -weight
    }
}

/// A year's difference is a disagreement; two may be a namesake, many surely are. Events return each year.
fn years_apart(a: &[(Field, u64)], b: &[(Field, u64)], kind: Kind) -> i32 {
    const SURE: u64 = 8;
    let nearest = |year: &(Field, u64)| {
        let at = b.partition_point(|other| other < year);
        let (below, above) = (at.checked_sub(1).map(|at| b[at].1), b.get(at).map(|above| above.1));
        below.into_iter().chain(above).map(|other| other.abs_diff(year.1)).min()
    };
    let gap = a.iter().filter_map(nearest).min();
    match gap {
        None => 0,
        Some(0) => -1,
        Some(_) if kind == Kind::Event => APART,
        Some(1) => 0,
        Some(gap) if gap < SURE => 1,
        Some(_) => APART,
    }
}

/// The groups that any article says a performer belongs to: a song by a member is not by somebody else.
fn groups_of(claims: &[Claim]) -> HashMap<u64, BTreeSet<u64>> {
    let mut groups: HashMap<u64, BTreeSet<u64>> = HashMap::new();
    for claim in claims {
        if let (MEMBER, Value::Entity(group)) = (claim.predicate.as_str(), &claim.object) {
            groups.entry(sounding(&claim.subject.name)).or_default().insert(sounding(&group.name));
        }
    }
    groups
}

/// A number for a name however it is romanised.
fn sounding(name: &str) -> u64 {
    let words = fold::words(name);
    hash(&fold::sound(&words).unwrap_or_else(|| words.concat()))
}

/// A number for a text; the same within one program, never written out.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
