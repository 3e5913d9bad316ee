//! The snapshot of an article: its sentences with what they mention marked, and under each what it claims.
//!
//! It is made to be kept beside the article, read by people and compared line by line: no id, no offset, and nothing
//! that hangs on another article stands in it. Where snapshots lie is the command line's matter.

use std::fmt::Write as _;

use super::harmless;
use super::rows::rows_of_all;
use crate::document::{BlockKind, Sentence};
use crate::mention::{Mention, Sense};
use crate::{Article, Claim, Document, Lexicon, Mentions, Modality, Polarity, Span, Value, annotate, extract, segment};

/// What stands before a claim in a snapshot.
pub(super) const CLAIM: &str = "→ ";

/// The snapshot of an article, without the front matter that [`snapshot_file`] gives it.
///
/// ```
/// let article = sayso::Article { text: "The film ‘Signal’ opens on April 2, 2021.".into(), ..Default::default() };
/// let snapshot = sayso::write::snapshot(&article, sayso::Lexicon::builtin());
/// assert!(snapshot.contains("The film ‘[Signal|film]’ opens on [April 2, 2021|date = 2021-04-02]."));
/// ```
pub fn snapshot(article: &Article, lexicon: &Lexicon) -> String {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let claims = extract::extract(article, &document, &mentions, lexicon);
    let view = View { article, document: &document, mentions: &mentions, claims: by_end(&claims) };
    let mut out = view.date();
    let mut sentences = document.sentences.as_slice();
    for (number, block) in document.blocks.iter().enumerate() {
        let _ = writeln!(out, "\n{}", format!("{:?}", block.kind).to_lowercase());
        if block.kind == BlockKind::Furniture {
            let _ = writeln!(out, "  -- | {}", one_line(block.span.of(&article.text)));
        }
        let inside = sentences.partition_point(|sentence| sentence.block <= number as u32);
        sentences[..inside].iter().for_each(|sentence| view.sentence(sentence, &mut out));
        sentences = &sentences[inside..];
    }
    out.trim().to_string()
}

/// A snapshot as a file that `insta` reads: `source` says what it is of.
pub fn snapshot_file(source: &str, body: &str) -> String {
    format!("---\nsource: {}\nexpression: sayso snapshot\n---\n{body}\n", scalar(source))
}

/// What stands in a snapshot's file below its front matter, line ends and white space at the end left out of
/// account, as `insta` does.
pub fn snapshot_body(file: &str) -> String {
    let file = file.replace("\r\n", "\n");
    let below = file.strip_prefix("---\n").and_then(|rest| {
        let (_, body) = rest.strip_prefix("---\n").map(|body| ("", body)).or_else(|| rest.split_once("\n---\n"))?;
        Some(body)
    });
    below.unwrap_or(&file).trim_end().to_string()
}

/// A text as YAML takes it: bare where nothing in it could be taken for a sign.
fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_plain) {
        return text.into();
    }
    format!("\"{}\"", harmless(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// A claim in one line, without its place: what it says, how it stands to it, and the rule that found it.
pub fn claim_line(claim: &Claim) -> String {
    let object = match &claim.object {
        Value::Unknown | Value::Unspecified => claim.object.text(),
        known => format!("{} ({})", known.text(), known.kind_name()),
    };
    let mut line = format!("{} ({}) {} {object}", claim.subject.name, claim.subject.kind.name(), claim.predicate);
    for (key, value) in &claim.qualifiers {
        let _ = write!(line, ", {key} {value}");
    }
    if claim.polarity != Polarity::Affirmed {
        line.push_str(", negated");
    }
    if claim.modality != Modality::Asserted {
        let _ = write!(line, ", {}", format!("{:?}", claim.modality).to_lowercase());
    }
    if let Some(speaker) = &claim.attribution {
        let _ = write!(line, ", according to {speaker}");
    }
    format!("{}   [{}]", one_line(&line), one_line(&claim.rule))
}

/// Claims by the end of the sentence that they stand in: who speaks a quotation may be told in the sentence before.
fn by_end(claims: &[Claim]) -> Vec<&Claim> {
    let mut claims: Vec<&Claim> = claims.iter().collect();
    claims.sort_by_key(|claim| claim.evidence.span.end);
    claims
}

struct View<'a> {
    article: &'a Article,
    document: &'a Document,
    mentions: &'a Mentions,
    claims: Vec<&'a Claim>,
}

impl View<'_> {
    /// The article's own date, from which "in April" is measured, and where it comes from.
    fn date(&self) -> String {
        let metadata = &self.article.metadata;
        let Some(date) = &metadata.date else { return String::new() };
        let from = metadata.date_from.and_then(|from| serde_json::to_value(from).ok());
        let from = from.as_ref().and_then(|from| from.as_str()).map(|from| format!(" ({from})"));
        format!("date {date}{}\n", from.unwrap_or_default())
    }

    fn sentence(&self, sentence: &Sentence, out: &mut String) {
        let language = format!("{:?}", self.document.language_of(sentence.span)).to_lowercase();
        let _ = writeln!(out, "  {language} | {}", one_line(&self.marked(sentence.span)));
        let end = sentence.span.end;
        let first = self.claims.partition_point(|claim| claim.evidence.span.end < end);
        for claim in self.claims[first..].iter().take_while(|claim| claim.evidence.span.end == end) {
            let _ = writeln!(out, "       {CLAIM}{}", claim_line(claim));
        }
    }

    /// The text of a span with its names, references, dates and measures marked: `[April 2, 2021|date = 2021-04-02]`. A
    /// mention inside another is marked inside.
    fn marked(&self, span: Span) -> String {
        let text = &self.article.text;
        let (mut out, mut at) = (String::new(), span.start as usize);
        let mut open: Vec<(usize, String)> = Vec::new();
        let first = self.mentions.list.partition_point(|mention| mention.span.start < span.start);
        let inside = self.mentions.list[first..].iter().take_while(|mention| mention.span.start < span.end);
        let marks = inside.filter(|mention| span.contains(mention.span) && is_marked(mention));
        for mention in marks {
            let Span { start, end } = mention.span;
            close(&mut open, start as usize, text, &mut at, &mut out);
            out.push_str(&text[at..start as usize]);
            out.push('[');
            at = start as usize;
            open.push((end as usize, self.label(mention)));
        }
        close(&mut open, span.end as usize, text, &mut at, &mut out);
        out.push_str(&text[at..span.end as usize]);
        out
    }

    /// What a mention is, and what it stands for where that is written otherwise.
    fn label(&self, mention: &Mention) -> String {
        let rows = rows_of_all(self.article, &self.mentions.things, std::slice::from_ref(mention));
        let kind = rows.iter().find_map(|row| row.kind.as_deref()).unwrap_or("?").to_string();
        let values: Vec<&str> = rows.iter().filter_map(|row| row.value.as_deref().or(row.name.as_deref())).collect();
        let value = values.join(" + ");
        let same = one_line(mention.span.of(&self.article.text)) == one_line(&value);
        if same || value.is_empty() { kind } else { format!("{kind} = {value}") }
    }
}

