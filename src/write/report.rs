//! The report for people: conflicts, the hardest first, side against side with the sentences they rest on; then
//! what is claimed of each subject, and where.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use super::layout::{Columns, Paint, cut, excerpt, paint, width, wrap};
use super::{Results, RunCounts, Style, harmless};
use crate::claim::{Kind, Modality, Polarity};
use crate::document::BlockKind;
use crate::report::{ConflictKind, Scope, Side, SideValue, Weight};
use crate::{Claim, Conflict, Entity, Fact, Value};

/// Sentences shown for one side of a conflict.
const MOST_SENTENCES: usize = 3;

/// Lines shown of one sentence; of a statement, which is the matter itself, twice as many.
const MOST_LINES: usize = 3;

/// The widest that the column of a conflict's values may be; a longer value is cut, its sentence stands beside it.
const MOST_OF_VALUE: usize = 32;

/// The widest that the columns of predicates and objects may be where claims are listed.
const MOST_OF_PREDICATE: usize = 20;
const MOST_OF_OBJECT: usize = 44;

/// The qualifier that belongs to the number itself: "61000 copies".
const UNIT: &str = "unit";

/// What is left at least for the articles that make a claim, and how many of them are named.
const LEAST_OF_SOURCES: usize = 24;
const MOST_SOURCES: usize = 5;

pub(super) fn write(results: &Results, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let claims = results.report.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
    let conflicts = by_weight(&results.report.conflicts);
    let numbers = conflicts.iter().zip(1..).map(|(conflict, number)| (conflict.id.as_str(), number)).collect();
    let view = View { claims, numbers, style };
    writeln!(out, "{}", summary(results))?;
    let mut before = None;
    let shown = style.limit.unwrap_or(usize::MAX);
    for conflict in conflicts.iter().take(shown) {
        if before.replace(conflict.weight) != Some(conflict.weight) {
            let heading = format!("{}: {}", conflict.weight.heading(), conflict.weight.meaning());
            writeln!(out, "\n{}", paint(style, Paint::Heading, &heading))?;
        }
        out.write_all(view.conflict(conflict).as_bytes())?;
    }
    left_out(conflicts.len().saturating_sub(shown), "more conflict", style, out)?;
    view.subjects(&results.report.facts, out)
}

/// Says how much is not shown, and how to see it.
fn left_out(count: usize, noun: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if count == 0 {
        return Ok(());
    }
    let line =
        format!("{} left out: --limit 0 shows all, --report FILE.html makes a page of them", counted(count, noun));
    writeln!(out, "\n{}", paint(style, Paint::Quiet, &line))
}

/// What was found, in one line.
pub fn summary(results: &Results) -> Summary {
    let report = &results.report;
    let of = |weight| report.conflicts.iter().filter(|conflict| conflict.weight == weight).count();
    Summary {
        articles: results.article_count(),
        claims: report.claims.len(),
        facts: report.facts.len(),
        weights: [of(Weight::Hard), of(Weight::Soft), of(Weight::Note)],
        errors: results.errors.len(),
        skipped: results.skipped,
    }
}

/// How much a run found; written in one line.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    articles: usize,
    claims: usize,
    facts: usize,
    weights: [usize; 3],
    errors: usize,
    skipped: usize,
}

