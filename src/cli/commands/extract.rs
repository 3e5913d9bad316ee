//! `extract`: claims as JSON lines, streamed.

use sayso::{extract_article, write};

use super::super::args::{Common, Reading};
use super::super::failure::{Failure, Outcome};
use super::super::lexicon;
use super::print_each;

pub(in super::super) fn extract(reading: &Reading, common: &Common) -> Result<Outcome, Failure> {
    let lexicon = lexicon::load(&reading.knowledge)?.lexicon;
    print_each(&reading.inputs, common, |article| write::lines(&extract_article(article, &lexicon)))
}
