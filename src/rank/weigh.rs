//! Weighing the sides of one conflict against each other: linear in the sides, as each meets the best one only.

use super::party::{Party, Told};
use super::verdict::{Effect, Verdict, count};
use crate::claim::Polarity;
use crate::report::{Conflict, ConflictKind, Weight};

/// What a conflict says of each of its sides.
pub(super) fn weigh(conflict: &Conflict, sides: &[Party]) -> Vec<Verdict> {
    match conflict.kind {
        ConflictKind::Value | ConflictKind::Speaker | ConflictKind::Relation => rivals(sides, conflict.weight),
        ConflictKind::Precision => finest(sides),
        ConflictKind::Unspecified => answered(sides),
        ConflictKind::Polarity => denied(conflict, sides),
        ConflictKind::Credit => beside(sides, "others are named for it too, and both may hold"),
        ConflictKind::Wording => beside(sides, "worded differently elsewhere"),
        // How firmly one value is told by different articles, is part of how firmly it is told at all.
        ConflictKind::Status | ConflictKind::Kind | ConflictKind::Name => {
            beside(sides, "told with different standing elsewhere")
        }
    }
}

/// By what one value is preferred to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Criterion {
    Hearsay,
    Superseding,
    Sources,
    Directness,
    Precision,
    Recency,
}

impl Criterion {
    const ALL: [Criterion; 6] = [
        Criterion::Hearsay,
        Criterion::Superseding,
        Criterion::Sources,
        Criterion::Directness,
        Criterion::Precision,
        Criterion::Recency,
    ];

    fn prefers(self, a: &Party, b: &Party) -> bool {
        match self {
            Criterion::Hearsay => a.told < b.told,
            Criterion::Superseding => !b.settled && a.is_later_than(b),
            Criterion::Sources => a.independent > b.independent,
            Criterion::Directness => a.direct && !b.direct,
            Criterion::Precision => finer(a, b),
            Criterion::Recency => a.is_later_than(b),
        }
    }

    /// Why the winner is preferred, and why the other is not.
    fn words(self, winner: &Party, loser: &Party) -> [String; 2] {
        let (won, lost) = (&winner.text, &loser.text);
        match self {
            Criterion::Hearsay => [
                format!("{}, while {lost} is {}", winner.told.words(), loser.told.words()),
                format!("{}, while {won} is {}", loser.told.words(), winner.told.words()),
            ],
            Criterion::Superseding => [
                format!("told later than {lost}, which was not settled then"),
                format!("not settled when it was told, and later articles have {won}"),
            ],
            Criterion::Sources => [
                format!("more independent sources than {lost} ({} to {})", winner.independent, loser.independent),
                format!("fewer independent sources than {won} ({} to {})", loser.independent, winner.independent),
            ],
            Criterion::Directness => [
                format!("told by an article itself, {lost} only on somebody's word"),
                format!("told only on somebody's word, {won} by an article itself"),
            ],
            Criterion::Precision => [format!("more precise than {lost}"), format!("less precise than {won}")],
            Criterion::Recency => [format!("told later than {lost}"), format!("told earlier than {won}")],
        }
    }

    /// Whether the other is not to be used at all, where both cannot be right.
    fn is_final(self, winner: &Party) -> bool {
        match self {
            Criterion::Hearsay => winner.told == Told::Outright,
            Criterion::Superseding => true,
            _ => false,
        }
    }
}

/// Whether `a` is preferred to `b`, and by what; `None` where nothing decides.
fn decide(a: &Party, b: &Party) -> Option<(bool, Criterion)> {
    Criterion::ALL.into_iter().find_map(|criterion| match (criterion.prefers(a, b), criterion.prefers(b, a)) {
        (true, false) => Some((true, criterion)),
        (false, true) => Some((false, criterion)),
        _ => None,
    })
}

fn finer(a: &Party, b: &Party) -> bool {
    matches!((a.fineness, b.fineness), (Some((x, fine)), Some((y, coarse))) if x == y && fine > coarse)
}

/// Values that exclude each other. The best is found in one pass; as criteria can go round in a ring, it must then win
/// against each, or nothing decides.
fn rivals(sides: &[Party], weight: Weight) -> Vec<Verdict> {
    let mut best = 0;
    for at in 1..sides.len() {
        if matches!(decide(&sides[at], &sides[best]), Some((true, _))) {
            best = at;
        }
    }
    let won: Vec<Option<Criterion>> = (0..sides.len())
        .map(|at| match decide(&sides[best], &sides[at]) {
            Some((true, criterion)) if at != best => Some(criterion),
            _ => None,
        })
        .collect();
    let unbeaten = (0..sides.len()).find(|at| *at != best && won[*at].is_none());
    // The one that came nearest to it tells most.
    let nearest = (0..sides.len()).filter(|at| *at != best).max_by_key(|at| {
        let criterion = won[*at].map_or(0, |won| won as usize);
        (criterion, std::cmp::Reverse(*at))
    });
    let verdict = |at: usize| match (won[at], unbeaten, nearest) {
        (Some(criterion), ..) => {
            let falls = weight == Weight::Hard && criterion.is_final(&sides[best]);
            let [_, reason] = criterion.words(&sides[best], &sides[at]);
            Verdict::new(if falls { Effect::Falls } else { Effect::Loses }, reason)
        }
        (None, Some(other), _) => undecided(&sides[if at == best { other } else { best }]),
        (None, None, Some(near)) => {
            let [reason, _] = won[near].unwrap_or(Criterion::Sources).words(&sides[best], &sides[near]);
            Verdict::new(Effect::Wins, reason)
        }
        (None, None, None) => Verdict::new(Effect::Beside, "nothing is said against it"),
    };
    (0..sides.len()).map(verdict).collect()
}

