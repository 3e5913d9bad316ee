//! Cutting an input into records: lines, the rows of a table, the elements of a JSON array, or JSON values one after
//! another.
//!
//! A stream of any length is cut in memory for one record. What is wrong inside a record is not seen here, so that
//! it costs the record only; a record over the limit is passed over and told.

use std::io::{self, BufRead};
use std::sync::Arc;

use super::csv::{self, Quotes};
use super::{Cause, Form, Limits, ReadError};

/// A record as it stands in its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The input's name, then `#` and the record's line in JSON lines and tables, its place elsewhere, both from 1. A JSON
    /// value that is alone in its input has the input's name.
    pub name: String,
    pub bytes: Vec<u8>,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The row that names a table's columns, if there is one.
    pub header: Arc<str>,
}

/// The records of an input.
#[derive(Debug)]
pub(super) struct Records<R> {
    name: String,
    input: R,
    most: u64,
    cut: Cut,
    header: Arc<str>,
    line: u64,
    place: u64,
    ended: bool,
    /// Whether the last row's quotation marks were never closed.
    unclosed: bool,
}

/// How an input is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// Not known before its first bytes are seen; by the form if they leave it open.
    Unknown(Form),
    Lines,
    Rows,
    Elements,
    Values,
}

impl<R: BufRead> Records<R> {
    /// The records of a feed. JSON lines under the name of a JSON document, and the other way round, are told by
    /// their first line.
    pub(super) fn new(name: &str, input: R, form: Form, limits: &Limits) -> Records<R> {
        let (cut, header) = (Cut::Unknown(form), Arc::from(""));
        Records {
            name: name.into(),
            input,
            most: limits.article_bytes,
            cut,
            header,
            line: 1,
            place: 0,
            ended: false,
            unclosed: false,
        }
    }

    fn record(&mut self) -> io::Result<Option<Result<Record, ReadError>>> {
        if !self.find_next()? {
            return Ok(None);
        }
        self.place += 1;
        let (line, place) = (self.line, self.place);
        let (bytes, length) = self.take()?;
        if self.cut == Cut::Rows && place == 1 {
            let first = String::from_utf8_lossy(&bytes);
            if csv::is_header(&first) {
                self.header = first.into();
                return self.record();
            }
        }
        let alone = self.cut == Cut::Values && place == 1 && !self.find_next()?;
        let number = (!alone).then_some(if matches!(self.cut, Cut::Lines | Cut::Rows) { line } else { place });
        let name = number.map_or_else(|| self.name.clone(), |number| format!("{}#{number}", self.name));
        if self.unclosed {
            return Ok(Some(Err(Cause::Unclosed { line }.at(&name))));
        }
        Ok(Some(match length > self.most {
            true => Err(Cause::TooLarge { limit: self.most }.at(&name)),
            false => Ok(Record { name, bytes, line, header: Arc::clone(&self.header) }),
        }))
    }

    /// Goes to the next record's first byte; `false` if there is none.
    fn find_next(&mut self) -> io::Result<bool> {
        if let Cut::Unknown(form) = self.cut {
            self.begin(form)?;
        }
        self.skip_space()?;
        // Feeds that were appended to one another are arrays one after another.
        while self.cut == Cut::Elements && self.next_is(b']')? {
            self.input.consume(1);
            self.skip_space()?;
            if !self.next_is(b'[')? {
                return Ok(false);
            }
            self.input.consume(1);
            self.skip_space()?;
        }
        Ok(!self.input.fill_buf()?.is_empty())
    }

