//! What a page says of itself: meta elements, its canonical address, its title, JSON-LD, `time` elements.

use serde_json::Value;

use crate::read::fields::Fields;

/// JSON-LD objects that are looked at: a page describes one article, its publisher and its trail.
const MOST_OBJECTS: usize = 64;

/// Takes the fields of the article that a page's JSON-LD describes, if it can be read.
pub(super) fn take_json_ld(script: &str, fields: &mut Fields) {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let script = script.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim().trim_end_matches(';');
    let Ok(value) = serde_json::from_str::<Value>(script) else { return };
    let mut waiting = vec![value];
    for _ in 0..MOST_OBJECTS {
        match waiting.pop() {
            Some(Value::Array(items)) => waiting.extend(items.into_iter().rev().take(MOST_OBJECTS)),
            Some(Value::Object(object)) if is_article(object.get("@type")) => {
                object.into_iter().for_each(|(key, value)| fields.add(&key, value));
            }
            Some(Value::Object(mut object)) => waiting.extend(object.remove("@graph")),
            Some(_) => (),
            None => return,
        }
    }
}

/// Whether a schema.org type is one of articles: `NewsArticle`, `BlogPosting`, `Review` ...
fn is_article(kind: Option<&Value>) -> bool {
    let says = |kind: &Value| {
        let kind = kind.as_str().unwrap_or_default();
        ["Article", "Posting", "Report", "Review"].iter().any(|end| kind.ends_with(end))
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(says),
        Some(kind) => says(kind),
        None => false,
    }
}
