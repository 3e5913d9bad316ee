//! What names stand for in the sentences of `fixtures/senses`: the right one of several namesakes, or nothing at all
//! where a name's words are just words.

use super::*;
use crate::claim::Kind;
use crate::mention::Thing;
use crate::segment::segment;

/// The share of sentences whose name must be understood.
const ACCURACY: f64 = 0.95;

/// What the names of a text stand for, with their places.
fn names(text: &str) -> Vec<(Span, Thing)> {
    let (lexicon, article) = (Lexicon::builtin(), Article { text: text.into(), ..Article::default() });
    let mentions = annotate(&article, &segment(&article, lexicon), lexicon);
    let named = mentions.list.iter().filter(|mention| mention.how != How::Reference);
    let things = named.flat_map(|mention| mention.things().iter().map(|thing| (mention.span, *thing)));
    let things = things.map(|(span, thing)| (span, mentions.things[thing as usize].clone()));
    things.filter(|(_, thing)| thing.kind.is_some()).collect()
}

/// The lines of a file that are no comment.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// What a sentence's name in brackets stands for: `film:signal-2021-film`, `film:` without an id, `none`.
fn sense(sentence: &str) -> String {
    let (open, close) = (sentence.find('[').unwrap(), sentence.find(']').unwrap());
    let wanted = Span::new(open, close - 1);
    let found = names(&sentence.replace(['[', ']'], ""));
    match found.iter().find(|(span, _)| span.start < wanted.end && wanted.start < span.end) {
        Some((span, _)) if *span != wanted => "another name".into(),
        Some((_, thing)) => {
            format!("{}:{}", thing.kind.map_or("", Kind::name), thing.id.as_deref().unwrap_or_default())
        }
        None => "none".into(),
    }
}

#[test]
fn names_mean_what_their_sentences_say() {
    let rows = lines(include_str!("../../fixtures/senses/names.senses")).skip(1);
    let rows: Vec<(&str, &str)> = rows.map(|row| row.split_once('\t').unwrap()).collect();
    let fits =
        |wanted: &str, found: &str| found == wanted || found.split(':').next() == Some(wanted) && found != "none";
    let found: Vec<String> = rows.iter().map(|(_, sentence)| sense(sentence)).collect();
    let all = rows.iter().zip(&found);
    let wrong: Vec<_> = all.filter(|((wanted, _), found)| *wanted != found.as_str() && !fits(wanted, found)).collect();
    let right = (rows.len() - wrong.len()) as f64 / rows.len() as f64;
    assert!(rows.len() >= 150 && right >= ACCURACY, "{right:.3} of {}: {wrong:#?}", rows.len());
    let invented: Vec<_> = wrong.iter().filter(|((wanted, _), _)| *wanted == "none").collect();
    assert!(invented.is_empty(), "words taken for names: {invented:#?}");
}

#[test]
fn plain_sentences_name_nobody() {
    let sentences: Vec<&str> = lines(include_str!("../../fixtures/senses/plain.senses")).collect();
    let text = |line: &str| match line.strip_prefix("= ") {
        Some(headline) => format!("{headline}\n\nThe doors open at eight."),
        None => line.into(),
    };
    let named: Vec<_> =
        sentences.iter().map(|line| (*line, names(&text(line)))).filter(|(_, names)| !names.is_empty()).collect();
    assert!(sentences.len() >= 300 && named.is_empty(), "{named:#?}");
}
