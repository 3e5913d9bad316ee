//! Writing: claims and reports become bytes (JSON lines, the terminal's report, schemas). Writes to any
//! `io::Write`; opens nothing.

mod compared;
mod difference;
mod explained;
mod harmless;
pub mod html;
mod json;
mod layout;
mod predicates;
mod report;
mod rows;
mod schema;
mod scored;
mod snapshot;

use std::io::{self, Write};

use crate::Report;

pub use compared::{comparison, tried};
pub use difference::Difference;
pub use explained::{Near, explanation, near, near_misses, rule};
pub(crate) use harmless::is_harmful;
pub use harmless::{harmless, harmless_lines};
pub use json::{line, lines};
pub use predicates::{PredicateRow, predicate_rows};
pub use report::{Summary, summary};
pub use rows::{
    ArticleRow, Counts, ErrorRow, MentionRow, RunCounts, RunRow, SegmentRow, Timings, Unit, add_timex, mention_kinds,
    mention_rows, segment_rows,
};
pub use schema::{SCHEMAS, Schema};
pub use scored::{ScoreDetail, score};
pub use snapshot::{claim_line, snapshot, snapshot_body, snapshot_file};

/// All that a run found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// One row an article, by name; `None` where only claims were read.
    pub articles: Option<Vec<ArticleRow>>,
    /// Claims, facts and conflicts.
    pub report: Report,
    /// Articles and records that could not be read.
    pub errors: Vec<ErrorRow>,
    /// Files below the folders that are no articles, by name or nature.
    pub skipped: usize,
}

impl Results {
    /// How many articles there are: those that were read or, where only claims were, those that they name.
    pub fn article_count(&self) -> usize {
        let named = || self.report.claims.chunk_by(|a, b| a.article == b.article).count();
        self.articles.as_ref().map_or_else(named, Vec::len)
    }
}

/// How text for people is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// Columns to wrap at.
    pub width: usize,
    /// Conflicts and subjects shown at most; `None` for all.
    pub limit: Option<usize>,
}

impl Style {
    /// No colours, 100 columns, nothing left out.
    pub fn plain() -> Style {
        Style { color: false, width: 100, limit: None }
    }
}

/// A form in which results can be written.
#[derive(Debug)]
pub struct Form {
    /// Its word on the command line.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// The file it is in an output folder.
    pub file: Option<&'static str>,
    /// Whether it tells of articles what claims alone do not.
    pub of_articles: bool,
    /// Writes it.
    pub write: fn(&Results, &Style, &mut dyn Write) -> io::Result<()>,
}

/// All forms. The command line, its help and the output folder are made from this table.
pub const FORMS: &[Form] = &[
    Form {
        name: "text",
        about: "the report for people: conflicts, then claims by subject",
        file: None,
        of_articles: false,
        write: report::write,
    },
    Form {
        name: html::FORM,
        about: "the report as a page, with the articles' texts where articles are read",
        file: None,
        of_articles: false,
        write: html::write,
    },
    Form {
        name: "jsonl",
        about: "all of it: objects with one key, `article`, `claim`, `fact`, `conflict` or `error`",
        file: None,
        of_articles: false,
        write: json::everything,
    },
    Form {
        name: "articles",
        about: "one line an article: title, date, languages, counts",
        file: Some("articles.jsonl"),
        of_articles: true,
        write: |results, _, out| json::each(results.articles.as_deref().unwrap_or_default(), out),
    },
    Form {
        name: "claims",
        about: "one line a claim of one article",
        file: Some("claims.jsonl"),
        of_articles: false,
        write: |results, _, out| json::each(&results.report.claims, out),
    },
    Form {
        name: "facts",
        about: "one line a fact: claims merged over articles",
        file: Some("facts.jsonl"),
        of_articles: false,
        write: |results, _, out| json::each(&results.report.facts, out),
    },
    Form {
        name: "conflicts",
        about: "one line a conflict, with its sides",
        file: Some("conflicts.jsonl"),
        of_articles: false,
        write: |results, _, out| json::each(&results.report.conflicts, out),
    },
    Form {
        name: "errors",
        about: "one line an article or record that could not be read",
        file: Some("errors.jsonl"),
        of_articles: false,
        write: |results, _, out| json::each(&results.errors, out),
    },
];
