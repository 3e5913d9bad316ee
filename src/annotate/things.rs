//! What the names of an article stand for: one decision a name, from all its mentions.
//!
//! Every mention gives cues: a noun beside it ("the film X"), an occupation ("singer X"), words around it
//! ("directed by X", "X, 34,"), its own form, the gazetteers. Their sum decides. A mention whose own noun says
//! otherwise ("the drama X" beside "the film X") is another thing of the same name.

use std::collections::BTreeMap;

use super::names::Candidate;
use super::tokens::Tokens;
use crate::claim::Kind;
use crate::lexicon::phrases::{Shape, key_of};
use crate::lexicon::{Closed, Lexicon, NameEntry, Word};
use crate::mention::{Gender, Thing};

/// Things, and for each candidate the thing it names.
pub(super) struct Things {
    pub(super) list: Vec<Thing>,
    pub(super) of: Vec<Option<u32>>,
}

/// What the words around one mention say.
#[derive(Clone, Debug, Default)]
struct Cues {
    scores: Scores,
    /// The kind of the noun right beside it, which outweighs the rest of the article.
    noun: Option<Kind>,
}

type Scores = [i32; Kind::ALL.len()];

/// A noun right beside a name.
const NOUN: i32 = 8;
/// An occupation right before a name.
const OCCUPATION: i32 = 8;
/// An age right behind a name.
const AGE: i32 = 8;
/// A gazetteer's entry, for its kind.
const ENTRY: i32 = 6;

pub(super) fn decide(tokens: &Tokens, candidates: &[Candidate], lexicon: &Lexicon) -> Things {
    let mut decider = Decider::new(tokens, candidates, lexicon);
    decider.join_parts();
    decider.drop_unsupported();
    decider.decide_groups();
    decider.things()
}

/// All mentions of one form of a name.
#[derive(Debug, Default)]
struct Group {
    members: Vec<usize>,
    scores: Scores,
    kind: Option<Kind>,
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
    fn new(tokens: &'a Tokens, candidates: &'a [Candidate], lexicon: &'a Lexicon) -> Decider<'a> {
        let cues = candidates.iter().map(|candidate| cues_of(tokens, candidate, lexicon)).collect();
        let keys = candidates.iter().map(|candidate| Some(name_key(candidate.span.of(tokens.text)))).collect();
        let mut nouns = Scores::default();
        for at in 0..tokens.list.len() {
            if let Some((_, kind)) = tokens.longest(at, noun_kind) {
                nouns[kind as usize] += 1;
            }
        }
        Decider { tokens, candidates, lexicon, cues, keys, groups: BTreeMap::new(), nouns }
    }

    /// Joins a surname or given name alone to the full name that has it, and a short title to the long one.
    fn join_parts(&mut self) {
        let mut parts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, candidate) in self.candidates.iter().enumerate() {
            if candidate.tokens.len() > 1 && self.may_be_person(index) {
                let mut ends = vec![candidate.tokens.end - 1, candidate.tokens.start];
                if candidate.tokens.len() > 2 {
                    ends.push(candidate.tokens.end - 2);
                }
                for at in ends {
                    parts.entry(key_of(self.tokens.word(at))).or_default().push(index);
                }
                if candidate.tokens.len() > 2 {
                    let tail = self.tokens.span(candidate.tokens.end - 2, candidate.tokens.end - 1);
                    parts.entry(key_of(tail.of(self.tokens.text))).or_default().push(index);
                }
            }
        }
        for index in 0..self.candidates.len() {
            let candidate = &self.candidates[index];
            if candidate.tokens.len() > 2 || candidate.quoted || self.stands_alone(index) {
                continue;
            }
            let key = key_of(candidate.span.of(self.tokens.text));
            let Some(whole) = parts.get(&key).and_then(|owners| self.owner(index, owners)) else { continue };
            self.keys[index] = self.keys[whole].clone();
        }
    }

    /// A short name that a gazetteer has for a person or group, and that nothing here makes a surname.
    fn stands_alone(&self, index: usize) -> bool {
        let candidate = &self.candidates[index];
        !candidate.guarded
            && candidate.tokens.len() == 1
            && candidate.entries.iter().any(|entry| {
                let entry = &self.lexicon.names.entries[*entry as usize];
                matches!(entry.kind, Kind::Group | Kind::Company | Kind::Award)
                    && entry.name == candidate.span.of(self.tokens.text)
            })
    }

