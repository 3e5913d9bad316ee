//! The laws of [`Date`], each as a property, and a table of texts.

use super::*;
use proptest::prelude::*;

/// Day, month, year, season, open digits: texts of single dates, most of them valid.
fn point_text() -> impl Strategy<Value = String> {
    let year = prop_oneof![
        (1900i32..2100).prop_map(|year| format!("{year:04}")),
        (2010i32..2024).prop_map(|year| format!("{year:04}")),
        (190i32..210).prop_map(|decade| format!("{decade}X")),
        (0i32..30).prop_map(|century| format!("{century:02}XX")),
        Just("XXXX".to_string()),
        (1i32..3000).prop_map(|year| format!("-{year:04}")),
        (10_000i32..99_999).prop_map(|year| format!("Y{year}")),
    ];
    let part = prop_oneof![
        Just(String::new()),
        (1u8..13).prop_map(|month| format!("-{month:02}")),
        (21u8..42).prop_map(|season| format!("-{season}")),
        ((1u8..13), (1u8..32)).prop_map(|(month, day)| format!("-{month:02}-{day:02}")),
        (1u8..13).prop_map(|month| format!("-{month:02}-XX")),
        (1u8..32).prop_map(|day| format!("-XX-{day:02}")),
        Just("-XX".to_string()),
        Just("-02-29".to_string()),
        Just("-1X-0X".to_string()),
    ];
    let quality = prop_oneof![4 => Just(""), 1 => Just("?"), 1 => Just("~"), 1 => Just("%")];
    (year, part, quality).prop_map(|(year, part, quality)| format!("{year}{part}{quality}"))
}

