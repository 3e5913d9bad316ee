//! Conflicts of speech: one statement given to two speakers, or told in two wordings (translations). Quotations
//! are held against each other by their words; candidates come from an index of rare words, so no quotation is
//! compared with all others.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::draft::{Draft, DraftSide, list};
use super::group::COMPARED;
use super::holders::contested;
use super::resolve::Sets;
use super::words::{content, plain};
use super::{Case, World, fold};
use crate::claim::{Entity, Kind};
use crate::lexicon::Family;
use crate::report::{ConflictKind, SideValue, Weight};

/// Measured on 4,800 quotations of a thousand news articles and on pairs of translations. A pair's likeness is the
/// weight of the content words that both have, of all that either has; a word that many speakers use weighs
/// little. From this likeness on two are one statement, whoever says them where.
const SAME: f64 = 0.4;
/// The weight that they must share for that.
const SHARED: f64 = 2.5;
/// Share of the shorter quotation from which it is a part of the longer one.
const PART: f64 = 0.8;
/// From this likeness on two are one statement if speakers or articles have to do with each other: translations
/// of one statement share 0.22 and more, others of one affair 0.09 and less.
const RELATED: f64 = 0.18;
/// The weight that they must share for that.
const RELATED_SHARED: f64 = 3.5;
/// Words that no more than this many speakers use, or this share of them, have their full weight.
const RARE: (f64, f64) = (3.0, 0.01);
/// Short quotations of one opening are one statement if this share of their words follows in one order.
const FRAME: f64 = 0.45;
/// Quotations of more words are long.
const SHORT: usize = 14;
/// For each quotation no more index entries than this are looked at.
const LOOKED_AT: usize = 512;

/// All conflicts of speech.
pub(super) fn conflicts(case: &Case) -> Vec<Draft> {
    let speeches = Speeches::of(case);
    let mut statements = Sets::new(speeches.wordings.len());
    speeches.align(&mut statements);
    for (a, b) in speeches.framed() {
        statements.join(a, b);
    }
    let mut by_statement: BTreeMap<u32, Vec<&Wording>> = BTreeMap::new();
    for (at, wording) in speeches.wordings.iter().enumerate() {
        by_statement.entry(statements.find(at as u32)).or_default().push(wording);
    }
    by_statement
        .values()
        .flat_map(|wordings| speaker(case, wordings).into_iter().chain(wording(case, wordings)))
        .collect()
}

/// One text of a quotation, with all claims that give it.
struct Wording {
    /// Its words, in order, by their numbers in the vocabulary.
    words: Vec<u32>,
    /// Its content words as numbers, sorted; a lower number is a rarer word.
    content: Vec<u32>,
    claims: Vec<u32>,
    articles: BTreeSet<u32>,
    speakers: BTreeSet<u32>,
}

/// All quotations, and what is known for comparing them.
struct Speeches {
    wordings: Vec<Wording>,
    vocabulary: Vocabulary,
    /// The weight of each content word, by its number.
    weights: Vec<f64>,
    /// For each member of a group, the groups.
    circles: HashMap<u32, BTreeSet<u32>>,
    /// For each article with a quotation, the people and works that it is about.
    about: HashMap<u32, BTreeSet<u32>>,
}

impl Speeches {
    fn of(case: &Case) -> Speeches {
        let quotes: Vec<u32> =
            (0..case.claims.len() as u32).filter(|claim| case.family(*claim) == Some(Family::Speech)).collect();
        let words = |claim: u32| plain(&case.claim(claim).object.text());
        let vocabulary = Vocabulary::of(quotes.iter().flat_map(|claim| words(*claim)), &case.rules.function_words);
        let mut by_words: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for claim in quotes {
            by_words.entry(vocabulary.numbers(&words(claim))).or_default().push(claim);
        }
        by_words.retain(|words, _| !words.is_empty());
        let mut wordings: Vec<Wording> = Vec::with_capacity(by_words.len());
        for (words, claims) in by_words {
            wordings.push(Wording {
                content: vocabulary.content(&words),
                words,
                articles: claims.iter().map(|claim| case.article[*claim as usize]).collect(),
                speakers: claims.iter().map(|claim| case.subject[*claim as usize]).collect(),
                claims,
            });
        }
        let weights = number_by_rarity(&mut wordings, vocabulary.stems);
        let quoting: HashSet<u32> = wordings.iter().flat_map(|wording| &wording.articles).copied().collect();
        Speeches { wordings, vocabulary, weights, circles: circles(case.world), about: about(case.world, &quoting) }
    }

