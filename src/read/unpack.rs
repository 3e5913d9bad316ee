//! Unpacking gzip and Zstandard, with a bound on what comes out.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::Cause;

/// How much one article may cost. What passes a limit is an error of that article only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of one article, unpacked.
    pub article_bytes: u64,
    /// Most bytes that a packed byte may unpack to, counted once a MiB is out.
    pub ratio: u64,
}

impl Default for Limits {
    /// 16 MiB, and a ratio of 200: news packs at 3 to 10, the worst of gzip is 1032.
    fn default() -> Limits {
        Limits { article_bytes: 16 << 20, ratio: 200 }
    }
}

/// Below this many bytes the ratio is not asked: short repetitive input is harmless.
const HARMLESS: u64 = 1 << 20;

/// The input itself, or what it unpacks to; told by its first bytes. Several members are one stream.
pub(super) fn unpack(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Cause> {
    match Packing::of(bytes) {
        None if bytes.len() as u64 > limits.article_bytes => Err(Cause::TooLarge { limit: limits.article_bytes }),
        None => Ok(bytes.to_vec()),
        Some(packing) => drain(packing.reader(bytes), packing.name(), bytes.len() as u64, limits),
    }
}

/// How an input is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstandard,
}

impl Packing {
    /// Told by the magic number.
    pub(super) fn of(bytes: &[u8]) -> Option<Packing> {
        match bytes {
            [0x1F, 0x8B, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Packing::Zstandard),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstandard => "Zstandard",
        }
    }

    /// Unpacks as it is read.
    pub(super) fn reader<'a>(self, packed: impl BufRead + 'a) -> Box<dyn Read + 'a> {
        match self {
            Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
            Packing::Zstandard => Box::new(Frames::new(packed)),
        }
    }
}

fn drain(mut reader: impl Read, packing: &'static str, packed: u64, limits: &Limits) -> Result<Vec<u8>, Cause> {
    let inflated = packed.saturating_mul(limits.ratio).max(HARMLESS);
    let most = limits.article_bytes.min(inflated);
    let mut out = Vec::new();
    let read = reader.by_ref().take(most + 1).read_to_end(&mut out);
    read.map_err(|error| Cause::Damaged { packing, detail: error.to_string() })?;
    match out.len() as u64 {
        length if length <= most => Ok(out),
        _ if most == inflated => Err(Cause::Inflates { ratio: limits.ratio }),
        _ => Err(Cause::TooLarge { limit: limits.article_bytes }),
    }
}

/// A Zstandard stream: frame after frame. (The crate's own stream reads one frame only.)
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
}

/// A frame without content. A decoder that has seen it checks the window that later frames ask for (100 MB at
/// most); it does not check the first frame's.
const EMPTY_FRAME: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD, 0x20, 0, 1, 0, 0];

impl<R: BufRead> Frames<R> {
    fn new(packed: R) -> Frames<R> {
        let mut decoder = FrameDecoder::new();
        let mut empty = EMPTY_FRAME;
        let read = decoder.reset(&mut empty).and_then(|()| decoder.decode_blocks(empty, BlockDecodingStrategy::All));
        debug_assert!(read.is_ok());
        Frames { packed, decoder }
    }

    /// Begins the next frame, over those that hold no data; `false` at the stream's end.
    fn next_frame(&mut self) -> io::Result<bool> {
        loop {
            if self.packed.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.packed) {
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut self.packed.by_ref().take(length.into()), &mut io::sink())?;
                }
                other => return other.map(|()| true).map_err(io::Error::other),
            }
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            while self.decoder.can_collect() < out.len() && !self.decoder.is_finished() {
                let some = BlockDecodingStrategy::UptoBytes(out.len());
                self.decoder.decode_blocks(&mut self.packed, some).map_err(io::Error::other)?;
            }
            let read = self.decoder.read(out)?;
            if read > 0 || out.is_empty() || !self.next_frame()? {
                return Ok(read);
            }
        }
    }
}
