//! `diff`: two files of claims.

use std::io::Write;
use std::path::Path;

use sayso::compare::compare;
use sayso::{Claim, write};

use super::super::args::{self, Common, DiffForm};
use super::super::failure::{Failure, Outcome};
use super::super::stdout;
use super::run::read_claims;
use super::tell;

pub(in super::super) fn diff(args: &args::Diff, common: &Common) -> Result<Outcome, Failure> {
    let mut wrong = 0;
    let found = compare(claims(&args.old, &mut wrong)?, claims(&args.new, &mut wrong)?);
    let mut out = stdout::open();
    match args.format {
        DiffForm::Text => write::comparison(&found, args.shown.limit, &stdout::style(common), &mut out)?,
        DiffForm::Jsonl => found.changes.iter().try_for_each(|changed| write::line(changed, &mut out))?,
    }
    out.flush()?;
    Ok(Outcome::of(wrong + found.changes.len()))
}

/// The claims of a file; how many lines are none is added to `wrong`.
fn claims(path: &Path, wrong: &mut usize) -> Result<Vec<Claim>, Failure> {
    let (mut claims, mut errors) = (Vec::new(), Vec::new());
    read_claims(path, &mut claims, &mut errors)?;
    errors.iter().for_each(tell);
    *wrong += errors.len();
    Ok(claims)
}
