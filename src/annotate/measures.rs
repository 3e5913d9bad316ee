//! Numbers, amounts of money, and the words that rules may ask for by class.

use std::ops::Range;

use super::tokens::Tokens;
use crate::claim::{Kind, Value};
use crate::lexicon::phrases::Shape;
use crate::lexicon::{Closed, Lexicon, Small, Word};
use crate::mention::{How, Mention, Sense, WordClass};

/// Finds numbers, money and class words among the tokens that nothing else has taken.
pub(super) fn find(tokens: &Tokens, taken: &[bool], lexicon: &Lexicon) -> Vec<Mention> {
    let mut found = Vec::new();
    for range in &tokens.sentences {
        let mut at = range.start;
        while at < range.end {
            let free = (at..range.end).take_while(|token| !taken[*token]).count();
            stretch(tokens, at..at + free, lexicon, &mut found);
            at += free + 1;
        }
    }
    found
}

/// Reads a stretch of tokens that nothing else has taken.
fn stretch(tokens: &Tokens, range: Range<usize>, lexicon: &Lexicon, found: &mut Vec<Mention>) {
    let mut at = range.start;
    while at < range.end {
        let reader = Reader { tokens, lexicon, range: at..range.end };
        let read = reader.number().or_else(|| reader.class_word());
        let (length, mention) = read.map_or((1, None), |(length, mention)| (length, Some(mention)));
        found.extend(mention);
        at += length;
    }
}

/// Digits behind the point that a number may have; words of a user's list cannot say more either.
const MOST_PLACES: u32 = 18;

/// The ending of past forms.
const PAST: &str = "ed";
/// "The six-part psychological drama stars": so many words before the verb.
const SUBJECT: usize = 6;

