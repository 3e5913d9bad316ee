//! N-Quads 1.1. Each claim is a node in the graph of its article, made like a statement of Wikidata: value, qualifiers,
//! rank, and a reference with the bytes it rests on. Facts and conflicts stand in the default graph.
//!
//! Names are `urn:sayso:…`; a thing whose id is a Wikidata number is Wikidata's. Claims are described and not asserted:
//! no triple says that a film *has* a date. A date that is no day, month or year has its EDTF text, and says why.

mod term;

use std::collections::HashMap;
use std::io::Write;

use super::date::Calendar;
use super::tables::{is_number, word};
use super::{ExportError, Source, Target};
use crate::claim::{Modality, Polarity, Value};
use crate::lexicon::Predicate;
use crate::report::{End, Rank, SideValue};
use crate::write::ArticleRow;
use crate::{Claim, Conflict, Date, Entity, Fact};
pub(super) use term::escape;
use term::{Quads, Term, address, encoded, iri, literal, typed};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const SCHEMA: &str = "https://schema.org/";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const WIKIBASE: &str = "http://wikiba.se/ontology#";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";
/// The datatype of EDTF texts, as the Library of Congress names it.
const EDTF: &str = "http://id.loc.gov/datatypes/edtf/EDTF";

pub(super) fn write(source: &dyn Source, predicates: &[Predicate], target: &mut dyn Target) -> Result<(), ExportError> {
    target.file("sayso.nq", &mut |out| {
        let mut ranks: HashMap<u64, Rank> = HashMap::new();
        vocabulary(predicates, out)?;
        source.facts(&mut |fact| {
            if fact.rank != Rank::Normal {
                ranks.extend(fact.claims.iter().map(|claim| (super::short(claim), fact.rank)));
            }
            self::fact(&fact, out)
        })?;
        source.conflicts(&mut |conflict| self::conflict(&conflict, out))?;
        source.articles(&mut |article| self::article(&article, out))?;
        source.claims(&mut |claim| self::claim(&claim, &ranks, out))
    })
}

fn own(kind: &str, name: &str) -> Term {
    iri(format!("urn:sayso:{kind}:{}", encoded(name)))
}

fn vocab(name: &str) -> Term {
    own("vocab", name)
}

fn of(namespace: &str, name: &str) -> Term {
    iri(format!("{namespace}{name}"))
}

/// What Wikidata and schema.org call our predicates.
fn vocabulary(predicates: &[Predicate], out: &mut dyn Write) -> Result<(), ExportError> {
    for predicate in predicates {
        let mut quads = Quads::of(own("property", &predicate.name), None, out);
        quads.put(&of(RDFS, "comment"), &literal(&predicate.meaning))?;
        if let Some(number) = &predicate.wikidata {
            quads.put(&of(SKOS, "closeMatch"), &of(WIKIDATA, number))?;
        }
        if let Some(name) = &predicate.schema_org {
            quads.put(&of(SKOS, "closeMatch"), &of(SCHEMA, name))?;
        }
    }
    Ok(())
}

/// A thing: Wikidata's, where its id is a Wikidata number.
fn thing(entity: &Entity) -> Term {
    let kind = entity.kind.name();
    match &entity.id {
        Some(id) if super::is_item(id) => of(WIKIDATA, id),
        Some(id) => iri(format!("urn:sayso:entity:{kind}:id:{}", encoded(id))),
        None => iri(format!("urn:sayso:entity:{kind}:name:{}", encoded(&entity.name))),
    }
}

fn describe(entity: &Entity, graph: Option<&Term>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut quads = Quads::of(thing(entity), graph, out);
    quads.put(&of(RDF, "type"), &vocab(entity.kind.name()))?;
    quads.put(&of(RDFS, "label"), &literal(&entity.name))
}

fn date(date: &Date) -> Term {
    match Calendar::of(date) {
        Calendar::Day(text) => typed(&text, &format!("{XSD}date")),
        Calendar::Month(text) => typed(&text, &format!("{XSD}gYearMonth")),
        Calendar::Year(text) => typed(&text, &format!("{XSD}gYear")),
        Calendar::None(_) => typed(&date.to_string(), EDTF),
    }
}

