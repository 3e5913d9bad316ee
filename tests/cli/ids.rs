//! Ids of things that no gazetteer knows: the same by whatever way the facts were made, and whatever else is told.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

fn sayso(place: &Path, args: &[&str]) -> String {
    let mut sayso = Command::new(env!("CARGO_BIN_EXE_sayso"));
    let output = sayso.args(args).current_dir(place).stdin(Stdio::null()).output().expect("starts");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Articles about one film in two spellings, and about two songs of one name.
fn write_articles(place: &Path) {
    let texts = [
        "The film ‘Zarthen Vale’ was directed by Ane Moe. The film ‘Zarthen Vale’ will be released on May 10, 2023.\n",
        "The film ‘ZARTHEN VALE’ was directed by Ane Moe.\n",
        "The song ‘Quelby Moor’ was performed by Lars Brekke. The song ‘Quelby Moor’ was released in 2021.\n",
        "The song ‘Quelby Moor’ was performed by Anna Holm. The song ‘Quelby Moor’ was released in 1998.\n",
    ];
    fs::create_dir_all(place.join("articles")).expect("folder");
    for (number, text) in texts.iter().enumerate() {
        fs::write(place.join(format!("articles/{number}.txt")), text).expect("written");
    }
}

fn facts(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn ids<'a>(facts: &'a [Value], name: &str) -> BTreeSet<&'a str> {
    let named = facts.iter().map(|fact| &fact["subject"]).filter(|subject| subject["name"] == name);
    named.map(|subject| subject["id"].as_str().expect("an id")).collect()
}

#[test]
fn every_way_gives_the_same_ids() {
    let place = tempfile::tempdir().expect("folder");
    let place = place.path();
    write_articles(place);
    sayso(place, &["run", "articles", "--out", "run", "--quiet"]);
    sayso(place, &["reconcile", "run/claims.jsonl", "--out", "reconciled", "--quiet"]);
    let read = |name: &str| fs::read_to_string(place.join(name)).expect(name);
    let lines = read("run/facts.jsonl");
    assert_eq!(read("reconciled/facts.jsonl"), lines);
    assert_eq!(sayso(place, &["run", "articles", "--format", "facts", "--jobs", "1"]), lines);
    assert_eq!(sayso(place, &["reconcile", "run/claims.jsonl", "--format", "facts"]), lines);

    let made = facts(&lines);
    let film = ids(&made, "Zarthen Vale");
    assert!(film.len() == 1 && film.iter().all(|id| id.starts_with("local:")), "{film:?}");
    assert_eq!(ids(&made, "Quelby Moor").len(), 2, "{lines}");
    let joined = made.iter().flat_map(|fact| fact["joined"].as_array().expect("a list"));
    let joined: Vec<&Value> = joined.filter(|joined| joined["name"] == "ZARTHEN VALE").collect();
    assert!(!joined.is_empty() && joined.iter().all(|joined| joined["of"] == "subject"), "{lines}");

    // Another article, about something else.
    fs::write(place.join("articles/00.txt"), "The film ‘Ulver Strand’ was directed by Eva Lunde.\n").expect("written");
    let more = sayso(place, &["run", "articles", "--format", "facts"]);
    let kept: Vec<&str> = more.lines().filter(|line| !line.contains("Ulver Strand")).collect();
    assert_eq!(kept, lines.lines().collect::<Vec<_>>());
    assert!(kept.len() < more.lines().count());
}

#[cfg(feature = "kb")]
#[test]
fn a_knowledge_base_has_them_too() {
    let place = tempfile::tempdir().expect("folder");
    let place = place.path();
    write_articles(place);
    sayso(place, &["run", "articles", "--out", "run", "--quiet"]);
    sayso(place, &["kb", "update", "kb.sqlite", "articles"]);
    for form in ["jsonl", "nquads"] {
        let (one, other) = (format!("{form}-of-run"), format!("{form}-of-kb"));
        sayso(place, &["export", "--to", form, "run", "--out", &one]);
        sayso(place, &["export", "--to", form, "kb.sqlite", "--out", &other]);
        for file in fs::read_dir(place.join(&one)).expect("folder").map(|file| file.expect("file").file_name()) {
            let [one, other] = [&one, &other].map(|folder| fs::read(place.join(folder).join(&file)).expect("file"));
            assert!(one == other, "{} differs", file.display());
        }
    }
    let shown = sayso(place, &["kb", "show", "kb.sqlite", "--subject", "Quelby Moor"]);
    let named = shown.lines().filter(|line| line.starts_with("Quelby Moor (song, local:")).count();
    assert_eq!(named, 2, "{shown}");
    // Wikidata takes nothing of it.
    sayso(place, &["export", "--to", "quickstatements", "run", "--out", "wikidata"]);
    assert_eq!(fs::read_to_string(place.join("wikidata/quickstatements.tsv")).expect("file"), "");
}
