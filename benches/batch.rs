//! What a batch costs: time and peak memory of `sayso run --out` over generated articles, of a second run with one in a
//! hundred new, and of `reconcile` on one hot key. Prints a table; asserts nothing.
//!
//! ```text
//! cargo bench --bench batch                      1,000 and 10,000 articles
//! cargo bench --bench batch -- 1000 100000       as many as wanted
//! cargo bench --bench batch -- articles DIR 500  only writes 500 articles into DIR
//! cargo bench --bench batch -- claims N          only writes N claims of one key to standard output
//! ```
//!
//! An article has about 3 KB: eight sentences that claim something of a few of some ten thousand things, the often named
//! ones more often, among sentences made of the fixtures' words. Every twentieth is a copy of another with a new
//! beginning. Options for the program come in `SAYSO_BENCH_OPTIONS` (`--kb` ...).

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["articles", folder, count] => write_articles(Path::new(folder), 0..count.parse().unwrap_or(1000)),
        ["claims", count] => write_claims(count.parse().unwrap_or(1000), &mut io::stdout().lock()),
        [] => measure(&[1000, 10_000]),
        counts => measure(&counts.iter().filter_map(|count| count.parse().ok()).collect::<Vec<_>>()),
    }
}

/// Numbers that look like chance and are the same every time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    /// A number below `most`; small ones are far more likely.
    fn often_small(&mut self, most: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((most as f64 + 1.0).powf(share) - 1.0) as usize
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Things that articles are about.
const THINGS: usize = 20_000;

/// A name made of syllables: the same for the same number.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "den", "fi", "gor", "hal", "jo", "ken", "lu", "mar", "nel", "os", "pra", "quin", "ro", "sel", "tur",
        "va", "wil", "yan", "zeb", "cor", "dim", "ester", "holt",
    ];
    let mut chance = Chance(number as u64 * 7919);
    let mut word = |parts| {
        let word: String = (0..parts).map(|_| *chance.of(&SYLLABLES)).collect();
        word[..1].to_uppercase() + &word[1..]
    };
    format!("{} {}", word(2), word(3))
}

/// A title of two or three of the words.
fn title(number: usize, words: &[String]) -> String {
    let mut chance = Chance(number as u64 * 104_729 + 1);
    let count = 2 + chance.below(2);
    let word = |word: &String| word[..1].to_uppercase() + &word[1..];
    (0..count).map(|_| word(chance.of(words))).collect::<Vec<_>>().join(" ")
}

/// The plain words of the fixtures.
fn words() -> Vec<String> {
    fn gather(folder: &Path, texts: &mut String) {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            match path.is_dir() {
                true => gather(&path, texts),
                false if path.extension().is_some_and(|end| end == "txt") => {
                    texts.push_str(&fs::read_to_string(path).unwrap_or_default());
                }
                false => {}
            }
        }
    }
    let mut texts = String::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut texts);
    let plain = |word: &&str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut words: Vec<String> = texts.split_whitespace().filter(plain).map(String::from).collect();
    words.sort();
    words.dedup();
    words
}

fn day(chance: &mut Chance) -> String {
    const MONTHS: [&str; 4] = ["March", "June", "October", "December"];
    format!("{} {} {}", 1 + chance.below(28), chance.of(&MONTHS), 2019 + chance.below(5))
}

fn sentence(chance: &mut Chance, words: &[String]) -> String {
    let count = 9 + chance.below(12);
    let text = (0..count).map(|_| chance.of(words).as_str()).collect::<Vec<_>>().join(" ");
    format!("{}{}. ", text[..1].to_uppercase(), &text[1..])
}

/// A sentence that claims something of a thing.
fn claim(chance: &mut Chance, words: &[String]) -> String {
    let thing = chance.often_small(THINGS);
    let (title, person, other) = (title(thing, words), name(chance.often_small(THINGS)), name(thing * 3));
    // One thing has few values, so that articles agree and disagree.
    let mut own = Chance((thing * 5 + chance.below(3)) as u64);
    let day = day(&mut own);
    let quote = sentence(&mut own, words);
    match chance.below(8) {
        0 => format!("The film ‘{title}’ will be released on {day}. "),
        1 => format!("The film ‘{title}’ was directed by {other}. "),
        2 => format!("The song ‘{title}’ was written by {other} and {person}. "),
        3 => format!("{person} said: “{}” ", quote.trim()),
        4 => format!("The series ‘{title}’ stars {other} and {person}. "),
        5 => format!("Singer {other} will release the album ‘{title}’ on {day}. "),
        6 => format!("{other} denied that the film ‘{title}’ had been postponed. "),
        _ => format!("The film ‘{title}’ earned ${} million. ", 10 + own.below(90)),
    }
}

