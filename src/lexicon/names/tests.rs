//! Names are found where they stand, and only there: cases, laws against a simple search, and damaged files.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::lexicon::phrases::{fold_into, is_ideograph};

/// Names of tables, given as `kind: name|alias; facts`.
fn names(rows: &[&str]) -> Names {
    let mut sources = Sources::default();
    let forms = Sources::builtin().files.into_iter().filter(|(path, _)| path.starts_with(forms::FOLDER));
    sources.files.extend(forms);
    for (index, row) in rows.iter().enumerate() {
        let (kind, row) = row.split_once(": ").unwrap_or(("film", row));
        let (names, facts) = row.split_once("; ").unwrap_or((row, ""));
        let (name, aliases) = names.split_once('|').unwrap_or((names, ""));
        let text = format!("name\taliases\tid\tfacts\n{name}\t{aliases}\tid-{index}\t{facts}\n");
        sources.files.push((format!("{FOLDER}{index}/{kind}.tsv"), text.into()));
    }
    let mut faults = Vec::new();
    let names = Names::load(&sources, &mut faults);
    assert_eq!(faults, []);
    names
}

fn found<'t>(names: &Names, text: &'t str) -> Vec<&'t str> {
    let mut list = Vec::new();
    names.scan(text, |span, _| list.push(span.of(text)));
    list
}

#[test]
fn what_writers_vary_is_one_name() {
    let cases: [(&str, &[&str], &[&str]); 17] = [
        (
            "group: J-Hope",
            &["J-Hope", "j-hope", "JHope", "J Hope", "Ｊ-Ｈｏｐｅ", "J‑Hope"],
            &["J Hopeful", "Jay Hope"],
        ),
        ("group: BTS", &["BTS", "ＢＴＳ", "B.T.S", "bts"], &["BTSX", "B T S"]),
        ("person: Jung Kook", &["Jung Kook", "Jungkook", "Jung-kook", "JUNGKOOK"], &["Jung", "Kook"]),
        ("person: Jungkook", &["Jung Kook", "Jungkook", "Jung-kook"], &["jung kook", "Jung, Kook", "Jung"]),
        ("song: Jungkook", &["Jung-kook", "Jungkook"], &["Jung Kook"]),
        ("company: HarperCollins", &["Harper Collins", "HarperCollins"], &["harper collins"]),
        ("person: Beyoncé", &["Beyonce", "BEYONCÉ", "Beyonce\u{301}"], &["Beyonces"]),
        ("song: Don't Leave Me", &["Don’t Leave Me", "Dont Leave Me", "DON'T LEAVE ME"], &["Don't Leave"]),
        ("person: MØ", &["MØ", "Mo", "mø"], &["Moo"]),
        ("group: Simon & Garfunkel", &["Simon and Garfunkel", "Simon & Garfunkel"], &["Simon or Garfunkel"]),
        ("group: The Midnight Larks", &["The Midnight Larks", "Midnight Larks"], &["Larks"]),
        ("film: The Larks", &["The Larks"], &["Larks"]),
        (
            "person: Sakaguchi Kentaro; country=Japan",
            &["Kentaro Sakaguchi", "Sakaguchi Kentaro", "Kentarō Sakaguchi", "Kentarou Sakaguchi"],
            &["Kentaro Sato"],
        ),
        ("person: Shimizu Iyori; country=Japan", &["Iyori Shimizu", "Shimizu Iyori", "Simizu Iyori"], &["Shimizu"]),
        (
            "person: Park Seo-joon; country=South Korea",
            &["Seo-joon Park", "Park Seojoon", "Park Seo Joon", "Park Seo-jun"],
            &["Park Seo"],
        ),
        ("person: 坂口健太郎", &["坂口健太郎"], &["坂口健太"]),
        ("group: REM", &["R.E.M", "REM"], &["R. E. M."]),
    ];
    for (row, yes, no) in cases {
        let names = names(&[row]);
        for text in yes {
            assert_eq!(found(&names, &format!("So “{text}”, then")), [*text], "{row}");
            assert!(!names.get(text).is_empty(), "{row}: {text}");
        }
        for text in no {
            assert_eq!(found(&names, text), Vec::<&str>::new(), "{row}");
        }
    }
}

