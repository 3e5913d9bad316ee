//! Claims that are made up, and results as a run would write them.

use std::collections::BTreeMap;

use sayso::claim::Source as Origin;
use sayso::document::{BlockKind, Language};
use sayso::export::{Each, ExportError, Source};
use sayso::write::ArticleRow;
use sayso::{
    Claim, Conflict, Entity, Evidence, Fact, Kind, Lexicon, Modality, Polarity, Report, Span, Value, reconcile,
};

/// A claim of an article at a place.
pub(crate) fn claim(article: &str, at: usize, subject: Entity, predicate: &str, object: Value) -> Claim {
    let text = format!("{} {predicate} {}", subject.name, object.text());
    let span = Span::new(at, at + text.len());
    Claim {
        id: String::new(),
        article: article.into(),
        subject,
        predicate: predicate.into(),
        object,
        qualifiers: BTreeMap::new(),
        polarity: Polarity::Affirmed,
        modality: Modality::Asserted,
        attribution: None,
        block: BlockKind::Paragraph,
        language: Language::En,
        rule: format!("{predicate}/made"),
        evidence: Evidence { span, subject: Some(Span::new(at, at + 1)), object: None, text },
        source: Origin { url: Some(format!("https://news.example/{article}")), ..Origin::default() },
    }
}

pub(crate) fn entity(name: &str, kind: Kind, id: Option<&str>) -> Entity {
    Entity { name: name.into(), kind, id: id.map(String::from) }
}

pub(crate) fn date(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

/// Results that are in memory.
pub(crate) struct Made {
    pub(crate) articles: Vec<ArticleRow>,
    pub(crate) report: Report,
}

impl Made {
    pub(crate) fn of(claims: Vec<Claim>) -> Made {
        let report = reconcile(claims.into_iter().map(Claim::seal).collect(), Lexicon::builtin());
        let of_article = |claims: &[Claim]| {
            let mut row = ArticleRow::of_claims(&claims[0].article, &claims[0].source);
            row.title = Some(format!("Title of {}", row.name));
            row.counts.claims = claims.len();
            row
        };
        let articles = report.claims.chunk_by(|a, b| a.article == b.article).map(of_article).collect();
        Made { articles, report }
    }

    /// The files that a run would write, by name.
    #[cfg(feature = "kb")]
    pub(crate) fn files(&self) -> [(&'static str, Vec<u8>); 4] {
        use sayso::write::lines;
        let Report { claims, facts, conflicts } = &self.report;
        [
            ("articles.jsonl", lines(&self.articles)),
            ("claims.jsonl", lines(claims)),
            ("conflicts.jsonl", lines(conflicts)),
            ("facts.jsonl", lines(facts)),
        ]
    }
}

impl Source for Made {
    fn articles(&self, each: Each<ArticleRow>) -> Result<(), ExportError> {
        self.articles.iter().cloned().try_for_each(each)
    }

    fn claims(&self, each: Each<Claim>) -> Result<(), ExportError> {
        self.report.claims.iter().cloned().try_for_each(each)
    }

    fn facts(&self, each: Each<Fact>) -> Result<(), ExportError> {
        self.report.facts.iter().cloned().try_for_each(each)
    }

    fn conflicts(&self, each: Each<Conflict>) -> Result<(), ExportError> {
        self.report.conflicts.iter().cloned().try_for_each(each)
    }
}
