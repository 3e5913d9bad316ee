//! Phrases found at word starts: one hash probe a word, whatever the number of phrases.
//!
//! A phrase is known by the hash of its letters and digits, folded (case, width, diacritics) and without
//! what stands between them, so that `J-Hope`, `j hope` and `JHOPE` are one phrase. Every prefix that ends at
//! a word's end is in the table too, marked as such, and tells whether reading on can help. A match begins at
//! a word's start and ends at a word's end; kana, kanji and hangul are words of one character.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Span;

/// A run of letters and digits, or one character of a script without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// How it is written.
    pub shape: Shape,
}

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// film
    Lower,
    /// Film, McCartney
    Capital,
    /// BTS
    Upper,
    /// 2021, 4th
    Digit,
    /// 君, 영
    Ideograph,
}

impl Token {
    /// Whether it begins with a capital letter.
    pub fn is_capital(self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper)
    }
}

/// Appends the tokens of `text[span]`.
pub fn tokenize(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let part = span.of(text);
    let base = span.start as usize;
    let mut at = 0;
    while let Some(&byte) = part.as_bytes().get(at) {
        // Nearly all text is ASCII: only the rest is taken apart into characters.
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let Some(first) = part[at..].chars().next() else { break };
        let start = at;
        at += first.len_utf8();
        if !first.is_alphanumeric() {
            continue;
        }
        let shape = if is_ideograph(first) {
            Shape::Ideograph
        } else {
            at = word_end(part, at);
            shape_of(&part[start..at], first)
        };
        tokens.push(Token { span: Span::new(base + start, base + at), shape });
    }
}

/// Where the word ends that has begun before `at`.
fn word_end(part: &str, mut at: usize) -> usize {
    loop {
        at += part.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        match part[at..].chars().next() {
            Some(c) if !c.is_ascii() && !is_ideograph(c) && (c.is_alphanumeric() || is_combining_mark(c)) => {
                at += c.len_utf8();
            }
            _ => return at,
        }
    }
}

fn shape_of(word: &str, first: char) -> Shape {
    if first.is_numeric() {
        Shape::Digit
    } else if !first.is_uppercase() {
        Shape::Lower
    } else if word.chars().skip(1).all(|c| c.is_uppercase() || c.is_numeric()) && word.chars().nth(1).is_some() {
        Shape::Upper
    } else {
        Shape::Capital
    }
}

/// Whether a script without spaces between words writes it (kana, kanji, hangul).
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Whether it is katakana, the long vowel's sign among it.
pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}')
}

/// Whether it is hangul.
pub(super) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}')
}

/// Folds letters for comparison: compatibility form, no diacritics, lower case. The marks of kana stay: they make
/// another letter.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        folded.extend(text.bytes().map(|byte| byte.to_ascii_lowercase() as char));
    } else {
        let kept = |c: &char| !is_combining_mark(*c) || matches!(c, '\u{3099}' | '\u{309a}');
        text.nfkd().filter(kept).flat_map(char::to_lowercase).for_each(|c| match plain(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        });
    }
}

/// Letters that have no mark to take off, as they are written without them.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'ı' => "i",
        _ => return None,
    })
}

/// The letters and digits of a phrase, folded and joined: what phrases are compared by.
pub fn key_of(phrase: &str) -> String {
    let mut tokens = Vec::new();
    tokenize(phrase, Span::new(0, phrase.len()), &mut tokens);
    let mut key = String::with_capacity(phrase.len());
    for token in tokens {
        fold_into(token.span.of(phrase), &mut key);
    }
    key
}

