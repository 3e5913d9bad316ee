//! How fast each stage is, on the fixtures. `cargo bench`; bytes are those of the articles' texts.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso::read::{Found, Limits, walk};
use sayso::{Article, Claim, Lexicon, annotate, extract, extract_article, reconcile, segment};

fn articles() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/film-out");
    let inputs = walk(&[folder], None).expect("one folder").filter_map(|found| match found {
        Found::Input(input) => Some(input),
        _ => None,
    });
    inputs.flat_map(|input| input.read(&Limits::default())).flatten().collect()
}

fn stages(criterion: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let articles = articles();
    let documents: Vec<_> = articles.iter().map(|article| segment::segment(article, lexicon)).collect();
    let mentions: Vec<_> = articles
        .iter()
        .zip(&documents)
        .map(|(article, document)| annotate::annotate(article, document, lexicon))
        .collect();
    let claims: Vec<Claim> = articles.iter().flat_map(|article| extract_article(article, lexicon)).collect();

    let mut group = criterion.benchmark_group("film-out");
    group.throughput(Throughput::Bytes(articles.iter().map(|article| article.text.len() as u64).sum()));
    group.bench_function("segment", |bencher| {
        bencher.iter(|| articles.iter().for_each(|article| drop(black_box(segment::segment(article, lexicon)))))
    });
    group.bench_function("annotate", |bencher| {
        bencher.iter(|| {
            for (article, document) in articles.iter().zip(&documents) {
                black_box(annotate::annotate(article, document, lexicon));
            }
        })
    });
    group.bench_function("extract", |bencher| {
        bencher.iter(|| {
            for ((article, document), mentions) in articles.iter().zip(&documents).zip(&mentions) {
                black_box(extract::extract(article, document, mentions, lexicon));
            }
        })
    });
    group.bench_function("reconcile", |bencher| bencher.iter(|| reconcile(black_box(claims.clone()), lexicon)));
    group.bench_function("whole", |bencher| {
        bencher.iter(|| {
            let claims = articles.iter().flat_map(|article| extract_article(article, lexicon)).collect();
            reconcile(black_box(claims), lexicon)
        })
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
