//! References: pronouns and definite noun phrases ("the film", "the 43-year-old") and what they stand for.
//!
//! One pass from the first sentence to the last keeps what was named where. A reference takes the first thing
//! that fits in the nearest sentence that has one: sentences tell first what they are about. Where nothing
//! fits, the reference stays unresolved: none is better than a wrong one.

mod pair;
mod phrase;
mod told;

use std::collections::BTreeMap;
use std::ops::Range;

use super::names::Candidate;
use super::quotes::Spans;
use super::things::Things;
use super::tokens::Tokens;
use crate::claim::Kind;
use crate::document::BlockKind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Closed, Lexicon, Pronoun, PronounOf, Small, Word};
use crate::mention::{Gender, How, Mention, Sense};
use crate::{Document, Span};
use phrase::Phrase;
use told::{Told, Trades};

/// How many sentences back a pronoun, and a noun phrase, may reach.
const PRONOUN_REACH: usize = 3;
const PHRASE_REACH: usize = 3;
const AGED_REACH: usize = 6;
/// What is said outside quotations may go on behind so many sentences, those that are quotations included.
const OUTSIDE_REACH: usize = 8;
/// "Hart's former boss and friend Lind": words between an owner and the name of whom it has.
const RELATIVE: usize = 4;
/// Words before the name that a clause begins with: "the singer Lind".
const TITLES: usize = 2;
/// A paragraph of more sentences is about several things.
const PARAGRAPH: usize = 6;

/// What a reference asks of the thing that it stands for.
#[derive(Clone)]
struct Wanted<'a> {
    kinds: &'a [Kind],
    gender: Option<Gender>,
    plural: Option<bool>,
    reach: usize,
    /// The country that a thing is from, and its year, where the words tell.
    country: Option<&'a str>,
    year: Option<&'a str>,
    /// What a person does: "the actress".
    trade: Option<&'a str>,
}

pub(super) fn resolve(
    tokens: &Tokens,
    document: &Document,
    candidates: &[Candidate],
    things: &mut Things,
    quotes: &Spans,
    lexicon: &Lexicon,
) -> Vec<Mention> {
    let counts = vec![0; things.list.len()];
    let main = [None; Kind::ALL.len()];
    let (named, found) = (Vec::new(), Vec::new());
    let (namesakes, told, ties) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let (pairs, leads, trades) = (BTreeMap::new(), [None; 2], BTreeMap::new());
    let paragraph = document.sentences.iter().map(|sentence| sentence.block).collect();
    let mut resolver = Resolver {
        tokens,
        candidates,
        things,
        lexicon,
        named,
        section: 0,
        found,
        quotes,
        counts,
        main,
        namesakes,
        told,
        ties,
        pairs,
        leads,
        trades,
        paragraph,
    };
    for (index, range) in tokens.sentences.iter().enumerate() {
        if document.blocks[document.sentences[index].block as usize].kind == BlockKind::Subheading {
            resolver.section = index;
        }
        resolver.named.push(Vec::new());
        let mut at = range.start;
        while at < range.end {
            at = match resolver.name_at(at) {
                Some(candidate) => resolver.name_or_phrase(candidate, range.clone()),
                None => resolver.reference(at, range.clone()),
            };
        }
    }
    resolver.found
}

/// Something named or referred to in a sentence.
#[derive(Clone)]
struct Named {
    things: Vec<u32>,
    start: usize,
    end: usize,
    /// Whether it stands inside a quotation.
    quoted: bool,
    /// Whether "who" or "whose" repeats it.
    relative: bool,
}

struct Resolver<'a> {
    tokens: &'a Tokens<'a>,
    candidates: &'a [Candidate],
    lexicon: &'a Lexicon,
    things: &'a mut Things,
    /// By sentence, in order.
    named: Vec<Vec<Named>>,
    /// The sentence at which the last heading stands: below it, "the song" is the article's, not the last one named.
    section: usize,
    found: Vec<Mention>,
    quotes: &'a Spans,
    /// How often each thing was named or meant so far.
    counts: Vec<u32>,
    /// Of each kind the thing named most so far.
    main: [Option<u32>; Kind::ALL.len()],
    /// Works that a phrase gave the name of another work, by name and kind.
    namesakes: BTreeMap<(String, Kind), u32>,
    /// What the article told of its works so far.
    told: BTreeMap<u32, Told<'a>>,
    /// Who was called the star or singer of a work.
    ties: BTreeMap<u32, u32>,
    /// Two people that were named together, and how often.
    pairs: BTreeMap<[u32; 2], u32>,
    /// The two people named most so far.
    leads: [Option<u32>; 2],
    /// What people were called by what they do.
    trades: Trades<'a>,
    /// The block that each sentence stands in.
    paragraph: Vec<u32>,
}

