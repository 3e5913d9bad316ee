//! Reads an article's sentences in order and has what is found in them resolved, one after another.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::anchor::Anchor;
use super::direction::{Cues, Points};
use super::grammar::{Fields, Grammar};
use super::order::{self, Order};
use super::resolve::{self, Context};
use super::scan::{Candidate, scan};
use super::{Bound, Date, DateMention, Patterns, Temporal, years};
use crate::{Article, Span};

/// How many bytes may lie between a time and its day.
const NEAR: u32 = 32;
/// Codes of quarters in EDTF.
const QUARTERS: std::ops::RangeInclusive<u8> = 33..=36;
/// Kana, kanji, hangul and full-width digits begin with this byte or a later one in UTF-8.
const FIRST_EAST_ASIAN: u8 = 0xE3;

/// Reads the sentences of one article in order.
pub(super) struct Reader<'a> {
    patterns: &'a Patterns,
    article: &'a Article,
    anchor: Option<Anchor>,
    narrative: Option<Anchor>,
    /// The last date, and the last quarter.
    last: Option<Date>,
    quarter: Option<Date>,
    /// What comes first in dates of figures, once it was asked for.
    order: OnceCell<Option<Order>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(patterns: &'a Patterns, article: &'a Article) -> Reader<'a> {
        let anchor = article.metadata.date.as_ref().and_then(Anchor::new);
        Reader { patterns, article, anchor, narrative: None, last: None, quarter: None, order: OnceCell::new() }
    }

    /// Adds the mentions of a sentence.
    pub(super) fn read(&mut self, sentence: Span, found: &mut Vec<DateMention>) {
        let (start, text) = (sentence.start as usize, sentence.of(&self.article.text));
        let first = found.len();
        let candidates = self.candidates(text);
        let days = |candidate: &&Candidate<'_>| candidate.fields.pattern.meaning.is_date();
        let spans: Vec<Range<usize>> = candidates.iter().filter(days).map(|candidate| candidate.span.clone()).collect();
        let cues: Vec<(&Grammar, OnceCell<Cues<'_>>)> =
            self.patterns.grammars.iter().map(|grammar| (grammar, OnceCell::new())).collect();
        let years = years::shared(&candidates, text);
        // The earliest date of the sentence that is said to lie ahead, and where the last such ends.
        let mut coming: Option<(Date, usize)> = None;
        for (Candidate { span, fields, .. }, year) in candidates.into_iter().zip(years) {
            let points = || points(&fields, &cues, text, &span, &spans);
            let order = || self.order();
            let context = Context {
                anchor: self.anchor,
                year,
                narrative: self.narrative,
                last: self.last.as_ref(),
                quarter: self.quarter.as_ref(),
                points: &points,
                order: &order,
            };
            let Some((value, part)) = resolve::resolve(&fields, &context) else { continue };
            let later = coming.as_ref().filter(|_| year.is_none() && years::is_open(&fields));
            let value = later
                .and_then(|(date, end)| after(&value, date, &text[*end..span.start], &fields, &context))
                .unwrap_or(value);
            if let (Temporal::Date(date), Some(anchor), Some(_)) = (&value, self.anchor, years::named(&fields)) {
                let ahead = date.bounds().first.is_some_and(|first| first > anchor.last);
                let earliest = coming.take().map_or(date.clone(), |(first, _)| first.min(date.clone()));
                coming = ahead.then_some((earliest, span.end));
            }
            if let Temporal::Date(date) = &value {
                self.remember(date);
            }
            let bound = bound(fields.grammar, &text[..span.start], &text[span.end..]);
            let ends = ends(&fields, &value, text, &span);
            let ends = ends.map(|ends| ends.map(|end| Span::new(start + end.start, start + end.end)));
            let span = Span::new(start + span.start, start + span.end);
            found.push(DateMention { span, value, part, bound, ends, pattern: fields.pattern.name.clone() });
        }
        give_times_their_day(&mut found[first..]);
    }

    /// Gives days of an open year the year with which the article names them elsewhere, if it is one.
    pub(super) fn finish(found: &mut [DateMention]) {
        let day = |date: &Date| Some((date.month()?, date.day()?));
        // For each day of the year the date that names it whole; `None` where they differ in the year.
        let mut named: BTreeMap<(u8, u8), Option<Date>> = BTreeMap::new();
        for mention in found.iter() {
            let Temporal::Date(date) = &mention.value else { continue };
            let Some(day) = day(date).filter(|_| date.day_number().is_some()) else { continue };
            let first = named.entry(day).or_insert_with(|| Some(date.clone()));
            *first = first.take().filter(|first| first.year() == date.year());
        }
        for mention in found {
            let Temporal::Date(date) = &mut mention.value else { continue };
            let whole = day(date).and_then(|day| named.get(&day)?.as_ref());
            if let Some(whole) = whole.filter(|_| date.is_year_open()) {
                *date = whole.clone();
            }
        }
    }

    /// Keeps a date for what is said relative to it.
    fn remember(&mut self, date: &Date) {
        self.narrative = Anchor::new(date).or(self.narrative);
        self.last = Some(date.clone());
        if date.season().is_some_and(|code| QUARTERS.contains(&code)) {
            self.quarter = self.last.clone();
        }
    }

    fn order(&self) -> Option<Order> {
        *self.order.get_or_init(|| order::of(self.article, self.patterns, &self.candidates(&self.article.text)))
    }

    /// What the patterns of all grammars find, in order, the longer first where two overlap.
    fn candidates(&self, text: &'a str) -> Vec<Candidate<'a>> {
        let east_asian = !text.is_ascii() && text.bytes().any(|byte| byte >= FIRST_EAST_ASIAN);
        let grammars = self.patterns.grammars.iter().filter(|grammar| east_asian || !grammar.east_asian);
        let (mut all, mut ran): (Vec<Candidate<'a>>, usize) = (Vec::new(), 0);
        for grammar in grammars {
            all.extend(scan(grammar, text));
            ran += 1;
        }
        if ran > 1 {
            all.sort_by_key(|candidate| (candidate.span.start, Reverse(candidate.span.end)));
            let mut end = 0;
            all.retain(|candidate| {
                let keep = candidate.span.start >= end;
                end = end.max(candidate.span.end);
                keep
            });
        }
        all
    }
}

/// The value of an expression without a year behind a date that lies ahead, if its own lies before that: in a list
/// the first from that date on, else of an open year.
fn after(value: &Temporal, coming: &Date, gap: &str, fields: &Fields<'_>, context: &Context<'_>) -> Option<Temporal> {
    let first = coming.bounds().first?;
    let is_before = |value: &Temporal| matches!(value, Temporal::Date(date) if date.bounds().last < Some(first));
    if !is_before(value) || (context.points)() == Some(Points::Back) {
        return None;
    }
    let resolve = |context: Context<'_>| resolve::resolve(fields, &context).map(|(value, _)| value);
    if !years::lists(fields.grammar, gap, true) {
        return resolve(Context { anchor: None, ..*context });
    }
    let year = coming.year()?;
    let in_years = [year, year + 1].into_iter().filter_map(|year| resolve(Context { year: Some(year), ..*context }));
    in_years.into_iter().find(|value| !is_before(value))
}

/// Where the ends of a stretch stand: before and behind the word between them.
fn ends(fields: &Fields<'_>, value: &Temporal, text: &str, span: &Range<usize>) -> Option<[Range<usize>; 2]> {
    if !matches!(value, Temporal::Date(date) if date.ends().is_some()) {
        return None;
    }
    let between = fields.place("until").or_else(|| fields.place("and"))?;
    let (first, last) = (span.start..span.start + between.start, span.start + between.end..span.end);
    let trim = |end: Range<usize>| {
        let words = &text[end.clone()];
        let start = end.start + words.len() - words.trim_start().len();
        start..start + words.trim().len()
    };
    let ends = [trim(first), trim(last)];
    ends.iter().all(|end| !end.is_empty()).then_some(ends)
}

/// What the word beside a date says of it: before it, or behind it in languages whose particles follow.
fn bound(grammar: &Grammar, before: &str, after: &str) -> Option<Bound> {
    let beside = |word: &str| {
        if grammar.east_asian {
            return after.trim_start().starts_with(word);
        }
        let head = before.trim_end();
        let tail = head.len().checked_sub(word.len()).and_then(|at| head.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
            && !head[..head.len() - word.len()].ends_with(|c: char| c.is_alphanumeric())
    };
    let (_, code) = grammar.words.get("bound")?.iter().find(|(word, _)| beside(word))?;
    if code == "SINCE" { Some(Bound::Since) } else { Some(Bound::Until) }
}

/// Where the event of a date lies. The cues of a sentence are sought when the first date asks.
fn points<'d>(
    fields: &Fields<'_>,
    cues: &[(&Grammar, OnceCell<Cues<'d>>)],
    text: &str,
    span: &Range<usize>,
    dates: &'d [Range<usize>],
) -> Option<Points> {
    let (grammar, cues) = cues.iter().find(|(grammar, _)| std::ptr::eq(*grammar, fields.grammar))?;
    cues.get_or_init(|| Cues::of(grammar, text, dates)).decide(span)
}

/// A time of day belongs to the nearest day of its sentence, if that is near enough.
fn give_times_their_day(mentions: &mut [DateMention]) {
    let day = |mention: &DateMention| match &mention.value {
        Temporal::Date(date) if date.day_number().is_some() => Some((mention.span, date.clone())),
        _ => None,
    };
    let days: Vec<(Span, Date)> = mentions.iter().filter_map(day).collect();
    for mention in mentions {
        let Temporal::Time(time) = &mut mention.value else { continue };
        let gap = |span: Span| span.start.max(mention.span.start).saturating_sub(span.end.min(mention.span.end));
        let next = days.partition_point(|(span, _)| span.start < mention.span.start);
        let beside = days[next.saturating_sub(1)..].iter().take(2);
        let nearest = beside.min_by_key(|(span, _)| gap(*span)).filter(|(span, _)| gap(*span) <= NEAR);
        if let Some((_, day)) = nearest {
            *time = format!("{day}{time}");
        }
    }
}
