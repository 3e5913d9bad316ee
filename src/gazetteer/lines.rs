//! Plain lists: a name a line, with `#` comments.

use std::io::BufRead;

use super::gather::{Thing, clean};
use super::{Filter, Gathered, ImportError, each_line, text};
use crate::lexicon::{is_comment, phrases};

/// Reads a list of names, all of the one kind that the filter gives. The id is made from the name.
pub fn lines(mut input: impl BufRead, filter: &Filter, gathered: &mut Gathered) -> Result<(), ImportError> {
    let kind = filter.kind().ok_or(ImportError::NoKind)?;
    each_line(&mut input, |number, line| {
        let name = clean(text(number, line)?);
        if !name.is_empty() && !is_comment(&name) {
            let id = slug(&name, kind.name());
            gathered.add(kind, &id, Thing { name, ..Thing::default() }, filter);
        }
        Ok(())
    })
}

/// A name's words in small letters with hyphens, and the kind; where letters are not Latin, a hash.
pub(super) fn slug(name: &str, kind: &str) -> String {
    let mut tokens = Vec::new();
    phrases::tokenize(name, crate::Span::new(0, name.len()), &mut tokens);
    let mut words = Vec::new();
    for token in tokens {
        let mut word = String::new();
        phrases::fold_into(token.span.of(name), &mut word);
        words.push(word);
    }
    let slug = words.join("-");
    if slug.is_ascii() && !slug.is_empty() {
        format!("{slug}-{kind}")
    } else {
        format!("{}-{kind}", &blake3::hash(name.as_bytes()).to_hex()[..12])
    }
}
