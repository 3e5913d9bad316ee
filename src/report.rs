//! What reconciling yields: facts merged over articles and the conflicts between them. The types only;
//! [`crate::reconcile`] makes them. Fields stand in the contract's order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::claim::{Claim, Entity, Value};

/// Everything a set of articles says, and where it disagrees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// All claims, by article and place.
    pub claims: Vec<Claim>,
    /// Claims merged over articles.
    pub facts: Vec<Fact>,
    /// Disagreements.
    pub conflicts: Vec<Conflict>,
}

/// The same thing said in one or more places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Fact {
    /// Hash of subject, predicate, object and qualifiers.
    pub id: String,
    /// Whom or what it is about; the name that most articles use.
    pub subject: Entity,
    /// A predicate's name.
    pub predicate: String,
    /// What is said.
    pub object: Value,
    /// Those on which all claims agree, whatever their case and punctuation.
    pub qualifiers: BTreeMap<String, String>,
    /// Ids of the claims merged in it.
    pub claims: Vec<String>,
    /// Who says it.
    pub support: Support,
    /// Ids of conflicts that have this fact on one side.
    pub contested_by: Vec<String>,
    /// Whether it is the value to use ([`crate::rank`]).
    #[serde(default)]
    pub rank: Rank,
    /// Why it has that rank, in words.
    #[serde(default)]
    pub rank_reason: String,
    /// The other names that its claims use of subject and object, and why each was taken for the same thing.
    #[serde(default)]
    pub joined: Vec<Joined>,
}

/// A name that was taken for a thing's, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Joined {
    /// Which end of the fact it names.
    pub of: End,
    /// The name as articles have it.
    pub name: String,
    /// Why it is one with the fact's, in words.
    pub why: String,
}

/// The ends of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// Whom or what it is about.
    Subject,
    /// What is said.
    Object,
}

impl Fact {
    /// What facts are ordered by, wherever they stand: in results, in a knowledge base, in exports.
    pub(crate) fn place(&self) -> impl Ord + '_ {
        (&self.subject, &self.predicate, &self.object, &self.qualifiers, &self.id)
    }
}

/// Which of several values to use, in Wikidata's terms.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// The one to use where others are told too.
    Preferred,
    /// Not contested, or nothing decides.
    #[default]
    Normal,
    /// Not to be used: superseded, denied, or hearsay beside what is told outright.
    Deprecated,
}

impl Rank {
    /// Its word in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Rank::Preferred => "preferred",
            Rank::Normal => "normal",
            Rank::Deprecated => "deprecated",
        }
    }
}

/// How widely a fact is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Support {
    /// Names of the articles that say it.
    pub articles: Vec<String>,
    /// Articles counted with copies of one text taken as one.
    pub independent: u32,
}

/// A disagreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Conflict {
    /// Hash of its other fields.
    pub id: String,
    /// What kind of disagreement.
    pub kind: ConflictKind,
    /// Within one article or between articles.
    pub scope: Scope,
    /// How much it weighs.
    pub weight: Weight,
    /// Whom or what it is about.
    pub subject: Entity,
    /// The predicate; `None` for kinds that are about the name itself.
    pub predicate: Option<String>,
    /// Two or more.
    pub sides: Vec<Side>,
    /// Why it is one, in words.
    pub note: Option<String>,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Side {
    /// What this side says: a value, or a word (a kind, a predicate's name, a spelling).
    pub value: SideValue,
    /// How it stands to it, where the sides differ in that.
    #[serde(default)]
    pub polarity: Option<crate::claim::Polarity>,
    /// How sure it is, where the sides differ in that.
    #[serde(default)]
    pub modality: Option<crate::claim::Modality>,
    /// Ids of its claims.
    pub claims: Vec<String>,
    /// Names of its articles.
    pub articles: Vec<String>,
}

/// What a side of a conflict says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum SideValue {
    /// A word.
    Word(String),
    /// A claim's object.
    Value(Value),
}

/// Kinds of disagreement; what each means stands in [`ConflictKind::meaning`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "`meaning` says it")]
pub enum ConflictKind {
    Value,
    Polarity,
    Kind,
    Speaker,
    Relation,
    Credit,
    Unspecified,
    Status,
    Precision,
    Wording,
    Name,
}

impl ConflictKind {
    /// Every kind with its word and its meaning: help, schema and report are made from it.
    pub const ALL: [(ConflictKind, &'static str, &'static str); 11] = [
        (ConflictKind::Value, "value", "two values that exclude each other"),
        (ConflictKind::Polarity, "polarity", "affirmed here, denied there"),
        (ConflictKind::Kind, "kind", "one name, said to be different kinds of thing"),
        (ConflictKind::Speaker, "speaker", "one statement, two speakers"),
        (ConflictKind::Relation, "relation", "two works, related in different ways"),
        (ConflictKind::Credit, "credit", "a credit that usually has one holder goes to different people"),
        (ConflictKind::Unspecified, "unspecified", "a value here, not known or left open there"),
        (ConflictKind::Status, "status", "the same content with different standing"),
        (ConflictKind::Precision, "precision", "one value contains the other"),
        (ConflictKind::Wording, "wording", "one statement, two wordings"),
        (ConflictKind::Name, "name", "one thing, spelled in different ways"),
    ];

    /// Its word in the contract.
    pub fn name(self) -> &'static str {
        ConflictKind::ALL[self as usize].1
    }

    /// What it means, in a phrase.
    pub fn meaning(self) -> &'static str {
        ConflictKind::ALL[self as usize].2
    }
}

/// Where a disagreement lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Inside one article.
    Within,
    /// Between articles.
    Between,
}

/// How much a disagreement weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Both cannot be right.
    Hard,
    /// They may be reconciled, but not from the text.
    Soft,
    /// A difference of precision, spelling or time.
    Note,
}

impl Weight {
    /// The heading under which a report shows conflicts of this weight.
    pub fn heading(self) -> &'static str {
        match self {
            Weight::Hard => "HARD CONFLICTS",
            Weight::Soft => "SOFT CONFLICTS",
            Weight::Note => "NOTES",
        }
    }

    /// What it means, in a phrase.
    pub fn meaning(self) -> &'static str {
        match self {
            Weight::Hard => "the sides cannot both be right",
            Weight::Soft => "they may both be right, but the texts do not tell",
            Weight::Note => "differences of precision, wording, spelling or time",
        }
    }
}
