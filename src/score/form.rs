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

/// The forms of a name that are right, folded; a person may be named by the beginning or end of one.
pub(super) struct Names {
    forms: Vec<String>,
    person: bool,
}

impl Names {
    pub(super) fn new(name: &str, others: &[String], kind: &str) -> Names {
        let forms = std::iter::once(name).chain(others.iter().map(String::as_str)).map(fold).collect();
        Names { forms, person: kind == "person" }
    }

    /// Whether a folded name is one of them.
    pub(super) fn have(&self, name: &str) -> bool {
        self.forms.iter().any(|form| {
            let part = form.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
                || form.strip_suffix(name).is_some_and(|rest| rest.ends_with(' '));
            form == name || self.person && !name.is_empty() && part
        })
    }
}

/// A row of gold, ready to be compared.
pub(super) struct Row<'a> {
    gold: &'a Gold,
    subject: Names,
    object: Names,
    /// Whether the subject's kind must be right, too.
    strict: bool,
}

impl<'a> Row<'a> {
    pub(super) fn new(gold: &'a Gold, strict: bool) -> Row<'a> {
        let subject = Names::new(&gold.subject, &gold.subject_alts, &gold.subject_kind);
        let object = Names::new(&gold.object, &gold.object_alts, &gold.object_kind);
        Row { gold, subject, object, strict }
    }

    /// How far a claim is what the row says: 1, one half for a date that is right but less exact, or 0.
    pub(super) fn credit(&self, said: &Statement, symmetric: bool) -> f64 {
        if self.gold.predicate != said.predicate {
            return 0.0;
        }
        let one_way = |subject: &Side, object: &Side| {
            let kind = !self.strict || subject.kind == self.gold.subject_kind;
            if kind && self.subject.have(&subject.folded) { self.of_object(object) } else { 0.0 }
        };
        let credit = one_way(&said.subject, &said.object);
        if symmetric { credit.max(one_way(&said.object, &said.subject)) } else { credit }
    }

    fn of_object(&self, object: &Side) -> f64 {
        let gold = self.gold;
        let forms = || std::iter::once(&gold.object).chain(&gold.object_alts);
        let dated = gold.object_kind == "date" || gold.predicate.ends_with("_date") || gold.predicate == "announced_on";
        let same = match gold.object_kind.as_str() {
            _ if gold.predicate == "said" => {
                self.object.forms.iter().any(|form| first_words(form) == first_words(&object.folded))
            }
            _ if dated => return of_date(forms(), &object.text),
            "number" | "money" => forms().any(|form| number(form) == number(&object.text)),
            _ => self.object.have(&object.folded),
        };
        f64::from(u8::from(same))
    }
}

/// A name or value as it is and folded, and its kind.
struct Side {
    text: String,
    folded: String,
    kind: &'static str,
}

impl Side {
    fn new(text: String, kind: &'static str) -> Side {
        Side { folded: fold(&text), text, kind }
    }
}

/// What a claim says, ready to be compared.
pub(super) struct Statement<'a> {
    pub(super) predicate: &'a str,
    subject: Side,
    object: Side,
}

impl Statement<'_> {
    /// What a claim says, with `child` turned into `parent`.
    pub(super) fn of(claim: &Claim) -> Statement<'_> {
        let subject = Side::new(claim.subject.name.clone(), claim.subject.kind.name());
        let object = Side::new(claim.object.text(), claim.object.kind_name());
        match claim.predicate.as_str() {
            "child" => Statement { predicate: "parent", subject: object, object: subject },
            predicate => Statement { predicate, subject, object },
        }
    }

    /// What makes two claims of an article the same.
    pub(super) fn key(&self) -> [String; 4] {
        let object = &self.object.folded;
        let object = if self.predicate == "said" { first_words(object) } else { object.clone() };
        [self.predicate.into(), self.subject.folded.clone(), self.subject.kind.into(), object]
    }
}

fn first_words(folded: &str) -> String {
    folded.split(' ').take(QUOTED).collect::<Vec<_>>().join(" ")
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
