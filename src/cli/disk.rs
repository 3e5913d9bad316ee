//! The disk, as far as runs change it. Every act goes through here, so that a test can let any one of them fail.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 16;

/// Makes, fills, renames and removes files.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    /// How many acts still succeed; `None` for as many as the system allows.
    left: Option<Arc<AtomicU64>>,
}

impl Disk {
    /// A disk that is full after so many acts.
    #[cfg(test)]
    pub(super) fn full_after(acts: u64) -> Disk {
        Disk { left: Some(Arc::new(AtomicU64::new(acts))) }
    }

    fn act(&self) -> io::Result<()> {
        let Some(left) = &self.left else { return Ok(()) };
        let one_less = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        one_less.map(drop).map_err(|_| io::ErrorKind::StorageFull.into())
    }

    /// A new file in place of any that is there.
    pub(super) fn create(&self, path: &Path) -> io::Result<Out> {
        self.act()?;
        let raw = Raw { file: File::create(path)?, disk: self.clone() };
        Ok(Out(BufWriter::with_capacity(BUFFER, raw)))
    }

    /// A folder, and those above it, unless they are there.
    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        self.act()?;
        fs::create_dir_all(path)
    }

    /// Gives a file its name, in place of any that has it.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act()?;
        fs::rename(from, to)
    }

    /// Removes a file, if it is there. That needs no room.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Brings renames in a folder to the disk, where the system can do that.
    pub(super) fn sync(&self, folder: &Path) -> io::Result<()> {
        self.act()?;
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

/// A file that is being written. What is dropped unfinished may be lost.
#[derive(Debug)]
pub(super) struct Out(BufWriter<Raw>);

impl Out {
    /// Brings all of it down to the disk.
    pub(super) fn finish(self) -> io::Result<()> {
        let raw = self.0.into_inner()?;
        raw.disk.act()?;
        raw.file.sync_all()
    }
}

impl Out {
    /// Gives all of it to the system: for what need not outlive it.
    pub(super) fn close(self) -> io::Result<()> {
        self.0.into_inner()?;
        Ok(())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[derive(Debug)]
struct Raw {
    file: File,
    disk: Disk,
}

impl Write for Raw {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.act()?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
