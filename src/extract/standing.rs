//! The standing of a claim: what the words around it say of its polarity and modality.

use std::ops::Range;

use crate::claim::{Modality, Polarity};
use crate::lexicon::{Closed, Effect, Slot, Word, Words};
use crate::text::floor;

/// How far before the match a word may stand that says it is planned or not so.
const NEAR: usize = 24;
/// Polarity and modality of what `text[start..end]` says.
pub(super) fn standing(text: &str, start: usize, end: usize, words: &Words) -> (Polarity, Modality) {
    // A rule may end in the middle of a character that it only looked at.
    let (start, end) = (floor(text, start), floor(text, end));
    let found = found(&text[..end], words);
    let clause = clause_start(text, start, &found);
    let near = floor(text, start.saturating_sub(NEAR).max(clause));
    // "did not like ‹film›, which stars": before a name only what stands right beside it is said of what follows.
    let name = text.as_bytes().get(start).is_some_and(|byte| Slot::from_byte(*byte).is_some());
    let apart = |place: &Range<usize>| name && place.end + 1 < start;
    let idioms: Vec<&Range<usize>> =
        found.iter().filter(|(_, effect)| *effect == Effect::Idiom).map(|(place, _)| place).collect();
    let (mut polarity, mut modality) = (Polarity::Affirmed, Modality::Asserted);
    if is_headline_plan(text, start) {
        modality = Modality::Planned;
    }
    // "It will be made with ‹person› in the lead": what has no verb of its own stands as its clause does.
    let adjunct = !name && !has_verb(&text[start..end], words);
    for (place, effect) in &found {
        let weak = matches!(effect, Effect::Planned | Effect::Negated);
        let from = if weak && !(adjunct && *effect == Effect::Planned) { near } else { clause };
        if place.start < from || weak && apart(place) || idioms.iter().any(|idiom| idiom.contains(&place.start)) {
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

/// "‹person› to star in ‹film›": the way of headlines.
fn is_headline_plan(text: &str, start: usize) -> bool {
    let slot = text.as_bytes().get(start).is_some_and(|byte| Slot::from_byte(*byte).is_some());
    let verb = || {
        text[start + 1..].strip_prefix(" to ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let before = text[..start].trim_end();
    slot && verb() && (before.is_empty() || before.ends_with([':', ';', '.', '-']))
}

/// Whether a stretch states something rather than being a noun phrase: whether an auxiliary stands in it.
pub(super) fn has_verb(text: &str, words: &Words) -> bool {
    let word = |c: char| !(c.is_alphanumeric() || c == '\'');
    text.split(word)
        .filter(|word| !word.is_empty())
        .any(|word| words.phrases.get(word).contains(&Word::Closed(Closed::Auxiliary)))
}

/// Whether a sentence tells of its subjects and objects one by one.
pub(super) fn is_pairwise(text: &str) -> bool {
    text.contains("respectively")
}

/// Where words that set a claim's standing are found, as whole words.
fn found(text: &str, words: &Words) -> Vec<(Range<usize>, Effect)> {
    let Some(finder) = &words.standing_finder else { return vec![] };
    let word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    finder
        .find_overlapping_iter(text)
        .filter(|found| {
            !word(found.start().checked_sub(1).and_then(|at| bytes.get(at))) && !word(bytes.get(found.end()))
        })
        .map(|found| (found.range(), words.standing[found.pattern().as_usize()].1))
        .collect()
}

/// Where the clause begins that a place stands in.
fn clause_start(text: &str, at: usize, found: &[(Range<usize>, Effect)]) -> usize {
    let mark = [";", ". "].iter().filter_map(|mark| text[..at].rfind(mark).map(|found| found + mark.len()));
    let opening = found.iter().filter(|(place, effect)| *effect == Effect::Clause && place.end <= at);
    mark.chain(opening.map(|(place, _)| place.end)).max().unwrap_or(0)
}
