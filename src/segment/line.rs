//! Lines of an article and what they look like: the units that blocks are made of.

use crate::document::BlockKind;
use crate::{Article, Span};

use super::forms::{Forms, Role};
use super::sentence::trimmed;

/// A line that is not blank.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Where it stands, trimmed.
    pub(super) span: Span,
    /// Whether a blank line (or nothing) stands before it.
    pub(super) apart: bool,
    /// Words, counted up to 255.
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
    pub(super) fn new(text: &str, span: Span, apart: bool, forms: &Forms) -> Line {
        let part = span.of(text);
        Line {
            span,
            apart,
            words: words(part),
            end: end_of(part),
            lower: part.starts_with(char::is_lowercase),
            role: forms.role(part),
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

/// The lines of an article, with what its markup and the forms say of each.
pub(super) fn lines(article: &Article, forms: &Forms) -> Vec<Line> {
    let text = article.text.as_str();
    let mut lines: Vec<Line> = Vec::new();
    let (mut at, mut apart) = (0, true);
    for raw in text.split_inclusive(is_break) {
        let start = at;
        at += raw.len();
        let span = trimmed(text, start, at);
        if span.is_empty() {
            // The two characters of CR LF are one break.
            apart |= !(raw == "\n" && text[..start].ends_with('\r'));
            continue;
        }
        lines.extend(parts(text, span, apart, forms));
        apart = false;
    }
    mark(&mut lines, &article.marked);
    join_wrapped(&mut lines);
    lines
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A line, parted from the furniture that it begins or ends with.
fn parts(text: &str, span: Span, apart: bool, forms: &Forms) -> impl Iterator<Item = Line> {
    let (start, end) = (span.start as usize, span.end as usize);
    let prefix = forms.prefix(span.of(text)).map_or(start, |length| start + length);
    let suffix = forms.suffix(&text[prefix..end]).map_or(end, |at| prefix + at);
    let furniture = [true, false, true];
    let spans = [(start, prefix), (prefix, suffix), (suffix, end)].map(|(start, end)| trimmed(text, start, end));
    spans.into_iter().zip(furniture).filter(|(span, _)| !span.is_empty()).map(move |(part, furniture)| {
        let mut line = Line::new(text, part, apart || part.start > span.start, forms);
        if furniture {
            line.kind = Some(BlockKind::Furniture);
        }
        line
    })
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
    let spaced = text.split_ascii_whitespace().take(255).count();
    let eastern = if text.is_ascii() { 0 } else { text.bytes().filter(|byte| matches!(byte, 0xE3..=0xED)).count() / 3 };
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

/// Joins the lines of paragraphs that were wrapped. The first line is left alone: it is the headline.
fn join_wrapped(lines: &mut Vec<Line>) {
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines.drain(..) {
        let inside = kept.len() > 1;
        match kept.last_mut() {
            Some(last) if inside && is_cut(last, &line) => {
                last.span = last.span.join(line.span);
                last.words = last.words.saturating_add(line.words);
                last.end = line.end;
            }
            _ => kept.push(line),
        }
    }
    *lines = kept;
}

/// Whether a line that ended in the middle of a sentence goes on in the next.
fn is_cut(last: &Line, next: &Line) -> bool {
    let long = if next.apart { 50 } else { 40 };
    let plain = |line: &Line| line.role.is_none() && line.kind.is_none() && line.marked == next.marked;
    let open = matches!(last.end, End::Bare | End::Comma);
    next.lower && open && last.words >= 7 && last.span.len() >= long && plain(last) && plain(next)
}
