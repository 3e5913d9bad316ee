//! Scores as text for people.

use std::io::{self, Write};

use super::harmless;
use crate::Claim;
use crate::score::{Figures, Gold, Score};

/// How much of a score is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreDetail {
    /// Whether each predicate has a row.
    pub predicates: bool,
    /// How many missed claims are shown, and how many false ones of each rule.
    pub errors: usize,
}

/// Writes a score: predicates, false claims by rule, what was missed, other fields, and the total last.
pub fn score(score: &Score, detail: ScoreDetail, out: &mut dyn Write) -> io::Result<()> {
    if detail.predicates {
        writeln!(out, "{:22} {:>6} {:>6} {:>6} {:>6} {:>6}", "predicate", "P", "R", "F1", "said", "gold")?;
        for (predicate, figures) in &score.predicates {
            let (precision, recall) = (figures.precision, figures.recall);
            let (p, r, f1) = (precision.rate(), recall.rate(), figures.f1());
            writeln!(out, "{predicate:22} {p:6.2} {r:6.2} {f1:6.2} {:6} {:6}", precision.all, recall.all)?;
        }
    }
    if detail.errors > 0 {
        for (rule, claims) in &score.wrong {
            writeln!(out, "false: {:3} by {}", claims.len(), harmless(rule))?;
            claims.iter().take(detail.errors).try_for_each(|claim| wrong(claim, out))?;
        }
        score.missed.iter().take(detail.errors).try_for_each(|gold| missed(gold, out))?;
    }
    if !score.agreement.is_empty() {
        let fields =
            score.agreement.iter().map(|one| format!("{} {:.3} of {}", one.field, one.share.rate(), one.share.all));
        writeln!(out, "on matched claims: {}", fields.collect::<Vec<_>>().join(", "))?;
    }
    if score.unscored > 0 {
        writeln!(out, "{} claims with a predicate that is not built in were not scored", score.unscored)?;
    }
    total(score.total, out)
}

fn total(total: Figures, out: &mut dyn Write) -> io::Result<()> {
    let (p, r, f1) = (total.precision.rate(), total.recall.rate(), total.f1());
    let (said, gold) = (total.precision.all, total.recall.all);
    writeln!(out, "precision {p:.3}  recall {r:.3}  F1 {f1:.3}  ({said} claims said, {gold} in gold)")
}

fn wrong(claim: &Claim, out: &mut dyn Write) -> io::Result<()> {
    let (subject, object) = (&claim.subject.name, claim.object.text());
    let text = format!("{subject} -- {} -- {object}   [{}]", claim.predicate, claim.evidence.text);
    writeln!(out, "    {}: {}", harmless(&claim.article), harmless(&text))
}

fn missed(gold: &Gold, out: &mut dyn Write) -> io::Result<()> {
    let text = format!("{} -- {} -- {}   [{}]", gold.subject, gold.predicate, gold.object, gold.evidence);
    writeln!(out, "missed: {}: {}", harmless(&gold.article), harmless(&text))
}
