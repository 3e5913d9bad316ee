//! Scoring: claims against what a careful reader found in the same articles.
//!
//! A claim is right if the gold has one of its article with the same predicate, subject and object; names are compared
//! folded ([`form`]), a person also by a part of the name, a date that is less exact but right counts half, a quotation
//! by its first five words. Optional gold is neither missed nor false. Precision is the share of the claims that are
//! right, recall the share of the required gold that was found; a claim in another wording of one that is matched
//! counts nowhere.

mod form;
mod gold;
mod tally;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::lexicon::Predicate;
use crate::{Claim, Modality, Polarity, Value};

pub use gold::{Gold, read};
pub use tally::{Agreement, Figures, Share};

use form::{Names, Row, Statement, fold};
use tally::Tally;

/// What came of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Over all predicates.
    pub total: Figures,
    /// For each predicate that gold or claims have, most gold first.
    pub predicates: Vec<(String, Figures)>,
    /// On claims that are right: how often their other fields are.
    pub agreement: Vec<Agreement>,
    /// Required gold that no claim has, in the gold's order.
    pub missed: Vec<Gold>,
    /// Claims that no gold has, by their rule; the rule with most comes first.
    pub wrong: Vec<(String, Vec<Claim>)>,
    /// Claims whose predicate the gold cannot have been made for.
    pub unscored: usize,
}

/// A claim with the gold that it may be: of each its place in the article's list, and the credit.
struct Match<'a> {
    claim: &'a Claim,
    /// Credit of the best, and whether that is required.
    rank: (f64, bool),
    best: usize,
    every: Vec<(usize, f64)>,
}

/// Compares the claims of the articles that the gold tells of; claims of other articles are passed by.
///
/// `predicates` are those that the gold was made for: a claim with another one counts nowhere.
pub fn score(gold: &[Gold], claims: &[Claim], predicates: &[Predicate]) -> Score {
    let (known, symmetric) = (set(predicates, |_| true), set(predicates, |predicate| predicate.symmetric));
    let mut articles: BTreeMap<&str, Vec<&Gold>> = BTreeMap::new();
    gold.iter().for_each(|row| articles.entry(&row.article).or_default().push(row));
    let mut by_article: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        if let Some(article) = article_of(&claim.article, &articles) {
            by_article.entry(article).or_default().push(claim);
        }
    }
    let mut tally = Tally::default();
    let mut score = Score::default();
    let mut wrong: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
    for (article, gold) in &articles {
        let claims = by_article.get(article).map(Vec::as_slice).unwrap_or_default();
        let (matched, rest) = matches(gold, claims, &symmetric);
        let reached = take(gold, matched, &mut tally);
        for claim in rest {
            match &claim.object {
                _ if !known.contains(claim.predicate.as_str()) => score.unscored += 1,
                // "Upcoming" is in gold only where a conflict needs it.
                Value::Unspecified => (),
                _ => {
                    tally.wrong(&claim.predicate);
                    wrong.entry(claim.rule.clone()).or_default().push(claim.clone());
                }
            }
        }
        for (row, reached) in gold.iter().zip(reached).filter(|(row, _)| !row.optional) {
            tally.required(&row.predicate, reached);
            if reached == 0.0 {
                score.missed.push((*row).clone());
            }
        }
    }
    score.wrong = wrong.into_iter().collect();
    score.wrong.sort_by_key(|(_, claims)| std::cmp::Reverse(claims.len()));
    (score.total, score.predicates, score.agreement) = tally.figures();
    score
}

fn set(predicates: &[Predicate], wanted: impl Fn(&Predicate) -> bool) -> BTreeSet<&str> {
    predicates.iter().filter(|predicate| wanted(predicate)).map(|predicate| predicate.name.as_str()).collect()
}

/// The gold's name of an article: claims may have folders before it.
fn article_of<'a>(name: &str, articles: &BTreeMap<&'a str, Vec<&Gold>>) -> Option<&'a str> {
    let mut name = name;
    loop {
        if let Some((known, _)) = articles.get_key_value(name) {
            return Some(known);
        }
        name = name.split_once('/')?.1;
    }
}