struct Reader<'a> {
    tokens: &'a Tokens<'a>,
    lexicon: &'a Lexicon,
    range: Range<usize>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        if at < self.range.end { self.tokens.word(at) } else { "" }
    }

    fn mention(&self, length: usize, sense: Sense, how: How) -> (usize, Mention) {
        let span = self.tokens.span(self.range.start, self.range.start + length - 1);
        (length, Mention { span, sense, how })
    }

    /// A number with what belongs to it: sign, factor, currency.
    fn number(&self) -> Option<(usize, Mention)> {
        let at = self.range.start;
        let (mut length, digits) = self.digits(at).or_else(|| self.number_word(at))?;
        let (mut whole, mut places) = split_decimal(&digits)?;
        if let Some((words, factor)) = self.factor(at + length, at) {
            (whole, places) = times(whole, places, factor)?;
            length += words;
        }
        let text = decimal(whole, places);
        let before = self.tokens.text[..self.tokens.list[at].span.start as usize].trim_end_matches(' ');
        if let Some((sign, code)) = self.sign(before) {
            let (_, mut mention) =
                self.mention(length, Sense::Measure(Value::Money(format!("{code} {text}")), None), How::Form);
            mention.span.start = before.len() as u32 - sign as u32;
            return Some((length, mention));
        }
        // "1917 won seven awards": a currency that is also a verb needs an amount that money is told in.
        let amount = length > 1 || !self.tokens.is(at + length, |word| matches!(word, Word::Participle));
        let currency = self.class(at + length, |word| match word {
            Word::Currency(code) => Some(code.clone()),
            _ => None,
        });
        if let Some((words, code)) = currency.filter(|_| amount) {
            return Some(self.mention(
                length + words,
                Sense::Measure(Value::Money(format!("{code} {text}")), None),
                How::Form,
            ));
        }
        let unit = self.class(at + length, |word| match word {
            Word::Unit(unit) => Some(unit.clone()),
            _ => None,
        });
        if self.tokens.is_small(at, Small::One) && unit.is_none() && length == 1 {
            return None;
        }
        Some(self.mention(length, Sense::Measure(Value::Number(text), unit.map(|(_, unit)| unit)), How::Form))
    }

    /// Digits with their separators: `1,234`, `5.45`, `10th`; returns the tokens taken and the plain number.
    fn digits(&self, at: usize) -> Option<(usize, String)> {
        if self.tokens.shape(at) != Shape::Digit {
            return None;
        }
        let first = self.word(at);
        let mut number: String = first.chars().take_while(char::is_ascii_digit).collect();
        if number.is_empty() || number.len() > 12 {
            return None;
        }
        let tail = &first[number.len()..];
        if !tail.is_empty() && !self.is_ordinal(tail) && multiplier(self.lexicon, tail).is_none() {
            return None;
        }
        let mut length = 1;
        while tail.is_empty() && at + length < self.range.end && number.len() <= 15 {
            let between = self.tokens.between(at + length - 1, at + length);
            let next = self.word(at + length);
            let digits: String = next.chars().take_while(char::is_ascii_digit).collect();
            let group = between == "," && digits.len() == 3 && digits.len() == next.len() && !number.contains('.');
            let fraction = between == "." && !digits.is_empty() && digits.len() <= 3 && !number.contains('.');
            if !group && !fraction {
                break;
            }
            if fraction {
                number.push('.');
            }
            number.push_str(&digits);
            length += 1;
            if digits.len() < next.len() {
                break;
            }
        }
        Some((length, number))
    }

    fn number_word(&self, at: usize) -> Option<(usize, String)> {
        if self.is_adverb(at) {
            return None;
        }
        self.class(at, |word| match word {
            Word::Number(number) => Some(number.clone()),
            _ => None,
        })
    }

    /// A factor behind a number: a word, or letters that cling to its digits (`22m`).
    fn factor(&self, at: usize, first: usize) -> Option<(usize, u64)> {
        let last = self.word(at - 1);
        let clinging = last.trim_start_matches(|c: char| c.is_ascii_digit());
        if at > first && !clinging.is_empty() && clinging.len() < last.len() && last.as_bytes()[0].is_ascii_digit() {
            return multiplier(self.lexicon, clinging).map(|factor| (0, factor));
        }
        if at >= self.range.end || !matches!(self.tokens.between(at - 1, at), " " | "-" | "") {
            return None;
        }
        self.class(at, |word| match word {
            Word::Multiplier(factor) => Some(*factor),
            _ => None,
        })
    }

    /// The currency sign that `before` ends with: its length in bytes and its code.
    fn sign(&self, before: &str) -> Option<(usize, &str)> {
        let mut signs = self.lexicon.words.signs.iter().filter(|sign| sign.before);
        signs.find(|sign| before.ends_with(&sign.sign)).map(|sign| (sign.sign.len(), sign.code.as_str()))
    }

    /// Whether letters behind a number make it an ordinal: 10th.
    fn is_ordinal(&self, tail: &str) -> bool {
        self.lexicon.words.phrases.get(tail).contains(&Word::Small(Small::Ordinal))
    }

    /// "was executive produced by": an adverb before a verb.
    fn is_adverb(&self, at: usize) -> bool {
        let tokens = self.tokens;
        let behind = |word: &Word| matches!(word, Word::Participle | Word::Verb);
        let verb = tokens.word(at + 1).ends_with(PAST) || tokens.is(at + 1, behind);
        let before = |word: &Word| match word {
            Word::Closed(closed) => *closed == Closed::Determiner,
            Word::Pronoun(pronoun) => pronoun.possessive,
            Word::Number(_) => true,
            _ => false,
        };
        let [article, indefinite] =
            [Small::Article, Small::Indefinite].map(|role| at > 0 && tokens.is_small(at - 1, role));
        tokens.is_small(at, Small::Adverbial)
            && matches!(tokens.between(at, at + 1), " " | "-")
            && verb
            && !article
            && !indefinite
            && !(at > 0 && (tokens.is(at - 1, before) || tokens.is_possessive(at - 1)))
    }

    /// "The drama stars", "it also stars": a verb, though the word can be a noun.
    fn is_starring(&self, at: usize) -> bool {
        let tokens = self.tokens;
        let plural = |word: &Word| matches!(word, Word::Occupation { plural: true, .. });
        if at == 0 || !tokens.is_small(at, Small::AnyOne) || !tokens.is(at, plural) || tokens.between(at - 1, at) != " "
        {
            return false;
        }
        let subject = |word: &Word| match word {
            Word::Pronoun(pronoun) => !pronoun.possessive,
            Word::Closed(closed) => matches!(closed, Closed::Adverb | Closed::Auxiliary),
            _ => false,
        };
        let work = |word: &Word| matches!(word, Word::Noun { kind, plural: false, .. } if kind.is_work());
        let determined = || {
            let back = (at.saturating_sub(SUBJECT)..at).rev().take_while(|word| tokens.between(*word, word + 1) == " ");
            back.skip(1).any(|word| [Small::Article, Small::Indefinite].iter().any(|role| tokens.is_small(word, *role)))
        };
        tokens.is(at - 1, subject) || tokens.is(at - 1, work) && determined()
    }

    fn class<T>(&self, at: usize, pick: impl Fn(&Word) -> Option<T>) -> Option<(usize, T)> {
        if at >= self.range.end {
            return None;
        }
        self.tokens
            .tags(at)
            .iter()
            .rev()
            .filter(|tag| at + tag.length <= self.range.end)
            .find_map(|tag| Some((tag.length, pick(tag.word)?)))
    }

    /// A demonym, a genre or an occupation.
    fn class_word(&self) -> Option<(usize, Mention)> {
        let at = self.range.start;
        let occupation = self.occupation(at).filter(|_| !self.is_adverb(at) && !self.is_starring(at));
        let genre = self.genre(at);
        let demonym = self
            .tokens
            .is_capital(at)
            .then(|| {
                self.class(at, |word| match word {
                    Word::Demonym { country, .. } => Some(country.clone()),
                    _ => None,
                })
            })
            .flatten();
        let mut found: Vec<(usize, WordClass, String)> = Vec::new();
        let noun = self.class(at, |word| matches!(word, Word::Noun { .. }).then_some(()));
        found.extend(noun.map(|(length, ())| (length, WordClass::Noun, self.plain(length))));
        found.extend(demonym.map(|(length, value)| (length, WordClass::Demonym, value)));
        found.extend(genre.map(|(length, value)| (length, WordClass::Genre, value)));
        found.extend(occupation.map(|(length, value)| (length, WordClass::Occupation, value)));
        // "rock band" is a genre and a noun: the genre comes first, if the rest is a noun as well.
        let parted = |length: usize, most: usize| length < most && self.noun_of(at + length, most - length);
        let most = found
            .iter()
            .filter(|(_, class, _)| *class == WordClass::Noun)
            .map(|(length, ..)| *length)
            .max()
            .unwrap_or(0);
        let genre_first =
            found.iter().position(|(length, class, _)| *class == WordClass::Genre && parted(*length, most));
        let longest = found.iter().map(|(length, ..)| *length).max()?;
        let (length, class, value) = match genre_first {
            Some(index) if longest == most => found.swap_remove(index),
            _ => found.into_iter().max_by_key(|(length, ..)| *length)?,
        };
        Some(self.mention(length, Sense::Word(class, value), How::Gazetteer))
    }

    /// An occupation, with the prefix that may cling to it: "co-arranger".
    fn occupation(&self, at: usize) -> Option<(usize, String)> {
        let prefix = self.tokens.is_small(at, Small::Prefix)
            && at + 1 < self.range.end
            && self.tokens.between(at, at + 1) == "-";
        let (length, value) = self.class(at + usize::from(prefix), |word| match word {
            Word::Occupation { value, .. } => Some(value.clone()),
            _ => None,
        })?;
        Some(if prefix { (length + 1, format!("{}-{value}", self.word(at).to_lowercase())) } else { (length, value) })
    }

    /// Whether so many tokens from `at` are a noun.
    fn noun_of(&self, at: usize, length: usize) -> bool {
        self.tokens.tags(at).iter().any(|tag| tag.length == length && matches!(tag.word, Word::Noun { .. }))
    }

    /// The words as they stand, in lower case.
    fn plain(&self, length: usize) -> String {
        let at = self.range.start;
        self.tokens.span(at, at + length - 1).of(self.tokens.text).to_lowercase()
    }

    /// Genre words in a row make one genre: "crime" "thriller". A lone weak one ("drama") makes none.
    fn genre(&self, at: usize) -> Option<(usize, String)> {
        let one = |at: usize| {
            self.class(at, |word| match word {
                Word::Genre { value, alone } => Some((value.clone(), *alone)),
                _ => None,
            })
        };
        let (mut length, (mut value, mut says)) = one(at)?;
        while at + length < self.range.end && matches!(self.tokens.between(at + length - 1, at + length), " " | "-") {
            let Some((more, (next, _))) = one(at + length) else { break };
            length += more;
            value = format!("{value} {next}");
            says = true;
        }
        // "rock" alone says little, "rock band" a genre.
        let band = self
            .tokens
            .tags(at + length)
            .iter()
            .any(|tag| matches!(tag.word, Word::Noun { kind: Kind::Group, .. } | Word::Occupation { .. }));
        (says || band && length < self.range.len()).then_some((length, value))
    }
}

/// The factor that letters clinging to a number stand for: `22m`.
fn multiplier(lexicon: &Lexicon, letters: &str) -> Option<u64> {
    lexicon.words.phrases.get(letters).iter().find_map(|word| match word {
        Word::Multiplier(factor) => Some(*factor),
        _ => None,
    })
}

/// `5.45` as 545 and 2 places.
fn split_decimal(text: &str) -> Option<(u128, u32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let places = u32::try_from(fraction.len()).ok().filter(|places| *places <= MOST_PLACES)?;
    Some((format!("{whole}{fraction}").parse().ok()?, places))
}

fn times(whole: u128, mut places: u32, factor: u64) -> Option<(u128, u32)> {
    let mut product = whole.checked_mul(u128::from(factor))?;
    while places > 0 && product % 10 == 0 {
        product /= 10;
        places -= 1;
    }
    Some((product, places))
}

/// A number as it is written: `whole` without its point, which stands before so many places.
fn decimal(whole: u128, places: u32) -> String {
    let width = places as usize + 1;
    let digits = format!("{whole:0width$}");
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    if fraction.is_empty() { whole.into() } else { format!("{whole}.{fraction}") }
}
