//! Gazetteers of names: `gazetteers/names/**/<kind>.tsv`, one row a thing.

use super::phrases::Phrases;
use super::{Fault, Sources, Table};
use crate::claim::Kind;
use crate::mention::Gender;

/// Where the tables of names lie.
pub(super) const FOLDER: &str = "gazetteers/names/";

/// The stem of a table's file, which is the kind of what it lists.
pub(super) fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".tsv")
}

/// All names that are known, found by any of their forms.
#[derive(Debug, Default)]
pub struct Names {
    /// The things, in the order of the files.
    pub entries: Vec<NameEntry>,
    /// Indices into `entries` by name and alias.
    pub phrases: Phrases<u32>,
}

/// A named thing of a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameEntry {
    /// Its usual name.
    pub name: String,
    /// Other forms of it.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Local slug.
    pub id: String,
    /// What else is known: `country`, `year`, `gender`, `occupation`, `part_of`, `creator` ...
    pub facts: Vec<(String, String)>,
}

impl NameEntry {
    /// The value of a fact.
    pub fn fact(&self, key: &str) -> Option<&str> {
        self.facts.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The gender that the gazetteer gives.
    pub fn gender(&self) -> Option<Gender> {
        match self.fact("gender") {
            Some("m") => Some(Gender::Male),
            Some("f") => Some(Gender::Female),
            _ => None,
        }
    }
}

impl Names {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Names {
        let mut names = Names::default();
        for (path, text) in sources.below(FOLDER) {
            let stem = stem(path);
            let Some(kind) = Kind::from_name(stem) else {
                let known = Kind::ALL.map(Kind::name).join(", ");
                faults.push(Fault::new(
                    path,
                    1,
                    format!("{stem:?} is no kind"),
                    format!("name the file after its kind: {known}"),
                ));
                continue;
            };
            names.read_table(&Table::read(path, text, faults), kind, faults);
        }
        names
    }

    fn read_table(&mut self, table: &Table, kind: Kind, faults: &mut Vec<Fault>) {
        let columns = ["name", "aliases", "id", "facts"].map(|column| table.column(column, faults));
        let [Some(name), Some(aliases), Some(id), Some(facts)] = columns else { return };
        for row in &table.rows {
            if row.cells[name].is_empty() || row.cells[id].is_empty() {
                faults.push(Fault::new(
                    table.file,
                    row.line,
                    "a row without name or id",
                    "give both; an id is a lower-case slug",
                ));
                continue;
            }
            self.add(NameEntry {
                name: row.cells[name].into(),
                aliases: row.values(aliases).map(str::to_string).collect(),
                kind,
                id: row.cells[id].into(),
                facts: facts_of(row.cells[facts], table.file, row.line, faults),
            });
        }
    }

    /// Adds a thing under its name and aliases.
    pub fn add(&mut self, entry: NameEntry) {
        let index = self.entries.len() as u32;
        self.phrases.add(&entry.name, index);
        for alias in &entry.aliases {
            self.phrases.add(alias, index);
        }
        self.entries.push(entry);
    }
}

fn facts_of(cell: &str, file: &str, line: usize, faults: &mut Vec<Fault>) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    for fact in cell.split(';').filter(|fact| !fact.is_empty()) {
        match fact.split_once('=') {
            Some((key, value)) => facts.push((key.into(), value.into())),
            None => faults.push(Fault::new(
                file,
                line,
                format!("{fact:?} is no fact"),
                "write facts as `key=value`, parted by `;`",
            )),
        }
    }
    facts
}
