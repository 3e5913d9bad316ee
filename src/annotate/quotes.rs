//! Quotation marks: which stretches they enclose, and whether those are titles, speech or mere words.

use super::tokens::Tokens;
use crate::lexicon::Word;
use crate::lexicon::phrases::Shape;
use crate::{Document, Span};

/// A stretch in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quote {
    /// With its marks.
    pub(super) outer: Span,
    /// Without them.
    pub(super) inner: Span,
    pub(super) kind: QuoteKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteKind {
    /// The name of a work.
    Title,
    /// What somebody said.
    Speech,
    /// Words held at arm's length.
    Words,
}

/// Quotation marks that may stand around a name.
pub(super) const MARKS: [char; 6] = ['"', '“', '”', '‘', '’', '\''];

/// An opening mark that finds no partner within so many bytes is none.
const REACH: usize = 3000;
/// So many quotations stand open at once; of more, the outermost are taken for strays.
const DEPTH: usize = 8;
/// Within so many characters a quotation ends that goes on behind a possessive.
const OWNED: usize = 60;
/// Stand for the two characters of `` and '' and are as long in bytes as these.
const DOUBLE_OPEN: char = '\u{80}';
const DOUBLE_CLOSE: char = '\u{81}';
/// Titles have no more words than this.
const TITLE_WORDS: usize = 12;

/// Stretches of text, some of which may lie in others, to be asked what lies in one of them.
pub(super) struct Spans {
    starts: Vec<u32>,
    /// The furthest end of all that begin up to here.
    ends: Vec<u32>,
}

impl Spans {
    /// `spans` are in the order of their starts.
    pub(super) fn new(spans: impl Iterator<Item = Span>) -> Spans {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        let mut furthest = 0;
        for span in spans {
            furthest = furthest.max(span.end);
            starts.push(span.start);
            ends.push(furthest);
        }
        Spans { starts, ends }
    }

    /// Whether one of them contains `span`.
    pub(super) fn contain(&self, span: Span) -> bool {
        let begun = self.starts.partition_point(|start| *start <= span.start);
        begun > 0 && self.ends[begun - 1] >= span.end
    }
}

/// All quotations, in text order; one may lie in another (a title in speech).
pub(super) fn find(tokens: &Tokens, document: &Document) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let next_opens =
            document.blocks.get(index + 1).is_some_and(|next| starts_with_double(next.span.of(tokens.text)));
        in_block(tokens, block.span, next_opens, &mut quotes);
    }
    quotes.sort_by_key(|quote| (quote.outer.start, std::cmp::Reverse(quote.outer.end)));
    quotes
}

/// Where the single marks stand that end a quotation, in text order.
pub(super) fn single_closings(quotes: &[Quote], text: &str) -> Vec<u32> {
    let single = |quote: &&Quote| text[quote.inner.end as usize..].starts_with(['\'', '’']);
    let mut closings: Vec<u32> = quotes.iter().filter(single).map(|quote| quote.inner.end).collect();
    closings.sort_unstable();
    closings
}

fn starts_with_double(text: &str) -> bool {
    text.starts_with(['"', '“', '„'])
}

fn in_block(tokens: &Tokens, block: Span, next_opens: bool, quotes: &mut Vec<Quote>) {
    let text = block.of(tokens.text);
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut previous = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, mark)) = chars.next() {
        let mut next = chars.peek().map_or(' ', |(_, c)| *c);
        // Wire copy writes ``so''.
        let double = match (mark, next) {
            ('`', '`') => Some(DOUBLE_OPEN),
            ('\'', '\'') if open.iter().any(|(_, opening)| *opening == DOUBLE_OPEN) => Some(DOUBLE_CLOSE),
            _ => None,
        };
        let mark = double.unwrap_or(mark);
        if double.is_some() {
            chars.next();
            next = chars.peek().map_or(' ', |(_, c)| *c);
        }
        let closing = |(_, opening): &(usize, char)| {
            closes(*opening, mark, previous, next)
                && !(matches!(opening, '‘' | '\'') && is_plural_owner(&text[at..], mark, previous))
        };
        if let Some(position) = open.iter().rposition(closing) {
            let (start, opening) = open[position];
            open.truncate(position);
            if at - start <= REACH {
                push(tokens, block, start, opening, at, mark, quotes);
            }
        } else if opens(mark, previous, next) {
            if open.len() == DEPTH {
                open.remove(0);
            }
            open.push((at, mark));
        }
        previous = mark;
    }
    // A speech that goes on in the next paragraph is not closed in this one.
    if let Some(&(start, opening)) = open.first()
        && next_opens
        && matches!(opening, '"' | '“')
        && text.len() - start <= REACH
    {
        push_span(tokens, block, start + opening.len_utf8(), text.len(), start, text.len(), quotes);
    }
}

