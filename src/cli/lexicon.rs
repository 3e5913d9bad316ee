//! The lexicon that the options ask for: the built-in one, with the user's folders laid over it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sayso::Lexicon;
use sayso::lexicon::{Fault, NameTable, Sources};

use super::args::Knowledge;
use super::cache::Cache;
use super::failure::Failure;

const GAZETTEERS: &str = "gazetteers";
const PREDICATES: &str = "src/predicates";

/// The lexicon, and a hash of the files it was made from.
pub(super) struct Loaded {
    pub(super) lexicon: Lexicon,
    pub(super) hash: String,
}

/// Loads it; all faults at once, with the paths the user knows.
pub(super) fn load(knowledge: &Knowledge) -> Result<Loaded, Failure> {
    load_with(knowledge, |_| ())
}

/// The same, with what `more` lays over it.
pub(super) fn load_with(knowledge: &Knowledge, more: impl FnOnce(&mut Sources)) -> Result<Loaded, Failure> {
    let mut sources = sources(knowledge)?;
    more(&mut sources);
    let digests = Digests::of(&sources);
    let hash = digests.of_all(&sources);
    if let Some(cache) = Cache::of(&sources, knowledge.no_name_cache) {
        let table = cache.table(&digests.of_own_names(&sources), || sources.compile_own_names());
        sources.replace_own_names(table.map_err(|faults| own(faults, knowledge))?);
    }
    Lexicon::load(&sources).map(|lexicon| Loaded { lexicon, hash }).map_err(|faults| own(faults, knowledge))
}

/// Faults, with the paths the user knows.
pub(super) fn own(faults: Vec<Fault>, knowledge: &Knowledge) -> Failure {
    Failure::Lexicon(faults.into_iter().map(|fault| where_it_lies(fault, knowledge)).collect())
}

/// All that is wrong or untidy in what the options name: what loading refuses, what examples show, what is untidy.
pub(super) fn check(knowledge: &Knowledge) -> Result<Result<Lexicon, Vec<Fault>>, Failure> {
    let sources = match sources(knowledge) {
        Err(Failure::Lexicon(faults)) => return Ok(Err(faults)),
        other => other?,
    };
    let mut faults = sources.untidy_names();
    let lexicon = match Lexicon::load(&sources) {
        Ok(lexicon) => {
            faults.extend(sayso::check::check(&lexicon));
            Some(lexicon)
        }
        Err(more) => {
            faults.extend(more);
            None
        }
    };
    faults.sort();
    faults.dedup();
    Ok(match lexicon {
        Some(lexicon) if faults.is_empty() => Ok(lexicon),
        _ => Err(faults.into_iter().map(|fault| where_it_lies(fault, knowledge)).collect()),
    })
}

/// The files that the options name, laid over the built-in ones.
pub(super) fn sources(knowledge: &Knowledge) -> Result<Sources, Failure> {
    let mut sources = Sources::builtin();
    if knowledge.no_builtin_names {
        sources = sources.without_names();
    }
    let mut faults = Vec::new();
    for folder in &knowledge.gazetteers {
        if folder.is_file() {
            sources.tables.extend(compiled(folder).map_err(|fault| faults.push(fault)).ok());
        } else {
            add_folder(&mut sources, folder, GAZETTEERS, &mut faults)?;
        }
    }
    for folder in &knowledge.predicates {
        add_folder(&mut sources, folder, PREDICATES, &mut faults)?;
    }
    if faults.is_empty() { Ok(sources) } else { Err(Failure::Lexicon(faults)) }
}

fn add_folder(sources: &mut Sources, folder: &Path, under: &str, faults: &mut Vec<Fault>) -> Result<(), Failure> {
    if !folder.is_dir() {
        return Err(Failure::Usage(format!("{}: no such folder", folder.display())));
    }
    faults.extend(sources.add_folder(folder, under).err().into_iter().flatten());
    Ok(())
}

/// A file that `gazetteer build` wrote.
fn compiled(path: &Path) -> Result<Arc<NameTable>, Fault> {
    let fault = |cause: String| {
        Fault::new(&path.to_string_lossy(), 1, cause, "name a folder, or a file that `sayso gazetteer build` wrote")
    };
    let bytes = fs::read(path).map_err(|error| fault(format!("cannot be read: {error}")))?;
    NameTable::from_bytes(bytes).map(Arc::new).map_err(|unfit| fault(unfit.to_string()))
}

/// A fault with the user's own path instead of the place in the repository that the file stands for.
fn where_it_lies(mut fault: Fault, knowledge: &Knowledge) -> Fault {
    for (folders, under) in [(&knowledge.gazetteers, GAZETTEERS), (&knowledge.predicates, PREDICATES)] {
        let Some(rest) = fault.file.strip_prefix(under) else { continue };
        let own = folders
            .iter()
            .map(|folder| folder.join(rest.trim_start_matches('/')))
            .find(|path: &PathBuf| path.is_file());
        if let Some(path) = own {
            fault.file = path.display().to_string();
            return fault;
        }
    }
    fault
}

/// A hash of each file's path and text: a million names are read once for both uses.
struct Digests(Vec<blake3::Hash>);

impl Digests {
    fn of(sources: &Sources) -> Digests {
        let digest = |(path, text): &(String, Cow<'static, str>)| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes()).update(text.as_bytes());
            hasher.finalize()
        };
        Digests(sources.files.iter().map(digest).collect())
    }

    /// What a run was made by.
    fn of_all(&self, sources: &Sources) -> String {
        let mut hasher = blake3::Hasher::new();
        self.0.iter().for_each(|digest| _ = hasher.update(digest.as_bytes()));
        sources.tables.iter().for_each(|table| _ = hasher.update(table.checksum().as_bytes()));
        hasher.finalize().to_hex()[..16].to_string()
    }

    /// What the compiled form of the user's names is made from.
    fn of_own_names(&self, sources: &Sources) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(sources.names_form().as_bytes());
        let own: HashSet<*const u8> = sources.own_names().map(|(_, text)| text.as_ptr()).collect();
        let mine = sources.files.iter().zip(&self.0).filter(|((_, text), _)| own.contains(&text.as_ptr()));
        mine.for_each(|(_, digest)| _ = hasher.update(digest.as_bytes()));
        hasher.finalize().to_hex()[..32].to_string()
    }
}
