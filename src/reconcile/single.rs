//! Conflicts of single-valued predicates: values that exclude each other, values of different precision, a
//! value beside "not known".

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::draft::{Draft, DraftSide, list, texts};
use super::group::{COMPARED, Group, Item, Reach, Shape, reach};
use super::resolve::Sets;
use super::value::Comparable;
use super::vocabulary::CHANGING;
use crate::claim::{Kind, Modality, Value};
use crate::date::Relation;
use crate::lexicon::Cardinality;
use crate::report::{ConflictKind, SideValue, Weight};

/// More values than this of what changes are its history.
const HISTORY: usize = 2;

/// The conflicts of a group. Many values do not exclude each other, but even of them "not known" is at odds with
/// a value.
pub(super) fn conflicts(group: &Group) -> Vec<Draft> {
    let pairing = Pairing::new(group);
    let mut drafts: Vec<Draft> = pairing.unspecified().into_iter().collect();
    if group.comparison.cardinality == Cardinality::One {
        drafts.extend(pairing.value());
        drafts.extend(pairing.precision());
    }
    drafts
}

/// The known items of a group, made ready to be held against each other.
struct Pairing<'a> {
    group: &'a Group<'a>,
    known: Vec<&'a Item>,
    /// For each article the numbers of its known items.
    of_article: HashMap<u32, Vec<usize>>,
    /// For each known item, the articles that say nothing finer.
    unrefined: Vec<BTreeSet<u32>>,
}