impl Summary {
    /// From a run's counts, and those of its conflicts from the heaviest weight on.
    pub fn of(counts: &RunCounts, weights: [usize; 3]) -> Summary {
        let RunCounts { articles, claims, facts, errors, skipped, .. } = *counts;
        Summary { articles, claims, facts, weights, errors, skipped }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conflicts = self.weights.iter().sum();
        let counts =
            [(self.articles, "article"), (self.claims, "claim"), (self.facts, "fact"), (conflicts, "conflict")];
        out.write_str(&counts.map(|(count, noun)| counted(count, noun)).join(", "))?;
        if conflicts > 0 {
            let weights = self.weights.iter().zip(["hard", "soft", "of note"]).filter(|(n, _)| **n > 0);
            let parts: Vec<_> = weights.map(|(n, word)| format!("{n} {word}")).collect();
            write!(out, " ({})", parts.join(", "))?;
        }
        if self.errors > 0 {
            write!(out, ", {} not read", counted(self.errors, "input"))?;
        }
        if self.skipped > 0 {
            write!(out, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Conflicts with the heaviest first.
pub(super) fn by_weight(conflicts: &[Conflict]) -> Vec<&Conflict> {
    let mut sorted: Vec<&Conflict> = conflicts.iter().collect();
    sorted.sort_by_key(|conflict| (conflict.weight, conflict.kind, &conflict.subject, &conflict.predicate));
    sorted
}

pub(super) fn by_subject(facts: &[Fact]) -> BTreeMap<(String, &Entity), Vec<&Fact>> {
    let mut subjects: BTreeMap<_, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        subjects.entry((fact.subject.name.to_lowercase(), &fact.subject)).or_default().push(fact);
    }
    subjects
}

/// The claims by id, the conflicts' numbers, and how text is to look.
struct View<'a> {
    claims: BTreeMap<&'a str, &'a Claim>,
    numbers: BTreeMap<&'a str, usize>,
    style: &'a Style,
}

impl View<'_> {
    fn conflict(&self, conflict: &Conflict) -> String {
        let about = match &conflict.predicate {
            Some(predicate) => format!("{}: {}", title(&conflict.subject), spaced(predicate)),
            None => title(&conflict.subject),
        };
        let number = self.numbers[conflict.id.as_str()];
        let mut out = format!("\n{number:>3}  {}\n", paint(self.style, Paint::Heading, &about));
        let place = if conflict.scope == Scope::Within { " within one article" } else { "" };
        let kind = format!("{}{place}:", conflict.kind.name());
        let note = conflict.note.as_deref().unwrap_or(conflict.kind.meaning());
        for line in wrap(&format!("{kind} {}", harmless(note)), self.style.width.saturating_sub(5)) {
            let rest = line.strip_prefix(&kind).map(|rest| paint(self.style, color(conflict.weight), &kind) + rest);
            out.push_str(&format!("     {}\n", rest.unwrap_or(line)));
        }
        out.push_str(&self.sides(conflict));
        out
    }

    fn sides(&self, conflict: &Conflict) -> String {
        // Where the statements themselves differ, their text is enough.
        let shown = |side| match conflict.kind {
            ConflictKind::Wording => String::new(),
            _ => cut(&value(conflict.kind, side), MOST_OF_VALUE),
        };
        let values: Vec<String> = conflict.sides.iter().map(shown).collect();
        let widest = values.iter().map(|value| width(value)).max().unwrap_or(0);
        let widths: &[usize] = if widest == 0 { &[] } else { &[widest] };
        let columns = Columns { indent: 5, widths, style: self.style };
        let statement = matches!(conflict.kind, ConflictKind::Wording | ConflictKind::Speaker);
        // Lines break between words: a quarter of a line is lost on the way.
        let line = columns.room().1 - 2;
        let room = line * MOST_LINES * if statement { 2 } else { 1 } - line / 4;
        let mut out = String::new();
        for (value, side) in values.iter().zip(&conflict.sides) {
            for (index, (source, sentence)) in self.sentences(side, room).into_iter().enumerate() {
                let cells = [if index == 0 { value } else { "" }, &source];
                out.push_str(&columns.row(&cells[cells.len() - widths.len() - 1..], widths.len()));
                out.push_str(&columns.quotation(&sentence));
            }
        }
        out
    }

    /// For every article of a side the first sentence that says it; articles with the same sentence together.
    fn sentences(&self, side: &Side, room: usize) -> Vec<(String, String)> {
        let mut shown: Vec<(String, String)> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for claim in side.claims.iter().filter_map(|id| self.claims.get(id.as_str())) {
            if shown.len() == MOST_SENTENCES || seen.len() == MOST_SOURCES {
                break;
            }
            if seen.contains(&claim.article.as_str()) {
                continue;
            }
            seen.push(&claim.article);
            let sentence = sentence(claim, room);
            match shown.iter_mut().find(|(_, same)| *same == sentence) {
                Some((sources, _)) => sources.push_str(&format!("; {}", source(claim))),
                None => shown.push((source(claim), sentence)),
            }
        }
        let more = side.articles.len().saturating_sub(seen.len());
        match shown.last_mut() {
            Some((source, _)) if more > 0 => source.push_str(&format!(" (and {})", counted(more, "more article"))),
            Some(_) => {}
            None => shown.push((harmless(&side.articles.join(", ")).into_owned(), String::new())),
        }
        shown
    }

    /// What is claimed of each subject, in columns that are the same for all.
    fn subjects(&self, facts: &[Fact], out: &mut dyn Write) -> io::Result<()> {
        let subjects = by_subject(facts);
        if !subjects.is_empty() {
            writeln!(out, "\n{}", paint(self.style, Paint::Heading, "CLAIMS BY SUBJECT"))?;
        }
        let mut namesakes: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
        for (_, entity) in subjects.keys() {
            *namesakes.entry((&entity.name, entity.kind)).or_default() += 1;
        }
        let widest = |cell: &dyn Fn(&Fact) -> String| facts.iter().map(|fact| width(&cell(fact))).max().unwrap_or(0);
        let predicate = widest(&|fact| spaced(&fact.predicate)).min(MOST_OF_PREDICATE);
        let left = self.style.width.saturating_sub(predicate + LEAST_OF_SOURCES + 6).max(LEAST_OF_SOURCES);
        let object = widest(&|fact| self.object(fact, MOST_OF_OBJECT)).min(MOST_OF_OBJECT).min(left);
        let columns = Columns { indent: 2, widths: &[predicate, object], style: self.style };
        let shown = self.style.limit.unwrap_or(usize::MAX);
        for ((_, entity), facts) in subjects.iter().take(shown) {
            let mut heading = title(entity);
            if let (true, Some(id)) = (namesakes[&(entity.name.as_str(), entity.kind)] > 1, &entity.id) {
                heading.push_str(&format!(", {}", harmless(id)));
            }
            writeln!(out, "\n{}", paint(self.style, Paint::Heading, &heading))?;
            out.write_all(self.facts(facts, &columns).as_bytes())?;
        }
        left_out(subjects.len().saturating_sub(shown), "more subject", self.style, out)
    }

    fn facts(&self, facts: &[&Fact], columns: &Columns) -> String {
        let mut out = String::new();
        let mut before = "";
        for fact in facts {
            let predicate = if before == fact.predicate { String::new() } else { spaced(&fact.predicate) };
            let object = self.object(fact, columns.widths[1]);
            out.push_str(&columns.row(&[&predicate, &object, &self.sources(fact)], 2));
            before = &fact.predicate;
        }
        out
    }

    /// Who says it, and which conflicts contest it.
    fn sources(&self, fact: &Fact) -> String {
        let articles = &fact.support.articles;
        let mut sources = harmless(&articles[..articles.len().min(MOST_SOURCES)].join(", ")).into_owned();
        if articles.len() > MOST_SOURCES {
            sources.push_str(&format!(" and {} more", articles.len() - MOST_SOURCES));
        }
        match fact.support.independent as usize {
            1 if articles.len() > 1 => sources.push_str(" (copies of one text)"),
            sole if sole < articles.len() => sources.push_str(&format!(" ({sole} without copies)")),
            _ => {}
        }
        let mut contested: Vec<usize> =
            fact.contested_by.iter().filter_map(|id| self.numbers.get(id.as_str()).copied()).collect();
        contested.sort_unstable();
        let list: Vec<String> = contested.iter().map(|number| format!("[{number}]")).collect();
        if list.is_empty() { sources } else { format!("{sources}, contested {}", list.concat()) }
    }

    /// A fact's object with its unit, its qualifiers and, where it is not simply asserted, its standing. A statement
    /// is cut to two lines.
    fn object(&self, fact: &Fact, columns: usize) -> String {
        let (unit, others): (Vec<_>, Vec<_>) = fact.qualifiers.iter().partition(|(key, _)| *key == UNIT);
        let mut remarks: Vec<String> =
            others.into_iter().map(|(key, value)| format!("{}: {value}", spaced(key))).collect();
        let claims: Vec<&&Claim> = fact.claims.iter().filter_map(|id| self.claims.get(id.as_str())).collect();
        if let Some(first) = claims.first() {
            let same = |claim: &&&Claim| (claim.polarity, claim.modality) == (first.polarity, first.modality);
            if claims.iter().all(same) {
                remarks.extend(standing(Some(first.polarity), Some(first.modality)));
            }
        }
        let words: Vec<String> =
            std::iter::once(fact.object.text()).chain(unit.into_iter().map(|(_, unit)| unit.clone())).collect();
        let text = cut(&harmless(&words.join(" ")), 2 * columns - columns / 4);
        let text =
            if matches!(fact.object, Value::Text(_)) && text.ends_with('…') { format!("“{text}”") } else { text };
        if remarks.is_empty() { text } else { format!("{text} ({})", harmless(&remarks.join(", "))) }
    }
}

fn color(weight: Weight) -> Paint {
    match weight {
        Weight::Hard => Paint::Hard,
        Weight::Soft => Paint::Soft,
        Weight::Note => Paint::Note,
    }
}

/// A name with its kind.
fn title(entity: &Entity) -> String {
    format!("{} ({})", harmless(&entity.name), entity.kind.name())
}

fn spaced(predicate: &str) -> String {
    harmless(predicate).replace('_', " ")
}

/// What a side says, with its standing where the sides differ in that.
fn value(kind: ConflictKind, side: &Side) -> String {
    let text = match &side.value {
        SideValue::Word(word) if kind == ConflictKind::Relation => spaced(word),
        SideValue::Word(word) => harmless(word).into_owned(),
        SideValue::Value(value) => harmless(&value.text()).into_owned(),
    };
    let standing = standing(side.polarity, side.modality);
    if standing.is_empty() { text } else { format!("{text} ({})", standing.join(", ")) }
}

fn standing(polarity: Option<Polarity>, modality: Option<Modality>) -> Vec<String> {
    let denied = polarity == Some(Polarity::Negated);
    let modality = modality.filter(|modality| *modality != Modality::Asserted);
    let word = |modality: Modality| format!("{modality:?}").to_lowercase();
    denied.then(|| "not so".to_string()).into_iter().chain(modality.map(word)).collect()
}

/// Where a claim stands: article, date, block if it is not the running text, speaker.
fn source(claim: &Claim) -> String {
    let mut source = claim.article.clone();
    if let Some(date) = &claim.source.date {
        source.push_str(&format!(", {date}"));
    }
    if claim.block != BlockKind::Paragraph {
        source.push_str(&format!(", {}", format!("{:?}", claim.block).to_lowercase()));
    }
    if let Some(speaker) = &claim.attribution {
        source.push_str(&format!(", according to {speaker}"));
    }
    harmless(&source).into_owned()
}

/// The sentence of a claim, or the part of it that holds subject and object.
fn sentence(claim: &Claim, room: usize) -> String {
    let evidence = &claim.evidence;
    let inside = |offset: u32| offset.saturating_sub(evidence.span.start) as usize;
    let ends = [evidence.subject, evidence.object].into_iter().flatten().filter(|span| evidence.span.contains(*span));
    let focus = ends.reduce(|a, b| a.join(b)).map_or(0..0, |span| inside(span.start)..inside(span.end));
    harmless(&excerpt(&evidence.text, focus, room)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Report;

    /// A claim of the film Signal's date, made in one article.
    fn claim(id: &str, article: &str, date: &str, text: &str) -> Claim {
        let json = serde_json::json!({
            "id": id, "article": article, "subject": {"name": "Signal", "kind": "film", "id": null},
            "predicate": "release_date", "object": {"kind": "date", "value": date}, "qualifiers": {},
            "polarity": "affirmed", "modality": "planned", "attribution": null, "block": "paragraph",
            "language": "en", "rule": "release_date/set-to", "evidence":
            {"span": [0, text.len()], "subject": null, "object": null, "text": text},
            "source": {"date": "2021-02-17", "date_from": "metadata", "url": null, "site": null, "copy_key": null}
        });
        serde_json::from_value(json).expect("a claim")
    }

    fn results() -> Results {
        let claims = vec![
            claim("a1", "one.txt", "2021-04-02", "The film opens on April 2, 2021, in cinemas all over Japan."),
            claim(
                "b1",
                "two.txt",
                "2021-04",
                "Signal \x1b[31m映画『シグナル』は2021年4月に全国の映画館で公開されます。",
            ),
        ];
        let fact = |id: &str, date: &str, claim: &str, article: &str| {
            serde_json::from_value(serde_json::json!({
                "id": id, "subject": {"name": "Signal", "kind": "film", "id": null}, "predicate": "release_date",
                "object": {"kind": "date", "value": date}, "qualifiers": {"region": "Japan"}, "claims": [claim],
                "support": {"articles": [article], "independent": 1}, "contested_by": ["c1"]
            }))
            .expect("a fact")
        };
        let conflict = serde_json::from_value(serde_json::json!({
            "id": "c1", "kind": "precision", "scope": "between", "weight": "note",
            "subject": {"name": "Signal", "kind": "film", "id": null}, "predicate": "release_date",
            "sides": [
                {"value": {"kind": "date", "value": "2021-04-02"}, "claims": ["a1"], "articles": ["one.txt"]},
                {"value": {"kind": "date", "value": "2021-04"}, "claims": ["b1"], "articles": ["two.txt", "three.txt"]}
            ],
            "note": "one names the day, the other only the month"
        }))
        .expect("a conflict");
        let facts = vec![fact("f1", "2021-04-02", "a1", "one.txt"), fact("f2", "2021-04", "b1", "two.txt")];
        Results { report: Report { claims, facts, conflicts: vec![conflict] }, ..Results::default() }
    }

    fn shown(color: bool, width: usize) -> String {
        let mut out = Vec::new();
        write(&results(), &Style { color, width, limit: None }, &mut out).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn conflicts_come_first_then_claims_by_subject() {
        insta::assert_snapshot!(shown(false, 60), @r#"
        2 articles, 2 claims, 2 facts, 1 conflict (1 of note)

        NOTES: differences of precision, wording, spelling or time

          1  Signal (film): release date
             precision: one names the day, the other only the month
             2021-04-02  one.txt, 2021-02-17
                         │ The film opens on April 2, 2021, in
                         │ cinemas all over Japan.
             2021-04     two.txt, 2021-02-17 (and 1 more article)
                         │ Signal
                         │ \u{1b}[31m映画『シグナル』は2021年4月に全
                         │ 国の映画館で公開されます。

        CLAIMS BY SUBJECT

        Signal (film)
          release date  2021-04-02 (region:       one.txt, contested
                        Japan, planned)           [1]
                        2021-04 (region: Japan,   two.txt, contested
                        planned)                  [1]
        "#);
    }

    #[test]
    fn colours_change_nothing_else_and_text_brings_none() {
        let bare = regex::Regex::new("\x1b\\[[0-9;]*m").expect("a pattern");
        let colored = shown(true, 60);
        assert_ne!(colored, shown(false, 60));
        assert_eq!(bare.replace_all(&colored, ""), shown(false, 60));
        assert!(!shown(false, 60).contains('\x1b'));
    }
}
