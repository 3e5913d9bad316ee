//! The body: paragraphs, and what the short lines between and behind them are. A title may head the section
//! that follows, be an item of a list, stand under a picture, or lead to another story; which, is told by its
//! length, its neighbours, and how many of its words the article itself uses.

use std::ops::Range;

use crate::document::BlockKind;

use super::line::{End, Line};
use super::vocabulary::Vocabulary;

/// Titles of more words head no section.
const HEADING: u8 = 10;
/// Titles of more words are no item of a list, and head none.
const LABEL: u8 = 15;
/// Titles of fewer words lead to no other story, unless a list of them ends the article ([`LISTED`]).
const STORY: u8 = 8;
const LISTED: u8 = 5;

/// Decides what is left.
pub(super) fn decide(text: &str, lines: &mut [Line]) {
    let mut vocabulary = None;
    let mut index = 0;
    while index < lines.len() {
        let part = lines[index].span.of(text);
        let mut end = index + 1;
        if lines[index].kind.is_some() {
        } else if is_bullet(part) {
            lines[index].kind = Some(BlockKind::Item);
        } else if !is_loose(text, &lines[index]) {
            lines[index].kind = Some(if is_quoted(part) { BlockKind::Quotation } else { BlockKind::Paragraph });
        } else {
            end = index + lines[index..].iter().take_while(|line| is_loose(text, line)).count();
            let vocabulary = vocabulary.get_or_insert_with(|| Vocabulary::of(text, lines));
            let run = Run::new(text, lines, index..end, vocabulary);
            let kinds: Vec<BlockKind> = (index..end).map(|index| run.kind(index)).collect();
            lines[index..end].iter_mut().zip(kinds).for_each(|(line, kind)| line.kind = Some(kind));
        }
        index = end;
    }
}

/// Whether a line is undecided and may be a title.
fn is_loose(text: &str, line: &Line) -> bool {
    let part = line.span.of(text);
    line.kind.is_none() && line.is_title() && !is_bullet(part) && !is_statement(part)
}

/// Titles one behind the other.
struct Run<'a> {
    text: &'a str,
    lines: &'a [Line],
    range: Range<usize>,
    vocabulary: &'a Vocabulary,
    /// Whether a colon, a heading or a list stands before it.
    introduced: bool,
    /// Whether running text stands behind it.
    followed: bool,
    /// The first of them that ends in a colon.
    colon: Option<usize>,
    /// Whether three or more stand together without blank lines.
    list: bool,
}

