//! `explain` for people: a sentence, what was found in it, what the rules saw, which fired, which came near.

use std::io;

use super::layout::{Columns, Paint, paint, wrap};
use super::rows::rows_of_all;
use super::{Style, harmless};
use crate::document::Sentence;
use crate::extract::{Explained, explain};
use crate::lexicon::{Form, Slot};
use crate::mention::{How, Mention};
use crate::{Article, Claim, Document, Lexicon, Mentions, Span, annotate, extract, segment};

/// So many characters are shown of the part of a pattern that failed.
const SHOWN: usize = 60;
/// Rules that came near, shown for one sentence.
const MOST_NEAR: usize = 12;

/// Explains the sentences of an article that are `wanted`, given their text and the claims that rest on them.
pub fn explanation(
    article: &Article,
    lexicon: &Lexicon,
    style: &Style,
    wanted: impl Fn(&str, &[&Claim]) -> bool,
) -> String {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let claims = extract::extract(article, &document, &mentions, lexicon);
    let units = explain(article, &document, &mentions, lexicon);
    let view = View { article, document: &document, mentions: &mentions, style };
    let mut out = String::new();
    for (index, sentence) in document.sentences.iter().enumerate() {
        let own = within(&claims, sentence.span, |claim| claim.evidence.span.start);
        let own: Vec<&Claim> = own.iter().filter(|claim| claim.evidence.span == sentence.span).collect();
        if wanted(sentence.span.of(&article.text), &own) {
            out.push_str(&view.sentence(sentence));
            let first = units.partition_point(|unit| unit.sentence < index);
            let units = units[first..].iter().take_while(|unit| unit.sentence == index);
            units.for_each(|unit| out.push_str(&view.unit(unit)));
            own.iter().for_each(|claim| out.push_str(&view.claim(claim)));
        }
    }
    out
}

/// Those of a list in text order that start inside a span.
fn within<T>(list: &[T], span: Span, start: impl Fn(&T) -> u32) -> &[T] {
    let first = list.partition_point(|one| start(one) < span.start);
    let rest = &list[first..];
    &rest[..rest.partition_point(|one| start(one) < span.end)]
}

/// A rule as it is written: what its predicate means, its pattern, its examples.
pub fn rule(id: &str, lexicon: &Lexicon, style: &Style) -> String {
    let Some(predicate) = lexicon.predicate(id.split('/').next().unwrap_or(id)) else { return String::new() };
    let columns = Columns { indent: 2, widths: &[9], style };
    let mut out = columns.row(&["meaning", &predicate.meaning], 9);
    if let Some(rule) = predicate.rules.iter().find(|rule| rule.id == id) {
        out.push_str(&columns.row(&["pattern", &rule.pattern], 9));
        for (sentence, claim) in &rule.examples {
            out.push_str(&columns.row(&["example", &format!("{sentence} → {claim}")], 9));
        }
    }
    out
}

/// A sentence that holds words of a pattern, as rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The article's name.
    pub article: String,
    /// The sentence.
    pub text: String,
    /// The forms of it that the rule reads, slots readable.
    pub saw: Vec<String>,
    /// Words of the pattern that none of them holds.
    pub lacks: Vec<String>,
}

/// The sentences of an article that hold at least one of some words.
pub fn near(article: &Article, lexicon: &Lexicon, form: Form, words: &[String]) -> Vec<Near> {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    let near = |unit: Explained| {
        let saw = if form == Form::Clause { unit.clauses } else { vec![unit.phrase] };
        let is_there = |word: &String| saw.iter().any(|text| text.contains(word.as_str()));
        let lacks: Vec<String> = words.iter().filter(|word| !is_there(word)).cloned().collect();
        let text = document.sentences[unit.sentence].span.of(&article.text);
        let near = Near { article: article.name.clone(), text: text.into(), saw, lacks };
        (near.lacks.len() < words.len()).then_some(near)
    };
    explain(article, &document, &mentions, lexicon).into_iter().filter_map(near).collect()
}

/// Writes where a pattern that matches nothing came near.
pub fn near_misses(found: &[Near], style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    if found.is_empty() {
        return writeln!(out, "No sentence holds a word of it.");
    }
    writeln!(out, "It comes near here:")?;
    let columns = Columns { indent: 2, widths: &[5], style };
    for near in found {
        writeln!(out, "\n  {}", style.heading(&harmless(&near.article)))?;
        out.write_all(Columns { indent: 2, widths: &[], style }.quotation(&harmless(&near.text)).as_bytes())?;
        for saw in &near.saw {
            out.write_all(columns.row(&["saw", &harmless(saw)], 9).as_bytes())?;
        }
        if !near.lacks.is_empty() {
            out.write_all(columns.row(&["lacks", &near.lacks.join(", ")], 9).as_bytes())?;
        }
    }
    Ok(())
}

