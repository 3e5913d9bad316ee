//! CSV and tab-separated tables: one row an article, the columns named by the first row (RFC 4180).

use super::fields::Fields;

/// The columns of trafilatura's tables, which it leaves unnamed.
const UNNAMED: &str = "url\tid\tfingerprint\thostname\ttitle\timage\tdate\ttext\tcomments\tlicense\tpagetype";

/// Whether a table's first row names its columns: one of them is the text or the page.
pub(super) fn is_header(row: &str) -> bool {
    cells(row, separator(row)).iter().any(|name| Fields::know_text(name))
}

/// The fields of a row, under the names of its columns.
pub(super) fn fields(header: &str, row: &str) -> Fields {
    let header = if header.is_empty() { UNNAMED } else { header };
    let separator = separator(header);
    let mut fields = Fields::default();
    let names = cells(header, separator).into_iter();
    names.zip(cells(row, separator)).for_each(|(name, cell)| fields.add(&name, cell.into()));
    fields
}

/// What parts the cells: the most frequent of the usual three.
fn separator(row: &str) -> u8 {
    let count = |separator: &u8| row.bytes().filter(|byte| byte == separator).count();
    [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',')
}

/// The cells of a row. Inside quotation marks anything may stand, two of them for one.
pub(crate) fn cells(row: &str, separator: u8) -> Vec<String> {
    let row = row.trim_end_matches(['\r', '\n']);
    let mut cells = vec![];
    let (mut start, mut quotes) = (0, Quotes::default());
    for (index, byte) in row.bytes().enumerate() {
        let quoted = quotes.inside(byte, |byte| byte == separator);
        if byte == separator && !quoted {
            cells.push(cell(&row[start..index]));
            start = index + 1;
        }
    }
    cells.push(cell(&row[start..]));
    cells
}

/// The quotation marks of a table. Only one with which a cell begins opens a quotation; any other is a character.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    /// Whether the present byte stands inside a quotation.
    pub(super) open: bool,
    /// Whether a quotation mark has just closed one; a second makes the two a character.
    closed: bool,
    /// Whether the cell has begun.
    begun: bool,
}

impl Quotes {
    /// Goes on by a byte; whether it stands inside a quotation.
    pub(super) fn inside(&mut self, byte: u8, separates: impl Fn(u8) -> bool) -> bool {
        let closed = std::mem::take(&mut self.closed);
        match byte {
            b'"' if self.open => (self.open, self.closed) = (false, true),
            b'"' => self.open = closed || !self.begun,
            _ => {}
        }
        self.begun = self.open || !(separates(byte) || byte == b'\n');
        self.open
    }
}

fn cell(text: &str) -> String {
    match text.strip_prefix('"').map(|text| text.strip_suffix('"').unwrap_or(text)) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut() {
        let cases: [(&str, &[&str]); 6] = [
            ("5\" vinyl,a \"b\",\"c,\"\"d\"", &["5\" vinyl", "a \"b\"", "c,\"d"]),
            ("a,b,,\"c,d\"\r\n", &["a", "b", "", "c,d"]),
            ("\"say \"\"hi\"\"\",\"two\nlines\"", &["say \"hi\"", "two\nlines"]),
            ("", &[""]),
            ("\"never closed, a", &["never closed, a"]),
            ("\"", &[""]),
        ];
        for (row, found) in cases {
            assert_eq!(cells(row, b','), found, "{row:?}");
        }
        assert!(is_header("url;title;text"));
        assert!(!is_header("https://example.com/\tA title\tThe text."));
    }
}