impl Run<'_> {
    fn new<'a>(text: &'a str, lines: &'a [Line], range: Range<usize>, vocabulary: &'a Vocabulary) -> Run<'a> {
        let next = lines.get(range.end);
        let heading = range.len() == 1 && lines[range.start].apart && next.is_some_and(|next| next.apart);
        let before = range.start.checked_sub(1).map(|at| &lines[at]);
        let introduced = before.is_some_and(|line| {
            let item = line.kind == Some(BlockKind::Item) && !lines[range.start].apart;
            line.end == End::Colon || item || line.kind == Some(BlockKind::Subheading)
        });
        let colon = lines[range.clone()].iter().position(|line| line.end == End::Colon);
        let together = lines[range.clone()].iter().skip(1).filter(|line| !line.apart).count();
        Run {
            text,
            lines,
            vocabulary,
            introduced: introduced && !heading,
            followed: next.is_some_and(|line| line.kind != Some(BlockKind::Furniture)),
            colon: colon.map(|at| range.start + at),
            list: together >= 2,
            range,
        }
    }

    /// What the title at `index` is.
    fn kind(&self, index: usize) -> BlockKind {
        let line = &self.lines[index];
        let part = line.span.of(self.text);
        if is_quoted(part) && line.words >= 4 {
            BlockKind::Quotation
        } else if line.end == End::Colon {
            self.introduction(index)
        } else if self.is_introduced(index) {
            BlockKind::Item
        } else if self.range.len() == 1 && is_credited(part) {
            BlockKind::Caption
        } else if self.leads_elsewhere(index) {
            BlockKind::Furniture
        } else if self.list && line.words <= LABEL {
            self.listed(index)
        } else if line.words > HEADING || !self.followed {
            BlockKind::Paragraph
        } else {
            BlockKind::Subheading
        }
    }

    /// Whether a colon before the title makes it an item.
    fn is_introduced(&self, index: usize) -> bool {
        let line = &self.lines[index];
        let near = self.introduced && (!line.apart || index == self.range.start && line.words <= LABEL);
        near || self.colon.is_some_and(|colon| colon < index)
    }

    /// What a title in a list is: one that stands apart from those before it, but not from those behind, heads them.
    fn listed(&self, index: usize) -> BlockKind {
        let next = self.lines.get(index + 1);
        let last = index + 1 == self.range.end && self.followed;
        let heads = self.lines[index].apart && (last || next.is_some_and(|next| !next.apart));
        if heads { BlockKind::Subheading } else { BlockKind::Item }
    }

    /// What a short line is that ends in a colon: it introduces speech, or a list or section.
    fn introduction(&self, index: usize) -> BlockKind {
        let next = self.lines.get(index + 1);
        let speech = next.is_some_and(|next| next.span.of(self.text).starts_with(['“', '"', '‘', '\'', '「', '«']));
        if speech { BlockKind::Paragraph } else { BlockKind::Subheading }
    }

    /// Whether the title at `index` is another story's: a headline by its form, with few words of this article.
    fn leads_elsewhere(&self, index: usize) -> bool {
        let near = [index.checked_sub(1), Some(index + 1)].map(|at| at.filter(|at| self.range.contains(at)));
        self.is_foreign(index)
            && (is_title_case(self.lines[index].span.of(self.text))
                || near.into_iter().flatten().any(|index| self.is_foreign(index)))
    }

    /// Whether the title at `index` is long enough to be a headline, and has few words of this article.
    fn is_foreign(&self, index: usize) -> bool {
        let line = &self.lines[index];
        let least = if !self.followed && self.range.len() > 1 { LISTED } else { STORY };
        line.words >= least && line.end != End::Colon && self.vocabulary.is_foreign_to(line.span.of(self.text))
    }
}

/// Whether a line holds the end of a statement and more behind it.
fn is_statement(text: &str) -> bool {
    text.match_indices(['.', '!', '?']).any(|(at, _)| {
        let word = text[..at].chars().rev().take_while(|c| c.is_lowercase()).count();
        let mut after = text[at + 1..].trim_start_matches(['”', '"', '’', '\'']).chars();
        word >= 3 && after.next() == Some(' ') && after.next().is_some_and(char::is_uppercase)
    }) && !is_title_case(text)
}

/// Whether most longer words begin with a capital.
pub(super) fn is_title_case(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| word.len() >= 4);
    let (capital, all) = words
        .fold((0, 0), |(capital, all), word| (capital + usize::from(word.starts_with(char::is_uppercase)), all + 1));
    all >= 3 && capital * 10 >= all * 7
}

/// Whether a line is one quotation from its first byte to its last, or begins one that the next goes on with.
fn is_quoted(text: &str) -> bool {
    let marks = ['”', '"', '」', '』'];
    let inner = text.strip_prefix(['“', '"', '「', '『']);
    inner.is_some_and(|inner| !inner.trim_end_matches(['.', ' ']).trim_end_matches(marks).contains(marks))
}

/// Whether a line ends in a short bracket that begins with a capital: `Poster of the film (TOHO)`.
fn is_credited(text: &str) -> bool {
    let Some((before, credit)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else { return false };
    !is_title_case(before)
        && before.split_whitespace().nth(2).is_some()
        && credit.split_whitespace().nth(3).is_none()
        && credit.starts_with(char::is_uppercase)
}

/// Whether a line begins with a mark or a number as items of lists do.
pub(super) fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    if is_mark(first) {
        return chars.as_str().trim_start_matches('\u{FE0F}').starts_with(char::is_whitespace);
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = rest.trim_start_matches(['.', ')']);
    (1..=2).contains(&(text.len() - rest.len()))
        && text.len() < 120
        && item.starts_with(' ')
        && !item.trim_start().starts_with(char::is_lowercase)
}

/// Marks before items: bullets, dashes, arrows, and the pictures that some sites use.
fn is_mark(c: char) -> bool {
    matches!(c, '•' | '-' | '*' | '–' | '·' | '▪' | '●' | '‣' | '►' | '▶' | '→' | '»' | '○' | '■' | '◦')
        || matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F300}'..='\u{1FAFF}')
}