const PEOPLE: [Kind; 1] = [Kind::Person];
/// What "the drama" can be; the last of them less often.
const DRAMAS: [Kind; 3] = [Kind::Series, Kind::Stage, Kind::Film];
const WORKS: [Kind; 4] = [Kind::Series, Kind::Film, Kind::Stage, Kind::Book];
/// What a pronoun can stand for: things first, then people and groups of them.
const ANY: [Kind; 12] = [
    Kind::Film,
    Kind::Series,
    Kind::Song,
    Kind::Album,
    Kind::Book,
    Kind::Video,
    Kind::Game,
    Kind::Stage,
    Kind::Company,
    Kind::Event,
    Kind::Person,
    Kind::Group,
];
const NOT_PEOPLE: &[Kind] = ANY.split_at(10).0;

impl<'a> Resolver<'a> {
    fn note(&mut self, things: Vec<u32>, Range { start, end }: Range<usize>) {
        let quoted = self.is_quoted(end - 1);
        for thing in &things {
            self.counts[*thing as usize] += 1;
            let Some(kind) = self.things.list[*thing as usize].kind else { continue };
            let main = &mut self.main[kind as usize];
            if main.is_none_or(|main| self.counts[main as usize] < self.counts[*thing as usize]) {
                *main = Some(*thing);
            }
            self.note_lead(*thing);
        }
        if let Some(sentence) = self.named.last_mut() {
            sentence.push(Named { things, start, end, quoted, relative: false });
        }
    }

    /// The name that begins at a token.
    fn name_at(&self, at: usize) -> Option<usize> {
        self.candidates.binary_search_by_key(&at, |candidate| candidate.tokens.start).ok()
    }

    /// Notes a name; returns its end.
    fn name(&mut self, candidate: usize) -> usize {
        let end = self.candidates[candidate].tokens.end;
        // "Mira Hart (The Long Road)": what stands in brackets is not spoken of.
        if let Some(thing) = self.things.of[candidate].filter(|_| !self.candidates[candidate].aside) {
            self.note(vec![thing], self.candidates[candidate].tokens.start..end);
            self.note_told(thing, self.candidates[candidate].tokens.clone());
            self.note_trade(thing, self.candidates[candidate].tokens.clone());
            self.note_introduced(thing, self.candidates[candidate].tokens.start);
            self.note_tie(thing, candidate);
            self.note_pair();
        }
        end.max(self.candidates[candidate].tokens.start + 1)
    }

    /// "The Hunger Games star": the article may belong to the title, and the title to a phrase.
    fn name_or_phrase(&mut self, candidate: usize, range: Range<usize>) -> usize {
        let at = self.candidates[candidate].tokens.start;
        let end = self.candidates[candidate].tokens.end;
        let owner = end < range.end && self.tokens.is_possessive(end);
        if self.tokens.is_small(at, Small::Article)
            && !owner
            && let Some(phrase) = self.phrase(at, 0, range)
            && let Some(things) = self.meant(&phrase, false)
        {
            return self.refer(at, &phrase, things);
        }
        self.name(candidate)
    }

    fn refer(&mut self, at: usize, phrase: &Phrase, things: Vec<u32>) -> usize {
        phrase.names.iter().for_each(|name| {
            self.name(*name);
        });
        self.push(self.tokens.span(at, phrase.end - 1), things, at..phrase.end);
        phrase.end
    }

