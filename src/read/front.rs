//! Front matter: flat `key: value` lines between two lines of `---`, as YAML writes them. Nothing more of YAML.

use serde_json::Value;

use super::fields::{Fields, unquoted, written_list};

/// Front matter, and the text below it.
pub(super) struct Matter {
    /// What it says.
    pub fields: Fields,
    /// Where the text begins.
    pub end: usize,
}

/// More lines than front matter has.
const MOST_LINES: usize = 200;

/// The front matter that a text begins with. A text that begins with `---` and goes on otherwise has none.
pub(super) fn matter(text: &str) -> Option<Matter> {
    let mut lines = text.split_inclusive('\n').take(MOST_LINES);
    let mut end = lines.next().filter(|line| line.trim_end() == "---")?.len();
    let mut entries: Vec<(&str, Value)> = Vec::new();
    for line in lines {
        end += line.len();
        let bare = line.trim_end();
        if matches!(bare, "---" | "...") {
            let mut fields = Fields::default();
            entries.into_iter().for_each(|(key, value)| fields.add(key, value));
            return Some(Matter { fields, end });
        }
        take(bare, &mut entries)?;
    }
    None
}

/// Takes one line: a field, an item or a continuation of the field above, a comment or nothing.
fn take<'a>(line: &'a str, entries: &mut Vec<(&'a str, Value)>) -> Option<()> {
    let item = line.trim_start().strip_prefix("- ");
    match (item, entries.last_mut()) {
        _ if line.is_empty() || line.starts_with('#') => (),
        (Some(item), Some((_, Value::Array(items)))) => items.push(unquoted(item).into()),
        (Some(item), Some((_, value))) if value == "" => *value = Value::Array(vec![unquoted(item).into()]),
        (None, Some((_, Value::String(text)))) if line.starts_with([' ', '\t']) => {
            text.push(' ');
            text.push_str(line.trim());
        }
        _ => {
            let (key, value) = line.split_once(':')?;
            let is_key =
                !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte));
            let value = is_key.then(|| value.trim())?;
            let list = written_list(value).map(|items| items.map(Value::from).collect());
            entries.push((key, list.unwrap_or_else(|| unquoted(value).into())));
        }
    }
    Some(())
}