#[test]
fn matches_are_whole_words() {
    let cases: [(&str, &str, &[&str]); 12] = [
        ("person: V", "TV and V.", &["V"]),
        ("stage: Cats", "the Cat's pyjamas, Cats’ songs", &["Cats"]),
        ("company: Shell", "She'll see Shell's", &["Shell"]),
        ("film: 映画", "新作映画が公開", &["映画"]),
        ("person: アン", "アンテナ、ジャンアン、アン・ハサウェイ、アンが", &["アン", "アン"]),
        ("group: キムタク", "ｷﾑﾀｸと", &["ｷﾑﾀｸ"]),
        ("group: ガロ", "カロ", &[]),
        ("group: 방탄소년단", "방탄소년단은 방탄소년단이 방탄소년단들이", &["방탄소년단"; 3]),
        ("person: 아이유", "가수 아이유 아이유로 아이유로니", &["아이유"; 2]),
        ("person: 유나", "김유나 유나", &["유나"]),
        ("film: Film Out", "Film Out of the film", &["Film Out"]),
        ("person: J.K. Rowling", "JK Rowling; J. K. Rowling", &["JK Rowling", "J. K. Rowling"]),
    ];
    for (row, text, wanted) in cases {
        assert_eq!(found(&names(&[row]), text), wanted, "{row} in {text}");
    }
}

#[test]
fn all_candidates_are_kept_and_listed_forms_prevail() {
    let rows = [
        "film: Signal; year=2021",
        "series: Signal; year=2018",
        "group: The Signal",
        "person: Kentaro Sato; country=Japan",
        "person: Sato Kentaro; country=Brazil",
    ];
    let names = names(&rows);
    assert_eq!(names.get("Signal"), [0, 1]);
    assert_eq!(names.get("Sato Kentaro"), [4]);
    let years: Vec<_> = names.get("SIGNAL").iter().map(|entry| names.entry(*entry).fact("year")).collect();
    assert_eq!(years, [Some("2021"), Some("2018")]);
    assert_eq!((names.kind(1), names.entry(1).id, names.entry(4).aliases().count()), (Kind::Series, "id-1", 0));
    assert_eq!(names.entry(99).name, "");
}

#[test]
fn tables_lie_over_one_another() {
    let mut both = names(&["film: Signal", "film: Signal Fire"]);
    names(&["group: Signal", "song: Fire"]).tables.into_iter().for_each(|layer| both.lay(layer.table));
    assert_eq!((both.len(), both.get("signal"), both.get("fire")), (4, vec![0, 2], vec![3]));
    assert_eq!(both.entry(2).kind, Kind::Group);
}

/// What must be found at every word, by trying every form at every stretch.
fn naive(
    forms: &[(u32, String)],
    particles: &[String],
    names: &Names,
    text: &str,
) -> BTreeMap<(u32, u32), BTreeSet<u32>> {
    let words = |text: &str| {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        tokens
    };
    let folded = |text: &str, token: &Token| {
        let mut folded = String::new();
        fold_into(token.span.of(text), &mut folded);
        folded
    };
    let tokens = words(text);
    let mut all = BTreeMap::<(u32, u32), BTreeSet<u32>>::new();
    for start in 0..tokens.len() {
        for end in start + 1..=tokens.len() {
            let stretch = &tokens[start..end];
            let letters: Vec<String> = stretch.iter().map(|token| folded(text, token)).collect();
            for (entry, form) in forms {
                let own: Vec<String> = words(form).iter().map(|token| folded(form, token)).collect();
                if own.concat() != letters.concat() {
                    continue;
                }
                let cuts: BTreeSet<usize> = (1..own.len()).map(|at| own[..at].concat().len()).collect();
                let (mut row, mut sound) = (0, true);
                for at in 1..letters.len() {
                    let tie = fit::gap(text, stretch[at - 1], stretch[at]);
                    let long = letters[at - 1].len() > 2 && letters[at].len() > 2;
                    let spaced = match names.kind(*entry) {
                        Kind::Person | Kind::Group => true,
                        Kind::Song => false,
                        _ => long,
                    };
                    let tied = tie == Gap::Tied || tie == Gap::Capitals && spaced;
                    row = if cuts.contains(&letters[..at].concat().len()) { 0 } else { row + 1 };
                    sound &= row == 0 || tied && row <= SKIPPED;
                }
                let span = stretch[0].span.join(stretch[stretch.len() - 1].span);
                if sound && fit::is_whole(text, span, particles) {
                    all.entry((span.start, span.end)).or_default().insert(*entry);
                }
            }
        }
    }
    all
}

