//! One table of the whole flow: `cargo bench --bench table [-- MEGABYTES]`. For clean prose, noisy pages and lines in
//! Japanese, with the built-in names and with 100,000 more: what each stage takes of the time of one core. Then the
//! program itself on the same articles as files, with one thread and with two, its peak memory, and how long it takes
//! to start; beside it, where `benches/peers/table` is set up, what others take for less. Figures are of this machine and
//! this run: compare those of one run only.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sayso::lexicon::Sources;
use sayso::read::{Found, Limits, walk};
use sayso::{Lexicon, annotate, date, extract, segment, write};

type Done<T = ()> = Result<T, Box<dyn Error>>;

const PROGRAM: &str = env!("CARGO_BIN_EXE_sayso");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// So many names are added to the built-in ones.
const NAMES: usize = 100_000;
/// Of so many runs of the program the quickest counts.
const RUNS: usize = 5;

/// What a corpus is made of: its name, and the fixtures whose articles are repeated in it.
const CORPORA: [(&str, &[&str]); 3] = [
    ("clean", &["film-out/screenherald.txt", "film-out/encorepost.txt", "date-clash/reelweekly.txt"]),
    (
        "noisy",
        &["award-night/screendaily.html", "comeback/idolwire.html", "segmenting/blog.txt", "segmenting/gossip.txt"],
    ),
    ("japanese", &["film-out/eigahiroba.txt", "east-asia/eigatimes.html"]),
];

fn main() -> Done {
    let megabytes: usize = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(1);
    let place = std::env::temp_dir().join(format!("sayso-bench-{}", std::process::id()));
    let done = table(megabytes, &place);
    fs::remove_dir_all(&place)?;
    done
}

fn table(megabytes: usize, place: &Path) -> Done {
    let names = place.join("names");
    fs::create_dir_all(names.join("names"))?;
    fs::write(names.join("names/person.tsv"), made_names()?)?;
    let mut sources = Sources::builtin();
    sources.add_folder(&names, "gazetteers").map_err(|faults| format!("{faults:?}"))?;
    let many = Lexicon::load(&sources).map_err(|faults| format!("{faults:?}"))?;
    for (corpus, fixtures) in CORPORA {
        let folder = place.join(corpus);
        let bytes = fill(&folder, fixtures, megabytes * 1_000_000)?;
        for (label, lexicon) in [("built-in names", Lexicon::builtin()), ("100,000 names more", &many)] {
            println!("\n{corpus}, {:.1} MB, {label}", bytes as f64 / 1e6);
            stages(&folder, bytes, lexicon);
        }
        println!("\n{corpus}: the program, files to claims");
        for jobs in ["1", "2"] {
            let (time, peak) = program(&[folder.as_os_str(), "--jobs".as_ref(), jobs.as_ref()])?;
            println!("  {jobs} thread(s)  {:>8.2} MB/s   peak {peak} MB", bytes as f64 / 1e6 / time.as_secs_f64());
        }
    }
    let one = place.join("one.txt");
    fs::write(&one, "Signal Fire opens in April\n\nThe film “Signal Fire” opens in April.\n")?;
    println!("\nstart to end, one short article: {:.0} ms", program(&[one.as_os_str()])?.0.as_secs_f64() * 1e3);
    let peers = Path::new(ROOT).join("benches/peers/table");
    Command::new(peers).arg(place.join("clean")).arg(names.join("names/person.tsv")).status()?;
    Ok(())
}

/// Fills a folder with copies of fixtures, each a little other than the one before; how many bytes it holds.
fn fill(folder: &Path, fixtures: &[&str], least: usize) -> Done<usize> {
    fs::create_dir_all(folder)?;
    let mut bytes = 0;
    for (number, fixture) in fixtures.iter().cycle().enumerate() {
        let text = fs::read_to_string(Path::new(ROOT).join("fixtures").join(fixture))?;
        let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
        // Other neighbours, other references: no two copies are read alike.
        let body = 1.min(paragraphs.len());
        let turns = number % paragraphs[body..].len().max(1);
        paragraphs[body..].rotate_left(turns);
        let text = paragraphs.join("\n\n");
        let ending = fixture.rsplit('.').next().unwrap_or("txt");
        fs::write(folder.join(format!("{number:06}.{ending}")), &text)?;
        bytes += text.len();
        if bytes >= least {
            break;
        }
    }
    Ok(bytes)
}

