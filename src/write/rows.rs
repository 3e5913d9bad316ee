//! The rows of the outputs that are not claims, facts or conflicts. Their fields stand in the contract's
//! order; what is absent is `null`, no key is left out.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Results;
use crate::article::DateFrom;
use crate::claim::{CONTRACT_VERSION, Kind, Source};
use crate::date::{DateMention, Temporal, Timex};
use crate::document::{BlockKind, Language};
use crate::extract::source_of;
use crate::mention::{How, Mention, Sense, Thing, WordClass};
use crate::{Article, Claim, Date, Document, Mentions, Span};

/// A line of `articles.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRow {
    /// Path below the folder that was given; claims refer to it as `article`.
    pub name: String,
    /// Headline.
    pub title: Option<String>,
    /// Publication date.
    pub date: Option<Date>,
    /// Where the date comes from.
    pub date_from: Option<DateFrom>,
    /// Day on which a scraper fetched it.
    pub fetched: Option<Date>,
    /// Address of the page.
    pub url: Option<String>,
    /// Publisher.
    pub site: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Share of each language in the article's characters, rounded to thousandths.
    pub languages: BTreeMap<Language, f64>,
    /// A sketch of its text, by which articles that copy one text are found.
    pub copy_key: Option<String>,
    /// How much was found.
    pub counts: Counts,
    /// What went wrong in decoding.
    pub notes: Vec<String>,
}

/// How much an article holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Bytes of its main text.
    pub bytes: usize,
    /// Blocks, furniture included.
    pub blocks: usize,
    /// Sentences.
    pub sentences: usize,
    /// Mentions.
    pub mentions: usize,
    /// Claims.
    pub claims: usize,
}

impl ArticleRow {
    /// The row of an article and what the stages made of it.
    pub fn new(article: &Article, document: &Document, mentions: &Mentions, claims: &[Claim]) -> ArticleRow {
        let metadata = article.metadata.clone();
        // Every claim carries what is said here of its article; one without claims is told in the same words.
        let source = claims.first().map_or_else(|| source_of(article, document), |claim| claim.source.clone());
        ArticleRow {
            name: article.name.clone(),
            title: metadata.title,
            date: source.date,
            date_from: source.date_from,
            fetched: metadata.fetched,
            url: source.url,
            site: source.site,
            authors: metadata.authors,
            languages: language_shares(&article.text, document),
            copy_key: source.copy_key,
            counts: Counts {
                bytes: article.text.len(),
                blocks: document.blocks.len(),
                sentences: document.sentences.len(),
                mentions: mentions.list.len(),
                claims: claims.len(),
            },
            notes: metadata.notes,
        }
    }

    /// As much of an article's row as its claims tell.
    pub fn of_claims(article: &str, source: &Source) -> ArticleRow {
        let source = source.clone();
        ArticleRow {
            name: article.into(),
            title: None,
            date: source.date,
            date_from: source.date_from,
            fetched: None,
            url: source.url,
            site: source.site,
            authors: Vec::new(),
            languages: BTreeMap::new(),
            copy_key: source.copy_key,
            counts: Counts::default(),
            notes: Vec::new(),
        }
    }
}

fn language_shares(text: &str, document: &Document) -> BTreeMap<Language, f64> {
    let mut characters = BTreeMap::new();
    for run in &document.runs {
        *characters.entry(run.language).or_insert(0) += run.span.of(text).chars().count();
    }
    let all: usize = characters.values().sum();
    let share = |count: usize| (count as f64 / all as f64 * 1000.0).round() / 1000.0;
    characters.into_iter().map(|(language, count)| (language, share(count))).collect()
}

/// A line of `errors.jsonl`: an article, a record or an input that gave nothing; of `reconcile`, a line that is no
/// claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorRow {
    /// Its name.
    pub article: String,
    /// What is wrong, and where.
    pub cause: String,
}

/// A line of `segments`: a block, a sentence or a language run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SegmentRow {
    /// The article's name.
    pub article: String,
    /// What the line is about.
    pub unit: Unit,
    /// Where it stands in the text.
    pub span: Span,
    /// What the block is; that of its block for a sentence or run.
    pub kind: Option<BlockKind>,
    /// The language of most of it.
    pub language: Language,
    /// Number of the block, from 0.
    pub block: Option<u32>,
    /// For a lyric, the number of the block that translates it, and the other way round.
    pub translation: Option<u32>,
    /// Its text.
    pub text: String,
}

/// What a line of `segments` is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A block.
    Block,
    /// A sentence.
    Sentence,
    /// A stretch in one language.
    Run,
}

