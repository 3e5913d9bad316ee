//! Times of day, lengths of time and repeated times, as ISO 8601 and TimeML write them. They need no anchor.

use super::anchor::Unit;
use super::grammar::Fields;

/// A time of day, with its offset from UTC where the words name a zone.
pub(super) fn time(fields: &Fields<'_>) -> Option<String> {
    if let Some(at) = fields.get("at") {
        return Some(format!("T{at}{}", fields.get("zone").unwrap_or_default()));
    }
    let hour = fields.number("hour")?;
    let hour = match fields.get("half") {
        Some("12") => hour % 12 + 12,
        Some(_) => hour % 12,
        None => hour,
    };
    let minute = fields.number("minute").unwrap_or(0);
    let valid = (0..=24).contains(&hour) && (0..60).contains(&minute);
    valid.then(|| format!("T{hour:02}:{minute:02}{}", fields.get("zone").unwrap_or_default()))
}

/// An ISO 8601 duration; `PXW` for "several weeks".
pub(super) fn duration(fields: &Fields<'_>) -> Option<String> {
    let (mut time, mut text) = (false, "P".to_string());
    for (count, unit) in [("count", "unit"), ("count2", "unit2")] {
        let Some(unit) = fields.get(unit) else { continue };
        let (factor, unit) = Unit::parse(unit)?;
        let (clock, letter, factor) = designator(factor, unit);
        if clock && !time {
            text.push('T');
            time = true;
        }
        let count = fields.number(count).map(|count| count.checked_mul(factor));
        match count {
            Some(count) => text.push_str(&count?.to_string()),
            None => text.push('X'),
        }
        text.push(letter);
    }
    (text.len() > 1).then_some(text)
}

/// Whether a unit is one of the clock, its letter in ISO 8601, and how many of that it is.
fn designator(factor: i32, unit: Unit) -> (bool, char, i32) {
    match unit {
        Unit::Second => (true, 'S', factor),
        Unit::Minute => (true, 'M', factor),
        Unit::Hour => (true, 'H', factor),
        Unit::Day | Unit::Weekend => (false, 'D', factor),
        Unit::Week => (false, 'W', factor),
        Unit::Month => (false, 'M', factor),
        Unit::Quarter => (false, 'M', factor * 3),
        Unit::Half => (false, 'M', factor * 6),
        Unit::Year => (false, 'Y', factor),
        Unit::Decade => (false, 'Y', factor * 10),
        Unit::Century => (false, 'Y', factor * 100),
    }
}

pub(super) fn set(fields: &Fields<'_>) -> Option<String> {
    if let Some(wanted) = fields.number("weekday") {
        return Some(format!("XXXX-WXX-{wanted}"));
    }
    if let Some(set) = fields.get("set") {
        return Some(set.to_string());
    }
    duration(fields)
}
