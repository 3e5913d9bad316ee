//! Conflicts about names: one name for different kinds of thing, one thing in different spellings.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::draft::{Draft, DraftSide, texts};
use super::resolve::Thing;
use super::{Case, fold};
use crate::claim::Kind;
use crate::lexicon::phrases::is_ideograph;
use crate::report::{ConflictKind, SideValue, Weight};

/// All conflicts about names.
pub(super) fn conflicts(case: &Case) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = case.home().iter().filter_map(|thing| spellings(case, case.thing(*thing))).collect();
    drafts.extend(kinds(case));
    drafts
}

/// Different spellings of one thing. Half of a person's name is none, nor is a title's article.
fn spellings(case: &Case, thing: &Thing) -> Option<Draft> {
    if matches!(thing.entity.kind, Kind::Award | Kind::Chart | Kind::Place) || thing.spellings.len() < 2 {
        return None;
    }
    let mut forms: BTreeMap<String, (&str, Vec<u32>)> = BTreeMap::new();
    for (name, claims) in &thing.spellings {
        forms
            .entry(form(name).to_lowercase())
            .or_insert((name, Vec::new()))
            .1
            .extend(claims.iter().filter_map(|claim| case.local(*claim)));
    }
    if thing.entity.kind == Kind::Person {
        let full: Vec<Vec<String>> =
            forms.keys().map(|form| fold::words(form)).filter(|words| words.len() > 1).collect();
        let is_part = |form: &String| {
            let words = fold::words(form);
            // "Elton John" is Sir Elton John without his title.
            let untitled = |full: &Vec<String>| full.len() > words.len() && full.ends_with(&words);
            words.len() == 1 && full.iter().any(|full| full.contains(&words[0])) || full.iter().any(untitled)
        };
        forms.retain(|form, _| !is_part(form));
    }
    // A list knows by which names somebody goes; another of them is no slip.
    if thing.entity.is_listed() {
        forms.retain(|form, _| is_spelling(form, &thing.entity.name));
    }
    // A name in another script is a translation.
    let eastern = |form: &str| form.chars().any(is_ideograph);
    let usual = eastern(&thing.entity.name);
    forms.retain(|form, _| eastern(form) == usual);
    if forms.len() < 2 {
        return None;
    }
    let sides: Vec<DraftSide> =
        forms.into_values().map(|(name, claims)| DraftSide::new(SideValue::Word(name.into()), claims)).collect();
    Some(Draft {
        kind: ConflictKind::Name,
        weight: Weight::Note,
        subject: thing.entity.clone(),
        predicate: None,
        note: format!("One {} is written {}.", thing.entity.kind.name(), texts(&sides)),
        sides,
    })
}

/// Whether two names are one but for letters, spaces and marks.
fn is_spelling(a: &str, b: &str) -> bool {
    let (a, b) = (fold::words(a), fold::words(b));
    let (a_key, b_key) = (a.concat(), b.concat());
    let most = (a_key.len().max(b_key.len()) * 3).div_ceil(10);
    a_key == b_key || fold::distance(&a_key, &b_key, most) <= most
}

/// A spelling without what its place in a sentence adds: the form of quotes, an article.
fn form(name: &str) -> String {
    let plain: String = name.chars().map(|c| if matches!(c, '’' | '‘' | '`' | '´') { '\'' } else { c }).collect();
    match plain.split_once(' ') {
        Some((first, rest)) if fold::ARTICLES.iter().any(|article| first.eq_ignore_ascii_case(article)) => rest.into(),
        _ => plain,
    }
}

/// Kinds that may be taken for each other.
pub(super) fn family(kind: Kind) -> Option<u8> {
    match kind {
        Kind::Person | Kind::Group => Some(0),
        kind if kind.is_work() => Some(1),
        _ => None,
    }
}

