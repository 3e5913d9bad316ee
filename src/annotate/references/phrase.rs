//! Definite noun phrases ("the film", "the former Friends star", "a series of the same name"): where one stands
//! and what it stands for.

use std::ops::Range;

use super::super::quotes::MARKS;
use super::{AGED_REACH, ANY, DRAMAS, Named, PEOPLE, PHRASE_REACH, Resolver, WORKS, Wanted, kinds_like};
use crate::claim::Kind;
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Closed, Pronoun, PronounOf, Small, Word};
use crate::mention::{Gender, Thing};

/// Endings of verbs and adverbs, which follow a whole noun phrase.
const VERBAL: [&str; 2] = ["ed", "ly"];

/// How far behind a phrase a pronoun tells the gender of whom it means, in tokens.
const PRONOUN_BEHIND: usize = 15;

/// The second of two things that somebody is called stands so near, in tokens.
const TITLE: usize = 7;

/// A noun phrase that may stand for something named elsewhere.
#[derive(Clone)]
pub(super) struct Phrase<'a> {
    pub(super) at: usize,
    pub(super) end: usize,
    wanted: Wanted<'a>,
    /// Names in it.
    pub(super) names: Vec<usize>,
    /// Whether it gives an age.
    aged: bool,
    /// "the first film", "the original": what others continue.
    original: bool,
    /// "the sequel": what continues another.
    relation: bool,
    /// "the second one" of two works.
    second: Option<u32>,
}

/// What a phrase asks for by its head alone.
fn asked(kinds: &[Kind]) -> Wanted<'_> {
    Wanted { kinds, gender: None, plural: Some(false), reach: PHRASE_REACH, country: None, year: None, trade: None }
}

impl<'a> Resolver<'a> {
    /// A noun phrase that names nothing itself: `skip` tokens of determiner, modifiers, a head.
    pub(super) fn phrase(&self, at: usize, skip: usize, range: Range<usize>) -> Option<Phrase<'a>> {
        let limit = range.end.min(at + 10);
        let mut head: Option<(usize, Wanted<'a>)> = None;
        let (mut names, mut country, mut year, mut original) = (Vec::new(), None, None, false);
        let mut next = at + skip;
        while next < limit {
            if next > at + skip && !matches!(self.tokens.between(next - 1, next).trim_matches(MARKS), " " | "-" | "") {
                break;
            }
            // "the film's director": the film is meant.
            if head.is_some() && self.tokens.is_possessive(next) {
                break;
            }
            // "the second single", "the next film": one of several that is named, if at all, right behind.
            if self.tokens.small(next, Small::Further).is_some() {
                return self.second_of_two(at, next);
            }
            original |= self.tokens.is_small(next, Small::Original);
            year = year.or(self.year(next));
            if let Some(name) = self.name_at(next) {
                names.push(name);
                next = self.candidates[name].tokens.end.max(next + 1);
                continue;
            }
            if let Some((length, found)) = self.country(next) {
                country = Some(found);
                next += length;
            } else if let Some((length, ())) = self
                .tokens
                .longest(next, |word| matches!(word, Word::Genre { .. }).then_some(()))
                .filter(|_| self.tokens.is_capital(next))
            {
                next += length;
            } else if self.tokens.shape(next) == Shape::Capital {
                break;
            } else if let Some((length, wanted)) = self.head(next) {
                // "the 12-track set": a number makes it a measure of what follows.
                let measure = next > at && self.tokens.between(next - 1, next) == "-";
                let counted = measure && self.tokens.shape(next - 1) == Shape::Digit && self.age(next - 1).is_none();
                next += length;
                if !counted {
                    head = Some((next, wanted));
                }
            } else if self.is_modifier(next) {
                next += 1;
            } else {
                break;
            }
        }
        let (end, mut wanted) = head?;
        (wanted.country, wanted.year) = (country, year);
        if self.is_description(at, end, &wanted) || original && wanted.kinds == PEOPLE {
            return None;
        }
        // A name right behind is what the phrase introduces; "of" makes it a relation.
        let introduces = names.iter().any(|name| self.candidates[*name].tokens.start >= end)
            || self.is_introducing(end, &wanted)
            || self.is_one_title(end, &wanted);
        let apt = names.iter().all(|name| self.is_modifying(*name, &wanted));
        let bare = skip > 0 || wanted.kinds == PEOPLE || names.is_empty() && self.tokens.shape(at) == Shape::Lower;
        (!introduces && apt && bare && self.ends_phrase(end, range.end)).then(|| Phrase {
            aged: self.is_aged(at, end),
            original,
            relation: self.ends_in_relation(at, end) || (at..end).any(|at| self.tokens.is_small(at, Small::Newer)),
            at,
            end,
            wanted,
            names,
            second: None,
        })
    }

