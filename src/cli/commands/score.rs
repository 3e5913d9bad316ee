//! `score`: claims against gold.

use std::fs;
use std::io::Write;
use std::path::Path;

use sayso::score::{self, Figures, Gold};
use sayso::write::{self, ScoreDetail};
use sayso::{Claim, Lexicon};

use super::super::args;
use super::super::failure::{Failure, Outcome};
use super::super::stdout;
use super::run::read_claims;

pub(in super::super) fn score(args: &args::Score) -> Result<Outcome, Failure> {
    let gold = gold(&args.gold)?;
    let mut claims: Vec<Claim> = Vec::new();
    let mut errors = Vec::new();
    for path in &args.claims {
        read_claims(path, &mut claims, &mut errors)?;
    }
    errors.iter().for_each(super::tell);
    let score = score::score(&gold, &claims, &Lexicon::builtin().predicates);
    let mut out = stdout::open();
    let detail = ScoreDetail { predicates: args.rows, errors: args.errors };
    write::score(&score, detail, &mut out)?;
    out.flush()?;
    Ok(Outcome::of(errors.len() + usize::from(is_below(args, score.total))))
}

/// Whether a figure is lower than asked for.
fn is_below(args: &args::Score, total: Figures) -> bool {
    total.precision.rate() < args.min_precision || total.recall.rate() < args.min_recall || total.f1() < args.min_f1
}

fn gold(path: &Path) -> Result<Vec<Gold>, Failure> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| Failure::Usage(format!("{name}: {error}")))?;
    let gold = score::read(&text).and_then(|gold| if gold.is_empty() { Err("no gold in it".into()) } else { Ok(gold) });
    gold.map_err(|cause| {
        Failure::Usage(format!(
            "{name}: {cause}; a line of gold is a JSON object with article, subject, subject_kind, predicate, object and \
             object_kind"
        ))
    })
}
