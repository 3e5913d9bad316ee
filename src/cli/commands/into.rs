//! `run --out`: the whole flow into a folder that remembers. What no earlier run has read is read, and all results are
//! written anew, each article's lines from where the folder keeps them ([`super::super::store`]).

use std::io;
use std::path::Path;
use std::time::Instant;

use sayso::Claim;
use sayso::write::ArticleRow;

use super::super::args::{self, Common};
use super::super::disk::Disk;
use super::super::failure::{Failure, Outcome};
use super::super::folder::Folder;
use super::super::gather::{Gathered, gather};
use super::super::lexicon::Loaded;
use super::super::store::{self, Listed, Shards};
use super::run::{Parts, finish};

/// Runs the flow into a folder.
pub(super) fn run(
    out: &Path,
    args: &args::Run,
    loaded: &Loaded,
    disk: &Disk,
    common: &Common,
) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let failed = |error: io::Error| Failure::Output(out.display().to_string(), error);
    let folder = Folder::lock_on(out, disk)?;
    let Gathered { listing, skipped } = gather(&args.reading.inputs, loaded, &folder, disk, common)?;
    let mut parts = Parts { articles: Some(Vec::new()), errors: listing.errors, skipped, ..Parts::default() };
    let mut shards = Shards::of(out);
    for article in &listing.articles {
        let (row, mut claims) = stored(&mut shards, article).map_err(failed)?;
        parts.articles.get_or_insert_default().push(row);
        parts.claims.append(&mut claims);
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
