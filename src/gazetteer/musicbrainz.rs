//! Tables of a MusicBrainz dump, as PostgreSQL's COPY writes them: cells parted by tabs, `\N` for none, `\\` escapes.

use std::collections::HashMap;
use std::io::BufRead;

use super::gather::Thing;
use super::vocabulary::Vocabulary;
use super::{Filter, Gathered, ImportError, each_line, text};
use crate::claim::Kind;

/// The tables that are read, in this order; those that are not there are passed by.
const TABLES: [&str; 8] =
    ["area", "artist", "artist_alias", "artist_credit", "release_group_meta", "release_group", "recording", "work"];

/// What one of the tables is opened by.
pub type Opened = Result<Option<Box<dyn BufRead + Send>>, ImportError>;

/// Reads the tables that `open` gives by their names.
pub fn musicbrainz(
    mut open: impl FnMut(&str) -> Opened,
    filter: &Filter,
    gathered: &mut Gathered,
) -> Result<(), ImportError> {
    let vocabulary = Vocabulary::of("musicbrainz");
    let (areas, artists, credits, years) = Default::default();
    let mut importer = Importer { vocabulary, filter, gathered, areas, artists, credits, years };
    for table in TABLES {
        let Some(mut input) = open(table)? else { continue };
        let read = each_line(&mut *input, |number, line| {
            let line = text(number, line)?;
            // The end of a COPY that stands in a script.
            if line == "\\." || line.is_empty() {
                return Ok(());
            }
            let row = Row(line.split('\t').map(cell).collect());
            importer.row(table, &row).ok_or_else(|| ImportError::at(number, "a row with too few cells"))
        });
        read.map_err(|error| match error {
            ImportError::Form { line, cause } => ImportError::Form { line, cause: format!("table {table}: {cause}") },
            other => other,
        })?;
    }
    Ok(())
}

struct Importer<'a> {
    vocabulary: Vocabulary,
    filter: &'a Filter,
    gathered: &'a mut Gathered,
    /// Countries by the number of their row.
    areas: HashMap<String, String>,
    /// Artists that were taken: kind and id.
    artists: HashMap<String, (Kind, String)>,
    credits: HashMap<String, String>,
    /// The first year of a release group.
    years: HashMap<String, String>,
}

/// A row's cells, `None` where the column is empty.
struct Row(Vec<Option<String>>);

impl Row {
    /// A cell that every row has.
    fn must(&self, column: usize) -> Option<&str> {
        self.0.get(column)?.as_deref()
    }

    /// A cell that a row need not have; `None` if the row is too short.
    fn may(&self, column: usize) -> Option<Option<&str>> {
        self.0.get(column).map(Option::as_deref)
    }
}

impl Importer<'_> {
    /// Takes a row; `None` if it is too short for its table.
    fn row(&mut self, table: &str, row: &Row) -> Option<()> {
        match table {
            "area" => self.area(row),
            "artist" => self.artist(row),
            "artist_alias" => self.alias(row),
            "artist_credit" => {
                self.credits.insert(row.must(0)?.into(), row.must(1)?.into());
                Some(())
            }
            "release_group_meta" => {
                if let Some(year) = row.may(2)? {
                    self.years.insert(row.must(0)?.into(), year.into());
                }
                Some(())
            }
            "release_group" => {
                let kind = row.may(4)?.and_then(|code| self.kind("release_group_type", code));
                let year = self.years.get(row.must(0)?).cloned();
                self.credited(row, kind, year)
            }
            "recording" => {
                let video = row.may(8)? == Some("t");
                self.credited(row, self.kind("recording", if video { "video" } else { "audio" }), None)
            }
            _ => {
                let kind = row.may(3)?.and_then(|code| self.kind("work_type", code));
                self.add(row, kind, Thing::default())
            }
        }
    }

    fn kind(&self, what: &str, code: &str) -> Option<Kind> {
        self.vocabulary.get(what, code).and_then(Kind::from_name)
    }

    /// id, gid, name, type: of areas only the countries.
    fn area(&mut self, row: &Row) -> Option<()> {
        if row.may(3)?.is_some_and(|code| self.vocabulary.get("area_type", code) == Some("country")) {
            self.areas.insert(row.must(0)?.into(), row.must(2)?.into());
        }
        Some(())
    }

    /// id, gid, name, sort name, six dates, type, area, gender.
    fn artist(&mut self, row: &Row) -> Option<()> {
        let kind = row.may(10)?.and_then(|code| self.kind("artist_type", code));
        let mut thing = Thing::default();
        let mut fact = |key: &str, value: Option<String>| {
            value.map(|value| thing.facts.insert(key.to_string(), value));
        };
        // A group's begin is its founding; a person's is a birth, which is no fact of the tables.
        fact("year", row.may(4)?.filter(|_| kind == Some(Kind::Group)).map(str::to_string));
        fact("country", row.may(11)?.and_then(|area| self.areas.get(area)).cloned());
        fact("gender", row.may(12)?.and_then(|code| self.vocabulary.get("gender", code)).map(str::to_string));
        if let Some(kind) = kind {
            self.artists.insert(row.must(0)?.into(), (kind, row.must(1)?.into()));
        }
        self.add(row, kind, thing)
    }

    /// id, artist, name, locale.
    fn alias(&mut self, row: &Row) -> Option<()> {
        let (name, artist) = (row.must(2)?, row.must(1)?);
        let locale = row.may(3)?.map(|locale| locale.replace('_', "-"));
        let taken = locale.is_none_or(|locale| self.filter.takes_language(&locale));
        if let Some((kind, id)) = self.artists.get(artist).filter(|_| taken) {
            self.gathered.alias(*kind, id, name);
        }
        Some(())
    }

    /// id, gid, name, artist credit.
    fn credited(&mut self, row: &Row, kind: Option<Kind>, year: Option<String>) -> Option<()> {
        let creator = self.credits.get(row.must(3)?).cloned();
        let facts = [("creator", creator), ("year", year)];
        let facts = facts.into_iter().filter_map(|(key, value)| Some((key.to_string(), value?)));
        self.add(row, kind, Thing { facts: facts.collect(), ..Thing::default() })
    }

    fn add(&mut self, row: &Row, kind: Option<Kind>, thing: Thing) -> Option<()> {
        let (id, name) = (row.must(1)?, row.must(2)?.to_string());
        if let Some(kind) = kind {
            self.gathered.add(kind, id, Thing { name, ..thing }, self.filter);
        }
        Some(())
    }
}

/// A cell as it is meant.
fn cell(text: &str) -> Option<String> {
    if text == "\\N" {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|escaped| match escaped {
                't' | 'n' | 'r' | 'b' | 'f' | 'v' => ' ',
                other => other,
            })),
            other => out.push(other),
        }
    }
    Some(out)
}
