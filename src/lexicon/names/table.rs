//! Names in the form they are matched and stored in: one run of bytes, read in place.
//!
//! The form is versioned and carries a checksum over all that follows it. What a file says is never trusted
//! beyond that: every access is checked, and what lies outside is as if it were not there. How the bytes come
//! about stands in [`super::build`]; which of the forms found are whole words in [`super::fit`].
//!
//! ```text
//! magic · version · checksum (blake3) · lengths of the sections · the sections:
//! kinds     names of the kinds, in lines; an entry says its kind by the line's number
//! sieve     which hashes there are: two bits of a 64-bit word each; it fits the nearer caches
//! slots     open addressing by hash: 32 bits of the hash, a form's number, whether longer names begin so
//! forms     by slot: the entry, and where the form's text stands
//! entries   where each entry stands
//! facts     where each distinct fact stands
//! arena     texts, entries, facts
//! ```

use std::fmt;
use std::ops::Range;

use crate::claim::Kind;

/// The first bytes of a compiled gazetteer.
pub(super) const MAGIC: &[u8; 8] = b"SAYSONAM";

/// The form's version: a file of another one is refused, and made again from its tables.
pub(super) const VERSION: u32 = 1;

/// How many sections there are.
pub(super) const SECTIONS: usize = 7;

const CHECKSUM: Range<usize> = 12..44;
const LENGTHS: usize = 44;
/// Where the sections begin.
pub(super) const HEADER: usize = LENGTHS + SECTIONS * 8;

/// Bytes of a slot and of a form.
pub(super) const RECORD: usize = 8;

/// In a slot: longer names begin so.
pub(super) const MORE: u32 = 1 << 31;
/// In a form: further forms of the same slot follow.
pub(super) const AGAIN: u32 = 1 << 31;
/// In a form: it was made from a listed one.
pub(super) const MADE: u32 = 1 << 30;

/// Why a file is no compiled gazetteer that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is something else.
    #[error("this is no compiled gazetteer")]
    Foreign,
    /// Another version of the program wrote it.
    #[error("it has the form of another version of sayso ({0}, not {VERSION})")]
    Version(u32),
    /// Its bytes are not those that were written.
    #[error("it is damaged: its checksum does not fit")]
    Damaged,
    /// It has a kind that this program does not know.
    #[error("it has a kind of thing that this version of sayso does not know")]
    Kind,
}

/// Compiled names.
#[derive(Clone)]
pub struct NameTable {
    bytes: Vec<u8>,
    kinds: Vec<Kind>,
    sieve: Range<usize>,
    slots: Range<usize>,
    forms: Range<usize>,
    entries: Range<usize>,
    facts: Range<usize>,
    arena: Range<usize>,
}

/// A slot's content.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// The first of its forms, plus one; 0 where no name ends.
    pub(super) first: u32,
    /// Whether a longer name begins so.
    pub(super) more: bool,
}

/// One way in which an entry's name may be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    pub(super) entry: u32,
    /// Whether it was made from a listed form.
    pub(super) made: bool,
    pub(super) text: &'a str,
}

