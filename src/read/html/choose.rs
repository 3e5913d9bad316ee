//! Which of a page's blocks are the article.
//!
//! Each block of prose gives weight to the containers it lies in. The article is the container that markup calls
//! its body, or else the smallest that holds nearly all prose; its headline is the page's last main heading before
//! that, and what lies between the two (deck, byline, first caption) belongs to it. Three walks over flat lists.

use crate::Span;
use crate::article::DateFrom;
use crate::document::BlockKind;
use crate::read::dates;
use crate::read::draft::{Draft, folded};
use crate::read::fields::one_line;

use super::layout::{Layout, RawBlock};
use super::marks::Mark;
use super::page::Page;
use super::tags::Tag;

/// The draft of the article on a page.
pub(super) fn article(page: Page) -> Draft {
    let Page { layout, fields, times } = page;
    let mut metadata = fields.metadata();
    let weights = Weights::of(&layout);
    let region = weights.region(&layout);
    let site = metadata.site.as_deref().unwrap_or_default();
    let chosen = Chosen::of(&layout, &weights, region, [metadata.title.as_deref().unwrap_or_default(), site]);
    let kinds = chosen.kinds(&layout, &weights);
    let (body, marked) = assemble(&layout, chosen.first, &kinds);
    if let Some(headline) = chosen.headline.map(|block| one_line(layout.words(block)))
        && metadata.title.as_ref().is_none_or(|title| says_more(title, &headline))
    {
        metadata.title = Some(headline);
    }
    if metadata.date.is_none()
        && let Some(date) =
            times.iter().filter(|(at, _)| chosen.frames(*at)).find_map(|(_, time)| dates::of_field(time))
    {
        metadata.date = Some(date);
        metadata.date_from = Some(DateFrom::Metadata);
    }
    Draft { body, marked, metadata, headed: chosen.headline.is_some() }
}

/// Whether a title is the headline and more: the site's name, a section's.
fn says_more(title: &str, headline: &str) -> bool {
    const LEAST: usize = 8;
    let [title, headline]: [String; 2] = [title, headline].map(|text| folded(text).collect());
    headline.len() >= LEAST
        && title.len() > headline.len()
        && title.len() < 4 * headline.len()
        && title.contains(&headline)
}

/// Whether a block is the title, or what stands in it before the site's name.
fn begins_title(title: &str, words: &str) -> bool {
    let rest = title.strip_prefix(words).map(str::trim_start);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['|', '-', '–', '—', '·', '•', '»', '：', '｜']))
}

/// The blocks that are kept, as text with a blank line between them.
fn assemble(layout: &Layout, first: usize, kinds: &[Option<BlockKind>]) -> (String, Vec<(Span, BlockKind)>) {
    let mut body = String::new();
    let mut marked = Vec::new();
    for (index, kind) in kinds.iter().enumerate() {
        let Some(kind) = kind else { continue };
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        let start = body.len();
        body.push_str(layout.words(first + index));
        marked.push((Span::new(start, body.len()), *kind));
    }
    (body, marked)
}

/// Why a container is no part of the article; the stronger holds for all inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shade {
    /// Kept, and marked.
    Furniture,
    LeftOut,
}

impl Shade {
    fn of(mark: Mark) -> Option<Shade> {
        match mark {
            Mark::Drop | Mark::Comments => Some(Shade::LeftOut),
            Mark::Furniture => Some(Shade::Furniture),
            _ => None,
        }
    }
}

/// How much prose each container holds, and what is no part of an article.
struct Weights {
    /// Of each container, with all below it.
    prose: Vec<u64>,
    /// Of that, what markup calls the article's body.
    body: Vec<u64>,
    /// What each container is, by its own mark or one around it.
    shade: Vec<Option<Shade>>,
    /// The last container inside each.
    last: Vec<u32>,
}

impl Weights {
    fn of(layout: &Layout) -> Weights {
        let count = layout.containers.len();
        let raw = sums(layout, |block| layout.prose(block));
        let body = body_below(layout, &raw);
        let mut shade: Vec<Option<Shade>> = Vec::with_capacity(count);
        for (index, container) in layout.containers.iter().enumerate() {
            let parent = container.parent as usize;
            let own = container.mark.filter(|mark| believed(*mark, raw[index], body[index], raw[0]));
            let own = own.and_then(|(mark, _)| Shade::of(mark));
            let around = shade.get(parent).copied().flatten();
            shade.push(around.max(own));
        }
        let kept = |block: &RawBlock| match shade[block.container as usize] {
            None => layout.prose(block),
            Some(_) => 0,
        };
        let prose = sums(layout, kept);
        let inside = in_body(layout);
        let body = sums(layout, |block| if inside[block.container as usize] { kept(block) } else { 0 });
        let mut last: Vec<u32> = (0..count as u32).collect();
        for index in (1..count).rev() {
            let parent = layout.containers[index].parent as usize;
            last[parent] = last[parent].max(last[index]);
        }
        Weights { prose, body, shade, last }
    }

