//! Everything the program knows: names, words, date patterns, predicates with their rules.
//!
//! All failure is here: a lexicon is checked whole before the first article is read, and what was loaded
//! cannot fail later. The built-in one is [`Lexicon::builtin`]; a user's folders are laid over it with
//! [`Sources::add_folder`].

mod barrier;
mod folder;
mod groups;
mod landmarks;
mod names;
mod pattern;
pub mod phrases;
mod predicate;
mod required;
mod rule;
mod ruleset;
mod slot;
mod table;
#[cfg(test)]
mod tests;
mod whole;
mod words;

use std::path::Path;
use std::sync::{Arc, LazyLock};

pub use landmarks::Indexed;
pub use names::{Found, NameEntry, NameTable, Names, TooLarge, Unfit};
pub use pattern::{Pattern, Scratch};
pub use predicate::{Cardinality, Family, MUTUAL, Predicate};
pub(crate) use required::required_of;
pub use rule::{Form, Rule};
pub use ruleset::{RuleSet, is_speech};
pub use slot::{Slot, SlotSet};
pub(crate) use table::is_comment;
pub use table::{Row, Table};
pub use words::{Closed, Cue, Cues, Effect, Pronoun, PronounOf, Sign, Small, Word, Words};

use crate::{Kind, date, segment};

include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));

/// Everything the program knows. Read-only once loaded, shared by all threads.
#[derive(Debug)]
pub struct Lexicon {
    /// Gazetteers of names.
    pub names: Names,
    /// Word lists.
    pub words: Words,
    /// Predicates by name, in alphabetical order.
    pub predicates: Vec<Predicate>,
    /// Which rules to try on a sentence; those that find who speaks a quotation stand apart, and are tried first.
    pub rules: RuleSet,
    /// Rules that find who speaks a quotation.
    pub speech: RuleSet,
    /// Forms of words that name the source of what a sentence says.
    pub attribution: Vec<Predicate>,
    /// Which of those to try on a sentence.
    pub attributing: RuleSet,
    /// Date words and patterns.
    pub dates: date::Patterns,
    /// What segmenting needs: abbreviations, furniture, function words.
    pub segment: segment::Tables,
    /// Rows of lists that do not stand in their order: no hindrance, but found by [`check`](crate::check()).
    pub untidy: Vec<Fault>,
}

impl Lexicon {
    /// The built-in lexicon; loaded on first use. A test holds that it loads.
    pub fn builtin() -> &'static Lexicon {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| match Lexicon::load(&Sources::builtin()) {
            Ok(lexicon) => lexicon,
            Err(faults) => panic!("the built-in lexicon has faults:\n{}", join(&faults)),
        });
        &BUILTIN
    }

    /// Loads and checks the files of `sources`; every fault found is told, not only the first.
    pub fn load(sources: &Sources) -> Result<Lexicon, Vec<Fault>> {
        // The parts know nothing of one another. Threads of its own, not rayon's: one of those that waited would take
        // up other work, which may be waiting for this very lexicon.
        let (rules, finders, lists) = std::thread::scope(|scope| {
            let rules = scope.spawn(|| told(|faults| load_rules(sources, faults)));
            let finders = scope.spawn(|| {
                told(|faults| (date::Patterns::load(sources, faults), segment::Tables::load(sources, faults)))
            });
            let lists = told(|faults| (Words::load(sources, faults), Names::load(sources, faults)));
            (joined(rules), joined(finders), lists)
        });
        let faults = [lists.1, rules.1, finders.1].concat();
        let ((words, names), (dates, segment)) = (lists.0, finders.0);
        let Grammar { predicates, rules, speech, attribution, attributing } = rules.0;
        let untidy = untidy(sources);
        let lexicon =
            Lexicon { names, words, predicates, rules, speech, attribution, attributing, dates, segment, untidy };
        if faults.is_empty() { Ok(lexicon) } else { Err(faults) }
    }

    /// The predicate of that name.
    pub fn predicate(&self, name: &str) -> Option<&Predicate> {
        self.predicates
            .binary_search_by(|predicate| predicate.name.as_str().cmp(name))
            .ok()
            .map(|i| &self.predicates[i])
    }
}

