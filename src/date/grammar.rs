//! The date words and patterns of `gazetteers/dates/`: how they are read and compiled.
//!
//! `<language>.tsv` lists words: a class, the words (`|` between them) and their value. `<language>.toml`
//! holds classes made of regular expressions, patterns and cues. A pattern's form is a regular expression in
//! which `{day}` stands for a word of the class `day` and captures it under that name, `{until:day}` captures
//! it under another, and a space for any white space. Words that begin in lower case are also found
//! capitalised and in capitals, others also in capitals. A pattern with a `class` can stand in the forms of
//! later ones. The longest pattern that fits at a place wins, then the one that stands first.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use super::direction::Cue;
use super::meaning::Meaning;
use crate::lexicon::{Fault, Sources, Table};

/// Where the files lie.
const FOLDER: &str = "gazetteers/dates/";
/// What a space in a form stands for.
const SPACE: &str = r"(?:(?:[ \t\r\n]|\u{a0}){1,3})";
/// Bytes that a compiled set of patterns may take.
const SIZE_LIMIT: usize = 256 << 20;

/// The date words and patterns of every language, ready to run.
#[derive(Debug, Default)]
pub struct Patterns {
    /// One a language, in alphabetical order of the files.
    pub(super) grammars: Vec<Grammar>,
}

/// The words, patterns and cues of one language.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    /// `en`.
    pub(super) language: String,
    /// Whether it is looked for only where characters of East Asian scripts stand.
    pub(super) east_asian: bool,
    /// Class, then word in lower case, to value.
    words: BTreeMap<String, BTreeMap<String, String>>,
    /// Classes made of others: the classes of words that they hold.
    parts: BTreeMap<String, Vec<String>>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) cues: Vec<Cue>,
    scanner: OnceLock<Option<Scanner>>,
    cue_regex: OnceLock<Option<Regex>>,
}

/// A form and what it means.
#[derive(Debug)]
pub(super) struct Pattern {
    /// `en/month-day`.
    pub(super) name: String,
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) meaning: Meaning,
    /// Constant fields: what a group of that name would capture.
    given: BTreeMap<String, String>,
    /// Group and class of each slot.
    slots: Vec<(String, String)>,
    /// The class that it belongs to, if later forms may use it.
    pub(super) class: Option<String>,
    pub(super) guards: Guards,
    pub(super) examples: Vec<Example>,
    pub(super) none: Vec<String>,
    source: String,
    regex: OnceLock<Option<Regex>>,
}

/// What must or must not stand around a match.
#[derive(Debug, Default)]
pub(super) struct Guards {
    pub(super) before: Guard,
    pub(super) unless_before: Guard,
    pub(super) after: Guard,
    pub(super) unless_after: Guard,
}

/// A regular expression for the text on one side of a match; compiled when first asked.
#[derive(Debug, Default)]
pub(super) struct Guard {
    source: Option<String>,
    regex: OnceLock<Option<Regex>>,
}

/// A text with its date in brackets, the article's date, and the value that must be found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    /// The article's date.
    pub(super) on: Option<String>,
    pub(super) text: String,
    pub(super) is: String,
}

/// The compiled patterns of a grammar.
#[derive(Debug)]
pub(super) struct Scanner {
    /// Finds where a pattern may begin.
    pub(super) any: Regex,
    /// Tells which patterns fit from there.
    pub(super) which: RegexSet,
}

impl Patterns {
    /// Loads `gazetteers/dates/*`. Forms are checked for their syntax and compiled when first used; examples
    /// are run by [`check`](super::check) only.
    pub fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Patterns {
        let mut words: BTreeMap<String, Grammar> = BTreeMap::new();
        for (file, text) in sources.below(FOLDER).filter(|(file, _)| file.ends_with(".tsv")) {
            read_words(file, text, words.entry(stem(file)).or_default(), faults);
        }
        for (file, text) in sources.below(FOLDER).filter(|(file, _)| file.ends_with(".toml")) {
            read_patterns(file, text, words.entry(stem(file)).or_default(), faults);
        }
        Patterns { grammars: words.into_values().collect() }
    }
}

/// `gazetteers/dates/en.toml` is of `en`; so is a user's `en.more.tsv`.
fn stem(file: &str) -> String {
    file.trim_start_matches(FOLDER).split('.').next().unwrap_or_default().to_string()
}

