//! What the names of an article stand for: one decision a name, from all its mentions.
//!
//! Every mention gives cues ([`cues`]): a noun beside it ("the film X"), an occupation ("singer X"), words around
//! it ("directed by X", "X, 34,"), its own form, the gazetteers. Their sum decides the kind. A mention whose own
//! noun says otherwise ("the drama X" beside "the film X") is another thing of the same name. Short names are
//! joined to long ones in [`parts`]; which gazetteer entry a name and kind stand for is decided in [`entry`].

mod cues;
mod entry;
mod parts;

use std::collections::{BTreeMap, BTreeSet};

use super::names::Candidate;
use super::tokens::Tokens;
use crate::claim::Kind;
use crate::lexicon::phrases::{Shape, key_of};
use crate::lexicon::{Closed, Lexicon, NameEntry, Small, Word};
use crate::mention::Thing;
use cues::Cues;
use entry::Choice;

/// Things, and for each candidate the thing it names.
pub(super) struct Things {
    pub(super) list: Vec<Thing>,
    pub(super) of: Vec<Option<u32>>,
}

/// Points for each kind, by its number.
type Scores = [i32; Kind::ALL.len()];

/// A gazetteer's entry, for its kind: less than a noun right beside the name.
const ENTRY: i32 = 6;
/// The only kind that gazetteers have for a name: what a few mentions suggest does not outweigh it.
const SURE_ENTRY: i32 = 16;
/// No more points than this are no reason: mere capitals give as many.
const WEAK: i32 = 1;
/// A name that stands both in full and in part: people are called so.
const IN_PARTS: i32 = 4;
/// Points from the words beside it that a name needs to count which is also a common word.
const SUPPORT: i32 = 4;
const SUPPORT_OPENING: i32 = 6;

pub(super) fn decide(tokens: &Tokens, candidates: &[Candidate], lexicon: &Lexicon) -> Things {
    let mut decider = Decider::new(tokens, candidates, lexicon);
    decider.join_parts();
    let sure = decider.sure_names();
    decider.drop_unsupported(&sure);
    decider.gather();
    decider.decide_kinds();
    decider.level_lists();
    decider.things(&sure)
}

/// All mentions of one name.
#[derive(Debug, Default)]
struct Group {
    members: Vec<usize>,
    /// Gazetteer entries of the name, each once.
    entries: Vec<u32>,
    scores: Scores,
    kind: Option<Kind>,
    /// Whether a name beside it in a row gave it its kind.
    levelled: bool,
    /// Whether its form is none that people's names have.
    unlike_person: bool,
}

impl Group {
    /// Whether nothing but its form tells its kind.
    fn is_weak(&self) -> bool {
        self.entries.is_empty() && !self.levelled && self.scores.iter().all(|score| *score <= WEAK)
    }
}

struct Decider<'a> {
    tokens: &'a Tokens<'a>,
    candidates: &'a [Candidate],
    lexicon: &'a Lexicon,
    cues: Vec<Cues>,
    /// The key of the group that each candidate belongs to; `None` once it is dropped.
    keys: Vec<Option<String>>,
    groups: BTreeMap<String, Group>,
    /// How often each kind's nouns stand in the article: what an untold title most likely is.
    nouns: Scores,
}

