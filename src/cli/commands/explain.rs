//! `explain`: how claims come about.

use std::fs;
use std::io::Write;
use std::path::Path;

use sayso::write::{Style, explanation, harmless, rule};
use sayso::{Article, Claim, Lexicon};

use super::super::args::{Common, Explain, Inputs};
use super::super::failure::{Failure, Outcome};
use super::super::{lexicon, stdout};
use super::print_each;

pub(in super::super) fn explain(args: &Explain, common: &Common) -> Result<Outcome, Failure> {
    let lexicon = lexicon::load(&args.reading.knowledge)?.lexicon;
    let style = stdout::style(common);
    match &args.claim {
        Some(id) => explain_claim(id, &args.reading.inputs, common, &lexicon, &style),
        None => print_each(&args.reading.inputs, common, |article| {
            let at = args.at.as_deref().unwrap_or_default();
            explanation(article, &lexicon, &style, |sentence, _| sentence.contains(at)).into_bytes()
        }),
    }
}

/// Explains one claim of a file that `extract` wrote. With the articles at hand its sentence is explained where it
/// stands; without them by itself, so that what "it" stands for cannot be seen.
fn explain_claim(
    id: &str,
    inputs: &Inputs,
    common: &Common,
    lexicon: &Lexicon,
    style: &Style,
) -> Result<Outcome, Failure> {
    let (claims, articles) = inputs.paths.split_first().ok_or_else(|| Failure::Usage("no file of claims".into()))?;
    let claim = find(id, claims)?;
    let mut out = stdout::open();
    writeln!(out, "{} of {}, found by {}", claim.id, harmless(&claim.article), harmless(&claim.rule))?;
    out.write_all(rule(&claim.rule, lexicon, style).as_bytes())?;
    if articles.is_empty() {
        let article = Article { name: claim.article.clone(), text: claim.evidence.text.clone(), ..Article::default() };
        writeln!(out, "\nThe sentence by itself (name the articles to see it in its place):")?;
        out.write_all(explanation(&article, lexicon, style, |_, _| true).as_bytes())?;
        out.flush()?;
        return Ok(Outcome::Done);
    }
    out.flush()?;
    let inputs = Inputs { paths: articles.to_vec(), ..inputs.clone() };
    print_each(&inputs, common, |article| match article.name == claim.article {
        true => {
            let rests = |_: &str, claims: &[&Claim]| claims.iter().any(|other| other.id == claim.id);
            explanation(article, lexicon, style, rests).into_bytes()
        }
        false => Vec::new(),
    })
}

fn find(id: &str, path: &Path) -> Result<Claim, Failure> {
    let refuse = |cause: String| Failure::Usage(format!("{}: {cause}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    let mut claims = text.lines().filter_map(|line| serde_json::from_str::<Claim>(line).ok());
    claims.find(|claim| claim.id == id).ok_or_else(|| refuse(format!("no claim has the id {id}")))
}
