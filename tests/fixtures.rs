//! What comes of every fixture, beside its source; and what must hold of all of them.
//!
//! Dropping an article into `fixtures/<cluster>/` adds a snapshot here; nothing else needs to be written.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use sayso::document::BlockKind;
use sayso::read::{Found, Limits, walk};
use sayso::write::{self, ArticleRow, Results, Style};
use sayso::{Article, Claim, Document, Lexicon, annotate, extract_article, reconcile, segment};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The articles below a path; records that are none are left to the tests of reading.
fn articles(path: &Path) -> Vec<Article> {
    let found = walk(&[path], None).expect("one path has no name twice");
    let inputs = found.filter_map(|found| match found {
        Found::Input(input) => Some(input),
        _ => None,
    });
    inputs.flat_map(|input| input.read(&Limits::default())).flatten().collect()
}

#[test]
fn source_and_result() {
    insta::glob!("../fixtures", "*/*.*", |path| {
        let not_articles = ["claims", "senses", "png"];
        if path.extension().is_some_and(|end| not_articles.iter().any(|other| end == *other)) {
            return; // the claims of `tests/conflicts.rs`, the senses of names, pictures of the report
        }
        let shown: String = articles(path).iter().map(side_by_side).collect();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(shown);
        });
    });
}

#[test]
fn reports() {
    let mut clusters: Vec<_> =
        std::fs::read_dir(fixtures()).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    clusters.sort();
    for cluster in clusters.into_iter().filter(|cluster| !articles(cluster).is_empty()) {
        let mut shown = Vec::new();
        (write::FORMS[0].write)(&run(&cluster), &Style::plain(), &mut shown).expect("memory");
        let name = format!("report@{}", cluster.file_name().unwrap_or_default().to_string_lossy());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, String::from_utf8(shown).expect("UTF-8"));
        });
    }
}

fn run(folder: &Path) -> Results {
    let lexicon = Lexicon::builtin();
    let (mut results, mut articles_read) = (Results::default(), Vec::new());
    for article in articles(folder) {
        let document = segment::segment(&article, lexicon);
        let mentions = annotate::annotate(&article, &document, lexicon);
        let claims = sayso::extract::extract(&article, &document, &mentions, lexicon);
        articles_read.push(ArticleRow::new(&article, &document, &mentions, &claims));
        results.report.claims.extend(claims);
    }
    results.report = reconcile(results.report.claims, lexicon);
    results.articles = Some(articles_read);
    results
}

/// The disagreements that the articles of the main example were written to hold: what is compared, of whom,
/// and words that two of its sides show.
#[test]
fn film_out_shows_every_disagreement() {
    let conflicts = run(&fixtures().join("film-out")).report.conflicts;
    let wanted = [
        ("precision", "Signal", ["2021-04-02", "2021-04"]),
        ("unspecified", "Signal", ["2021-04-02", "unspecified"]),
        ("unspecified", "Film Out", ["unknown", "unspecified"]),
        ("status", "Film Out", ["asserted", "planned"]),
        ("relation", "Signal", ["spin_off_of", "remake_of"]),
        ("relation", "Signal", ["remake_of", "sequel_of"]),
        ("credit", "Film Out", ["Jungkook", "Back Number"]),
        ("kind", "Your Eyes Tell", ["series", "film"]),
        ("name", "Your Eyes Tell", ["Your Eyes Tell", "Your Eyes Tale"]),
        ("speaker", "Back Number", ["Iyori Shimizu", "Back Number"]),
        ("speaker", "BTS", ["Jungkook", "BTS"]),
    ];
    for (kind, subject, values) in wanted {
        let shows = |conflict: &&sayso::Conflict| {
            let side = |value: &str| {
                let is = |side: &sayso::report::Side| {
                    let shown = serde_json::to_string(side).expect("JSON");
                    shown.contains(&format!("\"{value}\""))
                };
                conflict.sides.iter().position(is)
            };
            conflict.kind.name() == kind
                && conflict.subject.name == subject
                && matches!((side(values[0]), side(values[1])), (Some(first), Some(second)) if first != second)
        };
        assert!(conflicts.iter().any(|conflict| shows(&conflict)), "{kind} {subject} {values:?}: {conflicts:#?}");
    }
    for story in ["NOVA9", "MARLO", "PAPER SUNS", "Postcards", "Late Night Sessions"] {
        let claims = run(&fixtures().join("film-out")).report.claims;
        let told: Vec<_> = claims.iter().filter(|claim| line(claim).contains(story)).collect();
        assert!(told.is_empty(), "another story's: {told:#?}");
    }
}

