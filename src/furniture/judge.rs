//! What is evidence that a line belongs to the page and not to the story.
//!
//! Counted are stories, not articles ([`super::stories`]). A label that keeps its place (the line before or behind it, or
//! the page's rim, is the same in half of the stories) needs the fewest; a statement or quotation needs more, and may not
//! speak of what the stories are about; what yields claims (as the title of another story may) needs more still. A line
//! between paragraphs that change must stand in a good part of the site's stories. What yields claims and has numbers or
//! dates that differ, or a colon behind a label, is a fact (`Genre: Drama`) and is never learned.

use std::collections::{BTreeMap, HashMap};

use super::stories::{first_of_each, texts};
use super::{Line, Repeated, Seen};
use crate::segment::{DATE, NUMBER, content, is_statement};

/// Stories in which a label must stand.
const LABEL: usize = 3;
/// Stories in which a statement must stand.
const STATEMENT: usize = 6;
/// Stories in which a line must stand that yields claims.
const CLAIM: usize = 12;
/// One in so many stories must have a line that keeps no place.
const LOOSE: usize = 10;
/// Letters that a line has at least, placeholders apart.
const LETTERS: usize = 2;

/// Articles whose lines are counted together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Site(String),
    /// Articles of a folder that do not say of which site they are.
    Folder(String),
    /// All articles that do not.
    Rest,
}

impl Group {
    fn site(&self) -> Option<String> {
        if let Group::Site(name) = self { Some(name.clone()) } else { None }
    }
}

/// A line of an article: the numbers of both.
type Place = (usize, usize);

/// The lines that repeat, those of most stories first. Articles stand in the order of their names.
pub(super) fn judge(articles: &[Seen]) -> Vec<Repeated> {
    let texts = texts(articles);
    let mut found: BTreeMap<(Option<String>, &str), Repeated> = BTreeMap::new();
    for (group, members) in groups(articles) {
        let mut carried: Vec<u32> = members.iter().map(|article| texts[*article]).collect();
        carried.sort_unstable();
        carried.dedup();
        let trial = Trial { articles, texts: &texts, site: group.site(), of: carried.len() };
        for (line, places) in places(articles, &members) {
            let Some(new) = trial.judge(line, &places) else { continue };
            let old = found.entry((new.site.clone(), line)).or_insert_with(|| new.clone());
            if (new.stories, new.of) > (old.stories, old.of) {
                *old = new;
            }
        }
    }
    let mut rows: Vec<Repeated> = found.into_values().collect();
    // Stable: what stands in equally many stories stays in the order of site and line.
    rows.sort_by_key(|row| std::cmp::Reverse(row.stories));
    rows
}

fn groups(articles: &[Seen]) -> BTreeMap<Group, Vec<usize>> {
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (index, seen) in articles.iter().enumerate() {
        let folder = || seen.name.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
        let of = match &seen.site {
            Some(site) => vec![Group::Site(site.clone())],
            None => vec![Group::Folder(folder()), Group::Rest],
        };
        of.into_iter().for_each(|group| groups.entry(group).or_default().push(index));
    }
    groups
}

/// Where each line stands first in each of the articles.
fn places<'a>(articles: &'a [Seen], members: &[usize]) -> BTreeMap<&'a str, Vec<Place>> {
    let mut places: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for &article in members {
        for (at, line) in articles[article].lines.iter().enumerate().filter(|(_, line)| !line.text.is_empty()) {
            let seen = places.entry(&line.text).or_default();
            if seen.last().is_none_or(|(last, _)| *last != article) {
                seen.push((article, at));
            }
        }
    }
    places.retain(|_, places| places.len() >= LABEL);
    places
}

/// One group's lines are judged.
struct Trial<'a> {
    articles: &'a [Seen],
    texts: &'a [u32],
    site: Option<String>,
    /// How many texts the group has.
    of: usize,
}

impl Trial<'_> {
    fn judge(&self, text: &str, places: &[Place]) -> Option<Repeated> {
        let lines = || places.iter().map(|place| self.line(*place));
        if lines().all(|line| line.known) || letters(text) < LETTERS {
            return None;
        }
        let (statement, claims) = (is_statement(text), lines().any(|line| line.claims));
        let needed = match (claims, statement) {
            (true, _) if has_placeholder(text) || !statement && text.contains([':', '：']) => return None,
            (true, _) => CLAIM,
            (false, true) => STATEMENT,
            (false, false) => LABEL,
        };
        let among: Vec<usize> = places.iter().map(|(article, _)| *article).collect();
        let stories = first_of_each(&among, self.articles, self.texts);
        // Both are in the order of the articles.
        let mut first = stories.iter().peekable();
        let places: Vec<Place> =
            places.iter().copied().filter(|(article, _)| first.next_if_eq(&article).is_some()).collect();
        let enough = stories.len() >= needed && (self.is_steady(&places) || stories.len() * LOOSE >= self.of);
        if !enough || statement && self.is_of_the_story(text, &stories) {
            return None;
        }
        let seen = self.line(*places.first()?);
        Some(Repeated {
            line: text.to_string(),
            site: self.site.clone(),
            stories: stories.len(),
            of: self.of,
            example: seen.raw.clone(),
            seen_in: self.articles[places[0].0].name.clone(),
        })
    }

    fn line(&self, (article, at): Place) -> &Line {
        &self.articles[article].lines[at]
    }

    /// Whether the line before or behind is the same in half of the places.
    fn is_steady(&self, places: &[Place]) -> bool {
        let most = |neighbour: fn(usize) -> Option<usize>| {
            let mut counts: HashMap<Neighbour, usize> = HashMap::new();
            for &(article, at) in places {
                let line = neighbour(at).and_then(|at| self.articles[article].lines.get(at));
                *counts.entry(Neighbour::of(line)).or_default() += 1;
            }
            counts.into_values().max().unwrap_or(0)
        };
        most(|at| at.checked_sub(1)).max(most(|at| at.checked_add(1))) * 2 >= places.len()
    }

    /// Whether half of the stories are about something that the statement speaks of.
    fn is_of_the_story(&self, text: &str, stories: &[usize]) -> bool {
        let words: Vec<u64> = content(text).collect();
        let shares = |article: &&usize| self.articles[**article].topic.iter().any(|word| words.contains(word));
        stories.iter().filter(shares).count() * 2 >= stories.len()
    }
}

/// What stands beside a line.
#[derive(Clone, Copy, Hash, PartialEq, Eq)]
enum Neighbour {
    /// The page begins or ends.
    Rim,
    /// Something that is known for furniture.
    Known,
    Line(u64),
}

impl Neighbour {
    fn of(line: Option<&Line>) -> Neighbour {
        match line {
            None => Neighbour::Rim,
            Some(line) if line.known => Neighbour::Known,
            Some(line) => Neighbour::Line(line.hash),
        }
    }
}

fn has_placeholder(text: &str) -> bool {
    text.contains(NUMBER) || text.contains(DATE)
}

fn letters(text: &str) -> usize {
    text.replace(NUMBER, "").replace(DATE, "").chars().filter(|c| c.is_alphabetic()).count()
}
