//! Files and folders become inputs, in one fixed order: by name, byte for byte.
//!
//! Names are known before anything is read, so that two inputs of one name are refused at once. Nothing is held
//! but the entries of the folders that lead to the present one. Symbolic links below a folder are not followed.
//! Feeds (JSON lines, and JSON over the limit of one article) are cut into records here, one at a time.

use std::fs;
use std::io::Read;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::vec;

use super::input::{Feed, streamed};
use super::{Cause, Form, Input, Limits, ReadError, form_of};

/// What a walk comes upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Something to read.
    Input(Input),
    /// A file or folder that the system does not give.
    Failed(ReadError),
    /// By name or nature no article: an unknown form, a hidden entry, a link, a page whose record is read.
    Skipped(String),
}

impl Found {
    fn name(&self) -> &str {
        match self {
            Found::Input(input) => &input.name,
            Found::Failed(error) => &error.name,
            Found::Skipped(name) => name,
        }
    }
}

/// Two inputs that would give articles of one name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} and {} would both be the article {name:?}; give the folder that holds both", first.display(), second.display())]
pub struct SameName {
    /// The name.
    pub name: String,
    /// One of them.
    pub first: PathBuf,
    /// The other.
    pub second: PathBuf,
}

/// Walks files and folders. With more than one path, names are first compared, so the tree is walked twice.
///
/// A path that cannot be read is a [`Found::Failed`], not an error here. With `form`, every file counts as of that
/// form, whatever its name; without, a file that was given itself and has an unknown end is text.
pub fn walk<P: AsRef<Path>>(paths: &[P], form: Option<Form>) -> Result<Walk, SameName> {
    if paths.len() > 1 {
        refuse_same_names(Walk::new(paths, form))?;
    }
    Ok(Walk::new(paths, form))
}

/// What comes through a stream (standard input) under that name: the records of a feed one at a time, anything else
/// as one input within the limit.
pub fn stream(name: &str, input: impl Read + Send + 'static, form: Form, limits: Limits) -> Walk {
    let walk = Walk::new::<&Path>(&[], None).within(limits);
    match streamed(name, input, form, &limits) {
        Ok(feed) => Walk { feed: Some(feed), ..walk },
        Err(found) => Walk { first: Some(*found), ..walk },
    }
}

fn refuse_same_names(mut walk: Walk) -> Result<(), SameName> {
    let mut last: Option<Input> = None;
    while let Some(found) = walk.next_entry() {
        let Found::Input(input) = found else { continue };
        match last {
            Some(last) if last.name == input.name => {
                return Err(SameName { name: input.name, first: last.path, second: input.path });
            }
            _ => last = Some(input),
        }
    }
    Ok(())
}

/// Everything below some paths, in the order of names; the records of a feed in their own order.
#[derive(Debug)]
pub struct Walk {
    roots: Vec<Peekable<Root>>,
    /// The feed that is being cut into records.
    feed: Option<Feed>,
    /// What comes before all else.
    first: Option<Found>,
    /// Files that are passed by.
    except: fn(&Path) -> bool,
    limits: Limits,
}

impl Walk {
    fn new<P: AsRef<Path>>(paths: &[P], form: Option<Form>) -> Walk {
        let roots = paths.iter().map(|path| Root::new(path.as_ref(), form).peekable()).collect();
        Walk { roots, feed: None, first: None, except: |_| false, limits: Limits::default() }
    }

    /// The same walk, with limits of the caller's own on what one record of a feed may cost.
    pub fn within(self, limits: Limits) -> Walk {
        Walk { limits, ..self }
    }

    /// The same walk, passing by some files as if their names promised no article.
    pub fn except(self, except: fn(&Path) -> bool) -> Walk {
        Walk { except, ..self }
    }

    /// The same inputs, feeds uncut: what there is to read, without reading any of it.
    pub fn uncut(mut self) -> impl Iterator<Item = Found> {
        std::iter::from_fn(move || self.next_entry())
    }

