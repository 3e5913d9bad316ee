//! The forms of a sentence, as rules see them, and who is the source of what.

use super::{Explained, explain, extract};
use crate::check::Example;
use crate::{Claim, Lexicon};

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

/// Who is given as the source of the one claim of a sentence.
#[test]
fn sources() {
    let cases = [
        ("[Salt Road|film] stars [Maria Lind|person].", None),
        ("According to [Harbour Weekly|company], [Salt Road|film] stars [Maria Lind|person].", Some("Harbour Weekly")),
        ("[Harbour Weekly|company] reported that [Salt Road|film] stars [Maria Lind|person].", Some("Harbour Weekly")),
        ("[Salt Road|film] stars [Maria Lind|person], [Jonas Berg|person] said.", Some("Jonas Berg")),
        ("“I think that [Salt Road|film] stars [Maria Lind|person],” said [Jonas Berg|person].", Some("Jonas Berg")),
    ];
    for (sentence, wanted) in cases {
        let claims = claims(sentence);
        let found: Vec<_> = claims.iter().filter(|claim| claim.predicate == "cast_member").collect();
        assert_eq!(found.len(), 1, "{sentence}: {claims:#?}");
        assert_eq!(found[0].attribution.as_deref(), wanted, "{sentence}");
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
