//! Forms of lines, as data: `gazetteers/words/furniture.toml` (prompts, labels of link lists, credits, date
//! lines, captions) and `gazetteers/furniture/*.tsv` (lines that a site repeats on its pages).
//!
//! Every pattern stands with examples that it must match and with sentences that no pattern may match; both
//! are checked when the lexicon is loaded. Patterns see ASCII only: case is folded for ASCII letters.

use std::collections::HashSet;

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use super::floor;
use crate::lexicon::{Fault, Sources, Table};

/// Longer lines are not matched: no form is so long.
const LONGEST: usize = 400;

/// Behind the sentence that makes a suffix, no more bytes than these may stand.
const ENDING: usize = 100;

/// What a form says of the line that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    /// It is furniture.
    Furniture,
    /// It is furniture: the title of another story, said to be one. So are the titles right behind it.
    Link,
    /// It is furniture and heads a list of links: so are the titles behind it.
    Links,
    /// It is furniture and ends the article: so is all behind it.
    End,
    /// What it matches at the line's start is furniture; the rest of the line is a line of its own.
    Prefix,
    /// The sentence in which it is found is furniture, if it ends the line.
    Suffix,
    /// It stands under a picture.
    Caption,
    /// It announces words of a song.
    Lyric,
    /// It gives the translation of what stands before it.
    Translation,
}

/// All forms, matched at once.
#[derive(Debug, Default)]
pub(super) struct Forms {
    set: RegexSet,
    roles: Vec<Role>,
    prefixes: Vec<Regex>,
    suffix: Option<Regex>,
    repeated: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    form: Vec<toml::Spanned<Form>>,
    /// Lines that no form may match.
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    is: Role,
    find: String,
    examples: Vec<String>,
}

impl Forms {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Forms {
        let mut forms = Forms::default();
        let mut patterns = Vec::new();
        let mut files = Vec::new();
        for (path, text) in sources.below("gazetteers/words/furniture") {
            match toml::from_str::<File>(text) {
                Ok(file) => {
                    file.form.iter().for_each(|form| forms.add(path, text, form, &mut patterns, faults));
                    files.push((path, text, file.not));
                }
                Err(error) => {
                    let line = error.span().map_or(1, |span| line_of(text, span.start));
                    faults.push(Fault::new(path, line, error.message(), "see the other forms of the file"));
                }
            }
        }
        forms.join(&patterns);
        for (path, text, not) in files {
            forms.check(path, text, &not, faults);
        }
        for (path, text) in sources.below("gazetteers/furniture/") {
            let table = Table::read(path, text, faults);
            if let Some(column) = table.column("line", faults) {
                forms.repeated.extend(table.rows.iter().map(|row| row.cells[column].to_string()));
            }
        }
        forms
    }

    /// Adds a form if its pattern is sound and matches its examples.
    fn add(
        &mut self,
        path: &str,
        text: &str,
        form: &toml::Spanned<Form>,
        patterns: &mut Vec<String>,
        faults: &mut Vec<Fault>,
    ) {
        let line = line_of(text, form.span().start);
        let form = form.get_ref();
        let regex = match builder(&form.find).build() {
            Ok(regex) => regex,
            Err(error) => {
                let cause = format!("{:?} is no regular expression: {error}", form.find);
                return faults.push(Fault::new(path, line, cause, "mend it"));
            }
        };
        if form.examples.is_empty() {
            faults.push(Fault::new(path, line, "a form without an example", "add a line that it must match"));
        }
        for example in form.examples.iter().filter(|example| !regex.is_match(example.as_bytes())) {
            let cause = format!("{:?} does not match its example {example:?}", form.find);
            faults.push(Fault::new(path, line, cause, "mend the pattern or the example"));
        }
        patterns.push(form.find.clone());
        self.roles.push(form.is);
        if form.is == Role::Prefix {
            self.prefixes.push(regex);
        }
    }

    /// Makes one automaton of all patterns, and one of those that are searched for.
    fn join(&mut self, patterns: &[String]) {
        let mut set = RegexSetBuilder::new(patterns);
        self.set = set.unicode(false).case_insensitive(true).build().unwrap_or_default();
        let suffixes = patterns.iter().zip(&self.roles).filter(|(_, role)| **role == Role::Suffix);
        let suffixes: Vec<String> = suffixes.map(|(pattern, _)| format!("(?:{pattern})")).collect();
        if !suffixes.is_empty() {
            self.suffix = builder(&suffixes.join("|")).build().ok();
        }
    }

    fn check(&self, path: &str, text: &str, not: &[String], faults: &mut Vec<Fault>) {
        for sentence in not {
            if let Some(index) = self.set.matches(sentence.as_bytes()).iter().next() {
                let line = text.find(sentence.as_str()).map_or(1, |at| line_of(text, at));
                let cause = format!("{sentence:?} is matched by the form {:?}", self.set.patterns()[index]);
                faults.push(Fault::new(path, line, cause, "narrow the pattern"));
            }
        }
    }

    /// What the first form that matches says of a line.
    pub(super) fn role(&self, line: &str) -> Option<Role> {
        if line.len() > LONGEST {
            return None;
        }
        if !self.repeated.is_empty() && self.repeated.contains(line) {
            return Some(Role::Furniture);
        }
        let found = self
            .set
            .matches(line.as_bytes())
            .into_iter()
            .find(|index| !matches!(self.roles[*index], Role::Prefix | Role::Suffix));
        found.map(|index| self.roles[index])
    }

    /// The length of a prefix that is furniture.
    pub(super) fn prefix(&self, line: &str) -> Option<usize> {
        let head = &line[..floor(line, LONGEST)];
        let found = self.prefixes.iter().find_map(|regex| regex.find(head.as_bytes()))?;
        Some(floor(line, found.end()))
    }

    /// Where a last sentence begins that is furniture.
    pub(super) fn suffix(&self, line: &str) -> Option<usize> {
        let start = floor(line, line.len().saturating_sub(LONGEST));
        let found = self.suffix.as_ref()?.find(line[start..].as_bytes())?;
        let at = sentence_start(line, start + found.start());
        let ends = line[start + found.end()..]
            .find(['.', '!', '?'])
            .is_none_or(|stop| stop + ENDING > line.len() - start - found.end());
        (at > 0 && ends).then_some(at)
    }
}

/// Where the sentence begins that holds `at`.
fn sentence_start(line: &str, at: usize) -> usize {
    let before =
        line[..floor(line, at)].rmatch_indices(['.', '!', '?', '”', '"']).map(|(stop, mark)| stop + mark.len());
    before.into_iter().find(|end| line[*end..].starts_with(' ')).unwrap_or(0)
}

fn builder(pattern: &str) -> RegexBuilder {
    let mut builder = RegexBuilder::new(pattern);
    builder.unicode(false).case_insensitive(true);
    builder
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
