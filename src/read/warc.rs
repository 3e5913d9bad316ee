//! Web archives (WARC, ISO 28500): cut into the pages that servers answered with.
//!
//! Records are gone through one at a time; only one that may be a page is taken into memory, up to the limit. Which
//! one is a page tells its head, here; what is on it is a worker's matter ([`Capture::articles`]).

use std::io::{self, BufRead, Read};

use serde_json::Value;

use crate::{Article, Date};

use super::decode::{self, Decoded};
use super::fields::Fields;
use super::{Cause, Limits, ReadError, html, http};

/// Most bytes of a line of a record's head.
const LINE: u64 = 1 << 16;
/// Most lines of a record's head.
const LINES: usize = 256;
/// Bytes of a message that may be its head, beside the page itself.
const HEAD: u64 = 1 << 16;

/// A page as a server sent it, and what the archive knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Capture {
    pub(super) message: Vec<u8>,
    pub(super) url: String,
    /// Day on which it was fetched.
    pub(super) fetched: Option<Date>,
}

/// Reads the articles of an archive that is in memory.
pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Vec<Result<Article, ReadError>> {
    let mut articles = Vec::new();
    for (name, archived) in Archive::new(name, bytes, limits) {
        match archived {
            Ok(Archived::Page(capture)) => articles.extend(capture.articles(&name, limits)),
            Ok(Archived::Other) => {}
            Err(cause) => articles.push(Err(cause.at(&name))),
        }
    }
    articles
}

/// What a record of an archive comes to.
#[derive(Debug)]
pub(super) enum Archived {
    Page(Capture),
    /// An answer that is no page.
    Other,
}

/// An answer under its name.
type Answer = (String, Result<Archived, Cause>);

/// The answers in an archive, each with its name: the archive's, `#`, and the record's number from 1.
#[derive(Debug)]
pub(super) struct Archive<R> {
    name: String,
    input: R,
    most: u64,
    place: u64,
    ended: bool,
}

/// What the head of a record says.
#[derive(Default)]
struct Record {
    response: bool,
    url: String,
    fetched: Option<Date>,
    length: Option<u64>,
}

impl<R: BufRead> Archive<R> {
    pub(super) fn new(name: &str, input: R, limits: &Limits) -> Archive<R> {
        Archive { name: name.into(), input, most: limits.article_bytes, place: 0, ended: false }
    }

    /// The next answer.
    fn answer(&mut self) -> Result<Option<Answer>, Cause> {
        while let Some(record) = self.head()? {
            self.place += 1;
            let length = record.length.ok_or_else(|| self.damaged("a record without Content-Length"))?;
            let taken = if record.response { length.min(self.most + HEAD) } else { 0 };
            let mut message = Vec::new();
            self.input.by_ref().take(taken).read_to_end(&mut message)?;
            let passed = io::copy(&mut self.input.by_ref().take(length - taken), &mut io::sink())?;
            if message.len() as u64 + passed < length {
                return Err(self.damaged("the last record is cut off"));
            }
            if record.response {
                let name = format!("{}#{}", self.name, self.place);
                return Ok(Some((name, self.judge(record, message, length))));
            }
        }
        Ok(None)
    }

    fn judge(&self, record: Record, message: Vec<u8>, length: u64) -> Result<Archived, Cause> {
        match http::head(&message) {
            Some(head) if head.status == 200 && head.is_page => {}
            _ => return Ok(Archived::Other),
        }
        if length > self.most + HEAD {
            return Err(Cause::TooLarge { limit: self.most });
        }
        Ok(Archived::Page(Capture { message, url: record.url, fetched: record.fetched }))
    }

    /// The head of the next record.
    fn head(&mut self) -> Result<Option<Record>, Cause> {
        let version = loop {
            match self.line()? {
                None => return Ok(None),
                Some(line) if line.is_empty() => continue,
                Some(line) => break line,
            }
        };
        if !version.starts_with("WARC/") {
            return Err(self.damaged("no WARC record where one should begin"));
        }
        let mut record = Record::default();
        for _ in 0..LINES {
            let line = self.line()?.ok_or_else(|| self.damaged("the last record is cut off"))?;
            if line.is_empty() {
                return Ok(Some(record));
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => record.response = value.eq_ignore_ascii_case("response"),
                "warc-target-uri" => record.url = value.trim_matches(['<', '>']).into(),
                "warc-date" => record.fetched = value.get(..10).and_then(|day| day.parse().ok()),
                "content-length" => record.length = value.parse().ok(),
                _ => {}
            }
        }
        Err(self.damaged("a record's head without end"))
    }

    /// The next line without its end.
    fn line(&mut self) -> Result<Option<String>, Cause> {
        let mut line = Vec::new();
        self.input.by_ref().take(LINE).read_until(b'\n', &mut line)?;
        match line.pop() {
            None => Ok(None),
            Some(b'\n') => {
                let line = line.strip_suffix(b"\r").unwrap_or(&line);
                Ok(Some(String::from_utf8_lossy(line).into_owned()))
            }
            Some(_) => Err(self.damaged("a line without end")),
        }
    }

    fn damaged(&self, detail: &str) -> Cause {
        Cause::Damaged {
            packing: "WARC",
            detail: format!("behind record {}: {detail}; the rest is not read", self.place),
        }
    }
}

impl<R: BufRead> Iterator for Archive<R> {
    type Item = Answer;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let answer = self.answer();
        self.ended = !matches!(answer, Ok(Some(_)));
        answer.unwrap_or_else(|cause| Some((self.name.clone(), Err(cause))))
    }
}

impl Capture {
    /// The page's article.
    pub(super) fn articles(&self, name: &str, limits: &Limits) -> Vec<Result<Article, ReadError>> {
        vec![self.article(name, limits).map_err(|cause| cause.at(name))]
    }

    fn article(&self, name: &str, limits: &Limits) -> Result<Article, Cause> {
        let head = http::head(&self.message).ok_or(Cause::Empty)?;
        let body = head.body(&self.message, limits)?;
        let declared = head.charset.or_else(|| html::declared_encoding(&body));
        let Decoded { text, notes } = decode::decode(body, declared)?;
        let mut known = Fields::default();
        known.add("url", Value::String(self.url.clone()));
        if let Some(day) = &self.fetched {
            known.add("date_download", Value::String(day.to_string()));
        }
        let mut draft = html::draft_of(&text, known);
        draft.metadata.notes.extend(notes);
        draft.article(name)
    }
}

#[cfg(test)]
mod tests;
