//! Four ways to test what is claimed. `INSTA_UPDATE=always cargo test`, or `cargo insta review`, accepts what is right.

use std::path::Path;

use insta::{assert_json_snapshot, assert_snapshot, glob, with_settings};
use sayso::lexicon::Sources;
use sayso::read::{Found, Limits, walk};
use sayso::{Article, Lexicon, extract_article, extract_str, reconcile, write};

const TEXT: &str = "The film ‘Salt Road’ will be released on April 2, 2021.";

/// Ids are hashes and offsets move: redactions leave them out of a snapshot.
#[test]
fn claims_of_a_text() {
    assert_json_snapshot!(extract_str(TEXT, Lexicon::builtin()), {
        ".**.id" => "[id]",
        "[].evidence.span" => "[span]",
        "[].evidence.subject" => "[span]",
        "[].evidence.object" => "[span]",
        "[].source.copy_key" => "[sketch]",
    });
}

/// The same as `sayso snapshot articles`, from Rust: dropping an article into the folder adds a test.
#[test]
fn articles_of_a_folder() {
    glob!("../articles", "*.{txt,html}", |path| {
        with_settings!({ snapshot_path => path.parent().expect("a folder"), prepend_module_to_snapshot => false, snapshot_suffix => "" }, {
            let name = format!("{}.claims", path.file_name().expect("a name").to_string_lossy());
            assert_snapshot!(name, write::snapshot(&read(path), Lexicon::builtin()));
        });
    });
}

/// Two texts, and what they disagree on.
#[test]
fn conflicts_of_two_texts() {
    let later = TEXT.replace("April 2", "April 9");
    let claims = [("one", TEXT), ("two", &later)].into_iter().flat_map(|(name, text)| {
        let article = Article { name: name.into(), text: text.into(), ..Article::default() };
        extract_article(&article, Lexicon::builtin())
    });
    let report = reconcile(claims.collect(), Lexicon::builtin());
    assert_json_snapshot!(report.conflicts, { ".**.id" => "[id]", ".**.claims" => "[ids]" });
}

/// A predicate of one's own: its examples hold, and it finds what it should.
#[test]
fn a_rule_of_our_own() {
    let mut sources = Sources::builtin();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("predicates");
    sources.add_folder(&folder, "src/predicates").expect("readable");
    let lexicon = Lexicon::load(&sources).expect("no fault");
    assert_eq!(sayso::check::check(&lexicon), []);
    let claims = extract_str("The film ‘Salt Road’ was shot on location in Norway.", &lexicon);
    let lines: Vec<String> = claims.iter().map(write::claim_line).collect();
    assert_eq!(lines, ["Salt Road (film) filmed_at Norway (place)   [filmed_at/was-shot]"]);
}

/// The one article of a file.
fn read(path: &Path) -> Article {
    let found = walk(&[path], None).expect("one path").next().expect("one file");
    let Found::Input(input) = found else { panic!("{found:?}") };
    input.read(&Limits::default()).remove(0).expect("an article")
}