    /// Reads the reference that begins at `at`, if one does; returns where to go on.
    fn reference(&mut self, at: usize, range: Range<usize>) -> usize {
        // "were", "well" are not "we're", "we'll".
        let pronoun = self.tokens.longest(at, |word| match word {
            Word::Pronoun(pronoun) => Some(*pronoun),
            _ => None,
        });
        if let Some((length, pronoun)) = pronoun.filter(|(length, pronoun)| *length > 1 || !pronoun.contracted) {
            self.pronoun(at, length, pronoun);
            return at + length;
        }
        let determined = [Small::Article, Small::Demonstrative].iter().any(|role| self.tokens.is_small(at, *role));
        let indefinite = self.tokens.is_small(at, Small::Indefinite);
        // Some pages lose the first word of a paragraph: "39-year-old will join".
        let bare = at == range.start && !determined && !indefinite;
        if (determined || indefinite || bare)
            && let Some(phrase) = self.phrase(at, usize::from(!bare), range)
            && let Some(things) = self.meant(&phrase, indefinite)
        {
            return self.refer(at, &phrase, things);
        }
        at + 1
    }

    fn pronoun(&mut self, at: usize, length: usize, pronoun: Pronoun) {
        // "he's": the pronoun is its first token.
        let span = self.tokens.span(at, at);
        let last = at + length - 1;
        if pronoun.of == PronounOf::Speaker {
            let quoted = self.quotes.contain(span);
            let capital = self.tokens.word(at) != "i" && (self.tokens.word(at) != "US");
            if quoted && capital {
                self.found.push(Mention { span, sense: Sense::Speaker, how: How::Reference });
            }
            return;
        }
        let things = if pronoun.relative { self.just_named(at, pronoun) } else { self.recalled(at, pronoun) };
        if let Some(things) = things {
            if let (PronounOf::Person(Some(gender)), [thing]) = (pronoun.of, things.as_slice()) {
                let thing = &mut self.things.list[*thing as usize];
                thing.gender = thing.gender.or(Some(gender));
            }
            self.push(span, things, at..last + 1);
            if let Some(named) = self.named.last_mut().and_then(|sentence| sentence.last_mut()) {
                named.relative = pronoun.relative;
            }
        }
    }

    /// What stands right before a relative pronoun.
    fn just_named(&self, at: usize, pronoun: Pronoun) -> Option<Vec<u32>> {
        let named = self.named.last()?.last()?;
        let between = self
            .tokens
            .text
            .get(self.tokens.list[named.end - 1].span.end as usize..self.tokens.list[at].span.start as usize)?;
        // An age, a bracket or a closing mark may stand between: "Hart, 34, who".
        let near = between.len() <= 24 && !between.bytes().any(|byte| byte.is_ascii_lowercase());
        let wanted = Wanted {
            kinds: kinds_of(pronoun.of),
            gender: None,
            plural: None,
            reach: 1,
            country: None,
            year: None,
            trade: None,
        };
        (near && named.things.iter().all(|thing| self.fits(*thing, &wanted))).then(|| named.things.clone())
    }

    fn recalled(&mut self, at: usize, pronoun: Pronoun) -> Option<Vec<u32>> {
        let gender = match pronoun.of {
            PronounOf::Person(gender) => gender,
            _ => None,
        };
        let plural = pronoun.plural.filter(|_| pronoun.of != PronounOf::Thing);
        let reach = if pronoun.of == PronounOf::Thing { 2 } else { PRONOUN_REACH };
        let kinds = if plural == Some(true) { &ANY[..] } else { kinds_of(pronoun.of) };
        let wanted = Wanted { kinds, gender, plural, reach, country: None, year: None, trade: None };
        if pronoun.of == PronounOf::Thing && !pronoun.possessive {
            // "It is clear that": nothing named is meant.
            if self.tokens.small(at, Small::EmptyIt).is_some() {
                return None;
            }
            if let Some(kinds) = self.said_to_be(at) {
                return self.recall_last(&Wanted { kinds, ..wanted });
            }
        }
        if pronoun.possessive
            && let Some(things) = self.relative_owner(at, &wanted)
        {
            return Some(things);
        }
        if let Some(things) = self.joined_owner(at, pronoun, &wanted) {
            return Some(things);
        }
        if let Some(things) = self.paragraph_before(at, &wanted) {
            return Some(things);
        }
        let whole = &self.named;
        if self.is_fronted(at, pronoun) {
            let before = whole.len().saturating_sub(1);
            return self.recall_in(&whole[..before], &Wanted { reach: reach - 1, ..wanted }, false);
        }
        self.recall(&wanted, !self.is_quoted(at))
    }

