//! The article's own date: in a field, on a line that states it, in the address, in a wire report's dateline.
//!
//! Dates that the article speaks of are found by [`crate::date`].

use std::collections::BTreeMap;

use regex::{Captures, Regex};
use serde::Deserialize;

use crate::article::DateFrom;
use crate::lexicon::Fault;
use crate::text::floor;
use crate::{Article, Date};

use super::tables::TABLES;

/// Finds the date of an article whose fields give none.
pub(super) fn find_own_date(article: &mut Article) {
    if article.metadata.date.is_some() {
        return;
    }
    let dates = &TABLES.dates;
    let stated = || dates.on_a_line(&article.text, false).map(|date| (date, DateFrom::DateLine));
    let address = || Some((dates.in_address(article.metadata.url.as_deref()?)?, DateFrom::Address));
    let dateline = || dates.on_a_line(&article.text, true).map(|date| (date, DateFrom::Dateline));
    if let Some((date, from)) = stated().or_else(address).or_else(dateline) {
        article.metadata.date = Some(date);
        article.metadata.date_from = Some(from);
    }
}

/// The date that a field's text begins with: `2021-02-17T10:11:12+09:00`, `Wed, 17 Feb 2021`, `2021-02`.
pub(super) fn of_field(text: &str) -> Option<Date> {
    TABLES.dates.at_start(text, false).map(|(date, _)| date)
}

/// The day of a Unix time in seconds or milliseconds. Zero is a scraper's way to say that it does not know.
pub(super) fn of_timestamp(number: i64) -> Option<Date> {
    let seconds = if number.unsigned_abs() > 99_999_999_999 { number / 1000 } else { number };
    // Numbers below are years or days written together.
    if seconds < 100_000_000 {
        return of_field(&number.to_string());
    }
    let day = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    day.to_string().parse().ok()
}

/// How pages write their own date, and where.
#[derive(Debug, Default)]
pub(super) struct Dates {
    forms: Vec<Form>,
    lines: Vec<Line>,
    months: BTreeMap<String, i8>,
    addresses: Vec<Regex>,
}

#[derive(Clone, Debug)]
struct Form {
    pattern: Regex,
    yearless: bool,
}

#[derive(Debug)]
struct Line {
    place: Place,
    dateline: bool,
    before: Regex,
    after: Regex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    First,
    Head,
    Rim,
}

/// Lines at the start and at the end of a text in which its date may stand, and the bytes of each that are read.
const HEAD: usize = 10;
const TAIL: usize = 5;
const LINE: usize = 240;

/// The bytes of an address that are read.
const ADDRESS: usize = 2048;

impl Dates {
    /// The date on one of the text's lines, datelines or the others.
    fn on_a_line(&self, text: &str, datelines: bool) -> Option<Date> {
        let filled = |line: &&str| !line.is_empty();
        let head = text.lines().map(str::trim).filter(filled).take(HEAD).enumerate();
        let tail = text.lines().rev().map(str::trim).filter(filled).take(TAIL).map(|line| (usize::MAX, line));
        head.chain(tail).find_map(|(index, line)| {
            let here = |place: Place| match place {
                Place::First => index == 0,
                Place::Head => index < HEAD,
                Place::Rim => true,
            };
            let mut lines = self.lines.iter().filter(|kind| kind.dateline == datelines && here(kind.place));
            lines.find_map(|kind| self.on_line(kind, line))
        })
    }

    fn on_line(&self, kind: &Line, line: &str) -> Option<Date> {
        let short = &line[..floor(line, LINE)];
        kind.before.find_iter(short).find_map(|before| {
            let rest = &short[before.end()..];
            let (date, length) = self.at_start(rest, kind.dateline)?;
            let whole = kind.dateline || date.to_string().len() == "2021-02-17".len();
            (whole && kind.after.is_match(&rest[length..])).then_some(date)
        })
    }

    /// The date at the start of a text, and its length in bytes.
    fn at_start(&self, text: &str, yearless: bool) -> Option<(Date, usize)> {
        let short = &text[..floor(text, LINE)];
        self.forms.iter().filter(|form| yearless || !form.yearless).find_map(|form| {
            let found = form.pattern.captures(short)?;
            Some((self.date_of(&form.pattern, &found)?, found.get_match().end()))
        })
    }

    fn date_of(&self, pattern: &Regex, found: &Captures) -> Option<Date> {
        let part = |initial: char| {
            let mut names = pattern.capture_names().flatten().filter(|name| name.starts_with(initial));
            names.find_map(|name| found.name(name)).map(|part| part.as_str())
        };
        let year = part('y').and_then(|year| year.parse().ok());
        let named = part('n').and_then(|name| self.months.get(name).copied());
        let month = named.or_else(|| part('m')?.parse().ok());
        let day = part('d').and_then(|day| day.parse().ok());
        edtf(year, month, day)?.parse().ok()
    }

