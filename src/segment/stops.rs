//! Words that bear on where a sentence ends, as data: `gazetteers/words/abbreviations.tsv`, the speech verbs,
//! and the names of the gazetteers that hold an exclamation or question mark.

use std::collections::{HashMap, HashSet};

use super::sentence::is_opener;
use crate::lexicon::{Fault, Sources, Table, is_comment};

/// Words around stops.
#[derive(Debug, Default)]
pub(super) struct Stops {
    /// Abbreviations, without their last full stop.
    abbreviations: HashMap<String, Before>,
    /// Words before which a number's full stop makes it an ordinal: `3. Mai`.
    counted: HashSet<String>,
    /// Words that begin sentences more often than names: `The`, `He`.
    openers: HashSet<String>,
    /// Verbs that stand with a speaker behind a quotation: `said`.
    tags: HashSet<String>,
    /// Names up to and with their last `!` or `?`, by their last word.
    cries: HashMap<String, Vec<String>>,
    /// Names with a mark inside, by the last word up to and with it: what stands before and behind.
    inner: HashMap<String, Vec<(String, String)>>,
}

/// What a word before a full stop says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Before {
    /// The full stop is the word's own: `Mr.`, `feat.`
    Never,
    /// It may be both: `U.S.`, `Jr.`, `J.`
    Maybe,
    /// It is no abbreviation.
    #[default]
    Word,
}

impl Stops {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Stops {
        let mut stops = Stops::default();
        for (path, text) in sources.below("gazetteers/words/abbreviations") {
            stops.read(&Table::read(path, text, faults), faults);
        }
        for (path, text) in sources.below("gazetteers/words/speech_verbs") {
            let table = Table::read(path, text, &mut Vec::new());
            stops.tags.extend(table.rows.iter().map(|row| row.cells[0].to_string()));
        }
        for (_, text) in sources.below("gazetteers/names/") {
            for line in text.lines().filter(|line| line.contains(['!', '?']) && !is_comment(line)) {
                line.split('\t').take(2).flat_map(|cell| cell.split('|')).for_each(|name| stops.add_name(name));
            }
        }
        stops
    }

    fn read(&mut self, table: &Table, faults: &mut Vec<Fault>) {
        let (Some(form), Some(kind)) = (table.column("form", faults), table.column("kind", faults)) else { return };
        for row in &table.rows {
            let text = row.cells[form];
            let dotted = || text.strip_suffix('.').unwrap_or(text).to_string();
            match row.cells[kind] {
                "never" => drop(self.abbreviations.insert(dotted(), Before::Never)),
                "maybe" => drop(self.abbreviations.insert(dotted(), Before::Maybe)),
                "counted" => drop(self.counted.insert(text.to_string())),
                "opener" => drop(self.openers.insert(text.to_string())),
                "name" if text.contains(['!', '?']) => self.add_name(text),
                other => faults.push(Fault::new(
                    table.file,
                    row.line,
                    format!("{text:?} cannot be of the kind {other:?}"),
                    "write never, maybe, opener, counted, or name (for a name with ! or ?)",
                )),
            }
        }
    }

    fn add_name(&mut self, name: &str) {
        let Some(mark) = name.rfind(['!', '?']).map(|at| at + 1) else { return };
        let (head, tail) = name.split_at(mark);
        let last = last_word(head).to_string();
        if tail.is_empty() {
            self.cries.entry(last).or_default().push(head.to_string());
        } else {
            self.inner.entry(last).or_default().push((head.to_string(), tail.to_string()));
        }
    }

    /// What `word`, which stands before a full stop, says of it.
    pub(super) fn before(&self, word: &str) -> Before {
        if let Some(before) = self.abbreviations.get(word) {
            return *before;
        }
        let mut letters = word.split('.');
        let initials = letters.all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
        if initials && word.starts_with(char::is_uppercase) { Before::Maybe } else { Before::Word }
    }

    /// Whether `after` begins with a word that begins sentences.
    pub(super) fn opens(&self, after: &str) -> bool {
        let after = after.trim_start_matches(is_opener);
        let end = after.find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').unwrap_or(after.len());
        self.openers.contains(after[..end].split(['\'', '’']).next().unwrap_or_default())
    }

    /// Whether `after` begins with a word that makes an ordinal of the number before.
    pub(super) fn is_counted(&self, after: &str) -> bool {
        self.counted.contains(after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
    }

    /// Whether `before`, which ends in `!` or `?`, ends in a name that is so written.
    pub(super) fn is_cry(&self, before: &str) -> bool {
        let names = self.cries.get(last_word(before));
        names.is_some_and(|names| names.iter().any(|name| before.ends_with(name.as_str())))
    }

    /// Whether a mark stands inside a name: `before` ends with its first part, `behind` begins with the rest.
    pub(super) fn goes_on(&self, before: &str, behind: &str) -> bool {
        let fits =
            |(head, tail): &(String, String)| behind.starts_with(tail.as_str()) && before.ends_with(head.as_str());
        self.inner.get(last_word(before)).is_some_and(|names| names.iter().any(fits))
    }

    /// Whether a speaker and a verb of speech follow, which belong to the quotation before: `Holmes asked.`
    pub(super) fn is_tag(&self, after: &str) -> bool {
        let mut words = after.split(' ').take(4).filter(|word| !word.is_empty());
        words.any(|word| self.tags.contains(word.trim_end_matches([',', '.'])))
    }
}

/// The letters, digits and marks that a text ends in.
fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphanumeric() && c != '!' && c != '?').next().unwrap_or(text)
}
