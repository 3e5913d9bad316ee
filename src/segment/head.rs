//! The head of an article: what stands before the first running text. One line is the headline, what stands
//! above it is the site's, what stands below it is the deck.

use crate::Span;
use crate::document::BlockKind;

use super::block::is_loose_navigation;
use super::body::is_title_case;
use super::forms::Forms;
use super::line::{End, Line};
use super::sentence::trimmed;
use super::vocabulary::Vocabulary;

/// No more lines than these are looked at.
const LINES: usize = 16;
/// The first line is a title up to this many bytes, unless it is a statement.
const TITLE: usize = 300;
/// Running text of fewer bytes is not the body yet: sites have mottoes.
const BODY: usize = 60;
/// A title of fewer words may be a label or the site's name.
const WORDS: u8 = 5;

/// Decides what the lines of the head are.
pub(super) fn decide(text: &str, lines: &mut Vec<Line>, title: Option<&str>, forms: &Forms) {
    let Some(chosen) = headline(text, lines, title.map(str::trim)) else { return };
    let name = lines[chosen].span.of(text).to_string();
    split_off(text, lines, &name, forms);
    let body = body(lines);
    for (index, line) in lines.iter_mut().enumerate() {
        if same(line.span.of(text), &name) {
            line.kind = Some(BlockKind::Headline);
        } else if index < body && line.kind.is_none() {
            line.kind = match line.end {
                _ if index < chosen => Some(BlockKind::Furniture),
                End::Stop => None,
                _ => Some(BlockKind::Deck),
            };
        }
    }
}

/// The index of the first running text.
fn body(lines: &[Line]) -> usize {
    let first = lines.iter().position(|line| line.kind.is_none()).unwrap_or(lines.len());
    let is_body = |index: usize, line: &Line| {
        let title = index == first && line.end != End::Stop && line.span.len() <= TITLE;
        let least = if line.end == End::Bare { 2 * BODY } else { BODY };
        line.kind.is_none() && line.is_prose() && line.span.len() >= least && !title
    };
    lines.iter().enumerate().position(|(index, line)| is_body(index, line)).unwrap_or(lines.len())
}

/// Which line is the headline.
fn headline(text: &str, lines: &[Line], title: Option<&str>) -> Option<usize> {
    let first = lines.len().min(LINES);
    if let Some(marked) = lines.iter().position(|line| line.kind == Some(BlockKind::Headline)) {
        return Some(marked);
    }
    if let Some(title) = title.filter(|title| !title.is_empty())
        && let Some(known) = lines[..first].iter().position(|line| same(line.span.of(text), title))
    {
        return Some(known);
    }
    if lines.first().is_some_and(|line| is_dotted_title(text, line, lines.get(1))) {
        return Some(0);
    }
    let head = &lines[..body(lines).min(first)];
    let navigation = head.iter().rposition(|line| is_loose_navigation(line.span.of(text))).map_or(0, |at| at + 1);
    let candidates: Vec<usize> = (navigation..head.len()).filter(|index| is_candidate(&head[*index])).collect();
    let (&earliest, later) = candidates.split_first()?;
    if navigation > 0 && head[earliest].words >= WORDS || later.is_empty() {
        return Some(earliest);
    }
    let vocabulary = Vocabulary::of(text, lines);
    let shared = |index: usize| vocabulary.share(head[index].span.of(text)).0;
    let stands = head[earliest].words >= WORDS && shared(earliest) > 0;
    let better = later.iter().copied().find(|index| {
        let line = &head[*index];
        // A date or a prompt between the two: the first may be the site's name.
        let parted = head[earliest..*index].iter().any(|line| line.kind == Some(BlockKind::Furniture));
        line.words >= WORDS && shared(*index) >= 2 && (!stands || parted && shared(*index) > 2 * shared(earliest))
    });
    Some(better.unwrap_or(earliest))
}

fn is_candidate(line: &Line) -> bool {
    line.kind.is_none() && line.words > 1 && line.end != End::Stop
}

/// Whether the first line is a headline although it ends in a full stop.
fn is_dotted_title(text: &str, line: &Line, next: Option<&Line>) -> bool {
    let short = line.kind.is_none() && line.end == End::Stop && line.words <= 16;
    let parted = next.is_some_and(|next| next.apart && next.span.len() > line.span.len());
    short && parted && (line.words <= 10 || is_title_case(line.span.of(text)))
}

/// Where a scraper put headline and text on one line, parts them.
fn split_off(text: &str, lines: &mut Vec<Line>, name: &str, forms: &Forms) {
    for index in 0..lines.len().min(LINES) {
        let span = lines[index].span;
        let line = span.of(text);
        if line.len() > name.len() && line.starts_with(name) && line[name.len()..].starts_with(' ') {
            let at = span.start as usize + name.len();
            let rest = trimmed(text, at, span.end as usize);
            let rest = Line::new(text, rest, true, forms.role(rest.of(text), None));
            if !rest.is_prose() {
                continue;
            }
            lines[index] = Line::new(text, Span::new(span.start as usize, at), true, None);
            lines.insert(index + 1, rest);
            return;
        }
    }
}

/// Whether two titles are the same but for case, marks and space.
fn same(a: &str, b: &str) -> bool {
    a.len() < 2 * b.len() + 16 && letters(a).eq(letters(b))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
