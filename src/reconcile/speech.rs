//! Conflicts of speech: one statement given to two speakers, or told in two wordings (translations). Quotations
//! are held against each other by their words; candidates come from an index of rare words, so no quotation is
//! compared with all others.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Case;
use super::draft::{Draft, DraftSide};
use super::group::COMPARED;
use super::holders::contested;
use super::resolve::Sets;
use super::single::list;
use super::words::{content, plain};
use crate::lexicon::Family;
use crate::report::{ConflictKind, SideValue, Weight};

/// Share of the content words of two quotations, of all that either has, from which they are one statement.
/// Measured on news: translations of one statement share 0.23 and more, others 0.09 and less.
const SAME: f64 = 0.18;
/// Words that two must share for that share to tell anything.
const SHARED: usize = 3;
/// Share of the shorter quotation's content words from which it is a part of the longer one.
const PART: f64 = 0.6;
/// Short quotations of one opening are one statement if this share of their words follows in one order.
const FRAME: f64 = 0.45;
/// Quotations of more words are long.
const SHORT: usize = 14;
/// For each quotation no more index entries than this are looked at.
const LOOKED_AT: usize = 512;

/// All conflicts of speech.
pub(super) fn conflicts(case: &Case) -> Vec<Draft> {
    let wordings = wordings(case);
    let mut statements = Sets::new(wordings.len());
    for (a, b) in aligned(&wordings).into_iter().chain(framed(case, &wordings)) {
        statements.join(a, b);
    }
    let mut by_statement: BTreeMap<u32, Vec<&Wording>> = BTreeMap::new();
    for (at, wording) in wordings.iter().enumerate() {
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
}

/// The distinct quotations, in the order of their words.
fn wordings(case: &Case) -> Vec<Wording> {
    let mut by_words: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
    for claim in 0..case.claims.len() as u32 {
        if case.family(claim) == Some(Family::Speech) {
            let words = plain(&case.claim(claim).object.text());
            by_words.entry(words).or_default().push(claim);
        }
    }
    by_words.retain(|words, _| !words.is_empty());
    let contents: Vec<BTreeSet<String>> =
        by_words.keys().map(|words| content(words, &case.rules.function_words)).collect();
    let numbers = by_rarity(&contents);
    by_words
        .into_iter()
        .zip(contents)
        .map(|((words, claims), content)| {
            let mut content: Vec<u32> = content.iter().map(|word| numbers[word]).collect();
            content.sort_unstable();
            let articles = claims.iter().map(|claim| case.article[*claim as usize]).collect();
            Wording { words, content, claims, articles }
        })
        .collect()
}

/// Numbers for words, the rarest first.
fn by_rarity(contents: &[BTreeSet<String>]) -> HashMap<String, u32> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for word in contents.iter().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    let mut words: Vec<(usize, &String)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
    words.sort_unstable();
    words.into_iter().enumerate().map(|(number, (_, word))| (word.clone(), number as u32)).collect()
}

/// Pairs of quotations from different articles that share enough of their content.
fn aligned(wordings: &[Wording]) -> Vec<(u32, u32)> {
    let mut index: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut pairs = Vec::new();
    for (b, wording) in wordings.iter().enumerate() {
        let mut candidates: BTreeSet<u32> = BTreeSet::new();
        let mut budget = LOOKED_AT;
        for word in &wording.content {
            let entries = index.entry(*word).or_default();
            candidates.extend(entries.iter().take(budget));
            budget -= entries.len().min(budget);
            entries.push(b as u32);
        }
        pairs.extend(
            candidates.into_iter().filter(|a| one_statement(&wordings[*a as usize], wording)).map(|a| (a, b as u32)),
        );
    }
    pairs
}

fn one_statement(a: &Wording, b: &Wording) -> bool {
    let shared = shared(&a.content, &b.content);
    let (all, least) = (a.content.len() + b.content.len() - shared, a.content.len().min(b.content.len()));
    shared >= SHARED
        && a.articles.iter().chain(&b.articles).collect::<BTreeSet<_>>().len() > 1
        && (shared as f64 >= SAME * all as f64 || shared > SHARED && shared as f64 >= PART * least as f64)
}

/// How many numbers two sorted lists have in common.
fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut a, mut b, mut count) = (a.iter().peekable(), b.iter().peekable(), 0);
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                a.next();
                b.next();
            }
        }
    }
    count
}

