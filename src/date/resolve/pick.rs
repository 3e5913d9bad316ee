//! Which of several years, months or weeks is meant: where the event lies, else the nearest.

use super::{Context, points, reference};
use crate::date::anchor::{Anchor, Unit};
use crate::date::direction::Points;
use crate::date::edtf::calendar::weekday;
use crate::date::grammar::Fields;
use crate::date::{Bounds, Date};

/// A date this many days past still counts as lying ahead: articles are read when the day has come.
const GRACE: i64 = 7;

/// The years around the article's, each made into a date, and the one that the event's direction asks for.
pub(super) fn nearest_year(
    fields: &Fields<'_>,
    context: &Context<'_>,
    make: &dyn Fn(i32) -> Option<Date>,
) -> Option<Date> {
    let anchor = reference(fields, context)?;
    anchor.month?;
    let mut dates: Vec<Date> = (-1..=1).filter_map(|step| make(anchor.year + step)).collect();
    keep_weekday(&mut dates, fields.number("weekday"));
    pick(dates, &anchor, points(fields, context), GRACE)
}

/// Of several dates those on a weekday, unless there are none.
fn keep_weekday(dates: &mut Vec<Date>, wanted: Option<i32>) {
    let fits = |date: &Date| date.day_number().map(|day| i32::from(weekday(day))) == wanted;
    if wanted.is_some() && dates.iter().any(fits) {
        dates.retain(fits);
    }
}

/// The date that lies where the event does.
fn pick(dates: Vec<Date>, anchor: &Anchor, points: Option<Points>, grace: i64) -> Option<Date> {
    let ends = |date: &Date| -> (i64, i64) {
        let Bounds { first, last } = date.bounds();
        (first.unwrap_or(i64::MIN / 2), last.unwrap_or(i64::MAX / 2))
    };
    let distance = |date: &Date| {
        let (first, last) = ends(date);
        (first - anchor.last).max(anchor.first - last).max(0)
    };
    let nearest = || dates.iter().min_by_key(|date| (distance(date), ends(date).0)).cloned();
    match points {
        Some(Points::Ahead) => dates.iter().find(|date| ends(date).1 + grace >= anchor.first).cloned().or_else(nearest),
        Some(Points::Back) => {
            let slack = i64::from(grace > 0);
            dates.iter().rfind(|date| ends(date).0 <= anchor.last + slack).cloned().or_else(nearest)
        }
        Some(Points::Near | Points::Turn) | None => nearest(),
    }
}

/// As [`pick`], but what nothing points to lies back: "the weekend".
pub(super) fn pick_past(dates: Vec<Date>, anchor: &Anchor, points: Option<Points>) -> Option<Date> {
    pick(dates, anchor, points.or(Some(Points::Back)), 0)
}

/// A bare weekday: news means the last one unless the event lies ahead, or was to ("was due on Friday").
pub(super) fn weekday_by(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let today = reference(fields, context)?.day?;
    let ahead = matches!(points(fields, context), Some(Points::Ahead | Points::Near));
    near_weekday(today, fields.number("weekday")?, if ahead { Step::OnOrAfter } else { Step::OnOrBefore })
}

/// Which of the days around a reference.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Before,
    OnOrBefore,
    OnOrAfter,
    After,
}

pub(super) fn near_weekday(today: i64, wanted: i32, step: Step) -> Option<Date> {
    let forward = (i64::from(wanted) - i64::from(weekday(today))).rem_euclid(7);
    let back = (7 - forward) % 7;
    Date::from_day_number(match step {
        Step::Before => today - if back == 0 { 7 } else { back },
        Step::OnOrBefore => today - back,
        Step::OnOrAfter => today + forward,
        Step::After => today + if forward == 0 { 7 } else { forward },
    })
}

/// "the 16th": of this month or the one before or after.
pub(super) fn day_of_month(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let anchor = reference(fields, context)?;
    anchor.day?;
    let day = fields.number("day")?;
    let month = |step: i32| {
        let month = anchor.shift(step, Unit::Month)?;
        Date::of_day(month.year()?, month.month()?, u8::try_from(day).ok()?)
    };
    let mut dates: Vec<Date> = (-1..=1).filter_map(month).collect();
    keep_weekday(&mut dates, fields.number("weekday"));
    pick(dates, &anchor, points(fields, context), 0)
}

/// The n-th weekday of a stretch; the last for -1.
pub(super) fn nth_weekday(of: &Date, wanted: i32, n: i64) -> Option<Date> {
    let Bounds { first: Some(first), last: Some(last) } = of.bounds() else { return None };
    let day = if n > 0 {
        near_weekday(first, wanted, Step::OnOrAfter)?.day_number()? + 7 * (n - 1)
    } else {
        near_weekday(last, wanted, Step::OnOrBefore)?.day_number()? + 7 * (n + 1)
    };
    (first..=last).contains(&day).then(|| Date::from_day_number(day)).flatten()
}
