//! The knowledge base: it holds what it was given, keeps what it held, and survives what happens to files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use proptest::prelude::*;
use rusqlite::Connection;
use sayso::export::Source;
use sayso::kb::{Base, Changes, Given, KbError, Question, RunInfo, Update, show};
use sayso::{Claim, Kind, Modality, Polarity, Report, Value};

use crate::made::{Made, claim, date, entity};

fn take(path: &Path, made: &Made) -> Result<Changes, KbError> {
    let files = made.files();
    let [mut articles, mut claims, mut conflicts, mut facts] = files.each_ref().map(|(_, bytes)| bytes.as_slice());
    let mut update = Update::begin(path)?;
    let given =
        Given { articles: Some(&mut articles), claims: &mut claims, conflicts: &mut conflicts, facts: &mut facts };
    let changes = update.take(given, &RunInfo::default())?;
    update.commit()?;
    Ok(changes)
}

/// What a base holds now.
fn held(path: &Path) -> Report {
    let base = Base::open(path).unwrap();
    let (mut claims, mut facts, mut conflicts) = (Vec::new(), Vec::new(), Vec::new());
    base.claims(&mut |claim| {
        claims.push(claim);
        Ok(())
    })
    .unwrap();
    base.facts(&mut |fact| {
        facts.push(fact);
        Ok(())
    })
    .unwrap();
    base.conflicts(&mut |conflict| {
        conflicts.push(conflict);
        Ok(())
    })
    .unwrap();
    Report { claims, facts, conflicts }
}

