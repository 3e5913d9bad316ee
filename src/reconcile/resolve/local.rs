//! The names of each article as its claims use them, before anything is joined.

use std::collections::HashMap;

use super::super::fold;
use super::super::told::Told as Claim;
use super::super::vocabulary::ALIASES;
use crate::claim::{Entity, Kind, Polarity, Value};

/// All names of a run, numbered.
#[derive(Default)]
pub(super) struct Locals<'a> {
    /// Distinct spellings.
    pub(super) names: Vec<Name<'a>>,
    /// The things of each article.
    pub(super) list: Vec<Local>,
    /// For each claim the number of its subject in `list`.
    pub(super) subject: Vec<u32>,
    /// For each claim the number of its object in `list`, if it is a thing.
    pub(super) object: Vec<Option<u32>>,
    /// Further names that articles say a thing has: number in `list`, number in `names`.
    pub(super) aliases: Vec<(u32, u32)>,
    /// Things of one article that it says are one: a work and its other title.
    pub(super) same: Vec<(u32, u32)>,
}

/// A spelling.
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    /// Folded words.
    pub(super) words: Vec<String>,
    /// Number of its folded key.
    pub(super) key: u32,
}

/// A thing as one article names it.
pub(super) struct Local {
    pub(super) article: u32,
    pub(super) kind: Kind,
    /// Number of the folded key that its spellings share.
    pub(super) key: u32,
    /// Number of its gazetteer id.
    pub(super) id: Option<u32>,
    /// Numbers of its spellings.
    pub(super) names: Vec<u32>,
}

/// Numbers for texts, in order of first sight.
#[derive(Default)]
struct Numbers<T>(HashMap<T, u32>);

impl<T: std::hash::Hash + Eq> Numbers<T> {
    fn get(&mut self, text: T) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(text).or_insert(next)
    }
}

/// What is needed while numbering only.
#[derive(Default)]
struct Numbering<'a> {
    articles: Numbers<&'a str>,
    ids: Numbers<&'a str>,
    keys: Numbers<String>,
    names: HashMap<&'a str, u32>,
    locals: HashMap<(u32, Kind, u32, Option<u32>), u32>,
}

/// Whether a claim gives another name of its subject.
pub(super) fn is_alias(claim: &Claim) -> bool {
    claim.polarity == Polarity::Affirmed && ALIASES.contains(&claim.predicate.as_str())
}

impl<'a> Locals<'a> {
    /// Numbers the names of claims.
    pub(super) fn of(claims: &'a [Claim]) -> Locals<'a> {
        let (mut locals, mut numbering) = (Locals::default(), Numbering::default());
        for claim in claims {
            let names_it = is_alias(claim);
            let subject = locals.add(claim.article, claim.subject, claim.subject.kind, &mut numbering);
            let object = match &claim.object {
                // A title is of the kind of what it is a title of, whatever its own form suggests.
                Value::Entity(entity) => {
                    let kind = if names_it { claim.subject.kind } else { entity.kind };
                    Some(locals.add(claim.article, entity, kind, &mut numbering))
                }
                _ => None,
            };
            locals.same.extend(object.filter(|_| names_it).map(|object| (subject, object)));
            locals.subject.push(subject);
            locals.object.push(object);
            if let (Value::Text(text), true) = (&claim.object, names_it) {
                let name = locals.name(text, &mut numbering);
                locals.aliases.push((subject, name));
            }
        }
        locals
    }

    fn add(&mut self, article: &'a str, entity: &'a Entity, kind: Kind, numbering: &mut Numbering<'a>) -> u32 {
        let name = self.name(&entity.name, numbering);
        let key = self.names[name as usize].key;
        let article = numbering.articles.get(article);
        let id = entity.id.as_deref().map(|id| numbering.ids.get(id));
        let next = self.list.len() as u32;
        let number = *numbering.locals.entry((article, kind, key, id)).or_insert(next);
        if number == next {
            self.list.push(Local { article, kind, key, id, names: Vec::new() });
        }
        let names = &mut self.list[number as usize].names;
        if !names.contains(&name) {
            names.push(name);
        }
        number
    }

    fn name(&mut self, text: &'a str, numbering: &mut Numbering<'a>) -> u32 {
        if let Some(number) = numbering.names.get(text) {
            return *number;
        }
        let number = self.names.len() as u32;
        let key = numbering.keys.get(fold::key(text));
        self.names.push(Name { text, words: fold::words(text), key });
        numbering.names.insert(text, number);
        number
    }
}
