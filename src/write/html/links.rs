//! Where things stand: one page, or a main page with parts in a folder beside it; and how to point there from the
//! page that is being written.

use std::fmt::Display;

/// Articles, conflicts and subjects on one page of their part.
pub(super) const ARTICLES: usize = 40;
pub(super) const CONFLICTS: usize = 100;
pub(super) const SUBJECTS: usize = 200;

/// What has pages of its own where a report is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Conflicts,
    Subjects,
    Articles,
}

impl Part {
    pub(super) const ALL: [Part; 3] = [Part::Conflicts, Part::Subjects, Part::Articles];

    /// Its word in file names, anchors and headings.
    pub(super) fn name(self) -> &'static str {
        match self {
            Part::Conflicts => "conflicts",
            Part::Subjects => "subjects",
            Part::Articles => "articles",
        }
    }

    /// How many stand on one page.
    pub(super) fn per_page(self) -> usize {
        match self {
            Part::Conflicts => CONFLICTS,
            Part::Subjects => SUBJECTS,
            Part::Articles => ARTICLES,
        }
    }

    /// The file of one of its pages, counted from 0.
    pub(super) fn file(self, page: usize) -> String {
        format!("{}-{}.html", self.name(), page + 1)
    }
}

/// How the page that is being written points to things.
#[derive(Clone, Debug)]
pub(super) enum Links {
    /// Everything stands on one page.
    Whole,
    /// From the main page to the parts in this folder.
    Main(String),
    /// From a part to its neighbours, and to the main page at this address.
    Part(String),
}

impl Links {
    /// To the thing of this number in a part, or to an anchor in it.
    pub(super) fn to(&self, part: Part, number: u32, anchor: impl Display) -> String {
        match self {
            Links::Whole => format!("#{anchor}"),
            Links::Main(folder) => format!("{folder}/{}#{anchor}", part.file(number as usize / part.per_page())),
            Links::Part(_) => format!("{}#{anchor}", part.file(number as usize / part.per_page())),
        }
    }

    /// To a section of the main page.
    pub(super) fn section(&self, name: &str) -> String {
        match self {
            Links::Whole | Links::Main(_) => format!("#{name}"),
            Links::Part(main) => format!("{main}#{name}"),
        }
    }

    /// To a page of a part, where there are such pages.
    pub(super) fn page(&self, part: Part, page: usize) -> String {
        match self {
            Links::Whole => format!("#{}", part.name()),
            Links::Main(folder) => format!("{folder}/{}", part.file(page)),
            Links::Part(_) => part.file(page),
        }
    }

    pub(super) fn conflict(&self, number: u32) -> String {
        self.to(Part::Conflicts, number, conflict_anchor(number))
    }

    pub(super) fn subject(&self, number: u32) -> String {
        self.to(Part::Subjects, number, subject_anchor(number))
    }
}

pub(super) fn conflict_anchor(number: u32) -> String {
    format!("conflict-{}", number + 1)
}

pub(super) fn subject_anchor(number: u32) -> String {
    format!("subject-{}", number + 1)
}

/// An article's anchor: made from its name, so that it stays the same whatever else is read.
pub(super) fn article_anchor(name: &str) -> String {
    format!("a{}", &blake3::hash(name.as_bytes()).to_hex()[..10])
}

/// The anchor of a passage that claims rest on, by its first byte.
pub(super) fn passage_anchor(article: &str, start: u32) -> String {
    format!("{article}-{start}")
}

/// The anchor of the claims that rest on a passage.
pub(super) fn note_anchor(article: &str, start: u32) -> String {
    format!("{article}-{start}-claims")
}
