//! What must hold of the sources themselves.

use std::fs;
use std::path::{Path, PathBuf};

use sayso::lexicon::Sources;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files with this ending below a folder.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()) {
        if entry.is_dir() {
            files(&entry, ending, found);
        } else if entry.extension().is_some_and(|end| end == ending) {
            found.push(entry);
        }
    }
}

/// The library's sources without their tests: path below `src`, and text.
fn sources() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    files(&root().join("src"), "rs", &mut paths);
    paths.sort();
    let named = paths.into_iter().map(|path| {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_string();
        (path.strip_prefix(root().join("src")).expect("below").to_string_lossy().replace('\\', "/"), text)
    });
    named.filter(|(name, _)| !name.ends_with("tests.rs")).collect()
}

#[test]
fn the_top_level_is_what_the_plan_draws() {
    let visible = ["Cargo.toml", "src", "gazetteers", "fixtures", "tests", "benches", "README.md"];
    let beside = ["Cargo.lock", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "target"];
    for entry in fs::read_dir(root()).expect("folder") {
        let name = entry.expect("entry").file_name().to_string_lossy().into_owned();
        let expected = name.starts_with('.') || visible.contains(&&*name) || beside.contains(&&*name);
        assert!(expected, "{name} stands at the top level");
    }
    for name in visible {
        assert!(root().join(name).exists(), "{name} is missing");
    }
}

/// The contents of string literals: comments and code are passed over.
fn literals(code: &str) -> Vec<String> {
    let pattern = r##"(?sx) //[^\n]* | /\*.*?\*/ | '(?:\\.|[^'\\])[^']{0,8}' | r\#"(.*?)"\# | r"([^"]*)" | "((?:\\.|[^"\\])*)" "##;
    let pattern = regex::Regex::new(pattern).expect("a pattern");
    let contents =
        |found: regex::Captures| (1..4).find_map(|group| found.get(group)).map(|text| text.as_str().to_string());
    pattern.captures_iter(code).filter_map(contents).collect()
}

#[test]
fn literals_are_found_between_comments_and_characters() {
    let code =
        "let a = \"one\"; // \"two\"\nlet q = '\"'; let b = r#\"th\"ree\"#; /* \"four\" */ f(\"fi\\\"ve\", 'x', '\\'')";
    assert_eq!(literals(code), ["one", "th\"ree", "fi\\\"ve"]);
}

/// Names of two words or more and names of months: words that cannot stand in code by chance.
fn knowledge() -> Vec<String> {
    let mut known = Vec::new();
    for (path, text) in &Sources::builtin().files {
        let cells = text.lines().skip(1).flat_map(|line| line.split('\t')).flat_map(|cell| cell.split('|'));
        if path.starts_with("gazetteers/names/") {
            known.extend(cells.filter(|cell| cell.contains(' ') && cell.len() > 6).map(str::to_string));
        }
    }
    let months = (1..=12).map(|month| jiff::civil::date(2000, month, 1).strftime("%B").to_string());
    known.extend(months.filter(|month| month.len() > 5));
    known
}

#[test]
fn no_name_and_no_month_stands_in_code() {
    let known = aho_corasick::AhoCorasick::new(knowledge()).expect("an automaton");
    for (name, code) in sources() {
        for literal in literals(&code) {
            let found = known.find(&literal).map(|found| &literal[found.range()]);
            assert_eq!(found, None, "src/{name} holds {literal:?}: knowledge is data");
        }
    }
}

#[test]
fn only_the_rim_touches_the_world() {
    let world = [
        "println!",
        "print!",
        "dbg!",
        "Instant::",
        "SystemTime",
        "std::env",
        "env::var",
        "::now()",
        "fs::",
        "File::open",
        "File::create",
        "stdin()",
    ];
    let may = |name: &str, what: &str| {
        name.starts_with("cli/")
            || name == "main.rs"
            || name == "build.rs"
            || (matches!(what, "fs::" | "File::open")
                && (name.starts_with("read/walk") || name == "read/input.rs" || name == "lexicon/folder.rs"))
    };
    for (name, code) in sources() {
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for what in world.into_iter().filter(|what| code.contains(what)) {
            assert!(may(&name, what), "src/{name} uses {what}");
        }
    }
}

#[test]
fn every_file_says_what_it_holds_and_is_of_a_size_to_read() {
    for (name, code) in sources() {
        assert!(code.starts_with("//!"), "src/{name} has no header");
        let lines = code.lines().count();
        assert!(lines <= 600, "src/{name} has {lines} lines");
    }
}

/// `sayso check` runs them; here it is that they are there.
#[test]
fn every_rule_has_examples_and_counter_examples() {
    let rules = sayso::Lexicon::builtin().predicates.iter().flat_map(|predicate| &predicate.rules);
    let bare: Vec<&str> =
        rules.filter(|rule| rule.examples.is_empty() || rule.counter.is_empty()).map(|rule| rule.id.as_str()).collect();
    assert_eq!(bare, Vec::<&str>::new());
}
