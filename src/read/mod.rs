//! Reading: bytes and files become articles. The only module of the library that touches files.
//!
//! ```text
//! paths ── walk ──▶ Input ── unpack ──▶ bytes ── decode ──▶ text ── form ──▶ Draft ── draft ──▶ Article
//! ```
//!
//! [`read()`] is the pure middle: bytes of a known form in, articles out. [`walk()`] finds the inputs below files
//! and folders and lets worker threads read them. What a page says of itself (title, date, address) is
//! metadata; its words are never edited: text is decoded, NUL becomes U+FFFD, and line ends stay as they are, so
//! that offsets into a plain UTF-8 file's text are offsets into the file.
//!
//! Not here: what a block of plain text is (see [`crate::segment`]), and dates other than the article's own.

mod csv;
mod dates;
mod decode;
mod draft;
mod error;
mod fields;
mod form;
mod front;
mod html;
mod http;
mod input;
mod items;
mod json;
mod record;
mod records;
mod tables;
mod text;
mod unpack;
mod walk;
mod warc;

pub(crate) use csv::cells;
pub use error::{Cause, ReadError};
pub use form::{Form, form_of};
pub use input::{Content, Input};
pub use unpack::{Limits, stream as unpacked};
pub use walk::{Found, SameName, Walk, stream, walk};

use crate::Article;

use decode::Decoded;
use draft::Draft;

/// Reads the articles of one input, under the default [`Limits`]. A record that cannot be read costs itself only.
///
/// `name` becomes the article's name; where an input holds several records, `#` and the record's number follow
/// (the line in JSON lines, the place in an array, both from 1). Input packed with gzip or Zstandard is unpacked
/// first, whatever its name.
pub fn read(name: &str, bytes: &[u8], form: Form) -> Vec<Result<Article, ReadError>> {
    read_within(name, bytes, form, &Limits::default())
}

/// As [`read()`], with limits of the caller's own.
pub fn read_within(name: &str, bytes: &[u8], form: Form, limits: &Limits) -> Vec<Result<Article, ReadError>> {
    match unpack::unpack(bytes, limits) {
        Ok(bytes) => read_plain(name, bytes, form, limits),
        Err(cause) => vec![Err(cause.at(name))],
    }
}

fn read_plain(name: &str, bytes: Vec<u8>, form: Form, limits: &Limits) -> Vec<Result<Article, ReadError>> {
    let (declared, draft): (_, fn(Decoded) -> Draft) = match form {
        Form::Text => (None, text::draft),
        Form::Html => (html::declared_encoding(&bytes), html::draft),
        Form::Xml => return read_xml(name, bytes),
        Form::Json | Form::JsonLines | Form::Csv => return record::read(name, bytes, form, limits),
        Form::Warc => return warc::read(name, &bytes, limits),
    };
    let article = decode::decode(bytes, declared).and_then(|decoded| draft(decoded).article(name));
    vec![article.map_err(|cause| cause.at(name))]
}

/// A document in XML is one article, or lists several.
fn read_xml(name: &str, bytes: Vec<u8>) -> Vec<Result<Article, ReadError>> {
    let declared = html::declared_encoding(&bytes);
    let decoded = match decode::decode(bytes, declared) {
        Ok(decoded) => decoded,
        Err(cause) => return vec![Err(cause.at(name))],
    };
    match items::items(&decoded.text) {
        Some(items) => record::listed(name, items, &decoded.notes),
        None => vec![html::draft_xml(decoded).article(name).map_err(|cause| cause.at(name))],
    }
}

#[cfg(test)]
mod tests;
