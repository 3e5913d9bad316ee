//! What README and the guides show is what happens: their blocks are cases.
//!
//! A `console` block beginning with `$ cat NAME` is a file; `$ sayso …` is run beside these files and must print what
//! follows, as a shell runs it (a claim is broken into lines for the reader). `INSTA_UPDATE=always` writes what it prints into the page.
//! A block whose first line is `# mine/…` is a file of knowledge: it must load, and its examples must hold.

use std::fs;
use std::path::Path;
use std::process::Command;

use sayso::Lexicon;
use sayso::lexicon::{Fault, Sources};

const PAGES: [&str; 5] =
    ["README.md", "src/guide/output.md", "src/guide/knowledge.md", "src/guide/predicate.md", "src/guide/fixtures.md"];

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

/// The fenced blocks of a page: what they are said to be, and what is in them.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let fenced = page.split("\n```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n')).collect()
}

#[test]
fn consoles_show_what_is_printed() {
    let update = std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always");
    let mut run = 0;
    for name in PAGES {
        let (place, text) = (tempfile::tempdir().expect("folder"), page(name));
        let mut new = text.clone();
        for (kind, block) in blocks(&text) {
            if let Some(file) = block.lines().next().and_then(|line| line.strip_prefix("# mine/")) {
                written(&place.path().join("mine").join(file), block);
            }
            if kind != "console" {
                continue;
            }
            let (command, shown) = block.split_once('\n').unwrap_or((block, ""));
            if let Some(file) = command.strip_prefix("$ cat ") {
                written(&place.path().join(file), shown);
                continue;
            }
            let line = command.strip_prefix("$ ").filter(|line| line.starts_with("sayso ")).expect(command);
            let printed = printed(line, place.path());
            run += 1;
            let shows = format!("{command}\n{}", printed.trim_end());
            new = new.replace(&format!("\n{block}\n```"), &format!("\n{}\n```", shows.trim_end()));
            assert!(update || shown == printed.trim_end(), "{name}: {command}\nprints\n{printed}\nand not\n{shown}");
        }
        if new != text {
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), new).expect("written");
        }
    }
    assert!(run > 2, "only {run} commands are shown");
}

fn written(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("folder");
    fs::write(path, format!("{text}\n")).expect("written");
}

/// What a line prints that a user types; 1 says that something was found.
fn printed(line: &str, place: &Path) -> String {
    let output = super::examples::shell(place, line);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() <= Some(1) && told.is_empty(), "{line}: {told}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_inclusive('\n').map(|line| if line.starts_with('{') { broken(line) } else { line.into() }).collect()
}

/// A line of JSON with line breaks before some of its keys.
fn broken(line: &str) -> String {
    let keys = ["predicate", "qualifiers", "block", "evidence", "source"];
    keys.iter().fold(line.into(), |line, key| line.replace(&format!(",\"{key}\":"), &format!(",\n \"{key}\":")))
}

/// What README tells to paste, line by line, over a folder of articles.
#[cfg(all(unix, feature = "kb"))]
#[test]
fn the_way_to_a_knowledge_base_can_be_pasted() {
    let text = page("README.md");
    let section = text.split("\n## ").find(|section| section.starts_with("From a folder to your knowledge base"));
    let place = tempfile::tempdir().expect("folder");
    let articles = place.path().join("articles");
    fs::create_dir(&articles).expect("folder");
    for article in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/film-out")).expect("articles").flatten()
    {
        fs::copy(article.path(), articles.join(article.file_name())).expect("copied");
    }
    let program = Path::new(env!("CARGO_BIN_EXE_sayso")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let blocks: Vec<&str> = blocks(section.expect("the section"))
        .into_iter()
        .filter(|(kind, _)| *kind == "sh")
        .map(|(_, block)| block)
        .collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let output = Command::new("sh").args(["-euc", block]).env("PATH", &path).current_dir(place.path()).output();
        let output = output.expect("runs");
        assert!(output.status.success(), "{block}\n{}", String::from_utf8_lossy(&output.stderr));
    }
    for file in [
        "kb.sqlite",
        "results/facts.jsonl",
        "tables/load.sql",
        "sheets/facts.csv",
        "rdf/sayso.nq",
        "wikidata/contested.tsv",
    ] {
        assert!(place.path().join(file).is_file(), "no {file}");
    }
}

