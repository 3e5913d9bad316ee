//! One EDTF date: a year, month, season or day, any of whose digits may be unspecified.

use std::fmt;

use super::calendar::days_in_month;
use super::days::{MonthDays, Years};

/// How sure a date is. Applies to the whole date (EDTF level 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quality {
    /// Stated without reserve.
    #[default]
    Known,
    /// `?`: the source doubts it.
    Uncertain,
    /// `~`: about then.
    Approximate,
    /// `%`: both.
    UncertainApproximate,
}

impl Quality {
    fn mark(self) -> &'static str {
        match self {
            Quality::Known => "",
            Quality::Uncertain => "?",
            Quality::Approximate => "~",
            Quality::UncertainApproximate => "%",
        }
    }

    fn from_mark(mark: u8) -> Option<Quality> {
        match mark {
            b'?' => Some(Quality::Uncertain),
            b'~' => Some(Quality::Approximate),
            b'%' => Some(Quality::UncertainApproximate),
            _ => None,
        }
    }
}

/// Two decimal digits, each of which may be `X`: a nibble each, 15 for `X`. Zero stands for "not given".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Digits(u8);

impl Digits {
    pub(super) const ABSENT: Digits = Digits(0);
    const X: u8 = 15;

    pub(super) fn new(number: u8) -> Digits {
        Digits((number / 10) << 4 | (number % 10))
    }

    fn parse(text: &[u8]) -> Option<Digits> {
        let nibble = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'X' => Some(Digits::X),
            _ => None,
        };
        match text {
            [tens, ones] => Some(Digits((nibble(*tens)? << 4) | nibble(*ones)?)),
            _ => None,
        }
    }

    fn is_given(self) -> bool {
        self != Digits::ABSENT
    }

    /// The number, if both digits are given.
    pub(super) fn number(self) -> Option<u8> {
        let (tens, ones) = (self.0 >> 4, self.0 & 15);
        (self.is_given() && tens != Digits::X && ones != Digits::X).then_some(tens * 10 + ones)
    }

    fn fits(self, number: u8) -> bool {
        let (tens, ones) = (self.0 >> 4, self.0 & 15);
        (tens == Digits::X || tens == number / 10) && (ones == Digits::X || ones == number % 10)
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |nibble: u8| if nibble == Digits::X { 'X' } else { char::from(b'0' + nibble) };
        write!(out, "{}{}", digit(self.0 >> 4), digit(self.0 & 15))
    }
}

/// A single date; eight bytes. Valid by construction: some day fits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Point {
    /// The year, unspecified digits as zeros.
    year: i32,
    /// How many of the year's digits are unspecified, counted from the right: 0 to 4.
    open: u8,
    month: Digits,
    day: Digits,
    quality: Quality,
}

impl Point {
    /// A point of these parts, if some day fits them. `month` may be a season, quarter or half (21 to 41).
    pub(super) fn new(year: Option<i32>, month: Option<u8>, day: Option<u8>) -> Option<Point> {
        let digits = |part: Option<u8>| part.map_or(Digits::ABSENT, Digits::new);
        let zero = month == Some(0) || day == Some(0) || month.max(day) > Some(99);
        let (year, open) = (year.unwrap_or(0), if year.is_some() { 0 } else { 4 });
        let point = Point { year, open, month: digits(month), day: digits(day), quality: Quality::Known };
        (!zero && point.is_valid()).then_some(point)
    }

    /// The decade (`digits` 1), century (2) or millennium (3) that holds a year from 0 to 9999.
    pub(super) fn open_year(year: i32, digits: u8) -> Option<Point> {
        let step = 10i32.pow(u32::from(digits.min(4)));
        let valid = (0..=9999).contains(&year) && (1..=4).contains(&digits);
        let point =
            Point { year: year - year % step, open: digits, month: Digits::ABSENT, ..Point::new(Some(0), None, None)? };
        valid.then_some(point)
    }

