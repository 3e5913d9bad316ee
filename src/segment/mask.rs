//! The form in which lines of different pages are one: white space and invisible marks evened out ([`plain`]), numbers
//! and dates replaced by placeholders ([`masked`]). `Published 3 March 2021` is `Published {date}`, `12 comments` is
//! `{number} comments`. The words of dates come from the gazetteers.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::lexicon::{Sources, Table};
use crate::write::is_harmful;

/// Stands for any number, with what parts its digits: `1,200`, `14:05`, `2021-03-04`.
pub(crate) const NUMBER: &str = "{number}";
/// Stands for a month or weekday with the numbers beside it.
pub(crate) const DATE: &str = "{date}";

/// Letters that may follow a number in a date: `3rd`, `5pm`.
const CLINGING: usize = 2;

/// A line with single spaces, and nothing in it that is not seen.
pub(crate) fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        let before = plain.len();
        if !plain.is_empty() {
            plain.push(' ');
        }
        let start = plain.len();
        plain.extend(word.chars().filter(|c| !is_harmful(*c)));
        if plain.len() == start {
            plain.truncate(before);
        }
    }
    plain
}

/// A plain line with placeholders for its numbers and dates.
pub(crate) fn masked(plain: &str) -> String {
    let words: Vec<String> = plain.split(' ').map(numbers_masked).collect();
    let parts: Vec<Part> = words.iter().map(|word| Part::of(word)).collect();
    let mut masked = String::with_capacity(plain.len());
    let mut at = 0;
    while at < words.len() {
        let run = parts[at..].iter().take_while(|part| **part != Part::Other).count();
        if at > 0 {
            masked.push(' ');
        }
        let has = |wanted| parts[at..at + run].contains(&wanted);
        if has(Part::Number) && has(Part::Name) {
            masked.push_str(before_core(&words[at]));
            masked.push_str(DATE);
            masked.push_str(behind_core(&words[at + run - 1]));
            at += run;
        } else {
            masked.push_str(&words[at..at + run.max(1)].join(" "));
            at += run.max(1);
        }
    }
    masked
}

/// What a word may be in a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Number,
    /// Of a month or weekday.
    Name,
    Other,
}

impl Part {
    fn of(word: &str) -> Part {
        let core = core(word);
        match core.strip_prefix(NUMBER) {
            Some(rest) if rest.len() <= CLINGING && rest.chars().all(char::is_alphabetic) => Part::Number,
            None if NAMES.contains(&core.to_lowercase()) => Part::Name,
            _ => Part::Other,
        }
    }
}

fn is_rim(c: char) -> bool {
    !c.is_alphanumeric() && c != '{' && c != '}'
}

fn core(word: &str) -> &str {
    word.trim_matches(is_rim)
}

fn before_core(word: &str) -> &str {
    &word[..word.len() - word.trim_start_matches(is_rim).len()]
}

fn behind_core(word: &str) -> &str {
    &word[word.trim_end_matches(is_rim).len()..]
}

/// A word with placeholders for its numbers.
fn numbers_masked(word: &str) -> String {
    let mut masked = String::with_capacity(word.len());
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_numeric() {
            masked.push(c);
            continue;
        }
        masked.push_str(NUMBER);
        // A mark belongs to the number if a digit follows it.
        let mut mark = None;
        while let Some(c) =
            chars.next_if(|c| c.is_numeric() || mark.is_none() && matches!(c, '.' | ',' | ':' | '/' | '-'))
        {
            mark = (!c.is_numeric()).then_some(c);
        }
        masked.extend(mark);
    }
    masked
}

/// Names of months and weekdays in small letters.
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let sources = Sources::builtin();
    let tables = [
        ("gazetteers/reading/months", "names", None),
        ("gazetteers/dates/", "words", Some(["month", "weekday", "weekdayShort"])),
    ];
    let mut names = HashSet::new();
    for (folder, column, classes) in tables {
        for (path, text) in sources.below(folder).filter(|(path, _)| path.ends_with(".tsv")) {
            // What is wrong in these tables, their own readers tell.
            let table = Table::read(path, text, &mut Vec::new());
            let Some(column) = table.header.iter().position(|name| *name == column) else { continue };
            let rows = table.rows.iter().filter(|row| classes.is_none_or(|classes| classes.contains(&row.cells[0])));
            names.extend(rows.flat_map(|row| row.values(column)).map(|name| core(name).to_lowercase()));
        }
    }
    names
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_and_dates_are_masked() {
        let cases = [
            ("12 comments", "{number} comments"),
            ("Published: Wednesday, March 3rd, 2021 14:05 GMT", "Published: {date} GMT"),
            ("(Updated 3 mars 2021)", "(Updated {date})"),
            ("Updated 2021-03-04, 1,200 views.", "Updated {number}, {number} views."),
            ("You may also like", "You may also like"),
            ("Sat and Sun", "Sat and Sun"),
            ("May 4", "{date}"),
            ("Blink-182 news", "Blink-{number} news"),
            ("2021年3月4日", "{number}年{number}月{number}日"),
            ("", ""),
        ];
        for (line, wanted) in cases {
            assert_eq!(masked(line), wanted, "{line}");
        }
    }

    #[test]
    fn plain_lines_have_single_spaces_and_nothing_hidden() {
        assert_eq!(plain(" a\u{a0}\t b\u{200e} \u{200e} \u{1b}[0m c "), "a b [0m c");
    }

    proptest! {
        #[test]
        fn masking_is_done_once(line in "(\\PC| |[0-9,.:-]|May|March){0,40}") {
            let once = masked(&plain(&line));
            prop_assert_eq!(&masked(&once), &once);
            prop_assert_eq!(plain(&once), once);
        }
    }
}
