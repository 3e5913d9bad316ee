//! `rule try`: what a rule would do that is not written yet.

use std::collections::BTreeMap;
use std::io::Write;

use sayso::compare::{Changed, Comparison, compare};
use sayso::lexicon::{Predicate, Rule, Sources};
use sayso::write::{Near, Style, near, tried};
use sayso::{Article, Claim, Lexicon, annotate, extract, segment, write};
use toml::{Table, Value};

use super::super::args::{Common, Trial};
use super::super::failure::{Failure, Outcome};
use super::super::{lexicon, stdout};
use super::{each_article, tell, tell_skipped};

/// The name of the rule that is tried.
const NAME: &str = "this-pattern";
/// Where its file would lie.
const PLACE: &str = "src/predicates/this-pattern/";
/// Sentences shown in which a pattern that catches nothing failed.
const NEAR: usize = 5;
/// Letters of a word that tells something.
const WORD: usize = 3;

pub(in super::super) fn trial(args: &Trial, common: &Common) -> Result<Outcome, Failure> {
    let knowledge = &args.reading.knowledge;
    let old = lexicon::load(knowledge)?.lexicon;
    if old.predicate(&args.predicate).is_none() {
        return Err(Failure::Usage(format!(
            "no predicate is called {:?}: `sayso predicates` lists them; of a new one write the file first, with `meaning`, \
             `subject`, `object` and `cardinality`, and name its folder with --predicates",
            args.predicate
        )));
    }
    let new = lexicon::load_with(knowledge, |sources| add(args, sources)).map_err(of_pattern)?.lexicon;
    let Some((predicate, rule)) = find(&new, &args.predicate) else {
        return Err(Failure::Usage("the rule was not loaded".into()));
    };
    let mut seen = Seen::default();
    let skipped = each_article(
        &args.reading.inputs,
        common,
        |article| Tried::on(article, (&old, &new), predicate, rule),
        |result| {
            match result {
                Ok(one) => seen.add(one),
                Err(error) => {
                    seen.failed += 1;
                    tell(&error);
                }
            }
            Ok(())
        },
    )?;
    let (mut out, style) = (stdout::open(), stdout::style(common));
    let Seen { articles, catching, known, changes, same, failed } = seen;
    let changes = Comparison::of(changes, same);
    tried(articles, catching, &known, &changes, &mut out)?;
    if changes.changes.is_empty() && known.is_empty() {
        show_near(args, common, (&new, rule), &style, &mut out)?;
    } else {
        write::comparison(&changes, args.shown.limit, &style, &mut out)?;
    }
    out.flush()?;
    tell_skipped(skipped, common);
    Ok(Outcome::of(failed))
}

/// Lays a file with the one rule over the knowledge.
fn add(args: &Trial, sources: &mut Sources) {
    let list = |words: &[String]| Value::Array(words.iter().map(|word| Value::from(word.as_str())).collect());
    let mut rule = Table::new();
    rule.insert("name".into(), NAME.into());
    rule.insert("pattern".into(), args.pattern.as_str().into());
    rule.insert("on".into(), args.on.as_str().into());
    rule.insert("topic".into(), list(&args.topic));
    rule.insert("object_topic".into(), list(&args.object_topic));
    rule.extend(args.object.iter().map(|object| ("object".into(), object.as_str().into())));
    // Every rule that is written has an example; of this one the articles are.
    rule.insert("examples".into(), Value::Array(vec![list(&["".into(), "".into()])]));
    let file = Table::from_iter([("rule".into(), Value::Array(vec![rule.into()]))]);
    sources.files.push((format!("{PLACE}{}.toml", args.predicate), file.to_string().into()));
}

/// Faults of the pattern, told as such: its file is nowhere.
fn of_pattern(failure: Failure) -> Failure {
    let Failure::Lexicon(mut faults) = failure else { return failure };
    for fault in faults.iter_mut().filter(|fault| fault.file.starts_with(PLACE)) {
        (fault.file, fault.line) = ("the pattern".into(), 1);
    }
    Failure::Lexicon(faults)
}

