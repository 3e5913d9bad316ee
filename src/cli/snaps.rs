//! Where snapshots lie: beside their article, or for the records of a feed in a folder beside it. Files are written
//! whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use sayso::Article;
use sayso::write::{snapshot_body, snapshot_file};

use super::failure::Failure;

/// How snapshots' files end.
const END: &str = ".claims.snap";
/// What `insta` puts behind the name of one that is to be reviewed.
const PENDING: &str = ".new";
/// How the folder of a feed's snapshots ends.
const FOLDER: &str = ".snaps";
/// Characters of a record's address or title in the name of its snapshot.
const SLUG: usize = 48;
/// Bytes that a file's name may have before what is put behind it; systems allow 255 in all.
const LONGEST: usize = 230;

/// Whether a file is a snapshot, of whatever kind: no article.
pub(super) fn is_snapshot(name: &str) -> bool {
    name.ends_with(".snap") || name.ends_with(".snap.new")
}

/// A snapshot's place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Snap {
    /// What it is called on the screen and after `--accept`: its path below the folder, without its end.
    pub(super) name: String,
    path: PathBuf,
}

impl Snap {
    /// The text of the snapshot, without its front matter; `None` if there is none.
    pub(super) fn read(&self) -> Result<Option<String>, Failure> {
        match fs::read(&self.path) {
            Ok(bytes) => Ok(Some(snapshot_body(&String::from_utf8_lossy(&bytes)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::Usage(format!("{}: {error}", self.path.display()))),
        }
    }

    /// Writes it, and takes back what was pending.
    pub(super) fn accept(&self, body: &str) -> Result<(), Failure> {
        self.write(&self.path, body)?;
        self.settle()
    }

    /// Writes what it would become beside it, for `cargo insta review`.
    pub(super) fn propose(&self, body: &str) -> Result<(), Failure> {
        self.write(&self.pending(), body)
    }

    /// Takes back what was pending.
    pub(super) fn settle(&self) -> Result<(), Failure> {
        remove(&self.pending())
    }

    /// Removes it.
    pub(super) fn remove(&self) -> Result<(), Failure> {
        remove(&self.path)?;
        self.settle()
    }

    fn pending(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(PENDING);
        name.into()
    }

    fn write(&self, path: &Path, body: &str) -> Result<(), Failure> {
        let own = self.name.rsplit('/').next().unwrap_or(&self.name);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let written = fs::create_dir_all(folder).and_then(|()| {
            let mut file = temporary().tempfile_in(folder)?;
            file.write_all(snapshot_file(own, body).as_bytes())?;
            file.persist(path).map_err(io::Error::from)
        });
        written.map(drop).map_err(|error| Failure::Output(path.display().to_string(), error))
    }
}

/// A file that appears under its name when it is whole. Others may read it, as they may what editors write.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::Output(path.display().to_string(), error))
        }
        _ => Ok(()),
    }
}

/// The snapshots of a folder of articles, or of a single file.
#[derive(Debug)]
pub(super) struct Snaps {
    root: PathBuf,
    /// Those of the articles that were read.
    met: BTreeSet<PathBuf>,
    /// How many records of one key were met.
    keys: BTreeMap<String, usize>,
}

impl Snaps {
    pub(super) fn below(root: &Path) -> Snaps {
        Snaps { root: root.into(), met: BTreeSet::new(), keys: BTreeMap::new() }
    }

    /// Where the snapshot of an article lies. Of records with one key the second is called `key-2`.
    pub(super) fn place(&mut self, name: &str, key: &str) -> Snap {
        let name = match feed_of(name, &self.root) {
            None => name.to_string(),
            Some(feed) => {
                let key = format!("{feed}{FOLDER}/{key}");
                let count = self.keys.entry(key.clone()).or_default();
                *count += 1;
                if *count > 1 { format!("{key}-{count}") } else { key }
            }
        };
        let snap = self.named(name);
        self.met.insert(snap.path.clone());
        snap
    }

