//! What a date stands for: a set of days, and how two such sets relate.
//!
//! A set is a union of boxes, each some years × some days of the year. That covers what EDTF can say
//! (`XXXX-06-16` is all years × one day; `2021-11/2023-02` is three boxes), and two unions are compared
//! exactly, one stretch of years after another.

use super::calendar::{day_number, days_in_month, is_leap};

/// How two dates relate, as sets of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same days.
    Equal,
    /// The first holds all days of the second, and more.
    Contains,
    /// The second holds all days of the first, and more.
    Inside,
    /// They share some days, and each has others.
    Overlaps,
    /// They share no day.
    Disjoint,
}

impl Relation {
    /// How the second relates to the first.
    pub fn converse(self) -> Relation {
        match self {
            Relation::Contains => Relation::Inside,
            Relation::Inside => Relation::Contains,
            other => other,
        }
    }
}

/// A range of years, both ends included. [`Years::MIN`] and [`Years::MAX`] stand for no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Years {
    pub(super) first: i64,
    pub(super) last: i64,
}

impl Years {
    pub(super) const MIN: i64 = i32::MIN as i64 - 1;
    pub(super) const MAX: i64 = i32::MAX as i64 + 1;
    pub(super) const ALL: Years = Years { first: Years::MIN, last: Years::MAX };

    fn has_leap_year(self) -> bool {
        self.last - self.first >= 8 || (self.first..=self.last).any(|year| is_leap(year as i32))
    }
}

/// A set of days of the year, as a bit each; 29 February has its own, whatever the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MonthDays([u64; 6]);

/// Slot of a day of the year, counted as in a leap year.
fn slot(month: u8, day: u8) -> usize {
    const BEFORE: [usize; 12] = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];
    BEFORE[usize::from(month) - 1] + usize::from(day) - 1
}

impl MonthDays {
    const NONE: MonthDays = MonthDays([0; 6]);
    pub(super) const ALL: MonthDays =
        MonthDays([u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, (1 << (366 - 320)) - 1]);
    const LEAP_DAY: usize = 59;

    /// From one slot to another, both included; over the year's end if the first is later.
    fn range(first: usize, last: usize) -> MonthDays {
        let mut set = MonthDays::NONE;
        let inside = |at: usize| if first <= last { first <= at && at <= last } else { at >= first || at <= last };
        (0..366).filter(|at| inside(*at)).for_each(|at| set.insert(at));
        set
    }

    /// All days of whose month and day the tests hold.
    pub(super) fn matching(month_fits: impl Fn(u8) -> bool, day_fits: impl Fn(u8) -> bool) -> MonthDays {
        let mut set = MonthDays::NONE;
        for month in (1..=12).filter(|month| month_fits(*month)) {
            // 2000 is a leap year: 29 February counts.
            for day in (1..=days_in_month(2000, month)).filter(|day| day_fits(*day)) {
                set.insert(slot(month, day));
            }
        }
        set
    }

    /// The days of a season, quarter or half, by its EDTF code. Seasons are the meteorological ones, of the
    /// northern hemisphere unless the code says otherwise; a year's winter is its January, February and December.
    pub(super) fn season(code: u8) -> MonthDays {
        let (first, months) = match code {
            21 | 25 | 31 => (3, 3),
            22 | 26 | 32 => (6, 3),
            23 | 27 | 29 => (9, 3),
            24 | 28 | 30 => (12, 3),
            33..=36 => ((code - 33) * 3 + 1, 3),
            37..=39 => ((code - 37) * 4 + 1, 4),
            40 | 41 => ((code - 40) * 6 + 1, 6),
            _ => return MonthDays::NONE,
        };
        MonthDays::matching(|month| (month + 12 - first) % 12 < months, |_| true)
    }

    fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    pub(super) fn is_empty(self) -> bool {
        self == MonthDays::NONE
    }

    fn combine(self, other: MonthDays, op: impl Fn(u64, u64) -> u64) -> MonthDays {
        MonthDays(std::array::from_fn(|i| op(self.0[i], other.0[i])))
    }

    fn without_leap_day(mut self) -> MonthDays {
        self.0[MonthDays::LEAP_DAY / 64] &= !(1 << (MonthDays::LEAP_DAY % 64));
        self
    }

    /// The days that a year has.
    fn in_year(self, year: i64) -> MonthDays {
        if is_leap(year as i32) { self } else { self.without_leap_day() }
    }

