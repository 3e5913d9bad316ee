//! Language runs: by script first, then by function words, and by `lingua` where these leave it open.
//!
//! English is the default. The detector is asked only on evidence against it (letters with diacritics, words
//! of other languages, few English ones) and at most [`CALLS`] times an article: it is a thousand times
//! slower than everything else here.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use lingua::{LanguageDetector, LanguageDetectorBuilder};

use super::script::{Script, runs as script_runs};
use crate::Span;
use crate::document::{Language, LanguageRun};
use crate::lexicon::{Fault, Sources, Table};
use crate::text::floor;

/// How often an article may ask the detector.
const CALLS: usize = 8;
/// What the detector is shown at most, in bytes.
const SHOWN: usize = 300;
/// So many English words, and none of another language, make a text plainly English.
const PLAIN: u32 = 3;
/// How much of an article is read for words of context, in bytes.
const CONTEXT: usize = 16 * 1024;

/// Words that tell a language.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// Which languages a function word belongs to, as bits of [`bit`].
    function: HashMap<u64, u16, BuildHasherDefault<Mix>>,
    /// The function words themselves.
    words: Vec<String>,
    /// Words beside which Chinese characters alone are of this language.
    context: HashMap<String, Language>,
    detector: Detector,
}

impl Languages {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Languages {
        let mut languages = Languages::default();
        for (path, text) in sources.below("gazetteers/words/function_words") {
            languages.read(&Table::read(path, text, faults), faults);
        }
        languages
    }

    /// Every function word of every language, in small letters.
    pub(super) fn function_words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    fn read(&mut self, table: &Table, faults: &mut Vec<Fault>) {
        let columns = ["word", "language", "role"].map(|name| table.column(name, faults));
        let [Some(word), Some(code), Some(role)] = columns else { return };
        for row in &table.rows {
            let found: Vec<Language> = row.values(code).filter_map(from_code).collect();
            let cause = match (row.cells[role], found.as_slice()) {
                (_, []) => "no language that is known",
                ("context", [language]) => {
                    self.context.insert(row.cells[word].to_string(), *language);
                    continue;
                }
                ("function", found) => {
                    let bits = found.iter().fold(0, |bits, language| bits | bit(*language));
                    if let Some(key) = key(row.cells[word].as_bytes()) {
                        *self.function.entry(key).or_default() |= bits;
                        self.words.push(row.cells[word].to_string());
                        continue;
                    }
                    "a function word of more than eight bytes"
                }
                _ => "neither a function word nor a word of context of one language",
            };
            faults.push(Fault::new(
                table.file,
                row.line,
                format!("{:?}: {cause}", row.cells[word]),
                "a code of ISO 639-1 that the program tells apart, and `function` or `context`",
            ));
        }
    }
}

/// Tags one article, block by block.
pub(super) struct Tagger<'a> {
    text: &'a str,
    known: &'a Languages,
    calls: usize,
    /// How many sentences were told to be of each language.
    tally: [u32; LANGUAGES.len()],
    /// What Chinese characters alone are in this article, once it has been asked.
    han: Option<Language>,
}

