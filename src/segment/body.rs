//! The body: paragraphs, and what the short lines between and behind them are. A title may head the section
//! that follows, be an item of a list, stand under a picture, or lead to another story; which, is told by its
//! length, its neighbours, and how many of its words the article itself uses.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::document::BlockKind;

use super::line::{End, Line};

/// Titles of more words head no section.
const HEADING: u8 = 10;

/// Decides what is left.
pub(super) fn decide(text: &str, lines: &mut [Line]) {
    let mut vocabulary = None;
    let mut index = 0;
    while index < lines.len() {
        if lines[index].kind.is_some() {
            index += 1;
        } else if is_bullet(lines[index].span.of(text)) {
            lines[index].kind = Some(BlockKind::Item);
            index += 1;
        } else if lines[index].is_prose() {
            lines[index].kind = Some(prose(lines[index].span.of(text)));
            index += 1;
        } else {
            let end = index + lines[index..].iter().take_while(|line| is_loose(text, line)).count();
            let vocabulary = vocabulary.get_or_insert_with(|| Vocabulary::of(text, lines));
            titles(text, lines, index..end, vocabulary);
            index = end;
        }
    }
}

fn is_loose(text: &str, line: &Line) -> bool {
    line.is_title() && !is_bullet(line.span.of(text))
}

/// Decides a run of titles.
fn titles(text: &str, lines: &mut [Line], run: std::ops::Range<usize>, vocabulary: &Vocabulary) {
    let before = run.start.checked_sub(1).map(|at| &lines[at]);
    let alone = run.len() == 1 && lines[run.start].apart && lines.get(run.end).is_some_and(|next| next.apart);
    let introduced = !alone
        && before.is_some_and(|line| {
            line.end == End::Colon || line.kind == Some(BlockKind::Subheading) || line.kind == Some(BlockKind::Item)
        });
    let followed = lines.get(run.end).is_some_and(|line| line.kind != Some(BlockKind::Furniture));
    let together = (run.start + 1..run.end).filter(|index| !lines[*index].apart).count() >= 2;
    for index in run.clone() {
        let line = &lines[index];
        let part = line.span.of(text);
        let last = index + 1 == run.end;
        let other = vocabulary.is_of_another_story(line, part);
        let kind = if is_quoted(part) && line.words >= 4 {
            BlockKind::Quotation
        } else if introduced && index == run.start && line.words <= 12 || introduced && !line.apart {
            BlockKind::Item
        } else if run.len() == 1 && is_credited(part) {
            BlockKind::Caption
        } else if other && (line.words > 4 || !followed) {
            BlockKind::Furniture
        } else if line.words <= HEADING && (last && followed || line.end == End::Cry) {
            BlockKind::Subheading
        } else if together && line.words <= HEADING {
            BlockKind::Item
        } else if line.words <= HEADING && followed {
            BlockKind::Subheading
        } else {
            BlockKind::Paragraph
        };
        lines[index].kind = Some(kind);
    }
}

fn prose(text: &str) -> BlockKind {
    if is_quoted(text) { BlockKind::Quotation } else { BlockKind::Paragraph }
}

/// Whether a line is one quotation from its first byte to its last, or begins one that the next goes on with.
fn is_quoted(text: &str) -> bool {
    let inner = ['“', '"', '「', '『'].iter().find_map(|open| text.strip_prefix(*open));
    inner
        .is_some_and(|inner| inner.trim_end_matches(['”', '"', '」', '』', '.']).find(['”', '"', '」', '』']).is_none())
}

/// Whether a line ends in a short bracket that begins with a capital: `Poster of the film (TOHO)`.
fn is_credited(text: &str) -> bool {
    let Some(inner) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else { return false };
    let (before, credit) = inner;
    before.split_whitespace().nth(2).is_some()
        && credit.split_whitespace().nth(4).is_none()
        && credit.starts_with(char::is_uppercase)
}

/// Whether a line begins with a mark that lists use.
fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let rest = chars.as_str();
    let mark = matches!(first, '•' | '-' | '*' | '–' | '·' | '▪' | '●' | '‣' | '►' | '▶' | '→' | '»' | '○' | '■')
        || ('\u{2600}'..='\u{27BF}').contains(&first)
        || ('\u{1F300}'..='\u{1FAFF}').contains(&first);
    if mark {
        return rest.trim_start_matches('\u{FE0F}').starts_with(char::is_whitespace);
    }
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - number.len();
    (1..=2).contains(&digits)
        && number.trim_start_matches(['.', ')']).starts_with(' ')
        && text.len() < 120
        && !number.trim_start_matches(['.', ')', ' ']).starts_with(char::is_lowercase)
}

/// The words of an article's running text, as hashes: enough to tell whether a title is about it.
pub(super) struct Vocabulary(HashSet<u64>);

impl Vocabulary {
    pub(super) fn of(text: &str, lines: &[Line]) -> Vocabulary {
        let prose = lines.iter().filter(|line| {
            line.is_prose() && matches!(line.kind, None | Some(BlockKind::Paragraph | BlockKind::Quotation))
        });
        Vocabulary(prose.flat_map(|line| content(line.span.of(text))).collect())
    }

    /// How many of a title's words of content the article uses, and how many there are.
    pub(super) fn share(&self, title: &str) -> (usize, usize) {
        let (mut shared, mut all) = (0, 0);
        for word in content(title) {
            all += 1;
            shared += usize::from(self.0.contains(&word));
        }
        (shared, all)
    }

    /// Whether a title seems to lead elsewhere: few of its words are the article's.
    fn is_of_another_story(&self, line: &Line, title: &str) -> bool {
        let (shared, all) = self.share(title);
        self.0.len() >= 20 && all >= 3 && shared * 2 < all && line.end != End::Colon
    }
}

/// Hashes of the words of four letters or more, in small letters; their first five letters stand for them, so
/// that `streaming` is `stream`.
fn content(text: &str) -> impl Iterator<Item = u64> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 4).map(|word| {
        let stem: String = word.chars().take(5).flat_map(char::to_lowercase).collect();
        BuildHasherDefault::<DefaultHasher>::default().hash_one(stem)
    })
}
