//! Runs the examples that stand beside the patterns: a pattern without an example or a counter-example, or with
//! one that it does not meet, is a fault.

use super::grammar::{Example, Pattern};
use super::reader::Reader;
use super::{DateMention, Meaning, Patterns, Temporal};
use crate::lexicon::Fault;
use crate::{Article, Span};

/// Checks every date pattern against its examples and its counter-examples.
pub fn check(patterns: &Patterns) -> Vec<Fault> {
    let mut faults = Vec::new();
    for grammar in &patterns.grammars {
        if let (Err(error), Some(pattern)) = (grammar.try_compile(), grammar.patterns.first()) {
            let cause = format!("the language's patterns: {error}");
            faults.push(Fault::new(&pattern.file, 1, cause, "mend or shorten the patterns"));
        }
    }
    for pattern in patterns.grammars.iter().flat_map(|grammar| &grammar.patterns) {
        let fault = |cause: String, cure: &str| {
            Fault::new(&pattern.file, pattern.line, format!("pattern `{}`: {cause}", pattern.name), cure)
        };
        if pattern.examples.is_empty() && pattern.meaning != Meaning::Nothing {
            let cure = "`examples = [{ text = \"It opens on [2 April 2021].\", is = \"2021-04-02\" }]`";
            faults.push(fault("no example".into(), cure));
        }
        if pattern.none.is_empty() {
            faults.push(fault("no counter-example".into(), "`none = [\"What it must leave alone.\"]`"));
        }
        for source in pattern.guards.sources() {
            if let Err(error) = regex::Regex::new(source) {
                faults.push(fault(error.to_string(), "a regular expression"));
            }
        }
        let failed = pattern.examples.iter().filter_map(|example| fails(patterns, pattern, example));
        let false_alarms = pattern.none.iter().filter_map(|text| finds(patterns, pattern, text));
        faults.extend(failed.chain(false_alarms).map(|cause| fault(cause, "mend the pattern or its example")));
    }
    faults
}

/// Why an example is not met.
fn fails(patterns: &Patterns, pattern: &Pattern, example: &Example) -> Option<String> {
    let Some((text, span)) = unbracket(&example.text) else {
        return Some(format!("{:?} has no date in brackets", example.text));
    };
    let found = find_in(patterns, &text, example.on.as_deref());
    let mention = found.iter().find(|mention| mention.span == span);
    match mention {
        Some(mention) if show(&mention.value) == example.is && (mention.pattern == pattern.name || !pattern.alone) => {
            None
        }
        Some(mention) => Some(format!(
            "{:?} gives {} by `{}`, not {}",
            example.text,
            show(&mention.value),
            mention.pattern,
            example.is
        )),
        None => {
            let found: Vec<&str> = found.iter().map(|mention| mention.span.of(&text)).collect();
            Some(format!("{:?} is not found, but {found:?}", example.text))
        }
    }
}

/// What this pattern finds in a text in which it must find nothing.
fn finds(patterns: &Patterns, pattern: &Pattern, text: &str) -> Option<String> {
    let found = find_in(patterns, text, Some("2021-03-05"));
    let mention = found.iter().find(|mention| mention.pattern == pattern.name)?;
    Some(format!("{text:?} gives {:?}", mention.span.of(text)))
}

/// The mentions of a text that is one sentence.
pub(super) fn find_in(patterns: &Patterns, text: &str, on: Option<&str>) -> Vec<DateMention> {
    let mut article = Article { text: text.to_string(), ..Article::default() };
    article.metadata.date = on.and_then(|date| date.parse().ok());
    let mut found = Vec::new();
    Reader::new(patterns, &article).read(Span::new(0, text.len()), &mut found);
    Reader::finish(&mut found);
    found
}

/// A text without the brackets around its date, and the date's span.
pub(super) fn unbracket(text: &str) -> Option<(String, Span)> {
    let (before, rest) = text.split_once('[')?;
    let (inside, after) = rest.split_once(']')?;
    let span = Span::new(before.len(), before.len() + inside.len());
    Some((format!("{before}{inside}{after}"), span))
}

/// A value as examples write it.
pub(super) fn show(value: &Temporal) -> String {
    match value {
        Temporal::Date(date) => date.to_string(),
        Temporal::Time(text) | Temporal::Duration(text) | Temporal::Set(text) => text.clone(),
        Temporal::Vague(text) => text.to_string(),
    }
}
