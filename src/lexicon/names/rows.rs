//! Reading the rows of a table of names: `name`, `aliases`, `id`, `facts`, and `kind` where the file's stem is none.
//!
//! A million rows are read as they stand, without a copy. What cannot be understood is a fault; what is merely
//! untidy is looked for by [`super::check`].

use super::super::{Fault, is_comment};
use crate::claim::Kind;

/// A row longer than this is no row: 64 KiB.
const LONGEST: usize = 64 << 10;

/// After so many faults of one file the rest is not told.
const MOST_FAULTS: usize = 50;

/// A row of a table of names.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameRow<'a> {
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) name: &'a str,
    pub(super) kind: Kind,
    pub(super) id: &'a str,
    aliases: &'a str,
    facts: &'a str,
}

impl<'a> NameRow<'a> {
    /// Other forms of the name.
    pub(super) fn aliases(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.aliases.split('|').filter(|alias| !alias.is_empty())
    }

    /// Whether a `|` parts nothing.
    pub(super) fn has_empty_alias(&self) -> bool {
        !self.aliases.is_empty() && self.aliases.split('|').any(str::is_empty)
    }

    /// `key=value`, each.
    pub(super) fn facts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.facts.split(';').filter(|fact| !fact.is_empty())
    }

    /// The value of a fact.
    pub(super) fn fact(&self, key: &str) -> Option<&'a str> {
        self.facts().filter_map(|fact| fact.split_once('=')).find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// Where the columns stand.
struct Columns {
    count: usize,
    name: usize,
    aliases: usize,
    id: usize,
    facts: usize,
    kind: Option<usize>,
}

/// Gives every sound row of a table to `each`; the others are faults.
pub(super) fn read<'a>(file: &str, text: &'a str, faults: &mut Vec<Fault>, mut each: impl FnMut(NameRow<'a>)) {
    let mut told = Told { file, faults, count: 0 };
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !is_comment(line))
        .map(|(at, line)| (at + 1, line));
    let Some((_, header)) = lines.next() else {
        told.fault(1, "an empty table".into(), HEADER);
        return;
    };
    let Some(columns) = columns(header, &mut told) else { return };
    let stem = super::stem(file);
    let of_file = Kind::from_name(stem);
    if of_file.is_none() && columns.kind.is_none() {
        told.fault(1, format!("{:?} is no kind", clip(stem)), &format!("name the file after its kind: {}", kinds()));
        return;
    }
    for (line, row) in lines {
        match sound(line, row, &columns, of_file) {
            Ok(row) => each(row),
            Err((cause, cure)) => told.fault(line, cause, &cure),
        }
    }
}

const HEADER: &str = "begin with a header line: `name`, `aliases`, `id`, `facts`, parted by tabs";

fn columns(header: &str, told: &mut Told) -> Option<Columns> {
    let place = |name: &str| header.split('\t').position(|column| column == name);
    let needed = ["name", "aliases", "id", "facts"].map(|name| {
        let found = place(name);
        if found.is_none() {
            told.fault(1, format!("no column `{name}`"), HEADER);
        }
        found
    });
    let [Some(name), Some(aliases), Some(id), Some(facts)] = needed else { return None };
    Some(Columns { count: header.split('\t').count(), name, aliases, id, facts, kind: place("kind") })
}

/// What is wrong with a row, and what would be right.
type Wrong = (String, String);

fn wrong(cause: impl Into<String>, cure: &str) -> Wrong {
    (cause.into(), cure.into())
}

fn sound<'a>(line: usize, row: &'a str, columns: &Columns, of_file: Option<Kind>) -> Result<NameRow<'a>, Wrong> {
    if row.len() > LONGEST {
        let cause = format!("a row of {} bytes, which begins {:?}", row.len(), clip(row));
        return Err(wrong(cause, "a row holds one thing, in 64 KiB at most: are the line ends missing?"));
    }
    let (mut cells, mut count) = ([""; MOST_CELLS], 0);
    for cell in row.split('\t') {
        if cell.starts_with(' ') || cell.ends_with(' ') || cell.trim().len() != cell.len() || has_control(cell) {
            return Err(wrong(
                format!("{:?} has white space at its rim or a control character", clip(cell)),
                "remove it",
            ));
        }
        if let Some(place) = cells.get_mut(count) {
            *place = cell;
        }
        count += 1;
    }
    if count > columns.count {
        return Err(wrong(
            format!("{count} cells where the header names {}", columns.count),
            "one tab between two cells, `|` between several values of a cell",
        ));
    }
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let kind =
        match columns.kind.map(cell).filter(|cell| !cell.is_empty()) {
            Some(cell) => Some(Kind::from_name(cell).ok_or_else(|| {
                wrong(format!("{:?} is no kind", clip(cell)), &format!("a kind is one of {}", kinds()))
            })?),
            None => of_file,
        };
    let kind = kind.ok_or_else(|| wrong("a row without kind", &format!("a kind is one of {}", kinds())))?;
    let row = NameRow {
        line,
        name: cell(columns.name),
        kind,
        id: cell(columns.id),
        aliases: cell(columns.aliases),
        facts: cell(columns.facts),
    };
    if row.name.is_empty() || row.id.is_empty() {
        return Err(wrong("a row without name or id", "give both; an id is a lower-case slug, or a number elsewhere"));
    }
    if row.id.starts_with(crate::claim::LOCAL) {
        let cause = format!("the id {:?} begins like those of names that no table has", clip(row.id));
        return Err(wrong(cause, "give it another"));
    }
    if let Some(fact) = row.facts().find(|fact| !fact.contains('=')) {
        return Err(wrong(format!("{:?} is no fact", clip(fact)), "write facts as `key=value`, parted by `;`"));
    }
    Ok(row)
}

/// Tables have five columns; more are read over.
const MOST_CELLS: usize = 16;

fn has_control(cell: &str) -> bool {
    cell.bytes().any(|byte| byte < b' ' || byte == 0x7f) || !cell.is_ascii() && cell.chars().any(char::is_control)
}

fn kinds() -> String {
    Kind::ALL.map(Kind::name).join(", ")
}

/// The beginning of a text, as much as a message should show.
pub(super) fn clip(text: &str) -> &str {
    &text[..crate::text::floor(text, 60)]
}

/// Faults of a file, up to a number.
struct Told<'a> {
    file: &'a str,
    faults: &'a mut Vec<Fault>,
    count: usize,
}

impl Told<'_> {
    fn fault(&mut self, line: usize, cause: String, cure: &str) {
        self.count += 1;
        if self.count <= MOST_FAULTS {
            self.faults.push(Fault::new(self.file, line, cause, cure));
        } else if self.count == MOST_FAULTS + 1 {
            self.faults.push(Fault::new(self.file, line, "more rows like these are wrong", "mend those above first"));
        }
    }
}
