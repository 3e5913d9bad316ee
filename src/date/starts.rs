//! Where the patterns of a grammar may begin: told from their first bytes, before any regular expression runs.
//!
//! Most words of a text begin nothing. Looking their first bytes up in a table is cheaper than running an
//! automaton of all patterns over the text, and such an automaton need not be compiled. Bytes are looked up
//! [folded](fold): capitals, digits and white space by one of them each, so that patterns begin in few ways.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// How many bytes of a pattern's beginning are looked at.
const LOOK: usize = 5;
/// More beginnings than this are looked at less far.
const MANY: usize = 1 << 12;
/// Marks of a byte: it is part of words; patterns begin with it, and with one, two ... bytes from it.
const WORD: u8 = 1;
const FIRST: u8 = 2;

/// The bytes that patterns begin with.
#[derive(Debug)]
pub(super) struct Starts {
    /// The marks of each byte.
    marks: [u8; 256],
    /// What stands for each byte.
    folds: [u8; 256],
    /// A bit for each two bytes that a beginning has first: most words end here.
    pairs: Box<[u64; 1024]>,
    /// For each length a bit for each beginning, by its [hash](slot).
    begins: [Box<[u64; 1024]>; LOOK],
    /// The marks that the byte before a beginning must not have.
    unless_before: u8,
}

impl Starts {
    /// Those of patterns; `words` if they begin only where words do.
    pub(super) fn of<'a>(patterns: impl Iterator<Item = &'a Hir>, words: bool) -> Starts {
        let mut marks = [0; 256];
        let letters = (0..=u8::MAX).filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        letters.for_each(|byte| marks[usize::from(byte)] = WORD);
        let unless_before = if words { WORD } else { 0 };
        let folds = std::array::from_fn(|byte| fold(byte as u8));
        let table = || Box::new([0; 1024]);
        let begins = std::array::from_fn(|_| table());
        let mut starts = Starts { marks, folds, pairs: table(), begins, unless_before };
        patterns.for_each(|pattern| starts.learn(&folded(pattern)));
        let firsts = |byte: u8| starts.marks[usize::from(fold(byte))] & !WORD;
        let firsts: Vec<u8> = (0..=u8::MAX).map(firsts).collect();
        starts.marks.iter_mut().zip(firsts).for_each(|(mark, first)| *mark |= first);
        starts
    }

    /// Adds the beginnings of a pattern, as long as there are not too many.
    fn learn(&mut self, pattern: &Hir) {
        let mut extractor = Extractor::new();
        extractor.kind(ExtractKind::Prefix).limit_total(MANY).limit_class(MANY);
        let extract = |look: usize| extractor.limit_literal_len(look).extract(pattern);
        match (1..=LOOK).rev().map(extract).find(|begins| begins.is_finite()) {
            Some(begins) => begins.literals().into_iter().flatten().for_each(|begin| self.allow(begin.as_bytes())),
            None => self.allow(&[]),
        }
    }

    fn allow(&mut self, begin: &[u8]) {
        let Some(first) = begin.first() else { return (0..=u8::MAX).for_each(|byte| self.allow(&[fold(byte)])) };
        let length = begin.len().min(LOOK);
        let seconds = begin.get(1).map_or(0..=u8::MAX, |second| *second..=*second);
        for pair in seconds.map(|second| usize::from(*first) << 8 | usize::from(second)) {
            self.pairs[pair / 64] |= 1 << (pair % 64);
        }
        let number = begin[..length].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let (word, bit) = slot(number);
        self.begins[length - 1][word] |= bit;
        self.marks[usize::from(*first)] |= FIRST << (length - 1);
    }

    /// The first place at or behind `at` where a pattern may begin.
    pub(super) fn next(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let marks = |byte: u8| self.marks[usize::from(byte)];
        let mut before = if at > 0 { marks(bytes[at - 1]) } else { 0 };
        for (place, byte) in bytes.iter().enumerate().skip(at) {
            let own = marks(*byte);
            let begins = own >= FIRST && before & self.unless_before == 0 && self.fits(&bytes[place..], own);
            if begins && text.is_char_boundary(place) {
                return Some(place);
            }
            before = own;
        }
        None
    }

    /// Whether a pattern may begin with these bytes, the first of which has these marks.
    fn fits(&self, bytes: &[u8], marks: u8) -> bool {
        let fold = |at: usize| bytes.get(at).map_or(0, |byte| self.folds[usize::from(*byte)]);
        let pair = usize::from(fold(0)) << 8 | usize::from(fold(1));
        if self.pairs[pair / 64] >> (pair % 64) & 1 == 0 {
            return false;
        }
        let mut number = 0;
        self.begins.iter().zip(bytes).enumerate().any(|(shorter, (begins, byte))| {
            number = number << 8 | u64::from(self.folds[usize::from(*byte)]);
            let (word, bit) = slot(number);
            marks & FIRST << shorter != 0 && begins[word] & bit != 0
        })
    }
}