    /// Looks at the first line: an array, a value that goes on over lines, or lines.
    fn begin(&mut self, form: Form) -> io::Result<()> {
        if self.input.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
            self.input.consume(3);
        }
        self.skip_space()?;
        let start = self.input.fill_buf()?;
        self.cut = match start.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii() {
            _ if form == Form::Csv => Cut::Rows,
            [b'[', ..] => Cut::Elements,
            b"{" => Cut::Values,
            _ if form == Form::JsonLines => Cut::Lines,
            _ => Cut::Values,
        };
        if self.cut == Cut::Elements {
            self.input.consume(1);
        }
        Ok(())
    }

    /// Passes over white space, and over the commas between elements.
    fn skip_space(&mut self) -> io::Result<()> {
        loop {
            let commas = self.cut == Cut::Elements;
            let buffer = self.input.fill_buf()?;
            let blank = |byte: &&u8| byte.is_ascii_whitespace() || (commas && **byte == b',');
            let (count, all) = (buffer.iter().take_while(blank).count(), buffer.len());
            self.line += newlines(&buffer[..count]);
            self.input.consume(count);
            if count < all || all == 0 {
                return Ok(());
            }
        }
    }

    fn next_is(&mut self, byte: u8) -> io::Result<bool> {
        Ok(self.input.fill_buf()?.first() == Some(&byte))
    }

    /// Takes the record that begins here: as many of its bytes as it may have and one more, and its length.
    fn take(&mut self) -> io::Result<(Vec<u8>, u64)> {
        let mut scan =
            Scan { cut: self.cut, depth: 0, quoted: false, escaped: false, closed: false, quotes: Quotes::default() };
        let (mut bytes, mut length) = (Vec::new(), 0);
        loop {
            let buffer = self.input.fill_buf()?;
            let end = buffer.iter().position(|byte| scan.ends_before(*byte));
            let here = &buffer[..end.unwrap_or(buffer.len())];
            let room = (self.most + 1).saturating_sub(length).min(here.len() as u64) as usize;
            bytes.extend_from_slice(&here[..room]);
            length += here.len() as u64;
            self.line += newlines(here);
            let (count, last) = (here.len(), end.is_some() || buffer.is_empty());
            self.input.consume(count);
            if last {
                self.unclosed = end.is_none() && scan.quotes.open;
                return Ok((bytes, length));
            }
        }
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Result<Record, ReadError>> {
        if self.ended {
            return None;
        }
        let record = self.record();
        self.ended = !matches!(record, Ok(Some(_)));
        record.unwrap_or_else(|error| Some(Err(Cause::from(error).at(&self.name))))
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// Finds a record's end.
struct Scan {
    cut: Cut,
    depth: usize,
    quoted: bool,
    escaped: bool,
    /// The value's last bracket is behind.
    closed: bool,
    /// Those of a table.
    quotes: Quotes,
}

impl Scan {
    /// Takes the next byte; whether the record ends before it.
    fn ends_before(&mut self, byte: u8) -> bool {
        if self.cut == Cut::Lines {
            return byte == b'\n';
        }
        if self.cut == Cut::Rows {
            return !self.quotes.inside(byte, |byte| matches!(byte, b',' | b';' | b'\t')) && byte == b'\n';
        }
        if self.quoted {
            self.quoted = byte != b'"' || self.escaped;
            self.escaped = byte == b'\\' && !self.escaped;
            return false;
        }
        let outside = self.depth == 0;
        match byte {
            _ if self.closed && self.cut == Cut::Values => return true,
            b',' | b']' if outside && self.cut == Cut::Elements => return true,
            b'"' => self.quoted = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.closed = self.depth == 0;
            }
            _ => return outside && self.cut == Cut::Values && byte.is_ascii_whitespace(),
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Form::{Csv, Json, JsonLines};

    /// What an input is cut into: each record's name and bytes, read through a buffer of few bytes.
    fn cut(input: &str, form: Form) -> Vec<(String, String)> {
        let input = io::BufReader::with_capacity(3, input.as_bytes());
        let limits = Limits { article_bytes: 20, ..Limits::default() };
        let shown = |record: Result<Record, ReadError>| match record {
            Ok(record) => (format!("{}@{}", record.name, record.line), String::from_utf8(record.bytes).unwrap()),
            Err(error) => (error.name, "✗".to_string()),
        };
        Records::new("x", input, form, &limits).map(shown).collect()
    }

    #[test]
    fn records_are_cut() {
        type Case<'a> = (&'a str, Form, &'a [(&'a str, &'a str)]);
        let cases: [Case; 16] = [
            ("", JsonLines, &[]),
            (" \n\n", Json, &[]),
            ("{\"a\":1}\n\n{\"b\n{}", JsonLines, &[("x#1@1", "{\"a\":1}"), ("x#3@3", "{\"b"), ("x#4@4", "{}")]),
            ("{\"a\":\"}\\\"]\"}", Json, &[("x@1", "{\"a\":\"}\\\"]\"}")]),
            ("\n{\n\"a\": [1]\n}\n", Json, &[("x@2", "{\n\"a\": [1]\n}")]),
            ("{\n\"a\": 1}\n{}", JsonLines, &[("x#1@1", "{\n\"a\": 1}"), ("x#2@3", "{}")]),
            ("{}{}", Json, &[("x#1@1", "{}"), ("x#2@1", "{}")]),
            ("[{\"a\":[1,2]},\n NaN, {}]", Json, &[("x#1@1", "{\"a\":[1,2]}"), ("x#2@2", "NaN"), ("x#3@2", "{}")]),
            ("[{}]\n[{}]", JsonLines, &[("x#1@1", "{}"), ("x#2@2", "{}")]),
            ("[]", Json, &[]),
            ("[{\"a\": \"12345678901234567890\"}, {}]", Json, &[("x#1", "✗"), ("x#2@1", "{}")]),
            ("{\"a\": \"12345678901234567890\"}\n{}", JsonLines, &[("x#1", "✗"), ("x#2@2", "{}")]),
            ("\u{FEFF}{}\r\n{}\r\n", JsonLines, &[("x#1@1", "{}\r"), ("x#2@2", "{}\r")]),
            ("url,text\na,\"b\nc\"\nd,e\n", Csv, &[("x#2@2", "a,\"b\nc\""), ("x#4@4", "d,e")]),
            (
                "text\n5\" vinyl, a \"b\nc\n\"d\ne\n",
                Csv,
                &[("x#2@2", "5\" vinyl, a \"b"), ("x#3@3", "c"), ("x#4", "✗")],
            ),
            ("a\tb\nc\td", Csv, &[("x#1@1", "a\tb"), ("x#2@2", "c\td")]),
        ];
        for (input, form, records) in cases {
            let records: Vec<_> = records.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
            assert_eq!(cut(input, form), records, "{input:?}");
        }
    }
}
