//! A sentence as a row of items: words, punctuation and slots, each with the bytes it stands for.

use crate::Span;
use crate::Value;
use crate::lexicon::{Closed, Lexicon, Slot, Small, Word};
use crate::mention::{How, Mention, Mentions, Sense, WordClass};

/// A word, a punctuation mark or a slot.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) what: What,
    /// Whether nothing parts it from the item before.
    pub(super) glued: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A word as it stands, with what the closed classes say of it.
    Word(Role),
    /// A word that no article wrote, between a name and what is said of it.
    Bridge(&'static str),
    /// One character.
    Mark(char),
    /// The `'s` of a possessive.
    Possessive,
    /// Mentions of one slot: one, or several that are coordinated.
    Slot(Slot, Vec<u32>),
}

/// What a word can be in a noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Any word: an adjective, a noun, an unlisted verb.
    Open,
    /// A verb: whether this form can be finite ("took"), and whether it can be a past participle ("taken").
    Verb { finite: bool, participle: bool },
    /// Grammar.
    Closed(Closed),
}

impl Item {
    pub(super) fn slot(&self) -> Option<Slot> {
        match self.what {
            What::Slot(slot, _) => Some(slot),
            _ => None,
        }
    }

    /// Whether it is a slot that can head a noun phrase.
    pub(super) fn is_head(&self) -> bool {
        matches!(self.what, What::Slot(Slot::Kind(_) | Slot::Name, _))
    }
}

/// What a stretch of text is made into items with.
pub(super) struct Itemizer<'a> {
    pub(super) text: &'a str,
    pub(super) mentions: &'a Mentions,
    pub(super) lexicon: &'a Lexicon,
    /// The things that "I" and "we" stand for here.
    pub(super) speaker: Option<u32>,
}

