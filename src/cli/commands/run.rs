//! `run` and `reconcile`: the whole flow, and its second half.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use sayso::write::{self, ArticleRow, ErrorRow, FORMS, Form, Results, RunRow, Timings};
use sayso::{Article, Claim, Lexicon, annotate, extract, segment};

use super::super::args::{self, Common};
use super::super::disk::Disk;
use super::super::failure::{Failure, Outcome, complain};
use super::super::folder::{Folder, SEAL};
use super::super::gather::{Gathered, gather};
use super::super::lexicon::Loaded;
use super::super::store::{self, Listed, Shards};
use super::super::{lexicon, stdout};
use super::{each_article, tell, tell_skipped};

/// The flow: extract every article's claims, reconcile them, give out the results. With an output folder, what it
/// knows from earlier runs is not read again.
pub(in super::super) fn run(args: &args::Run, common: &Common) -> Result<Outcome, Failure> {
    let loaded = lexicon::load(&args.reading.knowledge)?;
    match &args.results.out {
        Some(out) => run_into(out, args, &loaded, &Disk::default(), common),
        None => run_once(args, &loaded, common),
    }
}

/// Without an output folder nothing is remembered, and all is in memory.
fn run_once(args: &args::Run, loaded: &Loaded, common: &Common) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let mut parts = Parts { articles: Some(Vec::new()), ..Parts::default() };
    parts.skipped = each_article(
        &args.reading.inputs,
        common,
        |article| one(article, &loaded.lexicon),
        |result| {
            parts.add(result);
            Ok(())
        },
    )?;
    parts.articles.iter_mut().for_each(|rows| rows.sort_by(|one, other| one.name.cmp(&other.name)));
    parts.timings.extract = start.elapsed().as_secs_f64();
    finish(parts, &args.results, None, loaded, common)
}

fn run_into(out: &Path, args: &args::Run, loaded: &Loaded, disk: &Disk, common: &Common) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let failed = |error: io::Error| Failure::Output(out.display().to_string(), error);
    let folder = Folder::lock(out, disk)?;
    let Gathered { listing, skipped } = gather(&args.reading.inputs, loaded, &folder, disk, common)?;
    let mut parts = Parts { articles: Some(Vec::new()), errors: listing.errors, skipped, ..Parts::default() };
    let mut shards = Shards::of(out);
    for article in &listing.articles {
        parts.add(Ok(stored(&mut shards, article).map_err(failed)?));
    }
    parts.timings.extract = start.elapsed().as_secs_f64();
    let outcome = finish(parts, &args.results, Some(folder), loaded, common)?;
    store::sweep(out, &listing.kept, disk).map_err(failed)?;
    Ok(outcome)
}

/// What an article gave when it was read.
fn stored(shards: &mut Shards, article: &Listed) -> io::Result<(ArticleRow, Vec<Claim>)> {
    Ok((serde_json::from_slice(&shards.row(article)?)?, shards.claims(article)?))
}

/// The second half: claims that `extract` wrote become facts and conflicts.
pub(in super::super) fn reconcile(args: &args::Reconcile, common: &Common) -> Result<Outcome, Failure> {
    if form(&args.results.format)?.of_articles {
        return Err(Failure::Usage(format!("claims do not tell their {}: `run` has them", args.results.format)));
    }
    let loaded = lexicon::load(&args.knowledge)?;
    let disk = Disk::default();
    let folder = args.results.out.as_deref().map(|out| Folder::lock(out, &disk)).transpose()?;
    let start = Instant::now();
    let mut parts = Parts::default();
    let mut owners = Owners::new();
    for (index, path) in args.claims.iter().enumerate() {
        let first = parts.claims.len();
        read_claims(path, &mut parts.claims, &mut parts.errors)?;
        refuse_other_articles(&args.claims, index, &parts.claims[first..], &mut owners)?;
    }
    parts.timings.read = start.elapsed().as_secs_f64();
    finish(parts, &args.results, folder, &loaded, common)
}

/// What is known before reconciling.
#[derive(Default)]
struct Parts {
    /// `None` where claims are all that was read.
    articles: Option<Vec<ArticleRow>>,
    claims: Vec<Claim>,
    errors: Vec<ErrorRow>,
    skipped: usize,
    timings: Timings,
}

impl Parts {
    fn add(&mut self, result: Result<(ArticleRow, Vec<Claim>), ErrorRow>) {
        match result {
            Ok((row, mut claims)) => {
                self.articles.get_or_insert_default().push(row);
                self.claims.append(&mut claims);
            }
            Err(error) => self.errors.push(error),
        }
    }
}

