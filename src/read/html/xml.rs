//! The XML that trafilatura writes, its own and TEI: the same blocks under other names.
//!
//! No entity or DTD of a document is expanded, and nothing is fetched.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use crate::read::fields::Fields;

use super::layout::Builder;
use super::marks::Mark;
use super::paced::tokenize;
use super::page::Page;
use super::tags::{Element, Tag};

/// Elements by the names that HTML has for them.
const NAMES: [(&str, &str); 10] = [
    ("cell", "td"),
    ("comments", "nav"),
    ("doc", "article"),
    ("head", "h2"),
    ("item", "li"),
    ("lb", "br"),
    ("list", "ul"),
    ("quote", "blockquote"),
    ("row", "tr"),
    ("text", "main"),
];

/// The most attributes of an element that are looked at, and the most bytes of each.
const MOST_ATTRIBUTES: usize = 32;
const MOST_BYTES: usize = 4096;

/// Reads a document; anything is a document.
pub(super) fn read(xml: &str) -> Page {
    let mut reader = Reader::default();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
        reader.take(event);
        None::<std::convert::Infallible>
    });
    tokenize(xml, emitter);
    Page { layout: reader.builder.finish(), fields: reader.fields, times: Vec::new() }
}

/// Takes the tokenizer's events.
#[derive(Debug, Default)]
struct Reader {
    builder: Builder,
    fields: Fields,
    name: String,
    attributes: Vec<(String, String)>,
    /// Inside a TEI header, whose elements are fields.
    header: bool,
    /// The field whose text is being read.
    field: Option<(String, String)>,
}

impl Reader {
    fn take(&mut self, event: CallbackEvent<'_>) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_BYTES)]).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = text(name);
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } if self.attributes.len() < MOST_ATTRIBUTES => {
                self.attributes.push((text(name), String::new()));
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, last)) = self.attributes.last_mut() {
                    *last = text(value);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(&text(name)),
            CallbackEvent::String { value } => match (&mut self.field, self.header) {
                (Some((_, all)), _) => all.push_str(&text(value)),
                (None, true) => (),
                (None, false) => self.builder.text(&String::from_utf8_lossy(value)),
            },
            _ => (),
        }
    }

    fn start(&mut self, empty: bool) {
        match self.name.as_str() {
            "teiheader" => self.header = true,
            "ptr" if self.header && self.attribute("type") == "URL" => {
                self.fields.add("url", self.attribute("target").into());
            }
            name if self.header => {
                let kind = self.attribute("type");
                let key = if name == "date" { format!("{name} {kind}") } else { name.to_string() };
                self.field = (Fields::know(&key) && !empty).then_some((key, String::new()));
            }
            name => {
                if name == "doc" {
                    self.attributes.iter().for_each(|(key, value)| self.fields.add(key, value.as_str().into()));
                }
                let comments = (self.attribute("type") == "comments").then_some((Mark::Drop, true));
                if let Some(element) = element(name, self.attribute("type")) {
                    self.builder.begin(element, comments);
                    if empty && element.tag() != Tag::Break {
                        self.builder.end(element);
                    }
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((key, text)) = self.field.take() {
            // TEI's publisher is the site's name with its host in brackets.
            let text = text.split_once(" (").filter(|_| key == "publisher").map_or(text.as_str(), |(site, _)| site);
            self.fields.add(&key, text.into());
        }
        match name {
            "teiheader" => self.header = false,
            _ if self.header => (),
            // Which of the two an `ab` was is known to the one that closes.
            "ab" => ["h2", "p"]
                .iter()
                .filter_map(|name| Element::named(name.as_bytes()))
                .for_each(|element| self.builder.end(element)),
            name => element(name, "").into_iter().for_each(|element| self.builder.end(element)),
        }
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

fn element(name: &str, kind: &str) -> Option<Element> {
    let name = match name {
        "ab" if kind == "header" => "h2",
        "ab" => "p",
        other => NAMES.iter().find(|(known, _)| *known == other).map_or(other, |(_, html)| html),
    };
    Element::named(name.as_bytes())
}
