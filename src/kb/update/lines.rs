//! Lines of results: numbered, hashed, and claims put together by article.

use std::borrow::Cow;
use std::io::BufRead;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::KbError;

/// A line and where it stands.
pub(super) struct Line<'a> {
    file: &'static str,
    number: usize,
    pub(super) bytes: &'a [u8],
}

impl Line<'_> {
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, KbError> {
        serde_json::from_slice(self.bytes).map_err(|error| self.fault(error))
    }

    /// What stands at the head of a line, read without making anything of the rest.
    pub(super) fn head(&self) -> Result<Head<'_>, KbError> {
        serde_json::from_slice(self.bytes).map_err(|error| self.fault(error))
    }

    pub(super) fn hash(&self) -> [u8; 16] {
        hash([self.bytes])
    }

    pub(super) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes)
    }

    pub(super) fn fault(&self, cause: impl ToString) -> KbError {
        KbError::Results { file: self.file, line: self.number, cause: cause.to_string() }
    }
}

/// By what a line is known.
#[derive(Deserialize)]
pub(super) struct Head<'a> {
    /// A claim, a fact, a conflict.
    #[serde(borrow, default)]
    pub(super) id: Cow<'a, str>,
    /// An article.
    #[serde(borrow, default)]
    pub(super) name: Cow<'a, str>,
    /// A claim's article.
    #[serde(borrow, default)]
    article: Cow<'a, str>,
}

pub(super) fn hash<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for line in lines {
        hasher.update(line).update(b"\n");
    }
    let mut short = [0; 16];
    hasher.finalize_xof().fill(&mut short);
    short
}

/// Hands on every line that is not empty.
pub(super) fn each(
    file: &'static str,
    input: &mut dyn BufRead,
    mut work: impl FnMut(Line) -> Result<(), KbError>,
) -> Result<(), KbError> {
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        number += 1;
        let fault = |error: std::io::Error| KbError::Results { file, line: number, cause: error.to_string() };
        if input.read_until(b'\n', &mut bytes).map_err(fault)? == 0 {
            return Ok(());
        }
        let line = bytes.trim_ascii();
        if !line.is_empty() {
            work(Line { file, number, bytes: line })?;
        }
    }
}

/// Hands on the lines of each article's claims.
pub(super) fn each_group(
    file: &'static str,
    input: &mut dyn BufRead,
    mut work: impl FnMut(&str, &[Line]) -> Result<(), KbError>,
) -> Result<(), KbError> {
    let (mut article, mut held): (String, Vec<(usize, Vec<u8>)>) = Default::default();
    let mut hand_on = |article: &str, held: &mut Vec<(usize, Vec<u8>)>| {
        let lines: Vec<Line> = held.iter().map(|(number, bytes)| Line { file, number: *number, bytes }).collect();
        if !lines.is_empty() {
            work(article, &lines)?;
        }
        held.clear();
        Ok(())
    };
    each(file, input, |line| {
        let head = line.head()?;
        if head.article != article {
            hand_on(&article, &mut held)?;
            article = head.article.into_owned();
        }
        held.push((line.number, line.bytes.to_vec()));
        Ok(())
    })?;
    hand_on(&article, &mut held)
}
