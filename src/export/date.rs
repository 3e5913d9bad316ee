//! Dates on the way out: as precise as they are, and never more.

use crate::Date;
use crate::date::Quality;

/// What a date is in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// A day: `2021-04-02`.
    Day(String),
    /// A month: `2021-04`.
    Month(String),
    /// A year: `2021`.
    Year(String),
    /// None of these, and why. Its EDTF text is all that can be said of it.
    None(&'static str),
}

impl Calendar {
    /// Whether a date is one day, one month or one year for certain, of the years that all calendars write alike.
    pub fn of(date: &Date) -> Calendar {
        if date.is_year_open() {
            return Calendar::None("the year is not given");
        }
        if date.quality() != Quality::Known {
            return Calendar::None("uncertain or approximate");
        }
        if date.season().is_some() {
            return Calendar::None("a season, quarter or half");
        }
        match (date.year(), date.month(), date.day()) {
            (Some(1..=9999), Some(_), Some(_)) => Calendar::Day(date.to_string()),
            (Some(1..=9999), Some(_), None) if !date.has_day() => Calendar::Month(date.to_string()),
            (Some(1..=9999), None, None) if date.is_year() => Calendar::Year(date.to_string()),
            _ => Calendar::None("not one day, month or year"),
        }
    }
}

/// First and last day that a date may mean, where it has both.
pub(super) fn bounds(date: &Date) -> [Option<String>; 2] {
    let bounds = date.bounds();
    [bounds.first, bounds.last].map(|day| {
        let day = Date::from_day_number(day?)?;
        (1..=9999).contains(&day.year()?).then(|| day.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_date_is_made_more_precise() {
        let (day, month, year) = (Calendar::Day, Calendar::Month, Calendar::Year);
        let cases = [
            ("2021-04-02", day("2021-04-02".into()), ["2021-04-02", "2021-04-02"]),
            ("2021-04", month("2021-04".into()), ["2021-04-01", "2021-04-30"]),
            ("2021", year("2021".into()), ["2021-01-01", "2021-12-31"]),
            ("XXXX-06-16", Calendar::None("the year is not given"), ["", ""]),
            ("2021-04~", Calendar::None("uncertain or approximate"), ["2021-04-01", "2021-04-30"]),
            ("2021-21", Calendar::None("a season, quarter or half"), ["2021-03-01", "2021-05-31"]),
            ("2021-04-XX", Calendar::None("not one day, month or year"), ["2021-04-01", "2021-04-30"]),
            ("201X", Calendar::None("not one day, month or year"), ["2010-01-01", "2019-12-31"]),
            ("2021-04-02/2021-04-09", Calendar::None("not one day, month or year"), ["2021-04-02", "2021-04-09"]),
            ("2021/..", Calendar::None("not one day, month or year"), ["2021-01-01", ""]),
            ("-0044", Calendar::None("not one day, month or year"), ["", ""]),
            ("Y12000", Calendar::None("not one day, month or year"), ["", ""]),
        ];
        for (text, calendar, [first, last]) in cases {
            let date: Date = text.parse().expect(text);
            assert_eq!(Calendar::of(&date), calendar, "{text}");
            assert_eq!(bounds(&date).map(Option::unwrap_or_default), [first, last], "{text}");
        }
    }
}
