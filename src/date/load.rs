//! Reads `gazetteers/dates/`: `<language>.tsv` lists words (a class, the words, their value), `<language>.toml`
//! holds classes made of regular expressions, patterns with their examples, and cues. See [`super::form`] for
//! what a form is. Forms are checked for their syntax here; examples are run by [`check`](super::check) only.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::direction::{Cue, Points};
use super::form::{Classes, in_any_case, spaced, unnamed};
use super::grammar::{Anchored, Example, Grammar, Guards, Pattern};
use super::meaning::Meaning;
use crate::lexicon::{Fault, Sources, Table};
use crate::text::line_of;

/// Where the files lie.
const FOLDER: &str = "gazetteers/dates/";

/// The date words and patterns of every language.
#[derive(Debug, Default)]
pub struct Patterns {
    /// In alphabetical order of the files.
    pub(super) grammars: Vec<Grammar>,
}

impl Patterns {
    /// Loads `gazetteers/dates/*`. Expressions are compiled when first used.
    pub fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Patterns {
        let mut grammars: BTreeMap<String, Grammar> = BTreeMap::new();
        for (file, text) in sources.below(FOLDER).filter(|(file, _)| file.ends_with(".tsv")) {
            read_words(file, text, grammars.entry(language(file)).or_default(), faults);
        }
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        for (file, text) in sources.below(FOLDER).filter(|(file, _)| file.ends_with(".toml")) {
            let known = known.entry(language(file)).or_default();
            read_patterns(file, text, grammars.entry(language(file)).or_default(), known, faults);
        }
        // The program's own patterns are compiled on first use; a user's cannot wait until an article needs them.
        for (file, _) in sources.users(FOLDER) {
            let compiled = grammars.get(&language(file)).map_or(Ok(()), Grammar::try_compile);
            if let Err(error) = compiled {
                faults.push(Fault::new(file, 1, format!("its patterns: {error}"), "mend or shorten the patterns"));
            }
        }
        Patterns { grammars: grammars.into_values().collect() }
    }
}

/// `gazetteers/dates/en.toml` is of `en`; so is a user's `en.more.tsv`.
fn language(file: &str) -> String {
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
    /// Whether it is looked for only where characters of East Asian scripts stand.
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
    #[serde(default = "yes")]
    alone: bool,
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

fn yes() -> bool {
    true
}

/// Cues as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCue {
    points: Points,
    forms: Vec<String>,
}

/// What the files of a language have told so far: a user's file may use the classes of the built-in one.
#[derive(Default)]
struct Known {
    /// Written classes.
    class: BTreeMap<String, String>,
    /// Classes that patterns make.
    made: Vec<String>,
}

fn read_patterns(file: &str, text: &str, grammar: &mut Grammar, known: &mut Known, faults: &mut Vec<Fault>) {
    let parsed: File = match toml::from_str(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            faults.push(Fault::new(file, line, error.message(), "a file of `[class]`, `[[pattern]]` and `[[cue]]`"));
            return;
        }
    };
    grammar.east_asian |= parsed.east_asian;
    known.class.extend(parsed.class);
    for (class, form) in &known.class {
        grammar.parts.insert(class.clone(), parts_of(form, &known.class, 0));
    }
    let listed = grammar.words.iter().map(|(class, words)| (class, words.keys().collect()));
    let classes = Classes::new(listed, &known.class);
    known.made.extend(parsed.pattern.iter().filter_map(|pattern| pattern.get_ref().class.clone()));
    for raw in parsed.pattern {
        let line = line_of(text, raw.span().start);
        let reader = PatternReader { file, line, east_asian: grammar.east_asian, classes: &classes, made: &known.made };
        match reader.read(raw.into_inner()) {
            Ok(pattern) => grammar.patterns.push(pattern),
            Err(fault) => faults.push(fault),
        }
    }
    for RawCue { points, forms } in parsed.cue {
        for form in forms {
            match in_any_case(&spaced(&form)) {
                Ok(source) => grammar.cues.push(Cue { points, source }),
                Err(error) => faults.push(Fault::new(file, 1, format!("cue: {error}"), "a regular expression")),
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

/// What reading a pattern needs to know of its file.
struct PatternReader<'a> {
    file: &'a str,
    line: usize,
    east_asian: bool,
    classes: &'a Classes,
    made: &'a [String],
}

impl PatternReader<'_> {
    fn read(&self, raw: RawPattern) -> Result<Pattern, Fault> {
        let fault = |cause: String, cure: &str| {
            Fault::new(self.file, self.line, format!("pattern `{}`: {cause}", raw.name), cure)
        };
        let meaning = Meaning::from_name(&raw.means)
            .ok_or_else(|| fault(format!("means {:?}", raw.means), &format!("one of {}", Meaning::names())))?;
        let form = self.classes.read(&raw.form, self.made).map_err(|cause| fault(cause, "a form of known classes"))?;
        if form.inner.len() > 2 {
            return Err(fault(format!("holds {} expressions", form.inner.len()), "at most two"));
        }
        let stretches = self.anchor(&form.stretches).map_err(|error| fault(error, "a regular expression"))?;
        let guard = |source: Option<String>| source.map(|source| self.guard(&source)).transpose();
        let before = |source| Ok(guard(source)?.map(|source| Anchored::new(format!(r"(?:{source})\z"))));
        let after = |source| Ok(guard(source)?.map(|source| Anchored::new(format!(r"\A(?:{source})"))));
        let unknown = |cause: String| fault(cause, "a form of known classes");
        Ok(Pattern {
            name: format!("{}/{}", language(self.file), raw.name),
            file: self.file.to_string(),
            line: self.line,
            meaning,
            given: raw.given,
            slots: form.slots,
            inner: form.inner,
            stretches,
            class: raw.class,
            alone: raw.alone,
            guards: Guards {
                before: before(raw.before).map_err(unknown)?,
                unless_before: before(raw.unless_before).map_err(unknown)?,
                after: after(raw.after).map_err(unknown)?,
                unless_after: after(raw.unless_after).map_err(unknown)?,
            },
            examples: raw.examples,
            none: raw.none,
        })
    }

    /// A guard as a regular expression: a form that captures nothing.
    fn guard(&self, source: &str) -> Result<String, String> {
        let form = self.classes.read(source, &[])?;
        Ok(unnamed(&form.stretches[0], &form.slots))
    }

    /// Binds the stretches of a form to the expressions between them. Literal words match in any case.
    fn anchor(&self, stretches: &[String]) -> Result<Vec<Anchored>, String> {
        let last = stretches.len() - 1;
        let bind = |(index, stretch): (usize, &String)| {
            let start = if index == 0 { r"(?-u:\b{start-half})" } else { r"\A" };
            let end = match (index == last, self.east_asian) {
                (true, true) => "",
                (true, false) => r"(?-u:\b{end-half})",
                (false, _) => r"\z",
            };
            let whole = if last == 0 { r"\A" } else { "" };
            let source = format!("{whole}{start}{}{end}", in_any_case(stretch)?);
            Ok(Anchored::stretch(source, stretch.is_empty()))
        };
        stretches.iter().enumerate().map(bind).collect()
    }
}
