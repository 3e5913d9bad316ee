//! Word lists: `gazetteers/words/*.tsv`. One table of phrases serves them all; each entry says its class.

use aho_corasick::AhoCorasick;

use super::phrases::Phrases;
use super::{Fault, Sources, Table};
use crate::claim::Kind;
use crate::mention::Gender;
use crate::segment;

/// The word lists, in one table.
#[derive(Debug, Default)]
pub struct Words {
    /// Every word and phrase with its classes.
    pub phrases: Phrases<Word>,
    /// Cues: words beside a name that tell its kind.
    pub cues: Cues,
    /// Words that set a claim's standing, in small letters, the longest first.
    pub standing: Vec<(String, Effect)>,
    /// Finds all of `standing` in one pass: the pattern `i` is the phrase `standing[i]`, and overlapping search
    /// finds every place of every phrase, inside of words too. `None` only where there are no phrases.
    pub standing_finder: Option<AhoCorasick>,
    /// Signs of currencies, the longest first.
    pub signs: Vec<Sign>,
}

/// A currency's sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// `US$`
    pub sign: String,
    /// ISO 4217: `USD`.
    pub code: String,
    /// Whether it stands before the amount.
    pub before: bool,
    /// Whether it stands behind the amount.
    pub after: bool,
}

/// One sense of a word. The fields are what the lists' columns of the same names say.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are columns")]
pub enum Word {
    /// An English word that is not mainly a name.
    Common,
    /// A job: its usual form, whether this form is a plural, the gender it tells.
    Occupation { value: String, plural: bool, gender: Option<Gender> },
    /// A genre: its usual form, and whether the bare word says one.
    Genre { value: String, alone: bool },
    /// A word for the people or things of a country.
    Demonym { country: String, language: Option<String> },
    /// A noun that names a kind, and the kinds that it can name as well.
    Noun { kind: Kind, also: Vec<Kind>, plural: bool },
    /// A number word.
    Number(String),
    /// A factor behind a number: million.
    Multiplier(u64),
    /// A thing counted: copies, tickets.
    Unit(String),
    /// A currency's word or sign.
    Currency(String),
    /// Mr, Dame.
    Honorific(Option<Gender>),
    /// A given name.
    Given(Option<Gender>),
    /// A family name.
    Surname,
    /// A verb of speech: `say`, `tell`, `write`, `deny`, `claim`.
    Speech(String),
    /// he, its, who: whom it can stand for, and how it stands in the sentence.
    Pronoun(Pronoun),
    /// A word of a closed class.
    Closed(Closed),
    /// A noun for how one work stands to another: remake, adaptation.
    Relation,
    /// A finite form that ends neither in -ed nor in -s as verbs usually do: took, won.
    Verb,
    /// A past participle that does not end in -ed: written.
    Participle,
    /// A word that ends (or begins) names of a kind: Records, Awards.
    Ending { kind: Kind, first: bool },
    /// A small word whose place in a name or a phrase matters.
    Small(Small),
}

/// What a small word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Small {
    /// the
    Article,
    /// a, an
    Indefinite,
    /// this, that
    Demonstrative,
    /// of: within names
    Inside,
    /// in, to, my: within titles, where a title is expected
    Title,
    /// to: before a verb
    Infinitive,
    /// von, de la: within names, of people too
    Family,
    /// titled: between a noun and the name
    Called,
    /// The rest of a contraction: the `t` of "don't".
    Contraction,
    /// is, was
    Copula,
    /// are, were: where what they speak of is one thing, it has several members
    Copulas,
    /// No: before a number
    Rank,
    /// co, ex: clings to an occupation
    Prefix,
    /// st, nd: clings to a number
    Ordinal,
    /// one: a number only with a unit
    One,
    /// year-old: behind a number
    Aged,
    /// version: a noun for a work of any kind
    AnyWork,
    /// and, or: between things of a kind
    Joint,
    /// winner: a noun for people and works alike
    AnyOne,
    /// executive: before a verb it is an adverb
    Adverbial,
    /// of the same name
    SameName,
    /// first, original: of several works the one that others continue
    Original,
    /// second, next: one of several that was not told of before
    Further,
    /// new, latest: what continues another
    Newer,
    /// as: before what somebody is
    As,
    /// couple: two people that were named together
    Pair,
    /// "it is clear": the pronoun stands for nothing
    EmptyIt,
    /// reporter: somebody who is spoken of without being named
    Bystander,
}

