//! The output folder: one run at a time, and every file whole or not at all.

use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::disk::{Disk, Out};
use super::failure::Failure;

/// Name of the lock file; it also marks a folder as one that holds results.
pub(super) const LOCK: &str = ".sayso.lock";

/// The file that is written last: where it stands, the others beside it belong together.
pub(super) const SEAL: &str = "run.json";

/// An output folder, locked against other runs until it is dropped.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    disk: Disk,
    written: Vec<String>,
    _lock: File,
}

impl Folder {
    /// Its path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Creates the folder if need be and locks it.
    pub(super) fn lock(path: &Path) -> Result<Folder, Failure> {
        Folder::lock_on(path, &Disk::default())
    }

    /// The same on a disk of the caller's own.
    pub(super) fn lock_on(path: &Path, disk: &Disk) -> Result<Folder, Failure> {
        let place = |error| Failure::Output(path.display().to_string(), error);
        disk.create_folder(path).map_err(place)?;
        let lock = File::create(path.join(LOCK)).map_err(place)?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder { path: path.into(), disk: disk.clone(), written: Vec::new(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Failure::Locked(path.into())),
            Err(TryLockError::Error(error)) => Err(place(error)),
        }
    }

    /// Writes a file under a temporary name, down to the disk; its hash. [`Folder::publish`] gives it its own name.
    pub(super) fn write(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<String, Failure> {
        let mut written = self.begin(name)?;
        content(&mut written).map_err(|error| self.failed(name, error))?;
        Ok(self.end(written)?.1)
    }

    /// Begins a file, as [`Folder::write`] does.
    pub(super) fn begin(&mut self, name: &str) -> Result<Written, Failure> {
        self.written.push(name.into());
        let out = self.disk.create(&self.temporary(name)).map_err(|error| self.failed(name, error))?;
        Ok(Written { name: name.into(), out, hash: blake3::Hasher::new() })
    }

    /// Ends a file that was begun: its name and its hash.
    pub(super) fn end(&self, written: Written) -> Result<(String, String), Failure> {
        let Written { name, out, hash } = written;
        out.finish().map_err(|error| self.failed(&name, error))?;
        Ok((name, hash.finalize().to_hex()[..32].to_string()))
    }

    /// A full disk is the same failure wherever it shows, also where a pipe stands in for a file.
    fn failed(&self, name: &str, error: io::Error) -> Failure {
        Failure::Output(self.path.join(name).display().to_string(), error)
    }

    /// Gives all written files their names. The seal goes first and comes last, so that it never stands
    /// beside files of different runs.
    pub(super) fn publish(&mut self) -> Result<(), Failure> {
        let place = |error| Failure::Output(self.path.display().to_string(), error);
        self.disk.remove(&self.path.join(SEAL)).map_err(place)?;
        self.written.sort_by_key(|name| name == SEAL);
        for name in &self.written {
            self.disk.rename(&self.temporary(name), &self.path.join(name)).map_err(place)?;
        }
        self.written.clear();
        self.disk.sync(&self.path).map_err(place)
    }

    fn temporary(&self, name: &str) -> PathBuf {
        self.path.join(format!(".{name}.part"))
    }
}

/// A file of a folder while it is written; hashed as it goes.
#[derive(Debug)]
pub(super) struct Written {
    name: String,
    out: Out,
    hash: blake3::Hasher,
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Folder {
    /// Leaves nothing half done behind.
    fn drop(&mut self) {
        for name in &self.written {
            let _ = self.disk.remove(&self.temporary(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(path: &Path) -> Vec<String> {
        let entries = fs::read_dir(path).expect("folder");
        let mut names: Vec<_> = entries.map(|e| e.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_second_run_is_refused_until_the_first_ends() {
        let place = tempfile::tempdir().expect("folder");
        let first = Folder::lock(place.path()).expect("free");
        assert!(matches!(Folder::lock(place.path()), Err(Failure::Locked(_))));
        drop(first);
        Folder::lock(place.path()).expect("free again");
    }

    #[test]
    fn files_appear_together_or_not_at_all() {
        let place = tempfile::tempdir().expect("folder");
        let mut folder = Folder::lock(place.path()).expect("free");
        folder.write("a.jsonl", |out| out.write_all(b"1")).expect("room");
        let full = |_: &mut dyn Write| Err(io::Error::other("disk full"));
        assert_eq!(folder.write("b.jsonl", full).expect_err("a failure").code(), 74);
        drop(folder);
        assert_eq!(names(place.path()), [LOCK]);

        let mut folder = Folder::lock(place.path()).expect("free");
        folder.write(SEAL, |out| out.write_all(b"{}")).expect("room");
        folder.write("a.jsonl", |out| out.write_all(b"2")).expect("room");
        assert_eq!(names(place.path()), [".a.jsonl.part", ".run.json.part", LOCK]);
        folder.publish().expect("renamed");
        assert_eq!(names(place.path()), [LOCK, "a.jsonl", SEAL]);
        assert_eq!(fs::read(place.path().join("a.jsonl")).expect("file"), b"2");
    }
}