/// The lines of `segments`: each block, followed by its sentences and its runs.
pub fn segment_rows(article: &Article, document: &Document) -> Vec<SegmentRow> {
    let mut rows = Vec::new();
    let (mut sentences, mut runs) = (document.sentences.as_slice(), document.runs.as_slice());
    for (number, block) in document.blocks.iter().enumerate() {
        let mut row = |unit, span| {
            rows.push(SegmentRow {
                article: article.name.clone(),
                unit,
                span,
                kind: Some(block.kind),
                language: document.language_of(span),
                block: Some(number as u32),
                translation: block.translation,
                text: span.of(&article.text).into(),
            });
        };
        row(Unit::Block, block.span);
        let (inside, rest) = split(sentences, |sentence| sentence.span.start < block.span.end);
        inside.iter().for_each(|sentence| row(Unit::Sentence, sentence.span));
        sentences = rest;
        let (inside, rest) = split(runs, |run| run.span.start < block.span.end);
        inside.iter().for_each(|run| row(Unit::Run, run.span));
        runs = rest;
    }
    rows
}

fn split<T>(list: &[T], inside: impl Fn(&T) -> bool) -> (&[T], &[T]) {
    list.split_at(list.partition_point(inside))
}

/// A line of `mentions`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MentionRow {
    /// The article's name.
    pub article: String,
    /// Where it stands in the text.
    pub span: Span,
    /// Its text.
    pub text: String,
    /// A kind of thing (`person`, `film` ...), `date`, `time`, `set`, `number`, `money`, `duration`, `text`, `quote`, or a class
    /// of words (`demonym`, `genre`, `occupation`, `noun`); `null` for a name of unknown kind.
    pub kind: Option<String>,
    /// The date, number or word's usual form.
    pub value: Option<String>,
    /// Unit of a number.
    pub unit: Option<String>,
    /// The fullest name of the thing that it stands for; `null` where it stands for none (a date, a quotation).
    pub name: Option<String>,
    /// Id of that thing's entry in the gazetteers.
    pub id: Option<String>,
    /// How it was found.
    pub how: How,
    /// Entries that it could also stand for, as `kind:id`.
    pub candidates: Vec<String>,
    /// Dates, times, durations and repeated times as TIMEX3 writes them.
    pub timex: Option<Timex>,
}

/// Adds what TIMEX3 says of the dates and durations among `rows`, which stand in text order, and rows for what no
/// rule asks for: the ends of stretches, times of day (`time`), repeated times (`set`), and past, present and future without a date (`date`
/// without a value).
pub fn add_timex(rows: &mut Vec<MentionRow>, article: &Article, found: &[DateMention]) {
    let mut more = Vec::new();
    for mention in found {
        let kind = match &mention.value {
            Temporal::Time(_) => "time",
            Temporal::Set(_) => "set",
            Temporal::Vague(_) => "date",
            Temporal::Date(_) | Temporal::Duration(_) => {
                more.extend(rows_of_ends(article, mention));
                let first = rows.partition_point(|row| row.span.start < mention.span.start);
                let here = rows[first..].iter_mut().take_while(|row| row.span.start == mention.span.start);
                let mut same = here.filter(|row| row.span == mention.span && row.value.is_some());
                same.next().into_iter().for_each(|row| row.timex = Some(mention.timex()));
                continue;
            }
        };
        let value = match &mention.value {
            Temporal::Time(value) | Temporal::Set(value) => Some(value.clone()),
            _ => None,
        };
        more.push(MentionRow { value, timex: Some(mention.timex()), ..MentionRow::new(article, mention.span, kind) });
    }
    rows.append(&mut more);
    rows.sort_by_key(|row| (row.span.start, std::cmp::Reverse(row.span.end)));
}

/// TIMEX3 marks the ends of a stretch ("March 3 to 6"): a row for each.
fn rows_of_ends(article: &Article, mention: &DateMention) -> Vec<MentionRow> {
    let row = |(span, date): (Span, Date)| MentionRow {
        value: Some(date.to_string()),
        timex: Some(Timex::of_date(&date)),
        ..MentionRow::new(article, span, "date")
    };
    mention.named_ends().into_iter().flatten().map(row).collect()
}

/// The lines of `mentions`, in text order; one for each thing that a mention stands for.
pub fn mention_rows(article: &Article, mentions: &Mentions) -> Vec<MentionRow> {
    rows_of_all(article, &mentions.things, &mentions.list)
}

/// The same for some of an article's mentions.
pub(super) fn rows_of_all(article: &Article, things: &[Thing], list: &[Mention]) -> Vec<MentionRow> {
    list.iter().flat_map(|mention| rows_of(article, things, mention)).collect()
}

