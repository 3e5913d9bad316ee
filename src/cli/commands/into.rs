//! `run --out`: the whole flow into a folder that remembers. What no earlier run has read is read; then all results are
//! written anew, each article's lines from where the folder keeps them ([`super::super::store`]), facts and conflicts
//! part by part ([`super::super::parted`]). Memory holds names and places, and what is being worked on.

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use rayon::ThreadPool;
use sayso::Claim;
use sayso::reconcile::Rules;
use sayso::write::{self, ErrorRow, RunRow, Summary, Timings};

use super::super::args::{self, Common};
use super::super::batch;
use super::super::disk::Disk;
use super::super::failure::{Failure, Outcome, complain};
use super::super::folder::{Folder, SEAL};
use super::super::gather::{Gathered, gather};
use super::super::lexicon::Loaded;
use super::super::parted::{Reconciled, Scratch, Spool, slim};
use super::super::store::{self, Listed, Shards};
use super::tell;

/// Articles taken from the store at a time.
const CHUNK: usize = 64;
/// Bytes that a byte of articles or claims comes to, while it is worked on.
pub(super) const GROWTH: usize = 8;

/// Runs the flow into a folder.
pub(super) fn run(
    out: &Path,
    args: &args::Run,
    loaded: &Loaded,
    disk: &Disk,
    common: &Common,
) -> Result<Outcome, Failure> {
    let folder = Folder::lock_on(out, disk)?;
    let pool = batch::pool(args.reading.inputs.jobs)?;
    let start = Instant::now();
    let Gathered { listing, skipped, known } = gather(&args.reading.inputs, loaded, &folder, disk, &pool, common)?;
    let extract = start.elapsed().as_secs_f64();
    let mut run = Run { folder, row: RunRow::empty(&loaded.hash), timings: Timings { extract, ..Timings::default() } };
    run.row.counts.articles = listing.articles.len();
    run.row.counts.errors = listing.errors.len();
    run.row.counts.skipped = skipped;
    let held = |articles: &&[Listed]| articles.iter().map(Listed::bytes).sum::<usize>() * GROWTH;
    let read = |articles: &[Listed]| chunk(&mut Shards::of(out), articles);
    let chunks = listing.articles.chunks(CHUNK);
    let summary = run.results(true, chunks, held, read, &listing.errors, loaded, disk, &pool)?;
    let known = if known > 0 { format!("; {known} inputs known from before") } else { String::new() };
    let outcome = told(out, &format!("{summary}{known}"), &listing.errors, common);
    store::sweep(out, &listing.kept, disk).map_err(|error| Failure::Output(out.display().to_string(), error))?;
    Ok(outcome)
}

/// Tells what came of a run: on standard error, as the results are in files.
pub(super) fn told(out: &Path, summary: &str, errors: &[ErrorRow], common: &Common) -> Outcome {
    errors.iter().for_each(tell);
    if !common.quiet {
        let _ = complain(&format!("{}: {summary}", out.display()));
    }
    Outcome::of(errors.len())
}

/// A run whose claims are at hand.
pub(super) struct Run {
    pub(super) folder: Folder,
    pub(super) row: RunRow,
    pub(super) timings: Timings,
}

/// Some articles as they are given on.
pub(super) struct Chunk {
    pub(super) rows: Vec<u8>,
    pub(super) lines: Vec<u8>,
    pub(super) claims: Vec<Claim>,
    pub(super) slim: Vec<u8>,
}

impl Run {
    /// Writes all results and gives them their names. `chunks` are all articles in the order of their names; what each
    /// holds in memory tells `held`, and `read` reads it. `rows` says whether articles have rows.
    #[expect(clippy::too_many_arguments, reason = "one place where all comes together")]
    pub(super) fn results<T: Send>(
        &mut self,
        rows: bool,
        chunks: impl Iterator<Item = T>,
        held: impl Fn(&T) -> usize,
        read: impl Fn(T) -> io::Result<Chunk> + Sync,
        errors: &[ErrorRow],
        loaded: &Loaded,
        disk: &Disk,
        pool: &ThreadPool,
    ) -> Result<Summary, Failure> {
        let start = Instant::now();
        let out = self.folder.path().to_path_buf();
        let failed = |error: io::Error| Failure::Output(out.display().to_string(), error);
        let mut spool = Spool::new(Scratch { folder: out.join(store::FOLDER), disk: disk.clone() })?;
        let mut articles = if rows { Some(self.folder.begin("articles.jsonl")?) } else { None };
        let mut claims = self.folder.begin("claims.jsonl")?;
        batch::in_order(pool, chunks, held, read, |chunk| {
            let chunk = chunk.map_err(failed)?;
            let rows = articles.as_mut().map_or(Ok(()), |articles| articles.write_all(&chunk.rows));
            rows.and_then(|()| claims.write_all(&chunk.lines)).map_err(failed)?;
            spool.add(&chunk.claims, &chunk.slim)
        })?;
        for written in articles.into_iter().chain([claims]) {
            let (name, hash) = self.folder.end(written)?;
            self.row.outputs.insert(name, hash);
        }
        let reconciled = spool.reconcile(&Rules::of(&loaded.lexicon), pool)?;
        self.timings.reconcile = start.elapsed().as_secs_f64();
        self.finish(&reconciled, errors)
    }

