//! The report for people: conflicts side against side, each side with its sentences; then what is claimed of
//! each subject, and where.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::layout::{Columns, Paint, cut, paint, width, wrap};
use super::{Results, Style, harmless};
use crate::claim::{Kind, Modality, Polarity};
use crate::report::{ConflictKind, Scope, Side, SideValue, Weight};
use crate::{Claim, Conflict, Entity, Fact};

/// Sentences shown for one side of a conflict.
const MOST_SENTENCES: usize = 3;

/// The widest that a column of values may be; a longer value is cut, its sentence stands beside it.
const MOST_COLUMNS: usize = 32;

/// The longest that an object may be where claims are listed.
const MOST_OF_OBJECT: usize = 96;

pub(super) fn write(results: &Results, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let claims = results.report.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
    let view = View { claims, style };
    writeln!(out, "{}", summary(results))?;
    let conflicts = by_weight(&results.report.conflicts);
    if !conflicts.is_empty() {
        writeln!(out, "\n{}", paint(style, Paint::Heading, "CONFLICTS"))?;
    }
    for (index, conflict) in conflicts.iter().enumerate() {
        out.write_all(view.conflict(index + 1, conflict).as_bytes())?;
    }
    let numbers = conflicts.iter().enumerate().map(|(index, conflict)| (conflict.id.as_str(), index + 1)).collect();
    if !results.report.facts.is_empty() {
        writeln!(out, "\n{}", paint(style, Paint::Heading, "CLAIMS BY SUBJECT"))?;
    }
    let subjects = by_subject(&results.report.facts);
    let mut namesakes: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    for (_, entity) in subjects.keys() {
        *namesakes.entry((&entity.name, entity.kind)).or_default() += 1;
    }
    for ((_, entity), facts) in &subjects {
        let mut heading = title(entity);
        if let (true, Some(id)) = (namesakes[&(entity.name.as_str(), entity.kind)] > 1, &entity.id) {
            heading.push_str(&format!(", {}", harmless(id)));
        }
        writeln!(out, "\n{}", paint(style, Paint::Heading, &heading))?;
        out.write_all(view.facts(facts, &numbers).as_bytes())?;
    }
    Ok(())
}

/// What was found, in one line.
pub fn summary(results: &Results) -> String {
    let report = &results.report;
    let of = |weight| report.conflicts.iter().filter(|conflict| conflict.weight == weight).count();
    let mut line = [
        (results.articles.len(), "article"),
        (report.claims.len(), "claim"),
        (report.facts.len(), "fact"),
        (report.conflicts.len(), "conflict"),
    ]
    .map(|(count, noun)| counted(count, noun))
    .join(", ");
    if !report.conflicts.is_empty() {
        let weights = [(of(Weight::Hard), "hard"), (of(Weight::Soft), "soft"), (of(Weight::Note), "of note")];
        let parts: Vec<_> = weights.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        line.push_str(&format!(" ({})", parts.join(", ")));
    }
    if !results.errors.is_empty() {
        line.push_str(&format!(", {} not read", counted(results.errors.len(), "input")));
    }
    line
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Conflicts with the heaviest first.
fn by_weight(conflicts: &[Conflict]) -> Vec<&Conflict> {
    let mut sorted: Vec<&Conflict> = conflicts.iter().collect();
    sorted.sort_by_key(|conflict| (conflict.weight, conflict.kind, &conflict.subject, &conflict.predicate));
    sorted
}

fn by_subject(facts: &[Fact]) -> BTreeMap<(String, &Entity), Vec<&Fact>> {
    let mut subjects: BTreeMap<_, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        subjects.entry((fact.subject.name.to_lowercase(), &fact.subject)).or_default().push(fact);
    }
    subjects
}

/// The claims by id, and how text is to look.
struct View<'a> {
    claims: BTreeMap<&'a str, &'a Claim>,
    style: &'a Style,
}

