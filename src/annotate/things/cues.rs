//! What the words around one mention say of its kind: nouns and occupations beside it, an age, and the phrases of
//! `gazetteers/words/cues.tsv`. No decision is made here.

use std::ops::Range;

use super::super::names::Candidate;
use super::super::tokens::Tokens;
use super::Scores;
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Lexicon, Small, Word};

/// What the words around one mention say.
#[derive(Clone, Debug, Default)]
pub(super) struct Cues {
    pub(super) scores: Scores,
    /// The kind of the noun right beside it, which outweighs the rest of the article.
    pub(super) noun: Option<Kind>,
}

/// A noun right beside a name: the surest cue there is.
const NOUN: i32 = 8;
/// A noun right behind a name, which it may as well only modify: "a Tom Hanks film".
const NOUN_BEHIND: i32 = 3;
/// An occupation right before a name, an age right behind one: only people have them.
const OCCUPATION: i32 = 8;
const AGE: i32 = 8;
/// A genre right before a name: many kinds have one, films and series in most news.
const GENRE: [(Kind, i32); 5] =
    [(Kind::Film, 3), (Kind::Series, 3), (Kind::Group, 2), (Kind::Stage, 1), (Kind::Song, 1)];
/// A full name behind a possessive: "Encanto's Stephanie Beatriz".
const OWNER: [(Kind, i32); 4] = [(Kind::Film, 7), (Kind::Series, 7), (Kind::Group, 6), (Kind::Person, -4)];
/// A person's possessive before a name: less than a given name in it, which would make it a relative.
const OWNED: [(Kind, i32); 6] =
    [(Kind::Film, 3), (Kind::Series, 3), (Kind::Book, 3), (Kind::Album, 3), (Kind::Song, 3), (Kind::Stage, 3)];
/// A name that modifies an occupation is a person's least of all: "the Black Swan director".
const MODIFIER: i32 = -6;
/// A year in brackets behind a name: "Salt Road (2003)".
const DATED: i32 = 4;

/// The longest phrases of the lists, in words: to the left of a name, and to its right.
const LEFT: usize = 5;
const RIGHT: usize = 6;
/// A noun that stands before a name has no more words.
const NOUN_WORDS: usize = 4;
/// "is a 2018 Japanese crime drama": so many words from the verb on are looked at.
const PREDICATE: usize = 9;

/// Endings of participles, which follow a whole noun phrase: "a film starring", "a series based on".
const VERBAL: [&str; 2] = ["ed", "ing"];

impl Cues {
    fn add(&mut self, kind: Kind, weight: i32) {
        self.scores[kind as usize] += weight;
    }
}

/// All cues for a mention.
pub(super) fn of(tokens: &Tokens, candidate: &Candidate, previous: Option<&Candidate>, lexicon: &Lexicon) -> Cues {
    let sentence = tokens.sentences[tokens.sentence_of(candidate.tokens.start)].clone();
    let mut reader = Reader { tokens, candidate, sentence, cues: Cues::default(), introduced: false };
    reader.left_words();
    reader.right_words();
    reader.owner();
    reader.modifier();
    if previous.is_some_and(|previous| reader.is_owned_by(previous, lexicon)) {
        OWNED.iter().for_each(|(kind, weight)| reader.cues.add(*kind, *weight));
    }
    reader.phrases(lexicon);
    reader.cues
}

/// The kind that a noun names.
pub(super) fn noun_kind(word: &Word) -> Option<Kind> {
    match word {
        Word::Noun { kind, .. } => Some(*kind),
        _ => None,
    }
}

/// Whether nothing but space, an opening or closing quotation mark or a possessive parts two words.
fn closes_up(between: &str) -> bool {
    between.trim_matches([' ', '-', '"', '“', '”', '‘', '’', '\'', '(', '「', '『', '」', '』']).is_empty()
}

struct Reader<'a> {
    tokens: &'a Tokens<'a>,
    candidate: &'a Candidate,
    sentence: Range<usize>,
    cues: Cues,
    /// Whether a noun before it says what it is.
    introduced: bool,
}

