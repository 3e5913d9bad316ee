//! Exports: results in the forms that other programs load. What they hold is what the results hold: nothing is
//! decided here, no date is made up, and the same results give the same bytes.
//!
//! | form | for | made from |
//! |---|---|---|
//! | `jsonl` | DuckDB and anything that reads JSON lines, with a `load.sql` | flat tables ([`table`]) |
//! | `csv` | spreadsheets and databases | the same tables |
//! | `nquads` | RDF stores | claims, facts and conflicts ([`rdf`]) |
//! | `quickstatements` | Wikidata | facts between things with Wikidata numbers ([`quick`]) |
//!
//! Rows are read one after another from a [`Source`] and written as they come.

mod csv;
mod date;
mod jsonl;
mod quick;
mod rdf;
mod table;
mod tables;
mod web;

use std::io::{self, Write};

use crate::lexicon::Predicate;
use crate::write::ArticleRow;
use crate::{Claim, Conflict, Fact};

pub use date::Calendar;

/// What takes one row after another.
pub type Each<'a, T> = &'a mut dyn FnMut(T) -> Result<(), ExportError>;

/// Results to be exported, in the order in which a run writes them: a folder of results, or a knowledge base.
pub trait Source {
    /// Every article.
    fn articles(&self, each: Each<ArticleRow>) -> Result<(), ExportError>;
    /// Every claim, by article and place.
    fn claims(&self, each: Each<Claim>) -> Result<(), ExportError>;
    /// Every fact, by subject.
    fn facts(&self, each: Each<Fact>) -> Result<(), ExportError>;
    /// Every conflict, by subject.
    fn conflicts(&self, each: Each<Conflict>) -> Result<(), ExportError>;
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// What was to be exported could not be read.
    #[error("{0}")]
    Source(String),
    /// The export could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// Where the files of an export go.
pub trait Target {
    /// Writes a file of that name: `content` gives its bytes.
    fn file(
        &mut self,
        name: &str,
        content: &mut dyn FnMut(&mut dyn Write) -> Result<(), ExportError>,
    ) -> Result<(), ExportError>;
}

/// Writes the files of a form.
pub type Writer = fn(&dyn Source, &[Predicate], &mut dyn Target) -> Result<(), ExportError>;

/// A form of export.
#[derive(Debug)]
pub struct Form {
    /// Its word on the command line.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Whether it asks the predicates what Wikidata calls them.
    pub of_predicates: bool,
    /// Writes it.
    pub write: Writer,
}

/// All forms. The command line and its help are made from this table.
pub const FORMS: &[Form] = &[
    Form {
        name: "jsonl",
        about: "flat tables as JSON lines, with a load.sql for DuckDB",
        of_predicates: false,
        write: |source, _, target| jsonl::write(source, target),
    },
    Form {
        name: "csv",
        about: "the same tables for spreadsheets: no cell is a formula",
        of_predicates: false,
        write: |source, _, target| csv::write(source, target),
    },
    Form {
        name: "nquads",
        about: "RDF 1.1: one graph an article, a node for each claim, with rank and evidence",
        of_predicates: true,
        write: rdf::write,
    },
    Form {
        name: "quickstatements",
        about: "QuickStatements v1 for Wikidata, where things have Wikidata numbers as ids; contested facts apart",
        of_predicates: true,
        write: quick::write,
    },
];

/// Whether an id is the number of a Wikidata item.
fn is_item(id: &str) -> bool {
    let digits = id.strip_prefix('Q').unwrap_or_default();
    digits.starts_with(|c: char| ('1'..='9').contains(&c))
        && digits.len() < 16
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Sixty-four bits that stand for an id: ids are hashes of that length, as hexadecimal digits.
fn short(id: &str) -> u64 {
    u64::from_str_radix(id, 16).unwrap_or_else(|_| {
        let mut first = [0; 8];
        blake3::Hasher::new().update(id.as_bytes()).finalize_xof().fill(&mut first);
        u64::from_le_bytes(first)
    })
}
