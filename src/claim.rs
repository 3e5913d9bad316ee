//! A claim: what one article says in one place, and the bytes it rests on.
//!
//! These types are the output's contract: their fields stand in the order of the JSON keys, and every
//! key is always written (absent is `null`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::DateFrom;
use crate::date::Date;
use crate::document::{BlockKind, Language};
use crate::span::Span;

/// Version of the output's contract; in every schema and in `run.json`.
pub const CONTRACT_VERSION: &str = "1";

/// What kind of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the variants are the words of the contract")]
pub enum Kind {
    Person,
    Group,
    Song,
    Album,
    Film,
    Series,
    Video,
    Book,
    Game,
    Stage,
    Company,
    Event,
    Award,
    Chart,
    Place,
}

impl Kind {
    /// Every kind, in the contract's order.
    pub const ALL: [Kind; 15] = [
        Kind::Person,
        Kind::Group,
        Kind::Song,
        Kind::Album,
        Kind::Film,
        Kind::Series,
        Kind::Video,
        Kind::Book,
        Kind::Game,
        Kind::Stage,
        Kind::Company,
        Kind::Event,
        Kind::Award,
        Kind::Chart,
        Kind::Place,
    ];

    /// Its word in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Group => "group",
            Kind::Song => "song",
            Kind::Album => "album",
            Kind::Film => "film",
            Kind::Series => "series",
            Kind::Video => "video",
            Kind::Book => "book",
            Kind::Game => "game",
            Kind::Stage => "stage",
            Kind::Company => "company",
            Kind::Event => "event",
            Kind::Award => "award",
            Kind::Chart => "chart",
            Kind::Place => "place",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is something that is made and published.
    pub fn is_work(self) -> bool {
        matches!(
            self,
            Kind::Song | Kind::Album | Kind::Film | Kind::Series | Kind::Video | Kind::Book | Kind::Game | Kind::Stage
        )
    }
}

/// A named thing as a claim refers to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Entity {
    /// The fullest form that the article uses.
    pub name: String,
    /// What the article takes it for.
    pub kind: Kind,
    /// Id of the gazetteer's entry. Where no gazetteer knows the name, `None` in claims, as one article cannot tell, and an
    /// id of this run (`local:…`) in facts and conflicts.
    pub id: Option<String>,
}

/// What the ids begin with of things that no gazetteer knows.
pub(crate) const LOCAL: &str = "local:";

impl Entity {
    /// Whether a gazetteer knows it.
    pub fn is_listed(&self) -> bool {
        self.id.as_deref().is_some_and(|id| !id.starts_with(LOCAL))
    }
}

/// The object of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(from = "RawValue", into = "RawValue")]
#[schemars(with = "RawValue")]
pub enum Value {
    /// A named thing.
    Entity(Entity),
    /// A date, in EDTF.
    Date(Date),
    /// A bare decimal number; its unit stands in `qualifiers.unit`.
    Number(String),
    /// Currency code and amount: `USD 200000000`.
    Money(String),
    /// An ISO 8601 duration, normalised: `PT2H15M`.
    Duration(String),
    /// Words: a genre, a quotation, an alternative title.
    Text(String),
    /// The article says that it is not known, announced or fixed.
    Unknown,
    /// The article leaves it open ("upcoming").
    Unspecified,
}

impl Value {
    /// The word for its kind in the contract: an entity's kind, or `date`, `text` ...
    pub fn kind_name(&self) -> &'static str {
        match self {
            Value::Entity(entity) => entity.kind.name(),
            Value::Date(_) => "date",
            Value::Number(_) => "number",
            Value::Money(_) => "money",
            Value::Duration(_) => "duration",
            Value::Text(_) => "text",
            Value::Unknown => "unknown",
            Value::Unspecified => "unspecified",
        }
    }

    /// The value as one reads it: a name, an EDTF date, `unknown` ...
    pub fn text(&self) -> String {
        match self {
            Value::Entity(entity) => entity.name.clone(),
            Value::Date(date) => date.to_string(),
            Value::Number(text) | Value::Money(text) | Value::Duration(text) | Value::Text(text) => text.clone(),
            Value::Unknown => "unknown".into(),
            Value::Unspecified => "unspecified".into(),
        }
    }
}

