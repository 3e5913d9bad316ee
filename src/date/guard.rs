//! What looks like a date by its words and is none by its surroundings, whatever the pattern: parts of longer
//! numbers, and titles in quotation marks or emphasis.

use std::ops::Range;

use crate::text::floor;

/// How far a title in quotation marks may reach, in bytes.
const TITLE: usize = 80;

/// Whether the text at `span` can be a date at all. `small` tells the words that titles have in lower case.
pub(super) fn may_be_date(text: &str, span: &Range<usize>, small: &dyn Fn(&str) -> bool) -> bool {
    !in_number(text, span) && !in_title(text, span, small)
}

/// "$2018", "2,000.5", "1-800-2019", "2018%".
fn in_number(text: &str, span: &Range<usize>) -> bool {
    let (before, inside, after) =
        (&text.as_bytes()[..span.start], &text.as_bytes()[span.clone()], &text.as_bytes()[span.end..]);
    let joins = |byte: Option<&u8>| byte.is_some_and(|byte| b".,:/".contains(byte));
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let starts = digit(inside.first()) && joins(before.last()) && digit(before.iter().rev().nth(1));
    let ends = digit(inside.last()) && joins(after.first()) && digit(after.get(1));
    let money = digit(inside.first())
        && ["$", "£", "€", "¥", "₩", "#", "No. ", "no. "].iter().any(|sign| text[..span.start].ends_with(sign));
    let percent =
        digit(inside.last()) && ["%", " per cent", " percent"].iter().any(|sign| text[span.end..].starts_with(sign));
    starts || ends || money || percent
}

/// The first character of East Asian scripts and their signs, Hangul's parts apart.
const EAST_ASIA: char = '\u{3000}';

/// The signs that open and close titles.
const MARKS: [(char, char); 11] = [
    ('“', '”'),
    ('‘', '’'),
    ('"', '"'),
    ('\'', '\''),
    ('«', '»'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('*', '*'),
    ('_', '_'),
];

/// Whether the span lies in marks around a few words that read like a title.
fn in_title(text: &str, span: &Range<usize>, small: &dyn Fn(&str) -> bool) -> bool {
    let from = floor(text, span.start.saturating_sub(TITLE));
    let to = floor(text, (span.end + TITLE).min(text.len()));
    let (before, after) = (&text[from..span.start], &text[span.end..to]);
    // A year in brackets stands behind a title, even within its marks.
    if before.ends_with('(') && after.starts_with(')') {
        return false;
    }
    let ascii = before.is_ascii();
    MARKS.into_iter().filter(|(open, _)| !ascii || open.is_ascii()).any(|(open, close)| {
        let Some(at) = opening(before, open, close) else { return false };
        let Some(end) = closing(after, close) else { return false };
        open == '『' || reads_like_title(&before[at..], &text[span.clone()], &after[..end], small)
    })
}

/// End of the last opening mark that is not closed again.
fn opening(before: &str, open: char, close: char) -> Option<usize> {
    let at = before.rfind(open)?;
    let inside = &before[at + open.len_utf8()..];
    // Marks that look alike at both ends open after white space or a bracket.
    let outside = before[..at].chars().next_back();
    let opens = open != close || outside.is_none_or(|c| c.is_whitespace() || "([{-—–".contains(c));
    (opens && (open == close || !inside.contains(close))).then_some(at + open.len_utf8())
}

/// Start of the first closing mark; an apostrophe between letters is none, but particles of East Asia follow a mark.
fn closing(after: &str, close: char) -> Option<usize> {
    let joins = |c: char| c.is_alphanumeric() && c < EAST_ASIA;
    let apostrophe = close == '\'' || close == '’';
    let mut marks = after.match_indices(close).map(|(at, _)| at);
    marks.find(|at| !apostrophe || !after[at + close.len_utf8()..].starts_with(joins))
}

/// Capitals on the first word and on all but small ones; in scripts without capitals, no particle behind the date.
fn reads_like_title(before: &str, date: &str, after: &str, small: &dyn Fn(&str) -> bool) -> bool {
    let whole = [before, date, after];
    if whole.iter().any(|part| part.contains(['?', '!', ';', '。', '\n']) || part.contains(". ")) {
        return false;
    }
    let figures: Vec<&str> = date.split(|c: char| !c.is_ascii_digit()).filter(|figures| !figures.is_empty()).collect();
    let alone = before.trim().is_empty() && after.trim().trim_end_matches(',').is_empty();
    let names_day =
        date.contains(|c: char| c.is_ascii_alphabetic()) && figures.iter().any(|figures| figures.len() <= 2);
    if figures.len() > 2 || (alone && names_day) {
        return false;
    }
    let particle = |c: char| ('\u{3041}'..='\u{309f}').contains(&c) || ('가'..='힣').contains(&c) || c == '、';
    let starts_low = |word: &str| word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    let mut words = whole.iter().flat_map(|part| part.split_whitespace());
    !after.starts_with(particle)
        && words.clone().next().is_some_and(|first| !starts_low(first))
        && words.all(|word| !starts_low(word) || small(word))
}
