//! Whether a date without a year lies ahead or back: the event decides.
//!
//! Cues are verbs and adjectives ("slated for", "will", "released"). Of a sentence with several, the nearest
//! one that has no nearer date of its own decides.

use std::error::Error;
use std::ops::Range;

use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;
use serde::Deserialize;

use super::grammar::Grammar;

/// How many cues behind a date may be that of its event.
const REACH: usize = 16;

/// Where a cue points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Points {
    /// The date lies after the article's.
    Ahead,
    /// Before or on it.
    Back,
    /// Whichever is nearer: "was originally due".
    Near,
    /// Back for a date before it, ahead for one behind it: "on Monday they agreed to meet on 3 May".
    Turn,
}

impl Points {
    /// What it says of a date before or behind it.
    fn seen(self, behind: bool) -> Points {
        match self {
            Points::Turn if behind => Points::Ahead,
            Points::Turn => Points::Back,
            other => other,
        }
    }
}

/// Words that point.
#[derive(Debug)]
pub(super) struct Cue {
    pub(super) points: Points,
    pub(super) source: String,
}

/// The cues of a sentence, and its dates.
pub(super) struct Cues<'a> {
    /// In order. What stands within a date ("May", "last") is no cue.
    list: Vec<(Range<usize>, Points)>,
    /// Where the sentence's dates stand, in order.
    dates: &'a [Range<usize>],
    /// Whether verbs follow what belongs to them, as in Japanese and Korean.
    verb_last: bool,
}

/// All cues of a grammar as one regular expression that tells which of them it found, and nothing of its groups:
/// that is much cheaper than asking which group took part.
#[derive(Debug)]
pub(super) struct CueRegex {
    regex: Regex,
    /// Where each cue points.
    points: Vec<Points>,
}

/// Compiles the cues of a grammar; `None` if there are none.
pub(super) fn compile(cues: &[Cue]) -> Result<Option<CueRegex>, Box<dyn Error + Send + Sync>> {
    if cues.is_empty() {
        return Ok(None);
    }
    let whole_words = |cue: &Cue| format!(r"(?-u:\b{{start-half}})(?:{})(?-u:\b{{end-half}})", cue.source);
    let sources: Vec<String> = cues.iter().map(whole_words).collect();
    let without_groups = Regex::config().which_captures(WhichCaptures::Implicit);
    let regex = Regex::builder().configure(without_groups).build_many(&sources)?;
    Ok(Some(CueRegex { regex, points: cues.iter().map(|cue| cue.points).collect() }))
}

impl<'a> Cues<'a> {
    /// The cues of a sentence whose dates stand at `dates`.
    pub(super) fn of(grammar: &Grammar, sentence: &str, dates: &'a [Range<usize>]) -> Cues<'a> {
        let verb_last = grammar.east_asian;
        let Some(cues) = grammar.cue_regex() else { return Cues { list: Vec::new(), dates, verb_last } };
        let in_date = |at: usize| dates[..dates.partition_point(|date| date.start <= at)].last();
        let is_free = |cue: &Range<usize>| in_date(cue.start).is_none_or(|date| date.end <= cue.start);
        let found = cues.regex.find_iter(sentence).map(|cue| (cue.range(), cues.points[cue.pattern()]));
        Cues { list: found.filter(|(cue, _)| is_free(cue)).collect(), dates, verb_last }
    }

    /// Where the event of the date at `span` lies.
    pub(super) fn decide(&self, span: &Range<usize>) -> Option<Points> {
        let (before, after) = self.list.split_at(self.list.partition_point(|(cue, _)| cue.start < span.start));
        let after = &after[after.partition_point(|(cue, _)| cue.start < span.end)..];
        let before = before.last();
        // A cue may reach into the date: "set for March".
        let own_before = before.filter(|(cue, _)| self.is_free(cue.end, span.start));
        // A cue with a date right behind it ("formed in 2013") is that date's.
        let claimed = |cue: &Range<usize>| {
            self.date_from(cue.end).is_some_and(|date| date.start - cue.end < cue.start - span.end)
        };
        let unclaimed = after.iter().take(REACH).find(|(cue, _)| !claimed(cue));
        let after = after.first().filter(|(cue, _)| self.is_free(span.end, cue.start));
        let points =
            |cue: Option<&(Range<usize>, Points)>| cue.map(|(cue, points)| points.seen(cue.start < span.start));
        if self.verb_last {
            return points(after.or(own_before).or(before));
        }
        // What lies ahead on a later date says nothing of this one.
        let later = points(after).map(|points| (points != Points::Ahead).then_some(points));
        points(own_before.or(unclaimed)).or_else(|| later.unwrap_or_else(|| points(before)))
    }

    /// The first date that begins at a place or behind it.
    fn date_from(&self, at: usize) -> Option<&Range<usize>> {
        self.dates.get(self.dates.partition_point(|date| date.start < at))
    }

    /// Whether no date lies between two places.
    fn is_free(&self, from: usize, to: usize) -> bool {
        self.date_from(from).is_none_or(|date| date.end > to)
    }
}