    /// Joins quotations from different articles that share enough of their content.
    fn align(&self, statements: &mut Sets) {
        let mut index: HashMap<u32, Vec<u32>> = HashMap::new();
        for (b, wording) in self.wordings.iter().enumerate() {
            let mut candidates: BTreeSet<u32> = BTreeSet::new();
            let mut budget = LOOKED_AT;
            for word in &wording.content {
                let entries = index.entry(*word).or_default();
                candidates.extend(entries.iter().take(budget));
                budget -= entries.len().min(budget);
                entries.push(b as u32);
            }
            for a in candidates {
                let joined = statements.find(a) == statements.find(b as u32);
                if !joined && self.one_statement(&self.wordings[a as usize], wording) {
                    statements.join(a, b as u32);
                }
            }
        }
    }

    fn one_statement(&self, a: &Wording, b: &Wording) -> bool {
        if a.articles.len() == 1 && a.articles == b.articles {
            return false;
        }
        let weight = |words: &[u32]| words.iter().map(|word| self.weights[*word as usize]).sum::<f64>();
        let shared = weight(&shared(&a.content, &b.content));
        let (a_weight, b_weight) = (weight(&a.content), weight(&b.content));
        let likeness = shared / (a_weight + b_weight - shared);
        let alone = likeness >= SAME || shared >= PART * a_weight.min(b_weight);
        (shared >= SHARED && alone) || (shared >= RELATED_SHARED && likeness >= RELATED && self.related(a, b))
    }

    /// Whether two quotations have a speaker or a speaker's group in common, or their articles are about the
    /// same things.
    fn related(&self, a: &Wording, b: &Wording) -> bool {
        const COMMON: usize = 2;
        let common = |x: &u32, y: &u32| match (self.about.get(x), self.about.get(y)) {
            (Some(x), Some(y)) => x.intersection(y).take(COMMON).count() == COMMON,
            _ => false,
        };
        !self.around(a).is_disjoint(&self.around(b))
            || a.articles.iter().take(COMPARED).any(|x| b.articles.iter().take(COMPARED).any(|y| common(x, y)))
    }

    /// A quotation's speakers and their groups.
    fn around(&self, wording: &Wording) -> BTreeSet<u32> {
        let groups = wording.speakers.iter().filter_map(|speaker| self.circles.get(speaker)).flatten();
        wording.speakers.iter().chain(groups).copied().collect()
    }

    /// Pairs of short quotations by the same speaker, or by two of one group, that open alike and keep one order
    /// of words: a translation may change every noun and verb of a short sentence, but hardly its build.
    fn framed(&self) -> BTreeSet<(u32, u32)> {
        let mut openings: BTreeMap<(u32, &[u32]), Vec<u32>> = BTreeMap::new();
        for (at, wording) in self.wordings.iter().enumerate() {
            if let (true, Some(opening)) = (wording.words.len() <= SHORT, self.opening(&wording.words)) {
                for circle in self.around(wording) {
                    openings.entry((circle, opening)).or_default().push(at as u32);
                }
            }
        }
        let mut pairs = BTreeSet::new();
        for alike in openings.values() {
            for (at, b) in alike.iter().enumerate() {
                let framed = |a: &&u32| one_frame(&self.wordings[**a as usize], &self.wordings[*b as usize]);
                pairs.extend(alike[..at.min(COMPARED)].iter().filter(framed).map(|a| (*a, *b)));
            }
        }
        pairs
    }

    /// The first words, if they say something: a content word among the first two, or a negation right behind.
    fn opening<'b>(&self, words: &'b [u32]) -> Option<&'b [u32]> {
        let says = |words: &[u32]| !self.vocabulary.content(words).is_empty();
        match words {
            [_, _, third, ..] if Some(*third) == self.vocabulary.not => Some(&words[..3]),
            [_, _, _, _, ..] if says(&words[..2]) => Some(&words[..2]),
            _ => None,
        }
    }
}

/// The words of all quotations, numbered in alphabetical order.
struct Vocabulary {
    words: Vec<String>,
    /// For each word the number of its stem, if it carries content.
    stem: Vec<Option<u32>>,
    /// How many stems there are.
    stems: usize,
    /// The number of the word of negation.
    not: Option<u32>,
}

