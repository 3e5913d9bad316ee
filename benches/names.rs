//! Names by the million: building, loading, memory, scanning. `cargo bench --bench names`
//!
//! Names and text are made here, always the same. Times differ from machine to machine: what counts are the ratios,
//! measured in turns in one run, which are printed before criterion's own figures. They are times of the processor
//! where the system tells them, so that other programs disturb less.
//! `SAYSO_BENCH_NAMES=10000` is the largest size then; a million takes some minutes, nearly all of it aho-corasick's.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso::lexicon::{Lexicon, NameTable, Names, Sources};
use sayso::{Article, extract_article};

/// So often is a file loaded for its time.
const LOADS: u32 = 20;

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Numbers that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    /// Small numbers more often than great ones, as words are used.
    fn rare(&mut self, sides: usize) -> usize {
        let (a, b) = (self.roll(sides) + 1, self.roll(sides) + 1);
        a.min(b) * self.roll(1000) / 1000
    }
}

const SYLLABLES: [&str; 40] = [
    "ka", "ri", "mo", "len", "tor", "sa", "vi", "den", "mar", "os", "el", "ba", "shi", "no", "ter", "al", "qui", "fen",
    "du", "ra", "hol", "me", "ti", "wen", "ga", "lo", "pre", "stan", "ze", "yu", "ber", "cor", "in", "han", "ju", "ek",
    "or", "ma", "ly", "son",
];

const SMALL: [&str; 32] = [
    "the", "of", "and", "a", "to", "in", "is", "for", "on", "with", "that", "was", "it", "as", "at", "by", "from",
    "his", "her", "will", "has", "an", "be", "are", "new", "its", "one", "film", "song", "album", "first", "who",
];

fn word(number: usize) -> String {
    let (mut word, mut rest) = (String::new(), number + 40);
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// Names of people and of works, one to five words, all different.
fn names(count: usize) -> Vec<String> {
    let mut dice = Dice(7);
    let mut seen = std::collections::HashSet::new();
    let mut names = Vec::with_capacity(count);
    while names.len() < count {
        let length = [1, 2, 2, 2, 2, 3, 3, 4, 5][dice.roll(9)];
        let mut words: Vec<String> = (0..length).map(|_| capital(&word(dice.rare(60_000)))).collect();
        if length > 2 && dice.roll(2) == 0 {
            words[1] = SMALL[dice.roll(SMALL.len())].into();
        }
        if dice.roll(20) == 0 {
            words[0] = "The".into();
        }
        let name = words.join(" ");
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    names
}

/// Tables of the names, as a user has them: three kinds, with ids and facts.
fn tables(names: &[String]) -> Sources {
    let mut sources = Sources::builtin();
    sources.files.retain(|(path, _)| path.starts_with("gazetteers/forms/"));
    let countries = ["Japan", "South Korea", "United States", "United Kingdom", "France"];
    for (part, kind) in ["person", "song", "film"].into_iter().enumerate() {
        let mut table = String::from("name\taliases\tid\tfacts\n");
        for (index, name) in names.iter().enumerate().skip(part).step_by(3) {
            let (country, year) = (countries[index % 5], 1950 + index % 75);
            table.push_str(&format!("{name}\t\tQ{}\tcountry={country};year={year}\n", 1_000_000 + index));
        }
        sources.files.push((format!("gazetteers/names/{kind}.tsv"), table.into()));
    }
    sources
}

/// Sentences of common words, rare words and some of the names.
fn text(names: &[String], bytes: usize) -> String {
    let mut dice = Dice(11);
    let mut text = String::with_capacity(bytes + 200);
    let mut words = 0;
    while text.len() < bytes {
        let next = match dice.roll(100) {
            0..4 => names[dice.roll(names.len())].clone(),
            4..50 => SMALL[dice.rare(SMALL.len())].to_string(),
            50..60 => capital(&word(dice.rare(60_000))),
            // Most words of a text are in nobody's name.
            60..70 => word(dice.rare(20_000)),
            _ => word(100_000 + dice.rare(20_000)),
        };
        text.push_str(&if words == 0 { capital(&next) } else { next });
        words += 1;
        let end = words > 8 && dice.roll(12) == 0;
        text.push_str(if end { ". " } else { " " });
        words = if end { 0 } else { words };
    }
    text
}

/// A text as articles of usual length.
fn articles(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.get(3600..).and_then(|behind| behind.find(". ")).map_or(rest.len(), |at| 3600 + at + 2);
        let (article, behind) = rest.split_at(end);
        rest = behind;
        (!article.is_empty()).then_some(article)
    })
}

fn scan(names: &Names, text: &str) -> usize {
    let mut count = 0;
    articles(text).for_each(|article| names.scan(article, |_, _| count += 1));
    count
}

/// What is usually done: one automaton, and only whole words of what it finds.
fn automaton(names: &[String]) -> AhoCorasick {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(names)
        .expect("an automaton")
}

fn scan_automaton(automaton: &AhoCorasick, text: &str) -> usize {
    articles(text).map(|article| whole_words(automaton, article)).sum()
}

