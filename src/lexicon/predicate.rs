//! Predicates: what can be claimed. One file each, `src/predicates/<name>.toml`, with its rules.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::rule::{self, Context, Form, Rule};
use super::slot::{Slot, SlotSet};
use super::{Fault, Sources};
use crate::claim::{Modality, Polarity, Value};

/// A relation or property that articles state.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// The file's stem.
    pub name: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// What its subject may be.
    pub subject: SlotSet,
    /// What its object may be.
    pub object: SlotSet,
    /// Whether a demonym as object is read as a language rather than a country.
    pub reads_language: bool,
    /// Whether a subject has one true value of it in one scope.
    pub cardinality: Cardinality,
    /// Which of the special comparisons of reconciling it takes part in.
    pub family: Option<Family>,
    /// Whether subject and object may change places.
    pub symmetric: bool,
    /// Qualifiers that part its scopes: claims that differ in one of them are not compared (`region`, `chart` ...).
    pub scope: Vec<String>,
    /// Wikidata property, where a stored page showed it.
    pub wikidata: Option<String>,
    /// schema.org property, where a stored page showed it.
    pub schema_org: Option<String>,
    /// Its rules, in the order of the file: the first that fits a place gives the claim.
    pub rules: Vec<Rule>,
}

/// How many true values a subject has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cardinality {
    /// One in a scope: two that exclude each other are a conflict.
    One,
    /// Any number.
    Many,
}

/// Families of predicates that reconciling compares in a way of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// A credit that usually has one holder (producer, writer, composer, director).
    Credit,
    /// A relation between two works of which usually one holds (remake, spin-off, sequel, adaptation).
    Relation,
    /// A quotation: compared by its words, not its subject.
    Speech,
}

/// The fixed object of rules whose `{subject}` is several people with one another: "A and B married".
pub const MUTUAL: &str = "mutual";

/// A predicate's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    meaning: String,
    subject: Vec<String>,
    object: Vec<String>,
    cardinality: Cardinality,
    family: Option<Family>,
    #[serde(default)]
    symmetric: bool,
    #[serde(default)]
    scope: Vec<String>,
    wikidata: Option<String>,
    schema_org: Option<String>,
    #[serde(default)]
    rule: Vec<toml::Spanned<RuleText>>,
}

/// A rule as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    name: String,
    #[serde(default)]
    on: Form,
    #[serde(default)]
    topic: Vec<String>,
    pattern: toml::Spanned<String>,
    object: Option<String>,
    modality: Option<Modality>,
    polarity: Option<Polarity>,
    #[serde(default)]
    qualifiers: BTreeMap<String, String>,
    #[serde(default)]
    examples: Vec<(String, String)>,
    #[serde(default)]
    counter: Vec<String>,
}

pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Vec<Predicate> {
    let groups = load_groups(sources, faults);
    let mut predicates: Vec<Predicate> = Vec::new();
    for (path, text) in sources.below("src/predicates/") {
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
        if let Some(predicate) = read(path, name, text, &groups, faults) {
            // A user's file of the same name adds its rules to the built-in ones.
            match predicates.iter_mut().find(|known| known.name == name) {
                Some(known) => known.rules.extend(predicate.rules),
                None => predicates.push(predicate),
            }
        }
    }
    predicates.sort_by(|a, b| a.name.cmp(&b.name));
    predicates
}

/// Where forms of words that name a source are written.
const ATTRIBUTION: &str = "gazetteers/words/attribution.toml";

/// "according to X", "X said that": rules whose subject is a source and whose object says what it is the source of.
pub(super) fn load_attribution(sources: &Sources, faults: &mut Vec<Fault>) -> Vec<Predicate> {
    let groups = load_groups(sources, faults);
    let files = sources.below(ATTRIBUTION);
    files.filter_map(|(path, text)| read(path, "attribution", text, &groups, faults)).collect()
}

/// Word groups by name, from `gazetteers/words/groups.toml`.
fn load_groups(sources: &Sources, faults: &mut Vec<Fault>) -> BTreeMap<String, String> {
    let mut groups = BTreeMap::new();
    for (path, text) in sources.below("gazetteers/words/groups.toml") {
        match toml::from_str::<BTreeMap<String, String>>(text) {
            Ok(found) => groups.extend(found),
            Err(error) => faults.push(toml_fault(path, text, &error)),
        }
    }
    groups
}

