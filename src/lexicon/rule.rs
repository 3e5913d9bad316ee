//! Rules: regular expressions over slotted sentences, and the little language they are written in.
//!
//! In a pattern, `{…}` stands for something that the plain regular expression cannot say:
//!
//! | written | stands for |
//! |---|---|
//! | `{subject}`, `{object}` | a slot of the kinds that the predicate allows; `{object:film\|series}` narrows them |
//! | `{object:text}` | up to 80 bytes of the text as it stands |
//! | `{object:category}` … | the text that a word group matches |
//! | `{person}`, `{work}`, `{date}` … | any such slot; `{work:song\|film}` narrows the kinds |
//! | `{occupation:actor\|star}`, `{number:1}` | a class word or number of one of these values; likewise `{demonym:…}`, `{genre:…}` |
//! | `{@region:place}`, `{@role:text}` | a slot or text that becomes the qualifier of that name |
//! | `{noun}`, `{noun:theme song\|anthem}` | a noun of `gazetteers/words/nouns.tsv`, or one of these; only in the phrase form, the clause form keeps words |
//! | `{gap}`, `{gap:60}` | up to 30 (60) bytes without a slot, a full stop or a bracket |
//! | `{released}` … | a word group of `gazetteers/words/groups.toml` |
//!
//! A second pattern, `unless`, bars matches that it spans ([`super::barrier`]).
//!
//! The sentence is in lower case, its quotation marks are straight, and white space is one space. Patterns see
//! bytes, which is fast, but `.` and `[^…]` match whole characters only ([`super::whole`]).

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use regex::bytes::Regex;
use regex_automata::util::captures::Captures;
use regex_syntax::hir::{Hir, HirKind};

use super::barrier::Barrier;
use super::groups::Groups;
use super::landmarks::{Indexed, Landmarks};
use super::pattern::{Pattern, Scratch};
use super::required::{Frame, Part, parse, parts};
use super::slot::{Slot, SlotSet};
use super::whole::whole_characters;
use crate::claim::{Modality, Polarity, Value};

/// Which form of the sentence a rule reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Noun phrases are shrunk to their head: `‹group› released ‹song› for ‹film›`.
    #[default]
    Clause,
    /// Noun phrases as they stand: `the ‹demonym› ‹genre› movie ‹film›`.
    Phrase,
}

/// A rule, loaded; its pattern is compiled when it is first needed.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `predicate/name`.
    pub id: String,
    /// Where it is written: the file, and the line.
    pub file: String,
    /// The line of its pattern, counted from 1.
    pub line: usize,
    /// The pattern as written.
    pub pattern: String,
    /// Which form of the sentence it reads.
    pub form: Form,
    /// The pattern as a regular expression: slots and groups written out.
    pub(super) source: String,
    pub(super) compiled: OnceLock<Option<Pattern>>,
    /// The pattern without its groups, and the groups.
    pub(super) frame: Frame,
    pub(super) groups: Arc<Groups>,
    /// What every match of it holds.
    pub(super) landmarks: OnceLock<Landmarks>,
    /// What bars a match.
    pub(super) unless: Option<Barrier>,
    /// Its beginnings, for telling where it failed.
    pub(super) beginnings: OnceLock<Vec<(Regex, String)>>,
    /// For patterns without a subject: kinds of which the article's main thing is meant ("the theme is sung by X").
    pub topic: SlotSet,
    /// For patterns without an object: the same of the object ("the first single is X", in an article about an album).
    pub object_topic: SlotSet,
    /// Slots of which a sentence must have one, for each of the pattern's required captures.
    pub needs: Vec<SlotSet>,
    /// Words of which a sentence must have one; empty if the pattern requires none.
    pub triggers: Vec<Vec<u8>>,
    /// Captures that hold only for some values: group name and values.
    pub constraints: Vec<(String, Vec<String>)>,
    /// Names of the captures that become qualifiers.
    pub qualifiers: Vec<String>,
    /// The object where the pattern has none.
    pub object: Option<Value>,
    /// The modality, where the rule knows better than the words around.
    pub modality: Option<Modality>,
    /// The polarity, likewise.
    pub polarity: Option<Polarity>,
    /// Fixed qualifiers.
    pub fixed: BTreeMap<String, String>,
    /// Other predicates that rightly say the same of the subject and object of its examples.
    pub also: Vec<String>,
    /// Sentences and the claims that they must give.
    pub examples: Vec<(String, String)>,
    /// Sentences that must not give a claim by this rule.
    pub counter: Vec<String>,
}

impl Rule {
    /// The matches of the pattern in a text that nothing bars. Few texts that a rule is tried on have one, so the pattern is compiled, and
    /// matched, only where all of its landmarks stand.
    pub fn matches(&self, text: &str, index: &Indexed, scratch: &mut Scratch) -> Vec<Captures> {
        let may_match = self.landmarks.get_or_init(|| self.groups.landmarks(&self.frame)).stand_in(text, index);
        let compiled = may_match.then(|| self.compiled()).flatten();
        let matches = compiled.map_or_else(Vec::new, |pattern| pattern.matches(text, scratch));
        self.unless.iter().fold(matches, |matches, barrier| barrier.keep(matches, text, scratch))
    }