    /// A thing's pronoun that opens a paragraph goes on about what the paragraph before began with, not about what
    /// that came to in the end.
    fn paragraph_before(&self, at: usize, wanted: &Wanted) -> Option<Vec<u32>> {
        let sentence = self.tokens.sentence_of(at);
        let block = *self.paragraph.get(sentence.checked_sub(1)?)?;
        let opens = self.tokens.sentences[sentence].start == at && self.paragraph[sentence] != block;
        let first = (0..sentence).rev().take_while(|before| self.paragraph[*before] == block).last()?;
        if !opens || wanted.kinds != NOT_PEOPLE || sentence - first > PARAGRAPH {
            return None;
        }
        let fits = |named: &&Named| named.things.len() == 1 && self.fits(named.things[0], wanted);
        self.named[first].iter().find(fits).map(|named| named.things.clone())
    }

    /// "Talking", "written"
    fn is_participle(&self, at: usize) -> bool {
        let ends = ["ing", "ed"].iter().any(|ending| self.tokens.word(at).ends_with(ending));
        ends || self.tokens.is(at, |word| *word == Word::Participle)
    }

    /// "A sequel to Salt Road, it opens", "Talking to Hart, she said": what stands in front is somebody or something else.
    fn is_fronted(&self, at: usize, pronoun: Pronoun) -> bool {
        let start = self.tokens.sentences[self.tokens.sentence_of(at)].start;
        let comma = |at: usize| self.tokens.between(at - 1, at).starts_with(',');
        let opens = self.tokens.is_small(start, Small::Indefinite) || self.is_participle(start);
        opens && !pronoun.possessive && at > start && comma(at) && !(start + 1..at).any(comma)
    }

    /// "Hart met Lind, who brought her dog": inside a relative clause its owner is who the clause tells of.
    fn relative_owner(&self, at: usize, wanted: &Wanted) -> Option<Vec<u32>> {
        let named = self.named.last()?.iter().rev().find(|named| named.relative)?;
        let inside =
            (named.end..at).all(|at| !self.tokens.between(at - 1, at).contains([',', ';', ':', '-', '–', '—']));
        // "who gave her a dog": that is somebody else.
        let owns = self.tokens.shape(at + 1) == Shape::Lower
            && !self.tokens.is(at + 1, |word| matches!(word, Word::Closed(_)));
        let person = wanted.kinds == PEOPLE && named.things.len() == 1 && self.fits(named.things[0], wanted);
        (person && inside && owns).then(|| named.things.clone())
    }

    /// "Lind and her son": a possessive behind a name and a conjunction is that name's; but not in "his son, Berg and his
    /// daughter", where the same word means somebody already.
    fn joined_owner(&self, at: usize, pronoun: Pronoun, wanted: &Wanted) -> Option<Vec<u32>> {
        let (named, before) = self.named.last()?.split_last()?;
        let joint = |at: usize| at > 0 && self.tokens.is_small(at - 1, Small::Joint);
        let same = |named: &Named| self.tokens.word(named.start).eq_ignore_ascii_case(self.tokens.word(at));
        if before.iter().any(|named| same(named) && !joint(named.start)) {
            return None;
        }
        let joined = pronoun.possessive
            && wanted.gender.is_some()
            && named.end + 1 == at
            && self.tokens.is_small(at - 1, Small::Joint)
            && self.tokens.between(at - 2, at - 1) == " ";
        (joined && named.things.len() == 1 && self.fits(named.things[0], wanted)).then(|| named.things.clone())
    }

    /// Whether a token stands inside a quotation.
    fn is_quoted(&self, at: usize) -> bool {
        self.quotes.contain(self.tokens.list[at].span)
    }

