//! Landmarks: what stands in every match of a pattern, in order, so that most rules need not be matched at all.
//!
//! `{subject} (?:is|was) directed by {object}` cannot match unless a slot of its subject's kinds is followed by
//! ` is directed by ` or ` was directed by ` and that by a slot of its object's kinds. This is read off the pattern and looked up
//! in a sentence a hundred times faster than the pattern is matched; what fails it cannot match, what passes it may.

use memchr::memmem;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::slot::Slot;

/// A landmark of more words is given up: looking them all up would cost what it saves.
const WORDS_MOST: usize = 200;
/// Neighbouring landmarks are joined to one ("is" + " directed") if no more words come of it.
const JOINED_MOST: usize = 64;
/// A class of so few characters is a choice of words; a larger one is anything.
const CLASS_MOST: usize = 4;

/// What every match of a pattern holds, in order and without overlaps.
#[derive(Clone, Debug, Default)]
pub(super) struct Landmarks(Vec<Landmark>);

/// One of these stands in every match.
#[derive(Clone, Debug, Default)]
pub(super) struct Landmark {
    words: Vec<Word>,
    slots: Vec<u8>,
}

/// A word, with the hash of its first three bytes: most words are told apart by it.
#[derive(Clone, Debug)]
struct Word {
    start: Option<u16>,
    text: Box<[u8]>,
}

/// A text with an index of what it may hold.
#[derive(Clone, Debug, Default)]
pub struct Indexed {
    /// A bit for the hash of any three bytes in a row.
    threes: Vec<u64>,
}

/// How many hashes three bytes have.
const HASHES: usize = 1 << 12;

fn hash(three: &[u8]) -> usize {
    let number = three.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    (number.wrapping_mul(0x9e37_79b1) >> 20) as usize % HASHES
}

impl Indexed {
    /// The index of a text.
    pub fn new(text: &str) -> Indexed {
        let mut threes = vec![0; HASHES / 64];
        for three in text.as_bytes().windows(3) {
            let hash = hash(three);
            threes[hash / 64] |= 1 << (hash % 64);
        }
        Indexed { threes }
    }

    /// Whether the text may hold a word; one of two bytes it always may.
    fn may_hold(&self, word: &Word) -> bool {
        let holds = |hash: usize| self.threes[hash / 64] & 1 << (hash % 64) != 0;
        word.start.is_none_or(|start| holds(start.into())) && word.text.windows(3).skip(1).map(hash).all(holds)
    }
}

impl From<Stretch> for Landmarks {
    fn from(stretch: Stretch) -> Landmarks {
        Landmarks(stretch.row())
    }
}

impl Landmarks {
    /// Whether a text has them all: `false` only if the pattern does not match in it.
    pub(super) fn stand_in(&self, text: &str, index: &Indexed) -> bool {
        let text = text.as_bytes();
        let held =
            |landmark: &Landmark| !landmark.slots.is_empty() || landmark.words.iter().any(|word| index.may_hold(word));
        // Each as early as it can end: what is behind in a match is then behind here, too.
        let mut from = 0;
        self.0.iter().all(held)
            && self.0.iter().all(|landmark| match landmark.first_end(&text[from..], index) {
                Some(end) => {
                    from += end;
                    true
                }
                None => false,
            })
    }
}

impl Landmark {
    /// None where some of the words say nothing.
    fn of_words(mut words: Vec<Vec<u8>>) -> Option<Landmark> {
        if words.iter().any(|word| word.trim_ascii().is_empty()) {
            return None;
        }
        words.sort();
        words.dedup();
        let word = |word: Vec<u8>| Word { start: word.get(..3).map(|three| hash(three) as u16), text: word.into() };
        Some(Landmark { words: words.into_iter().map(word).collect(), slots: vec![] })
    }

    /// Where the first of them to end ends.
    fn first_end(&self, text: &[u8], index: &Indexed) -> Option<usize> {
        let words = self.words.iter().filter(|word| index.may_hold(word));
        let ends = words.filter_map(|word| Some(memmem::find(text, &word.text)? + word.text.len()));
        let slot = || text.iter().position(|byte| self.slots.contains(byte)).map(|at| at + 1);
        let slot = if self.slots.is_empty() { None } else { slot() };
        ends.chain(slot).min()
    }

    /// How telling it is: the length of its shortest word; a slot is as good as a short one.
    fn worth(&self) -> usize {
        let words = self.words.iter().map(|word| word.text.len());
        let slot = (!self.slots.is_empty()).then_some(3);
        words.chain(slot).min().unwrap_or(0).min(6)
    }
}

/// What a stretch of a pattern matches.
#[derive(Clone, Debug)]
pub(super) enum Stretch {
    /// Exactly one of these words; one may be empty.
    Words(Vec<Vec<u8>>),
    /// Texts with these landmarks.
    Row(Vec<Landmark>),
}

impl Default for Stretch {
    /// Any text.
    fn default() -> Stretch {
        Stretch::Row(vec![])
    }
}