/// A gazetteer of people who do not exist, from the lists of given names and surnames.
fn made_names() -> Done<String> {
    let list = |name: &str| -> Done<Vec<String>> {
        let text = fs::read_to_string(Path::new(ROOT).join("gazetteers/words").join(name))?;
        let first = |line: &str| line.split('\t').next().unwrap_or_default().to_string();
        Ok(text.lines().filter(|line| !line.starts_with('#')).skip(1).map(first).collect())
    };
    let (given, surnames) = (list("given_names.tsv")?, list("surnames.tsv")?);
    let pairs = (0..)
        .map(|number| (&given[number % given.len()], &surnames[(number * 7 + number / given.len()) % surnames.len()]));
    let mut names: Vec<String> = pairs.take(NAMES).map(|(given, surname)| format!("{given} {surname}")).collect();
    names.sort();
    names.dedup();
    let rows = names.iter().enumerate().map(|(number, name)| format!("{name}\t\tmade-{number}\t\n"));
    Ok(std::iter::once("name\taliases\tid\tfacts\n".to_string()).chain(rows).collect())
}

/// Prints what each stage takes of one thread; a first pass that compiles what is used is not counted.
fn stages(folder: &Path, bytes: usize, lexicon: &Lexicon) {
    let names = ["read", "segment", "dates", "annotate besides", "extract", "write"];
    let mut taken = [Duration::ZERO; 6];
    let mut articles = 0;
    for counted in [false, true] {
        let found = walk(&[folder.to_path_buf()], None).into_iter().flatten();
        for found in found {
            let Found::Input(input) = found else { continue };
            let mut clock = Clock { last: Instant::now(), taken: &mut taken, counted };
            let read: Vec<_> = input.read(&Limits::default()).into_iter().flatten().collect();
            clock.lap(0);
            for article in &read {
                articles += usize::from(counted);
                let document = segment::segment(article, lexicon);
                clock.lap(1);
                date::find(article, &document, lexicon);
                let dates = clock.lap(2);
                let mentions = annotate::annotate(article, &document, lexicon);
                clock.lap(3);
                clock.taken[3] = clock.taken[3].saturating_sub(dates);
                let claims = extract::extract(article, &document, &mentions, lexicon);
                clock.lap(4);
                write::lines(&claims);
                clock.lap(5);
            }
        }
    }
    let all: Duration = taken.iter().sum();
    for (name, time) in names.iter().zip(taken).chain([(&"all", all)]) {
        let (seconds, share) = (time.as_secs_f64(), 100.0 * time.as_secs_f64() / all.as_secs_f64());
        println!(
            "  {name:<17} {share:>5.1} %  {:>9.2} MB/s  {:>9.0} articles/s",
            bytes as f64 / 1e6 / seconds,
            articles as f64 / seconds
        );
    }
}

struct Clock<'a> {
    last: Instant,
    taken: &'a mut [Duration; 6],
    counted: bool,
}

impl Clock<'_> {
    /// Adds what has passed since the last lap to a stage, if it counts; returns what was added.
    fn lap(&mut self, stage: usize) -> Duration {
        let passed = if self.counted { self.last.elapsed() } else { Duration::ZERO };
        self.taken[stage] += passed;
        self.last = Instant::now();
        passed
    }
}

/// The quickest of some runs of `sayso extract`, and the peak of its memory in megabytes.
fn program(arguments: &[&std::ffi::OsStr]) -> Done<(Duration, u64)> {
    let mut best = (Duration::MAX, 0);
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut child =
            Command::new(PROGRAM).args(["extract", "--quiet"]).args(arguments).stdout(Stdio::null()).spawn()?;
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        let mut peak = 0;
        while child.try_wait()?.is_none() {
            peak = peak_of(&status).unwrap_or(0).max(peak);
            std::thread::sleep(Duration::from_millis(1));
        }
        best = best.min((start.elapsed(), peak));
    }
    Ok(best)
}

/// The most memory that a process has had so far, where the system tells.
fn peak_of(status: &Path) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? / 1000)
}
