//! The built-in patterns keep the promises of their files, and the collection of `fixtures/dates` is read well.
//!
//! A row of the collection is the article's date (or none), a text with its expressions in brackets, and their
//! values, `|` between them. What is found besides is false.

use std::path::Path;

use proptest::prelude::*;

use super::examples::{find_in, show};
use super::*;

/// The least value F1 on the collection of each language.
const FLOORS: [(&str, f64); 3] = [("en", 0.97), ("ja", 0.97), ("ko", 0.97)];
/// The same on sentences as news agencies write them, with the values of TIMEX3.
const NEWSWIRE_FLOOR: f64 = 0.97;

/// A row of the collection.
struct Case {
    on: Option<String>,
    text: String,
    /// Where the expressions stand, and their values.
    wanted: Vec<(Span, String)>,
}

#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
    /// Right in value and span.
    exact: usize,
    errors: Vec<String>,
}

impl Score {
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.wanted) as f64
    }
}

fn cases(name: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dates").join(name).with_extension("tsv");
    let table = std::fs::read_to_string(path).expect("the collection is there");
    table.lines().skip(1).map(case).collect()
}

fn case(line: &str) -> Case {
    let mut cells = line.split('\t');
    let (on, marked) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default().replace("\\n", "\n"));
    let values = cells.next().unwrap_or_default().split('|').filter(|value| !value.is_empty());
    let (mut text, mut spans, mut rest) = (String::new(), Vec::new(), marked.as_str());
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, after) = after.split_once(']').expect("brackets close");
        text.push_str(before);
        spans.push(Span::new(text.len(), text.len() + inside.len()));
        text.push_str(inside);
        rest = after;
    }
    text.push_str(rest);
    let wanted: Vec<(Span, String)> = spans.into_iter().zip(values.map(str::to_string)).collect();
    Case { on: (!on.is_empty()).then(|| on.to_string()), text, wanted }
}

/// The values of mentions in EDTF.
fn edtf(found: &[DateMention]) -> Vec<(Span, String)> {
    found.iter().map(|mention| (mention.span, show(&mention.value))).collect()
}

/// What TIMEX3 marks as dates, in its values: of stretches the ends.
fn timex(found: &[DateMention]) -> Vec<(Span, String)> {
    let ends = found.iter().filter_map(DateMention::named_ends).flatten();
    let ends = ends.map(|(span, date)| (span, Timex::of_date(&date).value));
    let dates = found.iter().filter(|mention| mention.timex().kind == "DATE");
    dates.map(|mention| (mention.span, mention.timex().value)).chain(ends).collect()
}

fn score(cases: &[Case], values: fn(&[DateMention]) -> Vec<(Span, String)>) -> Score {
    let mut score = Score::default();
    for case in cases {
        let values = values(&find_in(&Lexicon::builtin().dates, &case.text, case.on.as_deref()));
        let matches = |(span, value): &(Span, String)| values.iter().any(|(at, is)| at.overlaps(*span) && is == value);
        let right = case.wanted.iter().filter(|wanted| matches(wanted)).count();
        score.right += right;
        score.exact += case.wanted.iter().filter(|wanted| values.contains(wanted)).count();
        score.found += values.len();
        score.wanted += case.wanted.len();
        if right < case.wanted.len() || values.len() > right {
            let found: Vec<String> = values.iter().map(|(at, is)| format!("{:?} = {is}", at.of(&case.text))).collect();
            let wanted: Vec<&str> = case.wanted.iter().map(|(_, value)| value.as_str()).collect();
            score.errors.push(format!("{:?} on {:?}: wanted {wanted:?}, found {found:?}", case.text, case.on));
        }
    }
    score
}

#[test]
fn every_pattern_meets_its_examples() {
    let faults = super::check(&Lexicon::builtin().dates);
    assert!(faults.is_empty(), "{}", faults.iter().map(|fault| format!("{fault}\n")).collect::<String>());
}

#[test]
fn a_pattern_needs_an_example_and_a_counter_example() {
    let check = |rest: &str| {
        let pattern = format!("[[pattern]]\nname = 'ides'\nmeans = 'date'\nform = 'the ides of {{month}}'\n{rest}");
        let mut sources = crate::lexicon::Sources::builtin();
        sources.files.push(("gazetteers/dates/en.more.toml".into(), pattern.into()));
        let faults = super::check(&Patterns::load(&sources, &mut Vec::new()));
        faults.iter().map(|fault| fault.cause.clone()).collect::<Vec<_>>()
    };
    let example = "examples = [{ text = '[The ides of March].', is = 'XXXX-03' }]\n";
    let none = "none = ['The ideas of March.']";
    assert_eq!(check(none), ["pattern `en/ides`: no example"]);
    assert_eq!(check(example), ["pattern `en/ides`: no counter-example"]);
    assert_eq!(check(&format!("{example}{none}")), [""; 0]);
    assert_eq!(check(&format!("{}{none}", example.replace("XXXX-03", "XXXX-04"))).len(), 1);
}

