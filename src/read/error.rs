//! Why an input, or one record of it, is no article.

/// An input, or a record of it, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {cause}")]
pub struct ReadError {
    /// The name that the article would have had.
    pub name: String,
    /// What is wrong.
    pub cause: Cause,
}

/// What can be wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The system would not give the file.
    #[error("cannot be read: {0}")]
    System(String),
    /// Neither a regular file nor a folder.
    #[error("not a regular file")]
    NoFile,
    /// More bytes than an article may have.
    #[error("larger than the {limit} bytes that one article may have")]
    TooLarge {
        /// The limit that was passed.
        limit: u64,
    },
    /// Unpacks to far more than text does: a decompression bomb.
    #[error("unpacks to more than {ratio} times its size")]
    Inflates {
        /// The ratio that was passed.
        ratio: u64,
    },
    /// Damaged gzip or Zstandard data.
    #[error("damaged {packing} data: {detail}")]
    Damaged {
        /// The packing.
        packing: &'static str,
        /// What the unpacker said.
        detail: String,
    },
    /// A packing of the way from the server that is not undone here.
    #[error("packed with {name:?}, which is not read")]
    Packing {
        /// The packing's name.
        name: String,
    },
    /// Bytes that are no text in any encoding.
    #[error("not text")]
    Binary,
    /// There is nothing to read in it.
    #[error("no text in it")]
    Empty,
    /// A quotation in a table that begins and never ends.
    #[error("line {line}: a quotation mark is never closed; the rest is not read")]
    Unclosed {
        /// The line on which the row begins, from 1.
        line: u64,
    },
    /// A record that is not the JSON of one object, or holds a key twice.
    #[error("line {line}, column {column}: {detail}")]
    Json {
        /// The line in its input, from 1.
        line: u64,
        /// The byte in the line, from 1.
        column: usize,
        /// What the parser said.
        detail: String,
    },
}

impl Cause {
    /// The error of the input of that name.
    pub(super) fn at(self, name: &str) -> ReadError {
        ReadError { name: name.into(), cause: self }
    }
}

impl From<std::io::Error> for Cause {
    /// A cause that came through a reader is itself again.
    fn from(error: std::io::Error) -> Cause {
        error.downcast().unwrap_or_else(|error| Cause::System(error.to_string()))
    }
}
