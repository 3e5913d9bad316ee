//! Names that a gazetteer or the article itself knows: where they stand, and whether the words may be just words.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Candidate, Finder, Local};
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Found, Small, Word};

/// Kinds whose titles of one word count only with something that says so: any noun is somebody's song.
const SMALL_WORKS: [Kind; 5] = [Kind::Song, Kind::Album, Kind::Book, Kind::Video, Kind::Game];

/// A work's number says that it is of the kind of the work without.
const NUMBERED: i32 = 5;

impl Finder<'_> {
    /// A known name of one word gives way to a longer run of capitals that it merely begins.
    pub(super) fn prefers(&self, known: Range<usize>, run: &Range<usize>) -> bool {
        // "Star Wars: Episode IX" is one title.
        let subtitled = known.end < run.end && self.tokens.between(known.end - 1, known.end) == ": ";
        // "The American Film Institute" is about no film called "The American".
        let named = known.start + usize::from(self.is_article(known.start) && !self.shouted);
        if known.end >= run.end || known.end - named > 1 {
            return !subtitled;
        }
        // "Oscar Isaac", "Paris Hilton" are people; "BTS Jungkook", "MTV News" are two names beside each other.
        let rest = known.end;
        // "Fi Glover": what only this article knows, it knows as a part.
        if self.whole(known.clone()).is_empty() {
            return false;
        }
        let rest_known = self.known(rest, run.end).is_some_and(|(length, _)| rest + length == run.end);
        let given = self.tokens.is(named, |word| matches!(word, Word::Given(_)));
        rest_known && !given && !self.tokens.is_common(named)
    }

    /// "Blade Runner 2099": a number behind the name of a known work makes it another one. Returns where to go on.
    pub(super) fn numbered(&mut self, known: Range<usize>, entries: &[u32], end: usize) -> Option<usize> {
        let (tokens, at) = (self.tokens, known.end);
        let kinds: BTreeSet<Kind> = entries.iter().map(|entry| self.kind_of(*entry)).collect();
        let number = at < end
            && !self.dated[at]
            && tokens.shape(at) == Shape::Digit
            && tokens.between(at - 1, at) == " "
            && matches!(tokens.word(at).len(), 1 | 4)
            && tokens.word(at).bytes().all(|byte| byte.is_ascii_digit());
        // "Titanic 3 times": counted is what follows.
        let counts = tokens.is(at + 1, |word| matches!(word, Word::Unit(_) | Word::Multiplier(_)))
            || matches!(tokens.between(at, at + 1), "." | "-" | "," | "%" | "/" | ":");
        let title = kinds.iter().all(|kind| kind.is_work());
        if !number || !title || at + 1 < end && counts {
            return None;
        }
        let range = known.start..at + 1;
        let span = tokens.span(range.start, at);
        self.push(
            range,
            span,
            Candidate { hints: kinds.into_iter().map(|kind| (kind, NUMBERED)).collect(), ..Candidate::default() },
        );
        Some(at + 1)
    }

    /// "The Red Hot Chili Peppers": a name that begins with an article and ends inside the one behind the article.
    pub(super) fn is_cut_short(&self, at: usize, length: usize, end: usize) -> bool {
        let behind = || self.known(at + 1, end).filter(|(longer, _)| *longer > length);
        self.is_article(at) && length > 1 && behind().is_some()
    }

    /// The longest known name that begins here and is written as one: of a gazetteer, or of this article.
    pub(super) fn known(&self, at: usize, end: usize) -> Option<(usize, Vec<u32>)> {
        let listed = self.listed(at, end);
        let capital = self.tokens.is_capital(at) || self.tokens.shape(at) == Shape::Digit;
        let local = self.local.longest(self.tokens.text, &self.tokens.list[at..end]).map(|(length, _)| length);
        match local.filter(|length| capital && self.is_free(at..at + length) && !self.is_contracted(at + length)) {
            Some(length) if listed.as_ref().is_none_or(|(known, _)| *known < length) => Some((length, vec![])),
            _ => listed,
        }
    }

    /// The longest gazetteer match.
    fn listed(&self, at: usize, end: usize) -> Option<(usize, Vec<u32>)> {
        let names = &self.lexicon.names;
        names.all(self.tokens.text, &self.tokens.list[at..end]).find_map(|Found { length, entries, made }| {
            let range = at..at + length;
            let sentence = self.tokens.sentences[self.tokens.sentence_of(at)].start;
            // "The war film 1917" is named so; nothing else is called like a year.
            let called = length == 1 && self.dated[at] && !self.taken[at] && self.follows_work_noun(at, sentence);
            if !called && !self.is_free(range.clone()) || (at + 1..=at + length).any(|token| self.is_contracted(token))
            {
                return None;
            }
            let capital = self.tokens.is_capital(at)
                || matches!(self.tokens.shape(at), Shape::Ideograph)
                || self.tokens.shape(at) == Shape::Digit
                    && range.clone().skip(1).any(|token| self.tokens.is_capital(token));
            let text = self.tokens.span(at, at + length - 1).of(self.tokens.text);
            // A form that nobody lists needs its capitals, and more than a common word.
            if made && (!capital || range.clone().all(|token| self.tokens.is_common(token))) {
                return None;
            }
            let entries: Vec<u32> =
                entries.into_iter().filter(|entry| capital || self.is_written_so(*entry, text)).collect();
            (!entries.is_empty() && self.is_whole(&range)).then_some((length, entries))
        })
    }

    /// Whether the article introduces these tokens as a title.
    pub(super) fn is_local_title(&self, range: &Range<usize>) -> bool {
        self.local
            .longest(self.tokens.text, &self.tokens.list[range.clone()])
            .is_some_and(|(length, how)| length == range.len() && how.contains(&Local::Title))
    }

    /// Whether no candidate has these tokens, nor a date all of them ("20th Century Fox" is a name).
    fn is_free(&self, range: Range<usize>) -> bool {
        range.clone().all(|token| !self.taken[token]) && !range.clone().all(|token| self.dated[token])
    }

    /// Whether a token is the rest of a contraction: the `t` of "don't".
    pub(super) fn is_contracted(&self, at: usize) -> bool {
        at > 0 && matches!(self.tokens.between(at - 1, at), "'" | "’") && self.tokens.is_small(at, Small::Contraction)
    }

    /// Whether a name is itself written like `text`, in lower case.
    fn is_written_so(&self, entry: u32, text: &str) -> bool {
        let entry = self.lexicon.names.entry(entry);
        let lower = |form: &str| form.contains(' ') && form == text;
        lower(entry.name) || entry.aliases().any(lower)
    }

    /// In scripts without spaces a name of one character is none, and hangul or kana must not go on.
    fn is_whole(&self, range: &Range<usize>) -> bool {
        self.tokens.shape(range.start) != Shape::Ideograph || range.len() > 1
    }

    /// Whether a known name may as well be common words here.
    pub(super) fn is_guarded(&self, range: &Range<usize>, sentence: usize, entries: &[u32]) -> bool {
        // "The 9-song set": a number that clings to what follows.
        let last = range.end - 1;
        if self.tokens.shape(last) == Shape::Digit && self.tokens.between(last, last + 1) == "-" {
            return true;
        }
        let alone = range.len() == 1;
        let text = self.tokens.word(range.start);
        if alone && self.tokens.shape(range.start) != Shape::Ideograph && text.chars().count() <= 2 {
            return true;
        }
        if range.clone().all(|at| self.tokens.shape(at) == Shape::Digit) || self.is_rank(range.start) {
            return true;
        }
        if alone && entries.iter().all(|entry| SMALL_WORKS.contains(&self.kind_of(*entry))) {
            return true;
        }
        let common = range.clone().all(|at| self.tokens.is_common(at));
        let given = alone && self.tokens.is(range.start, |word| matches!(word, Word::Given(_)));
        let lone_given = given && !entries.iter().any(|entry| self.is_mononym(*entry, text));
        lone_given || common && (alone || !self.is_capitalised(range, sentence))
    }

    /// Whether a person is known by one word alone, and not as one of a group: "Adele".
    fn is_mononym(&self, entry: u32, text: &str) -> bool {
        let entry = self.lexicon.names.entry(entry);
        entry.kind == Kind::Person && entry.name == text && entry.fact("part_of").is_none()
    }

    /// Whether capitals make a name of common words: on all but small words, and not only on a sentence's first.
    fn is_capitalised(&self, range: &Range<usize>, sentence: usize) -> bool {
        let capital = |at: usize| self.tokens.is_capital(at);
        let small = |at: usize| self.is_closed(at) || self.tokens.shape(at) == Shape::Digit || self.is_possessive(at);
        if self.shouted {
            // Where every word has a capital, a name of nothing but common words may be just words.
            return false;
        }
        // The first word of a sentence or of a quotation has its capital anyway, and so has "I".
        let opening = self.is_opening(range.start, sentence);
        let own = |at: usize| capital(at) && !self.tokens.is(at, |word| matches!(word, Word::Pronoun(_)));
        let capitals = (range.start + usize::from(opening)..range.end).filter(|at| own(*at)).count();
        // "The Queen" begins many a sentence that is about no film.
        let whole = range.clone().all(capital);
        let needed = if opening && self.is_article(range.start) || !opening && !whole { 2 } else { 1 };
        capitals >= needed && capital(range.start) && range.clone().all(|at| capital(at) || small(at))
    }

    fn is_possessive(&self, at: usize) -> bool {
        self.tokens.is_possessive(at) || self.is_contracted(at)
    }

    /// Whether it is the, a or an.
    pub(super) fn is_article(&self, at: usize) -> bool {
        [Small::Article, Small::Indefinite].iter().any(|role| self.tokens.is_small(at, *role))
    }

    fn kind_of(&self, entry: u32) -> Kind {
        self.lexicon.names.kind(entry)
    }

    pub(super) fn is_name_of(&self, entries: &[u32], kinds: &[Kind]) -> bool {
        entries.iter().any(|entry| kinds.contains(&self.kind_of(*entry)))
    }

    /// Entries of exactly these tokens.
    pub(super) fn whole(&self, range: Range<usize>) -> Vec<u32> {
        let tokens = &self.tokens.list[range.clone()];
        let whole = self.lexicon.names.all(self.tokens.text, tokens).find(|found| found.length == range.len());
        whole.map(|found| found.entries).unwrap_or_default()
    }
}