    /// The container that is the article.
    fn region(&self, layout: &Layout) -> usize {
        if let Some(body) =
            self.heaviest(layout, |mark, _| mark == Some(Mark::Body)).filter(|body| self.share(*body, 30))
        {
            return self.with_other_parts(layout, body);
        }
        let article = self.heaviest(layout, |_, tag| tag == Tag::Article).filter(|article| self.share(*article, 50));
        let whole = || self.heaviest(layout, |_, tag| tag == Tag::Whole).unwrap_or(0);
        self.densest(layout, article.unwrap_or_else(whole))
    }

    /// Whether a container holds at least so many hundredths of the prose.
    fn share(&self, container: usize, hundredths: u64) -> bool {
        self.prose[container] * 100 >= self.prose[0] * hundredths && self.prose[container] > 0
    }

    /// The container with the most prose among some; of several, the innermost that is no heading or span.
    fn heaviest(&self, layout: &Layout, is: impl Fn(Option<Mark>, Tag) -> bool) -> Option<usize> {
        let containers = layout.containers.iter().enumerate();
        let some = containers.filter(|(_, one)| is(one.mark.map(|(mark, _)| mark), one.tag) && one.tag.holds_prose());
        some.max_by_key(|(index, _)| (self.prose[*index], *index)).map(|(index, _)| index)
    }

    /// An article's body may come in parts: the container of all of them, if it holds hardly anything else.
    fn with_other_parts(&self, layout: &Layout, part: usize) -> usize {
        let (mut body, mut around) = (part, part);
        while around != 0 && layout.containers[around].tag != Tag::Article {
            around = layout.containers[around].parent as usize;
            if self.body[around] > self.body[body] && self.body[around] * 10 >= self.prose[around] * 9 {
                body = around;
            }
        }
        body
    }

    /// Down to the smallest container that still holds nine tenths of the prose.
    fn densest(&self, layout: &Layout, mut region: usize) -> usize {
        let within = self.prose[region];
        for index in region + 1..=self.last[region] as usize {
            let container = layout.containers[index];
            let nearly_all = self.prose[index] * 10 >= within * 9 && within > 0;
            if container.parent as usize == region && nearly_all && container.tag.holds_prose() {
                region = index;
            }
        }
        region
    }
}

/// Which containers lie in one that markup calls an article's body.
fn in_body(layout: &Layout) -> Vec<bool> {
    let mut inside: Vec<bool> = Vec::with_capacity(layout.containers.len());
    for container in &layout.containers {
        let around = inside.get(container.parent as usize).copied().unwrap_or_default();
        inside.push(around || container.is_body());
    }
    inside
}

/// For each container, the prose of bodies of articles that lie in it.
fn body_below(layout: &Layout, prose: &[u64]) -> Vec<u64> {
    let mut below = vec![0; prose.len()];
    for index in (1..prose.len()).rev() {
        let container = layout.containers[index];
        below[container.parent as usize] += if container.is_body() { prose[index] } else { below[index] };
    }
    below
}

/// Whether a container's mark is believed: what holds much of a page's prose is not beside the article, and what
/// holds mainly the article's body is not either. (Comments may well be longer than what they are on.)
fn believed((mark, sure): (Mark, bool), prose: u64, body: u64, all: u64) -> bool {
    let most = match (mark, sure) {
        (Mark::Comments, _) => return prose * 100 <= all * 95,
        (Mark::Drop | Mark::Furniture, true) => 50,
        (Mark::Drop | Mark::Furniture, false) => 20,
        _ => return true,
    };
    prose * 100 <= all * most && (body == 0 || body * 2 <= prose)
}

/// For each container, the sum over the blocks in it and in all below it.
fn sums(layout: &Layout, of: impl Fn(&RawBlock) -> u64) -> Vec<u64> {
    let mut sums = vec![0; layout.containers.len()];
    for block in &layout.blocks {
        sums[block.container as usize] += of(block);
    }
    for index in (1..sums.len()).rev() {
        sums[layout.containers[index].parent as usize] += sums[index];
    }
    sums
}

/// Bytes of a block below which it is no running text, and above which it weighs no more.
const SHORT: usize = 60;
const LONG: usize = 2000;

impl Layout {
    fn words(&self, block: usize) -> &str {
        self.blocks[block].span.of(&self.text)
    }

    /// How much running text a block is: sentences that are not links.
    fn prose(&self, block: &RawBlock) -> u64 {
        let length = block.span.len();
        let words = block.span.of(&self.text);
        let sentences =
            length >= SHORT && words.contains(['.', '!', '?', '。', '…', '！', '？']) && !words.contains('©');
        let plain = length - (block.linked as usize).min(length);
        if sentences && block.heading.is_none() && plain * 2 >= length { plain.min(LONG) as u64 } else { 0 }
    }
}

