//! What reconciling finds in the claims of `fixtures/conflicts`, and what must hold of any report.
//!
//! A fixture is a file named after a kind of conflict. Its cases are parted by headings: one shows a conflict of
//! that kind; one that begins with `not:` comes near and must show none of that kind. A line is a claim:
//! `article [its date] | subject (kind) | predicate | object (kind) | modality, polarity, qualifier=value`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use sayso::claim::Source;
use sayso::document::{BlockKind, Language};
use sayso::report::{Conflict, ConflictKind, SideValue};
use sayso::{Claim, Entity, Evidence, Kind, Lexicon, Modality, Polarity, Rank, Report, Span, Value, reconcile};

#[test]
fn fixtures() {
    insta::glob!("../fixtures/conflicts", "*.claims", |path| {
        let wanted = path.file_stem().unwrap().to_str().unwrap();
        let mut shown = String::new();
        for case in fs::read_to_string(path).unwrap().split("# ").skip(1) {
            let (title, lines) = case.split_once('\n').unwrap();
            let claims = lines.lines().filter(|line| !line.is_empty()).enumerate().map(|(at, line)| read(at, line));
            let report = reconcile(claims.collect(), Lexicon::builtin());
            let found = report.conflicts.iter().any(|conflict| conflict.kind.name() == wanted);
            assert_eq!(found, !title.starts_with("not:"), "{wanted}: {title}\n{}", show(&report));
            writeln!(shown, "# {title}\n{}", show(&report)).unwrap();
        }
        insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!(shown) });
    });
}

/// `fixtures/ranking`: the heading of a case says which rank each of its facts must get, the snapshot shows why.
#[test]
fn facts_are_ranked() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/ranking/cases.claims")).unwrap();
    let mut shown = String::new();
    for case in text.split("# ").skip(1) {
        let (title, lines) = case.split_once('\n').unwrap();
        let claims = lines.lines().filter(|line| !line.is_empty()).enumerate().map(|(at, line)| read(at, line));
        let report = reconcile(claims.collect(), Lexicon::builtin());
        let found: Vec<String> =
            report.facts.iter().map(|fact| format!("{} {}", fact.object.text(), fact.rank.name())).collect();
        let (_, wanted) = title.split_once(" → ").expect(title);
        assert_eq!(found.join(", "), wanted, "{title}\n{}", show(&report));
        writeln!(shown, "# {title}").unwrap();
        for fact in &report.facts {
            writeln!(shown, "    {}: {}", fact.object.text(), fact.rank_reason).unwrap();
        }
    }
    insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!(shown) });
}

#[test]
fn every_kind_has_a_fixture() {
    for (_, name, _) in ConflictKind::ALL {
        let path = format!("{}/fixtures/conflicts/{name}.claims", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).expect(&path);
        assert!(text.contains("# not: "), "{path} has no case that comes near");
    }
}

/// A claim as a fixture writes it.
fn read(at: usize, line: &str) -> Claim {
    let cells: Vec<&str> = line.split(" | ").map(|cell| cell.trim_end_matches(" |").trim()).collect();
    let (article, date) = cells[0].split_once(' ').map_or((cells[0], None), |(name, date)| (name, Some(date)));
    let (name, kind) = kinded(cells[1]);
    let mut claim = claim(article, entity(name, Kind::from_name(kind).unwrap()), cells[2], object(cells[3]));
    claim.evidence.span = Span::new(at, at + 1);
    claim.source.date = date.map(|date| date.parse().unwrap());
    for flag in cells.get(4).unwrap_or(&"").split(", ").filter(|flag| !flag.is_empty()) {
        set(&mut claim, flag);
    }
    claim.seal()
}

fn set(claim: &mut Claim, flag: &str) {
    match (flag, flag.split_once('=')) {
        ("negated", _) => claim.polarity = Polarity::Negated,
        (_, Some(("id", id))) => claim.subject.id = Some(id.into()),
        (_, Some(("by", who))) => claim.attribution = Some(who.into()),
        (_, Some(("copy", key))) => claim.source.copy_key = Some(key.into()),
        (_, Some((name, value))) => drop(claim.qualifiers.insert(name.into(), value.into())),
        (modality, None) => claim.modality = serde_json::from_value(modality.into()).unwrap(),
    }
}

/// `name (kind)`.
fn kinded(text: &str) -> (&str, &str) {
    text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")).unwrap_or((text, text))
}

fn object(text: &str) -> Value {
    let (value, kind) = kinded(text);
    match Kind::from_name(kind) {
        Some(kind) => Value::Entity(entity(value, kind)),
        None => serde_json::from_value(serde_json::json!({"kind": kind, "value": value})).unwrap(),
    }
}

fn entity(name: &str, kind: Kind) -> Entity {
    Entity { name: name.into(), kind, id: None }
}

