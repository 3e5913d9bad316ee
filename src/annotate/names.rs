//! Where names stand: matches of the gazetteers, titles in quotation marks, and runs of capitals.
//!
//! This module says only *that* something is a name; what it names is decided over the whole article, in
//! [`super::things`].

use std::ops::Range;

use super::quotes::{Quote, QuoteKind, is_title_case};
use super::tokens::Tokens;
use crate::claim::Kind;
use crate::document::BlockKind;
use crate::lexicon::phrases::{Phrases, Shape};
use crate::lexicon::{Lexicon, Word};
use crate::mention::Gender;
use crate::{Document, Span};

/// A stretch that may be a name.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its first token and one past its last.
    pub(super) tokens: Range<usize>,
    pub(super) span: Span,
    /// Gazetteer entries of that name.
    pub(super) entries: Vec<u32>,
    /// Whether it needs support to count at all: it is also a common word, or a single letter.
    pub(super) guarded: bool,
    /// Whether quotation marks enclose it exactly.
    pub(super) quoted: bool,
    /// What its own form tells of its kind.
    pub(super) hints: Vec<(Kind, i32)>,
    pub(super) gender: Option<Gender>,
}

/// What is known beforehand outweighs all cues.
const GIVEN: i32 = 1000;

/// Lower-case words inside unquoted names.
const INSIDE: [&str; 20] = [
    "of", "the", "de", "la", "le", "les", "da", "di", "du", "del", "des", "von", "van", "der", "den", "bin", "al",
    "el", "y", "e",
];

pub(super) fn find(
    tokens: &Tokens,
    document: &Document,
    quotes: &[Quote],
    dates: &[Span],
    given: &[(Span, Kind)],
    lexicon: &Lexicon,
) -> Vec<Candidate> {
    let none = vec![false; tokens.list.len()];
    let mut finder =
        Finder { tokens, lexicon, taken: none.clone(), dated: none, local: Phrases::default(), found: Vec::new() };
    // "Christmas", "Sunday" may begin a name; "April 2" does not.
    for span in dates.iter().filter(|span| span.of(tokens.text).bytes().any(|byte| byte.is_ascii_digit())) {
        tokens.within(*span).for_each(|at| finder.dated[at] = true);
    }
    for (span, kind) in given {
        finder.given(*span, *kind);
    }
    for quote in quotes.iter().filter(|quote| quote.kind == QuoteKind::Title) {
        finder.title(quote);
    }
    finder.learn_titles();
    for (index, range) in tokens.sentences.iter().enumerate() {
        let block = &document.blocks[document.sentences[index].block as usize];
        let shouted = matches!(block.kind, BlockKind::Headline | BlockKind::Subheading)
            && capitals_throughout(tokens, range.clone());
        finder.sentence(range.clone(), shouted);
    }
    let mut found = finder.found;
    found.sort_by_key(|candidate| candidate.tokens.start);
    found
}

/// Whether a heading is written with capitals throughout.
fn capitals_throughout(tokens: &Tokens, range: Range<usize>) -> bool {
    range.len() > 3 && is_title_case(tokens, range)
}

struct Finder<'a> {
    tokens: &'a Tokens<'a>,
    lexicon: &'a Lexicon,
    /// Tokens that are part of a candidate.
    taken: Vec<bool>,
    /// Tokens that are part of a date with digits.
    dated: Vec<bool>,
    /// Titles that the article introduces somewhere, in quotation marks or behind a noun.
    local: Phrases<()>,
    found: Vec<Candidate>,
}

