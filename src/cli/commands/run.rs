//! `run` and `reconcile`: the whole flow, and its second half.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use sayso::write::{self, ArticleRow, ErrorRow, FORMS, Form, Results, RunRow, Timings, html};
use sayso::{Article, Claim, Lexicon, annotate, extract, segment};

use super::super::args::{self, Common};
use super::super::disk::Disk;
use super::super::failure::{Failure, Outcome, complain};
use super::super::folder::{Folder, SEAL};
use super::super::lexicon::Loaded;
use super::super::page::{Bodies, Page};
use super::super::{lexicon, stdout};
use super::{claims, each_article, into, tell, tell_skipped};

/// The flow: extract every article's claims, reconcile them, give out the results.
pub(in super::super) fn run(args: &args::Run, common: &Common) -> Result<Outcome, Failure> {
    let results = &args.results;
    let page = open_page(results)?;
    if page.is_some() && results.out.is_some() && args.reading.inputs.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::Usage(
            "standard input can be read only once: give --out and --report to a run each".into(),
        ));
    }
    let loaded = lexicon::load(&args.reading.knowledge)?;
    if let Some(out) = &results.out {
        let outcome = into::run(out, args, &loaded, &Disk::default(), common)?;
        if page.is_none() {
            return Ok(outcome);
        }
        // The page shows texts, which the folder does not keep: the articles are read again.
    }
    let wanted = page.is_some() || is_page(results);
    let bodies = wanted.then(|| Bodies::create(page.as_ref().map(Page::folder))).transpose()?;
    let (parts, texts) = read(args, &loaded, bodies, common)?;
    give(parts, results, Places { folder: None, page, texts }, &loaded, common)
}

/// Reads and extracts everything; keeps the articles' texts where a place for them is given.
fn read(
    args: &args::Run,
    loaded: &Loaded,
    mut bodies: Option<Bodies>,
    common: &Common,
) -> Result<(Parts, Option<Bodies>), Failure> {
    let start = Instant::now();
    let (mut articles, mut parts, with_body) = (Vec::new(), Parts::default(), bodies.is_some());
    parts.skipped = each_article(
        &args.reading.inputs,
        common,
        |article| one(article, &loaded.lexicon, with_body),
        |result| {
            match result {
                Ok((row, mut found, body)) => {
                    articles.push(row);
                    parts.claims.append(&mut found);
                    if let (Some(bodies), Some(body)) = (&mut bodies, body) {
                        bodies.push(&body)?;
                    }
                }
                Err(error) => parts.errors.push(error),
            }
            Ok(())
        },
    )?;
    parts.articles = Some(articles);
    parts.timings.extract = start.elapsed().as_secs_f64();
    Ok((parts, bodies))
}

/// The second half: claims that `extract` wrote become facts and conflicts.
pub(in super::super) fn reconcile(args: &args::Reconcile, common: &Common) -> Result<Outcome, Failure> {
    let form = form(&args.results)?;
    if form.of_articles {
        return Err(Failure::Usage(format!("claims do not tell their {}: `run` has them", form.name)));
    }
    let page = open_page(&args.results)?;
    let loaded = lexicon::load(&args.knowledge)?;
    if let Some(out) = &args.results.out {
        let outcome = claims::reconcile(out, args, &loaded, &Disk::default(), common)?;
        if page.is_none() {
            return Ok(outcome);
        }
    }
    let folder = args.results.out.as_deref().filter(|_| page.is_none()).map(Folder::lock).transpose()?;
    let start = Instant::now();
    let mut parts = Parts::default();
    let mut owners = Owners::new();
    for (index, path) in args.claims.iter().enumerate() {
        let first = parts.claims.len();
        read_claims(path, &mut parts.claims, &mut parts.errors)?;
        refuse_other_articles(&args.claims, index, &parts.claims[first..], &mut owners)?;
    }
    parts.timings.read = start.elapsed().as_secs_f64();
    give(parts, &args.results, Places { folder, page, texts: None }, &loaded, common)
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

/// Where results go.
#[derive(Default)]
struct Places {
    folder: Option<Folder>,
    page: Option<Page>,
    /// The articles' texts as the page shows them; `None` where claims are all that was read, or no page is wanted.
    texts: Option<Bodies>,
}

/// Makes sure, before anything is read, that the page can be written.
fn open_page(args: &args::Results) -> Result<Option<Page>, Failure> {
    if args.report.is_some() && is_page(args) {
        return Err(Failure::Usage("--report writes the page that --format html prints: give one of the two".into()));
    }
    args.report.as_deref().map(Page::open).transpose()
}

/// Whether the page is what is printed.
fn is_page(args: &args::Results) -> bool {
    args.format.as_deref() == Some(html::FORM)
}

fn one(article: &Article, lexicon: &Lexicon, with_body: bool) -> (ArticleRow, Vec<Claim>, Option<String>) {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let claims = extract::extract(article, &document, &mentions, lexicon);
    let body = with_body.then(|| html::body(article, &document, &mentions, &claims));
    (ArticleRow::new(article, &document, &mentions, &claims), claims, body)
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

/// Reconciles, and gives out the results: into a folder, as a page, or as they are to be printed.
fn give(
    mut parts: Parts,
    args: &args::Results,
    places: Places,
    loaded: &Loaded,
    common: &Common,
) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let report = sayso::reconcile(std::mem::take(&mut parts.claims), &loaded.lexicon);
    parts.timings.reconcile = start.elapsed().as_secs_f64();
    let results = Results { articles: parts.articles, report, errors: parts.errors, skipped: parts.skipped };
    let again = args.out.is_some() && places.folder.is_none();
    let written = [places.folder.is_some().then_some(&args.out), places.page.is_some().then_some(&args.report)];
    let written: Vec<String> = written.into_iter().flatten().flatten().map(|path| path.display().to_string()).collect();
    if let Some(folder) = places.folder {
        write_all(&results, parts.timings, folder, loaded)?;
    }
    match places.page {
        Some(page) => page.write(&results, places.texts)?,
        None if is_page(args) => print_page(&results, places.texts)?,
        None => {}
    }
    if !is_page(args) && (args.format.is_some() || written.is_empty()) {
        print(&results, args, common)?;
    }
    // Where the folder was written first, they have been told.
    if !again {
        results.errors.iter().for_each(tell);
    }
    if !written.is_empty() && !common.quiet {
        let _ = complain(&format!("{}: {}", written.join(", "), write::summary(&results)));
    } else {
        tell_skipped(results.skipped, common);
    }
    Ok(Outcome::of(results.errors.len()))
}

fn print(results: &Results, args: &args::Results, common: &Common) -> Result<(), Failure> {
    let mut out = stdout::open();
    let style = write::Style { limit: stdout::limit(args.limit), ..stdout::style(common) };
    (form(args)?.write)(results, &style, &mut out)?;
    Ok(out.flush()?)
}

/// The page on standard output: always one, however many articles there are.
fn print_page(results: &Results, texts: Option<Bodies>) -> Result<(), Failure> {
    let mut out = stdout::open();
    let mut texts = texts.map(Bodies::read).transpose()?;
    html::one_page(results, texts.as_mut().map(|texts| texts as html::Bodies<'_>), &mut out)?;
    Ok(out.flush()?)
}

fn form(args: &args::Results) -> Result<&'static Form, Failure> {
    // The old word for the first form is still taken.
    let name = args.format.as_deref().filter(|name| *name != "report").unwrap_or(FORMS[0].name);
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
