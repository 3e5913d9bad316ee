//! Finds date expressions in a sentence and has them resolved, one after another.

use std::cell::OnceCell;
use std::ops::Range;

use super::anchor::Anchor;
use super::direction::{Cues, Points};
use super::grammar::{Fields, Grammar, Patterns, Scanner};
use super::guard;
use super::resolve::{self, Context};
use super::{Date, DateMention, Meaning, Temporal};
use crate::Span;

/// How many bytes a date expression may have.
const LONGEST: usize = 160;
/// How many bytes before a match its guards see.
const LOOK_BEHIND: usize = 48;

/// Reads the sentences of one article in order.
pub(super) struct Reader<'a> {
    patterns: &'a Patterns,
    anchor: Option<Anchor>,
    narrative: Option<Anchor>,
}

/// An expression found and not yet resolved.
struct Candidate<'a> {
    /// In the sentence.
    span: Range<usize>,
    fields: Fields<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(patterns: &'a Patterns, date: Option<&Date>) -> Reader<'a> {
        Reader { patterns, anchor: date.and_then(Anchor::new), narrative: None }
    }

    /// Adds the mentions of a sentence.
    pub(super) fn read(&mut self, text: &'a str, sentence: Span, found: &mut Vec<DateMention>) {
        let (start, text) = (sentence.start as usize, sentence.of(text));
        let candidates = self.candidates(text);
        let spans: Vec<Range<usize>> = candidates.iter().map(|candidate| candidate.span.clone()).collect();
        let cues: Vec<OnceCell<Cues>> = self.patterns.grammars.iter().map(|_| OnceCell::new()).collect();
        for Candidate { span, fields } in candidates {
            let points = || self.points(&fields, &cues, text, &span, &spans);
            let context = Context { anchor: self.anchor, narrative: self.narrative, points: &points };
            let Some((value, part)) = resolve::resolve(&fields, &context) else { continue };
            if let Temporal::Date(date) = &value {
                self.narrative = Anchor::new(date).or(self.narrative);
            }
            let span = Span::new(start + span.start, start + span.end);
            found.push(DateMention { span, value, part, pattern: fields.pattern.name.clone() });
        }
    }

    fn points(
        &self,
        fields: &Fields<'_>,
        cues: &[OnceCell<Cues>],
        text: &str,
        span: &Range<usize>,
        dates: &[Range<usize>],
    ) -> Option<Points> {
        let index = self.patterns.grammars.iter().position(|grammar| std::ptr::eq(grammar, fields.grammar))?;
        cues[index].get_or_init(|| Cues::of(fields.grammar, text)).decide(span, dates)
    }

    /// What the patterns of all grammars find, in order, the longer first where two overlap.
    fn candidates(&self, text: &'a str) -> Vec<Candidate<'a>> {
        let east_asian = text.bytes().any(|byte| byte >= FIRST_EAST_ASIAN);
        let mut all = Vec::new();
        for grammar in self.patterns.grammars.iter().filter(|grammar| east_asian || !grammar.east_asian) {
            if let Some(scanner) = grammar.scanner() {
                scan(grammar, scanner, text, &mut all);
            }
        }
        if east_asian {
            all.sort_by_key(|candidate| (candidate.span.start, std::cmp::Reverse(candidate.span.end)));
            let mut end = 0;
            all.retain(|candidate| {
                let keep = candidate.span.start >= end;
                end = end.max(candidate.span.end);
                keep
            });
        }
        all.retain(|candidate| candidate.fields.pattern.meaning != Meaning::Nothing);
        all
    }
}

/// Kana, kanji, hangul and full-width digits begin with this byte or a later one in UTF-8.
const FIRST_EAST_ASIAN: u8 = 0xE3;

fn scan<'a>(grammar: &'a Grammar, scanner: &Scanner, text: &'a str, found: &mut Vec<Candidate<'a>>) {
    let mut at = 0;
    while let Some(place) = scanner.any.find_at(text, at) {
        match longest(grammar, scanner, text, place.start()) {
            Some((end, candidate)) => {
                found.push(candidate);
                at = end;
            }
            // Nothing before the end of this word can be a date either.
            None => at = place.start() + text[place.start()..].chars().next().map_or(1, char::len_utf8),
        }
        if at >= text.len() {
            break;
        }
    }
}

/// The longest match from `start` whose guards hold, and where it ends.
fn longest<'a>(grammar: &'a Grammar, scanner: &Scanner, text: &'a str, start: usize) -> Option<(usize, Candidate<'a>)> {
    let window = &text[start..guard::floor(text, (start + LONGEST).min(text.len()))];
    let mut fits: Vec<(usize, Fields<'a>)> = scanner
        .which
        .matches(window)
        .into_iter()
        .filter_map(|index| Fields::capture(grammar, &grammar.patterns[index], window))
        .map(|fields| (fields.end(), fields))
        .collect();
    fits.sort_by_key(|(end, _)| std::cmp::Reverse(*end));
    fits.into_iter().find_map(|(end, fields)| {
        let inner = fields.span();
        let span = start + inner.start..start + inner.end;
        let guarded = guards_hold(&fields, text, start..start + end) && guard::may_be_date(text, &span);
        let nothing = fields.pattern.meaning == Meaning::Nothing;
        (guarded || nothing).then_some((start + end, Candidate { span, fields }))
    })
}

fn guards_hold(fields: &Fields<'_>, text: &str, matched: Range<usize>) -> bool {
    let before = &text[guard::floor(text, matched.start.saturating_sub(LOOK_BEHIND))..matched.start];
    let after = &text[matched.end..guard::floor(text, (matched.end + LOOK_BEHIND).min(text.len()))];
    let guards = &fields.pattern.guards;
    guards.before.holds(before, true)
        && guards.after.holds(after, true)
        && !guards.unless_before.holds(before, false)
        && !guards.unless_after.holds(after, false)
}