/// Faults of the built-in knowledge with these files laid over it.
fn faults(files: Vec<(String, String)>) -> Vec<Fault> {
    let mut sources = Sources::builtin();
    sources.files.extend(files.into_iter().map(|(path, text)| (path, text.into())));
    match Lexicon::load(&sources) {
        Ok(lexicon) => sayso::check::check(&lexicon),
        Err(faults) => faults,
    }
}

#[test]
fn knowledge_loads_and_its_examples_hold() {
    for name in ["README.md", "src/guide/knowledge.md", "src/guide/predicate.md"] {
        let text = page(name);
        let is_file = |(kind, block): &(&str, &str)| matches!(*kind, "toml" | "text") && block.starts_with("# ");
        let knowledge = blocks(&text).into_iter().filter(is_file);
        let files: Vec<(String, String)> = knowledge
            .map(|(_, block)| {
                let path = block.lines().next().and_then(|line| line.strip_prefix("# mine/")).expect(block);
                (path.replace("predicates/", "src/predicates/"), format!("{block}\n"))
            })
            .collect();
        assert!(files.len() > 1, "{name} has {} files of knowledge", files.len());
        assert_eq!(faults(files), [], "{name}");
    }
}

/// Every form of `{…}` that the guide's table tells is one that a pattern may have.
#[test]
fn the_guide_tells_forms_that_load() {
    let text = page("src/guide/knowledge.md");
    let rows = text.lines().filter(|line| line.starts_with("| `{"));
    let forms: Vec<&str> = rows
        .flat_map(|row| row[2..].split(" | ").next().unwrap_or_default().split('`').skip(1).step_by(2))
        .filter(|form| form.starts_with('{'))
        .collect();
    assert!(forms.len() > 10, "{forms:?}");
    let head = "meaning = \"A test.\"\nsubject = [\"work\"]\nobject = [\"work\"]\ncardinality = \"many\"\n";
    let rule = |(at, form): (usize, &&str)| {
        let pattern = match form.replace("\\|", "|") {
            form if form == "{subject}" => "{subject} grew out of {object}".to_string(),
            form if form.starts_with("{object") => format!("{{subject}} grew out of {form}"),
            form => format!("{{subject}} grew {form} out of {{object}}"),
        };
        format!("[[rule]]\nname = \"form-{at}\"\non = \"phrase\"\npattern = '{pattern}'\n")
    };
    let rules: String = forms.iter().enumerate().map(rule).collect();
    let mut sources = Sources::builtin();
    sources.files.push(("src/predicates/grew_from.toml".into(), format!("{head}{rules}").into()));
    let faults: Vec<String> = Lexicon::load(&sources).err().unwrap_or_default().iter().map(Fault::to_string).collect();
    let wrong: Vec<&String> = faults.iter().filter(|fault| !fault.contains("example")).collect();
    assert!(wrong.is_empty(), "{wrong:#?} in\n{rules}");
}

#[test]
fn tables_name_what_there_is() {
    let (readme, fixtures) = (page("README.md"), page("src/guide/fixtures.md"));
    for (_, kind, meaning) in sayso::report::ConflictKind::ALL {
        assert!(readme.contains(&format!("| `{kind}` | {meaning} |")), "README: {kind}: {meaning}");
    }
    for folder in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")).expect("fixtures").flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        assert!(fixtures.contains(&format!("| `{name}` |")), "the guide does not tell of fixtures/{name}");
    }
    let cargo: toml::Table = page("Cargo.toml").parse().expect("TOML");
    for name in
        ["dependencies", "dev-dependencies"].into_iter().flat_map(|list| cargo[list].as_table().expect(list).keys())
    {
        assert!(readme.contains(&format!("`{name}`")), "README does not tell what {name} is for");
    }
    let help = printed("sayso --help", Path::new("."));
    let (commands, codes) = help.split_once("Exit codes:").expect("exit codes");
    let commands = commands.split("Commands:").nth(1).and_then(|list| list.split("\n\n").next()).expect("commands");
    for command in commands.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').find(|word| !word.is_empty()))
    {
        assert!(
            command == "help" || readme.contains(&format!("`sayso {command}")),
            "README does not tell of {command}"
        );
    }
    for code in codes.lines().filter_map(|line| line.split_whitespace().next()) {
        assert!(
            readme.contains(&format!(" {code} ")) || readme.contains(&format!(" {code},")),
            "README: exit code {code}"
        );
    }
}