fn article(number: usize, words: &[String]) -> String {
    let copy = number % 20 == 19;
    let mut chance = Chance(if copy { number - 7 } else { number } as u64 * 31 + 11);
    let mut text = format!("{}\n\nPublished: {}\n\n", title(number, words), day(&mut chance));
    for _ in 0..8 {
        text.push_str(&claim(&mut chance, words));
        for _ in 0..3 {
            text.push_str(&sentence(&mut chance, words));
        }
        text.push_str("\n\n");
    }
    text
}

fn write_articles(folder: &Path, numbers: std::ops::Range<usize>) -> io::Result<()> {
    let words = words();
    for number in numbers {
        let place = folder.join(format!("{:03}", number % 997));
        if number < 997 || !place.exists() {
            fs::create_dir_all(&place)?;
        }
        fs::write(place.join(format!("{number:07}.txt")), article(number, &words))?;
    }
    Ok(())
}

/// Claims of one film's date by so many articles: one hot key.
fn write_claims(count: usize, out: &mut impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let mut chance = Chance(1);
    for number in 0..count {
        let day = format!("2021-{:02}-{:02}", 1 + chance.often_small(12), 1 + chance.often_small(28));
        writeln!(
            out,
            "{{\"id\":\"{number:016x}\",\"article\":\"{number:08}.txt\",\"subject\":{{\"name\":\"Heron Road\",\"kind\":\"film\",\
             \"id\":null}},\"predicate\":\"release_date\",\"object\":{{\"kind\":\"date\",\"value\":\"{day}\"}},\"qualifiers\":{{}},\
             \"polarity\":\"affirmed\",\"modality\":\"planned\",\"attribution\":null,\"block\":\"paragraph\",\"language\":\"en\",\
             \"rule\":\"release_date/generated\",\"evidence\":{{\"span\":[0,9],\"subject\":null,\"object\":null,\"text\":\"Generated\"}},\
             \"source\":{{\"date\":\"2021-01-{:02}\",\"date_from\":\"metadata\",\"url\":null,\"site\":null,\"copy_key\":null}}}}",
            1 + number % 28,
        )?;
    }
    out.flush()
}

/// How long a command took, and the most memory it held, in MB.
fn run(command: &mut Command) -> io::Result<(Duration, f64)> {
    let start = Instant::now();
    let mut child = command.stderr(Stdio::inherit()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0;
    loop {
        // The high-water mark, which only grows; the last look is near enough to the end.
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
        peak = kilobytes.map_or(peak, |kilobytes| kilobytes / 1000.0);
        if let Some(ended) = child.try_wait()? {
            assert!(ended.success(), "{ended}");
            return Ok((start.elapsed(), peak));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn measure(counts: &[usize]) -> io::Result<()> {
    let place = tempfile::tempdir()?;
    let more = std::env::var("SAYSO_BENCH_OPTIONS").unwrap_or_default();
    let mut out = io::stdout().lock();
    writeln!(out, "{:>9}  {:<22} {:>9} {:>12} {:>9}", "articles", "what", "seconds", "ms/article", "peak MB")?;
    for &count in counts {
        let (articles, results) = (place.path().join(format!("a{count}")), place.path().join(format!("r{count}")));
        let sayso = || {
            let mut sayso = Command::new(env!("CARGO_BIN_EXE_sayso"));
            sayso.arg("run").arg(&articles).arg("--quiet").arg("--out").arg(&results).args(more.split_whitespace());
            sayso
        };
        let mut tell = |what: &str, (time, peak): (Duration, f64)| {
            let each = time.as_secs_f64() * 1000.0 / count as f64;
            writeln!(out, "{count:>9}  {what:<22} {:>9.2} {each:>12.3} {peak:>9.0}", time.as_secs_f64())?;
            let timings = fs::read_to_string(results.join("run.json")).unwrap_or_default();
            let steps = timings.split("\"timings\"").nth(1).unwrap_or_default().replace(['\n', '{', '}', '"', ':'], "");
            writeln!(out, "           {}", steps.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        write_articles(&articles, 0..count)?;
        tell("all new", run(&mut sayso())?)?;
        tell("nothing new", run(&mut sayso())?)?;
        write_articles(&articles, count..count + count / 100)?;
        tell("one in a hundred new", run(&mut sayso())?)?;
    }
    for count in counts.iter().map(|count| count * 10) {
        let (claims, results) = (place.path().join("claims.jsonl"), place.path().join(format!("c{count}")));
        write_claims(count, &mut fs::File::create(&claims)?)?;
        let mut sayso = Command::new(env!("CARGO_BIN_EXE_sayso"));
        let (time, peak) = run(sayso.arg("reconcile").arg(&claims).arg("--quiet").arg("--out").arg(&results))?;
        let each = time.as_secs_f64() * 1000.0 / count as f64;
        writeln!(out, "{count:>9}  {:<22} {:>9.2} {each:>12.3} {peak:>9.0}", "claims of one key", time.as_secs_f64())?;
    }
    Ok(())
}
