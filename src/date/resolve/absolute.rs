//! Dates of the calendar: day, month, season, holiday, year, and what of them is open.

use super::pick::{day_of_month, nearest_year, nth_weekday, weekday_by};
use super::{Context, part, reference};
use crate::date::Date;
use crate::date::anchor::Unit;
use crate::date::edtf::calendar::easter;
use crate::date::grammar::Fields;
use crate::date::order::Order;

/// Two-digit years up to this one are of the 21st century.
const PIVOT: i32 = 40;

/// A date of the calendar. A year that neither words nor article give stays open.
pub(super) fn calendar(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    if let Some(year) = fields.number("decade") {
        return match year {
            ..100 => Date::decade(1900 + year),
            // "the 1800s" are a hundred years, "the 2000s" hardly ever.
            ..2000 if year % 100 == 0 => Date::century(year),
            _ => Date::decade(year),
        };
    }
    if let Some(century) = fields.number("century") {
        return Date::century((century - 1) * 100);
    }
    if let Some(months) = fields.number("months") {
        let month = reference(fields, context)?.shift(months, Unit::Month)?;
        return in_month(fields, month.year()?, month.month()?);
    }
    if let Some(first) = part(fields, "n1") {
        return in_order(first, part(fields, "n2")?, year_of(fields, context)?, (context.order)());
    }
    if fields.get("era").is_some() {
        return in_year(fields, year_of(fields, context)?);
    }
    let make = |year: i32| in_year(fields, year);
    match year_of(fields, context) {
        Some(year) => make(year),
        None if fields.get("month").is_some() || fields.get("season").is_some() || fields.get("holiday").is_some() => {
            nearest_year(fields, context, &make).or_else(|| any_year(fields))
        }
        None if fields.get("day").is_some() => day_of_month(fields, context),
        None => weekday_by(fields, context),
    }
}

/// "4/2/21": by the order that is usual in the article, else one of two dates.
fn in_order(first: u8, second: u8, year: i32, order: Option<Order>) -> Option<Date> {
    let (day_first, month_first) = (Date::of_day(year, second, first), Date::of_day(year, first, second));
    match (day_first, month_first, order) {
        (Some(one), None, _) | (None, Some(one), _) => Some(one),
        (Some(day_first), Some(_), Some(Order::DayFirst)) => Some(day_first),
        (Some(_), Some(month_first), Some(Order::MonthFirst)) => Some(month_first),
        (Some(day_first), Some(month_first), None) if day_first == month_first => Some(day_first),
        (Some(day_first), Some(month_first), None) => format!("[{month_first},{day_first}]").parse().ok(),
        (None, None, _) => None,
    }
}

/// The year that the words give, also relative to the article's.
pub(super) fn year_of(fields: &Fields<'_>, context: &Context<'_>) -> Option<i32> {
    if let Some(era) = fields.get("era") {
        return year_of_era(era, fields.number("eraYear")?);
    }
    if let Some(year) = fields.number("year") {
        return Some(year);
    }
    if let Some(year) = fields.number("yy") {
        return Some(if year <= PIVOT { 2000 + year } else { 1900 + year });
    }
    if let Some(years) = fields.number("years") {
        return Some(reference(fields, context)?.year + years);
    }
    context.year
}

/// The n-th year of an era: `1988-31` are the year before its first, and how many years it has.
fn year_of_era(era: &str, n: i32) -> Option<i32> {
    let (before, years) = era.split_once('-').unwrap_or((era, ""));
    let lasts = years.parse().unwrap_or(i32::MAX);
    (1..=lasts).contains(&n).then_some(before.parse::<i32>().ok()? + n)
}

pub(super) fn in_year(fields: &Fields<'_>, year: i32) -> Option<Date> {
    if let Some(rule) = fields.get("holiday") {
        return holiday(rule, year);
    }
    match (fields.number("season"), fields.number("month")) {
        (Some(season), _) => Date::of_month(year, season as u8),
        (None, Some(month)) => in_month(fields, year, month as u8),
        (None, None) => Some(Date::of_year(year)),
    }
}

pub(super) fn in_month(fields: &Fields<'_>, year: i32, month: u8) -> Option<Date> {
    if let Some(third) = fields.get("third") {
        return third_of(third, |day| Date::of_day(year, month, day));
    }
    match fields.number("day") {
        Some(day) => Date::of_day(year, month, u8::try_from(day).ok()?),
        None => Date::of_month(year, month),
    }
}

/// The first, second or third ten days of a month.
fn third_of(third: &str, day: impl Fn(u8) -> Option<Date>) -> Option<Date> {
    let (first, last) = match third {
        "1" => (1, [10, 10, 10]),
        "2" => (11, [20, 20, 20]),
        _ => (21, [31, 30, 29]),
    };
    let last = last.into_iter().find_map(&day).or_else(|| day(28))?;
    Date::interval(&day(first)?, &last)
}

/// The same words in an unspecified year.
fn any_year(fields: &Fields<'_>) -> Option<Date> {
    if let Some(rule) = fields.get("holiday") {
        let (month, day) = rule.split_once('-')?;
        return Date::of_any_year(month.parse().ok()?, Some(day.parse().ok()?));
    }
    let month = fields.number("month")? as u8;
    if let Some(third) = fields.get("third") {
        return third_of(third, |day| Date::of_any_year(month, Some(day)));
    }
    Date::of_any_year(month, fields.number("day").map(|day| day as u8))
}

/// The day of a holiday in a year: `12-25`, `easter-2`, `11-4#4` (the fourth Thursday of November),
/// `5-1#-1` (the last Monday of May); with `+1` behind, so many days later.
fn holiday(rule: &str, year: i32) -> Option<Date> {
    if let Some(days) = rule.strip_prefix("easter") {
        let days: i64 = if days.is_empty() { 0 } else { days.parse().ok()? };
        return Date::from_day_number(easter(year) + days);
    }
    let (rule, later) = rule.split_once('+').map_or((rule, 0), |(rule, days)| (rule, days.parse().unwrap_or(0)));
    let (month, rest) = rule.split_once('-')?;
    let month: u8 = month.parse().ok()?;
    let Some((wanted, n)) = rest.split_once('#') else {
        return Date::of_day(year, month, rest.parse().ok()?);
    };
    let day = nth_weekday(&Date::of_month(year, month)?, wanted.parse().ok()?, n.parse().ok()?)?;
    Date::from_day_number(day.day_number()? + later)
}