impl<'a> Decider<'a> {
    fn new(tokens: &'a Tokens<'a>, candidates: &'a [Candidate], lexicon: &'a Lexicon) -> Decider<'a> {
        let previous = |index: usize| index.checked_sub(1).map(|index| &candidates[index]);
        let cues = candidates.iter().enumerate();
        let cues = cues.map(|(index, candidate)| cues::of(tokens, candidate, previous(index), lexicon)).collect();
        let keys = candidates.iter().map(|candidate| Some(name_key(tokens, candidate))).collect();
        let mut nouns = Scores::default();
        for at in (0..tokens.list.len()).filter(|at| tokens.is_noun_here(*at)) {
            nouns_at(tokens, at).for_each(|kind| nouns[kind as usize] += 1);
        }
        Decider { tokens, candidates, lexicon, cues, keys, groups: BTreeMap::new(), nouns }
    }

    fn known(&self, entry: u32) -> NameEntry<'a> {
        self.lexicon.names.entry(entry)
    }

    /// Names of the entries that stand in the article for sure.
    fn sure_names(&self) -> BTreeSet<&'a str> {
        let sure = self.candidates.iter().filter(|candidate| !candidate.guarded);
        sure.flat_map(|candidate| &candidate.entries).map(|entry| self.known(*entry).name).collect()
    }

    /// Drops names that are common words as well and that nothing in the article supports.
    fn drop_unsupported(&mut self, sure: &BTreeSet<&str>) {
        let supported: Vec<bool> = (0..self.candidates.len()).map(|index| self.is_supported(index, sure)).collect();
        let confirmed: BTreeSet<String> = (0..supported.len())
            .filter(|index| supported[*index])
            .filter_map(|index| self.keys[index].clone())
            .collect();
        for (index, supported) in supported.into_iter().enumerate() {
            let known = self.keys[index].as_ref().is_some_and(|key| confirmed.contains(key));
            let plain = self.tokens.is_common(self.candidates[index].tokens.start);
            let again = known && (!self.starts_sentence(index) || self.is_subject(index) || !plain);
            if !supported && !again {
                self.keys[index] = None;
            }
        }
    }

    fn is_supported(&self, index: usize, sure: &BTreeSet<&str>) -> bool {
        let candidate = &self.candidates[index];
        if !candidate.guarded
            || candidate.quoted
            || self.keys[index].as_deref() != Some(&name_key(self.tokens, candidate))
        {
            return true;
        }
        let grammar = |word: &Word| matches!(word, Word::Closed(_) | Word::Pronoun(_));
        // "My No. 1 goal".
        if self.tokens.is_small(candidate.tokens.start, Small::Rank)
            && self.tokens.shape(candidate.tokens.start + 1) == Shape::Digit
        {
            return false;
        }
        // "The album was": words like any other, though something is called so.
        let start = candidate.tokens.start;
        let small = |at: usize| self.tokens.shape(at) == Shape::Lower;
        if candidate.tokens.len() > 1
            && self.tokens.is_small(start, Small::Article)
            && (start + 1..candidate.tokens.end).all(small)
        {
            return false;
        }
        if candidate.tokens.len() == 1 && self.tokens.is(candidate.tokens.start, grammar) {
            return self.is_named_by_noun(index);
        }
        // A sentence's first word has its capital anyway: "Moonlight fell on the lake".
        let plain = self.starts_sentence(index) && self.tokens.is_common(start);
        let support = if plain { SUPPORT_OPENING } else { SUPPORT };
        candidate.entries.iter().map(|entry| self.known(*entry)).any(|entry| {
            self.cues[index].scores[entry.kind as usize] >= support
                || entry::is_of_circle(entry, sure) && (!self.starts_sentence(index) || self.is_subject(index))
        })
    }

    /// "The horror film It", "his novel Her": a noun before a word of grammar that has a capital where none is due. "I"
    /// always has one.
    fn is_named_by_noun(&self, index: usize) -> bool {
        let (tokens, start) = (self.tokens, self.candidates[index].tokens.start);
        let word = tokens.word(start);
        let beside = !self.starts_sentence(index)
            && tokens.between(start - 1, start) == " "
            && tokens.shape(start - 1) == Shape::Lower;
        let entries = self.candidates[index].entries.iter().map(|entry| self.known(*entry));
        let named = |entry: NameEntry| entry.name == word && self.cues[index].noun == Some(entry.kind);
        beside && word.len() > 1 && entries.into_iter().any(named)
    }

    /// Whether what follows makes it the subject of a statement ("Signal is", "Signal, which", "Signal's"), or says whose
    /// it is ("V of BTS").
    fn is_subject(&self, index: usize) -> bool {
        let at = self.candidates[index].tokens.end;
        let Some(token) = self.tokens.list.get(at) else { return false };
        let gap = self.candidates[index].span.end as usize..token.span.start as usize;
        let between = self.tokens.text.get(gap).unwrap_or_default();
        matches!(between, "," | ", ")
            || self.tokens.is_possessive(at)
            || self.tokens.is(at, |word| matches!(word, Word::Closed(Closed::Auxiliary)))
            || between == " " && self.tokens.is_small(at, Small::Inside) && self.tokens.is_capital(at + 1)
    }

    fn starts_sentence(&self, index: usize) -> bool {
        let at = self.candidates[index].tokens.start;
        self.tokens.sentences.get(self.tokens.sentence_of(at)).is_some_and(|range| range.start == at)
    }

    /// Gathers the mentions of each name, and what they say of its kind.
    fn gather(&mut self) {
        let (names, tokens) = (&self.lexicon.names, self.tokens);
        for (index, candidate) in self.candidates.iter().enumerate() {
            let Some(key) = self.keys[index].clone() else { continue };
            let group = self.groups.entry(key).or_default();
            for (kind, score) in self.cues[index].scores.iter().enumerate() {
                group.scores[kind] += score;
            }
            let against = candidate.hints.iter().any(|(kind, weight)| *kind == Kind::Person && *weight < 0);
            let acronym = candidate.tokens.len() == 1 && tokens.shape(candidate.tokens.start) == Shape::Upper;
            // "Ao no Kumo", "Lords of Dust": people's names have other small words inside.
            let small = |at: usize| tokens.shape(at) == Shape::Lower && tokens.is_small(at, Small::Inside);
            let against = against || candidate.tokens.clone().any(small);
            group.unlike_person |= against || acronym || candidate.tokens.len() > 4 || candidate.quoted;
            // What a gazetteer knows for sure is told by it, not by its form: "The Hunger Games" is no company.
            let listed = |kind: &Kind| {
                let kinds = || candidate.entries.iter().map(|entry| names.kind(*entry));
                candidate.guarded || candidate.entries.is_empty() || kinds().any(|known| known == *kind)
            };
            for (kind, weight) in candidate.hints.iter().filter(|(kind, _)| listed(kind)) {
                // A form is one reason, however often it is seen.
                let score = &mut group.scores[*kind as usize];
                *score = (*score).max(*weight + (*score).max(0) / 4);
            }
            // Of "Hart" that is part of "Mira Hart", only what people are called so.
            let whole = self.keys[index].as_deref() == Some(&name_key(tokens, candidate));
            let entries = candidate.entries.iter().copied();
            let of_person = |entry: &u32| names.kind(*entry) == Kind::Person;
            group.entries.extend(entries.filter(|entry| whole || of_person(entry)));
            group.members.push(index);
        }
        for group in self.groups.values_mut() {
            group.entries.sort_unstable();
            group.entries.dedup();
        }
    }

    fn decide_kinds(&mut self) {
        let (candidates, lexicon) = (self.candidates, self.lexicon);
        for group in self.groups.values_mut() {
            let members = || group.members.iter().map(|member| &candidates[*member]);
            let kinds: BTreeSet<Kind> = group.entries.iter().map(|entry| lexicon.names.kind(*entry)).collect();
            let sure = kinds.len() == 1 && members().any(|candidate| !candidate.guarded);
            let in_parts = is_in_parts(self.tokens, members());
            let quoted = members().any(|candidate| candidate.quoted);
            let scores = &mut group.scores;
            kinds.iter().for_each(|kind| scores[*kind as usize] += if sure { SURE_ENTRY } else { ENTRY });
            // Bands and their singers do the same things: which of the two acts here, a sure entry knows best.
            if let (Some(kind @ (Kind::Person | Kind::Group)), true) = (kinds.first(), sure) {
                let other = if *kind == Kind::Person { Kind::Group } else { Kind::Person };
                scores[*kind as usize] += std::mem::take(&mut scores[other as usize]).max(0);
            }
            if group.unlike_person && !kinds.contains(&Kind::Person) {
                scores[Kind::Person as usize] /= 2;
            }
            if in_parts {
                scores[Kind::Person as usize] += IN_PARTS;
            }
            let nearby = nearby(self.tokens, members(), &self.nouns);
            group.kind = best(scores, &nearby, quoted);
        }
    }

    /// Names in a row are of a kind: "Salt Road, The Hill and Rayo". What nothing else tells, a neighbour does.
    fn level_lists(&mut self) {
        let pairs: Vec<(usize, usize)> = (1..self.candidates.len())
            .filter(|index| self.in_a_row(index - 1))
            .map(|index| (index - 1, index))
            .collect();
        let back = pairs.iter().rev().map(|(first, second)| (*second, *first));
        let other = (1..self.candidates.len()).filter(|index| self.is_other_title(index - 1));
        let other: Vec<(usize, usize)> = other.map(|index| (index - 1, index)).collect();
        for (from, to) in pairs.iter().copied().chain(back).chain(other) {
            let forward = from < to;
            let (Some(from), Some(to)) = (&self.keys[from], &self.keys[to]) else { continue };
            let Some(from) = self.groups.get(from).filter(|group| !group.is_weak()) else { continue };
            let Some(kind) = from.kind else { continue };
            // "Luton, Bedfordshire": what lies where is said once, of the next.
            if kind == Kind::Place && (from.levelled || !forward) {
                continue;
            }
            // "Suddenly Last Summer, Dame Judi": a form that speaks against a person is heard.
            let fits = |group: &&mut Group| group.is_weak() && !(kind == Kind::Person && group.unlike_person);
            if let Some(group) = self.groups.get_mut(to).filter(fits) {
                group.kind = Some(kind);
                group.levelled = true;
            }
        }
    }

    /// "Lighthouse (Todai)": whether the next stands in brackets behind the name of a work, as its other title.
    fn is_other_title(&self, index: usize) -> bool {
        let (first, second) = (&self.candidates[index], &self.candidates[index + 1]);
        let text = self.tokens.text.get(first.span.end as usize..second.span.start as usize).unwrap_or_default();
        let behind = self.tokens.text.get(second.span.end as usize..).unwrap_or_default();
        let kind = self.keys[index].as_ref().and_then(|key| self.groups.get(key)).and_then(|group| group.kind);
        first.tokens.end == second.tokens.start
            && kind.is_some_and(Kind::is_work)
            && text.trim_matches(MARKS) == " ("
            && behind.trim_start_matches(MARKS).starts_with(')')
    }

    /// Whether only a comma or a conjunction parts a candidate from the next.
    fn in_a_row(&self, index: usize) -> bool {
        let (first, second) = (&self.candidates[index], &self.candidates[index + 1]);
        let (end, start) = (first.tokens.end, second.tokens.start);
        let and = end + 1 == start && self.tokens.is_small(end, Small::Joint);
        let text = self.tokens.text.get(first.span.end as usize..second.span.start as usize).unwrap_or_default();
        let text = text.trim_matches(MARKS);
        first.quoted == second.quoted
            && (and && text.len() < 8 || end == start && matches!(text, ", " | "; " | ",” " | ",\" " | ",’ "))
            || first.quoted && second.quoted && self.is_dated_row(end..start, text)
    }

    /// "“Ceniza” (2010), “Sal” (2014)": a year in brackets may stand between titles in a row.
    fn is_dated_row(&self, between: std::ops::Range<usize>, text: &str) -> bool {
        let year = between.len() == 1 && self.tokens.shape(between.start) == Shape::Digit;
        let rest = |text: &str| text.trim_matches([' ', ',', '“', '”', '"', '(', ')', '‘', '’']).len() <= 4;
        year && text.contains("(") && text.contains("), ") && rest(text)
    }

    fn things(self, sure: &BTreeSet<&str>) -> Things {
        let choices = self.choices(sure);
        let mut list: Vec<Thing> = Vec::new();
        let mut index_of: BTreeMap<(&str, Option<Kind>, Option<u32>), u32> = BTreeMap::new();
        let mut of = vec![None; self.candidates.len()];
        for (index, of) in of.iter_mut().enumerate() {
            let Some((key, choice)) = self.keys[index].as_deref().zip(choices[index].as_ref()) else { continue };
            let entry = choice.entry.map(|entry| self.known(entry));
            // One entry is one thing, by whatever name; without an entry the name and its kind tell.
            let name = if entry.is_some() { "" } else { key };
            let thing = *index_of.entry((name, choice.kind, choice.entry)).or_insert_with(|| {
                list.push(self.thing(choice));
                list.len() as u32 - 1
            });
            *of = Some(thing);
            self.name(&mut list[thing as usize], index, entry);
        }
        Things { list, of }
    }

    /// A thing without its name.
    fn thing(&self, choice: &Choice) -> Thing {
        Thing {
            name: String::new(),
            kind: choice.kind,
            id: choice.entry.map(|entry| self.known(entry).id.to_string()),
            gender: choice.entry.and_then(|entry| self.known(entry).gender()),
            plural: choice.kind == Some(Kind::Group),
            candidates: choice.open.iter().map(|entry| self.called(*entry)).collect(),
            scores: choice.scores.iter().map(|(entry, points)| (self.called(*entry), *points)).collect(),
        }
    }

    /// A gazetteer's entry as one reads it: `film:signal-2021-film`.
    fn called(&self, entry: u32) -> String {
        let entry = self.known(entry);
        format!("{}:{}", entry.kind.name(), entry.id)
    }

    /// Gives a thing the name of one more mention, if it is the usual one or fuller than what it had.
    fn name(&self, thing: &mut Thing, index: usize, entry: Option<NameEntry>) {
        // A page may part a name's words by any kind of space.
        let text = self.candidates[index].span.of(self.tokens.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let usual = entry.map(|entry| entry.name);
        let words = |name: &str| name.split(' ').count();
        let fuller = Some(thing.name.as_str()) != usual && words(&text) > words(&thing.name);
        if usual == Some(text.as_str()) || fuller || thing.name.is_empty() {
            thing.name = text;
        }
        let own = self.candidates[index].gender.filter(|_| thing.kind == Some(Kind::Person));
        thing.gender = thing.gender.or(own);
    }
}

