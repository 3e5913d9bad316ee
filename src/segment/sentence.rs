//! Sentences by byte rules: a stop, what closes behind it, what stands before and after.
//!
//! One pass over the bytes. A quotation or bracket that closes within [`QUOTATION`] or [`BRACKET`] bytes is
//! stepped over whole; one that does not is no obstacle, so that a quotation nobody closed cannot swallow its
//! paragraph. Text in scripts whose stops are not known here is left to `unicode-segmentation`. Which words
//! end in a stop without ending a sentence is data: see [`super::stops`].

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::stops::{Before, Stops};
use crate::Span;
use crate::text::floor;

/// A quotation up to this many bytes stays in one sentence.
const QUOTATION: usize = 600;
/// A bracket up to this many bytes stays in one sentence.
const BRACKET: usize = 400;
/// No sentence is longer, so that what reads sentences is bounded whatever the text.
pub(super) const LONGEST: usize = 4096;
/// Words before and after a stop are looked at within this many bytes.
const NEAR: usize = 48;

/// What a line break inside a block is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// The end of a sentence, as in verse.
    Sentence,
    /// A space, as in prose that was wrapped.
    Space,
}

/// Hands the sentences of `text[block]`, trimmed, to `found`. Together they hold all of it but white space.
pub(super) fn split(text: &str, block: Span, breaks: Breaks, stops: &Stops, mut found: impl FnMut(Span)) {
    let mut last: Option<Span> = None;
    let mut give = |start: usize, end: usize| {
        let next = trimmed(text, start, end);
        match &mut last {
            // Marks alone are no sentence.
            Some(last) if !next.of(text).contains(char::is_alphanumeric) => *last = last.join(next),
            _ => drop(last.replace(next).map(|whole| bounded(text, whole, &mut found))),
        }
    };
    let (mut start, end) = (block.start as usize, block.end as usize);
    if is_open(block.of(text)) {
        for (at, sentence) in block.of(text).split_sentence_bound_indices() {
            give(start + at, start + at + sentence.len());
        }
    } else {
        let scan = Scan { text: &text[..end], begin: start, breaks, stops };
        let mut at = start;
        while let Some((next, ends)) = scan.next(at) {
            if ends {
                give(start, next);
                start = next;
            }
            at = next;
        }
        give(start, end);
    }
    if let Some(last) = last {
        bounded(text, last, &mut found);
    }
}

/// The span of `text[start..end]` without white space at its rims.
pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = text[start..end].trim_start();
    let start = end - part.len();
    Span::new(start, start + part.trim_end().len())
}

/// Whether most letters belong to scripts from Armenian to Tibetan (U+0580 to U+0FFF), whose stops are others.
fn is_open(text: &str) -> bool {
    !text.is_ascii() && text.bytes().filter(|byte| matches!(byte, 0xD6..=0xE0)).count() * 4 > text.len()
}

/// Cuts what is too long at white space or, failing that, between two graphemes.
fn bounded(text: &str, mut span: Span, found: &mut impl FnMut(Span)) {
    while span.len() > LONGEST {
        let at = cut(text, span.start as usize);
        let first = trimmed(text, span.start as usize, at);
        if !first.is_empty() {
            found(first);
        }
        span = trimmed(text, at, span.end as usize);
    }
    if !span.is_empty() {
        found(span);
    }
}

fn cut(text: &str, start: usize) -> usize {
    let end = floor(text, start + LONGEST);
    let part = &text[start..end];
    let middle = floor(part, LONGEST / 2);
    if let Some(space) = part[middle..].rfind(char::is_whitespace) {
        return start + middle + space;
    }
    let mut cursor = GraphemeCursor::new(part.len(), part.len(), true);
    match cursor.prev_boundary(part, 0) {
        Ok(Some(at)) if at > 0 => start + at,
        _ => end,
    }
}

struct Scan<'a> {
    /// The article up to the block's end.
    text: &'a str,
    /// The block's start.
    begin: usize,
    breaks: Breaks,
    stops: &'a Stops,
}