impl NameTable {
    /// Takes the bytes of a compiled gazetteer, if they are whole.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<NameTable, Unfit> {
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return Err(Unfit::Foreign);
        }
        let version = word(&bytes, MAGIC.len());
        if version != VERSION {
            return Err(Unfit::Version(version));
        }
        if blake3::hash(&bytes[LENGTHS..]).as_bytes() != &bytes[CHECKSUM] {
            return Err(Unfit::Damaged);
        }
        NameTable::checked(bytes)
    }

    /// Seals what was built. The places of checksum and lengths are filled here.
    pub(super) fn seal(sections: [Vec<u8>; SECTIONS]) -> Result<NameTable, Unfit> {
        let mut bytes = Vec::with_capacity(HEADER + sections.iter().map(Vec::len).sum::<usize>());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.resize(LENGTHS, 0);
        sections.iter().for_each(|section| bytes.extend_from_slice(&(section.len() as u64).to_le_bytes()));
        sections.iter().for_each(|section| bytes.extend_from_slice(section));
        let checksum = blake3::hash(&bytes[LENGTHS..]);
        bytes[CHECKSUM].copy_from_slice(checksum.as_bytes());
        NameTable::checked(bytes)
    }

    /// Finds the sections: the last ends where the bytes end.
    fn checked(bytes: Vec<u8>) -> Result<NameTable, Unfit> {
        let mut at = HEADER;
        let mut sections: [Range<usize>; SECTIONS] = Default::default();
        for (index, section) in sections.iter_mut().enumerate() {
            let length = long(&bytes, LENGTHS + index * 8);
            let end = usize::try_from(length).ok().and_then(|length| at.checked_add(length));
            let end = end.filter(|end| *end <= bytes.len()).ok_or(Unfit::Damaged)?;
            *section = at..end;
            at = end;
        }
        let [kinds, sieve, slots, forms, entries, facts, arena] = sections;
        let sieve_fits = (sieve.len() / 8).is_power_of_two();
        if at != bytes.len() || !sieve_fits || slots.len() < RECORD {
            return Err(Unfit::Damaged);
        }
        let names = std::str::from_utf8(&bytes[kinds]).map_err(|_| Unfit::Damaged)?;
        let kinds = names.lines().map(|name| Kind::from_name(name).ok_or(Unfit::Kind)).collect::<Result<_, _>>()?;
        Ok(NameTable { bytes, kinds, sieve, slots, forms, entries, facts, arena })
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The checksum of all that it holds, in hexadecimal.
    pub fn checksum(&self) -> String {
        self.bytes[CHECKSUM].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// How many things it names.
    pub fn len(&self) -> usize {
        self.entries.len() / 4
    }

    /// Whether it names nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there may be a slot of that hash: no is certain, yes is right nearly always.
    #[inline]
    fn may_have(&self, hash: u64) -> bool {
        let (at, bits) = sieve_place(hash, self.sieve.len() / 8);
        long(&self.bytes, self.sieve.start + at * 8) & bits == bits
    }

    /// The slot of a hash. Two hashes may share one: what it holds is a name only if the texts agree.
    #[inline]
    pub(super) fn node(&self, hash: u64) -> Option<Node> {
        if !self.may_have(hash) {
            return None;
        }
        let count = self.slots.len() / RECORD;
        let (mut at, tag) = slot_place(hash, count);
        for _ in 0..count {
            let place = self.slots.start + at * RECORD;
            let (found, value) = (word(&self.bytes, place), word(&self.bytes, place + 4));
            if value == 0 {
                return None;
            }
            if found == tag {
                return Some(Node { first: value & !MORE, more: value & MORE != 0 });
            }
            at = if at + 1 == count { 0 } else { at + 1 };
        }
        None
    }

    /// The forms of a slot.
    pub(super) fn forms(&self, node: Node) -> impl Iterator<Item = Written<'_>> {
        let mut next = node.first.checked_sub(1);
        std::iter::from_fn(move || {
            let number = next?;
            let place = self.forms.start + number as usize * RECORD;
            if place + RECORD > self.forms.end {
                return None;
            }
            let (owner, at) = (word(&self.bytes, place), word(&self.bytes, place + 4));
            next = (owner & AGAIN != 0).then_some(number + 1);
            let text = self.text(&mut (at as usize));
            Some(Written { entry: owner & !(AGAIN | MADE), made: owner & MADE != 0, text })
        })
    }

    /// An entry; one that is not there has no name.
    pub(super) fn entry(&self, index: u32) -> NameEntry<'_> {
        let place = self.entries.start + index as usize * 4;
        let mut at = if place + 4 <= self.entries.end { word(&self.bytes, place) as usize } else { usize::MAX };
        let kind = self.number(&mut at) as usize;
        let (aliases, facts) = (self.number(&mut at), self.number(&mut at));
        let (name, id) = (self.text(&mut at), self.text(&mut at));
        let kind = self.kinds.get(kind).copied().unwrap_or(Kind::Person);
        NameEntry { name, kind, id, rest: Some(Rest { table: self, at, aliases, facts }) }
    }

    /// The kind of an entry.
    pub(super) fn kind(&self, index: u32) -> Kind {
        let place = self.entries.start + index as usize * 4;
        let mut at = if place + 4 <= self.entries.end { word(&self.bytes, place) as usize } else { usize::MAX };
        self.kinds.get(self.number(&mut at) as usize).copied().unwrap_or(Kind::Person)
    }

    fn fact(&self, number: u32) -> &str {
        let place = self.facts.start + number as usize * 4;
        if place + 4 > self.facts.end {
            return "";
        }
        self.text(&mut (word(&self.bytes, place) as usize))
    }

    /// A text of the arena, its length before it; moves on behind it.
    fn text(&self, at: &mut usize) -> &str {
        let length = self.number(at) as usize;
        let arena = &self.bytes[self.arena.clone()];
        let end = at.checked_add(length);
        let bytes = end.and_then(|end| arena.get(*at..end)).unwrap_or_default();
        *at = end.unwrap_or(usize::MAX);
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// A number of the arena, seven bits a byte; moves on behind it.
    fn number(&self, at: &mut usize) -> u32 {
        let arena = &self.bytes[self.arena.clone()];
        let mut number = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let Some(byte) = arena.get(*at) else { break };
            *at += 1;
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }
}