/// Where the bit of a beginning lies, which is a number of its bytes.
fn slot(number: u64) -> (usize, u64) {
    let hash = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48;
    (hash as usize / 64, 1 << (hash % 64))
}

/// The byte that stands for this one.
fn fold(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte | 0x20,
        b'0'..=b'9' => b'0',
        b'\t' | b'\n' | b'\r' => b' ',
        _ => byte,
    }
}

/// A pattern for folded texts.
fn folded(pattern: &Hir) -> Hir {
    match pattern.kind() {
        HirKind::Literal(literal) => Hir::literal(literal.0.iter().map(|byte| fold(*byte)).collect::<Box<[u8]>>()),
        HirKind::Class(class) => Hir::class(folded_class(class)),
        HirKind::Repetition(repetition) => Hir::repetition(repetition.with(folded(&repetition.sub))),
        HirKind::Capture(capture) => folded(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(folded).collect()),
        HirKind::Alternation(parts) => {
            let mut parts: Vec<Hir> = parts.iter().map(folded).collect();
            parts.dedup();
            Hir::alternation(parts)
        }
        HirKind::Empty | HirKind::Look(_) => pattern.clone(),
    }
}

fn folded_class(class: &Class) -> Class {
    match class {
        Class::Bytes(class) => {
            let bytes = class.iter().flat_map(|range| range.start()..=range.end()).map(fold);
            Class::Bytes(ClassBytes::new(bytes.map(|byte| ClassBytesRange::new(byte, byte))))
        }
        Class::Unicode(class) => {
            let ascii = |range: &ClassUnicodeRange| (range.start()..=range.end().min('\x7f')).map(|c| fold(c as u8));
            let bytes = class.iter().flat_map(ascii).map(char::from).map(|c| ClassUnicodeRange::new(c, c));
            let others = class.iter().filter(|range| range.end() > '\x7f').copied();
            Class::Unicode(ClassUnicode::new(bytes.chain(others)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(patterns: &[&str], words: bool, text: &str) -> Vec<usize> {
        let parsed: Vec<Hir> = patterns.iter().map(|source| regex_syntax::parse(source).expect("a pattern")).collect();
        let starts = Starts::of(parsed.iter(), words);
        std::iter::successors(starts.next(text, 0), |at| starts.next(text, at + 1)).collect()
    }

    #[test]
    fn patterns_may_begin_where_their_first_bytes_stand() {
        assert_eq!(places(&["may|[0-9]{4}"], true, "Maybe dismay 1999 x9 7"), [0, 13]);
        assert_eq!(places(&["5月|[0-9]日"], false, "x5月15日"), [1, 6]);
        assert_eq!(places(&["(?s:.)a"], true, "ab a é"), [0, 3, 5]);
        assert_eq!(places(&["7"], true, "a 7"), [2]);
        assert_eq!(places(&["may"], true, "ma"), [0usize; 0]);
    }
}
