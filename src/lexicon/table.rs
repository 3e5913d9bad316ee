//! The one form of all lists: tab-separated tables with a header line that names the columns.
//!
//! `# ` begins a comment line (`#Alive` does not). A cell may hold several values, parted by `|`. Missing cells at a row's end are
//! empty. Anything else that a spreadsheet would not show is a fault.

use super::Fault;

/// A table as read: its header and its rows, with their line numbers.
#[derive(Debug)]
pub struct Table<'a> {
    /// The file's path.
    pub file: &'a str,
    /// Names of the columns.
    pub header: Vec<&'a str>,
    /// The rows.
    pub rows: Vec<Row<'a>>,
}

/// One row of a table.
#[derive(Debug)]
pub struct Row<'a> {
    /// Line, counted from 1.
    pub line: usize,
    /// As many cells as the header names.
    pub cells: Vec<&'a str>,
}

impl<'a> Table<'a> {
    /// Reads a table. Rows with too many cells, control characters or white space at a cell's rim are faults
    /// and left out.
    pub fn read(file: &'a str, text: &'a str, faults: &mut Vec<Fault>) -> Table<'a> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !is_comment(line));
        let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
        let mut rows = Vec::new();
        for (index, line) in lines {
            let mut cells: Vec<&str> = line.split('\t').collect();
            if cells.len() > header.len() {
                faults.push(Fault::new(
                    file,
                    index + 1,
                    format!("{} cells where the header names {}", cells.len(), header.len()),
                    "one tab between two cells, `|` between several values of a cell",
                ));
                continue;
            }
            if let Some(cell) = cells.iter().find(|cell| cell.trim() != **cell || cell.chars().any(char::is_control)) {
                faults.push(Fault::new(
                    file,
                    index + 1,
                    format!("{cell:?} has white space at its rim or a control character"),
                    "remove it",
                ));
                continue;
            }
            cells.resize(header.len(), "");
            rows.push(Row { line: index + 1, cells });
        }
        Table { file, header, rows }
    }

    /// The index of a column; a fault if there is none.
    pub fn column(&self, name: &str, faults: &mut Vec<Fault>) -> Option<usize> {
        let found = self.header.iter().position(|column| *column == name);
        if found.is_none() {
            faults.push(Fault::new(
                self.file,
                1,
                format!("no column `{name}`"),
                format!("a header line with the columns this list needs, `{name}` among them"),
            ));
        }
        found
    }
}

/// What is wrong with the order of a table that is sorted by its rows' bytes and has each row once.
pub(super) fn disorder(file: &str, text: &str) -> Option<Fault> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !is_comment(line));
    let rows: Vec<(usize, &str)> = lines.skip(1).collect();
    let pair = rows.windows(2).find(|pair| pair[0].1 >= pair[1].1)?;
    let (line, row) = pair[1];
    let cause =
        if pair[0].1 == row { "the row stands twice" } else { "the row stands behind one that should follow it" };
    Some(Fault::new(file, line + 1, cause, "sort the rows by their bytes (`LC_ALL=C sort -u`), below the header"))
}

/// Whether a line of a table is a comment. A name may begin with `#`, but not with `# `.
pub(crate) fn is_comment(line: &str) -> bool {
    line == "#" || line.starts_with("# ")
}

impl<'a> Row<'a> {
    /// The values of a cell that may hold several.
    pub fn values(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cells[column].split('|').filter(|value| !value.is_empty())
    }
}
