//! Reading for a run that remembers: every input is hashed, and only what no shard of the output folder knows is made
//! into articles and claims. See [`super::store`].

use std::io;

use rayon::ThreadPool;
use sayso::read::Limits;
use sayso::write::{self, ArticleRow, ErrorRow};
use sayso::{Article, Lexicon, annotate, extract, segment};

use super::args::{Common, Inputs};
use super::disk::Disk;
use super::failure::Failure;
use super::folder::Folder;
use super::input::{self, Item};
use super::lexicon::Loaded;
use super::store::{Found, Key, Known, Listing, Result as Made};
use super::{batch, panics, progress};

/// What a run has read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Articles by name, and errors.
    pub(super) listing: Listing,
    /// Files that are no articles, by name or nature.
    pub(super) skipped: usize,
    /// Inputs that an earlier run has read.
    pub(super) known: usize,
}

/// What came of one input.
enum Came {
    Known(Key, Found),
    Made(Key, Made),
    /// Without bytes to hash.
    Lost(Made),
    Skipped,
}

/// Reads all inputs. Results are on the disk before this returns.
pub(super) fn gather(
    inputs: &Inputs,
    loaded: &Loaded,
    folder: &Folder,
    disk: &Disk,
    pool: &ThreadPool,
    common: &Common,
) -> Result<Gathered, Failure> {
    let failed = |error: io::Error| Failure::Output(folder.path().display().to_string(), error);
    let known = Known::open(folder.path(), disk).map_err(failed)?;
    let mut writer = known.writer(disk);
    let base = base(loaded, inputs);
    let mut gathered = Gathered::default();
    let bar = progress::bar(common, inputs);
    let items = input::list(inputs)?;
    let one = |item: Item| (progress::weight(&item), came(&item, &known, &base, inputs, &loaded.lexicon));
    batch::in_order(pool, items, Item::held, one, |(weight, came)| {
        bar.inc(weight);
        match came {
            Came::Known(key, found) => {
                gathered.known += 1;
                gathered.listing.add(key, found);
            }
            Came::Made(key, made) => {
                let found = writer.add(key, made).map_err(failed)?;
                gathered.listing.add(key, found);
            }
            Came::Lost(made) => gathered.listing.add_errors(made),
            Came::Skipped => gathered.skipped += 1,
        }
        Ok(())
    })?;
    writer.finish().map_err(failed)?;
    bar.finish_and_clear();
    gathered.listing.articles.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(gathered)
}

fn came(item: &Item, known: &Known, base: &blake3::Hasher, inputs: &Inputs, lexicon: &Lexicon) -> Came {
    let mut made = Made::default();
    let input = match item {
        Item::Input(input) => input,
        Item::Skipped(_) => return Came::Skipped,
        Item::Failed(row) => {
            made.error(row.clone());
            return Came::Lost(made);
        }
    };
    let limits = Limits::default();
    let content = input.load(&limits);
    let key = content.digest().map(|digest| key(base, &digest));
    if let Some((key, found)) = key.and_then(|key| Some((key, known.find(&key)?))) {
        return Came::Known(key, found);
    }
    match panics::guard(|| content.articles(&limits)) {
        Ok(articles) => {
            for article in articles {
                add(
                    &mut made,
                    article.map_err(input::row).map(|article| input::dated(article, inputs.date.as_ref())),
                    lexicon,
                );
            }
        }
        Err(cause) => made.error(ErrorRow { article: input.name.clone(), cause }),
    }
    match key {
        Some(key) => Came::Made(key, made),
        None => Came::Lost(made),
    }
}

/// Adds an article with its claims, or what is wrong with it.
fn add(made: &mut Made, article: Result<Article, ErrorRow>, lexicon: &Lexicon) {
    let guarded = article.and_then(|article| {
        panics::guard(|| lines(&article, lexicon)).map_err(|cause| ErrorRow { article: article.name.clone(), cause })
    });
    match guarded {
        Ok((name, row, claims)) => made.article(name, &row, &claims),
        Err(row) => made.error(row),
    }
}

/// An article's name, and the lines of its row and its claims.
fn lines(article: &Article, lexicon: &Lexicon) -> (String, Vec<u8>, Vec<u8>) {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let mut claims = extract::extract(article, &document, &mentions, lexicon);
    claims.sort_unstable_by(|one, other| one.place().cmp(&other.place()));
    claims.dedup_by(|one, other| one.id == other.id);
    let row = ArticleRow::new(article, &document, &mentions, &claims);
    (article.name.clone(), write::lines(&[row]), write::lines(&claims))
}

/// A hash of all that claims depend on besides their input.
fn base(loaded: &Loaded, inputs: &Inputs) -> blake3::Hasher {
    let date = inputs.date.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    for part in [env!("CARGO_PKG_VERSION"), env!("SAYSO_SOURCES"), &loaded.hash, &date] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher
}

fn key(base: &blake3::Hasher, digest: &[u8; 32]) -> Key {
    let mut key = Key::default();
    key.copy_from_slice(&base.clone().update(digest).finalize().as_bytes()[..16]);
    key
}