    /// Whether a phrase says what something is and stands for nothing itself: "as the singer", "is the director",
    /// "the director is M", "the author of", "the sequel to".
    fn is_description(&self, at: usize, end: usize, wanted: &Wanted) -> bool {
        let tokens = self.tokens;
        let people = wanted.kinds == PEOPLE;
        let before = |role: Small| at > 0 && tokens.between(at - 1, at) == " " && tokens.is_small(at - 1, role);
        let (joined, verb) = (tokens.between(end - 1, end) == " ", |word: &Word| {
            matches!(word, Word::Closed(Closed::Auxiliary) | Word::Verb)
        });
        let acts = joined && (tokens.is(end, verb) || tokens.word(end).ends_with("ed"));
        let said_of = people && (before(Small::Copula) || before(Small::As)) && !acts;
        let named = joined
            && tokens.is_small(end, Small::Copula)
            && self.name_at(end + 1).and_then(|name| self.things.of[name]).is_some_and(|thing| {
                self.things.list[thing as usize].kind.is_none_or(|kind| wanted.kinds.contains(&kind))
            });
        let leads = joined && (tokens.is_small(end, Small::Inside) || tokens.is_small(end, Small::Infinitive));
        said_of || named || leads && (people && tokens.is_small(end, Small::Inside) || self.ends_in_relation(at, end))
    }

    /// "the sequel", "the follow-up"
    fn ends_in_relation(&self, at: usize, end: usize) -> bool {
        (at..end).any(|at| self.relation(at).is_some_and(|length| at + length == end))
    }

    /// The length of a noun for what continues or repeats another work: "sequel".
    pub(super) fn relation(&self, at: usize) -> Option<usize> {
        self.tokens.longest(at, |word| matches!(word, Word::Relation).then_some(())).map(|(length, ())| length)
    }

    fn is_aged(&self, at: usize, end: usize) -> bool {
        (at..end).any(|at| self.age(at).is_some())
    }

    /// How many tokens "43-year-old" takes.
    fn age(&self, at: usize) -> Option<usize> {
        let length = self.tokens.small(at + 1, Small::Aged).filter(|_| self.tokens.shape(at) == Shape::Digit)?;
        Some(1 + length)
    }

    /// Whether a name follows that the phrase introduces: "the film X", "the theme song, “X”".
    fn is_introducing(&self, end: usize, wanted: &Wanted) -> bool {
        let Some(name) = self.name_at(end) else { return false };
        let between = self.tokens.between(end - 1, end).trim_matches(MARKS);
        let fits = || {
            self.things.of[name].is_some_and(|thing| {
                // "the distributor, North Sea Films,": what a company does is said as of people.
                let company = self.things.list[thing as usize].kind == Some(Kind::Company) && wanted.kinds == PEOPLE;
                let behind = self.candidates[name].tokens.end;
                let closed = self.tokens.between(behind - 1, behind) != " ";
                self.fits(thing, wanted) || company && closed
            })
        };
        between == " " || matches!(between, ", " | ": ") && fits()
    }