    /// The pattern, compiled when first asked for. `None` if it is none, or one too large: loading refuses such a rule
    /// of a user's, and [`check`](crate::check()) one of the built-in.
    pub fn compiled(&self) -> Option<&Pattern> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }

    /// Compiles the pattern; an error says why it cannot be.
    pub(crate) fn compile(&self) -> Result<Pattern, String> {
        Pattern::new(&parse(&self.source)?)
    }

    /// Compiles what bars it; an error says why that cannot be.
    pub(crate) fn compile_unless(&self) -> Result<(), String> {
        self.unless.as_ref().map_or(Ok(()), |barrier| barrier.compile().map(drop))
    }

    /// Where the pattern fails on a text: the first of its parts up to which it does not match.
    pub fn failed_at(&self, text: &str) -> &str {
        let beginnings = self.beginnings.get_or_init(|| beginnings(&self.source));
        let failed = beginnings.iter().find(|(regex, _)| !regex.is_match(text.as_bytes()));
        failed.map_or("", |(_, part)| part)
    }
}

/// The beginnings of a pattern, each a part longer than the one before, with that part.
fn beginnings(source: &str) -> Vec<(Regex, String)> {
    let hir = parse(source);
    let parts = match hir.as_ref().map(Hir::kind) {
        Ok(HirKind::Concat(parts)) => parts.clone(),
        _ => return vec![],
    };
    let beginning = |length: usize| {
        let regex = Regex::new(&Hir::concat(parts[..length].to_vec()).to_string()).ok()?;
        Some((regex, parts[length - 1].to_string()))
    };
    (1..=parts.len()).filter_map(beginning).collect()
}

/// What a pattern becomes.
pub(super) struct Read {
    pub(super) source: String,
    pub(super) frame: Frame,
    pub(super) needs: Vec<SlotSet>,
    pub(super) triggers: Vec<Vec<u8>>,
    pub(super) constraints: Vec<(String, Vec<String>)>,
    pub(super) qualifiers: Vec<String>,
    pub(super) has_subject: bool,
    pub(super) has_object: bool,
}

/// What a pattern may refer to.
pub(super) struct Context<'a> {
    pub(super) subject: SlotSet,
    pub(super) object: SlotSet,
    pub(super) groups: &'a Arc<Groups>,
    pub(super) form: Form,
}

/// Reads a pattern. It is not compiled, which takes a hundred times as long.
pub(super) fn read(pattern: &str, context: &Context) -> Result<Read, String> {
    let writer = written(pattern, context)?;
    let frame = context.groups.frame(pattern, Some([context.subject, context.object]))?;
    Ok(Read {
        source: writer.source()?,
        needs: writer.needs,
        triggers: context.groups.required(pattern)?.unwrap_or_default(),
        frame,
        constraints: writer.constraints,
        qualifiers: writer.qualifiers,
        has_subject: writer.seen.iter().any(|name| name == "subject"),
        has_object: writer.seen.iter().any(|name| name == "object"),
    })
}

/// Reads what bars a rule: a pattern without captures.
pub(super) fn read_unless(pattern: &str, context: &Context) -> Result<Barrier, String> {
    let writer = written(pattern, context)?;
    if writer.seen.is_empty() && writer.constraints.is_empty() {
        return Ok(Barrier::new(writer.source()?));
    }
    Err("it captures nothing: write `{person}` for `{subject}`, and no values".into())
}

/// A pattern with its slots and groups written out.
fn written<'a>(pattern: &str, context: &'a Context) -> Result<Writer<'a>, String> {
    if context.form != Form::Phrase && slots_in(pattern).any(|word| word == Slot::Noun.name()) {
        return Err("`{noun}` can never match in the clause form, which keeps nouns as words".into());
    }
    let mut writer =
        Writer { context, out: String::new(), needs: vec![], constraints: vec![], qualifiers: vec![], seen: vec![] };
    writer.expand(pattern, 0)?;
    Ok(writer)
}

/// The words of the `{…}` of a pattern, without what follows their colon.
fn slots_in(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).map(|rest| rest.split(['}', ':']).next().unwrap_or_default())
}

struct Writer<'a> {
    context: &'a Context<'a>,
    out: String,
    needs: Vec<SlotSet>,
    constraints: Vec<(String, Vec<String>)>,
    qualifiers: Vec<String>,
    seen: Vec<String>,
}

