//! `text`, `segments`, `mentions`: what the stages before the claims make of an article.

use std::io::{self, IsTerminal, Write};

use sayso::write::{add_timex, harmless, harmless_lines, lines, mention_rows, segment_rows};
use sayso::{Article, annotate, date, segment};

use super::super::args::{Common, Inputs, Mentions, Reading};
use super::super::failure::{Failure, Outcome};
use super::super::{lexicon, stdout};
use super::{each_article, print_each, tell, tell_skipped};

pub(in super::super) fn text(inputs: &Inputs, common: &Common) -> Result<Outcome, Failure> {
    let shown = |article: &Article| match io::stdout().is_terminal() {
        true => (article.name.clone(), harmless_lines(&article.text).into_owned()),
        false => (article.name.clone(), article.text.clone()),
    };
    let mut out = stdout::open();
    let (mut failed, mut first, mut several) = (0, None, false);
    let skipped = each_article(inputs, common, shown, |result| {
        match result {
            // Whether names are needed is known when the second article comes.
            Ok(only) if first.is_none() && !several => first = Some(only),
            Ok(next) => {
                several = true;
                for (name, text) in first.take().into_iter().chain([next]) {
                    writeln!(out, "==> {} <==\n{}", harmless(&name), text.trim_end_matches('\n'))?;
                }
            }
            Err(error) => {
                failed += 1;
                tell(&error);
            }
        }
        Ok(())
    })?;
    if let Some((_, text)) = first {
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    tell_skipped(skipped, common);
    Ok(Outcome::of(failed))
}

pub(in super::super) fn segments(reading: &Reading, common: &Common) -> Result<Outcome, Failure> {
    let lexicon = lexicon::load(&reading.knowledge)?.lexicon;
    print_each(&reading.inputs, common, |article| lines(&segment_rows(article, &segment::segment(article, &lexicon))))
}

pub(in super::super) fn mentions(args: &Mentions, common: &Common) -> Result<Outcome, Failure> {
    let lexicon = lexicon::load(&args.reading.knowledge)?.lexicon;
    let wanted = |kind: Option<&str>| args.kind.is_empty() || args.kind.iter().any(|one| Some(one.as_str()) == kind);
    print_each(&args.reading.inputs, common, |article| {
        let document = segment::segment(article, &lexicon);
        let mut rows = mention_rows(article, &annotate::annotate(article, &document, &lexicon));
        add_timex(&mut rows, article, &date::find(article, &document, &lexicon));
        rows.retain(|row| wanted(row.kind.as_deref()));
        lines(&rows)
    })
}
