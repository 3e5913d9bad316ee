//! What is read: an article's text, never edited, and what its page says of it.
//!
//! How bytes become articles is told in [`crate::read`]; nothing here touches a file.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::document::BlockKind;
use crate::span::Span;

/// One article. Every span of every later stage counts in `text`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Path below the folder that was given, with `/` between its parts; unique in a run.
    pub name: String,
    /// The decoded main text: title first where the form keeps it apart, blocks parted by blank lines.
    pub text: String,
    /// What the page or its scraper says of the article.
    pub metadata: Metadata,
    /// Blocks that the input's own markup tells (HTML), in order; the segmenter decides the rest.
    pub marked: Vec<(Span, BlockKind)>,
}

/// What is known of an article besides its text. What is absent is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// Publication date; the anchor of relative dates. Never the day it was fetched.
    pub date: Option<Date>,
    /// Where `date` comes from.
    pub date_from: Option<DateFrom>,
    /// Day on which a scraper fetched it.
    pub fetched: Option<Date>,
    /// Address of the page.
    pub url: Option<String>,
    /// Name of the site or publisher.
    pub site: Option<String>,
    /// Authors, in the order given.
    pub authors: Vec<String>,
    /// What went wrong in decoding, e.g. how many bytes had to be replaced.
    pub notes: Vec<String>,
}

/// Where an article's date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub enum DateFrom {
    /// A field of the input: front matter, a JSON key, a meta element, JSON-LD.
    #[serde(rename = "metadata")]
    Metadata,
    /// A line of the text that states it ("date 2021-02-17", "Published: 3 May 2020").
    #[serde(rename = "date line")]
    DateLine,
    /// The page's address ("/2021/02/17/").
    #[serde(rename = "address")]
    Address,
    /// A dateline in the prose ("LONDON, Feb 3 (Reuters) -").
    #[serde(rename = "dateline")]
    Dateline,
    /// The `--date` option.
    #[serde(rename = "given")]
    Given,
}
