//! A page's words laid out in blocks, each in a container: what a browser shows, without a tree.
//!
//! Elements are kept on a stack only while they are open; containers (the elements that may hold an article, or
//! whose class says something) and blocks are flat lists in the order of the page. Every token costs the same,
//! however deep or broken the nesting.

use crate::Span;
use crate::document::BlockKind;

use super::marks::Mark;
use super::tags::{ELEMENTS, Element, Tag};

/// A page, laid out.
#[derive(Debug)]
pub(super) struct Layout {
    /// The words of all blocks, one after another.
    pub text: String,
    /// The blocks, in order.
    pub blocks: Vec<RawBlock>,
    /// The containers, each after the one that it lies in; the first is the page.
    pub containers: Vec<Container>,
}

/// A run of words without a break.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawBlock {
    /// Where it stands in the layout's text.
    pub span: Span,
    pub kind: BlockKind,
    /// How many of its bytes are links.
    pub linked: u32,
    pub container: u32,
    /// Whether it is a heading of any level, or the page's main heading.
    pub heading: Option<Tag>,
}

/// An element that holds blocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Container {
    pub parent: u32,
    pub tag: Tag,
    /// What its class or its tag says, and whether that is sure.
    pub mark: Option<(Mark, bool)>,
}

impl Container {
    /// Whether markup calls it an article's body.
    pub(super) fn is_body(&self) -> bool {
        self.mark.is_some_and(|(mark, _)| mark == Mark::Body)
    }
}

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Open {
    element: Option<Element>,
    container: u32,
    kind: BlockKind,
    heading: Option<Tag>,
    silent: bool,
    keeps_space: bool,
}

/// Makes a [`Layout`] from start tags, end tags and text.
#[derive(Debug)]
pub(super) struct Builder {
    layout: Layout,
    /// Open elements; the page itself is always the first.
    open: Vec<Open>,
    /// How many of each element are open.
    counts: [u32; ELEMENTS.len()],
    /// Where the present block begins in the text, and how much of it is linked.
    start: usize,
    linked: usize,
    in_link: bool,
    /// Whether white space is due before the next word.
    space: bool,
}

impl Default for Builder {
    /// An empty page.
    fn default() -> Builder {
        let page = Container { parent: 0, tag: Tag::Whole, mark: None };
        let kind = BlockKind::Paragraph;
        let open = Open { element: None, container: 0, kind, heading: None, silent: false, keeps_space: false };
        Builder {
            layout: Layout { text: String::new(), blocks: Vec::new(), containers: vec![page] },
            open: vec![open],
            counts: [0; ELEMENTS.len()],
            start: 0,
            linked: 0,
            in_link: false,
            space: false,
        }
    }
}

impl Builder {
    /// The page, once all is told.
    pub(super) fn finish(mut self) -> Layout {
        self.flush();
        self.layout
    }

    /// The number of blocks before the present one.
    pub(super) fn blocks(&self) -> usize {
        self.layout.blocks.len()
    }

    /// The words of the present block so far.
    pub(super) fn present(&self) -> &str {
        &self.layout.text[self.start..]
    }

    /// A start tag. `mark` is what its attributes say.
    pub(super) fn begin(&mut self, element: Element, mark: Option<(Mark, bool)>) {
        let tag = element.tag();
        let mark = mark.filter(|(mark, _)| *mark >= Mark::Headline);
        match tag {
            Tag::Link => self.in_link = true,
            Tag::Break => self.line_break(),
            Tag::Rule => self.flush(),
            _ => {
                if tag.breaks() || (tag == Tag::Span && mark.is_some()) {
                    self.flush();
                }
                while self.top().element.is_some_and(|open| tag.ends(open.tag())) {
                    self.pop();
                }
                if tag == Tag::Cell {
                    self.cell();
                }
                self.push(element, mark);
            }
        }
    }

    /// An end tag; one that ends nothing is nothing. (The end of phrasing that is not open at the top is none.)
    pub(super) fn end(&mut self, element: Element) {
        match element.tag() {
            Tag::Link => self.in_link = false,
            Tag::Break => self.line_break(),
            Tag::Span if self.top().element != Some(element) => (),
            _ if self.counts[element.index()] == 0 => (),
            tag => {
                if tag.breaks() || self.in_marked_span() {
                    self.flush();
                }
                while self.pop() != Some(element) {}
            }
        }
    }

    /// Characters.
    pub(super) fn text(&mut self, text: &str) {
        let Open { silent, keeps_space, .. } = *self.top();
        if silent {
            return;
        }
        if keeps_space {
            let kept = text.replace('\r', "");
            self.linked += if self.in_link { kept.len() } else { 0 };
            return self.layout.text.push_str(&kept);
        }
        for (index, word) in text.split([' ', '\n', '\t', '\r', '\x0C', '\u{A0}']).enumerate() {
            self.space |= index > 0;
            if !word.is_empty() {
                self.word(word);
            }
        }
    }

