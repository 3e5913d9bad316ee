//! Finds date expressions in a sentence: first those that patterns without others inside find, then what
//! other patterns build around or between them.

use std::cmp::Reverse;
use std::ops::Range;

use super::Meaning;
use super::grammar::{Fields, Grammar, Pattern, Scanner};
use super::guard;
use crate::text::floor;

/// How many bytes a date expression may have.
const LONGEST: usize = 120;
/// How many bytes before and after a match its guards see.
const SURROUNDINGS: usize = 48;
/// How many patterns may be built around one expression.
const DEPTH: usize = 4;

/// An expression found and not yet resolved.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    /// In the text that was scanned.
    pub(super) span: Range<usize>,
    pub(super) fields: Fields<'a>,
    /// Whether it may stand by itself; what may not is kept for the patterns that others build around it.
    stands: bool,
}

/// What the patterns of a grammar find in a text, in order, none overlapping.
pub(super) fn scan<'a>(grammar: &'a Grammar, text: &'a str) -> Vec<Candidate<'a>> {
    let Some(scanner) = grammar.scanner() else { return Vec::new() };
    let mut found: Vec<Candidate<'a>> = Vec::new();
    for mut candidate in simple(grammar, scanner, text) {
        if found.last().is_some_and(|last| last.stands && last.span.end > candidate.span.start) {
            continue;
        }
        for _ in 0..DEPTH {
            match around(grammar, text, candidate) {
                Ok(wider) => candidate = wider,
                Err(same) => {
                    candidate = same;
                    break;
                }
            }
        }
        while found.last().is_some_and(|last| last.span.end > candidate.span.start) {
            found.pop();
        }
        match found.pop() {
            Some(last) => found.extend(between(grammar, text, last, candidate)),
            None => found.push(candidate),
        }
    }
    found.retain(|candidate| candidate.stands && candidate.fields.pattern.meaning != Meaning::Nothing);
    found
}

/// What patterns find that hold no others.
fn simple<'a>(grammar: &'a Grammar, scanner: &Scanner, text: &'a str) -> Vec<Candidate<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(place) = scanner.starts.next(text, at) else { break };
        let candidate = longest(grammar, scanner, text, place);
        at = match &candidate {
            Some(candidate) if candidate.stands => candidate.span.end,
            // Another may begin inside of what is none.
            _ => place + 1,
        };
        found.extend(candidate);
    }
    found
}

/// The longest match from `start` that can stand by itself, else the longest.
fn longest<'a>(grammar: &'a Grammar, scanner: &Scanner, text: &'a str, start: usize) -> Option<Candidate<'a>> {
    let window = &text[start..floor(text, (start + LONGEST).min(text.len()))];

    if !scanner.which.is_match(window) {
        return None;
    }
    let patterns = scanner.which.matches(window).into_iter().map(|index| &grammar.patterns[scanner.patterns[index]]);
    let fit = |pattern: &'a Pattern| Some((start + pattern.stretches[0].find(window)?.end, pattern));
    let mut fits: Vec<(usize, &Pattern)> = patterns.filter_map(fit).collect();
    fits.sort_by_key(|(end, _)| Reverse(*end));
    let standing = fits.iter().find(|(end, pattern)| stands(grammar, pattern, text, &(start..*end)));
    let (end, pattern) = standing.or(fits.first())?;
    // In a text that ends with the match the same is found, and sooner.
    let fields = Fields::new(grammar, pattern, vec![(&pattern.stretches[0], &window[..end - start])], Vec::new());
    Some(Candidate { span: start..*end, fields, stands: standing.is_some() })
}

fn stands(grammar: &Grammar, pattern: &Pattern, text: &str, span: &Range<usize>) -> bool {
    let (before, after) = surroundings(text, span);
    let nothing = pattern.meaning == Meaning::Nothing;
    pattern.alone && pattern.guards.hold(before, after) && (nothing || may_be_date(grammar, text, span))
}

fn may_be_date(grammar: &Grammar, text: &str, span: &Range<usize>) -> bool {
    guard::may_be_date(text, span, &|word| grammar.word("titleWord", word).is_some())
}

fn surroundings<'a>(text: &'a str, span: &Range<usize>) -> (&'a str, &'a str) {
    let before = &text[floor(text, span.start.saturating_sub(SURROUNDINGS))..span.start];
    let after = &text[span.end..floor(text, (span.end + SURROUNDINGS).min(text.len()))];
    (before, after)
}

/// The widest pattern around an expression, or the expression as it was.
fn around<'a>(grammar: &'a Grammar, text: &'a str, candidate: Candidate<'a>) -> Result<Candidate<'a>, Candidate<'a>> {
    let class = candidate.fields.pattern.class.as_deref();
    let Some(around) = class.and_then(|class| grammar.around(class)) else { return Err(candidate) };
    let (before, after) = surroundings(text, &candidate.span);
    if !around.may_fit(before, after) {
        return Err(candidate);
    }
    let mut widest: Option<(Range<usize>, &Pattern)> = None;
    for pattern in around.patterns.iter().map(|index| &grammar.patterns[*index]) {
        let Some(left) = pattern.stretches[0].find(before) else { continue };
        let Some(right) = pattern.stretches[1].find(after) else { continue };
        let span = candidate.span.start - left.len()..candidate.span.end + right.len();
        let wider = widest.as_ref().is_none_or(|(widest, ..)| span.len() > widest.len());
        if wider
            && span.len() > candidate.span.len()
            && pattern.guards.hold(surroundings(text, &span).0, surroundings(text, &span).1)
        {
            widest = Some((span, pattern));
        }
    }
    match widest {
        Some((span, pattern)) => {
            let stands = pattern.alone && may_be_date(grammar, text, &span);
            let stretches = pattern.stretches.iter().zip([before, after]).collect();
            let fields = Fields::new(grammar, pattern, stretches, vec![candidate.fields]);
            Ok(Candidate { span, fields, stands })
        }
        None => Err(candidate),
    }
}

/// Two neighbours as one, if a pattern has them both, else as they were.
fn between<'a>(grammar: &'a Grammar, text: &'a str, first: Candidate<'a>, second: Candidate<'a>) -> Vec<Candidate<'a>> {
    let gap = &text[first.span.end..second.span.start];
    if gap.len() > SURROUNDINGS {
        return vec![first, second];
    }
    let class = |candidate: &Candidate<'a>| candidate.fields.pattern.class.as_deref();
    let span = first.span.start..second.span.end;
    let fits = |pattern: &&Pattern| {
        let [from, to] = &pattern.inner[..] else { return false };
        let of = |inner: &super::form::Inner, class: Option<&str>| {
            class.is_some_and(|class| inner.classes.iter().any(|known| known == class))
        };
        let (before, after) = surroundings(text, &span);
        of(from, class(&first))
            && of(to, class(&second))
            && pattern.stretches[1].is_match(gap)
            && pattern.guards.hold(before, after)
    };
    match grammar.patterns.iter().find(fits) {
        Some(pattern) => {
            let stretches = vec![(&pattern.stretches[1], gap)];
            let fields = Fields::new(grammar, pattern, stretches, vec![first.fields, second.fields]);
            vec![Candidate { span, fields, stands: true }]
        }
        None => vec![first, second],
    }
}
