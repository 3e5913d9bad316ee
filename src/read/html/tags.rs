//! The elements of HTML, as far as reading tells them apart.

/// What an element means for the layout of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Text whose class may mark it, without a break.
    Span,
    Link,
    /// A break within a block.
    Break,
    /// A break between blocks that holds none.
    Rule,
    Paragraph,
    Heading,
    /// The heading of the whole page.
    Title,
    Item,
    Cell,
    Row,
    Figure,
    Caption,
    Quotation,
    /// Text whose white space is kept.
    Preformatted,
    /// The whole page, or all that is not common to the site's pages: no class says that it is something less.
    Whole,
    Article,
    /// Navigation, forms, menus, footers: no part of an article.
    Outside,
    /// Beside the article's text.
    Aside,
    /// Any other element that breaks the text.
    Block,
    /// Never shown as text.
    Silent,
}

/// An element that HTML knows: its place in [`ELEMENTS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element(u8);

/// Every element that is told apart, by name. All others are phrasing and break no text.
pub(super) const ELEMENTS: [(&str, Tag); 83] = [
    ("a", Tag::Link),
    ("address", Tag::Block),
    ("article", Tag::Article),
    ("aside", Tag::Aside),
    ("audio", Tag::Silent),
    ("blockquote", Tag::Quotation),
    ("body", Tag::Whole),
    ("br", Tag::Break),
    ("button", Tag::Silent),
    ("canvas", Tag::Silent),
    ("caption", Tag::Caption),
    ("center", Tag::Block),
    ("cite", Tag::Span),
    ("datalist", Tag::Silent),
    ("dd", Tag::Item),
    ("details", Tag::Block),
    ("dialog", Tag::Outside),
    ("dir", Tag::Block),
    ("div", Tag::Block),
    ("dl", Tag::Block),
    ("dt", Tag::Item),
    ("fieldset", Tag::Block),
    ("figcaption", Tag::Caption),
    ("figure", Tag::Figure),
    ("font", Tag::Span),
    ("footer", Tag::Outside),
    ("form", Tag::Outside),
    ("h1", Tag::Title),
    ("h2", Tag::Heading),
    ("h3", Tag::Heading),
    ("h4", Tag::Heading),
    ("h5", Tag::Heading),
    ("h6", Tag::Heading),
    ("header", Tag::Block),
    ("hgroup", Tag::Block),
    ("hr", Tag::Rule),
    ("html", Tag::Whole),
    ("iframe", Tag::Silent),
    ("label", Tag::Span),
    ("legend", Tag::Paragraph),
    ("li", Tag::Item),
    ("listing", Tag::Preformatted),
    ("main", Tag::Whole),
    ("math", Tag::Silent),
    ("menu", Tag::Outside),
    ("nav", Tag::Outside),
    ("noembed", Tag::Silent),
    ("noframes", Tag::Silent),
    ("noscript", Tag::Silent),
    ("object", Tag::Silent),
    ("ol", Tag::Block),
    ("p", Tag::Paragraph),
    ("plaintext", Tag::Preformatted),
    ("pre", Tag::Preformatted),
    ("rp", Tag::Silent),
    ("rt", Tag::Silent),
    ("ruby", Tag::Span),
    ("script", Tag::Silent),
    ("search", Tag::Outside),
    ("section", Tag::Block),
    ("select", Tag::Silent),
    ("small", Tag::Span),
    ("span", Tag::Span),
    ("strike", Tag::Span),
    ("style", Tag::Silent),
    ("summary", Tag::Paragraph),
    ("svg", Tag::Silent),
    ("table", Tag::Block),
    ("tbody", Tag::Block),
    ("td", Tag::Cell),
    ("template", Tag::Silent),
    ("textarea", Tag::Silent),
    ("tfoot", Tag::Block),
    ("th", Tag::Cell),
    ("thead", Tag::Block),
    ("time", Tag::Span),
    ("title", Tag::Silent),
    ("tr", Tag::Row),
    ("tt", Tag::Span),
    ("u", Tag::Span),
    ("ul", Tag::Block),
    ("video", Tag::Silent),
    ("xmp", Tag::Preformatted),
];

impl Element {
    /// The element of that (lower-case) name.
    pub(super) fn named(name: &[u8]) -> Option<Element> {
        let place = ELEMENTS.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok()?;
        Some(Element(place as u8))
    }

    /// What it means.
    pub(super) fn tag(self) -> Tag {
        ELEMENTS[self.index()].1
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        ELEMENTS[self.index()].0
    }

    /// Its place in [`ELEMENTS`].
    pub(super) fn index(self) -> usize {
        self.0.into()
    }
}

impl Tag {
    /// Whether it begins a block of its own.
    pub(super) fn breaks(self) -> bool {
        !matches!(self, Tag::Span | Tag::Link | Tag::Break | Tag::Cell | Tag::Silent)
    }

    /// Whether an article's text may be all that it holds.
    pub(super) fn holds_prose(self) -> bool {
        matches!(self, Tag::Block | Tag::Article | Tag::Whole | Tag::Aside | Tag::Outside | Tag::Cell)
    }

    /// Whether its start ends an open element of kind `open` right above it, as `<li>` ends `<li>`.
    pub(super) fn ends(self, open: Tag) -> bool {
        match open {
            Tag::Paragraph | Tag::Span => self.breaks(),
            Tag::Item => self == Tag::Item,
            Tag::Cell => matches!(self, Tag::Cell | Tag::Row),
            Tag::Row => self == Tag::Row,
            Tag::Title | Tag::Heading => matches!(self, Tag::Title | Tag::Heading),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_name() {
        assert!(ELEMENTS.is_sorted_by_key(|(name, _)| name));
        for (name, tag) in ELEMENTS {
            assert_eq!(Element::named(name.as_bytes()).unwrap().tag(), tag);
        }
        assert_eq!(Element::named(b"custom-card"), None);
    }
}
