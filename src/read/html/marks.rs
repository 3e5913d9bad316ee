//! What an element's class, id or role says of the words inside it: `gazetteers/reading/marks.tsv`, applied.

use std::collections::BTreeMap;

use crate::lexicon::{Fault, Table};

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::read) enum Mark {
    /// Marks a word behind which another does not count.
    Quiet,
    /// A date that is not that of publication.
    Changed,
    Headline,
    Deck,
    Caption,
    Furniture,
    /// No part of the article.
    Drop,
    /// What readers say of it.
    Comments,
    /// The article's own text.
    Body,
}

impl Mark {
    const ALL: [(&'static str, Mark); 9] = [
        ("quiet", Mark::Quiet),
        ("changed", Mark::Changed),
        ("headline", Mark::Headline),
        ("deck", Mark::Deck),
        ("caption", Mark::Caption),
        ("furniture", Mark::Furniture),
        ("drop", Mark::Drop),
        ("comments", Mark::Comments),
        ("body", Mark::Body),
    ];
}

/// Marks by words.
#[derive(Debug, Default)]
pub(in crate::read) struct Marks {
    by_words: BTreeMap<String, Mark>,
}

/// The most words of an entry, and the most bytes of an attribute that are looked at.
const MOST_WORDS: usize = 4;
const MOST_BYTES: usize = 512;

/// The most words of a name that says anything: ids are often made from headings.
pub(super) const CLASS: usize = 6;
pub(super) const ID: usize = 3;

impl Marks {
    /// Takes the table's rows.
    pub(in crate::read) fn load(table: &Table, faults: &mut Vec<Fault>) -> Marks {
        let mut marks = Marks::default();
        let (Some(name), Some(words)) = (table.column("mark", faults), table.column("words", faults)) else {
            return marks;
        };
        for row in &table.rows {
            let Some((_, mark)) = Mark::ALL.iter().find(|(known, _)| *known == row.cells[name]) else {
                faults.push(Fault::new(table.file, row.line, "no such mark", "one of those in the table's head"));
                continue;
            };
            marks.by_words.extend(row.values(words).map(|words| (words.to_string(), *mark)));
        }
        marks
    }

    /// What the names in an attribute say, and whether a whole name says it; the highest mark counts. Names of more
    /// than `most` words say nothing.
    pub(super) fn of(&self, names: &[u8], most: usize) -> Option<(Mark, bool)> {
        let names = &names[..names.len().min(MOST_BYTES)];
        names.split(|byte| byte.is_ascii_whitespace()).filter_map(|name| self.of_name(name, most)).max()
    }

    /// Whether a text ends by saying that what follows is the date of a change.
    pub(super) fn says_changed(&self, text: &str) -> bool {
        let end = text.as_bytes()[text.len().saturating_sub(40)..].to_ascii_lowercase();
        self.of_name(&end, usize::MAX).is_some_and(|(mark, _)| mark == Mark::Changed)
    }

    /// What one name says: of the entries in its words, the last.
    fn of_name(&self, name: &[u8], most: usize) -> Option<(Mark, bool)> {
        // Behind `--` stands what is special about an element, not what it is.
        let base = (1..name.len()).find(|at| name[*at..].starts_with(b"--")).map_or(name, |at| &name[..at]);
        let name = spaced(base);
        let mut ends = vec![];
        ends.extend(name.match_indices(' ').map(|(end, _)| end).chain([name.len()]));
        if ends.len() > most {
            return None;
        }
        let start = |word: usize| if word == 0 { 0 } else { ends[word - 1] + 1 };
        let (mut found, mut word) = (None, 0);
        while word < ends.len() {
            let longest = MOST_WORDS.min(ends.len() - word);
            let entry = |count: usize| self.by_words.get(&name[start(word)..ends[word + count - 1]]).zip(Some(count));
            match (1..=longest).rev().find_map(entry) {
                // The word behind it does not count.
                Some((Mark::Quiet, _)) => word += 2,
                Some((mark, count)) => {
                    found = Some((*mark, count == ends.len()));
                    word += count;
                }
                None => word += 1,
            }
        }
        found
    }
}

/// The words of a name, in lower case, with spaces between: cut at punctuation and at inner capitals.
fn spaced(name: &[u8]) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut last = b' ';
    for byte in name {
        let inner_capital = byte.is_ascii_uppercase() && last.is_ascii_lowercase();
        if (inner_capital || !byte.is_ascii_alphanumeric()) && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        if byte.is_ascii_alphanumeric() {
            words.push(byte.to_ascii_lowercase() as char);
        }
        last = *byte;
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tables::TABLES;

    #[test]
    fn names_say_what_they_hold() {
        let cases = [
            ("article-body", Some((Mark::Body, true))),
            ("c-articleBody__text", Some((Mark::Body, false))),
            ("article-body-ad", Some((Mark::Drop, false))),
            ("report__section--ads", None),
            ("post has-sidebar", None),
            ("article__body--ads", Some((Mark::Body, true))),
            ("article-body-with-sidebar", Some((Mark::Body, false))),
            ("wp-caption-text", Some((Mark::Caption, true))),
            ("box related", Some((Mark::Furniture, true))),
            ("row col-md-8 clearfix", None),
            ("", None),
        ];
        for (names, mark) in cases {
            assert_eq!(TABLES.marks.of(names.as_bytes(), CLASS), mark, "{names:?}");
        }
        assert_eq!(TABLES.marks.of(b"nav_who_sings_it", ID), None);
        assert_eq!(TABLES.marks.of(b"comments", ID), Some((Mark::Comments, true)));
    }
}
