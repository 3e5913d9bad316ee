//! JSON lines: one value a line, keys in the order of the struct's fields.
//!
//! Characters that a terminal obeys are written as JSON escapes, so that the same bytes are harmless on a
//! screen and mean the same to every reader of JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::harmless::is_harmful;
use super::{Results, Style};

/// Writes one value and a line feed.
pub fn line(value: &impl Serialize, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Harmless))?;
    out.write_all(b"\n")
}

/// The lines of all values. Rows serialise to memory without fail.
pub fn lines<T: Serialize>(values: &[T]) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = each(values, &mut out);
    out
}

pub(super) fn each<T: Serialize>(values: &[T], out: &mut dyn Write) -> io::Result<()> {
    values.iter().try_for_each(|value| line(value, out))
}

/// All results, each line an object whose one key says what it holds.
pub(super) fn everything(results: &Results, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    fn all<T: Serialize>(key: &str, values: &[T], out: &mut dyn Write) -> io::Result<()> {
        values.iter().try_for_each(|value| line(&BTreeMap::from([(key, value)]), out))
    }
    all("article", results.articles.as_deref().unwrap_or_default(), out)?;
    all("claim", &results.report.claims, out)?;
    all("fact", &results.report.facts, out)?;
    all("conflict", &results.report.conflicts, out)?;
    all("error", &results.errors, out)
}

/// serde_json's compact form, except that harmful characters are escaped.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_harmful) {
            let (before, after) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut chars = after.chars();
            if let Some(c) = chars.next() {
                write!(writer, "\\u{:04x}", u32::from(c))?;
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmful_characters_are_escaped_and_mean_the_same() {
        let text = "a\x1b\u{7f}\u{9b}“b”\u{202e}\n\"\\";
        let bytes = lines(&[text]);
        let written = String::from_utf8(bytes).expect("JSON is UTF-8");
        assert_eq!(written, "\"a\\u001b\\u007f\\u009b“b”\\u202e\\n\\\"\\\\\"\n");
        assert_eq!(serde_json::from_str::<String>(&written).expect("JSON"), text);
    }
}
