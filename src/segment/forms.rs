//! Forms of lines, as data: `gazetteers/words/furniture.toml` (prompts, labels of link lists, credits, date
//! lines, captions) and `gazetteers/furniture/*.tsv` (lines that a site repeats on its pages).
//!
//! Every pattern stands with examples that it must match and with sentences that no pattern may match; both
//! are checked when the lexicon is loaded. Patterns see ASCII only: case is folded for ASCII letters.

use std::collections::{BTreeMap, HashSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;

use super::floor;
use crate::lexicon::{Fault, Sources, Table, required};

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

/// All forms. A form is tried on lines that hold one of the words that its pattern requires.
#[derive(Debug, Default)]
pub(super) struct Forms {
    forms: Vec<Form>,
    words: Option<AhoCorasick>,
    /// Indices of the forms that require each word.
    by_word: Vec<Vec<usize>>,
    /// The forms that require none.
    always: Hits,
    /// Lines that a site repeats.
    repeated: HashSet<String>,
}

#[derive(Debug)]
struct Form {
    role: Role,
    regex: Regex,
}

/// A set of forms.
#[derive(Clone, Copy, Debug, Default)]
struct Hits([u64; 4]);

impl Hits {
    const MOST: usize = 256;

    fn add(&mut self, index: usize) {
        self.0[index / 64] |= 1 << (index % 64);
    }

    /// The forms of the set, in order.
    fn of(self, forms: &[Form]) -> impl Iterator<Item = &Form> {
        forms
            .iter()
            .enumerate()
            .filter(move |(index, _)| self.0[index / 64] >> (index % 64) & 1 == 1)
            .map(|(_, form)| form)
    }
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
    /// Lines that no form may match.
    #[serde(default)]
    not: Vec<String>,
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
        let mut words = BTreeMap::new();
        let mut against = Vec::new();
        for (path, text) in sources.below("gazetteers/words/furniture") {
            match toml::from_str::<File>(text) {
                Ok(file) => {
                    file.form.iter().for_each(|entry| forms.add(path, text, entry, &mut words, faults));
                    against.push((path, text, file.not));
                }
                Err(error) => {
                    let line = error.span().map_or(1, |span| line_of(text, span.start));
                    faults.push(Fault::new(path, line, error.message(), "see the other forms of the file"));
                }
            }
        }
        forms.words = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(words.keys())
            .ok();
        forms.by_word = words.into_values().collect();
        for (path, text, not) in against {
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
        entry: &toml::Spanned<Entry>,
        words: &mut BTreeMap<Vec<u8>, Vec<usize>>,
        faults: &mut Vec<Fault>,
    ) {
        let line = line_of(text, entry.span().start);
        let entry = entry.get_ref();
        let regex = match RegexBuilder::new(&entry.find).unicode(false).case_insensitive(true).build() {
            Ok(regex) => regex,
            Err(error) => {
                let cause = format!("{:?} is no regular expression: {error}", entry.find);
                return faults.push(Fault::new(path, line, cause, "mend it"));
            }
        };
        if entry.examples.is_empty() {
            faults.push(Fault::new(path, line, "a form without an example", "add a line that it must match"));
        }
        for example in entry.examples.iter().filter(|example| !regex.is_match(example.as_bytes())) {
            let cause = format!("{:?} does not match its example {example:?}", entry.find);
            faults.push(Fault::new(path, line, cause, "mend the pattern or the example"));
        }
        let index = self.forms.len();
        if index == Hits::MOST {
            return faults.push(Fault::new(path, line, "too many forms", format!("{} are enough", Hits::MOST)));
        }
        match words_of(&entry.find) {
            Some(found) => found.into_iter().for_each(|word| words.entry(word).or_default().push(index)),
            None => self.always.add(index),
        }
        self.forms.push(Form { role: entry.is, regex });
    }

    fn check(&self, path: &str, text: &str, not: &[String], faults: &mut Vec<Fault>) {
        for sentence in not {
            let hits = self.hits(sentence);
            if let Some(form) = hits.of(&self.forms).find(|form| form.regex.is_match(sentence.as_bytes())) {
                let line = text.find(sentence.as_str()).map_or(1, |at| line_of(text, at));
                let cause = format!("{sentence:?} is matched by the form {:?}", form.regex.as_str());
                faults.push(Fault::new(path, line, cause, "narrow the pattern"));
            }
        }
    }

    /// The forms that may match a text.
    fn hits(&self, text: &str) -> Hits {
        let mut hits = self.always;
        for found in self.words.iter().flat_map(|words| words.find_overlapping_iter(text)) {
            self.by_word[found.pattern().as_usize()].iter().for_each(|index| hits.add(*index));
        }
        hits
    }

    /// What the forms say of a line.
    pub(super) fn find(&self, line: &str) -> Found {
        let tail = floor(line, line.len().saturating_sub(LONGEST));
        let head = &line.as_bytes()[..floor(line, LONGEST)];
        let mut found = Found::default();
        if tail == 0 && self.repeated.contains(line) {
            found.role = Some(Role::Furniture);
        }
        for form in self.hits(&line[tail..]).of(&self.forms) {
            match form.role {
                Role::Prefix => {
                    found.prefix = form.regex.find(head).map_or(found.prefix, |found| floor(line, found.end()))
                }
                Role::Suffix => found.suffix = found.suffix.or_else(|| suffix(line, tail, &form.regex)),
                role if tail == 0 && found.role.is_none() && form.regex.is_match(head) => found.role = Some(role),
                _ => {}
            }
        }
        found
    }

    /// What the first form that matches says of a whole line.
    pub(super) fn role(&self, line: &str) -> Option<Role> {
        self.find(line).role
    }
}

/// Words of which a match must hold one, in small letters.
fn words_of(pattern: &str) -> Option<Vec<Vec<u8>>> {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
    let words = required(&parser.parse(pattern).ok()?)?;
    Some(words.into_iter().map(|word| word.to_ascii_lowercase()).collect())
}

/// Where the last sentence begins, if the form is found in it.
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

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
