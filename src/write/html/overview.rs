//! The overview: what was read and found in figures, conflicts by kind and weight, what is most contested; and for
//! a split report the lines that lead to its parts.

use maud::{Markup, html};

use super::View;
use super::conflicts::{badge, heading};
use super::links::Part;
use super::words::{counted, date_words, entity, side, text, unit};
use crate::Conflict;
use crate::report::{ConflictKind, Weight};

const WEIGHTS: [Weight; 3] = [Weight::Hard, Weight::Soft, Weight::Note];

/// Subjects and sites listed.
const MOST_LISTED: usize = 8;

/// Lines of one list of a split report, sides of a conflict shown in a line, and unread inputs told.
const MOST_LINES: usize = 2000;
const MOST_SIDES: usize = 4;
const MOST_ERRORS: usize = 200;

/// The page's title.
pub(super) fn title(view: &View<'_>) -> String {
    let index = view.index;
    format!("{}, {}", counted(index.articles.len(), "article"), counted(index.conflicts.len(), "conflict"))
}

pub(super) fn overview(view: &View<'_>) -> String {
    let index = view.index;
    let report = &index.results.report;
    let figures = [
        (index.articles.len(), "article", "articles"),
        (index.subjects.len(), "subject", "subjects"),
        (report.claims.len(), "claim", "conflicts"),
    ];
    let html = html! {
        section #overview .overview aria-labelledby="overview-heading" {
            h1 #overview-heading { "Who says what" }
            p.summary { (summary(view)) }
            dl.figures {
                @for (count, noun, part) in figures {
                    @let (number, word) = parted(count, noun);
                    div { dt { (word) } dd { @if noun == "claim" { (number) } @else { a href={ "#" (part) } { (number) } } } }
                }
                @for weight in WEIGHTS {
                    @let count = of_weight(&index.conflicts, weight);
                    div class={ "weight " (class(weight)) } { dt { (badge(weight)) span.aside { @if count == 1 { " conflict" } @else { " conflicts" } } } dd { a href="#conflicts" { (count) } } }
                }
            }
            div.panels {
                (kinds(view))
                (contested(view))
                (sites(view))
            }
            (errors(view))
        }
    };
    html.into_string()
}

/// A count's digits and its noun.
fn parted(count: usize, noun: &str) -> (String, String) {
    let words = counted(count, noun);
    words.split_once(' ').map(|(number, noun)| (number.into(), noun.into())).unwrap_or_default()
}

fn of_weight(conflicts: &[&Conflict], weight: Weight) -> usize {
    conflicts.iter().filter(|conflict| conflict.weight == weight).count()
}

fn summary(view: &View<'_>) -> Markup {
    let index = view.index;
    let hard = of_weight(&index.conflicts, Weight::Hard);
    let sites = index.sites.iter().filter(|(site, _)| site != super::index::NO_SITE).count();
    html! {
        (counted(index.articles.len(), "article"))
        @if sites > 1 { " from " (counted(sites, "site")) }
        " make " (counted(index.results.report.claims.len(), "claim")) " about " (counted(index.subjects.len(), "subject")) ". "
        @if index.conflicts.is_empty() { "They contradict each other nowhere." }
        @else {
            "They disagree in " (counted(index.conflicts.len(), "place"))
            @match hard {
                0 => { "." }
                _ => { ", and in " strong { (hard) } " of them both sides cannot be right." }
            }
        }
    }
}

/// Conflicts by kind and weight.
fn kinds(view: &View<'_>) -> Markup {
    let conflicts = &view.index.conflicts;
    let count = |kind: ConflictKind, weight: Weight| {
        conflicts.iter().filter(|conflict| (conflict.kind, conflict.weight) == (kind, weight)).count()
    };
    let rows: Vec<_> = ConflictKind::ALL
        .into_iter()
        .map(|(kind, name, meaning)| (kind, name, meaning, WEIGHTS.map(|weight| count(kind, weight))))
        .filter(|(.., counts)| counts.iter().sum::<usize>() > 0)
        .collect();
    let most = rows.iter().map(|(.., counts)| counts.iter().sum::<usize>()).max().unwrap_or(1);
    html! {
        @if !rows.is_empty() {
            table.kinds {
                caption { "Conflicts by kind and weight" }
                thead { tr { th scope="col" { "kind" } @for weight in WEIGHTS { th scope="col" { (badge(weight)) } } } }
                tbody {
                    @for (kind, name, meaning, counts) in &rows {
                        tr {
                            th scope="row" {
                                a href="#conflicts" data-kind=(kind.name()) { (name) } " " span.meaning { (meaning) }
                                (bar(counts, most))
                            }
                            @for count in counts { td { @if *count > 0 { (count) } @else { span.none { "–" } } } }
                        }
                    }
                }
            }
        }
    }
}

/// The counts of a row as a bar in three parts.
fn bar(counts: &[usize; 3], most: usize) -> Markup {
    let percent = |count: usize| count as f64 * 100.0 / most as f64;
    html! {
        svg width="100%" height="4" role="presentation" {
            @for (at, weight) in WEIGHTS.into_iter().enumerate() {
                @let before: usize = counts[..at].iter().sum();
                rect class=(class(weight)) x=(format!("{:.2}%", percent(before))) width=(format!("{:.2}%", percent(counts[at]))) height="4" {}
            }
        }
    }
}

pub(super) fn class(weight: Weight) -> &'static str {
    match weight {
        Weight::Hard => "hard",
        Weight::Soft => "soft",
        Weight::Note => "note",
    }
}

