//! Whether an article writes the day or the month first in dates of figures ("4/2/21").

use super::grammar::Fields;
use super::scan::Candidate;
use super::{Date, Patterns};
use crate::Article;

/// What comes first in a date written in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// The order that the article's other dates tell, else its publisher's country; `None` if neither does.
pub(super) fn of(article: &Article, patterns: &Patterns, candidates: &[Candidate<'_>]) -> Option<Order> {
    let own = article.metadata.date.as_ref();
    let told = candidates.iter().find_map(|candidate| by_figures(&candidate.fields, own));
    let votes: i32 = candidates.iter().filter_map(|candidate| by_words(&candidate.fields)).sum();
    let written = match votes {
        1.. => Some(Order::DayFirst),
        ..0 => Some(Order::MonthFirst),
        0 => None,
    };
    told.or(written).or_else(|| by_country(article.metadata.url.as_deref()?, patterns))
}

/// Figures that can be read in one order only, or that are the article's own date in one order.
fn by_figures(fields: &Fields<'_>, own: Option<&Date>) -> Option<Order> {
    let (first, second) = (fields.number("n1")?, fields.number("n2")?);
    let is_own = |day: i32, month: i32| {
        own.is_some_and(|own| own.day().map(i32::from) == Some(day) && own.month().map(i32::from) == Some(month))
    };
    match (first > 12, second > 12) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ if first == second => None,
        _ if is_own(first, second) => Some(Order::DayFirst),
        _ if is_own(second, first) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// "2 April 2021" counts for the day, "April 2, 2021" for the month.
fn by_words(fields: &Fields<'_>) -> Option<i32> {
    match fields.get("order")? {
        "DM" => Some(1),
        "MD" => Some(-1),
        _ => None,
    }
}

/// By the last label of the address's host: `.co.uk`.
fn by_country(url: &str, patterns: &Patterns) -> Option<Order> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', '?', '#', ':']).next()?;
    let label = host.rsplit('.').next()?;
    patterns.grammars.iter().find_map(|grammar| match grammar.word("order", label)? {
        "DM" => Some(Order::DayFirst),
        "MD" => Some(Order::MonthFirst),
        _ => None,
    })
}
