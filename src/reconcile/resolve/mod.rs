//! Resolving: which names of which articles stand for one thing. First by name (folded, or a gazetteer's id, or
//! a title that an article gives as another title), with namesakes kept apart by what is said of them; then, in
//! rounds, names that are merely alike, if enough is said of both. Kinds are never mixed: a song and a film of
//! one name are two things.

mod alike;
mod evidence;
mod identity;
mod local;
mod profile;
mod sets;
mod why;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use alike::{Found, Likeness, Named, Pair};
use evidence::Evidence;
use local::{Locals, is_alias};
use profile::{APART, Profile};
pub(super) use sets::Sets;

use super::told::Told as Claim;
use crate::claim::{Entity, Kind, Value};

/// What the claims of a run are about.
pub(super) struct Resolution {
    /// All things, in the order in which sorted claims first name them.
    pub(super) things: Vec<Thing>,
    /// For each claim the number of its subject.
    pub(super) subject: Vec<u32>,
    /// For each claim the number of its object, if that is a thing.
    pub(super) object: Vec<Option<u32>>,
}

/// A thing that one or more articles name.
pub(super) struct Thing {
    /// As most articles name it.
    pub(super) entity: Entity,
    /// Each spelling with the claims that have it as subject or object.
    pub(super) spellings: BTreeMap<String, Vec<u32>>,
    /// Folded names of which an article says that they are names of one thing.
    aliases: BTreeSet<String>,
}

/// Rounds of joining names that are alike: what one round joins may be the evidence of the next.
const ROUNDS: usize = 4;
/// So many people, groups and works that two articles both tell of are a circle.
const CIRCLE: usize = 3;
/// Of the namesakes of one name no more than this many are held against each other.
const NAMESAKES: usize = 32;

/// Resolves the names of sorted claims.
pub(super) fn resolve(claims: &[Claim]) -> Resolution {
    let locals = Locals::of(claims);
    let mut joining = Joining {
        profiles: Profile::all(claims, &locals).into_iter().map(Some).collect(),
        sets: Sets::new(locals.list.len()),
        locals,
    };
    joining.by_name();
    joining.alike(claims);
    joining.finish(claims)
}

struct Joining<'a> {
    locals: Locals<'a>,
    sets: Sets,
    /// The profile of each set, at the set's name.
    profiles: Vec<Option<Profile>>,
}

