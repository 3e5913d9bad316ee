//! The head of an article: what stands before the first running text. One line is the headline, what stands
//! above it is the site's, what stands below it is the deck.

use crate::Span;
use crate::document::BlockKind;

use super::block::is_navigation;
use super::body::Vocabulary;
use super::forms::Forms;
use super::line::Line;
use super::sentence::trimmed;

/// No more lines than these are looked at.
const LINES: usize = 16;

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
            line.kind = Some(if index < chosen { BlockKind::Furniture } else { BlockKind::Deck });
        }
    }
}

/// The index of the first running text.
fn body(lines: &[Line]) -> usize {
    lines.iter().position(|line| line.kind.is_none() && line.is_prose()).unwrap_or(lines.len())
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
    let body = body(lines).min(first);
    let after_navigation =
        lines[..body].iter().rposition(|line| is_navigation(line.span.of(text))).map_or(0, |at| at + 1);
    let candidates: Vec<usize> =
        (after_navigation..body).filter(|index| lines[*index].kind.is_none() && lines[*index].words > 1).collect();
    let (&earliest, later) = candidates.split_first()?;
    if lines[earliest].words >= 5 && after_navigation > 0 || later.is_empty() {
        return Some(earliest);
    }
    let vocabulary = Vocabulary::of(text, lines);
    let shared = |index: usize| vocabulary.share(lines[index].span.of(text)).0;
    let stands = lines[earliest].words >= 5 && shared(earliest) > 0;
    let better = later.iter().copied().find(|index| lines[*index].words >= 5 && shared(*index) >= 2);
    Some(if stands { earliest } else { better.unwrap_or(earliest) })
}

/// Where a scraper put headline and text on one line, parts them.
fn split_off(text: &str, lines: &mut Vec<Line>, name: &str, forms: &Forms) {
    for index in 0..lines.len().min(LINES) {
        let span = lines[index].span;
        let line = span.of(text);
        if line.len() > name.len() && line.starts_with(name) && line[name.len()..].starts_with(' ') {
            let at = span.start as usize + name.len();
            let rest = Line::new(text, trimmed(text, at, span.end as usize), true, forms);
            if !rest.is_prose() {
                continue;
            }
            lines[index] = Line { kind: None, ..Line::new(text, Span::new(span.start as usize, at), true, forms) };
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
