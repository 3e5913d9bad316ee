//! Exports: what they look like, and that no text can break out of its place.

use std::collections::BTreeMap;
use std::io::Write;

use sayso::export::{ExportError, FORMS, Target};
use sayso::{Claim, Kind, Lexicon, Modality, Value};

use crate::made::{Made, claim, date, entity};

/// Files in memory.
#[derive(Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Target for Files {
    fn file(
        &mut self,
        name: &str,
        content: &mut dyn FnMut(&mut dyn Write) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        content(self.0.entry(name.into()).or_default())
    }
}

fn export(form: &str, made: &Made) -> BTreeMap<String, String> {
    let form = FORMS.iter().find(|one| one.name == form).unwrap();
    let mut files = Files::default();
    (form.write)(made, &Lexicon::builtin().predicates, &mut files).unwrap();
    files.0.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// Claims as a gazetteer with Wikidata numbers gives them.
fn numbered() -> Vec<Claim> {
    let film = || entity("Heron", Kind::Film, Some("Q101"));
    let song = || entity("Undertow", Kind::Song, Some("Q102"));
    let ane = || Value::Entity(entity("Ane Moe", Kind::Person, Some("Q103")));
    let mut region = claim("b.txt", 0, film(), "release_date", date("2021-06-01"));
    region.qualifiers.insert("region".into(), "Chile".into());
    let mut rumour = claim("b.txt", 300, film(), "cast_member", ane());
    rumour.modality = Modality::Rumoured;
    let mut dated = claim("a.txt", 0, film(), "directed_by", ane());
    dated.source.date = Some("2021-03".parse().unwrap());
    vec![
        dated,
        region,
        rumour,
        claim("b.txt", 100, song(), "release_date", date("2021-04")),
        claim("c.txt", 100, entity("Blue Hour", Kind::Song, Some("Q104")), "release_date", date("2021")),
        claim("c.txt", 200, entity("Low Tide", Kind::Song, Some("Q105")), "release_date", date("2021-04-02")),
        claim("c.txt", 300, entity("Salt", Kind::Album, Some("Q106")), "release_date", date("XXXX-06-16")),
        claim("c.txt", 400, entity("Salt", Kind::Album, Some("Q106")), "track_count", Value::Number("11".into())),
        claim("d.txt", 400, entity("Two Days", Kind::Film, Some("Q107")), "release_date", date("2021-05-01")),
        claim("e.txt", 400, entity("Two Days", Kind::Film, Some("Q107")), "release_date", date("2021-05-02")),
        claim("e.txt", 500, song(), "performed_by", Value::Entity(entity("Nobody Known", Kind::Group, None))),
        claim("e.txt", 600, entity("Unnumbered", Kind::Song, Some("unnumbered")), "performed_by", ane()),
        claim("e.txt", 700, entity("Trap", Kind::Song, Some("Q0")), "performed_by", ane()),
    ]
}

#[test]
fn quickstatements_say_what_articles_say() {
    let files = export("quickstatements", &Made::of(numbered()));
    let shown: String = files.iter().map(|(name, text)| format!("== {name}\n{text}")).collect();
    insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!("quickstatements", shown) });
}

#[test]
fn a_claim_is_a_statement_with_its_reference() {
    let mut planned = claim("a/b c.txt", 7, entity("Heron", Kind::Film, None), "release_date", date("2021-04"));
    planned.qualifiers.insert("region".into(), "Norway".into());
    planned.modality = Modality::Planned;
    planned.source.date = Some("2021-03-01".parse().unwrap());
    let rumour = claim("d.txt", 0, entity("Heron", Kind::Film, None), "release_date", date("XXXX-06-16"));
    let text = export("nquads", &Made::of(vec![planned, rumour])).remove("sayso.nq").unwrap();
    let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with("<urn:sayso:property:")).collect();
    insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!("nquads", shown.join("\n")) });
}

#[test]
fn tables_are_flat_and_fixed() {
    let made = Made::of(numbered().into_iter().take(2).collect());
    let mut shown = String::new();
    for form in ["csv", "jsonl"] {
        for (name, text) in export(form, &made) {
            shown.push_str(&format!("== {name}\n{text}"));
        }
    }
    insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!("tables", shown) });
}

/// Texts that other programs have tripped over.
const HOSTILE: [&str; 14] = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "one\n=two",
    "a \"quoted\" 'text' \\ back",
    "tab\tand\r\nbreak",
    "nul \u{0} here",
    "\u{202e}evil\u{2066}",
    "*/ DROP TABLE facts; --",
    "<a> _:b \"c\"@en^^<d> .",
    "||-Q42\tP31",
    "𝄞 🎬 降り積もる e\u{301}",
];

fn hostile() -> Made {
    let mut claims = Vec::new();
    for (at, text) in HOSTILE.iter().enumerate() {
        let object = Value::Text((*text).into());
        let mut one = claim(&format!("{at} {text}.txt"), 0, entity(text, Kind::Film, Some("Q7")), "genre", object);
        one.evidence.text = (*text).into();
        one.qualifiers.insert("note \u{1}".into(), (*text).into());
        one.attribution = Some((*text).into());
        one.source.url = Some(format!("https://news.example/{text}"));
        one.source.site = Some((*text).into());
        let number = Value::Entity(entity(text, Kind::Person, Some(if at % 2 == 0 { "Q8" } else { text })));
        claims.push(claim(
            &format!("{at} {text}.txt"),
            90,
            entity(text, Kind::Film, Some("Q7")),
            "directed_by",
            number,
        ));
        claims.push(one);
    }
    Made::of(claims)
}

#[test]
fn no_text_breaks_out_of_its_place() {
    let made = hostile();
    let claims = made.report.claims.len();

    let tables = export("jsonl", &made);
    let lines: Vec<serde_json::Value> =
        tables["claims.jsonl"].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), claims);
    for (line, claim) in lines.iter().zip(&made.report.claims) {
        assert_eq!(line["evidence"], claim.evidence.text.replace('\0', "\u{fffd}"));
    }

    let sheet = &export("csv", &made)["claims.csv"];
    assert!(!sheet.contains('\0'));
    let cells = cells(sheet);
    assert_eq!(cells.len(), claims + 1);
    assert!(cells.iter().all(|row| row.len() == cells[0].len()));
    for cell in cells.iter().flatten() {
        assert!(!cell.split(['\n', '\r']).any(|line| line.trim_start().starts_with(['=', '+', '-', '@'])), "{cell:?}");
    }

    let quads = &export("nquads", &made)["sayso.nq"];
    let iri = r#"<[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*>"#;
    let literal = r#""(?:[^\x00-\x1f\x7f-\x9f"\\\u{2028}-\u{202e}]|\\[tbnrf"'\\]|\\u[0-9A-F]{4})*"(?:\^\^<[^>]*>)?"#;
    let quad = regex::Regex::new(&format!(r"^{iri} {iri} (?:{iri}|{literal}) (?:{iri} )?\.$")).unwrap();
    for line in quads.lines() {
        assert!(quad.is_match(line), "{line}");
    }

    let statements = export("quickstatements", &made);
    let rows: Vec<&str> =
        ["quickstatements.tsv", "contested.tsv"].iter().flat_map(|name| statements[*name].lines()).collect();
    assert!(!rows.is_empty());
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        assert!(cells[0].starts_with('Q') && cells[1].starts_with('P') && cells.len() % 2 == 1, "{row}");
        assert!(!row.contains("||") && row.matches("*/").count() == 1 && row.ends_with(" */"), "{row}");
    }
}

/// A reader of CSV that knows no more than RFC 4180.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}
