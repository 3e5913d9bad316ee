//! The commands, and what those that read articles have in common.

pub(super) mod about;
mod claims;
pub(super) mod diff;
pub(super) mod explain;
pub(super) mod export;
pub(super) mod extract;
pub(super) mod furniture;
pub(super) mod gazetteer;
mod into;
#[cfg(feature = "kb")]
pub(super) mod kb;
pub(super) mod rule;
pub(super) mod run;
pub(super) mod score;
pub(super) mod show;
pub(super) mod snapshot;

use std::io::Write;

use sayso::Article;
use sayso::write::{ErrorRow, harmless};

use super::args::{Common, Inputs};
use super::failure::{Failure, Outcome, complain};
use super::input::{self, Item};
use super::{batch, panics, progress, stdout};

/// Gives every article to `work`, on all threads, and what came of each to `sink`, in the order of the
/// articles' names. A panic in `work` is that article's error. Returns how many files were skipped as no articles.
fn each_article<T: Send>(
    inputs: &Inputs,
    common: &Common,
    work: impl Fn(&Article) -> T + Sync,
    mut sink: impl FnMut(Result<T, ErrorRow>) -> Result<(), Failure> + Send,
) -> Result<usize, Failure> {
    let mut skipped = 0;
    let items = input::list(inputs)?.inspect(|item| skipped += usize::from(matches!(item, Item::Skipped(_))));
    let pool = batch::pool(inputs.jobs)?;
    let bar = progress::bar(common, inputs);
    let one =
        |article: Article| panics::guard(|| work(&article)).map_err(|cause| ErrorRow { article: article.name, cause });
    let all = |item: Item| -> (u64, Vec<Result<T, ErrorRow>>) {
        let results = match panics::guard(|| item.articles(inputs.date.as_ref())) {
            Ok(articles) => articles.into_iter().map(|article| article.and_then(one)).collect(),
            Err(cause) => vec![Err(ErrorRow { article: item.name().into(), cause })],
        };
        (progress::weight(&item), results)
    };
    batch::in_order(&pool, items, Item::held, all, |(weight, results)| {
        bar.inc(weight);
        results.into_iter().try_for_each(&mut sink)
    })?;
    bar.finish_and_clear();
    Ok(skipped)
}

/// Prints what `work` makes of each article; articles that fail are told on standard error.
fn print_each(inputs: &Inputs, common: &Common, work: impl Fn(&Article) -> Vec<u8> + Sync) -> Result<Outcome, Failure> {
    let mut out = stdout::open();
    let mut failed = 0;
    let skipped = each_article(inputs, common, work, |result| {
        match result {
            Ok(bytes) => out.write_all(&bytes)?,
            Err(error) => {
                failed += 1;
                tell(&error);
            }
        }
        Ok(())
    })?;
    out.flush()?;
    tell_skipped(skipped, common);
    Ok(Outcome::of(failed))
}

/// Tells how much below the folders was passed by.
fn tell_skipped(skipped: usize, common: &Common) {
    if skipped > 0 && !common.quiet {
        let _ = complain(&format!("{skipped} skipped: by name or nature no articles (see --help for what is read)"));
    }
}

/// Tells an article's error on standard error.
fn tell(error: &ErrorRow) {
    let _ = complain(&format!("{}: {}", harmless(&error.article), error.cause));
}