/// Quotation marks around a nickname; single ones are apostrophes as well.
const DOUBLE: [char; 3] = ['"', '“', '”'];

/// What names are compared by: letters and digits, folded, without a leading article.
fn name_key(tokens: &Tokens, candidate: &Candidate) -> String {
    let name = candidate.span.of(tokens.text);
    let start = candidate.tokens.start;
    let article = tokens.is_small(start, Small::Article) || tokens.is_small(start, Small::Indefinite);
    let rest = name.get(tokens.word(start).len()..).filter(|rest| article && rest.starts_with(' ')).unwrap_or(name);
    // A nickname inside is no part of it: Curtis "Rook" Hale.
    match (rest.find(DOUBLE), rest.rfind(DOUBLE)) {
        (Some(open), Some(close)) if open > 0 && open < close => key_of(&rest[..open]) + &key_of(&rest[close..]),
        _ => key_of(rest),
    }
}

/// Quotation marks around titles in a row.
const MARKS: [char; 6] = ['"', '“', '”', '‘', '’', '`'];

/// A noun right beside a name tells so much more than one elsewhere in the article, and less with every word between.
const NEARER: usize = 40;
const ARTICLE: i32 = 3;

/// The kinds that the noun at a token names.
fn nouns_at<'a>(tokens: &Tokens<'a>, at: usize) -> impl Iterator<Item = Kind> + use<'a> {
    tokens.longest(at, cues::noun_kinds).into_iter().flat_map(|(_, kinds)| kinds)
}