    fn named(&self, name: String) -> Snap {
        let own = name.rsplit('/').next().unwrap_or(&name);
        let file = match own.len() {
            0..=LONGEST => name.clone(),
            _ => {
                let cut = (0..LONGEST - 40).rev().find(|at| own.is_char_boundary(*at)).unwrap_or(0);
                let folder = &name[..name.len() - own.len()];
                format!("{folder}{}-{}", &own[..cut], &blake3::hash(own.as_bytes()).to_hex()[..8])
            }
        };
        let mut path = if self.root.is_dir() { self.root.join(&file) } else { self.root.with_file_name(&file) };
        path.as_mut_os_string().push(END);
        Snap { name, path }
    }

    /// Snapshots, also pending ones, that no article stands for. Those of a file in which something `failed` stay.
    pub(super) fn orphans(&self, failed: &[String]) -> Vec<Snap> {
        let failed: BTreeSet<&str> = failed.iter().map(|name| feed_of(name, &self.root).unwrap_or(name)).collect();
        let root = if self.root.is_dir() { self.root.clone() } else { folder_of_feed(&self.root) };
        let files = WalkBuilder::new(&root).standard_filters(false).hidden(true).build().flatten();
        let found: BTreeSet<Snap> = files.filter_map(|file| self.snap_at(file.path())).collect();
        let is_left = |snap: &Snap| {
            let of = snap.name.rsplit_once(&format!("{FOLDER}/")).map_or(snap.name.as_str(), |(feed, _)| feed);
            !self.met.contains(&snap.path) && !failed.contains(of)
        };
        found.into_iter().filter(is_left).collect()
    }

    /// The snapshot that a file is, or is pending for.
    fn snap_at(&self, path: &Path) -> Option<Snap> {
        let root = if self.root.is_dir() { self.root.as_path() } else { self.root.parent()? };
        let below = path.strip_prefix(root).ok()?;
        let parts: Vec<&str> = below.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
        let name = parts.join("/");
        let name = name.strip_suffix(PENDING).unwrap_or(&name).strip_suffix(END)?;
        Some(self.named(name.into()))
    }

    /// Whether anything is called so: an article, a file of articles, a folder, a snapshot.
    pub(super) fn knows(&self, name: &str) -> bool {
        let name = self.below_root(name);
        let file = name.rsplit_once('#').map_or(name, |(file, _)| file);
        let own = self.root.file_name().is_some_and(|own| own.to_str() == Some(file));
        own && !self.root.is_dir() || self.root.join(file).exists() || self.named(name.into()).path.exists()
    }

    /// Whether a snapshot, of the article of that name, is meant by a name: its own, the article's, that of the file or of a
    /// folder around it. Names may be given as paths.
    pub(super) fn is_meant(&self, given: &str, snap: &str, article: &str) -> bool {
        let given = self.below_root(given).trim_end_matches('/');
        let within = |name: &str, ends: &[&str]| {
            name.strip_prefix(given).is_some_and(|rest| rest.is_empty() || ends.iter().any(|end| rest.starts_with(end)))
        };
        let given_snap = given.strip_suffix(PENDING).unwrap_or(given).strip_suffix(END);
        within(snap, &["/", ".snaps/"]) || within(article, &["#"]) || given_snap == Some(snap)
    }

    fn below_root<'a>(&self, name: &'a str) -> &'a str {
        let root = if self.root.is_dir() { Some(self.root.as_path()) } else { self.root.parent() };
        let below =
            root.filter(|root| !root.as_os_str().is_empty()).and_then(|root| Path::new(name).strip_prefix(root).ok());
        below.and_then(Path::to_str).unwrap_or(name)
    }
}

/// The file that a record is of, if the name is that of a record and not of a file.
fn feed_of<'a>(name: &'a str, root: &Path) -> Option<&'a str> {
    let (feed, number) = name.rsplit_once('#')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let path = if root.is_dir() { root.join(name) } else { root.with_file_name(name) };
    (is_number && !path.exists()).then_some(feed)
}

fn folder_of_feed(path: &Path) -> PathBuf {
    let mut folder = path.as_os_str().to_os_string();
    folder.push(FOLDER);
    folder.into()
}

