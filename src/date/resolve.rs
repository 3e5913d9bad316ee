//! From what a pattern captured to a value: which arithmetic each [`Meaning`] asks for.
//!
//! `None` is "cannot be known": a relative expression without a date to count from gives no mention.

use super::anchor::{Anchor, Unit, days};
use super::clock::{duration, set, time};
use super::direction::Points;
use super::edtf::calendar::{day_number, easter, weekday};
use super::grammar::Fields;
use super::order::Order;
use super::{Bounds, Date, Meaning, Part, Quality, Relation, Temporal};

/// A date this many days past still counts as lying ahead: articles are read when the day has come.
const GRACE: i64 = 7;
/// Two-digit years up to this one are of the 21st century.
const PIVOT: i32 = 40;

/// What a value may depend on besides the words.
pub(super) struct Context<'a> {
    /// The article's own date.
    pub(super) anchor: Option<Anchor>,
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

/// A date of the calendar. A year that neither words nor article give stays open.
fn calendar(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    if let Some(year) = fields.number("decade") {
        return Date::decade(if year < 100 { 1900 + year } else { year });
    }
    if let Some(century) = fields.number("century") {
        return Date::century((century - 1) * 100);
    }
    if let Some(months) = fields.number("months") {
        let month = reference(fields, context)?.shift(months, Unit::Month)?;
        return in_month(fields, month.year()?, month.month()?);
    }
    if let Some(first) = part(fields, "n1") {
        return in_order(first, part(fields, "n2")?, year_of(fields, context)?, (context.order)());
    }
    let make = |year: i32| in_year(fields, year);
    match year_of(fields, context) {
        Some(year) => make(year),
        None if fields.get("month").is_some() || fields.get("season").is_some() || fields.get("holiday").is_some() => {
            nearest_year(fields, context, &make).or_else(|| any_year(fields))
        }
        None if fields.get("day").is_some() => day_of_month(fields, context),
        None => weekday_by(fields, context),
    }
}

/// "4/2/21": by the order that is usual in the article, else one of two dates.
fn in_order(first: u8, second: u8, year: i32, order: Option<Order>) -> Option<Date> {
    let (day_first, month_first) = (Date::of_day(year, second, first), Date::of_day(year, first, second));
    match (day_first, month_first, order) {
        (Some(one), None, _) | (None, Some(one), _) => Some(one),
        (Some(day_first), Some(_), Some(Order::DayFirst)) => Some(day_first),
        (Some(_), Some(month_first), Some(Order::MonthFirst)) => Some(month_first),
        (Some(day_first), Some(month_first), None) if day_first == month_first => Some(day_first),
        (Some(day_first), Some(month_first), None) => format!("[{month_first},{day_first}]").parse().ok(),
        (None, None, _) => None,
    }
}

/// The year that the words give, also relative to the article's.
fn year_of(fields: &Fields<'_>, context: &Context<'_>) -> Option<i32> {
    if let Some(base) = fields.number("era") {
        return Some(base + fields.number("eraYear")?);
    }
    if let Some(year) = fields.number("year") {
        return Some(year);
    }
    if let Some(year) = fields.number("yy") {
        return Some(if year <= PIVOT { 2000 + year } else { 1900 + year });
    }
    Some(reference(fields, context)?.year + fields.number("years")?)
}

fn in_year(fields: &Fields<'_>, year: i32) -> Option<Date> {
    if let Some(rule) = fields.get("holiday") {
        return holiday(rule, year);
    }
    match (fields.number("season"), fields.number("month")) {
        (Some(season), _) => Date::of_month(year, season as u8),
        (None, Some(month)) => in_month(fields, year, month as u8),
        (None, None) => Some(Date::of_year(year)),
    }
}

fn in_month(fields: &Fields<'_>, year: i32, month: u8) -> Option<Date> {
    if let Some(third) = fields.get("third") {
        return third_of(third, |day| Date::of_day(year, month, day));
    }
    match fields.number("day") {
        Some(day) => Date::of_day(year, month, u8::try_from(day).ok()?),
        None => Date::of_month(year, month),
    }
}

/// The first, second or third ten days of a month.
fn third_of(third: &str, day: impl Fn(u8) -> Option<Date>) -> Option<Date> {
    let (first, last) = match third {
        "1" => (1, [10, 10, 10]),
        "2" => (11, [20, 20, 20]),
        _ => (21, [31, 30, 29]),
    };
    let last = last.into_iter().find_map(&day).or_else(|| day(28))?;
    Date::interval(&day(first)?, &last)
}

