//! The flat tables: claims, facts and conflicts without nesting, and what ties them together. Columns stay as they
//! are within a version of the contract.

use super::ExportError;
use super::date::bounds;
use super::table::{Cell, Kind, Row, Table};
use crate::claim::Value;
use crate::report::SideValue;
use crate::write::ArticleRow;
use crate::{Claim, Conflict, Date, Entity, Fact};

use Kind::{Day, Integer, Number, Text};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "articles",
        about: "an article",
        columns: &[
            ("article", Text),
            ("title", Text),
            ("date", Text),
            ("date_min", Day),
            ("date_max", Day),
            ("date_from", Text),
            ("fetched", Text),
            ("url", Text),
            ("site", Text),
            ("authors", Text),
            ("copy_key", Text),
            ("bytes", Integer),
            ("claims", Integer),
        ],
        rows: |source, row| source.articles(&mut |article| row(&article_cells(&article))),
    },
    Table {
        name: "claims",
        about: "what one article says in one place",
        columns: &[
            ("claim", Text),
            ("article", Text),
            ("subject", Text),
            ("subject_kind", Text),
            ("subject_id", Text),
            ("predicate", Text),
            ("object", Text),
            ("object_kind", Text),
            ("object_id", Text),
            ("date_min", Day),
            ("date_max", Day),
            ("number", Number),
            ("unit", Text),
            ("qualifiers", Text),
            ("polarity", Text),
            ("modality", Text),
            ("attribution", Text),
            ("block", Text),
            ("language", Text),
            ("rule", Text),
            ("evidence", Text),
            ("evidence_start", Integer),
            ("evidence_end", Integer),
        ],
        rows: |source, row| source.claims(&mut |claim| row(&claim_cells(&claim))),
    },
    Table {
        name: "facts",
        about: "claims merged over articles, with the rank of the value",
        columns: &[
            ("fact", Text),
            ("subject", Text),
            ("subject_kind", Text),
            ("subject_id", Text),
            ("predicate", Text),
            ("object", Text),
            ("object_kind", Text),
            ("object_id", Text),
            ("date_min", Day),
            ("date_max", Day),
            ("number", Number),
            ("unit", Text),
            ("qualifiers", Text),
            ("rank", Text),
            ("rank_reason", Text),
            ("articles", Integer),
            ("independent", Integer),
            ("conflicts", Integer),
        ],
        rows: |source, row| source.facts(&mut |fact| row(&fact_cells(&fact))),
    },
    Table {
        name: "fact_claims",
        about: "a claim that is merged in a fact",
        columns: &[("fact", Text), ("claim", Text)],
        rows: |source, row| {
            source.facts(&mut |fact| {
                fact.claims.iter().try_for_each(|claim| row(&[fact.id.as_str().into(), claim.as_str().into()]))
            })
        },
    },
    Table {
        name: "fact_names",
        about: "another name of a fact's subject or object, and why it is taken for one",
        columns: &[("fact", Text), ("role", Text), ("name", Text), ("why", Text)],
        rows: |source, row| {
            source.facts(&mut |fact| {
                fact.joined.iter().try_for_each(|joined| {
                    let (name, why) = (joined.name.as_str().into(), joined.why.as_str().into());
                    row(&[fact.id.as_str().into(), word(&joined.of).into(), name, why])
                })
            })
        },
    },
    Table {
        name: "conflicts",
        about: "a disagreement",
        columns: &[
            ("conflict", Text),
            ("kind", Text),
            ("scope", Text),
            ("weight", Text),
            ("subject", Text),
            ("subject_kind", Text),
            ("subject_id", Text),
            ("predicate", Text),
            ("sides", Integer),
            ("note", Text),
        ],
        rows: |source, row| source.conflicts(&mut |conflict| row(&conflict_cells(&conflict))),
    },
    Table {
        name: "fact_conflicts",
        about: "a conflict that contests a fact",
        columns: &[("fact", Text), ("conflict", Text)],
        rows: |source, row| {
            source.facts(&mut |fact| {
                fact.contested_by
                    .iter()
                    .try_for_each(|conflict| row(&[fact.id.as_str().into(), conflict.as_str().into()]))
            })
        },
    },
    Table {
        name: "sides",
        about: "a side of a conflict",
        columns: &[
            ("conflict", Text),
            ("side", Integer),
            ("value", Text),
            ("value_kind", Text),
            ("value_id", Text),
            ("polarity", Text),
            ("modality", Text),
            ("articles", Integer),
        ],
        rows: |source, row| source.conflicts(&mut |conflict| side_rows(&conflict, row)),
    },
    Table {
        name: "side_claims",
        about: "a claim on a side of a conflict",
        columns: &[("conflict", Text), ("side", Integer), ("claim", Text)],
        rows: |source, row| {
            source.conflicts(&mut |conflict| {
                let sides = conflict.sides.iter().enumerate();
                let mut claims = sides.flat_map(|(at, side)| side.claims.iter().map(move |claim| (at, claim)));
                claims.try_for_each(|(at, claim)| row(&[conflict.id.as_str().into(), at.into(), claim.as_str().into()]))
            })
        },
    },
];

