//! Predicates: what can be claimed. One file each, `src/predicates/<name>.toml`, with its rules.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::groups::Groups;
use super::rule::{self, Context, Form, Rule};
use super::slot::{Slot, SlotSet};
use super::{Fault, Sources};
use crate::claim::{Modality, Polarity, Value};
use crate::text::line_of;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// Another name of its subject: what the object is called, even where the gazetteer knows both as one.
    Name,
}

/// The fixed object of rules whose `{subject}` is several people with one another: "A and B married".
pub const MUTUAL: &str = "mutual";

/// A predicate's file. One that adds rules to a predicate may leave all else out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    meaning: Option<String>,
    subject: Option<Vec<String>>,
    object: Option<Vec<String>>,
    cardinality: Option<Cardinality>,
    family: Option<Family>,
    symmetric: Option<bool>,
    scope: Option<Vec<String>>,
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
    #[serde(default)]
    object_topic: Vec<String>,
    pattern: toml::Spanned<String>,
    unless: Option<String>,
    object: Option<String>,
    modality: Option<Modality>,
    polarity: Option<Polarity>,
    #[serde(default)]
    qualifiers: BTreeMap<String, String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    examples: Vec<(String, String)>,
    #[serde(default)]
    counter: Vec<String>,
}

pub(super) fn load(sources: &Sources, groups: &Arc<Groups>, faults: &mut Vec<Fault>) -> Vec<Predicate> {
    load_below("src/predicates/", sources, groups, faults)
}

fn load_below(folder: &str, sources: &Sources, groups: &Arc<Groups>, faults: &mut Vec<Fault>) -> Vec<Predicate> {
    let mut predicates: Vec<Predicate> = Vec::new();
    for (path, text) in sources.files.iter().filter(|(path, _)| path.starts_with(folder)) {
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
        let known = predicates.iter().position(|known| known.name == name);
        let mut reader = Reader { path, name, text, groups, faults };
        // A user's file of the same name adds its rules to the built-in ones.
        match known.map(|at| &mut predicates[at]) {
            Some(known) => reader.extend(known),
            None => predicates.extend(reader.predicate()),
        }
    }
    predicates.sort_by(|a, b| a.name.cmp(&b.name));
    predicates
}

/// Where forms of words that name a source are written.
const ATTRIBUTION: &str = "gazetteers/words/attribution.toml";

/// "according to X", "X said that": rules whose subject is a source and whose object says what it is the source of.
pub(super) fn load_attribution(sources: &Sources, groups: &Arc<Groups>, faults: &mut Vec<Fault>) -> Vec<Predicate> {
    load_below(ATTRIBUTION, sources, groups, faults)
}

/// Reads one file.
struct Reader<'a> {
    path: &'a str,
    name: &'a str,
    text: &'a Cow<'static, str>,
    groups: &'a Arc<Groups>,
    faults: &'a mut Vec<Fault>,
}

