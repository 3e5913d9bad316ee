//! Runs into a folder that remembers: killed, repeated, over changed articles, on a full disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn sayso(place: &Path, args: &[&str]) -> Command {
    let mut sayso = Command::new(env!("CARGO_BIN_EXE_sayso"));
    sayso.args(args).current_dir(place).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    sayso
}

fn ended(place: &Path, args: &[&str], code: i32) -> Output {
    let output = sayso(place, args).output().expect("starts");
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Articles that agree and disagree, quote, and copy each other.
fn write_articles(place: &Path, numbers: impl Iterator<Item = usize>) {
    for number in numbers {
        let folder = place.join("articles").join((number % 7).to_string());
        fs::create_dir_all(&folder).expect("folder");
        let (film, day, speaker) = (number % 23, 1 + number % 3, number % 5);
        let text = format!(
            "News of film {film}\n\nThe film ‘Heron {film}’ will be released on {day} May 2023. It was directed by \
             Anna Holm{speaker}.\n\n“The river scenes needed another winter {film},” said Paul Reyes{speaker}.\n"
        );
        fs::write(folder.join(format!("{number}.txt")), text).expect("written");
    }
}

/// The files of results, with their content; none where a run was killed before it made their folder.
fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let lines = files.filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
    lines
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into(), fs::read(&path).expect("file")))
        .collect()
}

fn parts(folder: &Path) -> Vec<String> {
    let folders = [folder.join(".sayso"), folder.into()];
    let names = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("folder").flatten());
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".part")).collect()
}

#[test]
fn a_killed_run_goes_on() {
    let place = tempfile::tempdir().expect("folder");
    write_articles(place.path(), 0..600);
    let start = Instant::now();
    ended(place.path(), &["run", "articles", "--out", "whole", "--quiet"], 0);
    let whole = results(&place.path().join("whole"));
    let time = start.elapsed();
    assert!(!whole.is_empty());
    let mut known = false;
    for share in [3, 5, 6, 7, 8, 9] {
        let mut child =
            sayso(place.path(), &["run", "articles", "--out", "killed", "--quiet"]).spawn().expect("starts");
        std::thread::sleep(time * share / 10);
        // It may have ended already.
        let _ = child.kill();
        child.wait().expect("ends");
        for (name, content) in results(&place.path().join("killed")) {
            assert!(content == whole[&name], "{name} is not whole");
        }
        known |= fs::read_dir(place.path().join("killed/.sayso")).is_ok_and(|shards| shards.count() > 0);
    }
    assert!(known, "no kill left anything to go on from");
    ended(place.path(), &["run", "articles", "--out", "killed", "--quiet"], 0);
    assert_eq!(results(&place.path().join("killed")), whole);
    assert_eq!(parts(&place.path().join("killed")), Vec::<String>::new());
}

#[test]
fn the_next_day_reads_what_is_new_and_drops_what_is_gone() {
    let place = tempfile::tempdir().expect("folder");
    write_articles(place.path(), 0..40);
    let first = ended(place.path(), &["run", "articles", "--out", "results"], 0);
    assert!(!String::from_utf8_lossy(&first.stderr).contains("known"));
    write_articles(place.path(), 40..43);
    fs::write(place.path().join("articles/1/8.txt"), "The film ‘Heron 8’ will be released on 9 May 2023.\n")
        .expect("written");
    fs::remove_file(place.path().join("articles/2/9.txt")).expect("removed");
    let second = ended(place.path(), &["run", "articles", "--out", "results"], 0);
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(told.contains("42 articles") && told.contains("38 inputs known"), "{told}");
    ended(place.path(), &["run", "articles", "--out", "fresh", "--quiet"], 0);
    assert_eq!(results(&place.path().join("results")), results(&place.path().join("fresh")));
    assert!(
        !String::from_utf8(results(&place.path().join("results"))["claims.jsonl"].clone())
            .expect("UTF-8")
            .contains("2/9.txt")
    );
    // Another date is another reading.
    let dated = ended(place.path(), &["run", "articles", "--out", "results", "--date", "2022-01-01"], 0);
    assert!(!String::from_utf8_lossy(&dated.stderr).contains("known"));
}

#[test]
fn of_runs_at_one_time_one_writes() {
    let place = tempfile::tempdir().expect("folder");
    write_articles(place.path(), 0..200);
    let args = ["run", "articles", "--out", "results", "--quiet"];
    let mut first = sayso(place.path(), &args).spawn().expect("starts");
    while !place.path().join("results/.sayso").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let start = Instant::now();
    let second = sayso(place.path(), &args).output().expect("starts");
    if first.try_wait().expect("a child").is_none() {
        assert_eq!(second.status.code(), Some(75), "{}", String::from_utf8_lossy(&second.stderr));
    }
    assert!(first.wait().expect("ends").success(), "after {:?}", start.elapsed());
}
