//! The one form of all lists: tab-separated tables with a header line that names the columns.
//!
//! `#` begins a comment line. A cell may hold several values, parted by `|`. Missing cells at a row's end are
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
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
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

impl<'a> Row<'a> {
    /// The values of a cell that may hold several.
    pub fn values(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cells[column].split('|').filter(|value| !value.is_empty())
    }
}
