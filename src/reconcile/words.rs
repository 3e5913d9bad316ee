//! The words of a quotation: in plain form, and those among them that carry its content.

use std::collections::{BTreeSet, HashSet};

/// What "n't" becomes.
pub(super) const NOT: &str = "not";

/// English verbs run together with what precedes them, and what is lost by it.
const CONTRACTIONS: [(&str, &str); 6] =
    [("n't", NOT), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am"), ("'d", "would")];

/// Words in small letters, contractions written out, "an" and "the" as "a"; scripts without spaces in pairs of
/// characters.
pub(super) fn plain(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['’', '‘'], "'");
    let mut words = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '\'')) {
        let word = word.trim_matches('\'');
        let (stem, rest) = CONTRACTIONS
            .iter()
            .find_map(|(end, full)| word.strip_suffix(end).map(|stem| (stem, Some(*full))))
            .unwrap_or((word, None));
        let stem = stem.strip_suffix("'s").unwrap_or(stem).replace('\'', "");
        match stem.as_str() {
            "" => {}
            "an" | "the" => words.push("a".into()),
            stem if stem.chars().any(is_spaceless) => words.extend(pairs(stem)),
            "ca" if rest == Some(NOT) => words.push("can".into()),
            "wo" if rest == Some(NOT) => words.push("will".into()),
            stem => words.push(stem.into()),
        }
        words.extend(rest.map(String::from));
    }
    words
}

/// Kana, Chinese characters, hangul: words are not parted or not by what tells them.
fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

fn pairs(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// The stems of words that are not function words.
pub(super) fn content(words: &[String], function_words: &HashSet<String>) -> BTreeSet<String> {
    words
        .iter()
        .filter(|word| !function_words.contains(*word) && (word.len() > 3 || !word.is_ascii()))
        .map(|word| stem(word))
        .collect()
}

/// A word without its commonest English endings; crude, but the same for both sides of a comparison.
fn stem(word: &str) -> String {
    const ENDINGS: [&str; 9] = ["ingly", "edly", "ing", "ied", "ies", "ed", "ly", "es", "s"];
    if !word.is_ascii() {
        return word.into();
    }
    let stem =
        ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() > 2)).unwrap_or(word);
    stem.trim_end_matches('e').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain() {
        for (text, wanted) in [
            ("We didn’t come back.", "we did not come back"),
            ("I can't, and won't!", "i can not and will not"),
            ("The mayor's 'big' idea", "a mayor big idea"),
            ("夜の歌", "夜の の歌"),
        ] {
            assert_eq!(plain(text).join(" "), wanted);
        }
    }

    #[test]
    fn content_is_stemmed() {
        let words = plain("They were singing songs we had listened to, happily");
        let function = ["they", "were", "had"].map(String::from).into();
        let found: Vec<String> = content(&words, &function).into_iter().collect();
        assert_eq!(found, ["happi", "listen", "sing", "song"]);
    }
}
