//! All names resolved, and the claims parted by conflict key: what is needed to reconcile one part without the others.
//!
//! ```text
//! claims in order ── Ledger ──▶ World ──▶ speech: all quotations ──▶ Speech
//!        │                        │                                    │
//!        └── each claim to the parts that ask for it ──▶ part by part ─┴──▶ Part: facts, conflicts
//! ```
//!
//! A part holds things whole: things that share a name or are of one pair (spouses), with all claims that have one of them
//! as subject or object. So a claim belongs to one part or two. All that compares claims of a thing (values, standing, credits, relations,
//! names, kinds) and all facts about it are found in its part. Quotations are held against each other over all
//! articles, so they come first, by themselves. How things are parted does not show: any number of parts gives
//! the same facts and conflicts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::copies::sources;
use super::resolve::{Resolution, Sets, Thing, resolve};
use super::told::{Ledger, Told};
use super::{Case, Finished, Rules, Source, conflicts_of_speech, conflicts_of_things, facts, fold, naming, vocabulary};
use crate::claim::{Claim, Entity};
use crate::lexicon::Family;
use crate::report::{Conflict, Fact};

/// Claim ends (subjects and objects) that a part holds at least, unless it is the last.
const ENDS: usize = 1 << 14;
/// Parts at most, however many claims there are.
const PARTS: usize = 256;

/// What all parts share.
pub struct World<'a> {
    pub(super) rules: &'a Rules,
    pub(super) articles: Vec<Source>,
    /// For each article the first of those that carry its text.
    pub(super) source: Vec<u32>,
    pub(super) things: Vec<Thing>,
    /// For each thing its part.
    pub(super) part: Vec<u32>,
    /// The things of each part.
    pub(super) homes: Vec<Vec<u32>>,
    /// The things, by their entities.
    order: Vec<u32>,
    /// For each claim: its article, its subject, its object.
    pub(super) article: Vec<u32>,
    pub(super) subject: Vec<u32>,
    pub(super) object: Vec<Option<u32>>,
    /// Claims that tell whose member somebody is.
    pub(super) memberships: Vec<u32>,
    /// For each claim whether it is a quotation.
    quotes: Vec<bool>,
    /// Claims whose subject and object may change places.
    paired: Vec<u32>,
}

/// A claim with its number among all.
pub type Numbered = (u32, Claim);

/// What quotations give.
#[derive(Default)]
pub struct Speech {
    found: Vec<Finished>,
    /// For each conflict the part of its subject.
    part: Vec<u32>,
    /// For each quotation that is contested, the conflicts.
    contested: HashMap<u32, Vec<u32>>,
    /// The quotations that are contested.
    claims: BTreeMap<u32, Claim>,
}

/// What a part gives. Both lists are in the order of all outputs.
#[derive(Default)]
pub struct Part {
    /// Facts, each with the rank of its subject.
    pub facts: Vec<(u32, Fact)>,
    /// Conflicts, each with the rank of its subject.
    pub conflicts: Vec<(u32, Conflict)>,
}

