//! QuickStatements v1: facts between things whose ids are Wikidata numbers, of predicates that Wikidata has.
//!
//! Three files: what can go in (`quickstatements.tsv`), what somebody must decide first because articles disagree
//! (`contested.tsv`), and what cannot be said there without saying more or less than the articles do (`left-out.tsv`, with
//! the reason). Facts about things without a Wikidata number appear in none. A plain text has no place in it that could
//! begin a row, end one or remove a statement.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use super::date::Calendar;
use super::tables::is_number;
use super::web::web_address;
use super::{ExportError, Source, Target, is_item, short};
use crate::claim::{Modality, Value};
use crate::lexicon::Predicate;
use crate::report::{ConflictKind, Rank, Weight};
use crate::{Date, Fact};

/// References given with a statement.
const REFERENCES: usize = 3;

/// Where a fact goes.
enum Place {
    Ready(String),
    Contested(String),
    LeftOut(&'static str),
}

pub(super) fn write(source: &dyn Source, predicates: &[Predicate], target: &mut dyn Target) -> Result<(), ExportError> {
    let known = Known::gather(source, predicates)?;
    for (name, head) in [
        ("quickstatements.tsv", ""),
        ("contested.tsv", ""),
        ("left-out.tsv", "fact\tsubject\tpredicate\tobject\treason\n"),
    ] {
        target.file(name, &mut |out| {
            out.write_all(head.as_bytes())?;
            source.facts(&mut |fact| {
                let Some(place) = known.place(&fact) else { return Ok(()) };
                match (name, place) {
                    ("quickstatements.tsv", Place::Ready(row)) | ("contested.tsv", Place::Contested(row)) => {
                        writeln!(out, "{row}")?;
                    }
                    ("left-out.tsv", Place::LeftOut(why)) => left_out(&fact, why, out)?,
                    _ => {}
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}

fn left_out(fact: &Fact, why: &str, out: &mut dyn Write) -> Result<(), ExportError> {
    let cells = [&fact.id, &fact.subject.name, &fact.predicate, &fact.object.text()].map(|text| plain(text));
    Ok(writeln!(out, "{}\t{why}", cells.join("\t"))?)
}

/// What must be known of claims, conflicts and articles to place a fact.
struct Known<'a> {
    /// Wikidata's numbers of predicates.
    properties: HashMap<&'a str, &'a str>,
    /// Claims of facts about things with a number that are told outright.
    outright: HashSet<u64>,
    /// Conflicts that are more than a note.
    weighty: HashSet<u64>,
    /// Conflicts of precision.
    precision: HashSet<u64>,
    /// Addresses and dates of articles.
    pages: HashMap<String, (String, Option<Date>)>,
}

impl<'a> Known<'a> {
    fn gather(source: &dyn Source, predicates: &'a [Predicate]) -> Result<Known<'a>, ExportError> {
        let property = |predicate: &'a Predicate| Some((predicate.name.as_str(), predicate.wikidata.as_deref()?));
        let mut known = Known {
            properties: predicates.iter().filter_map(property).collect(),
            outright: HashSet::new(),
            weighty: HashSet::new(),
            precision: HashSet::new(),
            pages: HashMap::new(),
        };
        let (mut asked, mut articles) = (HashSet::new(), HashSet::new());
        source.facts(&mut |fact| {
            if fact.subject.id.as_deref().is_some_and(is_item) {
                asked.extend(fact.claims.iter().map(|claim| short(claim)));
                articles.extend(fact.support.articles);
            }
            Ok(())
        })?;
        source.claims(&mut |claim| {
            let outright = matches!(claim.modality, Modality::Asserted | Modality::Planned);
            let id = short(&claim.id);
            if outright && asked.contains(&id) {
                known.outright.insert(id);
            }
            Ok(())
        })?;
        source.conflicts(&mut |conflict| {
            if conflict.weight != Weight::Note {
                known.weighty.insert(short(&conflict.id));
            } else if conflict.kind == ConflictKind::Precision {
                known.precision.insert(short(&conflict.id));
            }
            Ok(())
        })?;
        source.articles(&mut |article| {
            if let Some(url) = article.url.as_deref().and_then(web_address)
                && articles.contains(&article.name)
            {
                known.pages.insert(article.name, (url, article.date));
            }
            Ok(())
        })?;
        Ok(known)
    }

    /// `None` if Wikidata has no number for its subject.
    fn place(&self, fact: &Fact) -> Option<Place> {
        let subject = fact.subject.id.as_deref().filter(|id| is_item(id))?;
        let row = match self.statement(subject, fact) {
            Ok(row) => row,
            Err(why) => return Some(Place::LeftOut(why)),
        };
        let contested = |by: &HashSet<u64>| fact.contested_by.iter().any(|conflict| by.contains(&short(conflict)));
        Some(if fact.rank == Rank::Deprecated {
            Place::LeftOut("deprecated")
        } else if contested(&self.weighty) {
            Place::Contested(row)
        } else if contested(&self.precision) && fact.rank != Rank::Preferred {
            Place::LeftOut("a more precise value is there")
        } else {
            Place::Ready(row)
        })
    }

    fn statement(&self, subject: &str, fact: &Fact) -> Result<String, &'static str> {
        let property = self.properties.get(fact.predicate.as_str()).ok_or("the predicate has no Wikidata property")?;
        let value = match &fact.object {
            Value::Entity(entity) => {
                entity.id.as_deref().filter(|id| is_item(id)).ok_or("the object has no Wikidata number")?.to_string()
            }
            Value::Date(date) => time(date)?,
            Value::Number(number) if is_number(number) => number.clone(),
            Value::Unknown | Value::Unspecified => return Err("no value"),
            _ => return Err("not a thing, a date or a bare number"),
        };
        // Without its qualifiers a statement would say more than the articles do.
        if !fact.qualifiers.is_empty() {
            return Err("its qualifiers have no Wikidata numbers");
        }
        if !fact.claims.iter().any(|claim| self.outright.contains(&short(claim))) {
            return Err("hearsay");
        }
        let references: Vec<String> = fact.support.articles.iter().filter_map(|name| self.reference(name)).collect();
        let references: String = references
            .into_iter()
            .take(REFERENCES)
            .enumerate()
            .map(|(at, text)| {
                // An exclamation mark begins another group of references.
                if at == 0 { format!("\tS{text}") } else { format!("\t!S{text}") }
            })
            .collect();
        Ok(format!("{subject}\t{property}\t{value}{references} /* sayso fact {} */", plain(&fact.id)))
    }

    fn reference(&self, article: &str) -> Option<String> {
        let (url, date) = self.pages.get(article)?;
        let published = date.as_ref().and_then(|date| time(date).ok());
        let published = published.map(|time| format!("\tS577\t{time}")).unwrap_or_default();
        Some(format!("854\t\"{url}\"{published}"))
    }
}

/// A time with its precision: 11 is a day, 10 a month, 9 a year.
fn time(date: &Date) -> Result<String, &'static str> {
    match Calendar::of(date) {
        Calendar::Day(day) => Ok(format!("+{day}T00:00:00Z/11")),
        Calendar::Month(month) => Ok(format!("+{month}-00T00:00:00Z/10")),
        Calendar::Year(year) => Ok(format!("+{year}-00-00T00:00:00Z/9")),
        Calendar::None(_) => Err("no day, month or year for certain"),
    }
}

/// A text for one cell that ends neither the cell, the row nor the comment that it stands in.
fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace("*/", "* /").replace("||", "| |")
}