impl Reader<'_> {
    /// A predicate that is new.
    fn predicate(&mut self) -> Option<Predicate> {
        let file = self.file()?;
        let meaning = self.needed("meaning", &file.meaning)?;
        let (subject, object) = (self.needed("subject", &file.subject)?, self.needed("object", &file.object)?);
        let cardinality = self.needed("cardinality", &file.cardinality)?;
        let mut predicate = Predicate {
            name: self.name.into(),
            meaning,
            subject: self.slots(&subject)?,
            object: self.slots(&object)?,
            reads_language: object.iter().any(|word| word == "language"),
            cardinality,
            family: file.family,
            symmetric: file.symmetric.unwrap_or_default(),
            scope: file.scope.clone().unwrap_or_default(),
            wikidata: file.wikidata.clone(),
            schema_org: file.schema_org.clone(),
            rules: Vec::new(),
        };
        self.rules(&file, predicate.subject, predicate.object, &mut predicate.rules);
        Some(predicate)
    }

    /// Adds the rules of a further file. Its rules may read other subjects and objects; what the predicate is,
    /// it cannot change.
    fn extend(&mut self, known: &mut Predicate) {
        let Some(file) = self.file() else { return };
        let differs = [
            ("meaning", file.meaning.as_ref().is_some_and(|meaning| *meaning != known.meaning)),
            ("cardinality", file.cardinality.is_some_and(|cardinality| cardinality != known.cardinality)),
            ("family", file.family.is_some() && file.family != known.family),
            ("symmetric", file.symmetric.is_some_and(|symmetric| symmetric != known.symmetric)),
            ("scope", file.scope.as_ref().is_some_and(|scope| *scope != known.scope)),
        ];
        for (field, _) in differs.iter().filter(|(_, differs)| *differs) {
            let cause = format!("another `{field}` than the predicate {:?} has already", self.name);
            self.fault(1, cause, "leave it out: a file of a known predicate only adds rules");
        }
        let mut or =
            |list: &Option<Vec<String>>, own: SlotSet| list.as_ref().map_or(Some(own), |list| self.slots(list));
        let (subject, object) = (or(&file.subject, known.subject), or(&file.object, known.object));
        if let (Some(subject), Some(object)) = (subject, object) {
            self.rules(&file, subject, object, &mut known.rules);
        }
    }

    fn file(&mut self) -> Option<File> {
        let parsed = toml::from_str(self.text);
        parsed.map_err(|error| self.faults.push(toml_fault(self.path, self.text, &error))).ok()
    }

    fn fault(&mut self, line: usize, cause: impl Into<String>, cure: impl Into<String>) {
        self.faults.push(Fault::new(self.path, line, cause, cure));
    }

    /// What a new predicate must say.
    fn needed<T: Clone>(&mut self, field: &str, value: &Option<T>) -> Option<T> {
        if value.is_none() {
            self.fault(
                1,
                format!("no `{field}`"),
                "a new predicate says `meaning`, `subject`, `object` and `cardinality`",
            );
        }
        value.clone()
    }

    fn slots(&mut self, list: &[String]) -> Option<SlotSet> {
        let cure = "name kinds, `work`, `artist`, or `date`, `number`, `money`, `duration`, `text`";
        slot_set(list).map_err(|cause| self.fault(1, cause, cure)).ok()
    }

    /// Adds the rules of the file that are sound.
    fn rules(&mut self, file: &File, subject: SlotSet, object: SlotSet, rules: &mut Vec<Rule>) {
        let mut names: BTreeSet<String> = rules.iter().map(|rule| rule.id.clone()).collect();
        for written in &file.rule {
            let text = written.get_ref();
            let line = line_of(self.text, text.pattern.span().start);
            let context = Context { subject, object, groups: self.groups, form: text.on };
            match read_rule(self.name, text, &context).and_then(|rule| self.compiled(rule)) {
                Ok(rule) if !names.insert(rule.id.clone()) => {
                    let line = line_of(self.text, written.span().start);
                    self.fault(line, format!("two rules are called {:?}", rule.id), "give each its own name");
                }
                Ok(rule) => rules.push(Rule { file: self.path.into(), line, ..rule }),
                Err((cause, cure)) => self.fault(line, format!("rule {}: {cause}", text.name), cure),
            }
        }
    }

    /// A user's rule is compiled at once, so that what is wrong with it is told before anything is read; the
    /// program's own, which are many, when they are first used.
    fn compiled(&self, rule: Rule) -> Result<Rule, (String, String)> {
        if matches!(self.text, Cow::Owned(_)) {
            rule.compile()
                .map(drop)
                .and_then(|()| rule.compile_unless())
                .map_err(|cause| (cause, PATTERN.to_string()))?;
        }
        Ok(rule)
    }
}

/// Where it stands what a pattern may hold.
const PATTERN: &str =
    "see the other rules of the predicate; the guide's page on knowledge lists what a pattern may hold";

fn read_rule(predicate: &str, text: &RuleText, context: &Context) -> Result<Rule, (String, String)> {
    let pattern = text.pattern.get_ref();
    let read = rule::read(pattern, context).map_err(|cause| (cause, PATTERN.to_string()))?;
    let unless = text.unless.as_deref().map(|pattern| rule::read_unless(pattern, context)).transpose();
    let unless = unless.map_err(|cause| (format!("`unless`: {cause}"), PATTERN.to_string()))?;
    let topic = slot_set(&text.topic).map_err(|cause| (cause, "name kinds".to_string()))?;
    if read.has_subject != topic.is_empty() {
        return Err(("a rule has either `{subject}` in its pattern or a `topic`".into(), "give one of the two".into()));
    }
    let object_topic = slot_set(&text.object_topic).map_err(|cause| (cause, "name kinds".to_string()))?;
    let object = text.object.as_deref().map(fixed_object).transpose()?;
    let objects = [read.has_object, object.is_some(), !object_topic.is_empty()];
    if objects.iter().filter(|given| **given).count() != 1 {
        return Err((
            "a rule has either `{object}` in its pattern, a fixed `object` or an `object_topic`".into(),
            "give one of the three".into(),
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
        object_topic,
        source: read.source,
        frame: read.frame,
        groups: Arc::clone(context.groups),
        compiled: OnceLock::new(),
        landmarks: OnceLock::new(),
        unless,
        beginnings: OnceLock::new(),
        needs: read.needs,
        triggers: read.triggers,
        constraints: read.constraints,
        qualifiers: read.qualifiers,
        object,
        modality: text.modality,
        polarity: text.polarity,
        fixed: text.qualifiers.clone(),
        also: text.also.clone(),
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

pub(super) fn toml_fault(path: &str, text: &str, error: &toml::de::Error) -> Fault {
    let line = line_of(text, error.span().map_or(0, |span| span.start));
    Fault::new(path, line, error.message().to_string(), "see the other files of this folder for the form")
}