    /// What comes next in the order of names, feeds uncut.
    fn next_entry(&mut self) -> Option<Found> {
        let mut least: Option<(usize, &str)> = None;
        for (index, root) in self.roots.iter_mut().enumerate() {
            if let Some(found) = root.peek()
                && least.is_none_or(|(_, name)| found.name() < name)
            {
                least = Some((index, found.name()));
            }
        }
        let (index, _) = least?;
        self.roots[index].next()
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.feed.as_mut().and_then(Feed::next) {
                return Some(found);
            }
            self.feed = None;
            if let Some(first) = self.first.take() {
                return Some(first);
            }
            match self.next_entry()? {
                Found::Input(input) if (self.except)(&input.path) => return Some(Found::Skipped(input.name)),
                Found::Input(input) => match Feed::of(input, &self.limits) {
                    Ok(feed) => self.feed = Some(feed),
                    Err(found) => return Some(*found),
                },
                other => return Some(other),
            }
        }
    }
}

/// Everything below one path.
#[derive(Debug)]
struct Root {
    form: Option<Form>,
    /// What is left of the folders that lead to the present one.
    open: Vec<vec::IntoIter<Entry>>,
}

/// A file or folder, not yet opened.
#[derive(Clone, Debug)]
struct Entry {
    /// Path below the root; of a folder, with `/` at its end, which puts all names in byte order.
    name: String,
    path: PathBuf,
    nature: Nature,
}

#[derive(Clone, Debug)]
enum Nature {
    Folder,
    File { page: Option<PathBuf> },
    Given,
    Other,
    Failed(Cause),
}

impl Root {
    fn new(path: &Path, form: Option<Form>) -> Root {
        let name = path.file_name().map_or_else(String::new, name_of);
        let (name, nature) = match fs::metadata(path) {
            Ok(data) if data.is_dir() => (String::new(), Nature::Folder),
            Ok(data) if data.is_file() => (name, Nature::Given),
            Ok(_) => (name, Nature::Failed(Cause::NoFile)),
            Err(error) => (name, Nature::Failed(error.into())),
        };
        let entry = Entry { name, path: path.into(), nature };
        Root { form, open: vec![vec![entry].into_iter()] }
    }
}

impl Iterator for Root {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let Some(entry) = self.open.last_mut()?.next() else {
                self.open.pop();
                continue;
            };
            let Entry { name, path, nature } = entry;
            let (form, page) = match nature {
                Nature::Folder => match entries(&path, &name) {
                    Ok(below) => {
                        self.open.push(below.into_iter());
                        continue;
                    }
                    Err(error) if name.is_empty() => {
                        return Some(Found::Failed(
                            Cause::from(error).at(&path.file_name().map_or(".".into(), name_of)),
                        ));
                    }
                    Err(error) => return Some(Found::Failed(Cause::from(error).at(&name))),
                },
                Nature::Failed(cause) => return Some(Found::Failed(cause.at(&name))),
                Nature::Other => return Some(Found::Skipped(name)),
                Nature::Given => (self.form.or(form_of(&name)).or(Some(Form::Text)), None),
                Nature::File { page } => (self.form.or(form_of(&name)), page),
            };
            return Some(match form {
                Some(form) => Found::Input(Input::file(name, path, form, page)),
                None => Found::Skipped(name),
            });
        }
    }
}

/// The entries of a folder, in the order of names.
fn entries(folder: &Path, name: &str) -> std::io::Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = fs::read_dir(folder)?.map(|entry| entry_of(entry, name)).collect();
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    pair_with_pages(&mut entries);
    Ok(entries)
}

fn entry_of(entry: std::io::Result<fs::DirEntry>, folder: &str) -> Entry {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return Entry { name: folder.into(), path: PathBuf::new(), nature: Nature::Failed(error.into()) },
    };
    let own = name_of(&entry.file_name());
    let nature = match entry.file_type() {
        Err(error) => Nature::Failed(error.into()),
        _ if own.starts_with('.') => Nature::Other,
        Ok(kind) if kind.is_dir() => Nature::Folder,
        Ok(kind) if kind.is_file() => Nature::File { page: None },
        Ok(_) => Nature::Other,
    };
    let end = if matches!(nature, Nature::Folder) { "/" } else { "" };
    Entry { name: format!("{folder}{own}{end}"), path: entry.path(), nature }
}