/// The roles of `small_words.tsv` by name.
const SMALL: [(&str, Small); 28] = [
    ("bystander", Small::Bystander),
    ("article", Small::Article),
    ("indefinite", Small::Indefinite),
    ("demonstrative", Small::Demonstrative),
    ("inside", Small::Inside),
    ("title", Small::Title),
    ("infinitive", Small::Infinitive),
    ("family", Small::Family),
    ("called", Small::Called),
    ("contraction", Small::Contraction),
    ("copula", Small::Copula),
    ("copulas", Small::Copulas),
    ("rank", Small::Rank),
    ("prefix", Small::Prefix),
    ("ordinal", Small::Ordinal),
    ("one", Small::One),
    ("aged", Small::Aged),
    ("any-work", Small::AnyWork),
    ("joint", Small::Joint),
    ("any-one", Small::AnyOne),
    ("adverbial", Small::Adverbial),
    ("same-name", Small::SameName),
    ("original", Small::Original),
    ("further", Small::Further),
    ("newer", Small::Newer),
    ("as", Small::As),
    ("pair", Small::Pair),
    ("empty-it", Small::EmptyIt),
];

/// Closed classes of words: what ends a noun phrase to the left of its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "grammar's own words")]
pub enum Closed {
    Determiner,
    Preposition,
    Conjunction,
    Auxiliary,
    Pronoun,
    /// however, meanwhile: links sentences and belongs to no phrase
    Adverb,
}

/// What a pronoun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// Whom or what it can stand for.
    pub of: PronounOf,
    /// Whether it stands for several; `None` if it can be either.
    pub plural: Option<bool>,
    /// her, its, whose
    pub possessive: bool,
    /// who, which
    pub relative: bool,
    /// I'll, we're: it is no pronoun without the apostrophe
    pub contracted: bool,
}

/// Whom or what a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PronounOf {
    /// A person of one gender, or of either.
    Person(Option<Gender>),
    /// No person.
    Thing,
    /// Anything.
    Any,
    /// Whoever speaks.
    Speaker,
}

/// What a word does to the standing of a claim near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// will, is set to
    Planned,
    /// reportedly
    Reported,
    /// may, is rumoured to
    Rumoured,
    /// denied
    Denied,
    /// not, never
    Negated,
    /// not only, can't wait: takes the effect from the words in it
    Idiom,
    /// but, when: what was said before it does not reach beyond
    Clause,
}

/// Words beside a name that tell what it is.
#[derive(Debug, Default)]
pub struct Cues {
    /// By the words before the name.
    pub left: Phrases<Cue>,
    /// By the words behind it.
    pub right: Phrases<Cue>,
    /// By what its possessive owns: "X's frontman".
    pub owned: Phrases<Cue>,
}

/// What a cue tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue {
    /// The kind.
    pub kind: Kind,
    /// How much it weighs.
    pub weight: i32,
}

/// Reads one list: its file's stem and what a row becomes.
type Reader = fn(&mut Words, &Cells) -> Result<(), String>;

