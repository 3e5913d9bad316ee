//! Language runs: by script first, then by function words, and by `lingua` where these leave it open.
//!
//! English is the default. The detector is asked only on evidence against it (letters with diacritics, words
//! of other languages, few English ones) and at most [`CALLS`] times an article: it is a thousand times
//! slower than everything else here.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use lingua::{LanguageDetector, LanguageDetectorBuilder};

use super::floor;
use super::script::{Script, runs as script_runs};
use crate::Span;
use crate::document::{Language, LanguageRun};
use crate::lexicon::{Fault, Sources, Table};

/// How often an article may ask the detector.
const CALLS: usize = 8;
/// What the detector is shown at most, in bytes.
const SHOWN: usize = 300;
/// How much of an article is read for words of context, in bytes.
const CONTEXT: usize = 16 * 1024;

/// Words that tell a language.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// Which languages a function word belongs to, as bits of [`bit`].
    function: HashMap<Vec<u8>, u16>,
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

    /// Every function word of every language, in small letters, in no order.
    pub(super) fn function_words(&self) -> impl Iterator<Item = &str> {
        self.function.keys().filter_map(|word| std::str::from_utf8(word).ok())
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
                    *self.function.entry(row.cells[word].as_bytes().to_vec()).or_default() |= bits;
                    continue;
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
    /// What Chinese characters alone are in this article, once it has been asked.
    han: Option<Language>,
}

impl<'a> Tagger<'a> {
    pub(super) fn new(text: &'a str, known: &'a Languages) -> Tagger<'a> {
        Tagger { text, known, calls: 0, han: None }
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
                    votes.iter_mut().filter(|(_, of)| of == language).for_each(|(count, _)| *count += 1);
                }
            }
            votes.into_iter().rev().max_by_key(|(count, _)| *count).map_or(Language::Zh, |(_, language)| language)
        })
    }

    /// Tags a stretch in Latin letters; what is quoted in it may be in another language.
    fn latin(&mut self, span: Span, give: &mut impl FnMut(LanguageRun)) {
        let part = span.of(self.text);
        let whole = self.known.weigh(part);
        if !whole.is_foreign() {
            return give(LanguageRun { span, language: Language::En });
        }
        let quoted = quotations(part);
        if quoted.is_empty() || whole.english == 0 {
            let language = self.decide(part, &whole);
            return give(LanguageRun { span, language });
        }
        let base = span.start as usize;
        let mut at = 0;
        for (start, end) in quoted.into_iter().chain([(part.len(), part.len())]) {
            for (from, to) in [(at, start), (start, end)] {
                let piece = &part[from..to];
                if from < to {
                    let weighed = self.known.weigh(piece);
                    let language = if weighed.is_foreign() { self.decide(piece, &weighed) } else { Language::En };
                    give(LanguageRun { span: Span::new(base + from, base + to), language });
                }
            }
            at = end;
        }
    }

    /// The language of a text against whose being English there is evidence.
    fn decide(&mut self, text: &str, weighed: &Evidence) -> Language {
        let (best, most) = weighed.best();
        if most >= 3 && most >= 2 * weighed.english && weighed.leads(most) {
            return best;
        }
        if self.calls == CALLS || weighed.small < 3 {
            return Language::En;
        }
        self.calls += 1;
        self.known.detector.ask(&text[..floor(text, SHOWN)]).unwrap_or(Language::En)
    }
}

/// Appends a run, or lengthens the last one of the block if it is of the same language.
fn push(runs: &mut Vec<LanguageRun>, first: usize, run: LanguageRun) {
    match runs[first..].last_mut() {
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
    /// English function words.
    english: u32,
    /// Function words of each language that are not English too.
    foreign: [u32; LANGUAGES.len()],
    /// Words with letters beyond ASCII.
    accents: u32,
    /// Words that begin with a small letter.
    small: u32,
}

impl Evidence {
    fn is_foreign(&self) -> bool {
        let (_, most) = self.best();
        self.small >= 2 && self.english < 2 + most && (most >= 2 || self.accents >= 1)
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
        let ascii = text.is_ascii();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            evidence.accents += u32::from(!ascii && !word.is_ascii());
            let small = word.starts_with(char::is_lowercase);
            evidence.small += u32::from(small);
            // A capital may begin a name (La La Land), unless the word stands first.
            let Some(bits) = small.then(|| self.function.get(word.as_bytes())).flatten() else { continue };
            if bits & bit(Language::En) != 0 {
                evidence.english += 1;
            } else {
                for (language, count) in LANGUAGES.into_iter().zip(&mut evidence.foreign) {
                    *count += u32::from(bits & bit(language) != 0);
                }
            }
            if evidence.english >= 4 && evidence.accents == 0 && evidence.best().1 == 0 {
                break;
            }
        }
        evidence
    }
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
