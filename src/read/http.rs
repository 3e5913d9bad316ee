//! A page as a server sent it: what its head says, and its body with the packing of the way undone.
//!
//! Archives do not always keep what their heads say: a body that is not chunked or packed as announced is taken as it
//! is.

use std::io::Read;

use encoding_rs::Encoding;
use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::{Cause, Limits, unpack};

/// Most lines of a head.
const LINES: usize = 512;

/// What the head of a message says.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) status: u16,
    /// Whether the body is said to be a page.
    pub(super) is_page: bool,
    /// The encoding of its text.
    pub(super) charset: Option<&'static Encoding>,
    chunked: bool,
    deflated: bool,
    /// A packing that is not undone here.
    unknown: Option<String>,
    /// Where the body begins.
    body: usize,
}

/// The head of a message; `None` if it is none.
pub(super) fn head(message: &[u8]) -> Option<Head> {
    let mut head = Head::default();
    let mut lines = Lines { bytes: message, at: 0 };
    let status = lines.next()?;
    let mut words = status.strip_prefix(b"HTTP/")?.split(|byte| *byte == b' ').skip(1).filter(|word| !word.is_empty());
    head.status = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    for line in lines.by_ref().take(LINES) {
        if line.is_empty() {
            head.body = lines.at;
            return Some(head);
        }
        head.learn(&String::from_utf8_lossy(line).to_ascii_lowercase());
    }
    None
}

impl Head {
    fn learn(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        match (name.trim(), value.trim()) {
            ("content-type", value) => {
                let mut parts = value.split(';').map(str::trim);
                self.is_page = parts.next().is_some_and(|kind| matches!(kind, "text/html" | "application/xhtml+xml"));
                let label = parts.find_map(|part| part.strip_prefix("charset="));
                self.charset = label.and_then(|label| Encoding::for_label(label.trim_matches(['"', '\'']).as_bytes()));
            }
            ("transfer-encoding", value) => self.chunked |= value.contains("chunked"),
            ("content-encoding", value) => {
                for packing in value.split(',').map(str::trim) {
                    match packing {
                        "" | "identity" | "gzip" | "x-gzip" | "zstd" => {}
                        "deflate" => self.deflated = true,
                        other => self.unknown = Some(other.chars().take(40).collect()),
                    }
                }
            }
            _ => {}
        }
    }

    /// The body of the message, unpacked.
    pub(super) fn body(&self, message: &[u8], limits: &Limits) -> Result<Vec<u8>, Cause> {
        let sent = &message[self.body..];
        let whole = if self.chunked { joined(sent) } else { None };
        let sent = whole.as_deref().unwrap_or(sent);
        if let Some(packing) = self.unknown.as_ref().filter(|_| !is_markup(sent)) {
            return Err(Cause::Packing { name: packing.clone() });
        }
        if self.deflated && !is_markup(sent) {
            return inflated(sent, limits);
        }
        unpack::unpack(sent, limits)
    }
}

/// Whether bytes begin as a page does: then nothing is left to undo.
fn is_markup(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start().starts_with(b"<")
}

/// Chunks put together; `None` if these are none. The last ones may be missing.
fn joined(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut whole, mut lines) = (Vec::new(), Lines { bytes, at: 0 });
    while let Some(size) = lines.next() {
        let digits = size.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let size = std::str::from_utf8(digits).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let Some(size) = size else { return (!whole.is_empty()).then_some(whole) };
        if size == 0 {
            return Some(whole);
        }
        let end = lines.at.saturating_add(size).min(bytes.len());
        whole.extend_from_slice(&bytes[lines.at..end]);
        lines.at = end;
        // The line end behind the chunk.
        lines.next();
    }
    (!whole.is_empty()).then_some(whole)
}

/// Undoes "deflate", which is zlib's form by the standard and the bare one by some servers.
fn inflated(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Cause> {
    let most = (bytes.len() as u64).saturating_mul(limits.ratio).max(unpack::HARMLESS).min(limits.article_bytes);
    let read = |reader: &mut dyn Read| {
        let mut out = Vec::new();
        reader.take(most + 1).read_to_end(&mut out).map(|_| out)
    };
    let out = read(&mut ZlibDecoder::new(bytes)).or_else(|_| read(&mut DeflateDecoder::new(bytes)));
    let out = out.map_err(|error| Cause::Damaged { packing: "deflate", detail: error.to_string() })?;
    match out.len() as u64 > most {
        true if most == limits.article_bytes => Err(Cause::TooLarge { limit: most }),
        true => Err(Cause::Inflates { ratio: limits.ratio }),
        false => Ok(out),
    }
}

/// Lines that end in a line feed, with or without a carriage return before it.
struct Lines<'a> {
    bytes: &'a [u8],
    /// Where the next one begins.
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n')?;
        self.at += length + 1;
        Some(rest[..length].strip_suffix(b"\r").unwrap_or(&rest[..length]))
    }
}
