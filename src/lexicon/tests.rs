//! What loading refuses, as a table: a user's file laid over the built-in ones, and the fault that it must give.

use super::*;

/// A rule for the predicate of spin-offs, with this pattern.
fn rule(pattern: &str) -> String {
    format!("[[rule]]\nname = 'mine'\npattern = '{pattern}'\nexamples = [['[A B|film] x.', 'A B = C']]\n")
}

/// The same, barred by a pattern.
fn barred(unless: &str) -> String {
    rule("{subject} x {object}") + &format!("unless = '{unless}'\n")
}

fn faults(path: &str, text: String) -> Vec<String> {
    let mut sources = Sources::builtin();
    sources.files.push((path.into(), text.into()));
    match Lexicon::load(&sources) {
        Ok(lexicon) => lexicon.untidy.iter().map(Fault::to_string).collect(),
        Err(faults) => faults.iter().map(Fault::to_string).collect(),
    }
}

const SPIN_OFF: &str = "src/predicates/spin_off_of.toml";

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let cases = [
        (
            "gazetteers/words/occupation.tsv",
            "word\nbaker\n".into(),
            r#"tsv:1: "occupation" is no list of words; name the"#,
        ),
        ("gazetteers/words/mine.toml", "a = 'b'\n".into(), r#"toml:1: "mine" is no list of words"#),
        ("gazetteers/words/standing.tsv", "phrase\teffect\n\tplanned\n".into(), "tsv:2: an empty word"),
        ("gazetteers/words/cues.tsv", "side\twords\tkind\tweight\nleft\t\tfilm\t2\n".into(), "tsv:2: an empty word"),
        (
            "gazetteers/words/currency_signs.tsv",
            "sign\tcode\tplace\n₴\tUAH\tbeside\n".into(),
            r#""beside" is no place"#,
        ),
        ("gazetteers/words/relations.tsv", "word\nzither\nalloy\n".into(), "tsv:3: the row stands behind one"),
        ("gazetteers/words/relations.tsv", "word\nzither\nzither\n".into(), "tsv:3: the row stands twice"),
        (SPIN_OFF, "cardinality = 'one'\n".into(), "toml:1: another `cardinality` than"),
        (SPIN_OFF, "scope = ['region']\n".into(), "toml:1: another `scope` than"),
        (SPIN_OFF, "meaning = 'Something else.'\n".into(), "toml:1: another `meaning` than"),
        ("src/predicates/grown_from.toml", "object = ['work']\n".into(), "toml:1: no `meaning`"),
        (
            SPIN_OFF,
            rule("{subject} x {object}").replace("mine", "is-a"),
            r#"toml:1: two rules are called "spin_off_of/is-a""#,
        ),
        (SPIN_OFF, rule("{subject} x( {object}"), "toml:3: rule mine: "),
        (SPIN_OFF, rule("{subject} (?P<object>x) {object}"), "toml:3: rule mine: "),
        (SPIN_OFF, rule("{subject} {noun} {object}"), "`{noun}` can never match in the clause form"),
        (SPIN_OFF, rule("{subject} {nowhere} {object}"), "`{nowhere}` is neither a slot nor a word group"),
        (SPIN_OFF, rule("{subject} {person:group} {object}"), r#"`{person}` is never one of "group""#),
        (SPIN_OFF, rule(r"{subject}\W{object}"), r"`\W` matches a part of a character"),
        (SPIN_OFF, rule("{subject}[^é]{object}"), "of characters that are not ASCII"),
        (SPIN_OFF, barred("{subject} y"), "toml:3: rule mine: `unless`: it captures nothing"),
        (SPIN_OFF, barred("y( {film}"), "toml:3: rule mine: "),
        (
            "gazetteers/dates/xx.toml",
            "[[pattern]]\nname='a'\nmeans='date'\nform='a(?P<x>b)(?P<x>c)'\n".into(),
            "xx.toml:1: ",
        ),
    ];
    for (path, text, wanted) in cases {
        let found = faults(path, text.clone());
        assert!(found.len() == 1 && found[0].contains(wanted), "{path}\n{text}\nwanted {wanted}, found {found:#?}");
    }
}

#[test]
fn what_is_right_is_taken() {
    let cases = [
        (SPIN_OFF, rule("{subject} x {object}")),
        (SPIN_OFF, format!("cardinality = 'many'\nfamily = 'relation'\n{}", rule("{subject} x {object}"))),
        ("gazetteers/words/occupations.more.tsv", "word\tvalue\tplural\tgender\nlutist\tlutist\n".into()),
        ("gazetteers/furniture/site.tsv", "line\nRead it in our app\n".into()),
        ("gazetteers/names/song.tsv", "name\taliases\tid\tfacts\n#Zither\t\tzither\n".into()),
    ];
    for (path, text) in cases {
        assert_eq!(faults(path, text), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn a_name_may_begin_with_a_hash() {
    let mut faults = Vec::new();
    let table = Table::read("a.tsv", "# a comment\n#\nname\n#Zither\n", &mut faults);
    assert_eq!(table.rows.iter().map(|row| row.cells[0]).collect::<Vec<_>>(), ["#Zither"]);
}

#[test]
fn a_users_furniture_makes_a_line_furniture() {
    let mut sources = Sources::builtin();
    sources
        .files
        .push(("gazetteers/furniture/site.tsv".into(), "line\nThe moon is a good place to read\n".to_string().into()));
    let text = "A headline about it\n\nThe band wrote the song in a week and sang it in Lisbon.\n\nThe moon is a good place to read\n";
    let kinds = |lexicon: &Lexicon| {
        let article = crate::Article { text: text.into(), ..Default::default() };
        let blocks = segment::segment(&article, lexicon).blocks;
        blocks.last().expect("a block").kind
    };
    assert_ne!(kinds(Lexicon::builtin()), crate::document::BlockKind::Furniture);
    assert_eq!(kinds(&Lexicon::load(&sources).expect("no fault")), crate::document::BlockKind::Furniture);
}

#[test]
fn the_program_compiles_no_rule_before_it_is_used() {
    let lexicon = Lexicon::load(&Sources::builtin()).expect("no fault");
    let rules = || lexicon.predicates.iter().flat_map(|predicate| &predicate.rules);
    assert!(rules().all(|rule| rule.compiled.get().is_none()));
    assert!(rules().take(3).all(|rule| rule.compiled().is_some()));
}

#[test]
fn what_the_build_script_knows_is_what_loading_works_out() {
    let mut sources = Sources::builtin();
    // A user's word groups may change what any rule requires.
    sources.files.push(("gazetteers/words/groups.toml".into(), String::new().into()));
    let anew = Lexicon::load(&sources).expect("no fault");
    let triggers = |lexicon: &Lexicon| {
        let rules = lexicon.predicates.iter().chain(&lexicon.attribution).flat_map(|predicate| &predicate.rules);
        rules.map(|rule| (rule.id.clone(), rule.triggers.clone())).collect::<Vec<_>>()
    };
    assert_eq!(triggers(Lexicon::builtin()), triggers(&anew));
    assert!(triggers(&anew).iter().filter(|(_, words)| words.is_empty()).count() < triggers(&anew).len() / 5);
}

#[test]
fn currency_signs_stand_at_the_end_of_what_precedes_an_amount() {
    let words = &Lexicon::builtin().words;
    let cases = [
        ("it cost US$", Some("USD")),
        ("it cost $", Some("USD")),
        ("for ₱", Some("PHP")),
        ("for Rs.", Some("INR")),
        ("the MRs", None),
        ("it cost", None),
        ("for ₫", None),
    ];
    for (before, code) in cases {
        assert_eq!(words.sign_before(before).map(|sign| sign.code.as_str()), code, "{before}");
    }
}

#[test]
fn all_standing_phrases_are_found_in_one_pass() {
    let words = &Lexicon::builtin().words;
    let finder = words.standing_finder.as_ref().expect("there are phrases");
    for (index, (phrase, _)) in words.standing.iter().enumerate() {
        let text = format!("it {phrase} so");
        assert!(finder.find_overlapping_iter(&text).any(|found| found.pattern().as_usize() == index), "{phrase}");
    }
}
