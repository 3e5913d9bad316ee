//! The proleptic Gregorian calendar as arithmetic on day numbers. Nothing here knows EDTF.
//!
//! Day 0 is 1970-01-01. The algorithms are Howard Hinnant's `days_from_civil` and its inverse.

/// Whether a year has a 29 February.
pub(crate) fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days a month has.
pub(crate) fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day number of a date that exists.
pub(crate) fn day_number(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a day number.
pub(crate) fn civil(day_number: i64) -> (i32, u8, u8) {
    let shifted = day_number + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8;
    let month = ((month_from_march + 2) % 12 + 1) as u8;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year as i32, month, day)
}

/// The weekday of a day number: Monday is 1, Sunday 7 (ISO 8601).
pub(crate) fn weekday(day_number: i64) -> u8 {
    ((day_number + 3).rem_euclid(7) + 1) as u8
}

/// The Monday of the week that holds a day.
pub(crate) fn monday(day_number: i64) -> i64 {
    day_number - i64::from(weekday(day_number)) + 1
}

/// Year and number of the ISO 8601 week that holds a day.
pub(crate) fn iso_week(day_number: i64) -> (i32, u8) {
    let thursday = monday(day_number) + 3;
    let (year, _, _) = civil(thursday);
    (year, ((thursday - self::day_number(year, 1, 1)) / 7 + 1) as u8)
}

/// Day number of Easter Sunday in the Western churches (the "anonymous Gregorian" computus).
pub(crate) fn easter(year: i32) -> i64 {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day_number(year, (n / 31) as u8, (n % 31 + 1) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        for (year, month, day, number, week_day) in [
            (1970, 1, 1, 0, 4),
            (1969, 12, 31, -1, 3),
            (2000, 2, 29, 11_016, 2),
            (2021, 4, 2, 18_719, 5),
            (1600, 3, 1, -135_080, 3),
        ] {
            assert_eq!(day_number(year, month, day), number);
            assert_eq!(civil(number), (year, month, day));
            assert_eq!(weekday(number), week_day);
        }
    }

    #[test]
    fn easters_and_weeks() {
        for (year, month, day) in [(2021, 4, 4), (2024, 3, 31), (2025, 4, 20), (1998, 4, 12), (2038, 4, 25)] {
            assert_eq!(civil(easter(year)), (year, month, day));
        }
        for (day, week) in [((2021, 1, 3), (2020, 53)), ((2021, 1, 4), (2021, 1)), ((2018, 12, 31), (2019, 1))] {
            assert_eq!(iso_week(day_number(day.0, day.1, day.2)), week);
        }
    }

    proptest! {
        #[test]
        fn numbers_and_dates_are_inverse(number in -5_000_000i64..5_000_000) {
            let (year, month, day) = civil(number);
            prop_assert_eq!(day_number(year, month, day), number);
            prop_assert!(day >= 1 && day <= days_in_month(year, month));
            prop_assert_eq!(weekday(number + 7), weekday(number));
        }
    }
}
