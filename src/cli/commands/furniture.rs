//! `furniture learn`: a table of what repeats over the pages of a site.

use sayso::Article;
use sayso::furniture::{Learner, see, table};

use super::super::args::{Common, Learn};
use super::super::failure::{Failure, Outcome, complain};
use super::super::{cache, lexicon, stdout};
use super::{each_article, tell, tell_skipped};

pub(in super::super) fn learn(learn: &Learn, common: &Common) -> Result<Outcome, Failure> {
    // Somebody may have looked through it.
    if let Some(path) = learn.out.as_ref().filter(|path| path.exists()) {
        return Err(Failure::Usage(format!("{}: is there already; name another file with --out", path.display())));
    }
    let lexicon = lexicon::load(&learn.reading.knowledge)?.lexicon;
    let mut learner = Learner::new(&lexicon);
    let (mut read, mut failed) = (0, 0);
    let note = |article: &Article| see(article, &lexicon);
    let skipped = each_article(&learn.reading.inputs, common, note, |result| {
        match result {
            Ok(seen) => {
                read += 1;
                learner.add(seen);
            }
            Err(error) => {
                failed += 1;
                tell(&error);
            }
        }
        Ok(())
    })?;
    let sampled = learner.sampled();
    let rows = learner.learn();
    let text = table(&rows);
    match &learn.out {
        Some(path) => {
            cache::write(path, text.as_bytes()).map_err(|error| Failure::writing(path.display().to_string(), error))?;
        }
        None => stdout::print(text.as_bytes())?,
    }
    tell_skipped(skipped, common);
    if !common.quiet {
        let of = if sampled == 1 { String::new() } else { format!(", of which one in {sampled} had room") };
        let _ = complain(&format!("articles: {read}{of}; lines that repeat: {}", rows.len()));
    }
    Ok(Outcome::of(failed))
}
