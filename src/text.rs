//! Places in a text: what every stage asks of one.

/// The end of a character at or before `at`, and never beyond the text.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The line in which a place stands, counted from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_between_characters_and_inside_the_text() {
        let cases = [(0, 0), (1, 1), (2, 1), (3, 3), (4, 4), (9, 4)];
        for (at, wanted) in cases {
            assert_eq!(floor("aéb", at), wanted, "{at}");
        }
    }

    #[test]
    fn lines_are_counted_from_one() {
        for (at, wanted) in [(0, 1), (1, 1), (2, 2), (3, 3), (99, 3)] {
            assert_eq!(line_of("a\n\nb", at), wanted, "{at}");
        }
    }
}
