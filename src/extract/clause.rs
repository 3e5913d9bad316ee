//! The clause form: noun phrases shrunk to their heads, so that rules see who does what.
//!
//! `BTS just released the heartbreaking ballad ‹song› for the upcoming Japanese movie ‹film›` becomes
//! `‹group› just released ‹song› for ‹film›`; `‹person›, 34, and ‹person› (left)` becomes one slot of two people.

use super::items::{Item, Role, What};
use crate::claim::Kind;
use crate::lexicon::{Closed, Slot};
use crate::mention::{How, Mentions};

/// How far left of its head a noun phrase may begin.
const REACH: usize = 8;

/// Shrinks noun phrases, drops asides and joins coordinated heads.
pub(super) fn shrink(items: &[Item], text: &str, mentions: &Mentions) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        if at == 0 && opens(&items[at]) || closes(&items[at]) {
            // "[Maria Lind in Salt Road. Photo: …]": a caption is no aside.
            at += 1;
            continue;
        }
        if let Some(length) = bracket(&items[at..]) {
            at += length;
            continue;
        }
        if let Some(length) = adverb(&items[at..]) {
            at += length;
            continue;
        }
        let item = items[at].clone();
        if item.is_head() {
            if !is_pronoun(&item, text, mentions) {
                drop_premodifiers(&mut out, &item);
            }
            out.push(item);
            at += 1 + age(&items[at + 1..]);
            continue;
        }
        out.push(item);
        at += 1;
    }
    coordinate(without_appositions(out, text, mentions), text)
}

/// Nouns as the words they are: in a clause they modify nothing any more.
pub(super) fn plain(mut items: Vec<Item>) -> Vec<Item> {
    items.iter_mut().filter(|item| item.slot() == Some(Slot::Noun)).for_each(|item| item.what = What::Word(Role::Open));
    items
}

/// The length of a bracket that begins here; brackets say things by the way.
fn bracket(items: &[Item]) -> Option<usize> {
    if !opens(items.first()?) {
        return None;
    }
    items.iter().take(40).position(closes).map(|position| position + 1)
}

fn opens(item: &Item) -> bool {
    matches!(item.what, What::Mark('(' | '['))
}

fn closes(item: &Item) -> bool {
    matches!(item.what, What::Mark(')' | ']'))
}

/// The length of `, however,` or of `, too` at the end of a clause.
fn adverb(items: &[Item]) -> Option<usize> {
    let comma = items.first()?.what == What::Mark(',');
    let adverb = items.get(1)?.what == What::Word(Role::Closed(Closed::Adverb));
    match items.get(2).map(|item| &item.what) {
        Some(What::Mark(',')) if comma && adverb => Some(3),
        None | Some(What::Mark('.' | ';')) if comma && adverb => Some(2),
        _ => None,
    }
}

/// The length of an age behind a name: `, ‹number›,` or `, ‹number›` at the end of a clause.
fn age(items: &[Item]) -> usize {
    let [comma, number, rest @ ..] = items else { return 0 };
    let is_age = comma.what == What::Mark(',') && number.slot() == Some(Slot::Number);
    match rest.first().map(|item| &item.what) {
        Some(What::Mark(',')) if is_age => 3,
        None | Some(What::Mark('.' | ';')) if is_age => 2,
        _ => 0,
    }
}

