//! Lines of an article and what they look like: the units that blocks are made of.

use crate::document::BlockKind;
use crate::{Article, Span};

use super::forms::{Forms, Found, Role};
use super::sentence::trimmed;
use super::{repeated, wrap};

/// Words are counted in so many bytes: what is longer is running text anyway.
const COUNTED: usize = 400;

/// A line that is not blank.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Where it stands, trimmed.
    pub(super) span: Span,
    /// Whether a blank line (or nothing) stands before it.
    pub(super) apart: bool,
    /// Words of its first [`COUNTED`] bytes.
    pub(super) words: u8,
    /// How it ends.
    pub(super) end: End,
    /// Whether it begins with a small letter.
    pub(super) lower: bool,
    /// What a form of the data files says of it.
    pub(super) role: Option<Role>,
    /// What the input's markup says of it.
    pub(super) marked: Option<BlockKind>,
    /// What it is, once decided.
    pub(super) kind: Option<BlockKind>,
}

/// How a line ends, closing quotation marks and brackets apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A full stop, or another mark that ends a statement.
    Stop,
    /// `!` or `?`.
    Cry,
    /// A colon.
    Colon,
    /// A comma or a dash: something is to follow.
    Comma,
    /// None of these.
    Bare,
}

impl Line {
    pub(super) fn new(text: &str, span: Span, apart: bool, role: Option<Role>) -> Line {
        let part = span.of(text);
        Line {
            span,
            apart,
            words: words(part),
            end: end_of(part),
            lower: part.starts_with(char::is_lowercase),
            role,
            marked: None,
            kind: None,
        }
    }

    /// Whether it is running text rather than a title, a label or an item.
    pub(super) fn is_prose(&self) -> bool {
        let least = match self.end {
            End::Stop => 6,
            End::Comma => 5,
            End::Colon => 8,
            End::Cry => 15,
            End::Bare if self.lower => 8,
            End::Bare => 31,
        };
        self.words >= least || self.span.len() > 300 || self.end == End::Stop && self.span.len() > 60
    }

    /// Whether it may be a title, a label or an item.
    pub(super) fn is_title(&self) -> bool {
        !self.is_prose() && self.end != End::Stop && !self.lower
    }
}

/// Whether a line states or quotes something, rather than being a title or a label.
pub(crate) fn is_statement(line: &str) -> bool {
    let quotes = line.contains(['“', '”', '"', '「', '『', '«']);
    let line = Line::new(line, Span::new(0, line.len()), false, None);
    quotes || line.is_prose() || line.end == End::Stop
}

/// The lines of an article, with what its markup and the forms say of each.
pub(super) fn lines(article: &Article, forms: &Forms) -> Vec<Line> {
    let text = article.text.as_str();
    let site = repeated::site(&article.metadata);
    let mut lines: Vec<Line> = Vec::with_capacity(16 + text.len() / 200);
    for (span, apart) in spans(text) {
        parts(text, span, apart, &|line| forms.find(line, site.as_deref()), &mut lines);
    }
    mark(&mut lines, &article.marked);
    wrap::join(text, &mut lines);
    lines
}

/// The lines of a text that are not blank, trimmed, and whether a blank line (or nothing) stands before each.
pub(crate) fn spans(text: &str) -> impl Iterator<Item = (Span, bool)> {
    let (mut at, mut apart) = (0, true);
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            at = next_break(text, at);
            let span = trimmed(text, start, at);
            if !span.is_empty() {
                return Some((span, std::mem::take(&mut apart)));
            }
            // The two characters of CR LF are one break.
            apart |= !(&text[start..at] == "\n" && text[..start].ends_with('\r'));
        }
        None
    })
}

/// Behind the next line break of any kind that Unicode has, or the text's end.
fn next_break(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(skip) = bytes[at..].iter().position(|byte| matches!(byte, b'\n'..=b'\r' | 0xC2 | 0xE2)) {
        at += skip;
        let length = match bytes[at..] {
            [b'\n'..=b'\r', ..] => 1,
            [0xC2, 0x85, ..] => 2,
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
            _ => 0,
        };
        at += length.max(1);
        if length > 0 {
            return at;
        }
    }
    bytes.len()
}

/// A line, parted from the furniture that it begins or ends with.
fn parts(text: &str, span: Span, apart: bool, find: &dyn Fn(&str) -> Found, lines: &mut Vec<Line>) {
    let found = find(span.of(text));
    if found.prefix == 0 && found.suffix.is_none() {
        return lines.push(Line::new(text, span, apart, found.role));
    }
    let (start, end) = (span.start as usize, span.end as usize);
    let (body, tail) = (start + found.prefix, start + found.suffix.unwrap_or(span.len()).max(found.prefix));
    for (part, furniture) in [((start, body), true), ((body, tail), false), ((tail, end), true)] {
        let part = trimmed(text, part.0, part.1);
        if part.is_empty() {
            continue;
        }
        let mut line = Line::new(text, part, apart || part.start > span.start, find(part.of(text)).role);
        line.kind = furniture.then_some(BlockKind::Furniture);
        lines.push(line);
    }
}

/// Lays the blocks that markup told over the lines.
fn mark(lines: &mut [Line], marked: &[(Span, BlockKind)]) {
    let mut rest = marked.iter().peekable();
    for line in lines {
        while rest.next_if(|(span, _)| span.end <= line.span.start).is_some() {}
        if let Some((span, kind)) = rest.peek()
            && span.overlaps(line.span)
        {
            line.marked = Some(*kind);
        }
    }
}

/// Words; three East Asian characters count as one.
fn words(text: &str) -> u8 {
    let text = &text.as_bytes()[..text.len().min(COUNTED)];
    let spaced = 1 + text.windows(2).filter(|pair| pair[0] <= b' ' && pair[1] > b' ').count();
    let eastern = if text.is_ascii() { 0 } else { text.iter().filter(|byte| matches!(byte, 0xE3..=0xED)).count() / 3 };
    (spaced + eastern).min(255) as u8
}

fn end_of(text: &str) -> End {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '”' | '’' | '"' | '\'' | ')' | ']' | '»' | '」' | '』' | '）' | '*') || c.is_whitespace()
    });
    match bare.chars().next_back() {
        Some('.' | '。' | '…' | '．') => End::Stop,
        Some('!' | '?' | '！' | '？') => End::Cry,
        Some(':' | '：') => End::Colon,
        Some(',' | '、' | ';' | '–' | '—') => End::Comma,
        _ => End::Bare,
    }
}
