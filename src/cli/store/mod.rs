//! What a run remembers in its output folder, so that no article is read twice.
//!
//! ```text
//! DIR/.sayso/00000000.shard   finished inputs: of each its articles' rows and claims, or what is wrong with it
//!            00000001.shard   …
//!            .00000002.part   the shard that is being written; removed by the next run
//! ```
//!
//! An input (a file, or a record of a feed) is known by its [`Key`]: a hash of its name, its bytes and all else that its
//! claims depend on: the program's version and sources, the gazetteers and predicates, `--date`. A run hashes every
//! input and extracts claims only where no shard has the key; so what is new or changed is read, what vanished is not
//! listed, and a run that was killed goes on with the first input of its unfinished shard. Files are hashed whole, always:
//! size and time of a file that a scraper wrote again within one tick would say nothing.
//!
//! A shard is written under a temporary name, brought to the disk and renamed; it never changes afterwards. Its end is an
//! index of its inputs. Shards that hold little that is still of use are written anew at a run's end ([`sweep`]).
//!
//! The result of reading is a [`Listing`]: the articles of this run by name, each with its key and its place in a shard. Facts,
//! conflicts and all else over articles are made from it, article by article ([`Shards::claims`]), so that memory holds
//! names and places only. Whoever keeps articles elsewhere (a knowledge base) compares names and keys with those that
//! it has: an unknown name is new, another key is a change, a name that is not listed has vanished.
//!
//! Not here: how articles are found and read ([`super::input`]), the lock and the results' own files ([`super::folder`]).

mod listing;
mod shard;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use sayso::write::ErrorRow;

use super::disk::{Disk, Out};
pub(super) use listing::{Listed, Listing, Shards, claims_of};
use shard::{Index, Place};

/// Where all this lies in an output folder.
pub(super) const FOLDER: &str = ".sayso";

/// By what an input is known.
pub(super) type Key = [u8; 16];

/// Inputs after which a shard is finished: what a killed run may have to read again.
const INPUTS: usize = 256;
/// Bytes after which a shard is finished.
const BYTES: u64 = 16 << 20;

/// What came of one input: its articles, each with the lines of its row and its claims, and its errors.
#[derive(Clone, Debug, Default)]
pub(super) struct Result {
    head: Head,
    body: Vec<u8>,
}

/// What a result holds, in its order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Head {
    articles: Vec<Part>,
    errors: Vec<ErrorRow>,
}

/// An article of a result: its name, and the lengths of its parts.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Part {
    name: String,
    row: u64,
    claims: u64,
}

impl Result {
    /// Adds an article: its line of `articles.jsonl`, and the lines of its claims.
    pub(super) fn article(&mut self, name: String, row: &[u8], claims: &[u8]) {
        self.head.articles.push(Part { name, row: row.len() as u64, claims: claims.len() as u64 });
        self.body.extend_from_slice(row);
        self.body.extend_from_slice(claims);
    }

    /// Adds an article or record that could not be read.
    pub(super) fn error(&mut self, row: ErrorRow) {
        self.head.errors.push(row);
    }
}

/// The finished inputs of earlier runs.
#[derive(Debug)]
pub(super) struct Known {
    folder: PathBuf,
    places: HashMap<Key, Place>,
    /// Bytes of each shard.
    sizes: BTreeMap<u32, u64>,
}

impl Known {
    /// Opens the store of an output folder, which must be locked; takes away what a killed run left unfinished. A
    /// shard that is damaged counts for nothing.
    pub(super) fn open(out: &Path, disk: &Disk) -> io::Result<Known> {
        let folder = out.join(FOLDER);
        disk.create_folder(&folder)?;
        let mut known = Known { folder, places: HashMap::new(), sizes: BTreeMap::new() };
        for entry in fs::read_dir(&known.folder)? {
            let path = entry?.path();
            match shard::number_of(&path) {
                Some(number) => drop(known.sizes.insert(number, fs::metadata(&path)?.len())),
                None if path.extension().is_some_and(|end| end == "part") => disk.remove(&path)?,
                None => {}
            }
        }
        for number in known.sizes.keys() {
            let index = shard::index(&shard::path(&known.folder, *number)).unwrap_or_default();
            known.places.extend(index.into_iter().map(|(key, place)| (key, Place { shard: *number, ..place })));
        }
        Ok(known)
    }