struct View<'a> {
    article: &'a Article,
    document: &'a Document,
    mentions: &'a Mentions,
    style: &'a Style,
}

impl View<'_> {
    fn sentence(&self, sentence: &Sentence) -> String {
        let block = &self.document.blocks[sentence.block as usize];
        let (start, end) = (sentence.span.start, sentence.span.end);
        let kind = format!("{:?}", block.kind).to_lowercase();
        let runs = &self.document.runs[self.document.runs.partition_point(|run| run.span.end <= start)..];
        let runs = runs.iter().take_while(|run| run.span.start < end);
        let runs: Vec<String> = runs.map(|run| format!("{:?}", run.language).to_lowercase()).collect();
        let place = format!("{} [{start}, {end}) {kind}, {}", harmless(&self.article.name), runs.join(" + "));
        let mut out = format!("\n{}\n", paint(self.style, Paint::Heading, &place));
        for line in wrap(&harmless(sentence.span.of(&self.article.text)), self.style.width.saturating_sub(2)) {
            out.push_str(&format!("  {line}\n"));
        }
        let inside = within(&self.mentions.list, sentence.span, |mention| mention.span.start);
        let rows = rows_of_all(self.article, &self.mentions.things, inside).into_iter();
        for (index, row) in rows.filter(|row| sentence.span.contains(row.span)).enumerate() {
            let kind = row.kind.as_deref().unwrap_or("kind not told");
            let stands_for = row.value.or(row.name).unwrap_or_default();
            let how = format!("{:?}", row.how).to_lowercase();
            let mut text = format!("‹{kind}› {} = {stands_for} ({how})", row.text);
            if !row.candidates.is_empty() {
                text.push_str(&format!(", or {}", row.candidates.join(", ")));
            }
            out.push_str(&self.row(if index == 0 { "mentions" } else { "" }, &text));
            if let Some(scores) = self.scores(inside, row.span) {
                out.push_str(&self.row("", &scores));
            }
        }
        out
    }

    /// "scores series:signal-2018-series 21, film:signal-2021-film 8": what spoke for each entry of a name.
    fn scores(&self, inside: &[Mention], span: Span) -> Option<String> {
        let mention = inside.iter().find(|mention| mention.span == span && mention.how != How::Reference)?;
        let [thing] = mention.things() else { return None };
        let scores = &self.mentions.things[*thing as usize].scores;
        let shown: Vec<String> = scores.iter().map(|(what, points)| format!("{what} {points}")).collect();
        (shown.len() > 1).then(|| format!("  scored {}", shown.join(", ")))
    }

    fn unit(&self, unit: &Explained) -> String {
        let mut out = String::new();
        if unit.quoted {
            out.push_str(&self.row("inside", "what is quoted:"));
        }
        out.push_str(&self.row("phrases", &unit.phrase));
        for clause in unit.clauses.iter().filter(|clause| **clause != unit.phrase) {
            out.push_str(&self.row("clause", clause));
        }
        for rule in &unit.fired {
            out.push_str(&self.row("fired", rule));
        }
        for (rule, part) in unit.near.iter().take(MOST_NEAR) {
            out.push_str(&self.row("near", &format!("{rule} stopped where it wants “{}”", slots(part))));
        }
        if unit.near.len() > MOST_NEAR {
            out.push_str(&self.row("", &format!("and {} more rules", unit.near.len() - MOST_NEAR)));
        }
        out
    }

    fn claim(&self, claim: &Claim) -> String {
        let (subject, object) = (&claim.subject, &claim.object);
        let what = format!("{} ({}) {} {}", subject.name, subject.kind.name(), claim.predicate, object.text());
        let how = format!("{:?}, {:?}", claim.polarity, claim.modality).to_lowercase();
        self.row("claim", &format!("{what} ({}), {how}; {} by {}", object.kind_name(), claim.id, claim.rule))
    }

    fn row(&self, label: &str, text: &str) -> String {
        Columns { indent: 2, widths: &[9], style: self.style }.row(&[label, &harmless(text)], 9)
    }
}

/// A part of a compiled pattern with its slots readable: `\x05` becomes ‹film›.
/// Groups are shown as plain brackets, and of a long list only its beginning.
fn slots(part: &str) -> String {
    let plain = part.replace("(?:", "(").replace("(?-u:", "(");
    let plain = Slot::ALL.iter().fold(plain, |text, slot| {
        let (raw, name) = (char::from(slot.byte()).to_string(), format!("‹{}›", slot.name()));
        text.replace(&format!("\\x{:02X}", slot.byte()), &name).replace(&raw, &name)
    });
    match plain.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}
