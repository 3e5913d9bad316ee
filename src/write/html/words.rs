//! Values, dates and names in the words of the report's pages. Scraped text goes through [`text`], which keeps it
//! harmless, and stands in a `bdi`, which keeps its direction to itself.

use std::borrow::Cow;

use maud::{Markup, html};

use super::super::harmless;
use crate::claim::{Modality, Polarity};
use crate::date::Quality;
use crate::report::{ConflictKind, Side, SideValue};
use crate::{Claim, Date, Entity, Value};

/// The qualifier that belongs to the number itself: "61000 copies".
const UNIT: &str = "unit";

/// Characters of a genre, a country, a title: a longer text is a statement and stands in quotation marks.
const TERM: usize = 32;

/// Characters of a name, a title or a statement that are shown.
const MOST: usize = 500;

/// Scraped text inside a line.
pub(super) fn text(text: &str) -> Markup {
    html! { bdi lang=[language(text)] { (harmless(&clipped(text, MOST))) } }
}

/// The text, or its beginning with an ellipsis: what stands in many places must not be long.
pub(super) fn clipped(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// The language of a short text, where its letters leave no doubt: it chooses the font.
fn language(text: &str) -> Option<&'static str> {
    let kana = |c| matches!(c, '\u{3041}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}');
    let hangul = |c| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7FF}');
    text.contains(kana).then_some("ja").or_else(|| text.contains(hangul).then_some("ko"))
}

/// A predicate or a qualifier's name as words.
pub(super) fn spaced(name: &str) -> String {
    harmless(name).replace('_', " ")
}

/// A count with its noun.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let ending = match noun.strip_suffix('y') {
        Some(stem) if count != 1 => return format!("{} {stem}ies", grouped(&count.to_string())),
        _ if count == 1 => "",
        _ => "s",
    };
    format!("{} {noun}{ending}", grouped(&count.to_string()))
}

/// A name with its kind.
pub(super) fn entity(entity: &Entity) -> Markup {
    html! { (text(&entity.name)) " " span.kind { (entity.kind.name()) } }
}

/// An object with the unit that belongs to it.
pub(super) fn value(value: &Value, unit: Option<&str>) -> Markup {
    html! {
        @match value {
            Value::Entity(thing) => (entity(thing)),
            Value::Date(day) => (date(day)),
            Value::Number(number) => span.number { (grouped(&harmless(number))) },
            Value::Money(amount) => span.number { (money(amount)) },
            Value::Duration(length) => span.number title=(harmless(length)) { (duration(length)) },
            Value::Text(words) if words.chars().nth(TERM).is_none() => (text(words)),
            Value::Text(words) => q { (text(words)) },
            Value::Unknown => em.open title="the article says that it is not known" { "not known" },
            Value::Unspecified => em.open title="the article leaves it open" { "left open" },
        }
        @if let Some(unit) = unit { " " (text(unit)) }
    }
}

/// A claim's object with its unit, or with its qualifiers behind it.
pub(super) fn object(claim: &Claim) -> Markup {
    html! {
        (value(&claim.object, claim.qualifiers.get(UNIT).map(String::as_str)))
        (qualifiers(&claim.qualifiers))
    }
}

/// Qualifiers but for the unit, in brackets.
pub(super) fn qualifiers(all: &std::collections::BTreeMap<String, String>) -> Markup {
    let others = all.iter().filter(|(key, _)| *key != UNIT);
    html! { @for (key, value) in others { " " span.qualifier { (spaced(key)) ": " (text(value)) } } }
}

/// The unit among a fact's qualifiers.
pub(super) fn unit(all: &std::collections::BTreeMap<String, String>) -> Option<&str> {
    all.get(UNIT).map(String::as_str)
}

/// What a side of a conflict says.
pub(super) fn side(kind: ConflictKind, side: &Side, unit: Option<&str>) -> Markup {
    html! {
        @match &side.value {
            SideValue::Word(word) if kind == ConflictKind::Relation => (spaced(word)),
            SideValue::Word(word) => (text(word)),
            SideValue::Value(said) => (value(said, unit)),
        }
        @for word in standing(side.polarity, side.modality) { " " span.standing { (word) } }
    }
}

/// How it is said: nothing where it is simply affirmed.
pub(super) fn standing(polarity: Option<Polarity>, modality: Option<Modality>) -> Vec<&'static str> {
    let denied = (polarity == Some(Polarity::Negated)).then_some("not so");
    let modality = modality.and_then(|modality| match modality {
        Modality::Asserted => None,
        Modality::Planned => Some("planned"),
        Modality::Reported => Some("reported"),
        Modality::Rumoured => Some("rumoured"),
        Modality::Denied => Some("denied"),
    });
    denied.into_iter().chain(modality).collect()
}

/// A date for people, with its EDTF form at hand.
pub(super) fn date(date: &Date) -> Markup {
    let edtf = date.to_string();
    html! { time datetime=[machine(date)] title=(edtf) { (date_words(date)) } }
}

