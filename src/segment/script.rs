//! Runs of one script inside a line: Latin letters, kana (with the Chinese characters beside them), hangul,
//! Chinese characters alone. What has no script of its own goes with a neighbour.

use super::sentence::{is_closer, is_opener, trimmed};
use crate::Span;

/// The scripts that decide a language, alone or nearly so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Latin, and all that is none of the others.
    Latin,
    /// Hiragana or katakana, with Chinese characters or without.
    Kana,
    /// Korean.
    Hangul,
    /// Chinese characters and nothing else.
    Han,
}

impl Script {
    /// The script of a letter; none for digits, marks, and space.
    pub(super) fn of(c: char) -> Option<Script> {
        match c {
            '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' if c != '・' => {
                Some(Script::Kana)
            }
            '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' => {
                Some(Script::Hangul)
            }
            '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
                Some(Script::Han)
            }
            _ if c.is_alphabetic() => Some(Script::Latin),
            _ => None,
        }
    }
}

/// A stretch of letters of one script, as found: nothing has been joined yet.
struct Stretch {
    start: usize,
    end: usize,
    script: Script,
    words: usize,
    /// Words that begin with a small letter.
    small: usize,
}

/// The runs of `text[span]`, in order; together they hold all of it but white space.
pub(super) fn runs(text: &str, span: Span) -> Vec<(Span, Script)> {
    let mut stretches = stretches(text, span);
    ignore_faces(text, &mut stretches);
    join_japanese(&mut stretches);
    embed(&mut stretches);
    merge(&mut stretches);
    close_gaps(text, span, &stretches)
}

fn stretches(text: &str, span: Span) -> Vec<Stretch> {
    let base = span.start as usize;
    let mut found: Vec<Stretch> = Vec::new();
    let mut word = false;
    for (at, c) in span.of(text).char_indices() {
        let Some(script) = Script::of(c) else {
            word &= !c.is_whitespace();
            continue;
        };
        let (start, end) = (base + at, base + at + c.len_utf8());
        match found.last_mut() {
            Some(last) if last.script == script => {
                last.end = end;
                last.words += usize::from(!word);
                last.small += usize::from(!word && c.is_lowercase());
            }
            _ => found.push(Stretch { start, end, script, words: 1, small: usize::from(c.is_lowercase()) }),
        }
        word = true;
    }
    found
}

/// A kana alone between other letters is part of a face: `¯\\_(ツ)_/¯`.
fn ignore_faces(text: &str, stretches: &mut Vec<Stretch>) {
    let alone = |one: &Stretch| one.script == Script::Kana && text[one.start..one.end].chars().count() == 1;
    if stretches.iter().any(alone) && stretches.iter().all(|one| one.script == Script::Latin || alone(one)) {
        stretches.retain(|one| !alone(one));
        merge(stretches);
    }
}

/// Chinese characters beside kana are Japanese.
fn join_japanese(stretches: &mut Vec<Stretch>) {
    for index in 0..stretches.len() {
        let kana = |other: usize| stretches.get(other).is_some_and(|near| near.script == Script::Kana);
        if stretches[index].script == Script::Han && (kana(index + 1) || index > 0 && kana(index - 1)) {
            stretches[index].script = Script::Kana;
        }
    }
    merge(stretches);
}

/// A few Latin words between East Asian ones belong to them: `BTSが新曲「Film Out」を発表`.
fn embed(stretches: &mut [Stretch]) {
    let bytes = |latin: bool| -> usize {
        stretches.iter().filter(|one| (one.script == Script::Latin) == latin).map(|one| one.end - one.start).sum()
    };
    if bytes(false) < bytes(true) {
        return;
    }
    for index in 0..stretches.len() {
        let [before, after] = [index.checked_sub(1), Some(index + 1)].map(|at| at.and_then(|at| stretches.get(at)));
        let one = &stretches[index];
        let touches =
            before.is_some_and(|near| near.end == one.start) || after.is_some_and(|near| near.start == one.end);
        let name = one.words <= 4 && one.small == 0 || one.words <= 2 && touches;
        let near = before.or(after).map(|near| near.script);
        if one.script == Script::Latin
            && name
            && let Some(script) = near
        {
            stretches[index].script = script;
        }
    }
}

fn merge(stretches: &mut Vec<Stretch>) {
    stretches.dedup_by(|next, last| {
        let same = next.script == last.script;
        if same {
            last.end = next.end;
            last.words += next.words;
            last.small += next.small;
        }
        same
    });
}

/// Gives what stands between two stretches to one of them: closing marks to the left, opening ones to the right.
fn close_gaps(text: &str, span: Span, stretches: &[Stretch]) -> Vec<(Span, Script)> {
    let mut runs = Vec::with_capacity(stretches.len());
    let mut start = span.start as usize;
    for (index, stretch) in stretches.iter().enumerate() {
        let Some(next) = stretches.get(index + 1) else { break };
        let gap = &text[stretch.end..next.start];
        let at = stretch.end + part_at(gap);
        runs.push((trimmed(text, start, at), stretch.script));
        start = at;
    }
    let last = stretches.last().map_or(Script::Latin, |stretch| stretch.script);
    runs.push((trimmed(text, start, span.end as usize), last));
    runs.retain(|(span, _)| !span.is_empty());
    runs
}

/// Where a gap is parted: behind the marks that close what stands before, else before those that open what
/// follows, else at its last white space.
fn part_at(gap: &str) -> usize {
    let closed = gap.len() - gap.trim_start_matches(is_closer).len();
    let open = gap.trim_end_matches(is_opener).len();
    if closed > 0 {
        closed
    } else if open < gap.len() {
        open
    } else {
        gap.rfind(char::is_whitespace).unwrap_or(0)
    }
}
