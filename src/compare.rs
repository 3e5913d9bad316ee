//! Two sets of claims of the same articles, before and after a change of the knowledge: what was won, lost, changed.
//!
//! A claim is the same statement if article, subject, predicate, object and the words of its sentence are: ids and
//! offsets, which move with the text around, are left out of account.

use std::cmp::Ordering;

use serde::Serialize;

use crate::{Claim, Value};

/// How a statement differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Only the new claims have it.
    Won,
    /// Only the old claims have it.
    Lost,
    /// Both have it, and it differs in the named fields.
    Changed,
}

/// A statement that differs; a line of `diff --format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Changed {
    /// How.
    pub change: Change,
    /// The rule that finds it now or, where it is lost, that found it.
    pub rule: String,
    /// The fields that differ; none where it is won or lost.
    pub fields: Vec<&'static str>,
    /// The claim as it was.
    pub old: Option<Claim>,
    /// The claim as it is.
    pub new: Option<Claim>,
}

/// All that differs, by rule, then won, lost, changed, then by article and place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What differs.
    pub changes: Vec<Changed>,
    /// Statements that both have, with nothing changed.
    pub same: usize,
}

impl Comparison {
    /// These changes in their order.
    pub fn of(mut changes: Vec<Changed>, same: usize) -> Comparison {
        changes.sort_by(|a, b| (&a.rule, a.change, place(a)).cmp(&(&b.rule, b.change, place(b))));
        Comparison { changes, same }
    }

    /// How many statements changed in that way.
    pub fn count(&self, change: Change) -> usize {
        self.changes.iter().filter(|changed| changed.change == change).count()
    }
}

/// Compares claims. Their order does not matter.
pub fn compare(mut old: Vec<Claim>, mut new: Vec<Claim>) -> Comparison {
    let whole = |a: &Claim, b: &Claim| statement(a).cmp(&statement(b)).then_with(|| standing(a).cmp(&standing(b)));
    old.sort_by(whole);
    new.sort_by(whole);
    let (same, old, new) = paired(old, new, whole);
    let (differ, gone, come) = paired(old, new, |a, b| statement(a).cmp(&statement(b)));
    let differ = differ.into_iter().map(|(old, new)| changed(old, new));
    let changes = differ.chain(gone.into_iter().map(lost)).chain(come.into_iter().map(won)).collect();
    Comparison::of(changes, same.len())
}

/// Of two sorted lists the claims that are equal in an order, one with one, and those that are left of each.
fn paired(
    old: Vec<Claim>,
    new: Vec<Claim>,
    order: impl Fn(&Claim, &Claim) -> Ordering,
) -> (Vec<(Claim, Claim)>, Vec<Claim>, Vec<Claim>) {
    let (mut pairs, mut gone, mut come) = (vec![], vec![], vec![]);
    let mut new = new.into_iter().peekable();
    for old in old {
        while let Some(before) = new.next_if(|new| order(new, &old) == Ordering::Less) {
            come.push(before);
        }
        match new.next_if(|new| order(new, &old) == Ordering::Equal) {
            Some(new) => pairs.push((old, new)),
            None => gone.push(old),
        }
    }
    come.extend(new);
    (pairs, gone, come)
}

fn won(new: Claim) -> Changed {
    Changed { change: Change::Won, rule: new.rule.clone(), fields: vec![], old: None, new: Some(new) }
}

fn lost(old: Claim) -> Changed {
    Changed { change: Change::Lost, rule: old.rule.clone(), fields: vec![], old: Some(old), new: None }
}

fn changed(old: Claim, new: Claim) -> Changed {
    let differs = [
        ("subject", old.subject.id != new.subject.id),
        ("object", object_id(&old) != object_id(&new)),
        ("qualifiers", old.qualifiers != new.qualifiers),
        ("polarity", old.polarity != new.polarity),
        ("modality", old.modality != new.modality),
        ("attribution", old.attribution != new.attribution),
        ("rule", old.rule != new.rule),
    ];
    let fields = differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect();
    Changed { change: Change::Changed, rule: new.rule.clone(), fields, old: Some(old), new: Some(new) }
}

/// What makes a statement the same.
fn statement(claim: &Claim) -> impl Ord + '_ {
    let Claim { article, subject, predicate, object, evidence, .. } = claim;
    (article, &evidence.text, &subject.name, subject.kind, predicate, object.kind_name(), object.text())
}

/// In what the same statement may differ.
fn standing(claim: &Claim) -> impl Ord + '_ {
    let Claim { subject, qualifiers, polarity, modality, attribution, rule, .. } = claim;
    (qualifiers, polarity, modality, attribution, rule, &subject.id, object_id(claim))
}

fn object_id(claim: &Claim) -> Option<&str> {
    match &claim.object {
        Value::Entity(entity) => entity.id.as_deref(),
        _ => None,
    }
}

fn place(changed: &Changed) -> impl Ord + '_ {
    changed.new.as_ref().or(changed.old.as_ref()).map(Claim::place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lexicon, Modality, extract_str};

    fn claims(text: &str) -> Vec<Claim> {
        extract_str(text, Lexicon::builtin())
    }

    const TEXT: &str =
        "The film ‘Signal Fire’ was directed by Maria Lind. The film ‘Signal Fire’ will be released on May 3, 2021.";

    /// Changes as `change rule fields`.
    fn shown(old: Vec<Claim>, new: Vec<Claim>) -> Vec<String> {
        let comparison = compare(old, new);
        let show = |changed: &Changed| format!("{:?} {} {}", changed.change, changed.rule, changed.fields.join(" "));
        comparison.changes.iter().map(show).collect()
    }

    #[test]
    fn nothing_differs_where_only_offsets_do() {
        let moved = claims(&format!("Some words before it all.\n\n{TEXT}"));
        assert_eq!(moved.len(), 2);
        assert_eq!(compare(claims(TEXT), moved), Comparison { changes: vec![], same: 2 });
    }

    #[test]
    fn what_differs_is_told_by_rule() {
        let (old, mut new) = (claims(TEXT), claims(TEXT));
        new[1].modality = Modality::Rumoured;
        new[1].rule = "release_date/other".into();
        new[0].subject.name = "Signal".into();
        assert_eq!(
            shown(old.clone(), new.clone()),
            ["Won directed_by/passive ", "Lost directed_by/passive ", "Changed release_date/other modality rule"]
        );
        new.reverse();
        assert_eq!(shown(old.clone(), old.iter().rev().cloned().collect()), Vec::<String>::new());
        assert_eq!(shown(old.clone(), vec![]).len(), 2);
        assert_eq!(shown(vec![], old).len(), 2);
    }

    #[test]
    fn statements_made_twice_are_paired_with_their_like() {
        let one = claims(TEXT);
        let twice = [one.clone(), one.clone()].concat();
        assert_eq!(shown(one.clone(), twice.clone()).len(), 2);
        let mut other = twice.clone();
        other[0].modality = Modality::Reported;
        assert_eq!(shown(twice.clone(), other.clone()), ["Changed directed_by/passive modality"]);
        assert_eq!(compare(twice, other).same, 3);
    }
}
