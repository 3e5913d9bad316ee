//! Inputs: the files below the paths that were given, in the order of their names, and standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use sayso::article::DateFrom;
use sayso::read::{Form, read};
use sayso::write::ErrorRow;
use sayso::{Article, Date};

use super::args::{InputFormat, Inputs};
use super::failure::Failure;
use super::folder::LOCK;

/// The most bytes that one input may have.
const MOST_BYTES: u64 = 1 << 30;

/// One file, or standard input.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Input {
    /// Path below the folder that was given, with `/` between its parts.
    name: String,
    /// `None` for standard input.
    path: Option<PathBuf>,
}

/// All inputs, sorted by name. Paths that do not exist and names that come twice are refused.
pub(super) fn list(inputs: &Inputs) -> Result<Vec<Input>, Failure> {
    let mut list = Vec::new();
    for path in &inputs.paths {
        if path.as_os_str() == "-" {
            list.push(Input { name: "stdin".into(), path: None });
        } else if path.is_dir() {
            walk(path, &mut list);
        } else if path.exists() {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            list.push(Input { name, path: Some(path.clone()) });
        } else {
            return Err(Failure::Usage(format!("{}: no such file or folder", path.display())));
        }
    }
    list.sort();
    match list.windows(2).find(|pair| pair[0].name == pair[1].name) {
        Some(pair) => Err(Failure::Usage(format!(
            "{} and {} would both be called {:?}; give the folder above them",
            pair[0].place(),
            pair[1].place(),
            pair[0].name
        ))),
        None => Ok(list),
    }
}

/// Files below a folder whose names say that they are articles. Folders that this program wrote into hold
/// results, not articles, and are passed by.
fn walk(folder: &Path, list: &mut Vec<Input>) {
    let walker = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .filter_entry(|entry| !entry.path().join(LOCK).exists())
        .build();
    for entry in walker.flatten() {
        let path = entry.path();
        if entry.file_type().is_some_and(|kind| kind.is_file()) && form_of(path).is_some() {
            let below = path.strip_prefix(folder).unwrap_or(path);
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            list.push(Input { name: parts.join("/"), path: Some(path.to_path_buf()) });
        }
    }
}

fn form_of(path: &Path) -> Option<Form> {
    let end = path.extension()?.to_str()?.to_ascii_lowercase();
    match end.as_str() {
        "txt" | "text" | "md" => Some(Form::Text),
        "html" | "htm" | "xhtml" => Some(Form::Html),
        "json" => Some(Form::Json),
        "jsonl" | "ndjson" | "jl" => Some(Form::JsonLines),
        _ => None,
    }
}

impl Input {
    fn place(&self) -> String {
        self.path.as_ref().map_or("standard input".into(), |path| path.display().to_string())
    }

    /// Its articles, or what is wrong with them.
    pub(super) fn articles(&self, inputs: &Inputs) -> Vec<Result<Article, ErrorRow>> {
        let form = self.form(inputs.input_format);
        match self.bytes() {
            Ok(bytes) => read(&self.name, &bytes, form)
                .into_iter()
                .map(|record| record.map(|article| dated(article, &inputs.date)).map_err(|error| self.error(&error)))
                .collect(),
            Err(error) => vec![Err(self.error(&error))],
        }
    }

    fn form(&self, asked: Option<InputFormat>) -> Form {
        match asked {
            Some(InputFormat::Text) => Form::Text,
            Some(InputFormat::Html) => Form::Html,
            Some(InputFormat::Json) => Form::Json,
            Some(InputFormat::Jsonl) => Form::JsonLines,
            None => match &self.path {
                Some(path) => form_of(path).unwrap_or(Form::Text),
                None => Form::JsonLines,
            },
        }
    }

    fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match &self.path {
            Some(path) => File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?,
            None => io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes)?,
        };
        Ok(bytes)
    }

    /// An error record about this input.
    pub(super) fn error(&self, cause: &dyn std::fmt::Display) -> ErrorRow {
        ErrorRow { article: self.name.clone(), cause: cause.to_string() }
    }
}

fn dated(mut article: Article, date: &Option<Date>) -> Article {
    if article.metadata.date.is_none() && date.is_some() {
        article.metadata.date.clone_from(date);
        article.metadata.date_from = Some(DateFrom::Given);
    }
    article
}
