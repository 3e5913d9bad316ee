//! A subject: what is claimed of it, by whom, what is contested, and its dates on a line.

use maud::{Markup, html};

use super::View;
use super::conflicts::badge;
use super::links::subject_anchor;
use super::timeline;
use super::words::{counted, entity, qualifiers, spaced, standing, text, unit, value};
use crate::{Claim, Fact};

/// Articles named for one fact.
const MOST_SOURCES: usize = 6;

/// Facts shown of one subject.
const MOST_FACTS: usize = 400;

pub(super) fn subject(view: &View<'_>, number: usize) -> String {
    let subject = &view.index.subjects[number];
    let facts = &subject.facts[..subject.facts.len().min(MOST_FACTS)];
    let html = html! {
        article.subject id=(subject_anchor(number as u32)) data-group="subjects" {
            h3 {
                (entity(subject.entity))
                @if let (true, Some(id)) = (subject.has_namesake, &subject.entity.id) { " " span.id { (text(id)) } }
            }
            table.facts {
                colgroup { @for class in ["c1", "c2", "c3", "c4"] { col class=(class); } }
                thead { tr { th scope="col" { "what" } th scope="col" { "is said" } th scope="col" { "by" } th scope="col" { "contested" } } }
                @for same in facts.chunk_by(|a, b| a.predicate == b.predicate) {
                    tbody { @for (at, fact) in same.iter().enumerate() { (row(view, fact, at)) } }
                }
            }
            @if subject.facts.len() > MOST_FACTS { p.more { "and " (counted(subject.facts.len() - MOST_FACTS, "more fact")) } }
            div.timelines { (timeline::figures(view, subject)) }
        }
    };
    html.into_string()
}

fn row(view: &View<'_>, fact: &Fact, at: usize) -> Markup {
    let facets = view.index.facets_of_fact(fact);
    let mut contested: Vec<u32> = fact.contested_by.iter().filter_map(|id| view.index.conflict(id)).collect();
    contested.sort_unstable();
    html! {
        tr class=[(!contested.is_empty()).then_some("contested")] data-n=(facets.names) data-p=(facets.predicates) data-k=(facets.kinds) data-w=(facets.sites) {
            th scope="row" { span class=(if at > 0 { "predicate again" } else { "predicate" }) { (spaced(&fact.predicate)) } }
            td { (value(&fact.object, unit(&fact.qualifiers))) (qualifiers(&fact.qualifiers)) (how(view, fact)) }
            td { (sources(view, fact)) }
            td {
                @for number in contested {
                    a.contest href=(view.links.conflict(number)) { (badge(view.index.conflicts[number as usize].weight)) " " (number + 1) } " "
                }
            }
        }
    }
}

/// How it is said, where all say it in the same way.
fn how(view: &View<'_>, fact: &Fact) -> Markup {
    let claims: Vec<&Claim> = fact.claims.iter().filter_map(|id| Some(view.index.claim(id)?.1)).collect();
    let same = |claim: &&Claim| (claim.polarity, claim.modality) == (claims[0].polarity, claims[0].modality);
    let words = match claims.first() {
        Some(first) if claims.iter().all(same) => standing(Some(first.polarity), Some(first.modality)),
        _ => Vec::new(),
    };
    html! { @for word in words { " " span.standing { (word) } } }
}

/// Who says it: for each article the passage in which it does so first.
fn sources(view: &View<'_>, fact: &Fact) -> Markup {
    let mut claims: Vec<&Claim> = Vec::new();
    for (_, claim) in fact.claims.iter().filter_map(|id| view.index.claim(id)) {
        if claims.last().is_none_or(|last| last.article != claim.article) {
            claims.push(claim);
        }
    }
    let (all, alone) = (fact.support.articles.len(), fact.support.independent as usize);
    html! {
        @for (at, claim) in claims.iter().take(MOST_SOURCES).enumerate() {
            @if at > 0 { ", " }
            a href=(view.passage(claim)) { (text(&claim.article)) }
        }
        @if claims.len() > MOST_SOURCES { " and " (claims.len() - MOST_SOURCES) " more" }
        @if alone == 1 && all > 1 { " " span.copies { "copies of one text" } }
        @else if alone < all { " " span.copies { (alone) " without copies" } }
    }
}
