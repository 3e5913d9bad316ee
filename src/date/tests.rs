//! The built-in patterns keep the promises of their files.

use crate::Lexicon;

#[test]
fn every_pattern_meets_its_examples() {
    let faults = super::check(&Lexicon::builtin().dates);
    assert!(faults.is_empty(), "{}", faults.iter().map(|fault| format!("{fault}\n")).collect::<String>());
}
