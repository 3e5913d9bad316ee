//! [`Date`]: dates as precise as they are known, after the Extended Date/Time Format (EDTF, ISO 8601-2:2019;
//! <https://www.loc.gov/standards/datetime/>).
//!
//! Read and written, always to the same text again:
//!
//! | form | examples |
//! |---|---|
//! | year, month, day (level 0) | `2021`, `2021-04`, `2021-04-02`, `-0044`, `Y12000` |
//! | seasons, quarters, quadrimesters, halves (levels 1 and 2) | `2021-21` ... `2021-41` |
//! | unspecified digits (1 and 2) | `201X`, `19XX`, `2021-XX`, `2021-04-XX`, `XXXX-06-16` |
//! | uncertain `?`, approximate `~`, both `%` (1) | `1984?`, `2004-06~`, `2004-06-11%` |
//! | intervals, open and unknown ends (0 and 1) | `2021-04/2021-05`, `../2021`, `2021/..`, `/2021` |
//! | sets: one of `[]`, all of `{}` (2) | `[2021,2023]`, `{2021-04,2021-06..2021-08}` |
//!
//! Not read: times of day, qualifiers of single parts, exponents and significant digits of years. Intervals
//! that end before they begin are refused.
//!
//! This module depends on no other of this crate.

pub(crate) mod calendar;
mod days;
mod point;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use days::Relation;
use days::{Day, DayBox};
use point::Point;
pub use point::Quality;

/// A date as precise as it is known.
///
/// Dates are ordered by their earliest day, then their latest, then their text's form: a total order.
///
/// ```
/// use sayso::date::{Date, Relation};
/// let month: Date = "2021-04".parse().unwrap();
/// let day: Date = "2021-04-02".parse().unwrap();
/// assert_eq!(month.relate(&day), Relation::Contains);
/// assert_eq!(day.to_string(), "2021-04-02");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Date(Form);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Form {
    Point(Point),
    Interval(End, End),
    Set(Members, Box<[Item]>),
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum End {
    At(Point),
    /// `..`: there is none.
    Open,
    /// Nothing: there is one, not known.
    Unknown,
}

/// Whether a set means one of its members or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Members {
    One,
    All,
}

/// A member of a set; `None` is an open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Item {
    Single(Point),
    Range(Option<Point>, Option<Point>),
}

/// First and last day of a date, as days since 1970-01-01. `None` where there is no such day or it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// The earliest day that fits.
    pub first: Option<i64>,
    /// The latest day that fits.
    pub last: Option<i64>,
}

/// A text that is not a date in the part of EDTF that is read here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an EDTF date")]
pub struct NotADate(pub String);

/// Makers.
impl Date {
    /// A year.
    pub fn of_year(year: i32) -> Date {
        // Every year is valid; the fallback cannot be reached.
        Point::new(Some(year), None, None).map_or(Date(Form::Interval(End::Open, End::Open)), Date::point)
    }

    /// A month (1 to 12), or a season, quarter or half by its EDTF code (21 to 41).
    pub fn of_month(year: i32, month: u8) -> Option<Date> {
        Point::new(Some(year), Some(month), None).map(Date::point)
    }

    /// A day.
    pub fn of_day(year: i32, month: u8, day: u8) -> Option<Date> {
        Point::new(Some(year), Some(month), Some(day)).map(Date::point)
    }

    /// A month or a day of an unspecified year: `XXXX-06`, `XXXX-06-16`.
    pub fn of_any_year(month: u8, day: Option<u8>) -> Option<Date> {
        Point::new(None, Some(month), day).map(Date::point)
    }

    /// The decade that holds a year from 0 to 9999: `201X`.
    pub fn decade(year: i32) -> Option<Date> {
        Point::open_year(year, 1).map(Date::point)
    }

    /// The hundred years that hold a year from 0 to 9999: `19XX`.
    pub fn century(year: i32) -> Option<Date> {
        Point::open_year(year, 2).map(Date::point)
    }

    /// The day of a number counted from 1970-01-01.
    pub fn from_day_number(number: i64) -> Option<Date> {
        let far = i64::from(i32::MAX) * 365;
        if !(-far..far).contains(&number) {
            return None;
        }
        let (year, month, day) = calendar::civil(number);
        Date::of_day(year, month, day)
    }

    /// From the first day of one date to the last day of another. `None` if it would end before it begins, if
    /// only one of the two leaves its year open, or if either is no single date.
    pub fn interval(from: &Date, to: &Date) -> Option<Date> {
        let end = |date: &Date| date.as_point().map(End::At);
        Date::ordered(end(from)?, end(to)?)
    }

