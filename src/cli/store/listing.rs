//! The articles of a run, by name, and the shards that hold what was made of them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use sayso::Claim;
use sayso::write::ErrorRow;

use super::shard::{self, Place};
use super::{FOLDER, Found, Key, Result};

/// All that a run read: articles, and errors. Grows by some hundred bytes an article.
#[derive(Debug, Default)]
pub(in super::super) struct Listing {
    /// The articles: in the order of the walk while it is read, then by name.
    pub(in super::super) articles: Vec<Listed>,
    /// What could not be read, in the order of the walk.
    pub(in super::super) errors: Vec<ErrorRow>,
    /// Where the results lie.
    pub(in super::super) kept: BTreeMap<Key, Place>,
}

/// An article: its name, the key of its input, and where its lines lie.
#[derive(Clone, Debug)]
pub(in super::super) struct Listed {
    pub(in super::super) name: Box<str>,
    /// Changes with all that its claims depend on.
    #[allow(dead_code, reason = "for those who keep articles elsewhere")]
    pub(in super::super) key: Key,
    shard: u32,
    row: (u64, u64),
    claims: (u64, u64),
}

impl Listing {
    /// Lists what came of an input.
    pub(in super::super) fn add(&mut self, key: Key, found: Found) {
        let Found { place, head } = found;
        let mut at = place.offset + place.head;
        for part in head.articles {
            let (row, claims) = ((at, part.row), (at + part.row, part.claims));
            at += part.row + part.claims;
            self.articles.push(Listed { name: part.name.into(), key, shard: place.shard, row, claims });
        }
        self.errors.extend(head.errors);
        self.kept.insert(key, place);
    }

    /// Lists what could not even be hashed, and so is never kept.
    pub(in super::super) fn add_errors(&mut self, result: Result) {
        self.errors.extend(result.head.errors);
    }
}

impl Listed {
    /// Bytes of its claims' lines.
    pub(in super::super) fn bytes(&self) -> usize {
        self.claims.1 as usize
    }
}

/// The claims of some lines.
pub(in super::super) fn claims_of(lines: &[u8]) -> io::Result<Vec<Claim>> {
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).map_err(io::Error::from)).collect()
}

/// Reads what shards hold of listed articles.
#[derive(Debug)]
pub(in super::super) struct Shards {
    folder: PathBuf,
    /// The shard that was read last.
    open: Option<(u32, File)>,
}

impl Shards {
    /// Those of an output folder.
    pub(in super::super) fn of(out: &Path) -> Shards {
        Shards { folder: out.join(FOLDER), open: None }
    }

    /// An article's line of `articles.jsonl`.
    pub(in super::super) fn row(&mut self, article: &Listed) -> io::Result<Vec<u8>> {
        self.read(article.shard, article.row)
    }

    /// The lines of an article's claims, in text order.
    pub(in super::super) fn claim_lines(&mut self, article: &Listed) -> io::Result<Vec<u8>> {
        self.read(article.shard, article.claims)
    }

    /// An article's claims, in text order.
    #[allow(dead_code, reason = "for those who keep articles elsewhere")]
    pub(in super::super) fn claims(&mut self, article: &Listed) -> io::Result<Vec<Claim>> {
        claims_of(&self.claim_lines(article)?)
    }

    fn read(&mut self, shard: u32, (offset, length): (u64, u64)) -> io::Result<Vec<u8>> {
        let (_, file) = match &mut self.open {
            Some(open) if open.0 == shard => open,
            open => open.insert((shard, File::open(shard::path(&self.folder, shard))?)),
        };
        shard::read_from(file, offset, length)
    }
}
