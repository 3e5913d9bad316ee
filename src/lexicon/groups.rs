//! Word groups: pieces of patterns with a name, `gazetteers/words/groups.toml`. A group may use others.
//!
//! Rules are made of groups again and again, and some groups are long. So what a rule requires, and what its landmarks
//! are, is worked out from its own short text, its [`Frame`], and from what is known of each of its groups, which is
//! worked out once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::landmarks::{Landmarks, Stretch};
use super::predicate::toml_fault;
use super::rule::{Part, parse, parts, required_of, slots_of};
use super::slot::{Slot, SlotSet};
use super::{Fault, Sources};

/// Literals of which a text must hold one; `None` if it need not hold any.
type Required = Option<Vec<Vec<u8>>>;

/// Word groups by name.
#[derive(Debug, Default)]
pub(super) struct Groups {
    texts: BTreeMap<String, String>,
    /// What each requires.
    required: BTreeMap<String, Required>,
    /// What each matches, as far as landmarks go.
    stretches: BTreeMap<String, OnceLock<Stretch>>,
}

/// A pattern in which each group is a capture `g0`, `g1` …, with the groups' names.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    text: String,
    groups: Vec<String>,
}

/// What stands for any text in a frame.
const ANY: &str = r"[\x00-\x7f]";

impl Groups {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Groups {
        let mut groups = Groups::default();
        for (path, text) in sources.below("gazetteers/words/groups") {
            match toml::from_str::<BTreeMap<String, String>>(text) {
                Ok(found) => groups.texts.extend(found),
                Err(error) => faults.push(toml_fault(path, text, &error)),
            }
        }
        let names: Vec<String> = groups.texts.keys().cloned().collect();
        groups.stretches = names.iter().map(|name| (name.clone(), OnceLock::new())).collect();
        // A group that cannot be read is told by the rules that use it.
        names.iter().for_each(|name| drop(groups.learn(name)));
        groups
    }

    /// The pattern of a group.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Works out what a group requires, and before that what the groups in it do.
    fn learn(&mut self, name: &str) -> Result<(), String> {
        let Some(text) = self.texts.get(name).filter(|_| !self.required.contains_key(name)).cloned() else {
            return Ok(());
        };
        // Until it is known it requires nothing, which also ends rings.
        self.required.insert(name.to_string(), None);
        let frame = self.frame(&text, None)?;
        for group in &frame.groups {
            self.learn(group)?;
        }
        let required = self.required(&frame)?;
        self.required.insert(name.to_string(), required);
        Ok(())
    }

    /// Literals of which a match of a pattern must hold at least one.
    pub(super) fn required(&self, frame: &Frame) -> Result<Required, String> {
        let known = |capture: &str| self.required.get(frame.group(capture)?).cloned().flatten();
        Ok(required_of(&parse(&frame.text)?, &known))
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
        parse(&frame.text).map_or_else(|_| Stretch::default(), |hir| Stretch::of(&hir, &known))
    }

    /// The frame of a pattern, of a rule with these `slots` for its subject and object.
    pub(super) fn frame(&self, pattern: &str, slots: Option<[SlotSet; 2]>) -> Result<Frame, String> {
        let mut frame = Frame { text: String::from("(?-u)"), groups: vec![] };
        for part in parts(pattern) {
            match part? {
                Part::Plain(text) => frame.text.push_str(text),
                Part::Atom(inner) => match self.named(inner) {
                    Some(name) => {
                        // What stands in it does not matter: it is looked up.
                        frame.text.push_str(&format!("(?P<g{}>.)", frame.groups.len()));
                        frame.groups.push(name.to_string());
                    }
                    None => frame.text.push_str(&class(inner, slots).unwrap_or_else(|| ANY.into())),
                },
            }
        }
        Ok(frame)
    }

    /// The group that the inside of a `{…}` names: `{be}`, `{object:category}`.
    fn named<'a>(&self, inner: &'a str) -> Option<&'a str> {
        let (word, argument) = inner.split_once(':').unwrap_or((inner, ""));
        let captured = word == "object" || word.starts_with('@');
        let name = if captured { argument } else { word };
        (self.texts.contains_key(name) && (captured || Slot::named(name).is_none())).then_some(name)
    }
}

impl Frame {
    /// The group that a capture stands for.
    fn group(&self, capture: &str) -> Option<&str> {
        let index: usize = capture.strip_prefix('g')?.parse().ok()?;
        self.groups.get(index).map(String::as_str)
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