    fn may_be_person(&self, index: usize) -> bool {
        let candidate = &self.candidates[index];
        if !candidate.entries.is_empty() {
            return candidate
                .entries
                .iter()
                .any(|entry| self.lexicon.names.entries[*entry as usize].kind == Kind::Person);
        }
        let person =
            candidate.hints.iter().filter(|(kind, _)| *kind == Kind::Person).map(|(_, weight)| *weight).sum::<i32>();
        let cued = self.cues[index].scores[Kind::Person as usize];
        !candidate.quoted
            && person + cued > 0
            && candidate.hints.iter().all(|(kind, weight)| *kind == Kind::Person || *weight < person + cued)
    }

    /// Whose part a short name is: the last one named before it, or the first after; genders must agree.
    fn owner(&self, index: usize, owners: &[usize]) -> Option<usize> {
        let gender = self.candidates[index]
            .gender
            .filter(|_| self.candidates[index].hints.iter().any(|(_, weight)| *weight >= 6));
        let fits = |owner: &&usize| {
            let theirs = self.candidates[**owner].gender;
            **owner != index && (gender.is_none() || theirs.is_none() || gender == theirs)
        };
        let before = owners.iter().filter(fits).rfind(|owner| **owner < index);
        before.or_else(|| owners.iter().find(|owner| fits(owner))).copied()
    }

