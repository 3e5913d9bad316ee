//! Runs of capitals: how far a name written with capitals goes, small words inside included.

use std::ops::Range;

use super::super::quotes::MARKS;
use super::Finder;
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Closed, Small, Word};

/// No name has more tokens than this: what goes on for longer is shouting.
const LONGEST: usize = 40;
/// Phrases after which a work is named have no more words.
const CUE_WORDS: usize = 5;
/// Kinds that have titles with subtitles.
const WORKS: [Kind; 4] = [Kind::Film, Kind::Series, Kind::Album, Kind::Game];
/// So many small words in a row may stand inside a name: "Love *in the Time of* Cholera" has two times fewer.
const SMALL_IN_ROW: usize = 3;

/// A second syllable of a given name has no more letters: "Ha Jin-kyung".
const SYLLABLE: usize = 6;

/// What stands before a run of capitals, and says how much of it may be a title.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A noun for a work: what follows is its title, with any small words inside.
    Noun,
    /// Somebody's possessive, "starred in": a title is likely, and has small words that titles often have.
    Cue,
    /// Nothing of the sort.
    Other,
}

impl Finder<'_> {
    /// A run of capitals that begins at `at`, small words inside included.
    pub(super) fn capital_run(&self, at: usize, range: Range<usize>) -> Option<Range<usize>> {
        let before = self.before(at, range.start);
        self.run_behind(before, at, range)
    }

    /// The same, if it were a title; only where small words stand inside.
    pub(super) fn title_run(&self, at: usize, range: Range<usize>) -> Option<Range<usize>> {
        let run = self.run_behind(Before::Cue, at, range)?;
        run.clone().any(|at| self.is_closed(at)).then_some(run)
    }

    fn run_behind(&self, before: Before, at: usize, range: Range<usize>) -> Option<Range<usize>> {
        let pronoun = self.tokens.word(at).len() == 1 && self.tokens.is(at, |word| matches!(word, Word::Pronoun(_)));
        // "In September Hart went": a date, and then a name.
        let preposition = |word: &Word| *word == Word::Closed(Closed::Preposition);
        let dated = self.dated[at] || self.timed[at] && at > 0 && self.tokens.is(at - 1, preposition);
        if dated || pronoun || self.is_rank(at) {
            return None;
        }
        let number = before == Before::Noun && self.is_number_title(at);
        if !self.tokens.is_capital(at) && !number {
            return None;
        }
        let limit = range.end.min(at + LONGEST);
        let mut end = at + 1;
        while end < limit && !self.taken[end] && !self.dated[end] {
            if self.is_contracted(end)
                || self.goes_on(end - 1, end) && self.continues(end)
                || self.is_syllable(at, end)
                || before == Before::Noun && self.is_time(end)
            {
                end += 1;
                continue;
            }
            let Some(next) = self.bridge(at, end, limit, before).or_else(|| self.subtitle(at, end, &range, before))
            else {
                break;
            };
            end = next + 1;
        }
        Some(at..end)
    }

    fn before(&self, at: usize, sentence: usize) -> Before {
        if self.follows_work_noun(at, sentence) {
            Before::Noun
        } else if self.is_owned(at) || self.follows_work_cue(at, sentence) {
            Before::Cue
        } else {
            Before::Other
        }
    }

    /// Whether the possessive of a name stands right before: "Mira Hart's The Long Road".
    pub(super) fn is_owned(&self, at: usize) -> bool {
        let possessive = |before: usize| self.tokens.is_possessive(before) && before > 0 && self.taken[before - 1];
        let bare = |before: usize| self.taken[before] && matches!(self.tokens.between(before, at), "' " | "’ ");
        at > 0 && (possessive(at - 1) || bare(at - 1))
    }

    /// Whether words stand right before that a work follows: "starred in", "premiere of".
    fn follows_work_cue(&self, at: usize, sentence: usize) -> bool {
        let (tokens, cues) = (self.tokens, &self.lexicon.words.cues.left);
        at > sentence
            && tokens.between(at - 1, at) == " "
            && (sentence.max(at.saturating_sub(CUE_WORDS))..at).any(|first| {
                let phrases = cues.all(tokens.text, &tokens.list[first..at]);
                let ending = phrases.filter(|(length, _)| *length > 1 && first + length == at);
                ending.flat_map(|(_, cues)| cues).any(|cue| cue.kind.is_work())
            })
    }

    /// Whether a number begins a title: "50 First Dates", "2:22".
    fn is_number_title(&self, at: usize) -> bool {
        self.tokens.shape(at) == Shape::Digit
            && (self.is_time(at + 1) || self.tokens.between(at, at + 1) == " " && self.tokens.is_capital(at + 1))
    }

    /// Whether a number goes on as times of day do: 2:22.
    fn is_time(&self, at: usize) -> bool {
        let digit = |at: usize| self.tokens.shape(at) == Shape::Digit;
        digit(at) && digit(at - 1) && self.tokens.between(at - 1, at) == ":"
    }

    /// The second syllable of a given name in small letters, beside a family name: "Ha Jin-kyung", "Jin-kyung Ha".
    pub(super) fn is_syllable(&self, start: usize, at: usize) -> bool {
        let tokens = self.tokens;
        let family = |at: usize| tokens.is_capital(at) && tokens.is(at, |word| matches!(word, Word::Surname));
        let verbal = tokens.is(at, |word| matches!(word, Word::Participle)) && tokens.word(at).ends_with('n')
            || tokens.word(at).ends_with("ed");
        let before = at >= start + 2 && family(at - 2) && tokens.between(at - 2, at - 1) == " ";
        let behind = at == start + 1 && family(at + 1) && tokens.between(at, at + 1) == " " && !tokens.is_common(at);
        tokens.shape(at) == Shape::Lower
            && tokens.between(at - 1, at) == "-"
            && tokens.word(at).len() <= SYLLABLE
            && !verbal
            && (before && !tokens.is(at - 1, |word| matches!(word, Word::Demonym { .. })) || behind)
    }

    /// "No. 7" is a rank, not a name.
    pub(super) fn is_rank(&self, at: usize) -> bool {
        self.tokens.is_small(at, Small::Rank) && self.tokens.shape(at + 1) == Shape::Digit
    }

    /// Small words inside a name count only with a capital behind them: returns that capital's token.
    fn bridge(&self, start: usize, at: usize, end: usize, before: Before) -> Option<usize> {
        let inside = |at: usize| match before {
            Before::Noun => self.is_inside(at) || self.is_closed(at),
            Before::Cue => self.is_inside(at) || self.tokens.is_small(at, Small::Title) && self.is_closed(at),
            // "Volver a la Sal"
            Before::Other => {
                let family = self.tokens.shape(at + 1) == Shape::Lower && self.tokens.is_small(at + 1, Small::Family);
                self.is_inside(at) || self.tokens.is_small(at, Small::Title) && family
            }
        };
        let small = |next: &usize| inside(*next) && self.goes_on(*next - 1, *next);
        let words = (at..end).take(SMALL_IN_ROW).take_while(small).count();
        let next = at + words;
        let capital = next < end && self.tokens.is_capital(next) && !self.taken[next] && self.goes_on(next - 1, next);
        if words == 0 || !capital || self.timed[next] {
            return None;
        }
        let title = before != Before::Other;
        // "the film Signal and Hart": another name is not joined.
        let conjunction = |at: usize| self.tokens.is(at, |word| *word == Word::Closed(Closed::Conjunction));
        let name = |word: &Word| matches!(word, Word::Given(_) | Word::Surname | Word::Demonym { .. });
        let known = || self.known(next, end).is_some_and(|(length, _)| length > 1 || !self.tokens.is_common(next));
        let joined = next - 1 > at || !self.tokens.is(next, name) && !known();
        if conjunction(at) && !joined {
            return None;
        }
        let of_two_people = !title
            && self.tokens.is(start, |word| matches!(word, Word::Given(_)))
            && !self.tokens.is(start, |word| matches!(word, Word::Pronoun(_)))
            && !self.tokens.is_small(at, Small::Family);
        (!self.parts(start, at, next, end, title) && !of_two_people).then_some(next)
    }

    /// The first token behind a colon that parts a title from its subtitle: "Glass Harbour: Second Tide".
    fn subtitle(&self, start: usize, at: usize, range: &Range<usize>, before: Before) -> Option<usize> {
        let tokens = self.tokens;
        let given = |at: usize| tokens.is(at, |word| matches!(word, Word::Given(_)));
        if tokens.between(at - 1, at) != ": " || !tokens.is_capital(at) || self.taken[at] {
            return None;
        }
        // "Salt Road: Hart defends the ending", "(Photo: The Agency)": what stands first is a heading.
        let bracket = tokens.text[..tokens.list[start].span.start as usize].ends_with('(');
        if before != Before::Noun && (start == range.start || bracket) {
            return None;
        }
        let known = || self.known(start, at).filter(|(length, _)| *length == at - start);
        let work = || known().is_some_and(|(_, entries)| entries.is_empty() || self.is_name_of(&entries, &WORKS));
        let long = || at - start > 1 && (tokens.is_capital(at + 1) || tokens.is_possessive(at + 1));
        let form = || known().is_none() && long();
        (before == Before::Noun || !given(at) && (work() || !given(start) && form())).then_some(at)
    }

    /// Whether two names stand on either side of small words: "Jungkook of BTS", "Signal in Japan".
    fn parts(&self, start: usize, at: usize, next: usize, end: usize, title: bool) -> bool {
        // "Volver a la Sal" is one title, whatever else is called "Volver".
        let foreign = (at..next).any(|at| self.tokens.is_small(at, Small::Family));
        let work = |entries: &[u32]| !self.is_name_of(entries, &[Kind::Person, Kind::Group, Kind::Place]);
        let begins = (self.known(start, end))
            .is_some_and(|(length, entries)| length == at - start && !(foreign && work(&entries)));
        // "My Summer of Love": somebody's name is a word as well.
        let word = |length: usize| length == 1 && self.tokens.is_common(next);
        let Some((_, entries)) = self.known(next, end).filter(|(length, _)| !word(*length)) else { return begins };
        begins || !title || self.is_name_of(&entries, &[Kind::Place, Kind::Person])
    }

    pub(super) fn is_closed(&self, at: usize) -> bool {
        self.tokens.is(at, |word| matches!(word, Word::Closed(_))) && self.tokens.shape(at) == Shape::Lower
    }

    /// Whether a noun for a kind of work stands right before: what follows is its title.
    pub(super) fn follows_work_noun(&self, at: usize, sentence: usize) -> bool {
        let noun = |word: &Word| matches!(word, Word::Noun { kind, plural: false, .. } if kind.is_work());
        // "Song Kang-ho", "Film Forum": with a capital inside the sentence it is part of a name.
        at > sentence
            && self.tokens.between(at - 1, at) == " "
            && (at - 1 == sentence || self.tokens.shape(at - 1) != Shape::Capital)
            && !self.tokens.is_verb_here(at - 1)
            && (sentence.max(at.saturating_sub(4))..at)
                .any(|first| self.tokens.tags(first).iter().any(|tag| first + tag.length == at && noun(tag.word)))
    }

    fn continues(&self, at: usize) -> bool {
        match self.tokens.shape(at) {
            Shape::Capital | Shape::Upper => true,
            Shape::Digit => {
                self.tokens.word(at).len() <= 3 && self.tokens.word(at).bytes().all(|byte| byte.is_ascii_digit())
            }
            _ => false,
        }
    }

    /// Whether it is a small word that names have inside, in lower case.
    pub(super) fn is_inside(&self, at: usize) -> bool {
        self.tokens.shape(at) == Shape::Lower
            && (self.tokens.is_small(at, Small::Inside) || self.tokens.is_small(at, Small::Family))
    }

    /// Whether nothing between two tokens ends a name.
    fn goes_on(&self, at: usize, next: usize) -> bool {
        let between = self.tokens.between(at, next);
        let beside_nickname = self.nickname[at] || self.nickname[next];
        match if beside_nickname { between.trim_matches(MARKS) } else { between } {
            " " | "-" | "'" | "’" | "&" | " & " | "" => !self.tokens.is_possessive(next),
            ". " | "." => {
                self.tokens.word(at).len() <= 2 && self.tokens.is_capital(at)
                    || self.tokens.is(at, |word| matches!(word, Word::Honorific(_)))
            }
            _ => false,
        }
    }
}
