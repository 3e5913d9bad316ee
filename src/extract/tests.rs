//! The forms of a sentence, as rules see them, and who is the source of what.

use super::{Explained, explain, extract};
use crate::check::Example;
use crate::{Claim, Lexicon, Modality, Polarity};

fn forms(example: &str) -> Explained {
    let Example { article, document, mentions } = Example::read(example, Lexicon::builtin());
    explain(&article, &document, &mentions, Lexicon::builtin()).remove(0)
}

fn claims(example: &str) -> Vec<Claim> {
    let Example { article, document, mentions } = Example::read(example, Lexicon::builtin());
    extract(&article, &document, &mentions, Lexicon::builtin())
}

/// The clause form of a sentence, and the statements that hang on its names.
#[test]
fn statements() {
    let cases: &[(&str, &[&str])] = &[
        ("[Maria Lind|person] directs [Salt Road|film].", &["‹person› directs ‹film›."]),
        (
            "[Salt Road|film], a thriller that opens on May 3, stars [Maria Lind|person].",
            &[
                "‹film›, a ‹genre› that opens on ‹date›, stars ‹person›.",
                "‹film› is a ‹genre› that opens on ‹date›",
                "‹film› stars ‹person›.",
            ],
        ),
        (
            "[Maria Lind|person], who wrote [Salt Road|film], will also direct it and is set to star.",
            &[
                "‹person›, who ‹person› wrote ‹film›, will also direct ‹film› and is set to star.",
                "‹person› wrote ‹film›",
                "‹person› is set to star.",
                "‹person› will also direct ‹film› and is set to star.",
            ],
        ),
        (
            "Written and directed by [Maria Lind|person], [Salt Road|film] is out in May.",
            &[
                "written and directed by ‹person›, ‹film› is out in ‹date›.",
                "‹film› was written and directed by ‹person›",
            ],
        ),
        (
            "It was [Winter Coat|song], a song written by [Maria Lind|person] for [Salt Road|film].",
            &[
                "it was ‹song›, a song written by ‹person› for ‹film›.",
                "‹song› is a song written by ‹person› for ‹film›.",
                "‹song› was written by ‹person› for ‹film›.",
            ],
        ),
        // One apposition in the singular is about the last of several names.
        (
            "They met [Jonas Berg|person] and [Maria Lind|person], a singer.",
            &["they met ‹person›, a ‹occupation›.", "‹person› is a ‹occupation›."],
        ),
        // What links sentences belongs to no clause.
        ("[Salt Road|film], however, will open in May.", &["‹film› will open in ‹date›."]),
        // A noun before a verb is none.
        (
            "[Salt Road|film] is set in a valley and stars [Maria Lind|person].",
            &["‹film› is set in a valley and stars ‹person›.", "‹film› stars ‹person›."],
        ),
    ];
    for (sentence, wanted) in cases {
        assert_eq!(forms(sentence).clauses, *wanted, "{sentence}");
    }
}

/// A single mark that ends a quotation owns nothing, though an s stands before it.
#[test]
fn single_marks() {
    for (open, close) in [("‘", "’"), ("'", "'")] {
        let cases = [
            ("<[Nine Doors|film]> is directed by [Maria Lind|person].", "‹film› is directed by ‹person›."),
            ("<[Nine Doors|film]> opens on May 3.", "‹film› opens on ‹date›."),
            ("Her film <[Nine Doors|film]> stars [Maria Lind|person].", "‹film› stars ‹person›."),
            ("The [Wallaces|group]> film <[Nine Doors|film]> is out.", "‹group›'s ‹film› is out."),
            ("<[Nine Doors|film]> and the [Wallaces|group]> song were hits.", "‹film› and ‹group›'s song were hits."),
            ("She saw <the [Wallaces|group]> film>.", "she saw ‹group›'s film."),
        ];
        for (sentence, wanted) in cases {
            let sentence = sentence.replace('<', open).replace('>', close);
            assert_eq!(forms(&sentence).clauses[0], wanted, "{sentence}");
        }
    }
}