impl Itemizer<'_> {
    /// The items of a stretch. Mentions that do not lie wholly in it are words like any other.
    pub(super) fn items(&self, span: Span) -> Vec<Item> {
        let mut items = Vec::with_capacity(span.len() / 5);
        self.fill(span, &mut items, true);
        items
    }

    fn fill(&self, span: Span, items: &mut Vec<Item>, quotes: bool) {
        let list = &self.mentions.list;
        let mut next = list.partition_point(|mention| mention.span.start < span.start);
        let mut at = span.start;
        while next < list.len() && list[next].span.start < span.end {
            let mention = &list[next];
            let inside = mention.span.end <= span.end && mention.span.start >= at;
            let whole = mention.sense != Sense::Quote || quotes && mention.span != span;
            if inside && whole {
                self.words(Span { start: at, end: mention.span.start }, items);
                self.mention(next as u32, mention, items);
                at = mention.span.end;
                next = list.partition_point(|other| other.span.start < at).max(next + 1);
            } else {
                next += 1;
            }
        }
        self.words(Span { start: at.min(span.end), end: span.end }, items);
    }

    fn mention(&self, index: u32, mention: &Mention, items: &mut Vec<Item>) {
        let glued = self.is_glued(mention.span, items);
        let push = |items: &mut Vec<Item>, slot: Slot, glued: bool| {
            items.push(Item { span: mention.span, what: What::Slot(slot, vec![index]), glued })
        };
        match &mention.sense {
            Sense::Things(things) => self.things(index, mention, things, glued, items),
            Sense::Speaker => match self.speaker {
                Some(speaker) => {
                    push(items, self.slot_of(speaker), glued);
                    self.possessive_pronoun(mention.span, items);
                }
                None => self.words(mention.span, items),
            },
            Sense::Date(_) => push(items, Slot::Date, glued),
            Sense::Measure(Value::Money(_), _) => push(items, Slot::Money, glued),
            Sense::Measure(Value::Duration(_), _) => push(items, Slot::Duration, glued),
            Sense::Measure(..) => push(items, Slot::Number, glued),
            Sense::Quote => push(items, Slot::Quote, glued),
            Sense::Word(WordClass::Occupation | WordClass::Noun, _) if self.is_verb_here(mention.span, items) => {
                self.words(mention.span, items)
            }
            Sense::Word(class, _) => push(items, class_slot(*class), glued),
        }
    }

    fn things(&self, index: u32, mention: &Mention, things: &[u32], glued: bool, items: &mut Vec<Item>) {
        let Some(first) = things.first() else { return };
        let slot = Item { span: mention.span, what: What::Slot(self.slot_of(*first), vec![index]), glued };
        if mention.how != How::Reference {
            items.push(slot);
            return;
        }
        let text = mention.span.of(self.text);
        let pronoun = self.pronoun(text);
        let relative = pronoun.is_some_and(|pronoun| pronoun.relative);
        // "who ‹person›", "the boxing drama ‹film›": the words stay, for rules that ask for them.
        if relative || pronoun.is_none() {
            self.inside(index, mention.span, items);
            items.push(Item { glued: false, ..slot });
        } else {
            items.push(slot);
        }
        self.possessive_pronoun(mention.span, items);
    }

    /// The words and class words inside a definite phrase.
    fn inside(&self, index: u32, span: Span, items: &mut Vec<Item>) {
        let mut at = span.start;
        for (offset, inner) in
            self.mentions.list[index as usize + 1..].iter().take_while(|inner| inner.span.end <= span.end).enumerate()
        {
            if inner.span.start >= at {
                self.words(Span { start: at, end: inner.span.start }, items);
                self.mention(index + 1 + offset as u32, inner, items);
                at = inner.span.end;
            }
        }
        self.words(Span { start: at, end: span.end }, items);
    }

    fn pronoun(&self, text: &str) -> Option<crate::lexicon::Pronoun> {
        self.lexicon.words.phrases.get(text).iter().find_map(|word| match word {
            Word::Pronoun(pronoun) => Some(*pronoun),
            _ => None,
        })
    }

    /// "their" is ‹group›'s; but "it earned her a prize" says nothing of hers.
    fn possessive_pronoun(&self, span: Span, items: &mut Vec<Item>) {
        let rest = self.text[span.end as usize..].trim_start();
        let next = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
        let article = |word: &Word| matches!(word, Word::Small(Small::Article | Small::Indefinite));
        let alone = self.lexicon.words.phrases.get(next).iter().any(article);
        if !alone && self.pronoun(span.of(self.text)).is_some_and(|pronoun| pronoun.possessive) {
            items.push(Item { span: Span { start: span.end, end: span.end }, what: What::Possessive, glued: true });
        }
    }

    fn slot_of(&self, thing: u32) -> Slot {
        self.mentions.things[thing as usize].kind.map_or(Slot::Name, Slot::Kind)
    }

    /// "the film stars X", "who will host": an occupation's word that is a verb here.
    fn is_verb_here(&self, span: Span, items: &[Item]) -> bool {
        let text = span.of(self.text);
        let senses = self.lexicon.words.phrases.get(text);
        let plural = senses
            .iter()
            .any(|word| matches!(word, Word::Occupation { plural: true, .. } | Word::Noun { plural: true, .. }));
        match items.last().map(|item| &item.what) {
            Some(What::Slot(Slot::Kind(_) | Slot::Name, _)) => plural && !text.contains(' '),
            Some(What::Word(Role::Closed(Closed::Auxiliary | Closed::Pronoun))) => self.is_auxiliary_of_verb(items),
            Some(What::Word(Role::Closed(Closed::Conjunction))) => items.last().is_some_and(|item| {
                // "is set in a valley and stars X", but not "its director and stars".
                let noun = items.len() > 1 && items[items.len() - 2].slot() == Some(Slot::Occupation);
                match item.span.of(self.text) {
                    "who" | "which" | "that" => true,
                    "and" | "but" => plural && !noun && senses.contains(&Word::Verb),
                    _ => false,
                }
            }),
            // "set to star in", but not "married to actor X".
            Some(What::Word(Role::Closed(Closed::Preposition))) => {
                let rest = self.text[span.end as usize..].trim_start();
                let names = rest.starts_with(char::is_uppercase) || rest.starts_with("and ");
                !plural && !names && items.last().is_some_and(|item| item.span.of(self.text) == "to")
            }
            // "‹person› next stars in ‹film›"
            Some(What::Word(Role::Open)) => {
                let behind_name = items.len() > 1 && items[items.len() - 2].is_head();
                // "‹person› joins judges ‹person›": there is a verb already.
                let verb = items.last().is_some_and(|item| item.span.of(self.text).ends_with('s'));
                plural && behind_name && !verb && senses.contains(&Word::Verb)
                    || items.last().is_some_and(|item| item.span.of(self.text) == "longer")
                        && self.is_auxiliary_of_verb(&items[..items.len() - 1])
            }
            // "‹film›, a thriller, stars ‹person›": the comma closes an aside.
            Some(What::Mark(',')) => {
                let mut before = items.iter().enumerate().rev().skip(1);
                let opening = before.find(|(_, item)| item.what == What::Mark(',')).map(|(index, _)| index);
                let behind_name = opening.is_some_and(|index| index > 0 && items[index - 1].is_head());
                plural && behind_name && senses.contains(&Word::Verb)
            }
            _ => false,
        }
    }

    /// "will star", "does not star", "will no longer star", but not "is not a star", "has been star".
    fn is_auxiliary_of_verb(&self, items: &[Item]) -> bool {
        let word = |item: &Item| item.span.of(self.text);
        let mut auxiliaries = items.iter().rev().skip_while(|item| matches!(word(item), "not" | "no"));
        auxiliaries.next().is_some_and(|item| {
            let auxiliary = matches!(item.what, What::Word(Role::Closed(Closed::Auxiliary | Closed::Pronoun)));
            auxiliary && !matches!(word(item), "is" | "was" | "are" | "were" | "be" | "been" | "isn't" | "wasn't")
        })
    }

    fn is_glued(&self, span: Span, items: &[Item]) -> bool {
        items.last().is_some_and(|item| item.span.end == span.start)
    }

    /// Whether nothing but what vanishes stands before a mark: `‘Signal’, a film` reads as `Signal, a film`.
    fn is_glued_mark(&self, span: Span, items: &[Item]) -> bool {
        let before = |item: &Item| self.text.get(item.span.end as usize..span.start as usize);
        items.last().and_then(before).is_some_and(|gap| gap.chars().all(vanishes))
    }

    /// Splits plain text into words and marks. Quotation marks and Markdown's stars vanish; they have done their work.
    fn words(&self, span: Span, items: &mut Vec<Item>) {
        let text = span.of(self.text);
        let base = span.start as usize;
        let mut chars = text.char_indices().peekable();
        while let Some((start, first)) = chars.next() {
            if first.is_whitespace() || first.is_control() {
                continue;
            }
            if is_apostrophe(first)
                && start == 0
                && self.mentions.closings.binary_search(&span.start).is_err()
                && items.last().is_some_and(|item| is_owner(item) && item.span.end as usize == base)
            {
                let rest = &text[first.len_utf8()..];
                let s = rest.starts_with('s') && !rest[1..].starts_with(|c: char| c.is_alphanumeric());
                let bare = rest.starts_with(' ') && self.text[..base].ends_with(['s', 'S', 'x', 'z']);
                if s && self.is_contraction(items) {
                    // "it's a ballad": `'s` is a verb.
                    let span = Span::new(base, base + first.len_utf8() + 1);
                    items.push(Item { span, what: What::Word(Role::Closed(Closed::Auxiliary)), glued: false });
                    chars.next();
                    continue;
                }
                if s || bare {
                    let end = base + first.len_utf8() + usize::from(s);
                    items.push(Item { span: Span::new(base, end), what: What::Possessive, glued: true });
                    if s {
                        chars.next();
                    }
                    continue;
                }
            }
            let mut end = start + first.len_utf8();
            if !first.is_alphanumeric() {
                if !vanishes(first) {
                    let span = Span::new(base + start, base + end);
                    let glued = match first {
                        ',' | '.' | ';' | ':' | '!' | '?' | ')' => self.is_glued_mark(span, items),
                        _ => self.is_glued(span, items),
                    };
                    items.push(Item { span, what: What::Mark(plain_mark(first)), glued });
                }
                continue;
            }
            while let Some(&(at, next)) = chars.peek() {
                let joined = next.is_alphanumeric()
                    || (next == '-' || is_apostrophe(next))
                        && text[at + next.len_utf8()..].starts_with(char::is_alphanumeric);
                if !joined {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            let span = Span::new(base + start, base + end);
            items.push(Item {
                span,
                what: What::Word(self.role(&text[start..end])),
                glued: self.is_glued(span, items),
            });
        }
    }

    /// Whether the slot before is a pronoun, of which `'s` cannot be a possessive.
    fn is_contraction(&self, items: &[Item]) -> bool {
        items.last().is_some_and(|item| self.pronoun(item.span.of(self.text)).is_some())
    }

    fn role(&self, word: &str) -> Role {
        let words = self.lexicon.words.phrases.get(word);
        let closed = words.iter().find_map(|word| match word {
            Word::Closed(class) => Some(Role::Closed(*class)),
            _ => None,
        });
        let has = |sense: &Word| words.contains(sense);
        let regular = word.ends_with("ed") && word.len() > 3 && word.starts_with(|c: char| c.is_lowercase());
        // "a film named Salt Road": no verb of the film.
        let called = has(&Word::Small(Small::Called));
        let finite = regular && !called || has(&Word::Verb);
        let verb = Role::Verb { finite, participle: regular || has(&Word::Participle) };
        closed.unwrap_or(if verb == (Role::Verb { finite: false, participle: false }) { Role::Open } else { verb })
    }
}

/// What can have an `'s`: a name, a date, a noun.
fn is_owner(item: &Item) -> bool {
    item.is_head() || matches!(item.slot(), Some(Slot::Date | Slot::Noun | Slot::Occupation))
}

fn class_slot(class: WordClass) -> Slot {
    match class {
        WordClass::Demonym => Slot::Demonym,
        WordClass::Genre => Slot::Genre,
        WordClass::Occupation => Slot::Occupation,
        WordClass::Noun => Slot::Noun,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// What is not in the forms that rules read.
fn vanishes(c: char) -> bool {
    c == '*' || is_quotation_mark(c)
}

pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‘' | '’' | '\'' | '«' | '»' | '「' | '」' | '『' | '』' | '`')
}

fn plain_mark(c: char) -> char {
    match c {
        '–' | '—' | '−' => '-',
        '…' => '.',
        other => other,
    }
}
