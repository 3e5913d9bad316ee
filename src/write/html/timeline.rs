//! The time line of a subject: for each predicate that tells dates a figure with one row an article. A day is a
//! point, anything less precise a bar; what is not known, left open or has no place on the line is a hatched band.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::View;
use super::index::Subject;
use super::words::{counted, date_words, qualifiers, spaced, standing, text};
use crate::claim::{Modality, Polarity};
use crate::date::edtf::calendar;
use crate::{Claim, Date, Value};

/// Rows of one figure.
const MOST_ROWS: usize = 40;

/// Tick marks on one axis, at most.
const MOST_TICKS: i64 = 5;

/// Days around a line's dates that are far enough from year 0 and 9999 to have a calendar that people use.
const DAYS: std::ops::Range<i64> = -719_000..2_932_000;

/// The figures of a subject; nothing if no date is told of it.
pub(super) fn figures(view: &View<'_>, subject: &Subject<'_>) -> Markup {
    let mut predicates: BTreeMap<&str, BTreeMap<u32, Vec<&Claim>>> = BTreeMap::new();
    for fact in subject.facts.iter().filter(|fact| is_of_time(view, &fact.predicate, &fact.object)) {
        for claim in fact.claims.iter().filter_map(|id| view.index.claim(id)).map(|(_, claim)| claim) {
            let Some(article) = view.index.article(&claim.article) else { continue };
            let told = predicates.entry(&fact.predicate).or_default().entry(article).or_default();
            // What an article says twice is one point.
            let same = |one: &&Claim| {
                (&one.object, &one.qualifiers, one.polarity) == (&claim.object, &claim.qualifiers, claim.polarity)
            };
            if !told.iter().any(same) {
                told.push(claim);
            }
        }
    }
    html! {
        @for (predicate, articles) in &predicates { (figure(view, predicate, articles)) }
    }
}

fn is_of_time(view: &View<'_>, predicate: &str, object: &Value) -> bool {
    match object {
        Value::Date(_) => true,
        Value::Unknown | Value::Unspecified => view.dated.contains(predicate),
        _ => false,
    }
}

/// Predicates that tell a date somewhere in the report.
pub(super) fn dated(facts: &[crate::Fact]) -> BTreeSet<&str> {
    let dates = facts.iter().filter(|fact| matches!(fact.object, Value::Date(_)));
    dates.map(|fact| fact.predicate.as_str()).collect()
}

fn figure(view: &View<'_>, predicate: &str, articles: &BTreeMap<u32, Vec<&Claim>>) -> Markup {
    let axis = Axis::of(articles.values().flatten().filter_map(|claim| extent(&claim.object)));
    let mut rows: Vec<(&u32, &Vec<&Claim>)> = articles.iter().collect();
    // As the story went: by the day of the article, those without one last.
    rows.sort_by_key(|(article, claims)| (claims[0].source.date.is_none(), claims[0].source.date.clone(), **article));
    html! {
        figure.timeline {
            figcaption { "When: " (spaced(predicate)) }
            ol {
                @for (article, claims) in rows.iter().take(MOST_ROWS) { (row(view, **article, claims, &axis)) }
            }
            (axis.ticks())
            @if rows.len() > MOST_ROWS { p.more { "and " (counted(rows.len() - MOST_ROWS, "more article")) } }
        }
    }
}

fn row(view: &View<'_>, article: u32, claims: &[&Claim], axis: &Axis) -> Markup {
    let source = &view.index.articles[article as usize];
    html! {
        li {
            span.who {
                a href=(view.passage(claims[0])) { (text(source.name)) }
                @if let Some(date) = &source.date { " " span.day { (date) } }
            }
            span.says {
                @for (number, claim) in claims.iter().enumerate() {
                    @if number > 0 { "; " }
                    (words(claim)) (qualifiers(&claim.qualifiers))
                    @for word in standing(Some(claim.polarity), Some(claim.modality)) { " " span.standing { (word) } }
                }
            }
            svg width="100%" height="18" role="presentation" {
                line.rail x1="0" x2="100%" y1="9" y2="9" {}
                // Bands first: what is drawn later lies on top.
                @for claim in claims.iter().filter(|claim| extent(&claim.object).is_none()) { (shape(claim, axis)) }
                @for claim in claims.iter().filter(|claim| extent(&claim.object).is_some()) { (shape(claim, axis)) }
            }
        }
    }
}

