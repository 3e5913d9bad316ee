//! `reconcile --out`: claims of any files, in any order, into a folder of results. Their lines are gone through twice: once
//! to see of which article each is, once in the order of articles; memory holds where lines lie, not the lines.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::ThreadPool;
use sayso::Claim;
use sayso::write::{self, ErrorRow, RunRow, Timings};

use super::super::args::{self, Common};
use super::super::batch;
use super::super::disk::Disk;
use super::super::failure::{Failure, Outcome};
use super::super::folder::Folder;
use super::super::lexicon::Loaded;
use super::super::parted::{Scratch, slim};
use super::super::store::{self, Known};
use super::into::{Chunk, GROWTH, Run, told};
use super::run::{not_a_claim, two_of_one_name};

/// Bytes of lines that are looked at together.
const BLOCK: usize = 1 << 20;
/// Lines that are taken together in the second pass, unless one article has more.
const CHUNK: usize = 512;

/// Reconciles files of claims into a folder.
pub(super) fn reconcile(
    out: &Path,
    args: &args::Reconcile,
    loaded: &Loaded,
    disk: &Disk,
    common: &Common,
) -> Result<Outcome, Failure> {
    let folder = Folder::lock_on(out, disk)?;
    let pool = batch::pool(None)?;
    let start = Instant::now();
    let scratch = Scratch { folder: out.join(store::FOLDER), disk: disk.clone() };
    // Takes away what a killed run left.
    Known::open(out, disk).map_err(|error| scratch.failed(error))?;
    let mut lines = Lines::default();
    for path in &args.claims {
        lines.add(path, &args.claims, &scratch, &pool)?;
    }
    let timings = Timings { read: start.elapsed().as_secs_f64(), ..Timings::default() };
    let lines = lines.sorted();
    let mut run = Run { folder, row: RunRow::empty(&loaded.hash), timings };
    run.row.counts.articles = lines.articles.len();
    run.row.counts.errors = lines.errors.len();
    let held = |range: &Range<usize>| {
        lines.lines[range.clone()].iter().map(|line| line.length as usize).sum::<usize>() * GROWTH
    };
    let summary =
        run.results(false, lines.chunks(), held, |range| lines.read(range), &lines.errors, loaded, disk, &pool)?;
    for path in lines.files.iter().filter(|(_, own)| *own).map(|(path, _)| path) {
        disk.remove(path).map_err(|error| scratch.failed(error))?;
    }
    // It stays if an earlier run remembers articles in it.
    let _ = std::fs::remove_dir(&scratch.folder);
    Ok(told(out, &summary.to_string(), &lines.errors, common))
}

/// Where the lines of claims lie.
#[derive(Default)]
struct Lines {
    /// The files, and whether they are ours to remove.
    files: Vec<(PathBuf, bool)>,
    /// For each article its number.
    articles: HashMap<String, u32>,
    lines: Vec<Line>,
    errors: Vec<ErrorRow>,
    /// For each article the file that its claims stand in; known where there are several files.
    owners: HashMap<u32, u32>,
    /// Hashes of articles and ids.
    ids: HashSet<u64>,
}

/// A line: of which article it is, and where it lies.
#[derive(Clone, Copy)]
struct Line {
    article: u32,
    file: u32,
    offset: u64,
    length: u32,
}

/// What a line turned out to be: a claim of an article, with a hash of both, or none.
struct Seen {
    offset: u64,
    length: u32,
    claim: Result<(String, u64), ErrorRow>,
}

/// Some lines of a file.
struct Block {
    bytes: Vec<u8>,
    offset: u64,
    /// Number of the first line.
    line: usize,
}

impl Lines {
    /// Looks at the lines of a file. One that is no claim is an error record, and the rest goes on.
    fn add(&mut self, path: &Path, all: &[PathBuf], scratch: &Scratch, pool: &ThreadPool) -> Result<(), Failure> {
        let name = path.display().to_string();
        let refuse = |error: io::Error| Failure::Usage(format!("{name}: {error}"));
        let number = self.files.len() as u32;
        let place = if path.as_os_str() == "-" { spool(scratch)? } else { path.to_path_buf() };
        let file = File::open(&place).map_err(refuse)?;
        self.files.push((place, path.as_os_str() == "-"));
        let mut failed = None;
        let blocks = Blocks { input: BufReader::with_capacity(1 << 16, file), offset: 0, line: 1, failed: &mut failed };
        let held = |block: &Block| block.bytes.len() * GROWTH;
        batch::in_order(
            pool,
            blocks,
            held,
            |block| look(&block, &name),
            |seen| {
                for Seen { offset, length, claim } in seen {
                    match claim {
                        Err(row) => self.errors.push(row),
                        Ok((article, hash)) => {
                            let article = self.number(article);
                            self.refuse_other_article(article, number, hash, all)?;
                            self.lines.push(Line { article, file: number, offset, length });
                        }
                    }
                }
                Ok(())
            },
        )?;
        failed.map_or(Ok(()), |error| Err(refuse(error)))
    }

