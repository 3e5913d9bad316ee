//! Forms that a name has without anybody listing them: `gazetteers/forms/names.tsv`.
//!
//! Case, width, diacritics, hyphens, apostrophes and spaces are no forms: matching passes over them. What stands
//! here changes letters or words, so that the names of a gazetteer are written out in each form when it is built.
//! A made form gives way to a listed one.

use super::super::{Fault, Sources, Table};
use crate::claim::Kind;

/// Where the list lies.
pub(super) const FOLDER: &str = "gazetteers/forms/";

/// A name is written out in at most so many forms.
const MOST: usize = 16;

/// How forms are made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forms {
    /// Words that names of a kind may go without: "The" of groups.
    leading: Vec<(Kind, String)>,
    /// Words that stand for each other: `&`, `and`.
    swaps: Vec<(String, String)>,
    /// Countries whose people's family name comes first.
    family_first: Vec<String>,
    /// Of people from a country: letters that are also written otherwise.
    letters: Vec<(String, String, String)>,
    /// What is written to the end of a name in hangul.
    pub(super) particles: Vec<String>,
}

impl Forms {
    pub(super) fn load(sources: &Sources, faults: &mut Vec<Fault>) -> Forms {
        let mut forms = Forms::default();
        for (path, text) in sources.below(FOLDER) {
            let table = Table::read(path, text, faults);
            let columns = ["what", "of", "form", "other"].map(|column| table.column(column, faults));
            let [Some(what), Some(of), Some(form), Some(other)] = columns else { continue };
            for row in &table.rows {
                let cells = [what, of, form, other].map(|column| row.cells[column]);
                if let Err(cause) = forms.add(cells) {
                    faults.push(Fault::new(path, row.line, cause, "see the other rows of the list"));
                }
            }
        }
        forms.particles.sort();
        forms
    }

    fn add(&mut self, [what, of, form, other]: [&str; 4]) -> Result<(), String> {
        let text = |cell: &str| if cell.is_empty() { Err("an empty cell".to_string()) } else { Ok(cell.to_string()) };
        match what {
            "article" => {
                let kind = Kind::from_name(of).ok_or_else(|| format!("{of:?} is no kind"))?;
                self.leading.push((kind, text(form)? + " "));
            }
            "word" => self.swaps.push((format!(" {} ", text(form)?), format!(" {} ", text(other)?))),
            "family-first" => self.family_first.push(text(of)?),
            "letters" => self.letters.push((text(of)?, text(form)?, text(other)?)),
            "particle" => self.particles.push(text(form)?),
            _ => return Err(format!("{what:?} makes no form")),
        }
        Ok(())
    }

    /// Gives the forms of a name to `give`.
    pub(super) fn of(&self, name: &str, kind: Kind, country: Option<&str>, mut give: impl FnMut(&str)) {
        for (_, article) in self.leading.iter().filter(|(of, _)| *of == kind) {
            let head = name.get(..article.len()).filter(|head| head.eq_ignore_ascii_case(article));
            let rest = head.map(|head| &name[head.len()..]);
            rest.filter(|rest| rest.chars().filter(|c| c.is_alphabetic()).count() > 2).into_iter().for_each(&mut give);
        }
        for (one, other) in &self.swaps {
            for (from, to) in [(one, other), (other, one)] {
                if name.contains(from.as_str()) {
                    give(&name.replace(from.as_str(), to));
                }
            }
        }
        if let (Kind::Person, Some(country)) = (kind, country) {
            self.of_person(name, country, give);
        }
    }

    /// The other order of a name of two words, and other spellings of both.
    fn of_person(&self, name: &str, country: &str, mut give: impl FnMut(&str)) {
        // Three bytes of kana or kanji are a letter: only names in Latin letters have another order.
        if name.chars().any(|c| c >= '\u{500}') {
            return;
        }
        let mut spelled = vec![name.to_string()];
        for (_, from, to) in self.letters.iter().filter(|(of, ..)| of == country) {
            let places = name.char_indices().map(|(at, _)| at).filter(|at| starts_so(&name[*at..], from));
            for at in places.take(4) {
                let capital = name[at..].starts_with(char::is_uppercase);
                let to = if capital { with_capital(to) } else { to.clone() };
                let other = [&name[..at], &to, &name[at + from.len()..]].concat();
                if spelled.len() < MOST && !spelled.contains(&other) {
                    spelled.push(other);
                }
            }
        }
        let reversed = self.family_first.iter().any(|of| of == country);
        for (index, form) in spelled.iter().enumerate() {
            if index > 0 {
                give(form);
            }
            let mut words = form.split(' ');
            if let (true, Some(first), Some(second), None) = (reversed, words.next(), words.next(), words.next()) {
                give(&format!("{second} {first}"));
            }
        }
    }
}

/// Whether a text starts with letters, the first of which may be a capital.
fn starts_so(text: &str, letters: &str) -> bool {
    text.get(..letters.len()).is_some_and(|head| head == letters || head == with_capital(letters))
}

fn with_capital(letters: &str) -> String {
    let mut chars = letters.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
