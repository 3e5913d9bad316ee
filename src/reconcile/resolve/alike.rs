//! Which names could be spellings of one name. Finds pairs by keys that both share, never by comparing all with
//! all; whether a pair is one thing is decided by what is said of the two ([`super::evidence`]).

use std::collections::HashMap;

use super::super::fold;
use super::local::Name;
use super::profile::hash;
use crate::claim::Kind;

/// How two names are alike, and so how much must speak for their being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The same name, kept apart so far because nothing said which namesake is meant.
    Same,
    /// They sound the same: two romanisations.
    Sound,
    /// A letter or two differ.
    Letters,
    /// One is the other's short form and ends at a mark: "Night", "Night: The Long Story".
    Head,
    /// One is the other's beginning, or a person's surname or given name.
    Part,
    /// One word of several is another.
    Word,
}

/// Two things that could be one. `a` is the one with the shorter name where the likeness has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) likeness: Likeness,
    pub(super) a: u32,
    pub(super) b: u32,
}

/// A thing with its spellings, as the search for pairs sees it.
pub(super) struct Named<'a> {
    pub(super) thing: u32,
    pub(super) kind: Kind,
    pub(super) names: Vec<&'a Name<'a>>,
}

/// Names longer than this, in words or bytes, are no names and only compared as they are.
const MOST_WORDS: usize = 12;
const MOST_BYTES: usize = 120;
/// Of things that share a key no more than this many are compared with each other.
const CROWD: usize = 24;

/// What a search by names alone yields.
#[derive(Default)]
pub(super) struct Found {
    /// Pairs worth a look.
    pub(super) pairs: Vec<Pair>,
    /// Names that share a key with too many others: number of the thing in the list, number of the name.
    crowds: Vec<Vec<Spelt>>,
}

/// A name of a thing: their numbers, of the thing in the list and of the name in the thing.
type Spelt = (u32, u32);

impl Found {
    /// Looks for names that are alike.
    pub(super) fn of(all: &[Named]) -> Found {
        let mut entries: Vec<(u64, Spelt)> = Vec::new();
        for (index, named) in all.iter().enumerate() {
            for (at, name) in named.names.iter().enumerate().filter(|(_, name)| fits(name)) {
                entries.extend(keys(name, named.kind).into_iter().map(|key| (key, (index as u32, at as u32))));
            }
        }
        let mut found = Found { pairs: by_part(all), crowds: Vec::new() };
        for bucket in buckets(&mut entries) {
            if bucket.len() <= CROWD {
                all_pairs(all, &bucket, &mut found.pairs);
            } else {
                found.crowds.push(bucket);
            }
        }
        found
    }

    /// The things of crowds.
    pub(super) fn crowded<'a>(&'a self, all: &'a [Named]) -> impl Iterator<Item = u32> + 'a {
        self.crowds.iter().flatten().map(|(index, _)| all[*index as usize].thing)
    }

    /// Looks into the crowds: only things with a fact in common are compared there. `facts` gives a number for
    /// each fact of a thing.
    pub(super) fn part_crowds(&mut self, all: &[Named], facts: impl Fn(u32) -> Vec<u64>) {
        for crowd in std::mem::take(&mut self.crowds) {
            let of = |&(index, at): &Spelt| {
                facts(all[index as usize].thing).into_iter().map(move |fact| (fact, (index, at)))
            };
            let mut parted: Vec<(u64, Spelt)> = crowd.iter().flat_map(of).collect();
            for bucket in buckets(&mut parted).filter(|bucket| bucket.len() <= CROWD) {
                all_pairs(all, &bucket, &mut self.pairs);
            }
        }
    }
}

fn fits(name: &Name) -> bool {
    name.text.len() <= MOST_BYTES && name.words.len() <= MOST_WORDS
}

/// Entries that share a key, where there are several.
fn buckets(entries: &mut [(u64, Spelt)]) -> impl Iterator<Item = Vec<Spelt>> {
    entries.sort_unstable();
    entries
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|bucket| bucket.len() > 1)
        .map(|bucket| bucket.iter().map(|(_, spelt)| *spelt).collect())
}

