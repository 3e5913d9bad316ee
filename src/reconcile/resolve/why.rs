//! Why a name was taken for a thing's, in words: by the same tests by which names are joined.

use super::super::fold;
use super::super::told::Told as Claim;
use super::Thing;
use super::alike::{self, Likeness};
use super::local::is_alias;
use crate::claim::{Entity, Kind};

impl Thing {
    /// Why the thing that an article names so was taken for this one; `None` if the article uses its usual name.
    pub(in super::super) fn why(&self, told: &Entity) -> Option<&'static str> {
        let (usual, name) = (&self.entity.name, &told.name);
        if name == usual {
            return None;
        }
        let key = fold::key(name);
        Some(if key == fold::key(usual) {
            "the same name but for capitals, accents, spaces, marks or a leading article"
        } else if told.id.is_some() && told.id == self.entity.id {
            "the gazetteers have both for one thing"
        } else if self.aliases.contains(&key) {
            "an article says that it is another name"
        } else if self.entity.kind == Kind::Person && in_any_order(name) == in_any_order(usual) {
            "the same words in another order"
        } else {
            alike::between(name, usual, self.entity.kind).map_or("it is like another of the names", Likeness::why)
        })
    }
}

impl Likeness {
    fn why(self) -> &'static str {
        match self {
            Likeness::Same => "the same name, and the articles have facts of it in common",
            Likeness::Sound => "it sounds the same, and the articles have facts of it in common",
            Likeness::Letters => "it differs by a letter or two, and the articles have facts or people in common",
            Likeness::Word => "it differs by a word, and the articles have facts or people in common",
            Likeness::Head | Likeness::Part => "one is part of the other, and the articles have facts of it in common",
        }
    }
}

fn in_any_order(name: &str) -> Vec<String> {
    let mut words = fold::words(name);
    words.sort();
    words
}

/// Notes the names that articles give beside a thing's own. `subject` has for each claim the number of its thing.
pub(super) fn note_aliases(things: &mut [Thing], claims: &[Claim], subject: &[u32]) {
    for (claim, thing) in claims.iter().zip(subject).filter(|(claim, _)| is_alias(claim)) {
        let both = [&claim.subject.name, &claim.object.text()].map(|name| fold::key(name));
        things[*thing as usize].aliases.extend(both);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn names_are_joined_for_a_reason() {
        let aliases = BTreeSet::from([fold::key("Deine Augen")]);
        let entity = |name: &str, kind, id: Option<&str>| Entity { name: name.into(), kind, id: id.map(String::from) };
        for (usual, name, kind, wanted) in [
            ("Long Winter Tell", "Long Winter Tell", Kind::Song, ""),
            ("Long Winter Tell", "long winter tell", Kind::Song, "the same name but for"),
            ("Long Winter Tell", "Long Winter Tale", Kind::Song, "it differs by a letter"),
            ("Long Winter Tell", "Deine Augen", Kind::Song, "an article says"),
            ("Long Winter Tell", "Long Winter", Kind::Song, "one is part"),
            ("Long Winter Tell", "Salt", Kind::Song, "it is like another"),
            ("Kim Myeong-hun", "Kim Myunghoon", Kind::Person, "it sounds the same"),
            ("Anna Holm", "Holm Anna", Kind::Person, "the same words"),
        ] {
            let thing =
                Thing { entity: entity(usual, kind, Some("x")), spellings: BTreeMap::new(), aliases: aliases.clone() };
            let why = thing.why(&entity(name, kind, None)).unwrap_or_default();
            assert!(why.starts_with(wanted) && why.is_empty() == wanted.is_empty(), "{usual} / {name}: {why}");
        }
        let listed = Thing { entity: entity("Salt", Kind::Song, Some("x")), spellings: BTreeMap::new(), aliases };
        assert_eq!(listed.why(&entity("Brine", Kind::Song, Some("x"))), Some("the gazetteers have both for one thing"));
    }
}
