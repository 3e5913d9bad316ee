//! Sentences with the names that they hold, and what must hold of the mentions of any text.

use proptest::prelude::*;

use super::annotate;
use crate::mention::{How, Sense};
use crate::segment::segment;
use crate::{Article, Lexicon, Mentions};

fn annotated(text: &str) -> (Article, Mentions) {
    let lexicon = Lexicon::builtin();
    let article = Article { name: "test".into(), text: text.into(), ..Article::default() };
    let mentions = annotate(&article, &segment(&article, lexicon), lexicon);
    (article, mentions)
}

/// The names of a text as `name|kind`, in text order; an undecided kind is `?`.
fn names(text: &str) -> Vec<String> {
    let (article, mentions) = annotated(text);
    let name = |mention: &crate::mention::Mention| {
        let Sense::Things(things) = &mention.sense else { return None };
        let kind = mentions.things[things[0] as usize].kind.map_or("?", |kind| kind.name());
        (mention.how != How::Reference).then(|| format!("{}|{kind}", mention.span.of(&article.text)))
    };
    mentions.list.iter().filter_map(name).collect()
}

/// What pronouns and phrases stand for, as `He=Jonas Berg`, in text order.
#[test]
fn references_mean_whom_the_text_goes_on_about() {
    let cases: &[(&str, &[&str])] = &[
        // What is named inside a quotation is not spoken of outside.
        ("“Ana Holt was great,” said Jonas Berg. He thanked her.", &["He=Jonas Berg", "her=Ana Holt"]),
        // An owner is not whom the sentence is about, nor is who stands in front of it.
        ("Rolf Lund's cousin Jonas Berg wrote to us. He was angry.", &["He=Jonas Berg"]),
        ("In an interview with Rolf Lund, Jonas Berg laughed. He was tired.", &["He=Jonas Berg"]),
        ("Rolf Lund met Jonas Berg and his wife.", &["his=Jonas Berg"]),
        ("Rolf Lund thanked his son, Jonas Berg and his wife.", &["his=Rolf Lund", "his=Rolf Lund"]),
        ("In May, Ana Holt sang with Lena Vos, Mia Lund and Eva Berg. She won.", &["She=Ana Holt"]),
        ("With Rolf Lund, Jonas Berg and Karl Vos there, it went well. He sang.", &["He=Rolf Lund"]),
        // A surname that is a word as well.
        ("Singer Mona Swift sang. Swift was tired, and her band left.", &["her=Mona Swift"]),
        // Somebody whom nothing names.
        ("Maria Lind sang. The reporter was late.", &[]),
        ("Rolf Lund was there. “It was good,” said the stylist and Harbour Weekly editor Jonas Berg.", &[]),
    ];
    for (text, wanted) in cases {
        let (article, mentions) = annotated(text);
        let meant = mentions.list.iter().filter(|mention| mention.how == How::Reference);
        let meant = meant.flat_map(|mention| {
            let name = |thing: &u32| mentions.things[*thing as usize].name.clone();
            mention.things().iter().map(name).map(|name| format!("{}={name}", mention.span.of(&article.text)))
        });
        assert_eq!(meant.collect::<Vec<_>>(), *wanted, "{text}");
    }
}