/// The claims of an article that gold has, and those that none has; one that says the same as one before is left out.
fn matches<'a>(gold: &[&Gold], claims: &[&'a Claim], symmetric: &BTreeSet<&str>) -> (Vec<Match<'a>>, Vec<&'a Claim>) {
    let namesakes = namesakes(gold);
    let rows: Vec<Row> = gold.iter().map(|row| Row::new(row, namesakes.contains(&fold(&row.subject)))).collect();
    let mut by_predicate: HashMap<&str, Vec<usize>> = HashMap::new();
    gold.iter().enumerate().for_each(|(place, row)| by_predicate.entry(&row.predicate).or_default().push(place));
    let (mut matched, mut rest, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for &claim in claims {
        let said = Statement::of(claim);
        if !seen.insert(said.key()) {
            continue;
        }
        let places = by_predicate.get(said.predicate).map(Vec::as_slice).unwrap_or_default();
        let symmetric = symmetric.contains(claim.predicate.as_str());
        let credits = places.iter().filter_map(|&place| {
            let credit = rows[place].credit(&said, symmetric);
            (credit > 0.0).then_some((place, credit))
        });
        let every: Vec<(usize, f64)> = credits.collect();
        let rank = |(place, credit): &(usize, f64)| (*credit, !gold[*place].optional);
        let before = |one: &(usize, f64), other: &(usize, f64)| {
            rank(one).partial_cmp(&rank(other)).unwrap_or(std::cmp::Ordering::Equal).then(other.0.cmp(&one.0))
        };
        match every.iter().copied().max_by(before) {
            Some(best) => matched.push(Match { claim, rank: rank(&best), best: best.0, every }),
            None => rest.push(claim),
        }
    }
    matched.sort_by(|one, other| {
        other.rank.partial_cmp(&one.rank).unwrap_or(std::cmp::Ordering::Equal).then(one.best.cmp(&other.best))
    });
    (matched, rest)
}

/// Names that the gold of an article has for subjects of different kinds: there the kind must be right, too.
fn namesakes(gold: &[&Gold]) -> BTreeSet<String> {
    let mut kinds: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for row in gold {
        kinds.entry(fold(&row.subject)).or_default().insert(&row.subject_kind);
    }
    gold.iter().map(|row| fold(&row.subject)).filter(|name| kinds[name].len() > 1).collect()
}

/// Counts what matches; returns how far each row of gold was reached.
fn take(gold: &[&Gold], matched: Vec<Match>, tally: &mut Tally) -> Vec<f64> {
    let mut reached = vec![0.0; gold.len()];
    for Match { claim, rank: (credit, required), best, every } in matched {
        if !required || reached[best] > 0.0 {
            continue;
        }
        tally.right(&claim.predicate, credit);
        every.into_iter().for_each(|(place, credit)| reached[place] = f64::max(reached[place], credit));
        agree(gold[best], claim, tally);
    }
    reached
}

/// Compares the other fields of a claim that is right.
fn agree(gold: &Gold, claim: &Claim, tally: &mut Tally) {
    let negated = gold.polarity != Polarity::Affirmed;
    tally.check("polarity", claim.polarity == gold.polarity, true);
    tally.check("polarity where negated", claim.polarity == gold.polarity, negated);
    let open = gold.modality != Modality::Asserted;
    tally.check("modality", claim.modality == gold.modality, true);
    tally.check("modality where not asserted", claim.modality == gold.modality, open);
    tally.check("subject kind", claim.subject.kind.name() == gold.subject_kind, true);
    if let Some(speaker) = &gold.attribution {
        let names = Names::new(speaker, &[], "person");
        let same = claim.attribution.as_ref().is_some_and(|said| names.have(&fold(said)));
        tally.check("attribution", same, true);
    }
    let words = fold(&gold.evidence);
    let text = fold(&claim.evidence.text);
    let text: BTreeSet<&str> = text.split(' ').collect();
    let (found, all) =
        words.split_whitespace().fold((0, 0), |(n, all), word| (n + usize::from(text.contains(word)), all + 1));
    tally.check("evidence", found * 10 >= all * 6, all > 0);
}

#[cfg(test)]
mod tests;
