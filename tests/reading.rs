//! What reading makes of each file of `fixtures/reading`: metadata, blocks, text; and that one page comes to the
//! same main text by whatever scraper it came.
//!
//! A fixture is a file dropped in the folder; its snapshot is made by `cargo insta review`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use sayso::document::BlockKind;
use sayso::read::{Form, Found, Limits, ReadError, form_of, read, walk};
use sayso::{Article, Claim, Lexicon, extract_article};

#[test]
fn fixtures() {
    insta::glob!("../fixtures/reading", "**/*.*", |path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let form = form_of(&name).expect("the name of a fixture tells its form");
        let shown: String = read(&name, &fs::read(path).unwrap(), form).iter().map(show).collect();
        insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!(shown) });
    });
}

/// The main text of the other fixtures' pages, word for word.
#[test]
fn pages() {
    insta::glob!("../fixtures", "*/*.html", |path| {
        if path.parent().unwrap().ends_with("reading") {
            return;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let shown: String = read(&name, &fs::read(path).unwrap(), Form::Html).iter().map(show).collect();
        insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!(shown) });
    });
}

/// Every form reads the same as it is and packed, on the way that folders are read.
#[test]
fn packed() {
    let gzip = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    let zstd = |bytes: &[u8]| ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest);
    let mut forms = BTreeSet::new();
    insta::glob!("../fixtures", "{reading/**,film-out,east-asia}/*.*", |path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(path).unwrap();
        let read_in_folder = |name: &str, bytes: &[u8]| -> String {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(name), bytes).unwrap();
            let found = walk(&[folder.path()], None).unwrap();
            let inputs = found.filter_map(|found| if let Found::Input(input) = found { Some(input) } else { None });
            inputs.flat_map(|input| input.read(&Limits::default())).map(|article| show(&article)).collect()
        };
        let plain = read_in_folder(&name, &bytes);
        for (end, bytes) in [("gz", gzip(&bytes)), ("zst", zstd(&bytes))] {
            let packed = format!("{name}.{end}");
            assert_eq!(read_in_folder(&packed, &bytes).replace(&packed, &name), plain, "{packed}");
        }
        forms.extend(form_of(&name).filter(|_| !plain.is_empty()).map(Form::name));
    });
    let all = ["csv", "html", "json", "jsonl", "text", "xml"];
    assert!(all.iter().all(|form| forms.contains(form)), "{forms:?}");
}

/// An article for a reader of snapshots: what is known of it, its marked blocks, its text as it is.
fn show(article: &Result<Article, ReadError>) -> String {
    let article = match article {
        Ok(article) => article,
        Err(error) => return format!("✗ {error}\n"),
    };
    let mut out = format!("● {}\n", article.name);
    let known = &article.metadata;
    let date = known.date.as_ref().map(|date| format!("{date}, from {:?}", known.date_from));
    let fields = [
        ("title", &known.title),
        ("date", &date),
        ("fetched", &known.fetched.as_ref().map(ToString::to_string)),
        ("url", &known.url),
        ("site", &known.site),
        ("authors", &(!known.authors.is_empty()).then(|| known.authors.join(" & "))),
        ("notes", &(!known.notes.is_empty()).then(|| known.notes.join("; "))),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "{name}: {value}").unwrap();
        }
    }
    for (span, kind) in &article.marked {
        writeln!(out, "{:>5} {:<5} {kind:?}: {:?}", span.start, span.end, span.of(&article.text)).unwrap();
    }
    writeln!(out, "―――\n{}\n―――", article.text).unwrap();
    out
}

/// The scrapers' outputs for `heron.html`, as trafilatura 2.3.1 (`--no-comments --with-metadata --output-format ...`),
/// news-please 1.6.16 (`NewsPlease.from_html`) and newspaper4k 0.9.6 (`--html-from-file ... --output-format ...`)
/// wrote them. They leave out captions and the deck; what they repeat of the prompts between paragraphs is for the
/// segmenter to tell.
#[test]
fn scrapers_agree() {
    let prompts = ["Advertisement", "More on this", "Read also: There will be no trailer for Miyazaki’s last film"];
    let left_out = [BlockKind::Furniture, BlockKind::Caption, BlockKind::Deck];
    let page = article("fixtures/reading/heron.html");
    let main = page.marked.iter().filter(|(_, kind)| !left_out.contains(kind));
    let main: Vec<String> = main.map(|(span, _)| words(span.of(&page.text))).collect();
    let scraped: Vec<_> =
        fs::read_dir("fixtures/reading/scrapers").unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(scraped.len(), 12);
    for path in scraped {
        let article = article(path.to_str().unwrap());
        let lines = article.text.lines().filter(|line| !prompts.contains(line));
        // Without metadata trafilatura writes no title.
        let title = path.ends_with("trafilatura-bare.txt").then_some(main[0].as_str());
        let text: Vec<String> = title.into_iter().chain(lines).map(words).collect();
        assert_eq!(words(&text.join(" ")), main.join(" "), "{}", path.display());
    }
}

/// Whatever the form, the claims are those of the text; the page itself has captions besides.
#[test]
fn scrapers_make_the_same_claims() {
    let claims = |path: &str| -> BTreeSet<String> {
        let claims = extract_article(&article(path), Lexicon::builtin());
        let left_out = [BlockKind::Caption, BlockKind::Deck];
        claims.iter().filter(|claim| !left_out.contains(&claim.block)).map(said).collect()
    };
    let text = claims("fixtures/reading/scrapers/trafilatura.txt");
    assert!(text.len() >= 8, "the article says more than {text:?}");
    assert_eq!(claims("fixtures/reading/heron.html"), text);
    for entry in fs::read_dir("fixtures/reading/scrapers").unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(claims(path.to_str().unwrap()), text, "{}", path.display());
    }
}

/// What a claim says, without where it stands.
fn said(claim: &Claim) -> String {
    let object = serde_json::to_string(&claim.object).unwrap();
    let qualifiers = serde_json::to_string(&claim.qualifiers).unwrap();
    format!(
        "{} {} {object} {qualifiers} {:?} {:?}",
        claim.subject.name, claim.predicate, claim.polarity, claim.modality
    )
}

fn article(path: &str) -> Article {
    let name = path.rsplit('/').next().unwrap();
    let mut articles = read(name, &fs::read(path).unwrap(), form_of(name).unwrap());
    assert_eq!(articles.len(), 1, "{path}");
    articles.remove(0).unwrap()
}

/// The words of a text, without white space and the marks of Markdown.
fn words(text: &str) -> String {
    let words = text.split_whitespace().map(|word| word.replace('*', ""));
    words.filter(|word| !matches!(word.as_str(), "" | "#" | "##" | "-")).collect::<Vec<_>>().join(" ")
}
