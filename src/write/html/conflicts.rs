//! A conflict: what it is and why, and its sides beside each other, each with what it says, who says it, when and
//! how surely, and the sentence that it rests on.

use maud::{Markup, html};

use super::View;
use super::body::code;
use super::links::conflict_anchor;
use super::overview::{class, shared_unit};
use super::words::{counted, date, entity, side, spaced, standing, text};
use crate::document::BlockKind;
use crate::report::{ConflictKind, Scope, Side, Weight};
use crate::write::harmless;
use crate::{Claim, Conflict, Span};

/// Articles of a side whose sentence is shown at once, and those that can be unfolded.
const SHOWN: usize = 2;
const UNFOLDED: usize = 20;

/// Sides shown.
const MOST_SIDES: usize = 24;

/// Bytes of a sentence shown, before and behind what matters in it.
const AROUND: usize = 400;

/// A weight by its shape and word, never by colour alone.
pub(super) fn badge(weight: Weight) -> Markup {
    let (shape, word) = match weight {
        Weight::Hard => ("◆", "hard"),
        Weight::Soft => ("◐", "soft"),
        Weight::Note => ("○", "note"),
    };
    html! { span class={ "badge " (class(weight)) } title=(weight.meaning()) { span aria-hidden="true" { (shape) } " " (word) } }
}

/// What a conflict is about.
pub(super) fn heading(conflict: &Conflict) -> Markup {
    html! { (entity(&conflict.subject)) @if let Some(predicate) = &conflict.predicate { " " span.predicate { (spaced(predicate)) } } }
}

pub(super) fn conflict(view: &View<'_>, number: usize) -> String {
    let conflict = view.index.conflicts[number];
    let facets = view.index.facets_of_conflict(conflict);
    let unit = shared_unit(view, conflict);
    let subject = view.index.subject_of_conflict(conflict);
    let scope = if conflict.scope == Scope::Within { "within one article" } else { "between articles" };
    let html = html! {
        article id=(conflict_anchor(number as u32)) class={ "conflict " (class(conflict.weight)) } data-n=(facets.names) data-p=(facets.predicates) data-k=(facets.kinds) data-w=(facets.sites) {
            header {
                p.facts {
                    a.number href={ "#" (conflict_anchor(number as u32)) } { (number + 1) } " "
                    (badge(conflict.weight)) " "
                    span.what title=(conflict.kind.meaning()) { (conflict.kind.name()) } " " span.scope { (scope) }
                }
                h3 { @if let Some(subject) = subject { a href=(view.links.subject(subject)) { (heading(conflict)) } } @else { (heading(conflict)) } }
                p.why { (harmless(conflict.note.as_deref().unwrap_or(conflict.kind.meaning()))) }
            }
            div.sides {
                @for one in conflict.sides.iter().take(MOST_SIDES) { (shown_side(view, conflict.kind, one, unit)) }
            }
            @if conflict.sides.len() > MOST_SIDES { p.more { "and " (counted(conflict.sides.len() - MOST_SIDES, "more side")) } }
        }
    };
    html.into_string()
}

fn shown_side(view: &View<'_>, kind: ConflictKind, one: &Side, unit: Option<&str>) -> Markup {
    // The first claim of each article: more would say the same.
    let mut claims: Vec<&Claim> = Vec::new();
    for (_, claim) in one.claims.iter().filter_map(|id| view.index.claim(id)) {
        // Claims of a side come by article.
        if claims.last().is_none_or(|last| last.article != claim.article) {
            claims.push(claim);
        }
    }
    let (first, rest) = claims.split_at(claims.len().min(SHOWN));
    html! {
        section.side {
            // Where the statements themselves differ, the sentence is enough.
            @if kind != ConflictKind::Wording { h4 { (side(kind, one, unit)) } }
            @for claim in first { (quoted(view, claim)) }
            @if !rest.is_empty() {
                details {
                    summary { "and " (counted(one.articles.len().saturating_sub(first.len()).max(1), "more article")) }
                    @for claim in rest.iter().take(UNFOLDED) { (quoted(view, claim)) }
                    @if rest.len() > UNFOLDED { p.more { "and " (counted(rest.len() - UNFOLDED, "more article")) } }
                }
            }
        }
    }
}