impl Joining<'_> {
    /// Joins what has one name (or id, or alias) and one kind, where nothing tells it apart.
    fn by_name(&mut self) {
        for (subject, title) in std::mem::take(&mut self.locals.same) {
            self.join(subject, title);
        }
        let mut named: Vec<(Kind, Key, u32)> = Vec::new();
        for (index, local) in self.locals.list.iter().enumerate() {
            let index = index as u32;
            named.extend(local.id.map(|id| (local.kind, Key::Id(id), index)));
            named.push((local.kind, Key::Name(local.key), index));
            if local.kind == Kind::Person {
                named.extend(local.names.iter().map(|name| (local.kind, self.in_any_order(*name), index)));
            }
        }
        let mut aliases: Vec<(Kind, Key, u32)> = Vec::new();
        for &(local, name) in &self.locals.aliases {
            let kind = self.locals.list[local as usize].kind;
            aliases.push((kind, Key::Name(self.locals.names[name as usize].key), local));
        }
        self.join_buckets(&mut named, false);
        named.retain(|(_, key, _)| matches!(key, Key::Name(_)));
        named.extend(aliases);
        self.join_buckets(&mut named, true);
    }

    /// A person's name with its words sorted: some put the family name first.
    fn in_any_order(&self, name: u32) -> Key {
        let mut words: Vec<&String> = self.locals.names[name as usize].words.iter().collect();
        words.sort();
        Key::Words(profile::hash(&words))
    }

    fn join_buckets(&mut self, entries: &mut [(Kind, Key, u32)], aliases: bool) {
        entries.sort_unstable();
        for bucket in entries.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)).filter(|bucket| bucket.len() > 1) {
            let things: HashSet<u32> = bucket.iter().map(|(.., local)| self.sets.find(*local)).collect();
            if things.len() > 1 && !(aliases && self.share_an_article(bucket)) {
                self.gather(things, bucket[0].0);
            }
        }
    }

    /// Whether an article uses the name of a bucket for two things.
    fn share_an_article(&mut self, bucket: &[(Kind, Key, u32)]) -> bool {
        let mut things: HashMap<u32, u32> = HashMap::new();
        bucket.iter().any(|(.., local)| {
            let thing = self.sets.find(*local);
            *things.entry(self.locals.list[*local as usize].article).or_insert(thing) != thing
        })
    }

    /// Joins things of one name, as far as their profiles allow. What no profile tells apart is one; what could
    /// be any of several namesakes stays alone.
    fn gather(&mut self, things: HashSet<u32>, kind: Kind) {
        let mut things: Vec<u32> = things.into_iter().collect();
        things.sort_unstable_by(|a, b| self.profile(*a).cmp(self.profile(*b)).then(a.cmp(b)));
        let mut distinct: Vec<u32> = Vec::new();
        for thing in things {
            match distinct.last_mut() {
                Some(last) if self.profile(*last) == self.profile(thing) => *last = self.join(*last, thing),
                _ => distinct.push(thing),
            }
        }
        distinct.sort_by_key(|thing| (std::cmp::Reverse(self.profile(*thing).facts()), *thing));
        let mut gathered: Vec<u32> = Vec::new();
        for thing in distinct {
            let fits = self.fitting(thing, &gathered, kind);
            let undecided = self.profile(thing).is_empty() && gathered.len() > 1;
            match fits {
                Some(at) if !undecided => gathered[at] = self.join(gathered[at], thing),
                _ if gathered.len() < NAMESAKES => gathered.push(thing),
                _ => {}
            }
        }
    }

    /// The gathered thing that differs least from `thing`, if it is not another.
    fn fitting(&self, thing: u32, gathered: &[u32], kind: Kind) -> Option<usize> {
        let profile = self.profile(thing);
        gathered
            .iter()
            .enumerate()
            .map(|(at, other)| (self.profile(*other).difference(profile, kind), at))
            .min()
            .filter(|(difference, _)| *difference < APART)
            .map(|(_, at)| at)
    }

    fn profile(&self, thing: u32) -> &Profile {
        const EMPTY: &Profile = &Profile::EMPTY;
        self.profiles[thing as usize].as_ref().unwrap_or(EMPTY)
    }

    fn join(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.sets.find(a), self.sets.find(b));
        if a == b {
            return a;
        }
        let gone = self.profiles[a.max(b) as usize].take();
        if let (Some(kept), Some(gone)) = (&mut self.profiles[a.min(b) as usize], gone) {
            kept.add(&gone);
        }
        self.sets.join(a, b)
    }

    /// Joins names that are alike, in rounds.
    fn alike(&mut self, claims: &[Claim]) {
        let named = named(&self.locals, &mut self.sets);
        let mut found = Found::of(&named);
        let crowded: HashSet<u32> = found.crowded(&named).collect();
        let evidence = Evidence::of(claims, &self.locals, &mut self.sets, &crowded);
        found.part_crowds(&named, |thing| evidence.facts(thing));
        let mut pairs = found.pairs;
        for _ in 0..ROUNDS {
            self.renew(&mut pairs);
            if !self.round(claims, &pairs) {
                break;
            }
        }
    }

    /// Brings pairs up to date: what has been joined since is no pair.
    fn renew(&mut self, pairs: &mut Vec<Pair>) {
        for pair in pairs.iter_mut() {
            (pair.a, pair.b) = (self.sets.find(pair.a), self.sets.find(pair.b));
        }
        pairs.retain(|pair| pair.a != pair.b);
        pairs.sort_unstable();
        pairs.dedup_by_key(|pair| (pair.likeness, pair.a, pair.b));
    }

    /// One round; whether any were joined.
    fn round(&mut self, claims: &[Claim], pairs: &[Pair]) -> bool {
        let things: HashSet<u32> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
        let evidence = Evidence::of(claims, &self.locals, &mut self.sets, &things);
        let pairs: Vec<&Pair> = pairs.iter().filter(|pair| self.is_one(pair, &evidence)).collect();
        let mut longs: HashMap<u32, HashSet<u32>> = HashMap::new();
        for pair in pairs.iter().filter(|pair| is_short(pair.likeness)) {
            longs.entry(pair.a).or_default().insert(pair.b);
        }
        let mut touched: HashSet<u32> = HashSet::new();
        for pair in pairs {
            let ambiguous = is_short(pair.likeness) && longs.get(&pair.a).is_some_and(|longs| longs.len() > 1);
            if !ambiguous && !touched.contains(&pair.a) && !touched.contains(&pair.b) {
                touched.extend([pair.a, pair.b]);
                self.join(pair.a, pair.b);
            }
        }
        !touched.is_empty()
    }

    fn is_one(&self, pair: &Pair, evidence: &Evidence) -> bool {
        let kind = self.locals.list[pair.a as usize].kind;
        let needed = match (pair.likeness, kind) {
            (Likeness::Same | Likeness::Sound | Likeness::Head, _) => 1,
            (Likeness::Letters, Kind::Person) => 2,
            (Likeness::Letters, _) => 1,
            (Likeness::Part, kind) if kind.is_work() => 2,
            (Likeness::Part, _) => 1,
            (Likeness::Word, _) => 2,
        };
        // A spelling is a fault of the pen where the articles have people and works in common.
        let spelt = matches!(pair.likeness, Likeness::Letters | Likeness::Word);
        let circle = usize::from(spelt && evidence.circle(pair.a, pair.b) >= CIRCLE);
        evidence.shared(pair.a, pair.b) + circle >= needed
            && !evidence.told_apart(pair.a, pair.b)
            && self.profile(pair.a).difference(self.profile(pair.b), kind) < APART
    }

    fn finish(mut self, claims: &[Claim]) -> Resolution {
        let mut gathered = Gathered::default();
        let (mut subject, mut object) = (Vec::new(), Vec::new());
        for (index, claim) in claims.iter().enumerate() {
            let local = self.locals.subject[index];
            let article = self.locals.list[local as usize].article;
            subject.push(gathered.see(self.sets.find(local), claim.subject, article, index));
            object.push(match (&claim.object, self.locals.object[index]) {
                // A title that an article gives beside another is no other spelling.
                (Value::Entity(_), Some(local)) if is_alias(claim) => {
                    Some(gathered.number(self.sets.find(local), claim.subject))
                }
                (Value::Entity(entity), Some(local)) => {
                    Some(gathered.see(self.sets.find(local), entity, article, index))
                }
                _ => None,
            });
        }
        let mut things: Vec<Thing> = gathered.things.into_iter().map(Spellings::finish).collect();
        why::note_aliases(&mut things, claims, &subject);
        identity::give_ids(&mut things, claims, &subject);
        Resolution { things, subject, object }
    }
}

