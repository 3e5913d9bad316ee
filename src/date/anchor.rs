//! The date that relative expressions count from, and the arithmetic of units on it.

use super::edtf::calendar::{civil, days_in_month, monday};
use super::{Bounds, Date};

/// A date to count from, as precise as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) year: i32,
    pub(super) month: Option<u8>,
    /// Number of the day, if it is known to the day.
    pub(super) day: Option<i64>,
    /// First and last day that it can be.
    pub(super) first: i64,
    pub(super) last: i64,
}

/// A unit of the calendar or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Code of a unit in word lists; with how many of it the word means ("fortnight" is `2W`).
    pub(super) fn parse(code: &str) -> Option<(i32, Unit)> {
        let digits = code.len() - code.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let count = if digits == 0 { 1 } else { code[..digits].parse().ok()? };
        let unit = match &code[digits..] {
            "TS" => Unit::Second,
            "TM" => Unit::Minute,
            "TH" => Unit::Hour,
            "D" => Unit::Day,
            "WE" => Unit::Weekend,
            "W" => Unit::Week,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "H" => Unit::Half,
            "Y" => Unit::Year,
            "DE" => Unit::Decade,
            "CE" => Unit::Century,
            _ => return None,
        };
        Some((count, unit))
    }
}

impl Anchor {
    /// From a date whose year is known; an interval (a week) counts from its first day.
    pub(super) fn new(date: &Date) -> Option<Anchor> {
        let Bounds { first: Some(first), last: Some(last) } = date.bounds() else { return None };
        let interval = date.ends().is_some();
        let year = if interval { civil(first).0 } else { date.year()? };
        let day = if interval { Some(first) } else { date.day_number() };
        let month = if interval { Some(civil(first).1) } else { date.month() };
        Some(Anchor { year, month, day, first, last })
    }

    /// The unit that lies `steps` units from the one that holds the anchor. `None` if the anchor is not known
    /// as precisely as the unit.
    pub(super) fn shift(&self, steps: i32, unit: Unit) -> Option<Date> {
        let week = || self.day.map(|day| monday(day) + 7 * i64::from(steps));
        let months = |each: i32| {
            let month = self.month.map(i32::from)?;
            let index = (self.year.checked_mul(12)? + month - 1).div_euclid(each).checked_add(steps)?;
            Some((index.div_euclid(12 / each), index.rem_euclid(12 / each) as u8))
        };
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => None,
            Unit::Day => Date::from_day_number(self.day?.checked_add(i64::from(steps))?),
            Unit::Weekend => days(week()? + 5, week()? + 6),
            Unit::Week => days(week()?, week()? + 6),
            Unit::Month => months(1).and_then(|(year, month)| Date::of_month(year, month + 1)),
            Unit::Quarter => months(3).and_then(|(year, quarter)| Date::of_month(year, quarter + 33)),
            Unit::Half => months(6).and_then(|(year, half)| Date::of_month(year, half + 40)),
            Unit::Year => Some(Date::of_year(self.year.checked_add(steps)?)),
            Unit::Decade => Date::decade(self.year.checked_add(steps.checked_mul(10)?)?),
            Unit::Century => Date::century(self.year.checked_add(steps.checked_mul(100)?)?),
        }
    }

    /// The anchor moved by whole months or years, its day of the month kept where it exists.
    pub(super) fn same_day(&self, months: i32) -> Option<Date> {
        let (year, month, day) = civil(self.day?);
        let index = year.checked_mul(12)?.checked_add(i32::from(month) - 1)?.checked_add(months)?;
        let (year, month) = (index.div_euclid(12), (index.rem_euclid(12) + 1) as u8);
        Date::of_day(year, month, day.min(days_in_month(year, month)))
    }
}

/// From one day to another.
pub(super) fn days(first: i64, last: i64) -> Option<Date> {
    Date::interval(&Date::from_day_number(first)?, &Date::from_day_number(last)?)
}
