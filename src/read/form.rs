//! The forms of input, and which one a file's name promises.

/// The form of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text or Markdown, with or without front matter.
    Text,
    /// HTML.
    Html,
    /// One JSON object, or an array of them.
    Json,
    /// JSON lines.
    JsonLines,
    /// Comma- or tab-separated rows.
    Csv,
    /// The XML of trafilatura, or TEI.
    Xml,
    /// A web archive: pages as servers sent them.
    Warc,
}

impl Form {
    /// Every form with its name and the ends of file names that promise it.
    pub const ALL: [(Form, &'static str, &'static [&'static str]); 7] = [
        (Form::Text, "text", &["txt", "text", "md", "markdown"]),
        (Form::Html, "html", &["html", "htm", "xhtml"]),
        (Form::Json, "json", &["json"]),
        (Form::JsonLines, "jsonl", &["jsonl", "ndjson", "jl"]),
        (Form::Csv, "csv", &["csv", "tsv"]),
        (Form::Xml, "xml", &["xml"]),
        (Form::Warc, "warc", &["warc"]),
    ];

    /// Ends of file names that promise packing; the form is told by what stands before.
    pub const PACKINGS: [&str; 3] = ["gz", "zst", "zstd"];

    /// Its name, as options and messages use it.
    pub fn name(self) -> &'static str {
        Form::ALL[self as usize].1
    }

    /// The form of that name.
    pub fn named(name: &str) -> Option<Form> {
        Form::ALL.iter().find(|(_, known, _)| *known == name).map(|(form, ..)| *form)
    }
}

/// The form that a file's name promises; `None` if it promises no article.
///
/// ```
/// use sayso::read::{Form, form_of};
/// assert_eq!(form_of("feed/2021.jsonl.gz"), Some(Form::JsonLines));
/// assert_eq!(form_of("cover.jpg"), None);
/// ```
pub fn form_of(path: &str) -> Option<Form> {
    let (stem, end) = path.rsplit_once('.')?;
    let end = if Form::PACKINGS.iter().any(|packing| end.eq_ignore_ascii_case(packing)) {
        stem.rsplit_once('.')?.1
    } else {
        end
    };
    let promises = |ends: &[&str]| ends.iter().any(|known| known.eq_ignore_ascii_case(end));
    Form::ALL.iter().find(|(.., ends)| promises(ends)).map(|(form, ..)| *form)
}