impl<'a> World<'a> {
    /// Resolves the names of a ledger, and parts them.
    pub fn new(ledger: Ledger, rules: &'a Rules) -> World<'a> {
        let (article, memberships) = (ledger.article(), ledger.of(|name| name == vocabulary::MEMBER));
        let paired = ledger.of(|name| rules.of_predicate(name).symmetric);
        let quotes = ledger.of_predicates(|name| rules.of_predicate(name).family == Some(Family::Speech));
        let resolution = resolve(&ledger.told());
        let mut world = World::with(rules, ledger.articles, article, resolution, memberships, quotes);
        world.paired = paired;
        let weights = world.weights();
        world.parted(&weights, ENDS.max(weights.iter().sum::<usize>() / PARTS))
    }

    /// All of some sorted claims in one part.
    pub(super) fn whole(claims: &[Claim], rules: &'a Rules) -> World<'a> {
        let (mut articles, mut article) = (Vec::<Source>::new(), Vec::with_capacity(claims.len()));
        for claim in claims {
            if articles.last().is_none_or(|last| last.name != claim.article) {
                articles.push(Source::of(claim));
            }
            article.push(articles.len() as u32 - 1);
        }
        let told: Vec<Told> = claims.iter().map(Told::of).collect();
        let is_member = |(_, claim): &(u32, &Claim)| claim.predicate == vocabulary::MEMBER;
        let memberships = (0..).zip(claims).filter(is_member).map(|(number, _)| number).collect();
        let quote = |claim: &Claim| rules.of_predicate(&claim.predicate).family == Some(Family::Speech);
        let quotes = claims.iter().map(quote).collect();
        World::with(rules, articles, article, resolve(&told), memberships, quotes)
    }

    fn with(
        rules: &'a Rules,
        articles: Vec<Source>,
        article: Vec<u32>,
        resolution: Resolution,
        memberships: Vec<u32>,
        quotes: Vec<bool>,
    ) -> World<'a> {
        let Resolution { things, subject, object } = resolution;
        let source = sources(articles.iter().map(|article| article.copy_key.as_deref()));
        let mut order: Vec<u32> = (0..things.len() as u32).collect();
        order.sort_by(|a, b| things[*a as usize].entity.cmp(&things[*b as usize].entity));
        let (part, homes) = (vec![0; things.len()], vec![(0..things.len() as u32).collect()]);
        let paired = Vec::new();
        World {
            rules,
            articles,
            source,
            things,
            part,
            homes,
            order,
            article,
            subject,
            object,
            memberships,
            quotes,
            paired,
        }
    }

    /// For each thing how many claims have it at an end.
    fn weights(&self) -> Vec<usize> {
        let mut weights = vec![0; self.things.len()];
        for thing in self.subject.iter().chain(self.object.iter().flatten()) {
            weights[*thing as usize] += 1;
        }
        weights
    }

    /// The same with parts of about so many claim ends; things that share a name stay together.
    pub(super) fn parted(mut self, weights: &[usize], ends: usize) -> World<'a> {
        let mut names: Vec<(u8, String, u32)> = Vec::new();
        for (number, thing) in (0..).zip(&self.things) {
            let family = naming::family(thing.entity.kind).unwrap_or(2 + thing.entity.kind as u8);
            let spelt = thing.spellings.keys().chain([&thing.entity.name]);
            names.extend(spelt.map(|name| (family, fold::key(name), number)));
        }
        names.sort_unstable();
        let mut sets = Sets::new(self.things.len());
        for pair in names.windows(2).filter(|pair| (pair[0].0, &pair[0].1) == (pair[1].0, &pair[1].1)) {
            sets.join(pair[0].2, pair[1].2);
        }
        for claim in &self.paired {
            if let Some(object) = self.object[*claim as usize] {
                sets.join(self.subject[*claim as usize], object);
            }
        }
        let mut heaps: HashMap<u32, usize> = HashMap::new();
        for (thing, weight) in (0..).zip(weights) {
            *heaps.entry(sets.find(thing)).or_default() += weight;
        }
        // A set is named by its least member: its part is known before the others come.
        let (mut part, mut filled) = (0, 0);
        self.homes = vec![Vec::new()];
        for thing in 0..self.things.len() as u32 {
            let first = sets.find(thing);
            if first == thing {
                let weight = heaps[&thing];
                if filled > 0 && filled + weight > ends {
                    (part, filled) = (part + 1, 0);
                    self.homes.push(Vec::new());
                }
                filled += weight;
                self.part[thing as usize] = part;
            } else {
                self.part[thing as usize] = self.part[first as usize];
            }
            self.homes[self.part[thing as usize] as usize].push(thing);
        }
        self
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.homes.len()
    }

    /// The parts that ask for the claim of a number: that of its subject, and that of its object.
    pub fn parts_of(&self, number: u32) -> impl Iterator<Item = usize> + use<> {
        let part = |thing: u32| self.part[thing as usize] as usize;
        let subject = part(self.subject[number as usize]);
        let object = self.object[number as usize].map(part).filter(|object| *object != subject);
        std::iter::once(subject).chain(object)
    }

    /// Whether the claim of a number is a quotation.
    pub fn is_quote(&self, number: u32) -> bool {
        self.quotes[number as usize]
    }

    /// The claim as a part needs it: without its text, and without what is known of its article.
    pub fn slim(mut claim: Claim) -> Claim {
        claim.article = String::new();
        claim.rule = String::new();
        claim.evidence.text = String::new();
        claim.source = crate::claim::Source::default();
        claim
    }

    /// Slim claims and their numbers, with what is known of their articles.
    fn restored(&self, claims: Vec<Numbered>) -> (Vec<u32>, Vec<Claim>) {
        let restored = |(number, mut claim): Numbered| {
            let article = &self.articles[self.article[number as usize] as usize];
            claim.article.clone_from(&article.name);
            claim.source.date.clone_from(&article.date);
            claim.source.copy_key.clone_from(&article.copy_key);
            (number, claim)
        };
        claims.into_iter().map(restored).unzip()
    }

    /// Holds all quotations against each other.
    pub fn speech(&self, quotes: Vec<Numbered>) -> Speech {
        let (numbers, claims) = self.restored(quotes);
        self.speech_of(&Case::of_part(self, 0, numbers, &claims))
    }

