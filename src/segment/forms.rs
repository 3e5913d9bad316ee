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

/// What a form says of the line that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    /// It is furniture.
    Furniture,
    /// It is furniture and heads a list of links: so are the titles behind it.
    Links,
    /// It is furniture and ends the article: so is all behind it.
    End,
    /// What it matches at the line's start is furniture; the rest of the line is a line of its own.
    Prefix,
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
        if let Ok(set) = builder_set(&patterns).build() {
            forms.set = set;
        }
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
        let regex = match RegexBuilder::new(&form.find).unicode(false).case_insensitive(true).build() {
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
        let found = self.set.matches(line.as_bytes()).into_iter().find(|index| self.roles[*index] != Role::Prefix);
        found.map(|index| self.roles[index])
    }

    /// The length of a prefix that is furniture.
    pub(super) fn prefix(&self, line: &str) -> Option<usize> {
        let head = &line.as_bytes()[..floor(line, LONGEST)];
        self.prefixes.iter().find_map(|regex| regex.find(head)).map(|found| floor(line, found.end()))
    }
}

fn builder_set(patterns: &[String]) -> RegexSetBuilder {
    let mut builder = RegexSetBuilder::new(patterns);
    builder.unicode(false).case_insensitive(true);
    builder
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
