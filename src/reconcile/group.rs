//! A group: the claims of one thing and one predicate, put together by value and scope. All single-valued
//! comparisons are between the items of a group.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Case;
use super::fold;
use super::rules::Comparison;
use super::value::Comparable;
use super::vocabulary::VARIETIES;
use crate::claim::{Claim, Modality, Polarity, Value};
use crate::date::Relation;
use crate::report::SideValue;

/// Of the items of a group each is compared with no more than this many, the best supported.
pub(super) const COMPARED: usize = 64;

/// The claims of a thing and a predicate.
pub(super) struct Group<'a> {
    pub(super) case: &'a Case<'a>,
    pub(super) thing: u32,
    pub(super) predicate: &'a str,
    pub(super) comparison: &'a Comparison,
    /// Whether an article uses the thing's name for two things, one a remake of the other.
    pub(super) twins: bool,
    /// The items, best supported first.
    pub(super) items: Vec<Item>,
}

/// Claims that say the same value in the same scope.
pub(super) struct Item {
    pub(super) value: Comparable,
    pub(super) shape: Shape,
    pub(super) scope: Scope,
    /// Claims that affirm it, in order.
    pub(super) affirmed: Vec<u32>,
    /// Claims that deny it.
    pub(super) denied: Vec<u32>,
    /// Articles that affirm it.
    pub(super) articles: BTreeSet<u32>,
}

/// Whether a value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Shape {
    Known,
    Unknown,
    Unspecified,
}

/// The qualifiers that part a predicate's scopes, folded.
pub(super) type Scope = BTreeMap<String, String>;

impl<'a> Group<'a> {
    pub(super) fn new(case: &'a Case<'a>, thing: u32, predicate: &'a str, claims: Vec<u32>, twins: bool) -> Group<'a> {
        let comparison = case.rules.of_predicate(predicate);
        let mut places: HashMap<(String, Shape, Scope), usize> = HashMap::new();
        let mut items: Vec<Item> = Vec::new();
        for claim in claims {
            let (value, shape) = (case.comparable(claim), shape(&case.claim(claim).object));
            let scope = scope(case.claim(claim), comparison);
            let next = items.len();
            let at = *places.entry((value.key(), shape, scope.clone())).or_insert(next);
            if at == next {
                items.push(Item::new(value, shape, scope));
            }
            items[at].add(case, claim);
        }
        items.sort_by_cached_key(|item| {
            (std::cmp::Reverse(item.articles.len()), item.shape, item.value.key(), item.scope.clone())
        });
        Group { case, thing, predicate, comparison, twins, items }
    }

    /// Items whose value is known and that some article affirms.
    pub(super) fn known(&self) -> Vec<&Item> {
        self.items.iter().filter(|item| item.shape == Shape::Known && !item.affirmed.is_empty()).collect()
    }

    /// An item's value as a side shows it.
    pub(super) fn side_value(&self, item: &Item) -> SideValue {
        let claims = if item.affirmed.is_empty() { &item.denied } else { &item.affirmed };
        match (&item.value, claims.first()) {
            (Comparable::Thing(thing), _) => SideValue::Value(Value::Entity(self.case.thing(*thing).entity.clone())),
            (_, Some(claim)) => SideValue::Value(self.case.claim(*claim).object.clone()),
            (_, None) => SideValue::Word(String::new()),
        }
    }
}

impl Item {
    fn new(value: Comparable, shape: Shape, scope: Scope) -> Item {
        Item { value, shape, scope, affirmed: Vec::new(), denied: Vec::new(), articles: BTreeSet::new() }
    }

    fn add(&mut self, case: &Case, claim: u32) {
        if denies(case.claim(claim)) {
            self.denied.push(claim);
        } else {
            self.affirmed.push(claim);
            self.articles.insert(case.article[claim as usize]);
        }
    }

    /// How its value relates to another's; what is not known relates to nothing.
    pub(super) fn relate(&self, other: &Item) -> Relation {
        self.value.relate(&other.value)
    }
}

/// Whether a claim says that something is not so, by itself or in reporting a denial.
pub(super) fn denies(claim: &Claim) -> bool {
    claim.polarity == Polarity::Negated || claim.modality == Modality::Denied
}

fn shape(value: &Value) -> Shape {
    match value {
        Value::Unknown => Shape::Unknown,
        Value::Unspecified => Shape::Unspecified,
        _ => Shape::Known,
    }
}

/// The qualifiers of a claim that part scopes.
pub(super) fn scope(claim: &Claim, comparison: &Comparison) -> Scope {
    let told = |name: &String| Some((name.clone(), folded(claim.qualifiers.get(name)?)));
    comparison.scope.iter().filter_map(told).collect()
}

/// A qualifier as it is compared: by its words, or as it stands if it has none (`%`).
pub(super) fn folded(qualifier: &str) -> String {
    let words = fold::words(qualifier).join(" ");
    if words.is_empty() { qualifier.into() } else { words }
}

/// How two scopes stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// They say the same, or nothing.
    Same,
    /// One leaves open what the other says.
    Open,
    /// They are about different things.
    Apart,
}

/// How two scopes stand to each other.
pub(super) fn reach(a: &Scope, b: &Scope) -> Reach {
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let mut reach = Reach::Same;
    for name in names {
        match (a.get(name), b.get(name)) {
            (Some(a), Some(b)) if !same_words(a, b) => return Reach::Apart,
            (Some(_), Some(_)) | (None, None) => {}
            _ if VARIETIES.contains(&name.as_str()) => return Reach::Apart,
            _ => reach = Reach::Open,
        }
    }
    reach
}

/// Whether two qualifiers say the same: at least half of all their words.
fn same_words(a: &str, b: &str) -> bool {
    let (a, b): (BTreeSet<&str>, BTreeSet<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let shared = a.intersection(&b).count();
    shared * 2 >= a.union(&b).count() || shared == a.len().min(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_reach() {
        let scope =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect::<Scope>();
        for (a, b, wanted) in [
            (vec![], vec![], Reach::Same),
            (vec![("region", "japan")], vec![("region", "japan")], Reach::Same),
            (vec![("region", "japan")], vec![], Reach::Open),
            (vec![("region", "japan")], vec![("region", "france")], Reach::Apart),
            (vec![("edition", "deluxe")], vec![], Reach::Apart),
            (vec![("chart", "top forty singles")], vec![("chart", "top forty singles chart")], Reach::Same),
        ] {
            assert_eq!(reach(&scope(&a), &scope(&b)), wanted, "{a:?} {b:?}");
        }
    }
}
