//! Where names stand: matches of the gazetteers, titles in quotation marks, and runs of capitals.
//!
//! This module says only *that* something is a name; what it names is decided over the whole article, in
//! [`super::things`]. Here stands the walk over the sentences; known names are matched in [`known`], runs of
//! capitals are bounded in [`run`] and trimmed in [`form`].

mod form;
mod known;
mod nickname;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::quotes::{MARKS, Quote, QuoteKind, is_title_case};
use super::tokens::Tokens;
use crate::claim::Kind;
use crate::document::BlockKind;
use crate::lexicon::phrases::{Phrases, Shape};
use crate::lexicon::{Lexicon, Word};
use crate::mention::Gender;
use crate::{Document, Span};

/// A stretch that may be a name.
#[derive(Clone, Debug, Default)]
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
    /// Whether it stands alone in brackets.
    pub(super) aside: bool,
    /// What its own form tells of its kind.
    pub(super) hints: Vec<(Kind, i32)>,
    pub(super) gender: Option<Gender>,
}

/// What is known beforehand outweighs all cues.
const GIVEN: i32 = 1000;

/// All names, in text order; none overlap.
pub(super) fn find(
    tokens: &Tokens,
    document: &Document,
    quotes: &[Quote],
    dates: &[Span],
    given: &[(Span, Kind)],
    lexicon: &Lexicon,
) -> Vec<Candidate> {
    let none = vec![false; tokens.list.len()];
    let mut finder = Finder {
        tokens,
        lexicon,
        taken: none.clone(),
        dated: none.clone(),
        timed: none.clone(),
        nickname: none,
        shouted: false,
        local: Phrases::default(),
        surnames: BTreeSet::new(),
        found: Vec::new(),
    };
    for span in dates {
        // "Christmas", "Sunday" may begin a name; "April 2" does not.
        let digits = span.of(tokens.text).bytes().any(|byte| byte.is_ascii_digit());
        tokens.within(*span).for_each(|at| {
            finder.timed[at] = true;
            finder.dated[at] |= digits;
        });
    }
    finder.mark_nicknames(quotes);
    for (span, kind) in given {
        finder.given(*span, *kind);
    }
    for quote in quotes.iter().filter(|quote| quote.kind == QuoteKind::Title) {
        finder.title(quote);
    }
    finder.learn_titles();
    finder.learn_repeated(document);
    let is_heading = |index: usize| match document.blocks[document.sentences[index].block as usize].kind {
        BlockKind::Headline | BlockKind::Subheading => true,
        // A second headline.
        BlockKind::Deck => capitals_throughout(tokens, tokens.sentences[index].clone()),
        _ => false,
    };
    let (headings, body): (Vec<usize>, Vec<usize>) = (0..tokens.sentences.len()).partition(|index| is_heading(*index));
    for range in body.iter().map(|index| tokens.sentences[*index].clone()) {
        finder.shouted = in_capitals(tokens, range.clone());
        finder.sentence(range);
    }
    // Capitals say less in headings and at a sentence's head: there the names of the rest are looked for.
    finder.learn_names();
    finder.openings(&body);
    for range in headings.iter().map(|index| tokens.sentences[*index].clone()) {
        finder.shouted = capitals_throughout(tokens, range.clone()) || in_capitals(tokens, range.clone());
        finder.sentence(range);
    }
    let mut found = finder.found;
    found.sort_by_key(|candidate| candidate.tokens.start);
    found
}

/// Whether a heading is written with capitals throughout.
fn capitals_throughout(tokens: &Tokens, range: Range<usize>) -> bool {
    range.len() > 3 && is_title_case(tokens, range)
}

/// Whether most words of a sentence are written in nothing but capitals.
fn in_capitals(tokens: &Tokens, range: Range<usize>) -> bool {
    let upper = range.clone().filter(|at| tokens.shape(*at) == Shape::Upper).count();
    range.len() > 3 && upper * 3 > range.len() * 2
}

struct Finder<'a> {
    tokens: &'a Tokens<'a>,
    lexicon: &'a Lexicon,
    /// Tokens that are part of a candidate.
    taken: Vec<bool>,
    /// Tokens that are part of a date with digits.
    dated: Vec<bool>,
    /// Tokens that are part of any date.
    timed: Vec<bool>,
    /// Tokens of nicknames in quotation marks inside a name.
    nickname: Vec<bool>,
    /// Whether capitals mean nothing in the sentence that is read.
    shouted: bool,
    /// Names that the article itself tells: what it introduces in quotation marks or behind a noun, and what stands
    /// inside its sentences.
    local: Phrases<Local>,
    /// Last words of the full names of people so far that are words as well: "Swift" of "Mona Swift".
    surnames: BTreeSet<&'a str>,
    found: Vec<Candidate>,
}