fn whole_words(automaton: &AhoCorasick, text: &str) -> usize {
    let bytes = text.as_bytes();
    let word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    automaton.find_iter(text).filter(|found| !word(found.start().checked_sub(1)) && !word(Some(found.end()))).count()
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let (start, before) = (Instant::now(), processor());
    let made = work();
    let spent = before.zip(processor()).map(|(before, now)| now - before);
    (spent.unwrap_or_else(|| start.elapsed()), made)
}

/// What this thread has had of the processor, where the system tells.
fn processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

/// Resident memory of this process in MB, where the system tells.
fn resident() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<f64>().ok());
    pages.unwrap_or_default() * 4096.0 / 1e6
}

/// Articles of the text, and how long their claims take.
fn run(articles: &[Article], lexicon: &Lexicon) -> f64 {
    timed(|| articles.iter().for_each(|article| drop(black_box(extract_article(article, lexicon))))).0.as_secs_f64()
}

#[expect(clippy::print_stderr, reason = "the figures are what this is for")]
fn ratios(sizes: &[usize]) {
    eprintln!("names     build      load   bytes/name  resident   scan      automaton            ratio");
    let place = tempfile::tempdir().expect("a folder");
    let common = text(&names(1000), 300_000);
    let article =
        |(number, text): (usize, &str)| Article { name: format!("{number}"), text: text.into(), ..Article::default() };
    let articles: Vec<Article> = articles(&common).enumerate().map(article).collect();
    let mut lexicons = Vec::new();
    for &size in sizes {
        let names = names(size);
        let sources = tables(&names);
        let text = text(&names, if size > 100_000 { 5_000_000 } else { 10_000_000 });
        let (build, table) = timed(|| sources.compile_own_names().expect("no fault"));
        let path = place.path().join("names.bin");
        std::fs::write(&path, table.as_bytes()).expect("written");
        let bytes = table.as_bytes().len() as f64 / size as f64;
        drop((table, sources));
        let load = || {
            let table = NameTable::from_bytes(std::fs::read(&path).expect("readable")).expect("whole");
            let names = Names::of(Arc::new(table));
            scan(&names, "Somebody sang it in Karisa of the night.");
            names
        };
        let before = resident();
        let known = load();
        let memory = resident() - before;
        // Many at once: the system counts the processor's time in steps of milliseconds.
        let loading = timed(|| (0..LOADS).for_each(|_| drop(load()))).0 / LOADS;
        let (slow_build, slow) = timed(|| automaton(&names));
        let (mut fast_times, mut slow_times) = (Vec::new(), Vec::new());
        for _ in 0..7 {
            fast_times.push(timed(|| black_box(scan(&known, &text))).0);
            slow_times.push(timed(|| black_box(scan_automaton(&slow, &text))).0);
        }
        let megabytes = text.len() as f64 / 1e6;
        let (fast, slow) = (megabytes / median(fast_times), megabytes / median(slow_times));
        eprintln!(
            "{size:>8}  {:>6.0} ms  {:>5.2} ms  {bytes:>5.1}  {memory:>8.1} MB  {fast:>6.1} MB/s  {slow:>6.1} MB/s (built in {:.1} s)  {:.2}",
            build.as_secs_f64() * 1e3,
            loading.as_secs_f64() * 1e3,
            slow_build.as_secs_f64(),
            fast / slow
        );
        let mut sources = Sources::builtin();
        let table = NameTable::from_bytes(std::fs::read(&path).expect("readable")).expect("whole");
        sources.tables.push(Arc::new(table));
        lexicons.push((size, Lexicon::load(&sources).expect("no fault")));
    }
    let mut times = vec![Vec::new(); lexicons.len()];
    for _ in 0..5 {
        for (index, (_, lexicon)) in lexicons.iter().enumerate() {
            times[index].push(Duration::from_secs_f64(run(&articles, lexicon)));
        }
    }
    let speeds: Vec<f64> = times.into_iter().map(|times| common.len() as f64 / 1e6 / median(times)).collect();
    for ((size, _), speed) in lexicons.iter().zip(&speeds) {
        let ten = speeds.get(1).unwrap_or(&speeds[0]);
        eprintln!("whole articles with {size:>8} names: {speed:.2} MB/s, {:.2} of the speed with 10,000", speed / ten);
    }
}

fn bench(criterion: &mut Criterion) {
    let most = std::env::var("SAYSO_BENCH_NAMES").ok().and_then(|text| text.parse().ok()).unwrap_or(usize::MAX);
    let sizes: Vec<usize> = SIZES.into_iter().filter(|size| *size <= most).collect();
    ratios(&sizes);
    for size in sizes {
        let names = names(size);
        let sources = tables(&names);
        let table = sources.compile_own_names().expect("no fault");
        let text = text(&names, 2_000_000);
        let mut group = criterion.benchmark_group(format!("{size} names"));
        group.sample_size(10);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function("build", |bencher| bencher.iter(|| black_box(sources.compile_own_names())));
        group.bench_function("load", |bencher| {
            bencher.iter_with_setup(|| table.as_bytes().to_vec(), |bytes| black_box(NameTable::from_bytes(bytes)))
        });
        let known = Names::of(Arc::new(table));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("scan", |bencher| bencher.iter(|| black_box(scan(&known, &text))));
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
