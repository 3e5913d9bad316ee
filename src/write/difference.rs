//! In what two snapshots of one article differ: the lines, and which rules' claims they are.

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff, group_diff_ops};

use super::Style;
use super::layout::{Paint, paint};
use super::snapshot::CLAIM;

/// Lines shown around one that differs.
const AROUND: usize = 1;
/// Lines shown of one article at most.
const SHOWN: usize = 400;
/// Texts are compared line by line as long as the product of their numbers of lines is no more: the time grows with it.
const COMPARED: usize = 9_000_000;

/// Two snapshots of one article, compared.
#[derive(Debug)]
pub struct Difference<'a> {
    old: Vec<&'a str>,
    new: Vec<&'a str>,
    ops: Vec<DiffOp>,
}

impl<'a> Difference<'a> {
    /// Compares the texts of two snapshots.
    pub fn new(old: &'a str, new: &'a str) -> Difference<'a> {
        let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
        let ops = compare(&old, &new);
        Difference { old, new, ops }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.ops.iter().all(|op| matches!(op, DiffOp::Equal { .. }))
    }

    /// Whether every line that differs is a claim of that rule (`predicate/rule`, or a predicate for all of its rules), or one
    /// that the rule took from another or left to it.
    pub fn is_only_by(&self, rule: &str) -> bool {
        let mut finders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (_, line) in self.changed() {
            let Some((claim, finder)) = claim_of(line) else { return false };
            finders.entry(claim).or_default().push(finder);
        }
        let is_of =
            |finder: &&str| finder.strip_prefix(rule).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        !finders.is_empty() && finders.values().all(|finders| finders.iter().any(&is_of))
    }

    /// The lines that differ, old ones marked with `false`.
    fn changed(&self) -> impl Iterator<Item = (bool, &'a str)> + '_ {
        let parts = self.ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
        parts.flat_map(|op| {
            let (old, new) = (&self.old[op.old_range()], &self.new[op.new_range()]);
            old.iter().map(|line| (false, *line)).chain(new.iter().map(|line| (true, *line)))
        })
    }

    /// The lines that differ, with what is around them: `-` before an old one, `+` before a new one. Claims stand
    /// below their sentence.
    pub fn show(&self, style: &Style) -> String {
        let mut lines = Vec::new();
        for (number, group) in group_diff_ops(self.ops.clone(), AROUND).iter().enumerate() {
            if number > 0 {
                lines.push(paint(style, Paint::Quiet, "    …"));
            }
            lines.extend(self.sentence_before(group).map(|line| context(line, style)));
            group.iter().for_each(|op| self.lines_of(op, style, &mut lines));
        }
        if lines.len() > SHOWN {
            let more = format!("    … and {} more lines", lines.len() - SHOWN);
            lines.truncate(SHOWN);
            lines.push(paint(style, Paint::Quiet, &more));
        }
        lines.into_iter().map(|line| line + "\n").collect()
    }

    /// The sentence of a group that begins among its claims.
    fn sentence_before(&self, group: &[DiffOp]) -> Option<&str> {
        let start = group.first()?.new_range().start;
        let is_claim = |line: &&str| claim_of(line).is_some();
        let begins_inside = self.new.get(start).or(self.new.last()).is_some_and(is_claim);
        let mut before = self.new[..start.min(self.new.len())].iter().rev().copied();
        if begins_inside { before.find(|line| !is_claim(line)) } else { None }
    }

    fn lines_of(&self, op: &DiffOp, style: &Style, lines: &mut Vec<String>) {
        let (old, new) = (&self.old[op.old_range()], &self.new[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            lines.extend(new.iter().map(|line| context(line, style)));
            return;
        }
        // Lines that were replaced one by one are set against each other.
        let alike = |at: usize, line: &str, other: &[&str]| match other.get(at) {
            Some(other) if old.len() == new.len() => parted(line, other),
            _ => line.len()..line.len(),
        };
        lines.extend(old.iter().enumerate().map(|(at, line)| change('-', line, alike(at, line, new), style)));
        lines.extend(new.iter().enumerate().map(|(at, line)| change('+', line, alike(at, line, old), style)));
    }
}

/// What turns the old lines into the new ones.
fn compare(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let before = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (rest_old, rest_new) = (&old[before..], &new[before..]);
    let behind = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old_len, new_len) = (rest_old.len() - behind, rest_new.len() - behind);
    if old_len.saturating_mul(new_len) <= COMPARED {
        return capture_diff(Algorithm::Myers, old, 0..old.len(), new, 0..new.len());
    }
    let equal = |old_index: usize, new_index: usize, len: usize| DiffOp::Equal { old_index, new_index, len };
    let all = DiffOp::Replace { old_index: before, old_len, new_index: before, new_len };
    let ops = [equal(0, 0, before), all, equal(before + old_len, before + new_len, behind)];
    ops.into_iter().filter(|op| !op.new_range().is_empty() || !op.old_range().is_empty()).collect()
}

