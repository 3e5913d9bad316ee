//! Copies: articles that carry one text. Each article is given a key from its own text alone
//! ([`copy_key`]); reconciling puts articles together by their keys alone ([`sources`]).
//!
//! The key is a sketch by min-wise hashing (Broder, "On the resemblance and containment of documents", 1997):
//! of all runs of four words the least value under each of 16 hash functions. Two texts agree in one such value
//! with the probability of their resemblance (shared runs / all runs). Pairs of values make eight bands
//! (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4); texts that agree in two bands are copies.
//! So copies are found from a resemblance of about one half on (0.3: 16 %, 0.5: 63 %, 0.7: 96 % of pairs found;
//! at 0.1, far above what two articles about one event share, 0.3 %), and 24 bits a band keep chance agreement
//! away: about one pair in 10^13.

use std::collections::HashMap;

use super::resolve::Sets;

/// Words in a run.
const RUN: usize = 4;
const BANDS: usize = 8;
const ROWS: usize = 2;

/// The sketch of a text: eight groups of six hexadecimal digits. `None` if it has no word. Give it the parts of
/// an article that are its own (not the furniture of the page), in order; how they are cut does not matter.
pub fn copy_key<'a>(parts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut least = [u64::MAX; BANDS * ROWS];
    let mut run = [0u64; RUN];
    let mut words = 0usize;
    for word in parts.into_iter().flat_map(word_hashes) {
        run.rotate_left(1);
        run[RUN - 1] = word;
        words += 1;
        if words >= RUN {
            see(&run, &mut least);
        }
    }
    if words == 0 {
        return None;
    }
    if words < RUN {
        see(&run, &mut least);
    }
    let bands = least.chunks(ROWS).map(|rows| {
        let band = rows.iter().fold(0, |band, row| mix(band ^ row));
        format!("{:06x}", band & 0xff_ffff)
    });
    Some(bands.collect::<Vec<_>>().join("."))
}

/// Hashes of the words of a text in small letters; every Chinese character, kana or hangul is a word.
fn word_hashes(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let first = chars.by_ref().find(|c| c.is_alphanumeric())?;
        let mut hash = feed(0, first);
        while !is_wide(first)
            && let Some(next) = chars.next_if(|c| c.is_alphanumeric() && !is_wide(*c))
        {
            hash = feed(hash, next);
        }
        Some(mix(hash))
    })
}

fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
}

fn feed(hash: u64, c: char) -> u64 {
    let small = if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
    (hash ^ u64::from(small)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(7)
}

fn see(run: &[u64; RUN], least: &mut [u64; BANDS * ROWS]) {
    let hash = run.iter().fold(0, |hash: u64, word| mix(hash.rotate_left(17) ^ word));
    for (index, least) in least.iter_mut().enumerate() {
        *least = (*least).min(mix(hash ^ (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    }
}

/// The finaliser of SplitMix64: a bijection in which every bit depends on every bit.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// For each article the number of its source: the first article that it copies, or that copies it. Linear: an
/// index of each pair of bands, one pair after the other; no comparison of articles.
pub fn sources<'a>(keys: impl IntoIterator<Item = Option<&'a str>>) -> Vec<u32> {
    let keys: Vec<Key> = keys.into_iter().map(Key::of).collect();
    let mut sets = Sets::new(keys.len());
    let mut seen: HashMap<(u64, u64), u32> = HashMap::new();
    let mut index = |pair: &dyn Fn(&Key) -> Option<(u64, u64)>| {
        seen.clear();
        for (article, key) in (0..).zip(&keys) {
            if let Some(pair) = pair(key) {
                sets.join(*seen.entry(pair).or_insert(article), article);
            }
        }
    };
    index(&|key| if let Key::Whole(hash) = key { Some((*hash, 0)) } else { None });
    for a in 0..BANDS {
        for b in a + 1..BANDS {
            index(&|key| if let Key::Bands(bands) = key { bands[a].zip(bands[b]) } else { None });
        }
    }
    (0..keys.len() as u32).map(|article| sets.find(article)).collect()
}

/// A key, made ready to be compared: by hashes of its bands.
enum Key {
    Bands([Option<u64>; BANDS]),
    /// A key of another make: equal ones are copies.
    Whole(u64),
    None,
}

impl Key {
    fn of(key: Option<&str>) -> Key {
        let hash = |band: &str| band.bytes().fold(0, |hash, byte| mix(hash ^ u64::from(byte)));
        let Some(key) = key else { return Key::None };
        if !key.contains('.') {
            return Key::Whole(hash(key));
        }
        let mut parts = key.split('.');
        Key::Bands(std::array::from_fn(|_| parts.next().map(hash)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The harbour choir of Larvik has recorded its first album in a disused cannery. \
        Conductor Ane Moe said that the echo of the hall had decided the tempo of every song. \
        The record comes out on 3 May and will be played in full at the summer festival, where the \
        choir shares the evening with two brass bands from the valley and a guest from Bergen.";

    fn same(a: &str, b: &str) -> bool {
        let keys = [copy_key([a]), copy_key([b])];
        sources(keys.iter().map(Option::as_deref)) == [0, 0]
    }

    #[test]
    fn copies_share_a_source() {
        let shouted = TEXT.to_uppercase().replace(". ", ".\n\n");
        let credited = format!("By our reporter. {TEXT}");
        assert!(same(TEXT, TEXT));
        assert!(same(TEXT, &shouted));
        assert!(same(TEXT, &credited));
        assert!(same("ok", "OK"));
    }

    #[test]
    fn others_do_not() {
        let retold = "Larvik's harbour choir has made a record, its first. It was taped in an old cannery whose \
            echo, says conductor Ane Moe, set the pace. It is out on 3 May; the choir will sing all of it at the \
            summer festival.";
        assert!(!same(TEXT, retold));
        assert!(!same("ok", "no"));
        assert_eq!(copy_key([" — "]), None);
        assert_eq!(sources([None, None]), [0, 1]);
    }

    #[test]
    fn cuts_do_not_matter() {
        let (head, tail) = TEXT.split_at(TEXT.find(". ").unwrap() + 2);
        assert_eq!(copy_key([TEXT]), copy_key([head, tail]));
    }
}