impl fmt::Debug for NameTable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "NameTable({} entries, {} bytes)", self.len(), self.bytes.len())
    }
}

/// A named thing of a gazetteer.
#[derive(Clone, Copy, Debug)]
pub struct NameEntry<'a> {
    /// Its usual name.
    pub name: &'a str,
    /// What it is.
    pub kind: Kind,
    /// Local slug, or its number elsewhere.
    pub id: &'a str,
    rest: Option<Rest<'a>>,
}

impl Default for NameEntry<'_> {
    /// One that is not there.
    fn default() -> Self {
        NameEntry { name: "", kind: Kind::Person, id: "", rest: None }
    }
}

/// Where an entry's aliases and facts stand.
#[derive(Clone, Copy, Debug)]
struct Rest<'a> {
    table: &'a NameTable,
    at: usize,
    aliases: u32,
    facts: u32,
}

impl<'a> Rest<'a> {
    // However great the numbers that stand there, they end where the arena ends.

    fn aliases(self) -> impl Iterator<Item = &'a str> {
        let Rest { table, mut at, aliases, .. } = self;
        (0..aliases).map_while(move |_| (at < table.arena.len()).then(|| table.text(&mut at)))
    }

    fn facts(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let Rest { table, mut at, aliases, facts } = self;
        let mut skipped = 0;
        while skipped < aliases && at < table.arena.len() {
            table.text(&mut at);
            skipped += 1;
        }
        let numbers = (0..facts).map_while(move |_| (at < table.arena.len()).then(|| table.number(&mut at)));
        numbers.filter_map(|number| table.fact(number).split_once('='))
    }
}

impl<'a> NameEntry<'a> {
    /// Other forms of its name.
    pub fn aliases(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.rest.into_iter().flat_map(Rest::aliases)
    }

    /// What is known of it: `country`, `year`, `gender`, `occupation`, `part_of`, `creator` ...
    pub fn facts(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.rest.into_iter().flat_map(Rest::facts)
    }

    /// The value of a fact.
    pub fn fact(&self, key: &str) -> Option<&'a str> {
        self.facts().find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// Where a hash is looked for among so many slots, and the part of it that is stored there.
#[inline]
pub(super) fn slot_place(hash: u64, count: usize) -> (usize, u32) {
    let mixed = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = mixed ^ (mixed >> 32);
    let mixed = mixed.wrapping_mul(0xd6e8_feb8_6659_fd93);
    (((u128::from(mixed) * count as u128) >> 64) as usize, mixed as u32)
}

/// Which bits of which 64-bit word of the sieve say that a hash is there; the number of words is a power of two.
#[inline]
pub(super) fn sieve_place(hash: u64, words: usize) -> (usize, u64) {
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = 1 << (mixed >> 58) | 1 << ((mixed >> 52) & 63);
    ((mixed >> 8) as usize & (words - 1), bits)
}

#[inline]
fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |chunk| u32::from_le_bytes(*chunk))
}

#[inline]
fn long(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |chunk| u64::from_le_bytes(*chunk))
}
