//! What tells namesakes apart: years, countries, makers, groups. Compared as sets; nothing is decided by a
//! single difference that an article may simply have wrong.

use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

use super::super::fold;
use super::super::told::Told as Claim;
use super::super::vocabulary::{COUNTRY, DIRECTOR, MEMBER, PERFORMER, YEARS};
use super::local::Locals;
use crate::claim::{Kind, Polarity, Value};

/// Facts by which a thing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Profile {
    ids: BTreeSet<u32>,
    years: BTreeSet<i32>,
    countries: BTreeSet<u64>,
    performers: BTreeSet<u64>,
    directors: BTreeSet<u64>,
    groups: BTreeSet<u64>,
    /// Whether the name has several words.
    full_name: bool,
}

/// From here on two things are taken for different ones.
pub(super) const APART: i32 = 2;

impl Profile {
    /// Nothing known.
    pub(super) const EMPTY: Profile = Profile {
        ids: BTreeSet::new(),
        years: BTreeSet::new(),
        countries: BTreeSet::new(),
        performers: BTreeSet::new(),
        directors: BTreeSet::new(),
        groups: BTreeSet::new(),
        full_name: false,
    };

    /// The profiles of all things of all articles.
    pub(super) fn all(claims: &[Claim], locals: &Locals) -> Vec<Profile> {
        let groups = groups_of(claims);
        let mut profiles: Vec<Profile> = locals
            .list
            .iter()
            .map(|local| Profile {
                ids: local.id.into_iter().collect(),
                full_name: locals.names[local.names[0] as usize].words.len() > 1,
                ..Profile::default()
            })
            .collect();
        for (index, claim) in claims.iter().enumerate().filter(|(_, claim)| claim.polarity == Polarity::Affirmed) {
            profiles[locals.subject[index] as usize].learn(claim, &groups);
        }
        profiles
    }

    fn learn(&mut self, claim: &Claim, groups: &HashMap<u64, BTreeSet<u64>>) {
        match (claim.predicate.as_str(), &claim.object) {
            (predicate, Value::Date(date)) if YEARS.contains(&predicate) => self.years.extend(date.year()),
            (COUNTRY, Value::Text(text)) => {
                self.countries.insert(hash(&fold::key(text)));
            }
            (PERFORMER, Value::Entity(entity)) => {
                let performer = sounding(&entity.name);
                self.performers.insert(performer);
                self.performers.extend(groups.get(&performer).into_iter().flatten());
            }
            (DIRECTOR, Value::Entity(entity)) => {
                self.directors.insert(sounding(&entity.name));
            }
            (MEMBER, Value::Entity(entity)) => {
                self.groups.insert(sounding(&entity.name));
            }
            _ => {}
        }
    }

    /// Takes in the facts of another article's thing that is the same.
    pub(super) fn add(&mut self, other: &Profile) {
        self.ids.extend(&other.ids);
        self.years.extend(&other.years);
        self.countries.extend(&other.countries);
        self.performers.extend(&other.performers);
        self.directors.extend(&other.directors);
        self.groups.extend(&other.groups);
        self.full_name |= other.full_name;
    }

    /// Whether nothing in it could tell the thing from a namesake.
    pub(super) fn is_empty(&self) -> bool {
        self.facts() == 0
    }

    /// How much there is in it.
    pub(super) fn facts(&self) -> usize {
        let sets = [&self.countries, &self.performers, &self.directors, &self.groups];
        self.ids.len() * 8 + self.years.len() + sets.iter().map(|set| set.len()).sum::<usize>()
    }

    /// How much speaks for two things being different (above 0) or one (below); from [`APART`] on they are two.
    pub(super) fn difference(&self, other: &Profile, kind: Kind) -> i32 {
        if !self.ids.is_empty() && !other.ids.is_empty() {
            return if self.ids.is_disjoint(&other.ids) { 100 } else { -100 };
        }
        let groups = if self.full_name || other.full_name { 1 } else { APART };
        years_apart(&self.years, &other.years, kind)
            + sets_apart(&self.countries, &other.countries, 1)
            + sets_apart(&self.performers, &other.performers, APART)
            + sets_apart(&self.directors, &other.directors, 1)
            + sets_apart(&self.groups, &other.groups, groups)
    }
}

/// `weight` if both sets hold something and nothing in common, minus that if they share something.
fn sets_apart(a: &BTreeSet<u64>, b: &BTreeSet<u64>, weight: i32) -> i32 {
    if a.is_empty() || b.is_empty() {
        0
    } else if a.is_disjoint(b) {
        weight
    } else {
        -weight
    }
}

/// A year's difference is a disagreement; two may be a namesake, many surely are. Events return each year.
fn years_apart(a: &BTreeSet<i32>, b: &BTreeSet<i32>, kind: Kind) -> i32 {
    const SURE: u32 = 8;
    let nearest = |year: &i32| {
        let (below, above) = (b.range(..=*year).next_back(), b.range(*year..).next());
        below.into_iter().chain(above).map(|other| other.abs_diff(*year)).min()
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
