//! How long the program takes before it can read: every command on a single article pays this once. `cargo bench --bench start`

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sayso::Lexicon;
use sayso::extract_str;
use sayso::lexicon::Sources;

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.sample_size(10);
    group.bench_function("load", |bencher| bencher.iter(|| Lexicon::load(black_box(&Sources::builtin()))));
    // What is compiled on first use is compiled here.
    group.bench_function("load and one line", |bencher| {
        bencher.iter(|| {
            let lexicon = Lexicon::load(&Sources::builtin()).expect("no fault");
            extract_str("The film “Signal Fire” opens in April.", &lexicon)
        })
    });
    group.finish();
}

criterion_group!(benches, start);
criterion_main!(benches);
