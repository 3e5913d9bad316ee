//! Dumps of Wikidata's entities: JSON, an entity a line, between `[` and `]`.
//!
//! A line is parsed only if it names one of the classes that are asked for. Names of creators and groups are known
//! only where they were taken themselves.

use std::io::BufRead;

use aho_corasick::AhoCorasick;
use serde_json::Value;

use super::gather::Thing;
use super::sparql::year;
use super::vocabulary::Vocabulary;
use super::{Filter, Gathered, ImportError, each_line, text};
use crate::claim::Kind;

/// Reads a dump. What is no entity of a kind that is asked for is passed by.
pub fn wikidata(mut input: impl BufRead, filter: &Filter, gathered: &mut Gathered) -> Result<(), ImportError> {
    let vocabulary = Vocabulary::of("wikidata");
    let classes = vocabulary.all("class").into_iter();
    let classes = classes.filter(|(_, kind)| Kind::from_name(kind).is_some_and(|kind| filter.takes_kind(kind)));
    let classes = classes.map(|(class, _)| format!("\"{class}\""));
    let finder = AhoCorasick::new(classes).map_err(|error| ImportError::at(1, error.to_string()))?;
    each_line(&mut input, |number, line| {
        let line = line.trim_ascii();
        let line = line.strip_suffix(b",").unwrap_or(line);
        if matches!(line, b"[" | b"]" | b"") || !finder.is_match(line) {
            return Ok(());
        }
        let entity: Value = serde_json::from_str(text(number, line)?)
            .map_err(|error| ImportError::at(number, format!("no entity: {error}")))?;
        take(&entity, &vocabulary, filter, gathered);
        Ok(())
    })
}

fn take(entity: &Value, vocabulary: &Vocabulary, filter: &Filter, gathered: &mut Gathered) {
    let Some(id) = entity["id"].as_str() else { return };
    let claims = &entity["claims"];
    let kinds = items(claims, "P31").filter_map(|class| Kind::from_name(vocabulary.get("class", class)?));
    let Some(kind) = kinds.into_iter().find(|kind| filter.takes_kind(*kind)) else { return };
    let mut thing = Thing::default();
    names(entity, filter, &mut thing);
    for (property, key) in vocabulary.all("property") {
        match key {
            "year" => {
                if let Some(year) = values(claims, property).find_map(|value| year(value["time"].as_str()?)) {
                    thing.facts.entry(key.into()).or_insert_with(|| year.into());
                }
            }
            "country" | "gender" | "occupation" | "genre" => {
                let known = items(claims, property).find_map(|item| vocabulary.get(key, item));
                known.map(|value| thing.facts.entry(key.into()).or_insert_with(|| value.into()));
            }
            _ => thing.links.extend(items(claims, property).map(|item| (key.to_string(), item.to_string()))),
        }
    }
    gathered.add(kind, id, thing, filter);
}

/// Its name in the first language that it has, the other names as aliases.
fn names(entity: &Value, filter: &Filter, thing: &mut Thing) {
    let name = |label: &Value| label["value"].as_str().map(str::to_string);
    // What is empty is written as `[]`.
    let labels = entity["labels"].as_object().into_iter().flatten();
    let mut labels: Vec<(usize, &String, String)> = labels
        .filter(|(language, _)| filter.takes_language(language))
        .filter_map(|(language, label)| Some((filter.rank(language), language, name(label)?)))
        .collect();
    labels.sort();
    let mut labels = labels.into_iter().map(|(_, _, name)| name);
    thing.name = labels.next().unwrap_or_default();
    thing.aliases.extend(labels);
    let aliases = entity["aliases"].as_object().into_iter().flatten();
    let aliases = aliases.filter(|(language, _)| filter.takes_language(language));
    thing.aliases.extend(aliases.flat_map(|(_, list)| list.as_array().into_iter().flatten()).filter_map(name));
}

/// The values of a property: those of preferred rank where there are such, and none that are deprecated or unknown.
fn values<'v>(claims: &'v Value, property: &str) -> impl Iterator<Item = &'v Value> {
    let statements = claims[property].as_array().map(Vec::as_slice).unwrap_or_default();
    let preferred = statements.iter().any(|statement| statement["rank"] == "preferred");
    let rank = if preferred { "preferred" } else { "normal" };
    let best = statements.iter().filter(move |statement| statement["rank"] == rank);
    best.map(|statement| &statement["mainsnak"])
        .filter(|snak| snak["snaktype"] == "value")
        .map(|snak| &snak["datavalue"]["value"])
}

/// The items that are values of a property.
fn items<'v>(claims: &'v Value, property: &str) -> impl Iterator<Item = &'v str> {
    values(claims, property).filter_map(|value| value["id"].as_str())
}
