//! `extract`: claims as JSON lines, streamed.

use sayso::{extract_article, write};

use super::super::args::{Common, Inputs};
use super::super::failure::{Failure, Outcome};
use super::super::lexicon;
use super::print_each;

pub(in super::super) fn extract(inputs: &Inputs, common: &Common) -> Result<Outcome, Failure> {
    let lexicon = lexicon::load(common)?.lexicon;
    print_each(inputs, common, |article| write::lines(&extract_article(article, &lexicon)))
}
