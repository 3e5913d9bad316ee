//! `sayso` ("says who?") reads entertainment news, writes down what each article claims with the bytes it
//! rests on, and sets what the articles say against each other.
//!
//! ```text
//!          segment            annotate            extract             reconcile          write
//! Article ──────────▶ Document ────────▶ Mentions ────────▶ [Claim] ────────────▶ Report ──────▶ bytes
//! ```
//!
//! Text is owned once, by the [`Article`]; everything after it is spans into it. The stages between article
//! and claims read only the [`Lexicon`] and cannot fail: what could be wrong in rules or names is found when
//! the lexicon is loaded. [`reconcile()`] sees no text and does not care for order.

pub mod annotate;
pub mod article;
pub mod check;
pub mod claim;
pub mod compare;
pub mod date;
pub mod document;
pub mod export;
pub mod extract;
pub mod furniture;
pub mod gazetteer;
pub mod guide;
#[cfg(feature = "kb")]
pub mod kb;
pub mod lexicon;
pub mod mention;
pub mod rank;
pub mod read;
pub mod reconcile;
pub mod report;
pub mod score;
pub mod segment;
pub mod span;
mod text;
pub mod write;

pub use article::Article;
pub use claim::{Claim, Entity, Evidence, Kind, Modality, Polarity, Value};
pub use date::Date;
pub use document::Document;
pub use lexicon::Lexicon;
pub use mention::Mentions;
pub use reconcile::reconcile;
pub use report::{Conflict, Fact, Rank, Report};
pub use span::Span;

/// Claims of one article: segment, annotate, extract.
pub fn extract_article(article: &Article, lexicon: &Lexicon) -> Vec<Claim> {
    let document = segment::segment(article, lexicon);
    let mentions = annotate::annotate(article, &document, lexicon);
    extract::extract(article, &document, &mentions, lexicon)
}

/// Claims of a text without metadata, under the name `text`.
///
/// All that comes out serialises, in the order of the contract, and is made for snapshots: with
/// `insta::assert_json_snapshot!(claims, { ".**.id" => "[id]" })` they do not hang on hashes. `tests/user-crate/` shows how.
///
/// ```
/// let claims = sayso::extract_str("The film ‘Signal’ opens on April 2, 2021.", sayso::Lexicon::builtin());
/// assert_eq!(claims[0].predicate, "release_date");
/// assert_eq!(claims[0].object.text(), "2021-04-02");
/// ```
pub fn extract_str(text: &str, lexicon: &Lexicon) -> Vec<Claim> {
    let article = Article { name: "text".into(), text: text.into(), ..Article::default() };
    extract_article(&article, lexicon)
}