/// Who is given as the source of the one claim of a sentence.
#[test]
fn sources() {
    let cases = [
        ("[Salt Road|film] stars [Maria Lind|person].", None),
        ("According to [Harbour Weekly|company], [Salt Road|film] stars [Maria Lind|person].", Some("Harbour Weekly")),
        ("[Harbour Weekly|company] reported that [Salt Road|film] stars [Maria Lind|person].", Some("Harbour Weekly")),
        ("[Salt Road|film] stars [Maria Lind|person], [Jonas Berg|person] said.", Some("Jonas Berg")),
        (
            "[Salt Road|film] stars [Maria Lind|person], studio boss [Jonas Berg|person] confirmed to [Harbour Weekly|company].",
            Some("Jonas Berg"),
        ),
        (
            "[Salt Road|film] stars [Maria Lind|person], [HarbourWeekly|company].com can exclusively reveal.",
            Some("HarbourWeekly"),
        ),
        ("“I think that [Salt Road|film] stars [Maria Lind|person],” said [Jonas Berg|person].", Some("Jonas Berg")),
    ];
    for (sentence, wanted) in cases {
        let claims = claims(sentence);
        let found: Vec<_> = claims.iter().filter(|claim| claim.predicate == "cast_member").collect();
        assert_eq!(found.len(), 1, "{sentence}: {claims:#?}");
        assert_eq!(found[0].attribution.as_deref(), wanted, "{sentence}");
    }
}

/// How surely a sentence says what it says, and that it says nothing of the work that another continues.
#[test]
fn standings() {
    let cases = [
        ("[Jonas Berg|person] is in talks to direct [Salt Road|film].", "directed_by", Some(Modality::Reported)),
        ("[Jonas Berg|person] to star in [Salt Road|film]", "cast_member", Some(Modality::Planned)),
        ("[Jonas Berg|person] may direct [Salt Road|film].", "directed_by", Some(Modality::Rumoured)),
        ("[Jonas Berg|person] next stars in [Salt Road|film].", "cast_member", Some(Modality::Planned)),
        ("[Salt Road|film] had a reported budget of $5m.", "budget", Some(Modality::Reported)),
        ("[Jonas Berg|person] directed [Salt Road|film].", "directed_by", Some(Modality::Asserted)),
        ("[Jonas Berg|person] will direct the [Salt Road|film] sequel.", "directed_by", None),
    ];
    for (sentence, predicate, wanted) in cases {
        let claims = claims(sentence);
        let found = claims.iter().find(|claim| claim.predicate == predicate);
        assert_eq!(found.map(|claim| claim.modality), wanted, "{sentence}: {claims:#?}");
    }
}

/// Text that rules only look at may have characters of any length.
#[test]
fn no_character_is_cut() {
    for mark in ["™", "、", "’", "é", "🎬", "\u{301}"] {
        for place in ["{}", "{} ", " {}", ",{}", "{}."] {
            let glued = place.replace("{}", mark);
            let text = format!("“We wrote the whole song in a week,” said [Maria Lind|person]{glued} on Monday.");
            claims(&text);
        }
    }
}

/// Of sentences that deny something so much is read rightly: the harmonic mean of precision and recall.
const DENIALS_F1: f64 = 0.85;

/// What is denied is negated, and nothing else is; who denies it is its source.
#[test]
fn denials() {
    let rows =
        include_str!("../../fixtures/standing/denials.tsv").lines().filter(|line| !line.starts_with("# ")).skip(1);
    let (mut right, mut said, mut asked, mut sources) = (0, 0, 0, (0, 0));
    let mut wrong = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let [sentence, wanted, standing, source] = cells[..] else { panic!("{row}: four cells, please") };
        let found = claims(sentence);
        let told = |claim: &Claim| {
            let object = claim.object.text();
            format!("{} {} = {object}", claim.predicate, claim.subject.name) == wanted
        };
        let negated = |claim: &&Claim| claim.polarity == Polarity::Negated;
        let as_wanted = |claim: &&Claim| match standing {
            "affirmed" => claim.polarity == Polarity::Affirmed,
            "denied" => claim.polarity == Polarity::Negated && claim.modality == Modality::Denied,
            _ => claim.polarity == Polarity::Negated && claim.modality != Modality::Denied,
        };
        let hit = found.iter().filter(|claim| told(claim)).find(as_wanted);
        if standing != "affirmed" {
            asked += 1;
            right += usize::from(hit.is_some());
        }
        said += found.iter().filter(negated).count().max(usize::from(standing != "affirmed" && hit.is_some()));
        if let Some(hit) = hit.filter(|_| !source.is_empty()) {
            sources.0 += usize::from(hit.attribution.as_deref() == Some(source));
            sources.1 += 1;
        }
        if hit.is_none() {
            wrong.push(sentence);
        }
    }
    let (precision, recall) =
        (f64::from(right as u32) / f64::from(said as u32), f64::from(right as u32) / f64::from(asked as u32));
    let f1 = 2.0 * precision * recall / (precision + recall);
    assert!(asked >= 60, "{asked} sentences are too few");
    assert!(f1 >= DENIALS_F1, "precision {precision:.2}, recall {recall:.2}, F1 {f1:.2}; wrong: {wrong:#?}");
    assert!(sources.0 * 10 >= sources.1 * 8, "{} of {} sources; F1 {f1:.2}", sources.0, sources.1);
}