fn value(value: &Value) -> Term {
    match value {
        Value::Entity(entity) => thing(entity),
        Value::Date(date) => self::date(date),
        Value::Number(text) if is_number(text) => typed(text, &format!("{XSD}decimal")),
        // xsd:duration knows no weeks.
        Value::Duration(text) if !text.contains('W') => typed(text, &format!("{XSD}duration")),
        Value::Unknown | Value::Unspecified => vocab(value.kind_name()),
        other => literal(&other.text()),
    }
}

/// A value; with it, for a date that is none of a calendar, why.
fn put_value(quads: &mut Quads, property: &Term, value: &Value) -> Result<(), ExportError> {
    quads.put(property, &self::value(value))?;
    if let Value::Date(date) = value
        && let Calendar::None(why) = Calendar::of(date)
    {
        quads.put(&vocab("noCalendarDate"), &literal(why))?;
    }
    Ok(())
}

fn rank(rank: Rank) -> Term {
    let name = match rank {
        Rank::Preferred => "PreferredRank",
        Rank::Normal => "NormalRank",
        Rank::Deprecated => "DeprecatedRank",
    };
    of(WIKIBASE, name)
}

fn number(number: usize) -> Term {
    typed(&number.to_string(), &format!("{XSD}integer"))
}

fn article(row: &ArticleRow, out: &mut dyn Write) -> Result<(), ExportError> {
    let node = own("article", &row.name);
    let mut quads = Quads::of(node.clone(), Some(&node), out);
    quads.put(&of(RDF, "type"), &of(PROV, "Entity"))?;
    quads.put(&of(RDF, "type"), &of(SCHEMA, "NewsArticle"))?;
    quads.put(&vocab("name"), &literal(&row.name))?;
    quads.put_some(&of(SCHEMA, "headline"), row.title.as_deref().map(literal))?;
    quads.put_some(&of(SCHEMA, "datePublished"), row.date.as_ref().map(date))?;
    quads.put_some(&of(SCHEMA, "url"), row.url.as_deref().and_then(address))?;
    quads.put_some(&of(SCHEMA, "publisher"), row.site.as_deref().map(literal))
}

fn claim(claim: &Claim, ranks: &HashMap<u64, Rank>, out: &mut dyn Write) -> Result<(), ExportError> {
    let graph = own("article", &claim.article);
    let node = own("claim", &claim.id);
    let evidence = own("evidence", &claim.id);
    describe(&claim.subject, Some(&graph), out)?;
    if let Value::Entity(object) = &claim.object {
        describe(object, Some(&graph), out)?;
    }
    Quads::of(thing(&claim.subject), Some(&graph), out).put(&own("property", &claim.predicate), &node)?;
    let mut quads = Quads::of(node, Some(&graph), out);
    quads.put(&of(RDF, "type"), &of(WIKIBASE, "Statement"))?;
    quads.put(&of(RDF, "type"), &vocab("Claim"))?;
    put_value(&mut quads, &own("value", &claim.predicate), &claim.object)?;
    for (name, text) in &claim.qualifiers {
        quads.put(&own("qualifier", name), &literal(text))?;
    }
    quads.put(&vocab("polarity"), &literal(&word(&claim.polarity)))?;
    quads.put(&vocab("modality"), &literal(&word(&claim.modality)))?;
    quads.put_some(&vocab("attribution"), claim.attribution.as_deref().map(literal))?;
    quads.put(&vocab("block"), &literal(&word(&claim.block)))?;
    quads.put(&vocab("language"), &literal(&word(&claim.language)))?;
    quads.put(&vocab("rule"), &literal(&claim.rule))?;
    // A denial is part of no fact and has no rank.
    if claim.polarity == Polarity::Affirmed && claim.modality != Modality::Denied {
        let known = ranks.get(&super::short(&claim.id)).copied();
        quads.put(&of(WIKIBASE, "rank"), &rank(known.unwrap_or_default()))?;
    }
    quads.put(&of(PROV, "wasDerivedFrom"), &evidence)?;
    let mut quads = Quads::of(evidence, Some(&graph), out);
    quads.put(&of(RDF, "type"), &of(WIKIBASE, "Reference"))?;
    quads.put(&of(PROV, "wasQuotedFrom"), &graph)?;
    quads.put(&of(PROV, "value"), &literal(&claim.evidence.text))?;
    quads.put(&vocab("start"), &number(claim.evidence.span.start as usize))?;
    quads.put(&vocab("end"), &number(claim.evidence.span.end as usize))
}