    fn number(&mut self, article: String) -> u32 {
        let next = self.articles.len() as u32;
        *self.articles.entry(article).or_insert(next)
    }

    /// Refuses claims of an article that another file has, too, unless they are the same: two articles of one name would
    /// count as one, and their disagreement would be lost.
    fn refuse_other_article(&mut self, article: u32, file: u32, hash: u64, all: &[PathBuf]) -> Result<(), Failure> {
        if all.len() < 2 {
            return Ok(());
        }
        let owner = *self.owners.entry(article).or_insert(file);
        if owner == file {
            self.ids.insert(hash);
        } else if !self.ids.contains(&hash) {
            let name = self.articles.iter().find(|(_, number)| **number == article).map(|(name, _)| name.as_str());
            return Err(Failure::Usage(two_of_one_name(
                &all[owner as usize],
                &all[file as usize],
                name.unwrap_or_default(),
            )));
        }
        Ok(())
    }

    /// The lines in the order of their articles' names.
    fn sorted(mut self) -> Lines {
        (self.owners, self.ids) = Default::default();
        let mut names: Vec<(&String, u32)> = self.articles.iter().map(|(name, number)| (name, *number)).collect();
        names.sort_unstable();
        let mut rank = vec![0; names.len()];
        names.iter().zip(0..).for_each(|((_, number), place)| rank[*number as usize] = place);
        self.lines.iter_mut().for_each(|line| line.article = rank[line.article as usize]);
        self.lines.sort_unstable_by_key(|line| (line.article, line.file, line.offset));
        self
    }

    /// Stretches of lines that hold whole articles.
    fn chunks(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let last = self.lines.get((start + CHUNK).min(self.lines.len()).checked_sub(1)?)?.article;
            let end = self.lines.partition_point(|line| line.article <= last);
            let chunk = start..end;
            start = end;
            (!chunk.is_empty()).then_some(chunk)
        })
    }

    /// The claims of a stretch, in order, each once.
    fn read(&self, range: Range<usize>) -> io::Result<Chunk> {
        let mut claims: Vec<Claim> = Vec::with_capacity(range.len());
        let mut open: Option<(u32, File)> = None;
        let mut bytes = Vec::new();
        for line in &self.lines[range] {
            let file = match &mut open {
                Some((number, file)) if *number == line.file => file,
                open => &mut open.insert((line.file, File::open(&self.files[line.file as usize].0)?)).1,
            };
            bytes.resize(line.length as usize, 0);
            file.seek(SeekFrom::Start(line.offset))?;
            file.read_exact(&mut bytes)?;
            claims.push(serde_json::from_slice(&bytes)?);
        }
        claims.sort_unstable_by(|one, other| one.place().cmp(&other.place()));
        claims.dedup_by(|one, other| one.article == other.article && one.id == other.id);
        Ok(Chunk { rows: Vec::new(), lines: write::lines(&claims), slim: slim(&claims), claims })
    }
}

/// Copies standard input to a file, as it is gone through twice.
fn spool(scratch: &Scratch) -> Result<PathBuf, Failure> {
    let mut out = scratch.create("stdin").map_err(|error| scratch.failed(error))?;
    io::copy(&mut io::stdin().lock(), &mut out).and_then(|_| out.close()).map_err(|error| scratch.failed(error))?;
    Ok(scratch.path("stdin"))
}

/// What the lines of a block are.
fn look(block: &Block, name: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    let mut offset = block.offset;
    for (line, bytes) in (block.line..).zip(block.bytes.split_inclusive(|byte| *byte == b'\n')) {
        let (start, length) = (offset, bytes.len() as u32);
        offset += bytes.len() as u64;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let claim = serde_json::from_slice::<Claim>(bytes).map(|claim| {
            let mut hasher = DefaultHasher::new();
            (&claim.article, &claim.id).hash(&mut hasher);
            (claim.article, hasher.finish())
        });
        let claim = claim.map_err(|error| not_a_claim(name, line, &error));
        seen.push(Seen { offset: start, length, claim });
    }
    seen
}

/// Cuts a file into blocks of whole lines.
struct Blocks<'a> {
    input: BufReader<File>,
    offset: u64,
    line: usize,
    failed: &'a mut Option<io::Error>,
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let mut bytes = Vec::with_capacity(BLOCK);
        let read = self.input.by_ref().take(BLOCK as u64).read_to_end(&mut bytes);
        let whole = read.and_then(|_| match bytes.last() {
            Some(b'\n') | None => Ok(0),
            Some(_) => self.input.read_until(b'\n', &mut bytes),
        });
        if let Err(error) = whole {
            *self.failed = Some(error);
            return None;
        }
        let block = Block { offset: self.offset, line: self.line, bytes };
        self.offset += block.bytes.len() as u64;
        self.line += block.bytes.iter().filter(|byte| **byte == b'\n').count();
        (!block.bytes.is_empty()).then_some(block)
    }
}