impl View<'_> {
    fn conflict(&self, number: usize, conflict: &Conflict) -> String {
        let (weight, color) = match conflict.weight {
            Weight::Hard => ("hard", Paint::Hard),
            Weight::Soft => ("soft", Paint::Soft),
            Weight::Note => ("note", Paint::Note),
        };
        let about = match &conflict.predicate {
            Some(predicate) => format!("{}: {}", title(&conflict.subject), spaced(predicate)),
            None => title(&conflict.subject),
        };
        let place = if conflict.scope == Scope::Within { ", within one article" } else { "" };
        let meaning = format!("{} ({weight}{place}): {}", conflict.kind.name(), conflict.kind.meaning());
        let mut out = format!("\n{number:>3}  {}\n", paint(self.style, Paint::Heading, &about));
        for line in wrap(&meaning, self.style.width.saturating_sub(5)) {
            out.push_str(&format!("     {}\n", paint(self.style, color, &line)));
        }
        if let Some(note) = &conflict.note {
            let lines = wrap(&harmless(note), self.style.width.saturating_sub(5));
            out.extend(lines.iter().map(|line| format!("     {line}\n")));
        }
        out.push_str(&self.sides(conflict));
        out
    }

    fn sides(&self, conflict: &Conflict) -> String {
        let shown = |side| cut(&value(conflict.kind, side), MOST_COLUMNS);
        let values: Vec<String> = conflict.sides.iter().map(shown).collect();
        let widest = values.iter().map(|value| width(value)).max().unwrap_or(0);
        let columns = Columns { indent: 5, widths: &[widest], style: self.style };
        let mut out = String::new();
        for (value, side) in values.iter().zip(&conflict.sides) {
            for (index, (source, sentence)) in self.sentences(side).into_iter().enumerate() {
                out.push_str(&columns.row(&[if index == 0 { value } else { "" }, &source], 1));
                out.push_str(&columns.quotation(&sentence));
            }
        }
        out
    }

    /// For every article of a side the first sentence that says it.
    fn sentences(&self, side: &Side) -> Vec<(String, String)> {
        let mut shown: Vec<(String, String)> = Vec::new();
        let mut seen = Vec::new();
        for claim in side.claims.iter().filter_map(|id| self.claims.get(id.as_str())) {
            if shown.len() < MOST_SENTENCES && !seen.contains(&claim.article.as_str()) {
                seen.push(claim.article.as_str());
                shown.push((source(claim), harmless(claim.evidence.text.trim()).into_owned()));
            }
        }
        let more = side.articles.len().saturating_sub(shown.len());
        match shown.last_mut() {
            Some((source, _)) if more > 0 => source.push_str(&format!(" (and {})", counted(more, "more article"))),
            Some(_) => {}
            None => shown.push((harmless(&side.articles.join(", ")).into_owned(), String::new())),
        }
        shown
    }

    fn facts(&self, facts: &[&Fact], numbers: &BTreeMap<&str, usize>) -> String {
        let mut out = String::new();
        let objects: Vec<String> = facts.iter().map(|fact| self.object(fact)).collect();
        let predicates: Vec<String> = facts.iter().map(|fact| spaced(&fact.predicate)).collect();
        let widest = |cells: &[String]| cells.iter().map(|cell| width(cell)).max().unwrap_or(0).min(MOST_COLUMNS + 4);
        let columns = Columns { indent: 2, widths: &[widest(&predicates), widest(&objects)], style: self.style };
        let mut before = "";
        for ((fact, predicate), object) in facts.iter().zip(&predicates).zip(&objects) {
            let contested: Vec<usize> =
                fact.contested_by.iter().filter_map(|id| numbers.get(id.as_str()).copied()).collect();
            let mut sources = harmless(&fact.support.articles.join(", ")).into_owned();
            if !contested.is_empty() {
                let list: Vec<String> = contested.iter().map(|number| format!("[{number}]")).collect();
                sources.push_str(&format!("  contested {}", list.join(" ")));
            }
            let shown = if before == predicate { "" } else { predicate };
            out.push_str(&columns.row(&[shown, object, &sources], 2));
            before = predicate;
        }
        out
    }

    /// A fact's object with its qualifiers and, where it is not simply asserted, its standing.
    fn object(&self, fact: &Fact) -> String {
        let mut remarks: Vec<String> = fact.qualifiers.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        let claims: Vec<&&Claim> = fact.claims.iter().filter_map(|id| self.claims.get(id.as_str())).collect();
        if let Some(first) = claims.first() {
            let same = |claim: &&&Claim| (claim.polarity, claim.modality) == (first.polarity, first.modality);
            if claims.iter().all(same) {
                remarks.extend(standing(Some(first.polarity), Some(first.modality)));
            }
        }
        let text = cut(&harmless(&fact.object.text()), MOST_OF_OBJECT);
        if remarks.is_empty() { text } else { format!("{text} ({})", harmless(&remarks.join(", "))) }
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

/// Where a claim stands: article, date, speaker.
fn source(claim: &Claim) -> String {
    let mut source = claim.article.clone();
    if let Some(date) = &claim.source.date {
        source.push_str(&format!(", {date}"));
    }
    if let Some(speaker) = &claim.attribution {
        source.push_str(&format!(", according to {speaker}"));
    }
    harmless(&source).into_owned()
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
        write(&results(), &Style { color, width }, &mut out).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn conflicts_come_first_then_claims_by_subject() {
        insta::assert_snapshot!(shown(false, 60), @r#"
        0 articles, 2 claims, 2 facts, 1 conflict (1 of note)

        CONFLICTS

          1  Signal (film): release date
             precision (note): one value contains the other
             one names the day, the other only the month
             2021-04-02  one.txt, 2021-02-17
                         │ The film opens on April 2, 2021, in
                         │ cinemas all over Japan.
             2021-04     two.txt, 2021-02-17 (and 1 more article)
                         │ Signal
                         │ \u{1b}[31m映画『シグナル』は2021年4月に全
                         │ 国の映画館で公開されます。

        CLAIMS BY SUBJECT

        Signal (film)
          release date  2021-04-02 (region: Japan, planned)  one.txt contested
                                                             [1]
                        2021-04 (region: Japan, planned)     two.txt contested
                                                             [1]
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
