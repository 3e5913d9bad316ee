//! Unpacking gzip and Zstandard, with a bound on what comes out.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
pub(super) const HARMLESS: u64 = 1 << 20;

/// How often an input may be packed: some archives pack again what came packed.
const LAYERS: usize = 3;

/// The input itself, or what it unpacks to; told by its first bytes. Several members are one stream.
pub(super) fn unpack(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Cause> {
    let most = limits.article_bytes;
    let mut out = Cow::Borrowed(bytes);
    for _ in 0..LAYERS {
        let Some(packing) = Packing::of(&out) else { break };
        let mut inside = Vec::new();
        Unpacked::new(packing, &out[..], limits).take(most.saturating_add(1)).read_to_end(&mut inside)?;
        out = Cow::Owned(inside);
    }
    if out.len() as u64 > most { Err(Cause::TooLarge { limit: most }) } else { Ok(out.into_owned()) }
}

/// A stream of any length, unpacked as it is read if its first bytes say that it is packed.
pub fn stream(input: impl Read + Send + 'static, limits: &Limits) -> io::Result<Box<dyn BufRead + Send>> {
    let mut input: Box<dyn BufRead + Send> = Box::new(BufReader::new(input));
    for _ in 0..LAYERS {
        let Some(packing) = Packing::of(input.fill_buf()?) else { break };
        input = Box::new(BufReader::new(Unpacked::new(packing, input, limits)));
    }
    Ok(input)
}

/// How an input is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstandard,
}

impl Packing {
    /// Told by the magic number.
    fn of(bytes: &[u8]) -> Option<Packing> {
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
}

/// What a stream unpacks to, up to the ratio.
struct Unpacked<'a> {
    packing: Packing,
    reader: Box<dyn Read + Send + 'a>,
    /// Bytes taken in.
    packed: Arc<AtomicU64>,
    /// Bytes given out.
    unpacked: u64,
    ratio: u64,
}

impl<'a> Unpacked<'a> {
    fn new(packing: Packing, input: impl BufRead + Send + 'a, limits: &Limits) -> Unpacked<'a> {
        let packed = Arc::new(AtomicU64::new(0));
        let input = Counted { input, count: Arc::clone(&packed) };
        let reader: Box<dyn Read + Send + 'a> = match packing {
            Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(input)),
            Packing::Zstandard => Box::new(Frames::new(input)),
        };
        Unpacked { packing, reader, packed, unpacked: 0, ratio: limits.ratio }
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let damaged = |error: io::Error| Cause::Damaged { packing: self.packing.name(), detail: error.to_string() };
        let read = self.reader.read(out).map_err(|error| io::Error::other(damaged(error)))?;
        self.unpacked += read as u64;
        let most = self.packed.load(Ordering::Relaxed).saturating_mul(self.ratio).max(HARMLESS);
        if self.unpacked > most {
            return Err(io::Error::other(Cause::Inflates { ratio: self.ratio }));
        }
        Ok(read)
    }
}

/// Counts what is read.
struct Counted<R> {
    input: R,
    count: Arc<AtomicU64>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(out)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        self.input.consume(count);
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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    /// A frame that readers pass over.
    const SKIPPED: &[u8] = &[0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];

    #[test]
    fn members_and_frames_are_one_stream() {
        let text = "A song is out. ".repeat(9000).into_bytes();
        let twice = [text.clone(), text.clone()].concat();
        let limits = Limits::default();
        assert_eq!(unpack(&text, &limits).unwrap(), text);
        assert_eq!(unpack(&[gzip(&text), gzip(&text)].concat(), &limits).unwrap(), twice);
        assert_eq!(unpack(&[zstd(&text), SKIPPED.to_vec(), zstd(&text)].concat(), &limits).unwrap(), twice);
    }

    #[test]
    fn what_was_packed_twice_is_unpacked_twice() {
        let text = b"A song is out.";
        let limits = Limits::default();
        for packed in [gzip(&gzip(text)), zstd(&gzip(text)), gzip(&zstd(&gzip(text)))] {
            assert_eq!(unpack(&packed, &limits).unwrap(), text);
            let mut read = Vec::new();
            stream(io::Cursor::new(packed), &limits).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, text);
        }
        let bomb = gzip(&gzip(&vec![0; 300 << 20]));
        assert!(bomb.len() < 3000);
        assert!(matches!(unpack(&bomb, &limits), Err(Cause::Inflates { .. } | Cause::TooLarge { .. })));
    }

    #[test]
    fn bombs_are_refused() {
        let limits = Limits::default();
        for bomb in [gzip(&vec![0; 12 << 20]), zstd(&vec![0; 12 << 20])] {
            assert_eq!(unpack(&bomb, &limits), Err(Cause::Inflates { ratio: 200 }));
            let small = Limits { article_bytes: 1000, ..limits };
            assert_eq!(unpack(&bomb, &small), Err(Cause::TooLarge { limit: 1000 }));
        }
        // A first frame that asks for a window of 3.75 TiB.
        let window = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xFF, 0x02, 0, 0, b'x'];
        assert!(matches!(unpack(&window, &limits), Err(Cause::Damaged { packing: "Zstandard", .. })));
    }

    #[test]
    fn damage_is_told() {
        let cut = |packed: Vec<u8>| packed[..packed.len() - 9].to_vec();
        let text = b"A song is out. It is a long song, and it does not repeat itself.";
        assert!(matches!(unpack(&cut(gzip(text)), &Limits::default()), Err(Cause::Damaged { packing: "gzip", .. })));
        assert!(matches!(
            unpack(&cut(zstd(text)), &Limits::default()),
            Err(Cause::Damaged { packing: "Zstandard", .. })
        ));
    }
}