/// The nouns of each kind in the article, those in the sentences of a name counting more.
fn nearby<'a>(tokens: &Tokens, members: impl Iterator<Item = &'a Candidate>, nouns: &Scores) -> Scores {
    let mut nearby = nouns.map(|count| count * ARTICLE);
    let mut last = None;
    for candidate in members {
        let sentence = tokens.sentence_of(candidate.tokens.start);
        if last.replace(sentence) == Some(sentence) {
            continue;
        }
        // A sentence without an end would be read again for each of its names.
        let range = tokens.sentences[sentence].clone();
        let start = range.start.max(candidate.tokens.start.saturating_sub(NEAR));
        // "… and X. That album sold": the next sentence goes on about what this one ends with.
        let after =
            range.end..tokens.sentences.get(sentence + 1).map_or(range.end, |next| next.end.min(next.start + AFTER));
        let goes_on = [Small::Article, Small::Demonstrative].iter().any(|role| tokens.is_small(after.start, *role));
        for at in after.filter(|_| goes_on) {
            nouns_at(tokens, at).for_each(|kind| nearby[kind as usize] += (NEARER / 2) as i32);
        }
        let own = |at: &usize| candidate.tokens.contains(at);
        for at in (start..range.end.min(candidate.tokens.end + NEAR)).filter(|at| !own(at) && tokens.is_noun_here(*at))
        {
            let apart = candidate.tokens.start.saturating_sub(at).max((at + 1).saturating_sub(candidate.tokens.end));
            nouns_at(tokens, at).for_each(|kind| nearby[kind as usize] += (NEARER / apart.max(1)) as i32);
        }
    }
    nearby
}