fn all_pairs(all: &[Named], bucket: &[Spelt], pairs: &mut Vec<Pair>) {
    for (index, &(a, a_name)) in bucket.iter().enumerate() {
        for &(b, b_name) in &bucket[index + 1..] {
            let (a, b) = (&all[a as usize], &all[b as usize]);
            if a.thing != b.thing
                && let Some(likeness) = likeness(a.names[a_name as usize], b.names[b_name as usize], a.kind)
            {
                pairs.push(Pair { likeness, a: a.thing.min(b.thing), b: a.thing.max(b.thing) });
            }
        }
    }
}

/// What names that are alike have in common: themselves, their sound, all words but one, all letters but one.
fn keys(name: &Name, kind: Kind) -> Vec<u64> {
    let words = &name.words;
    let mut keys = vec![hash(&(kind, 0, name.key))];
    keys.extend(fold::sound(words).map(|sound| hash(&(kind, 1, sound))));
    match words.as_slice() {
        [word] if (6..=24).contains(&word.len()) => {
            let cut =
                |at: usize| word.chars().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c).collect::<String>();
            keys.push(hash(&(kind, 2, word)));
            keys.extend((0..word.chars().count()).map(|at| hash(&(kind, 2, cut(at)))));
        }
        [_, _, ..] => keys.extend((0..words.len()).map(|at| hash(&(kind, 3, at, without(words, at))))),
        _ => {}
    }
    keys
}

fn without(words: &[String], at: usize) -> Vec<&String> {
    words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, word)| word).collect()
}

/// How two names of a kind are alike, or one is the short form of the other.
pub(super) fn between(a: &str, b: &str, kind: Kind) -> Option<Likeness> {
    let named = |text| {
        let key = fold::key(text);
        (Name { text, words: fold::words(text), key: hash(&key) as u32 }, key)
    };
    let ((a, a_key), (b, b_key)) = (named(a), named(b));
    let short = |name, key: &String| parts(name, kind).into_iter().find(|(_, part)| part == key);
    let short = || short(&a, &b_key).or_else(|| short(&b, &a_key)).map(|(likeness, _)| likeness);
    likeness(&a, &b, kind).or_else(short)
}

/// How two names of a kind are alike, if they are.
fn likeness(a: &Name, b: &Name, kind: Kind) -> Option<Likeness> {
    if a.key == b.key {
        return Some(Likeness::Same);
    }
    let (a_key, b_key) = (a.words.concat(), b.words.concat());
    let longest = a_key.len().max(b_key.len());
    if differ_in_number(a, b) {
        return None;
    }
    let sound = fold::sound(&a.words);
    let most = (longest * 3).div_ceil(10);
    if sound.is_some() && sound == fold::sound(&b.words) && fold::distance(&a_key, &b_key, most) <= most {
        return Some(Likeness::Sound);
    }
    if longest >= 6 && fold::distance(&a_key, &b_key, 1) <= 1 {
        return Some(Likeness::Letters);
    }
    let (at, x, y) = other_word(&a.words, &b.words)?;
    let same_consonants = longest >= 10 && x.len() > 2 && fold::consonants(x) == fold::consonants(y);
    if same_consonants && kind != Kind::Person {
        return Some(Likeness::Letters);
    }
    // The last word of a title is where parts of a series differ.
    let last = at + 1 == a.words.len();
    let titled = a.text.contains(':') || b.text.contains(':');
    (!last && !titled && a.words.len() > 2 && kind.is_work()).then_some(Likeness::Word)
}

/// Whether words that count differ: "Part 2" is not "Part 3", nor "Part".
fn differ_in_number(a: &Name, b: &Name) -> bool {
    let numbers = |name: &Name| name.words.iter().filter(|word| fold::is_number(word)).cloned().collect::<Vec<_>>();
    numbers(a) != numbers(b)
}

