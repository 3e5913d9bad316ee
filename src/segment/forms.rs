//! Forms of lines, as data: `gazetteers/words/furniture.toml` (prompts, labels of link lists, credits, date
//! lines, captions). Beside them stand the lines that a site repeats on its pages ([`super::repeated`]).
//!
//! Every pattern stands with examples that it must match and with sentences that no pattern may match; both
//! are checked when the lexicon is loaded. Patterns see ASCII only: case is folded for ASCII letters.

use std::sync::OnceLock;

use regex::bytes::Regex;
use serde::Deserialize;

use super::matcher::{Matcher, parse};
use super::repeated::Repeated;
use crate::lexicon::{Fault, Sources};
use crate::text::{floor, line_of};

/// Where the forms lie.
const FORMS: &str = "gazetteers/words/furniture";

/// Longer lines are not matched: no form is so long.
pub(crate) const LONGEST: usize = 400;

/// Behind the sentence that makes a suffix, no more bytes than these may stand.
const ENDING: usize = 100;

/// What a form says of the line that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    /// It is furniture.
    Furniture,
    /// It is furniture by a table of what the site repeats; a headline may be told so where other pages link to it.
    #[serde(skip)]
    Repeated,
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

/// All forms. Those that begin a line are tried together; each of the others where a word stands that it requires.
#[derive(Debug, Default)]
pub(super) struct Forms {
    forms: Vec<Form>,
    /// Lines that no form may match, with file and line.
    not: Vec<(String, usize, String)>,
    repeated: Repeated,
    matcher: OnceLock<Matcher>,
}

/// One form, as its file has it.
#[derive(Debug)]
struct Form {
    file: String,
    line: usize,
    role: Role,
    pattern: String,
    examples: Vec<String>,
}

/// What the forms say of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    /// What the first form that matches the whole line says.
    pub(super) role: Option<Role>,
    /// How many bytes at its start are furniture.
    pub(super) prefix: usize,
    /// Where a last sentence begins that is furniture.
    pub(super) suffix: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    form: Vec<toml::Spanned<Entry>>,
    #[serde(default)]
    not: Vec<toml::Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    is: Role,
    find: String,
    examples: Vec<String>,
}

impl Forms {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Forms {
        let mut forms = Forms::default();
        for (path, text) in sources.below(FORMS) {
            match toml::from_str::<File>(text) {
                Ok(file) => forms.add(path, text, file, faults),
                Err(error) => {
                    let line = error.span().map_or(1, |span| line_of(text, span.start));
                    faults.push(Fault::new(path, line, error.message(), "see the other forms of the file"));
                }
            }
        }
        forms.repeated = Repeated::load(sources, faults);
        // The program's own forms are compiled on first use; a user's cannot wait until an article needs them.
        if let Some((path, _)) = sources.users(FORMS).next() {
            forms.compile().err().into_iter().for_each(|error| faults.push(too_large(path, error)));
        }
        forms
    }

    /// Adds the forms of a file whose patterns are sound.
    fn add(&mut self, path: &str, text: &str, file: File, faults: &mut Vec<Fault>) {
        for entry in file.form {
            let line = line_of(text, entry.span().start);
            let Entry { is, find, examples } = entry.into_inner();
            if let Err(error) = parse(&find) {
                faults.push(Fault::new(path, line, format!("{find:?} is no regular expression: {error}"), "mend it"));
                continue;
            }
            if examples.is_empty() {
                faults.push(Fault::new(path, line, "a form without an example", "add a line that it must match"));
            }
            self.forms.push(Form { file: path.into(), line, role: is, pattern: find, examples });
        }
        let not =
            file.not.into_iter().map(|line| (path.to_string(), line_of(text, line.span().start), line.into_inner()));
        self.not.extend(not);
    }

    /// Runs the examples: what is not as the files state it is a fault.
    pub(super) fn check(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.compile().err().into_iter().for_each(|error| faults.push(too_large(FORMS, error)));
        for (index, form) in self.forms.iter().enumerate() {
            let matches = |line: &String| self.matcher().matches(line, line).any(|found| found == index);
            for example in form.examples.iter().filter(|example| !matches(example)) {
                let cause = format!("{:?} does not match its example {example:?}", form.pattern);
                faults.push(Fault::new(&form.file, form.line, cause, "mend the pattern or the example"));
            }
        }
        for (file, line, sentence) in &self.not {
            if let Some(index) = self.matcher().matches(sentence, sentence).next() {
                let cause = format!("{sentence:?} is matched by the form {:?}", self.forms[index].pattern);
                faults.push(Fault::new(file, *line, cause, "narrow the pattern"));
            }
        }
        faults
    }

    fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| self.compile().unwrap_or_default())
    }

    fn compile(&self) -> Result<Matcher, String> {
        Matcher::new(self.forms.iter().map(|form| form.pattern.as_str()))
    }

    /// What the forms say of a line, on a page of that site.
    pub(super) fn find(&self, line: &str, site: Option<&str>) -> Found {
        let (head, tail) = (&line[..floor(line, LONGEST)], floor(line, line.len().saturating_sub(LONGEST)));
        let mut found = Found::default();
        let matcher = self.matcher();
        for index in matcher.matches(head, &line[tail..]) {
            let regex = || matcher.regex(index);
            match self.forms[index].role {
                Role::Prefix => found.prefix = regex().and_then(|regex| prefix(head, regex)).unwrap_or(found.prefix),
                Role::Suffix => found.suffix = found.suffix.or_else(|| suffix(line, tail, regex()?)),
                // The end says more than furniture.
                Role::End if tail == 0 && found.role == Some(Role::Furniture) => found.role = Some(Role::End),
                role if tail == 0 => found.role = found.role.or(Some(role)),
                _ => {}
            }
        }
        // Forms may say more of what it heads or ends.
        let told = matches!(found.role, Some(Role::Furniture | Role::Link | Role::Links | Role::End));
        if !told && self.repeated.has(line, site) {
            found.role = Some(Role::Repeated);
        }
        found
    }

    /// What the first form that matches says of a whole line.
    pub(super) fn role(&self, line: &str, site: Option<&str>) -> Option<Role> {
        self.find(line, site).role
    }
}

fn too_large(path: &str, error: String) -> Fault {
    Fault::new(path, 1, format!("all forms together: {error}"), "mend or shorten the patterns")
}

/// The length of what a form matches at a line's start.
fn prefix(head: &str, regex: &Regex) -> Option<usize> {
    regex.find(head.as_bytes()).map(|found| floor(head, found.end()))
}

/// Where the last sentence begins, if a form is found in it.
fn suffix(line: &str, tail: usize, regex: &Regex) -> Option<usize> {
    let found = regex.find(&line.as_bytes()[tail..])?;
    let (start, end) = (floor(line, tail + found.start()), floor(line, tail + found.end()));
    let ends = line[end..].find(['.', '!', '?']).is_none_or(|stop| end + stop + ENDING > line.len());
    Some(sentence_start(line, start)).filter(|at| ends && *at > 0)
}
/// Where the sentence begins that holds `at`.
fn sentence_start(line: &str, at: usize) -> usize {
    let before =
        line[..floor(line, at)].rmatch_indices(['.', '!', '?', '”', '"']).map(|(stop, mark)| stop + mark.len());
    before.into_iter().find(|end| line[*end..].starts_with(' ')).unwrap_or(0)
}
