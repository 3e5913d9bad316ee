//! The report as a file: a page, or a page with parts in a folder beside it; whole or not at all.
//!
//! `NAME.html` is written under another name and renamed. Its parts go into `NAME-files/<hash of their content>/`, which
//! is there before the page that points to it; when the page stands, the parts of an earlier report are removed. So the
//! page never points to parts of another run.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use sayso::write::{Results, html};

use super::failure::Failure;

/// Digits of the hash that the folder of the parts is named by.
const DIGITS: usize = 16;

/// Bodies of articles, kept on the disk until the report is written.
pub(super) struct Bodies {
    file: BufWriter<File>,
    lengths: Vec<u64>,
}

impl Bodies {
    /// An empty one, in this folder or where the system keeps what is short-lived.
    pub(super) fn create(folder: Option<&Path>) -> Result<Bodies, Failure> {
        let file = folder.map_or_else(tempfile::tempfile, tempfile::tempfile_in);
        let file = file.map_err(|error| Failure::Output("a temporary file".into(), error))?;
        Ok(Bodies { file: BufWriter::new(file), lengths: Vec::new() })
    }

    /// Adds the next article's.
    pub(super) fn push(&mut self, body: &str) -> Result<(), Failure> {
        self.lengths.push(body.len() as u64);
        self.file.write_all(body.as_bytes()).map_err(|error| Failure::Output("a temporary file".into(), error))
    }

    /// All of them, in the order in which they were added.
    pub(super) fn read(self) -> io::Result<impl Iterator<Item = io::Result<String>>> {
        let mut file = self.file.into_inner()?;
        file.rewind()?;
        let mut file = BufReader::with_capacity(1 << 16, file);
        let one = move |length: u64| {
            let mut body = String::new();
            (&mut file).take(length).read_to_string(&mut body).map(|_| body)
        };
        Ok(self.lengths.into_iter().map(one))
    }
}

/// The page that is to be written.
pub(super) struct Page {
    path: PathBuf,
    /// What is written under another name, and locked against other runs.
    file: File,
    /// Whether it has its name; then nothing under the other name is ours.
    published: bool,
}

impl Page {
    /// Makes sure, before anything is read, that the page can be written.
    pub(super) fn open(path: &Path) -> Result<Page, Failure> {
        if path.is_dir() || path.file_name().is_none() {
            return Err(Failure::Usage(format!(
                "{}: is a folder; --report needs a file, like report.html",
                path.display()
            )));
        }
        let place = |error| Failure::Output(path.display().to_string(), error);
        fs::create_dir_all(folder(path)).map_err(place)?;
        let file = File::options().create(true).truncate(false).write(true).open(part(path)).map_err(place)?;
        match file.try_lock() {
            Ok(()) => Ok(Page { path: path.into(), file, published: false }),
            Err(TryLockError::WouldBlock) => Err(Failure::Locked(path.into())),
            Err(TryLockError::Error(error)) => Err(place(error)),
        }
    }

    /// The folder that it lies in.
    pub(super) fn folder(&self) -> &Path {
        folder(&self.path)
    }

    /// Writes it, with parts if there are many articles, and gives it its name.
    pub(super) fn write(mut self, results: &Results, bodies: Option<Bodies>) -> Result<(), Failure> {
        self.write_all(results, bodies).map_err(|error| Failure::Output(self.path.display().to_string(), error))
    }

    fn write_all(&mut self, results: &Results, bodies: Option<Bodies>) -> io::Result<()> {
        let mut bodies = bodies.map(Bodies::read).transpose()?;
        let bodies = bodies.as_mut().map(|bodies| bodies as html::Bodies<'_>);
        self.file.set_len(0)?;
        let mut out = BufWriter::with_capacity(1 << 16, &self.file);
        let parts = if html::Report::is_large(results) {
            let report = html::Report::new(results, bodies.is_some());
            let parts = self.write_parts(&report, bodies)?;
            report.main_page(&format!("{}/{parts}", address(&self.parts_folder())), &mut out)?;
            Some(parts)
        } else {
            html::one_page(results, bodies, &mut out)?;
            None
        };
        out.flush()?;
        self.file.sync_all()?;
        fs::rename(part(&self.path), &self.path)?;
        self.published = true;
        self.remove_other_parts(parts.as_deref());
        Ok(())
    }

    /// Writes the parts and gives their folder its name, which is returned.
    fn write_parts(&self, report: &html::Report<'_>, bodies: Option<html::Bodies<'_>>) -> io::Result<String> {
        let temporary = self.parts_folder().join(".part");
        if temporary.exists() {
            fs::remove_dir_all(&temporary)?;
        }
        fs::create_dir_all(&temporary)?;
        let mut hash = blake3::Hasher::new();
        let main = format!("../../{}", address(&self.path));
        report.parts(&main, bodies, &mut |name, page| {
            hash.update(name.as_bytes()).update(page.as_bytes());
            fs::write(temporary.join(name), page)
        })?;
        let name = hash.finalize().to_hex()[..DIGITS].to_string();
        let named = self.parts_folder().join(&name);
        if named.exists() {
            // Of the same name is of the same content, but for what somebody did to it since.
            fs::remove_dir_all(&named)?;
        }
        fs::rename(&temporary, &named)?;
        Ok(name)
    }

    /// `report-files` beside `report.html`.
    fn parts_folder(&self) -> PathBuf {
        let mut name = self.path.file_stem().unwrap_or_default().to_os_string();
        name.push("-files");
        self.path.with_file_name(name)
    }

    /// Removes the parts of earlier reports. What cannot be removed harms nobody.
    fn remove_other_parts(&self, own: Option<&str>) {
        let ours = |name: &str| name.len() == DIGITS && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        for entry in fs::read_dir(self.parts_folder()).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if ours(&name) && Some(name.as_str()) != own {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        if own.is_none() {
            // Only succeeds where nothing else is left in it.
            let _ = fs::remove_dir(self.parts_folder());
        }
    }
}

impl Drop for Page {
    /// Leaves nothing half done behind.
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_file(part(&self.path));
            let _ = fs::remove_dir_all(self.parts_folder().join(".part"));
        }
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The name that a page has while it is written.
fn part(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    path.with_file_name(name)
}

/// A file's name as an address: whatever is no plain letter or digit is encoded.
fn address(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let bytes = name.as_encoded_bytes().iter();
    bytes.map(|byte| if plain(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_any_name() {
        assert_eq!(address(Path::new("out/mon report#1?.html")), "mon%20report%231%3F.html");
        assert_eq!(address(Path::new("報.html")), "%E5%A0%B1.html");
    }

    #[test]
    fn bodies_come_back_as_they_went() {
        let mut bodies = Bodies::create(None).expect("a file");
        for body in ["<p>one</p>", "", "三"] {
            bodies.push(body).expect("room");
        }
        let read: Vec<String> = bodies.read().expect("a file").map(|body| body.expect("UTF-8")).collect();
        assert_eq!(read, ["<p>one</p>", "", "三"]);
    }

    #[test]
    fn a_page_is_locked_while_it_is_written_and_leaves_nothing() {
        let place = tempfile::tempdir().expect("folder");
        let path = place.path().join("new/report.html");
        let page = Page::open(&path).expect("free");
        assert!(matches!(Page::open(&path), Err(Failure::Locked(_))));
        drop(page);
        assert_eq!(fs::read_dir(place.path().join("new")).expect("folder").count(), 0);
        assert_eq!(Page::open(place.path()).err().expect("a folder").code(), 2);
    }
}
