//! Reconciling by way of the disk: claims go by once to take down their names, once to be parted, and are compared part
//! by part. Memory holds the index of names and some parts, however many claims there are.
//!
//! ```text
//! claims ──▶ Ledger, .claims.part ──▶ World ──▶ .00000.part … ──▶ .facts.part, .conflicts.part ──▶ by subject
//! ```
//!
//! What is compared with what is [`sayso::reconcile`]'s matter; here are files and threads. All files are temporary and
//! lie in the folder of the run's memory; what a killed run leaves of them, the next one takes away.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rayon::ThreadPool;
use sayso::Claim;
use sayso::reconcile::{Ledger, Numbered, Part, Rules, Speech, World};
use sayso::report::Weight;
use sayso::write;

use super::batch;
use super::disk::{Disk, Out};
use super::failure::Failure;

/// Bytes that a byte of claims comes to, while they are compared and written: what bounds the parts in memory at a time.
const GROWTH: usize = 12;

/// A place for temporary files.
#[derive(Debug)]
pub(super) struct Scratch {
    pub(super) folder: PathBuf,
    pub(super) disk: Disk,
}

impl Scratch {
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!(".{name}.part"))
    }

    pub(super) fn create(&self, name: &str) -> io::Result<Out> {
        self.disk.create(&self.path(name))
    }

    /// The failure of a write or read here.
    pub(super) fn failed(&self, error: io::Error) -> Failure {
        Failure::Output(self.folder.display().to_string(), error)
    }
}

/// Claims on their way to the disk.
pub(super) struct Spool {
    scratch: Scratch,
    ledger: Ledger,
    out: Out,
}

const CLAIMS: &str = "claims";
const SPEECH: &str = "speech";

impl Spool {
    pub(super) fn new(scratch: Scratch) -> Result<Spool, Failure> {
        let out = scratch.create(CLAIMS).map_err(|error| scratch.failed(error))?;
        Ok(Spool { scratch, ledger: Ledger::default(), out })
    }

    /// Takes the next claims, which come in the order of their place, with what [`slim`] makes of them.
    pub(super) fn add(&mut self, claims: &[Claim], slim: &[u8]) -> Result<(), Failure> {
        self.ledger.add(claims);
        self.out.write_all(slim).map_err(|error| self.scratch.failed(error))
    }

    /// Reconciles them.
    pub(super) fn reconcile(self, rules: &Rules, pool: &ThreadPool) -> Result<Reconciled, Failure> {
        let Spool { scratch, ledger, out } = self;
        let claims = ledger.claims();
        let world = pool.install(|| World::new(ledger, rules));
        let parted = out.finish().and_then(|()| part(&scratch, &world, claims));
        let speech = parted.and_then(|()| {
            let quotes = read(&scratch.path(SPEECH))?;
            scratch.disk.remove(&scratch.path(SPEECH))?;
            Ok(pool.install(|| world.speech(quotes)))
        });
        let speech = speech.map_err(|error| scratch.failed(error))?;
        let counts = Counts { claims, ..Counts::default() };
        let (facts, conflicts) = (Runs::new(&scratch, "facts")?, Runs::new(&scratch, "conflicts")?);
        let mut reconciled = Reconciled { scratch, facts, conflicts, counts };
        reconciled.compare(&world, &speech, pool)?;
        Ok(reconciled)
    }
}

/// Claims as the spool holds them: each with its length before it.
pub(super) fn slim(claims: &[Claim]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for claim in claims {
        let start = bytes.len();
        bytes.extend_from_slice(&[0; 4]);
        // Claims serialise to memory without fail.
        let _ = serde_json::to_writer(&mut bytes, &World::slim(claim.clone()));
        let length = (bytes.len() - start - 4) as u32;
        bytes[start..start + 4].copy_from_slice(&length.to_le_bytes());
    }
    bytes
}

/// Gives every claim of the spool to the parts that ask for it.
fn part(scratch: &Scratch, world: &World, claims: usize) -> io::Result<()> {
    let mut parts = (0..world.parts()).map(|part| scratch.create(&name(part))).collect::<io::Result<Vec<Out>>>()?;
    let mut speech = scratch.create(SPEECH)?;
    let mut spool = BufReader::with_capacity(1 << 18, File::open(scratch.path(CLAIMS))?);
    let (mut length, mut bytes) = ([0; 4], Vec::new());
    for number in 0..claims as u32 {
        spool.read_exact(&mut length)?;
        bytes.resize(u32::from_le_bytes(length) as usize, 0);
        spool.read_exact(&mut bytes)?;
        let quote = world.is_quote(number).then_some(&mut speech);
        let mut give = |out: &mut Out| {
            out.write_all(&number.to_le_bytes())?;
            out.write_all(&length)?;
            out.write_all(&bytes)
        };
        quote.map_or(Ok(()), &mut give)?;
        world.parts_of(number).try_for_each(|part| give(&mut parts[part]))?;
    }
    parts.into_iter().chain([speech]).try_for_each(Out::close)?;
    scratch.disk.remove(&scratch.path(CLAIMS))
}

fn name(part: usize) -> String {
    format!("{part:05}")
}

/// The claims of a part.
fn read(path: &Path) -> io::Result<Vec<Numbered>> {
    let bytes = std::fs::read(path)?;
    let (mut rest, mut claims) = (bytes.as_slice(), Vec::new());
    let number = |rest: &mut &[u8]| -> io::Result<u32> {
        let (number, behind) = rest.split_first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
        *rest = behind;
        Ok(u32::from_le_bytes(*number))
    };
    while !rest.is_empty() {
        let (at, length) = (number(&mut rest)?, number(&mut rest)? as usize);
        let (claim, behind) = rest.split_at_checked(length).ok_or(io::ErrorKind::UnexpectedEof)?;
        claims.push((at, serde_json::from_slice(claim)?));
        rest = behind;
    }
    Ok(claims)
}

