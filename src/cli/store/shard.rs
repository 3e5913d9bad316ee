//! The form of a shard: results one after another, an index of them, and a tail that proves the index whole.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::Key;

/// Last bytes of a shard; the number is the form's.
const MAGIC: &[u8; 8] = b"sayso  1";
/// Bytes of an entry of the index: key, offset, lengths of head and body.
const ENTRY: usize = 16 + 3 * 8;
/// Bytes behind the index: its number of entries, its hash, the magic.
const TAIL: usize = 8 + 16 + 8;

/// Where a result lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Place {
    pub(super) shard: u32,
    pub(super) offset: u64,
    /// Bytes of its head, with which it begins.
    pub(super) head: u64,
    /// Bytes of its body, which follows.
    pub(super) body: u64,
}

impl Place {
    pub(super) fn length(&self) -> u64 {
        self.head + self.body
    }
}

/// The results of a shard.
pub(super) type Index = Vec<(Key, Place)>;

pub(super) fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:08}.shard"))
}

pub(super) fn temporary(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!(".{number:08}.part"))
}

/// The number of the shard of that path, if it is one.
pub(super) fn number_of(path: &Path) -> Option<u32> {
    path.file_name()?.to_str()?.strip_suffix(".shard")?.parse().ok()
}

pub(super) fn write_index(index: &Index, out: &mut impl Write) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(index.len() * ENTRY + TAIL);
    for (key, place) in index {
        bytes.extend_from_slice(key);
        [place.offset, place.head, place.body].iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    }
    let hash = hash(&bytes);
    bytes.extend_from_slice(&(index.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&hash);
    bytes.extend_from_slice(MAGIC);
    out.write_all(&bytes)
}

/// Reads the index of a shard. Fails if it is not as it was written.
pub(super) fn index(path: &Path) -> io::Result<Index> {
    let damaged = || io::Error::from(io::ErrorKind::InvalidData);
    let size = std::fs::metadata(path)?.len();
    let tail = read(path, size.checked_sub(TAIL as u64).ok_or_else(damaged)?, TAIL as u64)?;
    let count = number(&tail);
    let length = count.checked_mul(ENTRY as u64).filter(|length| *length <= size - TAIL as u64).ok_or_else(damaged)?;
    let data = size - TAIL as u64 - length;
    let bytes = read(path, data, length)?;
    if tail[8..24] != hash(&bytes) || tail[24..] != *MAGIC {
        return Err(damaged());
    }
    let entry = |bytes: &[u8]| {
        let (key, rest) = bytes.split_first_chunk::<16>()?;
        let place = Place { shard: 0, offset: number(rest), head: number(&rest[8..]), body: number(&rest[16..]) };
        (place.offset.checked_add(place.head)?.checked_add(place.body)? <= data).then_some((*key, place))
    };
    bytes.chunks_exact(ENTRY).map(|bytes| entry(bytes).ok_or_else(damaged)).collect()
}

/// Reads a stretch of a file.
pub(super) fn read(path: &Path, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    read_from(&mut File::open(path)?, offset, length)
}

pub(super) fn read_from(file: &mut File, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length as usize];
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The number that begins here.
fn number(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

fn hash(bytes: &[u8]) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    short
}
