//! What counts from another date: the article's, the text's last, or one that the words name.

use super::absolute::in_year;
use super::pick::{Step, near_weekday, nth_weekday, pick_past};
use super::{Context, inner_date, points, reference, vague};
use crate::date::anchor::{Anchor, Unit, days};
use crate::date::direction::Points;
use crate::date::edtf::calendar::{day_number, weekday};
use crate::date::grammar::Fields;
use crate::date::{Bounds, Date, Relation, Temporal};

/// So many units from the reference: `way` and `count` with `unit`, or all in one as `by` ("-1D", "+1Y-21").
pub(super) fn shift(fields: &Fields<'_>, context: &Context<'_>) -> Option<Temporal> {
    if let Some(moved) = same_period(fields, context) {
        return Some(Temporal::Date(moved));
    }
    if let Some(by) = fields.get("by") {
        return shift_by(by, &reference(fields, context)?).map(Temporal::Date);
    }
    let way = fields.number("way")?;
    let Some(count) = fields.number("count") else {
        return vague(if way < 0 { "PAST_REF" } else { "FUTURE_REF" }).map(Temporal::Vague);
    };
    let (factor, unit) = Unit::parse(fields.get("unit")?)?;
    let steps = count.checked_mul(factor)?.checked_mul(way)?;
    let reference = reference(fields, context)?;
    let exact = fields.get("exact").and_then(|kept| {
        let day = match unit {
            Unit::Month => reference.same_day(steps),
            Unit::Year => reference.same_day(steps.checked_mul(12)?),
            Unit::Week => Date::from_day_number(reference.day? + 7 * i64::from(steps)),
            _ => None,
        };
        Anchor::new(&day?)?.shift(0, Unit::parse(kept)?.1)
    });
    exact.or_else(|| reference.shift(steps, unit)).map(Temporal::Date)
}

/// "a year earlier" than a month or a quarter is that month or quarter of the year before.
fn same_period(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let of = match fields.get("reference") {
        Some("period" | "periodNow") => context.last.filter(|last| !last.has_day()).cloned()?,
        Some("quarter") => quarter(context)?,
        _ => return None,
    };
    let code = of.season().or(of.month())?;
    Date::of_month(of.year()?.checked_add(fields.number("years")?)?, code)
}

/// The quarter that a text speaks of: the last that it named, else the last that is over.
fn quarter(context: &Context<'_>) -> Option<Date> {
    context.quarter.cloned().or_else(|| context.anchor?.shift(-1, Unit::Quarter))
}

fn shift_by(by: &str, reference: &Anchor) -> Option<Date> {
    let (by, month) = by
        .split_at_checked(1)
        .and_then(|(sign, rest)| rest.split_once('-').map(|(head, month)| (format!("{sign}{head}"), Some(month))))
        .unwrap_or_else(|| (by.to_string(), None));
    let letters = by.find(|c: char| c.is_ascii_alphabetic())?;
    let (_, unit) = Unit::parse(&by[letters..])?;
    let moved = reference.shift(by[..letters].parse().ok()?, unit)?;
    match month {
        Some(month) => Date::of_month(moved.year()?, month.parse().ok()?),
        None => Some(moved),
    }
}

/// The unit, weekday, month, season or holiday before, around or after the reference.
pub(super) fn step(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let reference = reference(fields, context)?;
    if let Some(unit) = fields.get("unit") {
        let (factor, unit) = Unit::parse(unit)?;
        let Some(way) = fields.number("way") else {
            let around = (-1..=1).filter_map(|way| reference.shift(way, unit)).collect();
            return pick_past(around, &reference, points(fields, context));
        };
        return reference.shift(way.checked_mul(factor)?, unit);
    }
    let way = fields.number("way")?;
    if fields.get("month").is_some() || fields.get("season").is_some() || fields.get("holiday").is_some() {
        return step_in_year(fields, way, &reference);
    }
    let further = fields.number("count").unwrap_or(1).checked_sub(1)?.checked_mul(way)?;
    let step = match way {
        ..0 => Step::Before,
        1.. => Step::After,
        0 if points(fields, context) == Some(Points::Back) => Step::OnOrBefore,
        0 => Step::OnOrAfter,
    };
    let first = near_weekday(reference.day?, fields.number("weekday")?, step)?;
    Date::from_day_number(first.day_number()? + 7 * i64::from(further))
}