fn find<'a>(lexicon: &'a Lexicon, predicate: &str) -> Option<(&'a Predicate, &'a Rule)> {
    let predicate = lexicon.predicate(predicate)?;
    predicate.rules.iter().rfind(|rule| rule.file.starts_with(PLACE)).map(|rule| (predicate, rule))
}

/// What the rule does in one article.
struct Tried {
    changes: Comparison,
    /// Rules that find what this one finds, too, and how often.
    known: BTreeMap<String, usize>,
}

impl Tried {
    fn on(article: &Article, (old, new): (&Lexicon, &Lexicon), predicate: &Predicate, rule: &Rule) -> Tried {
        let document = segment::segment(article, new);
        let mentions = annotate::annotate(article, &document, new);
        let by = |lexicon| extract::extract(article, &document, &mentions, lexicon);
        let (before, after) = (by(old), by(new));
        let (caught, _) = extract::extract_by(article, &document, &mentions, new, predicate, rule);
        let known = known(&caught, &before);
        Tried { changes: compare(before, after), known }
    }
}

/// The rules that found already what was caught, and how often.
fn known(caught: &[Claim], before: &[Claim]) -> BTreeMap<String, usize> {
    let finders: BTreeMap<_, &str> = before.iter().map(|claim| (said(claim), claim.rule.as_str())).collect();
    let mut known = BTreeMap::new();
    for finder in caught.iter().filter_map(|claim| finders.get(&said(claim))) {
        *known.entry(finder.to_string()).or_insert(0) += 1;
    }
    known
}

/// What makes two claims of one article say the same in one place.
fn said(claim: &Claim) -> impl Ord + '_ {
    (claim.evidence.span, &claim.predicate, &claim.subject, &claim.object)
}

/// What it does in all of them.
#[derive(Default)]
struct Seen {
    articles: usize,
    /// Articles in which it finds or changes something.
    catching: usize,
    known: BTreeMap<String, usize>,
    changes: Vec<Changed>,
    same: usize,
    failed: usize,
}

impl Seen {
    fn add(&mut self, one: Tried) {
        self.articles += 1;
        self.catching += usize::from(!one.known.is_empty() || !one.changes.changes.is_empty());
        self.same += one.changes.same;
        self.changes.extend(one.changes.changes);
        for (rule, count) in one.known {
            *self.known.entry(rule).or_insert(0) += count;
        }
    }
}

/// Where a pattern that catches nothing comes near: the sentences that hold most of its words.
fn show_near(
    args: &Trial,
    common: &Common,
    (lexicon, rule): (&Lexicon, &Rule),
    style: &Style,
    out: &mut (impl Write + Send),
) -> Result<(), Failure> {
    let words = words(&args.pattern);
    let mut found: Vec<Near> = Vec::new();
    each_article(
        &args.reading.inputs,
        common,
        |article| near(article, lexicon, rule.form, &words),
        |result| {
            found.extend(result.into_iter().flatten());
            found.sort_by_key(|near| near.lacks.len());
            found.truncate(NEAR);
            Ok(())
        },
    )?;
    Ok(write::near_misses(&found, style, out)?)
}

/// The words that stand in a pattern, but for those of its groups and slots.
fn words(pattern: &str) -> Vec<String> {
    let (mut words, mut word, mut depth, mut escaped) = (Vec::new(), String::new(), 0_usize, false);
    for c in pattern.chars().flat_map(char::to_lowercase).chain([' ']) {
        depth += usize::from(c == '{');
        if depth == 0 && !escaped && c.is_alphabetic() {
            word.push(c);
        } else if word.len() >= WORD && !words.contains(&word) {
            words.push(std::mem::take(&mut word));
        } else {
            word.clear();
        }
        depth -= usize::from(c == '}' && depth > 0);
        escaped = c == '\\' && !escaped;
    }
    words
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_those_that_a_sentence_would_hold() {
        assert_eq!(
            super::words(r"\bthe (?:film|Series) {subject:film} grew out of {gap} film"),
            ["the", "film", "series", "grew", "out"]
        );
    }
}
