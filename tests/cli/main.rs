//! One command-line case a file: `tests/cli/*.toml`. Dropping a file there adds a test.
//!
//! A case runs `sayso` with `args` in an empty folder that holds `files`, and says what must come of it. In
//! `args`, `{fixtures}` and `{tests}` stand for the folders of these names. `stdout` and `stderr` are compared whole,
//! `stdout-has` and `stderr-has` name parts; `stdout-to` is `full` (a full disk) or `closed` (a pipe that nobody
//! reads).

mod batch;
mod cache;
mod docs;
mod examples;
mod ids;
mod pages;
mod snaps;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rayon::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    /// What the case shows.
    #[serde(rename = "about")]
    _about: String,
    args: Vec<String>,
    #[serde(default)]
    stdin: String,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    code: i32,
    stdout: Option<String>,
    stderr: Option<String>,
    #[serde(default)]
    stdout_has: Vec<String>,
    #[serde(default)]
    stderr_has: Vec<String>,
    /// What must not be in either.
    #[serde(default)]
    has_not: Vec<String>,
    stdout_to: Option<String>,
    /// A folder in which another run is at work.
    locked: Option<String>,
    /// Files that must be there afterwards, with their content.
    #[serde(default)]
    written: BTreeMap<String, String>,
    /// Folders and what must be in them, sorted, afterwards.
    #[serde(default)]
    listed: BTreeMap<String, Vec<String>>,
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("cases").map(|entry| entry.expect("case").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    paths.sort();
    assert!(!paths.is_empty());
    paths.retain(|path| cfg!(unix) || !fs::read_to_string(path).expect("case").contains("stdout-to"));
    let named = |path: &PathBuf, fault| format!("{}: {fault}", path.file_name().unwrap_or_default().to_string_lossy());
    let wrong: Vec<String> = paths
        .par_iter()
        .flat_map(|path| run(path).into_iter().map(|fault| named(path, fault)).collect::<Vec<_>>())
        .collect();
    assert!(wrong.is_empty(), "{} faults:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Runs a case and tells all that is not as it says.
fn run(path: &Path) -> Vec<String> {
    let case: Case = match toml::from_str(&fs::read_to_string(path).expect("readable")) {
        Ok(case) => case,
        Err(error) => return vec![error.to_string()],
    };
    let place = tempfile::tempdir().expect("folder");
    for (name, content) in &case.files {
        let path = place.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folder");
        fs::write(path, content).expect("written");
    }
    let other = case.locked.as_ref().map(|folder| {
        fs::create_dir_all(place.path().join(folder)).expect("folder");
        let lock = File::create(place.path().join(folder).join(".sayso.lock")).expect("lock file");
        lock.lock().expect("free");
        lock
    });
    let output = output(&case, place.path());
    drop(other);
    let mut faults = compare(&case, &output);
    for (name, expected) in &case.written {
        let found = fs::read_to_string(place.path().join(name)).unwrap_or_else(|error| error.to_string());
        same(name, expected, &found, &mut faults);
    }
    for (name, expected) in &case.listed {
        let entries = fs::read_dir(place.path().join(name)).into_iter().flatten().flatten();
        let mut found: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        found.sort();
        same(name, &expected.join(" "), &found.join(" "), &mut faults);
    }
    faults
}

fn output(case: &Case, place: &Path) -> Output {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    let stdout = match case.stdout_to.as_deref() {
        None => Stdio::piped(),
        Some("full") => File::options().write(true).open("/dev/full").expect("/dev/full").into(),
        Some("closed") => std::io::pipe().expect("a pipe").1.into(),
        Some(other) => panic!("stdout-to: {other}?"),
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(case.args.iter().map(|arg| arg.replace("{fixtures}", fixtures).replace("{tests}", tests)))
        .current_dir(place)
        .env_remove("NO_COLOR")
        .envs(&case.env)
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut stdin = child.stdin.take().expect("piped");
    let text = case.stdin.clone();
    // A program that ends without reading closes the pipe: that is its right.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(text.as_bytes())));
    let output = child.wait_with_output().expect("ends");
    feeder.join().expect("fed");
    output
}

fn compare(case: &Case, output: &Output) -> Vec<String> {
    let mut faults = Vec::new();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.code() != Some(case.code) {
        faults.push(format!("ended with {}, not {}; standard error:\n{stderr}", output.status, case.code));
    }
    for (name, whole, parts, found) in
        [("stdout", &case.stdout, &case.stdout_has, &stdout), ("stderr", &case.stderr, &case.stderr_has, &stderr)]
    {
        if let Some(whole) = whole {
            same(name, whole, found, &mut faults);
        }
        for part in parts.iter().filter(|part| !found.contains(*part)) {
            faults.push(format!("{name} does not hold {part:?}, but:\n{found}"));
        }
        for part in case.has_not.iter().filter(|part| found.contains(*part)) {
            faults.push(format!("{name} holds {part:?}:\n{found}"));
        }
    }
    faults
}

fn same(name: &str, expected: &str, found: &str, faults: &mut Vec<String>) {
    if expected != found {
        faults.push(format!("{name} should be\n{expected}\nand is\n{found}"));
    }
}

/// Interrupted, the program ends by the signal (a shell shows 130), and nothing half done is to be seen.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_results() {
    use std::os::unix::process::ExitStatusExt;
    let place = tempfile::tempdir().expect("folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(["run", "-", "--out", "results"]).current_dir(place.path()).stdin(Stdio::piped());
    let mut child = command.spawn().expect("starts");
    let lock = place.path().join("results/.sayso.lock");
    while !lock.exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    assert_eq!(child.wait().expect("ends").signal(), Some(2));
    let left: Vec<_> = fs::read_dir(place.path().join("results")).expect("folder").flatten().collect();
    let hidden = |entry: &fs::DirEntry| entry.file_name().as_encoded_bytes().starts_with(b".sayso");
    assert!(left.iter().all(hidden), "{left:?}");
}