fn step_in_year(fields: &Fields<'_>, way: i32, reference: &Anchor) -> Option<Date> {
    let this = in_year(fields, reference.year)?;
    if way == 0 {
        return Some(this);
    }
    // A season counts from its first month: that of winter is December.
    let begin = match fields.number("season") {
        Some(season @ 21..=24) => day_number(reference.year, ((season - 20) * 3) as u8, 1),
        _ => this.bounds().first?,
    };
    let holds = this.relate(&Date::from_day_number(reference.first)?) != Relation::Disjoint;
    let later = begin > reference.last && !holds;
    let earlier = begin < reference.first && !holds;
    reference.month?;
    let further = fields.number("count").unwrap_or(1).checked_sub(1)?;
    let years = match way {
        ..0 => further.checked_neg()? - i32::from(!earlier),
        _ => further.checked_add(i32::from(!later))?,
    };
    in_year(fields, reference.year.checked_add(years)?)
}

/// The unit that holds the reference, or the weekday of its week.
pub(super) fn same(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    if fields.get("reference") == Some("quarter") {
        return quarter(context);
    }
    let reference = reference(fields, context)?;
    if let Some(wanted) = fields.number("weekday") {
        return near_weekday(reference.day?, wanted, Step::OnOrAfter);
    }
    if let Some(year) = fields.number("year") {
        let day = Date::from_day_number(reference.day?)?;
        return Date::of_day(year, day.month()?, day.day()?);
    }
    let (_, unit) = Unit::parse(fields.get("unit")?)?;
    // A holiday on a Monday ends its weekend.
    let late = unit == Unit::Weekend && reference.day.is_some_and(|day| weekday(day) <= 2);
    reference.shift(-i32::from(late), unit)
}

/// The n-th weekday, week, weekend, month, quarter, half or decade of another date.
pub(super) fn nth(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let of = inner_date(fields, "of", context)?;
    // Without a year only the whole is known: "the first Friday of May" is a day of May.
    nth_of(fields, &of).or_else(|| of.is_year_open().then_some(of))
}

fn nth_of(fields: &Fields<'_>, of: &Date) -> Option<Date> {
    let n = fields.number("n").unwrap_or(1);
    if let Some(wanted) = fields.number("weekday") {
        return nth_weekday(of, wanted, i64::from(n));
    }
    let (_, unit) = Unit::parse(fields.get("unit")?)?;
    let count = |all: i32| if n > 0 { n } else { all + 1 + n };
    let Bounds { first: Some(first), last: Some(last) } = of.bounds() else { return None };
    let from = |step: i64| if n > 0 { first + step * i64::from(n - 1) } else { last + 1 + step * i64::from(n) };
    let found = match unit {
        Unit::Day => Date::from_day_number(from(1))?,
        Unit::Week => days(from(7), (from(7) + 6).min(last))?,
        Unit::Weekend => {
            let saturday = nth_weekday(of, 6, i64::from(n))?.day_number()?;
            days(saturday, saturday + 1)?
        }
        Unit::Month => Date::of_month(of.year()?, u8::try_from(count(12)).ok()?)?,
        Unit::Quarter => Date::of_month(of.year()?, u8::try_from(count(4)).ok()? + 32)?,
        Unit::Half => Date::of_month(of.year()?, u8::try_from(count(2)).ok()? + 39)?,
        _ => return None,
    };
    (found.bounds().first? >= first && found.bounds().first? <= last).then_some(found)
}