impl Scan<'_> {
    /// The next place after `at` where a sentence might end, and whether it does.
    fn next(&self, mut at: usize) -> Option<(usize, bool)> {
        while let Some(skip) = self.text.as_bytes()[at..].iter().position(|byte| EVENT[*byte as usize]) {
            at += skip;
            let c = self.text[at..].chars().next()?;
            let after = at + c.len_utf8();
            if is_stop(c) {
                return Some(self.stop(at));
            }
            if c == '\n' && self.breaks == Breaks::Sentence {
                return Some((after, true));
            }
            if let Some(close) = self.close(at, c) {
                return Some(self.closed(close));
            }
            at = after;
        }
        None
    }

    /// A run of stops begins at `at`.
    fn stop(&self, at: usize) -> (usize, bool) {
        let mut end = self.skip(at, is_stop);
        // An ellipsis may be spaced: `. . .`
        while self.text[end..].starts_with(" .") {
            end = self.skip(end + 1, is_stop);
        }
        let behind = self.skip(end, is_closer);
        (behind, self.ends(at, end, behind))
    }

    /// A quotation or bracket closes at `close`: the sentence may end there if a stop stands before.
    fn closed(&self, close: usize) -> (usize, bool) {
        let behind = self.skip(close, is_closer);
        let inner = self.text[self.begin..close].trim_end_matches(is_closer);
        let (start, end) = (self.begin + inner.trim_end_matches(is_stop).len(), self.begin + inner.len());
        (behind, start < end && self.ends(start, end, behind))
    }

    fn skip(&self, at: usize, over: impl Fn(char) -> bool) -> usize {
        self.text.len() - self.text[at..].trim_start_matches(over).len()
    }

    /// Whether the sentence ends behind the stops `start..end` and the closing marks `end..behind`.
    fn ends(&self, start: usize, end: usize, behind: usize) -> bool {
        let rest = &self.text[behind..];
        let after = rest.trim_start();
        let Some(next) = after.chars().next() else { return true };
        let spaced = after.len() < rest.len();
        let closed = behind > end;
        let run = &self.text[start..end];
        if run.contains(is_wide) {
            return !closed || spaced || is_opener(next);
        }
        if !spaced {
            return self.runs_on(start, after);
        }
        if is_linking(next) || is_aside(after) {
            return false;
        }
        if run.contains('…') || run.contains("..") || run.contains(' ') {
            return self.stops.opens(after) && !after.starts_with("I ");
        }
        if run.ends_with('.') {
            self.dot_ends(start, after, &self.text[end..behind])
        } else {
            self.cry_ends(end, after, closed)
        }
    }

    /// A stop with nothing between it and the next word: a space was lost in scraping, or it is an address.
    fn runs_on(&self, start: usize, after: &str) -> bool {
        let word = self.word_before(start);
        let mut next = after.chars();
        word.len() >= 3
            && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
            && (word.starts_with(|c: char| c.is_ascii_lowercase()) || self.stops.opens(after))
            && next.next().is_some_and(|c| c.is_uppercase() || matches!(c, '“' | '‘'))
            && next.next().is_some_and(|c| c.is_lowercase() || c == ' ')
    }

    /// Whether `!`, `?` or the like, which end at `end`, end the sentence.
    fn cry_ends(&self, end: usize, after: &str, closed: bool) -> bool {
        let begin = floor(self.text, end.saturating_sub(NEAR).max(self.begin));
        if self.stops.goes_on(&self.text[begin..end], &self.text[end..]) {
            return false;
        }
        if closed && self.stops.is_tag(near(after)) {
            return false;
        }
        if self.stops.is_cry(&self.text[begin..end]) {
            return self.stops.opens(after);
        }
        !begins_lower(after)
    }

    /// Whether the full stop at `start` ends the sentence.
    fn dot_ends(&self, start: usize, after: &str, closers: &str) -> bool {
        let quoted = closers.contains(|c| !matches!(c, ')' | ']'));
        let lower = begins_lower(after);
        if quoted {
            return !lower;
        }
        let word = self.word_before(start);
        match self.stops.before(word) {
            Before::Never => false,
            Before::Maybe => self.stops.opens(after),
            Before::Word if lower => {
                closers.is_empty() && word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase())
            }
            Before::Word => !self.is_number(start, word, after),
        }
    }

    /// Whether `word` is the number of a list item, `1. Vidrio`, or an ordinal, `3. Mai`.
    fn is_number(&self, start: usize, word: &str, after: &str) -> bool {
        let first = start - word.len();
        word.len() <= 2
            && word.bytes().all(|byte| byte.is_ascii_digit())
            && (first == self.begin
                || self.text[..first].trim_end_matches(' ').ends_with('\n')
                || self.stops.is_counted(after))
    }

    /// The word that ends at `end`, without opening marks; at most [`NEAR`] bytes of it.
    fn word_before(&self, end: usize) -> &str {
        let begin = floor(self.text, end.saturating_sub(NEAR).max(self.begin));
        let part = &self.text[begin..end];
        let word = part.rsplit(|c: char| c.is_whitespace() || is_opener(c) || c == '/').next();
        word.unwrap_or(part)
    }

    /// Where the quotation or bracket that `open` at `at` begins has closed, if it does so near by.
    fn close(&self, at: usize, open: char) -> Option<usize> {
        let from = at + open.len_utf8();
        match open {
            '“' | '‟' => self.pair(from, &['“', '”'], QUOTATION).filter(|end| !self.text[..*end].ends_with('“')),
            '„' => self.pair(from, &['“', '”'], QUOTATION),
            '"' if self.opens_word(at, from) => self.pair(from, &['"'], QUOTATION),
            '\'' if self.opens_word(at, from) => self.single(from, '\''),
            '‘' => self.single(from, '’'),
            '`' if self.text[from..].starts_with('`') => {
                let end = self.limit(from, QUOTATION);
                self.text[from..end].find("''").map(|found| from + found + 2)
            }
            _ => {
                let close = bracket(open)?;
                let bound = if matches!(open, '(' | '[' | '（') { BRACKET } else { QUOTATION };
                self.pair(from, &[open, close], bound).filter(|end| self.text[..*end].ends_with(close))
            }
        }
    }

    /// Behind the first of `marks` after `from`, if it stands within `bound` bytes.
    fn pair(&self, from: usize, marks: &[char], bound: usize) -> Option<usize> {
        let (at, mark) = self.text[from..self.limit(from, bound)].match_indices(marks).next()?;
        Some(from + at + mark.len())
    }

    /// Behind the mark that closes a single quotation: apostrophes are the same character.
    fn single(&self, from: usize, mark: char) -> Option<usize> {
        let mut plural = None;
        for (at, _) in self.text[from..self.limit(from, QUOTATION)].match_indices(mark) {
            let (at, behind) = (from + at, from + at + mark.len_utf8());
            let before = self.text[..at].chars().next_back().unwrap_or(' ');
            let next = self.text[behind..].chars().next();
            match next {
                Some(c) if c.is_alphanumeric() && (before.is_whitespace() || is_opener(before)) => return plural,
                Some(c) if c.is_alphanumeric() => {}
                _ if before.is_whitespace() => {}
                // "the Beatles' new" looks like the end of 'the Beatles'.
                Some(' ') if before == 's' => plural = plural.or(Some(behind)),
                _ => return Some(behind),
            }
        }
        plural
    }

    fn limit(&self, from: usize, bound: usize) -> usize {
        let end = floor(self.text, from + bound);
        match self.breaks {
            Breaks::Space => end,
            Breaks::Sentence => self.text[from..end].find('\n').map_or(end, |at| from + at),
        }
    }

    /// Whether a mark that is the same on both sides opens: nothing or a space before it, a word behind.
    fn opens_word(&self, at: usize, from: usize) -> bool {
        let before = self.text[self.begin..at].chars().next_back();
        let behind = self.text[from..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || is_opener(c) || matches!(c, '-' | '–' | '—' | ':' | '/' | ','))
            && behind.is_some_and(|c| !c.is_whitespace())
    }
}

