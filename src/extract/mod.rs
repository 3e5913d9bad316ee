//! Extracting: runs the rules of all predicates over the slotted sentences.
//!
//! Quotations come first, because what is said inside one is claimed by its speaker; then everything else, over
//! two forms of each sentence ([`Form`]).

mod clause;
mod ends;
mod explain;
mod items;
mod slotted;
mod speech;
mod split;
mod standing;
#[cfg(test)]
mod tests;
mod topic;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use regex_automata::util::captures::Captures;

pub use explain::{Explained, explain};
pub use slotted::Slotted;

use crate::claim::{Entity, Evidence, Source};
use crate::document::BlockKind;
use crate::lexicon::{Family, Form, MUTUAL, Predicate, Rule, RuleSet, Scratch, SlotSet, Word, is_speech};
use crate::mention::{How, Mention, Sense, Thing, WordClass};
use crate::reconcile::copies::copy_key;
use crate::{Article, Claim, Date, Document, Kind, Lexicon, Mentions, Modality, Polarity, Span, Value};
use explain::Trace;
use units::{Forms, Unit};

/// How deep quotations stand in one another at most.
const QUOTES_WITHIN: usize = 3;
/// A quotation of fewer words is no statement.
const QUOTATION_WORDS: usize = 4;

/// The claims of an article, in text order.
pub fn extract(article: &Article, document: &Document, mentions: &Mentions, lexicon: &Lexicon) -> Vec<Claim> {
    let mut extractor = Extractor::new(article, document, mentions, lexicon);
    extractor.read();
    finish(extractor.claims)
}

/// The claims of one rule alone, and the sentences as it saw them: for checking its examples.
pub fn extract_by(
    article: &Article,
    document: &Document,
    mentions: &Mentions,
    lexicon: &Lexicon,
    predicate: &Predicate,
    rule: &Rule,
) -> (Vec<Claim>, String) {
    let mut extractor = Extractor::new(article, document, mentions, lexicon);
    let mut seen = Vec::new();
    let units = units::units(article, document, mentions, lexicon);
    let lead_ins = if is_speech(predicate) { units::lead_ins(&units, document, mentions) } else { vec![] };
    for unit in units.iter().chain(&lead_ins) {
        let forms = extractor.forms(unit, None);
        for (_, slotted) in forms.each().filter(|(form, _)| *form == rule.form) {
            extractor.apply(predicate, rule, unit, slotted);
            seen.push(slotted.readable());
        }
    }
    (finish(extractor.claims), seen.join(" | "))
}

/// Claims in text order, sealed, each said once a sentence.
fn finish(mut claims: Vec<Claim>) -> Vec<Claim> {
    // Of what is said alike, what is said most surely stays, and of that what the first rule found.
    claims.sort_by(|a, b| content(a).cmp(&content(b)).then_with(|| a.modality.cmp(&b.modality)));
    claims.dedup_by(|a, b| content(a) == content(b));
    drop_left_open(&mut claims);
    let mut claims: Vec<Claim> = claims.into_iter().map(Claim::seal).collect();
    claims.sort_by(|a, b| a.place().cmp(&b.place()));
    claims
}

/// Drops what a sentence leaves open but tells elsewhere: "soon" beside "on May 3".
fn drop_left_open(claims: &mut Vec<Claim>) {
    let open = |claim: &Claim| claim.object == Value::Unspecified;
    if !claims.iter().any(open) {
        return;
    }
    let about = |claim: &Claim| (claim.evidence.span, claim.predicate.clone(), claim.subject.clone());
    let told: BTreeSet<_> = claims.iter().filter(|claim| !open(claim)).map(about).collect();
    claims.retain(|claim| !open(claim) || !told.contains(&about(claim)));
}

/// What is the same in two claims that say the same in one sentence.
fn content(claim: &Claim) -> impl Ord + '_ {
    let Claim { evidence, predicate, subject, object, polarity, attribution, qualifiers, .. } = claim;
    (evidence.span, predicate, subject, object, polarity, attribution, qualifiers)
}

