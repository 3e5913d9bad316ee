//! What a flat table is: columns that are always all there, and rows of cells.

use std::borrow::Cow;

use super::{ExportError, Source};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text; partial dates are text, too.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// A day.
    Day,
}

/// A cell. Nothing, text (and days), or a number as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Null,
    Text(Cow<'a, str>),
    Number(String),
}

impl<'a, T: Into<Cow<'a, str>>> From<Option<T>> for Cell<'a> {
    fn from(text: Option<T>) -> Cell<'a> {
        text.map_or(Cell::Null, |text| Cell::Text(text.into()))
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Cell<'a> {
        Cell::Text(text.into())
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(text.into())
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Cell::Number(number.to_string())
    }
}

/// A text without U+0000, which many databases refuse.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

/// Takes a row.
pub(super) type Row<'a> = &'a mut dyn FnMut(&[Cell]) -> Result<(), ExportError>;

/// A table.
pub(super) struct Table {
    /// Its name, and the stem of its file.
    pub(super) name: &'static str,
    /// What a row is.
    pub(super) about: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
    pub(super) rows: fn(&dyn Source, Row) -> Result<(), ExportError>,
}
