//! The filter: by subject, predicate, kind of conflict and site. The script shows it, for without one it would do
//! nothing.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::View;
use super::words::{clipped, spaced};
use crate::report::ConflictKind;
use crate::write::harmless;

/// Subjects that are offered and sites that can be chosen; a longer list helps nobody, and stands on every page.
const MOST_NAMES: usize = 300;
const MOST_SITES: usize = 200;

pub(super) fn form(view: &View<'_>) -> Markup {
    let index = view.index;
    let mut predicates: BTreeMap<&str, usize> = BTreeMap::new();
    index.results.report.facts.iter().for_each(|fact| *predicates.entry(&fact.predicate).or_default() += 1);
    let mut kinds: BTreeMap<ConflictKind, usize> = BTreeMap::new();
    index.conflicts.iter().for_each(|conflict| *kinds.entry(conflict.kind).or_default() += 1);
    html! {
        details #filter hidden {
            summary { "Filter" output #shown aria-live="polite" {} }
            form role="search" {
                label { span { "Subject" } input #by-name type="search" list="names" autocomplete="off" placeholder="any name"; }
                datalist #names { @for subject in index.subjects.iter().take(MOST_NAMES) {
                    option value=(harmless(&clipped(&subject.entity.name, 80))) {}
                } }
                label { span { "Predicate" } select #by-predicate {
                    option value="" { "any" }
                    @for (predicate, count) in &predicates { option value=(harmless(predicate)) { (spaced(predicate)) " (" (count) ")" } }
                } }
                label { span { "Conflict" } select #by-kind {
                    option value="" { "any or none" }
                    @for (kind, count) in &kinds { option value=(kind.name()) { (kind.name()) " (" (count) ")" } }
                } }
                label { span { "Site" } select #by-site {
                    option value="" { "any" }
                    @for (number, (site, count)) in index.sites.iter().take(MOST_SITES).enumerate() {
                        option value=(number) { (harmless(&clipped(site, 60))) " (" (count) ")" }
                    }
                } }
                button type="reset" { "Clear" }
            }
        }
    }
}