/// Whether a slot is a pronoun's: one word that refers, which nothing modifies.
fn is_pronoun(item: &Item, text: &str, mentions: &Mentions) -> bool {
    let What::Slot(_, list) = &item.what else { return false };
    let word = item.span.of(text);
    list.iter().any(|mention| mentions.list[*mention as usize].how == How::Reference)
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Takes away what stands before a head and belongs to it.
fn drop_premodifiers(out: &mut Vec<Item>, head: &Item) {
    // "a screenplay Lind wrote", "the film Lind directed": what is no person is no part of one's name.
    let person = head.slot() == Some(Slot::Kind(Kind::Person));
    if person && out.last().is_some_and(|last| last.slot() == Some(Slot::Noun)) {
        return;
    }
    let determined = determiner(out);
    if let Some(start) = determined {
        out.truncate(start);
        return;
    }
    // Without a determiner only what is sure to belong to the name goes: classes, nouns, and another name
    // before an occupation ("Aviator star ‹person›").
    let mut dropped = false;
    while let Some(last) = out.last() {
        match &last.what {
            // "2016 K-drama ‹series›"
            What::Slot(Slot::Date | Slot::Number, _) if dropped => {
                out.pop();
            }
            What::Slot(Slot::Occupation, _) => {
                out.pop();
                let named = out.last().is_some_and(Item::is_head);
                if named {
                    out.pop();
                }
            }
            What::Slot(Slot::Demonym | Slot::Genre | Slot::Noun, _) => {
                out.pop();
                dropped = true;
            }
            _ => break,
        }
    }
}

/// Where the noun phrase that ends before a head begins, if a determiner tells.
fn determiner(out: &[Item]) -> Option<usize> {
    let mut words = 0;
    for (index, item) in out.iter().enumerate().rev().take(REACH) {
        match &item.what {
            What::Word(Role::Closed(Closed::Determiner)) => return Some(index),
            // "‹group›'s new album ‹album›": the owner stays.
            What::Possessive => return Some(index + 1),
            // "a friend met ‹person›", "the band released ‹album›": a verb ends the phrase.
            What::Word(Role::Verb { finite: true, participle: false }) => return None,
            What::Word(Role::Verb { finite: true, .. }) if index > 0 && is_agent(&out[index - 1]) => return None,
            What::Word(Role::Open | Role::Verb { .. }) => words += 1,
            What::Slot(Slot::Demonym | Slot::Genre | Slot::Noun | Slot::Occupation | Slot::Number | Slot::Date, _) => {}
            What::Mark('-') if item.glued => {}
            // "a crime drama, ‹film›"
            What::Mark(',') if index + 1 == out.len() && index > 0 && is_noun(&out[index - 1]) => {}
            // "the Oscar-nominated ‹film›", "the VH1 series ‹series›"
            What::Slot(Slot::Kind(Kind::Award | Kind::Company | Kind::Place), _) => {}
            What::Slot(Slot::Kind(_) | Slot::Name, _)
                if out
                    .get(index + 1)
                    .is_some_and(|next| next.slot() == Some(Slot::Occupation) || next.what == What::Mark('-')) => {}
            _ => return None,
        }
        if words > 5 {
            return None;
        }
    }
    None
}

fn is_agent(item: &Item) -> bool {
    matches!(item.slot(), Some(Slot::Noun | Slot::Occupation))
}

fn is_noun(item: &Item) -> bool {
    matches!(item.what, What::Slot(Slot::Genre | Slot::Noun, _))
}

/// Drops a definite phrase that only says again what the name before it is: "Back Number, the rock band, has".
fn without_appositions(items: Vec<Item>, text: &str, mentions: &Mentions) -> Vec<Item> {
    let things = |item: &Item| match &item.what {
        What::Slot(_, list) => list.first().map(|mention| &mentions.list[*mention as usize]),
        _ => None,
    };
    let same = |first: &Item, second: &Item| match (things(first), things(second)) {
        (Some(first), Some(other)) => {
            other.how == How::Reference && first.sense == other.sense && !is_pronoun(second, text, mentions)
        }
        _ => false,
    };
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let again = at > 0
            && items[at].what == What::Mark(',')
            && items.get(at + 1).is_some_and(|next| same(&items[at - 1], next));
        if again {
            at += 2 + usize::from(items.get(at + 2).is_some_and(|item| item.what == What::Mark(',')));
            continue;
        }
        out.push(items[at].clone());
        at += 1;
    }
    out
}

/// Joins `‹a›, ‹b› and ‹c›` into one slot of three.
fn coordinate(items: Vec<Item>, text: &str) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let end = list_end(&items, text, at);
        let mut item = items[at].clone();
        if end > at + 1
            && let What::Slot(_, mentions) = &mut item.what
        {
            for other in &items[at + 1..end] {
                if let What::Slot(_, more) = &other.what {
                    mentions.extend(more);
                }
            }
            item.span = item.span.join(items[end - 1].span);
        }
        out.push(item);
        at = end.max(at + 1);
    }
    out
}

/// One past the last member of the list that begins at `at`; `at + 1` if it is none.
fn list_end(items: &[Item], text: &str, at: usize) -> usize {
    let Some(class) = items[at].slot().and_then(class) else { return at + 1 };
    let mut end = at + 1;
    let mut closed = false;
    while !closed {
        let Some((length, last)) = separator(&items[end..], text) else { break };
        let Some(next) = items.get(end + length) else { break };
        if next.slot().and_then(self::class) != Some(class) {
            break;
        }
        end += length + 1;
        closed = last;
    }
    // A mere comma joins clauses as often as it joins names; titles of works are listed so, and people in captions.
    let three = end >= at + 5;
    let listed = class == WORK || items.get(end).is_none_or(|item| matches!(item.what, What::Mark('.' | ')' | ']')));
    if closed || three && listed { end } else { at + 1 }
}

/// `,` or `and` or `, and`: its length, and whether it announces the last member.
fn separator(items: &[Item], text: &str) -> Option<(usize, bool)> {
    match &items.first()?.what {
        What::Mark(',') => Some(match items.get(1) {
            Some(item) if is_and(item, text) => (2, true),
            _ => (1, false),
        }),
        What::Mark('&') => Some((1, true)),
        What::Word(_) if is_and(&items[0], text) => Some((1, true)),
        _ => None,
    }
}

fn is_and(item: &Item, text: &str) -> bool {
    matches!(item.what, What::Word(_)) && ["and", "nor"].iter().any(|and| item.span.of(text).eq_ignore_ascii_case(and))
}

/// The class of works among those that can be coordinated.
const WORK: u8 = 1;

/// Slots that can be coordinated: only like with like.
fn class(slot: Slot) -> Option<u8> {
    match slot {
        Slot::Kind(Kind::Person | Kind::Group) => Some(0),
        Slot::Kind(kind) if kind.is_work() => Some(WORK),
        Slot::Kind(kind) => Some(2 + kind as u8),
        _ => None,
    }
}
