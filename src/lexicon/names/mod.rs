//! Gazetteers of names: `gazetteers/names/**/<kind>.tsv`, one row a thing, and gazetteers that were compiled before.
//!
//! All names are found in one pass over a text's words, by one probe a word, whatever their number: tables hold
//! the hashes of the names' beginnings ([`table`]). What is found is compared with the name itself ([`fit`]), so
//! that a match is never a matter of hashes.

mod build;
pub(crate) mod check;
mod fit;
mod forms;
mod rows;
mod table;
#[cfg(test)]
mod tests;

pub use build::TooLarge;
pub use table::{NameEntry, NameTable, Unfit};

use std::borrow::Cow;
use std::sync::Arc;

use super::phrases::{START, Token, hash_on, tokenize};
use super::{Fault, Sources};
use crate::Span;
use crate::claim::Kind;
use crate::mention::Gender;
use fit::{Gap, SKIPPED};
use forms::Forms;
use table::Node;

/// Where the tables of names lie.
pub(super) const FOLDER: &str = "gazetteers/names/";

/// The stem of a table's file, which is the kind of what it lists.
pub(super) fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".tsv")
}

/// All names that are known, found by any of their forms. Entries are numbered through all tables.
#[derive(Clone, Debug, Default)]
pub struct Names {
    tables: Vec<Layer>,
    particles: Vec<String>,
}

/// A table, and the number of its first entry.
#[derive(Clone, Debug)]
struct Layer {
    table: Arc<NameTable>,
    first: u32,
}

/// A name that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many tokens it takes.
    pub length: usize,
    /// What it may name, each once.
    pub entries: Vec<u32>,
    /// Whether no gazetteer lists this form: it was made from one that is listed.
    pub made: bool,
}

/// Where a name may end: how many tokens from the first, in which table, at which slot.
#[derive(Clone, Copy, Debug)]
struct Ending {
    length: usize,
    layer: usize,
    node: Node,
}

impl NameEntry<'_> {
    /// The gender that the gazetteer gives.
    pub fn gender(&self) -> Option<Gender> {
        match self.fact("gender") {
            Some("m") => Some(Gender::Male),
            Some("f") => Some(Gender::Female),
            _ => None,
        }
    }
}

impl Sources {
    /// The tables of names that a user added: path and text.
    pub fn own_names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.users(FOLDER)
    }

    /// Compiles the tables of names that a user added; their faults, if they have any.
    pub fn compile_own_names(&self) -> Result<NameTable, Vec<Fault>> {
        let mut faults = Vec::new();
        let forms = Forms::load(self, &mut faults);
        let table = compile(self.own_names(), &forms, &mut faults);
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    /// Puts a compiled table in the place of the tables of names that a user added.
    pub fn replace_own_names(&mut self, table: NameTable) {
        self.files.retain(|(path, text)| matches!(text, Cow::Borrowed(_)) || !path.starts_with(FOLDER));
        self.tables.push(Arc::new(table));
    }

    /// What the compiled form of a user's names depends on beside these: its version, and how forms are made.
    pub fn names_form(&self) -> String {
        let forms: Vec<&str> = self.below(forms::FOLDER).map(|(_, text)| text).collect();
        format!("{}\n{}", table::VERSION, forms.concat())
    }
}

fn compile<'a>(
    tables: impl Iterator<Item = (&'a str, &'a str)>,
    forms: &'a Forms,
    faults: &mut Vec<Fault>,
) -> NameTable {
    let mut builder = build::Builder::new(forms);
    for (path, text) in tables {
        rows::read(path, text, faults, |row| builder.add(&row));
    }
    builder.finish().unwrap_or_else(|error| {
        faults.push(Fault::new(FOLDER, 1, error.to_string(), "compile a part of them, and give both"));
        build::Builder::new(forms).finish().unwrap_or_else(|error| unreachable!("an empty table: {error}"))
    })
}

impl Names {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Names {
        let forms = Forms::load(sources, faults);
        let mut names = Names { tables: Vec::new(), particles: forms.particles.clone() };
        names.lay(Arc::new(compile(sources.below(FOLDER), &forms, faults)));
        sources.tables.iter().for_each(|table| names.lay(Arc::clone(table)));
        names
    }

    /// The names of one table.
    pub fn of(table: Arc<NameTable>) -> Names {
        let mut names = Names::default();
        names.lay(table);
        names
    }

