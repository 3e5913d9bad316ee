//! The flat tables as CSV (RFC 4180, UTF-8, lines end in `\n`) that spreadsheets can open without harm: no cell is
//! taken for a formula.
//!
//! A line of a cell that begins like a formula, also behind spaces or apostrophes, gets an apostrophe before it. To have
//! the text back, take one apostrophe from each such line. What is absent is an empty cell, an empty text is `""`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::table::{Cell, clean};
use super::tables::TABLES;
use super::{ExportError, Source, Target};

pub(super) fn write(source: &dyn Source, target: &mut dyn Target) -> Result<(), ExportError> {
    for table in TABLES {
        target.file(&format!("{}.csv", table.name), &mut |out| {
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            writeln!(out, "{}", names.join(","))?;
            (table.rows)(source, &mut |cells| Ok(row(cells, out)?))
        })?;
    }
    Ok(())
}

fn row(cells: &[Cell], out: &mut dyn Write) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        match cell {
            Cell::Null => {}
            Cell::Number(number) => out.write_all(number.as_bytes())?,
            Cell::Text(text) => out.write_all(quoted(&safe(&clean(text))).as_bytes())?,
        }
    }
    out.write_all(b"\n")
}

fn quoted(text: &str) -> Cow<'_, str> {
    if text.is_empty() || text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}

/// The text with an apostrophe before each line that a spreadsheet could take for a formula.
fn safe(text: &str) -> Cow<'_, str> {
    if !text.split(is_break).any(is_formula) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 1);
    for line in text.split_inclusive(is_break) {
        if is_formula(line) {
            out.push('\'');
        }
        out.push_str(line);
    }
    out.into()
}

fn is_break(c: char) -> bool {
    c == '\n' || c == '\r'
}

/// `=`, `+`, `-`, `@`, also in full width, behind any spaces and apostrophes; or a tab at the very beginning.
fn is_formula(line: &str) -> bool {
    let begins =
        line.trim_start_matches(|c: char| c.is_whitespace() || c == '\'' || c == '\u{feff}' || c == '\u{200b}');
    line.starts_with('\t') || begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the module's header says how to have the text back.
    fn back(cell: &str) -> String {
        let line = |line: &str| line.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(line).to_string();
        cell.split_inclusive(is_break).map(line).collect()
    }

    #[test]
    fn formulas_are_text_and_can_be_had_back() {
        for (text, cell) in [
            ("=cmd()", "'=cmd()"),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            (" \u{a0}=1", "' \u{a0}=1"),
            ("one\n=two", "one\n'=two"),
            ("one\r=two", "one\r'=two"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("'90s show", "'90s show"),
            ("A - B = C", "A - B = C"),
            ("", ""),
        ] {
            assert_eq!(safe(text), cell, "{text:?}");
            assert_eq!(back(cell), text);
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must() {
        for (text, cell) in [("a", "a"), ("", "\"\""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\"")]
        {
            assert_eq!(quoted(text), cell);
        }
    }
}
