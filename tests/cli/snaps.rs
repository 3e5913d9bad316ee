//! Snapshots that `sayso snapshot` writes are files of `insta`: its own library reads them, and asserts on them.

use std::fs;
use std::path::Path;
use std::process::Command;

use sayso::{Article, Lexicon, write};

const TEXT: &str = "The film ‘Signal Fire’ opens on April 2, 2021.\n";

fn snapshot(place: &Path, args: &[&str]) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(["snapshot", "."]).args(args).current_dir(place).output().expect("runs").status.code()
}

fn text_of(path: &Path) -> String {
    let snapshot = insta::Snapshot::from_file(path).expect("a snapshot of insta");
    assert_eq!(snapshot.metadata().expression(), Some("sayso snapshot"));
    snapshot.as_text().expect("text").to_string()
}

#[test]
fn insta_reads_them_pending_and_accepted() {
    let place = tempfile::tempdir().expect("folder");
    // YAML takes some of these names for something else.
    let names = ["a.txt", "- b: 'c' #d.txt", "null.txt", "\"e\" \\u{1}.txt", "映画.txt", "1.txt", "a\tb.txt"];
    names.iter().for_each(|name| fs::write(place.path().join(name), TEXT).expect("written"));
    let at = |name: &str, end: &str| place.path().join(format!("{name}.claims.{end}"));

    assert_eq!(snapshot(place.path(), &[]), Some(1));
    let pending = text_of(&at("a.txt", "snap.new"));
    assert_eq!(snapshot(place.path(), &["--accept"]), Some(0));
    let article = Article { text: TEXT.into(), ..Article::default() };
    for name in names {
        assert!(!at(name, "snap.new").exists(), "{name}");
        assert_eq!(text_of(&at(name, "snap")), pending, "{name}");
        let source =
            insta::Snapshot::from_file(&at(name, "snap")).expect("a snapshot").metadata().source().map(str::to_string);
        assert_eq!(source.as_deref(), Some(&*write::harmless(name)));
    }
    insta::with_settings!({ snapshot_path => place.path(), prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("a.txt.claims", write::snapshot(&article, Lexicon::builtin()));
    });
    assert_eq!(snapshot(place.path(), &[]), Some(0));
}

/// As `cargo insta accept` leaves them: front matter in its own hand, the pending file gone.
#[test]
fn what_insta_accepted_is_accepted() {
    let place = tempfile::tempdir().expect("folder");
    fs::write(place.path().join("a.txt"), TEXT).expect("written");
    assert_eq!(snapshot(place.path(), &[]), Some(1));
    let (pending, accepted) = (place.path().join("a.txt.claims.snap.new"), place.path().join("a.txt.claims.snap"));
    insta::Snapshot::from_file(&pending).expect("a snapshot").save(&accepted).expect("written");
    fs::remove_file(&pending).expect("there");
    assert_eq!(snapshot(place.path(), &[]), Some(0));
}
