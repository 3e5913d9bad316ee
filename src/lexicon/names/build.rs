//! Building the compiled form: forms are hashed, sorted by hash, and put into slots.

use std::collections::{BTreeMap, HashMap};

use super::super::phrases::{START, Token, hash_on, tokenize};
use super::forms::Forms;
use super::rows::NameRow;
use super::table::{AGAIN, MADE, MORE, NameTable, RECORD, Unfit, sieve_place, slot_place};
use crate::Span;
use crate::claim::Kind;

/// In a prefix: no name ends here. Forms are numbered below.
const NONE: u32 = (1 << 30) - 1;

/// Gathers names.
pub(super) struct Builder<'a> {
    forms: &'a Forms,
    /// Hashes of names and of their beginnings, with the number of the form that ends there, or `NONE`.
    prefixes: Vec<(u64, u32)>,
    /// Of each form: its entry with flags, and where it stands.
    written: Vec<(u32, u32)>,
    entries: Vec<u8>,
    facts: Vec<u8>,
    fact_numbers: HashMap<&'a str, u32>,
    arena: Vec<u8>,
    tokens: Vec<Token>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(forms: &'a Forms) -> Builder<'a> {
        Builder {
            forms,
            prefixes: Vec::new(),
            written: Vec::new(),
            entries: Vec::new(),
            facts: Vec::new(),
            fact_numbers: HashMap::new(),
            arena: Vec::new(),
            tokens: Vec::new(),
        }
    }

    /// Adds a thing under its name, its aliases and the forms that are made of them.
    pub(super) fn add(&mut self, row: &NameRow<'a>) {
        let numbers: Vec<u32> = row.facts().map(|fact| self.fact_number(fact)).collect();
        let entry = (self.entries.len() / 4) as u32;
        self.entries.extend_from_slice(&(self.arena.len() as u32).to_le_bytes());
        let kind = Kind::ALL.iter().position(|kind| *kind == row.kind).unwrap_or_default();
        number(&mut self.arena, kind as u32);
        number(&mut self.arena, row.aliases().count() as u32);
        number(&mut self.arena, numbers.len() as u32);
        self.write(row.name, entry);
        text(&mut self.arena, row.id);
        row.aliases().for_each(|alias| self.write(alias, entry));
        numbers.iter().for_each(|fact| number(&mut self.arena, *fact));
        let forms = self.forms;
        for name in std::iter::once(row.name).chain(row.aliases()) {
            forms.of(name, row.kind, row.fact("country"), |form| self.write(form, entry | MADE));
        }
    }

    fn fact_number(&mut self, fact: &'a str) -> u32 {
        let next = self.fact_numbers.len() as u32;
        *self.fact_numbers.entry(fact).or_insert_with(|| {
            self.facts.extend_from_slice(&(self.arena.len() as u32).to_le_bytes());
            text(&mut self.arena, fact);
            next
        })
    }

    /// Writes a form into the arena, and what it begins with into the prefixes.
    fn write(&mut self, form: &str, entry: u32) {
        let at = self.arena.len() as u32;
        text(&mut self.arena, form);
        self.tokens.clear();
        tokenize(form, Span::new(0, form.len()), &mut self.tokens);
        let Some((last, before)) = self.tokens.split_last() else { return };
        let number = self.written.len() as u32;
        let mut hash = START;
        for token in before {
            hash = hash_on(hash, token.span.of(form));
            self.prefixes.push((hash, NONE));
        }
        self.prefixes.push((hash_on(hash, last.span.of(form)), number));
        self.written.push((entry, at));
    }

    /// The compiled form. It is refused where offsets would pass 32 bits.
    pub(super) fn finish(mut self) -> Result<NameTable, TooLarge> {
        if self.arena.len() > u32::MAX as usize || self.written.len() >= NONE as usize {
            return Err(TooLarge);
        }
        // The order of equal hashes is that of the forms: the same bytes each time.
        self.prefixes.sort_unstable();
        let nodes: Vec<&[(u64, u32)]> = self.prefixes.chunk_by(|a, b| a.0 == b.0).collect();
        let (slots, forms) = slots_and_forms(&nodes, &self.written);
        let kinds = Kind::ALL.map(Kind::name).join("\n").into_bytes();
        let sections = [kinds, sieve(&nodes), slots, forms, self.entries, self.facts, self.arena];
        NameTable::seal(sections).map_err(|_: Unfit| TooLarge)
    }
}

/// A hash, with what ends or begins there.
type Prefixes<'a> = &'a [(u64, u32)];

