//! What can be wrong with a knowledge base or with the results that are to go into it.

use rusqlite::ErrorCode;

/// Why a knowledge base could not be read or brought up to date. The message does not name the file: who opened it
/// knows it.
#[derive(Debug, thiserror::Error)]
pub enum KbError {
    /// There is none at that place.
    #[error("no such file: `sayso kb update` makes a knowledge base")]
    Missing,
    /// A file, but no knowledge base.
    #[error("not a knowledge base of sayso, but {0}; it is left alone")]
    Foreign(&'static str),
    /// A knowledge base of a later program.
    #[error("written by a newer sayso (schema {0}, and this one knows up to {known}): use that one", known = super::SCHEMA_VERSION)]
    Newer(i64),
    /// SQLite finds the file malformed, or a table is not as it was made.
    #[error("damaged ({0}): take a copy, or build it again under another name")]
    Damaged(String),
    /// Somebody else writes to it.
    #[error("in use by another run")]
    Locked,
    /// The disk is full, the file cannot be written, the disk cannot be read.
    #[error("{0}")]
    Disk(String),
    /// The results that were to go in are not what a run writes.
    #[error("{file}, line {line}: {cause}")]
    Results {
        /// The file among the results.
        file: &'static str,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        cause: String,
    },
}

impl From<rusqlite::Error> for KbError {
    fn from(error: rusqlite::Error) -> KbError {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => KbError::Locked,
            Some(ErrorCode::NotADatabase) => KbError::Foreign("no SQLite file, or one whose beginning is damaged"),
            Some(
                ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied,
            ) => KbError::Disk(error.to_string()),
            _ => KbError::Damaged(error.to_string()),
        }
    }
}