fn undecided(other: &Party) -> Verdict {
    Verdict::new(Effect::Stands, format!("{} is as well supported, and nothing decides", other.text))
}

/// A value that contains others: they say the same, more precisely. Only hearsay gives way to what is coarse.
fn finest(sides: &[Party]) -> Vec<Verdict> {
    let Some(coarse) = (0..sides.len()).find(|at| (0..sides.len()).all(|other| !finer(&sides[*at], &sides[other])))
    else {
        return beside(sides, "told with another precision elsewhere");
    };
    let is_better = |fine: &Party| finer(fine, &sides[coarse]) && fine.told <= sides[coarse].told;
    let better = sides.iter().find(|fine| is_better(fine));
    let verdict = |(at, side): (usize, &Party)| match better {
        Some(fine) if at == coarse => Verdict::new(Effect::Loses, format!("less precise than {}", fine.text)),
        _ if at == coarse => Verdict::new(Effect::Wins, "what is more precise is hearsay"),
        _ if is_better(side) => Verdict::new(Effect::Wins, format!("more precise than {}", sides[coarse].text)),
        _ if finer(side, &sides[coarse]) => {
            let reason = format!(
                "{}, while the less precise {} is {}",
                side.told.words(),
                sides[coarse].text,
                sides[coarse].told.words()
            );
            Verdict::new(Effect::Loses, reason)
        }
        _ => Verdict::new(Effect::Beside, "told with another precision elsewhere"),
    };
    sides.iter().enumerate().map(verdict).collect()
}

/// A value beside "not known": the value is of more use, unless it is hearsay, or later articles know less.
fn answered(sides: &[Party]) -> Vec<Verdict> {
    let open: Vec<&Party> = sides.iter().filter(|side| side.open).collect();
    let doubted = |known: &Party| {
        open.iter().find_map(|open| {
            if known.told > open.told {
                Some(format!("{}, and elsewhere it is said to be {}", known.told.words(), open.text))
            } else if !known.settled && open.is_later_than(known) {
                Some(format!("later articles say that it is {}", open.text))
            } else {
                None
            }
        })
    };
    let best = sides.iter().find(|side| !side.open && doubted(side).is_none());
    let verdict = |side: &Party| match (side.open, doubted(side), best) {
        (true, _, Some(known)) => Verdict::new(Effect::Loses, format!("elsewhere a value is given: {}", known.text)),
        (true, _, None) => Verdict::new(Effect::Stands, "what is told elsewhere is not sure"),
        (false, Some(doubt), _) => Verdict::new(Effect::Stands, doubt),
        (false, None, _) => Verdict::new(Effect::Wins, "a value, where others give none"),
    };
    sides.iter().map(verdict).collect()
}

/// Affirmed here, denied there. A denial names no other value: what it does not fell stays normal.
fn denied(conflict: &Conflict, sides: &[Party]) -> Vec<Verdict> {
    let negated = |at: usize| conflict.sides[at].polarity == Some(Polarity::Negated);
    let Some(denial) = (0..sides.len()).find(|at| negated(*at)).map(|at| &sides[at]) else {
        return beside(sides, "denied elsewhere");
    };
    let verdict = |side: &Party| match decide(denial, side) {
        Some((true, Criterion::Hearsay)) => Verdict::new(Effect::Falls, format!("{}, and denied", side.told.words())),
        Some((true, Criterion::Superseding)) => {
            Verdict::new(Effect::Falls, "not settled when it was told, and denied later")
        }
        Some((true, Criterion::Sources)) => {
            let (no, yes) = (count(denial.independent), side.independent);
            Verdict::new(Effect::Falls, format!("denied by {no}, affirmed by {yes}"))
        }
        _ => Verdict::new(Effect::Stands, format!("denied by {}", count(denial.independent))),
    };
    sides.iter().map(verdict).collect()
}

fn beside(sides: &[Party], reason: &str) -> Vec<Verdict> {
    sides.iter().map(|_| Verdict::new(Effect::Beside, reason)).collect()
}