impl Stretch {
    /// What a pattern matches. A capture may stand for something that is not written out: `known` tells what.
    pub(super) fn of(hir: &Hir, known: &dyn Fn(&str) -> Option<Stretch>) -> Stretch {
        let of = |hir: &Hir| Stretch::of(hir, known);
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Stretch::Words(vec![vec![]]),
            HirKind::Literal(literal) => Stretch::Words(vec![literal.0.to_vec()]),
            HirKind::Class(class) => Stretch::of_class(class),
            HirKind::Capture(capture) => {
                let stands_for = capture.name.as_deref().and_then(known);
                stands_for.unwrap_or_else(|| of(&capture.sub))
            }
            HirKind::Repetition(repetition) => match (repetition.min, repetition.max, of(&repetition.sub)) {
                (1, Some(1), part) => part,
                (0, Some(1), Stretch::Words(words)) => Stretch::Words([vec![vec![]], words].concat()),
                (0, ..) => Stretch::default(),
                (.., part) => Stretch::Row(part.row()),
            },
            HirKind::Concat(parts) => Stretch::of_row(parts.iter().map(of)),
            HirKind::Alternation(parts) => Stretch::of_choice(parts.iter().map(of).collect()),
        }
    }

    /// Its landmarks.
    fn row(self) -> Vec<Landmark> {
        match self {
            Stretch::Words(words) => Landmark::of_words(words).into_iter().collect(),
            Stretch::Row(row) => row,
        }
    }

    fn of_class(class: &Class) -> Stretch {
        let Class::Bytes(class) = class else { return Stretch::default() };
        let count: usize = class.ranges().iter().map(|range| range.len()).sum();
        if count > Slot::ALL.len() {
            return Stretch::default();
        }
        let bytes: Vec<u8> = class.ranges().iter().flat_map(|range| range.start()..=range.end()).collect();
        if bytes.iter().all(|byte| Slot::from_byte(*byte).is_some()) {
            Stretch::Row(vec![Landmark { slots: bytes, words: vec![] }])
        } else if count <= CLASS_MOST {
            Stretch::Words(bytes.into_iter().map(|byte| vec![byte]).collect())
        } else {
            Stretch::default()
        }
    }

    /// One behind the other.
    fn of_row(parts: impl Iterator<Item = Stretch>) -> Stretch {
        let (mut row, mut written_out) = (Vec::new(), true);
        let mut words: Vec<Vec<u8>> = vec![vec![]];
        for part in parts {
            let (next, rest) = match part {
                Stretch::Words(next) if words.len() * next.len() <= JOINED_MOST => {
                    words = words.iter().flat_map(|word| next.iter().map(|more| [&word[..], more].concat())).collect();
                    continue;
                }
                Stretch::Words(next) => (next, vec![]),
                Stretch::Row(rest) => (vec![vec![]], rest),
            };
            written_out = false;
            row.extend(Landmark::of_words(std::mem::replace(&mut words, next)));
            row.extend(rest);
        }
        if written_out {
            return Stretch::Words(words);
        }
        row.extend(Landmark::of_words(words));
        Stretch::Row(row)
    }

    /// One of several: all words, or of each its most telling landmark.
    fn of_choice(parts: Vec<Stretch>) -> Stretch {
        let words = |part: &Stretch| match part {
            Stretch::Words(words) => Some(words.len()),
            Stretch::Row(_) => None,
        };
        if parts.iter().map(words).sum::<Option<usize>>().is_some_and(|count| count <= WORDS_MOST) {
            let words = parts.into_iter().flat_map(|part| match part {
                Stretch::Words(words) => words,
                Stretch::Row(_) => vec![],
            });
            return Stretch::Words(words.collect());
        }
        let mut one = Landmark::default();
        for part in parts {
            let Some(best) = part.row().into_iter().max_by_key(Landmark::worth) else { return Stretch::default() };
            one.words.extend(best.words);
            one.slots.extend(best.slots);
        }
        if one.words.len() > WORDS_MOST { Stretch::default() } else { Stretch::Row(vec![one]) }
    }
}

#[cfg(test)]
mod tests {
    use regex::bytes::Regex;

    use super::*;

    fn landmarks(pattern: &str) -> Landmarks {
        let hir = regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern).expect("a pattern");
        Stretch::of(&hir, &|_| None).into()
    }

    fn stand(pattern: &str, text: &str) -> bool {
        landmarks(pattern).stand_in(text, &Indexed::new(text))
    }

    #[test]
    fn all_stand_and_in_their_order() {
        let pattern = "(?-u)[\\x01\\x02] (?:is|was) (?:[a-z]+ )*directed by [\\x03]";
        for (text, wanted) in [
            ("\x01 is directed by \x03", true),
            ("\x02 was well directed by \x03", true),
            ("\x03 was directed by \x01", false),
            ("\x01 is directed by \x02", false),
            ("\x01 is red by \x03", false),
            ("\x01 has directed by \x03", false),
        ] {
            assert_eq!(stand(pattern, text), wanted, "{text:?}");
        }
    }

    #[test]
    fn what_may_be_absent_is_no_landmark() {
        for (pattern, text) in [("(?-u)a(?:bcd)?e", "ae"), ("(?-u)abc|[a-z]", "x"), ("(?-u)(?:abc|)", ""), ("^$", "")] {
            assert!(stand(pattern, text), "{pattern}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]
        #[test]
        fn what_matches_has_them(
            pattern in "((a|b|ab| |\\(\\?:ab\\|b\\|c d\\)|\\(\\?:a\\|\\)|\\[bc\\]|\\(c\\|\\[\\\\x01\\\\x02\\]\\)|\\[\\\\x01\\]|\\.)(\\?|\\*|\\+|\\{2\\}|)){1,6}",
            text in "[abc \x01\x02]{0,14}",
        ) {
            let pattern = format!("(?-u){pattern}");
            let regex = Regex::new(&pattern).expect("a pattern");
            if regex.is_match(text.as_bytes()) {
                assert!(stand(&pattern, &text), "{pattern} in {text:?}");
            }
        }
    }
}