fn shown(path: &Path, question: Question) -> String {
    let mut out = Vec::new();
    show(&Base::open(path).unwrap(), &question, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Claims over few things, so that they meet, and with values that are hard to keep.
fn any_claim() -> impl Strategy<Value = Claim> {
    let subjects = proptest::sample::select(vec![
        entity("Heron", Kind::Film, None),
        entity("The Heron", Kind::Film, None),
        entity("Undertow", Kind::Song, Some("undertow")),
        entity("“Ane”\u{202e} Moe\t", Kind::Person, None),
    ]);
    let objects = proptest::sample::select(vec![
        date("2021-04-02"),
        date("2021-04"),
        date("XXXX-06-16"),
        Value::Unknown,
        Value::Unspecified,
        Value::Number("4".into()),
        Value::Text("a \"b\" 'c' \\ \u{0}\n".into()),
        Value::Entity(entity("Lars Brekke", Kind::Person, None)),
        Value::Entity(entity("Heron", Kind::Film, None)),
    ]);
    let predicates = proptest::sample::select(vec!["release_date", "directed_by", "cast_member", "spouse", "said"]);
    let modality = proptest::sample::select(vec![Modality::Asserted, Modality::Planned, Modality::Rumoured]);
    (0..5u8, 0..30usize, subjects, predicates, objects, modality, proptest::bool::weighted(0.2)).prop_map(
        |(article, at, subject, predicate, object, modality, negated)| {
            let mut claim = claim(&format!("article-{article}.txt"), at, subject, predicate, object);
            claim.modality = modality;
            claim.polarity = if negated { Polarity::Negated } else { Polarity::Affirmed };
            claim.source.date = (article > 2).then(|| format!("2021-03-0{article}").parse().unwrap());
            claim
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// After any sequence of results a base holds the last ones, in their order, and the same once more changes no byte.
    #[test]
    fn what_goes_in_comes_out(rounds in proptest::collection::vec(proptest::collection::vec(any_claim(), 0..25), 1..4)) {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("kb.sqlite");
        let mut known = 0;
        for claims in rounds {
            let made = Made::of(claims);
            take(&path, &made).unwrap();
            if fs::metadata(&path).is_ok_and(|file| file.len() > 0) {
                prop_assert_eq!(held(&path), made.report.clone());
                let before = fs::read(&path).unwrap();
                prop_assert!(!take(&path, &made).unwrap().any());
                prop_assert!(before == fs::read(&path).unwrap(), "the same results changed the file");
                let rows: i64 = Connection::open(&path).unwrap().query_row("SELECT count(*) FROM claims", [], |row| row.get(0)).unwrap();
                prop_assert!(rows >= known, "claims were deleted");
                known = rows;
            }
        }
    }
}

fn heron(article: &str, value: &str) -> Claim {
    claim(article, 0, entity("Heron", Kind::Film, None), "release_date", date(value))
}

#[test]
fn history_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("kb.sqlite");
    let (one, two) = (heron("a.txt", "2021-04-02"), heron("b.txt", "2021-04-09"));
    let changes = take(&path, &Made::of(vec![one.clone(), two.clone()])).unwrap();
    assert_eq!((changes.run, changes.claims.opened, changes.conflicts.opened), (1, 2, 1));
    let changes = take(&path, &Made::of(vec![one.clone()])).unwrap();
    assert_eq!((changes.run, changes.articles.closed, changes.claims.closed, changes.conflicts.closed), (2, 1, 1, 1));
    assert_eq!((changes.facts.closed, changes.facts.changed), (1, 1));
    let changes = take(&path, &Made::of(vec![one, two])).unwrap();
    assert_eq!((changes.run, changes.articles.opened, changes.claims.opened, changes.facts.opened), (3, 1, 1, 1));
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!("history", shown(&path, Question::Since(0)));
    });
    assert!(shown(&path, Question::Since(3)).is_empty());
}

#[test]
fn questions_are_answered_in_harmless_text() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("kb.sqlite");
    let evil = entity("Heron\u{1b}[31m", Kind::Film, None);
    let mut rumour = heron("\u{202e}c.txt", "2021-05-05");
    rumour.modality = Modality::Rumoured;
    rumour.evidence.text = "It may open \u{9b}5m on\n5 May.".into();
    let mut japanese = claim("d.txt", 0, entity("鷺", Kind::Film, None), "country", Value::Text("Norway".into()));
    japanese.evidence.text = "映画「鷺」の主演は未定。".into();
    let claims = vec![
        heron("a.txt", "2021-04-02"),
        heron("b.txt", "2021-04-02"),
        claim("b.txt", 90, evil, "release_date", date("2021-04-02")),
        rumour,
        japanese,
    ];
    take(&path, &Made::of(claims)).unwrap();
    let answers = [
        shown(&path, Question::Subject("HERON".into())),
        shown(&path, Question::Conflicts),
        shown(&path, Question::Search("may open".into())),
        shown(&path, Question::Search("\" OR NEAR(".into())),
        shown(&path, Question::Search("\"".into())),
        shown(&path, Question::Search("主演".into())),
        shown(&path, Question::Subject("nobody".into())),
    ]
    .join("----\n");
    assert!(!answers.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'), "{answers:?}");
    insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!("answers", answers) });
}

#[test]
fn views_answer_the_common_questions() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("kb.sqlite");
    let claims = vec![heron("a.txt", "2021-04-02"), heron("b.txt", "2021-04-02"), heron("c.txt", "2021-04-09")];
    take(&path, &Made::of(claims)).unwrap();
    let connection = Connection::open(&path).unwrap();
    let one = |query: &str| -> String { connection.query_row(query, [], |row| row.get(0)).unwrap() };
    let row = "object || ' ' || rank || ' ' || independent || ' ' || contesting";
    assert_eq!(
        one(&format!("SELECT group_concat({row}) FROM current_values")),
        "2021-04-02 preferred 2 [\"2021-04-09\"]"
    );
    assert_eq!(one("SELECT weight || ' ' || sides FROM open_conflicts"), "hard [\"2021-04-02\",\"2021-04-09\"]");
    assert_eq!(
        one("SELECT group_concat(change || what) FROM changes WHERE run = 1 AND what = 'conflict'"),
        "openedconflict"
    );
    assert_eq!(
        one(
            "SELECT text FROM evidence WHERE evidence IN (SELECT rowid FROM evidence_text WHERE evidence_text MATCH '\"04 09\"')"
        ),
        "Heron release_date 2021-04-09"
    );
    let faults: Vec<String> = connection
        .prepare(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict
                  AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'evidence_text%'",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(faults, Vec::<String>::new(), "tables that are not STRICT");
    assert_eq!(
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get::<_, i64>(0)).unwrap(),
        0
    );
    assert_eq!(one("PRAGMA integrity_check"), "ok");
}