/// Bytes that may begin something of note; all others are passed over.
const EVENT: [bool; 256] = {
    let mut table = [false; 256];
    let notable = b".!?\"'`([\n\xC2\xE2\xE3\xEF";
    let mut i = 0;
    while i < notable.len() {
        table[notable[i] as usize] = true;
        i += 1;
    }
    table
};

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉') || is_wide(c)
}

/// Stops that need no space behind them.
fn is_wide(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡')
}

pub(super) fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '\'' | ')' | ']' | '}' | '»' | '›' | '」' | '』' | '）' | '】' | '》' | '〉')
}

pub(super) fn is_opener(c: char) -> bool {
    matches!(c, '“' | '‘' | '„' | '"' | '\'' | '(' | '[' | '{' | '«' | '‹' | '`') || bracket(c).is_some()
}

/// What closes a bracket or a quotation mark whose two sides differ.
fn bracket(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '「' => '」',
        '『' => '』',
        '（' => '）',
        '【' => '】',
        '《' => '》',
        '〈' => '〉',
        '«' => '»',
        _ => return None,
    })
}

/// Marks that link what follows them to the sentence before.
fn is_linking(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '&' | '/' | '|')
}

/// Whether nothing but a bracket without a stop of its own is left: `... in Seoul. (Valley Press)`.
fn is_aside(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|text| text.trim_end().strip_suffix(')'));
    inner.is_some_and(|inner| inner.len() < NEAR && !inner.ends_with(is_stop) && !inner.contains('('))
}

/// Whether the first word, behind opening marks, begins with a small letter.
fn begins_lower(text: &str) -> bool {
    text.trim_start_matches(is_opener).chars().next().is_some_and(char::is_lowercase)
}

/// The first [`NEAR`] bytes.
fn near(text: &str) -> &str {
    &text[..floor(text, NEAR)]
}
