//! Words of songs and their translations: lines of one quotation, or lines in another script.

use crate::document::{Block, BlockKind};

use super::forms::{Forms, Role};
use super::line::{End, Line};
use super::script::Script;
use super::sentence::trimmed;
use crate::text::floor;

/// A quotation over more lines is no verse.
const LINES: usize = 60;
/// A line of verse is no longer, in bytes.
const LINE: usize = 160;

/// Decides which lines are words of songs.
pub(super) fn decide(text: &str, lines: &mut Vec<Line>) {
    let mut index = 0;
    while index < lines.len() {
        let rest = &lines[index..];
        let count = quoted(text, rest).max(eastern(text, rest));
        let announced = index.checked_sub(1).is_some_and(|at| lines[at].role == Some(Role::Lyric));
        let count = if count == 0 && announced { plain(rest) } else { count };
        if count == 0 {
            index += 1;
            continue;
        }
        index += split_intro(text, lines, index);
        for line in &mut lines[index..index + count] {
            line.kind = Some(BlockKind::Lyric);
        }
        index += count;
    }
}

/// How many lines one quotation runs over, if it is verse; 0 if it is not.
fn quoted(text: &str, lines: &[Line]) -> usize {
    if lines[0].kind.is_some() || lines.get(1).is_none_or(|next| next.apart) {
        return 0;
    }
    let first = lines[0].span.of(text);
    let end = &first[floor(first, first.len().saturating_sub(LINE))..];
    if end.rfind(['“', '「', '『']).is_none_or(|at| end[at..].contains(['”', '」', '』'])) {
        return 0;
    }
    for (index, line) in lines.iter().enumerate().skip(1).take(LINES) {
        let part = line.span.of(text);
        if line.apart || line.kind.is_some() || part.len() > LINE || part.contains(['“', '「', '『']) {
            return 0;
        }
        if part.contains(['”', '」', '』']) {
            return if part.trim_end_matches(['.', ' ']).ends_with(['”', '」', '』']) { index + 1 } else { 0 };
        }
    }
    0
}

/// How many lines in kana, hangul or Chinese characters stand together; 0 if fewer than two.
fn eastern(text: &str, lines: &[Line]) -> usize {
    let is_verse = |line: &Line| {
        let part = line.span.of(text);
        line.kind.is_none() && line.end == End::Bare && part.len() <= LINE && !part.is_ascii() && is_eastern(part)
    };
    let count = lines.iter().enumerate().take_while(|(at, line)| (*at == 0 || !line.apart) && is_verse(line)).count();
    if count >= 2 { count } else { 0 }
}

/// How many short lines stand together where words of a song were announced; 0 if fewer than two.
fn plain(lines: &[Line]) -> usize {
    let is_verse =
        |line: &Line| line.kind.is_none() && line.span.len() <= LINE && line.end != End::Colon && !line.is_prose();
    let count = lines.iter().enumerate().take_while(|(at, line)| (*at == 0 || !line.apart) && is_verse(line)).count();
    if count >= 2 { count } else { 0 }
}

/// Whether most letters are East Asian.
fn is_eastern(text: &str) -> bool {
    let (mut eastern, mut latin) = (0, 0);
    for script in text.chars().filter_map(Script::of) {
        if script == Script::Latin { latin += 1 } else { eastern += 3 }
    }
    eastern > latin
}

/// Parts `The lyrics go:` from the quotation behind it; how many lines that adds.
fn split_intro(text: &str, lines: &mut Vec<Line>, index: usize) -> usize {
    let span = lines[index].span;
    let part = span.of(text);
    let Some(at) = part.rfind(['“', '「', '『']) else { return 0 };
    if !part[..at].trim_end().ends_with(':') {
        return 0;
    }
    let (start, at, end) = (span.start as usize, span.start as usize + at, span.end as usize);
    let mut intro = Line::new(text, trimmed(text, start, at), lines[index].apart, None);
    intro.kind = Some(BlockKind::Paragraph);
    lines[index] = Line::new(text, trimmed(text, at, end), true, None);
    lines.insert(index, intro);
    1
}

/// Links the words of a song to the block behind them, if that gives their translation.
pub(super) fn link(text: &str, blocks: &mut [Block], forms: &Forms) {
    for index in 1..blocks.len() {
        let (lyric, next) = (&blocks[index - 1], &blocks[index]);
        if lyric.kind == BlockKind::Lyric && lyric.translation.is_none() && translates(next.span.of(text), forms) {
            blocks[index - 1].translation = Some(index as u32);
            blocks[index].translation = Some(index as u32 - 1);
        }
    }
}

fn translates(text: &str, forms: &Forms) -> bool {
    let head = &text[..floor(text, 200)];
    let bracket = text.starts_with('(') && text.ends_with(')');
    !is_eastern(text) && (bracket || forms.role(head, None) == Some(Role::Translation))
}
