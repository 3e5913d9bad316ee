//! Several days or months: stretches, lists, and one or the other.

use super::absolute::year_of;
use super::pick::nearest_year;
use super::{Context, inner_date, part, reference};
use crate::date::Date;
use crate::date::anchor::Unit;
use crate::date::grammar::{Fields, Grammar, half_width};

/// Several days or a stretch: `from` and `to`, or parts that share a month or a year.
pub(super) fn range(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    if fields.inner("from").is_some() {
        return Date::interval(&inner_date(fields, "from", context)?, &inner_date(fields, "to", context)?);
    }
    let year2 = fields.number("year2").map(|year| match (year, fields.number("year")) {
        (0..100, Some(first)) => first - first % 100 + year,
        _ => year,
    });
    let moved = match fields.number("months") {
        Some(months) => Some(reference(fields, context)?.shift(months, Unit::Month)?),
        None => None,
    };
    let month = part(fields, "month").or_else(|| moved.as_ref()?.month());
    let day = part(fields, "day");
    let (month2, day2) = (part(fields, "month2").or(month), part(fields, "day2"));
    if month == month2 && day > day2 && day2.is_some() && year2.is_none() {
        return None;
    }
    let listed = match fields.get("days") {
        Some(list) => Some(days_of(fields.grammar, list)?),
        None => None,
    };
    let over_new_year = month2 < month;
    let make = |year: Option<i32>| {
        let (year, until) = match (fields.number("year").or(year), year2) {
            (Some(year), None) => (Some(year), Some(year + i32::from(over_new_year))),
            (None, Some(until)) => (Some(until - i32::from(over_new_year)), Some(until)),
            both => both,
        };
        match &listed {
            Some(days) => all_of(days, |day| date_of(year, month, Some(day))),
            None => join(fields, date_of(year, month, day)?, date_of(until, month2, day2)?),
        }
    };
    if let Some(moved) = &moved {
        return make(moved.year());
    }
    if fields.get("month").is_none() || fields.get("year").is_some() || year2.is_some() {
        return make(None);
    }
    let by_years = year_of(fields, context).map(Some);
    match by_years {
        Some(year) => make(year),
        None => nearest_year(fields, context, &|year| make(Some(year))).or_else(|| make(None)),
    }
}

fn date_of(year: Option<i32>, month: Option<u8>, day: Option<u8>) -> Option<Date> {
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => Date::of_day(year, month, day),
        (Some(year), Some(month), None) => Date::of_month(year, month),
        (Some(year), None, None) => Some(Date::of_year(year)),
        (None, Some(month), day) => Date::of_any_year(month, day),
        _ => None,
    }
}

/// "3-6", "3 and 4": a stretch; "3 and 10": both; "3 or 10": one of them.
fn join(fields: &Fields<'_>, first: Date, last: Date) -> Option<Date> {
    if fields.get("or").is_some() {
        return format!("[{first},{last}]").parse().ok();
    }
    let follows = |one: Option<u8>, other: Option<u8>| one.is_some() && one.map(|one| one + 1) == other;
    let months = first.day().is_none() && follows(first.month(), last.month());
    match fields.get("until").is_some() || months || follows(first.day(), last.day()) {
        true => Date::interval(&first, &last),
        false if first == last => Some(first),
        false => Date::all_of(&[first, last]),
    }
}

/// The stretches and single days of a list: "2, 3, and 9–12". `None` if they do not go forward.
fn days_of(grammar: &Grammar, list: &str) -> Option<Vec<(u8, u8)>> {
    let list = half_width(list);
    let mut days: Vec<(u8, u8)> = Vec::new();
    let mut rest = &*list;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |len| at + len);
        let day: u8 = rest[at..end].parse().ok()?;
        if days.last().is_some_and(|(_, last)| day <= *last) {
            return None;
        }
        match days.last_mut() {
            Some((_, last)) if grammar.has_word("through", &rest[..at]) => *last = day,
            _ => days.push((day, day)),
        }
        rest = &rest[end..];
    }
    Some(days)
}

/// All days of a list: a stretch if none is left out between them, else a set.
fn all_of(days: &[(u8, u8)], date: impl Fn(u8) -> Option<Date>) -> Option<Date> {
    let ((first, _), (_, last)) = (days.first()?, days.last()?);
    if days.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0) {
        return Date::interval(&date(*first)?, &date(*last)?);
    }
    let item = |(from, to): &(u8, u8)| match from == to {
        true => Some(date(*from)?.to_string()),
        false => Some(format!("{}..{}", date(*from)?, date(*to)?)),
    };
    let items: Option<Vec<String>> = days.iter().map(item).collect();
    format!("{{{}}}", items?.join(",")).parse().ok()
}
