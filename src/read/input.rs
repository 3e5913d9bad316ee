//! What a worker thread reads: a file, bytes that came through a stream, or one record of a feed.

use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use crate::Article;
use crate::article::Metadata;

use super::records::{Record, Records};
use super::warc::{Archive, Archived, Capture};
use super::{Cause, Form, Found, Limits, ReadError, read_within, record, unpack};

/// Something that promises articles, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The article's name: the path below the folder that was given, or the file's name if it was given itself;
    /// for a record of a feed, with `#` and its number.
    pub name: String,
    /// The file it lies in; empty for a stream.
    pub path: PathBuf,
    /// Its form.
    pub form: Form,
    source: Source,
}

/// Where an input's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// In the file. `page` is the page of which the file is a scraper's record.
    File {
        page: Option<PathBuf>,
    },
    Bytes(Vec<u8>),
    Record(Record),
    Capture(Capture),
}

impl fmt::Display for Input {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}

impl Input {
    pub(super) fn file(name: String, path: PathBuf, form: Form, page: Option<PathBuf>) -> Input {
        Input { name, path, form, source: Source::File { page } }
    }

    /// Bytes that it holds in memory before it is read: none for a file, a feed's record itself.
    pub fn held(&self) -> usize {
        match &self.source {
            Source::File { .. } => 0,
            Source::Bytes(bytes) => bytes.len(),
            Source::Record(record) => record.bytes.len(),
            Source::Capture(capture) => capture.message.len(),
        }
    }

    /// Reads its articles; memory stays within a small multiple of the limit.
    pub fn read(&self, limits: &Limits) -> Vec<Result<Article, ReadError>> {
        self.load(limits).articles(limits)
    }

    /// Takes in its bytes as they are, packed or not, so that they can be hashed before anything is made of them.
    pub fn load(&self, limits: &Limits) -> Content<'_> {
        let (bytes, page) = match &self.source {
            Source::Bytes(bytes) => (Ok(Cow::Borrowed(&bytes[..])), None),
            Source::Record(record) => (Ok(Cow::Borrowed(&record.bytes[..])), None),
            Source::Capture(capture) => (Ok(Cow::Borrowed(&capture.message[..])), None),
            Source::File { page } => {
                let page = page.as_deref().map(|page| bytes_of(page, limits));
                (bytes_of(&self.path, limits).map(Cow::Owned), page)
            }
        };
        Content { input: self, bytes, page }
    }
}

/// An input with its bytes in memory.
#[derive(Debug)]
pub struct Content<'a> {
    input: &'a Input,
    bytes: Result<Cow<'a, [u8]>, Cause>,
    /// Those of the page of which the input is a scraper's record.
    page: Option<Result<Vec<u8>, Cause>>,
}

impl Content<'_> {
    /// A hash of all that its articles depend on: name, form and bytes, those of its page too, and what a feed says of a
    /// record. `None` if the system did not give the bytes.
    pub fn digest(&self) -> Option<[u8; 32]> {
        let mut hasher = blake3::Hasher::new();
        let mut feed = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        feed(self.input.name.as_bytes());
        feed(self.input.form.name().as_bytes());
        feed(self.bytes.as_ref().ok()?);
        match &self.input.source {
            Source::Record(record) => {
                feed(record.header.as_bytes());
                feed(&record.line.to_le_bytes());
            }
            Source::Capture(capture) => {
                feed(capture.url.as_bytes());
                feed(capture.fetched.as_ref().map(ToString::to_string).unwrap_or_default().as_bytes());
            }
            Source::File { .. } | Source::Bytes(_) => {}
        }
        if let Some(page) = &self.page {
            feed(page.as_ref().ok()?);
        }
        Some(*hasher.finalize().as_bytes())
    }

    /// Makes articles of the bytes.
    pub fn articles(self, limits: &Limits) -> Vec<Result<Article, ReadError>> {
        let Content { input, bytes, page } = self;
        match &input.source {
            Source::Record(record) => return record::articles(record.clone(), input.form, &[]),
            Source::Capture(capture) => return capture.articles(&input.name, limits),
            Source::File { .. } | Source::Bytes(_) => {}
        }
        let made = |bytes: Result<Cow<[u8]>, Cause>, form: Form| match bytes {
            Ok(bytes) => read_within(&input.name, &bytes, form, limits),
            Err(cause) => vec![Err(cause.at(&input.name))],
        };
        let record = made(bytes, input.form);
        match page {
            Some(page) if record.iter().all(|article| !has_text(article)) => {
                page_of(record, made(page.map(Cow::Owned), Form::Html))
            }
            _ => record,
        }
    }
}

/// The page's article, with what only its record knows of it. A record that is broken is told beside it.
fn page_of(
    record: Vec<Result<Article, ReadError>>,
    page: Vec<Result<Article, ReadError>>,
) -> Vec<Result<Article, ReadError>> {
    let known = record.iter().flatten().next().map(|article| article.metadata.clone()).unwrap_or_default();
    let filled = page.into_iter().map(|article| article.map(|article| with(article, &known)));
    let broken = record.into_iter().filter(|record| record.as_ref().is_err_and(|error| error.cause != Cause::Empty));
    filled.chain(broken).collect()
}

