//! The words of an article's running text: enough to tell whether a title is about it.

use std::collections::HashSet;

use crate::document::BlockKind;

use super::line::Line;

/// An article of fewer words of content says nothing of what is foreign to it.
const FEWEST: usize = 20;

/// Hashes of the words of content that an article uses.
pub(super) struct Vocabulary(HashSet<u64>);

impl Vocabulary {
    /// Words of the running text, and words that several titles share: categories of an award, say.
    pub(super) fn of(text: &str, lines: &[Line]) -> Vocabulary {
        let (mut words, mut seen) = (HashSet::new(), HashSet::new());
        let mut last = "";
        for line in lines {
            let part = line.span.of(text);
            if line.is_prose() && matches!(line.kind, None | Some(BlockKind::Paragraph | BlockKind::Quotation)) {
                words.extend(content(part));
            } else if line.kind.is_none() && part != last {
                let own: Vec<u64> = content(part).collect();
                words.extend(own.iter().filter(|word| seen.contains(*word)));
                seen.extend(own);
            }
            last = part;
        }
        Vocabulary(words)
    }

    /// How many of a title's words of content the article uses, and how many there are.
    pub(super) fn share(&self, title: &str) -> (usize, usize) {
        content(title).fold((0, 0), |(shared, all), word| (shared + usize::from(self.0.contains(&word)), all + 1))
    }

    /// Whether fewer than half of a title's words are the article's.
    pub(super) fn is_foreign_to(&self, title: &str) -> bool {
        let (shared, all) = self.share(title);
        self.0.len() >= FEWEST && all >= 3 && shared * 2 < all
    }
}

/// Hashes of the words of four bytes or more, in small letters; their first five letters stand for them, so
/// that `streaming` is `stream`.
pub(crate) fn content(text: &str) -> impl Iterator<Item = u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 4);
    words.map(|word| word.chars().take(5).flat_map(char::to_lowercase).fold(0, |hash, c| mix(hash ^ u64::from(c))))
}

fn mix(number: u64) -> u64 {
    let mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 29)
}