/// What the claims of an article carry of it.
pub fn source_of(article: &Article, document: &Document) -> Source {
    let own = document.blocks.iter().filter(|block| block.kind != BlockKind::Furniture);
    let metadata = &article.metadata;
    Source {
        date: metadata.date.clone(),
        date_from: metadata.date_from,
        url: metadata.url.clone(),
        site: metadata.site.clone(),
        copy_key: copy_key(own.map(|block| block.span.of(&article.text))),
    }
}

struct Extractor<'a> {
    article: &'a Article,
    document: &'a Document,
    mentions: &'a Mentions,
    lexicon: &'a Lexicon,
    /// For each kind, by its number, the thing that is named most, and how often.
    main: [Option<(u32, u32)>; Kind::ALL.len()],
    /// Who speaks a quotation: mention of the quotation to thing.
    speakers: BTreeMap<u32, u32>,
    /// Things of which several gazetteer entries may be meant, by name and kind.
    undecided: BTreeMap<(&'a str, Kind), &'a Thing>,
    /// The sources that the present sentence names, and what of it each is the source of.
    sources: Vec<(String, Span)>,
    source: Source,
    claims: Vec<Claim>,
    scratch: Scratch,
    /// What the rules did with each unit, if somebody asks.
    trace: Option<Trace>,
}

/// Of a long list only so many are taken as acting with one another.
const MUTUAL_MOST: usize = 6;

/// What a rule found in one place.
struct Said {
    subject: (Entity, Option<Span>),
    object: Found,
    qualifiers: BTreeMap<String, String>,
    polarity: Polarity,
    modality: Modality,
    /// Whether it is what the sentence states, rather than what a noun phrase takes for granted.
    states: bool,
}

fn undecided(mentions: &Mentions) -> BTreeMap<(&str, Kind), &Thing> {
    let open = mentions.things.iter().filter(|thing| !thing.candidates.is_empty());
    open.filter_map(|thing| Some(((thing.name.as_str(), thing.kind?), thing))).collect()
}

/// "Will not be seen until October": a rule that affirms what such a sentence denies means the day on which the wait
/// ends, not the time until then.
fn awaited(rule: &Rule, (value, span): Found) -> Found {
    let end = match (&value, rule.polarity) {
        (Value::Date(date), Some(Polarity::Affirmed)) => date.to_string().strip_prefix("../").map(str::parse::<Date>),
        _ => None,
    };
    (end.and_then(Result::ok).map_or(value, Value::Date), span)
}

/// Of the objects those of one of several subjects: all, or the one in its place where the sentence says
/// "respectively". Where their numbers differ then, it is not told which is whose.
fn paired(objects: &[Found], place: usize, subjects: usize, pairwise: bool) -> &[Found] {
    match (subjects, objects.len()) {
        (0 | 1, _) | (_, 0 | 1) => objects,
        _ if !pairwise => objects,
        (several, as_many) if several == as_many => &objects[place..=place],
        _ => &[],
    }
}

/// A value with the mention that gives it.
type Found = (Value, Option<Span>);