/// The blocks of the article.
struct Chosen {
    /// The first block that may be kept, and one past the last.
    first: usize,
    end: usize,
    headline: Option<usize>,
    /// The first block of the article's own container.
    body: usize,
    /// Its first block of running text, and one past its last.
    prose: (usize, usize),
    /// That container, and the last one in it.
    region: (u32, u32),
}

/// How many blocks before its text an article's headline may stand.
const HEAD: usize = 40;

impl Chosen {
    fn of(layout: &Layout, weights: &Weights, region: usize, [title, site]: [&str; 2]) -> Chosen {
        let region = (region as u32, weights.last[region]);
        let inside = |block: &RawBlock| (region.0..=region.1).contains(&block.container);
        let body = layout.blocks.iter().position(inside).unwrap_or(0);
        let end = layout.blocks.iter().rposition(inside).map_or(0, |last| last + 1);
        let is_prose = |block: &usize| layout.prose(&layout.blocks[*block]) > 0;
        let prose = (body..end).find(is_prose).unwrap_or(body);
        let prose = (prose, (prose..end).rfind(is_prose).map_or(end, |last| last + 1));
        let may = |block: &usize| {
            let raw = &layout.blocks[*block];
            let words = layout.words(*block);
            let named = raw.kind == BlockKind::Headline || begins_title(title, words);
            named && weights.shade[raw.container as usize] != Some(Shade::LeftOut) && words != site
        };
        let near = body.saturating_sub(HEAD)..end.min(prose.0 + 1);
        let same = |block: &usize| folded(layout.words(*block)).eq(folded(title));
        let headline = near.clone().filter(may).find(same).or_else(|| near.rev().find(may));
        Chosen { first: headline.unwrap_or(body).min(end), end, headline, body, prose, region }
    }

    /// Whether what stands behind that many blocks is between headline and prose, or between prose and end: dates
    /// inside the prose are those of posts that it shows.
    fn frames(&self, blocks: usize) -> bool {
        (self.first..=self.prose.0).contains(&blocks) || (self.prose.1..=self.end).contains(&blocks)
    }

    /// The kind of each block from the first on; `None` for those that are left out.
    fn kinds(&self, layout: &Layout, weights: &Weights) -> Vec<Option<BlockKind>> {
        let mut kinds: Vec<_> = (self.first..self.end).map(|block| self.kind(layout, weights, block)).collect();
        headings_of_nothing(&mut kinds);
        kinds
    }

    fn kind(&self, layout: &Layout, weights: &Weights, index: usize) -> Option<BlockKind> {
        let block = &layout.blocks[index];
        let own = (self.region.0..=self.region.1).contains(&block.container);
        let links = block.linked as usize * 5 >= block.span.len() * 4;
        let long = block.span.len() >= 40;
        match (weights.shade[block.container as usize], block.kind) {
            (Some(Shade::LeftOut), _) => None,
            _ if Some(index) == self.headline => Some(BlockKind::Headline),
            _ if !layout.words(index).contains(char::is_alphanumeric) => None,
            (Some(Shade::Furniture), _) => Some(BlockKind::Furniture),
            (None, BlockKind::Headline) if self.repeats(layout, index) => Some(BlockKind::Headline),
            (None, BlockKind::Headline | BlockKind::Subheading) if links => Some(BlockKind::Furniture),
            (None, BlockKind::Headline) => Some(BlockKind::Subheading),
            (None, BlockKind::Item) if links && long => Some(BlockKind::Furniture),
            (None, BlockKind::Paragraph | BlockKind::Deck) if links => Some(BlockKind::Furniture),
            // Between headline and text stand the deck, and lines about the article.
            (None, BlockKind::Paragraph | BlockKind::Subheading) if !own && index < self.body => {
                let deck = long && (layout.prose(block) > 0 || self.is_deck(layout, index));
                Some(if deck { BlockKind::Deck } else { BlockKind::Furniture })
            }
            (None, BlockKind::Item) if !own && index < self.body => Some(BlockKind::Furniture),
            (None, kind) => Some(kind),
        }
    }

    /// Whether a block right below the headline is of words alone: no link, no time of day, no signature.
    fn is_deck(&self, layout: &Layout, index: usize) -> bool {
        let words = layout.words(index);
        let plain = !words.contains(|c: char| c.is_ascii_digit() || matches!(c, '|' | '@' | '\n' | '\t'));
        self.headline.is_some_and(|headline| headline + 1 == index) && plain && layout.blocks[index].linked == 0
    }

    fn repeats(&self, layout: &Layout, block: usize) -> bool {
        self.headline.is_some_and(|headline| layout.words(headline) == layout.words(block))
    }
}

/// A heading below which nothing but furniture stands, up to the next heading, is furniture.
fn headings_of_nothing(kinds: &mut [Option<BlockKind>]) {
    let mut content = false;
    for kind in kinds.iter_mut().rev() {
        match kind {
            Some(BlockKind::Subheading) if !content => *kind = Some(BlockKind::Furniture),
            Some(BlockKind::Furniture) | None => (),
            _ => content = true,
        }
    }
}
