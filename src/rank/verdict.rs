//! What a conflict says of one of its sides, and what all conflicts of a fact come to.

use super::party::Told;
use crate::Claim;
use crate::report::Rank;

/// What a conflict does to a side. The later ones weigh more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// Nothing: both may hold.
    Beside,
    /// It is the one to use.
    Wins,
    /// Nothing decides.
    Stands,
    /// Another is the one to use.
    Loses,
    /// It is not to be used.
    Falls,
}

/// What a conflict says of one side.
pub(super) struct Verdict {
    pub(super) effect: Effect,
    pub(super) reason: String,
}

impl Verdict {
    pub(super) fn new(effect: Effect, reason: impl Into<String>) -> Verdict {
        Verdict { effect, reason: reason.into() }
    }
}

/// Reasons that are told; how many more there are is said.
const MOST: usize = 3;

/// The rank of a fact, and why: the heaviest of its verdicts decides, and all of that weight are told.
pub(super) fn conclude<'a>(
    verdicts: impl Iterator<Item = &'a Verdict>,
    claims: &[&Claim],
    independent: u32,
) -> (Rank, String) {
    let mut verdicts: Vec<&Verdict> = verdicts.collect();
    let heaviest = verdicts.iter().map(|verdict| verdict.effect).max();
    let Some(effect) = heaviest else { return (Rank::Normal, uncontested(claims, independent)) };
    verdicts.retain(|verdict| verdict.effect == effect);
    let mut reasons: Vec<&str> = Vec::new();
    for verdict in &verdicts {
        if !reasons.contains(&verdict.reason.as_str()) && reasons.len() < MOST {
            reasons.push(&verdict.reason);
        }
    }
    let mut reason = reasons.join("; ");
    if verdicts.len() > MOST {
        reason.push_str(&format!("; {} conflicts in all", verdicts.len()));
    }
    (effect.rank(), reason)
}

fn uncontested(claims: &[&Claim], independent: u32) -> String {
    let told = Told::of(claims.iter().copied());
    let but = if told == Told::Outright { "" } else { "but " };
    format!("not contested, {but}{} by {}", told.words(), count(independent as usize))
}

/// "1 source", "2 independent sources".
pub(super) fn count(sources: usize) -> String {
    if sources == 1 { "1 source".into() } else { format!("{sources} independent sources") }
}
