//! Forms: the regular expressions of pattern files, with slots for words of classes.
//!
//! `{day}` stands for a word of the class `day` and captures it under that name, `{until:day}` under another;
//! a space stands for any white space. A slot of a class that patterns make (`{of:period}`) stands for an
//! expression that such a pattern finds; a form can have one, which parts it in what stands before and after,
//! or two, with the words between them.

use std::collections::BTreeMap;

/// What a space in a form stands for.
const SPACE: &str = r"(?:(?:[ \t\r\n]|\u{a0}){1,3})";

/// A slot for a word: a group that captures. One name may stand at several places of a form.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) name: String,
    pub(super) class: String,
    /// Name of the group in the regular expression.
    pub(super) group: String,
}

/// A slot for an expression that another pattern finds.
#[derive(Debug)]
pub(super) struct Inner {
    pub(super) name: String,
    /// Classes of patterns.
    pub(super) classes: Vec<String>,
}

/// A form read: stretches of regular expression with the expressions between them.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// One more than there are inner expressions.
    pub(super) stretches: Vec<String>,
    pub(super) inner: Vec<Inner>,
    pub(super) slots: Vec<Slot>,
}

/// The classes of words that forms can use, each as a regular expression.
pub(super) struct Classes(BTreeMap<String, String>);

impl Classes {
    /// Classes of listed words, and classes written as forms of others.
    pub(super) fn new<'a>(
        listed: impl Iterator<Item = (&'a String, Vec<&'a String>)>,
        written: &BTreeMap<String, String>,
    ) -> Classes {
        let mut classes = Classes(listed.map(|(class, words)| (class.clone(), alternatives(&words))).collect());
        // A written class may use others: as often as there are classes, replace what is known by then.
        for _ in written {
            for (class, form) in written {
                if let Ok(Form { stretches, slots, .. }) = classes.read(form, &[])
                    && let [source] = &stretches[..]
                {
                    classes.0.insert(class.clone(), format!("(?:{})", unnamed(source, &slots)));
                }
            }
        }
        classes
    }

    /// Reads a form; `made` are the classes that patterns make.
    pub(super) fn read(&self, form: &str, made: &[String]) -> Result<Form, String> {
        let mut read = Form { stretches: vec![String::new()], ..Form::default() };
        let mut rest = form;
        while let Some(open) = rest.find('{') {
            read.push(&spaced(&rest[..open]));
            let close = rest[open..].find('}').ok_or("a `{` without `}`")? + open;
            let slot = &rest[open + 1..close];
            // `{1,3}` is the regular expression's own.
            if slot.starts_with(|first: char| first.is_ascii_digit()) {
                read.push(&rest[open..=close]);
            } else {
                self.read_slot(slot, made, &mut read)?;
            }
            rest = &rest[close + 1..];
        }
        read.push(&spaced(rest));
        Ok(read)
    }

    fn read_slot(&self, slot: &str, made: &[String], read: &mut Form) -> Result<(), String> {
        let (name, class) = slot.split_once(':').unwrap_or((slot, slot));
        let classes: Vec<String> = class.split('|').map(str::to_string).collect();
        if let Some(source) = self.0.get(class) {
            let group = format!("{name}__{}", read.slots.len());
            read.push(&format!("(?P<{group}>{source})"));
            read.slots.push(Slot { name: name.to_string(), class: class.to_string(), group });
            Ok(())
        } else if classes.iter().all(|class| made.contains(class)) {
            read.inner.push(Inner { name: name.to_string(), classes });
            read.stretches.push(String::new());
            Ok(())
        } else {
            Err(format!("no class `{class}`"))
        }
    }
}

impl Form {
    fn push(&mut self, source: &str) {
        if let Some(last) = self.stretches.last_mut() {
            last.push_str(source);
        }
    }
}

/// A form with its white space made explicit and its word boundaries those of ASCII, which are fast. A space in
/// a class (`[- ]`) is an alternative to it.
pub(super) fn spaced(form: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(2 * form.len()), form);
    while let Some((open, close)) = class_at(rest) {
        out.push_str(&rest[..open].replace(' ', SPACE));
        let class = &rest[open..=close];
        if class.contains(' ') && !class.starts_with("[^") {
            out.push_str(&format!("(?:{}|{SPACE})", class.replace(' ', "")));
        } else {
            out.push_str(class);
        }
        rest = &rest[close + 1..];
    }
    out.push_str(&rest.replace(' ', SPACE));
    out.replace(r"\b", r"(?-u:\b)")
}

/// Where the first class of a form opens and closes. None of ours holds another, or a bracket.
fn class_at(form: &str) -> Option<(usize, usize)> {
    let open = form.match_indices('[').map(|(at, _)| at).find(|at| !form[..*at].ends_with('\\'))?;
    let close = form[open + 1..].find(']').map(|at| open + 1 + at)?;
    Some((open, close))
}

/// A form that matches in any case; an error if it is no regular expression. ASCII letters only: Unicode's case
/// folding gives every `k` and `s` further forms of several bytes and would treble the automata.
pub(super) fn in_any_case(form: &str) -> Result<String, String> {
    let valid = |source: &str| regex_syntax::Parser::new().parse(source).map_err(|error| error.to_string());
    let (ascii, unicode) = (format!("(?i-u:{})", ascii_classes(form)), format!("(?i:{form})"));
    match valid(&ascii) {
        Ok(_) => Ok(ascii),
        Err(_) => valid(&unicode).map(|_| unicode),
    }
}

/// A form in which the characters of classes that are not ASCII stand beside them: `['’]` as `(?:[']|’)`.
fn ascii_classes(form: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(form.len()), form);
    while let Some(open) = rest.find('[') {
        let Some(close) = rest[open + 1..].find(']').map(|at| open + 1 + at) else { break };
        plain.push_str(&rest[..open]);
        let inside = &rest[open + 1..close];
        let (members, others): (Vec<char>, Vec<char>) = inside.chars().partition(char::is_ascii);
        let chars: Vec<char> = inside.chars().collect();
        let range = chars.windows(3).any(|three| three[1] == '-' && !(three[0].is_ascii() && three[2].is_ascii()));
        if others.is_empty() || range {
            plain.push_str(&rest[open..=close]);
        } else {
            plain.push_str(&format!("(?:[{}]", members.iter().collect::<String>()));
            others.iter().for_each(|other| plain.extend(['|', *other]));
            plain.push(')');
        }
        rest = &rest[close + 1..];
    }
    plain + rest
}

/// The form without its slots' names, to stand inside others.
pub(super) fn unnamed(source: &str, slots: &[Slot]) -> String {
    slots.iter().fold(source.to_string(), |source, slot| source.replace(&format!("(?P<{}>", slot.group), "(?:"))
}

/// All words, the longest first, in the cases that they may have: what is listed in lower case is also found
/// capitalised and in capitals, other words also in capitals, a word behind `=` only as it stands.
fn alternatives(words: &[&String]) -> String {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        if let Some(word) = word.strip_prefix('=') {
            all.push(word.to_string());
            continue;
        }
        all.push(word.to_string());
        all.push(word.to_ascii_uppercase());
        if word.starts_with(|first: char| first.is_ascii_lowercase()) {
            all.push(word[..1].to_ascii_uppercase() + &word[1..]);
        }
    }
    all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    all.dedup();
    let words: Vec<String> = all.iter().map(|word| spaced(&regex::escape(word))).collect();
    format!("(?-i:{})", words.join("|"))
}
