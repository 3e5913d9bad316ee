//! What is untidy in tables of names: nothing that stops a run, but hardly what their author means.

use std::collections::HashMap;

use super::super::phrases::{is_ideograph, key_of};
use super::super::{Fault, Sources};
use super::rows::{self, NameRow};
use crate::claim::Kind;

/// Facts that guard a single letter: what names something of its circle, which speaks for it, or the word of the list's
/// author that its context will (`guard=context`).
const GUARDS: [&str; 3] = ["part_of", "creator", "guard"];

/// Names of one letter that nothing would support; empty and repeated aliases; ids that stand twice; aliases of two
/// things of a kind that no fact tells apart. Faults of form are told by loading.
pub(crate) fn untidy(sources: &Sources) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = Seen::default();
    for (path, text) in sources.below(super::FOLDER) {
        rows::read(path, text, &mut Vec::new(), |row| seen.row(path, row, &mut faults));
    }
    faults
}

/// A place where something stands.
type Place<'a> = (&'a str, usize);

/// What stood before.
#[derive(Default)]
struct Seen<'a> {
    ids: HashMap<(Kind, &'a str), Place<'a>>,
    /// By kind and folded name: where, the facts, and whether it is an alias.
    names: HashMap<(Kind, String), Known<'a>>,
}

struct Known<'a> {
    place: Place<'a>,
    row: NameRow<'a>,
    alias: bool,
}

impl<'a> Seen<'a> {
    fn row(&mut self, path: &'a str, row: NameRow<'a>, faults: &mut Vec<Fault>) {
        let mut fault = |cause: String, cure: &str| faults.push(Fault::new(path, row.line, cause, cure));
        let place = (path, row.line);
        if let Some((file, line)) = self.ids.insert((row.kind, row.id), place) {
            fault(
                format!("the id {:?} stands at {file}:{line} as well", rows::clip(row.id)),
                "one row for one thing; aliases stand in its second column, parted by `|`",
            );
        }
        if row.has_empty_alias() {
            fault("an empty alias".into(), "remove the `|` that parts nothing");
        }
        let guarded = GUARDS.iter().any(|key| row.fact(key).is_some());
        for (index, name) in std::iter::once(row.name).chain(row.aliases()).enumerate() {
            let key = key_of(name);
            if key.is_empty() {
                if !name.chars().any(|c| !c.is_ascii_punctuation() && !c.is_whitespace())
                    || index == 0 && row.aliases().next().is_none()
                {
                    fault(
                        format!("{:?} has no letter and no digit", rows::clip(name)),
                        "such a name is never found: give an alias in letters",
                    );
                }
                continue;
            }
            // A single kanji or hangul is never taken for a name.
            if key.chars().count() == 1 && !key.starts_with(is_ideograph) && !guarded {
                fault(
                    format!("{:?} is a single letter, and nothing guards it", rows::clip(name)),
                    "give `part_of` or `creator`, what speaks for it where it is named, or `guard=context`",
                );
            }
            self.name(place, row, key, name, index > 0, &mut fault);
        }
    }

    /// Two names may be the same: facts tell the things apart. An alias should not make one thing look like another.
    fn name(
        &mut self,
        place: Place<'a>,
        row: NameRow<'a>,
        key: String,
        name: &str,
        alias: bool,
        fault: &mut impl FnMut(String, &str),
    ) {
        let known = self.names.entry((row.kind, key)).or_insert(Known { place, row, alias });
        if (alias || known.alias) && known.row.id != row.id && !tell_apart(&known.row, &row) {
            let (file, line) = known.place;
            fault(
                format!("{:?} names what stands at {file}:{line} as well, of the same kind", rows::clip(name)),
                "remove one, or give both a year, a country or a creator that tells them apart",
            );
        }
    }
}

