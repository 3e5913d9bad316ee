//! What the articles of a corpus say of release dates.

use sayso::{Lexicon, Value, extract_str};

/// Each work with the day on which, by the text, it comes out.
///
/// ```
/// let found = my_corpus::release_dates("The film ‘Salt Road’ will be released on April 2, 2021.");
/// assert_eq!(found, [("Salt Road".to_string(), "2021-04-02".to_string())]);
/// ```
pub fn release_dates(text: &str) -> Vec<(String, String)> {
    let claims = extract_str(text, Lexicon::builtin()).into_iter().filter(|claim| claim.predicate == "release_date");
    claims
        .filter_map(|claim| match claim.object {
            Value::Date(date) => Some((claim.subject.name, date.to_string())),
            _ => None,
        })
        .collect()
}