#[test]
fn the_collection_is_read_well() {
    for (language, floor) in FLOORS {
        let score = score(&cases(language), edtf);
        let figures = format!(
            "{language}: value F1 {:.3} ({} right of {} wanted, {} found; {} with exact span)",
            score.f1(),
            score.right,
            score.wanted,
            score.found,
            score.exact
        );
        assert!(score.f1() >= floor, "{figures}, below {floor}\n{}", score.errors.join("\n"));
    }
}

#[test]
fn newswire_is_read_well() {
    let score = score(&cases("newswire"), timex);
    assert!(score.f1() >= NEWSWIRE_FLOOR, "value F1 {:.3}\n{}", score.f1(), score.errors.join("\n"));
}

#[test]
fn the_collection_is_large() {
    let count = |names: &[&str]| names.iter().flat_map(|name| cases(name)).map(|case| case.wanted.len()).sum::<usize>();
    assert!(count(&["en"]) >= 400 && count(&["ja"]) >= 150 && count(&["ko"]) >= 100);
    assert!(cases("traps").len() >= 150);
}

#[test]
fn ends_of_stretches_stand_apart() {
    let text = "It runs from [March 3 to 6], 2021.".replace(['[', ']'], "");
    let found = find_in(&Lexicon::builtin().dates, &text, None);
    let [(first, from), (last, to)] = found[0].named_ends().expect("both ends are named");
    assert_eq!((first.of(&text), from.to_string().as_str()), ("March 3", "2021-03-03"));
    assert_eq!((last.of(&text), to.to_string().as_str()), ("6, 2021", "2021-03-06"));
    assert_eq!(found[0].timex(), Timex { kind: "DURATION", value: "P4D".into() });
}

#[test]
fn traps_hold_no_false_date() {
    let score = score(&cases("traps"), edtf);
    assert!(score.errors.is_empty(), "{}", score.errors.join("\n"));
}

#[test]
fn two_languages_in_one_script_give_dates_in_order_and_apart() {
    let mut sources = crate::lexicon::Sources::builtin();
    let words = "class\twords\tvalue\nmonth\tmayo\t5\n";
    let patterns = "[class]\nday = '[0-9]{1,2}'\nyear = '20[0-9]{2}'\n[[pattern]]\nname = 'day-month'\nmeans = 'date'\n\
                    form = '{day} de {month} de {year}'\nexamples = [{ text = 'El [3 de mayo de 2021].', is = '2021-05-03' }]\n";
    for (path, text) in [("gazetteers/dates/xx.tsv", words), ("gazetteers/dates/xx.toml", patterns)] {
        sources.files.push((path.into(), text.to_string().into()));
    }
    let patterns = Patterns::load(&sources, &mut Vec::new());
    let text = "It opens on 2 April 2021, el 3 de mayo de 2021, and again on 4 April 2022.";
    let found = find_in(&patterns, text, None);
    let dates: Vec<(&str, String)> = found.iter().map(|date| (date.span.of(text), show(&date.value))).collect();
    let wanted = [("2 April 2021", "2021-04-02"), ("3 de mayo de 2021", "2021-05-03"), ("4 April 2022", "2022-04-04")];
    assert_eq!(dates, wanted.map(|(text, date)| (text, date.to_string())));
}

/// Words that dates are made of, and what may stand between them.
const SCRAPS: [&str; 40] = [
    "May",
    "June",
    "Sept.",
    "5",
    "10",
    "31st",
    "2021",
    "'69",
    "the",
    "last",
    "next",
    "of",
    "and",
    "to",
    "–",
    ",",
    "(",
    ")",
    "“",
    "’",
    "Friday",
    "week",
    "year",
    "ago",
    "early",
    "third quarter",
    "9 p.m.",
    "was",
    "will",
    "年",
    "月",
    "日",
    "、",
    "〜",
    "から",
    "년",
    "월",
    "일",
    "\u{a0}",
    "🎉",
];

proptest! {
    /// Whatever is read: mentions stand apart and in order, and their dates are EDTF that reads back.
    #[test]
    fn any_text_gives_dates_in_order(scraps in prop::collection::vec((prop::sample::select(&SCRAPS[..]), any::<bool>()), 0..24)) {
        let text: String = scraps.iter().flat_map(|(scrap, space)| [*scrap, if *space { " " } else { "" }]).collect();
        for on in [None, Some("2021-03-05")] {
            let found = find_in(&Lexicon::builtin().dates, &text, on);
            prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            for mention in &found {
                let named = mention.named_ends().into_iter().flatten().map(|(span, _)| span);
                prop_assert!(named.chain([mention.span]).all(|span| text.get(span.range()).is_some()));
                if let Temporal::Date(date) = &mention.value {
                    prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date.clone()));
                }
            }
        }
    }
}