impl MentionRow {
    fn new(article: &Article, span: Span, kind: &str) -> MentionRow {
        MentionRow {
            article: article.name.clone(),
            span,
            text: span.of(&article.text).into(),
            kind: Some(kind.into()),
            value: None,
            unit: None,
            name: None,
            id: None,
            how: How::Form,
            candidates: Vec::new(),
            timex: None,
        }
    }
}

fn rows_of(article: &Article, things: &[Thing], mention: &Mention) -> Vec<MentionRow> {
    let row = |kind: &str| MentionRow { how: mention.how, ..MentionRow::new(article, mention.span, kind) };
    let thing = |index: &u32| things.get(*index as usize);
    match &mention.sense {
        Sense::Date(date) => vec![MentionRow { value: Some(date.to_string()), ..row("date") }],
        Sense::Measure(value, unit) => {
            vec![MentionRow { value: Some(value.text()), unit: unit.clone(), ..row(value.kind_name()) }]
        }
        Sense::Word(class, form) => vec![MentionRow { value: Some(form.clone()), ..row(class_name(*class)) }],
        Sense::Quote => vec![row("quote")],
        Sense::Speaker => vec![row("speaker")],
        Sense::Things(indices) => (indices.iter().filter_map(thing))
            .map(|thing| MentionRow {
                kind: thing.kind.map(|kind| kind.name().into()),
                name: Some(thing.name.clone()),
                id: thing.id.clone(),
                candidates: thing.candidates.clone(),
                ..row("")
            })
            .collect(),
    }
}

const CLASSES: [(WordClass, &str); 4] = [
    (WordClass::Demonym, "demonym"),
    (WordClass::Genre, "genre"),
    (WordClass::Occupation, "occupation"),
    (WordClass::Noun, "noun"),
];

fn class_name(class: WordClass) -> &'static str {
    CLASSES.iter().find(|(one, _)| *one == class).map_or("word", |(_, name)| name)
}

/// All kinds that a line of `mentions` may have.
pub fn mention_kinds() -> Vec<&'static str> {
    let values = ["date", "time", "set", "number", "money", "duration", "text", "quote", "speaker"];
    Kind::ALL.iter().map(|kind| kind.name()).chain(values).chain(CLASSES.iter().map(|(_, name)| *name)).collect()
}

/// `run.json`: what was run on what, and what came out. All but `timings` is the same in every run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RunRow {
    /// Version of the output's contract.
    pub contract: String,
    /// Version of the program.
    pub version: String,
    /// Hash of the gazetteers and predicates.
    pub lexicon: String,
    /// How much was found.
    pub counts: RunCounts,
    /// Hash (BLAKE3) of each output file.
    pub outputs: BTreeMap<String, String>,
    /// How long it took.
    pub timings: Timings,
}

/// How much a run found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunCounts {
    /// Articles read; of `reconcile`, articles that the claims name.
    pub articles: usize,
    /// Articles and records that could not be read; of `reconcile`, lines that are no claims.
    pub errors: usize,
    /// Files that were skipped: by name or nature no articles.
    pub skipped: usize,
    /// Claims.
    pub claims: usize,
    /// Facts.
    pub facts: usize,
    /// Conflicts of each kind.
    pub conflicts: BTreeMap<String, usize>,
}

/// Wall-clock seconds of each step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Timings {
    /// Reading claims (`reconcile` only).
    pub read: f64,
    /// Reading articles and extracting their claims.
    pub extract: f64,
    /// Reconciling.
    pub reconcile: f64,
    /// Writing the other files.
    pub write: f64,
}

impl RunRow {
    /// The row of a run whose files are still to be written.
    pub fn new(results: &Results, lexicon: &str) -> RunRow {
        let mut conflicts = BTreeMap::new();
        for conflict in &results.report.conflicts {
            *conflicts.entry(conflict.kind.name().to_string()).or_insert(0) += 1;
        }
        RunRow {
            counts: RunCounts {
                articles: results.article_count(),
                errors: results.errors.len(),
                skipped: results.skipped,
                claims: results.report.claims.len(),
                facts: results.report.facts.len(),
                conflicts,
            },
            ..RunRow::empty(lexicon)
        }
    }

    /// The row of a run of which nothing is counted yet.
    pub fn empty(lexicon: &str) -> RunRow {
        RunRow {
            contract: CONTRACT_VERSION.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            lexicon: lexicon.into(),
            counts: RunCounts::default(),
            outputs: BTreeMap::new(),
            timings: Timings::default(),
        }
    }
}