/// Facts and conflicts, on the disk by subject.
pub(super) struct Reconciled {
    scratch: Scratch,
    facts: Runs,
    conflicts: Runs,
    pub(super) counts: Counts,
}

/// How much was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) claims: usize,
    pub(super) facts: usize,
    /// Of each kind, and of each weight from the heaviest.
    pub(super) conflicts: BTreeMap<String, usize>,
    pub(super) weights: [usize; 3],
}

/// What comes of a part: lines, and how many bytes of them belong to the subject of each rank.
struct Lines {
    facts: (Vec<u8>, Vec<(u32, u64)>),
    conflicts: (Vec<u8>, Vec<(u32, u64)>),
    counts: Counts,
}

impl Reconciled {
    fn compare(&mut self, world: &World, speech: &Speech, pool: &ThreadPool) -> Result<(), Failure> {
        let Reconciled { scratch, facts, conflicts, counts } = self;
        let scratch = &*scratch;
        let held =
            |part: &usize| std::fs::metadata(scratch.path(&name(*part))).map_or(0, |data| data.len() as usize * GROWTH);
        let work = |part: usize| -> io::Result<Lines> {
            let path = scratch.path(&name(part));
            let claims = read(&path)?;
            scratch.disk.remove(&path)?;
            Ok(Lines::of(world.part(part, claims, speech)))
        };
        batch::in_order(pool, 0..world.parts(), held, work, |lines| {
            let lines = lines.map_err(|error| scratch.failed(error))?;
            counts.add(lines.counts);
            facts.add(lines.facts).and_then(|()| conflicts.add(lines.conflicts)).map_err(|error| scratch.failed(error))
        })?;
        facts.close().and_then(|()| conflicts.close()).map_err(|error| scratch.failed(error))
    }

    /// Writes the lines of all facts.
    pub(super) fn write_facts(&self, out: &mut dyn Write) -> io::Result<()> {
        self.facts.write(out)
    }

    /// Writes the lines of all conflicts.
    pub(super) fn write_conflicts(&self, out: &mut dyn Write) -> io::Result<()> {
        self.conflicts.write(out)
    }
}

impl Drop for Reconciled {
    fn drop(&mut self) {
        for path in [&self.facts.path, &self.conflicts.path] {
            let _ = self.scratch.disk.remove(path);
        }
    }
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.facts += other.facts;
        for (kind, count) in other.conflicts {
            *self.conflicts.entry(kind).or_default() += count;
        }
        self.weights.iter_mut().zip(other.weights).for_each(|(all, some)| *all += some);
    }
}

impl Lines {
    fn of(part: Part) -> Lines {
        let mut counts = Counts { facts: part.facts.len(), ..Counts::default() };
        for (_, conflict) in &part.conflicts {
            *counts.conflicts.entry(conflict.kind.name().into()).or_default() += 1;
            let heaviest_first = [Weight::Hard, Weight::Soft, Weight::Note];
            let at = heaviest_first.iter().position(|weight| *weight == conflict.weight);
            at.into_iter().for_each(|at| counts.weights[at] += 1);
        }
        Lines { facts: runs(&part.facts), conflicts: runs(&part.conflicts), counts }
    }
}

/// The lines of ranked values, and the bytes of each rank.
fn runs<T: serde::Serialize>(values: &[(u32, T)]) -> (Vec<u8>, Vec<(u32, u64)>) {
    let (mut bytes, mut runs) = (Vec::new(), Vec::<(u32, u64)>::new());
    for (rank, value) in values {
        let start = bytes.len();
        // Memory takes all.
        let _ = write::line(value, &mut bytes);
        let length = (bytes.len() - start) as u64;
        match runs.last_mut() {
            Some((last, run)) if last == rank => *run += length,
            _ => runs.push((*rank, length)),
        }
    }
    (bytes, runs)
}

/// Lines in a temporary file, and where those of each rank lie.
struct Runs {
    path: PathBuf,
    out: Option<Out>,
    end: u64,
    /// Rank, offset, length.
    runs: Vec<(u32, u64, u64)>,
}

impl Runs {
    fn new(scratch: &Scratch, name: &str) -> Result<Runs, Failure> {
        let out = scratch.create(name).map_err(|error| scratch.failed(error))?;
        Ok(Runs { path: scratch.path(name), out: Some(out), end: 0, runs: Vec::new() })
    }

    fn add(&mut self, (bytes, runs): (Vec<u8>, Vec<(u32, u64)>)) -> io::Result<()> {
        for (rank, length) in runs {
            self.runs.push((rank, self.end, length));
            self.end += length;
        }
        self.out.as_mut().map_or(Ok(()), |out| out.write_all(&bytes))
    }

    fn close(&mut self) -> io::Result<()> {
        self.runs.sort_unstable();
        self.out.take().map_or(Ok(()), Out::close)
    }

    /// Writes the lines in the order of ranks.
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (mut file, mut bytes) = (File::open(&self.path)?, Vec::new());
        for (_, offset, length) in &self.runs {
            file.seek(SeekFrom::Start(*offset))?;
            bytes.resize(*length as usize, 0);
            file.read_exact(&mut bytes)?;
            out.write_all(&bytes)?;
        }
        Ok(())
    }
}
