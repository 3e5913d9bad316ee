//! The date words, patterns and cues of one language, compiled when they are first used.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::error::Error;
use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use regex_syntax::hir::Hir;

use super::direction::{self, Cue, CueRegex};
use super::form::{Inner, Slot, unnamed};
use super::meaning::Meaning;
use super::starts::Starts;

/// Bytes that a compiled set of patterns may take.
const SIZE_LIMIT: usize = 64 << 20;

/// The words, patterns and cues of one language.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    /// Whether it is looked for only where characters of East Asian scripts stand.
    pub(super) east_asian: bool,
    /// Class, then word, to value.
    pub(super) words: BTreeMap<String, BTreeMap<String, String>>,
    /// Classes made of others: the classes of words that they hold.
    pub(super) parts: BTreeMap<String, Vec<String>>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) cues: Vec<Cue>,
    scanner: OnceLock<Option<Scanner>>,
    around: OnceLock<BTreeMap<String, Around>>,
    cue_regex: OnceLock<Option<CueRegex>>,
}

/// A form and what it means.
#[derive(Debug)]
pub(super) struct Pattern {
    /// `en/month-day`.
    pub(super) name: String,
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) meaning: Meaning,
    /// Constant fields: what a slot of that name would capture.
    pub(super) given: BTreeMap<String, String>,
    pub(super) slots: Vec<Slot>,
    /// Expressions of other patterns that this one holds: none, one, or two.
    pub(super) inner: Vec<Inner>,
    /// What stands before, between and after them; the whole form if there are none.
    pub(super) stretches: Vec<Anchored>,
    /// The class that it belongs to, if others may hold it.
    pub(super) class: Option<String>,
    /// Whether it is found by itself, and not only inside others.
    pub(super) alone: bool,
    pub(super) guards: Guards,
    pub(super) examples: Vec<Example>,
    /// Texts in which it must find nothing.
    pub(super) none: Vec<String>,
}

/// What must or must not stand around a match.
#[derive(Debug, Default)]
pub(super) struct Guards {
    pub(super) before: Option<Anchored>,
    pub(super) unless_before: Option<Anchored>,
    pub(super) after: Option<Anchored>,
    pub(super) unless_after: Option<Anchored>,
}

/// A regular expression bound to one end of the text or both; compiled when first asked.
#[derive(Debug)]
pub(super) struct Anchored {
    pub(super) source: String,
    /// Whether it asks for nothing.
    pub(super) is_empty: bool,
    regex: OnceLock<Option<Regex>>,
}

/// A text with its date in brackets, the article's date, and the value that must be found.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    /// The article's date.
    pub(super) on: Option<String>,
    pub(super) text: String,
    pub(super) is: String,
}

/// The compiled patterns that hold no others.
#[derive(Debug)]
pub(super) struct Scanner {
    /// Finds where a pattern may begin.
    pub(super) starts: Starts,
    /// Tells which patterns fit from there.
    pub(super) which: RegexSet,
    /// Index of each pattern of `which` among the grammar's.
    pub(super) patterns: Vec<usize>,
}

/// The patterns around one expression of a class.
#[derive(Debug)]
pub(super) struct Around {
    /// Their indices among the grammar's.
    pub(super) patterns: Vec<usize>,
    /// What any of them asks for before the expression and behind it, of those that ask.
    before: Option<Anchored>,
    after: Option<Anchored>,
}

impl Around {
    fn new(patterns: Vec<usize>, all: &[Pattern]) -> Around {
        let any = |at: usize| {
            let stretches = patterns.iter().map(|index| (&all[*index], &all[*index].stretches[at]));
            let asked = stretches.filter(|(_, stretch)| !stretch.is_empty);
            let sources: Vec<String> =
                asked.map(|(pattern, stretch)| unnamed(&stretch.source, &pattern.slots)).collect();
            (!sources.is_empty()).then(|| Anchored::new(format!("(?:{})", sources.join("|"))))
        };
        Around { before: any(0), after: any(1), patterns }
    }

    /// Whether one of them may fit between these texts: mostly none does, and two regular expressions tell.
    pub(super) fn may_fit(&self, before: &str, after: &str) -> bool {
        let fits = |any: &Option<Anchored>, text: &str| any.as_ref().is_some_and(|any| any.is_match(text));
        fits(&self.before, before) || fits(&self.after, after)
    }
}

