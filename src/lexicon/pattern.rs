//! A rule's pattern, ready to be matched.
//!
//! A sentence is short, a rule is tried on few of them, and there are very many rules: an engine that builds a table as it
//! reads costs more time to build it than it saves, and holds one for every rule and thread. So patterns are
//! matched by bounded backtracking, which needs no more than the pattern and a [`Scratch`] that all rules share;
//! a text too long for that is simulated state by state, which is slower, and linear as well.

use regex_automata::nfa::thompson::{NFA, WhichCaptures, backtrack, pikevm};
use regex_automata::util::captures::Captures;
use regex_syntax::hir::Hir;

/// A regex of a rule may not grow beyond this, in bytes.
const SIZE_LIMIT: usize = 4 << 20;
/// So much memory a match may take in which places it has been, in bytes.
const VISITED: usize = 1 << 20;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    short: backtrack::BoundedBacktracker,
    long: pikevm::PikeVM,
}

/// Memory that matching needs, for all patterns in turn.
#[derive(Clone, Debug, Default)]
pub struct Scratch(Option<backtrack::Cache>);

impl Pattern {
    /// Compiles a pattern; an error says why it cannot be.
    pub(super) fn new(hir: &Hir) -> Result<Pattern, String> {
        let config = NFA::config().utf8(false).nfa_size_limit(Some(SIZE_LIMIT)).which_captures(WhichCaptures::All);
        let nfa = NFA::compiler().configure(config).build_from_hir(hir).map_err(|error| match error.size_limit() {
            Some(limit) => format!("the compiled pattern is larger than {limit} bytes"),
            None => error.to_string(),
        })?;
        let config = backtrack::Config::new().visited_capacity(VISITED);
        let short = backtrack::Builder::new().configure(config).build_from_nfa(nfa.clone());
        let long = pikevm::PikeVM::new_from_nfa(nfa);
        let fault = |error: regex_automata::nfa::thompson::BuildError| error.to_string();
        Ok(Pattern { short: short.map_err(fault)?, long: long.map_err(fault)? })
    }

    /// All matches, from left to right, none overlapping another.
    pub fn matches(&self, text: &str, scratch: &mut Scratch) -> Vec<Captures> {
        if text.len() > self.short.max_haystack_len() {
            return self.long.captures_iter(&mut self.long.create_cache(), text).collect();
        }
        let cache = scratch.0.get_or_insert_with(|| self.short.create_cache());
        self.short.reset_cache(cache);
        // Only a text that is too long is an error.
        self.short.try_captures_iter(cache, text).flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a match and its groups begin and end.
    type Places = Vec<Option<(usize, usize)>>;

    /// Where a pattern matches, by each engine and by the crate `regex`.
    fn found(pattern: &str, text: &str) -> [Vec<Places>; 3] {
        let hir = regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern).expect("a pattern");
        let own = Pattern::new(&hir).expect("not too large");
        let groups = |captures: Captures| captures.iter().map(|group| Some((group?.start, group?.end))).collect();
        let short = own.matches(text, &mut Scratch::default()).into_iter().map(groups).collect();
        let long = own.long.captures_iter(&mut own.long.create_cache(), text).map(groups).collect();
        let theirs = regex::bytes::Regex::new(pattern).expect("a pattern");
        let theirs = theirs.captures_iter(text.as_bytes());
        let groups = |captures: regex::bytes::Captures| {
            captures.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect()
        };
        [short, long, theirs.map(groups).collect()]
    }

    #[test]
    fn a_pattern_too_large_is_refused() {
        let hir = regex_syntax::Parser::new().parse("((abc){1000}){100}").expect("a pattern");
        assert!(Pattern::new(&hir).expect_err("too large").contains("larger than"));
    }

    proptest::proptest! {
        #[test]
        fn matches_are_those_of_the_crate_regex(
            pattern in "((a|b|\\(b\\)| |\\(?:ab\\|b\\|c\\)|\\(a\\|\\)|\\[bc\\]|\\(c\\|\\[\\\\x01\\\\x02\\]\\)|\\^|\\$)(\\?|\\*|\\+\\?|\\{2\\}|\\{0,2\\}\\?|)){1,6}",
            text in "[abc \x01\x02]{0,14}",
        ) {
            if regex::bytes::Regex::new(&pattern).is_ok() {
                let [short, long, theirs] = found(&format!("(?-u){pattern}"), &text);
                assert_eq!(short, theirs);
                assert_eq!(long, theirs);
            }
        }
    }
}