    fn word(&mut self, word: &str) {
        if self.space && !self.present().is_empty() && !self.present().ends_with(['\n', '\t']) {
            self.layout.text.push(' ');
        }
        self.space = false;
        self.layout.text.push_str(word);
        self.linked += if self.in_link { word.len() } else { 0 };
    }

    /// One breaks the line, two break the block.
    fn line_break(&mut self) {
        if self.present().ends_with('\n') {
            self.flush();
        } else if !self.present().is_empty() && !self.top().silent {
            self.layout.text.push('\n');
        }
        self.space = false;
    }

    /// Short cells of one row are one block, with tabs between; others are blocks of a page that is laid out as a
    /// table.
    fn cell(&mut self) {
        const SHORT: usize = 200;
        if self.present().contains('\n') || self.present().len() > SHORT {
            self.flush();
        } else if !self.present().is_empty() {
            self.layout.text.push('\t');
        }
        self.space = false;
    }

    fn top(&self) -> &Open {
        // The page is never popped.
        self.open.last().unwrap_or_else(|| unreachable!("the page stays open"))
    }

    fn in_marked_span(&self) -> bool {
        let top = self.top();
        top.element.is_some_and(|element| element.tag() == Tag::Span)
            && self.layout.containers[top.container as usize].tag == Tag::Span
            && self.open.len() > 1
            && self.open[self.open.len() - 2].container != top.container
    }

    fn push(&mut self, element: Element, mark: Option<(Mark, bool)>) {
        let tag = element.tag();
        let mark = mark.or(match tag {
            Tag::Aside => Some((Mark::Furniture, true)),
            Tag::Outside => Some((Mark::Drop, true)),
            _ => None,
        });
        // Nobody calls a whole page furniture, whatever the words of its class; an article's class is full of words.
        let mark = mark.filter(|(_, sure)| tag != Tag::Whole && (*sure || tag != Tag::Article));
        let above = *self.top();
        let holds = tag.holds_prose();
        let container = if holds || mark.is_some() { self.contain(tag, mark) } else { above.container };
        self.counts[element.index()] += 1;
        self.open.push(Open {
            element: Some(element),
            container,
            kind: kind_in(tag, mark.map(|(mark, _)| mark), above.kind),
            heading: matches!(tag, Tag::Title | Tag::Heading).then_some(tag).or(above.heading.filter(|_| !holds)),
            silent: above.silent || tag == Tag::Silent,
            keeps_space: above.keeps_space || tag == Tag::Preformatted,
        });
    }

    fn contain(&mut self, tag: Tag, mark: Option<(Mark, bool)>) -> u32 {
        let container = self.layout.containers.len() as u32;
        self.layout.containers.push(Container { parent: self.top().container, tag, mark });
        container
    }

    fn pop(&mut self) -> Option<Element> {
        let element = self.open.pop()?.element?;
        self.counts[element.index()] -= 1;
        Some(element)
    }

    /// Ends the present block.
    fn flush(&mut self) {
        let text = &mut self.layout.text;
        text.truncate(self.start + text[self.start..].trim_end().len());
        if text.len() > self.start {
            let Open { container, kind, heading, .. } = *self.top();
            let span = Span::new(self.start, self.layout.text.len());
            let row = span.of(&self.layout.text).contains('\t') && kind == BlockKind::Paragraph;
            let kind = if row { BlockKind::Item } else { kind };
            self.layout.blocks.push(RawBlock { span, kind, linked: self.linked as u32, container, heading });
        }
        self.start = self.layout.text.len();
        self.linked = 0;
        self.space = false;
    }
}

/// The kind of a block in an element that lies in one of kind `above`; the innermost that says anything counts.
fn kind_in(tag: Tag, mark: Option<Mark>, above: BlockKind) -> BlockKind {
    let in_parts = matches!(above, BlockKind::Caption | BlockKind::Item | BlockKind::Quotation);
    match (tag, mark) {
        (_, Some(Mark::Caption)) | (Tag::Caption | Tag::Figure, _) => BlockKind::Caption,
        (_, Some(Mark::Deck)) => BlockKind::Deck,
        (Tag::Heading, Some(Mark::Headline)) | (Tag::Title, _) => BlockKind::Headline,
        (Tag::Heading, _) if !in_parts => BlockKind::Subheading,
        (Tag::Item, _) => BlockKind::Item,
        (Tag::Quotation, _) => BlockKind::Quotation,
        (Tag::Article, _) => BlockKind::Paragraph,
        _ => above,
    }
}