    /// From the first day of a date on: `2021/..`. `None` if it is no single date.
    pub fn since(from: &Date) -> Option<Date> {
        from.as_point().map(|from| Date(Form::Interval(End::At(from), End::Open)))
    }

    /// To the last day of a date: `../2021`. `None` if it is no single date.
    pub fn until(to: &Date) -> Option<Date> {
        to.as_point().map(|to| Date(Form::Interval(End::Open, End::At(to))))
    }

    /// All of these single dates: `{2021-04-02,2021-04-09}`. `None` if there are none or one is no single date.
    pub fn all_of(dates: &[Date]) -> Option<Date> {
        let items: Option<Box<[Item]>> = dates.iter().map(|date| date.as_point().map(Item::Single)).collect();
        items.filter(|items| !items.is_empty()).map(|items| Date(Form::Set(Members::All, items)))
    }

    /// The same date with another quality. Sets and open ends have none and stay as they are.
    pub fn with_quality(&self, quality: Quality) -> Date {
        let end = |end: End| if let End::At(point) = end { End::At(point.with_quality(quality)) } else { end };
        Date(match &self.0 {
            Form::Point(point) => Form::Point(point.with_quality(quality)),
            Form::Interval(from, to) => Form::Interval(end(*from), end(*to)),
            set => set.clone(),
        })
    }

    fn point(point: Point) -> Date {
        Date(Form::Point(point))
    }

    fn ordered(from: End, to: End) -> Option<Date> {
        let valid = match (from, to) {
            (End::At(a), End::At(b)) => match (a.open_digits() == 4, b.open_digits() == 4) {
                (false, false) => first_day(a) <= last_day(b),
                (a_open, b_open) => a_open && b_open,
            },
            (End::Open | End::Unknown, End::Open | End::Unknown) => from == End::Open && to == End::Open,
            _ => true,
        };
        valid.then_some(Date(Form::Interval(from, to)))
    }
}

/// Questions.
impl Date {
    /// The year, if the date is a single one and all its digits are given.
    pub fn year(&self) -> Option<i32> {
        self.as_point()?.year()
    }

    /// The month, 1 to 12, of a single date.
    pub fn month(&self) -> Option<u8> {
        self.as_point()?.month()
    }

    /// The EDTF code of a single date's season, quarter or half: 21 to 41.
    pub fn season(&self) -> Option<u8> {
        self.as_point()?.season()
    }

    /// The day of the month of a single date.
    pub fn day(&self) -> Option<u8> {
        self.as_point()?.day()
    }

    /// The day's number, counted from 1970-01-01, if the date is one wholly given day.
    pub fn day_number(&self) -> Option<i64> {
        Some(calendar::day_number(self.year()?, self.month()?, self.day()?))
    }

    /// How sure it is: for an interval, its first end that is a date.
    pub fn quality(&self) -> Quality {
        match &self.0 {
            Form::Point(point) | Form::Interval(End::At(point), _) | Form::Interval(_, End::At(point)) => {
                point.quality()
            }
            _ => Quality::Known,
        }
    }

    /// Whether it is a year, decade or century and no part of one.
    pub fn is_year(&self) -> bool {
        self.as_point().is_some_and(Point::is_year)
    }

    /// Whether it is a single date whose year is not given at all.
    pub fn is_year_open(&self) -> bool {
        self.as_point().is_some_and(|point| point.open_digits() == 4)
    }

    /// How many of a single date's year digits are unspecified, from the right.
    pub fn open_year_digits(&self) -> u8 {
        self.as_point().map_or(0, Point::open_digits)
    }

    /// Whether it is a single date that goes down to the day.
    pub fn has_day(&self) -> bool {
        self.as_point().is_some_and(Point::has_day)
    }

    /// The two ends of an interval that has both.
    pub fn ends(&self) -> Option<(Date, Date)> {
        match self.0 {
            Form::Interval(End::At(from), End::At(to)) => Some((Date::point(from), Date::point(to))),
            _ => None,
        }
    }

    /// Its first and last day.
    pub fn bounds(&self) -> Bounds {
        let boxes = self.boxes();
        // Days are compared before they are numbered: an open end lies beyond the years that numbers reach.
        let firsts: Option<Vec<Day>> = boxes.iter().map(|part| part.first_day()).collect();
        let lasts: Option<Vec<Day>> = boxes.iter().map(|part| part.last_day()).collect();
        Bounds {
            first: firsts.and_then(|days| days.into_iter().min()).map(Day::number),
            last: lasts.and_then(|days| days.into_iter().max()).map(Day::number),
        }
    }

