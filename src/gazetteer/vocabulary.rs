//! What the words of foreign sources mean: `gazetteers/import/<source>.tsv`, with the columns `what`, `key`, `value`.

use std::collections::HashMap;

use crate::lexicon::{Sources, Table};

/// Meanings by what is asked and the source's word for it.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    meanings: HashMap<(String, String), String>,
}

impl Vocabulary {
    /// The program's own vocabulary of a source; a test holds that there is one.
    pub(super) fn of(source: &str) -> Vocabulary {
        let path = format!("gazetteers/import/{source}.tsv");
        let sources = Sources::builtin();
        let mut vocabulary = Vocabulary::default();
        for (path, text) in sources.below(&path) {
            for row in Table::read(path, text, &mut Vec::new()).rows {
                if let [what, key, value] = row.cells[..] {
                    vocabulary.meanings.insert((what.into(), key.into()), value.into());
                }
            }
        }
        vocabulary
    }

    /// What a source's word means.
    pub(super) fn get(&self, what: &str, key: &str) -> Option<&str> {
        self.meanings.get(&(what.to_string(), key.to_string())).map(String::as_str)
    }

    /// The words of a source for what is asked, with their meanings, sorted.
    pub(super) fn all(&self, what: &str) -> Vec<(&str, &str)> {
        let of = self.meanings.iter().filter(|((asked, _), _)| asked == what);
        let mut all: Vec<(&str, &str)> = of.map(|((_, key), value)| (key.as_str(), value.as_str())).collect();
        all.sort_unstable();
        all
    }
}
