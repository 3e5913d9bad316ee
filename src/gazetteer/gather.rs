//! What importers found, and the tables that it becomes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Filter;
use crate::claim::Kind;
use crate::lexicon::phrases::key_of;

/// Tables of names: kind, and text of `<kind>.tsv`.
pub type Tables = BTreeMap<Kind, String>;

/// Longer names are no names.
const LONGEST: usize = 300;

/// A thing that an importer found.
#[derive(Clone, Debug, Default)]
pub(super) struct Thing {
    pub(super) name: String,
    pub(super) aliases: BTreeSet<String>,
    pub(super) facts: BTreeMap<String, String>,
    /// Facts whose value is another thing: its id in the source, until all are known.
    pub(super) links: Vec<(String, String)>,
}

/// Things by kind and id.
#[derive(Debug, Default)]
pub struct Gathered {
    things: BTreeMap<(Kind, String), Thing>,
}

impl Gathered {
    /// How many things there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// Adds a thing that the filter takes. Of one that is there already, what is new is added.
    pub(super) fn add(&mut self, kind: Kind, id: &str, mut thing: Thing, filter: &Filter) {
        thing.name = clean(&thing.name);
        if !filter.takes_kind(kind) || !filter.takes_year(thing.facts.get("year").map(String::as_str)) {
            return;
        }
        let id = clean(id).replace(' ', "-");
        if id.is_empty() || thing.name.is_empty() || thing.name.len() > LONGEST {
            return;
        }
        let known = self.things.entry((kind, id)).or_default();
        if known.name.is_empty() {
            known.name = thing.name;
        } else {
            known.aliases.insert(thing.name);
        }
        known.aliases.extend(thing.aliases.iter().map(|alias| clean(alias)));
        for (key, value) in thing.facts {
            known.facts.entry(key).or_insert(value);
        }
        known.links.extend(thing.links);
    }

    /// Adds a name that is told apart from its thing.
    pub(super) fn alias(&mut self, kind: Kind, id: &str, alias: &str) {
        if let Some(thing) = self.things.get_mut(&(kind, id.to_string())) {
            thing.aliases.insert(clean(alias));
        }
    }

    /// The tables, each sorted and unique, and such that nothing in them is a fault.
    pub fn tables(mut self) -> Tables {
        self.resolve();
        self.drop_unfit();
        self.part_namesakes();
        let mut rows: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
        for ((kind, id), thing) in self.things {
            let aliases = thing.aliases.into_iter().collect::<Vec<_>>().join("|");
            let facts = thing.facts.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(";");
            rows.entry(kind).or_default().push(format!("{}\t{aliases}\t{id}\t{facts}\n", thing.name));
        }
        let table = |mut rows: Vec<String>| {
            rows.sort_unstable();
            format!("name\taliases\tid\tfacts\n{}", rows.concat())
        };
        rows.into_iter().map(|(kind, rows)| (kind, table(rows))).collect()
    }

    /// Puts names in place of the ids of other things, as far as they are known.
    fn resolve(&mut self) {
        let names: HashMap<String, String> =
            self.things.iter().map(|((_, id), thing)| (id.clone(), thing.name.clone())).collect();
        for thing in self.things.values_mut() {
            for (key, id) in std::mem::take(&mut thing.links) {
                if let Some(name) = names.get(&id) {
                    thing.facts.entry(key).or_insert_with(|| name.clone());
                }
            }
            for value in thing.facts.values_mut() {
                *value = clean(value);
            }
            thing.facts.retain(|_, value| !value.is_empty() && !value.contains(';'));
        }
    }

    /// Drops names that could never be found, or that are a single letter without anything that guards it.
    fn drop_unfit(&mut self) {
        for thing in self.things.values_mut() {
            let guarded = ["part_of", "creator"].iter().any(|key| thing.facts.contains_key(*key));
            let fits = |name: &String| match key_of(name).chars().take(2).count() {
                0 => false,
                1 => guarded,
                _ => true,
            };
            let name = std::mem::take(&mut thing.name);
            thing
                .aliases
                .retain(|alias| *alias != name && !alias.contains('|') && alias.len() <= LONGEST && fits(alias));
            // A thing whose name cannot stand is called by an alias.
            thing.name = if fits(&name) && name != "#" && !name.starts_with("# ") {
                name
            } else {
                thing.aliases.pop_first().unwrap_or_default()
            };
        }
        self.things.retain(|_, thing| !thing.name.is_empty());
    }

    /// An alias that would make a thing look like another of its kind, which no fact tells apart, is dropped.
    fn part_namesakes(&mut self) {
        let mut named: HashMap<(Kind, String), Vec<String>> = HashMap::new();
        for ((kind, id), thing) in &self.things {
            let keys: BTreeSet<String> =
                std::iter::once(&thing.name).chain(&thing.aliases).map(|name| key_of(name)).collect();
            keys.into_iter().for_each(|key| named.entry((*kind, key)).or_default().push(id.clone()));
        }
        let mut dropped: BTreeSet<(Kind, String, String)> = BTreeSet::new();
        for ((kind, key), ids) in named.iter().filter(|(_, ids)| ids.len() > 1) {
            let facts = |id: &String| &self.things[&(*kind, id.clone())].facts;
            // Very many namesakes are not compared pair by pair.
            let alike = |id: &&String| {
                ids.len() > MANY || ids.iter().any(|other| other != *id && !tell_apart(facts(id), facts(other)))
            };
            dropped.extend(ids.iter().filter(alike).map(|id| (*kind, id.clone(), key.clone())));
        }
        for (kind, id, key) in dropped {
            if let Some(thing) = self.things.get_mut(&(kind, id)) {
                thing.aliases.retain(|alias| key_of(alias) != key);
            }
        }
    }
}

/// So many namesakes are compared with each other.
const MANY: usize = 50;

/// Whether a fact that both have differs.
fn tell_apart(a: &BTreeMap<String, String>, b: &BTreeMap<String, String>) -> bool {
    a.iter().any(|(key, value)| b.get(key).is_some_and(|other| other != value))
}

/// A text as a cell can hold it: without control characters, with single spaces, and none at its rim.
pub(super) fn clean(text: &str) -> String {
    let parts = text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
