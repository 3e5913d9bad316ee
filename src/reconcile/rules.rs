//! How each predicate is compared: what reconciling needs of the lexicon, and nothing else of it.

use std::collections::{BTreeMap, HashSet};

use crate::lexicon::{Cardinality, Family, Lexicon};

/// The comparing side of all predicates, and the words that carry no content.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    predicates: BTreeMap<String, Comparison>,
    /// Words of no content, in small letters; they do not count when quotations are compared.
    pub function_words: HashSet<String>,
}

/// How claims of one predicate are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Whether a subject has one value of it in one scope, or many.
    pub cardinality: Cardinality,
    /// Which special comparison it takes part in.
    pub family: Option<Family>,
    /// Whether subject and object may change places.
    pub symmetric: bool,
    /// Qualifiers that part its scopes.
    pub scope: Vec<String>,
}

impl Default for Comparison {
    /// What holds for a predicate that the lexicon does not have: any number of values, one scope.
    fn default() -> Comparison {
        Comparison { cardinality: Cardinality::Many, family: None, symmetric: false, scope: Vec::new() }
    }
}

impl Rules {
    /// Rules from predicates by name.
    pub fn new(predicates: impl IntoIterator<Item = (String, Comparison)>, function_words: HashSet<String>) -> Rules {
        Rules { predicates: predicates.into_iter().collect(), function_words }
    }

    /// What a lexicon says.
    pub fn of(lexicon: &Lexicon) -> Rules {
        let predicates = lexicon.predicates.iter().map(|predicate| {
            let comparison = Comparison {
                cardinality: predicate.cardinality,
                family: predicate.family,
                symmetric: predicate.symmetric,
                scope: predicate.scope.clone(),
            };
            (predicate.name.clone(), comparison)
        });
        Rules::new(predicates, lexicon.segment.function_words().map(str::to_string).collect())
    }

    /// How a predicate is compared.
    pub fn of_predicate(&self, name: &str) -> &Comparison {
        static OTHER: Comparison =
            Comparison { cardinality: Cardinality::Many, family: None, symmetric: false, scope: Vec::new() };
        self.predicates.get(name).unwrap_or(&OTHER)
    }
}
