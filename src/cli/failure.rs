//! How a command can end, and the exit code of each end. One table for all commands.

use std::io::{self, Write};
use std::path::PathBuf;

use sayso::lexicon::Fault;
use sayso::write::harmless;

/// Exit codes and what they mean; the help shows this table.
pub(super) const EXIT_CODES: [(u8, &str); 6] = [
    (0, "done (also when the reader of the output went away)"),
    (1, "done, but some articles failed, or a check found something"),
    (2, "wrong use, or a fault in gazetteers or predicates"),
    (74, "the output could not be written"),
    (75, "the output folder is in use by another run"),
    (130, "interrupted: it ends by the signal, which a shell shows so"),
];

/// How a command that came to its end ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Done,
    /// Some articles could not be read, or a check found something.
    Incomplete,
}

impl Outcome {
    /// Incomplete if anything failed.
    pub(super) fn of(failed: usize) -> Outcome {
        if failed == 0 { Outcome::Done } else { Outcome::Incomplete }
    }

    pub(super) fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Incomplete => 1,
        }
    }
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Wrong arguments, as the parser tells it.
    Arguments(clap::Error),
    /// Arguments that do not fit the files they name.
    Usage(String),
    /// The lexicon has faults.
    Lexicon(Vec<Fault>),
    /// Output could not be written: where, and why.
    Output(String, io::Error),
    /// Another run writes to this folder.
    Locked(PathBuf),
    /// The reader of standard output went away: it has what it wanted.
    Closed,
}

impl Failure {
    /// A failed write to `place`.
    pub(super) fn writing(place: impl Into<String>, error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Output(place.into(), error),
        }
    }

    pub(super) fn code(&self) -> u8 {
        match self {
            Failure::Arguments(_) | Failure::Usage(_) | Failure::Lexicon(_) => 2,
            Failure::Output(..) => 74,
            Failure::Locked(_) => 75,
            Failure::Closed => 0,
        }
    }

    /// Tells the user on standard error. If even that cannot be written, nobody is there to be told.
    pub(super) fn tell(&self) {
        let _ = match self {
            Failure::Arguments(error) => error.print(),
            Failure::Closed => Ok(()),
            other => complain(&other.to_string()),
        };
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Arguments(error) => error.fmt(out),
            Failure::Usage(cause) => out.write_str(cause),
            Failure::Lexicon(faults) => {
                let list: Vec<String> = faults.iter().map(Fault::to_string).collect();
                out.write_str(&list.join("\n"))
            }
            Failure::Output(place, error) => write!(out, "{place}: {error}"),
            Failure::Locked(folder) => write!(out, "{}: another run is writing here", folder.display()),
            Failure::Closed => Ok(()),
        }
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Failure {
        Failure::Arguments(error)
    }
}

/// Write errors of standard output; other places name themselves with [`Failure::writing`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::writing("standard output", error)
    }
}

/// Writes a message to standard error, line by line, with our name before it and nothing in it that a
/// terminal obeys.
pub(super) fn complain(message: &str) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    message.lines().try_for_each(|line| writeln!(stderr, "sayso: {}", harmless(line)))
}
