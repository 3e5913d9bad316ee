//! Barriers: what a rule does not mean, though its pattern matches there. A regular expression cannot say that
//! "plays" must not stand before it; a second one beside it can.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::util::captures::Captures;

use super::pattern::{Pattern, Scratch};
use super::required::parse;

/// The pattern of a rule's `unless`; it is compiled when the rule first matches.
#[derive(Clone, Debug)]
pub(super) struct Barrier {
    source: String,
    compiled: OnceLock<Option<Pattern>>,
}

impl Barrier {
    /// Of a regular expression in which slots and groups are written out.
    pub(super) fn new(source: String) -> Barrier {
        Barrier { source, compiled: OnceLock::new() }
    }

    /// Compiles the pattern; an error says why it cannot be.
    pub(super) fn compile(&self) -> Result<Pattern, String> {
        Pattern::new(&parse(&self.source)?)
    }

    /// The matches of the rule whose subject and object do not lie within a match of this pattern.
    pub(super) fn keep(&self, matches: Vec<Captures>, text: &str, scratch: &mut Scratch) -> Vec<Captures> {
        let compiled = || self.compiled.get_or_init(|| self.compile().ok()).as_ref();
        let Some(pattern) = Some(&matches).filter(|matches| !matches.is_empty()).and_then(|_| compiled()) else {
            return matches;
        };
        let barred: Vec<Range<usize>> =
            pattern.matches(text, scratch).iter().filter_map(|found| Some(found.get_match()?.range())).collect();
        let holds = |place: &Range<usize>| barred.iter().any(|bar| bar.start <= place.start && place.end <= bar.end);
        matches.into_iter().filter(|found| !holds(&named(found))).collect()
    }
}

/// From the first to the last of what a match names; the whole match, if it names neither subject nor object.
fn named(found: &Captures) -> Range<usize> {
    let groups = ["subject", "object"].into_iter().filter_map(|name| found.get_group_by_name(name));
    let joined = groups.map(|group| group.range()).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
    joined.or_else(|| Some(found.get_match()?.range())).unwrap_or_default()
}
