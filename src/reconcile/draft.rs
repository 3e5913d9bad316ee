//! A conflict while it is made: its sides hold claims by number. Finishing it gives the contract's form.

use std::collections::BTreeSet;

use super::{Case, Finished};
use crate::claim::{Entity, Modality, Polarity};
use crate::report::{Conflict, ConflictKind, Scope, Side, SideValue, Weight};

/// A conflict to be.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) kind: ConflictKind,
    pub(super) weight: Weight,
    pub(super) subject: Entity,
    pub(super) predicate: Option<String>,
    pub(super) sides: Vec<DraftSide>,
    pub(super) note: String,
}

/// A side to be.
#[derive(Clone, Debug)]
pub(super) struct DraftSide {
    pub(super) value: SideValue,
    pub(super) polarity: Option<Polarity>,
    pub(super) modality: Option<Modality>,
    pub(super) claims: Vec<u32>,
}

impl DraftSide {
    /// A side that differs from others by its value only.
    pub(super) fn new(value: SideValue, claims: Vec<u32>) -> DraftSide {
        DraftSide { value, polarity: None, modality: None, claims }
    }

    /// Its value as one reads it.
    pub(super) fn text(&self) -> String {
        match &self.value {
            SideValue::Word(word) => word.clone(),
            SideValue::Value(value) => value.text(),
        }
    }
}

/// The values of sides in words, in alphabetical order.
pub(super) fn texts(sides: &[DraftSide]) -> String {
    let texts: BTreeSet<String> = sides.iter().map(DraftSide::text).collect();
    list(texts.into_iter())
}

/// "a, b and c", of the first few.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 5;
    let mut items: Vec<String> = items.take(SHOWN + 1).collect();
    if items.len() > SHOWN {
        items[SHOWN] = "others".into();
    }
    match items.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

impl Draft {
    /// The conflict, if it has two sides. The side that most articles take comes first.
    pub(super) fn finish(mut self, case: &Case) -> Option<Finished> {
        self.sides.retain(|side| !side.claims.is_empty());
        if self.sides.len() < 2 {
            return None;
        }
        let mut claims: Vec<u32> = self.sides.iter().flat_map(|side| &side.claims).copied().collect();
        claims.sort_unstable();
        claims.dedup();
        let articles: BTreeSet<u32> = claims.iter().map(|claim| case.article[*claim as usize]).collect();
        let scope = if articles.len() == 1 { Scope::Within } else { Scope::Between };
        let mut sides: Vec<Side> = self.sides.into_iter().map(|side| side.finish(case)).collect();
        sides.sort_by_cached_key(|side| {
            (std::cmp::Reverse(side.articles.len()), side_text(side), side.polarity, side.modality)
        });
        let mut conflict = Conflict {
            id: String::new(),
            kind: self.kind,
            scope,
            weight: self.weight,
            subject: self.subject,
            predicate: self.predicate,
            sides,
            note: Some(self.note),
        };
        conflict.id = hash(&conflict);
        Some(Finished { conflict, claims })
    }
}

impl DraftSide {
    fn finish(mut self, case: &Case) -> Side {
        self.claims.sort_unstable();
        self.claims.dedup();
        let articles: BTreeSet<u32> = self.claims.iter().map(|claim| case.article[*claim as usize]).collect();
        Side {
            value: self.value,
            polarity: self.polarity,
            modality: self.modality,
            claims: self.claims.iter().map(|claim| case.claims[*claim as usize].id.clone()).collect(),
            articles: articles.into_iter().map(|article| case.articles[article as usize].name.to_string()).collect(),
        }
    }
}

fn side_text(side: &Side) -> String {
    serde_json::to_string(&side.value).unwrap_or_default()
}

/// Sixteen hexadecimal digits that depend on all fields.
pub(super) fn hash(value: &impl serde::Serialize) -> String {
    let fields = serde_json::to_vec(value).unwrap_or_default();
    blake3::hash(&fields).to_hex()[..16].to_string()
}
