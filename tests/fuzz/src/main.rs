//! Raw bytes, read in every form, through the whole flow: no panic, and every span is of its text.
//!
//! The first byte chooses the form; the rest is the input. A second article is always the same, so that
//! reconciling has something to compare with.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sayso::read::{Form, read};
use sayso::write::{ArticleRow, FORMS, Results, Style, explanation, mention_rows, segment_rows};
use sayso::{Article, Claim, Lexicon, annotate, extract, reconcile, segment};

/// Longer articles are not explained: it takes long, and shows nothing new.
const EXPLAINED: usize = 4096;
const OTHER: &str = include_str!("../../../fixtures/film-out/screenherald.txt");

static OTHER_CLAIMS: LazyLock<Vec<Claim>> = LazyLock::new(|| {
    let articles = read("other.txt", OTHER.as_bytes(), Form::Text);
    articles.into_iter().flatten().flat_map(|article| claims(&article).1).collect()
});

fuzz_target!(init: LazyLock::force(&OTHER_CLAIMS), |bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let form = Form::ALL[usize::from(*choice) % Form::ALL.len()].0;
    let (mut results, mut rows) = (Results::default(), Vec::new());
    for article in read("fuzz", bytes, form).into_iter().flatten() {
        let (row, claims) = claims(&article);
        rows.push(row);
        results.report.claims.extend(claims);
    }
    results.articles = Some(rows);
    results.report.claims.extend(OTHER_CLAIMS.iter().cloned());
    results.report = reconcile(results.report.claims, Lexicon::builtin());
    for form in FORMS {
        let style = Style { color: true, width: 40 + usize::from(*choice), limit: None };
        (form.write)(&results, &style, &mut std::io::sink()).expect("a sink takes all");
    }
});

fn claims(article: &Article) -> (ArticleRow, Vec<Claim>) {
    let lexicon = Lexicon::builtin();
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let claims = extract::extract(article, &document, &mentions, lexicon);
    for claim in &claims {
        assert_eq!(article.text.get(claim.evidence.span.range()), Some(claim.evidence.text.as_str()), "{claim:#?}");
        for span in claim.evidence.subject.iter().chain(&claim.evidence.object) {
            assert!(article.text.get(span.range()).is_some() && claim.evidence.span.contains(*span), "{claim:#?}");
        }
    }
    if article.text.len() < EXPLAINED {
        explanation(article, lexicon, &Style { width: 80, ..Style::plain() }, |_, _| true);
    }
    segment_rows(article, &document);
    mention_rows(article, &mentions);
    (ArticleRow::new(article, &document, &mentions, &claims), claims)
}