fn read_words(file: &str, text: &str, grammar: &mut Grammar, faults: &mut Vec<Fault>) {
    let table = Table::read(file, text, faults);
    let columns = ["class", "words", "value"].map(|name| table.column(name, faults));
    let [Some(class), Some(words), Some(value)] = columns else { return };
    for row in &table.rows {
        let values = grammar.words.entry(row.cells[class].to_string()).or_default();
        for word in row.values(words) {
            if values.insert(word.to_string(), row.cells[value].to_string()).is_some() {
                faults.push(Fault::new(file, row.line, format!("{word:?} stands twice in its class"), "keep one"));
            }
        }
    }
}

/// A `<language>.toml` as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    east_asian: bool,
    #[serde(default)]
    class: BTreeMap<String, String>,
    #[serde(default)]
    pattern: Vec<toml::Spanned<RawPattern>>,
    #[serde(default)]
    cue: Vec<RawCue>,
}

/// A pattern as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPattern {
    name: String,
    form: String,
    means: String,
    class: Option<String>,
    #[serde(default)]
    given: BTreeMap<String, String>,
    before: Option<String>,
    unless_before: Option<String>,
    after: Option<String>,
    unless_after: Option<String>,
    #[serde(default)]
    examples: Vec<Example>,
    #[serde(default)]
    none: Vec<String>,
}

/// Verbs and adjectives that tell whether a date lies ahead or back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCue {
    points: super::direction::Points,
    forms: Vec<String>,
}

fn read_patterns(file: &str, text: &str, grammar: &mut Grammar, faults: &mut Vec<Fault>) {
    let parsed: File = match toml::from_str(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            faults.push(Fault::new(file, line, error.message(), "a table of `class`, `[[pattern]]` and `[[cue]]`"));
            return;
        }
    };
    grammar.language = stem(file);
    grammar.east_asian = parsed.east_asian;
    let mut classes = Classes::new(grammar, &parsed.class);
    for (class, form) in &parsed.class {
        let parts = parts_of(form, &parsed.class, 0);
        grammar.parts.insert(class.clone(), parts);
    }
    for raw in parsed.pattern {
        let line = line_of(text, raw.span().start);
        match compile(file, line, raw.into_inner(), grammar, &mut classes) {
            Ok(pattern) => grammar.patterns.push(pattern),
            Err(fault) => faults.push(fault),
        }
    }
    for cue in parsed.cue {
        for form in cue.forms {
            match classes.expand(&form) {
                Ok((source, _)) => grammar.cues.push(Cue { points: cue.points, source: case_folded(&source) }),
                Err(cause) => faults.push(Fault::new(file, 1, cause, "a form of known classes")),
            }
        }
    }
}

