//! What the words around one mention say of its kind: nouns and occupations beside it, an age, and the phrases of
//! `gazetteers/words/cues.tsv`. No decision is made here. Noun phrases are read in [`noun`].

mod noun;

use std::ops::Range;

use super::super::names::Candidate;
use super::super::quotes::is_title_case;
use super::super::tokens::Tokens;
use super::Scores;
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Closed, Lexicon, PronounOf, Small, Word};

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
/// A winner, a star may be a work as well.
const ANY_ONE: i32 = 5;
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

/// "Hart and the drum and bass star Lee": so many words between the two.
const JOINED: usize = 6;

/// The longest phrases of the lists, in words: to the left of a name, and to its right.
const LEFT: usize = 5;
const RIGHT: usize = 6;
/// "such as", "known as" before a name have no more words.
const CALLED: usize = 3;
/// "starred in last year's acclaimed X": so many tokens between.
const MODIFIERS: usize = 4;
/// A noun that stands before a name has no more words.
const NOUN_WORDS: usize = 4;
/// ", who" behind a person's name.
const RELATIVE: i32 = 4;
/// A place and a day behind an event's name; the place has fewer words.
const DATES: i32 = 6;
const PLACE: usize = 4;
/// A work in brackets behind whoever made it or is in it: "Mira Hart (The Long Road)".
const CREDIT: [(Kind, i32); 3] = [(Kind::Film, 3), (Kind::Series, 3), (Kind::Stage, 2)];
/// A form that says so much of a person has a given name or a title.
const NAMED: i32 = 4;
/// Works come out in a year: "2010's Ceniza".
const YEAR: i32 = 5;

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
    reader.year();
    reader.relative();
    reader.dates();
    if previous.is_some_and(|previous| reader.is_credit_of(previous, lexicon)) {
        CREDIT.iter().for_each(|(kind, weight)| reader.cues.add(*kind, *weight));
    }
    if previous.is_some_and(|previous| reader.is_owned_by(previous, lexicon)) {
        OWNED.iter().for_each(|(kind, weight)| reader.cues.add(*kind, *weight));
    }
    reader.phrases(lexicon);
    reader.cues
}

/// A noun that names more kinds tells nothing: "hit".
const TELLING: usize = 4;

