//! What looks like a date by its words and is none by its surroundings, whatever the pattern: parts of longer
//! numbers, and titles in quotation marks or emphasis.

use std::ops::Range;

/// How far a title in quotation marks may reach, in bytes.
const TITLE: usize = 80;
/// Words that titles may have in lower case.
const SMALL: usize = 4;

/// Whether the text at `span` can be a date at all.
pub(super) fn may_be_date(text: &str, span: &Range<usize>) -> bool {
    !in_number(text, span) && !in_title(text, span)
}

/// "$2018", "2,000.5", "1-800-2019", "2018%".
fn in_number(text: &str, span: &Range<usize>) -> bool {
    let (before, inside, after) =
        (&text.as_bytes()[..span.start], &text.as_bytes()[span.clone()], &text.as_bytes()[span.end..]);
    let joins = |byte: Option<&u8>| byte.is_some_and(|byte| b".,:/-".contains(byte));
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let starts = digit(inside.first()) && joins(before.last()) && digit(before.iter().rev().nth(1));
    let ends = digit(inside.last()) && joins(after.first()) && digit(after.get(1));
    let money = digit(inside.first())
        && ["$", "£", "€", "¥", "₩", "#", "No. ", "no. "].iter().any(|sign| text[..span.start].ends_with(sign));
    let percent =
        digit(inside.last()) && ["%", " per cent", " percent"].iter().any(|sign| text[span.end..].starts_with(sign));
    starts || ends || money || percent
}

/// The signs that open and close titles.
const MARKS: [(&str, &str); 11] = [
    ("“", "”"),
    ("‘", "’"),
    ("\"", "\""),
    ("'", "'"),
    ("«", "»"),
    ("「", "」"),
    ("『", "』"),
    ("《", "》"),
    ("〈", "〉"),
    ("*", "*"),
    ("_", "_"),
];

/// Whether the span lies in marks around a few words that are all capitalised.
fn in_title(text: &str, span: &Range<usize>) -> bool {
    let from = floor(text, span.start.saturating_sub(TITLE));
    let to = floor(text, (span.end + TITLE).min(text.len()));
    let (before, after) = (&text[from..span.start], &text[span.end..to]);
    MARKS.iter().any(|(open, close)| {
        let Some(at) = opening(before, open, close) else { return false };
        let Some(end) = closing(after, close) else { return false };
        is_title_cased(&before[at..]) && is_title_cased(&after[..end])
    })
}

/// End of the last opening mark that is not closed again.
fn opening(before: &str, open: &str, close: &str) -> Option<usize> {
    let at = before.rfind(open)?;
    let inside = &before[at + open.len()..];
    // Marks that look alike at both ends open after white space or a bracket.
    let outside = before[..at].chars().next_back();
    let opens = open != close || outside.is_none_or(|c| c.is_whitespace() || "([{-—–".contains(c));
    (opens && (open == close || !inside.contains(close))).then_some(at + open.len())
}

/// Start of the first closing mark; an apostrophe between letters is none.
fn closing(after: &str, close: &str) -> Option<usize> {
    after.match_indices(close).map(|(at, _)| at).find(|at| {
        !(close == "'" || close == "’") || !after[at + close.len()..].starts_with(|c: char| c.is_alphanumeric())
    })
}

/// Whether every word could stand in a title so.
fn is_title_cased(text: &str) -> bool {
    let sentence_end = text.contains(['?', '!', ';', '\n']) || text.contains(". ");
    !sentence_end
        && text.split_whitespace().all(|word| {
            let first = word.chars().find(|c| c.is_alphanumeric());
            first.is_none_or(|first| !first.is_lowercase() || word.len() <= SMALL)
        })
}

/// The character boundary at or before an offset.
pub(super) fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