fn read(
    path: &str,
    name: &str,
    text: &str,
    groups: &BTreeMap<String, String>,
    faults: &mut Vec<Fault>,
) -> Option<Predicate> {
    let file: File = toml::from_str(text).map_err(|error| faults.push(toml_fault(path, text, &error))).ok()?;
    let mut slots = |list: &[String]| {
        slot_set(list)
            .map_err(|cause| {
                faults.push(Fault::new(
                    path,
                    1,
                    cause,
                    "name kinds, `work`, `artist`, or `date`, `number`, `money`, `duration`, `text`",
                ))
            })
            .ok()
    };
    let (subject, object) = (slots(&file.subject)?, slots(&file.object)?);
    let context = Context { subject, object, groups };
    let mut rules: Vec<Rule> = Vec::new();
    for rule in &file.rule {
        match read_rule(name, rule.get_ref(), &context) {
            Ok(rule) if rules.iter().any(|known| known.id == rule.id) => faults.push(Fault::new(
                path,
                line_of(text, rule_span(&file, &rule.id)),
                format!("two rules are called {:?}", rule.id),
                "give each its own name",
            )),
            Ok(compiled) => {
                let line = line_of(text, rule.get_ref().pattern.span());
                rules.push(Rule { file: path.into(), line, ..compiled });
            }
            Err((cause, cure)) => faults.push(Fault::new(
                path,
                line_of(text, rule.get_ref().pattern.span()),
                format!("rule {}: {cause}", rule.get_ref().name),
                cure,
            )),
        }
    }
    Some(Predicate {
        name: name.into(),
        meaning: file.meaning,
        subject,
        object,
        reads_language: file.object.iter().any(|word| word == "language"),
        cardinality: file.cardinality,
        family: file.family,
        symmetric: file.symmetric,
        scope: file.scope,
        wikidata: file.wikidata,
        schema_org: file.schema_org,
        rules,
    })
}

fn rule_span(file: &File, id: &str) -> Range<usize> {
    let name = id.rsplit('/').next().unwrap_or(id);
    file.rule.iter().rev().find(|rule| rule.get_ref().name == name).map_or(0..0, toml::Spanned::span)
}

fn read_rule(predicate: &str, text: &RuleText, context: &Context) -> Result<Rule, (String, String)> {
    let pattern = text.pattern.get_ref();
    let compiled = rule::compile(pattern, context)
        .map_err(|cause| (cause, "see the table in `sayso check --help` for what a pattern may hold".to_string()))?;
    let topic = slot_set(&text.topic).map_err(|cause| (cause, "name kinds".to_string()))?;
    if compiled.has_subject != topic.is_empty() {
        return Err(("a rule has either `{subject}` in its pattern or a `topic`".into(), "give one of the two".into()));
    }
    let object = text.object.as_deref().map(fixed_object).transpose()?;
    if compiled.has_object == object.is_some() {
        return Err((
            "a rule has either `{object}` in its pattern or a fixed `object`".into(),
            "give one of the two".into(),
        ));
    }
    if text.examples.is_empty() {
        return Err(("it has no example".into(), "add `examples = [[\"a sentence\", \"Subject = object\"]]`".into()));
    }
    Ok(Rule {
        id: format!("{predicate}/{}", text.name),
        file: String::new(),
        line: 0,
        pattern: pattern.clone(),
        form: text.on,
        topic,
        regex: compiled.regex,
        needs: compiled.needs,
        triggers: compiled.triggers,
        constraints: compiled.constraints,
        qualifiers: compiled.qualifiers,
        object,
        modality: text.modality,
        polarity: text.polarity,
        fixed: text.qualifiers.clone(),
        examples: text.examples.clone(),
        counter: text.counter.clone(),
    })
}

fn fixed_object(text: &str) -> Result<Value, (String, String)> {
    match text.split_once(':') {
        None if text == "unknown" => Ok(Value::Unknown),
        None if text == "unspecified" => Ok(Value::Unspecified),
        None if text == MUTUAL => Ok(Value::Text(MUTUAL.into())),
        Some(("number", value)) => Ok(Value::Number(value.into())),
        Some(("text", value)) => Ok(Value::Text(value.into())),
        _ => Err((
            format!("{text:?} is no fixed object"),
            "write `unknown`, `unspecified`, `mutual`, `number:1` or `text:…`".into(),
        )),
    }
}

fn slot_set(list: &[String]) -> Result<SlotSet, String> {
    list.iter()
        .map(|word| if word == "language" { "demonym" } else { word })
        .filter(|word| *word != "text")
        .try_fold(SlotSet::default(), |set, word| {
            Slot::named(word).map(|slots| set.union(slots)).ok_or_else(|| format!("{word:?} is no kind"))
        })
}

fn toml_fault(path: &str, text: &str, error: &toml::de::Error) -> Fault {
    let line = line_of(text, error.span().unwrap_or(0..0));
    Fault::new(path, line, error.message().to_string(), "see the other files of this folder for the form")
}

fn line_of(text: &str, span: Range<usize>) -> usize {
    text.as_bytes()[..span.start.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}
