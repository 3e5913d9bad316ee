//! Names as keys: what two spellings of one name have in common. Works on single names; what is done with the
//! keys is [`super::resolve`]'s matter.

use unicode_normalization::UnicodeNormalization;

/// English articles that a title may lose or gain without becoming another.
pub(super) const ARTICLES: [&str; 3] = ["the", "a", "an"];

/// A name's words in small letters without accents; apostrophes and hyphens inside words are gone, any other
/// mark parts words, a leading article is dropped.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let decomposed = name.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    for c in decomposed.nfc().flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' | '‘' | '`' | '´' | '-' | '‐' | '‑' => {}
            '&' => words.extend(["and".to_string(), String::new()]),
            '+' => words.extend(["plus".to_string(), String::new()]),
            c if c.is_alphanumeric() => {
                let last = words.len() - 1;
                push_plain(c, &mut words[last]);
            }
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    if words.len() > 1 && ARTICLES.contains(&words[0].as_str()) {
        words.remove(0);
    }
    words
}

/// Letters that Unicode does not take apart, as news in plain letters writes them.
fn push_plain(c: char, word: &mut String) {
    match c {
        'ø' => word.push('o'),
        'ł' => word.push('l'),
        'đ' | 'ð' => word.push('d'),
        'þ' => word.push_str("th"),
        'æ' => word.push_str("ae"),
        'œ' => word.push_str("oe"),
        'ß' => word.push_str("ss"),
        'ı' => word.push('i'),
        c => word.push(c),
    }
}

/// The words written together: what spacing, hyphens, case, accents and quotes do not change. A name of marks
/// only stays as it is.
pub(super) fn key(name: &str) -> String {
    let key = words(name).concat();
    if key.is_empty() { name.to_lowercase() } else { key }
}

/// A sound that different ways to write a foreign name in Latin letters share: voiced and unvoiced consonants
/// fall together, long vowels and short ones, doubled letters. `None` if it is not in Latin letters or too
/// short to tell anything.
pub(super) fn sound(words: &[String]) -> Option<String> {
    let letters: Vec<u8> = words.iter().flat_map(|word| word.bytes()).collect();
    if letters.len() < 6 || !letters.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    let mut out = String::new();
    let mut rest = letters.as_slice();
    while let Some((&first, tail)) = rest.split_first() {
        let (sound, taken) = match rest {
            [b'e', b'o' | b'u', ..] | [b'o', b'o' | b'u', ..] | [b'u', b'u', ..] => ('u', 2),
            [b'o', b'h', next, ..] if !is_vowel(*next) => ('u', 2),
            [b'o', b'h'] => ('u', 2),
            [b'a', b'e', ..] | [b'a', b'i', ..] => ('e', 2),
            [b'e', b'e', ..] | [b'i', b'i', ..] | [b'i', b'e', ..] => ('i', 2),
            [b'a', b'a', ..] => ('a', 2),
            [b's', b'h', ..] => ('s', 2),
            [b'p', b'h', ..] => ('f', 2),
            [b't', b'h', ..] => ('t', 2),
            [b'c', b'h', ..] => ('j', 2),
            [b'c', b'k', ..] => ('k', 2),
            _ => (single_sound(first), 1),
        };
        rest = if taken == 1 { tail } else { &rest[taken..] };
        if !out.ends_with(sound) {
            out.push(sound);
        }
    }
    Some(out)
}

fn single_sound(letter: u8) -> char {
    match letter {
        b'g' | b'c' | b'q' => 'k',
        b'd' => 't',
        b'b' => 'p',
        b'l' => 'r',
        b'z' => 'j',
        b'o' => 'u',
        other => char::from(other),
    }
}

fn is_vowel(letter: u8) -> bool {
    b"aeiouy".contains(&letter)
}

/// A word's consonants.
pub(super) fn consonants(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')).collect::<String>().replace("ll", "l")
}

/// Whether a word counts something: digits or a Roman number. Names that differ in one are different things.
pub(super) fn is_number(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
        || (!word.is_empty() && word.len() < 6 && word.bytes().all(|byte| b"ivx".contains(&byte)))
}

/// The least number of letters to add, drop, change or swap with a neighbour; counts no further than `most + 1`.
pub(super) fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()].min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_case_marks_and_spacing() {
        for (a, b) in [
            ("Jung Kook", "JUNGKOOK"),
            ("Park Ji-woo", "Park Jiwoo"),
            ("Sigur Rós", "Sigur Ros"),
            ("The ‘Quiet’ Road", "Quiet Road"),
            ("Heron+", "Heron Plus"),
            ("Søren & Ida", "Soren and Ida"),
            ("Don’t Look Back", "Don't Look Back"),
        ] {
            assert_eq!(key(a), key(b), "{a} / {b}");
        }
        for (a, b) in [("Red", "Reds"), ("がき", "かき"), ("The", "A"), ("!!!", "???")] {
            assert_ne!(key(a), key(b), "{a} / {b}");
        }
    }

    #[test]
    fn sounds_join_romanisations_only() {
        let sound_of = |name| sound(&words(name));
        for (a, b) in [("Kim Myeong-hun", "Kim Myunghoon"), ("Ryousuke", "Ryosuke"), ("Lindgren", "Lindgrenn")] {
            assert_eq!(sound_of(a), sound_of(b), "{a} / {b}");
        }
        for (a, b) in [("Kim Min-ji", "Kim Min-ju"), ("Kim Min-ji", "Kim Min-jae"), ("Daniela", "Danielo")] {
            assert_ne!(sound_of(a), sound_of(b), "{a} / {b}");
        }
        assert_eq!(sound_of("Jin"), None);
        assert_eq!(sound_of("東京物語の歌"), None);
    }

    #[test]
    fn distance_counts_edits() {
        for (a, b, edits) in [("tell", "tale", 2), ("hartfield", "hartsfield", 1), ("form", "from", 1), ("a", "a", 0)] {
            assert_eq!(distance(a, b, 3), edits, "{a} / {b}");
        }
        assert_eq!(distance("short", "a good deal longer", 2), 3);
    }
}
