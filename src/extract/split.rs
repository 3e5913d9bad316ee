//! Splitting: the simple statements inside a sentence, each with its own subject.
//!
//! `‹song› is made for ‹film›, an upcoming film that is a remake of ‹series›` also says `‹film› is an upcoming film`
//! and `‹film› is a remake of ‹series›`. Rules are written for simple statements; what newspapers hang on a name
//! (appositions, relative clauses, participles, second predicates) is turned into such here. The method is that of
//! clause-based open information extraction (Del Corro and Gemulla, ClausIE, 2013), on words instead of a parse.

use super::items::{Item, Role, What};
use crate::claim::Kind;
use crate::lexicon::{Closed, Slot};

/// A derived statement of fewer items says nothing that a rule could read.
const SHORTEST: usize = 3;
/// How many statements one sentence gives at most.
const MOST: usize = 12;
/// How far apart two dashes stand at most that enclose an aside, in items.
const DASHES_APART: usize = 40;

/// The statements that hang on names in a sentence in clause form, and the sentence without them.
pub(super) fn split(items: &[Item], text: &str) -> Vec<Vec<Item>> {
    let mut splitter = Splitter { items, text, subject: None, about: None, asides: Vec::new(), out: Vec::new() };
    splitter.fronted();
    for at in 0..items.len() {
        splitter.step(at);
        if splitter.out.len() >= MOST {
            break;
        }
    }
    splitter.main();
    splitter.out
}

struct Splitter<'a> {
    items: &'a [Item],
    text: &'a str,
    /// The head that the last predicate belongs to.
    subject: Option<usize>,
    /// The head that the noun phrase now being read says something of.
    about: Option<usize>,
    /// Stretches between commas that say something by the way: start at the comma, end behind the closing one.
    asides: Vec<(usize, usize)>,
    out: Vec<Vec<Item>>,
}

