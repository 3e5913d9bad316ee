//! Lines that a site repeats on its pages: `gazetteers/furniture/*.tsv`, written by hand or by
//! [`crate::furniture`]. A row holds the `line` as it stands, or with placeholders for its numbers and dates, and may name
//! the `site` on whose pages alone it counts.

use std::collections::{BTreeSet, HashMap};

use super::forms::LONGEST;
use super::mask::{masked, plain};
use crate::article::Metadata;
use crate::lexicon::{Fault, Sources, Table};

/// The lines, and for each the sites on which it counts.
#[derive(Debug, Default)]
pub(super) struct Repeated(HashMap<String, Sites>);

#[derive(Debug, Default)]
struct Sites {
    all: bool,
    named: BTreeSet<String>,
}

impl Repeated {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Repeated {
        let mut repeated = Repeated::default();
        for (path, text) in sources.below("gazetteers/furniture/") {
            let table = Table::read(path, text, faults);
            let Some(line) = table.column("line", faults) else { continue };
            let site = table.header.iter().position(|column| *column == "site");
            for row in &table.rows {
                let key = plain(row.cells[line]);
                if let Some(cause) = fault(&key) {
                    faults.push(Fault::new(path, row.line, cause, "remove the row"));
                    continue;
                }
                let sites = repeated.0.entry(key).or_default();
                match site.map_or("", |site| row.cells[site]) {
                    "" => sites.all = true,
                    site => _ = sites.named.insert(plain(site)),
                }
            }
        }
        repeated
    }

    /// Whether a line is one of them on a site.
    pub(super) fn has(&self, line: &str, site: Option<&str>) -> bool {
        if self.0.is_empty() || line.len() > LONGEST {
            return false;
        }
        let line = plain(line);
        let counts = |line: &str| {
            let sites = self.0.get(line);
            sites.is_some_and(|sites| sites.all || site.is_some_and(|site| sites.named.contains(site)))
        };
        counts(&line) || counts(&masked(&line))
    }
}

/// Why no line is like this one.
fn fault(line: &str) -> Option<String> {
    if line.is_empty() {
        return Some("an empty line".into());
    }
    (line.len() > LONGEST).then(|| format!("lines of more than {LONGEST} bytes are not compared"))
}

/// What a page's site is called: its name, else the host of its address.
pub(crate) fn site(metadata: &Metadata) -> Option<String> {
    let host = || {
        let (_, rest) = metadata.url.as_deref()?.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_lowercase())
    };
    let name = metadata.site.clone().or_else(host)?;
    Some(plain(&name)).filter(|name| !name.is_empty())
}
