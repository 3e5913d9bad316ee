//! The report for people.

use std::io::{self, Write};

use super::{Results, Style};

pub(super) fn write(results: &Results, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", summary(results))
}

/// What was found, in one line.
pub fn summary(results: &Results) -> String {
    let report = &results.report;
    format!("{} articles, {} claims", results.articles.len(), report.claims.len())
}