/// Every thing with its spellings.
fn named<'a>(locals: &'a Locals, sets: &mut Sets) -> Vec<Named<'a>> {
    let mut named: BTreeMap<u32, (Kind, Vec<u32>)> = BTreeMap::new();
    for (index, local) in locals.list.iter().enumerate() {
        let thing = sets.find(index as u32);
        named.entry(thing).or_insert((local.kind, Vec::new())).1.extend(&local.names);
    }
    let spelt = |(thing, (kind, mut names)): (u32, (Kind, Vec<u32>))| {
        names.sort_unstable();
        names.dedup();
        Named { thing, kind, names: names.into_iter().map(|name| &locals.names[name as usize]).collect() }
    };
    named.into_iter().map(spelt).collect()
}

fn is_short(likeness: Likeness) -> bool {
    matches!(likeness, Likeness::Head | Likeness::Part)
}

/// What joins names before anything is known of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Id(u32),
    Name(u32),
    /// A hash of them.
    Words(u64),
}

/// Things while their claims are gone through.
#[derive(Default)]
struct Gathered {
    numbers: HashMap<u32, u32>,
    things: Vec<Spellings>,
}

/// The spellings of one thing, each with its claims and how many articles use it.
struct Spellings {
    kind: Kind,
    id: Option<String>,
    /// Claims, number of articles, the last of them.
    by_name: BTreeMap<String, (Vec<u32>, u32, u32)>,
}

impl Gathered {
    /// The number of the thing of a set.
    fn number(&mut self, set: u32, entity: &Entity) -> u32 {
        let next = self.things.len() as u32;
        let number = *self.numbers.entry(set).or_insert(next);
        if number == next {
            self.things.push(Spellings { kind: entity.kind, id: None, by_name: BTreeMap::new() });
        }
        number
    }

    /// Notes that a claim of an article names a set by an entity; the number of the thing.
    fn see(&mut self, set: u32, entity: &Entity, article: u32, claim: usize) -> u32 {
        let number = self.number(set, entity);
        let thing = &mut self.things[number as usize];
        if thing.id.is_none() {
            thing.id.clone_from(&entity.id);
        }
        let (claims, articles, last) = thing.by_name.entry(entity.name.clone()).or_insert((Vec::new(), 0, u32::MAX));
        if claims.last() != Some(&(claim as u32)) {
            claims.push(claim as u32);
        }
        // Claims are sorted by article, so an article's claims follow each other.
        *articles += u32::from(*last != article);
        *last = article;
        number
    }
}

impl Spellings {
    fn finish(self) -> Thing {
        // The name that most articles use, then most claims; of equals the fullest.
        let usual = self.by_name.iter().max_by_key(|(name, (claims, articles, _))| {
            (*articles, claims.len(), name.chars().count(), std::cmp::Reverse(*name))
        });
        let name = usual.map(|(name, _)| name.clone()).unwrap_or_default();
        Thing {
            entity: Entity { name, kind: self.kind, id: self.id },
            spellings: self.by_name.into_iter().map(|(name, (claims, ..))| (name, claims)).collect(),
            aliases: BTreeSet::new(),
        }
    }
}
