//! What the pages look up: numbers of articles, sites, subjects and conflicts, which claims belong to which of
//! them, and where each of them stands. Made once, in time linear in the results.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::super::harmless::{harmless, harmless_lines};
use super::super::report::{by_subject, by_weight};
use super::super::{ArticleRow, Results};
use super::body::{self, passages};
use super::words::{clipped, date_words};
use crate::report::ConflictKind;
use crate::{Claim, Conflict, Entity, Fact};

/// How articles without publisher and address are filed.
pub(super) const NO_SITE: &str = "no site";

/// Characters of names that the filter reads.
const MOST_OF_NAMES: usize = 200;

/// An article as the pages know it.
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    /// `None` where only claims were read.
    pub(super) row: Option<&'a ArticleRow>,
    /// Number among the sites.
    pub(super) site: u32,
    /// Its claims, among all.
    pub(super) claims: Range<usize>,
    /// The day it was published, in words.
    pub(super) date: Option<String>,
    pub(super) url: Option<&'a str>,
}

/// A thing and what is said of it.
pub(super) struct Subject<'a> {
    pub(super) entity: &'a Entity,
    pub(super) facts: Vec<&'a Fact>,
    /// Numbers of the conflicts about it.
    pub(super) conflicts: Vec<u32>,
    /// Whether another subject has this name and kind.
    pub(super) has_namesake: bool,
}