fn date_text() -> impl Strategy<Value = String> {
    let end = prop_oneof![5 => point_text(), 1 => Just("..".to_string()), 1 => Just(String::new())];
    prop_oneof![
        4 => point_text(),
        3 => (end.clone(), end).prop_map(|(from, to)| format!("{from}/{to}")),
        1 => (point_text(), point_text()).prop_map(|(a, b)| format!("[{a},{b}]")),
        1 => (point_text(), point_text(), point_text()).prop_map(|(a, b, c)| format!("{{{a},{b}..{c}}}")),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    date_text().prop_filter_map("not a date", |text| text.parse().ok())
}

fn holds(date: &Date, day: i64) -> bool {
    let day = Date::from_day_number(day).expect("a date");
    matches!(date.relate(&day), Relation::Contains | Relation::Equal)
}

proptest! {
    #[test]
    fn text_round_trips(text in date_text()) {
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text.clone());
            prop_assert_eq!(serde_json::to_string(&date).expect("a date"), format!("{text:?}"));
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "[0-9X/.,?~%Y\\[\\]{}é-]{0,24}") {
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn order_is_total(a in date(), b in date(), c in date()) {
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
    }

    #[test]
    fn relation_has_a_converse(a in date(), b in date()) {
        prop_assert_eq!(a.relate(&a), Relation::Equal);
        prop_assert_eq!(a.relate(&b), b.relate(&a).converse());
    }

    #[test]
    fn containment_is_transitive(a in date(), b in date(), c in date()) {
        let within = |x: &Date, y: &Date| matches!(x.relate(y), Relation::Inside | Relation::Equal);
        if within(&a, &b) && within(&b, &c) {
            prop_assert!(within(&a, &c));
        }
        if within(&a, &b) && b.relate(&c) == Relation::Disjoint {
            prop_assert_eq!(a.relate(&c), Relation::Disjoint);
        }
    }

    /// The relation of two dates is that of the days that each holds, one by one.
    #[test]
    fn relation_is_that_of_the_days(a in date(), b in date(), from in -30_000i64..60_000) {
        let (mut only_a, mut only_b, mut both) = (false, false, false);
        for day in from..from + 800 {
            let (in_a, in_b) = (holds(&a, day), holds(&b, day));
            only_a |= in_a && !in_b;
            only_b |= in_b && !in_a;
            both |= in_a && in_b;
        }
        let relation = a.relate(&b);
        prop_assert!(!only_a || matches!(relation, Relation::Contains | Relation::Overlaps | Relation::Disjoint));
        prop_assert!(!only_b || matches!(relation, Relation::Inside | Relation::Overlaps | Relation::Disjoint));
        prop_assert!(!both || relation != Relation::Disjoint);
    }

    #[test]
    fn bounds_are_the_outermost_days(date in date()) {
        let Bounds { first, last } = date.bounds();
        for (end, step) in [(first, -1), (last, 1)] {
            if let Some(day) = end.filter(|day| day.abs() < 3_000_000) {
                prop_assert!(holds(&date, day));
                prop_assert!(!holds(&date, day + step));
            }
        }
        if let (Some(first), Some(last)) = (first, last) {
            prop_assert!(first <= last);
        }
    }

    #[test]
    fn day_numbers_round_trip(number in -800_000i64..800_000) {
        let day = Date::from_day_number(number).expect("a date");
        prop_assert_eq!(day.day_number(), Some(number));
        prop_assert_eq!(day.bounds(), Bounds { first: Some(number), last: Some(number) });
    }
}

#[test]
fn what_is_and_is_not_a_date() {
    for text in [
        "2021",
        "2021-04",
        "2021-04-02",
        "2024-02-29",
        "XXXX-02-29",
        "200X-02-29",
        "-0044-03-15",
        "Y12000",
        "0000",
        "XXXX",
        "201X",
        "19XX",
        "2XXX",
        "2021-XX",
        "2021-XX-XX",
        "2021-04-3X",
        "XXXX-06-16",
        "2021-21",
        "XXXX-24",
        "2021-41~",
        "1984?",
        "2004-06~",
        "2004-06-11%",
        "2021-04/2021-05",
        "2021/2021",
        "../2021",
        "2021/..",
        "/2021",
        "2021/",
        "../..",
        "XXXX-12-30/XXXX-01-02",
        "[2021,2023]",
        "{2021-04,2021-06..2021-08}",
        "[..1984]",
        "{1960..}",
    ] {
        assert_eq!(text.parse::<Date>().map(|date| date.to_string()).as_deref(), Ok(text));
    }
    for text in [
        "",
        "21",
        "2021-",
        "2021-4",
        "2021-13",
        "2021-00",
        "2021-42",
        "2021-44",
        "2021-99",
        "2021-04-31",
        "2021-02-29",
        "2021-21-01",
        "2021-04-00",
        "20X1",
        "X021",
        "-0000",
        "Y2021",
        "Y+12000",
        "Y99999999999",
        "2021-02-3X",
        "2022/2021",
        "/",
        "../",
        "2021/2022/2023",
        "XXXX-06/2021",
        "[]",
        "[2021",
        "{2022..2021}",
        "2021??",
        "?2021",
        "２０２１",
        "2021-04-02T10:00",
        " 2021",
        "2021é",
    ] {
        assert_eq!(text.parse::<Date>(), Err(NotADate(text.to_string())), "{text}");
    }
}

#[test]
fn relations() {
    use Relation::*;
    for (a, b, relation) in [
        ("2021-04", "2021-04-02", Contains),
        ("2021-04-02", "2021-04-09", Disjoint),
        ("XXXX-06-16", "2021-06-16", Contains),
        ("XXXX-06-16", "2021", Overlaps),
        ("XXXX-06-16", "XXXX-06", Inside),
        ("XXXX-06-16", "2021-06-17", Disjoint),
        ("XXXX-02-29", "2021", Disjoint),
        ("2021-XX", "2021", Equal),
        ("201X", "2015-03", Contains),
        ("2021-21", "2021-04", Contains),
        ("2021-21", "2021-22", Disjoint),
        ("2021-24", "2021", Inside),
        ("2021-40", "2021-34", Contains),
        ("2021-04/2021-05", "2021-05/2021-06", Overlaps),
        ("2020-11/2023-02", "2021", Contains),
        ("../2021", "1066-10-14", Contains),
        ("../2021", "2021-07/..", Overlaps),
        ("XXXX-12-30/XXXX-01-02", "2021-01-01", Contains),
        ("[2021-04-02,2021-04-09]", "2021-04-09", Contains),
        ("2021-04-02~", "2021-04-02", Equal),
    ] {
        let (a, b): (Date, Date) = (a.parse().expect("a date"), b.parse().unwrap());
        assert_eq!(a.relate(&b), relation, "{a} to {b}");
    }
}

#[test]
fn dates_are_small() {
    assert!(std::mem::size_of::<Date>() <= 24);
}