fn indexed(names: &Names, text: &str) -> BTreeMap<(u32, u32), BTreeSet<u32>> {
    let mut tokens = Vec::new();
    tokenize(text, Span::new(0, text.len()), &mut tokens);
    let mut all = BTreeMap::new();
    for at in 0..tokens.len() {
        for found in names.all(text, &tokens[at..]) {
            let span = tokens[at].span.join(tokens[at + found.length - 1].span);
            all.insert((span.start, span.end), found.entries.into_iter().collect());
        }
    }
    all
}

/// Texts of this pattern, in which `W` is a word: few, so that names meet.
fn texts(pattern: &str) -> impl Strategy<Value = String> + use<> {
    let pattern = pattern.replace('W', "(a|b|ab|A|B|Ab|É|e|Ｂ|ア|ン|君|이|나|1)");
    prop::string::string_regex(&pattern).expect("a pattern")
}

proptest! {
    #[test]
    fn the_index_finds_what_a_simple_search_finds(
        rows in prop::collection::vec((prop::sample::select(vec!["person", "song"]), texts("W([ -]?W){0,3}")), 1..12),
        text in texts("(W[ '’.,-]{0,2}){0,14}"),
    ) {
        let rows: Vec<String> = rows.into_iter().map(|(kind, name)| format!("{kind}: {name}")).collect();
        let names = names(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        let forms: Vec<(u32, String)> = (0..).zip(&rows).map(|(entry, row)| (entry, row.split_once(": ").expect("a kind").1.into())).collect();
        prop_assert_eq!(indexed(&names, &text), naive(&forms, &names.particles, &names, &text));
    }

    #[test]
    fn any_changed_byte_is_told(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let mut bytes = names(&["person: Kentaro Sato|佐藤; country=Japan", "film: Signal"]).tables[0].table.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(NameTable::from_bytes(bytes).is_err());
    }

    #[test]
    fn what_a_forged_file_says_is_never_trusted(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        // With a checksum that fits, as somebody could make it.
        let mut bytes = names(&["person: Kentaro Sato|佐藤; country=Japan", "film: Signal"]).tables[0].table.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = 44 + at.index(bytes.len() - 44);
            bytes[at] = byte;
        }
        let checksum = blake3::hash(&bytes[44..]);
        bytes[12..44].copy_from_slice(checksum.as_bytes());
        if let Ok(table) = NameTable::from_bytes(bytes) {
            let mut names = Names::default();
            names.lay(table.into());
            found(&names, "Kentaro Sato in Signal, 佐藤");
            for entry in (0..names.len() as u32).chain([u32::MAX]) {
                let entry = names.entry(entry);
                prop_assert!(entry.aliases().count() + entry.facts().count() < 10_000);
            }
        }
    }

    #[test]
    fn no_bytes_and_no_text_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,60}") {
        prop_assert!(NameTable::from_bytes(bytes).is_err());
        let names = names(&["person: A B", "group: 이나"]);
        for (start, end) in indexed(&names, &text).into_keys() {
            prop_assert!(text.get(start as usize..end as usize).is_some());
        }
    }
}