/// How an article tells that something is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Local {
    /// As a title, in quotation marks or behind a noun.
    Title,
    /// By its form.
    Form,
}

impl<'a> Finder<'a> {
    /// A name that is known beforehand.
    fn given(&mut self, span: Span, kind: Kind) {
        let range = self.tokens.within(span);
        if !range.is_empty() {
            let gender = self.given_gender(&range);
            let hints = vec![(kind, GIVEN)];
            self.push(range, span, Candidate { hints, gender, quoted: kind.is_work(), ..Candidate::default() });
        }
    }

    /// A title in quotation marks.
    fn title(&mut self, quote: &Quote) {
        let range = self.tokens.within(quote.inner);
        if range.is_empty() || range.clone().any(|at| self.taken[at] || self.nickname[at]) {
            return;
        }
        let entries = self.whole(range.clone());
        let span = with_marks(self.tokens, range.clone(), quote.inner);
        // The "Ellen DeGeneres Show" is one.
        let mut hints = self.ending_hints(&range);
        hints.retain(|(kind, _)| kind.is_work());
        self.push(range, span, Candidate { quoted: true, entries, hints, ..Candidate::default() });
    }

    /// A title that stands in quotation marks or behind its noun once is a name wherever else it stands.
    fn learn_titles(&mut self) {
        let mut titles: Vec<Span> =
            self.found.iter().filter(|candidate| candidate.quoted).map(|candidate| candidate.span).collect();
        for range in &self.tokens.sentences {
            for at in range.start + 1..range.end {
                let class = self.tokens.is(at, |word| matches!(word, Word::Demonym { .. } | Word::Genre { .. }));
                if self.tokens.is_capital(at) && !self.taken[at] && !class && self.follows_work_noun(at, range.start) {
                    let run = self.capital_run(at, range.clone());
                    titles.extend(run.map(|run| self.tokens.span(run.start, run.end - 1)));
                }
            }
        }
        for title in titles {
            let mut range = self.tokens.within(title);
            let given = |at: usize| self.tokens.is(at, |word| matches!(word, Word::Given(_)));
            if range.len() > 1 || !range.all(|at| self.tokens.is_common(at) || given(at)) {
                self.local.add(title.of(self.tokens.text), Local::Title);
            }
        }
    }

    /// A run of capitals with small words inside is a title if the article writes it again, in the headline or later:
    /// "Lighthouse in a Sinking City".
    fn learn_repeated(&mut self, document: &Document) {
        let text = self.tokens.text;
        let headline = document.blocks.iter().find(|block| block.kind == BlockKind::Headline);
        let headline = headline.map_or("", |block| block.span.of(text));
        let mut once = BTreeSet::new();
        let mut again = BTreeSet::new();
        for (index, range) in self.tokens.sentences.iter().enumerate() {
            let block = &document.blocks[document.sentences[index].block as usize];
            if matches!(block.kind, BlockKind::Headline | BlockKind::Subheading)
                || in_capitals(self.tokens, range.clone())
            {
                continue;
            }
            let mut at = range.start;
            while at < range.end {
                let run = if self.taken[at] { None } else { self.title_run(at, range.clone()) };
                let class = |at: usize| self.tokens.is(at, is_class);
                if let Some(run) = run.as_ref().filter(|run| !class(run.start) && !class(run.end - 1)) {
                    let title = self.tokens.span(run.start, run.end - 1).of(text);
                    if headline.contains(title) || !once.insert(title) {
                        again.insert(title);
                    }
                }
                at = run.map_or(at + 1, |run| run.end);
            }
        }
        again.into_iter().for_each(|title| self.local.add(title, Local::Title));
    }

    /// The names that stand inside sentences, where a capital means something.
    fn learn_names(&mut self) {
        for candidate in self.found.iter().filter(|candidate| candidate.entries.is_empty() && !candidate.quoted) {
            let start = candidate.tokens.start;
            let sentence = self.tokens.sentences[self.tokens.sentence_of(start)].start;
            let opening = (sentence..start).all(|at| self.tokens.is_capital(at)) || self.is_opening(start, sentence);
            if !opening && (candidate.tokens.len() > 1 || !self.tokens.is_common(start)) {
                self.local.add(candidate.span.of(self.tokens.text), Local::Form);
            }
        }
    }