fn claim(article: &str, subject: Entity, predicate: &str, object: Value) -> Claim {
    let evidence = Evidence { span: Span::new(0, 1), subject: None, object: None, text: "x".into() };
    Claim {
        id: String::new(),
        article: article.into(),
        subject,
        predicate: predicate.into(),
        object,
        qualifiers: BTreeMap::new(),
        polarity: Polarity::Affirmed,
        modality: Modality::Asserted,
        attribution: None,
        block: BlockKind::Paragraph,
        language: Language::En,
        rule: format!("{predicate}/test"),
        evidence,
        source: Source::default(),
    }
}

/// A report's conflicts for a reader of snapshots.
fn show(report: &Report) -> String {
    let mut out = String::new();
    for conflict in &report.conflicts {
        let (kind, subject) = (conflict.kind.name(), &conflict.subject);
        let predicate = conflict.predicate.as_deref().unwrap_or("-");
        writeln!(
            out,
            "{kind} {:?} {:?}: {} ({}) {predicate}",
            conflict.scope,
            conflict.weight,
            subject.name,
            subject.kind.name()
        )
        .unwrap();
        for side in &conflict.sides {
            let standing = side.polarity.map(|it| format!(" {it:?}")).unwrap_or_default()
                + &side.modality.map(|it| format!(" {it:?}")).unwrap_or_default();
            writeln!(out, "    {}{standing} ← {}", side_text(&side.value), side.articles.join(", ")).unwrap();
        }
        writeln!(out, "    {}", conflict.note.as_deref().unwrap_or_default()).unwrap();
    }
    out
}

fn side_text(value: &SideValue) -> String {
    match value {
        SideValue::Word(word) => word.clone(),
        SideValue::Value(value) => value.text(),
    }
}

/// Claims over few names and values, so that they meet; some names are hostile.
fn any_claim() -> impl Strategy<Value = Claim> {
    let name = prop_oneof![
        8 => proptest::sample::select(vec![
            "Heron", "The Heron", "HERON", "Heron: The Long Way", "Heron II", "Ane Moe", "Moe", "Ane  Mœ", "Grey Harbour",
            "Gray Harbour", "Undertow", "‘Undertow’", "東京の歌", "Kim Min-ji", "Kim Minjee",
        ]).prop_map(String::from),
        1 => "\\PC{0,12}",
    ];
    let kind = proptest::sample::select(vec![Kind::Person, Kind::Group, Kind::Film, Kind::Series, Kind::Song]);
    let entity = (name, kind, proptest::option::weighted(0.1, proptest::sample::select(vec!["a", "b"])))
        .prop_map(|(name, kind, id)| Entity { name, kind, id: id.map(String::from) });
    let value = prop_oneof![
        4 => entity.clone().prop_map(Value::Entity),
        3 => proptest::sample::select(vec!["2019-05-10", "2019-05", "2019", "XXXX-05-10", "2019-21", "2020-01/2020-03"])
            .prop_map(|date| Value::Date(date.parse().unwrap())),
        2 => proptest::sample::select(vec!["4", "5", "38000000", "38200000", "1e999", "", "NaN"])
            .prop_map(|number| Value::Number(number.into())),
        1 => proptest::sample::select(vec!["PT2H", "PT120M", "P", "PT99999999999999999999H"])
            .prop_map(|time| Value::Duration(time.into())),
        2 => "(we|did|not|sail|home|harbour|ice|sang|organ|old| |'|’|歌){0,24}".prop_map(Value::Text),
        1 => Just(Value::Unknown),
        1 => Just(Value::Unspecified),
    ];
    let predicates = vec![
        "release_date",
        "directed_by",
        "performed_by",
        "member_of",
        "remake_of",
        "sequel_of",
        "said",
        "age",
        "views",
        "alternative_title",
        "country",
        "cast_member",
        "no_such_predicate",
    ];
    let standing = (
        proptest::sample::select(vec![Polarity::Affirmed, Polarity::Affirmed, Polarity::Negated]),
        proptest::sample::select(vec![Modality::Asserted, Modality::Planned, Modality::Rumoured, Modality::Denied]),
        proptest::option::weighted(0.3, proptest::sample::select(vec!["Norway", "Chile"])),
    );
    (0..6u8, entity, proptest::sample::select(predicates), value, standing, 0..40usize).prop_map(
        |(article, subject, predicate, object, (polarity, modality, region), at)| {
            let mut claim = claim(&format!("article-{article}"), subject, predicate, object);
            claim.qualifiers.extend(region.map(|region| ("region".into(), region.into())));
            claim.evidence.span = Span::new(at, at + 1);
            claim.source.date = (article % 2 == 0).then(|| format!("2019-0{}-01", article + 1).parse().unwrap());
            claim.source.copy_key = (article > 3).then(|| "one text".into());
            Claim { polarity, modality, ..claim }.seal()
        },
    )
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    proptest::collection::vec(any_claim(), 0..60)
}

