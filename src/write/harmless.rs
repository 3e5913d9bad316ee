//! Scraped text made harmless: characters that a terminal obeys, or that make text read in another order than
//! it is stored, become visible escapes.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Text for one line of a terminal: every control character, line break and bidirectional control is shown as
/// an escape (`\u{1b}`).
pub fn harmless(text: &str) -> Cow<'_, str> {
    escape(text, is_harmful)
}

/// Like [`harmless`], but line breaks and tabs stay.
pub fn harmless_lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| is_harmful(c) && c != '\n' && c != '\t')
}

/// Controls (C0, DEL, C1), bidirectional controls (UAX #9), line and paragraph separators.
pub(crate) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escape(text: &str, harmful: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&harmful) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if harmful(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        let cases = [
            ("plain “text”, 淡々と", "plain “text”, 淡々と"),
            ("\x1b]52;c;x\x07", "\\u{1b}]52;c;x\\u{7}"),
            ("a\u{9b}31m", "a\\u{9b}31m"),
            ("\u{202e}txt.exe", "\\u{202e}txt.exe"),
            ("one\ntwo\tthree", "one\\u{a}two\\u{9}three"),
        ];
        for (text, shown) in cases {
            assert_eq!(harmless(text), shown);
        }
        assert_eq!(harmless_lines("one\ntwo\t\x7f"), "one\ntwo\t\\u{7f}");
    }
}