impl Writer<'_> {
    /// What is written, as a regular expression over bytes.
    fn source(&self) -> Result<String, String> {
        Ok(format!("(?-u){}", whole_characters(&self.out)?))
    }

    fn expand(&mut self, pattern: &str, depth: usize) -> Result<(), String> {
        if depth > 8 {
            return Err("word groups refer to one another in a ring".into());
        }
        for part in parts(pattern) {
            match part? {
                Part::Plain(text) => self.out.push_str(text),
                Part::Atom(inner) => self.atom(inner, depth)?,
            }
        }
        Ok(())
    }

    fn atom(&mut self, inner: &str, depth: usize) -> Result<(), String> {
        let (word, argument) = inner.split_once(':').map_or((inner, None), |(word, argument)| (word, Some(argument)));
        match word {
            "subject" if self.group(argument).is_some() => self.words("subject", argument, depth),
            "subject" => self.capture("subject", self.context.subject, argument),
            "object" if argument == Some("text") => self.text("object"),
            "object" if self.group(argument).is_some() => self.words("object", argument, depth),
            "object" => self.capture("object", self.context.object, argument),
            "gap" => self.gap(argument),
            _ if word.starts_with('@') => self.qualifier(&word[1..], argument, depth),
            _ => match (Slot::named(word), self.context.groups.get(word)) {
                (Some(slots), _) => self.slot(word, slots, argument),
                (None, Some(group)) => {
                    self.out.push_str("(?:");
                    self.expand(group, depth + 1)?;
                    self.out.push(')');
                    Ok(())
                }
                (None, None) => Err(format!("`{{{word}}}` is neither a slot nor a word group")),
            },
        }
    }

    fn group(&self, name: Option<&str>) -> Option<&str> {
        self.context.groups.get(name?)
    }

    /// A capture of what a word group matches.
    fn words(&mut self, name: &str, argument: Option<&str>, depth: usize) -> Result<(), String> {
        let group = self.group(argument).unwrap_or_default().to_string();
        self.seen.push(name.into());
        self.out.push_str(&format!("(?P<{name}>"));
        self.expand(&group, depth + 1)?;
        self.out.push(')');
        Ok(())
    }

    fn qualifier(&mut self, name: &str, argument: Option<&str>, depth: usize) -> Result<(), String> {
        if !self.qualifiers.iter().any(|known| known == name) {
            self.qualifiers.push(name.into());
        }
        match argument {
            Some("text") => self.text(name),
            Some(_) if self.group(argument).is_some() => self.words(name, argument, depth),
            Some(kinds) => {
                self.out.push_str(&format!("(?P<{name}>{})", slots_of(kinds)?.class()));
                Ok(())
            }
            None => Err(format!(
                "`{{@{name}}}` does not say what it holds; write `{{@{name}:place}}` or `{{@{name}:text}}`"
            )),
        }
    }

    fn capture(&mut self, name: &str, allowed: SlotSet, argument: Option<&str>) -> Result<(), String> {
        let slots = argument.map_or(Ok(allowed), slots_of)?;
        if slots.is_empty() {
            return Err(format!("`{{{name}}}` allows no slot here"));
        }
        if !self.seen.iter().any(|seen| seen == name) {
            self.needs.push(slots);
            self.seen.push(name.into());
            self.out.push_str(&format!("(?P<{name}>{})", slots.class()));
            return Ok(());
        }
        Err(format!("`{{{name}}}` stands twice; write two rules, or an alternation around what differs"))
    }

    fn text(&mut self, name: &str) -> Result<(), String> {
        self.seen.push(name.into());
        self.out.push_str(&format!("(?P<{name}>[^\\x00-\\x1f.;:()]{{1,80}}?)"));
        Ok(())
    }

    fn slot(&mut self, word: &str, slots: SlotSet, argument: Option<&str>) -> Result<(), String> {
        match argument {
            None => self.out.push_str(&slots.class()),
            // Class words and numbers have values to ask for; other slots have kinds.
            Some(values) if slots.has_values() => {
                let name = format!("value{}", self.constraints.len());
                self.out.push_str(&format!("(?P<{name}>{})", slots.class()));
                self.constraints.push((name, values.split('|').map(str::to_string).collect()));
            }
            Some(kinds) => {
                let narrow = slots_of(kinds)?;
                if !slots.holds(narrow) {
                    return Err(format!("`{{{word}}}` is never one of {kinds:?}"));
                }
                self.out.push_str(&narrow.class());
            }
        }
        Ok(())
    }

    fn gap(&mut self, argument: Option<&str>) -> Result<(), String> {
        let most: usize = argument.map_or(Ok(30), |text| text.parse().map_err(|_| format!("{text:?} is no length")))?;
        self.out.push_str(&format!("[^\\x00-\\x1f.;:()]{{0,{most}}}?"));
        Ok(())
    }
}

pub(super) fn slots_of(words: &str) -> Result<SlotSet, String> {
    words.split('|').try_fold(SlotSet::default(), |set, word| {
        Slot::named(word).map(|slots| set.union(slots)).ok_or_else(|| format!("{word:?} is no kind"))
    })
}
