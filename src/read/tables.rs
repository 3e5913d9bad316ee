//! What reading needs to know, from `gazetteers/reading/`: names of fields, forms of dates.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lexicon::{Fault, Sources, Table};

use super::dates::Dates;
use super::html::Marks;

/// The tables of `gazetteers/reading/`.
#[derive(Debug)]
pub(super) struct Tables {
    /// Fields of an article by folded key, with the key's rank among those of its field.
    pub keys: BTreeMap<String, Vec<(Field, usize)>>,
    /// How a page states its own date.
    pub dates: Dates,
    /// What the names of elements say.
    pub marks: Marks,
}

/// The built-in tables, loaded on first use. A test holds that they have no fault.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut faults = Vec::new();
    let tables = Tables::load(&Sources::builtin(), &mut faults);
    assert!(faults.is_empty(), "the built-in reading tables have faults: {faults:?}");
    tables
});

/// A part of an article that inputs have names for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Text,
    Html,
    Title,
    Date,
    Fetched,
    Url,
    Site,
    Author,
    /// A list of records.
    Articles,
}

impl Field {
    const ALL: [(&'static str, Field); 9] = [
        ("text", Field::Text),
        ("html", Field::Html),
        ("title", Field::Title),
        ("date", Field::Date),
        ("fetched", Field::Fetched),
        ("url", Field::Url),
        ("site", Field::Site),
        ("author", Field::Author),
        ("articles", Field::Articles),
    ];

    fn named(name: &str) -> Option<Field> {
        Field::ALL.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
    }
}

impl Tables {
    fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Tables {
        let file = |name: &'static str| sources.below(name).next().unwrap_or((name, ""));
        let (path, text) = file("gazetteers/reading/keys.tsv");
        let keys = keys(&Table::read(path, text, faults), faults);
        let (path, text) = file("gazetteers/reading/months.tsv");
        let months = months(&Table::read(path, text, faults), faults);
        let dates = Dates::load(file("gazetteers/reading/dates.toml"), months, faults);
        let (path, text) = file("gazetteers/reading/marks.tsv");
        let marks = Marks::load(&Table::read(path, text, faults), faults);
        Tables { keys, dates, marks }
    }
}

fn keys(table: &Table, faults: &mut Vec<Fault>) -> BTreeMap<String, Vec<(Field, usize)>> {
    let mut keys = BTreeMap::<String, Vec<(Field, usize)>>::new();
    let (Some(name), Some(values)) = (table.column("field", faults), table.column("keys", faults)) else {
        return keys;
    };
    for row in &table.rows {
        let Some(field) = Field::named(row.cells[name]) else {
            faults.push(Fault::new(table.file, row.line, "no such field", "one of those that reading knows"));
            continue;
        };
        for (rank, key) in row.values(values).enumerate() {
            keys.entry(key.into()).or_default().push((field, rank));
        }
    }
    keys
}

/// Month numbers by name, in every case that a page may use.
fn months(table: &Table, faults: &mut Vec<Fault>) -> BTreeMap<String, i8> {
    let mut months = BTreeMap::new();
    let (Some(number), Some(names)) = (table.column("month", faults), table.column("names", faults)) else {
        return months;
    };
    for row in &table.rows {
        let Some(month) = row.cells[number].parse().ok().filter(|month| (1..=12).contains(month)) else {
            faults.push(Fault::new(table.file, row.line, "no month's number", "1 to 12"));
            continue;
        };
        for name in row.values(names) {
            months.insert(name.into(), month);
            months.insert(name.to_uppercase(), month);
            months.insert(capitalised(name), month);
        }
    }
    months
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A key without case and punctuation.
pub(super) fn folded_key(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