/// The article, its gaps filled with what is known.
fn with(mut article: Article, known: &Metadata) -> Article {
    let Metadata { title, date, date_from, fetched, url, site, authors, .. } = known.clone();
    let own = &mut article.metadata;
    if own.date.is_none() {
        (own.date, own.date_from) = (date, date_from);
    }
    own.title = own.title.take().or(title);
    own.fetched = own.fetched.take().or(fetched);
    own.url = own.url.take().or(url);
    own.site = own.site.take().or(site);
    if own.authors.is_empty() {
        own.authors = authors;
    }
    article
}

/// Whether there is more than a title.
fn has_text(article: &Result<Article, ReadError>) -> bool {
    let title = |article: &Article| article.metadata.title.as_ref().map_or(0, String::len);
    article.as_ref().is_ok_and(|article| article.text.trim().len() > title(article))
}

/// The bytes of a regular file, if they are within the limit.
fn bytes_of(path: &Path, limits: &Limits) -> Result<Vec<u8>, Cause> {
    let mut bytes = Vec::new();
    open(path)?.take(limits.article_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limits.article_bytes {
        return Err(Cause::TooLarge { limit: limits.article_bytes });
    }
    Ok(bytes)
}

/// Opens a regular file; opening what is none (a FIFO) may wait for ever.
fn open(path: &Path) -> Result<File, Cause> {
    if fs::metadata(path)?.is_file() { Ok(File::open(path)?) } else { Err(Cause::NoFile) }
}

/// A file or stream that holds any number of records.
pub(super) struct Feed {
    path: PathBuf,
    form: Form,
    records: Cut,
}

/// How its records are cut.
enum Cut {
    Records(Records<Box<dyn BufRead + Send>>),
    Archive(Archive<Box<dyn BufRead + Send>>),
}

impl Feed {
    /// The feed that an input is, or else what it is.
    pub(super) fn of(input: Input, limits: &Limits) -> Result<Feed, Box<Found>> {
        match Feed::open(&input, limits) {
            Ok(Some(feed)) => Ok(feed),
            Ok(None) => Err(Box::new(Found::Input(input))),
            Err(cause) => Err(Box::new(Found::Failed(cause.at(&input.name)))),
        }
    }

    /// Lines are cut at once, a document if it is or may become larger than one article.
    fn open(input: &Input, limits: &Limits) -> Result<Option<Feed>, Cause> {
        let plain = input.name.ends_with(".json");
        let cut = match input.form {
            Form::JsonLines | Form::Csv | Form::Warc => true,
            Form::Json => !plain || fs::metadata(&input.path)?.len() > limits.article_bytes,
            Form::Text | Form::Html | Form::Xml => false,
        };
        if !cut {
            return Ok(None);
        }
        let mut stream = unpack::stream(open(&input.path)?, limits)?;
        // UTF-16 cannot be cut before it is decoded.
        let start = stream.fill_buf()?;
        if input.form != Form::Warc && is_utf16(start) {
            return Ok(None);
        }
        Ok(Some(Feed::cut(&input.name, input.path.clone(), input.form, stream, limits)))
    }

    fn cut(name: &str, path: PathBuf, form: Form, stream: Box<dyn BufRead + Send>, limits: &Limits) -> Feed {
        let records = match form {
            Form::Warc => Cut::Archive(Archive::new(name, stream, limits)),
            _ => Cut::Records(Records::new(name, stream, form, limits)),
        };
        Feed { path, form, records }
    }

    /// The next record.
    pub(super) fn next(&mut self) -> Option<Found> {
        let (name, source) = match &mut self.records {
            Cut::Records(records) => match records.next()? {
                Err(error) => return Some(Found::Failed(error)),
                Ok(record) => (record.name.clone(), Source::Record(record)),
            },
            Cut::Archive(archive) => match archive.next()? {
                (name, Err(cause)) => return Some(Found::Failed(cause.at(&name))),
                (name, Ok(Archived::Other)) => return Some(Found::Skipped(name)),
                (name, Ok(Archived::Page(capture))) => (name, Source::Capture(capture)),
            },
        };
        Some(Found::Input(Input { name, path: self.path.clone(), form: self.form, source }))
    }
}

/// Whether text begins in UTF-16: with a mark, or with two characters of ASCII.
fn is_utf16(start: &[u8]) -> bool {
    let marked = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF");
    let zeros: Vec<bool> = start.iter().take(4).map(|byte| *byte == 0).collect();
    marked || matches!(zeros.as_slice(), [false, true, false, true] | [true, false, true, false])
}

impl fmt::Debug for Feed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Feed").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What comes through a stream: a feed, or one input within the limit.
pub(super) fn streamed(
    name: &str,
    input: impl Read + Send + 'static,
    form: Form,
    limits: &Limits,
) -> Result<Feed, Box<Found>> {
    let failed = |error: io::Error| Box::new(Found::Failed(Cause::from(error).at(name)));
    let stream = unpack::stream(input, limits).map_err(failed)?;
    if matches!(form, Form::Json | Form::JsonLines | Form::Csv | Form::Warc) {
        return Ok(Feed::cut(name, PathBuf::new(), form, stream, limits));
    }
    let mut bytes = Vec::new();
    stream.take(limits.article_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    let source = Source::Bytes(bytes);
    Err(Box::new(Found::Input(Input { name: name.into(), path: PathBuf::new(), form, source })))
}
