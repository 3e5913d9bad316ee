//! `explain`: how claims come about.

use super::super::args::{Common, Explain};
use super::super::failure::{Failure, Outcome};

pub(in super::super) fn explain(_args: &Explain, _common: &Common) -> Result<Outcome, Failure> {
    Err(Failure::Usage("explain is not there yet".into()))
}