/// The same words in an unspecified year.
fn any_year(fields: &Fields<'_>) -> Option<Date> {
    if let Some(rule) = fields.get("holiday") {
        let (month, day) = rule.split_once('-')?;
        return Date::of_any_year(month.parse().ok()?, Some(day.parse().ok()?));
    }
    let month = fields.number("month")? as u8;
    if let Some(third) = fields.get("third") {
        return third_of(third, |day| Date::of_any_year(month, Some(day)));
    }
    Date::of_any_year(month, fields.number("day").map(|day| day as u8))
}

/// The years around the article's, each made into a date, and the one that the event's direction asks for.
fn nearest_year(fields: &Fields<'_>, context: &Context<'_>, make: &dyn Fn(i32) -> Option<Date>) -> Option<Date> {
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
fn pick_past(dates: Vec<Date>, anchor: &Anchor, points: Option<Points>) -> Option<Date> {
    pick(dates, anchor, points.or(Some(Points::Back)), 0)
}

/// A bare weekday: news means the last one unless the event lies ahead, or was to ("was due on Friday").
fn weekday_by(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let today = reference(fields, context)?.day?;
    let ahead = matches!(points(fields, context), Some(Points::Ahead | Points::Near));
    near_weekday(today, fields.number("weekday")?, if ahead { Step::OnOrAfter } else { Step::OnOrBefore })
}

/// Which of the days around a reference.
#[derive(Clone, Copy)]
enum Step {
    Before,
    OnOrBefore,
    OnOrAfter,
    After,
}

fn near_weekday(today: i64, wanted: i32, step: Step) -> Option<Date> {
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
fn day_of_month(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
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

/// The day of a holiday in a year: `12-25`, `easter-2`, `11-4#4` (the fourth Thursday of November),
/// `5-1#-1` (the last Monday of May); with `+1` behind, so many days later.
fn holiday(rule: &str, year: i32) -> Option<Date> {
    if let Some(days) = rule.strip_prefix("easter") {
        let days: i64 = if days.is_empty() { 0 } else { days.parse().ok()? };
        return Date::from_day_number(easter(year) + days);
    }
    let (rule, later) = rule.split_once('+').map_or((rule, 0), |(rule, days)| (rule, days.parse().unwrap_or(0)));
    let (month, rest) = rule.split_once('-')?;
    let month: u8 = month.parse().ok()?;
    let Some((wanted, n)) = rest.split_once('#') else {
        return Date::of_day(year, month, rest.parse().ok()?);
    };
    let day = nth_weekday(&Date::of_month(year, month)?, wanted.parse().ok()?, n.parse().ok()?)?;
    Date::from_day_number(day.day_number()? + later)
}

/// The n-th weekday of a stretch; the last for -1.
fn nth_weekday(of: &Date, wanted: i32, n: i64) -> Option<Date> {
    let Bounds { first: Some(first), last: Some(last) } = of.bounds() else { return None };
    let day = if n > 0 {
        near_weekday(first, wanted, Step::OnOrAfter)?.day_number()? + 7 * (n - 1)
    } else {
        near_weekday(last, wanted, Step::OnOrBefore)?.day_number()? + 7 * (n + 1)
    };
    (first..=last).contains(&day).then(|| Date::from_day_number(day)).flatten()
}

/// So many units from the reference: `way` and `count` with `unit`, or all in one as `by` ("-1D", "+1Y-21").
fn shift(fields: &Fields<'_>, context: &Context<'_>) -> Option<Temporal> {
    if let Some(moved) = same_period(fields, context) {
        return Some(Temporal::Date(moved));
    }
    if let Some(by) = fields.get("by") {
        return shift_by(by, &reference(fields, context)?).map(Temporal::Date);
    }
    let way = fields.number("way")?;
    let Some(count) = fields.number("count") else {
        return vague(if way < 0 { "PAST_REF" } else { "FUTURE_REF" }).map(Temporal::Vague);
    };
    let (factor, unit) = Unit::parse(fields.get("unit")?)?;
    let steps = count.checked_mul(factor)?.checked_mul(way)?;
    let reference = reference(fields, context)?;
    let exact = fields.get("exact").and_then(|kept| {
        let day = match unit {
            Unit::Month => reference.same_day(steps),
            Unit::Year => reference.same_day(steps.checked_mul(12)?),
            Unit::Week => Date::from_day_number(reference.day? + 7 * i64::from(steps)),
            _ => None,
        };
        Anchor::new(&day?)?.shift(0, Unit::parse(kept)?.1)
    });
    exact.or_else(|| reference.shift(steps, unit)).map(Temporal::Date)
}

/// "a year earlier" than a month or a quarter is that month or quarter of the year before.
fn same_period(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let of = match fields.get("reference") {
        Some("period" | "periodNow") => context.last.filter(|last| !last.has_day()).cloned()?,
        Some("quarter") => quarter(context)?,
        _ => return None,
    };
    let code = of.season().or(of.month())?;
    Date::of_month(of.year()?.checked_add(fields.number("years")?)?, code)
}

/// The quarter that a text speaks of: the last that it named, else the last that is over.
fn quarter(context: &Context<'_>) -> Option<Date> {
    context.quarter.cloned().or_else(|| context.anchor?.shift(-1, Unit::Quarter))
}

fn shift_by(by: &str, reference: &Anchor) -> Option<Date> {
    let (by, month) = by
        .split_at_checked(1)
        .and_then(|(sign, rest)| rest.split_once('-').map(|(head, month)| (format!("{sign}{head}"), Some(month))))
        .unwrap_or_else(|| (by.to_string(), None));
    let letters = by.find(|c: char| c.is_ascii_alphabetic())?;
    let (_, unit) = Unit::parse(&by[letters..])?;
    let moved = reference.shift(by[..letters].parse().ok()?, unit)?;
    match month {
        Some(month) => Date::of_month(moved.year()?, month.parse().ok()?),
        None => Some(moved),
    }
}

/// The unit, weekday, month, season or holiday before, around or after the reference.
fn step(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let reference = reference(fields, context)?;
    if let Some(unit) = fields.get("unit") {
        let (factor, unit) = Unit::parse(unit)?;
        let Some(way) = fields.number("way") else {
            let around = (-1..=1).filter_map(|way| reference.shift(way, unit)).collect();
            return pick_past(around, &reference, points(fields, context));
        };
        return reference.shift(way.checked_mul(factor)?, unit);
    }
    let way = fields.number("way")?;
    if fields.get("month").is_some() || fields.get("season").is_some() || fields.get("holiday").is_some() {
        return step_in_year(fields, way, &reference);
    }
    let step = match way {
        ..0 => Step::Before,
        1.. => Step::After,
        0 if points(fields, context) == Some(Points::Back) => Step::OnOrBefore,
        0 => Step::OnOrAfter,
    };
    near_weekday(reference.day?, fields.number("weekday")?, step)
}

fn step_in_year(fields: &Fields<'_>, way: i32, reference: &Anchor) -> Option<Date> {
    let this = in_year(fields, reference.year)?;
    if way == 0 {
        return Some(this);
    }
    // A season counts from its first month: that of winter is December.
    let begin = match fields.number("season") {
        Some(season @ 21..=24) => day_number(reference.year, ((season - 20) * 3) as u8, 1),
        _ => this.bounds().first?,
    };
    let holds = this.relate(&Date::from_day_number(reference.first)?) != Relation::Disjoint;
    let later = begin > reference.last && !holds;
    let earlier = begin < reference.first && !holds;
    reference.month?;
    match way {
        ..0 => in_year(fields, if earlier { reference.year } else { reference.year - 1 }),
        _ => in_year(fields, if later { reference.year } else { reference.year + 1 }),
    }
}

/// The unit that holds the reference, or the weekday of its week.
fn same(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    if fields.get("reference") == Some("quarter") {
        return quarter(context);
    }
    let reference = reference(fields, context)?;
    if let Some(wanted) = fields.number("weekday") {
        return near_weekday(reference.day?, wanted, Step::OnOrAfter);
    }
    let (_, unit) = Unit::parse(fields.get("unit")?)?;
    // A holiday on a Monday ends its weekend.
    let late = unit == Unit::Weekend && reference.day.is_some_and(|day| weekday(day) <= 2);
    reference.shift(-i32::from(late), unit)
}

/// The n-th weekday, week, weekend, month, quarter, half or decade of another date.
fn nth(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    let of = inner_date(fields, "of", context)?;
    // Without a year only the whole is known: "the first Friday of May" is a day of May.
    nth_of(fields, &of).or_else(|| of.is_year_open().then_some(of))
}

fn nth_of(fields: &Fields<'_>, of: &Date) -> Option<Date> {
    let n = fields.number("n").unwrap_or(1);
    if let Some(wanted) = fields.number("weekday") {
        return nth_weekday(of, wanted, i64::from(n));
    }
    let (_, unit) = Unit::parse(fields.get("unit")?)?;
    let count = |all: i32| if n > 0 { n } else { all + 1 + n };
    let Bounds { first: Some(first), last: Some(last) } = of.bounds() else { return None };
    let from = |step: i64| if n > 0 { first + step * i64::from(n - 1) } else { last + 1 + step * i64::from(n) };
    let found = match unit {
        Unit::Day => Date::from_day_number(from(1))?,
        Unit::Week => days(from(7), (from(7) + 6).min(last))?,
        Unit::Weekend => {
            let saturday = nth_weekday(of, 6, i64::from(n))?.day_number()?;
            days(saturday, saturday + 1)?
        }
        Unit::Month => Date::of_month(of.year()?, u8::try_from(count(12)).ok()?)?,
        Unit::Quarter => Date::of_month(of.year()?, u8::try_from(count(4)).ok()? + 32)?,
        Unit::Half => Date::of_month(of.year()?, u8::try_from(count(2)).ok()? + 39)?,
        _ => return None,
    };
    (found.bounds().first? >= first && found.bounds().first? <= last).then_some(found)
}

/// Several days or a stretch: `from` and `to`, or parts that share a month or a year.
fn range(fields: &Fields<'_>, context: &Context<'_>) -> Option<Date> {
    if fields.inner("from").is_some() {
        return Date::interval(&inner_date(fields, "from", context)?, &inner_date(fields, "to", context)?);
    }
    let year2 = fields.number("year2").map(|year| match (year, fields.number("year")) {
        (0..100, Some(first)) => first - first % 100 + year,
        _ => year,
    });
    let (month, day) = (part(fields, "month"), part(fields, "day"));
    let (month2, day2) = (part(fields, "month2").or(month), part(fields, "day2"));
    let over_new_year = month2 < month;
    let make = |year: Option<i32>| {
        let (year, until) = match (fields.number("year").or(year), year2) {
            (Some(year), None) => (Some(year), Some(year + i32::from(over_new_year))),
            (None, Some(until)) => (Some(until - i32::from(over_new_year)), Some(until)),
            both => both,
        };
        let first = date_of(year, month, day)?;
        let last = date_of(until, month2, day2)?;
        join(fields, first, last, |day| date_of(until, month2, Some(day)))
    };
    if fields.get("month").is_none() || fields.get("year").is_some() || year2.is_some() {
        return make(None);
    }
    let by_years = year_of(fields, context).map(Some);
    match by_years {
        Some(year) => make(year),
        None => nearest_year(fields, context, &|year| make(Some(year))).or_else(|| make(None)),
    }
}

fn part(fields: &Fields<'_>, group: &str) -> Option<u8> {
    fields.number(group).and_then(|number| u8::try_from(number).ok())
}

fn date_of(year: Option<i32>, month: Option<u8>, day: Option<u8>) -> Option<Date> {
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => Date::of_day(year, month, day),
        (Some(year), Some(month), None) => Date::of_month(year, month),
        (Some(year), None, None) => Some(Date::of_year(year)),
        (None, Some(month), day) => Date::of_any_year(month, day),
        _ => None,
    }
}

/// "3-6", "3 and 4": a stretch; "3 and 10", "3-6 and 10": a set.
fn join(fields: &Fields<'_>, first: Date, last: Date, more: impl Fn(u8) -> Option<Date>) -> Option<Date> {
    let next = |date: &Date| date.day().map(|day| day + 1);
    let months = first.day().is_none() && first.month().map(|month| month + 1) == last.month();
    let stretch = fields.get("until").is_some() || months || (next(&first).is_some() && next(&first) == last.day());
    if fields.get("or").is_some() {
        return format!("[{first},{last}]").parse().ok();
    }
    let further = ["day3", "day4", "day5"].into_iter().filter_map(|group| part(fields, group));
    let further = further.map(more).collect::<Option<Vec<Date>>>()?;
    if further.is_empty() {
        return match stretch {
            true => Date::interval(&first, &last),
            false if first == last => Some(first),
            false => Date::all_of(&[first, last]),
        };
    }
    if fields.get("until").is_some() {
        let listed: Vec<String> = further.iter().map(ToString::to_string).collect();
        return format!("{{{first}..{last},{}}}", listed.join(",")).parse().ok();
    }
    let days = [vec![first, last], further].concat();
    let consecutive = days.windows(2).all(|pair| next(&pair[0]) == pair[1].day());
    if consecutive { Date::interval(&days[0], days.last()?) } else { Date::all_of(&days) }
}
