//! Compiled names in the user's cache folder: a large table of names is compiled once, not once a run.
//!
//! A file's name is a hash of all that its content depends on, and its checksum is verified when it is read: it
//! cannot be stale, and a damaged one is made again. Whatever goes wrong with the cache, the run goes on without.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sayso::lexicon::{Fault, NameTable, Sources};

/// Smaller tables are compiled in the time that it takes to find them here.
const LARGE: usize = 256 << 10;

/// So many compiled gazetteers are kept, the latest.
const KEPT: usize = 8;

/// Where compiled names are kept; nowhere, if that is not wanted or there is no place.
pub(super) struct Cache(Option<PathBuf>);

impl Cache {
    /// The cache for the names that a user added, if they are many.
    pub(super) fn of(sources: &Sources, off: bool) -> Option<Cache> {
        let size: usize = sources.own_names().map(|(_, text)| text.len()).sum();
        let off = off || env::var_os("SAYSO_NO_NAME_CACHE").is_some_and(|value| !value.is_empty());
        (size >= LARGE).then(|| Cache(if off { None } else { folder() }))
    }

    /// The table of that key, or what `compile` makes, which is kept.
    pub(super) fn table(
        &self,
        key: &str,
        compile: impl FnOnce() -> Result<NameTable, Vec<Fault>>,
    ) -> Result<NameTable, Vec<Fault>> {
        let Cache(Some(folder)) = self else { return compile() };
        let path = folder.join(format!("names-{key}.bin"));
        if let Some(table) = fs::read(&path).ok().and_then(|bytes| NameTable::from_bytes(bytes).ok()) {
            return Ok(table);
        }
        let table = compile()?;
        // A full disk or a folder that may not be written costs the next run some time, and this one nothing.
        if write(&path, table.as_bytes()).is_ok() {
            prune(folder);
        }
        Ok(table)
    }
}

/// The user's folder for what can be made again.
fn folder() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_CACHE_HOME").filter(|path| path.is_absolute());
    let base = base.or_else(|| set("LOCALAPPDATA")).or_else(|| set("HOME").map(|home| home.join(".cache")));
    base.map(|base| base.join("sayso"))
}

/// Writes a file whole or not at all, and makes its folder.
pub(super) fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    open_to_all(&file)?;
    file.persist(path)?;
    Ok(())
}

/// A temporary file is its owner's alone; what is written for others to read is like any other file.
#[cfg(unix)]
fn open_to_all(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

/// Removes all but the latest files of this cache.
fn prune(folder: &Path) {
    let ours = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("names-") && name.ends_with(".bin")
    };
    let mut files: Vec<(SystemTime, PathBuf)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok())
        .filter(|entry| ours(&entry.path()))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    files.sort();
    let surplus = files.len().saturating_sub(KEPT);
    files.into_iter().take(surplus).for_each(|(_, path)| _ = fs::remove_file(path));
}