fn words(claim: &Claim) -> String {
    match &claim.object {
        Value::Date(date) => date_words(date),
        Value::Unknown => "not known".into(),
        _ => "left open".into(),
    }
}

/// The first and last day of a date that can be drawn; one of them may be missing.
fn extent(object: &Value) -> Option<(Option<i64>, Option<i64>)> {
    let Value::Date(date) = object else { return None };
    let bounds = date.bounds();
    let near = |day: Option<i64>| day.filter(|day| DAYS.contains(day));
    let ends = (near(bounds.first), near(bounds.last));
    (ends != (None, None)).then_some(ends)
}

fn shape(claim: &Claim, axis: &Axis) -> Markup {
    let class = match (claim.polarity, claim.modality) {
        (Polarity::Negated, _) | (_, Modality::Denied) => "no",
        (_, Modality::Planned | Modality::Reported | Modality::Rumoured) => "maybe",
        _ => "is",
    };
    let day = if let Value::Date(date) = &claim.object { Date::day_number(date) } else { None };
    let title = words(claim);
    html! {
        @match (day.filter(|day| DAYS.contains(day)), extent(&claim.object)) {
            (Some(day), _) => {
                circle class={ "point " (class) } cx=(percent(axis.at(day) + axis.half())) cy="9" r="5" { title { (title) } }
            },
            (None, Some((first, last))) => {
                @let (from, to) = (first.map_or(0.0, |day| axis.at(day)), last.map_or(100.0, |day| axis.at(day + 1)));
                rect class={ "stretch " (class) } x=(percent(from)) width=(percent((to - from).max(0.8))) y="5" height="8" rx="2" { title { (title) } }
            },
            (None, None) => {
                rect.open x="0" width="100%" y="3" height="12" fill="url(#hatch)" { title { (title) } }
            },
        }
    }
}

fn percent(x: f64) -> String {
    format!("{x:.2}%")
}

/// What the hatched bands are filled with; stands once on each page that has time lines.
pub(super) fn hatch() -> Markup {
    html! {
        svg.defs width="0" height="0" aria-hidden="true" {
            pattern #hatch width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                line.hatch x1="0" x2="0" y1="0" y2="6" {}
            }
        }
    }
}

/// Days laid out from 0 to 100 percent.
struct Axis {
    first: f64,
    days: f64,
    /// Whether any date gave it its place.
    is_placed: bool,
}

