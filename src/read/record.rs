//! What one record of a feed comes to: an article, or those of a list in it.

use crate::Article;

use super::decode::{self, Decoded};
use super::draft::Draft;
use super::fields::Fields;
use super::records::{Record, Records};
use super::{Cause, Form, Limits, ReadError, csv, html, json};

/// Reads the articles of a feed that is in memory.
pub(super) fn read(name: &str, bytes: Vec<u8>, form: Form, limits: &Limits) -> Vec<Result<Article, ReadError>> {
    match decode::decode(bytes, None) {
        Err(cause) => vec![Err(cause.at(name))],
        Ok(Decoded { text, notes }) => Records::new(name, text.as_bytes(), form, limits)
            .flat_map(|record| record.map_or_else(|error| vec![Err(error)], |record| articles(record, form, &notes)))
            .collect(),
    }
}

/// The articles of a record. `notes` are those on its input.
pub(super) fn articles(record: Record, form: Form, notes: &[String]) -> Vec<Result<Article, ReadError>> {
    let Record { name, bytes, line, header } = record;
    let read = decode::decode(bytes, None).and_then(|Decoded { text, notes }| {
        let fields = if form == Form::Csv { csv::fields(&header, &text) } else { json::fields(&text, line)? };
        Ok((fields, notes))
    });
    let (mut fields, own) = match read {
        Ok(read) => read,
        Err(cause) => return vec![Err(cause.at(&name))],
    };
    let notes = [notes, &own].concat();
    match fields.take_list() {
        Some(list) => listed(&name, list, &notes),
        None => vec![article(&name, fields, &notes)],
    }
}

/// The articles of a list, each with its place in it.
pub(super) fn listed(name: &str, list: Vec<Fields>, notes: &[String]) -> Vec<Result<Article, ReadError>> {
    (1..).zip(list).map(|(place, fields)| article(&format!("{name}#{place}"), fields, notes)).collect()
}

fn article(name: &str, fields: Fields, notes: &[String]) -> Result<Article, ReadError> {
    let mut draft = draft(fields);
    draft.metadata.notes.extend_from_slice(notes);
    draft.article(name).map_err(|cause: Cause| cause.at(name))
}

/// The draft of a record's fields. A text that is HTML is read as such, and so is the page where there is no text.
fn draft(fields: Fields) -> Draft {
    match fields.body() {
        Some(body) if is_html(&body) => html::draft_of(&body, fields),
        body => Draft { metadata: fields.metadata(), body: body.unwrap_or_default(), ..Draft::default() },
    }
}

/// Whether a text is the inside of a page: some scrapers keep the tags.
fn is_html(text: &str) -> bool {
    ["</p>", "</div>", "<br>", "<br/>", "<br />", "</body>"].iter().any(|tag| text.contains(tag))
}