/// Phrases with values; the same phrase may have several.
#[derive(Debug)]
pub struct Phrases<T> {
    nodes: HashMap<u64, Node, BuildHasherDefault<Ready>>,
    values: Vec<Vec<T>>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Node {
    /// Index into `values`, plus one; 0 for a mere prefix.
    value: u32,
    /// Whether a longer phrase begins so.
    more: bool,
}

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases { nodes: HashMap::default(), values: Vec::new() }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; one without letters and digits is never found.
    pub fn add(&mut self, phrase: &str, value: T) {
        let mut tokens = Vec::new();
        tokenize(phrase, Span::new(0, phrase.len()), &mut tokens);
        let mut hash = START;
        for (index, token) in tokens.iter().enumerate() {
            hash = hash_on(hash, token.span.of(phrase));
            let node = self.nodes.entry(hash).or_default();
            if index + 1 < tokens.len() {
                node.more = true;
            } else {
                if node.value == 0 {
                    self.values.push(Vec::new());
                    node.value = self.values.len() as u32;
                }
                self.values[node.value as usize - 1].push(value);
                return;
            }
        }
    }

    /// The longest phrase that begins with `tokens[0]`: how many tokens it takes, and its values.
    pub fn longest(&self, text: &str, tokens: &[Token]) -> Option<(usize, &[T])> {
        self.all(text, tokens).last()
    }

    /// Every phrase that begins with `tokens[0]`, shorter ones first.
    pub fn all<'t, 'x>(
        &'t self,
        text: &'x str,
        tokens: &'x [Token],
    ) -> impl Iterator<Item = (usize, &'t [T])> + use<'t, 'x, T> {
        let mut hash = START;
        let mut more = true;
        tokens
            .iter()
            .enumerate()
            .map_while(move |(index, token)| {
                if !more {
                    return None;
                }
                hash = hash_on(hash, token.span.of(text));
                let node = self.nodes.get(&hash)?;
                more = node.more;
                Some((index + 1, node.value))
            })
            .filter(|(_, value)| *value != 0)
            .map(|(length, value)| (length, self.values[value as usize - 1].as_slice()))
    }

    /// The values of a whole phrase.
    pub fn get(&self, phrase: &str) -> &[T] {
        let mut tokens = Vec::new();
        tokenize(phrase, Span::new(0, phrase.len()), &mut tokens);
        let hash = tokens.iter().fold(START, |hash, token| hash_on(hash, token.span.of(phrase)));
        match self.nodes.get(&hash) {
            Some(node) if node.value != 0 => &self.values[node.value as usize - 1],
            _ => &[],
        }
    }
}

/// FNV-1a offset basis.
pub(super) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over the folded characters: it can be carried on from word to word.
#[inline]
pub(super) fn hash_on(mut hash: u64, word: &str) -> u64 {
    let mut feed = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    if word.is_ascii() {
        // Of letters and digits, this bit is what small letters and digits have.
        word.bytes().for_each(|byte| feed(byte | 0x20));
    } else {
        let mut folded = String::new();
        fold_into(word, &mut folded);
        folded.bytes().for_each(feed);
    }
    hash
}

/// The keys are hashes already.
#[derive(Default, Debug)]
pub struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value ^ (value >> 29);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let mut table = Phrases::default();
        phrases.iter().for_each(|phrase| table.add(phrase, ()));
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        let mut found = Vec::new();
        for at in 0..tokens.len() {
            if let Some((length, _)) = table.longest(text, &tokens[at..]) {
                found.push(tokens[at].span.join(tokens[at + length - 1].span).of(text).to_string());
            }
        }
        found
    }

    #[test]
    fn folds_what_writers_vary() {
        for text in ["J-Hope", "j-hope", "JHope", "Ｊ-Ｈｏｐｅ"] {
            assert_eq!(found(&["J-Hope"], text), [text], "{text}");
        }
        assert_eq!(found(&["Beyoncé"], "with Beyonce, then"), ["Beyonce"]);
        assert_eq!(found(&["Don't Leave Me"], "“Don’t Leave Me,”"), ["Don’t Leave Me"]);
    }

    #[test]
    fn takes_the_longest_at_each_word() {
        assert_eq!(found(&["Film", "Film Out"], "Film Out of film"), ["Film Out", "film"]);
        assert_eq!(found(&["The Best Man"], "the best boy"), Vec::<String>::new());
    }

    #[test]
    fn needs_no_spaces_in_japanese() {
        assert_eq!(found(&["映画"], "新作映画が公開"), ["映画"]);
    }

    #[test]
    fn not_inside_words() {
        assert_eq!(found(&["V"], "TV and V."), ["V"]);
    }
}