/// Pairs of short quotations by the same speaker, or by two of one group, that open alike and keep one order of
/// words: a translation may change every noun and verb of a short sentence, but hardly its build.
fn framed(case: &Case, wordings: &[Wording]) -> Vec<(u32, u32)> {
    let circles = circles(case);
    let mut openings: BTreeMap<(u32, &[String]), Vec<u32>> = BTreeMap::new();
    for (at, wording) in wordings.iter().enumerate() {
        if let (true, Some(opening)) = (wording.words.len() <= SHORT, opening(case, &wording.words)) {
            let speakers: BTreeSet<u32> = wording.claims.iter().map(|claim| case.subject[*claim as usize]).collect();
            let circles: BTreeSet<u32> = speakers
                .iter()
                .flat_map(|speaker| circles.get(speaker).into_iter().flatten().chain([speaker]))
                .copied()
                .collect();
            for circle in circles {
                openings.entry((circle, opening)).or_default().push(at as u32);
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for alike in openings.values() {
        for (at, b) in alike.iter().enumerate() {
            pairs.extend(
                alike[..at.min(COMPARED)]
                    .iter()
                    .filter(|a| one_frame(&wordings[**a as usize], &wordings[*b as usize]))
                    .map(|a| (*a, *b)),
            );
        }
    }
    pairs.into_iter().collect()
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

/// The first words, if they say something: a content word among the first two, or a negation right behind.
fn opening<'a>(case: &Case, words: &'a [String]) -> Option<&'a [String]> {
    let says = |words: &[String]| !content(words, &case.rules.function_words).is_empty();
    match words {
        [_, _, third, ..] if third == super::words::NOT => Some(&words[..3]),
        [_, _, _, _, ..] if says(&words[..2]) => Some(&words[..2]),
        _ => None,
    }
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
    let mut of_article: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    let mut of_speaker: BTreeMap<String, (u32, Vec<u32>)> = BTreeMap::new();
    for claim in wordings.iter().flat_map(|wording| &wording.claims) {
        let speaker = case.subject[*claim as usize];
        let key = format!("{speaker:010}");
        of_article.entry(case.article[*claim as usize]).or_default().insert(key.clone());
        of_speaker.entry(key).or_insert((speaker, Vec::new())).1.push(*claim);
    }
    let contested = contested(of_article.values())?;
    let first = contested.iter().min_by_key(|key| {
        let (speaker, claims) = &of_speaker[**key];
        (std::cmp::Reverse(claims.len()), &case.thing(*speaker).entity)
    })?;
    let subject = case.thing(of_speaker[*first].0).entity.clone();
    let sides: Vec<DraftSide> = contested
        .iter()
        .map(|key| {
            let (speaker, claims) = &of_speaker[*key];
            let entity = case.thing(*speaker).entity.clone();
            DraftSide::new(SideValue::Value(crate::Value::Entity(entity)), claims.clone())
        })
        .collect();
    Some(Draft {
        kind: ConflictKind::Speaker,
        weight: Weight::Hard,
        subject,
        predicate: Some(case.claim(*wordings[0].claims.first()?).predicate.clone()),
        note: format!("One statement is given to {}.", list(sides.iter().map(DraftSide::text))),
        sides,
    })
}

/// One statement in different words. A part of a longer quotation is none.
fn wording(case: &Case, wordings: &[&Wording]) -> Option<Draft> {
    let is_part = |at: usize| {
        let part = wordings[at];
        wordings.iter().take(COMPARED).any(|whole| {
            whole.words.len() > part.words.len()
                && whole.words.windows(part.words.len()).any(|words| words == part.words)
        })
    };
    let kept: Vec<&Wording> = (0..wordings.len()).filter(|at| !is_part(*at)).map(|at| wordings[at]).collect();
    let articles: HashSet<u32> = kept.iter().flat_map(|wording| &wording.articles).copied().collect();
    if kept.len() < 2 || articles.len() < 2 {
        return None;
    }
    let first = kept.iter().max_by_key(|wording| wording.articles.len())?.claims.first()?;
    Some(Draft {
        kind: ConflictKind::Wording,
        weight: Weight::Note,
        subject: case.thing(case.subject[*first as usize]).entity.clone(),
        predicate: Some(case.claim(*first).predicate.clone()),
        sides: kept
            .iter()
            .filter_map(|wording| {
                let value = case.claim(*wording.claims.first()?).object.clone();
                Some(DraftSide::new(SideValue::Value(value), wording.claims.clone()))
            })
            .collect(),
        note: format!("One statement in {} wordings, as translations or memory give it.", kept.len()),
    })
}