    /// Drops names that are common words as well and that nothing in the article supports.
    fn drop_unsupported(&mut self) {
        let sure: Vec<&str> = self
            .candidates
            .iter()
            .filter(|candidate| !candidate.guarded)
            .flat_map(|candidate| candidate.entries.iter())
            .map(|entry| self.lexicon.names.entries[*entry as usize].name.as_str())
            .collect();
        let supported: Vec<bool> = (0..self.candidates.len()).map(|index| self.is_supported(index, &sure)).collect();
        let confirmed: std::collections::BTreeSet<String> = (0..supported.len())
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

    fn is_supported(&self, index: usize, sure: &[&str]) -> bool {
        let candidate = &self.candidates[index];
        if !candidate.guarded
            || candidate.quoted
            || self.keys[index].as_deref() != Some(&name_key(candidate.span.of(self.tokens.text)))
        {
            return true;
        }
        let grammar = candidate.tokens.len() == 1
            && self.tokens.is(candidate.tokens.start, |word| matches!(word, Word::Closed(_) | Word::Pronoun(_)));
        if grammar {
            return false;
        }
        let entries = candidate.entries.iter().map(|entry| &self.lexicon.names.entries[*entry as usize]);
        let cues = &self.cues[index];
        entries.into_iter().any(|entry| {
            let circle =
                ["part_of", "creator"].iter().filter_map(|fact| entry.fact(fact)).any(|name| sure.contains(&name));
            cues.scores[entry.kind as usize] >= 4 || circle && (!self.starts_sentence(index) || self.is_subject(index))
        })
    }

    /// Whether what follows makes it the subject of a statement: "Signal is", "Signal, which", "Signal's".
    fn is_subject(&self, index: usize) -> bool {
        let at = self.candidates[index].tokens.end;
        let Some(token) = self.tokens.list.get(at) else { return false };
        let between = &self.tokens.text[self.candidates[index].span.end as usize..token.span.start as usize];
        matches!(between, "," | ", ")
            || self.tokens.is_possessive(at)
            || self.tokens.is(at, |word| matches!(word, Word::Closed(Closed::Auxiliary)))
    }

    fn starts_sentence(&self, index: usize) -> bool {
        let at = self.candidates[index].tokens.start;
        self.tokens.sentences.get(self.tokens.sentence_of(at)).is_some_and(|range| range.start == at)
    }

    fn decide_groups(&mut self) {
        for index in 0..self.candidates.len() {
            let Some(key) = self.keys[index].clone() else { continue };
            let group = self.groups.entry(key).or_default();
            for (kind, score) in self.cues[index].scores.iter().enumerate() {
                group.scores[kind] += score;
            }
            for (kind, weight) in &self.candidates[index].hints {
                // A form is one reason, however often it is seen.
                let score = &mut group.scores[*kind as usize];
                *score = (*score).max(*weight + (*score).max(0) / 4);
            }
            group.members.push(index);
        }
        let names = &self.lexicon.names;
        let candidates = self.candidates;
        let nouns = self.nouns;
        for group in self.groups.values_mut() {
            let mut kinds: Vec<Kind> = group
                .members
                .iter()
                .flat_map(|member| candidates[*member].entries.iter())
                .map(|entry| names.entries[*entry as usize].kind)
                .collect();
            kinds.sort();
            kinds.dedup();
            let sure = kinds.len() == 1 && group.members.iter().any(|member| !candidates[*member].guarded);
            kinds.iter().for_each(|kind| group.scores[*kind as usize] += if sure { 2 * ENTRY } else { ENTRY });
            // Bands and their singers do the same things: which of the two acts here, a sure entry knows best.
            if let ([kind @ (Kind::Person | Kind::Group)], true) = (kinds.as_slice(), sure) {
                let other = if *kind == Kind::Person { Kind::Group } else { Kind::Person };
                group.scores[*kind as usize] += std::mem::take(&mut group.scores[other as usize]).max(0);
            }
            let parted = group.members.iter().any(|member| candidates[*member].tokens.len() == 1)
                && group
                    .members
                    .iter()
                    .any(|member| candidates[*member].tokens.len() > 1 && !candidates[*member].quoted);
            if parted {
                group.scores[Kind::Person as usize] += 4;
            }
            let quoted = group.members.iter().any(|member| candidates[*member].quoted);
            group.kind = best(&group.scores, &nouns, quoted);
        }
    }

    fn things(self) -> Things {
        let mut list: Vec<Thing> = Vec::new();
        let mut index_of: BTreeMap<(String, Option<Kind>, Option<String>), u32> = BTreeMap::new();
        let mut of = vec![None; self.candidates.len()];
        for (index, of) in of.iter_mut().enumerate() {
            let Some(key) = &self.keys[index] else { continue };
            let Some(group) = self.groups.get(key) else { continue };
            let kind = self.kind_here(index, group);
            let (id, candidates, gender) = self.entry(index, group, kind);
            let id_name = id
                .as_ref()
                .and_then(|id| self.entries(group).find(|entry| entry.id == *id))
                .map(|entry| entry.name.as_str());
            // One entry is one thing, by whatever name; without an entry the name and its kind tell.
            let name = if id.is_some() { String::new() } else { key.clone() };
            let thing = *index_of.entry((name, kind, id.clone())).or_insert_with(|| {
                list.push(Thing { name: String::new(), kind, id, gender: None, plural: false, candidates });
                list.len() as u32 - 1
            });
            *of = Some(thing);
            let thing = &mut list[thing as usize];
            let text = self.candidates[index].span.of(self.tokens.text);
            let usual = id_name == Some(text);
            if usual
                || thing.name.as_str() != id_name.unwrap_or_default()
                    && text.split(' ').count() > thing.name.split(' ').count()
                || thing.name.is_empty()
            {
                thing.name = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            thing.gender =
                thing.gender.or(gender).or(self.candidates[index].gender.filter(|_| kind == Some(Kind::Person)));
            thing.plural = kind == Some(Kind::Group);
        }
        Things { list, of }
    }

    /// The kind of one mention: its own noun's, that of the entry which the words beside it tell, or the whole name's.
    fn kind_here(&self, index: usize, group: &Group) -> Option<Kind> {
        let own = self.cues[index].noun.filter(|kind| kind.is_work());
        let told = || {
            self.entries(group).find(|entry| entry.kind.is_work() && self.is_told(index, entry)).map(|entry| entry.kind)
        };
        match (own, group.kind) {
            (Some(own), Some(kind)) if kind.is_work() => Some(own),
            (None, Some(kind)) if kind.is_work() => told().or(Some(kind)),
            (_, kind) => kind,
        }
    }

    /// Gazetteer entries of a name.
    fn entries(&self, group: &Group) -> impl Iterator<Item = &'a NameEntry> {
        let mut entries: Vec<u32> =
            group.members.iter().flat_map(|member| self.candidates[*member].entries.iter().copied()).collect();
        entries.sort();
        entries.dedup();
        let lexicon = self.lexicon;
        entries.into_iter().map(|entry| &lexicon.names.entries[entry as usize])
    }

    /// Whether the words beside a mention give the year of an entry.
    fn is_told(&self, index: usize, entry: &NameEntry) -> bool {
        entry.fact("year").is_some_and(|year| self.words_beside(index).any(|word| word == year))
    }

    /// The gazetteer's entry for a mention of a kind; the ones that it could be as well, where nothing decides.
    fn entry(&self, index: usize, group: &Group, kind: Option<Kind>) -> (Option<String>, Vec<String>, Option<Gender>) {
        let fitting: Vec<&NameEntry> = self.entries(group).filter(|entry| Some(entry.kind) == kind).collect();
        let told = fitting.iter().find(|entry| self.is_told(index, entry));
        let near = || {
            fitting
                .iter()
                .find(|entry| self.country_beside(index).is_some_and(|country| entry.fact("country") == Some(country)))
        };
        let marked = told.or_else(near);
        let chosen = marked.or(fitting.first());
        let open = if fitting.len() > 1 && marked.is_none() {
            fitting.iter().map(|entry| format!("{}:{}", entry.kind.name(), entry.id)).collect()
        } else {
            vec![]
        };
        (chosen.map(|entry| entry.id.clone()), open, chosen.and_then(|entry| entry.gender()))
    }

    /// The words up to five before and six behind a mention, in its sentence.
    fn words_beside(&self, index: usize) -> impl Iterator<Item = &'a str> {
        let range = self.beside(index);
        let tokens = self.tokens;
        range.map(move |at| tokens.word(at))
    }