impl<'a> Extractor<'a> {
    fn new(
        article: &'a Article,
        document: &'a Document,
        mentions: &'a Mentions,
        lexicon: &'a Lexicon,
    ) -> Extractor<'a> {
        Extractor {
            article,
            document,
            mentions,
            lexicon,
            main: topic::mains(mentions, document),
            speakers: BTreeMap::new(),
            undecided: undecided(mentions),
            sources: Vec::new(),
            source: source_of(article, document),
            claims: Vec::new(),
            scratch: Scratch::default(),
            trace: None,
        }
    }

    /// Reads the whole article: first who speaks which quotation, then all else.
    fn read(&mut self) {
        let lexicon = self.lexicon;
        let units = units::units(self.article, self.document, self.mentions, lexicon);
        let forms: Vec<Option<Forms>> =
            units.iter().map(|unit| unit.quote.is_none().then(|| self.forms(unit, None))).collect();
        for (unit, forms) in units.iter().zip(&forms) {
            if let Some(forms) = forms {
                self.run(unit, forms, &lexicon.speech);
            }
        }
        for lead_in in units::lead_ins(&units, self.document, self.mentions) {
            self.run(&lead_in, &self.forms(&lead_in, None), &lexicon.speech);
        }
        self.carry_speakers_on();
        for (unit, forms) in units.iter().zip(&forms) {
            let speaker = unit.quote.and_then(|quote| self.speakers.get(&quote).copied());
            match forms {
                Some(forms) => {
                    self.sources = self.sources_of(unit, forms);
                    self.run(unit, forms, &lexicon.rules);
                }
                None => self.run(unit, &self.forms(unit, speaker), &lexicon.rules),
            }
        }
    }

    fn forms(&self, unit: &Unit, speaker: Option<u32>) -> Forms {
        units::forms(unit, self.article, self.mentions, self.lexicon, speaker)
    }

    fn run(&mut self, unit: &Unit, forms: &Forms, rules: &RuleSet) {
        let predicates = &self.lexicon.predicates;
        self.note_forms(unit, forms);
        for (form, slotted) in forms.each() {
            for (predicate, rule) in rules.candidates(predicates, &slotted.text, slotted.has, form) {
                let before = self.claims.len();
                self.apply(predicate, rule, unit, slotted);
                self.note_rule(rule, slotted, self.claims.len() > before);
            }
        }
    }

    fn apply(&mut self, predicate: &Predicate, rule: &Rule, unit: &Unit, slotted: &Slotted) {
        for captures in rule.matches(&slotted.text, &slotted.index, &mut self.scratch) {
            let holds = |(group, values): &(String, Vec<String>)| self.holds(&captures, group, values, slotted);
            if rule.constraints.iter().all(holds)
                && !self.ends_in_owner(&captures, &slotted.text)
                && !self.ends_in_original(&captures, &slotted.text)
            {
                self.claims_of(predicate, rule, unit, slotted, &captures);
            }
        }
    }

    /// Whether the class word of a capture is one of the values that the rule asks for.
    fn holds(&self, captures: &Captures, group: &str, values: &[String], slotted: &Slotted) -> bool {
        let Some(found) = captures.get_group_by_name(group) else { return true };
        slotted.mentions_at(found.start).iter().any(|mention| match &self.mentions.list[*mention as usize].sense {
            Sense::Word(_, word) | Sense::Measure(Value::Number(word), _) => values.iter().any(|value| value == word),
            _ => false,
        })
    }

    fn claims_of(&mut self, predicate: &Predicate, rule: &Rule, unit: &Unit, slotted: &Slotted, captures: &Captures) {
        let Some(whole) = captures.get_match() else { return };
        // What a noun phrase says by the way is taken for granted, whatever the sentence plans or doubts.
        let told = rule.modality.is_some_and(|modality| modality != Modality::Asserted);
        let states = rule.form == Form::Clause || told || self.is_predicate(slotted, captures);
        let (polarity, modality) = if states {
            standing::standing(&slotted.text, whole.start(), whole.end(), &self.lexicon.words)
        } else {
            (Polarity::Affirmed, Modality::Asserted)
        };
        let qualifiers = self.qualifiers(rule, slotted, captures);
        let topic = |kinds: SlotSet| self.topic(kinds, unit, &self.captured(slotted, captures));
        let objects = match &rule.object {
            Some(object) => vec![(object.clone(), None)],
            None if !rule.object_topic.is_empty() => {
                topic(rule.object_topic).into_iter().map(|topic| (Value::Entity(topic), None)).collect()
            }
            None => {
                self.objects(predicate, slotted, captures).into_iter().map(|object| awaited(rule, object)).collect()
            }
        };
        let subjects = if rule.topic.is_empty() {
            self.subjects(rule, slotted, captures)
        } else {
            topic(rule.topic).into_iter().map(|topic| (topic, None)).collect()
        };
        if matches!(&rule.object, Some(Value::Text(text)) if text == MUTUAL) {
            return self.mutual(predicate, rule, unit, &subjects, qualifiers, (polarity, modality));
        }
        let pairwise = standing::is_pairwise(&slotted.text);
        for (place, (subject, subject_span)) in subjects.iter().enumerate() {
            for (object, object_span) in paired(&objects, place, subjects.len(), pairwise) {
                let same = matches!(object, Value::Entity(entity) if entity == subject);
                let other_name = || self.other_name(predicate, subject, *object_span);
                let object = if same { other_name() } else { Some(object.clone()) };
                let Some(object) = object else { continue };
                let mut qualifiers = qualifiers.clone();
                if let Some(unit) = self.unit_of(*object_span) {
                    qualifiers.entry("unit".into()).or_insert(unit);
                }
                let modality = match modality {
                    Modality::Asserted if self.lies_ahead(subject, &object, &qualifiers, slotted) => Modality::Planned,
                    modality => modality,
                };
                self.note_candidates("subject_candidates", subject, &mut qualifiers);
                if let Value::Entity(object) = &object {
                    self.note_candidates("object_candidates", object, &mut qualifiers);
                }
                let said = Said {
                    subject: (subject.clone(), *subject_span),
                    object: (object, *object_span),
                    qualifiers,
                    polarity,
                    modality,
                    states,
                };
                self.push(predicate, rule, unit, said);
            }
        }
        if is_speech(predicate) {
            self.note_speaker(slotted, captures);
        }
    }

    /// "50 Cent, real name Curtis Jackson": one man, whose other name is as it is written.
    fn other_name(&self, predicate: &Predicate, subject: &Entity, written: Option<Span>) -> Option<Value> {
        let text = written.filter(|_| predicate.family == Some(Family::Name))?.of(&self.article.text);
        (text != subject.name).then(|| Value::Text(text.into()))
    }

    /// Notes the entries between which nothing decides.
    fn note_candidates(&self, name: &str, entity: &Entity, qualifiers: &mut BTreeMap<String, String>) {
        if let Some(thing) = self.undecided.get(&(entity.name.as_str(), entity.kind)).filter(|_| entity.id.is_none()) {
            qualifiers.insert(name.into(), thing.candidates.join("|"));
        }
    }

    fn push(&mut self, predicate: &Predicate, rule: &Rule, unit: &Unit, said: Said) {
        let sentence = self.document.sentences[unit.sentence];
        // Who speaks a quotation may be told in the sentence before it.
        let evidence = sentence.span.join(unit.span);
        self.claims.push(Claim {
            id: String::new(),
            article: self.article.name.clone(),
            subject: said.subject.0,
            predicate: predicate.name.clone(),
            object: said.object.0,
            qualifiers: said.qualifiers,
            polarity: rule.polarity.unwrap_or(said.polarity),
            modality: match rule.modality {
                // What is planned may be so by hearsay only.
                Some(Modality::Planned) => said.modality.max(Modality::Planned),
                told => told.unwrap_or(said.modality),
            },
            attribution: self.attribution(unit, said.states, said.object.1.or(said.subject.1)),
            block: self.document.blocks[sentence.block as usize].kind,
            language: self.document.language_of(sentence.span),
            rule: rule.id.clone(),
            evidence: Evidence {
                span: evidence,
                subject: said.subject.1,
                object: said.object.1,
                text: evidence.of(&self.article.text).into(),
            },
            source: self.source.clone(),
        });
    }

    /// Whether the words between subject and object say something of the one, rather than being a noun phrase.
    fn is_predicate(&self, slotted: &Slotted, captures: &Captures) -> bool {
        let (Some(subject), Some(object)) =
            (captures.get_group_by_name("subject"), captures.get_group_by_name("object"))
        else {
            return false;
        };
        let between = subject.end.min(object.end)..subject.start.max(object.start);
        standing::has_verb(slotted.part(between), &self.lexicon.words)
    }

    /// Whether what is said lies ahead of the article's own date: "the song is out on May 3". An event is as late as
    /// all dates that its sentence gives.
    fn lies_ahead(
        &self,
        subject: &Entity,
        object: &Value,
        qualifiers: &BTreeMap<String, String>,
        slotted: &Slotted,
    ) -> bool {
        let Some(now) = self.source.date.as_ref().and_then(|date| date.bounds().last) else { return false };
        let ahead = |date: &Date| date.bounds().first.is_some_and(|first| first > now);
        let date = match object {
            Value::Date(date) => Some(date.clone()),
            _ => qualifiers.get("date").and_then(|date| date.parse().ok()),
        };
        let event = subject.kind == Kind::Event
            || matches!(object, Value::Entity(Entity { kind: Kind::Event | Kind::Place, .. }));
        match date {
            Some(date) => ahead(&date),
            None if event => {
                let mentions = slotted.mentions().map(|mention| &self.mentions.list[mention as usize].sense);
                let mut dates = mentions.filter_map(|sense| match sense {
                    Sense::Date(date) => Some(date),
                    _ => None,
                });
                dates.next().is_some_and(|first| ahead(first) && dates.all(ahead))
            }
            None => false,
        }
    }

    /// Claims between any two of several subjects.
    fn mutual(
        &mut self,
        predicate: &Predicate,
        rule: &Rule,
        unit: &Unit,
        subjects: &[(Entity, Option<Span>)],
        qualifiers: BTreeMap<String, String>,
        standing: (Polarity, Modality),
    ) {
        for (index, first) in subjects.iter().enumerate().take(MUTUAL_MOST) {
            for second in subjects.iter().skip(index + 1).take(MUTUAL_MOST).filter(|second| second.0 != first.0) {
                let object = (Value::Entity(second.0.clone()), second.1);
                let said = Said {
                    subject: first.clone(),
                    object,
                    qualifiers: qualifiers.clone(),
                    polarity: standing.0,
                    modality: standing.1,
                    states: true,
                };
                self.push(predicate, rule, unit, said);
            }
        }
    }

    /// The things that a rule's captures hold: what a sentence says of its subject is not its subject.
    fn captured(&self, slotted: &Slotted, captures: &Captures) -> Vec<u32> {
        let mentions = captures.iter().flatten().flat_map(|found| self.slot_mentions(slotted, found.start));
        mentions.flat_map(Mention::things).copied().collect()
    }

    /// A thing as claims refer to it, if it has a kind.
    fn entity(&self, thing: u32) -> Option<Entity> {
        let thing = &self.mentions.things[thing as usize];
        Some(Entity { name: thing.name.clone(), kind: thing.kind?, id: thing.id.clone() })
    }

    fn subjects(&self, rule: &Rule, slotted: &Slotted, captures: &Captures) -> Vec<(Entity, Option<Span>)> {
        let Some(found) = captures.get_group_by_name("subject") else { return vec![] };
        if found.len() > 1 {
            // Somebody without a name: "her agent".
            let words = self.text_value(slotted, found.start, found.end);
            let somebody = |name: String| Entity { name, kind: Kind::Person, id: None };
            return words.into_iter().map(|(name, span)| (somebody(name), Some(span))).collect();
        }
        // What is said of the topic is said of something new: "the sequel, ‹film›", but not "the sequel" alone.
        let person = |mention: &Mention| {
            mention.things().iter().all(|thing| self.mentions.things[*thing as usize].kind == Some(Kind::Person))
        };
        let new = |mention: &&Mention| rule.object_topic.is_empty() || mention.how != How::Reference || person(mention);
        self.slot_mentions(slotted, found.start)
            .filter(new)
            .flat_map(|mention| self.entities(mention).into_iter().map(move |entity| (entity, Some(mention.span))))
            .collect()
    }

    fn slot_mentions<'b>(&'b self, slotted: &'b Slotted, at: usize) -> impl Iterator<Item = &'b Mention> {
        slotted.mentions_at(at).iter().map(|mention| &self.mentions.list[*mention as usize])
    }

    /// The named things of a mention that have a kind.
    fn entities(&self, mention: &Mention) -> Vec<Entity> {
        let things = match &mention.sense {
            Sense::Things(things) => things.clone(),
            Sense::Speaker => self.speaker_at(mention.span).into_iter().collect(),
            _ => vec![],
        };
        things.iter().filter_map(|thing| self.entity(*thing)).collect()
    }

    /// Who speaks the quotation that a place stands in.
    fn speaker_at(&self, span: Span) -> Option<u32> {
        let behind = self.mentions.list.partition_point(|mention| mention.span.start <= span.start) as u32;
        let mut before = self.speakers.range(..behind).rev().take(QUOTES_WITHIN);
        before.find(|(quote, _)| self.mentions.list[**quote as usize].span.contains(span)).map(|(_, speaker)| *speaker)
    }

    fn objects(&self, predicate: &Predicate, slotted: &Slotted, captures: &Captures) -> Vec<Found> {
        let Some(found) = captures.get_group_by_name("object") else { return vec![] };
        if slotted.mentions_at(found.start).is_empty() || found.len() > 1 {
            return self
                .text_value(slotted, found.start, found.end)
                .into_iter()
                .map(|(text, span)| (Value::Text(text), Some(span)))
                .collect();
        }
        self.slot_mentions(slotted, found.start).flat_map(|mention| self.values(predicate, mention)).collect()
    }

    fn values(&self, predicate: &Predicate, mention: &Mention) -> Vec<Found> {
        let one = |value: Value| vec![(value, Some(mention.span))];
        match &mention.sense {
            Sense::Things(_) | Sense::Speaker => {
                self.entities(mention).into_iter().map(|entity| (Value::Entity(entity), Some(mention.span))).collect()
            }
            Sense::Date(date) => one(Value::Date(date.clone())),
            Sense::Measure(value, _) => one(value.clone()),
            Sense::Word(WordClass::Demonym, _) if predicate.reads_language => {
                self.language(mention.span).map_or(vec![], one)
            }
            Sense::Word(_, word) => one(Value::Text(word.clone())),
            Sense::Quote => self.quotation(mention.span).map_or(vec![], one),
        }
    }

    /// The language that a demonym names.
    fn language(&self, span: Span) -> Option<Value> {
        self.lexicon.words.phrases.get(span.of(&self.article.text)).iter().find_map(|word| match word {
            Word::Demonym { language: Some(language), .. } => Some(Value::Text(language.clone())),
            _ => None,
        })
    }

    /// The words of a quotation, if they are enough to be a statement.
    fn quotation(&self, span: Span) -> Option<Value> {
        let text = span.of(&self.article.text);
        let inner = text.trim_matches(items::is_quotation_mark).trim().trim_end_matches(',');
        let ideographs = inner.chars().filter(|c| crate::lexicon::phrases::is_ideograph(*c)).count();
        (inner.split_whitespace().count() >= QUOTATION_WORDS || ideographs >= 8).then(|| Value::Text(inner.into()))
    }

    fn unit_of(&self, span: Option<Span>) -> Option<String> {
        let span = span?;
        let first = self.mentions.list.partition_point(|mention| mention.span.start < span.start);
        let here = self.mentions.list[first..].iter().take_while(|mention| mention.span.start == span.start);
        here.filter(|mention| mention.span == span).find_map(|mention| match &mention.sense {
            Sense::Measure(_, unit) => unit.clone(),
            _ => None,
        })
    }

    fn qualifiers(&self, rule: &Rule, slotted: &Slotted, captures: &Captures) -> BTreeMap<String, String> {
        let mut qualifiers = rule.fixed.clone();
        for name in &rule.qualifiers {
            let Some(found) = captures.get_group_by_name(name) else { continue };
            let mentioned = self.slot_mentions(slotted, found.start).next().filter(|_| found.len() == 1);
            let text = match mentioned {
                Some(mention) => self.qualifier_text(mention),
                None => self.text_value(slotted, found.start, found.end).map(|(text, _)| text),
            };
            if let Some(text) = text {
                qualifiers.insert(name.clone(), text);
            }
        }
        qualifiers
    }

    fn qualifier_text(&self, mention: &Mention) -> Option<String> {
        match &mention.sense {
            Sense::Date(date) => Some(date.to_string()),
            Sense::Measure(value, _) => Some(value.text()),
            Sense::Word(_, word) => Some(word.clone()),
            _ => self.entities(mention).into_iter().next().map(|entity| entity.name),
        }
    }

    /// The article's own words for a stretch of the slotted text.
    fn text_value(&self, slotted: &Slotted, start: usize, end: usize) -> Option<(String, Span)> {
        let span = slotted.origin(start, end)?;
        let text = span.of(&self.article.text);
        let trimmed =
            text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '“' | '”' | '‘' | '’' | '\''));
        let offset = trimmed.as_ptr() as usize - text.as_ptr() as usize;
        let start = span.start as usize + offset;
        (!trimmed.is_empty()).then(|| {
            (trimmed.split_whitespace().collect::<Vec<_>>().join(" "), Span::new(start, start + trimmed.len()))
        })
    }
}
