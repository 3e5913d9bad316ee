//! When two names, dates, numbers or quotations are the same.

use unicode_normalization::UnicodeNormalization;

use super::Gold;
use crate::{Claim, Value};

/// Words by which quotations are compared.
const QUOTED: usize = 5;

/// A name without case, width, apostrophes, other marks and a leading article.
pub(super) fn fold(text: &str) -> String {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect::<String>().replace('&', " and ");
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        match c {
            '\'' | '’' | '‘' | '`' | '´' => {
                let mut ahead = chars.clone();
                if ahead.next() == Some('s') && !ahead.next().is_some_and(is_word) {
                    chars.next();
                }
            }
            c if is_word(c) => out.push(c),
            _ if out.ends_with(' ') || out.is_empty() => (),
            _ => out.push(' '),
        }
    }
    let out = out.trim_end();
    ["the ", "a ", "an "].iter().find_map(|article| out.strip_prefix(article)).unwrap_or(out).to_string()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a name is one of the gold's; a person may be named by the beginning or end of the name.
pub(super) fn same_name(gold: &str, others: &[String], name: &str, kind: &str) -> bool {
    let name = fold(name);
    std::iter::once(gold).chain(others.iter().map(String::as_str)).map(fold).any(|form| {
        let part = form.strip_prefix(&name).is_some_and(|rest| rest.starts_with(' '))
            || form.strip_suffix(&name).is_some_and(|rest| rest.ends_with(' '));
        form == name || kind == "person" && !name.is_empty() && part
    })
}

/// What makes two claims of an article the same.
pub(super) fn key(claim: &Claim) -> [String; 4] {
    let (predicate, subject, object) = upright(claim);
    let object = if predicate == "said" { first_words(&object.0) } else { fold(&object.0) };
    [predicate.into(), fold(&subject.0), subject.1.into(), object]
}

/// The predicate by which gold has what a claim says.
pub(super) fn predicate(claim: &Claim) -> &str {
    if claim.predicate == "child" { "parent" } else { &claim.predicate }
}

/// A name or value, and its kind.
type Side = (String, &'static str);

/// A claim's predicate, subject and object, with `child` turned into `parent`.
fn upright(claim: &Claim) -> (&str, Side, Side) {
    let subject = (claim.subject.name.clone(), claim.subject.kind.name());
    let object = (claim.object.text(), claim.object.kind_name());
    match claim.predicate.as_str() {
        "child" => ("parent", object, subject),
        predicate => (predicate, subject, object),
    }
}

/// How far a claim is what a row of gold says: 1, one half for a date that is right but less exact, or 0. With
/// `strict`, the subject's kind must be right, too.
pub(super) fn credit(gold: &Gold, claim: &Claim, symmetric: bool, strict: bool) -> f64 {
    let (predicate, subject, object) = upright(claim);
    if gold.predicate != predicate {
        return 0.0;
    }
    let one_way = |subject: &Side, object: &Side| {
        let named = same_name(&gold.subject, &gold.subject_alts, &subject.0, &gold.subject_kind);
        if named && !(strict && subject.1 != gold.subject_kind) { of_object(gold, &object.0) } else { 0.0 }
    };
    let credit = one_way(&subject, &object);
    if symmetric { credit.max(one_way(&object, &subject)) } else { credit }
}

fn of_object(gold: &Gold, value: &str) -> f64 {
    let forms = || std::iter::once(&gold.object).chain(&gold.object_alts);
    let dated = gold.object_kind == "date" || gold.predicate.ends_with("_date") || gold.predicate == "announced_on";
    let same = match gold.object_kind.as_str() {
        _ if gold.predicate == "said" => forms().any(|form| first_words(form) == first_words(value)),
        _ if dated => return of_date(forms(), value),
        "number" | "money" => forms().any(|form| number(form) == number(value)),
        kind => same_name(&gold.object, &gold.object_alts, value, kind),
    };
    f64::from(u8::from(same))
}

fn first_words(text: &str) -> String {
    fold(text).split(' ').take(QUOTED).collect::<Vec<_>>().join(" ")
}

fn of_date<'a>(forms: impl Iterator<Item = &'a String>, date: &str) -> f64 {
    let bare = |date: &'a str| date.trim().trim_end_matches(['~', '?', '%']);
    let date = date.trim().trim_end_matches(['~', '?', '%']);
    let coarse = |form: &str| form.strip_prefix(date).is_some_and(|rest| rest.starts_with('-'));
    forms.map(|form| bare(form)).fold(0.0, |best, form| match form {
        _ if form == date => 1.0,
        _ if !date.is_empty() && date != Value::Unknown.text() && coarse(form) => f64::max(best, 0.5),
        _ => best,
    })
}

/// A number without marks between its digits.
fn number(text: &str) -> String {
    let digits = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ');
    let text = if text.chars().all(digits) { fold(text).replace(' ', ",") } else { text.into() };
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let before = text[..at].ends_with(|c: char| c.is_ascii_digit());
        let behind = text[at + c.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
        if !(matches!(c, ',' | '_' | ' ') && before && behind >= 3) {
            out.push(c);
        }
    }
    fold(&out)
}