fn bytes(report: &Report) -> (String, String, String) {
    let text = |value: serde_json::Result<String>| value.unwrap();
    (
        text(serde_json::to_string(&report.claims)),
        text(serde_json::to_string(&report.facts)),
        text(serde_json::to_string(&report.conflicts)),
    )
}

/// The claims of an article that tells of nothing that others tell of.
fn unrelated(article: &str) -> Vec<Claim> {
    let lines = [
        "Zvezdopad (film) | directed_by | Ufuk Yildiz (person) |",
        "Zvezdopad (film) | release_date | 1958 (date) |",
        "Ufuk Yildiz (person) | member_of | Yakamoz (group) |",
    ];
    lines.iter().enumerate().map(|(at, line)| read(at, &format!("{article} | {line}"))).collect()
}

proptest! {
    /// Ids, names and reasons stay as they are when something else is told, wherever it stands among the articles.
    #[test]
    fn what_is_told_of_others_does_not_matter(claims in claims()) {
        let alone = reconcile(claims.clone(), Lexicon::builtin());
        for article in ["aa", "article-2-behind", "zz"] {
            let both = reconcile(claims.iter().cloned().chain(unrelated(article)).collect(), Lexicon::builtin());
            let (facts, others): (Vec<_>, Vec<_>) = both.facts.into_iter().partition(|fact| fact.support.articles != [article]);
            prop_assert_eq!(&facts, &alone.facts);
            prop_assert_eq!(others.len(), 3);
        }
    }

    #[test]
    fn order_does_not_matter((one, other) in claims().prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle()))) {
        prop_assert_eq!(bytes(&reconcile(one, Lexicon::builtin())), bytes(&reconcile(other, Lexicon::builtin())));
    }

    #[test]
    fn duplicates_change_nothing(claims in claims(), again in proptest::collection::vec(any::<proptest::sample::Index>(), 1..9)) {
        let mut doubled = claims.clone();
        if !claims.is_empty() {
            doubled.extend(again.iter().map(|index| index.get(&claims).clone()));
        }
        prop_assert_eq!(bytes(&reconcile(claims, Lexicon::builtin())), bytes(&reconcile(doubled, Lexicon::builtin())));
    }

    #[test]
    fn reports_hold_together(claims in claims()) {
        let report = reconcile(claims, Lexicon::builtin());
        let claims: BTreeMap<&str, &Claim> = report.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
        let ids: BTreeSet<&str> = report.conflicts.iter().map(|conflict| conflict.id.as_str()).collect();
        prop_assert_eq!(ids.len(), report.conflicts.len());
        for conflict in &report.conflicts {
            prop_assert!(conflict.sides.len() > 1, "{conflict:?}");
            check_sides(conflict, &claims);
        }
        let facts: BTreeSet<&str> = report.facts.iter().map(|fact| fact.id.as_str()).collect();
        prop_assert_eq!(facts.len(), report.facts.len());
        for fact in &report.facts {
            prop_assert!(!fact.claims.is_empty() && fact.claims.iter().all(|id| claims.contains_key(id.as_str())));
            prop_assert!(!fact.rank_reason.is_empty());
            prop_assert!(fact.subject.id.is_some(), "{fact:?}");
            prop_assert!(!matches!(&fact.object, Value::Entity(object) if object.id.is_none()), "{fact:?}");
            prop_assert!(fact.rank == Rank::Normal || !fact.contested_by.is_empty(), "{fact:?}");
            prop_assert!(fact.contested_by.iter().all(|id| ids.contains(id.as_str())));
            prop_assert!(fact.support.independent >= 1 && fact.support.independent as usize <= fact.support.articles.len());
        }
    }
}

/// Every side rests on claims, and its articles are theirs.
fn check_sides(conflict: &Conflict, claims: &BTreeMap<&str, &Claim>) {
    for side in &conflict.sides {
        assert!(!side.claims.is_empty(), "{conflict:?}");
        let articles: BTreeSet<&str> = side.claims.iter().map(|id| claims[id.as_str()].article.as_str()).collect();
        assert!(articles.into_iter().eq(side.articles.iter().map(String::as_str)), "{conflict:?}");
    }
}

