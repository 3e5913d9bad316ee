//! From what a pattern captured to a value: which arithmetic each [`Meaning`] asks for.
//!
//! `None` is "cannot be known": a relative expression without a date to count from gives no mention. Dates of the
//! calendar are made in [`absolute`], what counts from another date in [`relative`], stretches and lists of days
//! in [`stretch`]; which of several years, months or weeks is meant is decided in [`pick`].

mod absolute;
mod pick;
mod relative;
mod stretch;

use absolute::calendar;
use relative::{nth, same, shift, step};
use stretch::range;

use super::anchor::Anchor;
use super::clock::{duration, set, time};
use super::direction::Points;
use super::grammar::Fields;
use super::order::Order;
use super::{Date, Meaning, Part, Quality, Temporal};

/// What a value may depend on besides the words.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The article's own date.
    pub(super) anchor: Option<Anchor>,
    /// The year that the expression shares with others of its list.
    pub(super) year: Option<i32>,
    /// The last date that the text gave.
    pub(super) narrative: Option<Anchor>,
    /// The same as it is written, and the last quarter.
    pub(super) last: Option<&'a Date>,
    pub(super) quarter: Option<&'a Date>,
    /// Where the event lies, asked only if it matters.
    pub(super) points: &'a dyn Fn() -> Option<Points>,
    /// Whether the day or the month comes first in dates of figures, if the article tells.
    pub(super) order: &'a dyn Fn() -> Option<Order>,
}

/// The value of an expression, and which part of it is meant.
pub(super) fn resolve(fields: &Fields<'_>, context: &Context<'_>) -> Option<(Temporal, Option<Part>)> {
    let value = match fields.pattern.meaning {
        Meaning::Date => Temporal::Date(calendar(fields, context)?),
        Meaning::About => Temporal::Date(inner_date(fields, "of", context)?),
        Meaning::Range => Temporal::Date(range(fields, context)?),
        Meaning::Shift => shift(fields, context)?,
        Meaning::Step => Temporal::Date(step(fields, context)?),
        Meaning::Part => inner(fields, "of", context)?,
        Meaning::Nth => Temporal::Date(nth(fields, context)?),
        Meaning::Same => Temporal::Date(same(fields, context)?),
        Meaning::Time => Temporal::Time(time(fields)?),
        Meaning::Duration => Temporal::Duration(duration(fields)?),
        Meaning::Set => Temporal::Set(set(fields)?),
        Meaning::Vague => Temporal::Vague(vague(fields.get("value")?)?),
        Meaning::Nothing => return None,
    };
    Some((with_quality(value, fields), fields.get("part").and_then(Part::parse)))
}

impl Part {
    /// Code of a part in word lists.
    fn parse(code: &str) -> Option<Part> {
        Some(match code {
            "START" => Part::Early,
            "MID" => Part::Mid,
            "END" => Part::Late,
            "MO" => Part::Morning,
            "AF" => Part::Afternoon,
            "EV" => Part::Evening,
            "NI" => Part::Night,
            _ => return None,
        })
    }
}

fn with_quality(value: Temporal, fields: &Fields<'_>) -> Temporal {
    let about = (fields.pattern.meaning == Meaning::About).then_some("~");
    match (value, fields.get("quality").or(about)) {
        (Temporal::Date(date), Some("~")) => Temporal::Date(date.with_quality(Quality::Approximate)),
        (Temporal::Date(date), Some("?")) => Temporal::Date(date.with_quality(Quality::Uncertain)),
        (Temporal::Date(date), Some("%")) => Temporal::Date(date.with_quality(Quality::UncertainApproximate)),
        (value, _) => value,
    }
}

fn vague(code: &str) -> Option<&'static str> {
    ["PAST_REF", "PRESENT_REF", "FUTURE_REF"].into_iter().find(|known| *known == code)
}

/// Where the event lies: as the expression says itself ("the coming 16th"), else as its sentence does.
fn points(fields: &Fields<'_>, context: &Context<'_>) -> Option<Points> {
    match fields.get("points") {
        Some("ahead") => Some(Points::Ahead),
        Some("back") => Some(Points::Back),
        _ => (context.points)(),
    }
}

/// What relative words count from: the date that they name, the text's last date where the pattern says so,
/// else the article's.
fn reference(fields: &Fields<'_>, context: &Context<'_>) -> Option<Anchor> {
    if fields.inner("of").is_some() {
        return Anchor::new(&inner_date(fields, "of", context)?);
    }
    match fields.get("reference") {
        Some("narrative") => context.narrative,
        Some("either" | "period") => context.narrative.or(context.anchor),
        _ => context.anchor,
    }
}

/// The value of another expression inside this one.
fn inner(fields: &Fields<'_>, group: &str, context: &Context<'_>) -> Option<Temporal> {
    resolve(fields.inner(group)?, context).map(|(value, _)| value)
}

fn inner_date(fields: &Fields<'_>, group: &str, context: &Context<'_>) -> Option<Date> {
    if let Temporal::Date(date) = inner(fields, group, context)? { Some(date) } else { None }
}

fn part(fields: &Fields<'_>, group: &str) -> Option<u8> {
    fields.number(group).and_then(|number| u8::try_from(number).ok())
}