/// Which hashes there are: two bits each, of eight or more.
fn sieve(nodes: &[Prefixes]) -> Vec<u8> {
    let mut sieve = vec![0u64; (nodes.len() / 8).next_power_of_two()];
    for node in nodes {
        let (at, bits) = sieve_place(node[0].0, sieve.len());
        sieve[at] |= bits;
    }
    sieve.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Puts each hash into a slot, and the forms that end there in the order of the slots. Hashes that cannot be told
/// apart by what a slot keeps of them share one.
fn slots_and_forms(nodes: &[Prefixes], written: &[(u32, u32)]) -> (Vec<u8>, Vec<u8>) {
    let count = nodes.len() + nodes.len() / 2 + 1;
    let mut taken = vec![(0u32, u32::MAX); count];
    let mut shared: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate() {
        let (mut at, tag) = slot_place(node[0].0, count);
        while taken[at].1 != u32::MAX && taken[at].0 != tag {
            at = if at + 1 == count { 0 } else { at + 1 };
        }
        match taken[at].1 {
            u32::MAX => taken[at] = (tag, index as u32),
            _ => shared.entry(at).or_default().push(index as u32),
        }
    }
    let (mut slots, mut forms) = (Vec::with_capacity(count * RECORD), Vec::with_capacity(written.len() * RECORD));
    let mut ending = Vec::new();
    for (at, (tag, first)) in taken.into_iter().enumerate() {
        let mut value = 0;
        ending.clear();
        if first != u32::MAX {
            for index in std::iter::once(&first).chain(shared.get(&at).into_iter().flatten()) {
                for form in nodes[*index as usize].iter().map(|(_, form)| *form) {
                    match form {
                        NONE => value = MORE,
                        form => ending.push(written[form as usize]),
                    }
                }
            }
            drop_needless(&mut ending);
        }
        if !ending.is_empty() {
            value |= (forms.len() / RECORD) as u32 + 1;
        }
        for (number, (entry, place)) in ending.iter().enumerate() {
            let again = if number + 1 < ending.len() { AGAIN } else { 0 };
            forms.extend_from_slice(&(entry | again).to_le_bytes());
            forms.extend_from_slice(&place.to_le_bytes());
        }
        slots.extend_from_slice(&tag.to_le_bytes());
        slots.extend_from_slice(&value.to_le_bytes());
    }
    (slots, forms)
}

/// Made forms give way to listed ones, and an entry's are one.
fn drop_needless(forms: &mut Vec<(u32, u32)>) {
    if forms.iter().any(|(entry, _)| entry & MADE == 0) {
        forms.retain(|(entry, _)| entry & MADE == 0);
    } else {
        forms.dedup_by_key(|(entry, _)| *entry);
    }
}

/// There are more names than the compiled form can number: 4 GiB of text, or a thousand million forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the names are more than one compiled gazetteer can hold: part them into several")]
pub struct TooLarge;

/// A text with its length before it.
fn text(arena: &mut Vec<u8>, text: &str) {
    number(arena, text.len() as u32);
    arena.extend_from_slice(text.as_bytes());
}

/// A number, seven bits a byte.
fn number(arena: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        arena.push(number as u8 | 0x80);
        number >>= 7;
    }
    arena.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number that times `odd` is 1.
    fn inverse(odd: u64) -> u64 {
        (0..6).fold(odd, |x, _| x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x))))
    }

    /// A hash that `slot_place` mixes to this.
    fn unmixed(mixed: u64) -> u64 {
        let x = mixed.wrapping_mul(inverse(0xd6e8_feb8_6659_fd93));
        (x ^ (x >> 32)).wrapping_mul(inverse(0x9e37_79b9_7f4a_7c15))
    }

    #[test]
    fn hashes_that_a_slot_cannot_tell_apart_share_it() {
        let (one, other) = (unmixed(7), unmixed(7 | 1 << 32));
        assert!(one != other && slot_place(one, 4) == slot_place(other, 4));
        let (a, b) = ([(one, 0), (one, NONE)], [(other, 1)]);
        let (slots, forms) = slots_and_forms(&[&a, &b], &[(3, 30), (4, 40)]);
        let words = |bytes: &[u8]| -> Vec<u32> {
            bytes.chunks(4).map(|word| u32::from_le_bytes(word.try_into().expect("four bytes"))).collect()
        };
        assert_eq!(words(&slots), [7, MORE | 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(words(&forms), [3 | AGAIN, 30, 4, 40]);
    }
}