impl<'a> Tagger<'a> {
    pub(super) fn new(text: &'a str, known: &'a Languages) -> Tagger<'a> {
        Tagger { text, known, calls: 0, tally: [0; LANGUAGES.len()], han: None }
    }

    /// Appends the runs of a block whose sentences are given.
    pub(super) fn tag(&mut self, sentences: impl Iterator<Item = Span>, runs: &mut Vec<LanguageRun>) {
        let first = runs.len();
        for sentence in sentences {
            if is_latin(sentence.of(self.text)) {
                self.latin(sentence, &mut |run| push(runs, first, run));
                continue;
            }
            for (span, script) in script_runs(self.text, sentence) {
                match script {
                    Script::Latin => self.latin(span, &mut |run| push(runs, first, run)),
                    Script::Kana => push(runs, first, LanguageRun { span, language: Language::Ja }),
                    Script::Hangul => push(runs, first, LanguageRun { span, language: Language::Ko }),
                    Script::Han => push(runs, first, LanguageRun { span, language: self.han() }),
                }
            }
        }
    }

    /// What Chinese characters without kana or hangul are here.
    fn han(&mut self) -> Language {
        *self.han.get_or_insert_with(|| {
            let shown = &self.text[..floor(self.text, CONTEXT)];
            let kana = shown.chars().filter(|c| Script::of(*c) == Some(Script::Kana)).count();
            let mut votes = [(kana, Language::Ja), (1, Language::Zh), (0, Language::Ko)];
            for word in shown.split(|c: char| !c.is_alphanumeric() && c != '-') {
                if let Some(language) = self.known.context.get(word) {
                    votes.iter_mut().filter(|(_, of)| of == language).for_each(|(count, _)| *count += 4);
                }
            }
            votes.into_iter().rev().max_by_key(|(count, _)| *count).map_or(Language::Zh, |(_, language)| language)
        })
    }

    /// Tags a stretch in Latin letters; what is quoted in it may be in another language.
    fn latin(&mut self, span: Span, give: &mut impl FnMut(LanguageRun)) {
        let part = span.of(self.text);
        let whole = self.known.weigh(part);
        let quoted = if whole.has_foreign() { quotations(part) } else { Vec::new() };
        if quoted.is_empty() {
            let language = self.decide(part, &whole, self.usual());
            self.tally[language as usize] += u32::from(whole.english + whole.best().1 > 1);
            return give(LanguageRun { span, language });
        }
        let rims = [0].into_iter().chain(quoted.iter().map(|(_, end)| *end));
        let outer = rims.zip(quoted.iter().map(|(start, _)| *start).chain([part.len()]));
        let evidence =
            outer.clone().fold(Evidence::default(), |sum, (from, to)| sum.plus(&self.known.weigh(&part[from..to])));
        let around = self.decide(part, &evidence, self.usual());
        let base = span.start as usize;
        let mut inner = quoted.iter();
        for (from, to) in outer {
            give(LanguageRun { span: Span::new(base + from, base + to), language: around });
            if let Some((start, end)) = inner.next() {
                let quotation = &part[*start..*end];
                let language = self.decide(quotation, &self.known.weigh(quotation), around);
                give(LanguageRun { span: Span::new(base + start, base + end), language });
            }
        }
    }

    /// The language of most of the article's sentences so far.
    fn usual(&self) -> Language {
        let english = self.tally[Language::En as usize];
        LANGUAGES.into_iter().find(|language| self.tally[*language as usize] > english).unwrap_or(Language::En)
    }

    /// The language of a text in Latin letters; `near` if nothing in the text speaks against that.
    fn decide(&mut self, text: &str, weighed: &Evidence, near: Language) -> Language {
        let (best, most) = weighed.best();
        if most >= 3 && most >= 2 * weighed.english && weighed.leads(most) {
            return best;
        }
        if near != Language::En && weighed.english <= weighed.of(near) {
            return near;
        }
        if !weighed.is_foreign() || self.calls == CALLS || weighed.small < 3 {
            return Language::En;
        }
        self.calls += 1;
        self.known.detector.ask(&text[..floor(text, SHOWN)]).unwrap_or(Language::En)
    }
}

/// Appends a run, or lengthens the last one of the block if it is of the same language.
fn push(runs: &mut Vec<LanguageRun>, first: usize, run: LanguageRun) {
    match runs[first..].last_mut() {
        _ if run.span.is_empty() => {}
        Some(last) if last.language == run.language => last.span = last.span.join(run.span),
        _ => runs.push(run),
    }
}

/// Whether a text has no letter outside the Latin, Greek and Cyrillic blocks, told from its bytes.
fn is_latin(text: &str) -> bool {
    text.is_ascii() || !text.bytes().any(|byte| matches!(byte, 0xE1 | 0xE3..=0xED | 0xEF | 0xF0))
}

/// Quotations of more than two words between double marks.
fn quotations(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, mark) in text.match_indices(['“', '”', '"', '«', '»']) {
        let end = at + mark.len();
        match open {
            Some(start) if mark != "“" && mark != "«" => {
                if text[start..end].split_whitespace().nth(2).is_some() {
                    found.push((start, end));
                }
                open = None;
            }
            _ if mark != "”" && mark != "»" => open = Some(at),
            _ => {}
        }
    }
    found
}

/// What speaks for and against English in a text.
#[derive(Debug, Default)]
struct Evidence {
    /// Words that English alone has.
    english: u32,
    /// Words that each other language has and English has not.
    foreign: [u32; LANGUAGES.len()],
    /// Words in small letters, some of them beyond ASCII. Names do not count: Beyoncé sings in English.
    accents: u32,
    /// Words in small letters.
    small: u32,
}

impl Evidence {
    /// Whether anything at all is not English.
    fn has_foreign(&self) -> bool {
        self.accents > 0 || self.best().1 > 0
    }

    /// Words of a language that English has not.
    fn of(&self, language: Language) -> u32 {
        LANGUAGES.into_iter().zip(self.foreign).find(|(one, _)| *one == language).map_or(0, |(_, count)| count)
    }

    /// The evidence of two texts.
    fn plus(mut self, other: &Evidence) -> Evidence {
        self.english += other.english;
        self.accents += other.accents;
        self.small += other.small;
        self.foreign.iter_mut().zip(other.foreign).for_each(|(count, more)| *count += more);
        self
    }

    /// Whether it is worth asking which language it is.
    fn is_foreign(&self) -> bool {
        let most = self.best().1;
        self.small >= 2 && self.english <= most && (most >= 2 || self.accents >= 2 || self.accents + most >= 2)
    }

    fn best(&self) -> (Language, u32) {
        let mut best = (Language::En, 0);
        for (language, count) in LANGUAGES.into_iter().zip(self.foreign) {
            if count > best.1 {
                best = (language, count);
            }
        }
        best
    }

