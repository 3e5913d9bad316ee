//! Which articles tell of one thing: copies of a text, and articles whose titles share words. A line that stands in
//! several of them may be news; it has been seen once.

use std::collections::HashMap;

use super::Seen;
use crate::reconcile::copies;

/// What two articles of one story share.
#[derive(Clone, Copy, Hash, PartialEq, Eq)]
enum Mark {
    /// The text that both carry.
    Copy(u32),
    /// Two words that tell what it is about.
    Words(u64, u64),
}

/// For each article the number of the text that it carries.
pub(super) fn texts(articles: &[Seen]) -> Vec<u32> {
    copies::sources(articles.iter().map(|seen| seen.copy_key.as_deref()))
}

/// The first article of each story, of those `among` all; an article belongs to the first story with which it shares a
/// mark.
pub(super) fn first_of_each(among: &[usize], articles: &[Seen], texts: &[u32]) -> Vec<usize> {
    let mut known: HashMap<Mark, usize> = HashMap::new();
    let mut first = Vec::new();
    for &article in among {
        let marks = marks(&articles[article], texts[article]);
        let story = marks.iter().filter_map(|mark| known.get(mark)).min().copied();
        let story = story.unwrap_or_else(|| {
            first.push(article);
            first.len()
        });
        marks.into_iter().for_each(|mark| _ = known.entry(mark).or_insert(story));
    }
    first
}

fn marks(seen: &Seen, text: u32) -> Vec<Mark> {
    let mut marks = vec![Mark::Copy(text)];
    for (at, one) in seen.topic.iter().enumerate() {
        let pairs = seen.topic[at + 1..].iter().filter(|other| *other != one);
        marks.extend(pairs.map(|other| Mark::Words(*one.min(other), *one.max(other))));
    }
    marks
}