/// Every block with its sentences, and under each sentence what it claims.
fn side_by_side(article: &Article) -> String {
    let lexicon = Lexicon::builtin();
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let claims = sayso::extract::extract(article, &document, &mentions, lexicon);
    let mut out = format!("{}\n", article.name);
    if let Some(date) = &article.metadata.date {
        let _ = writeln!(out, "date {date}");
    }
    for (number, block) in document.blocks.iter().enumerate() {
        let _ = writeln!(out, "\n{:?}", block.kind);
        if block.kind == BlockKind::Furniture {
            let _ = writeln!(out, "  -- | {}", write::harmless(block.span.of(&article.text)));
        }
        for sentence in document.sentences.iter().filter(|sentence| sentence.block == number as u32) {
            let language = document.language_of(sentence.span);
            let text = write::harmless(sentence.span.of(&article.text)).into_owned();
            let _ = writeln!(out, "  {} | {text}", format!("{language:?}").to_lowercase());
            for claim in claims.iter().filter(|claim| claim.evidence.span.end == sentence.span.end) {
                let _ = writeln!(out, "       {}", line(claim));
            }
        }
    }
    out + "\n"
}

fn line(claim: &Claim) -> String {
    let object = match claim.object.kind_name() {
        kind @ ("unknown" | "unspecified") => kind.into(),
        kind => format!("{} ({kind})", claim.object.text()),
    };
    let mut line = format!("{} ({}) {} {object}", claim.subject.name, claim.subject.kind.name(), claim.predicate);
    for (key, value) in &claim.qualifiers {
        let _ = write!(line, ", {key} {value}");
    }
    if claim.polarity != sayso::Polarity::Affirmed {
        line.push_str(", negated");
    }
    if claim.modality != sayso::Modality::Asserted {
        let _ = write!(line, ", {}", format!("{:?}", claim.modality).to_lowercase());
    }
    if let Some(speaker) = &claim.attribution {
        let _ = write!(line, ", according to {speaker}");
    }
    format!("{line}   [{}]", claim.rule)
}

#[test]
fn every_span_is_of_its_text() {
    let lexicon = Lexicon::builtin();
    let mut ids = std::collections::BTreeSet::new();
    for article in articles(&fixtures()) {
        let Document { blocks, sentences, runs } = segment::segment(&article, lexicon);
        let spans =
            blocks.iter().map(|b| b.span).chain(sentences.iter().map(|s| s.span)).chain(runs.iter().map(|r| r.span));
        for span in spans {
            assert!(article.text.get(span.range()).is_some(), "{}: {span:?}", article.name);
        }
        for sentence in &sentences {
            assert!(blocks[sentence.block as usize].span.contains(sentence.span), "{}: {sentence:?}", article.name);
        }
        for claim in extract_article(&article, lexicon) {
            let evidence = &claim.evidence;
            assert_eq!(article.text.get(evidence.span.range()), Some(evidence.text.as_str()), "{claim:#?}");
            for span in evidence.subject.iter().chain(&evidence.object) {
                assert!(article.text.get(span.range()).is_some() && evidence.span.contains(*span), "{claim:#?}");
            }
            assert_ne!(claim.block, BlockKind::Furniture, "{claim:#?}");
            assert!(lexicon.predicate(&claim.predicate).is_some(), "{claim:#?}");
            assert!(claim.rule.starts_with(&format!("{}/", claim.predicate)), "{claim:#?}");
            assert!(ids.insert(claim.id.clone()), "two claims have this id: {claim:#?}");
        }
    }
}

/// A report as bytes.
fn bytes(claims: Vec<Claim>) -> Vec<u8> {
    let report = reconcile(claims, Lexicon::builtin());
    [write::lines(&report.claims), write::lines(&report.facts), write::lines(&report.conflicts)].concat()
}

fn all_claims() -> Vec<Claim> {
    articles(&fixtures()).iter().flat_map(|article| extract_article(article, Lexicon::builtin())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_order_of_claims_does_not_matter(claims in Just(all_claims()).prop_shuffle()) {
        prop_assert!(bytes(claims) == bytes(all_claims()));
    }

    #[test]
    fn neighbours_and_threads_do_not_matter(articles in Just(articles(&fixtures())).prop_shuffle(), threads in 1_usize..4) {
        use rayon::prelude::*;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let claims: Vec<Claim> =
            pool.install(|| articles.par_iter().flat_map_iter(|article| extract_article(article, Lexicon::builtin())).collect());
        prop_assert!(bytes(claims) == bytes(all_claims()));
    }
}