/// A claim's sentence and where it stands.
fn quoted(view: &View<'_>, claim: &Claim) -> Markup {
    html! {
        figure.quote {
            blockquote lang=(code(claim.language)) dir="auto" { p { (sentence(claim)) } }
            figcaption { (source(view, claim)) }
        }
    }
}

/// The article of a claim, its site and day; where in it, and how it is said.
fn source(view: &View<'_>, claim: &Claim) -> Markup {
    let article = view.index.article(&claim.article).map(|number| &view.index.articles[number as usize]);
    let title = article.and_then(|article| article.row?.title.as_deref());
    html! {
        a href=(view.passage(claim)) title=[title.map(harmless)] { (text(&claim.article)) }
        @if let Some(article) = article {
            @let site = &view.index.sites[article.site as usize].0;
            @if site != super::index::NO_SITE { ", " (text(site)) }
        }
        @if let Some(day) = &claim.source.date { ", " span.day { (date(day)) } }
        @if claim.block != BlockKind::Paragraph { ", in its " (block(claim.block)) }
        @if let Some(speaker) = &claim.attribution { ", according to " (text(speaker)) }
        @for word in standing(Some(claim.polarity), Some(claim.modality)) { " " span.standing { (word) } }
    }
}

/// A block's kind in words.
pub(super) fn block(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Headline => "headline",
        BlockKind::Deck => "deck",
        BlockKind::Paragraph => "text",
        BlockKind::Subheading => "subheading",
        BlockKind::Caption => "caption",
        BlockKind::Item => "list",
        BlockKind::Lyric => "lyrics",
        BlockKind::Quotation => "block quotation",
        BlockKind::Furniture => "furniture",
    }
}

/// A claim's sentence with subject and object marked; a very long one is cut around them.
fn sentence(claim: &Claim) -> Markup {
    let evidence = &claim.evidence;
    let whole = Span::new(0, evidence.text.len());
    let inside = |span: &Span| {
        let own = Span {
            start: span.start.checked_sub(evidence.span.start)?,
            end: span.end.checked_sub(evidence.span.start)?,
        };
        (whole.contains(own) && own.start <= own.end && evidence.text.get(own.range()).is_some()).then_some(own)
    };
    let mut marks: Vec<(Span, &str)> = evidence.subject.iter().filter_map(inside).map(|span| (span, "about")).collect();
    if let Some(object) =
        evidence.object.iter().filter_map(inside).find(|span| marks.iter().all(|(one, _)| !one.overlaps(*span)))
    {
        marks.push((object, "told"));
    }
    marks.sort_unstable();
    let focus = marks.iter().map(|(span, _)| *span).reduce(Span::join).unwrap_or_default();
    let text = &evidence.text;
    let start = boundary(text, (focus.start as usize).saturating_sub(AROUND));
    let end = boundary(text, (focus.end as usize).min(focus.start as usize + 2 * AROUND) + AROUND);
    marks.retain(|(span, _)| span.end as usize <= end);
    let ends = marks.iter().map(|(span, _)| span.end as usize);
    let befores: Vec<usize> = std::iter::once(start).chain(ends).collect();
    html! {
        @if start > 0 { "…" }
        @for ((span, what), before) in marks.iter().zip(&befores) {
            (harmless(&text[*before..span.start as usize]))
            mark class=(what) { (harmless(span.of(text))) }
        }
        (harmless(&text[befores[marks.len()]..end]))
        @if end < text.len() { "…" }
    }
}

/// The end of the text, or the last place between two characters that is not behind `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