/// One name that articles take for different kinds of thing, if something is said of both that shows them to be
/// one: two works of one name are namesakes else.
fn kinds(case: &Case) -> Vec<Draft> {
    let mut of_name: BTreeMap<(u8, String), BTreeSet<u32>> = BTreeMap::new();
    for number in case.home() {
        let thing = case.thing(*number);
        if let Some(family) = family(thing.entity.kind) {
            for name in thing.spellings.keys() {
                of_name.entry((family, fold::key(name))).or_default().insert(*number);
            }
        }
    }
    of_name.retain(|_, things| things.len() > 1);
    let wanted: HashSet<u32> = of_name.values().flatten().copied().collect();
    let known = Known::of(case, &wanted);
    let mut seen: BTreeSet<(u32, u32)> = BTreeSet::new();
    for things in of_name.values() {
        let things: Vec<u32> = things.iter().copied().take(super::group::COMPARED).collect();
        for (at, a) in things.iter().enumerate() {
            seen.extend(things[at + 1..].iter().filter(|b| known.one_thing(case, *a, **b)).map(|b| (*a, *b)));
        }
    }
    seen.into_iter().map(|(a, b)| kind_draft(case, a, b, &known)).collect()
}

/// What is said of things that share a name.
#[derive(Default)]
struct Known {
    claims: HashMap<u32, Vec<u32>>,
    /// Predicate, side and name of the other end, whose kind articles may have wrong as well.
    facts: HashMap<u32, HashSet<(String, bool, String)>>,
    articles: HashMap<u32, HashSet<u32>>,
    related: HashSet<(u32, u32)>,
}

impl Known {
    fn of(case: &Case, wanted: &HashSet<u32>) -> Known {
        let mut known = Known::default();
        for (at, claim) in case.claims.iter().enumerate() {
            let (subject, object) = (case.subject[at], case.object[at]);
            let ends = [(Some(subject), object, true), (object, Some(subject), false)];
            for (thing, other, is_subject) in ends {
                let Some(thing) = thing.filter(|thing| wanted.contains(thing)) else { continue };
                known.claims.entry(thing).or_default().push(at as u32);
                known.articles.entry(thing).or_default().insert(case.article[at]);
                if let Some(other) = other {
                    known.facts.entry(thing).or_default().insert((
                        claim.predicate.clone(),
                        is_subject,
                        fold::key(&case.thing(other).entity.name),
                    ));
                    known.related.insert((thing.min(other), thing.max(other)));
                }
            }
        }
        known
    }

    /// Whether two things of one name and different kinds are one thing: no article names both, none relates
    /// one to the other, and something is said of both.
    fn one_thing(&self, case: &Case, a: u32, b: u32) -> bool {
        let (Some(a_facts), Some(b_facts)) = (self.facts.get(&a), self.facts.get(&b)) else { return false };
        let together = match (self.articles.get(&a), self.articles.get(&b)) {
            (Some(a), Some(b)) => !a.is_disjoint(b),
            _ => false,
        };
        let kinds = [case.thing(a).entity.kind, case.thing(b).entity.kind];
        // An album and its title song are by the same people, and so is the video.
        let recordings = kinds.iter().all(|kind| matches!(kind, Kind::Song | Kind::Album | Kind::Video));
        kinds[0] != kinds[1]
            && !recordings
            && !together
            && !self.related.contains(&(a.min(b), a.max(b)))
            && !a_facts.is_disjoint(b_facts)
    }
}

fn with_article(kind: &str) -> String {
    format!("{} {kind}", if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}

fn kind_draft(case: &Case, a: u32, b: u32, known: &Known) -> Draft {
    let said = |thing: u32| known.claims.get(&thing).map_or(0, Vec::len);
    let (a, b) = if said(a) < said(b) { (b, a) } else { (a, b) };
    let side = |thing: u32| {
        let claims = known.claims.get(&thing).cloned().unwrap_or_default();
        DraftSide::new(SideValue::Word(case.thing(thing).entity.kind.name().into()), claims)
    };
    let kinds = [a, b].map(|thing| with_article(case.thing(thing).entity.kind.name()));
    Draft {
        kind: ConflictKind::Kind,
        weight: Weight::Hard,
        subject: case.thing(a).entity.clone(),
        predicate: None,
        sides: vec![side(a), side(b)],
        note: format!("The same is said of {} of this name.", kinds.join(" and of ")),
    }
}
