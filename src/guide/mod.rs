//! Guides: what is not the documentation of a single item.

#[doc = include_str!("../../README.md")]
pub mod readme {}

#[doc = include_str!("output.md")]
pub mod output {}

#[doc = include_str!("knowledge.md")]
pub mod knowledge {}

#[doc = include_str!("knowledge-base.md")]
pub mod knowledge_base {}

#[doc = include_str!("predicate.md")]
pub mod predicate {}

#[doc = include_str!("gazetteers.md")]
pub mod gazetteers {}

#[doc = include_str!("score.md")]
pub mod score {}

#[doc = include_str!("fixtures.md")]
pub mod fixtures {}
