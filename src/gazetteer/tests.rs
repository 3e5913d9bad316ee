//! Importers: the forms of their sources lie in `tests/gazetteers/` and are read by cases of the command line; here
//! stand laws, packed input, and the vocabularies.

use std::io::Cursor;

use proptest::prelude::*;

use super::vocabulary::Vocabulary;
use super::*;
use crate::lexicon::{Lexicon, Sources};
use crate::read::{Limits, unpacked};

fn faults(tables: &Tables) -> Vec<String> {
    let mut sources = Sources::default();
    for (kind, table) in tables {
        sources.files.push((format!("gazetteers/names/{}.tsv", kind.name()), table.clone().into()));
    }
    let untidy = sources.untidy_names();
    let loaded = match Lexicon::load(&sources) {
        Ok(lexicon) => lexicon.untidy,
        Err(faults) => faults,
    };
    // Without predicates and word lists little can be read; only what is said of names counts here.
    let all = untidy.into_iter().chain(loaded);
    all.filter(|fault| fault.file.contains("/names/")).map(|fault| fault.to_string()).collect()
}

#[test]
fn vocabularies_name_kinds_that_there_are() {
    for (source, whats) in [
        ("wikidata", &["class"][..]),
        ("musicbrainz", &["artist_type", "release_group_type", "recording", "work_type"]),
    ] {
        let vocabulary = Vocabulary::of(source);
        for what in whats {
            let all = vocabulary.all(what);
            assert!(!all.is_empty() && all.iter().all(|(_, kind)| Kind::from_name(kind).is_some()), "{source} {what}");
        }
    }
    assert!(!Vocabulary::of("sparql").all("variable").is_empty());
}

#[test]
fn names_of_all_languages_stand_in_for_the_first() {
    let entity = |labels: &str| {
        format!(
            r#"{{"id":"Q900000007","labels":{{{labels}}},"aliases":[],"claims":{{"P31":[{{"rank":"normal","mainsnak":
            {{"snaktype":"value","datavalue":{{"value":{{"id":"Q5"}}}}}}}}]}}}}"#
        )
        .replace('\n', "")
    };
    let label =
        |(language, name): (&str, &str)| format!(r#""{language}":{{"language":"{language}","value":"{name}"}}"#);
    let (all, english, japanese, french) =
        (("mul", "Ane Moe"), ("en", "Anne Moe"), ("ja", "アネ・モー"), ("fr", "Anée Moe"));
    for (asked, labels, wanted) in [
        ("en ja", vec![all, french], "Ane Moe\t\t"),
        ("en ja", vec![japanese, all], "Ane Moe\tアネ・モー\t"),
        ("en ja", vec![japanese, all, english], "Anne Moe\tAne Moe|アネ・モー\t"),
        ("ja", vec![japanese, all, english], "アネ・モー\tAne Moe\t"),
        ("", vec![french, all], "Ane Moe\tAnée Moe\t"),
    ] {
        let languages = asked.split_whitespace().map(String::from).collect();
        let line = entity(&labels.into_iter().map(label).collect::<Vec<_>>().join(","));
        let mut gathered = Gathered::default();
        wikidata(Cursor::new(line), &Filter { languages, ..Filter::default() }, &mut gathered).expect("an entity");
        let tables = gathered.tables();
        let table = tables.values().next().map(|table| table.lines().nth(1).unwrap_or_default());
        assert!(table.is_some_and(|row| row.starts_with(wanted)), "{asked}: {tables:?}, not {wanted}");
    }
}

#[test]
fn packed_dumps_are_streamed() {
    let dump = include_bytes!("../../tests/gazetteers/wikidata.json");
    let mut packer = flate2::read::GzEncoder::new(&dump[..], flate2::Compression::default());
    let mut gzip = Vec::new();
    io::Read::read_to_end(&mut packer, &mut gzip).expect("packed");
    let zstd = ruzstd::encoding::compress_to_vec(&dump[..], ruzstd::encoding::CompressionLevel::Fastest);
    let read = |bytes: Vec<u8>| {
        let mut gathered = Gathered::default();
        let input = unpacked(Cursor::new(bytes), &Limits::default()).expect("a stream");
        wikidata(input, &Filter::default(), &mut gathered).expect("a dump");
        gathered.tables()
    };
    let plain = read(dump.to_vec());
    assert!(plain.len() == 4 && faults(&plain).is_empty(), "{:?}", faults(&plain));
    assert_eq!(read(gzip), plain);
    assert_eq!(read(zstd), plain);
}

#[test]
fn languages_choose_the_name() {
    let dump = include_bytes!("../../tests/gazetteers/wikidata.json");
    let name = |languages: &[&str]| {
        let languages = languages.iter().map(|language| language.to_string()).collect();
        let filter = Filter { kinds: vec![Kind::Film], languages, since: Some(2000), until: Some(2022) };
        let mut gathered = Gathered::default();
        wikidata(&dump[..], &filter, &mut gathered).expect("a dump");
        let table = gathered.tables().remove(&Kind::Film).unwrap_or_default();
        table.lines().last().and_then(|row| row.split('\t').next()).map(str::to_string)
    };
    assert_eq!(name(&["ja"]).as_deref(), Some("塩の道"));
    assert_eq!(name(&["fr", "en"]).as_deref(), Some("Salt Road"));
    assert_eq!(name(&["ko"]), None);
}

proptest! {
    #[test]
    fn tables_are_valid_by_construction(names in prop::collection::vec("[ab#Vé君|;=\\t\u{85}\u{200b} ']{0,6}", 0..24), facts in prop::collection::vec(0..4usize, 24)) {
        let mut gathered = Gathered::default();
        for (index, pair) in names.chunks(2).enumerate() {
            let mut thing = gather::Thing { name: pair[0].clone(), ..gather::Thing::default() };
            thing.aliases.extend(pair.iter().cloned());
            let fact = [None, Some(("year", "2001")), Some(("creator", "a;b")), Some(("year", "2002"))][facts[index]];
            thing.facts.extend(fact.map(|(key, value)| (key.to_string(), value.to_string())));
            gathered.add(Kind::Song, &format!("id{index}"), thing, &Filter::default());
        }
        let tables = gathered.tables();
        prop_assert_eq!(faults(&tables), Vec::<String>::new(), "{:?}", tables);
    }

    #[test]
    fn no_input_makes_an_importer_panic(text in "\\PC{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        for bytes in [text.into_bytes(), bytes] {
            let filter = Filter { kinds: vec![Kind::Song], ..Filter::default() };
            let mut gathered = Gathered::default();
            let _ = (lines(&bytes[..], &filter, &mut gathered), sparql(&bytes[..], &filter, &mut gathered));
            let _ = wikidata(&bytes[..], &filter, &mut gathered);
            let open = |_: &str| -> Opened { Ok(Some(Box::new(Cursor::new(bytes.clone())))) };
            let _ = musicbrainz(open, &filter, &mut gathered);
        }
    }
}