/// How a [`Value`] is written: an entity as `{"name","kind","id"}`, anything else as `{"kind","value"}`.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
enum RawValue {
    Entity(Entity),
    Plain {
        #[schemars(extend("enum" = ["date", "number", "money", "duration", "text", "unknown", "unspecified"]))]
        kind: String,
        value: Option<String>,
    },
}

impl From<Value> for RawValue {
    fn from(value: Value) -> RawValue {
        match value {
            Value::Entity(entity) => RawValue::Entity(entity),
            Value::Unknown | Value::Unspecified => RawValue::Plain { kind: value.kind_name().into(), value: None },
            other => RawValue::Plain { kind: other.kind_name().into(), value: Some(other.text()) },
        }
    }
}

impl From<RawValue> for Value {
    fn from(raw: RawValue) -> Value {
        match raw {
            RawValue::Entity(entity) => Value::Entity(entity),
            RawValue::Plain { kind, value } => {
                let text = value.unwrap_or_default();
                match kind.as_str() {
                    "date" => text.parse().map_or(Value::Text(text), Value::Date),
                    "number" => Value::Number(text),
                    "money" => Value::Money(text),
                    "duration" => Value::Duration(text),
                    "unknown" => Value::Unknown,
                    "unspecified" => Value::Unspecified,
                    _ => Value::Text(text),
                }
            }
        }
    }
}

/// Whether the article says it or says that it is not so.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is so.
    #[default]
    Affirmed,
    /// It is not so; where somebody denies it, that is the claim's `attribution`.
    Negated,
}

/// How the article stands to what it says.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// Told as fact.
    #[default]
    Asserted,
    /// Will, set to, slated, scheduled, expected by those responsible.
    Planned,
    /// Reportedly, according to unnamed people, is said to.
    Reported,
    /// Speculation, may, could, fans believe.
    Rumoured,
    /// Reported as denied by somebody, without the article taking the denial over.
    Denied,
}

/// The text that a claim rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Evidence {
    /// The sentence.
    pub span: Span,
    /// The mention of the subject; `None` where only the context names it.
    pub subject: Option<Span>,
    /// The mention of the object; `None` for `unspecified` and values that no single word names.
    pub object: Option<Span>,
    /// `article.text[span]`, to the byte.
    pub text: String,
}

/// What a claim line carries of its article, so that reconciling needs no text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Source {
    /// The article's date.
    pub date: Option<Date>,
    /// Where that date comes from.
    pub date_from: Option<DateFrom>,
    /// Address of the page.
    pub url: Option<String>,
    /// Publisher.
    pub site: Option<String>,
    /// A sketch of its text ([`crate::reconcile::copies`]), by which articles that copy one text are found: agreement
    /// among them counts once.
    pub copy_key: Option<String>,
}

/// One claim of one article. The fields stand in the contract's order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Claim {
    /// Hash of the article's name, the claim's fields and its evidence span; 16 hexadecimal digits.
    pub id: String,
    /// The article's name.
    pub article: String,
    /// Whom or what it is about.
    pub subject: Entity,
    /// A predicate's name.
    pub predicate: String,
    /// What is said of the subject.
    pub object: Value,
    /// `region`, `role`, `chart`, `unit` ... and their values as text.
    pub qualifiers: BTreeMap<String, String>,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Asserted, planned, reported, rumoured or denied.
    pub modality: Modality,
    /// Speaker or outlet that the text names for it.
    pub attribution: Option<String>,
    /// The block it stands in.
    pub block: BlockKind,
    /// The language of its sentence.
    pub language: Language,
    /// `predicate/rule` of the rule that found it.
    pub rule: String,
    /// The bytes it rests on.
    pub evidence: Evidence,
    /// What reconciling needs to know of the article.
    pub source: Source,
}

impl Claim {
    /// Sets `id` from all other fields but `source`: the same on every machine and in every run.
    pub fn seal(mut self) -> Claim {
        self.id.clear();
        let source = std::mem::take(&mut self.source);
        let fields = serde_json::to_vec(&self).unwrap_or_default();
        self.source = source;
        self.id = blake3::hash(&fields).to_hex()[..16].to_string();
        self
    }

    /// Where it stands among all claims: by article, then in text order. All outputs keep this order.
    pub fn place(&self) -> impl Ord + '_ {
        let Evidence { span, subject, object, .. } = &self.evidence;
        (&self.article, span.start, subject, object, &self.id)
    }
}