    fn finish(&mut self, reconciled: &Reconciled, errors: &[ErrorRow]) -> Result<Summary, Failure> {
        let start = Instant::now();
        self.write("facts.jsonl", |out| reconciled.write_facts(out))?;
        self.write("conflicts.jsonl", |out| reconciled.write_conflicts(out))?;
        self.write("errors.jsonl", |out| out.write_all(&write::lines(errors)))?;
        let Run { folder, row, timings } = self;
        row.counts.claims = reconciled.counts.claims;
        row.counts.facts = reconciled.counts.facts;
        row.counts.conflicts.clone_from(&reconciled.counts.conflicts);
        timings.write = start.elapsed().as_secs_f64();
        row.timings = *timings;
        folder.write(SEAL, |out| writeln!(out, "{}", serde_json::to_string_pretty(&row)?))?;
        folder.publish()?;
        Ok(Summary::of(&row.counts, reconciled.counts.weights))
    }

    fn write(&mut self, name: &str, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let hash = self.folder.write(name, content)?;
        self.row.outputs.insert(name.into(), hash);
        Ok(())
    }
}

/// Reads some articles' lines and claims.
fn chunk(shards: &mut Shards, articles: &[Listed]) -> io::Result<Chunk> {
    let (mut rows, mut lines, mut claims) = (Vec::new(), Vec::new(), Vec::new());
    for article in articles {
        rows.extend(shards.row(article)?);
        let own = shards.claim_lines(article)?;
        claims.extend(store::claims_of(&own)?);
        lines.extend(own);
    }
    let slim = slim(&claims);
    Ok(Chunk { rows, lines, claims, slim })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use clap::Parser;

    use super::super::super::args::{Args, Command};
    use super::super::super::lexicon;
    use super::super::super::store::FOLDER;
    use super::*;

    /// A small folder of articles, and a place for results.
    struct Place {
        folder: tempfile::TempDir,
        loaded: Loaded,
    }

    impl Place {
        fn new() -> Place {
            let folder = tempfile::tempdir().expect("folder");
            let articles = folder.path().join("articles");
            fs::create_dir(&articles).expect("folder");
            for (name, day) in [("a", 5), ("b", 6), ("c", 5)] {
                let text = format!("Film news\n\nThe film ‘Heron Road’ will be released on {day} May 2023.\n");
                fs::write(articles.join(format!("{name}.txt")), text).expect("written");
            }
            let args = Args::try_parse_from(["sayso", "check"]).expect("arguments");
            let Command::Check(knowledge) = args.command else { panic!("no check") };
            let loaded = lexicon::load(&knowledge).expect("the built-in lexicon");
            Place { folder, loaded }
        }

        fn run(&self, disk: &Disk) -> Result<Outcome, Failure> {
            let (articles, out) = (self.folder.path().join("articles"), self.folder.path().join("out"));
            let line = ["sayso", "run", "--quiet", "--out"].map(std::ffi::OsString::from);
            let args = Args::try_parse_from(line.into_iter().chain([out.clone().into(), articles.into()]));
            let args = args.expect("arguments");
            let Command::Run(run) = &args.command else { panic!("not a run") };
            super::run(&out, run, &self.loaded, disk, &args.common)
        }

        /// All files of the results but those of no account, with their content.
        fn results(&self) -> BTreeMap<String, Vec<u8>> {
            let out = self.folder.path().join("out");
            let entries = fs::read_dir(&out).expect("folder").map(|entry| entry.expect("entry").path());
            let files = entries.filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
            let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
            files.map(|path| (name(&path), fs::read(&path).expect("file"))).collect()
        }

        /// Names of files that should have been taken away.
        fn left(&self) -> Vec<String> {
            let out = self.folder.path().join("out");
            let folders = [out.join(FOLDER), out];
            let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
            let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
            names.filter(|name| name.ends_with(".part")).collect()
        }
    }

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("folder");
        for entry in fs::read_dir(from).expect("folder").map(|entry| entry.expect("entry")) {
            let (path, to) = (entry.path(), to.join(entry.file_name()));
            match path.is_dir() {
                true => copy(&path, &to),
                false => assert!(fs::copy(&path, &to).is_ok()),
            }
        }
    }

    /// Whichever act on the disk fails, the run ends with code 74, what was there stays whole, and the next run has the
    /// bytes of one that nothing disturbed.
    #[test]
    fn any_act_on_the_disk_may_fail() {
        let place = Place::new();
        let (out, saved) = (place.folder.path().join("out"), place.folder.path().join("saved"));
        place.run(&Disk::default()).expect("room");
        copy(&out, &saved);
        let before = place.results();
        fs::write(place.folder.path().join("articles/d.txt"), "‘Heron Road’ is a Danish film.\n").expect("written");
        fs::remove_dir_all(&out).expect("removed");
        place.run(&Disk::default()).expect("room");
        let after = place.results();
        assert_ne!(before, after);
        let mut failed = 0;
        loop {
            fs::remove_dir_all(&out).expect("removed");
            copy(&saved, &out);
            match place.run(&Disk::full_after(failed)) {
                Err(failure) => assert_eq!(failure.code(), 74, "{failure}"),
                Ok(_) => break,
            }
            for (name, content) in place.results() {
                assert!(content == before[&name] || content == after[&name], "{name} is not whole after {failed} acts");
            }
            place.run(&Disk::default()).expect("room");
            assert_eq!(place.results(), after, "after a run that failed at act {failed}");
            assert_eq!(place.left(), Vec::<String>::new(), "after a run that failed at act {failed}");
            failed += 1;
        }
        assert!(failed > 20, "{failed} acts are not all");
        assert_eq!(place.results(), after);
    }
}