impl Vocabulary {
    fn of(words: impl Iterator<Item = String>, function_words: &HashSet<String>) -> Vocabulary {
        let words: BTreeSet<String> = words.collect();
        let words: Vec<String> = words.into_iter().collect();
        let of = |word: &String| content(std::slice::from_ref(word), function_words).pop_first();
        let stem_of: Vec<Option<String>> = words.iter().map(of).collect();
        let distinct: BTreeSet<&String> = stem_of.iter().flatten().collect();
        let numbers: HashMap<&String, u32> = distinct.iter().copied().zip(0..).collect();
        let stem = stem_of.iter().map(|stem| stem.as_ref().map(|stem| numbers[stem])).collect();
        let not = words.iter().position(|word| word == super::words::NOT).map(|at| at as u32);
        Vocabulary { stem, stems: distinct.len(), not, words }
    }

    fn numbers(&self, words: &[String]) -> Vec<u32> {
        words.iter().filter_map(|word| self.words.binary_search(word).ok()).map(|at| at as u32).collect()
    }

    /// The stems of the words that carry content, each once.
    fn content(&self, words: &[u32]) -> Vec<u32> {
        let mut stems: Vec<u32> = words.iter().filter_map(|word| self.stem[*word as usize]).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }
}

/// Numbers the content words of quotations anew, the rarest first, rare being what few speakers use; their weights.
fn number_by_rarity(wordings: &mut [Wording], stems: usize) -> Vec<f64> {
    let mut users: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); stems];
    for wording in wordings.iter() {
        wording.content.iter().for_each(|stem| users[*stem as usize].extend(&wording.speakers));
    }
    let mut by_users: Vec<(usize, u32)> = users.iter().map(BTreeSet::len).zip(0..).collect();
    by_users.sort_unstable();
    let mut numbers = vec![0; stems];
    for ((_, stem), number) in by_users.iter().zip(0..) {
        numbers[*stem as usize] = number;
    }
    let speakers: BTreeSet<u32> = wordings.iter().flat_map(|wording| &wording.speakers).copied().collect();
    for wording in wordings.iter_mut() {
        wording.content.iter_mut().for_each(|stem| *stem = numbers[*stem as usize]);
        wording.content.sort_unstable();
    }
    let rare = RARE.0.max(RARE.1 * speakers.len() as f64);
    by_users.into_iter().map(|(users, _)| (rare / users as f64).min(1.0)).collect()
}

/// The numbers that two sorted lists have in common.
fn shared(a: &[u32], b: &[u32]) -> Vec<u32> {
    a.iter().filter(|number| b.binary_search(number).is_ok()).copied().collect()
}

/// The people, groups, works and events that articles are about.
fn about(world: &World, articles: &HashSet<u32>) -> HashMap<u32, BTreeSet<u32>> {
    let mut about: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for (at, article) in world.article.iter().enumerate().filter(|(_, article)| articles.contains(article)) {
        let things = [Some(world.subject[at]), world.object[at]].into_iter().flatten();
        let telling = things.filter(|thing| {
            let kind = world.things[*thing as usize].entity.kind;
            kind.is_work() || matches!(kind, Kind::Person | Kind::Group | Kind::Event)
        });
        about.entry(*article).or_default().extend(telling);
    }
    about
}

/// For each member of a group, the groups.
fn circles(world: &World) -> HashMap<u32, BTreeSet<u32>> {
    let mut circles: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for at in world.memberships.iter().map(|claim| *claim as usize) {
        if let Some(group) = world.object[at] {
            circles.entry(world.subject[at]).or_default().insert(group);
        }
    }
    circles
}

fn one_frame(a: &Wording, b: &Wording) -> bool {
    let long = a.words.len() + b.words.len();
    a.articles.is_disjoint(&b.articles) && (2 * in_order(&a.words, &b.words)) as f64 >= FRAME * long as f64
}

/// The most words that two have in one order.
fn in_order(a: &[u32], b: &[u32]) -> usize {
    let mut last = vec![0; b.len() + 1];
    for x in a {
        let mut row = vec![0];
        for (j, y) in b.iter().enumerate() {
            row.push(if x == y { last[j] + 1 } else { last[j + 1].max(row[j]) });
        }
        last = row;
    }
    last[b.len()]
}

