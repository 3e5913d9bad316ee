//! The standing of a claim: what the words around it say of its polarity and modality.

use std::ops::Range;

use crate::claim::{Modality, Polarity};
use crate::lexicon::{Effect, Words};

/// How far before the match a word may stand that says it is planned or not so.
const NEAR: usize = 24;

/// Polarity and modality of what `text[start..end]` says.
pub(super) fn standing(text: &str, start: usize, end: usize, words: &Words) -> (Polarity, Modality) {
    // A rule may end in the middle of a character that it only looked at.
    let (start, end) = (floor(text, start), floor(text, end));
    let clause = clause_start(text, start, words);
    let near = floor(text, start.saturating_sub(NEAR).max(clause));
    let idioms = idioms(text, clause..end, words);
    let (mut polarity, mut modality) = (Polarity::Affirmed, Modality::Asserted);
    for (phrase, effect) in &words.standing {
        let from = match effect {
            Effect::Planned | Effect::Negated => near,
            Effect::Reported | Effect::Rumoured | Effect::Denied => clause,
            Effect::Idiom | Effect::Clause => continue,
        };
        let holds = places(text, from..end, phrase).any(|at| !idioms.iter().any(|idiom| idiom.contains(&at)));
        if !holds {
            continue;
        }
        match effect {
            Effect::Negated => polarity = Polarity::Negated,
            // The article tells that it was denied, and does not say itself that it is not so.
            Effect::Denied => (polarity, modality) = (Polarity::Negated, Modality::Denied),
            Effect::Planned => modality = modality.max(Modality::Planned),
            Effect::Reported => modality = modality.max(Modality::Reported),
            Effect::Rumoured => modality = modality.max(Modality::Rumoured),
            Effect::Idiom | Effect::Clause => {}
        }
    }
    (polarity, modality)
}

/// Where the clause begins that a place stands in.
fn clause_start(text: &str, at: usize, words: &Words) -> usize {
    let mark = [";", ". "].iter().filter_map(|mark| text[..at].rfind(mark).map(|found| found + mark.len()));
    let opening = words.standing.iter().filter(|(_, effect)| *effect == Effect::Clause);
    let word = opening.filter_map(|(word, _)| places(text, 0..at, word).last().map(|found| found + word.len()));
    mark.chain(word).max().unwrap_or(0)
}

/// Where phrases stand that take the effect from the words in them: "not only".
fn idioms(text: &str, within: Range<usize>, words: &Words) -> Vec<Range<usize>> {
    let idioms = words.standing.iter().filter(|(_, effect)| *effect == Effect::Idiom);
    idioms.flat_map(|(phrase, _)| places(text, within.clone(), phrase).map(|at| at..at + phrase.len())).collect()
}

/// Where `phrase` stands within a stretch of `text`, as whole words.
fn places<'a>(text: &'a str, within: Range<usize>, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    let word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let bytes = &text.as_bytes()[..within.end];
    text[within.clone()].match_indices(phrase).map(move |(at, _)| within.start + at).filter(move |at| {
        !word(at.checked_sub(1).and_then(|before| bytes.get(before))) && !word(bytes.get(at + phrase.len()))
    })
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