/// Results in a folder, as `run --out` leaves them.
fn folder(path: &Path, made: &Made) {
    fs::create_dir_all(path).unwrap();
    let mut outputs = serde_json::Map::new();
    for (name, bytes) in made.files() {
        outputs.insert(name.into(), blake3::hash(&bytes).to_hex()[..32].into());
        fs::write(path.join(name), bytes).unwrap();
    }
    let seal = serde_json::json!({"contract": "1", "version": "0", "lexicon": "0", "outputs": outputs});
    fs::write(path.join("run.json"), seal.to_string()).unwrap();
}

fn sayso(place: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sayso")).args(args).current_dir(place).output().unwrap()
}

fn code_and_fault(place: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = sayso(place, args);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A state of many articles, of which some differ from one number to the next.
fn state(number: usize, articles: usize) -> Made {
    let one = |at: usize| {
        let name = format!("article-{at:04}.txt");
        let moved = if at.is_multiple_of(3) { number } else { 0 };
        let subject = entity(&format!("Film {at}"), Kind::Film, None);
        let day = date(&format!("2021-04-{:02}", 1 + (at + moved) % 28));
        let group = Value::Entity(entity(&format!("Group {}", at % 7), Kind::Group, None));
        [claim(&name, 0, subject.clone(), "release_date", day), claim(&name, 80, subject, "performed_by", group)]
    };
    Made::of((0..articles).flat_map(one).collect())
}

#[test]
fn a_killed_update_leaves_the_old_state_or_the_new_one() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("kb.sqlite");
    let states = [state(0, 600), state(1, 700)];
    folder(&place.path().join("new"), &states[1]);
    take(&path, &states[0]).unwrap();
    let old = fs::read(&path).unwrap();
    let (mut left, mut done) = (0, 0);
    let mut wait = std::time::Duration::ZERO;
    while done < 2 {
        fs::write(&path, &old).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
            .args(["kb", "update", "kb.sqlite", "new", "--quiet"])
            .current_dir(place.path())
            .spawn()
            .unwrap();
        std::thread::sleep(wait);
        wait = wait.mul_f64(1.3) + std::time::Duration::from_millis(2);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = held(&path);
        if found == states[0].report {
            left += 1;
        } else {
            assert!(found == states[1].report, "neither the old state nor the new one after {wait:?}");
            done += 1;
        }
        assert!(left < 60, "it never comes to an end");
    }
    assert!(left > 3, "killed too late to show anything");
    let (code, fault) = code_and_fault(place.path(), &["kb", "update", "kb.sqlite", "new"]);
    assert_eq!((code, fault.contains("nothing new")), (Some(0), true), "{fault}");
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    folder(&at("results"), &state(0, 3));
    fs::write(at("text.sqlite"), "no database at all, but long enough to look at: ".repeat(40)).unwrap();
    Connection::open(at("other.sqlite")).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    take(&at("newer.sqlite"), &state(0, 3)).unwrap();
    Connection::open(at("newer.sqlite")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    for (name, fault) in [
        ("text.sqlite", "text.sqlite: not a knowledge base of sayso, but no SQLite file"),
        ("other.sqlite", "other.sqlite: not a knowledge base of sayso, but an SQLite database of another program"),
        ("newer.sqlite", "newer.sqlite: written by a newer sayso (schema 99"),
    ] {
        let before = fs::read(at(name)).unwrap();
        for args in [
            ["kb", "update", name, "results"].as_slice(),
            &["kb", "show", name],
            &["export", "--to", "csv", name, "--out", "e"],
        ] {
            let (code, told) = code_and_fault(place.path(), args);
            assert_eq!(code, Some(2), "{args:?}: {told}");
            assert!(told.contains(fault), "{args:?}: {told}");
        }
        assert!(before == fs::read(at(name)).unwrap(), "{name} was changed");
    }
    fs::write(at("empty.sqlite"), "").unwrap();
    assert_eq!(code_and_fault(place.path(), &["kb", "show", "empty.sqlite"]).0, Some(2));
    assert_eq!(code_and_fault(place.path(), &["kb", "show", "missing.sqlite"]).0, Some(2));
    assert!(!at("missing.sqlite").exists() && !at("e/facts.csv").exists());
}

#[test]
fn damage_is_told_and_never_a_panic() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("kb.sqlite");
    take(&path, &state(0, 300)).unwrap();
    let whole = fs::read(&path).unwrap();
    let mut told = 0;
    for at in (1..whole.len() / 4096).step_by(whole.len() / 4096 / 24 + 1) {
        let mut bytes = whole.clone();
        bytes[at * 4096..(at + 1) * 4096].iter_mut().for_each(|byte| *byte = !*byte);
        fs::write(&path, bytes).unwrap();
        let all = || -> Result<(), Box<dyn std::error::Error>> {
            let base = Base::open(&path)?;
            base.claims(&mut |_| Ok(()))?;
            base.facts(&mut |_| Ok(()))?;
            base.conflicts(&mut |_| Ok(()))?;
            show(&base, &Question::Since(0), &mut Vec::new())?;
            Ok(())
        };
        let Err(fault) = all() else { continue };
        assert!(fault.to_string().contains("damaged"), "page {at}: {fault}");
        told += 1;
    }
    assert!(told > 3, "no damage was seen");
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let (code, fault) = code_and_fault(place.path(), &["kb", "show", "kb.sqlite", "--since", "0"]);
    assert!(code == Some(2) && fault.contains("kb.sqlite: damaged"), "{code:?} {fault}");
}