    /// "The stylist and Harbour Weekly editor Lind": the first of two things that a name behind is called.
    fn is_one_title(&self, end: usize, wanted: &Wanted) -> bool {
        if wanted.kinds != PEOPLE || !self.tokens.is_small(end, Small::Joint) {
            return false;
        }
        let plain = |at: &usize| self.tokens.between(at - 1, *at) == " ";
        let mut behind = (end + 1..self.tokens.list.len().min(end + TITLE)).take_while(plain);
        behind.any(|at| {
            let trade =
                self.tokens.longest(at, |word| matches!(word, Word::Occupation { plural: false, .. }).then_some(()));
            trade.is_some_and(|(length, ())| {
                self.tokens.between(at + length - 1, at + length) == " " && self.name_at(at + length).is_some()
            })
        })
    }

    /// Whether a name may modify the head: "the Hunger Games star", "the BBC drama", but not "the Joe Smith actor".
    fn is_modifying(&self, name: usize, wanted: &Wanted) -> bool {
        let kind = self.things.of[name].and_then(|thing| self.things.list[thing as usize].kind);
        match kind {
            Some(Kind::Company | Kind::Place | Kind::Award) | None => true,
            Some(Kind::Person) => false,
            Some(_) => wanted.kinds == PEOPLE,
        }
    }

    pub(super) fn country(&self, at: usize) -> Option<(usize, &'a str)> {
        self.tokens.longest(at, |word| match word {
            Word::Demonym { country, .. } => Some(country.as_str()),
            _ => None,
        })
    }

    /// What a phrase stands for.
    pub(super) fn meant(&mut self, phrase: &Phrase<'a>, indefinite: bool) -> Option<Vec<u32>> {
        if phrase.wanted.kinds == DRAMAS {
            let wanted = Wanted { kinds: &DRAMAS[..2], ..phrase.wanted };
            if let Some(things) = self.meant_as(&Phrase { wanted, ..phrase.clone() }, indefinite) {
                return Some(things);
            }
        }
        self.meant_as(phrase, indefinite)
    }

    fn meant_as(&mut self, phrase: &Phrase, indefinite: bool) -> Option<Vec<u32>> {
        if phrase.wanted.kinds != PEOPLE
            && let Some(things) = self.namesake(phrase)
        {
            return Some(things);
        }
        if indefinite {
            return None;
        }
        if let Some(second) = phrase.second {
            return Some(vec![second]);
        }
        let gender = phrase.wanted.gender.or_else(|| self.gender_behind(phrase));
        let wanted = &Wanted { gender, ..phrase.wanted };
        if wanted.kinds == PEOPLE && (phrase.aged || !phrase.names.is_empty()) {
            return self.known_person(phrase, wanted);
        }
        if wanted.plural == Some(true) {
            return self.pair();
        }
        if phrase.original {
            return self.original(wanted).map(|thing| vec![thing]);
        }
        if phrase.names.is_empty() && self.is_stranger(phrase) {
            return self.apposition(phrase.at, wanted).or_else(|| self.of_trade(wanted));
        }
        if phrase.names.is_empty() {
            let reach = wanted.reach.min(self.named.len() - self.section.min(self.named.len()));
            let here = Wanted { reach, ..*wanted };
            let near = self.apposition(phrase.at, wanted).or_else(|| self.of_trade(wanted)).or_else(|| {
                // "that album" is the one just named, "the album" what the sentences are about.
                let pointed = self.tokens.is_small(phrase.at, Small::Demonstrative);
                if pointed { self.recall_pointed(&here) } else { self.recall(&here, !self.is_quoted(phrase.at)) }
            });
            let meant = near.or_else(|| self.main_thing(wanted));
            // "Hart met the actor": nobody is named twice in a breath.
            let here = if wanted.kinds == PEOPLE { self.in_clause(phrase) } else { vec![] };
            let apposed = self.apposition(phrase.at, wanted).is_some();
            let meant = meant.filter(|things| apposed || !things.iter().any(|thing| here.contains(thing)));
            // "the sequel" is not what it continues.
            let original = |things: &Vec<u32>| things.iter().any(|thing| self.is_original(*thing));
            return if phrase.relation && meant.as_ref().is_some_and(original) {
                self.second_work(wanted).map(|second| vec![second])
            } else {
                meant
            };
        }
        self.recall_most(wanted, &[]).or_else(|| self.main_thing(wanted))
    }

