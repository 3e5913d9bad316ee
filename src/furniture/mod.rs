//! Learning what a site repeats on its pages: navigation, prompts, bylines, notices, links to other stories. What comes
//! out is a table for `gazetteers/furniture/`, which a person looks through before it is used.
//!
//! ```text
//! Article ── see ──▶ Seen ── Learner::add ──▶ (bounded memory) ── Learner::learn ──▶ [Repeated] ── table ──▶ text
//! ```
//!
//! What is noted of an article depends on it and the lexicon alone; what is learned depends on the set of articles and not
//! on their order. [`judge`] holds what is evidence, [`stories`] which articles tell of one thing and so count once. Lines
//! that the program knows for furniture by itself are not learned.

mod judge;
mod stories;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::document::BlockKind;
use crate::extract::{extract, source_of};
use crate::segment::{self, LONGEST, content, masked, plain, spans};
use crate::{Article, Document, Lexicon, annotate};

pub use table::table;

/// Bytes that may be held of all articles.
const ROOM: usize = 128 << 20;
/// What a line takes besides its text, in bytes.
const LINE: usize = 64;
/// Of an article so many lines are noted at its start, and so many at its end.
const RIM: usize = 2000;
/// Words of running text that are an article's lead.
const LEAD: usize = 120;
/// Blocks among which the title is looked for.
const HEAD: usize = 16;
/// Words that tell what an article is about, at most: pairs of them are looked at.
const TOPIC: usize = 12;

/// A line that repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The line, with placeholders for its numbers and dates.
    pub line: String,
    /// The site on which it repeats; `None` where articles do not say which theirs is.
    pub site: Option<String>,
    /// In how many stories it stands; copies of a text, and articles about one thing, are one.
    pub stories: usize,
    /// How many stories there are.
    pub of: usize,
    /// How it stands in the first of the articles, where that is not `line`.
    pub example: Option<String>,
    /// The first of the articles by name.
    pub seen_in: String,
}

/// What is noted of one article.
#[derive(Clone, Debug)]
pub struct Seen {
    name: String,
    site: Option<String>,
    copy_key: Option<String>,
    /// Hashes of words that tell what it is about.
    topic: Vec<u64>,
    lines: Vec<Line>,
    /// How many samples it is in: each is half of the one before.
    level: u32,
}

/// A line of an article.
#[derive(Clone, Debug)]
struct Line {
    /// With placeholders; empty if it is too long to be learned.
    text: String,
    /// How it stands, where that is not `text`.
    raw: Option<String>,
    hash: u64,
    /// Whether the program knows it for furniture.
    known: bool,
    /// Whether a claim rests on it.
    claims: bool,
}

/// Notes what learning needs of an article.
pub fn see(article: &Article, lexicon: &Lexicon) -> Seen {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let claims = extract(article, &document, &mentions, lexicon);
    let text = article.text.as_str();
    let all: Vec<_> = spans(text).map(|(span, _)| span).collect();
    let noted = (0..all.len()).filter(|at| *at < RIM || at + RIM >= all.len());
    let mut claimed = vec![false; all.len()];
    for claim in &claims {
        let first = all.partition_point(|line| line.end <= claim.evidence.span.start);
        let lines = all[first..].iter().take_while(|line| line.start < claim.evidence.span.end).count();
        claimed[first..first + lines].fill(true);
    }
    let line = |at: usize| {
        let plain = plain(all[at].of(text));
        let masked = if all[at].len() <= LONGEST { masked(&plain) } else { String::new() };
        let blocks = document.blocks.partition_point(|block| block.span.end <= all[at].start);
        let mut blocks = document.blocks[blocks..].iter().take_while(|block| block.span.overlaps(all[at]));
        Line {
            hash: hash(if masked.is_empty() { &plain } else { &masked }),
            known: blocks.all(|block| block.kind == BlockKind::Furniture),
            claims: claimed[at],
            raw: (!masked.is_empty() && plain != masked).then_some(plain),
            text: masked,
        }
    };
    Seen {
        name: article.name.clone(),
        site: segment::site(&article.metadata),
        copy_key: source_of(article, &document).copy_key,
        topic: topic(article, &document),
        lines: noted.map(line).collect(),
        level: hash(text).trailing_zeros(),
    }
}

/// Hashes of the words that tell what an article is about: those of its title that its lead has, too (a site's name it has
/// not), or else the lead's first.
fn topic(article: &Article, document: &Document) -> Vec<u64> {
    let own = document.blocks.iter().filter(|block| block.kind != BlockKind::Furniture);
    let own: Vec<(&str, BlockKind)> = own.map(|block| (block.span.of(&article.text), block.kind)).collect();
    let prose = own.iter().filter(|(_, kind)| matches!(kind, BlockKind::Paragraph | BlockKind::Quotation));
    let lead: Vec<u64> = prose.flat_map(|(text, _)| content(text)).take(LEAD).collect();
    let known: HashSet<u64> = lead.iter().copied().collect();
    let titles = own.iter().take(HEAD).filter(|(_, kind)| *kind != BlockKind::Paragraph).map(|(text, _)| *text);
    let shared = |title: &str| content(title).filter(|word| known.contains(word)).collect::<Vec<u64>>();
    let title = article.metadata.title.as_deref().into_iter().chain(titles).map(shared).find(|words| words.len() >= 2);
    title.unwrap_or(lead)
}

fn hash(text: &str) -> u64 {
    let bytes = blake3::hash(text.as_bytes());
    bytes.as_bytes().iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

impl Seen {
    /// Bytes that it takes, about.
    fn size(&self) -> usize {
        let line = |line: &Line| LINE + line.text.len() + line.raw.as_ref().map_or(0, String::len);
        LINE + self.name.len() + 8 * self.topic.len() + self.lines.iter().map(line).sum::<usize>()
    }
}

/// Holds what was noted of articles. When they become too many, a sample of half of them, chosen by their texts' hashes,
/// goes on, so that neither the order of the articles nor their number matters.
#[derive(Debug)]
pub struct Learner {
    /// Words of no content.
    empty: HashSet<u64>,
    articles: Vec<Seen>,
    size: usize,
    room: usize,
    level: u32,
}

impl Learner {
    /// Nothing seen yet.
    pub fn new(lexicon: &Lexicon) -> Learner {
        let empty = lexicon.segment.function_words().flat_map(content).collect();
        Learner { empty, articles: Vec::new(), size: 0, room: ROOM, level: 0 }
    }

    /// Adds what was noted of an article. Names of articles differ.
    pub fn add(&mut self, mut seen: Seen) {
        if seen.level < self.level {
            return;
        }
        seen.topic.retain(|word| !self.empty.contains(word));
        seen.topic.truncate(TOPIC);
        self.size += seen.size();
        self.articles.push(seen);
        while self.size > self.room {
            self.level += 1;
            self.articles.retain(|seen| seen.level >= self.level);
            self.size = self.articles.iter().map(Seen::size).sum();
        }
    }

    /// One in how many articles was held: 1, where all had room.
    pub fn sampled(&self) -> u64 {
        1 << self.level.min(63)
    }

    /// The lines that repeat, those of most stories first.
    pub fn learn(mut self) -> Vec<Repeated> {
        self.articles.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        judge::judge(&self.articles)
    }
}