#[test]
fn a_second_writer_stops_at_once() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("kb.sqlite");
    take(&path, &state(0, 3)).unwrap();
    folder(&place.path().join("results"), &state(1, 3));
    let before = fs::read(&path).unwrap();
    let first = Update::begin(&path).unwrap();
    let (code, fault) = code_and_fault(place.path(), &["kb", "update", "kb.sqlite", "results"]);
    assert_eq!(code, Some(75), "{fault}");
    assert_eq!(code_and_fault(place.path(), &["kb", "show", "kb.sqlite"]).0, Some(0), "readers see the old state");
    drop(first);
    assert!(before == fs::read(&path).unwrap());
    assert_eq!(code_and_fault(place.path(), &["kb", "update", "kb.sqlite", "results"]).0, Some(0));
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_was_there() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("kb.sqlite");
    let old = state(0, 3);
    take(&path, &old).unwrap();
    folder(&place.path().join("results"), &state(1, 400));
    // No file may grow beyond that many blocks, and the signal that tells so is ignored.
    let script =
        format!("trap '' XFSZ; ulimit -f 300; exec {} kb update kb.sqlite results", env!("CARGO_BIN_EXE_sayso"));
    let output = Command::new("sh").args(["-c", &script]).current_dir(place.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(74), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(held(&path), old.report);
}

#[test]
fn results_of_two_runs_are_not_mixed() {
    let place = tempfile::tempdir().unwrap();
    let results = place.path().join("results");
    folder(&results, &state(0, 3));
    let other = state(1, 3).files();
    for (name, bytes) in other {
        folder(&results, &state(0, 3));
        if fs::read(results.join(name)).unwrap() == bytes {
            continue;
        }
        fs::write(results.join(name), bytes).unwrap();
        let (code, fault) = code_and_fault(place.path(), &["kb", "update", "kb.sqlite", "results"]);
        assert_eq!(code, Some(2), "{name}: {fault}");
        assert!(!place.path().join("kb.sqlite").exists(), "{name}: a base was left behind");
        let export = code_and_fault(place.path(), &["export", "--to", "jsonl", "results", "--out", "e"]);
        assert_eq!(export.0, Some(2), "{name}: {}", export.1);
        assert!(!place.path().join("e/facts.jsonl").exists());
    }
}
