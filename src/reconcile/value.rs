//! How two objects of one predicate relate: the same, one more precise than the other, or at odds.

use super::fold;
use crate::claim::Value;
use crate::date::{Date, Relation};

/// An object as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Comparable {
    /// A thing, by its number among the resolved things.
    Thing(u32),
    Date(Date),
    /// A number, an amount of money (with its currency) or a length of time in seconds.
    Amount(String, f64),
    /// An age, with the first and last day on which one who had it at the article's date can have been born.
    Age(f64, Option<(i64, i64)>),
    /// Anything else, folded.
    Words(String),
    /// Said not to be known, or left open.
    Open,
}

impl Comparable {
    /// What a claim's object is compared as; `thing` is the resolved entity, if it is one.
    pub(super) fn new(value: &Value, thing: Option<u32>) -> Comparable {
        let amount = |unit: &str, text: &str| match text.replace([',', '_', ' '], "").parse::<f64>() {
            Ok(number) if number.is_finite() => Comparable::Amount(unit.into(), number),
            _ => Comparable::Words(fold::key(text)),
        };
        match (value, thing) {
            (_, Some(thing)) => Comparable::Thing(thing),
            (Value::Entity(entity), None) => Comparable::Words(fold::key(&entity.name)),
            (Value::Date(date), _) => Comparable::Date(date.clone()),
            (Value::Number(text), _) => amount("", text),
            (Value::Money(text), _) => {
                let (currency, number) = text.split_once(' ').unwrap_or(("", text));
                amount(currency, number)
            }
            (Value::Duration(text), _) => {
                seconds(text).map_or_else(|| Comparable::Words(fold::key(text)), |s| Comparable::Amount("s".into(), s))
            }
            (Value::Text(text), _) => Comparable::Words(fold::key(text)),
            (Value::Unknown | Value::Unspecified, _) => Comparable::Open,
        }
    }

    /// An age that an article of a date tells.
    pub(super) fn age(value: &Value, told: Option<&Date>) -> Comparable {
        const YEAR: f64 = 365.25;
        let age = match Comparable::new(value, None) {
            Comparable::Amount(_, age) if (0.0..200.0).contains(&age) => age,
            other => return other,
        };
        let told = told.and_then(|date| {
            let bounds = date.bounds();
            Some((bounds.first?, bounds.last?))
        });
        let born = |(first, last): (i64, i64)| (first - ((age + 1.0) * YEAR) as i64, last - (age * YEAR) as i64);
        Comparable::Age(age, told.map(born))
    }

    /// A text that is the same for the same value.
    pub(super) fn key(&self) -> String {
        match self {
            Comparable::Thing(thing) => format!("thing {thing}"),
            Comparable::Date(date) => format!("date {date}"),
            Comparable::Amount(unit, number) => format!("amount {unit} {number}"),
            Comparable::Age(age, born) => format!("age {age} {born:?}"),
            Comparable::Words(words) => format!("words {words}"),
            Comparable::Open => "open".into(),
        }
    }

    /// How it relates to another value of the same predicate. Amounts in different units cannot be compared and
    /// count as overlapping.
    pub(super) fn relate(&self, other: &Comparable) -> Relation {
        match (self, other) {
            (Comparable::Date(a), Comparable::Date(b)) => a.relate(b),
            (Comparable::Amount(unit, _), Comparable::Amount(other_unit, _)) if unit != other_unit => {
                Relation::Overlaps
            }
            (Comparable::Amount(_, a), Comparable::Amount(_, b)) => relate_amounts(*a, *b),
            (Comparable::Age(a, born), Comparable::Age(b, other_born)) => match (born, other_born) {
                _ if a == b => Relation::Equal,
                (Some(a), Some(b)) if a.0 <= b.1 && b.0 <= a.1 => Relation::Overlaps,
                // Without both dates a birthday may lie between the articles.
                (None, _) | (_, None) if (a - b).abs() <= 1.0 => Relation::Overlaps,
                _ => Relation::Disjoint,
            },
            (Comparable::Open, _) | (_, Comparable::Open) => Relation::Overlaps,
            (a, b) if a == b => Relation::Equal,
            _ => Relation::Disjoint,
        }
    }
}

/// A round number holds those that round to it: 148 million holds 148.3 million.
fn relate_amounts(a: f64, b: f64) -> Relation {
    if a == b {
        Relation::Equal
    } else if rounds_to(b, a) {
        Relation::Contains
    } else if rounds_to(a, b) {
        Relation::Inside
    } else {
        Relation::Disjoint
    }
}

/// Whether `exact` is what an article may round to `round`. Small numbers are counts and never rounded.
fn rounds_to(exact: f64, round: f64) -> bool {
    const SMALLEST: f64 = 10_000.0;
    const MOST: f64 = 0.05;
    let mut unit = 1.0;
    while unit < round && round % (unit * 10.0) == 0.0 {
        unit *= 10.0;
    }
    round >= SMALLEST && unit > 1.0 && exact % unit != 0.0 && (exact - round).abs() <= (unit / 2.0).min(round * MOST)
}

/// Seconds of an ISO 8601 duration: `PT2H15M`, `P3W`. Months count 30 days, years 365.
fn seconds(text: &str) -> Option<f64> {
    let (mut total, mut number, mut in_time) = (0.0, String::new(), false);
    for c in text.strip_prefix('P')?.chars() {
        let unit = match c {
            'T' => {
                in_time = true;
                continue;
            }
            '0'..='9' | '.' => {
                number.push(c);
                continue;
            }
            'Y' => 365.0 * 86_400.0,
            'M' if !in_time => 30.0 * 86_400.0,
            'W' => 7.0 * 86_400.0,
            'D' => 86_400.0,
            'H' => 3_600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        total += unit * std::mem::take(&mut number).parse::<f64>().ok()?;
    }
    number.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relate(a: Value, b: Value) -> Relation {
        Comparable::new(&a, None).relate(&Comparable::new(&b, None))
    }

    #[test]
    fn values_relate() {
        use Relation::{Contains, Disjoint, Equal, Inside, Overlaps};
        let date = |text: &str| Value::Date(text.parse().unwrap());
        let number = |text: &str| Value::Number(text.into());
        let money = |text: &str| Value::Money(text.into());
        let time = |text: &str| Value::Duration(text.into());
        for (a, b, wanted) in [
            (date("2019-03"), date("2019-03-08"), Contains),
            (date("2019-03-09"), date("2019-03-08"), Disjoint),
            (number("4"), number("5"), Disjoint),
            (number("10"), number("12"), Disjoint),
            (number("1,000"), number("1000"), Equal),
            (money("USD 97000000"), money("USD 97400000"), Contains),
            (money("USD 97400000"), money("USD 97000000"), Inside),
            (money("USD 97000000"), money("USD 79000000"), Disjoint),
            (money("USD 97000000"), money("EUR 88000000"), Overlaps),
            (time("PT90M"), time("PT1H30M"), Equal),
            (time("PT90M"), time("PT1H32M"), Disjoint),
            (Value::Text("Dark Comedy".into()), Value::Text("dark comedy".into()), Equal),
        ] {
            assert_eq!(relate(a.clone(), b.clone()), wanted, "{a:?} {b:?}");
        }
    }
}