    fn speech_of(&self, case: &Case) -> Speech {
        let mut speech = Speech::default();
        for Finished { conflict, claims } in conflicts_of_speech(case) {
            let next = speech.found.len() as u32;
            let claims: Vec<u32> = claims
                .into_iter()
                .map(|claim| {
                    let number = case.number(claim);
                    speech.contested.entry(number).or_default().push(next);
                    speech.claims.entry(number).or_insert_with(|| case.claim(claim).clone());
                    number
                })
                .collect();
            let thing = self.order.get(self.rank(&conflict.subject) as usize);
            speech.part.push(thing.map_or(0, |thing| self.part[*thing as usize]));
            speech.found.push(Finished { conflict, claims });
        }
        speech
    }

    /// Reconciles a part: all claims that ask for it.
    pub fn part(&self, part: usize, claims: Vec<Numbered>, speech: &Speech) -> Part {
        let (numbers, mut claims) = self.restored(claims);
        let (facts, conflicts) = self.reconciled(part as u32, numbers, &mut claims, speech);
        let rank = |subject: &Entity| self.rank(subject);
        Part {
            facts: facts.into_iter().map(|fact| (rank(&fact.subject), fact)).collect(),
            conflicts: conflicts.into_iter().map(|conflict| (rank(&conflict.subject), conflict)).collect(),
        }
    }

    /// Facts and conflicts of all claims, where they are one part.
    pub(super) fn all(&self, claims: &mut Vec<Claim>) -> (Vec<Fact>, Vec<Conflict>) {
        let numbers: Vec<u32> = (0..claims.len() as u32).collect();
        let speech = self.speech_of(&Case::of_part(self, 0, numbers.clone(), claims));
        self.reconciled(0, numbers, claims, &speech)
    }

    /// Facts and conflicts of a part, both in order. `claims` are as before afterwards.
    fn reconciled(
        &self,
        part: u32,
        numbers: Vec<u32>,
        claims: &mut Vec<Claim>,
        speech: &Speech,
    ) -> (Vec<Fact>, Vec<Conflict>) {
        let own = claims.len();
        let here: HashSet<u32> = numbers.iter().copied().filter(|number| speech.claims.contains_key(number)).collect();
        let said: BTreeSet<u32> =
            numbers.iter().filter_map(|number| speech.contested.get(number)).flatten().copied().collect();
        let case = Case::of_part(self, part, numbers, claims);
        let found = conflicts_of_things(&case);
        let facts = facts::facts(&case, &contested(&case, &found, speech));
        let mut conflicts: Vec<(Conflict, bool)> = found.into_iter().map(|found| (found.conflict, true)).collect();
        for at in &said {
            let (conflict, home) = (&speech.found[*at as usize].conflict, speech.part[*at as usize]);
            conflicts.push((conflict.clone(), home == part));
        }
        conflicts.sort_unstable_by(|(a, _), (b, _)| {
            (&a.subject, a.kind, &a.predicate, &a.id).cmp(&(&b.subject, b.kind, &b.predicate, &b.id))
        });
        let (mut conflicts, ours): (Vec<Conflict>, Vec<bool>) = conflicts.into_iter().unzip();
        // A fact's rank weighs all sides of a conflict, also those that are told of things of other parts.
        let others =
            said.iter().flat_map(|at| &speech.found[*at as usize].claims).filter(|claim| !here.contains(claim));
        let others: BTreeSet<u32> = others.copied().collect();
        claims.extend(others.iter().filter_map(|number| speech.claims.get(number)).cloned());
        let mut facts = facts;
        crate::rank::rank(claims, &mut facts, &conflicts);
        claims.truncate(own);
        let mut ours = ours.into_iter();
        conflicts.retain(|_| ours.next() == Some(true));
        (facts, conflicts)
    }

    /// The place of an entity among all, in order.
    fn rank(&self, entity: &Entity) -> u32 {
        self.order.partition_point(|thing| self.things[*thing as usize].entity < *entity) as u32
    }
}

/// For each claim the ids of the conflicts that have it on a side.
fn contested<'a>(case: &Case, found: &'a [Finished], speech: &'a Speech) -> HashMap<u32, BTreeSet<&'a str>> {
    let mut contested: HashMap<u32, BTreeSet<&str>> = HashMap::new();
    for Finished { conflict, claims } in found.iter().filter(|found| facts::contests(&found.conflict)) {
        for claim in claims {
            contested.entry(*claim).or_default().insert(&conflict.id);
        }
    }
    for (claim, number) in (0..).zip(&case.numbers) {
        for at in speech.contested.get(number).into_iter().flatten() {
            contested.entry(claim).or_default().insert(&speech.found[*at as usize].conflict.id);
        }
    }
    contested
}

#[cfg(test)]
mod tests;