/// A scraper that keeps the page beside its record writes `x.html` and `x.html.json`: one article. The record is
/// read, as it knows when and where the page was fetched; the page only if the record has no text.
fn pair_with_pages(entries: &mut [Entry]) {
    for record in 0..entries.len() {
        let name = &entries[record].name;
        let Some(page) = name.strip_suffix(".json").filter(|page| form_of(page) == Some(Form::Html)) else { continue };
        let Ok(page) = entries.binary_search_by(|entry| entry.name.as_str().cmp(page)) else { continue };
        let files = [page, record].map(|entry| matches!(entries[entry].nature, Nature::File { .. }));
        if files == [true, true] {
            entries[page].nature = Nature::Other;
            entries[record].nature = Nature::File { page: Some(entries[page].path.clone()) };
        }
    }
}

/// A file's name as text; bytes that are no UTF-8 as `%FF`, so that different names stay different.
fn name_of(name: &std::ffi::OsStr) -> String {
    match name.to_str() {
        Some(name) => name.into(),
        None => {
            let escaped = |byte: &u8| match byte {
                b'!'..=b'~' if *byte != b'%' => (*byte as char).to_string(),
                other => format!("%{other:02X}"),
            };
            name.as_encoded_bytes().iter().map(escaped).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files, each holding its own name.
    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        folder
    }

    fn shown(walk: Walk) -> Vec<String> {
        walk.map(|found| match found {
            Found::Input(input) => input.to_string(),
            Found::Failed(error) => format!("✗ {error}"),
            Found::Skipped(name) => format!("- {name}"),
        })
        .collect()
    }

    #[test]
    fn order_is_that_of_names() {
        let one = folder(&["b.txt", "a/z.md", "a.txt", "a-b.txt", "A.txt", "a/b/c.html.gz", "cover.png", ".git/x.txt"]);
        let names = ["- .git", "A.txt", "a-b.txt", "a.txt", "a/b/c.html.gz", "a/z.md", "b.txt", "- cover.png"];
        assert_eq!(shown(walk(&[one.path()], None).unwrap()), names);
        let two = folder(&["aa.txt", "B.txt"]);
        let (forth, back) = (walk(&[one.path(), two.path()], None), walk(&[two.path(), one.path()], None));
        let forth = shown(forth.unwrap());
        assert_eq!(forth, shown(back.unwrap()));
        assert_eq!(forth[1..4], ["A.txt", "B.txt", "a-b.txt"]);
    }

    #[test]
    fn a_record_stands_for_its_page() {
        let one = folder(&["x.html", "x.html-old.txt", "y.json", "y.txt"]);
        fs::write(one.path().join("x.html.json"), r#"{"title": "A title", "maintext": null}"#).unwrap();
        let found: Vec<Found> = walk(&[one.path()], None).unwrap().collect();
        let names = ["- x.html", "x.html-old.txt", "x.html.json", "y.json", "y.txt"];
        assert_eq!(shown(walk(&[one.path()], None).unwrap()), names);
        let read = |text: &str| {
            fs::write(one.path().join("x.html.json"), text).unwrap();
            let Found::Input(input) = &found[2] else { panic!("{found:?}") };
            let article = input.read(&Limits::default()).remove(0).unwrap();
            (article.name, article.text)
        };
        let name = "x.html.json".to_string();
        assert_eq!(read(r#"{"maintext": null}"#), (name.clone(), "x.html".into()));
        assert_eq!(read(r#"{"maintext": "The text."}"#), (name, "The text.".into()));
    }

    #[test]
    fn feeds_are_cut_into_records() {
        let one = folder(&["b.txt"]);
        let feed = "{\"text\": \"One.\"}\n\n{\n{\"text\": \"Two.\"}\n";
        fs::write(one.path().join("a.jsonl"), feed).unwrap();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, b"[{\"text\": \"Three.\"}, {}]").unwrap();
        fs::write(one.path().join("c.json.gz"), packer.finish().unwrap()).unwrap();
        let names = ["a.jsonl#1", "a.jsonl#3", "a.jsonl#4", "b.txt", "c.json.gz#1", "c.json.gz#2"];
        assert_eq!(shown(walk(&[one.path()], None).unwrap()), names);
        let texts = |walk: Walk| -> Vec<String> {
            let inputs = walk.filter_map(|found| if let Found::Input(input) = found { Some(input) } else { None });
            let read = inputs.flat_map(|input| input.read(&Limits::default()));
            read.map(|article| article.map_or_else(|error| error.to_string(), |article| article.text)).collect()
        };
        let read = texts(walk(&[one.path()], None).unwrap());
        let bad = "a.jsonl#3: line 3, column 1: EOF while parsing an object";
        assert_eq!(read, ["One.", bad, "Two.", "b.txt", "Three.", "c.json.gz#2: no text in it"]);
        let piped = texts(stream("stdin", feed.as_bytes(), Form::JsonLines, Limits::default()));
        assert_eq!(piped, ["One.", &bad.replace("a.jsonl", "stdin"), "Two."]);
        assert_eq!(texts(stream("stdin", feed.as_bytes(), Form::Text, Limits::default())), [feed]);
    }

    #[test]
    fn a_feed_longer_than_an_article_costs_its_long_records_only() {
        let one = folder(&[]);
        fs::write(one.path().join("a.json"), format!("[{{\"text\": \"{}\"}}, {{}}, {{}}]", "x".repeat(90))).unwrap();
        let limits = Limits { article_bytes: 80, ..Limits::default() };
        let long = "✗ a.json#1: larger than the 80 bytes that one article may have";
        assert_eq!(shown(walk(&[one.path()], None).unwrap().within(limits)), [long, "a.json#2", "a.json#3"]);
    }

    #[test]
    fn one_name_twice_is_refused() {
        let (one, two) = (folder(&["a/x.txt", "y.txt"]), folder(&["a/x.txt"]));
        let refused = walk(&[one.path(), two.path()], None).unwrap_err();
        assert_eq!(refused.name, "a/x.txt");
        let mut both = [refused.first, refused.second];
        both.sort();
        let mut paths = [one.path().join("a/x.txt"), two.path().join("a/x.txt")];
        paths.sort();
        assert_eq!(both, paths);
        assert!(walk(&[one.path().join("y.txt"), two.path().to_path_buf()], None).is_ok());
    }

    #[test]
    fn what_is_given_is_read_whatever_its_name() {
        let one = folder(&["notes", "b/notes"]);
        assert_eq!(shown(walk(&[one.path().join("notes")], None).unwrap()), ["notes"]);
        assert_eq!(shown(walk(&[one.path()], None).unwrap()), ["- b/notes", "- notes"]);
        assert_eq!(shown(walk(&[one.path()], Some(Form::Text)).unwrap()), ["b/notes", "notes"]);
        let gone = shown(walk(&[one.path().join("gone.txt")], None).unwrap());
        assert!(gone[0].starts_with("✗ gone.txt: cannot be read"), "{gone:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (one, other) = (folder(&["x.txt"]), folder(&["secret.txt"]));
        std::os::unix::fs::symlink(other.path(), one.path().join("away")).unwrap();
        std::os::unix::fs::symlink(other.path().join("secret.txt"), one.path().join("y.txt")).unwrap();
        std::os::unix::fs::symlink(one.path(), one.path().join("loop")).unwrap();
        assert_eq!(shown(walk(&[one.path()], None).unwrap()), ["- away", "- loop", "x.txt", "- y.txt"]);
    }

    #[test]
    fn a_file_over_the_limit_is_an_error() {
        let one = folder(&[]);
        fs::write(one.path().join("big.txt"), "x".repeat(101)).unwrap();
        let Some(Found::Input(input)) = walk(&[one.path()], None).unwrap().next() else { panic!("no input") };
        let limits = |article_bytes| Limits { article_bytes, ..Limits::default() };
        assert_eq!(input.read(&limits(100))[0].as_ref().unwrap_err().cause, Cause::TooLarge { limit: 100 });
        assert!(input.read(&limits(101))[0].is_ok());
    }
}
