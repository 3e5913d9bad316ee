//! Values as TIMEX3 (ISO-TimeML) writes them, for comparison with other tools.

use super::edtf::calendar::{iso_week, weekday};
use super::{Bounds, Date, DateMention, Part, Temporal};

/// Type and value of a TIMEX3 element.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Timex {
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// `2021-04-02`, `2021-W13`, `P3W`, `PRESENT_REF` ...
    pub value: String,
}

impl Timex {
    /// A date as TIMEX3 writes it.
    pub fn of_date(date: &Date) -> Timex {
        Timex { kind: "DATE", value: date_value(date) }
    }
}

impl DateMention {
    /// The mention as TIMEX3 writes it. A stretch whose ends are [named](DateMention::named_ends) is the time
    /// between them.
    pub fn timex(&self) -> Timex {
        let (kind, value) = match &self.value {
            Temporal::Date(date) if self.ends.is_some() => ("DURATION", between(date)),
            Temporal::Date(date) => match self.part.and_then(day_part) {
                Some(part) => ("TIME", date_value(date) + part),
                None => ("DATE", date_value(date)),
            },
            Temporal::Time(time) => ("TIME", time.clone()),
            Temporal::Duration(duration) => ("DURATION", duration.clone()),
            Temporal::Set(set) => ("SET", set.clone()),
            Temporal::Vague(value) => ("DATE", value.to_string()),
        };
        Timex { kind, value }
    }
}

/// How long a stretch is, in the unit of its ends.
fn between(date: &Date) -> String {
    let Some((from, to)) = date.ends() else { return date_value(date) };
    let years = || from.year().zip(to.year()).map_or(0, |(from, to)| to - from);
    let months = || from.month().zip(to.month()).map(|(from, to)| i32::from(to) - i32::from(from));
    let days = || Some(to.bounds().last? - from.bounds().first? + 1);
    match (from.has_day(), months()) {
        (true, _) => days().map_or_else(|| "PXD".into(), |days| format!("P{days}D")),
        (false, Some(months)) => format!("P{}M", 12 * years() + months + 1),
        (false, None) => format!("P{}Y", years() + 1),
    }
}

fn day_part(part: Part) -> Option<&'static str> {
    match part {
        Part::Morning => Some("TMO"),
        Part::Afternoon => Some("TAF"),
        Part::Evening => Some("TEV"),
        Part::Night => Some("TNI"),
        Part::Early | Part::Mid | Part::Late => None,
    }
}

fn date_value(date: &Date) -> String {
    let text = date.to_string();
    let plain = text.trim_end_matches(['?', '~', '%']);
    match (date.season(), date.open_year_digits()) {
        (Some(code), _) => format!("{}-{}", &plain[..plain.len() - 3], season(code)),
        (None, 1..=3) => plain.trim_end_matches('X').to_string(),
        _ => week(date).unwrap_or_else(|| plain.to_string()),
    }
}

fn season(code: u8) -> String {
    match code {
        21 | 25 | 29 => "SP".to_string(),
        22 | 26 | 30 => "SU".to_string(),
        23 | 27 | 31 => "FA".to_string(),
        24 | 28 | 32 => "WI".to_string(),
        33..=36 => format!("Q{}", code - 32),
        37..=39 => format!("T{}", code - 36),
        _ => format!("H{}", code - 39),
    }
}

/// Seven days are the week that has most of them, Saturday and Sunday a weekend.
fn week(date: &Date) -> Option<String> {
    date.ends()?;
    let Bounds { first: Some(first), last: Some(last) } = date.bounds() else { return None };
    let (year, number) = iso_week(first + 3);
    match (weekday(first), last - first) {
        (_, 6) => Some(format!("{year}-W{number:02}")),
        (6, 1) => Some(format!("{}-W{:02}-WE", iso_week(first).0, iso_week(first).1)),
        _ => None,
    }
}
