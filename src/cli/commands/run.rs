//! `run` and `reconcile`: the whole flow, and its second half.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use sayso::write::{self, ArticleRow, ErrorRow, FORMS, Form, Results, RunRow, Timings};
use sayso::{Article, Claim, Lexicon, annotate, extract, segment};

use super::super::args::{self, Common};
use super::super::disk::Disk;
use super::super::failure::{Failure, Outcome, complain};
use super::super::folder::{Folder, SEAL};
use super::super::lexicon::Loaded;
use super::super::{lexicon, stdout};
use super::{claims, each_article, into, tell, tell_skipped};

/// The flow: extract every article's claims, reconcile them, give out the results.
pub(in super::super) fn run(args: &args::Run, common: &Common) -> Result<Outcome, Failure> {
    let loaded = lexicon::load(&args.reading.knowledge)?;
    if let Some(out) = &args.results.out {
        return into::run(out, args, &loaded, &Disk::default(), common);
    }
    let folder = args.results.out.as_deref().map(Folder::lock).transpose()?;
    let start = Instant::now();
    let (mut articles, mut claims, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    let skipped = each_article(
        &args.reading.inputs,
        common,
        |article| one(article, &loaded.lexicon),
        |result| {
            match result {
                Ok((row, mut found)) => {
                    articles.push(row);
                    claims.append(&mut found);
                }
                Err(error) => errors.push(error),
            }
            Ok(())
        },
    )?;
    let timings = Timings { extract: start.elapsed().as_secs_f64(), ..Timings::default() };
    finish(Parts { articles: Some(articles), claims, errors, skipped, timings }, &args.results, folder, &loaded, common)
}

/// The second half: claims that `extract` wrote become facts and conflicts.
pub(in super::super) fn reconcile(args: &args::Reconcile, common: &Common) -> Result<Outcome, Failure> {
    if form(&args.results.format)?.of_articles {
        return Err(Failure::Usage(format!("claims do not tell their {}: `run` has them", args.results.format)));
    }
    let loaded = lexicon::load(&args.knowledge)?;
    if let Some(out) = &args.results.out {
        return claims::reconcile(out, args, &loaded, &Disk::default(), common);
    }
    let folder = args.results.out.as_deref().map(Folder::lock).transpose()?;
    let start = Instant::now();
    let mut parts = Parts::default();
    let mut owners = Owners::new();
    for (index, path) in args.claims.iter().enumerate() {
        let first = parts.claims.len();
        read_claims(path, &mut parts.claims, &mut parts.errors)?;
        refuse_other_articles(&args.claims, index, &parts.claims[first..], &mut owners)?;
    }
    parts.timings.read = start.elapsed().as_secs_f64();
    finish(parts, &args.results, folder, &loaded, common)
}

/// What is known before reconciling.
#[derive(Default)]
struct Parts {
    /// `None` where claims are all that was read.
    articles: Option<Vec<ArticleRow>>,
    claims: Vec<Claim>,
    errors: Vec<ErrorRow>,
    skipped: usize,
    timings: Timings,
}

fn one(article: &Article, lexicon: &Lexicon) -> (ArticleRow, Vec<Claim>) {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let claims = extract::extract(article, &document, &mentions, lexicon);
    (ArticleRow::new(article, &document, &mentions, &claims), claims)
}

/// Reads the claims of a file; a line that is none is an error record, and the rest goes on.
pub(super) fn read_claims(path: &Path, claims: &mut Vec<Claim>, errors: &mut Vec<ErrorRow>) -> Result<(), Failure> {
    let name = path.display().to_string();
    let refuse = |error: io::Error| Failure::Usage(format!("{name}: {error}"));
    let input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(refuse)?))
    };
    for (index, line) in input.split(b'\n').enumerate() {
        let line = line.map_err(refuse)?;
        // Some editors put a mark before a file's first line.
        let line = if index == 0 { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line) } else { &line };
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(claim) => claims.push(claim),
            Err(error) => errors.push(not_a_claim(&name, index + 1, &error)),
        }
    }
    Ok(())
}

/// For each article the file that its claims stand in, and their ids.
type Owners = HashMap<String, (usize, HashSet<String>)>;

/// Refuses claims of an article that another file has, too, unless they are the same: two articles of one name would
/// count as one, and their disagreement would be lost.
fn refuse_other_articles(files: &[PathBuf], index: usize, new: &[Claim], owners: &mut Owners) -> Result<(), Failure> {
    for claim in new {
        let (owner, ids) = owners.entry(claim.article.clone()).or_insert_with(|| (index, HashSet::new()));
        if *owner == index {
            ids.insert(claim.id.clone());
        } else if !ids.contains(&claim.id) {
            return Err(Failure::Usage(two_of_one_name(&files[*owner], &files[index], &claim.article)));
        }
    }
    Ok(())
}

/// What to say of two files that both hold claims of an article.
pub(super) fn two_of_one_name(one: &Path, other: &Path, article: &str) -> String {
    format!(
        "{} and {} both hold claims of {article:?}: if these are two articles, extract from the folder that holds \
         both; if it is one, put its claims into one file",
        one.display(),
        other.display()
    )
}

/// The error of a line that is no claim.
pub(super) fn not_a_claim(file: &str, line: usize, error: &serde_json::Error) -> ErrorRow {
    ErrorRow { article: file.into(), cause: format!("line {line}: not a claim: {error}") }
}

fn finish(
    mut parts: Parts,
    args: &args::Results,
    folder: Option<Folder>,
    loaded: &Loaded,
    common: &Common,
) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let report = sayso::reconcile(std::mem::take(&mut parts.claims), &loaded.lexicon);
    parts.timings.reconcile = start.elapsed().as_secs_f64();
    let results = Results { articles: parts.articles, report, errors: parts.errors, skipped: parts.skipped };
    match folder {
        Some(folder) => write_all(&results, parts.timings, folder, loaded)?,
        None => print(&results, &args.format, common)?,
    }
    results.errors.iter().for_each(tell);
    if let (Some(out), false) = (&args.out, common.quiet) {
        let _ = complain(&format!("{}: {}", out.display(), write::summary(&results)));
    } else {
        tell_skipped(results.skipped, common);
    }
    Ok(Outcome::of(results.errors.len()))
}

fn print(results: &Results, format: &str, common: &Common) -> Result<(), Failure> {
    let mut out = stdout::open();
    (form(format)?.write)(results, &stdout::style(common), &mut out)?;
    Ok(out.flush()?)
}

fn form(name: &str) -> Result<&'static Form, Failure> {
    FORMS.iter().find(|form| form.name == name).ok_or_else(|| Failure::Usage(format!("no form {name:?}")))
}

/// All results as files. `run.json` holds hashes of the others: it proves that they belong together.
fn write_all(results: &Results, mut timings: Timings, mut folder: Folder, loaded: &Loaded) -> Result<(), Failure> {
    let start = Instant::now();
    let mut row = RunRow::new(results, &loaded.hash);
    for form in FORMS.iter().filter(|form| results.articles.is_some() || !form.of_articles) {
        let Some(name) = form.file else { continue };
        let style = write::Style::plain();
        let hash = folder.write(name, |out| (form.write)(results, &style, out))?;
        row.outputs.insert(name.into(), hash);
    }
    timings.write = start.elapsed().as_secs_f64();
    row.timings = timings;
    folder.write(SEAL, |out| writeln!(out, "{}", serde_json::to_string_pretty(&row)?))?;
    folder.publish()
}
