//! Conflicts of speech: one statement given to two speakers, or told in two wordings (translations). Quotations
//! are held against each other by their words; candidates come from an index of rare words, so no quotation is
//! compared with all others.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::draft::{Draft, DraftSide, list};
use super::group::COMPARED;
use super::holders::contested;
use super::resolve::Sets;
use super::words::{content, plain};
use super::{Case, fold};
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
    /// Its words, in order.
    words: Vec<String>,
    /// Its content words as numbers, sorted; a lower number is a rarer word.
    content: Vec<u32>,
    claims: Vec<u32>,
    articles: BTreeSet<u32>,
    speakers: BTreeSet<u32>,
}

/// All quotations, and what is known for comparing them.
struct Speeches<'a> {
    case: &'a Case<'a>,
    wordings: Vec<Wording>,
    /// The weight of each content word, by its number.
    weights: Vec<f64>,
    /// For each member of a group, the groups.
    circles: HashMap<u32, BTreeSet<u32>>,
    /// For each article with a quotation, the people and works that it is about.
    about: HashMap<u32, BTreeSet<u32>>,
}

impl<'a> Speeches<'a> {
    fn of(case: &'a Case) -> Speeches<'a> {
        let mut by_words: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
        for claim in (0..case.claims.len() as u32).filter(|claim| case.family(*claim) == Some(Family::Speech)) {
            by_words.entry(plain(&case.claim(claim).object.text())).or_default().push(claim);
        }
        by_words.retain(|words, _| !words.is_empty());
        let mut wordings: Vec<Wording> = Vec::with_capacity(by_words.len());
        let mut contents: Vec<BTreeSet<String>> = Vec::with_capacity(by_words.len());
        for (words, claims) in by_words {
            contents.push(content(&words, &case.rules.function_words));
            wordings.push(Wording {
                words,
                content: Vec::new(),
                articles: claims.iter().map(|claim| case.article[*claim as usize]).collect(),
                speakers: claims.iter().map(|claim| case.subject[*claim as usize]).collect(),
                claims,
            });
        }
        let weights = number_by_rarity(&mut wordings, &contents);
        let quoting: HashSet<u32> = wordings.iter().flat_map(|wording| &wording.articles).copied().collect();
        Speeches { case, wordings, weights, circles: circles(case), about: about(case, &quoting) }
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
        let mut openings: BTreeMap<(u32, &[String]), Vec<u32>> = BTreeMap::new();
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
    fn opening<'b>(&self, words: &'b [String]) -> Option<&'b [String]> {
        let says = |words: &[String]| !content(words, &self.case.rules.function_words).is_empty();
        match words {
            [_, _, third, ..] if third == super::words::NOT => Some(&words[..3]),
            [_, _, _, _, ..] if says(&words[..2]) => Some(&words[..2]),
            _ => None,
        }
    }
}

/// Numbers the content words of quotations, the rarest first, rare being what few speakers use; their weights.
fn number_by_rarity(wordings: &mut [Wording], contents: &[BTreeSet<String>]) -> Vec<f64> {
    let mut users: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for (wording, content) in wordings.iter().zip(contents) {
        for word in content {
            users.entry(word).or_default().extend(&wording.speakers);
        }
    }
    let mut words: Vec<(usize, &str)> = users.into_iter().map(|(word, users)| (users.len(), word)).collect();
    words.sort_unstable();
    let numbers: HashMap<&str, u32> = words.iter().zip(0..).map(|((_, word), number)| (*word, number)).collect();
    let speakers: BTreeSet<u32> = wordings.iter().flat_map(|wording| &wording.speakers).copied().collect();
    for (wording, content) in wordings.iter_mut().zip(contents) {
        wording.content = content.iter().map(|word| numbers[word.as_str()]).collect();
        wording.content.sort_unstable();
    }
    let rare = RARE.0.max(RARE.1 * speakers.len() as f64);
    words.into_iter().map(|(users, _)| (rare / users as f64).min(1.0)).collect()
}

/// The numbers that two sorted lists have in common.
fn shared(a: &[u32], b: &[u32]) -> Vec<u32> {
    a.iter().filter(|number| b.binary_search(number).is_ok()).copied().collect()
}

/// The people, groups, works and events that articles are about.
fn about(case: &Case, articles: &HashSet<u32>) -> HashMap<u32, BTreeSet<u32>> {
    let mut about: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for (at, article) in case.article.iter().enumerate().filter(|(_, article)| articles.contains(article)) {
        let things = [Some(case.subject[at]), case.object[at]].into_iter().flatten();
        let telling = things.filter(|thing| {
            let kind = case.thing(*thing).entity.kind;
            kind.is_work() || matches!(kind, Kind::Person | Kind::Group | Kind::Event)
        });
        about.entry(*article).or_default().extend(telling);
    }
    about
}

/// For each member of a group, the groups.
fn circles(case: &Case) -> HashMap<u32, BTreeSet<u32>> {
    let mut circles: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for (at, claim) in case.claims.iter().enumerate() {
        if let (super::vocabulary::MEMBER, Some(group)) = (claim.predicate.as_str(), case.object[at]) {
            circles.entry(case.subject[at]).or_default().insert(group);
        }
    }
    circles
}

fn one_frame(a: &Wording, b: &Wording) -> bool {
    let long = a.words.len() + b.words.len();
    a.articles.is_disjoint(&b.articles) && (2 * in_order(&a.words, &b.words)) as f64 >= FRAME * long as f64
}

/// The most words that two have in one order.
fn in_order(a: &[String], b: &[String]) -> usize {
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
fn one_text(long: &[String], short: &[String]) -> bool {
    const OVERLAP: usize = 6;
    const LONGEST: usize = 400;
    if long.len() > LONGEST {
        return long.starts_with(short) || long.ends_with(short);
    }
    let meet = |size: usize| long.ends_with(&short[..size]) || long.starts_with(&short[short.len() - size..]);
    long.windows(short.len()).any(|words| words == short) || (OVERLAP..short.len()).any(meet)
}