/// All lookups of a report.
pub(super) struct Index<'a> {
    pub(super) results: &'a Results,
    pub(super) articles: Vec<Source<'a>>,
    /// Publishers; those with most articles first.
    pub(super) sites: Vec<(String, usize)>,
    pub(super) subjects: Vec<Subject<'a>>,
    /// The heaviest first; a conflict's number is its place here, from 0.
    pub(super) conflicts: Vec<&'a Conflict>,
    article_numbers: HashMap<&'a str, u32>,
    conflict_numbers: HashMap<&'a str, u32>,
    claim_numbers: HashMap<&'a str, u32>,
    /// For each claim the first byte of the passage that it rests on.
    passage_of: Vec<u32>,
    /// For each claim its subject's number.
    subject_of: Vec<Option<u32>>,
    /// For each claim the numbers of the conflicts it takes part in.
    conflicts_of: Vec<Vec<u32>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(results: &'a Results) -> Index<'a> {
        let report = &results.report;
        let (articles, sites) = articles(results);
        let conflicts = by_weight(&report.conflicts);
        let claim_numbers: HashMap<&str, u32> =
            report.claims.iter().zip(0..).map(|(claim, number)| (claim.id.as_str(), number)).collect();
        let mut subjects = subjects(&report.facts);
        let mut subject_of = vec![None; report.claims.len()];
        for (subject, number) in subjects.iter().zip(0..) {
            for claim in
                subject.facts.iter().flat_map(|fact| &fact.claims).filter_map(|id| claim_numbers.get(id.as_str()))
            {
                subject_of[*claim as usize] = Some(number);
            }
        }
        let mut conflicts_of = vec![Vec::new(); report.claims.len()];
        let numbers: HashMap<&Entity, usize> =
            subjects.iter().zip(0..).map(|(subject, n)| (subject.entity, n)).collect();
        for (conflict, number) in conflicts.iter().zip(0..) {
            for claim in
                conflict.sides.iter().flat_map(|side| &side.claims).filter_map(|id| claim_numbers.get(id.as_str()))
            {
                let list: &mut Vec<u32> = &mut conflicts_of[*claim as usize];
                if list.last() != Some(&number) {
                    list.push(number);
                }
            }
            if let Some(subject) = numbers.get(&conflict.subject) {
                subjects[*subject].conflicts.push(number);
            }
        }
        let mut passage_of = vec![0; report.claims.len()];
        for article in &articles {
            let passages = passages(&report.claims[article.claims.clone()]);
            for number in article.claims.clone() {
                passage_of[number] = passages[body::passage_of(&passages, &report.claims[number])].start;
            }
        }
        Index {
            results,
            passage_of,
            article_numbers: articles.iter().zip(0..).map(|(article, number)| (article.name, number)).collect(),
            conflict_numbers: conflicts
                .iter()
                .zip(0..)
                .map(|(conflict, number)| (conflict.id.as_str(), number))
                .collect(),
            articles,
            sites,
            subjects,
            conflicts,
            claim_numbers,
            subject_of,
            conflicts_of,
        }
    }

    /// The claim of that id with its number.
    pub(super) fn claim(&self, id: &str) -> Option<(u32, &'a Claim)> {
        let number = *self.claim_numbers.get(id)?;
        Some((number, &self.results.report.claims[number as usize]))
    }

    pub(super) fn article(&self, name: &str) -> Option<u32> {
        self.article_numbers.get(name).copied()
    }

    pub(super) fn conflict(&self, id: &str) -> Option<u32> {
        self.conflict_numbers.get(id).copied()
    }

    /// The first byte of the passage that a claim rests on.
    pub(super) fn passage_of(&self, claim: usize) -> u32 {
        self.passage_of[claim]
    }

    pub(super) fn subject_of(&self, claim: usize) -> Option<u32> {
        self.subject_of[claim]
    }

    pub(super) fn conflicts_of(&self, claim: usize) -> &[u32] {
        &self.conflicts_of[claim]
    }

    /// The number of the thing that a conflict is about, if facts tell of it.
    pub(super) fn subject_of_conflict(&self, conflict: &Conflict) -> Option<u32> {
        let mut claims = conflict.sides.iter().flat_map(|side| &side.claims);
        let about = |number: &u32| *self.subjects[*number as usize].entity == conflict.subject;
        claims.find_map(|id| self.subject_of[*self.claim_numbers.get(id.as_str())? as usize].filter(about))
    }

    /// By what a conflict is found.
    pub(super) fn facets_of_conflict(&self, conflict: &Conflict) -> Facets {
        let articles = conflict.sides.iter().flat_map(|side| &side.articles);
        let sites = self.sites_of(articles);
        let predicate = conflict.predicate.as_deref();
        Facets::new([conflict.subject.name.as_str()], predicate, [conflict.kind], sites)
    }

    /// By what a fact is found.
    pub(super) fn facets_of_fact(&self, fact: &Fact) -> Facets {
        let kinds = fact.contested_by.iter().filter_map(|id| self.conflict(id)).map(|number| self.kind(number));
        let sites = self.sites_of(&fact.support.articles);
        Facets::new([fact.subject.name.as_str()], [fact.predicate.as_str()], kinds, sites)
    }

    /// By what a subject is found: all that its facts are found by.
    pub(super) fn facets_of_subject(&self, subject: &Subject<'_>) -> Facets {
        let kinds = subject.conflicts.iter().map(|number| self.kind(*number));
        let predicates = subject.facts.iter().map(|fact| fact.predicate.as_str());
        let sites = self.sites_of(subject.facts.iter().flat_map(|fact| &fact.support.articles));
        Facets::new([subject.entity.name.as_str()], predicates, kinds, sites)
    }

    /// By what some claims of an article are found.
    pub(super) fn facets_of_claims(&self, claims: Range<usize>, site: u32) -> Facets {
        let kinds = claims.clone().flat_map(|claim| &self.conflicts_of[claim]).map(|number| self.kind(*number));
        let predicates = self.results.report.claims[claims.clone()].iter().map(|claim| claim.predicate.as_str());
        Facets::new(claims.map(|claim| self.subject_name(claim)), predicates, kinds, [site])
    }

    /// The name of a claim's subject, as the report has it.
    fn subject_name(&self, claim: usize) -> &str {
        let own = &self.results.report.claims[claim].subject;
        &self.subject_of[claim].map_or(own, |number| self.subjects[number as usize].entity).name
    }

    fn kind(&self, conflict: u32) -> ConflictKind {
        self.conflicts[conflict as usize].kind
    }

    fn sites_of<'b>(&self, articles: impl IntoIterator<Item = &'b String>) -> impl Iterator<Item = u32> {
        articles.into_iter().filter_map(|name| Some(self.articles[self.article(name)? as usize].site))
    }
}

