//! The lexicon that the options ask for: the built-in one, with the user's folders laid over it.

use std::path::PathBuf;

use sayso::Lexicon;
use sayso::lexicon::{Fault, Sources};

use super::args::Knowledge;
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
    let mut sources = Sources::builtin();
    if knowledge.no_builtin_names {
        sources = sources.without_names();
    }
    let mut faults = Vec::new();
    for (folders, under) in [(&knowledge.gazetteers, GAZETTEERS), (&knowledge.predicates, PREDICATES)] {
        for folder in folders {
            if !folder.is_dir() {
                return Err(Failure::Usage(format!("{}: no such folder", folder.display())));
            }
            faults.extend(sources.add_folder(folder, under).err().into_iter().flatten());
        }
    }
    if !faults.is_empty() {
        return Err(Failure::Lexicon(faults));
    }
    more(&mut sources);
    let hash = hash(&sources);
    Lexicon::load(&sources)
        .map(|lexicon| Loaded { lexicon, hash })
        .map_err(|faults| Failure::Lexicon(faults.into_iter().map(|fault| where_it_lies(fault, knowledge)).collect()))
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

fn hash(sources: &Sources) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, text) in &sources.files {
        hasher.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes());
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_string()
}