fn one(article: &Article, lexicon: &Lexicon) -> (ArticleRow, Vec<Claim>) {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let claims = extract::extract(article, &document, &mentions, lexicon);
    (ArticleRow::new(article, &document, &mentions, &claims), claims)
}

/// Reads the claims of a file; a line that is none is an error record, and the rest goes on.
pub(super) fn read_claims(path: &Path, claims: &mut Vec<Claim>, errors: &mut Vec<ErrorRow>) -> Result<(), Failure> {
    let name = path.display().to_string();
    let refuse = |error: io::Error| Failure::Usage(format!("{name}: {error}"));
    let input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(refuse)?))
    };
    for (index, line) in input.split(b'\n').enumerate() {
        let line = line.map_err(refuse)?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(&line) {
            Ok(claim) => claims.push(claim),
            Err(error) => errors
                .push(ErrorRow { article: name.clone(), cause: format!("line {}: not a claim: {error}", index + 1) }),
        }
    }
    Ok(())
}

/// For each article the file that its claims stand in, and their ids.
type Owners = HashMap<String, (usize, HashSet<String>)>;

/// Refuses claims of an article that another file has, too, unless they are the same: two articles of one name would
/// count as one, and their disagreement would be lost.
fn refuse_other_articles(files: &[PathBuf], index: usize, new: &[Claim], owners: &mut Owners) -> Result<(), Failure> {
    for claim in new {
        let (owner, ids) = owners.entry(claim.article.clone()).or_insert_with(|| (index, HashSet::new()));
        if *owner == index {
            ids.insert(claim.id.clone());
        } else if !ids.contains(&claim.id) {
            return Err(Failure::Usage(format!(
                "{} and {} both hold claims of {:?}: if these are two articles, extract from the folder that holds \
                 both; if it is one, put its claims into one file",
                files[*owner].display(),
                files[index].display(),
                claim.article
            )));
        }
    }
    Ok(())
}

fn finish(
    mut parts: Parts,
    args: &args::Results,
    folder: Option<Folder>,
    loaded: &Loaded,
    common: &Common,
) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let report = sayso::reconcile(std::mem::take(&mut parts.claims), &loaded.lexicon);
    parts.timings.reconcile = start.elapsed().as_secs_f64();
    let results = Results { articles: parts.articles, report, errors: parts.errors, skipped: parts.skipped };
    match folder {
        Some(folder) => write_all(&results, parts.timings, folder, loaded)?,
        None => print(&results, &args.format, common)?,
    }
    results.errors.iter().for_each(tell);
    if let (Some(out), false) = (&args.out, common.quiet) {
        let _ = complain(&format!("{}: {}", out.display(), write::summary(&results)));
    } else {
        tell_skipped(results.skipped, common);
    }
    Ok(Outcome::of(results.errors.len()))
}

fn print(results: &Results, format: &str, common: &Common) -> Result<(), Failure> {
    let mut out = stdout::open();
    (form(format)?.write)(results, &stdout::style(common), &mut out)?;
    Ok(out.flush()?)
}

fn form(name: &str) -> Result<&'static Form, Failure> {
    FORMS.iter().find(|form| form.name == name).ok_or_else(|| Failure::Usage(format!("no form {name:?}")))
}

/// All results as files. `run.json` holds hashes of the others: it proves that they belong together.
fn write_all(results: &Results, mut timings: Timings, mut folder: Folder, loaded: &Loaded) -> Result<(), Failure> {
    let start = Instant::now();
    let mut row = RunRow::new(results, &loaded.hash);
    for form in FORMS.iter().filter(|form| results.articles.is_some() || !form.of_articles) {
        let Some(name) = form.file else { continue };
        let style = write::Style::plain();
        let mut hash = blake3::Hasher::new();
        folder.write(name, |out| (form.write)(results, &style, &mut Tee { out, hash: &mut hash }))?;
        row.outputs.insert(name.into(), hash.finalize().to_hex()[..32].to_string());
    }
    timings.write = start.elapsed().as_secs_f64();
    row.timings = timings;
    folder.write(SEAL, |out| writeln!(out, "{}", serde_json::to_string_pretty(&row)?))?;
    folder.publish()
}

/// Hashes what it passes on.
struct Tee<'a> {
    out: &'a mut dyn Write,
    hash: &'a mut blake3::Hasher,
}

impl Write for Tee<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use clap::Parser;

    use super::super::super::args::{Args, Command};
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
            run_into(&out, run, &self.loaded, disk, &args.common)
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