/// The only place where two names of equally many words differ.
fn other_word<'a>(a: &'a [String], b: &'a [String]) -> Option<(usize, &'a str, &'a str)> {
    if a.len() != b.len() {
        return None;
    }
    let mut other = a.iter().zip(b).enumerate().filter(|(_, (x, y))| x != y);
    let (at, (x, y)) = other.next()?;
    other.next().is_none().then_some((at, x, y))
}

/// Pairs of which one has the other's short form.
fn by_part(all: &[Named]) -> Vec<Pair> {
    let mut whole: HashMap<u64, Vec<u32>> = HashMap::new();
    for named in all {
        for name in named.names.iter().filter(|name| fits(name)) {
            whole.entry(hash(&(named.kind, name.words.concat()))).or_default().push(named.thing);
        }
    }
    let mut pairs = Vec::new();
    for named in all {
        for name in named.names.iter().filter(|name| fits(name)) {
            for (likeness, part) in parts(name, named.kind) {
                let things = whole.get(&hash(&(named.kind, part))).map_or(&[][..], |things| things);
                pairs.extend(things.iter().take(CROWD).filter(|short| **short != named.thing).map(|short| Pair {
                    likeness,
                    a: *short,
                    b: named.thing,
                }));
            }
        }
    }
    pairs
}

/// The short forms of a name, as keys.
fn parts(name: &Name, kind: Kind) -> Vec<(Likeness, String)> {
    let words = &name.words;
    if words.len() < 2 {
        return Vec::new();
    }
    if kind == Kind::Person {
        return [words.first(), words.last()].into_iter().flatten().map(|w| (Likeness::Part, w.clone())).collect();
    }
    let begins = (1..words.len())
        .filter(|&end| !words[end..].iter().any(|word| fold::is_number(word)))
        .map(|end| (Likeness::Part, words[..end].concat()));
    let heads = [": ", " - ", " – ", " — "]
        .into_iter()
        .filter_map(|mark| name.text.split_once(mark))
        .flat_map(|(head, tail)| [head, tail])
        .map(|part| (Likeness::Head, fold::words(part).concat()));
    heads.chain(begins).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name<'_> {
        Name { text, words: fold::words(text), key: hash(&fold::key(text)) as u32 }
    }

    #[test]
    fn names_are_alike_in_their_ways() {
        use Likeness::{Letters, Sound, Word};
        for (a, b, kind, wanted) in [
            ("Long Winter Tell", "Long Winter Tale", Kind::Song, Some(Letters)),
            ("Marguerite Holm", "Marguerite Holms", Kind::Person, Some(Letters)),
            ("Kim Myeong-hun", "Kim Myunghoon", Kind::Person, Some(Sound)),
            ("Kim Min-ji", "Kim Min-ju", Kind::Person, Some(Letters)),
            ("Night of the Heron", "Nacht of the Heron", Kind::Album, Some(Word)),
            ("Quiet Roads Begin", "Quiet Roads End", Kind::Film, None),
            ("Heron: Rising", "Heron: Falling", Kind::Film, None),
            ("Heron Part II", "Heron Part III", Kind::Film, None),
            ("Heron 2", "Heron 3", Kind::Film, None),
            ("Anna Holm", "Hanna Berg", Kind::Person, None),
        ] {
            assert_eq!(likeness(&name(a), &name(b), kind), wanted, "{a} / {b}");
        }
    }

    #[test]
    fn a_number_makes_no_short_form() {
        let parts_of = |text, kind| parts(&name(text), kind).into_iter().map(|(_, part)| part).collect::<Vec<_>>();
        assert_eq!(parts_of("Heron 2", Kind::Film), Vec::<String>::new());
        assert_eq!(
            parts_of("Heron: The Long Flight", Kind::Film),
            ["heron", "longflight", "heron", "heronthe", "heronthelong"]
        );
        assert_eq!(parts_of("Anna Maria Holm", Kind::Person), ["anna", "holm"]);
    }
}