    fn beside(&self, index: usize) -> std::ops::Range<usize> {
        let tokens = &self.candidates[index].tokens;
        let sentence = &self.tokens.sentences[self.tokens.sentence_of(tokens.start)];
        sentence.start.max(tokens.start.saturating_sub(5))..sentence.end.min(tokens.end + 6)
    }

    fn country_beside(&self, index: usize) -> Option<&'a str> {
        self.beside(index)
            .find_map(|at| {
                self.tokens.longest(at, |word| match word {
                    Word::Demonym { country, .. } => Some(country.as_str()),
                    _ => None,
                })
            })
            .map(|(_, country)| country)
    }
}

/// What names are compared by: letters and digits, folded, without a leading article.
fn name_key(name: &str) -> String {
    let rest = ["The ", "the ", "A ", "An "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name);
    key_of(rest)
}

fn noun_kind(word: &Word) -> Option<Kind> {
    match word {
        Word::Noun { kind, .. } => Some(*kind),
        _ => None,
    }
}

fn best(scores: &Scores, nouns: &Scores, quoted: bool) -> Option<Kind> {
    // Between a person and a work of the same name the person is likelier; between works the article's nouns tell.
    let rank = |kind: Kind| (scores[kind as usize], if kind.is_work() { nouns[kind as usize] } else { i32::MAX });
    let best = Kind::ALL.into_iter().rev().max_by_key(|kind| rank(*kind))?;
    if scores[best as usize] > 0 {
        return Some(best);
    }
    // A title in quotation marks is a work; what kind, the article's nouns say.
    let likely = Kind::ALL.into_iter().rev().filter(|kind| kind.is_work()).max_by_key(|kind| nouns[*kind as usize])?;
    (quoted && nouns[likely as usize] > 0).then_some(likely)
}

fn cues_of(tokens: &Tokens, candidate: &Candidate, lexicon: &Lexicon) -> Cues {
    let mut cues = Cues::default();
    let sentence = tokens.sentences[tokens.sentence_of(candidate.tokens.start)].clone();
    left_words(tokens, candidate, &sentence, &mut cues);
    right_words(tokens, candidate, &sentence, &mut cues);
    owner(tokens, candidate, &sentence, &mut cues);
    let table = &lexicon.words.cues;
    let start = candidate.tokens.start;
    for first in sentence.start.max(start.saturating_sub(5))..start {
        for (length, found) in table.left.all(tokens.text, &tokens.list[first..start]) {
            if first + length == start && closes_up(tokens.between(start - 1, start)) {
                found.iter().for_each(|cue| cues.scores[cue.kind as usize] += cue.weight);
            }
        }
    }
    let end = candidate.tokens.end.min(sentence.end);
    if end < sentence.end && closes_up(&tokens.text[candidate.span.end as usize..tokens.list[end].span.start as usize])
    {
        let found = table.right.all(tokens.text, &tokens.list[end..sentence.end.min(end + 6)]).last();
        for cue in found.map_or(&[][..], |(_, cues)| cues) {
            // The "Cold Water" singer sings a song; a band's name stands without marks.
            let kind = if candidate.quoted && cue.kind == Kind::Group { Kind::Song } else { cue.kind };
            cues.scores[kind as usize] += cue.weight;
        }
    }
    cues
}

/// Whether nothing but space, an opening or closing quotation mark or a possessive parts two words.
fn closes_up(between: &str) -> bool {
    between.trim_matches([' ', '-', '"', '“', '”', '‘', '’', '\'', '(', '「', '『', '」', '』']).is_empty()
}

/// "Harry Potter's Tom Felton", "Encanto's Stephanie Beatriz": what owns a person by full name is a work or a group.
fn owner(tokens: &Tokens, candidate: &Candidate, sentence: &std::ops::Range<usize>, cues: &mut Cues) {
    let at = candidate.tokens.end;
    let given = |at: usize| tokens.is_capital(at) && tokens.is(at, |word| matches!(word, Word::Given(_)));
    if at + 2 < sentence.end
        && tokens.is_possessive(at)
        && given(at + 1)
        && tokens.is_capital(at + 2)
        && tokens.between(at + 1, at + 2) == " "
    {
        [Kind::Film, Kind::Series].iter().for_each(|kind| cues.scores[*kind as usize] += 5);
        cues.scores[Kind::Group as usize] += 4;
    }
}

