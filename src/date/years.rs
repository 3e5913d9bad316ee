//! Years that an expression has from another of its sentence: "3 May, 5 May and 9 May 2022", "in France in March
//! 2023 and in Japan on 3 May".

use super::grammar::{Fields, Grammar};
use super::scan::Candidate;

/// How many bytes may lie between two expressions of a list.
const NEAR: usize = 60;
/// Groups that tie an expression to a year.
const YEARS: [&str; 8] = ["year", "yy", "year2", "era", "years", "months", "way", "reference"];

/// The year of a month or day that an expression names with it.
pub(super) fn named(fields: &Fields<'_>) -> Option<i32> {
    if fields.has("month") && !fields.has("year2") { fields.number("year") } else { None }
}

/// Whether an expression names a month and leaves its year open.
pub(super) fn is_open(fields: &Fields<'_>) -> bool {
    fields.has("month") && !YEARS.iter().any(|group| fields.has(group))
}

/// For each expression without a year the one that its list names: at the end, in East Asia at the beginning.
pub(super) fn shared(candidates: &[Candidate<'_>], text: &str) -> Vec<Option<i32>> {
    let mut years = vec![None; candidates.len()];
    let mut last: Option<(i32, usize)> = None;
    for at in 0..candidates.len() {
        let before = last.filter(|_| candidates[at].fields.grammar.east_asian);
        years[at] = before.and_then(|(year, of)| year_beside(candidates, text, year, of, at));
        last = named(&candidates[at].fields).or(years[at]).map(|year| (year, at));
    }
    let mut next: Option<(i32, usize)> = None;
    for at in (0..candidates.len()).rev() {
        let behind = next.filter(|_| !candidates[at].fields.grammar.east_asian);
        years[at] = years[at].or_else(|| behind.and_then(|(year, of)| year_beside(candidates, text, year, of, at)));
        next = named(&candidates[at].fields).or(years[at]).map(|year| (year, at));
    }
    years
}

/// The year of an expression in a list with another whose year is known; lists go forward in time.
fn year_beside(candidates: &[Candidate<'_>], text: &str, year: i32, of: usize, at: usize) -> Option<i32> {
    let (first, last) = (&candidates[of.min(at)], &candidates[of.max(at)]);
    let gap = &text[first.span.end..last.span.start];
    // "Marea Alta, Valencia (8 November), Saltgrass, Suffolk (11 July 2026)".
    let in_brackets = gap.starts_with(')') && gap.ends_with('(');
    if !is_open(&candidates[at].fields) || !lists(first.fields.grammar, gap, in_brackets) {
        return None;
    }
    let over_new_year = i32::from(is_later(&first.fields, &last.fields));
    Some(if at < of { year - over_new_year } else { year + over_new_year })
}

/// Whether one lies later in the year than another.
fn is_later(one: &Fields<'_>, other: &Fields<'_>) -> bool {
    let days = one.number("day").zip(other.number("day"));
    match (one.number("month"), other.number("month")) {
        (Some(a), Some(b)) => a > b || (a == b && days.is_some_and(|(a, b)| a > b)),
        _ => false,
    }
}

/// Whether nothing but the words of a list stand between two expressions, and, if they may, names of places.
pub(super) fn lists(grammar: &Grammar, gap: &str, places: bool) -> bool {
    let fits = |word: &str| {
        word.is_empty()
            || grammar.word("listJoin", &word.to_lowercase()).is_some()
            || (places && word.starts_with(char::is_uppercase))
    };
    gap.len() <= NEAR && gap.split_whitespace().all(|word| fits(word.trim_matches(|c: char| !c.is_alphanumeric())))
}