fn article_cells(article: &ArticleRow) -> Vec<Cell<'_>> {
    let [first, last] = article.date.as_ref().map(bounds).unwrap_or_default();
    vec![
        article.name.as_str().into(),
        article.title.as_deref().into(),
        article.date.as_ref().map(Date::to_string).into(),
        first.into(),
        last.into(),
        article.date_from.as_ref().map(word).into(),
        article.fetched.as_ref().map(Date::to_string).into(),
        article.url.as_deref().into(),
        article.site.as_deref().into(),
        json(&article.authors).into(),
        article.copy_key.as_deref().into(),
        article.counts.bytes.into(),
        article.counts.claims.into(),
    ]
}

fn claim_cells(claim: &Claim) -> Vec<Cell<'_>> {
    let mut cells: Vec<Cell> = vec![claim.id.as_str().into(), claim.article.as_str().into()];
    cells.extend(entity_cells(&claim.subject));
    cells.push(claim.predicate.as_str().into());
    cells.extend(value_cells(&claim.object, claim.qualifiers.get(UNIT)));
    cells.extend::<[Cell; 10]>([
        json(&claim.qualifiers).into(),
        word(&claim.polarity).into(),
        word(&claim.modality).into(),
        claim.attribution.as_deref().into(),
        word(&claim.block).into(),
        word(&claim.language).into(),
        claim.rule.as_str().into(),
        claim.evidence.text.as_str().into(),
        (claim.evidence.span.start as usize).into(),
        (claim.evidence.span.end as usize).into(),
    ]);
    cells
}

fn fact_cells(fact: &Fact) -> Vec<Cell<'_>> {
    let mut cells: Vec<Cell> = vec![fact.id.as_str().into()];
    cells.extend(entity_cells(&fact.subject));
    cells.push(fact.predicate.as_str().into());
    cells.extend(value_cells(&fact.object, fact.qualifiers.get(UNIT)));
    cells.extend::<[Cell; 6]>([
        json(&fact.qualifiers).into(),
        fact.rank.name().into(),
        fact.rank_reason.as_str().into(),
        fact.support.articles.len().into(),
        (fact.support.independent as usize).into(),
        fact.contested_by.len().into(),
    ]);
    cells
}

fn conflict_cells(conflict: &Conflict) -> Vec<Cell<'_>> {
    let mut cells: Vec<Cell> = vec![
        conflict.id.as_str().into(),
        conflict.kind.name().into(),
        word(&conflict.scope).into(),
        word(&conflict.weight).into(),
    ];
    cells.extend(entity_cells(&conflict.subject));
    cells.extend::<[Cell; 3]>([
        conflict.predicate.as_deref().into(),
        conflict.sides.len().into(),
        conflict.note.as_deref().into(),
    ]);
    cells
}

fn side_rows(conflict: &Conflict, row: Row) -> Result<(), ExportError> {
    for (at, side) in conflict.sides.iter().enumerate() {
        let [value, kind, id] = match &side.value {
            SideValue::Word(word) => [word.as_str().into(), "word".into(), Cell::Null],
            SideValue::Value(value) => object_cells(value),
        };
        row(&[
            conflict.id.as_str().into(),
            at.into(),
            value,
            kind,
            id,
            side.polarity.as_ref().map(word).into(),
            side.modality.as_ref().map(word).into(),
            side.articles.len().into(),
        ])?;
    }
    Ok(())
}

/// The qualifier that holds a number's unit.
const UNIT: &str = "unit";

fn entity_cells(entity: &Entity) -> [Cell<'_>; 3] {
    [entity.name.as_str().into(), entity.kind.name().into(), entity.id.as_deref().into()]
}

/// Text, kind and id of a value.
fn object_cells(value: &Value) -> [Cell<'_>; 3] {
    let (text, id) = match value {
        Value::Unknown | Value::Unspecified => (Cell::Null, None),
        Value::Entity(entity) => (entity.name.as_str().into(), entity.id.as_deref()),
        other => (other.text().into(), None),
    };
    [text, value.kind_name().into(), id.into()]
}

/// The same, then first and last day, number and unit.
fn value_cells<'a>(value: &'a Value, unit: Option<&'a String>) -> Vec<Cell<'a>> {
    let days = if let Value::Date(date) = value { bounds(date) } else { [None, None] };
    let (number, unit) = match value {
        Value::Number(number) => (Some(number.as_str()), unit.map(String::as_str)),
        Value::Money(money) => money.split_once(' ').map_or((None, None), |(unit, number)| (Some(number), Some(unit))),
        _ => (None, None),
    };
    let number = number.filter(|number| is_number(number)).map_or(Cell::Null, |number| Cell::Number(number.into()));
    let mut cells = object_cells(value).to_vec();
    cells.extend(days.map(Cell::from));
    cells.extend([number, unit.into()]);
    cells
}

/// Whether a text is a number as JSON writes it, and no longer than databases read exactly enough.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && (whole == "0" || !whole.starts_with('0')) && part.is_none_or(all) && text.len() < 32
}

/// The word of the contract.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
