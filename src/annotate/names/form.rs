//! Names told by their form: what of a run of capitals is the name, and what kind its form hints at.

use std::ops::Range;

use super::{Candidate, Finder};
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Closed, Word};
use crate::mention::Gender;

/// "Mr", "Dame" before a name: as good as an occupation, less than a noun beside another mention.
const HONORIFIC: i32 = 6;
/// A last word such as "Records", a first one such as "University": less than what stands beside the name.
const ENDING: i32 = 5;
/// "Institute", "Records": firms are called what they are, whatever stands beside them.
const FIRM: i32 = 9;
const BEGINNING: i32 = 4;
/// A known given name first, a known family name last: together they outweigh any single cue of another kind.
const GIVEN_NAME: i32 = 4;
const FAMILY_NAME: i32 = 2;
/// A word of the language in it: people are seldom called so, titles are.
const COMMON: i32 = -2;
/// Two to four capitals and nothing else: most of these in the news are people.
const CAPITALS: i32 = 1;
/// A family name beside a given name of two syllables: "Ha Jin-kyung".
const SYLLABLES: i32 = 6;
/// A colon inside: only titles have one.
const SUBTITLED: [(Kind, i32); 4] = [(Kind::Film, 4), (Kind::Series, 3), (Kind::Album, 3), (Kind::Game, 3)];
/// An article with a capital: works and groups have one, people do not.
const ARTICLE: [(Kind, i32); 2] = [(Kind::Group, 1), (Kind::Person, -3)];
/// A given name alone.
const LONE_GIVEN: i32 = 2;
/// Endings of verbs' forms.
const VERBAL: [&str; 3] = ["ed", "ing", "ly"];
/// A sentence that begins with more capitals than this is no guide to what a capital means.
const OPENING: usize = 12;