/// Names of all classes that a written class is made of, however deep.
fn parts_of(form: &str, written: &BTreeMap<String, String>, depth: usize) -> Vec<String> {
    let names = form.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let mut all = Vec::new();
    for name in names.filter(|_| depth <= written.len()) {
        all.push(name.to_string());
        all.extend(written.get(name).map(|form| parts_of(form, written, depth + 1)).unwrap_or_default());
    }
    all
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

fn compile(
    file: &str,
    line: usize,
    raw: RawPattern,
    grammar: &Grammar,
    classes: &mut Classes,
) -> Result<Pattern, Fault> {
    let fault = |cause: String, cure: &str| Fault::new(file, line, format!("pattern `{}`: {cause}", raw.name), cure);
    let meaning = Meaning::from_name(&raw.means)
        .ok_or_else(|| fault(format!("means {:?}", raw.means), &format!("one of {}", Meaning::names())))?;
    let (form, slots) = classes.expand(&raw.form).map_err(|cause| fault(cause, "a form of known classes"))?;
    if let Some(class) = &raw.class {
        classes.add(class, &form);
    }
    let end = if grammar.east_asian { "" } else { r"(?-u:\b{end-half})" };
    let source = format!(r"(?-u:\b{{start-half}})(?:{}){end}", case_folded(&form));
    regex_syntax::Parser::new().parse(&source).map_err(|error| fault(error.to_string(), "a regular expression"))?;
    let guard = |source: &Option<String>, end: bool| {
        let source = source.as_ref().map(|source| spaced(source));
        let anchored = |source| if end { format!(r"\A(?:{source})") } else { format!(r"(?:{source})\z") };
        Guard { source: source.map(anchored), regex: OnceLock::new() }
    };
    Ok(Pattern {
        name: format!("{}/{}", stem(file), raw.name),
        file: file.to_string(),
        line,
        meaning,
        guards: Guards {
            before: guard(&raw.before, false),
            unless_before: guard(&raw.unless_before, false),
            after: guard(&raw.after, true),
            unless_after: guard(&raw.unless_after, true),
        },
        given: raw.given,
        slots,
        class: raw.class,
        examples: raw.examples,
        none: raw.none,
        source,
        regex: OnceLock::new(),
    })
}

/// Literal words of a form match in any case; words of classes have their own.
fn case_folded(form: &str) -> String {
    format!("(?i:{form})")
}

fn spaced(form: &str) -> String {
    form.replace(' ', SPACE)
}

/// The classes that forms can use, as regular expressions without names.
struct Classes(BTreeMap<String, String>);

impl Classes {
    fn new(grammar: &Grammar, written: &BTreeMap<String, String>) -> Classes {
        let mut all = BTreeMap::new();
        for (class, words) in &grammar.words {
            all.insert(class.clone(), format!("(?-i:{})", alternatives(words.keys())));
        }
        let mut classes = Classes(all);
        // A written class may use others: as often as there are classes, replace what is known by then.
        for _ in written {
            for (class, form) in written.iter().filter(|(class, _)| !grammar.words.contains_key(*class)) {
                if let Ok((form, _)) = classes.expand(form) {
                    classes.0.insert(class.clone(), format!("(?:{})", without_names(&form)));
                }
            }
        }
        classes
    }

    fn add(&mut self, class: &str, form: &str) {
        let form = without_names(form);
        let entry = self.0.entry(class.to_string()).or_default();
        *entry = if entry.is_empty() { format!("(?:{form})") } else { format!("(?:{entry}|{form})") };
    }

    /// A form with its slots replaced, and the group and class of each slot.
    fn expand(&self, form: &str) -> Result<(String, Vec<(String, String)>), String> {
        let (mut source, mut slots, mut rest) = (String::new(), Vec::new(), form);
        while let Some(open) = rest.find('{') {
            source.push_str(&spaced(&rest[..open]));
            let close = rest[open..].find('}').ok_or("a `{` without `}`")? + open;
            let slot = &rest[open + 1..close];
            if slot.starts_with(|first: char| first.is_ascii_digit()) {
                source.push_str(&rest[open..=close]);
            } else {
                let (group, class) = slot.split_once(':').unwrap_or((slot, slot));
                let inner = self.0.get(class).ok_or_else(|| format!("no class `{class}`"))?;
                source.push_str(&format!("(?P<{group}>{inner})"));
                slots.push((group.to_string(), class.to_string()));
            }
            rest = &rest[close + 1..];
        }
        source.push_str(&spaced(rest));
        Ok((source, slots))
    }
}

/// All words in the cases that they may have.
fn alternatives<'a>(words: impl Iterator<Item = &'a String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        all.push(word.clone());
        all.push(word.to_ascii_uppercase());
        if word.starts_with(|first: char| first.is_ascii_lowercase()) {
            all.push(word[..1].to_ascii_uppercase() + &word[1..]);
        }
    }
    all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    all.dedup();
    all.iter().map(|word| spaced(&regex::escape(word))).collect::<Vec<_>>().join("|")
}

/// A form whose groups capture nothing, to stand inside others.
fn without_names(form: &str) -> String {
    let mut plain = String::with_capacity(form.len());
    let mut rest = form;
    while let Some(at) = rest.find("(?P<") {
        plain.push_str(&rest[..at]);
        plain.push_str("(?:");
        rest = rest[at..].split_once('>').map_or("", |(_, after)| after);
    }
    plain + rest
}

