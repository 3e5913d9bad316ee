//! From lines to blocks: the order in which it is decided what each line is.

use crate::Article;
use crate::document::{Block, BlockKind};

use super::forms::{Forms, Role};
use super::line::{End, Line, lines};
use super::vocabulary::Vocabulary;
use super::{body, head, verse};

/// The blocks of an article.
pub(super) fn blocks(article: &Article, forms: &Forms) -> Vec<Block> {
    let text = article.text.as_str();
    let mut lines = lines(article, forms);
    free_headline(text, &mut lines);
    by_form(text, &mut lines);
    verse::decide(text, &mut lines);
    head::decide(text, &mut lines, article.metadata.title.as_deref(), forms);
    body::decide(text, &mut lines);
    let mut blocks: Vec<Block> = Vec::with_capacity(lines.len());
    for line in &lines {
        let kind = line.kind.unwrap_or(BlockKind::Paragraph);
        match blocks.last_mut() {
            Some(last) if kind == BlockKind::Lyric && last.kind == kind && !line.apart => {
                last.span = last.span.join(line.span);
            }
            _ => blocks.push(Block { span: line.span, kind, translation: None }),
        }
    }
    verse::link(text, &mut blocks, forms);
    blocks
}

/// Lines of the head in which a headline is looked for that other pages repeat.
const HEAD: usize = 16;
/// A repeated line of fewer words is no headline.
const HEADLINE: u8 = 5;

/// A site's pages link to its stories, so that headlines repeat: one that stands above the text whose words it has is
/// that text's own.
fn free_headline(text: &str, lines: &mut [Line]) {
    let is_title = |line: &Line| line.role == Some(Role::Repeated) && line.words >= HEADLINE && line.is_title();
    let head = lines.iter().take(HEAD).take_while(|line| line.role.is_some() || !line.is_prose()).enumerate();
    let titles: Vec<usize> = head.filter(|(_, line)| is_title(line)).map(|(index, _)| index).collect();
    if titles.is_empty() {
        return;
    }
    let vocabulary = Vocabulary::of(text, lines);
    let is_own = |index: &usize| {
        let (shared, all) = vocabulary.share(lines[*index].span.of(text));
        shared >= 2 && shared * 2 >= all
    };
    if let Some(own) = titles.into_iter().find(is_own) {
        lines[own].role = None;
    }
}

/// How much running text must stand before a comment prompt for it to end the article, in bytes.
const BEFORE_END: usize = 200;

/// Decides what the markup and the forms of the data files tell, line by line.
fn by_form(text: &str, lines: &mut [Line]) {
    let mut prose = 0;
    let mut ended = false;
    let mut links = Links::Off;
    let mut last_link = "";
    let last_prose = lines.iter().rposition(|line| line.is_prose() && line.role.is_none());
    for (index, line) in lines.iter_mut().enumerate() {
        let part = line.span.of(text);
        if index == 0 && line.role == Some(Role::Link) {
            // Nothing stands before it: it is the headline of a gallery or a video.
            line.role = None;
        }
        line.kind = line.kind.or_else(|| if ended { Some(BlockKind::Furniture) } else { kind_of(part, line) });
        ended |= line.role == Some(Role::End) && prose >= BEFORE_END;
        let tail = last_prose.is_none_or(|last| index > last);
        links = if part == last_link { Links::Item } else { links.next(line, tail) };
        if links == Links::Item {
            last_link = part;
            line.kind = Some(BlockKind::Furniture);
        }
        if line.kind.is_none() && line.is_prose() {
            prose += line.span.len();
        }
    }
}

/// A line of navigation has no more words.
const LABELS: u8 = 40;

/// Where a line stands to a list of links.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Off,
    /// It heads one.
    Head,
    /// It belongs to one.
    Item,
}

impl Links {
    fn next(self, line: &Line, tail: bool) -> Links {
        let goes_on = match self {
            Links::Off => false,
            Links::Head => true,
            Links::Item => tail || !line.apart,
        };
        match line.role {
            Some(Role::Links) => Links::Head,
            Some(Role::Link) => Links::Item,
            Some(Role::Furniture | Role::Repeated) if self == Links::Head => Links::Head,
            None if goes_on && line.kind.is_none() && is_short(line) => Links::Item,
            _ => Links::Off,
        }
    }
}

/// Whether a line may be the title of another story: longer than a heading may be, but no statement.
fn is_short(line: &Line) -> bool {
    line.end != End::Stop && line.words <= 25 && line.span.len() <= 200
}

/// What markup and form make of one line.
fn kind_of(text: &str, line: &Line) -> Option<BlockKind> {
    match (line.role, line.marked) {
        (_, Some(BlockKind::Headline)) => Some(BlockKind::Headline),
        (Some(Role::Furniture | Role::Repeated | Role::Link | Role::Links | Role::End), _)
        | (_, Some(BlockKind::Furniture)) => Some(BlockKind::Furniture),
        (_, Some(kind)) if kind != BlockKind::Paragraph => Some(kind),
        (Some(Role::Caption), _) => Some(BlockKind::Caption),
        _ if !text.contains(char::is_alphabetic) => Some(BlockKind::Furniture),
        _ if line.words <= LABELS && is_navigation(text) => Some(BlockKind::Furniture),
        _ => None,
    }
}

/// `News | Films | Shop`: three or more short labels between separators.
fn is_navigation(text: &str) -> bool {
    text.contains(['|', '·', '•']) && [" | ", " · ", " • "].iter().any(|separator| are_labels(text, separator))
}

/// The same between separators that song lists have, too.
pub(super) fn is_loose_navigation(text: &str) -> bool {
    is_navigation(text) || [" / ", "  "].iter().any(|separator| are_labels(text, separator))
}

fn are_labels(text: &str, separator: &str) -> bool {
    let words = text.split(separator).map(|label| label.split_whitespace().count()).filter(|words| *words > 0);
    let (labels, all, most) =
        words.fold((0, 0, 0), |(labels, all, most), words| (labels + 1, all + words, most.max(words)));
    labels >= 3 && most <= 5 && all * 2 <= labels * 5
}