/// The subjects with most conflicts, hard ones first.
fn contested(view: &View<'_>) -> Markup {
    let index = view.index;
    let hard = |numbers: &[u32]| {
        numbers.iter().filter(|number| index.conflicts[**number as usize].weight == Weight::Hard).count()
    };
    let mut subjects: Vec<_> = index
        .subjects
        .iter()
        .zip(0..)
        .filter(|(subject, _)| !subject.conflicts.is_empty())
        .map(|(subject, number)| (hard(&subject.conflicts), subject.conflicts.len(), subject, number))
        .collect();
    subjects.sort_by_key(|(hard, all, _, number)| (std::cmp::Reverse((*hard, *all)), *number));
    html! {
        @if !subjects.is_empty() {
            table.most {
                caption { "Most contested" }
                thead { tr { th scope="col" { "subject" } th scope="col" { "conflicts" } th scope="col" { (badge(Weight::Hard)) } } }
                tbody {
                    @for (hard, all, subject, number) in subjects.into_iter().take(MOST_LISTED) {
                        tr {
                            th scope="row" { a href=(view.links.subject(number)) { (entity(subject.entity)) } }
                            td { (all) }
                            td { @if hard > 0 { (hard) } @else { span.none { "–" } } }
                        }
                    }
                }
            }
        }
    }
}

fn sites(view: &View<'_>) -> Markup {
    let sites = &view.index.sites;
    html! {
        @if sites.len() > 1 {
            table.most {
                caption { "Sites" }
                thead { tr { th scope="col" { "site" } th scope="col" { "articles" } } }
                tbody {
                    @for (site, count) in sites.iter().take(MOST_LISTED) { tr { th scope="row" { (text(site)) } td { (count) } } }
                    @if sites.len() > MOST_LISTED { tr { td colspan="2" { "and " (sites.len() - MOST_LISTED) " more" } } }
                }
            }
        }
    }
}

fn errors(view: &View<'_>) -> Markup {
    let errors = &view.index.results.errors;
    html! {
        @if !errors.is_empty() {
            details.errors {
                summary { (counted(errors.len(), "input")) " could not be read" }
                ul {
                    @for error in errors.iter().take(MOST_ERRORS) { li { code { (text(&error.article)) } ": " (text(&error.cause)) } }
                    @if errors.len() > MOST_ERRORS { li { "and " (errors.len() - MOST_ERRORS) " more" } }
                }
            }
        }
    }
}

/// A split report's list of all conflicts, subjects or articles, each with a link to its place.
pub(super) fn lines(view: &View<'_>, part: Part, count: usize) -> String {
    let html = html! {
        ol.lines {
            @for number in 0..count.min(MOST_LINES) {
                @match part {
                    Part::Conflicts => (conflict_line(view, number)),
                    Part::Subjects => (subject_line(view, number)),
                    Part::Articles => (article_line(view, number)),
                }
            }
        }
        @if count > MOST_LINES {
            p.more {
                (count - MOST_LINES) " more, not listed here, stand on pages"
                @for page in MOST_LINES / part.per_page()..count.div_ceil(part.per_page()) { " " a href=(view.links.page(part, page)) { (page + 1) } }
            }
        }
    };
    html.into_string()
}

fn conflict_line(view: &View<'_>, number: usize) -> Markup {
    let conflict = view.index.conflicts[number];
    let facets = view.index.facets_of_conflict(conflict);
    html! {
        li class=(class(conflict.weight)) data-n=(facets.names) data-p=(facets.predicates) data-k=(facets.kinds) data-w=(facets.sites) {
            (badge(conflict.weight)) " "
            a href=(view.links.conflict(number as u32)) { (heading(conflict)) }
            span.values {
                @for (at, one) in conflict.sides.iter().take(MOST_SIDES).enumerate() {
                    @if at > 0 { span.versus { " / " } }
                    (side(conflict.kind, one, None))
                }
                @if conflict.sides.len() > MOST_SIDES { " …" }
            }
        }
    }
}

fn subject_line(view: &View<'_>, number: usize) -> Markup {
    let subject = &view.index.subjects[number];
    let facets = view.index.facets_of_subject(subject);
    html! {
        li data-n=(facets.names) data-p=(facets.predicates) data-k=(facets.kinds) data-w=(facets.sites) {
            a href=(view.links.subject(number as u32)) { (entity(subject.entity)) }
            span.values {
                (counted(subject.facts.len(), "fact"))
                @if !subject.conflicts.is_empty() { ", " (counted(subject.conflicts.len(), "conflict")) }
            }
        }
    }
}

fn article_line(view: &View<'_>, number: usize) -> Markup {
    let article = &view.index.articles[number];
    let facets = view.index.facets_of_claims(article.claims.clone(), article.site);
    let title = article.row.and_then(|row| row.title.as_deref());
    html! {
        li data-n=(facets.names) data-p=(facets.predicates) data-k=(facets.kinds) data-w=(facets.sites) {
            a href=(view.article(number as u32)) { (text(title.unwrap_or(article.name))) }
            span.values {
                @if title.is_some() { code { (text(article.name)) } ", " }
                @if let Some(date) = article.row.and_then(|row| row.date.as_ref()) { (date_words(date)) ", " }
                (counted(article.claims.len(), "claim"))
            }
        }
    }
}

/// The unit that all sides of a conflict share.
pub(super) fn shared_unit<'a>(view: &View<'a>, conflict: &Conflict) -> Option<&'a str> {
    let claims = conflict.sides.iter().filter_map(|side| view.index.claim(side.claims.first()?));
    let mut units = claims.map(|(_, claim)| unit(&claim.qualifiers));
    let first = units.next()??;
    units.all(|unit| unit == Some(first)).then_some(first)
}