/// What the filter reads of something: the names it is about, predicates, kinds of conflict and numbers of sites.
pub(super) struct Facets {
    pub(super) names: String,
    pub(super) predicates: String,
    pub(super) kinds: String,
    pub(super) sites: String,
}

impl Facets {
    fn new<'b>(
        names: impl IntoIterator<Item = &'b str>,
        predicates: impl IntoIterator<Item = &'b str>,
        kinds: impl IntoIterator<Item = ConflictKind>,
        sites: impl IntoIterator<Item = u32>,
    ) -> Facets {
        let mut names = distinct(names, "\n");
        if let Cow::Owned(cut) = clipped(&names, MOST_OF_NAMES) {
            names = cut;
        }
        Facets {
            names: harmless_lines(&names).into_owned(),
            predicates: distinct(predicates.into_iter().map(harmless), " "),
            kinds: distinct(kinds.into_iter().map(ConflictKind::name), " "),
            sites: distinct(sites, " "),
        }
    }
}

/// Each of these words once, in their order.
fn distinct<T: Ord + ToString>(words: impl IntoIterator<Item = T>, between: &str) -> String {
    let words: BTreeSet<T> = words.into_iter().collect();
    words.iter().map(T::to_string).collect::<Vec<_>>().join(between)
}

fn articles(results: &Results) -> (Vec<Source<'_>>, Vec<(String, usize)>) {
    let claims = &results.report.claims;
    let mut ranges: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    for (number, claim) in claims.iter().enumerate() {
        ranges.entry(&claim.article).or_insert(number..number).end = number + 1;
    }
    let named = |name: &'_ str| ranges.get(name).cloned().unwrap_or(0..0);
    let mut articles: Vec<Source<'_>> = match &results.articles {
        Some(rows) => rows.iter().map(|row| of_row(row, named(&row.name))).collect(),
        None => ranges.values().map(|range| of_claim(&claims[range.start], range.clone())).collect(),
    };
    let site_of = |article: &Source<'_>| {
        let told =
            article.row.map_or_else(|| claims[article.claims.start].source.site.as_deref(), |row| row.site.as_deref());
        told.or_else(|| host(article.url?)).unwrap_or(NO_SITE).to_string()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    articles.iter().for_each(|article| *counts.entry(site_of(article)).or_default() += 1);
    let mut sites: Vec<(String, usize)> = counts.into_iter().collect();
    sites.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let numbers: HashMap<&str, u32> =
        sites.iter().zip(0..).map(|((name, _), number)| (name.as_str(), number)).collect();
    for article in &mut articles {
        article.site = numbers[site_of(article).as_str()];
    }
    (articles, sites)
}

fn of_row(row: &ArticleRow, claims: Range<usize>) -> Source<'_> {
    let date = row.date.as_ref().map(date_words);
    Source { name: &row.name, row: Some(row), site: 0, claims, date, url: row.url.as_deref() }
}

fn of_claim(first: &Claim, claims: Range<usize>) -> Source<'_> {
    let date = first.source.date.as_ref().map(date_words);
    Source { name: &first.article, row: None, site: 0, claims, date, url: first.source.url.as_deref() }
}

/// The host of an address, without what all hosts have.
fn host(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

fn subjects(facts: &[Fact]) -> Vec<Subject<'_>> {
    let groups = by_subject(facts);
    let mut names: HashMap<(&str, crate::Kind), usize> = HashMap::new();
    for (_, entity) in groups.keys() {
        *names.entry((&entity.name, entity.kind)).or_default() += 1;
    }
    let list = groups.into_iter().map(|((_, entity), facts)| {
        let has_namesake = names[&(entity.name.as_str(), entity.kind)] > 1;
        Subject { entity, facts, conflicts: Vec::new(), has_namesake }
    });
    list.collect()
}
