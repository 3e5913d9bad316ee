//! Patterns that see bytes and yet match whole characters.
//!
//! In the byte mode of `regex`, `.` and `[^…]` match a single byte of a character of several, and a match could
//! begin or end inside of one. Both are rewritten here, so that they match an ASCII byte or a whole character.
//! The text is UTF-8, so a leading byte tells how many others belong to it.

/// A character that is not ASCII.
const BEYOND: &str = r"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}";

/// A pattern whose atoms match whole characters; an error if one asks for a part of a character.
pub(super) fn whole_characters(pattern: &str) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len() + 64);
    let mut rest = pattern;
    while let Some(at) = rest.find(['\\', '[', '.']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'.' => {
                out.push_str(&format!("(?:[^\\n\\x80-\\xff]|{BEYOND})"));
                1
            }
            b'[' => class(rest, &mut out)?,
            _ => {
                let escape = escape(rest)?;
                out.push_str(escape);
                escape.len()
            }
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Writes the class that `text` begins with; its length. Classes may hold classes, and are ASCII.
fn class(text: &str, out: &mut String) -> Result<usize, String> {
    let (mut depth, mut at) = (0, 0);
    let end = loop {
        let rest = &text[at..];
        match rest.bytes().next() {
            None => return Err("a `[` is not closed".into()),
            Some(b'\\') => at += escape(rest)?.len(),
            Some(b'[') => {
                depth += 1;
                // A bracket right behind the opening one is a member.
                at += ["[^]", "[]", "[^", "["].into_iter().find(|open| rest.starts_with(open)).map_or(1, str::len);
            }
            Some(b']') if depth == 1 => break at,
            Some(b']') => {
                depth -= 1;
                at += 1;
            }
            Some(byte) if byte.is_ascii() => at += 1,
            Some(_) => return Err("a class `[…]` of characters that are not ASCII; write `(?:é|ü)`".into()),
        }
    };
    let inside = &text[..=end];
    if ["&&", "~~", "[:^"].iter().any(|sign| inside.contains(sign)) {
        return Err("a class `[…]` with `&&`, `~~` or `[:^`; write its members out".into());
    }
    match inside.strip_prefix("[^") {
        Some(members) => {
            // A bracket that came first would now close the class.
            let escaped = if members.starts_with(']') { "\\" } else { "" };
            out.push_str(&format!("(?:[^\\x80-\\xff{escaped}{members}|{BEYOND})"));
        }
        None => out.push_str(inside),
    }
    Ok(end + 1)
}

/// The escape that `text` begins with.
fn escape(text: &str) -> Result<&str, String> {
    let mut chars = text.chars();
    let (_, letter) = (chars.next(), chars.next().ok_or("a `\\` at the end")?);
    match letter {
        'D' | 'S' | 'W' | 'P' | 'p' => {
            Err(format!("`\\{letter}` matches a part of a character; write a class: `[^0-9]`"))
        }
        'x' => {
            let end = text.char_indices().nth(4).map_or(text.len(), |(at, _)| at);
            let code = text.get(2..end).and_then(|digits| u8::from_str_radix(digits, 16).ok());
            match code {
                Some(code) if code.is_ascii() => Ok(&text[..end]),
                _ => Err("`\\x` stands for an ASCII character, in two digits".into()),
            }
        }
        _ => Ok(&text[..1 + letter.len_utf8()]),
    }
}

#[cfg(test)]
mod tests {
    use regex::bytes::Regex;

    use super::*;

    fn found(pattern: &str, text: &str) -> Option<String> {
        let source = format!("(?-u){}", whole_characters(pattern).expect("a sound pattern"));
        let regex = Regex::new(&source).expect("a regular expression");
        regex.find(text.as_bytes()).map(|found| text.get(found.range()).expect("whole characters").to_string())
    }

    #[test]
    fn matches_begin_and_end_between_characters() {
        let cases = [
            ("a.", "aé", Some("aé")),
            (".a", "君a", Some("君a")),
            ("a[^b]", "a🎬b", Some("a🎬")),
            ("[^a-z ]x", "éx", Some("éx")),
            (r"[^\]a]", "]é", Some("é")),
            ("[^]a]", "a]é", Some("é")),
            ("[^a[b-c]]", "abcé", Some("é")),
            ("a[^b]{0,3}?c", "aé君c", Some("aé君c")),
            ("a[^b]", "ab", None),
        ];
        for (pattern, text, wanted) in cases {
            assert_eq!(found(pattern, text).as_deref(), wanted, "{pattern}");
        }
    }

    #[test]
    fn parts_of_characters_are_refused() {
        for pattern in [r"\W", r"[\S]", r"\xe3", r"[^\xe3]", "[é]", "[^é]", r"a\", "[a", r"\pL"] {
            assert!(whole_characters(pattern).is_err(), "{pattern}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_match_begins_inside_a_character(text in "[a-cé君🎬 ]{0,12}", pattern in "(\\.|\\[\\^a\\]|a|é){1,4}") {
            found(&pattern, &text);
        }
    }
}
