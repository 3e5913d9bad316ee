//! Checking the knowledge by its own examples: every rule must give exactly the claims that its examples state,
//! and none from its counter-examples.
//!
//! In an example, names are marked with their kind, so that it does not hang on any gazetteer:
//! `"[Signal Fire|film] stars [Maria Lind|person]."` with `"Signal Fire = Maria Lind"`. A claim is written
//! `Subject = object`, followed by `planned`, `reported`, `rumoured` or `denied` where it is not simply asserted, by `negated` where
//! it is denied, and by `{region=Japan; unit=episodes}` where its qualifiers matter; several are parted by `;`.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::document::BlockKind;
use crate::lexicon::{Fault, Predicate, Rule};
use crate::{
    Article, Claim, Document, Kind, Lexicon, Mentions, Modality, Polarity, Span, annotate, date, extract, segment,
};

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
    faults.extend(lexicon.untidy.iter().cloned());
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
    if let Err(error) = rule.compile().map(drop).and_then(|()| rule.compile_unless()) {
        return vec![fault(error)];
    }
    for (text, claims) in &rule.examples {
        let wanted: Vec<Stated> = stated(claims);
        let example = Example::read(text, lexicon);
        for other in example.said_otherwise(&wanted, predicate, rule, lexicon) {
            faults.push(fault(format!(
                "{text:?} gives the same by the rule {other}, of another predicate that `also` does not name"
            )));
        }
        let (found, seen) = example.found(predicate, rule, lexicon);
        let met = wanted.iter().all(|wanted| found.iter().any(|found| wanted.fits(found)));
        let all = found.iter().all(|found| wanted.iter().any(|wanted| wanted.fits(found)));
        if !met || !all {
            let gives = list(&found);
            faults
                .push(fault(format!("{text:?} gives {gives} where it should give {claims:?}; the rule saw {seen:?}")));
        }
    }
    let states = |name: &String| rule.examples.iter().any(|(_, claims)| states_qualifier(claims, name));
    if let Some(name) = rule.qualifiers.first().filter(|_| !rule.qualifiers.iter().any(states)) {
        faults
            .push(fault(format!("no example states a qualifier that it captures: add `{{{name}=…}}` behind a claim")));
    }
    for text in &rule.counter {
        let (found, seen) = Example::read(text, lexicon).found(predicate, rule, lexicon);
        if !found.is_empty() {
            faults.push(fault(format!(
                "{text:?} gives {} where it should give nothing; the rule saw {seen:?}",
                list(&found)
            )));
        }
    }
    faults
}

/// A claim as an example states it.
#[derive(Debug, PartialEq)]
struct Stated {
    /// Subject, object, modality, polarity.
    claim: String,
    /// Its qualifiers; `None` if the example says nothing of them.
    qualifiers: Option<BTreeMap<String, String>>,
}

impl Stated {
    /// Whether what was found is what is stated.
    fn fits(&self, found: &Stated) -> bool {
        self.claim == found.claim && (self.qualifiers.is_none() || self.qualifiers == found.qualifiers)
    }
}

/// The claims that an example states: `A = B; A = C planned {region=Japan; unit=episodes}`.
fn stated(claims: &str) -> Vec<Stated> {
    let mut inside = false;
    let parted = claims.split(move |c| {
        inside = c == '{' || inside && c != '}';
        c == ';' && !inside
    });
    let read = |text: &str| match text.trim().split_once('{') {
        Some((claim, qualifiers)) => {
            let pairs = qualifiers.trim_end_matches('}').split(';').filter_map(|pair| pair.split_once('='));
            let pairs = pairs.map(|(key, value)| (key.trim().to_string(), value.trim().to_string()));
            Stated { claim: claim.trim().into(), qualifiers: Some(pairs.collect()) }
        }
        None => Stated { claim: text.trim().into(), qualifiers: None },
    };
    parted.map(read).collect()
}

fn states_qualifier(claims: &str, name: &str) -> bool {
    stated(claims).iter().filter_map(|stated| stated.qualifiers.as_ref()).any(|pairs| pairs.contains_key(name))
}

fn list(claims: &[Stated]) -> String {
    let show = |stated: &Stated| {
        let pairs = stated.qualifiers.iter().flatten().map(|(key, value)| format!("{key}={value}"));
        let pairs = pairs.collect::<Vec<_>>().join("; ");
        if pairs.is_empty() { stated.claim.clone() } else { format!("{} {{{pairs}}}", stated.claim) }
    };
    match claims {
        [] => "nothing".into(),
        claims => format!("{:?}", claims.iter().map(show).collect::<Vec<_>>().join("; ")),
    }
}

/// An example, read.
pub(crate) struct Example {
    pub(crate) article: Article,
    pub(crate) document: Document,
    pub(crate) mentions: Mentions,
}

impl Example {
    pub(crate) fn read(example: &str, lexicon: &Lexicon) -> Example {
        let (text, names) = unmark(example);
        let marked = vec![(Span::new(0, text.len()), BlockKind::Paragraph)];
        let article = Article { name: "example".into(), text, marked, ..Article::default() };
        let document = segment::segment(&article, lexicon);
        let mentions = annotate::annotate_given(&article, &document, &names, lexicon);
        Example { article, document, mentions }
    }

    /// What one rule finds, and the sentence as it saw it.
    fn found(&self, predicate: &Predicate, rule: &Rule, lexicon: &Lexicon) -> (Vec<Stated>, String) {
        let Example { article, document, mentions } = self;
        let (claims, seen) = extract::extract_by(article, document, mentions, lexicon, predicate, rule);
        (claims.iter().map(said).collect(), seen)
    }

    /// Rules that say of the same subject and object something else, which the rule does not allow for.
    fn said_otherwise(&self, wanted: &[Stated], predicate: &Predicate, rule: &Rule, lexicon: &Lexicon) -> Vec<String> {
        let claims = extract::extract(&self.article, &self.document, &self.mentions, lexicon);
        let others = claims.into_iter().filter(|claim| {
            claim.predicate != predicate.name
                && !rule.also.contains(&claim.predicate)
                && wanted.iter().any(|wanted| wanted.claim == said(claim).claim)
        });
        others.map(|claim| claim.rule).collect()
    }
}

/// A claim as examples write it.
fn said(claim: &Claim) -> Stated {
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
    Stated { claim: text, qualifiers: Some(claim.qualifiers.clone()) }
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