    /// Lays a table over the others.
    fn lay(&mut self, table: Arc<NameTable>) {
        let first = self.len() as u32;
        self.tables.push(Layer { table, first });
    }

    /// How many things are named.
    pub fn len(&self) -> usize {
        self.tables.iter().map(|layer| layer.table.len()).sum()
    }

    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn layer(&self, entry: u32) -> Option<(&NameTable, u32)> {
        let layer = self.tables.iter().rev().find(|layer| layer.first <= entry)?;
        Some((&layer.table, entry - layer.first))
    }

    /// An entry by its number.
    pub fn entry(&self, entry: u32) -> NameEntry<'_> {
        self.layer(entry).map_or_else(NameEntry::default, |(table, index)| table.entry(index))
    }

    /// The kind of an entry.
    pub fn kind(&self, entry: u32) -> Kind {
        self.layer(entry).map_or(Kind::Person, |(table, index)| table.kind(index))
    }

    /// The names that begin with `tokens[0]`, the longest first. Each is compared with the text when it is asked for.
    pub fn all<'x>(&'x self, text: &'x str, tokens: &'x [Token]) -> impl Iterator<Item = Found> + use<'x> {
        let mut endings = Vec::new();
        for (layer, Layer { table, .. }) in self.tables.iter().enumerate() {
            ends(table, text, tokens, |length, node| endings.push(Ending { length, layer, node }));
        }
        // Of one length, the tables stay in their order.
        if endings.len() > 1 {
            endings.sort_by_key(|ending| std::cmp::Reverse(ending.length));
        }
        let mut next = 0;
        std::iter::from_fn(move || {
            while let Some(ending) = endings.get(next) {
                let length = ending.length;
                let same = endings[next..].partition_point(|ending| ending.length == length);
                let found = self.found(text, &tokens[..length], &endings[next..next + same]);
                next += same;
                if found.is_some() {
                    return found;
                }
            }
            None
        })
    }

    /// Which of the names that may end here do.
    fn found(&self, text: &str, tokens: &[Token], endings: &[Ending]) -> Option<Found> {
        let (mut listed, mut made) = (Vec::new(), Vec::new());
        for ending in endings {
            let Layer { table, first } = &self.tables[ending.layer];
            for form in table.forms(ending.node) {
                if fit::fits(form.text, || table.kind(form.entry), text, tokens) {
                    let entries = if form.made { &mut made } else { &mut listed };
                    let entry = first + form.entry;
                    // Forms of an entry stand beside each other.
                    if entries.last() != Some(&entry) {
                        entries.push(entry);
                    }
                }
            }
        }
        let (entries, made) = if listed.is_empty() { (made, true) } else { (listed, false) };
        let span = tokens.first()?.span.join(tokens.last()?.span);
        let found = !entries.is_empty() && fit::is_whole(text, span, &self.particles);
        found.then_some(Found { length: tokens.len(), entries, made })
    }

    /// What a whole phrase may name.
    pub fn get(&self, phrase: &str) -> Vec<u32> {
        let mut tokens = Vec::new();
        tokenize(phrase, Span::new(0, phrase.len()), &mut tokens);
        let whole = self.all(phrase, &tokens).find(|found| found.length == tokens.len());
        whole.map(|found| found.entries).unwrap_or_default()
    }

    /// All names of a text, from left to right: the longest at each word, and none inside another.
    pub fn scan(&self, text: &str, mut found: impl FnMut(Span, Found)) {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        let mut at = 0;
        while at < tokens.len() {
            let longest = self.all(text, &tokens[at..]).next();
            let next = at + longest.as_ref().map_or(1, |found| found.length);
            if let Some(longest) = longest {
                found(tokens[at].span.join(tokens[next - 1].span), longest);
            }
            at = next;
        }
    }
}

/// Walks on from a word as long as names go on so.
fn ends(table: &NameTable, text: &str, tokens: &[Token], mut end: impl FnMut(usize, Node)) {
    let (mut hash, mut skipped) = (START, 0);
    for (index, token) in tokens.iter().enumerate() {
        hash = hash_on(hash, token.span.of(text));
        let node = table.node(hash);
        if let Some(node) = node.filter(|node| node.first != 0) {
            end(index + 1, node);
        }
        let Some(next) = tokens.get(index + 1) else { return };
        if node.is_some_and(|node| node.more) {
            skipped = 0;
        } else if skipped == SKIPPED || fit::gap(text, *token, *next) == Gap::Open {
            return;
        } else {
            skipped += 1;
        }
    }
}