    /// The date in an address: `/2021/02/17/`, or a month where it has no day.
    fn in_address(&self, url: &str) -> Option<Date> {
        let short = &url[..floor(url, ADDRESS)];
        self.addresses.iter().find_map(|pattern| self.date_of(pattern, &pattern.captures(short)?))
    }
}

/// As EDTF, if there is such a day.
fn edtf(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Option<String> {
    const LEAP: i16 = 2000;
    let exists = |month, day| jiff::civil::Date::new(year.unwrap_or(LEAP), month, day).is_ok();
    match (year, month, day) {
        (Some(year), None, None) => Some(format!("{year:04}")),
        (Some(year), Some(month), None) if exists(month, 1) => Some(format!("{year:04}-{month:02}")),
        (Some(year), Some(month), Some(day)) if exists(month, day) => Some(format!("{year:04}-{month:02}-{day:02}")),
        (None, Some(month), Some(day)) if exists(month, day) => Some(format!("XXXX-{month:02}-{day:02}")),
        _ => None,
    }
}

/// `dates.toml` as it stands in the file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    form: Vec<Entry>,
    line: Vec<Entry>,
    address: Vec<Entry>,
}

/// One entry of `dates.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    pattern: String,
    #[serde(default)]
    yearless: bool,
    #[serde(default)]
    dateline: bool,
    #[serde(rename = "where")]
    place: Option<Place>,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "run by tests"))]
    examples: BTreeMap<String, String>,
}

impl Dates {
    /// Loads `dates.toml`; what is wrong in it is a fault.
    pub(super) fn load((path, text): (&str, &str), months: BTreeMap<String, i8>, faults: &mut Vec<Fault>) -> Dates {
        let file: File = toml::from_str(text).unwrap_or_else(|error| {
            faults.push(Fault::new(path, 1, error.to_string(), "`form`, `line` and `address` entries"));
            File::default()
        });
        let names = alternatives(&months);
        let mut compile = |name: &str, pattern: &str| {
            let pattern = pattern.replace("{month}", &names);
            let fault = |error: regex::Error| Fault::new(path, 1, format!("{name:?}: {error}"), "a regular expression");
            Regex::new(&pattern).map_err(|error| faults.push(fault(error))).ok()
        };
        let mut dates = Dates::default();
        for entry in file.form {
            let pattern = compile(&entry.name, &format!("^(?:{})", entry.pattern));
            dates.forms.extend(pattern.map(|pattern| Form { pattern, yearless: entry.yearless }));
        }
        for entry in file.line {
            let patterns = compile(&entry.name, &entry.before).zip(compile(&entry.name, &entry.after));
            let place = entry.place.unwrap_or(Place::First);
            dates.lines.extend(patterns.map(|(before, after)| Line { place, dateline: entry.dateline, before, after }));
        }
        dates.addresses.extend(file.address.iter().filter_map(|entry| compile(&entry.name, &entry.pattern)));
        dates.months = months;
        dates
    }
}

/// A group for any month's name, the longest first.
fn alternatives(months: &BTreeMap<String, i8>) -> String {
    let mut names: Vec<&str> = months.keys().map(String::as_str).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    format!("(?<n>{})", names.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every example of `dates.toml` gives its date, or none where none is named.
    #[test]
    fn examples() {
        let text = include_str!("../../gazetteers/reading/dates.toml");
        let file: File = toml::from_str(text).unwrap();
        let dates = &TABLES.dates;
        let show = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
        for (form, entry) in file.form.iter().enumerate() {
            for (text, date) in &entry.examples {
                let one =
                    Dates { forms: vec![dates.forms[form].clone()], months: dates.months.clone(), ..Dates::default() };
                assert_eq!(show(one.at_start(text, true).map(|found| found.0)), *date, "{}: {text:?}", entry.name);
            }
        }
        for entry in &file.line {
            for (text, date) in &entry.examples {
                assert_eq!(show(dates.on_a_line(text, entry.dateline)), *date, "{}: {text:?}", entry.name);
            }
        }
        for entry in &file.address {
            for (url, date) in &entry.examples {
                assert_eq!(show(dates.in_address(url)), *date, "{}: {url:?}", entry.name);
            }
        }
    }

    #[test]
    fn timestamps() {
        for (number, date) in [
            (1_613_520_000, Some("2021-02-17")),
            (1_613_520_000_123, Some("2021-02-17")),
            (0, None),
            (20_210_217, Some("2021-02-17")),
            (2021, Some("2021")),
            (i64::MAX, None),
            (i64::MIN, None),
        ] {
            assert_eq!(of_timestamp(number).map(|date| date.to_string()).as_deref(), date, "{number}");
        }
    }
}