const LISTS: [(&str, &[&str], Reader); 23] = [
    ("closed_class", &["word", "class"], |words, row| {
        let class = match row.get(1) {
            "determiner" => Closed::Determiner,
            "preposition" => Closed::Preposition,
            "conjunction" => Closed::Conjunction,
            "auxiliary" => Closed::Auxiliary,
            "adverb" => Closed::Adverb,
            "pronoun" => Closed::Pronoun,
            other => return Err(format!("{other:?} is no closed class")),
        };
        words.put(row.get(0), Word::Closed(class))
    }),
    ("common_words", &["word"], |words, row| words.put(row.get(0), Word::Common)),
    ("cues", &["side", "words", "kind", "weight"], Words::cue),
    ("currencies", &["sign", "code"], |words, row| words.put(row.get(0), Word::Currency(row.get(1).into()))),
    ("currency_signs", &["sign", "code", "place"], Words::sign),
    ("demonyms", &["word", "country", "language"], |words, row| {
        let language = Some(row.get(2)).filter(|text| !text.is_empty()).map(str::to_string);
        words.put(row.get(0), Word::Demonym { country: row.get(1).into(), language })
    }),
    ("genres", &["word", "value", "alone"], |words, row| {
        words.put(row.get(0), Word::Genre { value: row.get(1).into(), alone: row.get(2) == "yes" })
    }),
    ("given_names", &["name", "gender"], |words, row| words.put(row.get(0), Word::Given(gender(row.get(1))))),
    ("honorifics", &["word", "gender"], |words, row| words.put(row.get(0), Word::Honorific(gender(row.get(1))))),
    ("multipliers", &["word", "factor"], |words, row| {
        let factor = row.get(1).parse().map_err(|_| format!("{:?} is no whole number", row.get(1)))?;
        words.put(row.get(0), Word::Multiplier(factor))
    }),
    ("name_endings", &["word", "kind", "position"], |words, row| {
        words.put(row.get(0), Word::Ending { kind: kind(row.get(1))?, first: row.get(2) == "first" })
    }),
    ("nouns", &["word", "kind", "also", "plural"], |words, row| {
        let also = row.get(2).split('|').filter(|name| !name.is_empty()).map(kind).collect::<Result<_, _>>()?;
        words.put(row.get(0), Word::Noun { kind: kind(row.get(1))?, also, plural: row.get(3) == "yes" })
    }),
    ("number_words", &["word", "number"], |words, row| words.put(row.get(0), Word::Number(row.get(1).into()))),
    ("occupations", &["word", "value", "plural", "gender"], |words, row| {
        let (value, plural) = (row.get(1).into(), row.get(2) == "yes");
        words.put(row.get(0), Word::Occupation { value, plural, gender: gender(row.get(3)) })
    }),
    ("pronouns", &["word", "gender", "number", "case"], |words, row| {
        let of = match row.get(1) {
            "m" | "f" => PronounOf::Person(gender(row.get(1))),
            "person" => PronounOf::Person(None),
            "thing" => PronounOf::Thing,
            "any" => PronounOf::Any,
            "speaker" => PronounOf::Speaker,
            other => return Err(format!("{other:?} is no gender of a pronoun")),
        };
        let plural = Some(row.get(2)).filter(|number| *number != "any").map(|number| number == "many");
        let (possessive, relative) = (row.get(3).ends_with("possessive"), row.get(3).starts_with("relative"));
        let contracted = row.get(0).contains('\'');
        words.put(row.get(0), Word::Pronoun(Pronoun { of, plural, possessive, relative, contracted }))
    }),
    ("relations", &["word"], |words, row| words.put(row.get(0), Word::Relation)),
    ("small_words", &["word", "role"], |words, row| {
        let role = SMALL.iter().find(|(name, _)| *name == row.get(1)).map(|(_, role)| *role);
        words.put(row.get(0), Word::Small(role.ok_or_else(|| format!("{:?} is no role of a small word", row.get(1)))?))
    }),
    ("speech_verbs", &["word", "kind"], |words, row| words.put(row.get(0), Word::Speech(row.get(1).into()))),
    ("standing", &["phrase", "effect"], |words, row| {
        let effect = match row.get(1) {
            "planned" => Effect::Planned,
            "reported" => Effect::Reported,
            "rumoured" => Effect::Rumoured,
            "denied" => Effect::Denied,
            "negated" => Effect::Negated,
            "idiom" => Effect::Idiom,
            "clause" => Effect::Clause,
            other => return Err(format!("{other:?} is no effect on a claim's standing")),
        };
        words.standing.push((filled(row.get(0))?.to_lowercase(), effect));
        Ok(())
    }),
    ("units", &["word", "unit"], |words, row| words.put(row.get(0), Word::Unit(row.get(1).into()))),
    ("participles", &["word"], |words, row| words.put(row.get(0), Word::Participle)),
    ("verbs", &["word"], |words, row| words.put(row.get(0), Word::Verb)),
    ("surnames", &["name"], |words, row| words.put(row.get(0), Word::Surname)),
];

/// Files of `gazetteers/words/` that hold rules or pieces of them.
const RULES: [&str; 2] = ["attribution", "groups"];

/// The cells of one row that a list asks for, in the order it asks.
struct Cells<'a>(Vec<&'a str>);

impl<'a> Cells<'a> {
    fn get(&self, index: usize) -> &'a str {
        self.0[index]
    }
}