    /// "The reporter", "this singer": hardly anybody that the article has not called so.
    fn is_stranger(&self, phrase: &Phrase) -> bool {
        let bystander = |at: usize| self.tokens.is_small(at, Small::Bystander);
        let pointed = self.tokens.is_small(phrase.at, Small::Demonstrative);
        phrase.wanted.trade.is_some() && (pointed || bystander(phrase.end - 1))
    }

    /// "The 43-year-old", "the Harbour Lights star": who the article has called so, else somebody that the reader knows
    /// by now. One named in the same clause would be "she": "Hart was seen with the 47-year-old"; but "Hart's fans" may
    /// speak of her so.
    fn known_person(&self, phrase: &Phrase, wanted: &Wanted) -> Option<Vec<u32>> {
        if let Some(person) =
            phrase.names.iter().find_map(|name| self.tied_to(*name)).filter(|person| self.fits(*person, wanted))
        {
            return Some(vec![person]);
        }
        let here = self.in_clause(phrase);
        let meant =
            self.recall_most(&Wanted { reach: AGED_REACH, ..*wanted }, &here).or_else(|| self.main_thing(wanted));
        // Beside one who is named here, somebody named but once is not known by now.
        let often = |thing: u32| here.is_empty() || self.counts[thing as usize] > 1;
        let known = |thing: &u32| !here.contains(thing) && often(*thing);
        meant.filter(|things| things.iter().all(known))
    }

    /// What the clause of a phrase names before it; owners and what is quoted apart.
    fn in_clause(&self, phrase: &Phrase) -> Vec<u32> {
        let owner = |named: &&Named| self.tokens.list.get(named.end).is_some() && self.tokens.is_possessive(named.end);
        let start = if phrase.aged { 0 } else { self.clause_start(phrase.at) };
        let quoted = self.is_quoted(phrase.at);
        let here = self.named.last().into_iter().flatten();
        let here = here.filter(|named| !owner(named) && named.end > start && (quoted || !named.quoted));
        here.flat_map(|named| named.things.clone()).collect()
    }

    /// Where the clause begins that a token stands in: behind a comma with a conjunction, or behind the comma that ends
    /// what the sentence opens with ("After Hart left, the star").
    fn clause_start(&self, at: usize) -> usize {
        let sentence = self.tokens.sentences[self.tokens.sentence_of(at)].start;
        let conjunction = |at: usize| self.tokens.is(at, |word| *word == Word::Closed(Closed::Conjunction));
        let comma = |at: usize| at > sentence && self.tokens.between(at - 1, at).starts_with(',');
        let preposition = |at: usize| self.tokens.is(at, |word| *word == Word::Closed(Closed::Preposition));
        let opened = conjunction(sentence) || preposition(sentence) || self.is_participle(sentence);
        (sentence + 1..=at)
            .rev()
            .find(|place| comma(*place) && (conjunction(*place) || opened && *place == at))
            .unwrap_or(0)
    }

    /// What the first pronoun behind tells of a person, if nobody is named before it: "the star left his house".
    fn gender_behind(&self, phrase: &Phrase) -> Option<Gender> {
        let sentence = self.tokens.sentences[self.tokens.sentence_of(phrase.at)].end;
        let behind = phrase.end..sentence.min(phrase.end + PRONOUN_BEHIND);
        let told = behind.take_while(|at| self.name_at(*at).is_none()).find_map(|at| {
            self.tokens.longest(at, |word| match word {
                Word::Pronoun(Pronoun { of: PronounOf::Person(gender), .. }) => *gender,
                _ => None,
            })
        });
        told.map(|(_, gender)| gender).filter(|_| phrase.wanted.kinds == PEOPLE)
    }