impl<'a> Pairing<'a> {
    fn new(group: &'a Group<'a>) -> Pairing<'a> {
        let known = group.known();
        let mut of_article: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, item) in known.iter().enumerate() {
            for article in &item.articles {
                of_article.entry(*article).or_default().push(at);
            }
        }
        let refined = |at: usize, article: &u32| {
            of_article[article].iter().take(COMPARED).any(|other| known[at].relate(known[*other]) == Relation::Contains)
        };
        let unrefined = (0..known.len())
            .map(|at| known[at].articles.iter().filter(|article| !refined(at, article)).copied().collect())
            .collect();
        Pairing { group, known, of_article, unrefined }
    }

    /// Values that share nothing, put together with all that they exclude: one conflict for each heap.
    fn value(&self) -> Vec<Draft> {
        let mut heaps = Sets::new(self.known.len());
        let mut heaped = BTreeSet::new();
        for (a, b) in self.pairs() {
            if self.known[a].relate(self.known[b]) == Relation::Disjoint && self.exclude(a, b) {
                heaps.join(a as u32, b as u32);
                heaped.extend([a, b]);
            }
        }
        let mut by_heap: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for at in heaped {
            by_heap.entry(heaps.find(at as u32)).or_default().push(at);
        }
        by_heap
            .values()
            .filter(|items| !self.is_history(items))
            .map(|items| self.draft(ConflictKind::Value, self.value_weight(items), items, self.value_note(items)))
            .collect()
    }

    /// Whether values are those of several times: of what changes, more than two that have nothing in common.
    fn is_history(&self, items: &[usize]) -> bool {
        let mut apart: Vec<usize> = Vec::new();
        for at in items {
            if apart.iter().all(|other| self.known[*other].relate(self.known[*at]) == Relation::Disjoint) {
                apart.push(*at);
            }
            if apart.len() > HISTORY {
                return self.changes();
            }
        }
        false
    }

    /// Whether the value is another at another time.
    fn changes(&self) -> bool {
        CHANGING.contains(&self.group.predicate)
    }

    /// Values that exclude each other; of what changes, only where all articles say of which time they speak.
    fn value_weight(&self, items: &[usize]) -> Weight {
        let case = self.group.case;
        let dated = || items.iter().flat_map(|at| &self.known[*at].affirmed).all(|claim| case.date(*claim).is_some());
        if self.changes() && !dated() { Weight::Soft } else { Weight::Hard }
    }

    /// Pairs of items, each with the best supported ones.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<'_, 'a> {
        (0..self.known.len()).flat_map(|b| (0..b.min(COMPARED)).map(move |a| (a, b)))
    }

    /// Whether two values that share nothing are at odds: about one scope, and not both a namesake's.
    fn exclude(&self, a: usize, b: usize) -> bool {
        if self.other_year_is_another(a, b) {
            return false;
        }
        let (x, y) = (self.known[a], self.known[b]);
        match reach(&x.scope, &y.scope) {
            Reach::Apart => false,
            Reach::Same => self.some_take_sides(x, y),
            Reach::Open => self.some_take_sides(x, y) && self.no_better_match(a, b) && self.no_better_match(b, a),
        }
    }

    /// Whether each has an article that does not have the other too. An article that says both says it of
    /// several things or times; only of dates and amounts it may have one wrong.
    fn some_take_sides(&self, x: &Item, y: &Item) -> bool {
        let only = |a: &Item, b: &Item| a.articles.iter().any(|article| !b.articles.contains(article));
        only(x, y) && only(y, x)
    }

    /// Where one of two values leaves the scope open: whether `a` has an article that does not tell scopes apart
    /// itself and says nothing else that goes with `b`.
    fn no_better_match(&self, a: usize, b: usize) -> bool {
        let (x, y) = (self.known[a], self.known[b]);
        let better = |other: &usize| {
            let other = self.known[*other];
            other.scope != x.scope || other.relate(y) != Relation::Disjoint
        };
        x.articles.iter().any(|article| !self.of_article[article].iter().take(COMPARED).any(better))
    }

    /// Two years of one name: an event's editions, or a work and its remake.
    fn other_year_is_another(&self, a: usize, b: usize) -> bool {
        let event = self.group.case.thing(self.group.thing).entity.kind == Kind::Event;
        match (&self.known[a].value, &self.known[b].value) {
            (Comparable::Date(a), Comparable::Date(b)) if event || self.group.twins => {
                a.year().is_some() && b.year().is_some() && a.year() != b.year()
            }
            _ => false,
        }
    }

    /// Each value that holds finer ones, with those.
    fn precision(&self) -> Vec<Draft> {
        let mut finer: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (a, b) in self.pairs() {
            match self.known[a].relate(self.known[b]) {
                Relation::Contains if self.less_precise(a, b) => finer.entry(a).or_default().push(b),
                Relation::Inside if self.less_precise(b, a) => finer.entry(b).or_default().push(a),
                _ => {}
            }
        }
        finer
            .into_iter()
            .map(|(coarse, mut items)| {
                let finer = texts(&self.sides(&items));
                let note =
                    format!("{} is less precise than {finer}; they do not exclude each other.", self.text(coarse));
                items.insert(0, coarse);
                self.draft(ConflictKind::Precision, Weight::Note, &items, note)
            })
            .collect()
    }

    /// Whether some article has the coarse value and no finer one, where others have the fine one.
    fn less_precise(&self, coarse: usize, fine: usize) -> bool {
        let (x, y) = (self.known[coarse], self.known[fine]);
        reach(&x.scope, &y.scope) != Reach::Apart
            && self.unrefined[coarse].iter().any(|article| !y.articles.contains(article))
    }

    /// "Not known" or left open here, a value there.
    fn unspecified(&self) -> Option<Draft> {
        let open: Vec<(&Item, Vec<u32>)> = [Shape::Unknown, Shape::Unspecified]
            .into_iter()
            .flat_map(|shape| self.group.items.iter().filter(move |item| item.shape == shape))
            .map(|item| (item, self.unanswered(item)))
            .filter(|(_, claims)| !claims.is_empty())
            .collect();
        let answers: Vec<usize> = (0..self.known.len())
            .filter(|at| open.iter().take(COMPARED).any(|(item, _)| self.answers(*at, item)))
            .collect();
        if answers.is_empty() {
            return self.happened();
        }
        let mut sides = self.sides(&answers);
        let values = texts(&sides);
        let mut words: Vec<&str> = Vec::new();
        for (value, word) in [(Value::Unknown, "said not to be known"), (Value::Unspecified, "left open")] {
            let claims: Vec<u32> = open
                .iter()
                .filter(|(item, _)| self.group.side_value(item) == SideValue::Value(value.clone()))
                .flat_map(|(_, claims)| claims)
                .copied()
                .collect();
            if !claims.is_empty() {
                words.push(word);
                sides.push(DraftSide::new(SideValue::Value(value), claims));
            }
        }
        let note = format!("It is {} here and {values} there.", words.join(" or "));
        Some(self.finish(ConflictKind::Unspecified, Weight::Soft, sides, note))
    }

    /// "No date is known" here, while others tell, without a date, that it has happened.
    fn happened(&self) -> Option<Draft> {
        let case = self.group.case;
        let of = |shape: Shape| self.group.items.iter().filter(move |item| item.shape == shape);
        let unknown: Vec<u32> = of(Shape::Unknown).flat_map(|item| &item.affirmed).copied().collect();
        let silent: BTreeSet<u32> = unknown.iter().map(|claim| case.article[*claim as usize]).collect();
        let happened: Vec<u32> = of(Shape::Unspecified)
            .flat_map(|item| &item.affirmed)
            .copied()
            .filter(|claim| case.claim(*claim).modality == Modality::Asserted)
            .filter(|claim| !silent.contains(&case.article[*claim as usize]))
            .collect();
        if unknown.is_empty() || happened.is_empty() {
            return None;
        }
        let told = DraftSide {
            modality: Some(Modality::Asserted),
            ..DraftSide::new(SideValue::Value(Value::Unspecified), happened)
        };
        let sides = vec![DraftSide::new(SideValue::Value(Value::Unknown), unknown), told];
        let note = "It is said not to be known here, and told as fact there.".to_string();
        Some(self.finish(ConflictKind::Unspecified, Weight::Soft, sides, note))
    }

    /// Claims of an open item whose article gives no value itself. An article that says "not known" of one
    /// scope and gives a value of another is taken at its word; so is one that says "not known" and then tells
    /// a guess.
    fn unanswered(&self, item: &Item) -> Vec<u32> {
        let case = self.group.case;
        let answered = |claim: &&u32| {
            let own = self.of_article.get(&case.article[**claim as usize]);
            let scoped = !item.scope.is_empty();
            own.is_none_or(|own| {
                item.shape == Shape::Unknown && !(scoped && own.iter().any(|at| self.known[*at].scope != item.scope))
            })
        };
        item.affirmed.iter().filter(answered).copied().collect()
    }

    /// Whether a known item gives what an open one leaves open, in another article.
    fn answers(&self, at: usize, open: &Item) -> bool {
        let known = self.known[at];
        reach(&known.scope, &open.scope) != Reach::Apart
            && open.articles.iter().any(|article| known.articles.iter().any(|other| other != article))
    }

    fn draft(&self, kind: ConflictKind, weight: Weight, items: &[usize], note: String) -> Draft {
        self.finish(kind, weight, self.sides(items), note)
    }

    fn finish(&self, kind: ConflictKind, weight: Weight, sides: Vec<DraftSide>, note: String) -> Draft {
        let subject = self.group.case.thing(self.group.thing).entity.clone();
        Draft { kind, weight, subject, predicate: Some(self.group.predicate.into()), sides, note }
    }

    /// A side for each value; scopes of one value are one side.
    fn sides(&self, items: &[usize]) -> Vec<DraftSide> {
        let mut sides: BTreeMap<String, DraftSide> = BTreeMap::new();
        for at in items {
            let item = self.known[*at];
            sides
                .entry(item.value.key())
                .or_insert_with(|| DraftSide::new(self.group.side_value(item), Vec::new()))
                .claims
                .extend(&item.affirmed);
        }
        sides.into_values().collect()
    }

    fn text(&self, at: usize) -> String {
        DraftSide::new(self.group.side_value(self.known[at]), Vec::new()).text()
    }

    fn value_note(&self, items: &[usize]) -> String {
        let values: BTreeSet<String> = items.iter().map(|at| self.text(*at)).collect();
        let denied: BTreeSet<String> =
            items.iter().filter(|at| !self.known[**at].denied.is_empty()).map(|at| self.text(*at)).collect();
        let denied = (!denied.is_empty()).then(|| format!("{} is also expressly denied.", list(denied.into_iter())));
        let told = [Some(format!("{} exclude each other.", list(values.into_iter()))), denied, self.order(items)];
        told.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Which value is the latest, if all articles are dated and the last one's value is not an earlier one's too.
    fn order(&self, items: &[usize]) -> Option<String> {
        let case = self.group.case;
        let mut latest: Vec<(&crate::Date, String)> = Vec::new();
        for at in items.iter().filter(|at| !matches!(self.known[**at].value, Comparable::Age(..))) {
            let dates: Option<Vec<&crate::Date>> =
                self.known[*at].affirmed.iter().map(|claim| case.date(*claim)).collect();
            let dates = dates?;
            latest.push((dates.into_iter().max()?, self.text(*at)));
        }
        latest.sort();
        let [.., (before, _), (last, text)] = latest.as_slice() else { return None };
        (before < last).then(|| format!("{text} is the latest, told on {last}, and may supersede the others."))
    }
}