/// The kinds that a noun names.
pub(super) fn noun_kinds(word: &Word) -> Option<impl Iterator<Item = Kind>> {
    match word {
        Word::Noun { kind, also, .. } if also.len() < TELLING => {
            Some(std::iter::once(*kind).chain(also.iter().copied()))
        }
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

/// The text around a name without quotation marks.
fn unmarked(text: &str) -> &str {
    text.trim_matches(['"', '“', '”', '‘', '’', '\'', '`'])
}

impl<'a> Reader<'a> {
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
        let place = |entry: &u32| lexicon.names.kind(*entry) == Kind::Place;
        let joined = self.is_joined();
        let known_place = self.candidate.entries.iter().any(place);
        let mut longer = false;
        for first in self.sentence.start.max(start.saturating_sub(LEFT))..start {
            let mut phrases = table.left.all(tokens.text, &tokens.list[first..start]);
            let ending = phrases.find(|(length, _)| first + length == start);
            let beside = closes_up(tokens.between(start - 1, start));
            let Some((_, found)) = ending.filter(|_| beside) else { continue };
            // "stars in" a film says more than "in" a place.
            let unlikely = |kind: Kind| kind == Kind::Place && longer && !known_place;
            for cue in found.iter().filter(|cue| !unlikely(cue.kind)) {
                if self.may_be(cue.kind) {
                    self.cues.add(cue.kind, cue.weight);
                }
            }
            longer = true;
        }
        if !longer && !known_place {
            self.modified(lexicon);
        }
        let end = self.candidate.tokens.end;
        let relative = |word: &Word| matches!(word, Word::Pronoun(pronoun) if pronoun.relative);
        // "Hart, who plays", "Zorbelle, from left: …"
        let comma = end < self.sentence.end
            && unmarked(self.gap_behind()) == ", "
            && (tokens.is(end, relative) || tokens.is(end, |word| *word == Word::Closed(Closed::Preposition)));
        if end < self.sentence.end && (closes_up(self.gap_behind()) || comma) {
            let words = &tokens.list[end..self.sentence.end.min(end + RIGHT)];
            for cue in table.right.longest(tokens.text, words).map_or(&[][..], |(_, cues)| cues) {
                // The "Cold Water" singer sings a song; a band's name stands without marks.
                let song = self.candidate.quoted && cue.kind == Kind::Group;
                // "Hart and Lee are": the verb says that they are two. "A Lisbon concert" takes place there.
                let unlikely = cue.kind == Kind::Group && joined || cue.kind == Kind::Event && known_place;
                if self.may_be(cue.kind) && !unlikely {
                    self.cues.add(if song { Kind::Song } else { cue.kind }, cue.weight);
                }
            }
        }
        if end + 1 < self.sentence.end && tokens.is_possessive(end) {
            let words = &tokens.list[end + 1..self.sentence.end.min(end + 1 + RIGHT)];
            for cue in table.owned.longest(tokens.text, words).map_or(&[][..], |(_, cues)| cues) {
                self.cues.add(cue.kind, cue.weight);
            }
        }
    }

    /// "directed last year's X", "starred in the 2004 hit X": words between the phrase and the title, which modify it.
    fn modified(&mut self, lexicon: &Lexicon) {
        let (tokens, start) = (self.tokens, self.candidate.tokens.start);
        let least = self.sentence.start.max(start.saturating_sub(MODIFIERS));
        let joined = |at: &usize| matches!(tokens.between(*at, at + 1), " " | "-" | "'" | "’");
        let modifier = |at: &usize| {
            let tagged = |word: &Word| match word {
                Word::Demonym { .. } | Word::Genre { .. } | Word::Noun { .. } | Word::Common => true,
                Word::Pronoun(pronoun) => pronoun.possessive,
                _ => false,
            };
            let article = [Small::Article, Small::Indefinite].iter().any(|role| tokens.is_small(*at, *role));
            article || tokens.is_possessive(*at) || tokens.shape(*at) == Shape::Digit || tokens.is(*at, tagged)
        };
        let grammar = |at: &usize| tokens.is(*at, |word| matches!(word, Word::Closed(Closed::Preposition)));
        let stretch = (least..start).rev().take_while(|at| {
            (*at + 1 == start && closes_up(tokens.between(*at, start)) || joined(at)) && modifier(at) && !grammar(at)
        });
        for end in stretch {
            for first in self.sentence.start.max(end.saturating_sub(LEFT))..end {
                let mut phrases = lexicon.words.cues.left.all(tokens.text, &tokens.list[first..end]);
                let ending = phrases.find(|(length, _)| first + length == end && *length <= end - first);
                let Some((_, found)) = ending.filter(|_| joined(&(end - 1))) else { continue };
                let works = found.iter().filter(|cue| cue.kind.is_work());
                works.for_each(|cue| self.cues.scores[cue.kind as usize] += cue.weight - 1);
                if found.iter().any(|cue| cue.kind.is_work()) {
                    return;
                }
            }
        }
    }

    /// ", which" follows things, ", who" people, and several where "are" comes behind.
    fn relative(&mut self) {
        let (tokens, end) = (self.tokens, self.candidate.tokens.end);
        if end >= self.sentence.end
            || unmarked(self.gap_behind()) != ", "
            || self.candidate.quoted
            || !self.candidate.entries.is_empty()
        {
            return;
        }
        let of = tokens.longest(end, |word| match word {
            Word::Pronoun(pronoun) if pronoun.relative => Some(pronoun.of),
            _ => None,
        });
        // "Families for Justice, who" are several people.
        let plain = self.candidate.tokens.clone().all(|at| tokens.shape(at) != Shape::Lower);
        match of.filter(|_| plain) {
            Some((_, PronounOf::Thing)) => self.cues.add(Kind::Person, -RELATIVE),
            Some((length, PronounOf::Person(_))) => {
                let several = tokens.is_small(end + length, Small::Copulas) && !self.is_joined();
                self.cues.add(if several { Kind::Group } else { Kind::Person }, RELATIVE);
            }
            _ => {}
        }
    }

    /// "Cerro Sonoro, Monterrey (8 November)": where and when something takes place.
    fn dates(&mut self) {
        let (tokens, end) = (self.tokens, self.candidate.tokens.end);
        if end >= self.sentence.end || self.gap_behind() != ", " || !tokens.is_capital(end) {
            return;
        }
        let place = (end + 1..self.sentence.end.min(end + PLACE)).find(|at| tokens.between(at - 1, *at) != " ");
        let day = |at: usize| {
            tokens.between(at - 1, at) == " (" && tokens.shape(at) == Shape::Digit && tokens.word(at).len() <= 2
        };
        let month = |at: usize| tokens.is_capital(at + 1) && tokens.between(at, at + 1) == " ";
        if place.is_some_and(|at| day(at) && month(at)) {
            self.cues.add(Kind::Event, DATES);
        }
    }

    /// Quotation marks stand around works; what else stands in them has a noun of its own.
    fn may_be(&self, kind: Kind) -> bool {
        !self.candidate.quoted || !matches!(kind, Kind::Place | Kind::Person | Kind::Company)
    }

    /// Whether the name is the second of two, or what stands before ends so: "Hart and the singer Lee".
    fn is_joined(&self) -> bool {
        let start = self.candidate.tokens.start;
        let conjunction = |word: &Word| *word == Word::Closed(Closed::Conjunction);
        (self.sentence.start.max(start.saturating_sub(JOINED))..start)
            .any(|at| self.tokens.is(at, conjunction) || self.tokens.between(at, at + 1).contains('&'))
    }

    /// "2010's Ceniza": a name that a year owns is a work's.
    fn year(&mut self) {
        let (tokens, start) = (self.tokens, self.candidate.tokens.start);
        if start >= self.sentence.start + 2
            && tokens.is_possessive(start - 1)
            && tokens.shape(start - 2) == Shape::Digit
            && tokens.word(start - 2).len() == 4
            && self.candidate.entries.is_empty()
        {
            OWNED.iter().for_each(|(kind, _)| self.cues.add(*kind, YEAR));
        }
    }

    /// "Mira Hart (The Long Road)": what stands alone in brackets behind a person, and is not called like one.
    fn is_credit_of(&self, previous: &Candidate, lexicon: &Lexicon) -> bool {
        let (tokens, candidate) = (self.tokens, self.candidate);
        let given = |word: &Word| matches!(word, Word::Given(_));
        // "Hart (Cold Tide star)" has another head.
        let headed = tokens.is(candidate.tokens.end - 1, |word| matches!(word, Word::Occupation { .. }));
        let title =
            || candidate.quoted || candidate.tokens.len() > 1 && !headed && !tokens.is(candidate.tokens.start, given);
        previous.tokens.end == candidate.tokens.start
            && candidate.aside
            && title()
            && is_person(previous, NAMED, lexicon)
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
        let person = is_person(previous, 1, lexicon);
        // "Usher's Caught Up" is a work; "Justin's Instagram" is something else that he has.
        let letters = self.candidate.tokens.clone().all(|at| tokens.shape(at) == Shape::Upper);
        let title = self.candidate.quoted || self.candidate.tokens.len() > 1 && !letters || tokens.is_common(start);
        possessive && person && title && !self.is_heading()
    }

    /// "Mira Hart's Friends Are Her Family" above an article has its capitals from being a headline.
    fn is_heading(&self) -> bool {
        let last = self.tokens.list[self.sentence.end - 1].span.end as usize;
        is_title_case(self.tokens, self.sentence.clone()) && !self.tokens.text[last..].starts_with('.')
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
        // "Salt Road star dies"
        let acts = next < self.sentence.end
            && tokens.between(next - 1, next) == " "
            && (tokens.is(next, |word| matches!(word, Word::Verb | Word::Speech(_) | Word::Closed(Closed::Auxiliary)))
                || tokens.shape(next) == Shape::Lower && tokens.word(next).ends_with('s'));
        if acts
            || determined
            || next < self.sentence.end && tokens.is_capital(next) && tokens.between(next - 1, next) == " "
        {
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
        let called = (1..=CALLED).find(|length| {
            let first = start.checked_sub(*length).filter(|first| *first >= self.sentence.start);
            first.is_some_and(|first| tokens.small(first, Small::Called) == Some(*length))
        });
        start -= called.unwrap_or(0);
        if start == self.sentence.start {
            return;
        }
        if let Some(class) = noun::introduced(tokens, start, &self.sentence).filter(|_| !self.is_owner()) {
            self.classed(class);
            self.introduced = true;
        }
        let between = tokens.between(start - 1, start);
        let comma = between.starts_with(", ");
        if !closes_up(between) && !comma {
            return;
        }
        let firsts = self.sentence.start.max(start.saturating_sub(NOUN_WORDS))..start;
        let company = |word: &Word| matches!(word, Word::Noun { kind: Kind::Company, .. });
        let mut tags =
            firsts.clone().flat_map(|first| tokens.tags(first).iter().filter(move |tag| first + tag.length == start));
        let firm = tags.any(|tag| company(tag.word));
        for first in firsts {
            for tag in tokens.tags(first).iter().filter(|tag| first + tag.length == start) {
                if tag.length == 1 && tokens.is_verb_here(first) {
                    continue;
                }
                let any_one = tag.length == 1 && tokens.is_small(first, Small::AnyOne);
                match tag.word {
                    // "its broadcaster, X": rather a firm; and nobody's name stands in quotation marks.
                    Word::Occupation { .. } if comma && (firm || self.candidate.quoted) => {}
                    Word::Occupation { .. } if any_one && !comma => self.cues.add(Kind::Person, ANY_ONE),
                    Word::Occupation { .. } if any_one => {}
                    word => self.left_word(word, comma),
                }
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
            Word::Occupation { plural: false, .. } => self.cues.add(Kind::Person, OCCUPATION / 2),
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
        } else if let Some(class) = self.described() {
            self.classed(class);
        } else if self.gap_behind() == " " || closes_up(self.gap_behind()) && self.candidate.quoted {
            // "the Star Wars film" names the film; "a Tom Hanks film" does not: persons outweigh it.
            let noun = tokens.longest(end, noun_kinds).filter(|(length, _)| !tokens.is_capital(end + length));
            if let Some(kind) = noun.and_then(|(_, mut kinds)| kinds.next()) {
                self.cues.add(kind, NOUN_BEHIND);
            }
        }
    }

    /// What a noun phrase behind the name says it is.
    fn described(&self) -> Option<noun::Class<'a>> {
        let (tokens, end) = (self.tokens, self.candidate.tokens.end);
        let is_a = noun::is_a(tokens, end, &self.sentence).filter(|class| !(class.is_group() && self.is_joined()));
        is_a.or_else(|| {
            noun::apposition(tokens, end, &self.sentence, unmarked(self.gap_behind()), self.candidate.quoted)
        })
    }

    /// Whether the name owns what follows.
    fn is_owner(&self) -> bool {
        let end = self.candidate.tokens.end;
        end < self.sentence.end && self.tokens.is_possessive(end)
    }

    fn classed(&mut self, class: noun::Class) {
        match class {
            noun::Class::Person => self.cues.add(Kind::Person, OCCUPATION),
            noun::Class::Noun(kind, also) => {
                self.called(kind, also);
                // "The drama Signal was a hit": what it is stands before.
                if also.is_empty() && !self.introduced {
                    self.cues.noun = Some(kind);
                }
            }
        }
    }

    /// A noun says what the name is.
    fn called(&mut self, kind: Kind, also: &[Kind]) {
        // One that names several kinds leaves the choice to the rest of the article.
        self.cues.add(kind, if also.is_empty() { NOUN } else { NOUN - 1 });
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

/// Whether a name is a person's, as far as the gazetteers and, with at least so many points, its form say.
fn is_person(candidate: &Candidate, least: i32, lexicon: &Lexicon) -> bool {
    let known = |entry: &u32| lexicon.names.kind(*entry) == Kind::Person;
    let hinted = |least: i32| candidate.hints.iter().any(|(kind, weight)| *kind == Kind::Person && *weight >= least);
    candidate.entries.iter().any(known) || candidate.entries.is_empty() && hinted(least)
}