impl Finder<'_> {
    /// A name that is known beforehand.
    fn given(&mut self, span: Span, kind: Kind) {
        let range = self.tokens.within(span);
        if !range.is_empty() {
            let gender = self.given_gender(range.start, range.end);
            self.push(range, span, Candidate { hints: vec![(kind, GIVEN)], gender, quoted: kind.is_work(), ..empty() });
        }
    }

    fn title(&mut self, quote: &Quote) {
        let range = self.tokens.within(quote.inner);
        if range.clone().any(|at| self.taken[at]) {
            return;
        }
        if range.is_empty() || range.clone().any(|at| self.taken[at]) && range.len() < 2 {
            return;
        }
        let entries = self.whole(range.clone());
        let span = trimmed(self.tokens, range.clone(), quote.inner);
        self.push(range, span, Candidate { quoted: true, entries, ..empty() });
    }

    /// A title that stands in quotation marks or behind its noun once is a name wherever else it stands.
    fn learn_titles(&mut self) {
        let mut titles: Vec<Span> =
            self.found.iter().filter(|candidate| candidate.quoted).map(|candidate| candidate.span).collect();
        for range in &self.tokens.sentences {
            for at in range.start + 1..range.end {
                let class = self.tokens.is(at, |word| matches!(word, Word::Demonym { .. } | Word::Genre { .. }));
                if self.tokens.is_capital(at) && !self.taken[at] && !class && self.follows_work_noun(at, range.start) {
                    titles.extend(
                        self.capital_run(at, range.clone()).map(|run| self.tokens.span(run.start, run.end - 1)),
                    );
                }
            }
        }
        for title in titles {
            let range = self.tokens.within(title);
            let plain = range
                .clone()
                .all(|at| self.tokens.is_common(at) || self.tokens.is(at, |word| matches!(word, Word::Given(_))));
            if range.len() > 1 || !plain {
                self.local.add(title.of(self.tokens.text), ());
            }
        }
    }

    fn sentence(&mut self, range: Range<usize>, shouted: bool) {
        let mut at = range.start;
        while at < range.end {
            if self.taken[at] || self.tokens.is_possessive(at) {
                at += 1;
                continue;
            }
            at = match self.class_phrase(at) {
                Some(length) if self.known(at, range.end).is_none_or(|(known, _)| known <= length) => at + length,
                _ => self.run(at, range.clone(), shouted),
            };
        }
    }

    /// A genre, noun or occupation of several words that is written with a capital: "K-pop", "TV drama".
    fn class_phrase(&self, at: usize) -> Option<usize> {
        let class = |word: &Word| {
            matches!(word, Word::Genre { .. } | Word::Noun { .. } | Word::Occupation { .. }).then_some(())
        };
        self.tokens.longest(at, class).map(|(length, ())| length).filter(|length| {
            let last = at + length - 1;
            *length > 1 && (self.tokens.shape(last) == Shape::Lower || self.tokens.between(at, at + 1) == "-")
        })
    }

    /// Finds the names that begin at a token; returns where to go on.
    fn run(&mut self, at: usize, range: Range<usize>, shouted: bool) -> usize {
        let known = self.known(at, range.end);
        let run = self.capital_run(at, range.clone());
        match (known, run) {
            (Some((length, entries)), run) if run.as_ref().is_none_or(|run| self.prefers(at..at + length, run)) => {
                let tokens = at..at + length;
                let guarded = !entries.is_empty() && self.is_guarded(&tokens, range.start, &entries);
                let span = self.tokens.span(at, at + length - 1);
                self.push(tokens, span, Candidate { guarded, entries, ..empty() });
                at + length
            }
            (_, Some(run)) if !shouted => self.by_form(run, range.start),
            _ => at + 1,
        }
    }

    /// A known name of one word gives way to a longer run of capitals that it merely begins.
    fn prefers(&self, known: Range<usize>, run: &Range<usize>) -> bool {
        if known.end >= run.end || known.len() > 1 {
            return true;
        }
        // "Oscar Isaac", "Paris Hilton" are people; "BTS Jungkook", "MTV News" are two names beside each other.
        let rest = known.end;
        let rest_known = self.known(rest, run.end).is_some_and(|(length, _)| rest + length == run.end);
        rest_known && !self.tokens.is(known.start, |word| matches!(word, Word::Given(_)))
    }

    /// The longest known name that begins here and is written as one: of a gazetteer, or of this article.
    fn known(&self, at: usize, end: usize) -> Option<(usize, Vec<u32>)> {
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
        let matches: Vec<(usize, &[u32])> =
            self.lexicon.names.phrases.all(self.tokens.text, &self.tokens.list[at..end]).collect();
        matches.into_iter().rev().find_map(|(length, entries)| {
            let range = at..at + length;
            if !self.is_free(range.clone()) || (at + 1..=at + length).any(|token| self.is_contracted(token)) {
                return None;
            }
            let capital = self.tokens.is_capital(at)
                || matches!(self.tokens.shape(at), Shape::Ideograph)
                || self.tokens.shape(at) == Shape::Digit
                    && range.clone().skip(1).any(|token| self.tokens.is_capital(token));
            let text = self.tokens.span(at, at + length - 1).of(self.tokens.text);
            let entries: Vec<u32> =
                entries.iter().copied().filter(|entry| capital || self.is_written_so(*entry, text)).collect();
            (!entries.is_empty() && self.is_whole(&range)).then_some((length, entries))
        })
    }

    /// Whether no candidate has these tokens, nor a date all of them ("20th Century Fox" is a name).
    fn is_free(&self, range: Range<usize>) -> bool {
        range.clone().all(|token| !self.taken[token]) && !range.clone().all(|token| self.dated[token])
    }

    /// Whether a token is the rest of a contraction: the `t` of "don't".
    fn is_contracted(&self, at: usize) -> bool {
        at < self.tokens.list.len()
            && at > 0
            && matches!(self.tokens.between(at - 1, at), "'" | "’")
            && matches!(self.tokens.word(at), "t" | "ll" | "re" | "m" | "d" | "ve")
    }

    /// Whether a name is itself written like `text`, in lower case.
    fn is_written_so(&self, entry: u32, text: &str) -> bool {
        let entry = &self.lexicon.names.entries[entry as usize];
        let lower = |form: &str| form.contains(' ') && form == text;
        lower(&entry.name) || entry.aliases.iter().any(|alias| lower(alias))
    }

    /// In scripts without spaces a name of one character is none, and hangul or kana must not go on.
    fn is_whole(&self, range: &Range<usize>) -> bool {
        self.tokens.shape(range.start) != Shape::Ideograph || range.len() > 1
    }

    /// Whether a known name may as well be common words here.
    fn is_guarded(&self, range: &Range<usize>, sentence: usize, entries: &[u32]) -> bool {
        let text = self.tokens.word(range.start);
        if range.len() == 1 && self.tokens.shape(range.start) != Shape::Ideograph && text.chars().count() <= 2 {
            return true;
        }
        if range.clone().all(|at| self.tokens.shape(at) == Shape::Digit) {
            return true;
        }
        // One word is a song's or a book's title only with something that says so.
        let small = [Kind::Song, Kind::Album, Kind::Book, Kind::Video, Kind::Game];
        if range.len() == 1
            && entries.iter().all(|entry| small.contains(&self.lexicon.names.entries[*entry as usize].kind))
        {
            return true;
        }
        let common = range.clone().all(|at| self.tokens.is_common(at));
        let lone_given = range.len() == 1 && self.tokens.is(range.start, |word| matches!(word, Word::Given(_)));
        let all_capitals = range.clone().all(|at| self.tokens.is_capital(at));
        lone_given || common && (range.len() == 1 || range.start == sentence || !all_capitals)
    }

    /// Entries of exactly these tokens.
    fn whole(&self, range: Range<usize>) -> Vec<u32> {
        let tokens = &self.tokens.list[range.clone()];
        let matches = self.lexicon.names.phrases.all(self.tokens.text, tokens);
        matches.filter(|(length, _)| *length == range.len()).flat_map(|(_, entries)| entries.to_vec()).collect()
    }

    /// A run of capitals that begins at `at`, small words inside included.
    fn capital_run(&self, at: usize, range: Range<usize>) -> Option<Range<usize>> {
        let pronoun = self.tokens.word(at).len() == 1 && self.tokens.is(at, |word| matches!(word, Word::Pronoun(_)));
        // "No. 7"
        let rank = self.tokens.word(at) == "No" && self.tokens.shape(at + 1) == Shape::Digit;
        if !self.tokens.is_capital(at) || self.dated[at] || pronoun || rank {
            return None;
        }
        let title = self.follows_work_noun(at, range.start);
        let mut end = at + 1;
        while end < range.end && !self.taken[end] && !self.dated[end] {
            if self.is_contracted(end) || self.goes_on(end - 1, end) && self.continues(end) {
                end += 1;
                continue;
            }
            let Some(next) = self.bridge(at, end, range.end, title) else { break };
            end = next + 1;
        }
        Some(at..end)
    }

    /// Small words inside a name count only with a capital behind them: returns that capital's token.
    fn bridge(&self, start: usize, at: usize, end: usize, title: bool) -> Option<usize> {
        if title && self.tokens.between(at - 1, at) == ": " && self.tokens.is_capital(at) && !self.taken[at] {
            return Some(at);
        }
        let small =
            |next: &usize| (self.is_inside(*next) || title && self.is_closed(*next)) && self.goes_on(*next - 1, *next);
        let words = (at..end).take(3).take_while(small).count();
        let next = at + words;
        if words == 0
            || next >= end
            || !self.tokens.is_capital(next)
            || self.taken[next]
            || !self.goes_on(next - 1, next)
        {
            return None;
        }
        // "Jungkook of BTS", "Signal in Japan" are two names.
        let known = |at: usize, length: usize| self.known(at, end).is_some_and(|(found, _)| found == length);
        let parted = self.known(next, end).is_some() && !title
            || known(start, at - start)
            || title
                && self
                    .known(next, end)
                    .is_some_and(|(_, entries)| self.is_name_of(&entries, &[Kind::Place, Kind::Person]));
        let sentence_like = !title
            && self.tokens.is(start, |word| matches!(word, Word::Given(_)))
            && !matches!(
                self.tokens.word(at),
                "de" | "la"
                    | "le"
                    | "da"
                    | "di"
                    | "du"
                    | "del"
                    | "von"
                    | "van"
                    | "der"
                    | "den"
                    | "bin"
                    | "al"
                    | "el"
                    | "y"
                    | "e"
            );
        (!parted && !sentence_like).then_some(next)
    }

    fn is_name_of(&self, entries: &[u32], kinds: &[Kind]) -> bool {
        entries.iter().any(|entry| kinds.contains(&self.lexicon.names.entries[*entry as usize].kind))
    }

    fn is_closed(&self, at: usize) -> bool {
        self.tokens.is(at, |word| matches!(word, Word::Closed(_))) && self.tokens.shape(at) == Shape::Lower
    }

    /// Whether a noun for a kind of work stands right before: what follows is its title.
    fn follows_work_noun(&self, at: usize, sentence: usize) -> bool {
        (sentence.max(at.saturating_sub(4))..at).any(|first| {
            self.tokens.tags(first).iter().any(|tag| {
                first + tag.length == at && matches!(tag.word, Word::Noun { kind, plural: false, .. } if kind.is_work())
            })
        }) && at > sentence
            && self.tokens.between(at - 1, at) == " "
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

    fn is_inside(&self, at: usize) -> bool {
        INSIDE.contains(&self.tokens.word(at))
    }

    /// Whether nothing between two tokens ends a name.
    fn goes_on(&self, at: usize, next: usize) -> bool {
        let between = self.tokens.between(at, next);
        match between {
            " " | "-" | "'" | "’" | "&" | " & " | "" => !self.tokens.is_possessive(next),
            ". " | "." => {
                self.tokens.word(at).len() <= 2 && self.tokens.is_capital(at)
                    || self.tokens.is(at, |word| matches!(word, Word::Honorific(_)))
            }
            _ => false,
        }
    }

    /// Trims a run of capitals to the name in it; returns where to go on.
    fn by_form(&mut self, run: Range<usize>, sentence: usize) -> usize {
        let mut start = run.start;
        let mut hints = Vec::new();
        let mut gender = None;
        // Words before a name that are no part of it: "Actor", "Oscar-winning", "Mr", "The", "British".
        while start < run.end {
            if let Some((length, honorific)) = self.tokens.longest(start, |word| match word {
                Word::Honorific(gender) => Some(*gender),
                _ => None,
            }) {
                hints.push((Kind::Person, 6));
                gender = honorific;
                start += length;
            } else if let Some(length) = self.leading(start, sentence, &run) {
                start += length;
            } else {
                break;
            }
        }
        let start = self.behind_occupation(start, run.end);
        let end = self.cut(start, run.end);
        // "The 34" of "The 34-year-old" leaves no name.
        if start >= end || !self.tokens.is_capital(start) {
            return end.max(run.start + 1).min(run.end.max(run.start + 1));
        }
        let range = start..end;
        let alone = range.len() == 1;
        if alone && self.tokens.is_common(start) && hints.is_empty() {
            return end;
        }
        hints.extend(self.form_hints(&range));
        let span = self.tokens.span(start, end - 1);
        let gender = gender.or_else(|| self.given_gender(start, end));
        let entries = self.whole(range.clone());
        let guarded = !entries.is_empty() && self.is_guarded(&range, sentence, &entries);
        self.push(range, span, Candidate { entries, guarded, hints, gender, ..empty() });
        end
    }

    /// "Exhibitor Relations President Paul Jones": the person's name begins behind the occupation.
    fn behind_occupation(&self, start: usize, end: usize) -> usize {
        let occupation = |at: usize| self.tokens.is(at, |word| matches!(word, Word::Occupation { .. }));
        let given = |at: usize| self.tokens.is(at, |word| matches!(word, Word::Given(_)));
        (start + 1..end.saturating_sub(1)).rev().find(|at| occupation(*at - 1) && given(*at)).unwrap_or(start)
    }

    /// How many tokens at `at` are no part of the name that follows.
    fn leading(&self, at: usize, sentence: usize, run: &Range<usize>) -> Option<usize> {
        let word = self.tokens.word(at);
        if matches!(word, "The" | "A" | "An" | "the") {
            return Some(1);
        }
        if let Some((length, ())) = self.tokens.longest(at, |word| matches!(word, Word::Demonym { .. }).then_some(())) {
            return Some(length);
        }
        if let Some(length) = self.class_phrase(at).filter(|length| at + length < run.end) {
            return Some(length);
        }
        let (length, ()) =
            self.tokens.longest(at, |word| matches!(word, Word::Occupation { .. }).then_some(())).unwrap_or((0, ()));
        if length > 0 && at + length < run.end && self.is_start(at, sentence) {
            return Some(length);
        }
        let first = self.is_start(at, sentence)
            && self.tokens.is_common(at)
            && !self.tokens.is(at, |word| matches!(word, Word::Given(_)));
        first.then_some(1)
    }

    /// Whether capitals mean nothing here: the sentence's first word, or the first in quotation marks.
    fn is_start(&self, at: usize, sentence: usize) -> bool {
        at == sentence
            || self.tokens.text[..self.tokens.list[at].span.start as usize]
                .trim_end_matches(' ')
                .ends_with(['"', '“', '‘', '\'', ':', '.', '!', '?'])
            || (sentence..at).all(|before| self.tokens.is_common(before) && self.tokens.is_capital(before))
    }

    /// A run ends where another known name of two words or more begins inside it.
    fn cut(&self, start: usize, end: usize) -> usize {
        (start + 1..end)
            .find(|at| self.known(*at, end).is_some_and(|(length, _)| length > 1 && *at > start))
            .unwrap_or(end)
    }

    fn form_hints(&self, range: &Range<usize>) -> Vec<(Kind, i32)> {
        let mut hints = Vec::new();
        let last = range.end - 1;
        let ending = |word: &Word, position_first: bool| match word {
            Word::Ending { kind, first } if *first == position_first => Some(*kind),
            _ => None,
        };
        if range.len() > 1 {
            if let Some((1, kind)) = self.tokens.longest(last, |word| ending(word, false)) {
                hints.push((kind, 5));
            }
            if let Some((_, kind)) = self.tokens.longest(range.start, |word| ending(word, true)) {
                hints.push((kind, 4));
            }
        }
        let given = self.tokens.is(range.start, |word| matches!(word, Word::Given(_)));
        let surname = self.tokens.is(last, |word| matches!(word, Word::Surname));
        let plain = range
            .clone()
            .all(|at| matches!(self.tokens.shape(at), Shape::Capital | Shape::Upper) || self.is_inside(at));
        let letters = range.clone().all(|at| self.tokens.shape(at) == Shape::Upper);
        if plain && letters && !given {
            return hints;
        }
        if plain && hints.is_empty() && (2..=4).contains(&range.len()) {
            let common = range.clone().filter(|at| self.tokens.is_common(*at)).count();
            let weight = i32::from(given) * 4 + i32::from(surname) * 2 - common as i32 * 2 + 1;
            hints.push((Kind::Person, weight));
        } else if range.len() == 1 && given {
            hints.push((Kind::Person, 2));
        }
        hints
    }

    fn given_gender(&self, start: usize, end: usize) -> Option<Gender> {
        let is_person = end - start <= 4;
        let name = self.tokens.word(start);
        is_person.then(|| self.lexicon.words.given_gender(name)).flatten().flatten()
    }

    fn push(&mut self, tokens: Range<usize>, span: Span, candidate: Candidate) {
        tokens.clone().for_each(|at| self.taken[at] = true);
        self.found.push(Candidate { tokens, span, ..candidate });
    }
}

fn empty() -> Candidate {
    Candidate {
        tokens: 0..0,
        span: Span::default(),
        entries: vec![],
        guarded: false,
        quoted: false,
        hints: vec![],
        gender: None,
    }
}

/// The span of a quoted title: its tokens, and what punctuation belongs to it ("Help!", "Are We There Yet?").
fn trimmed(tokens: &Tokens, range: Range<usize>, inner: Span) -> Span {
    let span = tokens.span(range.start, range.end - 1);
    let rest = &tokens.text[span.end as usize..inner.end as usize];
    let tail = rest.len() - rest.trim_start_matches(['!', '?', ')', '…']).len();
    Span::new(span.start as usize, span.end as usize + tail)
}