    /// The thing named most of those that fit in the last sentences, some excepted.
    fn recall_most(&self, wanted: &Wanted, except: &[u32]) -> Option<Vec<u32>> {
        let named = self.named.iter().rev().take(wanted.reach).flatten();
        let fitting = named.filter(|named| {
            named.things.len() == 1 && self.fits(named.things[0], wanted) && !except.contains(&named.things[0])
        });
        let best =
            fitting.max_by_key(|named| (self.counts[named.things[0] as usize], std::cmp::Reverse(named.things[0])))?;
        Some(best.things.clone())
    }

    /// "a remake of the 2018 TV series", "a series of the same name": a work of another kind, called like the one
    /// that was named last.
    fn namesake(&mut self, phrase: &Phrase) -> Option<Vec<u32>> {
        let same = self.tokens.small(phrase.end, Small::SameName).is_some();
        if !same && (!self.is_related(phrase.at) || self.recall(&phrase.wanted, false).is_some()) {
            return None;
        }
        let kind = phrase.wanted.kinds.first().copied().filter(|kind| kind.is_work())?;
        let work = |thing: &u32| self.things.list[*thing as usize].kind.is_some_and(Kind::is_work);
        let last = self.named.iter().rev().take(2).flat_map(|sentence| sentence.iter().rev());
        let source = last.filter(|named| named.things.len() == 1).map(|named| named.things[0]).find(work)?;
        let name = self.things.list[source as usize].name.clone();
        if self.things.list[source as usize].kind == Some(kind) {
            return None;
        }
        Some(vec![self.named_so(name, kind, phrase)])
    }

    /// Whether "a remake of", "a sequel to" stands right before.
    fn is_related(&self, at: usize) -> bool {
        let relation = |length: usize| {
            let tags = at.checked_sub(length + 1).map_or(&[][..], |first| self.tokens.tags(first));
            tags.iter().any(|tag| tag.length == length && matches!(tag.word, Word::Relation))
        };
        let preposition = |word: &Word| *word == Word::Closed(Closed::Preposition);
        at > 0 && self.tokens.is(at - 1, preposition) && (relation(1) || relation(2))
    }

    /// The thing of a name and kind; a new one where the article does not name it itself.
    fn named_so(&mut self, name: String, kind: Kind, phrase: &Phrase) -> u32 {
        if self.namesakes.is_empty() {
            let kinded = |(index, thing): (usize, &Thing)| Some(((thing.name.clone(), thing.kind?), index as u32));
            self.namesakes = self.things.list.iter().enumerate().rev().filter_map(kinded).collect();
        }
        if let Some(thing) = self.namesakes.get(&(name.clone(), kind)) {
            return *thing;
        }
        let id = self.entry_like(&name, kind, phrase);
        let index = self.things.list.len() as u32;
        self.namesakes.insert((name.clone(), kind), index);
        self.things.list.push(Thing { name, kind: Some(kind), id, gender: None, plural: false, ..Thing::default() });
        self.counts.push(0);
        index
    }

