//! Inputs: the files below the paths that were given, in the order of their names, and standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sayso::article::DateFrom;
use sayso::read::{Form, Found, Input, Limits, ReadError, stream, walk};
use sayso::write::{ErrorRow, FORMS, html};
use sayso::{Article, Date};

use super::args::Inputs;
use super::failure::Failure;
use super::folder::{LOCK, SEAL};
use super::snaps::is_snapshot;

/// What articles of standard input are called, with `#` and the record's number behind it.
const STDIN: &str = "stdin";

/// One thing to read.
pub(super) enum Item {
    /// A file, or a record of one.
    Input(Input),
    /// What the system would not give.
    Failed(ErrorRow),
    /// What is no article, by its name or nature.
    Skipped(String),
}

/// Everything to read, in the order of names; standard input comes first. Paths that do not exist and names
/// that come twice are refused before anything is read.
pub(super) fn list(inputs: &Inputs) -> Result<impl Iterator<Item = Item> + use<>, Failure> {
    let (stdin, paths): (Vec<_>, Vec<_>) = inputs.paths.iter().partition(|path| path.as_os_str() == "-");
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        return Err(Failure::Usage(format!("{}: no such file or folder", missing.display())));
    }
    let files = walk(&paths, inputs.input_format).map_err(|same| Failure::Usage(same.to_string()))?;
    let form = inputs.input_format.unwrap_or(Form::JsonLines);
    let stdin = stdin.first().map(|_| stream(STDIN, io::stdin(), form, Limits::default()));
    Ok(stdin.into_iter().flatten().chain(files).filter_map(item))
}

fn item(found: Found) -> Option<Item> {
    match found {
        Found::Input(input) if is_result(&input.path) || is_snapshot(&input.name) => None,
        Found::Input(input) => Some(Item::Input(input)),
        Found::Failed(error) => Some(Item::Failed(row(error))),
        // Nobody expects what is hidden to be read.
        Found::Skipped(name) if is_hidden(&name) || is_snapshot(&name) => None,
        Found::Skipped(name) => Some(Item::Skipped(name)),
    }
}

fn is_hidden(name: &str) -> bool {
    name.trim_end_matches('/').rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

/// Whether a file is one that this program wrote: `run . --out results --report report.html` may be run twice.
fn is_result(path: &Path) -> bool {
    is_row_file(path) || is_page(path)
}

/// Bytes in which a page of ours tells what it is.
const HEAD: usize = 256;

fn is_page(path: &Path) -> bool {
    let mut head = Vec::new();
    path.extension().is_some_and(|end| end == "html")
        && File::open(path).is_ok_and(|file| file.take(HEAD as u64).read_to_end(&mut head).is_ok())
        && html::is_page(&head)
}

fn is_row_file(path: &Path) -> bool {
    let ours =
        |name: &std::ffi::OsStr| name == SEAL || FORMS.iter().any(|form| form.file.is_some_and(|own| name == own));
    path.file_name().is_some_and(ours) && path.with_file_name(LOCK).exists()
}

impl Item {
    /// Bytes that it holds in memory before it is read.
    pub(super) fn held(&self) -> usize {
        match self {
            Item::Input(input) => input.held(),
            Item::Failed(_) | Item::Skipped(_) => 0,
        }
    }

    /// The name to tell errors by.
    pub(super) fn name(&self) -> &str {
        match self {
            Item::Input(input) => &input.name,
            Item::Failed(row) => &row.article,
            Item::Skipped(name) => name,
        }
    }

    /// Its articles, or what is wrong with them. Articles without a date get the one that was `given`.
    pub(super) fn articles(&self, given: Option<&Date>) -> Vec<Result<Article, ErrorRow>> {
        let records = match self {
            Item::Input(input) => input.read(&Limits::default()),
            Item::Failed(row) => return vec![Err(row.clone())],
            Item::Skipped(_) => return Vec::new(),
        };
        records.into_iter().map(|record| record.map(|article| dated(article, given)).map_err(row)).collect()
    }
}

/// The row of an error.
pub(super) fn row(error: ReadError) -> ErrorRow {
    ErrorRow { article: error.name, cause: error.cause.to_string() }
}

/// The article; with the `given` date if it has none.
pub(super) fn dated(mut article: Article, given: Option<&Date>) -> Article {
    if let (None, Some(date)) = (&article.metadata.date, given) {
        article.metadata.date = Some(date.clone());
        article.metadata.date_from = Some(DateFrom::Given);
    }
    article
}
