//! Whether words of a text are a name's form: letter for letter after folding, and as whole words.
//!
//! A text may join what the form parts ("Jungkook" for "Jung Kook", "JHope" for "J-Hope"), and may part what the
//! form joins, where it shows that the parts belong together: by a hyphen, a dot or an apostrophe ("Jung-kook" for
//! "Jungkook"), and, where it is no work's title, by a space between capitals ("Jung Kook", "Harper Collins").

use super::super::phrases::{Token, fold_into, is_hangul, is_katakana, tokenize};
use crate::Span;
use crate::claim::Kind;

/// So many boundaries in a row may be none of the form's: "R.E.M." for "REM".
pub(super) const SKIPPED: usize = 2;

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A sign that ties them.
    Tied,
    /// A space between two capitals.
    Capitals,
    /// Anything else.
    Open,
}

/// How two neighbouring words stand to each other.
#[inline]
pub(super) fn gap(text: &str, left: Token, right: Token) -> Gap {
    let between = text.as_bytes().get(left.span.end as usize..right.span.start as usize).unwrap_or_default();
    let long = |token: Token, least: u32| token.span.end - token.span.start >= least;
    match between {
        b" " if left.is_capital() && right.is_capital() && long(left, 2) => Gap::Capitals,
        b" " | b"" => Gap::Open,
        b"-" | b"." => Gap::Tied,
        // "Cat's" is not "Cats", and "we'll" not "well".
        b"'" | b"`" if long(right, 3) => Gap::Tied,
        [_, _, ..] => match std::str::from_utf8(between).unwrap_or_default() {
            "‐" | "‑" | "–" | "·" | "・" => Gap::Tied,
            "’" | "‘" | "´" if long(right, 3) => Gap::Tied,
            _ => Gap::Open,
        },
        _ => Gap::Open,
    }
}

/// Whether the words `tokens` of `text` are the form of a thing of that kind.
pub(super) fn fits(form: &str, kind: impl Fn() -> Kind, text: &str, tokens: &[Token]) -> bool {
    let Some((first, last)) = tokens.first().zip(tokens.last()) else { return false };
    // Nearly always the text writes it as the form does.
    if first.span.join(last.span).of(text).eq_ignore_ascii_case(form) {
        return true;
    }
    let mut own = Vec::with_capacity(tokens.len());
    tokenize(form, Span::new(0, form.len()), &mut own);
    if own.len() == tokens.len() && own.iter().zip(tokens).all(|(a, b)| same(a.span.of(form), b.span.of(text))) {
        return true;
    }
    let ((key, own), (other, ends)) = (joined(form, &own), joined(text, tokens));
    key == other && boundaries_fit(&own, &ends, &kind, text, tokens)
}

/// Whether two words are the same, folded.
fn same(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    let (mut left, mut right) = (String::new(), String::new());
    fold_into(a, &mut left);
    fold_into(b, &mut right);
    left == right
}

/// The folded words, joined, and where each of them ends.
fn joined(text: &str, tokens: &[Token]) -> (String, Vec<usize>) {
    let mut key = String::with_capacity(text.len());
    let ends = tokens.iter().map(|token| {
        fold_into(token.span.of(text), &mut key);
        key.len()
    });
    let ends = ends.collect();
    (key, ends)
}

fn boundaries_fit(own: &[usize], ends: &[usize], kind: &impl Fn() -> Kind, text: &str, tokens: &[Token]) -> bool {
    let mut skipped = 0;
    ends.iter().zip(tokens.windows(2)).all(|(end, pair)| {
        if own.binary_search(end).is_ok() {
            skipped = 0;
            return true;
        }
        skipped += 1;
        skipped <= SKIPPED
            && match gap(text, pair[0], pair[1]) {
                Gap::Tied => true,
                Gap::Capitals => may_be_spaced(kind(), pair),
                Gap::Open => false,
            }
    })
}

/// Whether a name of that kind may be parted between these words. Titles are not: "In Sight" is no "Insight".
fn may_be_spaced(kind: Kind, pair: &[Token]) -> bool {
    let long = |token: &Token| token.span.end - token.span.start > 2;
    matches!(kind, Kind::Person | Kind::Group) || !kind.is_work() && pair.iter().all(long)
}

/// Whether a match ends and begins where words do in scripts without spaces: katakana must not go on, and hangul
/// only by one of the particles that are written to a name.
pub(super) fn is_whole(text: &str, span: Span, particles: &[String]) -> bool {
    let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
    let inside = span.of(text);
    let starts = match (before.chars().next_back(), inside.chars().next()) {
        (Some(before), Some(first)) => !goes_on(before, first),
        _ => true,
    };
    let ends = match (inside.chars().next_back(), behind.chars().next()) {
        (Some(last), Some(next)) if is_hangul(last) && is_hangul(next) => {
            let rest = behind.split(|c| !is_hangul(c)).next().unwrap_or_default();
            // No particle is as long as this.
            rest.len() <= 24 && particles.iter().any(|particle| particle == rest)
        }
        (Some(last), Some(next)) => !goes_on(last, next),
        _ => true,
    };
    starts && ends
}

fn goes_on(before: char, behind: char) -> bool {
    is_katakana(before) && is_katakana(behind) || is_hangul(before) && is_hangul(behind)
}