/// Each sentence marks its names as `[name|kind]`.
const SENTENCES: &[&str] = &[
    // Titles without quotation marks.
    "She will attend the premiere of [The Silence of the Marsh|film] in [Toronto|place].",
    "[Mira Halloran|person]'s [The Long Road|film] is the best film of the year.",
    "He was moved by the film [Sideways|film] again.",
    "[Keira Knightley|person] stars in [The Salt Harbour|film], a film directed by [Lena Okafor|person].",
    "Critics liked [Glass Harbour: Second Tide|film] better than his first film.",
    // A number in front.
    "Rapper [50 Cent|person] was there.",
    // What modifies an occupation is no person.
    "We spoke to [Paper Lantern|film] star [Mira Halloran|person] about her film.",
    // Korean names.
    "Actress [Ha Jin-kyung|person] was cast with [Cha Min-ho|person].",
    // Nicknames.
    "[Curtis \"Rook\" Hale|person] was tired.",
    // Known titles at a sentence's head.
    "[Million Dollar Baby|film] was best picture.",
    // A number behind a known work makes another one.
    "[Blade Runner 2099|film] is a film that [Lena Okafor|person] directed.",
    // Whoever owns it, and what it is.
    "We met [Quiet Lanterns|group]'s frontman.",
    "We saw [Cold Tide|film], a thriller starring [Mira Halloran|person].",
    "The theme song is [Salt Window|song], sung in Korean.",
    "[Northlight Row|company], which distributes films, was sold.",
    "It was shown in 1998's [Cold Tide|film], a film about the sea.",
    // Quotation marks make no place.
    "She sings in “[Winter Coat|song]”, a song about the sea.",
    // Somebody else's name in his.
    "Frontman [Mark Christopher Lee|person] laughed.",
    // Small words of other languages.
    "They recorded the album [Volver a la Sal|album] there.",
    // Forms of verbs are no names.
    "Powered by steam, the show went on.",
    // A rank is no title.
    "It went to No. 1 on the chart.",
];

#[test]
fn names_are_found_with_their_kinds() {
    for marked in SENTENCES {
        let mut expected = Vec::new();
        let mut text = String::new();
        for part in marked.split(['[', ']']) {
            match part.split_once('|') {
                Some((name, _)) => {
                    expected.push(part.to_string());
                    text.push_str(name);
                }
                None => text.push_str(part),
            }
        }
        assert_eq!(names(&text), expected, "{text}");
    }
}

/// The id of each mention of a name.
fn ids(text: &str, name: &str) -> Vec<Option<String>> {
    let (article, mentions) = annotated(text);
    let named = mentions.list.iter().filter(|mention| mention.span.of(&article.text) == name);
    named.map(|mention| mentions.things[mention.things()[0] as usize].id.clone()).collect()
}

#[test]
fn a_namesake_is_decided_once() {
    let told = ids("The 2016 Korean series ‘Signal’ was loved. Fans of the series ‘Signal’ cried.", "Signal");
    assert_eq!(told.len(), 2);
    assert!(told[0].is_some() && told[0] == told[1], "{told:?}");
}

#[test]
fn an_undecided_namesake_has_no_id_but_candidates() {
    let (_, mentions) = annotated("She loves the series ‘Signal’ very much.");
    let thing = &mentions.things[0];
    assert_eq!(thing.id, None);
    assert!(thing.candidates.len() > 1, "{:?}", thing.candidates);
}

#[test]
fn what_comes_about_by_a_date_is_the_time_up_to_it() {
    let (_, mentions) = annotated("The album will be finished by June 2021.");
    let dates: Vec<String> = (mentions.list.iter())
        .filter_map(|mention| match &mention.sense {
            Sense::Date(date) => Some(date.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(dates, ["../2021-06"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Mentions stand in order; what overlaps another lies in it, and only quotations and phrases hold any.
    #[test]
    fn mentions_nest(text in "([A-Z][a-z]{1,6}|the film|\"|“|”|, |\\. |'s|he|3 May|No\\. 1|[a-z]{1,5}| ){0,60}") {
        let (article, mentions) = annotated(&text);
        for pair in mentions.list.windows(2) {
            prop_assert!(pair[0].span.start <= pair[1].span.start);
        }
        for (index, mention) in mentions.list.iter().enumerate() {
            prop_assert!(article.text.get(mention.span.range()).is_some());
            for other in mentions.list[index + 1..].iter().filter(|other| other.span.overlaps(mention.span)) {
                let holds = mention.how == How::Reference && mention.span.contains(other.span);
                prop_assert!(holds || mention.sense == Sense::Quote || other.sense == Sense::Quote);
            }
        }
    }
}