    /// "Pocket Gods are back": a name at a sentence's head that is known from elsewhere in the article is whole.
    fn openings(&mut self, sentences: &[usize]) {
        let ends: BTreeMap<usize, (usize, bool)> =
            self.found.iter().map(|found| (found.tokens.start, (found.tokens.end, found.quoted))).collect();
        let mut heads: Vec<Range<usize>> = Vec::new();
        let mut whole = Vec::new();
        for range in sentences.iter().map(|index| self.tokens.sentences[*index].clone()) {
            let local = self.local.longest(self.tokens.text, &self.tokens.list[range.clone()]);
            let Some((length, _)) = local.filter(|(length, _)| *length > 1) else { continue };
            let head = range.start..range.start + length;
            let fits = ends.range(head.clone()).all(|(_, (end, quoted))| *end <= head.end && !quoted);
            let found = ends.get(&head.start).is_some_and(|(end, _)| *end == head.end);
            if fits && !found && self.tokens.is_capital(head.start) && !head.clone().any(|at| self.dated[at]) {
                let span = self.tokens.span(head.start, head.end - 1);
                let hints = if self.is_local_title(&head) { vec![] } else { self.form_hints(&head) };
                let gender = self.given_gender(&head);
                whole.push(Candidate { tokens: head.clone(), span, hints, gender, ..Candidate::default() });
                heads.push(head);
            }
        }
        let inside = |at: usize| {
            let before = heads.partition_point(|head| head.start <= at);
            before.checked_sub(1).is_some_and(|index| heads[index].contains(&at))
        };
        self.found.retain(|candidate| !inside(candidate.tokens.start));
        heads.iter().flat_map(|head| head.clone()).for_each(|at| self.taken[at] = true);
        self.found.extend(whole);
    }

    /// All names of a sentence. Where it is written with capitals throughout, capitals make no name.
    fn sentence(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            if self.taken[at] || self.tokens.is_possessive(at) {
                at += 1;
                continue;
            }
            at = match self.class_phrase(at) {
                Some(length) if self.known(at, range.end).is_none_or(|(known, _)| known <= length) => at + length,
                _ => self.name(at, range.clone()),
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

    /// Finds the name that begins at a token; returns where to go on.
    fn name(&mut self, at: usize, range: Range<usize>) -> usize {
        let known = self.known(at, range.end).filter(|(length, _)| !self.is_cut_short(at, *length, range.end));
        let run = self.capital_run(at, range.clone());
        match (known, run) {
            (Some((length, entries)), run) if run.as_ref().is_none_or(|run| self.prefers(at..at + length, run)) => {
                let tokens = at..at + length;
                let guarded = !entries.is_empty() && self.is_guarded(&tokens, range.start, &entries);
                if let Some(longer) = self.numbered(tokens.clone(), &entries, range.end) {
                    return longer;
                }
                let plain = entries.is_empty() && !self.is_local_title(&tokens);
                let hints = if plain { self.form_hints(&tokens) } else { vec![] };
                let gender = self.given_gender(&tokens).filter(|_| entries.is_empty());
                let span = self.tokens.span(at, at + length - 1);
                self.push(tokens, span, Candidate { guarded, entries, hints, gender, ..Candidate::default() });
                at + length
            }
            (_, Some(run)) if !self.shouted => self.by_form(run, range.start),
            _ => at + 1,
        }
    }

    /// The surname of a full name, where it is a word as well.
    fn worded_surname(&self, candidate: &Candidate) -> Option<&'a str> {
        let (first, last) = (candidate.tokens.start, candidate.tokens.end - 1);
        let known = self.is_name_of(&candidate.entries, &[Kind::Person]);
        let formed = candidate.entries.is_empty()
            && self.tokens.is(first, |word| matches!(word, Word::Given(_)))
            && self.tokens.is(last, |word| *word == Word::Surname);
        let worded = last > first && !candidate.quoted && self.tokens.is_capital(last) && self.tokens.is_common(last);
        (worded && (known || formed)).then(|| self.tokens.word(last))
    }

    fn push(&mut self, tokens: Range<usize>, span: Span, candidate: Candidate) {
        tokens.clone().for_each(|at| self.taken[at] = true);
        let (before, behind) = (&self.tokens.text[..span.start as usize], &self.tokens.text[span.end as usize..]);
        let aside = before.trim_end_matches(MARKS).ends_with('(') && behind.trim_start_matches(MARKS).starts_with(')');
        let candidate = Candidate { tokens, span, aside, ..candidate };
        self.surnames.extend(self.worded_surname(&candidate));
        self.found.push(candidate);
    }
}

/// Words that say what something is, and so do not begin or end its name: "the OST for the Japanese drama".
fn is_class(word: &Word) -> bool {
    matches!(word, Word::Noun { .. } | Word::Occupation { .. } | Word::Demonym { .. } | Word::Genre { .. })
}

/// The span of a quoted title: its tokens, and what punctuation belongs to it ("Help!", "Are We There Yet?").
fn with_marks(tokens: &Tokens, range: Range<usize>, inner: Span) -> Span {
    let span = tokens.span(range.start, range.end - 1);
    let rest = &tokens.text[span.end as usize..inner.end as usize];
    let tail = rest.len() - rest.trim_start_matches(['!', '?', ')', '…']).len();
    Span::new(span.start as usize, span.end as usize + tail)
}
