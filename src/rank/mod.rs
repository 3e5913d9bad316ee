//! Ranking: which of several values to use, in Wikidata's terms, and why in words. A layer of its own over what
//! reconciling found: it reads claims, facts and conflicts, drops nothing, and sets two fields of each fact.
//!
//! A fact is **preferred** if it wins every conflict that weighs its value against another, **deprecated** if one shows
//! that it is not to be used any more, and **normal** otherwise: nobody contests it, or nothing decides. What
//! decides, the first that differs ([`weigh`](self)):
//!
//! | criterion | who wins | the other is deprecated |
//! |---|---|---|
//! | hearsay | what some source tells outright, against what all only report or rumour | if they exclude each other |
//! | superseding | what all its articles tell later than all those of a mere plan | if they exclude each other |
//! | independent sources | the value with more; articles that copy one text are one | |
//! | directness | what some article says itself, against what all put into somebody's mouth | |
//! | precision | the finer date or number | |
//! | recency | what was told later, where all articles are dated | |
//!
//! A value that contains another (`2021-04` beside `2021-04-02`) is not wrong, only less precise; a credit may have
//! two holders; "not known" gives way to a value. A denial makes a fact deprecated where it is the firmer, the
//! later or the better supported.

mod party;
mod verdict;
mod weigh;

use std::collections::{BTreeSet, HashMap};

use crate::Claim;
use crate::report::{Conflict, Fact, Rank};
use party::Party;
use verdict::{Effect, Verdict, conclude};

/// Sets `rank` and `rank_reason` of all facts. `claims` and `conflicts` are those that the facts refer to; what they
/// refer to and is not there is passed by. Linear in claims and sides.
pub fn rank(claims: &[Claim], facts: &mut [Fact], conflicts: &[Conflict]) {
    let known: HashMap<&str, &Claim> = claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
    let mut stands: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    let mut verdicts: Vec<Vec<Verdict>> = Vec::with_capacity(conflicts.len());
    for (at, conflict) in conflicts.iter().enumerate() {
        let parties: Vec<Party> = conflict.sides.iter().map(|side| Party::of(side, &known)).collect();
        verdicts.push(weigh::weigh(conflict, &parties));
        for (side, claims) in conflict.sides.iter().map(|side| &side.claims).enumerate() {
            claims.iter().for_each(|claim| stands.entry(claim).or_default().push((at, side)));
        }
    }
    for fact in facts {
        let contested: BTreeSet<&str> = fact.contested_by.iter().map(String::as_str).collect();
        let sides: BTreeSet<(usize, usize)> =
            fact.claims.iter().filter_map(|claim| stands.get(claim.as_str())).flatten().copied().collect();
        let sides: Vec<(usize, usize)> =
            sides.into_iter().filter(|(at, _)| contested.contains(conflicts[*at].id.as_str())).collect();
        let felt = sides
            .chunk_by(|a, b| a.0 == b.0)
            // A fact on both sides of a conflict is not at odds with itself.
            .filter_map(|sides| if let [(at, side)] = sides { verdicts[*at].get(*side) } else { None });
        let claims: Vec<&Claim> = fact.claims.iter().filter_map(|id| known.get(id.as_str()).copied()).collect();
        (fact.rank, fact.rank_reason) = conclude(felt, &claims, fact.support.independent);
    }
}

impl Effect {
    fn rank(self) -> Rank {
        match self {
            Effect::Wins => Rank::Preferred,
            Effect::Loses | Effect::Stands | Effect::Beside => Rank::Normal,
            Effect::Falls => Rank::Deprecated,
        }
    }
}