    fn slots(self) -> impl DoubleEndedIterator<Item = usize> {
        (0..366).filter(move |at| self.0[at / 64] >> (at % 64) & 1 == 1)
    }
}

/// Month and day of a slot.
fn month_day(slot_number: usize) -> (u8, u8) {
    let month = (1..=12).rev().find(|month| slot(*month, 1) <= slot_number).unwrap_or(1);
    (month, (slot_number - slot(month, 1) + 1) as u8)
}

/// Some years × some days of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayBox {
    pub(super) years: Years,
    pub(super) days: MonthDays,
}

/// A day as year and slot of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    year: i64,
    slot: usize,
}

impl Day {
    pub(super) fn number(self) -> i64 {
        let (month, day) = month_day(self.slot);
        day_number(self.year as i32, month, day)
    }
}

impl DayBox {
    /// The earliest day, if there is one. Eight years hold a leap year, except around some centuries' turns.
    pub(super) fn first_day(self) -> Option<Day> {
        let years = (self.years.first != Years::MIN).then_some(self.years.first..=self.years.last)?;
        years.take(9).find_map(|year| {
            let slot = self.days.in_year(year).slots().next()?;
            Some(Day { year, slot })
        })
    }

    /// The latest day, if there is one.
    pub(super) fn last_day(self) -> Option<Day> {
        let years = (self.years.last != Years::MAX).then_some(self.years.first..=self.years.last)?;
        years.rev().take(9).find_map(|year| {
            let slot = self.days.in_year(year).slots().next_back()?;
            Some(Day { year, slot })
        })
    }
}

/// The boxes of all days from one to another; `None` is no end.
pub(super) fn between(first: Option<Day>, last: Option<Day>) -> Vec<DayBox> {
    let from = first.unwrap_or(Day { year: Years::MIN, slot: 0 });
    let to = last.unwrap_or(Day { year: Years::MAX, slot: 365 });
    let part = |first, last, days| DayBox { years: Years { first, last }, days };
    if from.year == to.year {
        return vec![part(from.year, to.year, MonthDays::range(from.slot, to.slot))];
    }
    let mut boxes = vec![part(from.year, from.year, MonthDays::range(from.slot, 365))];
    if from.year + 1 < to.year {
        boxes.push(part(from.year + 1, to.year - 1, MonthDays::ALL));
    }
    boxes.push(part(to.year, to.year, MonthDays::range(0, to.slot)));
    boxes
}

/// The box of a stretch that recurs every year, over the year's end if it must.
pub(super) fn every_year(first: MonthDays, last: MonthDays) -> Option<DayBox> {
    let days = MonthDays::range(first.slots().next()?, last.slots().next_back()?);
    Some(DayBox { years: Years::ALL, days })
}

/// How two unions of boxes relate.
pub(super) fn relate(a: &[DayBox], b: &[DayBox]) -> Relation {
    let mut starts: Vec<i64> = a.iter().chain(b).flat_map(|part| [part.years.first, part.years.last + 1]).collect();
    starts.sort_unstable();
    starts.dedup();
    let (mut only_a, mut only_b, mut both) = (false, false, false);
    for stretch in starts.windows(2) {
        let years = Years { first: stretch[0], last: stretch[1] - 1 };
        let (in_a, in_b) = (days_in(a, years), days_in(b, years));
        only_a |= !in_a.combine(in_b, |a, b| a & !b).is_empty();
        only_b |= !in_a.combine(in_b, |a, b| !a & b).is_empty();
        both |= !in_a.combine(in_b, |a, b| a & b).is_empty();
    }
    match (only_a, only_b, both) {
        (_, _, false) => Relation::Disjoint,
        (false, false, true) => Relation::Equal,
        (true, false, true) => Relation::Contains,
        (false, true, true) => Relation::Inside,
        (true, true, true) => Relation::Overlaps,
    }
}

/// The days of the year that a union holds in a stretch of years that no box's end divides.
fn days_in(union: &[DayBox], years: Years) -> MonthDays {
    let days = union
        .iter()
        .filter(|part| part.years.first <= years.first && years.last <= part.years.last)
        .fold(MonthDays::NONE, |all, part| all.combine(part.days, |a, b| a | b));
    if years.has_leap_year() { days } else { days.without_leap_day() }
}
