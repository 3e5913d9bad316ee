//! Pairs of gold and claims, and what they score.

use proptest::prelude::*;

use super::*;
use crate::claim::Source;
use crate::document::{BlockKind, Language};
use crate::{Entity, Evidence, Kind, Lexicon, Span};

fn gold(text: &str) -> Gold {
    // `subject (kind) | predicate | object (kind)`, with `*` before what is optional.
    let (optional, text) = text.strip_prefix('*').map_or((false, text), |text| (true, text));
    let parts: Vec<&str> = text.split(" | ").collect();
    let [(subject, subject_kind), (object, object_kind)] = [parts[0], parts[2]].map(side);
    let row = serde_json::json!({
        "article": "a.txt", "subject": subject, "subject_kind": subject_kind, "predicate": parts[1],
        "object": object, "object_kind": object_kind, "optional": optional,
    });
    read(&row.to_string()).expect("gold").remove(0)
}

fn side(text: &str) -> (&str, &str) {
    text.trim_end_matches(')').rsplit_once(" (").expect("a kind in brackets")
}

fn claim(text: &str) -> Claim {
    let parts: Vec<&str> = text.split(" | ").collect();
    let entity = |text| {
        let (name, kind) = side(text);
        Kind::from_name(kind).map(|kind| Entity { name: name.into(), kind, id: None })
    };
    let object = match (entity(parts[2]), side(parts[2])) {
        (Some(entity), _) => Value::Entity(entity),
        (None, (value, "date")) => Value::Date(value.parse().expect("EDTF")),
        (None, (value, "number")) => Value::Number(value.into()),
        (None, ("", _)) => Value::Unspecified,
        (None, (value, _)) => Value::Text(value.into()),
    };
    let span = Span::new(0, 1);
    Claim {
        id: String::new(),
        article: "folder/a.txt".into(),
        subject: entity(parts[0]).expect("a kind"),
        predicate: parts[1].into(),
        object,
        qualifiers: BTreeMap::new(),
        polarity: Polarity::Affirmed,
        modality: Modality::Asserted,
        attribution: None,
        block: BlockKind::Paragraph,
        language: Language::En,
        rule: format!("{}/x", parts[1]),
        evidence: Evidence { span, subject: None, object: None, text: String::new() },
        source: Source::default(),
    }
}

/// Gold, a claim, and what the claim is worth; `None` if it counts nowhere.
const PAIRS: &[(&str, &str, Option<f64>)] = &[
    (
        "Signal (film) | directed_by | Maria Lind (person)",
        "Signal (film) | directed_by | Maria Lind (person)",
        Some(1.0),
    ),
    ("Signal (film) | directed_by | Maria Lind (person)", "signal (film) | directed_by | Lind (person)", Some(1.0)),
    ("The Signal (film) | directed_by | Lind (person)", "Signal (film) | directed_by | Maria Lind (person)", Some(0.0)),
    (
        "Signal (film) | directed_by | Maria Lind (person)",
        "Signal (film) | cast_member | Maria Lind (person)",
        Some(0.0),
    ),
    ("Jack & Jill (film) | genre | drama (text)", "Jack and Jill’s (film) | genre | Drama (text)", Some(1.0)),
    ("Signal (film) | release_date | 2021-04-02 (date)", "Signal (film) | release_date | 2021-04 (date)", Some(0.5)),
    ("Signal (film) | release_date | 2021-04 (date)", "Signal (film) | release_date | 2021-04-02 (date)", Some(0.0)),
    ("Signal (film) | release_date | 2021-04 (date)", "Signal (film) | release_date |  (unspecified)", None),
    ("Tide (song) | views | 12,000,000 (number)", "Tide (song) | views | 12000000 (number)", Some(1.0)),
    ("A B (person) | child | C D (person)", "C D (person) | parent | A B (person)", Some(1.0)),
    ("A B (person) | spouse | C D (person)", "C D (person) | spouse | A B (person)", Some(1.0)),
    (
        "A B (person) | said | one two three four five six (text)",
        "B (person) | said | “One two three four five! (text)",
        Some(1.0),
    ),
    ("*Signal (film) | genre | drama (text)", "Signal (film) | genre | drama (text)", None),
    ("Signal (film) | genre | drama (text)", "Signal (film) | shoe_size | 44 (number)", None),
];

#[test]
fn pairs() {
    for (row, said, worth) in PAIRS {
        let score = score(&[gold(row)], &[claim(said)], &Lexicon::builtin().predicates);
        let precision = score.total.precision;
        assert_eq!((precision.all > 0).then_some(precision.right), *worth, "{row} / {said}");
    }
}

#[test]
fn namesakes_need_their_kind() {
    let rows = [gold("Signal (film) | country | Japan (text)"), gold("Signal (series) | country | Korea (text)")];
    let said = [claim("Signal (series) | country | Japan (text)"), claim("Signal (series) | country | Korea (text)")];
    let score = score(&rows, &said, &Lexicon::builtin().predicates);
    assert_eq!((score.total.precision.right, score.total.precision.all), (1.0, 2));
    assert_eq!(score.missed, [rows[0].clone()]);
    assert_eq!(score.wrong[0].0, "country/x");
}

#[test]
fn what_is_said_again_counts_once() {
    let row = [gold("Maria Lind (person) | occupation | singer (text)")];
    let said = ["Maria Lind (person) | occupation | singer (text)", "Lind (person) | occupation | singer (text)"];
    let score = score(&row, &said.map(claim), &Lexicon::builtin().predicates);
    assert_eq!((score.total.precision.all, score.total.recall.right), (1, 1.0));
}

proptest! {
    #[test]
    fn any_names_are_folded(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' '));
    }
}
