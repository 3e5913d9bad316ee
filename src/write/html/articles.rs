//! An article: where it is from, its text with mentions and evidence, and beside it what is claimed from each
//! passage.

use maud::{Markup, PreEscaped, html};

use super::View;
use super::body::{self, LOOKS, passages};
use super::conflicts::{badge, block};
use super::index::Source;
use super::links::{article_anchor, note_anchor, passage_anchor};
use super::words::{counted, object, spaced, standing, text};
use crate::document::BlockKind;
use crate::{Claim, Span};

/// Articles that are unfolded from the beginning, where no more are on the page.
const UNFOLDED: usize = 12;

/// What the looks of mentions mean.
pub(super) fn key() -> Markup {
    html! {
        ul.key aria-label="How mentions are marked" {
            @for (class, meaning) in LOOKS { li { span class={ "m " (class) } { (meaning) } } }
            li { span.ev { "passage with claims" } }
        }
    }
}

pub(super) fn article(view: &View<'_>, number: usize, body: Option<String>) -> String {
    let source = &view.index.articles[number];
    let anchor = article_anchor(source.name);
    let title = source.row.and_then(|row| row.title.as_deref());
    let claims = &view.index.results.report.claims[source.claims.clone()];
    let html = html! {
        article.article id=(anchor) data-group="articles" data-w=(source.site) {
            details open[view.index.articles.len() <= UNFOLDED] {
                summary {
                    h3 { (text(title.unwrap_or(source.name))) }
                    p.meta { (meta(view, source, title.is_some())) }
                }
                div.reading {
                    @if let Some(body) = body { div.text { (PreEscaped(body)) } }
                    @if !claims.is_empty() { (notes(view, source, &anchor, claims)) }
                }
            }
        }
    };
    html.into_string()
}

fn meta(view: &View<'_>, source: &Source<'_>, has_title: bool) -> Markup {
    let site = &view.index.sites[source.site as usize].0;
    html! {
        @if has_title { code { (text(source.name)) } " " }
        @if site != super::index::NO_SITE { span.site { (text(site)) } " " }
        @if let Some(date) = &source.date { span.day { (date) } " " }
        @if let Some(row) = source.row {
            @if row.languages.len() > 1 {
                span.languages { @for (at, (language, share)) in row.languages.iter().enumerate() {
                    @if at > 0 { ", " } (body::code(*language)) " " (format!("{:.0}%", share * 100.0))
                } } " "
            }
        }
        span { (counted(source.claims.len(), "claim")) }
        @if let Some(url) = source.url.filter(|url| is_web(url)) { " " a.out href=(url) rel="noreferrer noopener nofollow" { "original" } }
    }
}

/// Only addresses that lead to a page are links.
fn is_web(url: &str) -> bool {
    let lower: String = url.chars().take(8).flat_map(char::to_lowercase).collect();
    lower.starts_with("http://") || lower.starts_with("https://")
}

/// The claims by the passages that they rest on.
fn notes(view: &View<'_>, source: &Source<'_>, anchor: &str, claims: &[Claim]) -> Markup {
    let passages = passages(claims);
    let mut by_passage: Vec<Vec<usize>> = vec![Vec::new(); passages.len()];
    for (offset, claim) in claims.iter().enumerate() {
        by_passage[body::passage_of(&passages, claim)].push(source.claims.start + offset);
    }
    html! {
        ol.notes aria-label="Claims" {
            @for (passage, claims) in passages.iter().zip(&by_passage) { (note(view, anchor, *passage, claims)) }
        }
    }
}

fn note(view: &View<'_>, anchor: &str, passage: Span, claims: &[usize]) -> Markup {
    html! {
        li.claimed id=(note_anchor(anchor, passage.start)) {
            @if view.has_texts {
                a.back href={ "#" (passage_anchor(anchor, passage.start)) } aria-label="to the passage" { "↑" }
            }
            ul { @for claim in claims { (claimed(view, *claim)) } }
        }
    }
}

fn claimed(view: &View<'_>, number: usize) -> Markup {
    let claim = &view.index.results.report.claims[number];
    let site = view.index.article(&claim.article).map_or(0, |article| view.index.articles[article as usize].site);
    let facets = view.index.facets_of_claims(number..number + 1, site);
    html! {
        li data-n=(facets.names) data-p=(facets.predicates) data-k=(facets.kinds) data-w=(facets.sites) {
            @match view.index.subject_of(number) {
                Some(subject) => a.name href=(view.links.subject(subject)) { (text(&claim.subject.name)) },
                None => span.name { (text(&claim.subject.name)) },
            }
            " " span.predicate { (spaced(&claim.predicate)) } " " (object(claim))
            @for word in standing(Some(claim.polarity), Some(claim.modality)) { " " span.standing { (word) } }
            @if let Some(speaker) = &claim.attribution { " " span.qualifier { "according to " (text(speaker)) } }
            @if claim.block != BlockKind::Paragraph { " " span.qualifier { "in its " (block(claim.block)) } }
            @for conflict in view.index.conflicts_of(number) {
                " " a.contest href=(view.links.conflict(*conflict)) { (badge(view.index.conflicts[*conflict as usize].weight)) " " (conflict + 1) }
            }
            " " code.rule title="the rule that found it" { (text(&claim.rule)) }
        }
    }
}