impl Grammar {
    /// The compiled patterns; `None` if there are none.
    pub(super) fn scanner(&self) -> Option<&Scanner> {
        let compile = || {
            let sources: Vec<String> =
                self.patterns.iter().map(|pattern| format!(r"\A(?:{})", pattern.source)).collect();
            let plain: Vec<String> = self.patterns.iter().map(|pattern| without_names(&pattern.source)).collect();
            let any =
                RegexBuilder::new(&plain.join("|")).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT).build().ok()?;
            let which =
                RegexSetBuilder::new(&sources).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT).build().ok()?;
            (!sources.is_empty()).then_some(Scanner { any, which })
        };
        self.scanner.get_or_init(compile).as_ref()
    }

    /// All cues as one regular expression; `None` if there are none.
    pub(super) fn cue_regex(&self) -> Option<&Regex> {
        self.cue_regex.get_or_init(|| super::direction::compile(&self.cues)).as_ref()
    }

    /// The value of a word of a class: as listed, else the text itself.
    fn value<'a>(&'a self, class: &str, word: &'a str) -> &'a str {
        if let Some(value) = self.words.get(class).and_then(|words| words.get(word)) {
            return value;
        }
        let plain = word.split_whitespace().collect::<Vec<_>>().join(" ");
        let classes = self.parts.get(class).map_or(&[][..], Vec::as_slice).iter().map(String::as_str);
        std::iter::once(class)
            .chain(classes)
            .filter_map(|class| self.words.get(class))
            .find_map(|words| words.iter().find(|(listed, _)| listed.eq_ignore_ascii_case(&plain)))
            .map_or(word, |(_, value)| value)
    }
}

impl Pattern {
    /// The pattern as a regular expression that begins where the text does.
    pub(super) fn regex(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(&format!(r"\A(?:{})", self.source)).size_limit(SIZE_LIMIT).build().ok();
        self.regex.get_or_init(compile).as_ref()
    }
}

impl Guards {
    /// The regular expressions, to be checked.
    pub(super) fn sources(&self) -> impl Iterator<Item = &str> {
        [&self.before, &self.unless_before, &self.after, &self.unless_after]
            .into_iter()
            .filter_map(|guard| guard.source.as_deref())
    }
}

impl Guard {
    /// Whether the text has it; `default` if nothing is asked.
    pub(super) fn holds(&self, text: &str, default: bool) -> bool {
        let Some(source) = &self.source else { return default };
        let regex = self.regex.get_or_init(|| Regex::new(source).ok());
        regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// What a pattern captured in a text.
pub(super) struct Fields<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) pattern: &'a Pattern,
    captures: regex::Captures<'a>,
}

impl<'a> Fields<'a> {
    /// Runs a pattern at the begin of a text.
    pub(super) fn capture(grammar: &'a Grammar, pattern: &'a Pattern, text: &'a str) -> Option<Fields<'a>> {
        let captures = pattern.regex()?.captures(text)?;
        Some(Fields { grammar, pattern, captures })
    }

    /// The part of the match that is the expression: the group `span` if there is one.
    pub(super) fn span(&self) -> std::ops::Range<usize> {
        let whole = || self.captures.get(0).map_or(0..0, |found| found.range());
        self.captures.name("span").map_or_else(whole, |found| found.range())
    }

    /// Where the whole match ends.
    pub(super) fn end(&self) -> usize {
        self.captures.get(0).map_or(0, |found| found.end())
    }

    /// The expression that a group captured, by a pattern of the group's class.
    pub(super) fn nested(&self, group: &str) -> Option<Fields<'a>> {
        let text = self.text(group)?;
        let (_, class) = self.pattern.slots.iter().find(|(name, _)| name == group)?;
        let of_class = self.grammar.patterns.iter().filter(|pattern| pattern.class.as_deref() == Some(class));
        of_class
            .filter_map(|pattern| Fields::capture(self.grammar, pattern, text))
            .find(|fields| fields.end() == text.len())
    }

    /// The text that a group captured.
    pub(super) fn text(&self, group: &str) -> Option<&'a str> {
        self.captures.name(group).map(|found| found.as_str())
    }

    /// The value of what a group captured, or the constant that the pattern gives.
    pub(super) fn get(&'a self, group: &str) -> Option<&'a str> {
        let Some(text) = self.text(group) else { return self.pattern.given.get(group).map(String::as_str) };
        let class = self.pattern.slots.iter().find(|(name, _)| name == group).map_or(group, |(_, class)| class);
        Some(self.grammar.value(class, text))
    }

    /// The number that a group captured; what follows its digits ("2nd") is ignored.
    pub(super) fn number(&'a self, group: &str) -> Option<i32> {
        let value = self.get(group)?;
        let end = value.char_indices().find(|(at, c)| !(c.is_ascii_digit() || (*at == 0 && *c == '-')));
        value[..end.map_or(value.len(), |(at, _)| at)].parse().ok()
    }
}