    /// The kinds that "it is a remake", "it was the first single" allow.
    fn said_to_be(&self, at: usize) -> Option<&'static [Kind]> {
        let tokens = self.tokens;
        let is = tokens.is_small(at + 1, Small::Copula)
            && [Small::Article, Small::Indefinite].iter().any(|role| tokens.is_small(at + 2, *role));
        let noun = |at: usize| {
            tokens.longest(at, |word| match word {
                Word::Noun { kind, also, .. } => kinds_like(*kind, also),
                _ => None,
            })
        };
        is.then(|| (at + 3..at + 7).find_map(noun)).flatten().map(|(_, kinds)| kinds)
    }

    /// The last thing that fits in the nearest sentence that has one.
    fn recall_last(&self, wanted: &Wanted) -> Option<Vec<u32>> {
        self.named.iter().rev().take(wanted.reach).find_map(|sentence| {
            sentence
                .iter()
                .rev()
                .find(|named| named.things.len() == 1 && self.fits(named.things[0], wanted))
                .map(|named| named.things.clone())
        })
    }

    /// What "that one" means: in the nearest sentence that fits, what its relative clause is about ("a sequel to X, which
    /// Hart remade from Y"), else what it names last.
    fn recall_pointed(&self, wanted: &Wanted) -> Option<Vec<u32>> {
        self.named.iter().rev().take(wanted.reach).find_map(|sentence| {
            let fitting =
                || sentence.iter().filter(|named| named.things.len() == 1 && self.fits(named.things[0], wanted));
            fitting().rfind(|named| named.relative).or_else(|| fitting().next_back()).map(|named| named.things.clone())
        })
    }

    /// The thing of a kind that the article names most: what a definite phrase means where nothing nearer fits.
    fn main_thing(&self, wanted: &Wanted) -> Option<Vec<u32>> {
        let most = wanted.kinds.iter().filter_map(|kind| self.main[*kind as usize]);
        let best = most.max_by_key(|thing| (self.counts[*thing as usize], std::cmp::Reverse(*thing)))?;
        self.fits(best, wanted).then(|| vec![best])
    }

    /// The first thing that fits in the nearest sentence that has one. From `outside` a quotation, what the present
    /// sentence names inside one is not meant: "“Ana was great,” he said".
    fn recall(&self, wanted: &Wanted, outside: bool) -> Option<Vec<u32>> {
        self.recall_in(&self.named, wanted, outside)
    }

    fn recall_in(&self, named: &[Vec<Named>], wanted: &Wanted, outside: bool) -> Option<Vec<u32>> {
        let own = |sentence: usize| named[sentence].iter().filter(|named| !named.quoted).collect::<Vec<_>>();
        let unquoted = || {
            let told = (0..named.len()).rev().take(OUTSIDE_REACH).filter(|sentence| !self.is_spoken(*sentence));
            told.take(wanted.reach).find_map(|sentence| self.recall_of(sentence, &own(sentence), wanted))
        };
        if let Some(things) = outside.then(unquoted).flatten() {
            return Some(things);
        }
        (0..named.len()).rev().take(wanted.reach).find_map(|sentence| {
            let present = outside && sentence + 1 == self.named.len();
            let all = if present { own(sentence) } else { named[sentence].iter().collect() };
            self.recall_of(sentence, &all, wanted)
        })
    }

    /// What fits of the things that one sentence names: whom it is about, else the first.
    fn recall_of(&self, index: usize, sentence: &[&Named], wanted: &Wanted) -> Option<Vec<u32>> {
        if wanted.plural == Some(true) {
            let several = |named: &&&Named| {
                named.things.len() > 1 || named.things.iter().all(|thing| self.things.list[*thing as usize].plural)
            };
            let found = sentence.iter().find(several).map(|named| named.things.clone());
            return found.or_else(|| self.coordinated(sentence));
        }
        let fits = |named: &&Named| named.things.len() == 1 && self.fits(named.things[0], wanted);
        let first = sentence.iter().position(&fits)?;
        let subject = if wanted.kinds == PEOPLE { self.subject(index, sentence, first, &fits) } else { first };
        Some(sentence[subject].things.clone())
    }

    /// Whom a sentence is about, if not the `first` that it names: "Hart's cousin Lind", "In a talk with Hart, Lind".
    fn subject(&self, index: usize, sentence: &[&Named], first: usize, fits: &impl Fn(&&Named) -> bool) -> usize {
        let (tokens, named) = (self.tokens, sentence[first]);
        let behind = || (first + 1..sentence.len()).filter(|next| fits(&sentence[*next]));
        let plain = |at: usize| {
            tokens.shape(at) == Shape::Lower && !tokens.is(at, |word| matches!(word, Word::Closed(_) | Word::Speech(_)))
        };
        if tokens.list.get(named.end).is_some() && tokens.is_possessive(named.end) {
            let relative = |next: &usize| {
                let between = named.end + 1..sentence[*next].start;
                (1..=RELATIVE).contains(&between.len()) && between.into_iter().all(plain)
            };
            return behind().find(relative).unwrap_or(first);
        }
        let start = tokens.sentences[index].start;
        let leads = |word: &Word| *word == Word::Closed(Closed::Preposition);
        let comma = |at: &usize| tokens.between(at - 1, *at).starts_with(',');
        if tokens.is(start, leads) || self.is_participle(start) {
            // Who stands behind the first comma is the subject already, and in a list nobody is.
            let clause = (start + 1..tokens.sentences[index].end).find(comma).filter(|clause| named.end <= *clause);
            let acts = |end: usize| {
                let joint = tokens.is_small(end, Small::Joint);
                tokens.between(end - 1, end) == " " && tokens.shape(end) == Shape::Lower && !joint
            };
            let begins = |next: &usize| {
                let Named { start, end, .. } = sentence[*next];
                clause.is_some_and(|clause| (clause..=clause + TITLES).contains(start)) && acts(*end)
            };
            return behind().find(begins).unwrap_or(first);
        }
        first
    }

    /// Whether a sentence is nothing but a quotation.
    fn is_spoken(&self, sentence: usize) -> bool {
        let range = &self.tokens.sentences[sentence];
        !range.is_empty() && self.is_quoted(range.start) && self.is_quoted(range.end - 1)
    }

    /// "A and B" at the head of a sentence, if both are people.
    fn coordinated(&self, sentence: &[&Named]) -> Option<Vec<u32>> {
        let [first, second, ..] = sentence else { return None };
        let and = self.tokens.is(first.end, |word| *word == Word::Closed(Closed::Conjunction));
        let person = |named: &Named| {
            named.things.len() == 1 && self.things.list[named.things[0] as usize].kind == Some(Kind::Person)
        };
        (and && person(first) && person(second) && first.things != second.things)
            .then(|| vec![first.things[0], second.things[0]])
    }

    fn fits(&self, thing: u32, wanted: &Wanted) -> bool {
        // People may well be called after a country that the lists do not tell; works of one are a few.
        let told = match self.things.list[thing as usize].kind {
            Some(kind) if kind.is_work() => self.is_as_told(thing, wanted),
            _ => wanted.country.is_none_or(|country| self.fact(thing, "country").is_none_or(|known| known == country)),
        };
        let thing = &self.things.list[thing as usize];
        told && thing.kind.is_some_and(|kind| wanted.kinds.contains(&kind))
            && (wanted.gender.is_none() || thing.gender.is_none() || thing.gender == wanted.gender)
    }

    fn push(&mut self, span: Span, things: Vec<u32>, tokens: Range<usize>) {
        self.note(things.clone(), tokens);
        self.found.push(Mention { span, sense: Sense::Things(things), how: How::Reference });
    }
}

fn kinds_of(of: PronounOf) -> &'static [Kind] {
    match of {
        PronounOf::Person(_) => &PEOPLE,
        PronounOf::Thing => NOT_PEOPLE,
        PronounOf::Any | PronounOf::Speaker => &ANY,
    }
}

/// Kinds that a noun of a kind can refer to.
fn kinds_like(kind: Kind, also: &[Kind]) -> Option<&'static [Kind]> {
    Some(match kind {
        Kind::Film if also.contains(&Kind::Series) => &[Kind::Film, Kind::Series, Kind::Stage],
        Kind::Film => &[Kind::Film],
        Kind::Series if also.contains(&Kind::Film) => &DRAMAS,
        Kind::Series => &[Kind::Series, Kind::Stage],
        Kind::Song => &[Kind::Song],
        Kind::Album => &[Kind::Album],
        Kind::Video => &[Kind::Video],
        Kind::Book => &[Kind::Book],
        Kind::Game => &[Kind::Game],
        Kind::Stage => &[Kind::Stage],
        Kind::Group => &[Kind::Group],
        Kind::Event => &[Kind::Event],
        Kind::Company => &[Kind::Company],
        _ => return None,
    })
}
