//! What differs between two sets of claims, for people: by rule, each with its sentence.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::layout::{Columns, Paint, paint};
use super::snapshot::claim_line;
use super::{Style, harmless};
use crate::compare::{Change, Changed, Comparison};

/// Writes what was won, lost and changed, grouped by rule; of each group no more than `limit`.
pub fn comparison(found: &Comparison, limit: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for rule in found.changes.chunk_by(|a, b| a.rule == b.rule) {
        writeln!(out, "{}  {}", style.heading(&harmless(&rule[0].rule)), counts(rule))?;
        for group in rule.chunk_by(|a, b| a.change == b.change) {
            for changed in group.iter().take(limit) {
                out.write_all(shown(changed, style).as_bytes())?;
            }
            if group.len() > limit {
                let more = format!("  … and {} more (--limit {} shows them)", group.len() - limit, group.len());
                writeln!(out, "{}", paint(style, Paint::Quiet, &more))?;
            }
        }
        writeln!(out)?;
    }
    writeln!(out, "{}, {} the same", counts(&found.changes), found.same)
}

/// What a rule that is tried finds: in how many `articles`, how much of it other rules find already, by rule.
pub fn tried(
    articles: usize,
    catching: usize,
    known: &BTreeMap<String, usize>,
    found: &Comparison,
    out: &mut dyn Write,
) -> io::Result<()> {
    let already: usize = known.values().sum();
    let new = found.count(Change::Won);
    writeln!(
        out,
        "In {catching} of {} the pattern catches {}: {new} that no rule finds yet, {already} that others find already",
        number(articles, "article"),
        number(new + already, "claim"),
    )?;
    known.iter().try_for_each(|(rule, count)| writeln!(out, "  {count:>5} {}", harmless(rule)))?;
    writeln!(out)
}

fn number(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn counts(changes: &[Changed]) -> String {
    let count = |change| changes.iter().filter(|changed| changed.change == change).count();
    format!("{} won, {} lost, {} changed", count(Change::Won), count(Change::Lost), count(Change::Changed))
}

/// One change: the claim before and after, its article, its sentence.
fn shown(changed: &Changed, style: &Style) -> String {
    let mut out = String::new();
    for (claim, sign, color) in [(&changed.old, '-', Paint::Lost), (&changed.new, '+', Paint::Won)] {
        if let Some(claim) = claim {
            out.push_str(&paint(style, color, &format!("  {sign} {}", claim_line(claim))));
            out.push('\n');
        }
    }
    if let Some(claim) = changed.new.as_ref().or(changed.old.as_ref()) {
        let columns = Columns { indent: 4, widths: &[], style };
        out.push_str(&columns.row(&[&harmless(&claim.article)], 0));
        out.push_str(
            &columns.quotation(&harmless(&claim.evidence.text.split_whitespace().collect::<Vec<_>>().join(" "))),
        );
    }
    out
}
