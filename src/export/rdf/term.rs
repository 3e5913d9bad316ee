//! Terms and quads as N-Quads 1.1 writes them. Every byte of a scraped text is either escaped or harmless.

use std::fmt::Write as _;
use std::io::Write;

use super::super::ExportError;
use super::super::table::clean;
use super::super::web::web_address;
use crate::write::is_harmful;

/// A term, written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term(String);

/// An absolute IRI, all of whose characters are allowed in one.
pub(super) fn iri(text: String) -> Term {
    Term(format!("<{text}>"))
}

/// A text for a part of an IRI: all but the unreserved characters of RFC 3986 is percent-encoded.
pub(super) fn encoded(text: &str) -> String {
    escape(text, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

/// The text with every byte percent-encoded that is not one to keep.
pub(in super::super) fn escape(text: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if keep(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The address of a page. `None` if it is none of the web.
pub(super) fn address(text: &str) -> Option<Term> {
    web_address(text).map(iri)
}

/// A plain text.
pub(super) fn literal(text: &str) -> Term {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in clean(text).chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_harmful(c) => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    Term(out)
}

/// A text with a datatype.
pub(super) fn typed(text: &str, datatype: &str) -> Term {
    let Term(text) = literal(text);
    Term(format!("{text}^^<{datatype}>"))
}

/// Writes what is said of one subject in one graph.
pub(super) struct Quads<'a> {
    subject: Term,
    graph: Option<Term>,
    out: &'a mut dyn Write,
}

impl<'a> Quads<'a> {
    pub(super) fn of(subject: Term, graph: Option<&Term>, out: &'a mut dyn Write) -> Quads<'a> {
        Quads { subject, graph: graph.cloned(), out }
    }

    pub(super) fn put(&mut self, predicate: &Term, object: &Term) -> Result<(), ExportError> {
        write!(self.out, "{} {} {} ", self.subject.0, predicate.0, object.0)?;
        match &self.graph {
            Some(graph) => writeln!(self.out, "{} .", graph.0)?,
            None => writeln!(self.out, ".")?,
        }
        Ok(())
    }

    pub(super) fn put_some(&mut self, predicate: &Term, object: Option<Term>) -> Result<(), ExportError> {
        object.map_or(Ok(()), |object| self.put(predicate, &object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        for (text, written) in [
            ("plain “text”, 淡々と", "\"plain “text”, 淡々と\""),
            ("a\"b\\c\nd\re\tf", "\"a\\\"b\\\\c\\nd\\re\\tf\""),
            ("\u{202e}x\u{1b}", "\"\\u202Ex\\u001B\""),
            ("\0", "\"\u{fffd}\""),
        ] {
            assert_eq!(literal(text).0, written);
        }
        assert_eq!(typed("2021-04", "http://x#gYearMonth").0, "\"2021-04\"^^<http://x#gYearMonth>");
    }

    #[test]
    fn names_cannot_leave_their_iri() {
        assert_eq!(encoded("a b>\n\"é/..%"), "a%20b%3E%0A%22%C3%A9%2F..%25");
    }
}