/// What was loaded, and what was wrong with it.
fn told<T>(load: impl FnOnce(&mut Vec<Fault>) -> T) -> (T, Vec<Fault>) {
    let mut faults = Vec::new();
    (load(&mut faults), faults)
}

fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Predicates and forms of attribution, with the sets of their rules.
struct Grammar {
    predicates: Vec<Predicate>,
    rules: RuleSet,
    speech: RuleSet,
    attribution: Vec<Predicate>,
    attributing: RuleSet,
}

fn load_rules(sources: &Sources, faults: &mut Vec<Fault>) -> Grammar {
    let groups = Arc::new(groups::Groups::load(sources, faults));
    let predicates = predicate::load(sources, &groups, faults);
    let attribution = predicate::load_attribution(sources, &groups, faults);
    Grammar {
        rules: RuleSet::new(&predicates, |predicate| !is_speech(predicate), faults),
        speech: RuleSet::new(&predicates, is_speech, faults),
        attributing: RuleSet::new(&attribution, |_| true, faults),
        predicates,
        attribution,
    }
}

/// Lists whose rows stand in the order of their bytes, each once.
const SORTED: [&str; 2] = ["gazetteers/names/", "gazetteers/words/"];

/// The first row of each sorted list that does not stand behind the row before it.
pub(in crate::lexicon) fn untidy(sources: &Sources) -> Vec<Fault> {
    let lists = SORTED.iter().flat_map(|folder| sources.below(folder)).filter(|(path, _)| path.ends_with(".tsv"));
    lists.filter_map(|(path, text)| table::disorder(path, text)).collect()
}

fn join(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("  {fault}\n")).collect()
}

/// The files that a lexicon is loaded from. Paths are as in the repository: `gazetteers/names/film.tsv`.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Path and text, in the order of loading; later files add to earlier ones. What the program brings is
    /// borrowed, what a user adds is owned.
    pub files: Vec<(String, std::borrow::Cow<'static, str>)>,
    /// Names that were compiled before, laid over those of the files.
    pub tables: Vec<Arc<NameTable>>,
}

impl Sources {
    /// The files inside the program.
    pub fn builtin() -> Sources {
        let files = PREDICATES.iter().chain(GAZETTEERS).map(|&(path, text)| (path.to_string(), text.into())).collect();
        Sources { files, tables: Vec::new() }
    }

    /// The same without the names of persons, groups and works: it shows what is found by form alone.
    pub fn without_names(mut self) -> Sources {
        self.files.retain(|(path, _)| {
            let kind = path.starts_with(names::FOLDER).then(|| Kind::from_name(names::stem(path))).flatten();
            !kind.is_some_and(|kind| kind.is_work() || matches!(kind, Kind::Person | Kind::Group))
        });
        self
    }

    /// Adds the `.tsv`, `.txt` and `.toml` files below a user's folder, as if they lay in `under`
    /// (`gazetteers` or `src/predicates`). A file that cannot be read or is not UTF-8 is a fault.
    pub fn add_folder(&mut self, folder: &Path, under: &str) -> Result<(), Vec<Fault>> {
        folder::add(self, folder, under)
    }

    /// What is untidy in the tables of names: faults that do not hinder loading.
    pub fn untidy_names(&self) -> Vec<Fault> {
        names::check::untidy(self)
    }

    /// Those of the files whose path begins with `folder` that a user added.
    pub(crate) fn users<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let added = self.files.iter().filter(|(_, text)| matches!(text, std::borrow::Cow::Owned(_)));
        added.filter(move |(path, _)| path.starts_with(folder)).map(|(path, text)| (path.as_str(), text.as_ref()))
    }

    /// The files whose path begins with `folder`, in order.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(folder))
            .map(|(path, text)| (path.as_str(), text.as_ref()))
    }
}

/// What is wrong in a file of the lexicon, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {cause}; {cure}")]
pub struct Fault {
    /// The file's path.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub cause: String,
    /// What would be right.
    pub cure: String,
}

impl Fault {
    /// A fault at a line of a file.
    pub fn new(file: &str, line: usize, cause: impl Into<String>, cure: impl Into<String>) -> Fault {
        Fault { file: file.into(), line, cause: cause.into(), cure: cure.into() }
    }
}
