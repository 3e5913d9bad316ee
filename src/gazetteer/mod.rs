//! Gazetteers from elsewhere: dumps, query results and lists become tables of names.
//!
//! ```text
//! Wikidata dump ─┐
//! SPARQL result ─┤
//! MusicBrainz ───┼──▶ Gathered ──▶ names/<kind>.tsv: sorted, unique, without a fault that `check` could find
//! one a line ────┘
//! ```
//!
//! An importer streams its input and tells [`Gathered`] what it finds; what of a foreign vocabulary means which kind
//! or fact is data (`gazetteers/import/`). Nothing here touches files, and nothing is guessed: a thing whose kind the
//! source does not say is left out, as is a fact that names what the source does not name.

mod gather;
mod lines;
mod musicbrainz;
mod sparql;
#[cfg(test)]
mod tests;
mod vocabulary;
mod wikidata;

use std::io::{self, BufRead};

pub use gather::{Gathered, Tables};
pub use lines::lines;
pub use musicbrainz::{Opened, musicbrainz};
pub use sparql::sparql;
pub use wikidata::wikidata;

use crate::claim::Kind;

/// Which things an import takes.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only things of these kinds; all where there are none.
    pub kinds: Vec<Kind>,
    /// Names in these languages, as BCP 47 tags them: the first that a thing has gives its name, the others aliases.
    /// Where there are none: every language, English before the others.
    pub languages: Vec<String>,
    /// The earliest year, of things whose year is known.
    pub since: Option<i32>,
    /// The latest year, of things whose year is known.
    pub until: Option<i32>,
}

/// What Wikidata has for names that are written alike in all languages: they stand nowhere else then.
const ALL_LANGUAGES: &str = "mul";

impl Filter {
    fn takes_kind(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    fn takes_year(&self, year: Option<&str>) -> bool {
        let year: Option<i32> = year.and_then(|year| year.parse().ok());
        year.is_none_or(|year| {
            self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| year <= until)
        })
    }

    /// Whether names in a language are taken. `en` takes `en-GB`, too; what is written alike in all is taken always.
    fn takes_language(&self, language: &str) -> bool {
        self.languages.is_empty() || language == ALL_LANGUAGES || self.asked_at(language).is_some()
    }

    /// The lower, the sooner a name in that language is the thing's own.
    fn rank(&self, language: &str) -> usize {
        let last = self.languages.len();
        match (self.asked_at(language), language) {
            (Some(at), _) => 2 * at,
            // It stands in for the language that is asked for first.
            (None, ALL_LANGUAGES) => 1,
            (None, "en") => 2 * last,
            (None, _) => 2 * last + 2,
        }
    }

    /// The place of a language among those that are asked for.
    fn asked_at(&self, language: &str) -> Option<usize> {
        let is = |wanted: &&String| language.split('-').next() == Some(wanted.as_str());
        let at = |is: &dyn Fn(&&String) -> bool| self.languages.iter().position(|wanted| is(&wanted));
        at(&|wanted| language == wanted.as_str()).or_else(|| at(&is))
    }

    /// The one kind that is asked for.
    fn kind(&self) -> Option<Kind> {
        if let [kind] = self.kinds.as_slice() { Some(*kind) } else { None }
    }
}

/// Why an import cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The input cannot be read.
    #[error("cannot be read: {0}")]
    Read(#[from] io::Error),
    /// A place in it is not as the form wants it.
    #[error("line {line}: {cause}")]
    Form {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        cause: String,
    },
    /// It does not say what kind of thing its names are.
    #[error("the list does not say what its names are: give one kind with --kind")]
    NoKind,
}

impl ImportError {
    fn at(line: usize, cause: impl Into<String>) -> ImportError {
        ImportError::Form { line, cause: cause.into() }
    }
}

/// A line of an import may be as long as this: the longest entities of Wikidata have a few MB.
const LONGEST: u64 = 64 << 20;

/// Gives each line to `each`, numbered from 1, without its end; the rest of a line that is too long is an error.
fn each_line(
    input: &mut dyn BufRead,
    mut each: impl FnMut(usize, &[u8]) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if read as u64 == LONGEST && line.last() != Some(&b'\n') {
            return Err(ImportError::at(number, "longer than 64 MiB: are the line ends missing?"));
        }
        let end = line.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
        each(number, &line[..end])?;
    }
    Ok(())
}

/// A line as text.
fn text(line: usize, bytes: &[u8]) -> Result<&str, ImportError> {
    let bytes = if line == 1 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
    std::str::from_utf8(bytes).map_err(|error| ImportError::at(line, format!("not UTF-8: {error}")))
}