/// One statement, given to people of whom no article says that they made it together.
fn speaker(case: &Case, wordings: &[&Wording]) -> Option<Draft> {
    let mut of_article: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut of_speaker: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for claim in wordings.iter().flat_map(|wording| &wording.claims) {
        let speaker = case.subject[*claim as usize];
        of_article.entry(case.article[*claim as usize]).or_default().insert(speaker);
        of_speaker.entry(speaker).or_default().push(*claim);
    }
    let contested = contested(of_article.values())?;
    let names: BTreeSet<&str> = contested.iter().map(|speaker| case.thing(**speaker).entity.name.as_str()).collect();
    if is_one_name(&names) {
        return None;
    }
    let side = |speaker: &&u32| {
        let entity = case.thing(**speaker).entity.clone();
        DraftSide::new(SideValue::Value(crate::Value::Entity(entity)), of_speaker[*speaker].clone())
    };
    Some(Draft {
        kind: ConflictKind::Speaker,
        weight: Weight::Hard,
        subject: first_speaker(case, wordings)?,
        predicate: Some(case.claim(*wordings[0].claims.first()?).predicate.clone()),
        note: format!("One statement is given to {}.", list(names.iter().map(|name| name.to_string()))),
        sides: contested.iter().map(side).collect(),
    })
}

/// The speaker to whom most claims give a statement.
fn first_speaker(case: &Case, wordings: &[&Wording]) -> Option<Entity> {
    let mut counts: BTreeMap<&Entity, usize> = BTreeMap::new();
    for claim in wordings.iter().flat_map(|wording| &wording.claims) {
        *counts.entry(&case.thing(case.subject[*claim as usize]).entity).or_default() += 1;
    }
    counts
        .into_iter()
        .min_by_key(|(speaker, count)| (std::cmp::Reverse(*count), *speaker))
        .map(|(first, _)| first.clone())
}

/// Whether names are one full name and parts of it: articles that quote an affair seldom say more of a speaker.
fn is_one_name(names: &BTreeSet<&str>) -> bool {
    let words: Vec<BTreeSet<String>> = names.iter().map(|name| fold::words(name).into_iter().collect()).collect();
    let longest = words.iter().max_by_key(|words| words.len());
    longest.is_some_and(|longest| words.iter().all(|words| words.is_subset(longest)))
}

/// One statement in different words. What is only cut in another place is no other wording; the longest cut
/// stands for all.
fn wording(case: &Case, wordings: &[&Wording]) -> Option<Draft> {
    let mut longest_first = wordings.to_vec();
    longest_first.sort_by_key(|wording| (std::cmp::Reverse(wording.words.len()), &wording.words));
    let mut told: Vec<(&Wording, Vec<u32>)> = Vec::new();
    for wording in longest_first {
        match told.iter_mut().take(COMPARED).find(|(longer, _)| one_text(&longer.words, &wording.words)) {
            Some((_, claims)) => claims.extend(&wording.claims),
            None => told.push((wording, wording.claims.clone())),
        }
    }
    let articles: HashSet<u32> = wordings.iter().flat_map(|wording| &wording.articles).copied().collect();
    if told.len() < 2 || articles.len() < 2 {
        return None;
    }
    let note = format!("One statement in {} wordings, as translations or memory give it.", told.len());
    let sides = told.into_iter().filter_map(|(wording, claims)| {
        let value = case.claim(*wording.claims.first()?).object.clone();
        Some(DraftSide::new(SideValue::Value(value), claims))
    });
    Some(Draft {
        kind: ConflictKind::Wording,
        weight: Weight::Note,
        subject: first_speaker(case, wordings)?,
        predicate: Some(case.claim(*wordings[0].claims.first()?).predicate.clone()),
        sides: sides.collect(),
        note,
    })
}

/// Whether one text holds the other, or begins where the other ends.
fn one_text(long: &[u32], short: &[u32]) -> bool {
    const OVERLAP: usize = 6;
    const LONGEST: usize = 400;
    if long.len() > LONGEST {
        return long.starts_with(short) || long.ends_with(short);
    }
    let meet = |size: usize| long.ends_with(&short[..size]) || long.starts_with(&short[short.len() - size..]);
    long.windows(short.len()).any(|words| words == short) || (OVERLAP..short.len()).any(meet)
}
