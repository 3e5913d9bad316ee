//! The table as text: what a person looks through and the lexicon reads.

use super::Repeated;
use crate::segment::plain;

const HEAD: &str = "\
# Lines that repeat over the pages of a site, found by `sayso furniture learn`: no claim comes from them. Look through
# them and remove the rows that are news; then lay the file in the folder `furniture` of your gazetteers.
#
# stories: in how many it stands (copies of a text and articles about one thing are one)    of: so many there are
# line: {number} and {date} stand for any    site: if given, it counts there only
# example: the line as it stands in the article that `seen in` names, where it has numbers or dates
stories\tof\tline\tsite\texample\tseen in
";

/// A table for `gazetteers/furniture/`.
pub fn table(rows: &[Repeated]) -> String {
    let mut table = HEAD.to_string();
    for row in rows {
        let site = row.site.as_deref().unwrap_or_default();
        let (example, seen_in) = (row.example.as_deref().unwrap_or_default(), plain(&row.seen_in));
        table.push_str(&format!("{}\t{}\t{}\t{site}\t{example}\t{seen_in}\n", row.stories, row.of, row.line));
    }
    table
}