impl Reader<'_> {
    /// The text between the name and the next token.
    fn gap_behind(&self) -> &str {
        let next = self.tokens.list[self.candidate.tokens.end].span.start as usize;
        // A name that was given to us may end within a word.
        self.tokens.text.get(self.candidate.span.end as usize..next).unwrap_or_default()
    }

    /// The phrases of the list that end right before the name or begin right behind it.
    fn phrases(&mut self, lexicon: &Lexicon) {
        let (tokens, table) = (self.tokens, &lexicon.words.cues);
        let start = self.candidate.tokens.start;
        let place = |entry: &u32| lexicon.names.entries[*entry as usize].kind == Kind::Place;
        let known_place = self.candidate.entries.iter().any(place);
        let mut longer = false;
        for first in self.sentence.start.max(start.saturating_sub(LEFT))..start {
            let mut phrases = table.left.all(tokens.text, &tokens.list[first..start]);
            let ending = phrases.find(|(length, _)| first + length == start);
            let beside = closes_up(tokens.between(start - 1, start));
            let Some((_, found)) = ending.filter(|_| beside) else { continue };
            // "stars in" a film says more than "in" a place.
            let unlikely = |kind: Kind| kind == Kind::Place && (longer || self.candidate.quoted) && !known_place;
            found
                .iter()
                .filter(|cue| !unlikely(cue.kind))
                .for_each(|cue| self.cues.scores[cue.kind as usize] += cue.weight);
            longer = true;
        }
        let end = self.candidate.tokens.end;
        if end < self.sentence.end && closes_up(self.gap_behind()) {
            let words = &tokens.list[end..self.sentence.end.min(end + RIGHT)];
            for cue in table.right.longest(tokens.text, words).map_or(&[][..], |(_, cues)| cues) {
                // The "Cold Water" singer sings a song; a band's name stands without marks.
                let song = self.candidate.quoted && cue.kind == Kind::Group;
                self.cues.add(if song { Kind::Song } else { cue.kind }, cue.weight);
            }
        }
    }

    /// "Harry Potter's Tom Felton", "Encanto's Stephanie Beatriz": what owns a person by full name is a work or a group.
    fn owner(&mut self) {
        let (tokens, at) = (self.tokens, self.candidate.tokens.end);
        let given = |at: usize| tokens.is_capital(at) && tokens.is(at, |word| matches!(word, Word::Given(_)));
        if at + 2 < self.sentence.end
            && tokens.is_possessive(at)
            && given(at + 1)
            && tokens.is_capital(at + 2)
            && tokens.between(at + 1, at + 2) == " "
            && (self.candidate.tokens.len() > 1 || tokens.shape(at - 1) != Shape::Upper)
        {
            OWNER.iter().for_each(|(kind, weight)| self.cues.add(*kind, *weight));
        }
    }

    /// Whether the possessive of a person's name stands right before: "Mira Hart's The Long Road".
    fn is_owned_by(&self, previous: &Candidate, lexicon: &Lexicon) -> bool {
        let (tokens, start, end) = (self.tokens, self.candidate.tokens.start, previous.tokens.end);
        let possessive = end + 1 == start && tokens.is_possessive(end)
            || end == start && matches!(tokens.between(end - 1, end), "' " | "’ ");
        let known = |entry: &u32| lexicon.names.entries[*entry as usize].kind == Kind::Person;
        let person = previous.entries.iter().any(known)
            || previous.entries.is_empty() && previous.hints.iter().any(|(kind, _)| *kind == Kind::Person);
        // "Usher's Caught Up" is a work; "Justin's Instagram" is something else that he has.
        let letters = self.candidate.tokens.clone().all(|at| tokens.shape(at) == Shape::Upper);
        let title = self.candidate.quoted || self.candidate.tokens.len() > 1 && !letters || tokens.is_common(start);
        possessive && person && title
    }

    /// "Aviator star Alan Alda", "the Black Swan director is": the name modifies an occupation.
    fn modifier(&mut self) {
        let (tokens, end) = (self.tokens, self.candidate.tokens.end);
        let occupation = |word: &Word| matches!(word, Word::Occupation { plural: false, .. }).then_some(());
        if end >= self.sentence.end || self.gap_behind() != " " || tokens.is_capital(end) {
            return;
        }
        let Some((length, ())) = tokens.longest(end, occupation) else { return };
        let start = self.candidate.tokens.start;
        let determined = start > self.sentence.start
            && (tokens.is_small(start - 1, Small::Article)
                || start > 1 && tokens.small(start - 2, Small::Aged) == Some(2));
        let next = end + length;
        if determined || next < self.sentence.end && tokens.is_capital(next) && tokens.between(next - 1, next) == " " {
            self.cues.add(Kind::Person, MODIFIER);
        }
    }

    /// "Salt Road (2003)"
    fn is_dated(&self) -> bool {
        let end = self.candidate.tokens.end;
        let after = &self.tokens.text[self.tokens.list[end].span.end as usize..];
        self.gap_behind() == " ("
            && after.starts_with(')')
            && self.tokens.shape(end) == Shape::Digit
            && self.tokens.word(end).len() == 4
    }

    /// Nouns and occupations that end right before the name.
    fn left_words(&mut self) {
        let tokens = self.tokens;
        let mut start = self.candidate.tokens.start;
        if start > self.sentence.start && tokens.is_small(start - 1, Small::Called) {
            start -= 1;
        }
        if start == self.sentence.start {
            return;
        }
        let between = tokens.between(start - 1, start);
        let comma = between.starts_with(", ");
        if !closes_up(between) && !comma {
            return;
        }
        for first in self.sentence.start.max(start.saturating_sub(NOUN_WORDS))..start {
            for tag in tokens.tags(first).iter().filter(|tag| first + tag.length == start) {
                if tag.length == 1 && tokens.is_verb_here(first) {
                    continue;
                }
                self.left_word(tag.word, comma);
            }
        }
    }

    fn left_word(&mut self, word: &Word, comma: bool) {
        match word {
            Word::Noun { kind, also, plural }
                if !comma || kind.is_work() || matches!(kind, Kind::Company | Kind::Group) =>
            {
                self.introduced = true;
                let weight = if comma || *plural { NOUN / 2 } else { NOUN };
                self.cues.add(*kind, weight);
                also.iter().for_each(|kind| self.cues.add(*kind, weight - 1));
                if !*plural && !comma && also.is_empty() {
                    self.cues.noun = Some(*kind);
                }
            }
            Word::Occupation { .. } if !comma => self.cues.add(Kind::Person, OCCUPATION),
            Word::Genre { .. } if !comma && self.cues.noun.is_none() => {
                GENRE.iter().for_each(|(kind, weight)| self.cues.add(*kind, *weight));
            }
            _ => {}
        }
    }

    /// Nouns right behind the name, and an age.
    fn right_words(&mut self) {
        let (tokens, end) = (self.tokens, self.candidate.tokens.end);
        if end >= self.sentence.end {
            return;
        }
        if self.is_aged() {
            self.cues.add(Kind::Person, AGE);
        } else if self.is_dated() {
            OWNED.iter().for_each(|(kind, _)| self.cues.add(*kind, DATED));
        } else if let Some((kind, also)) = is_a(tokens, end, &self.sentence) {
            self.called(kind, also);
            // "The drama Signal was a hit": what it is stands before.
            if also.is_empty() && !self.introduced {
                self.cues.noun = Some(kind);
            }
        } else if let Some((kind, also)) = apposition(tokens, end, &self.sentence, self.gap_behind()) {
            self.called(kind, also);
            if also.is_empty() && !self.introduced {
                self.cues.noun = Some(kind);
            }
        } else if self.gap_behind() == " " || closes_up(self.gap_behind()) && self.candidate.quoted {
            // "the Star Wars film" names the film; "a Tom Hanks film" does not: persons outweigh it.
            let noun = tokens.longest(end, noun_kind);
            if let Some((_, kind)) = noun.filter(|(length, _)| !tokens.is_capital(end + length)) {
                self.cues.add(kind, NOUN_BEHIND);
            }
        }
    }

    /// A noun says what the name is.
    fn called(&mut self, kind: Kind, also: &[Kind]) {
        self.cues.add(kind, NOUN);
        also.iter().for_each(|kind| self.cues.add(*kind, NOUN - 1));
    }

    /// "Hart, 34," and "Hart (34)".
    fn is_aged(&self) -> bool {
        let (tokens, end) = (self.tokens, self.candidate.tokens.end);
        let after = tokens.text[tokens.list[end].span.end as usize..].chars().next();
        let closed = match self.gap_behind() {
            ", " => matches!(after, Some(',' | '.' | ')' | ';')),
            " (" => after == Some(')'),
            _ => false,
        };
        closed && tokens.shape(end) == Shape::Digit && tokens.word(end).len() <= 2
    }
}

