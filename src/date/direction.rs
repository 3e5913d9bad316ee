//! Whether a date without a year lies ahead or back: the event decides.
//!
//! Cues are verbs and adjectives ("slated for", "will", "released"). Of a sentence with several, the nearest
//! one that has no nearer date of its own decides.

use std::ops::Range;

use regex::Regex;
use serde::Deserialize;

use super::grammar::Grammar;

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
}

/// Words that point.
#[derive(Debug)]
pub(super) struct Cue {
    pub(super) points: Points,
    pub(super) source: String,
}

/// The cues of a sentence.
pub(super) struct Cues(Vec<(Range<usize>, Points)>);

/// All cues of a grammar as one regular expression, a group each direction.
pub(super) fn compile(cues: &[Cue]) -> Option<Regex> {
    let arms: Vec<String> = cues.iter().enumerate().map(|(i, cue)| format!("(?P<c{i}>{})", cue.source)).collect();
    let source = format!(r"(?-u:\b{{start-half}})(?:{})(?-u:\b{{end-half}})", arms.join("|"));
    (!cues.is_empty()).then(|| Regex::new(&source).ok()).flatten()
}

impl Cues {
    /// The cues of a sentence, in order.
    pub(super) fn of(grammar: &Grammar, sentence: &str) -> Cues {
        let Some(regex) = grammar.cue_regex() else { return Cues(Vec::new()) };
        let cue = |found: regex::Captures<'_>| {
            let whole = found.get(0)?.range();
            let index = (0..grammar.cues.len()).find(|i| found.get(i + 1).is_some())?;
            Some((whole, grammar.cues[index].points))
        };
        Cues(regex.captures_iter(sentence).filter_map(cue).collect())
    }

    /// Where the event of the date at `span` lies; `dates` are the spans of all dates of the sentence.
    pub(super) fn decide(&self, span: &Range<usize>, dates: &[Range<usize>]) -> Option<Points> {
        let free = |from: usize, to: usize| !dates.iter().any(|date| from <= date.start && date.end <= to);
        // A cue may reach into the date: "set for March".
        let before = self.0.iter().rev().find(|(cue, _)| cue.start < span.start);
        if let Some((cue, points)) = before
            && free(cue.end, span.start)
        {
            return Some(*points);
        }
        let after = self.0.iter().find(|(cue, _)| cue.start >= span.end && free(span.end, cue.start));
        // A cue with a date right behind it ("formed in 2013") is that date's.
        let own_date = |cue: &Range<usize>| {
            dates.iter().any(|date| date.start >= cue.end && date.start - cue.end < cue.start.saturating_sub(span.end))
        };
        let unclaimed = self.0.iter().find(|(cue, _)| cue.start >= span.end && !own_date(cue));
        unclaimed.or(after).or(before).map(|(_, points)| *points)
    }
}