    /// Whether no second language comes near `most`.
    fn leads(&self, most: u32) -> bool {
        self.foreign.iter().filter(|count| **count * 3 > most * 2).count() == 1
    }
}

impl Languages {
    /// Weighs a text; stops as soon as it is plainly English.
    fn weigh(&self, text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        let accented = has_accents(text);
        let mut last = &b""[..];
        for (word, opens) in words(text.as_bytes()) {
            // A capital may begin a name (La La Land), unless it begins a sentence.
            if word == last || !opens && !is_small(word) {
                continue;
            }
            last = word;
            evidence.small += 1;
            evidence.accents += u32::from(accented && !word.is_ascii());
            evidence.add(key(word).and_then(|key| self.function.get(&key)).copied().unwrap_or_default());
            if !accented && evidence.english >= PLAIN && evidence.best().1 == 0 {
                break;
            }
        }
        evidence.accents += u32::from(accented && text.contains(['¿', '¡']));
        evidence
    }
}

/// The words of a text in Latin letters, and whether each begins a sentence.
fn words(text: &[u8]) -> impl Iterator<Item = (&[u8], bool)> {
    let (mut at, mut opens) = (0, true);
    std::iter::from_fn(move || {
        while at < text.len() && letter(&text[at..]) == 0 {
            // Quotation marks are in the block that 0xE2 begins, turned marks in that of 0xC2.
            opens |= matches!(text[at], b'.' | b'!' | b'?' | b'"' | b'(' | 0xE2 | 0xC2);
            at += 1;
        }
        let start = at;
        while at < text.len() && letter(&text[at..]) > 0 {
            at += letter(&text[at..]);
        }
        let word = text.get(start..at.min(text.len())).filter(|word| !word.is_empty());
        word.map(|word| (word, std::mem::take(&mut opens)))
    })
}

/// The length of the Latin letter that a text begins with: ASCII, or U+00C0 to U+07FF, or U+1000 to U+1FFF.
fn letter(text: &[u8]) -> usize {
    match text[0] {
        b'a'..=b'z' | b'A'..=b'Z' => 1,
        0xC3..=0xDF => 2,
        0xE1 => 3,
        _ => 0,
    }
}

/// Whether a word begins with a small letter: ASCII, or Latin with diacritics.
fn is_small(word: &[u8]) -> bool {
    matches!(word, [b'a'..=b'z', ..] | [0xC3, 0x9F..=0xBF, ..])
}

/// Spreads the numbers of words over a table.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// A word of at most eight bytes as a number, in small letters.
fn key(word: &[u8]) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    bytes.make_ascii_lowercase();
    Some(u64::from_le_bytes(bytes))
}

impl Evidence {
    /// Adds a word of these languages. One that English shares with others says nothing.
    fn add(&mut self, languages: u16) {
        if languages & bit(Language::En) == 0 {
            for (language, count) in LANGUAGES.into_iter().zip(&mut self.foreign) {
                *count += u32::from(languages & bit(language) != 0);
            }
        } else if languages == bit(Language::En) {
            self.english += 1;
        }
    }
}

/// Whether a text may have letters between ASCII and Greek, or a turned question mark; told from its bytes.
fn has_accents(text: &str) -> bool {
    !text.is_ascii() && text.bytes().any(|byte| matches!(byte, 0xC2..=0xCD))
}

const LANGUAGES: [Language; 9] = [
    Language::De,
    Language::En,
    Language::Es,
    Language::Fr,
    Language::Id,
    Language::Ja,
    Language::Ko,
    Language::Pt,
    Language::Zh,
];

fn bit(language: Language) -> u16 {
    1 << language as u16
}

fn from_code(code: &str) -> Option<Language> {
    serde::Deserialize::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(code)).ok()
}

/// `lingua`, restricted to the languages told apart. Its models are read on first use.
#[derive(Default)]
struct Detector;

impl Detector {
    fn ask(&self, text: &str) -> Option<Language> {
        static DETECTOR: LazyLock<LanguageDetector> =
            LazyLock::new(|| LanguageDetectorBuilder::from_languages(&LANGUAGES.map(to_lingua)).build());
        let found = DETECTOR.detect_language_of(text)?;
        LANGUAGES.into_iter().find(|language| to_lingua(*language) == found)
    }
}

impl fmt::Debug for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Detector")
    }
}

fn to_lingua(language: Language) -> lingua::Language {
    match language {
        Language::De => lingua::Language::German,
        Language::En => lingua::Language::English,
        Language::Es => lingua::Language::Spanish,
        Language::Fr => lingua::Language::French,
        Language::Id => lingua::Language::Indonesian,
        Language::Ja => lingua::Language::Japanese,
        Language::Ko => lingua::Language::Korean,
        Language::Pt => lingua::Language::Portuguese,
        Language::Zh => lingua::Language::Chinese,
    }
}