/// Whether a fact that both have differs.
fn tell_apart(a: &NameRow, b: &NameRow) -> bool {
    let pairs = a.facts().filter_map(|fact| fact.split_once('='));
    let mut both = pairs.filter_map(|(key, value)| Some((value, b.fact(key)?)));
    both.any(|(one, other)| one != other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: String) -> Vec<String> {
        let mut sources = Sources::default();
        sources.files.push((format!("{}mine/song.tsv", super::super::FOLDER), text.into()));
        let mut faults = untidy(&sources);
        let mut names = Vec::new();
        super::super::Names::load(&sources, &mut names);
        faults.extend(names);
        faults.extend(crate::lexicon::untidy(&sources));
        faults.sort();
        faults.iter().map(|fault| fault.to_string().replace("gazetteers/names/mine/", "")).collect()
    }

    #[test]
    fn each_fault_is_told_with_its_place() {
        let long = "x".repeat(100 << 20);
        let cases: [(&str, &str); 19] = [
            (
                "Coda\t\tcoda\nAria\t\taria",
                "song.tsv:3: the row stands behind one that should follow it; sort the rows",
            ),
            (
                "Aria\t\taria\nAria\t\taria",
                "song.tsv:3: the id \"aria\" stands at song.tsv:2 as well; one row for one thing",
            ),
            (
                "Aria\t\taria\nBora\t\taria",
                "song.tsv:3: the id \"aria\" stands at song.tsv:2 as well; one row for one thing",
            ),
            ("\t\taria", "song.tsv:2: a row without name or id; give both"),
            ("Aria", "song.tsv:2: a row without name or id; give both"),
            ("Aria\tA|\taria\tcreator=Coda", "song.tsv:2: an empty alias; remove the `|` that parts nothing"),
            (
                "Ar\u{7}ia\t\taria",
                "song.tsv:2: \"Ar\\u{7}ia\" has white space at its rim or a control character; remove it",
            ),
            ("Aria\u{85}x\t\taria", "song.tsv:2: \"Aria\\u{85}x\" has white space at its rim or a control character"),
            ("Aria \t\taria", "song.tsv:2: \"Aria \" has white space at its rim or a control character; remove it"),
            (
                "Aria\tAir\taria\nCoda\tAir\tcoda",
                "song.tsv:3: \"Air\" names what stands at song.tsv:2 as well, of the same kind",
            ),
            (
                "Aria\tÁir\taria\nair\t\tcoda",
                "song.tsv:3: \"air\" names what stands at song.tsv:2 as well, of the same kind",
            ),
            ("Q\t\tq", "song.tsv:2: \"Q\" is a single letter, and nothing guards it; give `part_of` or `creator`"),
            ("!!!\t\tchk", "song.tsv:2: \"!!!\" has no letter and no digit; such a name is never found"),
            ("Aria\t\tlocal:1", "song.tsv:2: the id \"local:1\" begins like those of names that no table has; give it"),
            ("Aria\t\taria\tyear", "song.tsv:2: \"year\" is no fact; write facts as `key=value`"),
            ("Aria\t\taria\t\tmore", "song.tsv:2: 5 cells where the header names 4; one tab between two cells"),
            ("Aria\ttwo\taria\tyear=1;two", "song.tsv:2: \"two\" is no fact"),
            (&long, "song.tsv:2: a row of 104857600 bytes, which begins \"xxxxxxxx"),
            ("Aria\t\taria\n\nAria\t\taria", "song.tsv:4: the id \"aria\" stands at song.tsv:2 as well"),
        ];
        for (rows, wanted) in cases {
            let found = told(format!("name\taliases\tid\tfacts\n{rows}\n"));
            assert!(found.iter().any(|fault| fault.starts_with(wanted)), "wanted {wanted}, found {found:#?}");
            assert!(found.iter().all(|fault| fault.len() < 400), "{wanted}");
        }
        for (text, wanted) in [
            ("", "song.tsv:1: an empty table; begin with a header line"),
            ("name\tid\n", "song.tsv:1: no column `aliases`; begin with a header line"),
        ] {
            assert!(told(text.into())[0].starts_with(wanted), "{:?}", told(text.into()));
        }
    }

    #[test]
    fn what_is_right_is_not_told() {
        let cases = [
            "Aria\tAir\taria\tyear=2001\nCoda\tAir\tcoda\tyear=2002",
            "Aria\t\taria-2001\tyear=2001\nAria\t\taria-x",
            "V\t\tv\tpart_of=BTS",
            "Q\t君\tq\tguard=context",
            "★\tStar\tstar",
            "#Alive\t\talive\n'O Sole Mio\tO Sole Mio\to-sole-mio".split('\n').next_back().unwrap_or_default(),
        ];
        for rows in cases {
            assert_eq!(told(format!("name\taliases\tid\tfacts\n{rows}\n")), Vec::<String>::new(), "{rows}");
        }
    }

    #[test]
    fn many_faults_of_a_file_are_not_all_told() {
        assert_eq!(told(format!("name\taliases\tid\tfacts\n{}", " x\n".repeat(9999))).len(), 51 + 1);
    }
}