impl Grammar {
    /// The patterns around one expression of a class; `None` if there are none.
    pub(super) fn around(&self, class: &str) -> Option<&Around> {
        let classes = || {
            let mut classes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (index, pattern) in self.patterns.iter().enumerate() {
                let [inner] = &pattern.inner[..] else { continue };
                inner.classes.iter().for_each(|class| classes.entry(class).or_default().push(index));
            }
            let around = |(class, patterns): (&str, _)| (class.to_string(), Around::new(patterns, &self.patterns));
            classes.into_iter().map(around).collect()
        };
        self.around.get_or_init(classes).get(class)
    }

    /// The compiled patterns; `None` if there are none.
    pub(super) fn scanner(&self) -> Option<&Scanner> {
        self.scanner.get_or_init(|| self.compile().ok().flatten()).as_ref()
    }

    fn compile(&self) -> Result<Option<Scanner>, regex::Error> {
        let patterns: Vec<usize> =
            (0..self.patterns.len()).filter(|index| self.patterns[*index].inner.is_empty()).collect();
        if patterns.is_empty() {
            return Ok(None);
        }
        let sources: Vec<String> = patterns.iter().map(|index| self.patterns[*index].plain_source()).collect();
        let anchored = sources.iter().map(|source| format!(r"\A(?:{source})"));
        let which = RegexSetBuilder::new(anchored).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT).build()?;
        let parsed: Vec<Hir> = sources.iter().filter_map(|source| regex_syntax::parse(source).ok()).collect();
        let starts = Starts::of(parsed.iter(), !self.east_asian);
        Ok(Some(Scanner { starts, which, patterns }))
    }

    /// Compiles what is otherwise compiled on first use; an error is that of the first that cannot be.
    pub(super) fn try_compile(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.compile()?;
        direction::compile(&self.cues)?;
        let guards = self.patterns.iter().flat_map(|pattern| pattern.guards.sources());
        let stretches = self.patterns.iter().flat_map(|pattern| &pattern.stretches).map(|part| part.source.as_str());
        Ok(guards.chain(stretches).try_for_each(|source| compile(source).map(drop))?)
    }

    /// All cues as one regular expression; `None` if there are none.
    pub(super) fn cue_regex(&self) -> Option<&CueRegex> {
        self.cue_regex.get_or_init(|| direction::compile(&self.cues).ok().flatten()).as_ref()
    }

    /// The value of a word of a class, if it is listed.
    pub(super) fn word(&self, class: &str, word: &str) -> Option<&str> {
        self.words.get(class)?.get(word).map(String::as_str)
    }

    /// Whether a text holds a word of a class.
    pub(super) fn has_word(&self, class: &str, text: &str) -> bool {
        self.words.get(class).is_some_and(|words| words.keys().any(|word| text.contains(word.as_str())))
    }

    /// The value of a word of a class: as listed, else the text itself.
    fn value<'a>(&'a self, class: &str, word: &'a str) -> &'a str {
        if let Some(value) = self.word(class, word) {
            return value;
        }
        let plain = word.split_whitespace().collect::<Vec<_>>().join(" ");
        let is = |listed: &str| listed.strip_prefix('=').unwrap_or(listed).eq_ignore_ascii_case(&plain);
        let parts = self.parts.get(class).map_or(&[][..], Vec::as_slice).iter().map(String::as_str);
        std::iter::once(class)
            .chain(parts)
            .filter_map(|class| self.words.get(class))
            .find_map(|words| words.iter().find(|(listed, _)| is(listed)))
            .map_or(word, |(_, value)| value)
    }
}

impl Pattern {
    /// The whole form of a pattern that holds no others, without the names of its slots.
    fn plain_source(&self) -> String {
        let source = self.stretches[0].source.trim_start_matches(r"\A");
        unnamed(source, &self.slots)
    }
}

impl Anchored {
    pub(super) fn new(source: String) -> Anchored {
        Anchored::stretch(source, false)
    }

    /// A stretch of a form, which asks for nothing if it `is_empty`.
    pub(super) fn stretch(source: String, is_empty: bool) -> Anchored {
        Anchored { source, is_empty, regex: OnceLock::new() }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// Where the first match lies.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        self.regex()?.find(text).map(|found| found.range())
    }

    fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex()?.captures(text)
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile(&self.source).ok()).as_ref()
    }
}

fn compile(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).size_limit(SIZE_LIMIT).build()
}

impl Guards {
    /// The regular expressions, to be checked.
    pub(super) fn sources(&self) -> impl Iterator<Item = &str> {
        let all = [&self.before, &self.unless_before, &self.after, &self.unless_after];
        all.into_iter().filter_map(|guard| guard.as_ref().map(|guard| guard.source.as_str()))
    }

    /// Whether they let a match with this text before and after it stand.
    pub(super) fn hold(&self, before: &str, after: &str) -> bool {
        let asked = |guard: &Option<Anchored>, text: &str| guard.as_ref().is_none_or(|guard| guard.is_match(text));
        let refused = |guard: &Option<Anchored>, text: &str| guard.as_ref().is_some_and(|guard| guard.is_match(text));
        asked(&self.before, before)
            && asked(&self.after, after)
            && !refused(&self.unless_before, before)
            && !refused(&self.unless_after, after)
    }
}

/// What a pattern captured in a text.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) pattern: &'a Pattern,
    /// Its stretches that have slots, each with a text that it fits.
    stretches: Vec<(&'a Anchored, &'a str)>,
    /// What their slots hold: asked of few expressions of those found, and the dearest of all questions.
    captures: OnceCell<Vec<Captures<'a>>>,
    /// The expressions that it holds, in the order of the pattern's.
    inner: Vec<Fields<'a>>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        grammar: &'a Grammar,
        pattern: &'a Pattern,
        stretches: Vec<(&'a Anchored, &'a str)>,
        inner: Vec<Fields<'a>>,
    ) -> Fields<'a> {
        Fields { grammar, pattern, stretches, captures: OnceCell::new(), inner }
    }

    fn captures(&self) -> &[Captures<'a>] {
        let captures = || self.stretches.iter().filter_map(|(stretch, text)| stretch.captures(text)).collect();
        self.captures.get_or_init(captures)
    }

    /// The expression that a slot holds.
    pub(super) fn inner(&self, name: &str) -> Option<&Fields<'a>> {
        let index = self.pattern.inner.iter().position(|inner| inner.name == name)?;
        self.inner.get(index)
    }

    /// The text that a slot captured, and the slot's class.
    fn slot(&self, name: &str) -> Option<(&'a str, &'a str)> {
        let slots = self.pattern.slots.iter().filter(|slot| slot.name == name);
        let captured = |group: &str| self.captures().iter().find_map(|captures| captures.name(group));
        slots.filter_map(|slot| Some((captured(&slot.group)?.as_str(), slot.class.as_str()))).next()
    }

    /// Where in the expression a slot captured something; only of patterns that hold no others.
    pub(super) fn place(&self, name: &str) -> Option<Range<usize>> {
        let slots = self.pattern.slots.iter().filter(|slot| slot.name == name);
        let ([captures], []) = (self.captures(), &self.inner[..]) else { return None };
        slots.filter_map(|slot| captures.name(&slot.group)).map(|found| found.range()).next()
    }

    /// Whether a slot captured something, or the pattern gives it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.slot(name).is_some() || self.pattern.given.contains_key(name)
    }

    /// The value of what a slot captured, or the constant that the pattern gives.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        match self.slot(name) {
            Some((text, class)) => Some(self.grammar.value(class, text)),
            None => self.pattern.given.get(name).map(String::as_str),
        }
    }

    /// The number that a slot captured; what follows its digits ("2nd") is ignored.
    pub(super) fn number(&self, name: &str) -> Option<i32> {
        let value = half_width(self.get(name)?);
        let end = value.char_indices().find(|(at, c)| !(c.is_ascii_digit() || (*at == 0 && *c == '-')));
        value[..end.map_or(value.len(), |(at, _)| at)].parse().ok()
    }
}

/// A text with its full-width digits as ASCII ones.
pub(super) fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let narrow =
        |c: char| if ('０'..='９').contains(&c) { char::from(b'0' + (c as u32 - '０' as u32) as u8) } else { c };
    Cow::Owned(text.chars().map(narrow).collect())
}