#[test]
fn foreign_cut_and_old_files_are_refused() {
    let whole = names(&["film: Signal"]).tables[0].table.as_bytes().to_vec();
    let mut old = whole.clone();
    old[8] = 99;
    let cases = [
        (Vec::new(), Unfit::Foreign),
        (b"name\taliases\tid\tfacts\n".repeat(20), Unfit::Foreign),
        (whole[..30].to_vec(), Unfit::Foreign),
        (whole[..whole.len() - 1].to_vec(), Unfit::Damaged),
        ([whole.clone(), vec![0]].concat(), Unfit::Damaged),
        (old, Unfit::Version(99)),
    ];
    for (bytes, wanted) in cases {
        assert_eq!(NameTable::from_bytes(bytes).map(|_| ()), Err(wanted));
    }
    assert!(NameTable::from_bytes(whole).is_ok());
}

#[test]
fn a_long_chain_of_ties_is_no_trap() {
    let names = names(&["group: aaa", "film: a-a-a-a-a"]);
    assert!(!is_ideograph('a'));
    found(&names, &"a-".repeat(100_000));
    found(&names, &"A ".repeat(100_000));
}

/// Numbers that look random, the same each time.
fn dice(state: &mut u64, sides: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) as usize) % sides
}

/// A word of few syllables, so that words joined are words as well.
fn syllables(state: &mut u64) -> String {
    let count = 1 + dice(state, 4);
    (0..count).map(|_| ["ka", "ri", "mo", "lén", "to", "sa", "vi", "de", "ma", "o"][dice(state, 10)]).collect()
}

/// The longest of `forms` at each word, none inside another: by the joined letters, and where a form parts them.
fn leftmost_longest(forms: &BTreeMap<String, Vec<BTreeSet<usize>>>, text: &str) -> Vec<Span> {
    let mut tokens = Vec::new();
    tokenize(text, Span::new(0, text.len()), &mut tokens);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let (mut key, mut cuts, mut longest) = (String::new(), Vec::new(), None);
        for (index, token) in tokens[at..].iter().take(20).enumerate() {
            fold_into(token.span.of(text), &mut key);
            let fits = |own: &BTreeSet<usize>| cuts.iter().all(|cut| own.contains(cut));
            if forms.get(&key).is_some_and(|forms| forms.iter().any(fits)) {
                longest = Some(index);
            }
            cuts.push(key.len());
        }
        if let Some(index) = longest {
            found.push(tokens[at].span.join(tokens[at + index].span));
        }
        at += longest.map_or(1, |index| index + 1);
    }
    found
}

fn exact_at(size: usize) {
    let mut state = 5;
    let mut table = String::from("name\taliases\tid\tfacts\n");
    let mut forms: BTreeMap<String, Vec<BTreeSet<usize>>> = BTreeMap::new();
    let mut text = String::new();
    for number in 0..size {
        let words: Vec<String> = (0..1 + dice(&mut state, 4)).map(|_| syllables(&mut state)).collect();
        let name = words.join(" ");
        table.push_str(&format!("{name}\t\tid{number}\t\n"));
        let (mut key, mut cuts) = (String::new(), BTreeSet::new());
        for word in &words {
            fold_into(word, &mut key);
            cuts.insert(key.len());
        }
        forms.entry(key).or_default().push(cuts);
        if text.len() < 100_000 {
            let sign = [" ", ", ", ". "][dice(&mut state, 3)];
            text.push_str(&[name, sign.into(), syllables(&mut state), " ".into()].concat());
        }
    }
    let mut sources = Sources::default();
    sources.files.push((format!("{FOLDER}film.tsv"), table.into()));
    let names = Names::of(sources.compile_own_names().expect("no fault").into());
    let mut spans = Vec::new();
    names.scan(&text, |span, _| spans.push(span));
    assert!(spans.len() > 1000 && spans == leftmost_longest(&forms, &text), "{size}");
}

#[test]
fn thousands_of_names_are_found_exactly() {
    exact_at(1_000);
    exact_at(10_000);
}

#[test]
#[ignore = "takes a minute: .ci/long names"]
fn a_million_names_are_found_exactly() {
    exact_at(100_000);
    exact_at(1_000_000);
}