/// Facts of claims as fixtures write them: object, qualifiers and number of articles of each.
fn facts(lines: &[&str]) -> Vec<(String, String, usize)> {
    let report = reconcile(lines.iter().enumerate().map(|(at, line)| read(at, line)).collect(), Lexicon::builtin());
    let ids: BTreeSet<&str> = report.facts.iter().map(|fact| fact.id.as_str()).collect();
    assert_eq!(ids.len(), report.facts.len(), "facts share an id: {:#?}", report.facts);
    let row = |fact: &sayso::Fact| {
        let qualifiers: Vec<String> = fact.qualifiers.iter().map(|(name, text)| format!("{name}={text}")).collect();
        (fact.object.text(), qualifiers.join(", "), fact.support.articles.len())
    };
    report.facts.iter().map(row).collect()
}

#[test]
fn facts_keep_scopes_apart() {
    let found = facts(&[
        "a | Heron (film) | release_date | 2019-05-10 (date) | region=Chile",
        "b | Heron (film) | release_date | 2019-05-10 (date) | region=chile",
        "c | Heron (film) | release_date | 2019-05-10 (date) | edition=Chile",
        "d | Heron (film) | release_date | 2019-05-10 (date) |",
    ]);
    let date = "2019-05-10";
    let wanted = [("", 1), ("edition=Chile", 1), ("region=Chile", 2)];
    assert_eq!(found, wanted.map(|(qualifiers, articles)| (date.into(), qualifiers.into(), articles)));
}

#[test]
fn facts_of_namesakes_have_ids_of_their_own() {
    let found = facts(&[
        "a | Undertow (song) | performed_by | Grey Harbour (group) |",
        "a | Undertow (song) | language | Norwegian (text) |",
        "b | Undertow (song) | performed_by | Ane Moe (person) |",
        "b | Undertow (song) | language | Norwegian (text) |",
    ]);
    assert_eq!(found.len(), 4, "{found:?}");
}

/// Facts with what they are joined by: "subject Undertow (other names) = object".
fn joined(lines: &[&str]) -> Vec<String> {
    let report = reconcile(lines.iter().enumerate().map(|(at, line)| read(at, line)).collect(), Lexicon::builtin());
    let row = |fact: &sayso::Fact| {
        let names = fact.joined.iter().map(|joined| format!("{:?} {}: {}", joined.of, joined.name, joined.why));
        format!(
            "{} {} {} | {}",
            fact.subject.name,
            fact.predicate,
            fact.object.text(),
            names.collect::<Vec<_>>().join("; ")
        )
    };
    report.facts.iter().map(row).collect()
}

#[test]
fn facts_say_why_names_are_one() {
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!(joined(&[
            "a | The Long Winter Tell (song) | performed_by | Grey Harbour (group) |",
            "b | The Long Winter Tell (song) | performed_by | Grey Harbour (group) |",
            "c | The Long Winter Tale (song) | performed_by | GREY HARBOUR (group) |",
            "d | Der lange Winter (song) | performed_by | Grey Harbour (group) |",
            "d | Der lange Winter (song) | alternative_title | The Long Winter Tell (song) |",
            "a | Kim Myeong-hun (person) | member_of | Grey Harbour (group) |",
            "b | Kim Myeong-hun (person) | member_of | Grey Harbour (group) |",
            "c | Kim Myunghoon (person) | member_of | Grey Harbour (group) |",
            "a | Anna Holm (person) | spouse | Lars Brekke (person) |",
            "b | Brekke (person) | spouse | Anna Holm (person) |",
            "b | Brekke Lars (person) | member_of | Grey Harbour (group) |",
        ]).join("\n"));
    });
}

#[test]
fn other_titles_are_facts_of_their_own() {
    let found = facts(&[
        "a | Heron (film) | alternative_title | Reiher (film) |",
        "b | Heron (film) | alternative_title | REIHER (film) |",
        "b | Heron (film) | alternative_title | Hegre (film) |",
    ]);
    assert_eq!(found, [("Hegre".into(), String::new(), 1), ("Reiher".into(), String::new(), 2)]);
}

#[test]
fn copies_are_one_source() {
    let lines = [
        "valley-post | Grey Harbour (group) | member_count | 4 (number) | copy=00.11.22.33.44.55.66.77",
        "fjord-blog | grey harbour (group) | member_count | 4 (number) | copy=00.11.99.99.99.99.99.99",
        "screen-week | Grey Harbour (group) | member_count | 4 (number) | copy=aa.bb.22.cc.dd.ee.ff.ab",
        "pier-paper | Grey Harbour (group) | member_count | 5 (number) |",
    ];
    let report = reconcile(lines.iter().enumerate().map(|(at, line)| read(at, line)).collect(), Lexicon::builtin());
    let support: Vec<(String, usize, u32, usize)> = report
        .facts
        .iter()
        .map(|fact| {
            let support = &fact.support;
            (fact.object.text(), support.articles.len(), support.independent, fact.contested_by.len())
        })
        .collect();
    assert_eq!(support, [("4".into(), 3, 2, 1), ("5".into(), 1, 1, 1)]);
}