impl Axis {
    /// An axis that holds all these stretches, with room at its ends.
    fn of(stretches: impl Iterator<Item = (Option<i64>, Option<i64>)>) -> Axis {
        let days: Vec<i64> = stretches.flat_map(|(first, last)| [first, last]).flatten().collect();
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return Axis { first: 0.0, days: 1.0, is_placed: false };
        };
        let days = (last + 1 - first) as f64;
        let room = (days * 0.08).max(3.0);
        Axis { first: *first as f64 - room, days: days + 2.0 * room, is_placed: true }
    }

    /// Where a day begins.
    fn at(&self, day: i64) -> f64 {
        ((day as f64 - self.first) / self.days * 100.0).clamp(0.0, 100.0)
    }

    /// Half a day.
    fn half(&self) -> f64 {
        50.0 / self.days
    }

    /// The tick marks with their words.
    fn ticks(&self) -> Markup {
        let ticks = if self.is_placed { self.days_of_ticks() } else { Vec::new() };
        html! {
            @if !ticks.is_empty() {
                svg.axis width="100%" height="22" role="presentation" {
                    @for (day, words) in &ticks {
                        line x1=(percent(self.at(*day))) x2=(percent(self.at(*day))) y1="0" y2="5" {}
                        text x=(percent(self.at(*day))) y="18" text-anchor="middle" { (words) }
                    }
                }
            }
        }
    }

    /// The days that get a tick: of days, months or years, as many as there is room for.
    fn days_of_ticks(&self) -> Vec<(i64, String)> {
        // Ticks at the very ends would be cut off.
        let inside = 0.06 * self.days;
        let (from, to) = ((self.first + inside).ceil() as i64, (self.first + self.days - inside).floor() as i64);
        let span = (to - from).max(1);
        for step in [1, 2, 7, 14] {
            if span / step <= MOST_TICKS {
                let form = |at: usize| if at == 0 { "%-d %b %Y" } else { "%-d %b" };
                let days = (from..=to).step_by(step as usize).enumerate();
                return days.filter_map(|(at, day)| Some((day, words_of(day, form(at))?))).collect();
            }
        }
        let months = [1, 3, 6].into_iter().map(|months| (months, "%b %Y"));
        let years = (0..4).flat_map(|power| [1, 2, 5].map(|digit| (12 * digit * 10_i64.pow(power), "%Y")));
        let fits = |(months, _): &(i64, &str)| span / (months * 30) <= MOST_TICKS;
        let (step, form) = months.chain(years).find(fits).unwrap_or((120_000, "%Y"));
        let (year, month, _) = calendar::civil(from);
        let start = (i64::from(year) * 12 + i64::from(month) - 1).div_euclid(step) * step;
        let starts = (0..)
            .map(|number| start + number * step)
            .map(|months| calendar::day_number(months.div_euclid(12) as i32, months.rem_euclid(12) as u8 + 1, 1));
        let shown = starts.take_while(|day| *day <= to).filter(|day| *day >= from);
        shown.filter_map(|day| Some((day, words_of(day, form)?))).collect()
    }
}

fn words_of(day: i64, form: &str) -> Option<String> {
    let (year, month, day) = calendar::civil(day);
    let date = jiff::civil::Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()?;
    Some(date.strftime(form).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(dates: &[&str]) -> Axis {
        let value = |date: &&str| Value::Date(date.parse().expect("a date"));
        Axis::of(dates.iter().map(value).filter_map(|value| extent(&value)))
    }

    #[test]
    fn ticks_suit_the_stretch() {
        let cases: [(&[&str], &[&str]); 6] = [
            (&["2021-04-02"], &["31 Mar 2021", "1 Apr", "2 Apr", "3 Apr", "4 Apr", "5 Apr"]),
            (&["2021-04", "2021-04-02"], &["1 Apr 2021", "8 Apr", "15 Apr", "22 Apr", "29 Apr"]),
            (&["2020-10-10", "2021-04-02"], &["Nov 2020", "Dec 2020", "Jan 2021", "Feb 2021", "Mar 2021", "Apr 2021"]),
            (&["1994", "2021"], &["1995", "2000", "2005", "2010", "2015", "2020"]),
            (&["XXXX-06-16"], &[]),
            (&["Y12000", "2021/.."], &["30 Dec 2020", "31 Dec", "1 Jan", "2 Jan", "3 Jan", "4 Jan"]),
        ];
        for (dates, words) in cases {
            let axis = axis(dates);
            let ticks = if axis.is_placed { axis.days_of_ticks() } else { Vec::new() };
            assert_eq!(ticks.into_iter().map(|(_, words)| words).collect::<Vec<_>>(), words, "{dates:?}");
        }
    }

    #[test]
    fn every_date_lies_on_its_axis() {
        let axis = axis(&["2021-04", "2021-06-16"]);
        for day in ["2021-04-01", "2021-04-30", "2021-06-16"] {
            let at = axis.at(day.parse::<Date>().expect("a date").day_number().expect("a day"));
            assert!((5.0..95.0).contains(&at), "{day} at {at}");
        }
    }
}
