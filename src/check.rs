//! Checking the knowledge by its own examples: every rule must give exactly the claims that its examples state,
//! and none from its counter-examples.
//!
//! In an example, names are marked with their kind, so that it does not hang on any gazetteer:
//! `"[Signal Fire|film] stars [Maria Lind|person]."` with `"Signal Fire = Maria Lind"`. A claim is written
//! `Subject = object`, followed by `planned`, `reported`, `rumoured` or `denied` where it is not simply asserted and by `negated` where
//! it is denied; several are parted by `;`.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::document::BlockKind;
use crate::lexicon::{Fault, Predicate, Rule};
use crate::{Article, Claim, Kind, Lexicon, Modality, Polarity, Span, annotate, date, extract, segment};

/// Runs every example of a lexicon; what is not as it is stated is a fault.
pub fn check(lexicon: &Lexicon) -> Vec<Fault> {
    let rules: Vec<(&Predicate, &Rule)> = lexicon
        .predicates
        .iter()
        .chain(&lexicon.attribution)
        .flat_map(|predicate| predicate.rules.iter().map(move |rule| (predicate, rule)))
        .collect();
    let mut faults: Vec<Fault> =
        rules.par_iter().flat_map_iter(|(predicate, rule)| of_rule(predicate, rule, lexicon)).collect();
    faults.extend(date::check(&lexicon.dates));
    faults.extend(segment::check(&lexicon.segment));
    faults.sort();
    faults
}

fn of_rule(predicate: &Predicate, rule: &Rule, lexicon: &Lexicon) -> Vec<Fault> {
    let fault = |cause: String| {
        Fault::new(
            &rule.file,
            rule.line,
            format!("rule {}: {cause}", rule.id),
            "mend the rule or the example; `sayso explain` shows what a rule sees",
        )
    };
    let mut faults = Vec::new();
    for (text, wanted) in &rule.examples {
        let wanted: BTreeSet<String> = wanted.split(';').map(|claim| claim.trim().to_string()).collect();
        let (found, seen) = claims(text, predicate, rule, lexicon);
        if found != wanted {
            faults.push(fault(format!(
                "{text:?} gives {} where it should give {}; the rule saw {seen:?}",
                list(&found),
                list(&wanted)
            )));
        }
    }
    for text in &rule.counter {
        let (found, seen) = claims(text, predicate, rule, lexicon);
        if !found.is_empty() {
            faults.push(fault(format!(
                "{text:?} gives {} where it should give nothing; the rule saw {seen:?}",
                list(&found)
            )));
        }
    }
    faults
}

fn list(claims: &BTreeSet<String>) -> String {
    if claims.is_empty() {
        "nothing".into()
    } else {
        format!("{:?}", claims.iter().cloned().collect::<Vec<_>>().join("; "))
    }
}

/// What one rule finds in an example, and the sentence as it saw it.
fn claims(example: &str, predicate: &Predicate, rule: &Rule, lexicon: &Lexicon) -> (BTreeSet<String>, String) {
    let (text, names) = unmark(example);
    let marked = vec![(Span::new(0, text.len()), BlockKind::Paragraph)];
    let article = Article { name: "example".into(), text, marked, ..Article::default() };
    let document = segment::segment(&article, lexicon);
    let mentions = annotate::annotate_given(&article, &document, &names, lexicon);
    let (claims, seen) = extract::extract_by(&article, &document, &mentions, lexicon, predicate, rule);
    (claims.iter().map(said).collect(), seen)
}

/// A claim as examples write it.
fn said(claim: &Claim) -> String {
    let mut text = format!("{} = {}", claim.subject.name, claim.object.text());
    match claim.modality {
        Modality::Asserted => {}
        Modality::Planned => text.push_str(" planned"),
        Modality::Reported => text.push_str(" reported"),
        Modality::Rumoured => text.push_str(" rumoured"),
        Modality::Denied => text.push_str(" denied"),
    }
    if claim.polarity == Polarity::Negated {
        text.push_str(" negated");
    }
    text
}

/// An example's plain text, and where its marked names stand in it. Brackets without a kind stay as they are.
fn unmark(example: &str) -> (String, Vec<(Span, Kind)>) {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut rest = example;
    while let Some(open) = rest.find('[') {
        let marked = rest[open..].find(']').and_then(|close| {
            let (name, kind) = rest[open + 1..open + close].rsplit_once('|')?;
            Some((open + close + 1, name, Kind::from_name(kind)?))
        });
        match marked {
            Some((end, name, kind)) => {
                text.push_str(&rest[..open]);
                let start = text.len();
                text.push_str(name);
                names.push((Span::new(start, text.len()), kind));
                rest = &rest[end..];
            }
            None => {
                text.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    text.push_str(rest);
    (text, names)
}
