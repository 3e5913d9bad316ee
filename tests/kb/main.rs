//! The knowledge base and the exports: what goes in comes out, whatever happens on the way.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(feature = "kb")]
mod base;
mod export;
mod made;
