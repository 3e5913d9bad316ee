//! Which words a match of a pattern must hold: the triggers by which rules are chosen for a sentence.
//!
//! The build script works this out for the built-in rules, as it takes longer than all else in loading them; this file
//! is a part of it as well, and so uses nothing of the crate. What a user adds is worked out when it is loaded.
//! Rules are made of word groups again and again, and some groups are long: a pattern is read as a [`Frame`], and what is
//! known of its groups is looked up.

use std::collections::BTreeMap;

use regex_syntax::hir::{Hir, HirKind};

/// Words of which a text must hold one; `None` if it need not hold any.
pub(crate) type Required = Option<Vec<Vec<u8>>>;

/// A choice of more words is none.
const WORDS_MOST: usize = 200;
/// What stands for any text in a frame.
const ANY: &str = r"[\x00-\x7f]";

/// A part of a pattern: regular expression, or the inside of a `{…}`.
pub(crate) enum Part<'a> {
    Plain(&'a str),
    Atom(&'a str),
}

/// The parts of a pattern; an error if a `{` is not closed. `{2,4}` is a repetition and plain.
pub(crate) fn parts(pattern: &str) -> impl Iterator<Item = Result<Part<'_>, String>> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_atom = |at: &usize| !rest[at + 1..].starts_with(|c: char| c.is_ascii_digit() || c == ',');
        let open = rest.match_indices('{').map(|(at, _)| at).find(is_atom).unwrap_or(rest.len());
        if open > 0 {
            let plain = &rest[..open];
            rest = &rest[open..];
            return Some(Ok(Part::Plain(plain)));
        }
        let Some(close) = rest.find('}') else {
            rest = "";
            return Some(Err("a `{` is not closed".into()));
        };
        let inner = &rest[1..close];
        rest = &rest[close + 1..];
        Some(Ok(Part::Atom(inner)))
    })
}

/// A pattern in which each group is a capture `g0`, `g1` …, with the groups' names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    text: String,
    groups: Vec<String>,
}

impl Frame {
    /// Reads a pattern: what names a group, and which class of slots another `{…}` stands for, is told.
    pub(crate) fn new(
        pattern: &str,
        is_group: &dyn Fn(&str) -> bool,
        slots: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Frame, String> {
        let mut frame = Frame { text: String::from("(?-u)"), groups: vec![] };
        for part in parts(pattern) {
            match part? {
                Part::Plain(text) => frame.text.push_str(text),
                Part::Atom(inner) => match group_of(inner).filter(|name| is_group(name)) {
                    Some(name) => {
                        // What stands in it does not matter: it is looked up.
                        frame.text.push_str(&format!("(?P<g{}>.)", frame.groups.len()));
                        frame.groups.push(name.to_string());
                    }
                    None => frame.text.push_str(&slots(inner).unwrap_or_else(|| ANY.into())),
                },
            }
        }
        Ok(frame)
    }

    /// The group that a capture stands for.
    pub(crate) fn group(&self, capture: &str) -> Option<&str> {
        let index: usize = capture.strip_prefix('g')?.parse().ok()?;
        self.groups.get(index).map(String::as_str)
    }

    pub(crate) fn hir(&self) -> Result<Hir, String> {
        parse(&self.text)
    }
}

/// What the inside of a `{…}` names, should it be a group: `{be}`, `{object:category}`.
fn group_of(inner: &str) -> Option<&str> {
    match inner.split_once(':') {
        Some((word, argument)) if word == "object" || word.starts_with('@') => Some(argument),
        Some((word, _)) => Some(word),
        None => Some(inner),
    }
}

/// What groups require, and by it what patterns do.
#[derive(Debug, Default)]
pub(crate) struct Requirements(BTreeMap<String, Required>);

impl Requirements {
    /// What each group requires. A group that cannot be read requires nothing.
    pub(crate) fn of_groups(groups: &BTreeMap<String, String>) -> Requirements {
        let mut requirements = Requirements::default();
        groups.keys().for_each(|name| drop(requirements.learn(name, groups)));
        requirements
    }

    fn learn(&mut self, name: &str, groups: &BTreeMap<String, String>) -> Result<(), String> {
        let Some(text) = groups.get(name).filter(|_| !self.0.contains_key(name)) else { return Ok(()) };
        // Until it is known it requires nothing, which also ends rings.
        self.0.insert(name.to_string(), None);
        let frame = Frame::new(text, &|name| groups.contains_key(name), &|_| None)?;
        for group in &frame.groups {
            self.learn(group, groups)?;
        }
        let required = self.of(&frame)?;
        self.0.insert(name.to_string(), required);
        Ok(())
    }

    /// Words of which a match of a pattern must hold at least one.
    fn of(&self, frame: &Frame) -> Result<Required, String> {
        let known = |capture: &str| self.0.get(frame.group(capture)?).cloned().flatten();
        Ok(required_of(&frame.hir()?, &known))
    }

    /// The same of a pattern as it is written, without regard to its slots.
    pub(crate) fn of_pattern(&self, pattern: &str) -> Result<Required, String> {
        self.of(&Frame::new(pattern, &|name| self.0.contains_key(name), &|_| None)?)
    }
}

/// What a pattern is known by in the table that the build script writes: FNV-1a.
pub(crate) fn key(pattern: &str) -> u64 {
    pattern
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// A pattern as the crate `regex` would read it that matches bytes.
pub(crate) fn parse(pattern: &str) -> Result<Hir, String> {
    let parsed = regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern);
    parsed.map_err(|error| error.to_string())
}

/// Literals of which a match must hold at least one: the choice whose shortest literal is longest. A capture may stand
/// for something that is not written out: `known` gives its literals.
pub(crate) fn required_of(hir: &Hir, known: &dyn Fn(&str) -> Required) -> Required {
    match hir.kind() {
        HirKind::Literal(literal) => {
            // A slot may stand beside the words.
            let words = literal.0.split(|byte| *byte < b' ').map(<[u8]>::trim_ascii);
            words.max_by_key(|words| words.len()).filter(|words| words.len() >= 2).map(|words| vec![words.to_vec()])
        }
        HirKind::Capture(capture) => {
            let stands_for = capture.name.as_deref().and_then(known);
            stands_for.or_else(|| required_of(&capture.sub, known))
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => required_of(&repetition.sub, known),
        HirKind::Concat(parts) => {
            parts.iter().filter_map(|part| required_of(part, known)).max_by_key(|found| worth(found))
        }
        HirKind::Alternation(parts) => {
            let found: Option<Vec<Vec<Vec<u8>>>> = parts.iter().map(|part| required_of(part, known)).collect();
            let mut all: Vec<Vec<u8>> = found?.concat();
            all.sort();
            all.dedup();
            (all.len() <= WORDS_MOST).then_some(all)
        }
        _ => None,
    }
}

fn worth(literals: &[Vec<u8>]) -> (usize, std::cmp::Reverse<usize>) {
    (literals.iter().map(Vec::len).min().unwrap_or(0).min(6), std::cmp::Reverse(literals.len()))
}
