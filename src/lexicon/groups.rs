//! Word groups: pieces of patterns with a name, `gazetteers/words/groups.toml`. A group may use others.
//!
//! What a pattern requires, and what its landmarks are, is worked out from its own short text, its [`Frame`], and from
//! what is known of each of its groups, which is worked out once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::landmarks::{Landmarks, Stretch};
use super::predicate::toml_fault;
use super::required::{Frame, Required, Requirements, key};
use super::rule::slots_of;
use super::slot::{Slot, SlotSet};
use super::{Fault, REQUIRED, Sources};

/// Word groups by name.
#[derive(Debug, Default)]
pub(super) struct Groups {
    texts: BTreeMap<String, String>,
    /// Whether all are the program's own, of which the build script knows what patterns require.
    own: bool,
    requirements: OnceLock<Requirements>,
    /// What each matches, as far as landmarks go.
    stretches: BTreeMap<String, OnceLock<Stretch>>,
}

impl Groups {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Groups {
        let mut groups = Groups { own: true, ..Groups::default() };
        for (path, text) in sources.files.iter().filter(|(path, _)| path.starts_with("gazetteers/words/groups")) {
            groups.own &= matches!(text, Cow::Borrowed(_));
            match toml::from_str::<BTreeMap<String, String>>(text) {
                Ok(found) => groups.texts.extend(found),
                Err(error) => faults.push(toml_fault(path, text, &error)),
            }
        }
        groups.texts.retain(|name, _| Slot::named(name).is_none());
        groups.stretches = groups.texts.keys().map(|name| (name.clone(), OnceLock::new())).collect();
        groups
    }

    /// The pattern of a group.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Words of which a match of a pattern must hold at least one.
    pub(super) fn required(&self, pattern: &str) -> Result<Required, String> {
        let known = REQUIRED.binary_search_by_key(&key(pattern), |(key, _)| *key);
        if let (true, Ok(at)) = (self.own, known) {
            let words: Vec<Vec<u8>> = REQUIRED[at].1.iter().map(|word| word.to_vec()).collect();
            return Ok((!words.is_empty()).then_some(words));
        }
        self.requirements.get_or_init(|| Requirements::of_groups(&self.texts)).of_pattern(pattern)
    }

    /// The landmarks of a pattern.
    pub(super) fn landmarks(&self, frame: &Frame) -> Landmarks {
        self.stretch(frame).into()
    }

    fn stretch(&self, frame: &Frame) -> Stretch {
        let known = |capture: &str| {
            let name = frame.group(capture)?;
            let read = || self.frame(self.get(name)?, None).ok().map(|frame| self.stretch(&frame));
            Some(self.stretches.get(name)?.get_or_init(|| read().unwrap_or_default()).clone())
        };
        frame.hir().map_or_else(|_| Stretch::default(), |hir| Stretch::of(&hir, &known))
    }

    /// The frame of a pattern, of a rule with these `slots` for its subject and object.
    pub(super) fn frame(&self, pattern: &str, slots: Option<[SlotSet; 2]>) -> Result<Frame, String> {
        Frame::new(pattern, &|name| self.texts.contains_key(name), &|inner| class(inner, slots))
    }
}

/// The class of the slots that the inside of a `{…}` stands for, which names no group; none where it stands for text.
fn class(inner: &str, slots: Option<[SlotSet; 2]>) -> Option<String> {
    let (word, argument) = inner.split_once(':').map_or((inner, None), |(word, argument)| (word, Some(argument)));
    let set = match (word, argument) {
        ("subject", None) => slots?[0],
        ("object", None) => slots?[1],
        (_, None) => Slot::named(word)?,
        (_, Some(kinds)) => match Slot::named(word) {
            Some(slots) if slots.has_values() => slots,
            _ => slots_of(kinds).ok()?,
        },
    };
    (!set.is_empty()).then(|| set.class())
}
