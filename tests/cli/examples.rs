//! Every command's `--help` has examples, and they run: in a folder that holds what they name.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What the examples read: articles in folders, claims, gold, knowledge of one's own.
fn prepare(place: &Path) {
    let story =
        "The film ‘Signal Fire’ is slated to release in Japan on April 2, 2021. It is set to run for 95 minutes.\n";
    let paragraphs = format!("<p>{story}</p>\n").repeat(12);
    let page = format!("<html><head><title>A film</title></head><body><article>{paragraphs}</article></body></html>");
    let gold = r#"{"article":"story.txt","subject":"Signal Fire","subject_kind":"film","predicate":"release_date","object":"2021-04-02","object_kind":"date"}"#;
    let names = "name\taliases\tid\tfacts\nThe Salt Road\tSalt Road\tthe-salt-road-2022\tyear=2022\n";
    let rule = "[[rule]]\nname = \"grew-out-of\"\npattern = '{subject} grew out of {object}'\n\
                examples = [[\"[A Film|film] grew out of [A Show|series].\", \"A Film = A Show\"]]\n";
    let files = [
        ("story.txt", story),
        ("articles/story.txt", story),
        ("articles/monday/one.txt", "The film ‘Signal Fire’ will open on April 9, 2021.\n"),
        ("articles/tokyo.txt", "映画「Signal Fire」は4月2日に公開される。\n"),
        ("monday/one.txt", story),
        ("tuesday/two.txt", story),
        ("page.html", &page),
        ("dump.jsonl", "{\"title\": \"A film\", \"text\": \"The film ‘Signal Fire’ was directed by Maria Lind.\"}\n"),
        ("gold.jsonl", gold),
        ("entities.json", include_str!("../gazetteers/wikidata.json")),
        ("mbdump/artist", include_str!("../gazetteers/mbdump/artist")),
        ("songs.txt", include_str!("../gazetteers/songs.txt")),
        ("my/gazetteers/names/film.tsv", names),
        ("my/predicates/spin_off_of.toml", rule),
    ];
    for (name, text) in files {
        let path = place.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folder");
        fs::write(path, text).expect("written");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (from, to) in [("fixtures/film-out", "fixtures/film-out"), ("tests/gazetteers/mbdump", "mbdump")] {
        fs::create_dir_all(place.join(to)).expect("folder");
        for entry in fs::read_dir(root.join(from)).expect("files").flatten() {
            fs::copy(entry.path(), place.join(to).join(entry.file_name())).expect("copied");
        }
    }
    for (from, to) in [("wikidata.json", "entities.json"), ("songs.txt", "songs.txt")] {
        fs::copy(root.join("tests/gazetteers").join(from), place.join(to)).expect("copied");
    }
    let ready = "gzip dump.jsonl entities.json; sayso extract articles > claims.jsonl; cp claims.jsonl new.jsonl; \
                 { cat claims.jsonl; head -1 claims.jsonl | sed 's/article\":\"/&gone-/'; } > old.jsonl; \
                 sayso snapshot articles --accept; sayso run articles --out results; \
                 if sayso kb --help > help; then for folder in articles monday articles fixtures/film-out; do sayso kb update kb.sqlite $folder; done; fi";
    let output = shell(place, ready);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Runs a line as a user's shell would. Programs that are not at hand are stood in for, and nothing is fetched.
pub(crate) fn shell(place: &Path, line: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_sayso")).parent().expect("a folder");
    let path = std::env::join_paths(
        [program.to_path_buf()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let stand_ins = "curl() { cat page.html; }; man() { cat; }; for tool in jq duckdb; do command -v $tool > /dev/null || eval \"$tool() { cat; }\"; done; set -o pipefail; ";
    let mut bash = Command::new("bash");
    bash.args(["-c", &format!("{stand_ins}{line}")])
        .current_dir(place)
        .env("PATH", path.expect("a path"))
        .env("HOME", place);
    bash.output().expect("bash runs")
}

fn help(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sayso")).args(args).arg("--help").output().expect("runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The commands that a help text lists.
fn commands(help: &str) -> Vec<String> {
    let list = help.split("Commands:\n").nth(1).and_then(|list| list.split("\n\n").next()).unwrap_or_default();
    let names =
        list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).filter(|name| !name.is_empty());
    names.filter(|name| *name != "help").map(str::to_string).collect()
}

/// The examples at the end of a help text; what stands behind several spaces is a remark.
fn examples(help: &str) -> Vec<String> {
    let part = help.split("\nExample").nth(1).unwrap_or_default();
    let lines = part.lines().skip(1).take_while(|line| line.starts_with("  "));
    lines.map(|line| line.trim().split("   ").next().unwrap_or_default().to_string()).collect()
}

#[cfg(unix)]
#[test]
fn every_help_has_examples_that_run() {
    let place = tempfile::tempdir().expect("folder");
    prepare(place.path());
    fs::create_dir_all(place.path().join(".local/share/bash-completion/completions")).expect("folder");
    let mut todo: Vec<Vec<String>> = vec![vec![]];
    let mut run = 0;
    while let Some(command) = todo.pop() {
        let args: Vec<&str> = command.iter().map(String::as_str).collect();
        let text = help(&args);
        let (below, lines) = (commands(&text), examples(&text));
        assert!(!lines.is_empty() || !below.is_empty(), "sayso {} --help has no example:\n{text}", command.join(" "));
        for line in lines {
            let line = with_id(&line, place.path());
            let output = shell(place.path(), &line);
            // 1 says that something was found.
            let (code, told) = (output.status.code(), String::from_utf8_lossy(&output.stderr));
            assert!(code == Some(0) || code == Some(1) && told.is_empty(), "{line}\nends with {code:?}:\n{told}");
            assert!(
                !output.stdout.is_empty() || !told.is_empty() || line.contains("> ") || line.contains("--out"),
                "{line}\nprints nothing"
            );
            run += 1;
        }
        todo.extend(below.into_iter().map(|name| command.iter().cloned().chain([name]).collect()));
    }
    assert!(run > 20, "only {run} examples");
}

/// An example with the id of a claim that is there in the place of one that is not.
fn with_id(line: &str, place: &Path) -> String {
    let claims = fs::read_to_string(place.join("claims.jsonl")).expect("claims");
    let id = &claims[7..23];
    match line.split_once("--claim ") {
        Some((before, rest)) => format!("{before}--claim {id}{}", &rest[16..]),
        None => line.to_string(),
    }
}
