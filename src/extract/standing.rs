//! The standing of a claim: what the words around it say of its polarity and modality.

use crate::claim::{Modality, Polarity};
use crate::lexicon::{Effect, Words};

/// How far before the match a word may stand that says it is planned or not so.
const NEAR: usize = 24;

/// Polarity and modality of what `text[start..end]` says.
pub(super) fn standing(text: &str, start: usize, end: usize, words: &Words) -> (Polarity, Modality) {
    let clause = clause_start(text, start);
    let near = floor(text, start.saturating_sub(NEAR).max(clause));
    let (mut polarity, mut modality) = (Polarity::Affirmed, Modality::Asserted);
    for (phrase, effect) in &words.standing {
        let from = match effect {
            Effect::Planned | Effect::Negated => near,
            Effect::Reported | Effect::Rumoured | Effect::Denied => clause,
        };
        if !holds(&text[from..end], phrase) {
            continue;
        }
        match effect {
            Effect::Negated => polarity = Polarity::Negated,
            Effect::Denied => polarity = Polarity::Negated,
            Effect::Planned => modality = modality.max(Modality::Planned),
            Effect::Reported => modality = modality.max(Modality::Reported),
            Effect::Rumoured => modality = modality.max(Modality::Rumoured),
        }
    }
    (polarity, modality)
}

/// Where the clause begins that a place stands in.
fn clause_start(text: &str, at: usize) -> usize {
    let before = &text[..at];
    [";", " but ", ". ", " while ", " although "]
        .iter()
        .filter_map(|mark| before.rfind(mark).map(|found| found + mark.len()))
        .max()
        .unwrap_or(0)
}

/// Whether `phrase` stands in `text` as whole words.
fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let bytes = text.as_bytes();
        !word(at.checked_sub(1).and_then(|before| bytes.get(before))) && !word(bytes.get(at + phrase.len()))
    })
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