    /// How this date relates to another, as sets of days.
    ///
    /// A year left open holds that day of every year: `XXXX-06-16` contains `2021-06-16` and overlaps `2021`.
    /// Sets relate by the union of their members; what is uncertain or approximate relates like what is not.
    pub fn relate(&self, other: &Date) -> Relation {
        match (self.day_number(), other.day_number()) {
            (Some(a), Some(b)) if a == b => Relation::Equal,
            (Some(_), Some(_)) => Relation::Disjoint,
            _ => days::relate(&self.boxes(), &other.boxes()),
        }
    }

    fn as_point(&self) -> Option<Point> {
        if let Form::Point(point) = self.0 { Some(point) } else { None }
    }

    fn boxes(&self) -> Vec<DayBox> {
        match &self.0 {
            Form::Point(point) => vec![point_box(*point)],
            Form::Interval(from, to) => {
                let point = |end: &End| if let End::At(point) = *end { Some(point) } else { None };
                range_boxes(point(from), point(to))
            }
            Form::Set(_, items) => items
                .iter()
                .flat_map(|item| match *item {
                    Item::Single(point) => vec![point_box(point)],
                    Item::Range(from, to) => range_boxes(from, to),
                })
                .collect(),
        }
    }
}

fn point_box(point: Point) -> DayBox {
    DayBox { years: point.years(), days: point.month_days() }
}

fn first_day(point: Point) -> Option<Day> {
    point_box(point).first_day()
}

fn last_day(point: Point) -> Option<Day> {
    point_box(point).last_day()
}

fn range_boxes(from: Option<Point>, to: Option<Point>) -> Vec<DayBox> {
    match (from, to) {
        (Some(from), Some(to)) if from.open_digits() == 4 => {
            days::every_year(from.month_days(), to.month_days()).into_iter().collect()
        }
        _ => days::between(from.and_then(first_day), to.and_then(last_day)),
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Date) -> Ordering {
        let key = |date: &Date| {
            let Bounds { first, last } = date.bounds();
            (first.unwrap_or(i64::MIN), last.unwrap_or(i64::MAX))
        };
        key(self).cmp(&key(other)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Date) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Date, NotADate> {
        parse(text).ok_or_else(|| NotADate(text.chars().take(64).collect()))
    }
}

fn parse(text: &str) -> Option<Date> {
    if !text.is_ascii() {
        return None;
    }
    if let Some(items) = text.strip_prefix('[') {
        return parse_set(Members::One, items.strip_suffix(']')?);
    }
    if let Some(items) = text.strip_prefix('{') {
        return parse_set(Members::All, items.strip_suffix('}')?);
    }
    match text.split_once('/') {
        Some((from, to)) => Date::ordered(parse_end(from)?, parse_end(to)?),
        None => Point::parse(text).map(Date::point),
    }
}

fn parse_end(text: &str) -> Option<End> {
    match text {
        "" => Some(End::Unknown),
        ".." => Some(End::Open),
        _ => Point::parse(text).map(End::At),
    }
}

fn parse_set(members: Members, text: &str) -> Option<Date> {
    let items: Option<Box<[Item]>> = text.split(',').map(parse_item).collect();
    Some(Date(Form::Set(members, items?)))
}

fn parse_item(text: &str) -> Option<Item> {
    let Some((from, to)) = text.split_once("..") else { return Point::parse(text).map(Item::Single) };
    let end = |text: &str| if text.is_empty() { Some(End::Open) } else { Point::parse(text).map(End::At) };
    match Date::ordered(end(from)?, end(to)?)?.0 {
        Form::Interval(End::At(from), End::At(to)) => Some(Item::Range(Some(from), Some(to))),
        Form::Interval(End::At(from), _) => Some(Item::Range(Some(from), None)),
        Form::Interval(_, End::At(to)) => Some(Item::Range(None, Some(to))),
        _ => None,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Point(point) => point.fmt(out),
            Form::Interval(from, to) => write!(out, "{from}/{to}"),
            Form::Set(members, items) => {
                let (open, close) = if *members == Members::One { ('[', ']') } else { ('{', '}') };
                for (index, item) in items.iter().enumerate() {
                    write!(out, "{}{item}", if index == 0 { open } else { ',' })?;
                }
                write!(out, "{close}")
            }
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::At(point) => point.fmt(out),
            End::Open => out.write_str(".."),
            End::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |point: &Option<Point>| point.map(|point| point.to_string()).unwrap_or_default();
        match self {
            Item::Single(point) => point.fmt(out),
            Item::Range(from, to) => write!(out, "{}..{}", show(from), show(to)),
        }
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Date, NotADate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}
