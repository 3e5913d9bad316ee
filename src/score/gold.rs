//! Gold: claims that a careful reader marked, one JSON object a line.

use serde::Deserialize;

use crate::{Modality, Polarity};

/// One claim of the gold.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Gold {
    /// The article's name; claims may have folders before it.
    pub article: String,
    /// Whom or what it is about, in the fullest form.
    pub subject: String,
    /// What kind of thing that is.
    pub subject_kind: String,
    /// Other forms of the subject that are right.
    #[serde(default)]
    pub subject_alts: Vec<String>,
    /// The predicate.
    pub predicate: String,
    /// What is said of it: a name, an EDTF date, a number, words.
    pub object: String,
    /// What kind of thing or value that is.
    pub object_kind: String,
    /// Other forms of the object that are right.
    #[serde(default)]
    pub object_alts: Vec<String>,
    /// Words of the article that say it.
    #[serde(default)]
    pub evidence: String,
    /// Whether a claim of it is neither right nor wrong, and its absence no miss.
    #[serde(default)]
    pub optional: bool,
    /// Whether it is so or not.
    #[serde(default = "affirmed")]
    pub polarity: Polarity,
    /// How the article stands to it.
    #[serde(default = "asserted")]
    pub modality: Modality,
    /// Who says it.
    #[serde(default)]
    pub attribution: Option<String>,
}

fn affirmed() -> Polarity {
    Polarity::Affirmed
}

fn asserted() -> Modality {
    Modality::Asserted
}

/// Reads JSON lines of gold. An error tells the line and the cause.
pub fn read(text: &str) -> Result<Vec<Gold>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            let row: Result<Gold, _> = serde_json::from_str(line);
            row.map(upright).map_err(|error| format!("line {}: no gold claim: {error}", index + 1))
        })
        .collect()
}

/// "X has the child Y" as "Y has the parent X": the two say the same.
fn upright(row: Gold) -> Gold {
    if row.predicate != "child" {
        return row;
    }
    Gold {
        predicate: "parent".into(),
        subject: row.object,
        subject_kind: row.object_kind,
        subject_alts: row.object_alts,
        object: row.subject,
        object_kind: row.subject_kind,
        object_alts: row.subject_alts,
        ..row
    }
}
