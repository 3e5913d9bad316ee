//! `text`, `segments`, `mentions`: what the stages before the claims make of an article.

use std::io::{self, IsTerminal};

use sayso::write::{harmless_lines, lines, mention_rows, segment_rows};
use sayso::{annotate, segment};

use super::super::args::{Common, Inputs, Mentions};
use super::super::failure::{Failure, Outcome};
use super::super::{input, lexicon};
use super::print_each;

pub(in super::super) fn text(inputs: &Inputs, common: &Common) -> Result<Outcome, Failure> {
    let terminal = io::stdout().is_terminal();
    let headed = input::list(inputs)?.len() > 1;
    print_each(inputs, common, |article| {
        let text = if terminal { harmless_lines(&article.text) } else { article.text.as_str().into() };
        match headed {
            true => format!("==> {} <==\n{}\n", sayso::write::harmless(&article.name), text.trim_end_matches('\n')),
            false => text.into_owned(),
        }
        .into_bytes()
    })
}

pub(in super::super) fn segments(inputs: &Inputs, common: &Common) -> Result<Outcome, Failure> {
    let lexicon = lexicon::load(common)?.lexicon;
    print_each(inputs, common, |article| lines(&segment_rows(article, &segment::segment(article, &lexicon))))
}

pub(in super::super) fn mentions(args: &Mentions, common: &Common) -> Result<Outcome, Failure> {
    let lexicon = lexicon::load(common)?.lexicon;
    let wanted = |kind: Option<&str>| args.kind.is_empty() || args.kind.iter().any(|one| Some(one.as_str()) == kind);
    print_each(&args.inputs, common, |article| {
        let document = segment::segment(article, &lexicon);
        let mut rows = mention_rows(article, &annotate::annotate(article, &document, &lexicon));
        rows.retain(|row| wanted(row.kind.as_deref()));
        lines(&rows)
    })
}