/// So many words of the next sentence are looked at.
const AFTER: usize = 3;

/// Words so far from a name still tell what it may be.
const NEAR: usize = 30;

/// Whether a name stands in full and in part as people's do: by the last word, or by a given or family name.
fn is_in_parts<'a>(tokens: &Tokens, members: impl Iterator<Item = &'a Candidate> + Clone) -> bool {
    let personal = |at: usize| tokens.is(at, |word| matches!(word, Word::Given(_) | Word::Surname));
    let word = |at: usize| key_of(tokens.word(at));
    let mut short: Vec<usize> = members
        .clone()
        .filter(|candidate| candidate.tokens.len() == 1)
        .map(|candidate| candidate.tokens.start)
        .collect();
    // However often a short form stands, it says the same.
    short.dedup_by_key(|at| tokens.word(*at));
    short.truncate(SHORT_FORMS);
    let long = members.filter(|candidate| candidate.tokens.len() > 1 && !candidate.quoted);
    long.take(SHORT_FORMS).any(|long| {
        let clings = tokens.between(long.tokens.end - 2, long.tokens.end - 1) == "-";
        short.iter().any(|short| !clings && word(long.tokens.end - 1) == word(*short) || personal(long.tokens.start))
    })
}

/// More forms of a name are not looked at.
const SHORT_FORMS: usize = 12;

/// Where more kinds than these are as likely, none is told.
const TOSS: usize = 3;

fn best(scores: &Scores, nouns: &Scores, quoted: bool) -> Option<Kind> {
    // Between a person and a work of the same name the person is likelier; between works the article's nouns tell.
    let rank = |kind: Kind| (scores[kind as usize], if kind.is_work() { nouns[kind as usize] } else { i32::MAX });
    let best = Kind::ALL.into_iter().rev().max_by_key(|kind| rank(*kind))?;
    if scores[best as usize] > 0 {
        let as_likely = Kind::ALL.into_iter().filter(|kind| rank(*kind) == rank(best)).count();
        return Some(best).filter(|_| as_likely <= TOSS);
    }
    // A title in quotation marks is a work; what kind, the article's nouns say.
    let likely = Kind::ALL.into_iter().rev().filter(|kind| kind.is_work()).max_by_key(|kind| nouns[*kind as usize])?;
    (quoted && nouns[likely as usize] > 0).then_some(likely)
}
