//! The report as HTML: one page, or past a number of articles a main page with parts in a folder beside it.
//!
//! The pages need nothing from outside and allow nothing: their security policy lets in one style and one script,
//! both ours and known by their hashes, and all text of articles goes through templates that escape it. The script
//! filters, and shows which claim rests on which passage; without it the pages read the same.
//!
//! ```text
//! overview ─▶ conflicts ─▶ subjects ─▶ articles      (each a module here, all reading one `Index`)
//! ```

mod articles;
mod body;
mod conflicts;
mod filter;
mod index;
mod links;
mod overview;
mod shell;
mod subjects;
#[cfg(test)]
mod tests;
mod timeline;
mod words;

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::Results;
use crate::Claim;
pub use body::body;
use index::Index;
use links::{Links, Part, article_anchor, note_anchor, passage_anchor};

/// The word of this form on the command line.
pub const FORM: &str = "html";

/// Articles that one page may hold; more are split into parts.
const MOST_ON_ONE_PAGE: usize = 300;

/// The texts of the articles as [`body`] makes them, in the order of [`Results::articles`].
pub type Bodies<'a> = &'a mut dyn Iterator<Item = io::Result<String>>;

/// What the templates read.
struct View<'a> {
    index: &'a Index<'a>,
    /// Predicates that tell dates.
    dated: &'a BTreeSet<&'a str>,
    /// Whether the articles' texts are shown.
    has_texts: bool,
    links: Links,
}

impl View<'_> {
    /// The address of the passage that a claim rests on or, where there are no texts, of the claim.
    fn passage(&self, claim: &Claim) -> String {
        let place = self.index.article(&claim.article).zip(self.index.claim(&claim.id));
        let Some((article, (number, _))) = place else { return self.links.section(Part::Articles.name()) };
        let (anchor, start) = (article_anchor(&claim.article), self.index.passage_of(number as usize));
        let anchor = if self.has_texts { passage_anchor(&anchor, start) } else { note_anchor(&anchor, start) };
        self.links.to(Part::Articles, article, anchor)
    }

    fn article(&self, number: u32) -> String {
        self.links.to(Part::Articles, number, article_anchor(self.index.articles[number as usize].name))
    }
}

/// Writes everything as one page. Without `bodies` the articles' texts are left out.
pub fn one_page(results: &Results, mut bodies: Option<Bodies<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let report = Report::new(results, bodies.is_some());
    let view = report.view(Links::Whole);
    out.write_all(shell::top(&view, &overview::title(&view)).as_bytes())?;
    out.write_all(overview::overview(&view).as_bytes())?;
    for part in Part::ALL {
        out.write_all(shell::section_top(&view, part).as_bytes())?;
        for number in 0..report.count(part) {
            let body = if part == Part::Articles { next(&mut bodies)? } else { None };
            out.write_all(item(&view, part, number, body).as_bytes())?;
        }
        out.write_all(b"</section>")?;
    }
    out.write_all(shell::bottom(&view).as_bytes())
}

/// Whether a file that begins so is one of our pages, and so no article.
pub fn is_page(beginning: &[u8]) -> bool {
    String::from_utf8_lossy(beginning).contains(shell::MARK)
}

/// Writes the results without texts: the form for claims alone.
pub(super) fn write(results: &Results, _: &super::Style, out: &mut dyn Write) -> io::Result<()> {
    one_page(results, None, out)
}

/// The body of the next article.
fn next(bodies: &mut Option<Bodies<'_>>) -> io::Result<Option<String>> {
    bodies.as_mut().and_then(|bodies| bodies.next()).transpose()
}

/// One conflict, subject or article.
fn item(view: &View<'_>, part: Part, number: usize, body: Option<String>) -> String {
    match part {
        Part::Conflicts => conflicts::conflict(view, number),
        Part::Subjects => subjects::subject(view, number),
        Part::Articles => articles::article(view, number, body),
    }
}

/// A report that is to be written: results with all that is looked up in them.
pub struct Report<'a> {
    index: Index<'a>,
    dated: BTreeSet<&'a str>,
    has_texts: bool,
}

impl<'a> Report<'a> {
    /// Prepares results for writing; `has_texts` says whether the articles' texts will be given.
    pub fn new(results: &'a Results, has_texts: bool) -> Report<'a> {
        Report { index: Index::new(results), dated: timeline::dated(&results.report.facts), has_texts }
    }

    /// Whether there are too many articles for one page.
    pub fn is_large(results: &Results) -> bool {
        results.article_count() > MOST_ON_ONE_PAGE
    }

    fn view(&self, links: Links) -> View<'_> {
        View { index: &self.index, dated: &self.dated, has_texts: self.has_texts, links }
    }

    fn count(&self, part: Part) -> usize {
        match part {
            Part::Conflicts => self.index.conflicts.len(),
            Part::Subjects => self.index.subjects.len(),
            Part::Articles => self.index.articles.len(),
        }
    }

    /// Makes the pages of all parts and hands each on with its file's name. `main` is the address of the main page
    /// as seen from them.
    pub fn parts(
        &self,
        main: &str,
        mut bodies: Option<Bodies<'_>>,
        page: &mut dyn FnMut(&str, &str) -> io::Result<()>,
    ) -> io::Result<()> {
        let view = self.view(Links::Part(main.into()));
        for part in Part::ALL {
            for (at, first) in (0..self.count(part)).step_by(part.per_page()).enumerate() {
                let numbers = first..self.count(part).min(first + part.per_page());
                let mut html = shell::part_top(&view, part, numbers.clone(), self.count(part));
                for number in numbers {
                    let body = if part == Part::Articles { next(&mut bodies)? } else { None };
                    html.push_str(&item(&view, part, number, body));
                }
                html.push_str(&shell::part_bottom(&view, part, at, self.count(part)));
                page(&part.file(at), &html)?;
            }
        }
        Ok(())
    }

    /// Writes the main page of a report whose parts lie in `folder`, an address as seen from the page.
    pub fn main_page(&self, folder: &str, out: &mut dyn Write) -> io::Result<()> {
        let view = self.view(Links::Main(folder.into()));
        out.write_all(shell::top(&view, &overview::title(&view)).as_bytes())?;
        out.write_all(overview::overview(&view).as_bytes())?;
        for part in Part::ALL {
            out.write_all(shell::section_top(&view, part).as_bytes())?;
            out.write_all(overview::lines(&view, part, self.count(part)).as_bytes())?;
            out.write_all(b"</section>")?;
        }
        out.write_all(shell::bottom(&view).as_bytes())
    }
}