/// What tells a record from the others of its file however many there are and in whatever order: its address, else its title, else its
/// first line; readable, and a hash of the whole.
pub(super) fn key(article: &Article) -> String {
    let metadata = &article.metadata;
    let first = || article.text.trim_start().lines().next().unwrap_or_default();
    let whole = metadata.url.as_deref().or(metadata.title.as_deref()).unwrap_or_else(first);
    let words = match &metadata.url {
        Some(url) => url.trim_end_matches('/').rsplit('/').next().unwrap_or_default(),
        None => whole,
    };
    let mut slug = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        match c {
            _ if slug.len() >= SLUG => break,
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    let hash = &blake3::hash(whole.as_bytes()).to_hex()[..8];
    if slug.is_empty() { hash.into() } else { format!("{slug}-{hash}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(url: Option<&str>, title: Option<&str>, text: &str) -> Article {
        let mut article = Article { text: text.into(), ..Article::default() };
        article.metadata.url = url.map(str::to_string);
        article.metadata.title = title.map(str::to_string);
        article
    }

    #[test]
    fn a_record_is_known_by_what_does_not_change() {
        let cases = [
            (article(Some("https://example.org/2021/One-More.html"), Some("Title"), "x"), "one-more-html-"),
            (article(Some("https://example.org/"), None, "x"), "example-org-"),
            (article(None, Some("A “Title”, at last"), "x"), "a-title-at-last-"),
            (article(None, None, "\nFirst line.\nSecond."), "first-line-"),
            (article(None, None, "日本の映画"), ""),
            (article(None, None, &"long ".repeat(99)), "long-long-long-long-long-long-long-long-long-lon-"),
        ];
        for (article, wanted) in cases {
            let key = key(&article);
            assert!(key.starts_with(wanted) && key.len() == wanted.len() + 8, "{key}");
        }
    }

    #[test]
    fn snapshots_lie_beside_their_articles() {
        let place = tempfile::tempdir().expect("folder");
        fs::write(place.path().join("odd#2"), "x").expect("written");
        let mut snaps = Snaps::below(place.path());
        let names = [
            ("a/one.txt", "a/one.txt"),
            ("f.jsonl#1", "f.jsonl.snaps/k"),
            ("f.jsonl#9", "f.jsonl.snaps/k-2"),
            ("odd#2", "odd#2"),
        ];
        for (article, snap) in names {
            assert_eq!(snaps.place(article, "k").name, snap);
        }
    }

    #[test]
    fn a_name_as_long_as_a_system_allows_has_a_snapshot() {
        let place = tempfile::tempdir().expect("folder");
        let mut snaps = Snaps::below(place.path());
        let names = ["é".repeat(125), format!("{}e", "é".repeat(125))].map(|name| format!("{name}.txt"));
        let taken: BTreeSet<PathBuf> = names.iter().map(|name| snaps.place(name, "").path).collect();
        assert_eq!(taken.len(), 2);
        let snap = snaps.place(&names[0], "");
        snap.propose("body").expect("written");
        assert_eq!(snaps.orphans(&[]), []);
    }

    #[test]
    fn names_mean_an_article_a_file_a_folder_or_a_snapshot() {
        let snaps = Snaps::below(Path::new("src"));
        let cases = [
            ("a/one.txt", "a/one.txt", "a/one.txt", true),
            ("src/a/one.txt", "a/one.txt", "a/one.txt", true),
            ("a", "a/one.txt", "a/one.txt", true),
            ("a/", "a/one.txt", "a/one.txt", true),
            ("a/one", "a/one.txt", "a/one.txt", false),
            ("src/a/one.txt.claims.snap", "a/one.txt", "a/one.txt", true),
            ("a/one.txt.claims.snap.new", "a/one.txt", "a/one.txt", true),
            ("f.jsonl", "f.jsonl.snaps/k", "f.jsonl#3", true),
            ("f.jsonl#3", "f.jsonl.snaps/k", "f.jsonl#3", true),
            ("f.jsonl#3", "f.jsonl.snaps/k", "f.jsonl#33", false),
            ("f.jsonl.snaps/k", "f.jsonl.snaps/k", "f.jsonl#3", true),
        ];
        for (given, snap, article, meant) in cases {
            assert_eq!(snaps.is_meant(given, snap, article), meant, "{given} {article}");
        }
    }
}