/// The noun of "is a 2018 Japanese crime drama" right behind a name: the last in its noun phrase.
fn is_a<'a>(tokens: &Tokens<'a>, at: usize, sentence: &Range<usize>) -> Option<(Kind, &'a [Kind])> {
    let is_a = tokens.is_small(at, Small::Copula) && tokens.is_small(at + 1, Small::Indefinite);
    let end = sentence.end.min(at + PREDICATE);
    is_a.then(|| last_noun(tokens, at + 2..end)).flatten().map(|(_, noun)| noun)
}

/// The noun of ", a six-part crime drama for" right behind a name, if it ends its noun phrase.
fn apposition<'a>(tokens: &Tokens<'a>, at: usize, sentence: &Range<usize>, gap: &str) -> Option<(Kind, &'a [Kind])> {
    let end = sentence.end.min(at + PREDICATE);
    let (next, noun) =
        (gap == ", " && tokens.is_small(at, Small::Indefinite)).then(|| last_noun(tokens, at + 1..end)).flatten()?;
    let grammar = |word: &Word| matches!(word, Word::Closed(_) | Word::Pronoun(_) | Word::Participle);
    let verbal = VERBAL.iter().any(|ending| tokens.word(next).ends_with(ending));
    let ends = next >= sentence.end
        || !matches!(tokens.between(next - 1, next), " " | "-")
        || tokens.is(next, grammar)
        || verbal;
    ends.then_some(noun)
}

type Noun<'a> = (Kind, &'a [Kind]);

/// The last noun of a noun phrase, and the token behind it.
fn last_noun<'a>(tokens: &Tokens<'a>, range: Range<usize>) -> Option<(usize, Noun<'a>)> {
    let mut found = None;
    let mut next = range.start;
    while next < range.end && matches!(tokens.between(next - 1, next), " " | "-") {
        let noun = tokens.longest(next, |word| match word {
            Word::Noun { kind, also, .. } => Some((*kind, also.as_slice())),
            _ => None,
        });
        if let Some((length, noun)) = noun {
            next += length;
            found = Some((next, noun));
        } else if tokens.is(next, |word| matches!(word, Word::Closed(_))) {
            break;
        } else {
            next += 1;
        }
    }
    found
}
