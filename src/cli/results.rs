//! A folder of results as input: what `run --out` and `reconcile --out` wrote, whole and unchanged.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use sayso::claim::CONTRACT_VERSION;
use sayso::export::{Each, ExportError, Source};
use sayso::write::ArticleRow;
use sayso::{Claim, Conflict, Fact};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::failure::Failure;
use super::folder::SEAL;

/// A folder of results.
pub(super) struct Results {
    path: PathBuf,
    pub(super) seal: Seal,
}

/// What is read of `run.json`.
#[derive(Deserialize)]
pub(super) struct Seal {
    pub(super) contract: String,
    #[cfg_attr(not(feature = "kb"), expect(dead_code, reason = "noted in knowledge bases only"))]
    pub(super) version: String,
    #[cfg_attr(not(feature = "kb"), expect(dead_code, reason = "noted in knowledge bases only"))]
    pub(super) lexicon: String,
    outputs: BTreeMap<String, String>,
}

impl Results {
    /// Whether a folder holds results.
    pub(super) fn are_in(path: &Path) -> bool {
        path.join(SEAL).is_file()
    }

    pub(super) fn open(path: &Path) -> Result<Results, Failure> {
        let place = path.join(SEAL);
        let refuse = |cause: String| Failure::Usage(format!("{}: {cause}", place.display()));
        let text = std::fs::read(&place).map_err(|error| refuse(error.to_string()))?;
        let seal: Seal =
            serde_json::from_slice(&text).map_err(|error| refuse(format!("no results of a run: {error}")))?;
        if seal.contract != CONTRACT_VERSION {
            return Err(refuse(format!("contract {}, and this program knows {CONTRACT_VERSION}", seal.contract)));
        }
        Ok(Results { path: path.into(), seal })
    }

    /// Whether there is a file of that name among them.
    pub(super) fn has(&self, name: &str) -> bool {
        self.seal.outputs.contains_key(name)
    }

    /// One of the files. [`Hashed::check`] tells in the end whether it was the one that the run wrote.
    pub(super) fn file(&self, name: &'static str) -> Result<Hashed, String> {
        let path = self.path.join(name);
        let wrong = |cause: &dyn std::fmt::Display| format!("{}: {cause}", path.display());
        let hash = self.seal.outputs.get(name).ok_or_else(|| wrong(&"not among the files that run.json names"))?;
        let file = File::open(&path).map_err(|error| wrong(&error))?;
        let input = BufReader::with_capacity(1 << 16, file);
        Ok(Hashed { input, hasher: blake3::Hasher::new(), hash: hash.clone(), name: path.display().to_string() })
    }

    fn each<T: DeserializeOwned>(&self, name: &'static str, each: Each<T>) -> Result<(), ExportError> {
        let mut file = self.file(name).map_err(ExportError::Source)?;
        let (mut line, mut number) = (Vec::new(), 0);
        loop {
            line.clear();
            number += 1;
            let wrong = |cause: &dyn std::fmt::Display| ExportError::Source(format!("{name}, line {number}: {cause}"));
            if file.read_until(b'\n', &mut line).map_err(|error| wrong(&error))? == 0 {
                return file.check().map_err(ExportError::Source);
            }
            each(serde_json::from_slice(&line).map_err(|error| wrong(&error))?)?;
        }
    }
}

impl Source for Results {
    fn articles(&self, each: Each<ArticleRow>) -> Result<(), ExportError> {
        if self.has("articles.jsonl") {
            return self.each("articles.jsonl", each);
        }
        let mut last = String::new();
        self.claims(&mut |claim| {
            if claim.article != last {
                each(ArticleRow::of_claims(&claim.article, &claim.source))?;
                last = claim.article;
            }
            Ok(())
        })
    }

    fn claims(&self, each: Each<Claim>) -> Result<(), ExportError> {
        self.each("claims.jsonl", each)
    }

    fn facts(&self, each: Each<Fact>) -> Result<(), ExportError> {
        self.each("facts.jsonl", each)
    }

    fn conflicts(&self, each: Each<Conflict>) -> Result<(), ExportError> {
        self.each("conflicts.jsonl", each)
    }
}

/// A file that is hashed while it is read.
pub(super) struct Hashed {
    input: BufReader<File>,
    hasher: blake3::Hasher,
    hash: String,
    name: String,
}

impl Hashed {
    /// Whether all of the file was read and is what the run wrote; else what is wrong.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.hasher.finalize().to_hex().starts_with(&self.hash) {
            return Ok(());
        }
        Err(format!("{}: changed since run.json was written: run it again", self.name))
    }
}

impl Read for Hashed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.hasher.update(&into[..read]);
        Ok(read)
    }
}

impl BufRead for Hashed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, taken: usize) {
        self.hasher.update(&self.input.buffer()[..taken]);
        self.input.consume(taken);
    }
}
