//! Results of SPARQL queries, as CSV or as JSON (SPARQL 1.1 Query Results).
//!
//! What a column holds is told by its variable's name; several rows of one item are one thing.

use std::io::BufRead;

use super::gather::Thing;
use super::lines::slug;
use super::vocabulary::Vocabulary;
use super::{Filter, Gathered, ImportError};
use crate::claim::Kind;
use crate::read::cells;

/// Reads a result: JSON if its first character is `{`, CSV otherwise.
pub fn sparql(mut input: impl BufRead, filter: &Filter, gathered: &mut Gathered) -> Result<(), ImportError> {
    let importer = Importer { names: Vocabulary::of("sparql"), classes: Vocabulary::of("wikidata"), filter, gathered };
    let start = input.fill_buf()?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if start.trim_ascii_start().first() == Some(&b'{') { importer.json(input) } else { importer.csv(input) }
}

struct Importer<'a> {
    /// What variables mean.
    names: Vocabulary,
    /// Which kind an item of Wikidata is.
    classes: Vocabulary,
    filter: &'a Filter,
    gathered: &'a mut Gathered,
}

/// A value with its language, if it says one.
struct Bound<'a> {
    variable: &'a str,
    value: &'a str,
    language: Option<&'a str>,
}

#[derive(serde::Deserialize)]
struct Results {
    results: Bindings,
}

#[derive(serde::Deserialize)]
struct Bindings {
    bindings: Vec<std::collections::BTreeMap<String, Term>>,
}

#[derive(serde::Deserialize)]
struct Term {
    value: String,
    #[serde(rename = "xml:lang")]
    language: Option<String>,
}

impl Importer<'_> {
    fn json(mut self, input: impl BufRead) -> Result<(), ImportError> {
        let results: Results =
            serde_json::from_reader(input).map_err(|error| ImportError::at(error.line(), error.to_string()))?;
        for (index, row) in results.results.bindings.iter().enumerate() {
            let bound = row.iter().map(|(variable, term)| Bound {
                variable,
                value: &term.value,
                language: term.language.as_deref(),
            });
            self.row(bound, index + 1)?;
        }
        Ok(())
    }

    fn csv(mut self, mut input: impl BufRead) -> Result<(), ImportError> {
        let mut text = String::new();
        input.read_to_string(&mut text)?;
        let mut rows = rows(text.strip_prefix('\u{feff}').unwrap_or(&text)).into_iter();
        let Some((_, header)) = rows.next() else { return Ok(()) };
        let variables = cells(header, b',');
        if !variables.iter().any(|variable| self.field(variable) == Some("name")) {
            let known = self.names.all("variable").into_iter().filter(|(_, field)| *field == "name");
            let known = known.map(|(variable, _)| variable).collect::<Vec<_>>().join(", ");
            return Err(ImportError::at(1, format!("no column holds the name; call it one of {known}")));
        }
        for (line, row) in rows.filter(|(_, row)| !row.is_empty()) {
            let cells = cells(row, b',');
            let bound = variables.iter().zip(&cells).map(|(variable, value)| Bound { variable, value, language: None });
            self.row(bound, line)?;
        }
        Ok(())
    }

    fn field(&self, variable: &str) -> Option<&str> {
        self.names.get("variable", variable)
    }

    fn row<'b>(&mut self, bound: impl Iterator<Item = Bound<'b>>, line: usize) -> Result<(), ImportError> {
        let (mut id, mut kind, mut thing) = (None, self.filter.kind(), Thing::default());
        for Bound { variable, value, language } in bound {
            let value = value.trim();
            if value.is_empty() || language.is_some_and(|language| !self.filter.takes_language(language)) {
                continue;
            }
            match self.field(variable) {
                Some("id") => id = Some(entity(value)),
                Some("name") => thing.name = value.into(),
                Some("aliases") => thing.aliases.extend(value.split('|').map(|alias| alias.trim().to_string())),
                Some("kind") => kind = self.kind(value).or(kind),
                Some("year") => _ = thing.facts.insert("year".into(), year(value).unwrap_or_default().into()),
                Some("gender") => {
                    let gender = self.classes.get("gender", entity(value)).unwrap_or(value);
                    thing.facts.insert("gender".into(), gender.into());
                }
                // An item without its label says nothing to a reader.
                Some(_) if is_item(value) => {}
                Some(key) => _ = thing.facts.insert(key.into(), value.into()),
                None => {}
            }
        }
        thing.facts.retain(|_, value| !value.is_empty());
        let kind = kind.ok_or(ImportError::NoKind)?;
        if thing.name.is_empty() {
            return Err(ImportError::at(line, "a row without a name"));
        }
        let id = id.map_or_else(|| slug(&thing.name, kind.name()), str::to_string);
        // Where an item has no label, the service gives its number.
        if !is_item(&thing.name) {
            self.gathered.add(kind, &id, thing, self.filter);
        }
        Ok(())
    }

    fn kind(&self, value: &str) -> Option<Kind> {
        Kind::from_name(value).or_else(|| Kind::from_name(self.classes.get("class", entity(value))?))
    }
}

/// The rows of a CSV, with the line each begins on. A cell in quotation marks may hold line ends.
fn rows(text: &str) -> Vec<(usize, &str)> {
    let (mut rows, mut start, mut quoted, mut line, mut begun) = (Vec::new(), 0, false, 1, 1);
    for (at, byte) in text.bytes().enumerate() {
        quoted ^= byte == b'"';
        line += usize::from(byte == b'\n');
        if byte == b'\n' && !quoted {
            rows.push((begun, text[start..at].trim_end_matches('\r')));
            (start, begun) = (at + 1, line);
        }
    }
    rows.push((begun, &text[start..]));
    rows
}

/// `http://www.wikidata.org/entity/Q5` is Q5.
fn entity(value: &str) -> &str {
    value.rsplit(['/', ':']).next().unwrap_or(value)
}

fn is_item(value: &str) -> bool {
    let id = entity(value);
    id.len() > 1 && id.starts_with('Q') && id.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

/// The year of `2021-04-02T00:00:00Z`, `+2021-04-02` or `2021`.
pub(super) fn year(value: &str) -> Option<&str> {
    let value = value.trim_start_matches('+');
    let digits = value.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    digits.filter(|_| value.len() == 4 || value[4..].starts_with('-'))
}
