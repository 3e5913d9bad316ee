//! Named fields become metadata: one table of names for front matter, JSON records, meta elements and JSON-LD.

use serde_json::Value;

use crate::article::{DateFrom, Metadata};

use super::dates;
use super::tables::{Field, TABLES, folded_key};

/// Fields as an input names them.
#[derive(Debug, Default)]
pub(super) struct Fields {
    values: Vec<Value>,
    /// What each value may be, with its key's rank.
    meanings: Vec<(Field, usize, usize)>,
}

/// A field's text without the ways in which scrapers say that there is none.
fn present(text: &str) -> Option<&str> {
    let text = text.trim();
    (!matches!(text, "" | "None" | "null" | "NaN" | "undefined")).then_some(text)
}

/// One line: runs of white space become a space.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Fields {
    /// Takes a field, if its name is known.
    pub(super) fn add(&mut self, key: &str, value: Value) {
        // No known key is longer; a hostile one is not folded.
        if key.len() > 64 {
            return;
        }
        if let Some(meanings) = TABLES.keys.get(&folded_key(key)) {
            self.meanings.extend(meanings.iter().map(|(field, rank)| (*field, *rank, self.values.len())));
            self.values.push(value);
        }
    }

    /// Takes all fields of another input, after its own.
    pub(super) fn append(&mut self, other: Fields) {
        let shift = self.values.len();
        self.meanings.extend(other.meanings.iter().map(|(field, rank, value)| (*field, *rank, value + shift)));
        self.values.extend(other.values);
    }

    /// The first value of a field that `read` can make something of, in the order of the keys' ranks.
    pub(super) fn first<T>(&self, field: Field, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let mut meanings: Vec<_> = self.meanings.iter().filter(|(known, ..)| *known == field).collect();
        meanings.sort_by_key(|(_, rank, _)| *rank);
        meanings.into_iter().find_map(|(.., value)| read(&self.values[*value]))
    }

    /// Everything but the text.
    pub(super) fn metadata(&self) -> Metadata {
        let date = self.first(Field::Date, date);
        let site = self.first(Field::Site, |value| words(value).filter(|site| !is_address(site)));
        let title = self.first(Field::Title, words).map(|title| without_site(title, site.as_deref()));
        Metadata {
            title,
            date_from: date.is_some().then_some(DateFrom::Metadata),
            date,
            fetched: self.first(Field::Fetched, self::date),
            url: self.first(Field::Url, |value| words(value).filter(|url| is_address(url))),
            site,
            authors: self
                .first(Field::Author, |value| Some(names(value)).filter(|all| !all.is_empty()))
                .unwrap_or_default(),
            notes: Vec::new(),
        }
    }
}

/// A value in words: itself, its name, or the first of its items that has any.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => present(text).map(one_line),
        Value::Array(items) => items.iter().find_map(|item| item.as_str().and_then(present).map(one_line)),
        Value::Object(parts) => {
            ["name", "@id", "url"].iter().find_map(|key| present(parts.get(*key)?.as_str()?).map(one_line))
        }
        _ => None,
    }
}

fn date(value: &Value) -> Option<crate::Date> {
    match value {
        Value::Number(number) => dates::of_timestamp(number.as_i64()?),
        other => dates::of_field(&words(other)?),
    }
}

/// People: one a value, or several parted by `;`.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items
            .iter()
            .flat_map(|item| match item {
                Value::Array(_) => Vec::new(),
                item => names(item),
            })
            .collect(),
        other => {
            let text = words(other).filter(|text| !is_address(text)).unwrap_or_default();
            text.split(';').filter_map(present).map(String::from).collect()
        }
    }
}

fn is_address(text: &str) -> bool {
    ["http://", "https://", "//"].iter().any(|scheme| text.starts_with(scheme))
}

/// The title without the site's name behind a dash or bar.
fn without_site(title: String, site: Option<&str>) -> String {
    let bare = site.and_then(|site| title.strip_suffix(site)).map(str::trim_end);
    let bare =
        bare.and_then(|rest| rest.strip_suffix(['|', '-', '–', '—', '·', '•', ':', '«', '»'])).map(str::trim_end);
    match bare {
        Some(bare) if !bare.is_empty() => bare.into(),
        _ => title,
    }
}
