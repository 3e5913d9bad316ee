//! Laying out text for a terminal: wrapping by display width, columns, colours.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Style;

/// Columns that a text takes on a terminal: two for a kanji, none for an accent.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Breaks a text into lines of at most `columns`, between words; words that are longer, as in scripts without
/// spaces, between characters. There is always one line.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = width(word);
        if used > 0 && used + 1 + wide <= columns {
            push(&mut lines, " ");
            push(&mut lines, word);
            used += 1 + wide;
            continue;
        }
        if used > 0 {
            lines.push(String::new());
            used = 0;
        }
        for character in word.graphemes(true) {
            let wide = width(character);
            if used > 0 && used + wide > columns {
                lines.push(String::new());
                used = 0;
            }
            push(&mut lines, character);
            used += wide;
        }
    }
    lines
}

/// The text, or as much of its beginning as fits into `columns` with an ellipsis behind it.
pub(super) fn cut(text: &str, columns: usize) -> String {
    match wrap(text, columns).as_slice() {
        [line] => line.clone(),
        [] => String::new(),
        _ => format!("{}…", wrap(text, columns.saturating_sub(1)).swap_remove(0)),
    }
}

/// A stretch of a text that takes no more than `columns` and shows as much as it can of `focus`, a range of bytes:
/// from the beginning if the focus ends soon enough, else from a little before it.
pub(super) fn excerpt(text: &str, focus: Range<usize>, columns: usize) -> String {
    let (Some(before), Some(through)) = (text.get(..focus.start), text.get(..focus.end)) else {
        return cut(text, columns);
    };
    if width(through) < columns {
        return cut(text, columns);
    }
    let most = columns.saturating_sub(1 + width(&text[focus.start..])).max(columns / 3);
    let mut used = 0;
    let lead = before.graphemes(true).rev().take_while(|one| {
        used += width(one);
        used <= most
    });
    let start = before.len() - lead.map(str::len).sum::<usize>();
    let parted = before[..start].ends_with(char::is_whitespace);
    let space = if parted { None } else { before[start..].find(char::is_whitespace) };
    let words = start + space.unwrap_or(0);
    format!("…{}", cut(text[words..].trim_start(), columns.saturating_sub(1)))
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// What a piece of text is, for colouring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Heading,
    Hard,
    Soft,
    Note,
    Quiet,
    Won,
    Lost,
}

/// The text in its colour, where colours are wanted.
pub(super) fn paint(style: &Style, paint: Paint, text: &str) -> String {
    let code = match paint {
        Paint::Heading => "1",
        Paint::Hard => "1;31",
        Paint::Soft => "33",
        Paint::Note => "36",
        Paint::Quiet => "2",
        Paint::Won => "32",
        Paint::Lost => "31",
    };
    if style.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.into() }
}

impl Style {
    /// What a line or a part is about.
    pub fn heading(&self, text: &str) -> String {
        paint(self, Paint::Heading, text)
    }
}

/// Cells side by side, each wrapped in its column; the last one takes what is left of the line.
pub(super) struct Columns<'a> {
    pub(super) indent: usize,
    pub(super) widths: &'a [usize],
    pub(super) style: &'a Style,
}

impl Columns<'_> {
    /// A quotation in the last column, with a bar at its side.
    pub(super) fn quotation(&self, text: &str) -> String {
        let (before, last) = self.room();
        let bar = paint(self.style, Paint::Quiet, "│");
        let lines = wrap(text, last.saturating_sub(2));
        lines
            .iter()
            .filter(|line| !line.is_empty())
            .map(|line| format!("{}{bar} {line}\n", " ".repeat(before)))
            .collect()
    }

    /// Columns before the last cell, and what is left for it.
    pub(super) fn room(&self) -> (usize, usize) {
        let before = self.indent + self.widths.iter().map(|width| width + 2).sum::<usize>();
        (before, self.style.width.saturating_sub(before).max(20))
    }

    /// The lines of one row. `quiet` names the column shown in a quiet colour.
    pub(super) fn row(&self, cells: &[&str], quiet: usize) -> String {
        let widths: Vec<usize> = self.widths.iter().copied().chain([self.room().1]).collect();
        let wrapped: Vec<Vec<String>> = cells.iter().zip(&widths).map(|(cell, width)| wrap(cell, *width)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::new();
        for line in 0..height {
            let mut text = " ".repeat(self.indent);
            let mut waiting = 0;
            for (column, (cell, width)) in wrapped.iter().zip(&widths).enumerate() {
                let cell = cell.get(line).map_or("", String::as_str);
                if !cell.is_empty() {
                    text.push_str(&" ".repeat(waiting));
                    waiting = 0;
                    text.push_str(&if column == quiet { paint(self.style, Paint::Quiet, cell) } else { cell.into() });
                }
                waiting += width + 2 - self::width(cell).min(*width);
            }
            out.push_str(&text);
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_or_wide_characters() {
        let cases: [(&str, usize, &[&str]); 6] = [
            ("", 10, &[""]),
            ("one two three", 7, &["one two", "three"]),
            ("one  two\nthree", 20, &["one two three"]),
            ("淡々と降り積もった", 8, &["淡々と降", "り積もっ", "た"]),
            ("e\u{301}e\u{301}e\u{301}", 2, &["e\u{301}e\u{301}", "e\u{301}"]),
            ("a 君がささやく", 4, &["a", "君が", "ささ", "やく"]),
        ];
        for (text, columns, lines) in cases {
            assert_eq!(wrap(text, columns), lines, "{text:?} at {columns}");
        }
    }

    #[test]
    fn long_text_is_cut_with_an_ellipsis() {
        for (text, shown) in [("", ""), ("short", "short"), ("one two three", "one two…"), ("降り積もった", "降り積…")]
        {
            assert_eq!(cut(text, 8), shown);
        }
    }

    #[test]
    fn an_excerpt_shows_what_matters() {
        let text = "one two three four five six seven eight";
        for (focus, shown) in [
            ("one", "one two three…"),
            ("three", "one two three…"),
            ("five", "…four five six…"),
            ("eight", "…six seven eight"),
        ] {
            let start = text.find(focus).expect("in it");
            assert_eq!(excerpt(text, start..start + focus.len(), 16), shown, "{focus}");
        }
        assert_eq!(excerpt("降り積もった雪の夜", 15..18, 8), "…った雪…");
        assert_eq!(excerpt("one two three", 90..99, 8), "one two…");
    }

    #[test]
    fn cells_stand_in_columns() {
        let style = Style { width: 30, ..Style::plain() };
        let columns = Columns { indent: 1, widths: &[4, 6], style: &style };
        let row = columns.row(&["日本", "one two", "a b"], 9);
        assert_eq!(row, " 日本  one     a b\n       two\n");
        assert_eq!(
            columns.quotation("a quotation of some length"),
            format!("{0}│ a quotation of\n{0}│ some length\n", " ".repeat(15))
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(text in "\\PC{0,80}", columns in 2_usize..40) {
            let lines = wrap(&text, columns);
            let words: String = text.split_whitespace().collect();
            let kept: String = lines.concat().split_whitespace().collect();
            proptest::prop_assert_eq!(words, kept);
            let graphemes_fit = text.graphemes(true).all(|one| width(one) <= columns);
            proptest::prop_assert!(!graphemes_fit || lines.iter().all(|line| width(line) <= columns));
        }
    }
}
