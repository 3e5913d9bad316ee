//! From bytes of HTML to a laid-out page and the fields that it states.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use serde_json::Value;

use crate::read::fields::Fields;
use crate::read::tables::TABLES;

use super::head;
use super::layout::{Builder, Layout};
use super::marks::{CLASS, ID, Mark};
use super::paced::tokenize;
use super::tags::Element;

/// A page as read: its words, laid out, and what it says of itself.
#[derive(Debug)]
pub(super) struct Page {
    pub layout: Layout,
    pub fields: Fields,
    /// Dates of `time` elements, with the number of blocks before them.
    pub times: Vec<(usize, String)>,
}

/// Reads a page; anything is a page.
pub(super) fn read(html: &str) -> Page {
    let mut reader = Reader {
        builder: Builder::default(),
        described: Fields::default(),
        fields: Fields::default(),
        times: Vec::new(),
        tag: Start::default(),
        attribute: None,
        captured: Captured::Nothing,
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
        reader.take(event);
        None::<std::convert::Infallible>
    });
    emitter.naively_switch_states(true);
    tokenize(html, emitter);
    let Reader { builder, mut described, fields, times, .. } = reader;
    described.append(fields);
    Page { layout: builder.finish(), fields: described, times }
}

/// The attributes that say anything, in the order of [`Start::values`].
const ATTRIBUTES: [&[u8]; 14] = [
    b"aria-hidden",
    b"class",
    b"content",
    b"data-testid",
    b"datetime",
    b"hidden",
    b"href",
    b"id",
    b"itemprop",
    b"name",
    b"property",
    b"rel",
    b"role",
    b"type",
];

/// The most bytes of an attribute that are kept.
const MOST_BYTES: usize = 4096;

/// A start tag in the making.
#[derive(Debug, Default)]
struct Start {
    element: Option<Element>,
    /// `meta` and `link` lay out nothing, but say something.
    meta: bool,
    link: bool,
    seen: [bool; ATTRIBUTES.len()],
    values: [Vec<u8>; ATTRIBUTES.len()],
}

/// What the text of the open element is taken for, besides the layout.
#[derive(Debug)]
enum Captured {
    Nothing,
    Title(String),
    JsonLd(String),
}

/// Takes the tokenizer's events.
#[derive(Debug)]
struct Reader {
    builder: Builder,
    /// What JSON-LD says; it goes before what meta elements say.
    described: Fields,
    fields: Fields,
    times: Vec<(usize, String)>,
    tag: Start,
    attribute: Option<usize>,
    captured: Captured,
}

impl Reader {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.open(name),
            CallbackEvent::AttributeName { name } => self.attribute = self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.attribute.take() {
                    self.tag.values[attribute].extend_from_slice(&value[..value.len().min(MOST_BYTES)]);
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.text(value),
            _ => (),
        }
    }

    fn start(&mut self) {
        self.attribute = None;
        if self.tag.meta {
            let content = self.tag.text("content");
            for key in ["property", "name", "itemprop"] {
                self.fields.add(&self.tag.text(key), Value::from(content.as_str()));
            }
        }
        if self.tag.link && self.tag.text("rel").eq_ignore_ascii_case("canonical") {
            self.fields.add("canonical", self.tag.text("href").into());
        }
        let Some(element) = self.tag.element else { return };
        let mark = self.tag.mark();
        match element.name() {
            "time" => self.time(mark),
            "title" => self.captured = Captured::Title(String::new()),
            "script" if self.tag.text("type").contains("ld+json") => self.captured = Captured::JsonLd(String::new()),
            _ => (),
        }
        self.builder.begin(element, mark);
    }

    /// A `time` element that is not that of a change.
    fn time(&mut self, mark: Option<(Mark, bool)>) {
        let datetime = self.tag.text("datetime");
        let said = || TABLES.marks.says_changed(self.builder.present());
        let changed = mark.is_some_and(|(mark, _)| mark == Mark::Changed) || said();
        if !datetime.is_empty() && !changed {
            if self.tag.text("itemprop") == "datePublished" {
                self.fields.add("datePublished", datetime.as_str().into());
            }
            self.times.push((self.builder.blocks(), datetime));
        }
    }

    fn end(&mut self, name: &[u8]) {
        match std::mem::replace(&mut self.captured, Captured::Nothing) {
            Captured::Title(title) => self.fields.add("page title", title.into()),
            Captured::JsonLd(script) => head::take_json_ld(&script, &mut self.described),
            Captured::Nothing => (),
        }
        if let Some(element) = Element::named(name) {
            self.builder.end(element);
        }
    }

    fn text(&mut self, value: &[u8]) {
        let text = String::from_utf8_lossy(value);
        match &mut self.captured {
            Captured::Title(all) | Captured::JsonLd(all) => all.push_str(&text),
            Captured::Nothing => self.builder.text(&text),
        }
    }
}

impl Start {
    fn open(&mut self, name: &[u8]) {
        self.element = Element::named(name);
        self.meta = name == b"meta";
        self.link = name == b"link";
        self.seen = Default::default();
        self.values.iter_mut().for_each(Vec::clear);
    }

    /// The attribute's place, if it says anything and is the first of its name.
    fn attribute(&mut self, name: &[u8]) -> Option<usize> {
        let attribute = ATTRIBUTES.binary_search(&name).ok()?;
        (!std::mem::replace(&mut self.seen[attribute], true)).then_some(attribute)
    }

    fn value(&self, name: &str) -> &[u8] {
        ATTRIBUTES.binary_search(&name.as_bytes()).map_or(&[], |attribute| &self.values[attribute])
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8_lossy(self.value(name)).into_owned()
    }

    /// What its attributes say of its content.
    fn mark(&self) -> Option<(Mark, bool)> {
        let hidden = ATTRIBUTES.binary_search(&b"hidden".as_slice()).is_ok_and(|attribute| self.seen[attribute]);
        if hidden || self.value("aria-hidden") == b"true" {
            return Some((Mark::Drop, true));
        }
        let names = [("class", CLASS), ("id", ID), ("role", CLASS), ("itemprop", CLASS), ("data-testid", CLASS)];
        names.iter().filter_map(|(name, most)| TABLES.marks.of(self.value(name), *most)).max()
    }
}