impl Splitter<'_> {
    fn step(&mut self, at: usize) {
        if self.items[at].is_head() {
            self.head(at);
        } else if self.items[at].what == What::Mark(',') && at > 0 && self.items[at - 1].is_head() {
            self.aside(at);
        } else if self.is_dash(at) && at > 0 && self.items[at - 1].is_head() {
            self.dashes(at);
        } else if matches!(self.word(at), "who" | "which" | "that") {
            self.relative(at);
        } else if matches!(self.word(at), "and" | "but") {
            self.coordinated(at);
        } else if at > 0 && self.is_noun(at - 1) && self.is_participle(at) && self.is_preposition(at + 1) {
            // "a Japanese song produced by ‹person›"
            if let Some(about) = self.about {
                self.state(about, Some("was"), at, self.end(at, true));
            }
        }
    }

    /// `Written and directed by ‹person›, ‹film› …`, `A sequel to ‹film›, ‹film› …`: what stands before the subject.
    fn fronted(&mut self) {
        let Some(comma) = (1..self.items.len()).find(|at| self.items[*at].what == What::Mark(',')) else { return };
        let head = comma + 1;
        let subject = self.items.get(head).is_some_and(Item::is_head) && self.is_verb(self.skip_adverbs(head + 1));
        let opens = self.is_participle(0) || self.word(0).ends_with("ed");
        let participles =
            1 + (1..comma.min(4)).take_while(|at| self.is_participle(*at) || self.word(*at) == "and").count();
        let bridge = if opens && self.is_preposition(participles) {
            "was"
        } else if matches!(self.word(0), "A" | "An") {
            "is"
        } else {
            return;
        };
        if subject {
            self.state(head, Some(bridge), 0, comma);
        }
    }

    fn head(&mut self, at: usize) {
        let verb = self.skip_adverbs(at + 1);
        if self.is_verb(verb) && self.asides.last().is_none_or(|aside| aside.1 <= at) {
            self.subject = Some(at);
        }
        let copula = matches!(self.word(verb), "is" | "was" | "are" | "were" | "'s");
        if copula {
            self.about = Some(at);
        } else if self.about.is_some_and(|about| !self.is_modifier_of_noun(at) && about + 1 < at) {
            // Another name: what follows may be about that one.
            self.about = None;
        }
    }

    /// `, a noun phrase,` or `, produced by ‹person›,` behind a name.
    fn aside(&mut self, comma: usize) {
        // "‹film›, ‹film› and ‹film›, all directed by ‹person›"
        let together = matches!(self.word(comma + 1), "all" | "both" | "each");
        let (head, at) = (comma - 1, comma + 1 + usize::from(together));
        let bridge = if self.is_apposition(at) {
            Some("is")
        } else if self.is_participle(at) && (self.is_preposition(at + 1) || self.word(at + 1) == "to") {
            Some("was")
        } else {
            None
        };
        if bridge.is_none() && !matches!(self.word(at), "who" | "which" | "whose") {
            return;
        }
        let end = self.end(at, false);
        let closed = self.items.get(end).is_some_and(|item| item.what == What::Mark(','));
        if closed && self.is_verb(self.skip_adverbs(end + 1)) {
            self.asides.push((comma, end + 1));
            self.subject = Some(head);
        }
        if bridge.is_some() {
            self.about = Some(head);
            self.state(head, bridge, at, end);
        }
    }

    /// `‹group› - ‹person› and ‹person› - will tour`: what stands between dashes says something by the way.
    fn dashes(&mut self, open: usize) {
        let aside = open + 1..self.items.len().min(open + DASHES_APART);
        let Some(close) = aside.clone().find(|at| self.is_dash(*at)) else { return };
        if self.is_verb(self.skip_adverbs(close + 1)) {
            self.asides.push((open, close + 1));
            self.subject = Some(open - 1);
        }
    }

    fn is_dash(&self, at: usize) -> bool {
        self.items[at].what == What::Mark('-') && !self.items[at].glued
    }

    /// Whether a noun phrase begins here that says what the name before it is.
    fn is_apposition(&self, at: usize) -> bool {
        if matches!(self.word(at), "a" | "an") {
            return true;
        }
        let determined = matches!(self.word(at), "the" | "one" | "his" | "her" | "its" | "their");
        let noun = (at..self.items.len().min(at + 6)).find(|at| self.is_noun(*at) || self.items[*at].is_head());
        noun.is_some_and(|noun| {
            self.is_noun(noun) && (determined || noun == at && self.items[at].slot() == Some(Slot::Occupation))
        })
    }

    /// `who`, `which`, `that` before a verb: about the name right before it, or about what the noun phrase is about.
    fn relative(&mut self, at: usize) {
        // Annotation puts what a relative pronoun stands for right behind it.
        let (given, start) = match self.items.get(at + 1) {
            Some(next) if next.is_head() && next.span == self.items[at].span => (Some(at + 1), at + 2),
            _ => (None, at + 1),
        };
        if at == 0 || !self.is_verb(self.skip_adverbs(start)) {
            return;
        }
        let comma = self.items[at - 1].what == What::Mark(',');
        let before = at - 1 - usize::from(comma && at > 1);
        let about = given.or_else(|| {
            if self.items[before].is_head() {
                self.agrees(at, before).then_some(before)
            } else if self.is_noun(before) {
                self.about.filter(|about| self.agrees(at, *about))
            } else {
                None
            }
        });
        if let Some(about) = about {
            self.state(about, None, start, self.end(start, !comma));
        }
    }

    /// People are "who", things are not.
    fn agrees(&self, pronoun: usize, head: usize) -> bool {
        let people = matches!(self.items[head].slot(), Some(Slot::Kind(Kind::Person | Kind::Group)));
        match self.word(pronoun) {
            "who" => people,
            _ => !matches!(self.items[head].slot(), Some(Slot::Kind(Kind::Person))),
        }
    }

    /// `and will star in ‹film›`: a second predicate of the same subject.
    fn coordinated(&mut self, at: usize) {
        let Some(subject) = self.subject else { return };
        let start = at + 1;
        let verb = self.is_verb(self.skip_adverbs(start)) && !self.items[at - 1].is_head()
            || self.is_auxiliary(start)
            || self.is_verb(start) && !self.word(start).ends_with("ed");
        if at > subject + 1 && verb {
            self.state(subject, None, start, self.end(start, true));
        }
    }

    /// The sentence without its asides.
    fn main(&mut self) {
        if self.asides.is_empty() {
            return;
        }
        let asides = std::mem::take(&mut self.asides);
        let kept = |at: &usize| !asides.iter().any(|(start, end)| (*start..*end).contains(at));
        let main: Vec<Item> = (0..self.items.len()).filter(kept).map(|at| self.items[at].clone()).collect();
        self.out.push(main);
    }

    /// Notes the statement that `items[start..end]` makes of a head.
    fn state(&mut self, head: usize, bridge: Option<&'static str>, start: usize, end: usize) {
        if end < start + SHORTEST - 1 {
            return;
        }
        let mut statement = Vec::with_capacity(end - start + 2);
        let mut subject = Item { glued: false, ..self.items[head].clone() };
        // "Nora and Guy, a singer": one apposition in the singular is about the last of them.
        if let What::Slot(_, mentions) = &mut subject.what
            && bridge == Some("is")
            && matches!(self.word(start), "a" | "an")
        {
            mentions.drain(..mentions.len() - 1);
        }
        statement.push(subject);
        if let Some(word) = bridge {
            let span = self.items[start].span;
            statement.push(Item { span, what: What::Bridge(word), glued: false });
        }
        statement.extend_from_slice(&self.items[start..end]);
        self.out.push(statement);
    }

    /// Where the clause that begins at `at` ends: at the next comma (unless it goes on `past_commas`), dash or semicolon.
    fn end(&self, at: usize, past_commas: bool) -> usize {
        let ends = |item: &Item| match item.what {
            What::Mark(',') => !past_commas,
            What::Mark(';' | ':' | '(') => true,
            What::Mark('-') => !item.glued,
            _ => false,
        };
        (at..self.items.len()).find(|at| ends(&self.items[*at])).unwrap_or(self.items.len())
    }

    fn word(&self, at: usize) -> &str {
        match self.items.get(at) {
            Some(Item { span, what: What::Word(_), .. }) => span.of(self.text),
            _ => "",
        }
    }

    fn skip_adverbs(&self, at: usize) -> usize {
        let adverb = |word: &str| {
            word.ends_with("ly")
                || matches!(
                    word,
                    "also" | "just" | "now" | "soon" | "then" | "still" | "first" | "once" | "both" | "later"
                )
        };
        (at..self.items.len()).find(|at| !adverb(self.word(*at))).unwrap_or(self.items.len())
    }

    fn is_noun(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| matches!(item.slot(), Some(Slot::Noun | Slot::Occupation)))
    }

    /// Whether a name stands before a noun as a part of its phrase: "a ‹company› series".
    fn is_modifier_of_noun(&self, at: usize) -> bool {
        self.is_noun(at + 1)
    }

    fn is_auxiliary(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| item.what == What::Word(Role::Closed(Closed::Auxiliary)))
    }

    fn is_verb(&self, at: usize) -> bool {
        match self.items.get(at).map(|item| &item.what) {
            Some(What::Word(Role::Closed(Closed::Auxiliary) | Role::Verb { finite: true, .. })) => true,
            Some(What::Word(Role::Open)) => {
                let word = self.word(at);
                let third = word.ends_with('s') && !word.ends_with("ss") && word.len() > 3;
                third && word.starts_with(|c: char| c.is_lowercase())
            }
            _ => false,
        }
    }

    fn is_participle(&self, at: usize) -> bool {
        matches!(self.items.get(at).map(|item| &item.what), Some(What::Word(Role::Verb { participle: true, .. })))
    }

    fn is_preposition(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| item.what == What::Word(Role::Closed(Closed::Preposition)))
    }
}