fn opens(mark: char, previous: char, next: char) -> bool {
    let fresh = !previous.is_alphanumeric() && !next.is_whitespace();
    match mark {
        '“' | '„' | '‘' | '«' | '「' | '『' | DOUBLE_OPEN => true,
        '"' => fresh,
        '\'' => fresh && previous != '.' && next.is_alphanumeric(),
        _ => false,
    }
}

fn closes(opening: char, mark: char, previous: char, next: char) -> bool {
    let ends = !previous.is_whitespace() && !next.is_alphanumeric();
    match opening {
        '“' => mark == '”' || mark == '"',
        '„' => mark == '“' || mark == '”',
        '"' => mark == '"' || mark == '”',
        DOUBLE_OPEN => mark == DOUBLE_CLOSE,
        '‘' => mark == '’' && ends,
        '\'' => mark == '\'' && ends,
        '«' => mark == '»',
        '「' => mark == '」',
        '『' => mark == '』',
        _ => false,
    }
}

/// "‘The boys’ film’": a mark behind an s that could close is a possessive where a better one follows soon.
fn is_plural_owner(text: &str, mark: char, previous: char) -> bool {
    let rest = &text[mark.len_utf8()..];
    if !matches!(previous, 's' | 'S') || !rest.starts_with(' ') {
        return false;
    }
    let mut before = mark;
    let mut chars = rest.char_indices().take(OWNED).peekable();
    while let Some((_, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        if c == '\n' || matches!(before, '.' | '!' | '?') && c == ' ' || opens(c, before, next) {
            return false;
        }
        if c == mark && !before.is_whitespace() && !next.is_alphanumeric() {
            return !(matches!(before, 's' | 'S') && next == ' ');
        }
        before = c;
    }
    false
}

fn push(tokens: &Tokens, block: Span, start: usize, opening: char, at: usize, mark: char, quotes: &mut Vec<Quote>) {
    push_span(tokens, block, start + opening.len_utf8(), at, start, at + mark.len_utf8(), quotes);
}

fn push_span(
    tokens: &Tokens,
    block: Span,
    inner: usize,
    inner_end: usize,
    outer: usize,
    outer_end: usize,
    quotes: &mut Vec<Quote>,
) {
    let base = block.start as usize;
    if inner_end <= inner {
        return;
    }
    let inner = Span::new(base + inner, base + inner_end);
    let outer = Span::new(base + outer, base + outer_end);
    quotes.push(Quote { outer, inner, kind: kind_of(tokens, inner, outer) });
}

fn kind_of(tokens: &Tokens, inner: Span, outer: Span) -> QuoteKind {
    let range = tokens.within(inner);
    let text = inner.of(tokens.text);
    let words = range.len();
    if words == 0 {
        return QuoteKind::Words;
    }
    let cjk = range.clone().filter(|at| tokens.shape(*at) == Shape::Ideograph).count() * 2 > words;
    if cjk {
        return if words <= 20 && !text.contains(['。', '、', '\n']) { QuoteKind::Title } else { QuoteKind::Speech };
    }
    let sentence_end = text.trim_end().ends_with(['.', '!', '?']);
    let comma = text.trim_end().ends_with(',');
    if words <= TITLE_WORDS
        && is_title_case(tokens, range.clone())
        && !(comma && speech_follows(tokens, outer))
        && !text.contains(". ")
    {
        return QuoteKind::Title;
    }
    if words >= 4 || (words >= 2 && (sentence_end || comma)) { QuoteKind::Speech } else { QuoteKind::Words }
}

/// Whether what follows the closing mark reads like "he said" or "said X".
fn speech_follows(tokens: &Tokens, outer: Span) -> bool {
    let first = tokens.list.partition_point(|token| token.span.start < outer.end);
    (first..tokens.list.len().min(first + 5)).any(|at| tokens.is(at, |word| matches!(word, Word::Speech(_))))
}

/// Whether the words are written as titles are: capitals on all but small words.
pub(super) fn is_title_case(tokens: &Tokens, range: std::ops::Range<usize>) -> bool {
    let mut capitals = 0;
    for at in range.clone() {
        let word = tokens.word(at);
        match tokens.shape(at) {
            Shape::Capital | Shape::Upper | Shape::Digit => capitals += 1,
            Shape::Lower if at == range.start => return false,
            Shape::Lower if word.len() > 4 && !tokens.is_possessive(at) => return false,
            _ => {}
        }
    }
    let long = range.clone().filter(|at| tokens.word(*at).len() > 3).count();
    capitals > 0 && capitals >= long.min(range.len().div_ceil(2))
}