impl Finder<'_> {
    /// Trims a run of capitals to the name in it; returns where to go on.
    pub(super) fn by_form(&mut self, run: Range<usize>, sentence: usize) -> usize {
        let mut start = run.start;
        let mut hints = Vec::new();
        let mut gender = None;
        // Words before a name that are no part of it: "Actor", "Oscar-winning", "Mr", "The", "British".
        // "Doctor Who: Lockdown" begins with a name that is known.
        let known = self.known(run.start, run.end).is_some_and(|(length, _)| length > 1);
        while start < run.end && !known {
            let honorific = |word: &Word| match word {
                Word::Honorific(gender) => Some(*gender),
                _ => None,
            };
            if let Some((length, honorific)) = self.tokens.longest(start, honorific) {
                hints.push((Kind::Person, HONORIFIC));
                gender = honorific;
                start += length;
            } else if self.is_titles_article(start, sentence, &run) {
                break;
            } else if let Some(length) = self.leading(start, sentence, &run) {
                start += length;
            } else {
                break;
            }
        }
        // What is left may be known, or have a number in front: "Rapper 50 Cent".
        if (run.start + 1..run.end).contains(&start) && hints.is_empty() {
            return start;
        }
        let start = self.behind_occupation(start, run.end);
        let end = self.cut(start, run.end);
        // "The 34" of "The 34-year-old" leaves no name.
        let number = start == run.start && self.tokens.shape(start) == Shape::Digit;
        if start >= end || !self.tokens.is_capital(start) && !number {
            return end.max(run.start + 1).min(run.end.max(run.start + 1));
        }
        let range = start..end;
        let introduced =
            (self.follows_work_noun(start, sentence) || self.follows_group_noun(start, sentence)) && !self.timed[start];
        if range.len() == 1 && hints.is_empty() && self.is_verbal(start, sentence) {
            return end;
        }
        if range.len() == 1 && hints.is_empty() && self.is_given_as_word(start, sentence) {
            return end;
        }
        let surname = self.is_worded_surname(start, sentence);
        if range.len() == 1 && self.tokens.is_common(start) && hints.is_empty() && !introduced && !surname {
            return end;
        }
        hints.extend(self.form_hints(&range));
        let span = self.tokens.span(start, end - 1);
        let gender = gender.or_else(|| self.given_gender(&range));
        let entries = self.whole(range.clone());
        let guarded = !entries.is_empty() && self.is_guarded(&range, sentence, &entries);
        self.push(range, span, Candidate { entries, guarded, hints, gender, ..Candidate::default() });
        end
    }

    /// "Granted, it was", "Powered by": a form of a verb at a sentence's head, if the article has no such name.
    fn is_verbal(&self, at: usize, sentence: usize) -> bool {
        let word = self.tokens.word(at);
        self.is_opening(at, sentence)
            && self.tokens.shape(at) == Shape::Capital
            && VERBAL.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
            && !self.tokens.is(at, |word| matches!(word, Word::Given(_) | Word::Surname))
            && !self.tokens.is_possessive(at + 1)
            && !self.tokens.is(at + 1, |word| matches!(word, Word::Speech(_) | Word::Closed(Closed::Auxiliary)))
            && !(self.tokens.word(at + 1).ends_with('s') && self.tokens.shape(at + 1) == Shape::Lower)
    }

    /// "Faith in the plan", "Rich soil": a given name that opens a sentence and does nothing there may be a word.
    fn is_given_as_word(&self, at: usize, sentence: usize) -> bool {
        let tokens = self.tokens;
        let verb = |word: &Word| matches!(word, Word::Speech(_) | Word::Verb | Word::Closed(Closed::Auxiliary));
        let (next, behind) = (tokens.word(at + 1), tokens.between(at, at + 1));
        at == sentence
            && tokens.is(at, |word| matches!(word, Word::Given(_)))
            && behind == " "
            && tokens.shape(at + 1) == Shape::Lower
            && !tokens.is(at + 1, verb)
            && !tokens.is(at + 1, |word| *word == Word::Closed(Closed::Conjunction))
            && !VERBAL.iter().any(|ending| next.ends_with(ending))
            && !next.ends_with('s')
    }

    /// "Swift said", "when Swift": the surname of somebody whom the article has named in full. At a sentence's head, where
    /// any word has a capital, something must be done by it.
    fn is_worded_surname(&self, at: usize, sentence: usize) -> bool {
        let acts = |word: &Word| matches!(word, Word::Speech(_) | Word::Verb | Word::Closed(Closed::Auxiliary));
        let next = at + 1;
        let subject = || {
            self.tokens.is_possessive(next)
                || self.tokens.between(at, next) == " "
                    && self.tokens.shape(next) == Shape::Lower
                    && (self.tokens.is(next, acts) || self.tokens.word(next).ends_with("ed"))
        };
        self.tokens.shape(at) == Shape::Capital
            && self.surnames.contains(self.tokens.word(at))
            && (!self.is_opening(at, sentence) || subject())
    }

    /// "the band Bread"
    fn follows_group_noun(&self, at: usize, sentence: usize) -> bool {
        let noun = |word: &Word| matches!(word, Word::Noun { kind: Kind::Group, plural: false, .. });
        at > sentence
            && self.tokens.between(at - 1, at) == " "
            && self.tokens.shape(at - 1) == Shape::Lower
            && self.tokens.is(at - 1, noun)
    }

    /// "in The Long Road": an article with a capital where none is due belongs to the name.
    fn is_titles_article(&self, at: usize, sentence: usize, run: &Range<usize>) -> bool {
        self.is_article(at)
            && self.tokens.is_capital(at)
            && self.tokens.is_capital(at + 1)
            && at + 1 < run.end
            && !self.is_start(at, sentence)
    }

    /// "Exhibitor Relations President Paul Jones": the person's name begins behind the occupation.
    fn behind_occupation(&self, start: usize, end: usize) -> usize {
        let occupation = |at: usize| self.tokens.is(at, |word| matches!(word, Word::Occupation { .. }));
        let given = |at: usize| self.tokens.is(at, |word| matches!(word, Word::Given(_)));
        (start + 1..end.saturating_sub(1)).rev().find(|at| occupation(*at - 1) && given(*at)).unwrap_or(start)
    }

    /// How many tokens at `at` are no part of the name that follows.
    fn leading(&self, at: usize, sentence: usize, run: &Range<usize>) -> Option<usize> {
        if self.is_article(at) {
            return Some(1);
        }
        if let Some((length, ())) = self.tokens.longest(at, |word| matches!(word, Word::Demonym { .. }).then_some(())) {
            return Some(length).filter(|length| !self.is_named_by(at + length..run.end));
        }
        if let Some(length) = self.class_phrase(at).filter(|length| at + length < run.end) {
            return Some(length);
        }
        let (length, ()) =
            self.tokens.longest(at, |word| matches!(word, Word::Occupation { .. }).then_some(())).unwrap_or((0, ()));
        if length > 0 && at + length < run.end && self.is_start(at, sentence) {
            return Some(length);
        }
        // "House Speaker Paul Hart" names a person; "The Keeping Hour" is a name.
        let given = |at: usize| self.tokens.is(at, |word| matches!(word, Word::Given(_)));
        let opens = self.is_opening(at, sentence) || self.is_start(at, sentence) && (at + 1..run.end).any(given);
        let first = opens && self.tokens.is_common(at) && !given(at) && !self.is_syllable(at, at + 2);
        first.then_some(1)
    }

    /// Whether common words say only what it is, so that the word before makes the name: "Danish *Film Institute*".
    fn is_named_by(&self, rest: Range<usize>) -> bool {
        let ending = |word: &Word| matches!(word, Word::Ending { first: false, .. });
        rest.len() > 1
            && self.tokens.is(rest.end - 1, ending)
            && (rest.start..rest.end - 1).all(|at| self.tokens.is_common(at))
            && self.whole(rest).is_empty()
    }

    /// Whether a capital means nothing here: the sentence's first word, or the first in quotation marks.
    pub(super) fn is_opening(&self, at: usize, sentence: usize) -> bool {
        let before = &self.tokens.text[..self.tokens.list[at].span.start as usize];
        // A mark with a space behind it closes what stands before.
        at == sentence
            || before.ends_with(['"', '“', '‘', '\''])
            || before.trim_end_matches(' ').ends_with([':', '.', '!', '?'])
    }

    /// Whether it opens a sentence, or only words follow its opening that have capitals as well.
    fn is_start(&self, at: usize, sentence: usize) -> bool {
        self.is_opening(at, sentence)
            || at - sentence <= OPENING
                && (sentence..at).all(|before| self.tokens.is_common(before) && self.tokens.is_capital(before))
    }

    /// A run ends where another known name of two words or more begins inside it.
    fn cut(&self, start: usize, end: usize) -> usize {
        // "The Doris Day Show" is named after somebody.
        let article = self.is_article(start);
        let begins = |at: &usize| {
            // "Cha Min-ho" is one name, whoever else is called Min-ho.
            let known = self.known(*at, end).filter(|(length, _)| *length > 1 && !self.is_syllable(start, at + 1));
            let person = |entries: &[u32]| self.is_name_of(entries, &[Kind::Person]);
            // "Mark Christopher Lee" has the name of somebody else in his.
            let given = *at == start + 1
                && self.tokens.between(start, *at) == " "
                && self.tokens.is(start, |word| matches!(word, Word::Given(_)));
            // "Escape From New York"
            let preposition = self.tokens.is_capital(at - 1)
                && self.tokens.is(at - 1, |word| *word == Word::Closed(Closed::Preposition));
            let apart = !preposition || start + 1 == *at;
            known
                .filter(|_| apart)
                .is_some_and(|(length, entries)| !(article && at + length < end || given && person(&entries)))
        };
        (start + 1..end).find(begins).unwrap_or(end)
    }

    pub(super) fn form_hints(&self, range: &Range<usize>) -> Vec<(Kind, i32)> {
        let colon = range.clone().skip(1).any(|at| self.tokens.between(at - 1, at) == ": ");
        if colon || self.is_article(range.start) {
            let form = if colon { SUBTITLED.to_vec() } else { ARTICLE.to_vec() };
            // "The Salt Road" is a title as often as a place.
            let ending = self.ending_hints(range).into_iter().filter(|(kind, _)| *kind != Kind::Place);
            return form.into_iter().chain(ending).collect();
        }
        if range.clone().skip(1).any(|at| self.is_syllable(range.start, at)) {
            return vec![(Kind::Person, SYLLABLES)];
        }
        let mut hints = self.ending_hints(range);
        let given = self.tokens.is(range.start, |word| matches!(word, Word::Given(_)));
        let plain = range
            .clone()
            .all(|at| matches!(self.tokens.shape(at), Shape::Capital | Shape::Upper) || self.is_inside(at));
        let letters = range.clone().all(|at| self.tokens.shape(at) == Shape::Upper);
        if plain && letters && !given {
            return hints;
        }
        if plain && hints.is_empty() && (2..=4).contains(&range.len()) {
            let surname = self.tokens.is(range.end - 1, |word| matches!(word, Word::Surname));
            let common = range.clone().filter(|at| self.tokens.is_common(*at)).count() as i32;
            let names = i32::from(given) * GIVEN_NAME + i32::from(surname) * FAMILY_NAME;
            hints.push((Kind::Person, names + common * COMMON + CAPITALS));
        } else if range.len() == 1 && given {
            hints.push((Kind::Person, LONE_GIVEN));
        }
        hints
    }

    /// What the last and the first word say: "Records", "University of".
    pub(super) fn ending_hints(&self, range: &Range<usize>) -> Vec<(Kind, i32)> {
        let ending = |word: &Word, wanted_first: bool| match word {
            Word::Ending { kind, first } if *first == wanted_first => Some(*kind),
            _ => None,
        };
        let mut hints = Vec::new();
        if range.len() > 1 {
            if let Some((1, kind)) = self.tokens.longest(range.end - 1, |word| ending(word, false)) {
                // "In Good Company" is no firm.
                let firm = kind == Kind::Company
                    && !self.tokens.is(range.start, |word| *word == Word::Closed(Closed::Preposition));
                hints.push((kind, if firm { FIRM } else { ENDING }));
            }
            if let Some((_, kind)) = self.tokens.longest(range.start, |word| ending(word, true)) {
                hints.push((kind, BEGINNING));
            }
        }
        hints
    }

    /// The gender that the given name of a name tells, if it is short enough for a person's.
    pub(super) fn given_gender(&self, range: &Range<usize>) -> Option<Gender> {
        let name = self.tokens.word(range.start);
        (range.len() <= 4).then(|| self.lexicon.words.given_gender(name)).flatten().flatten()
    }
}