fn fact(fact: &Fact, out: &mut dyn Write) -> Result<(), ExportError> {
    describe(&fact.subject, None, out)?;
    if let Value::Entity(object) = &fact.object {
        describe(object, None, out)?;
    }
    for joined in &fact.joined {
        let entity = match (joined.of, &fact.object) {
            (End::Object, Value::Entity(object)) => object,
            _ => &fact.subject,
        };
        Quads::of(thing(entity), None, out).put(&of(SKOS, "altLabel"), &literal(&joined.name))?;
    }
    let mut quads = Quads::of(own("fact", &fact.id), None, out);
    quads.put(&of(RDF, "type"), &vocab("Fact"))?;
    quads.put(&vocab("subject"), &thing(&fact.subject))?;
    quads.put(&vocab("predicate"), &own("property", &fact.predicate))?;
    put_value(&mut quads, &own("value", &fact.predicate), &fact.object)?;
    for (name, text) in &fact.qualifiers {
        quads.put(&own("qualifier", name), &literal(text))?;
    }
    quads.put(&of(WIKIBASE, "rank"), &rank(fact.rank))?;
    quads.put(&vocab("rankReason"), &literal(&fact.rank_reason))?;
    quads.put(&vocab("independentSources"), &number(fact.support.independent as usize))?;
    for claim in &fact.claims {
        quads.put(&of(PROV, "wasDerivedFrom"), &own("claim", claim))?;
    }
    for conflict in &fact.contested_by {
        quads.put(&vocab("contestedBy"), &own("conflict", conflict))?;
    }
    Ok(())
}

fn conflict(conflict: &Conflict, out: &mut dyn Write) -> Result<(), ExportError> {
    describe(&conflict.subject, None, out)?;
    let node = own("conflict", &conflict.id);
    let side_node = |at: usize| iri(format!("urn:sayso:side:{}:{at}", encoded(&conflict.id)));
    let mut quads = Quads::of(node, None, out);
    quads.put(&of(RDF, "type"), &vocab("Conflict"))?;
    quads.put(&vocab("kind"), &literal(conflict.kind.name()))?;
    quads.put(&vocab("scope"), &literal(&word(&conflict.scope)))?;
    quads.put(&vocab("weight"), &literal(&word(&conflict.weight)))?;
    quads.put(&vocab("subject"), &thing(&conflict.subject))?;
    quads.put_some(&vocab("predicate"), conflict.predicate.as_deref().map(|name| own("property", name)))?;
    quads.put_some(&of(RDFS, "comment"), conflict.note.as_deref().map(literal))?;
    for at in 0..conflict.sides.len() {
        quads.put(&vocab("side"), &side_node(at))?;
    }
    for (at, side) in conflict.sides.iter().enumerate() {
        let mut quads = Quads::of(side_node(at), None, out);
        match &side.value {
            SideValue::Word(word) => quads.put(&vocab("value"), &literal(word))?,
            SideValue::Value(value) => put_value(&mut quads, &vocab("value"), value)?,
        }
        quads.put_some(&vocab("polarity"), side.polarity.as_ref().map(|it| literal(&word(it))))?;
        quads.put_some(&vocab("modality"), side.modality.as_ref().map(|it| literal(&word(it))))?;
        for claim in &side.claims {
            quads.put(&of(PROV, "wasDerivedFrom"), &own("claim", claim))?;
        }
    }
    Ok(())
}