    /// What came of an input, if it is known.
    pub(super) fn find(&self, key: &Key) -> Option<Found> {
        let place = *self.places.get(key)?;
        let head = shard::read(&shard::path(&self.folder, place.shard), place.offset, place.head).ok()?;
        Some(Found { place, head: serde_json::from_slice(&head).ok()? })
    }

    /// A writer for what is not known yet.
    pub(super) fn writer(&self, disk: &Disk) -> Writer {
        let next = self.sizes.keys().next_back().map_or(0, |last| last + 1);
        Writer { folder: self.folder.clone(), disk: disk.clone(), next, open: None }
    }
}

/// A result in a shard.
#[derive(Clone, Debug)]
pub(super) struct Found {
    place: Place,
    head: Head,
}

/// Writes results into new shards.
#[derive(Debug)]
pub(super) struct Writer {
    folder: PathBuf,
    disk: Disk,
    next: u32,
    open: Option<Open>,
}

/// A shard while it is written.
#[derive(Debug)]
struct Open {
    out: Out,
    index: Index,
    bytes: u64,
}

impl Writer {
    /// Adds a result under its key; where it lies.
    pub(super) fn add(&mut self, key: Key, result: Result) -> io::Result<Found> {
        let Result { head, body } = result;
        let place = self.append(key, &serde_json::to_vec(&head)?, &body)?;
        Ok(Found { place, head })
    }

    fn append(&mut self, key: Key, head: &[u8], body: &[u8]) -> io::Result<Place> {
        let open = match &mut self.open {
            Some(open) => open,
            None => {
                let out = self.disk.create(&shard::temporary(&self.folder, self.next))?;
                self.open.insert(Open { out, index: Index::default(), bytes: 0 })
            }
        };
        open.out.write_all(head)?;
        open.out.write_all(body)?;
        let place = Place { shard: self.next, offset: open.bytes, head: head.len() as u64, body: body.len() as u64 };
        open.bytes += place.length();
        open.index.push((key, place));
        if open.index.len() >= INPUTS || open.bytes >= BYTES {
            self.finish()?;
        }
        Ok(place)
    }

    /// Finishes the shard that is being written.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        let Some(Open { mut out, index, .. }) = self.open.take() else { return Ok(()) };
        shard::write_index(&index, &mut out)?;
        out.finish()?;
        let (from, to) = (shard::temporary(&self.folder, self.next), shard::path(&self.folder, self.next));
        self.disk.rename(&from, &to)?;
        self.disk.sync(&self.folder)?;
        self.next += 1;
        Ok(())
    }
}

/// Removes what no run will ask for again: all but the results at `kept`. A shard of which they fill less than half is
/// written anew.
pub(super) fn sweep(out: &Path, kept: &BTreeMap<Key, Place>, disk: &Disk) -> io::Result<()> {
    let known = Known::open(out, disk)?;
    let mut live: BTreeMap<u32, u64> = BTreeMap::new();
    for place in kept.values() {
        *live.entry(place.shard).or_default() += place.length();
    }
    let sparse = |number: &u32| live.get(number).copied().unwrap_or(0) * 2 < known.sizes[number];
    let sparse: BTreeSet<u32> = known.sizes.keys().copied().filter(sparse).collect();
    let mut writer = known.writer(disk);
    for (key, place) in kept.iter().filter(|(_, place)| sparse.contains(&place.shard)) {
        let bytes = shard::read(&shard::path(&known.folder, place.shard), place.offset, place.length())?;
        let (head, body) = bytes.split_at(place.head as usize);
        writer.append(*key, head, body)?;
    }
    writer.finish()?;
    sparse.iter().try_for_each(|number| disk.remove(&shard::path(&known.folder, *number)))
}

#[cfg(test)]
mod tests;