    /// The gazetteer's entry of a name and kind whose country or year the phrase gives.
    fn entry_like(&self, name: &str, kind: Kind, phrase: &Phrase) -> Option<String> {
        let names = &self.lexicon.names;
        let entries = names.get(name).into_iter().map(|entry| names.entry(entry));
        let year = (phrase.at..phrase.end + 3)
            .map(|at| self.tokens.word(at))
            .find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()));
        let mut fitting = entries.filter(|entry| entry.kind == kind);
        fitting
            .find(|entry| {
                let country = phrase.wanted.country.is_some_and(|country| entry.fact("country") == Some(country));
                year.map_or(country, |year| entry.fact("year") == Some(year))
            })
            .map(|entry| entry.id.to_string())
    }

    /// "Back Number, the rock band, …": the phrase says what the name before it is.
    fn apposition(&self, at: usize, wanted: &Wanted) -> Option<Vec<u32>> {
        let named = self.named.last()?.last()?;
        let beside = named.end == at && self.tokens.between(at - 1, at).starts_with(',');
        (beside && named.things.iter().all(|thing| self.fits(*thing, wanted))).then(|| named.things.clone())
    }

    /// A word that a definite phrase may end in, and what it asks for.
    fn head(&self, at: usize) -> Option<(usize, Wanted<'a>)> {
        let wanted = |kinds: &'static [Kind], gender| Wanted { gender, ..asked(kinds) };
        self.tokens
            .longest(at, |word| match word {
                Word::Noun { kind, also, plural: false } => Some(wanted(kinds_like(*kind, also)?, None)),
                Word::Occupation { plural: false, gender, value } => {
                    Some(Wanted { trade: Some(value), ..wanted(&PEOPLE, *gender) })
                }
                _ => None,
            })
            .or_else(|| self.tokens.small(at, Small::AnyWork).map(|length| (length, wanted(&WORKS, None))))
            .or_else(|| {
                let pair = |length: usize| (length, Wanted { plural: Some(true), ..wanted(&ANY, None) });
                self.tokens.small(at, Small::Pair).map(pair)
            })
            .or_else(|| self.relation(at).map(|length| (length, wanted(&WORKS, None))))
            .or_else(|| self.is_original_alone(at).then_some((1, wanted(&WORKS, None))))
            .or_else(|| self.age(at).map(|length| (length, wanted(&PEOPLE, None))))
            .or_else(|| self.is_pointed_one(at).then_some((1, wanted(&WORKS, None))))
    }

    /// "that one"
    fn is_pointed_one(&self, at: usize) -> bool {
        at > 0 && self.tokens.is_small(at, Small::One) && self.tokens.is_small(at - 1, Small::Demonstrative)
    }

    /// "the second one", "the second film" of an article about two films, of which one continues the other.
    fn second_of_two(&self, at: usize, next: usize) -> Option<Phrase<'a>> {
        let one = self.tokens.is_small(next + 1, Small::One).then_some((1, &WORKS[..]));
        let (length, kinds) = one.or_else(|| {
            let (length, wanted) = self.head(next + 1)?;
            Some((length, wanted.kinds))
        })?;
        let (end, wanted) = (next + 1 + length, asked(kinds));
        let sentence = self.tokens.sentences[self.tokens.sentence_of(at)].end;
        let second = self.second_work(&wanted).filter(|_| next == at + 1 && self.ends_phrase(end, sentence))?;
        let (names, aged, original, relation) = (Vec::new(), false, false, false);
        Some(Phrase { at, end, wanted, names, aged, original, relation, second: Some(second) })
    }

    /// "The original" is a work, "the first" need not be one.
    fn is_original_alone(&self, at: usize) -> bool {
        self.tokens.is_small(at, Small::Original) && !self.tokens.is(at, |word| matches!(word, Word::Number(_)))
    }

    fn is_modifier(&self, at: usize) -> bool {
        self.tokens.shape(at) == Shape::Digit
            || self.tokens.shape(at) == Shape::Lower
                && !self.tokens.is(at, |word| matches!(word, Word::Pronoun(_) | Word::Closed(_)))
    }

    /// Whether the phrase ends here, rather than going on to another noun ("the film industry").
    fn ends_phrase(&self, end: usize, sentence: usize) -> bool {
        if end >= sentence {
            return true;
        }
        let between = self.tokens.between(end - 1, end);
        if between != " " {
            return !matches!(between, "-" | "/");
        }
        if self.tokens.is_capital(end) {
            return false;
        }
        let word = self.tokens.word(end);
        if self.tokens.is_small(end, Small::Inside) {
            return false;
        }
        // Another noun behind would make it a modifier: "the film industry"; grammar and verbs do not.
        let ends = |word: &Word| matches!(word, Word::Closed(_) | Word::Pronoun(_) | Word::Verb | Word::Speech(_));
        let noun = |word: &Word| {
            matches!(word, Word::Noun { .. } | Word::Occupation { .. } | Word::Genre { .. } | Word::Unit(_))
        };
        self.tokens.longest(end, |word| ends(word).then_some(())).is_some()
            || VERBAL.iter().any(|ending| word.ends_with(ending))
            || word.ends_with('s') && !word.ends_with("ss") && !self.tokens.is(end, noun)
            || self.tokens.shape(end) == Shape::Digit
    }
}
