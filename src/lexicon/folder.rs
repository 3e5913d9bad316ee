//! Reading a user's folder of gazetteers or predicates. The only place of the lexicon that touches files.

use std::fs;
use std::path::Path;

use ignore::{DirEntry, WalkBuilder};

use super::{Fault, Sources};

/// Folders that gazetteers may have, and how their files may end: another would be read by nobody, and silently.
const GAZETTEERS: [(&str, &[&str]); 5] = [
    ("names", &["tsv"]),
    ("forms", &["tsv"]),
    ("words", &["tsv", "toml"]),
    ("dates", &["tsv", "toml"]),
    ("furniture", &["tsv"]),
];

/// Adds the files of knowledge below `folder` to `sources`, as if they lay in `under`. Order: by path.
pub(super) fn add(sources: &mut Sources, folder: &Path, under: &str) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let walk = WalkBuilder::new(folder).standard_filters(false).hidden(true).sort_by_file_name(Ord::cmp).build();
    for entry in walk {
        match entry {
            Ok(entry) if is_knowledge(&entry) => match read(&entry, folder, under) {
                Ok(file) => sources.files.push(file),
                Err(fault) => faults.push(fault),
            },
            Ok(_) => {}
            Err(error) => faults.push(unreadable(folder, &error)),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn is_knowledge(entry: &DirEntry) -> bool {
    !entry.path().is_dir() && matches!(ending(entry.path()), "tsv" | "txt" | "toml")
}

fn ending(path: &Path) -> &str {
    path.extension().and_then(|end| end.to_str()).unwrap_or_default()
}

type File = (String, std::borrow::Cow<'static, str>);

fn read(entry: &DirEntry, folder: &Path, under: &str) -> Result<File, Fault> {
    let path = entry.path();
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    let is_read = |(folder, ends): &(&str, &[&str])| *folder == parts[0] && ends.contains(&ending(path));
    if under == "gazetteers" && !(parts.len() > 1 && GAZETTEERS.iter().any(is_read)) {
        let cure =
            "move it to names/<kind>.tsv, words/<list>.tsv, furniture/<site>.tsv or dates/<language>.tsv or .toml";
        return Err(Fault::new(&path.to_string_lossy(), 1, "no list is read from here", cure));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok((format!("{under}/{}", parts.join("/")), text.into()))
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Fault {
    Fault::new(&path.to_string_lossy(), 1, format!("cannot be read: {error}"), "check the path and its permissions")
}

fn not_utf8(path: &Path, error: &std::string::FromUtf8Error) -> Fault {
    let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
    Fault::new(&path.to_string_lossy(), line, "not UTF-8", "save it as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("folder");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, bytes).expect("file");
        }
        folder
    }

    #[test]
    fn files_are_added_in_order_as_if_they_lay_in_the_repository() {
        let folder = folder(&[
            ("words/b.tsv", b"\xef\xbb\xbfword\n"),
            ("names/film.tsv", b"name\n"),
            ("README.md", b"not knowledge"),
            ("furniture/site.tsv", b"line\n"),
            ("names/.film.tsv.swp", b"hidden"),
        ]);
        let mut sources = Sources::default();
        add(&mut sources, folder.path(), "gazetteers").expect("no fault");
        let files: Vec<_> = sources.files.iter().map(|(path, text)| (path.as_str(), text.as_ref())).collect();
        let wanted = [
            ("gazetteers/furniture/site.tsv", "line\n"),
            ("gazetteers/names/film.tsv", "name\n"),
            ("gazetteers/words/b.tsv", "word\n"),
        ];
        assert_eq!(files, wanted);
    }

    #[test]
    fn faults_name_file_line_cause_and_cure() {
        let cases: [(&str, &[u8], &str); 4] = [
            ("words/occupations.txt", b"word\n", "occupations.txt:1: no list is read from here; move it to"),
            ("film.tsv", b"name\n", "film.tsv:1: no list is read from here; move it to"),
            ("people/film.tsv", b"name\n", "film.tsv:1: no list is read from here; move it to"),
            ("names/film.tsv", b"name\n\xff\n", "film.tsv:2: not UTF-8; save it as UTF-8"),
        ];
        for (name, bytes, message) in cases {
            let folder = folder(&[(name, bytes)]);
            let faults = add(&mut Sources::default(), folder.path(), "gazetteers").expect_err("a fault");
            assert!(faults.len() == 1 && faults[0].to_string().contains(message), "{faults:?}");
        }
        let missing = add(&mut Sources::default(), Path::new("no/such/folder"), "gazetteers").expect_err("a fault");
        assert!(missing[0].to_string().contains("no/such/folder:1: cannot be read"), "{missing:?}");
    }
}
