//! Paragraphs that were broken over several lines, put together again: by an editor or a mail program that wraps at
//! a width (told by the width), or by a scraper that cut a sentence (told by its going on with a small letter).

use super::body::is_bullet;
use super::line::{End, Line};

/// Widths, in characters, at which text is wrapped.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=120;
/// How many lines must have been ended by the width before an article counts as wrapped.
const SEEN: usize = 2;

/// Joins the lines of broken paragraphs. The first line is left alone, as it is the headline, unless text was wrapped.
pub(super) fn join(text: &str, lines: &mut Vec<Line>) {
    let width = width(text, lines);
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut before: Option<Line> = None;
    for line in lines.drain(..) {
        let wrapped = width.zip(before.as_ref()).is_some_and(|(width, last)| is_full(text, last, &line, width));
        let inside = kept.len() > 1;
        before = width.is_some().then(|| line.clone());
        match kept.last_mut() {
            Some(last) if wrapped || inside && is_cut(last, &line) && !line.span.of(text).contains(" | ") => {
                last.span = last.span.join(line.span);
                last.words = last.words.saturating_add(line.words);
                last.end = line.end;
            }
            _ => kept.push(line),
        }
    }
    *lines = kept;
}

/// The width at which the article's text was wrapped: that of its longest line that another follows. `None` if it was
/// not: if the next line's first word would have found room behind more than a few lines.
fn width(text: &str, lines: &[Line]) -> Option<usize> {
    let pairs = || lines.windows(2).filter(|pair| may_go_on(text, &pair[0], &pair[1]));
    // What is longer than the greatest width is no wrapped text; this also bounds the work.
    let width = pairs().map(|pair| length(text, &pair[0])).max().filter(|width| WIDTHS.contains(width))?;
    let full = || pairs().filter(|pair| is_full(text, &pair[0], &pair[1], width));
    // Of lines that end where the width wills it, most go on in the middle of a sentence.
    let lower = full().filter(|pair| pair[1].lower).count();
    let (full, all) = (full().count(), pairs().count());
    (full >= SEEN && full * 6 >= all * 5 && lower * 2 >= full).then_some(width)
}

/// Whether a line has no room for the first word of the next.
fn is_full(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let word = next.span.of(text).split(char::is_whitespace).next().unwrap_or_default();
    may_go_on(text, line, next) && length(text, line) + 1 + word.chars().take(width).count() > width
}

/// Whether two lines may be of one paragraph: no blank line, mark, bullet or form parts them.
fn may_go_on(text: &str, line: &Line, next: &Line) -> bool {
    !next.apart && are_alike(line, next) && !is_bullet(next.span.of(text))
}

/// Whether neither form nor markup tells two lines apart.
fn are_alike(line: &Line, next: &Line) -> bool {
    let plain = |line: &Line| line.role.is_none() && line.kind.is_none();
    plain(line) && plain(next) && line.marked == next.marked
}

/// Characters of a line, counted no further than needed.
fn length(text: &str, line: &Line) -> usize {
    line.span.of(text).chars().take(WIDTHS.end() + 1).count()
}

/// Whether a line that ended in the middle of a sentence goes on in the next.
fn is_cut(last: &Line, next: &Line) -> bool {
    let long = if next.apart { 50 } else { 40 };
    let open = matches!(last.end, End::Bare | End::Comma);
    next.lower && open && last.words >= 7 && last.span.len() >= long && are_alike(last, next)
}