impl Words {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Words {
        let mut words = Words::default();
        for (path, text) in sources.below("gazetteers/words/") {
            // `occupations.tsv`, and a user's `occupations.more.tsv`.
            let stem = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or(path);
            match LISTS.iter().find(|(name, ..)| *name == stem) {
                Some((_, columns, read)) => {
                    words.read_list(&Table::read(path, text, faults), columns, *read, faults);
                }
                None if RULES.contains(&stem) || segment::LISTS.contains(&stem) => {}
                None => faults.push(unknown_list(path, stem)),
            }
        }
        // Longer phrases first: the first that fits is the most specific.
        words.standing.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        words.signs.sort_by(|a, b| b.sign.len().cmp(&a.sign.len()).then_with(|| a.sign.cmp(&b.sign)));
        let finder = AhoCorasick::new(words.standing.iter().map(|(phrase, _)| phrase));
        let fault = |error| Fault::new("gazetteers/words/standing.tsv", 1, format!("{error}"), "list fewer phrases");
        words.standing_finder = finder.map_err(|error| faults.push(fault(error))).ok();
        words
    }

    fn read_list(&mut self, table: &Table, columns: &[&str], read: Reader, faults: &mut Vec<Fault>) {
        let columns: Option<Vec<usize>> = columns.iter().map(|column| table.column(column, faults)).collect();
        let Some(columns) = columns else { return };
        for row in &table.rows {
            let cells = Cells(columns.iter().map(|column| row.cells[*column]).collect());
            if let Err(cause) = read(self, &cells) {
                faults.push(Fault::new(table.file, row.line, cause, "see the other rows of the list"));
            }
        }
    }

    fn put(&mut self, phrase: &str, word: Word) -> Result<(), String> {
        self.phrases.add(filled(phrase)?, word);
        Ok(())
    }

    fn sign(&mut self, row: &Cells) -> Result<(), String> {
        let places: Vec<&str> = row.get(2).split('|').collect();
        if let Some(other) = places.iter().find(|place| !matches!(**place, "before" | "after")) {
            return Err(format!("{other:?} is no place; write before, after or before|after"));
        }
        let [before, after] = ["before", "after"].map(|place| places.contains(&place));
        self.signs.push(Sign { sign: filled(row.get(0))?.into(), code: filled(row.get(1))?.into(), before, after });
        Ok(())
    }

    /// The currency sign that `before`, the text before an amount, ends with; not at the end of a word.
    pub fn sign_before(&self, before: &str) -> Option<&Sign> {
        self.signs.iter().filter(|sign| sign.before).find(|sign| {
            let rest = before.strip_suffix(sign.sign.as_str());
            rest.is_some_and(|rest| {
                !(sign.sign.starts_with(char::is_alphabetic) && rest.ends_with(char::is_alphanumeric))
            })
        })
    }

    fn cue(&mut self, row: &Cells) -> Result<(), String> {
        let weight = row.get(3).parse().map_err(|_| format!("{:?} is no weight", row.get(3)))?;
        let words = filled(row.get(1))?;
        for name in row.get(2).split('|') {
            let cue = Cue { kind: kind(name)?, weight };
            match row.get(0) {
                "left" => self.cues.left.add(words, cue),
                "right" => self.cues.right.add(words, cue),
                "owned" => self.cues.owned.add(words, cue),
                other => return Err(format!("{other:?} is no side; write left, right or owned")),
            }
        }
        Ok(())
    }

    /// The gender of a given name, if the list has it and it is not both.
    pub fn given_gender(&self, name: &str) -> Option<Option<Gender>> {
        self.phrases.get(name).iter().find_map(|word| match word {
            Word::Given(gender) => Some(*gender),
            _ => None,
        })
    }
}

/// A cell that may not be empty; one without letters, digits or signs could never be found.
fn filled(cell: &str) -> Result<&str, String> {
    if cell.is_empty() { Err("an empty word".into()) } else { Ok(cell) }
}

fn unknown_list(path: &str, stem: &str) -> Fault {
    let known = LISTS.iter().map(|(name, ..)| *name).chain(segment::LISTS).chain(RULES);
    let known = known.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
    Fault::new(path, 1, format!("{stem:?} is no list of words"), format!("name the file after its list: {known}"))
}

fn gender(text: &str) -> Option<Gender> {
    match text {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    }
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::from_name(name).ok_or_else(|| format!("{name:?} is no kind"))
}
