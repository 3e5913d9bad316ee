//! `gazetteer import` and `gazetteer build`: tables of names from elsewhere, and their compiled form.

use std::fs::File;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use sayso::Kind;
use sayso::gazetteer::{self, Filter, Gathered, ImportError, Tables};
use sayso::lexicon::Sources;
use sayso::read::{Limits, unpacked};

use super::super::args::{Common, Gazetteer, Import, Knowledge, Source};
use super::super::cache;
use super::super::failure::{Failure, Outcome, complain};
use super::super::{lexicon, stdout};

pub(in super::super) fn gazetteer(command: &Gazetteer, common: &Common) -> Result<Outcome, Failure> {
    match command {
        Gazetteer::Import(import) => self::import(import, common),
        Gazetteer::Build { folders, out } => build(folders, out, common),
    }
}

fn import(import: &Import, common: &Common) -> Result<Outcome, Failure> {
    let filter = Filter {
        kinds: import.kind.iter().filter_map(|kind| Kind::from_name(kind)).collect(),
        languages: import.language.clone(),
        since: import.since,
        until: import.until,
    };
    let mut gathered = Gathered::default();
    for path in &import.paths {
        read(import.from, path, &filter, &mut gathered)
            .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    }
    let tables = gathered.tables();
    match &import.out {
        Some(folder) => write(folder, &tables)?,
        None => print(&tables)?,
    }
    if !common.quiet {
        let rows = |table: &String| table.lines().count().saturating_sub(1);
        let counts: Vec<String> =
            tables.iter().map(|(kind, table)| format!("{} {}", rows(table), kind.name())).collect();
        let counts = if counts.is_empty() { "nothing that was asked for".into() } else { counts.join(", ") };
        let _ = complain(&format!("taken: {counts}"));
    }
    Ok(Outcome::Done)
}

fn read(from: Source, path: &Path, filter: &Filter, gathered: &mut Gathered) -> Result<(), ImportError> {
    match from {
        Source::Musicbrainz => gazetteer::musicbrainz(|table| open_table(path, table), filter, gathered),
        Source::Wikidata => gazetteer::wikidata(open(path)?, filter, gathered),
        Source::Sparql => gazetteer::sparql(open(path)?, filter, gathered),
        Source::Lines => gazetteer::lines(open(path)?, filter, gathered),
    }
}

/// A file or standard input, unpacked.
fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    // Dumps repeat themselves more than news does; a bomb costs time here, and no memory.
    let limits = Limits { ratio: 2000, ..Limits::default() };
    if path.as_os_str() == "-" { unpacked(io::stdin(), &limits) } else { unpacked(File::open(path)?, &limits) }
}

/// A table of a folder, packed or not.
fn open_table(folder: &Path, table: &str) -> gazetteer::Opened {
    if !folder.is_dir() {
        return Err(io::Error::other("no folder with the tables of a MusicBrainz dump").into());
    }
    let names = ["", ".gz", ".zst", ".tsv"].map(|end| folder.join(format!("{table}{end}")));
    let found = names.iter().find(|path| path.is_file());
    Ok(found.map(|path| open(path)).transpose()?)
}

/// Writes the tables, none over another that is there.
fn write(folder: &Path, tables: &Tables) -> Result<(), Failure> {
    let places = || tables.keys().map(|kind| folder.join("names").join(format!("{}.tsv", kind.name())));
    if let Some(path) = places().find(|path| path.exists()) {
        return Err(Failure::Usage(format!("{}: is there already; name another folder with --out", path.display())));
    }
    for (path, table) in places().zip(tables.values()) {
        cache::write(&path, table.as_bytes()).map_err(|error| Failure::writing(path.display().to_string(), error))?;
    }
    Ok(())
}

fn print(tables: &Tables) -> Result<(), Failure> {
    if tables.len() > 1 {
        let kinds: Vec<&str> = tables.keys().map(|kind| kind.name()).collect();
        let cause = format!("these are tables of several kinds ({}): name a folder with --out", kinds.join(", "));
        return Err(Failure::Usage(cause));
    }
    Ok(tables.values().try_for_each(|table| stdout::print(table.as_bytes()))?)
}

fn build(folders: &[PathBuf], out: &Path, common: &Common) -> Result<Outcome, Failure> {
    let knowledge = Knowledge { gazetteers: folders.to_vec(), ..Knowledge::default() };
    let sources: Sources = lexicon::sources(&knowledge)?;
    let table = sources.compile_own_names().map_err(|faults| lexicon::own(faults, &knowledge))?;
    let place = |error| Failure::writing(out.display().to_string(), error);
    cache::write(out, table.as_bytes()).map_err(place)?;
    if !common.quiet {
        let (count, bytes) = (table.len(), table.as_bytes().len());
        let _ = complain(&format!("{}: {count} names, {:.1} MB", out.display(), bytes as f64 / 1e6));
    }
    Ok(Outcome::Done)
}
