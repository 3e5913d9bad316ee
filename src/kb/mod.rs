//! The knowledge base: what runs found, in one SQLite file, with its history.
//!
//! ```text
//! results of a run ──Update──▶ KB.sqlite ──Base──▶ claims, facts, conflicts as they hold now; what changed
//! ```
//!
//! A base holds what the results that it was last brought up to hold: what they no longer make is closed, not deleted,
//! and what comes back is opened again. An update is one transaction: killed at any moment it leaves the old state
//! or the new one. The same results twice change nothing. The tables are told in `schema.sql` and in the
//! [guide](crate::guide::knowledge_base). Nothing here reconciles, ranks or reads articles.

mod columns;
mod error;
mod read;
mod show;
mod update;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

pub use error::KbError;
pub use show::{Question, ShowError, show};
pub use update::{Changes, Count, Given, RunInfo, Update};

/// Version of the tables; `PRAGMA user_version`.
pub const SCHEMA_VERSION: i64 = 1;

/// `PRAGMA application_id`: "SAYO". By it `file` and we know our files.
pub const APPLICATION_ID: i64 = 0x5341_594f;

const SCHEMA: &str = include_str!("schema.sql");

/// Prepared statements that are kept: more than there are in this module.
const STATEMENTS: usize = 64;

/// A knowledge base, open for reading.
#[derive(Debug)]
pub struct Base {
    connection: Connection,
}

impl Base {
    /// Opens one. Waits a little where an update is just being written.
    pub fn open(path: &Path) -> Result<Base, KbError> {
        if !path.is_file() {
            return Err(KbError::Missing);
        }
        // Not read-only: after a kill, who opens it first must be able to bring back the old state.
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, Duration::from_secs(2))?;
        if is_empty(&connection)? {
            return Err(KbError::Foreign("an empty file"));
        }
        connection.pragma_update(None, "query_only", true)?;
        Ok(Base { connection })
    }
}

/// Opens a file and makes sure that it is one of ours, or empty.
fn connect(path: &Path, flags: OpenFlags, wait: Duration) -> Result<Connection, KbError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(wait)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // 32 MiB of pages; what does not fit is written to the journal's care.
    connection.pragma_update(None, "cache_size", -32_768)?;
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    match (application, version) {
        (APPLICATION_ID, ..=SCHEMA_VERSION) => Ok(connection),
        (APPLICATION_ID, newer) => Err(KbError::Newer(newer)),
        (0, 0) if is_empty(&connection)? => Ok(connection),
        _ => Err(KbError::Foreign("an SQLite database of another program")),
    }
}

fn is_empty(connection: &Connection) -> Result<bool, KbError> {
    Ok(connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?)
}
