use proptest::prelude::*;

use super::*;
use crate::Lexicon;
use crate::claim::{Evidence, Kind, Modality, Polarity, Source, Value};
use crate::document::{BlockKind, Language};
use crate::report::Report;
use crate::span::Span;

/// What a claim is made from: article, subject, predicate, object, polarity and modality.
type Seed = (u8, u8, u8, u8, bool, u8);

const NAMES: [(&str, Kind, Option<&str>); 12] = [
    ("Heron Road", Kind::Film, None),
    ("Heron Road", Kind::Series, None),
    ("The Heron Road", Kind::Film, None),
    ("Heron Road", Kind::Film, Some("heron-road-1987")),
    ("Anna Holm", Kind::Person, None),
    ("Holm", Kind::Person, None),
    ("Ana Holm", Kind::Person, None),
    ("Kim Myeong-hun", Kind::Person, Some("kim")),
    ("Kim Myunghoon", Kind::Person, None),
    ("Four Larks", Kind::Group, None),
    ("Four Larks", Kind::Company, None),
    ("Larkland", Kind::Place, None),
];
const PREDICATES: [&str; 10] = [
    "release_date",
    "directed_by",
    "spouse",
    "member_of",
    "said",
    "remake_of",
    "sequel_of",
    "age",
    "cast_member",
    "alternative_title",
];
const QUOTES: [&str; 5] = [
    "The river scenes needed another winter and nobody hurried us",
    "The river scenes needed another winter, nobody hurried us at all",
    "Nobody believed in that lighthouse story until we rowed out",
    "We rowed out to the lighthouse and nobody believed it",
    "I did not come back",
];

fn claim(place: usize, (article, subject, predicate, object, negated, modality): Seed) -> Claim {
    let entity = |number: u8| {
        let (name, kind, id) = NAMES[usize::from(number) % NAMES.len()];
        Entity { name: name.into(), kind, id: id.map(String::from) }
    };
    let predicate = PREDICATES[usize::from(predicate) % PREDICATES.len()];
    let value = match predicate {
        "release_date" => match object % 5 {
            0 => Value::Unknown,
            1 => Value::Unspecified,
            2 => Value::Date("2021-04".parse().unwrap()),
            day => Value::Date(format!("2021-04-0{day}").parse().unwrap()),
        },
        "said" => Value::Text(QUOTES[usize::from(object) % QUOTES.len()].into()),
        "age" => Value::Number((20 + object % 3).to_string()),
        "alternative_title" => Value::Text(entity(object).name),
        _ => Value::Entity(entity(object)),
    };
    let modalities = [Modality::Asserted, Modality::Planned, Modality::Rumoured, Modality::Denied];
    let article = article % 6;
    let dated = (article > 1).then(|| format!("2021-03-0{article}").parse().unwrap());
    Claim {
        id: String::new(),
        article: format!("{article}.txt"),
        subject: entity(subject),
        predicate: predicate.into(),
        object: value,
        qualifiers: if object % 7 == 0 { [("region".into(), "Japan".into())].into() } else { Default::default() },
        polarity: if negated { Polarity::Negated } else { Polarity::Affirmed },
        modality: modalities[usize::from(modality) % modalities.len()],
        attribution: (object % 4 == 0).then(|| "an agent".into()),
        block: BlockKind::Paragraph,
        language: Language::En,
        rule: "rule".into(),
        evidence: Evidence { span: Span::new(place, place + 1), subject: None, object: None, text: "text".into() },
        source: Source { date: dated, copy_key: Some(format!("{}", article / 2)), ..Source::default() },
    }
    .seal()
}

/// The same by way of a ledger and parts of so many claim ends.
fn by_parts(report: &Report, rules: &Rules, ends: usize) -> (Vec<Fact>, Vec<Conflict>, usize) {
    let mut ledger = Ledger::default();
    report.claims.chunks(3).for_each(|claims| ledger.add(claims));
    let world = World::new(ledger, rules);
    let weights = world.weights();
    let world = world.parted(&weights, ends);
    let numbered: Vec<Numbered> = (0..).zip(report.claims.iter().cloned().map(World::slim)).collect();
    let of = |wanted: &dyn Fn(u32) -> bool| numbered.iter().filter(|(number, _)| wanted(*number)).cloned().collect();
    let speech = world.speech(of(&|number| world.is_quote(number)));
    let (mut facts, mut conflicts) = (Vec::new(), Vec::new());
    for part in 0..world.parts() {
        let found = world.part(part, of(&|number| world.parts_of(number).any(|one| one == part)), &speech);
        facts.extend(found.facts);
        conflicts.extend(found.conflicts);
    }
    // A stable sort: equal subjects are of one part, whose order is that of the outputs.
    facts.sort_by_key(|(rank, _)| *rank);
    conflicts.sort_by_key(|(rank, _)| *rank);
    let plain = |(_, fact)| fact;
    (
        facts.into_iter().map(plain).collect(),
        conflicts.into_iter().map(|(_, conflict)| conflict).collect(),
        world.parts(),
    )
}

proptest! {
    #[test]
    fn parts_do_not_show(seeds in prop::collection::vec(any::<Seed>(), 0..120)) {
        let rules = Rules::of(Lexicon::builtin());
        let claims = seeds.into_iter().enumerate().map(|(place, seed)| claim(place, seed)).collect();
        let report = crate::reconcile::reconcile_by(claims, &rules);
        for ends in [1, 20, 1000] {
            let (facts, conflicts, parts) = by_parts(&report, &rules, ends);
            prop_assert!(ends < 1000 || parts == 1);
            prop_assert_eq!(&facts, &report.facts);
            prop_assert_eq!(&conflicts, &report.conflicts);
        }
    }
}
