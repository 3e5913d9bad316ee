//! How fast dates are found and resolved: `cargo bench --bench dates`. The articles are those of the fixtures (their
//! tables of nothing but dates left out), or of the folder that `SAYSO_BENCH_ARTICLES` names. Segmenting is not counted.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso::read::{Found, Limits, walk};
use sayso::{Article, Lexicon, date, segment};

/// Folders of fixtures that are no prose.
const TABLES: [&str; 2] = ["dates/", "standing/"];

fn articles() -> Vec<Article> {
    let fixtures = || Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folder = std::env::var_os("SAYSO_BENCH_ARTICLES").map_or_else(fixtures, PathBuf::from);
    let inputs = walk(&[folder], None).expect("one folder").filter_map(|found| match found {
        Found::Input(input) => Some(input),
        _ => None,
    });
    let inputs = inputs.filter(|input| !TABLES.iter().any(|folder| input.name.starts_with(folder)));
    inputs.flat_map(|input| input.read(&Limits::default())).flatten().collect()
}

fn find(criterion: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let articles = articles();
    let dated = articles.iter().cloned().map(|mut article| {
        article.metadata.date = date::Date::of_day(2021, 3, 5);
        article
    });
    let mut group = criterion.benchmark_group("dates");
    group.throughput(Throughput::Bytes(articles.iter().map(|article| article.text.len() as u64).sum()));
    for (name, articles) in [("dated", dated.collect()), ("undated", articles.clone())] {
        let documents: Vec<_> = articles.iter().map(|article| segment::segment(article, lexicon)).collect();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for (article, document) in articles.iter().zip(&documents) {
                    black_box(date::find(article, document, lexicon));
                }
            })
        });
    }
    group.finish();
}

criterion_group!(benches, find);
criterion_main!(benches);
