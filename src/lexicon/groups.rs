//! Word groups: pieces of patterns with a name, `gazetteers/words/groups.toml`. A group may use others.
//!
//! Rules are made of groups again and again, and some groups are long. So what a rule requires is worked out
//! from its own short text and from what each of its groups requires, which is worked out once.

use std::collections::BTreeMap;

use regex_syntax::hir::Hir;

use super::predicate::toml_fault;
use super::rule::{Part, parts, required_of};
use super::slot::Slot;
use super::{Fault, Sources};

/// Literals of which a text must hold one; `None` if it need not hold any.
type Required = Option<Vec<Vec<u8>>>;

/// Word groups by name.
#[derive(Debug, Default)]
pub(super) struct Groups {
    texts: BTreeMap<String, String>,
    /// What each requires.
    required: BTreeMap<String, Required>,
}

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
        for group in self.frame(&text)?.1 {
            self.learn(&group)?;
        }
        let required = self.required(&text)?;
        self.required.insert(name.to_string(), required);
        Ok(())
    }

    /// Literals of which a match of a pattern must hold at least one.
    pub(super) fn required(&self, pattern: &str) -> Result<Required, String> {
        let (frame, names) = self.frame(pattern)?;
        let hir = parse(&frame)?;
        let known = |capture: &str| {
            let index: usize = capture.strip_prefix('g')?.parse().ok()?;
            self.required.get(names.get(index)?).cloned().flatten()
        };
        Ok(required_of(&hir, &known))
    }

    /// A pattern with each of its groups as a capture `g0`, `g1` …, and the groups' names.
    fn frame(&self, pattern: &str) -> Result<(String, Vec<String>), String> {
        let (mut frame, mut names) = (String::from("(?-u)"), Vec::new());
        for part in parts(pattern) {
            match part? {
                Part::Plain(text) => frame.push_str(text),
                Part::Atom(inner) => match self.named(inner) {
                    Some(name) => {
                        // What stands in it does not matter: it is looked up.
                        frame.push_str(&format!("(?P<g{}>.)", names.len()));
                        names.push(name.to_string());
                    }
                    // A slot, which is no word; in a class, a member.
                    None => frame.push_str(r"\x01"),
                },
            }
        }
        Ok((frame, names))
    }

    /// The group that the inside of a `{…}` names: `{be}`, `{object:category}`.
    fn named<'a>(&self, inner: &'a str) -> Option<&'a str> {
        let (word, argument) = inner.split_once(':').unwrap_or((inner, ""));
        let captured = word == "object" || word.starts_with('@');
        let name = if captured { argument } else { word };
        (self.texts.contains_key(name) && (captured || Slot::named(name).is_none())).then_some(name)
    }
}

fn parse(pattern: &str) -> Result<Hir, String> {
    let parsed = regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern);
    parsed.map_err(|error| error.to_string())
}