/// The form that an element `time` may have: of years, months and days wholly given.
fn machine(date: &Date) -> Option<String> {
    date.year().filter(|year| (1..=9999).contains(year) && date.season().is_none())?;
    let text = date.with_quality(Quality::Known).to_string();
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-').then_some(text)
}

/// A date in words: "2 April 2021", "spring 2021", "16 June, year not said". Sets and what has no plain words stay
/// EDTF.
pub(super) fn date_words(date: &Date) -> String {
    if let Some((from, to)) = date.ends() {
        return format!("{} – {}", date_words(&from), date_words(&to));
    }
    let about = match date.quality() {
        Quality::Known => "",
        Quality::Uncertain => "perhaps ",
        Quality::Approximate => "about ",
        Quality::UncertainApproximate => "perhaps about ",
    };
    point_words(&date.with_quality(Quality::Known)).map_or_else(|| date.to_string(), |words| format!("{about}{words}"))
}

/// The parts of the year that EDTF has codes for, from 21.
const SEASONS: [&str; 21] = [
    "spring",
    "summer",
    "autumn",
    "winter",
    "northern spring",
    "northern summer",
    "northern autumn",
    "northern winter",
    "southern spring",
    "southern summer",
    "southern autumn",
    "southern winter",
    "first quarter of",
    "second quarter of",
    "third quarter of",
    "fourth quarter of",
    "first third of",
    "second third of",
    "last third of",
    "first half of",
    "second half of",
];

fn point_words(date: &Date) -> Option<String> {
    if date.is_year_open() {
        let form = if date.day().is_some() { "%-d %B" } else { "%B" };
        // Any leap year will do: only day and month are shown.
        let day = jiff::civil::Date::new(2000, date.month()? as i8, date.day().unwrap_or(1) as i8).ok()?;
        return Some(format!("{}, year not said", day.strftime(form)));
    }
    let year = date.year()?;
    if let Some(code) = date.season() {
        return Some(format!("{} {year}", SEASONS.get(usize::from(code).checked_sub(21)?)?));
    }
    let Some(month) = date.month() else { return (date.to_string() == year.to_string()).then(|| year.to_string()) };
    let form = if date.day().is_some() { "%-d %B %Y" } else { "%B %Y" };
    // "2021-04-XX", some day of April, has a form of its own.
    if date.has_day() && date.day().is_none() {
        return None;
    }
    let day = jiff::civil::Date::new(i16::try_from(year).ok()?, month as i8, date.day().unwrap_or(1) as i8).ok()?;
    Some(day.strftime(form).to_string())
}

/// Digits in groups of three, from five on: "61,000", "2021".
fn grouped(number: &str) -> String {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if digits < 5 {
        return number.into();
    }
    let mut out = String::with_capacity(number.len() + digits / 3);
    for (at, c) in number.char_indices() {
        if at > 0 && at < digits && (digits - at) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}

fn money(amount: &str) -> String {
    let amount = harmless(amount);
    amount.split_once(' ').map_or_else(|| amount.to_string(), |(code, number)| format!("{code} {}", grouped(number)))
}

fn duration(length: &str) -> String {
    length.parse::<jiff::Span>().map_or_else(|_| harmless(length).into_owned(), |span| format!("{span:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_in_words() {
        let cases = [
            ("2021", "2021"),
            ("2021-04", "April 2021"),
            ("2021-04-02", "2 April 2021"),
            ("2021-04-02~", "about 2 April 2021"),
            ("2021-21", "spring 2021"),
            ("2021-36", "fourth quarter of 2021"),
            ("2021-41", "second half of 2021"),
            ("XXXX-06-16", "16 June, year not said"),
            ("XXXX-06", "June, year not said"),
            ("201X", "201X"),
            ("2021-04-XX", "2021-04-XX"),
            ("2021-04/2021-05", "April 2021 – May 2021"),
            ("2021/..", "2021/.."),
            ("Y12000", "Y12000"),
            ("-0044", "-0044"),
            ("[2021,2023]", "[2021,2023]"),
        ];
        for (edtf, words) in cases {
            assert_eq!(date_words(&edtf.parse().expect(edtf)), words, "{edtf}");
        }
    }

    #[test]
    fn numbers_are_grouped_and_lengths_told() {
        for (number, shown) in
            [("2021", "2021"), ("61000", "61,000"), ("1234567.5", "1,234,567.5"), ("x", "x"), ("", "")]
        {
            assert_eq!(grouped(number), shown);
        }
        assert_eq!(money("USD 200000000"), "USD 200,000,000");
        assert_eq!(duration("PT2H15M"), "2h 15m");
        assert_eq!(
            [counted(1, "reply"), counted(2, "reply"), counted(12345, "claim")],
            ["1 reply", "2 replies", "12,345 claims"]
        );
    }

    #[test]
    fn scraped_text_cannot_leave_its_place() {
        let shown = text("</bdi><script>\u{202e}\0&").into_string();
        assert_eq!(shown, "<bdi>&lt;/bdi&gt;&lt;script&gt;\\u{202e}\\u{0}&amp;</bdi>");
        assert_eq!(text("시그널").into_string(), "<bdi lang=\"ko\">시그널</bdi>");
    }
}