    pub(super) fn parse(text: &str) -> Option<Point> {
        let (text, quality) = match text.as_bytes().last().copied().and_then(Quality::from_mark) {
            Some(quality) => (&text[..text.len() - 1], quality),
            None => (text, Quality::Known),
        };
        let (year, open, rest) = parse_year(text)?;
        let (month, day) = match rest.as_bytes() {
            [] => (Digits::ABSENT, Digits::ABSENT),
            [b'-', month @ ..] if month.len() == 2 => (Digits::parse(month)?, Digits::ABSENT),
            [b'-', m0, m1, b'-', day @ ..] => (Digits::parse(&[*m0, *m1])?, Digits::parse(day)?),
            _ => return None,
        };
        let zero = rest.get(1..3) == Some("00") || rest.get(4..6) == Some("00");
        let point = Point { year, open, month, day, quality };
        (!zero && point.is_valid()).then_some(point)
    }

    fn is_valid(self) -> bool {
        let season = matches!(self.month.number(), Some(21..=41));
        let months = !self.month.is_given() || season || (1..=12).any(|month| self.month.fits(month));
        // A day needs a month that is none of the seasons; both must meet in some year.
        let days = !self.day.is_given() || (self.month.is_given() && !season && !self.month_days().is_empty());
        let leap = self.open > 0 || self.month.number() != Some(2) || self.day.number() != Some(29);
        months && days && (leap || days_in_month(self.year, 2) == 29)
    }

    /// The year, if all its digits are given.
    pub(super) fn year(self) -> Option<i32> {
        (self.open == 0).then_some(self.year)
    }

    /// The month, if it is one of the twelve.
    pub(super) fn month(self) -> Option<u8> {
        self.month.number().filter(|month| *month <= 12)
    }

    /// The code of a season, quarter or half: 21 to 41.
    pub(super) fn season(self) -> Option<u8> {
        self.month.number().filter(|month| *month > 12)
    }

    /// The day of the month, if both digits are given.
    pub(super) fn day(self) -> Option<u8> {
        self.day.number()
    }

    /// How many of the year's digits are open.
    pub(super) fn open_digits(self) -> u8 {
        self.open
    }

    /// Whether the finest part given is the year (or less).
    pub(super) fn is_year(self) -> bool {
        !self.month.is_given()
    }

    pub(super) fn has_day(self) -> bool {
        self.day.is_given()
    }

    pub(super) fn quality(self) -> Quality {
        self.quality
    }

    pub(super) fn with_quality(self, quality: Quality) -> Point {
        Point { quality, ..self }
    }

    /// The years that fit.
    pub(super) fn years(self) -> Years {
        let width = 10i64.pow(u32::from(self.open)) - 1;
        let year = i64::from(self.year);
        match self.open {
            4 => Years::ALL,
            _ if year < 0 => Years { first: year - width, last: year },
            _ => Years { first: year, last: year + width },
        }
    }

    /// The days of a year that fit.
    pub(super) fn month_days(self) -> MonthDays {
        match self.month.number() {
            None if !self.month.is_given() => MonthDays::ALL,
            Some(season @ 21..) => MonthDays::season(season),
            _ => MonthDays::matching(|month| self.month.fits(month), |day| !self.day.is_given() || self.day.fits(day)),
        }
    }
}

/// A year at the text's begin, how many of its digits are open, and what follows it.
fn parse_year(text: &str) -> Option<(i32, u8, &str)> {
    if let Some(long) = text.strip_prefix('Y') {
        let year: i32 = long.parse().ok()?;
        let canonical = year.unsigned_abs() > 9999 && long == year.to_string();
        return canonical.then_some((year, 0, ""));
    }
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (digits, rest) = digits.split_at_checked(4)?;
    let given = digits.trim_end_matches('X');
    let open = (4 - given.len()) as u8;
    if !given.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = if given.is_empty() { 0 } else { given.parse::<i32>().ok()? * 10i32.pow(u32::from(open)) };
    let negative_zero = sign < 0 && year == 0;
    (!negative_zero).then_some((sign * year, open, rest))
}

impl fmt::Display for Point {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year.unsigned_abs() > 9999 {
            write!(out, "Y{}", self.year)?;
        } else {
            let sign = if self.year < 0 { "-" } else { "" };
            let digits = format!("{:04}", self.year.unsigned_abs());
            let given = 4 - usize::from(self.open);
            write!(out, "{sign}{}{}", &digits[..given], &"XXXX"[given..])?;
        }
        if self.month.is_given() {
            write!(out, "-{}", self.month)?;
        }
        if self.day.is_given() {
            write!(out, "-{}", self.day)?;
        }
        out.write_str(self.quality.mark())
    }
}