/// Text on one line: wrapping an article anew does not change its snapshot.
fn one_line(text: &str) -> String {
    harmless(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

/// Ends the marks that end before `place`.
fn close(open: &mut Vec<(usize, String)>, place: usize, text: &str, at: &mut usize, out: &mut String) {
    while let Some((end, label)) = open.pop_if(|(end, _)| *end <= place) {
        out.push_str(&text[*at..end]);
        let _ = write!(out, "|{label}]");
        *at = end;
    }
}

/// Class words are legion and a quotation shows itself.
fn is_marked(mention: &Mention) -> bool {
    !matches!(mention.sense, Sense::Word(..) | Sense::Quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let article = Article { name: "a".into(), text: text.into(), ..Article::default() };
        snapshot(&article, Lexicon::builtin())
    }

    #[test]
    fn sentences_stand_with_their_mentions_and_claims() {
        let text = "The film ‘Signal Fire’, directed by Maria Lind, opens in Japan on April 2, 2021. It runs for 95 minutes.\n\n\
                    Lind said: “We waited for this day for years.”\n\n淡々と降り積もった雪の夜。";
        insta::assert_snapshot!(shown(text), @"
        paragraph
          en | The film ‘[Signal Fire|film]’, directed by [Maria Lind|person], opens in [Japan|place] on [April 2, 2021|date = 2021-04-02].
               → Signal Fire (film) directed_by Maria Lind (person)   [directed_by/passive]
               → Signal Fire (film) release_date 2021-04-02 (date), region Japan   [release_date/opens-on]
          en | [It|film = Signal Fire] runs for [95 minutes|duration = PT95M].
               → Signal Fire (film) runtime PT95M (duration)   [runtime/runs]

        paragraph
          en | [Lind|person = Maria Lind] said: “[We|speaker] waited for this day for years.”
               → Maria Lind (person) said We waited for this day for years. (text)   [said/labelled-speaker]

        paragraph
          ja | 淡々と降り積もった雪の夜。
        ");
    }

    #[test]
    fn a_file_has_the_body_that_was_put_into_it() {
        for body in ["", "one", "one\n\ntwo", "---\nx: y\n---\nz", "a [b|c = d]"] {
            assert_eq!(snapshot_body(&snapshot_file("a: \"b\"\n#1", body)), body);
        }
        assert_eq!(snapshot_body("no front matter\r\n"), "no front matter");
        assert_eq!(snapshot_body("---\n---\nbody\n"), "body");
        assert_eq!(snapshot_body(""), "");
    }

    #[test]
    fn what_a_terminal_obeys_does_not_get_into_a_file() {
        let file = snapshot_file("\x1b]52;c\x07.txt", &shown("The film ‘\x1b[31mSignal’ \u{202e}opens\r\ron May 3."));
        assert!(!file.contains(['\x1b', '\x07', '\u{202e}', '\r']), "{file:?}");
    }
}
