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

/// More than any rank of a key.
const LESS: usize = 1 << 10;

/// A field's text without the ways in which scrapers say that there is none.
fn present(text: &str) -> Option<&str> {
    let text = text.trim();
    (!matches!(text, "" | "None" | "null" | "NaN" | "undefined")).then_some(text)
}

/// One line: runs of white space become a space.
pub(super) fn one_line(text: &str) -> String {
    without_nul(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// NUL can be written in JSON; it has no place in a text.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }
}

impl Fields {
    /// Whether a key is the name of a field.
    pub(super) fn know(key: &str) -> bool {
        meanings(key).is_some()
    }

    /// Whether a key is the name of the text or the page.
    pub(super) fn know_text(key: &str) -> bool {
        let text = |(field, _): &(Field, usize)| matches!(field, Field::Text | Field::Html);
        meanings(key).is_some_and(|meanings| meanings.iter().any(text))
    }

    /// Takes a field, if its name is known.
    pub(super) fn add(&mut self, key: &str, value: Value) {
        if let Some(meanings) = meanings(key) {
            self.meanings.extend(meanings.iter().map(|(field, rank)| (*field, *rank, self.values.len())));
            self.values.push(value);
        }
    }

    /// Takes all fields of a source that is less to be believed.
    pub(super) fn append(&mut self, other: Fields) {
        let shift = self.values.len();
        self.meanings.extend(other.meanings.iter().map(|(field, rank, value)| (*field, rank + LESS, value + shift)));
        self.values.extend(other.values);
    }

    /// The first value of a field that `read` can make something of, in the order of the keys' ranks.
    pub(super) fn first<T>(&self, field: Field, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let mut meanings: Vec<_> = self.meanings.iter().filter(|(known, ..)| *known == field).collect();
        meanings.sort_by_key(|(_, rank, _)| *rank);
        meanings.into_iter().find_map(|(.., value)| read(&self.values[*value]))
    }

    /// The text of the article, as it is written; where there is none, the page.
    pub(super) fn body(&self) -> Option<String> {
        self.first(Field::Text, body).or_else(|| self.first(Field::Html, body))
    }

    /// The articles of a list, if it is what the fields come to (`{"status": "ok", "articles": [...]}`).
    pub(super) fn take_list(&mut self) -> Option<Vec<Fields>> {
        if self.body().is_some() {
            return None;
        }
        let (_, _, list) = *self.meanings.iter().find(|(field, ..)| *field == Field::Articles)?;
        match self.values[list].take() {
            Value::Array(items) if items.iter().any(Value::is_object) => {
                Some(items.into_iter().map(fields_of).collect())
            }
            _ => None,
        }
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

/// What a key may name. No known key is longer than the bound: a hostile one is not folded.
fn meanings(key: &str) -> Option<&'static Vec<(Field, usize)>> {
    if key.len() <= 64 { TABLES.keys.get(&folded_key(key)) } else { None }
}

fn fields_of(value: Value) -> Fields {
    let mut fields = Fields::default();
    if let Value::Object(object) = value {
        object.into_iter().for_each(|(key, value)| fields.add(&key, value));
    }
    fields
}

/// A text as it is written: a string, the paragraphs of a list, or what a content system has rendered.
fn body(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => present(text).map(|_| without_nul(text.clone())),
        Value::Array(items) => {
            let paragraphs: Vec<String> =
                items.iter().filter_map(|item| body(item).filter(|_| item.is_string())).collect();
            (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
        }
        Value::Object(parts) => {
            ["rendered", "text", "value"].iter().find_map(|key| body(parts.get(*key).filter(|part| part.is_string())?))
        }
        _ => None,
    }
}

/// A value in words: itself, its name, or the first of its items that has any.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => present(text).map(one_line),
        Value::Array(items) => items.iter().find_map(|item| item.as_str().and_then(present).map(one_line)),
        Value::Object(parts) => {
            ["name", "rendered", "@id", "url"].iter().find_map(|key| present(parts.get(*key)?.as_str()?).map(one_line))
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

/// The items of a list that is written out: `[one, 'two']`.
pub(super) fn written_list(text: &str) -> Option<impl Iterator<Item = String>> {
    let items = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(items.split(',').map(unquoted))
}

/// A value without its quotation marks, as YAML writes it.
pub(super) fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inside = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    match (inside('"'), inside('\'')) {
        (Some(text), _) => text.replace("\\\"", "\"").replace("\\\\", "\\"),
        (_, Some(text)) => text.replace("''", "'"),
        _ => value.into(),
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
            match written_list(&text) {
                Some(items) => items.filter(|item| present(item).is_some()).collect(),
                None => text.split(';').filter_map(present).map(String::from).collect(),
            }
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
