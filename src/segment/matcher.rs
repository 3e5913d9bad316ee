//! Many patterns at once over short texts. Those that begin a text die on their first bytes as one automaton;
//! each of the others is tried only where a word stands that it requires: as one automaton they would build
//! their states anew on every text.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use regex_syntax::hir::Hir;

use crate::lexicon::required_of;

/// Bytes that the automaton's states may take in each thread. Fewer, and it forgets what it needs again.
const STATES: usize = 8 << 20;

/// Compiled patterns, known by their place in the list they came in. They see bytes; ASCII case is folded.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    /// Patterns that begin a text, and their places.
    openers: RegexSet,
    opener_places: Vec<usize>,
    /// Words that the others require, and the places of those that require each.
    words: Option<AhoCorasick>,
    by_word: Vec<Vec<usize>>,
    /// Every pattern by itself, compiled when first asked for.
    single: Vec<(String, OnceLock<Option<Regex>>)>,
}

impl Matcher {
    /// Compiles patterns; an error if together they are too large. One that neither begins a text nor requires a
    /// word matches nothing: checking its examples shows it.
    pub(super) fn new<'a>(patterns: impl Iterator<Item = &'a str>) -> Result<Matcher, String> {
        let mut matcher = Matcher::default();
        let mut openers = Vec::new();
        let mut words: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (place, pattern) in patterns.enumerate() {
            matcher.single.push((pattern.to_string(), OnceLock::new()));
            if is_opener(pattern) {
                openers.push(pattern);
                matcher.opener_places.push(place);
            } else {
                let required = parse(pattern).ok().and_then(|hir| required_of(&hir, &|_| None)).unwrap_or_default();
                required.into_iter().for_each(|word| words.entry(word.to_ascii_lowercase()).or_default().push(place));
            }
        }
        let set = RegexSetBuilder::new(openers).unicode(false).case_insensitive(true).dfa_size_limit(STATES).build();
        matcher.openers = set.map_err(|error| error.to_string())?;
        let mut builder = AhoCorasick::builder();
        let automaton = builder.kind(Some(AhoCorasickKind::DFA)).ascii_case_insensitive(true).build(words.keys());
        matcher.words = Some(automaton.map_err(|error| error.to_string())?);
        matcher.by_word = words.into_values().collect();
        Ok(matcher)
    }

    /// The places of the patterns that match, in order: those that begin a text in `head`, the others in `text`.
    pub(super) fn matches(&self, head: &str, text: &str) -> impl Iterator<Item = usize> + use<> {
        let mut places = Vec::new();
        for found in self.words.iter().flat_map(|words| words.find_overlapping_iter(text)) {
            places.extend(&self.by_word[found.pattern().as_usize()]);
        }
        places.sort_unstable();
        places.dedup();
        places.retain(|place| self.regex(*place).is_some_and(|regex| regex.is_match(text.as_bytes())));
        if self.openers.is_match(head.as_bytes()) {
            places.extend(self.openers.matches(head.as_bytes()).into_iter().map(|index| self.opener_places[index]));
            places.sort_unstable();
        }
        places.into_iter()
    }

    /// The pattern at a place by itself.
    pub(super) fn regex(&self, place: usize) -> Option<&Regex> {
        let (pattern, regex) = &self.single[place];
        regex.get_or_init(|| compile(pattern)).as_ref()
    }
}

/// Whether a pattern begins a text with something of its own: `^[^.]*` would begin any.
fn is_opener(pattern: &str) -> bool {
    pattern.starts_with('^')
        && !pattern.starts_with("^[^")
        && !pattern.starts_with("^([^")
        && !pattern.starts_with("^.")
}

/// A pattern by itself.
fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).unicode(false).case_insensitive(true).build().ok()
}

/// The syntax of a pattern; letters' case is left as written.
pub(super) fn parse(pattern: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern).map_err(Box::new)
}