/// Nouns and occupations that end right before a name.
fn left_words(tokens: &Tokens, candidate: &Candidate, sentence: &std::ops::Range<usize>, cues: &mut Cues) {
    let mut start = candidate.tokens.start;
    if start > sentence.start && matches!(tokens.word(start - 1), "named" | "called" | "titled" | "entitled" | "dubbed")
    {
        start -= 1;
    }
    if start == sentence.start {
        return;
    }
    let between = tokens.between(start - 1, start);
    let comma = between.starts_with(", ");
    if !closes_up(between) && !comma {
        return;
    }
    for first in sentence.start.max(start.saturating_sub(4))..start {
        for tag in tokens.tags(first) {
            if first + tag.length != start {
                continue;
            }
            match tag.word {
                Word::Noun { kind, also, plural } if !comma || kind.is_work() => {
                    let weight = if comma || *plural { NOUN / 2 } else { NOUN };
                    cues.scores[*kind as usize] += weight;
                    also.iter().for_each(|kind| cues.scores[*kind as usize] += weight - 1);
                    if !*plural && !comma && also.is_empty() {
                        cues.noun = Some(*kind);
                    }
                }
                Word::Occupation { .. } if !comma => cues.scores[Kind::Person as usize] += OCCUPATION,
                Word::Genre { .. } if !comma && cues.noun.is_none() => {
                    cues.scores[Kind::Film as usize] += 3;
                    cues.scores[Kind::Series as usize] += 3;
                    cues.scores[Kind::Stage as usize] += 1;
                    cues.scores[Kind::Song as usize] += 1;
                    cues.scores[Kind::Group as usize] += 2;
                }
                _ => {}
            }
        }
    }
}

/// Nouns right behind a name, and an age.
fn right_words(tokens: &Tokens, candidate: &Candidate, sentence: &std::ops::Range<usize>, cues: &mut Cues) {
    let end = candidate.tokens.end;
    if end >= sentence.end {
        return;
    }
    let between = &tokens.text[candidate.span.end as usize..tokens.list[end].span.start as usize];
    let number = tokens.shape(end) == Shape::Digit && tokens.word(end).len() <= 2;
    let after = tokens.text[tokens.list[end].span.end as usize..].chars().next();
    if number
        && (between == ", " && matches!(after, Some(',' | '.' | ')' | ';')) || between == " (" && after == Some(')'))
    {
        cues.scores[Kind::Person as usize] += AGE;
        return;
    }
    if let Some((kind, also)) = is_a(tokens, end, sentence) {
        cues.scores[kind as usize] += NOUN;
        also.iter().for_each(|kind| cues.scores[*kind as usize] += NOUN - 1);
        if also.is_empty() {
            cues.noun = Some(kind);
        }
        return;
    }
    let plain = between == " " || closes_up(between) && candidate.quoted;
    if !plain {
        return;
    }
    if let Some((length, kind)) = tokens.longest(end, noun_kind) {
        let last = tokens.list.get(end + length);
        // "the Star Wars film" names the film; "a Tom Hanks film" does not: persons outweigh it.
        cues.scores[kind as usize] += if last.is_some_and(|token| token.is_capital()) { 0 } else { 3 };
    }
}

/// The noun of "is a 2018 Japanese crime drama" right behind a name: the last in its noun phrase.
fn is_a<'a>(tokens: &Tokens<'a>, at: usize, sentence: &std::ops::Range<usize>) -> Option<(Kind, &'a [Kind])> {
    let is =
        matches!(tokens.word(at), "is" | "was") && at + 1 < sentence.end && matches!(tokens.word(at + 1), "a" | "an");
    let mut found = None;
    let mut next = at + 2;
    while is && next < sentence.end.min(at + 9) && matches!(tokens.between(next - 1, next), " " | "-") {
        let noun = tokens.longest(next, |word| match word {
            Word::Noun { kind, also, .. } => Some((*kind, also.as_slice())),
            _ => None,
        });
        if let Some((length, noun)) = noun {
            found = Some(noun);
            next += length;
        } else if tokens.is(next, |word| matches!(word, Word::Closed(_))) {
            break;
        } else {
            next += 1;
        }
    }
    found
}
