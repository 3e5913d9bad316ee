//! A side of a conflict as ranking sees it: how firmly, how widely, how directly and when its value is told.

use std::collections::{BTreeMap, HashMap};

use crate::claim::{Modality, Value};
use crate::reconcile::copies::sources;
use crate::report::{Side, SideValue};
use crate::{Claim, Date};

/// How firmly a value is told, at its firmest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// As a fact or a plan.
    Outright,
    /// Reportedly.
    Reported,
    /// As speculation.
    Rumoured,
}

impl Told {
    pub(super) fn of<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> Told {
        claims.into_iter().map(|claim| told(claim.modality)).min().unwrap_or(Told::Rumoured)
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Told::Outright => "told outright",
            Told::Reported => "only reported",
            Told::Rumoured => "only rumoured",
        }
    }
}

fn told(modality: Modality) -> Told {
    match modality {
        Modality::Asserted | Modality::Planned | Modality::Denied => Told::Outright,
        Modality::Reported => Told::Reported,
        Modality::Rumoured => Told::Rumoured,
    }
}

/// One side.
pub(super) struct Party {
    /// Its value, short enough for a sentence.
    pub(super) text: String,
    /// Whether it says that the value is not known, or leaves it open.
    pub(super) open: bool,
    pub(super) told: Told,
    /// Whether some article says it as something that is so, not as a plan or hearsay.
    pub(super) settled: bool,
    /// Whether some article says it in its own name.
    pub(super) direct: bool,
    /// Articles, copies of one text counted once.
    pub(super) independent: usize,
    /// First and last day on which it was told, where all its articles are dated.
    pub(super) when: Option<(i64, i64)>,
    /// How precise a date or number is; the greater the finer. Comparable within one kind of value only.
    pub(super) fineness: Option<(Scale, i64)>,
}

/// What precision is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// Days that a date leaves open, counted down.
    Days,
    /// Digits of a number before its closing zeros.
    Digits,
}

impl Party {
    pub(super) fn of(side: &Side, known: &HashMap<&str, &Claim>) -> Party {
        let claims: Vec<&Claim> = side.claims.iter().filter_map(|id| known.get(id.as_str()).copied()).collect();
        let articles: BTreeMap<&str, &Claim> = claims.iter().map(|claim| (claim.article.as_str(), *claim)).collect();
        let told = Told::of(claims.iter().copied());
        let mut independent = sources(articles.values().map(|claim| claim.source.copy_key.as_deref()));
        independent.sort_unstable();
        independent.dedup();
        Party {
            text: short(&text(&side.value)),
            open: matches!(side.value, SideValue::Value(Value::Unknown | Value::Unspecified)),
            told,
            settled: claims.iter().any(|claim| claim.modality == Modality::Asserted),
            direct: claims.iter().any(|claim| claim.attribution.is_none() && self::told(claim.modality) == told),
            independent: independent.len(),
            when: when(articles.values().map(|claim| claim.source.date.as_ref())),
            fineness: if let SideValue::Value(value) = &side.value { fineness(value) } else { None },
        }
    }

    /// Whether all its articles are later than all of the other's.
    pub(super) fn is_later_than(&self, other: &Party) -> bool {
        matches!((self.when, other.when), (Some((first, _)), Some((_, last))) if first > last)
    }
}

fn text(value: &SideValue) -> String {
    match value {
        SideValue::Word(word) => word.clone(),
        SideValue::Value(value) => value.text(),
    }
}

/// As much of a value as a sentence bears.
fn short(text: &str) -> String {
    const MOST: usize = 48;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.into(),
    }
}

fn when<'a>(dates: impl Iterator<Item = Option<&'a Date>>) -> Option<(i64, i64)> {
    let days: Option<Vec<(i64, i64)>> = dates
        .map(|date| {
            let bounds = date?.bounds();
            Some((bounds.first?, bounds.last?))
        })
        .collect();
    let days = days?;
    Some((days.iter().map(|day| day.0).min()?, days.iter().map(|day| day.1).max()?))
}

fn fineness(value: &Value) -> Option<(Scale, i64)> {
    match value {
        Value::Date(date) => {
            let bounds = date.bounds();
            Some((Scale::Days, bounds.first? - bounds.last?))
        }
        Value::Number(text) | Value::Money(text) => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            Some((Scale::Digits, digits.trim_end_matches('0').len() as i64))
        }
        _ => None,
    }
}