/// A claim's line without its rule, and the rule.
fn claim_of(line: &str) -> Option<(&str, &str)> {
    line.trim_start().strip_prefix(CLAIM)?.strip_suffix(']')?.rsplit_once("   [")
}

fn context(line: &str, style: &Style) -> String {
    paint(style, Paint::Quiet, &format!("    {line}")).trim_end().to_string()
}

/// A line that differs; the part in which it does stands out.
fn change(sign: char, line: &str, part: Range<usize>, style: &Style) -> String {
    let color = if sign == '-' { Paint::Lost } else { Paint::Won };
    let plain = format!("  {sign} {line}");
    if !style.color || part.is_empty() {
        return paint(style, color, plain.trim_end());
    }
    let (before, behind) = (format!("  {sign} {}", &line[..part.start]), &line[part.end..]);
    let marked = format!("\x1b[7m{}\x1b[27m", &line[part]);
    paint(style, color, &format!("{before}{marked}{behind}"))
}

/// The part of a line in which it differs from another: between what begins and what ends alike.
fn parted(line: &str, other: &str) -> Range<usize> {
    let alike = |(one, other): &(char, char)| one == other;
    let start: usize = line.chars().zip(other.chars()).take_while(alike).map(|(c, _)| c.len_utf8()).sum();
    let rests = line[start..].chars().rev().zip(other[start..].chars().rev());
    let behind: usize = rests.take_while(alike).map(|(c, _)| c.len_utf8()).sum();
    start..line.len() - behind
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "paragraph\n  en | [A|film] opens.\n       → A (film) x B   [x/one]\n       → A (film) x C   [x/two]\n       → A (film) y D   [y/one]\n\nparagraph\n  en | End.";

    #[test]
    fn what_differs_is_shown_below_its_sentence() {
        let new = OLD.replace("y D", "y DE").replace("End", "The end");
        insta::assert_snapshot!(Difference::new(OLD, &new).show(&Style::plain()), @"
            en | [A|film] opens.
                 → A (film) x C   [x/two]
        -        → A (film) y D   [y/one]
        +        → A (film) y DE   [y/one]

          paragraph
        -   en | End.
        +   en | The end.
        ");
        let shown = Difference::new("a b c", "a x c").show(&Style { color: true, width: 80, limit: None });
        assert_eq!(shown, "\x1b[31m  - a \x1b[7mb\x1b[27m c\x1b[0m\n\x1b[32m  + a \x1b[7mx\x1b[27m c\x1b[0m\n");
    }

    #[test]
    fn a_change_is_of_rules_or_of_more() {
        let cases = [
            (OLD.to_string(), "x/one", false),
            (OLD.replace("x B ", "x BB "), "x/one", true),
            (OLD.replace("x B ", "x BB "), "x", true),
            (OLD.replace("x B ", "x BB "), "x/o", false),
            (OLD.replace("x B ", "x BB "), "x/two", false),
            (OLD.replace("x/one", "x/new"), "x/new", true),
            (OLD.replace("x/one", "x/new"), "x/one", true),
            (OLD.replace("x B ", "x BB ").replace("y D ", "y E "), "x", false),
            (OLD.replace("End", "The end"), "x/one", false),
            (OLD.replace("       → A (film) x C   [x/two]\n", ""), "x/two", true),
        ];
        for (new, rule, only) in cases {
            assert_eq!(Difference::new(OLD, &new).is_only_by(rule), only, "{rule}: {new}");
        }
    }

    #[test]
    fn texts_that_share_nothing_are_not_compared_line_by_line() {
        let lines = |word: &str| (0..4000).map(|number| format!("{word} {number}\n")).collect::<String>();
        let (old, new) = (format!("same\n{}same", lines("old")), format!("same\n{}same", lines("new")));
        let difference = Difference::new(&old, &new);
        assert_eq!(difference.ops.len(), 3);
        assert!(difference.show(&Style::plain()).ends_with("… and 7602 more lines\n"));
        assert!(Difference::new(&old, &old).is_empty() && Difference::new("", "").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(old in "([ab→]{0,2}\n){0,9}", new in "([ab→]{0,2}\n){0,9}") {
            let difference = Difference::new(&old, &new);
            let kept = |wanted: bool| difference.changed().filter(|(new, _)| *new == wanted).count();
            let equal: usize = difference.ops.iter().filter(|op| matches!(op, DiffOp::Equal { .. })).map(|op| op.new_range().len()).sum();
            proptest::prop_assert_eq!(old.lines().count(), kept(false) + equal);
            proptest::prop_assert_eq!(new.lines().count(), kept(true) + equal);
            difference.show(&Style::plain());
        }
    }
}
