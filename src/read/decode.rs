//! Bytes become text: which encoding they are in, and what had to be replaced.
//!
//! The order: byte order mark; UTF-8 (seven-bit Japanese, which looks like it, apart); mostly UTF-8 (a stray byte
//! must not turn the page into another encoding's letters); UTF-16 without a mark; what the page declares; a guess from its letters.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::Cause;

/// Text, and notes on what is not as it was.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub text: String,
    pub notes: Vec<String>,
}

/// Decodes bytes. `declared` is the encoding that a page names, believed only where the bytes leave it open.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<Decoded, Cause> {
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(Cause::Binary);
    }
    let (text, encoding) = text_of(bytes, declared);
    let mut notes = Vec::new();
    if encoding != UTF_8 {
        notes.push(format!("read as {}", encoding.name()));
    }
    let replaced = text.matches('\u{FFFD}').count();
    if replaced > 0 {
        notes.push(format!("{replaced} replacement characters (U+FFFD) after decoding"));
    }
    without_nul(text, notes)
}

/// First bytes of what is often found under a name that promises text.
const MAGIC: [&[u8]; 6] = [b"%PDF-", b"\x89PNG\r\n", b"\xFF\xD8\xFF", b"GIF8", b"PK\x03\x04", b"\x7FELF"];

fn text_of(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> (String, &'static Encoding) {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return (encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(), encoding);
    }
    let nuls = bytes.iter().filter(|byte| **byte == 0).count();
    if nuls > bytes.len() / 16
        && let Some(order) = utf16_order(&bytes)
    {
        return (order.decode_without_bom_handling(&bytes).0.into_owned(), order);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => match iso_2022_jp(text.as_bytes()) {
            Some(read) => return (read, ISO_2022_JP),
            None => return (text, UTF_8),
        },
        Err(error) => error.into_bytes(),
    };
    if mostly_utf8(&bytes) {
        return (String::from_utf8_lossy(&bytes).into_owned(), UTF_8);
    }
    let encoding = utf16_order(&bytes).or(declared).unwrap_or_else(|| guess(&bytes));
    (encoding.decode_without_bom_handling(&bytes).0.into_owned(), encoding)
}

/// The text, if it is seven bits a byte and shifts into Japanese by escape sequences, without a fault.
fn iso_2022_jp(bytes: &[u8]) -> Option<String> {
    let shifts = bytes.windows(3).any(|part| matches!(part, b"\x1b$B" | b"\x1b$@"));
    let (text, faults) = ISO_2022_JP.decode_without_bom_handling(if shifts { bytes } else { return None });
    (!faults).then(|| text.into_owned())
}

/// Whether the faults are few among the well-formed characters beyond ASCII, or the only one is a cut last
/// character.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut formed, mut faults, mut cut) = (0usize, 0usize, false);
    for chunk in bytes.utf8_chunks() {
        formed += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        faults += usize::from(!chunk.invalid().is_empty());
        cut = std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
    }
    formed >= 2 * faults.max(1) || (faults == 1 && cut && formed > 0)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// How many bytes are looked at to tell UTF-16.
const SAMPLE: usize = 64 << 10;

/// The byte order, if the bytes are UTF-16: read in it, nearly everything is a letter, and what is usual in every
/// text (spaces, line ends, ASCII letters, kana, ideographic stops) is far more usual than in the other order.
fn utf16_order(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let [little, big] = [u16::from_le_bytes, u16::from_be_bytes].map(|unit| {
        let units = sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        units.fold(Share::default(), Share::with)
    });
    let clearly = |one: &Share, other: &Share| one.is_text() && one.usual > 4 * other.usual;
    match () {
        () if clearly(&little, &big) => Some(UTF_16LE),
        () if clearly(&big, &little) => Some(UTF_16BE),
        () => None,
    }
}

/// What UTF-16 code units look like, counted.
#[derive(Default)]
struct Share {
    all: usize,
    usual: usize,
    odd: usize,
}

impl Share {
    fn with(self, unit: u16) -> Share {
        let usual = matches!(unit, 0x0A | 0x0D | 0x20 | 0x41..=0x5A | 0x61..=0x7A | 0x3000..=0x30FF | 0xFF01..=0xFF1F);
        let odd = matches!(unit, 0..=8 | 0x0B..=0x1F | 0x7F..=0x9F | 0xE000..=0xF8FF | 0xFFF0..=0xFFFF) && unit != 0x0D;
        Share { all: self.all + 1, usual: self.usual + usize::from(usual), odd: self.odd + usize::from(odd) }
    }

    fn is_text(&self) -> bool {
        self.all > 1 && self.usual * 10 >= self.all && self.odd * 50 <= self.all
    }
}

/// Control characters (line ends, tabs and the like apart) that no text has so many of.
const FEW_CONTROLS: usize = 32;

/// NUL becomes U+FFFD: what is written later has no place for it.
fn without_nul(text: String, mut notes: Vec<String>) -> Result<Decoded, Cause> {
    let controls = text.bytes().filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F)).count();
    if controls > FEW_CONTROLS && controls > text.len() / 20 {
        return Err(Cause::Binary);
    }
    let nuls = text.bytes().filter(|byte| *byte == 0).count();
    if nuls == 0 {
        return Ok(Decoded { text, notes });
    }
    notes.push(format!("{nuls} NUL characters replaced by U+FFFD"));
    Ok(Decoded { text: text.replace('\0', "\u{FFFD}"), notes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    /// Bytes, what they read as, and whether a note says so.
    #[test]
    fn encodings() {
        let (ja, en) = (
            "君の名は。映画の主題歌は四月二日に発売された。",
            "“Film Out” comes on April 2, the label said. It’s a café song.",
        );
        let sjis = encoding_rs::SHIFT_JIS.encode(ja).0.into_owned();
        let euc_kr = encoding_rs::EUC_KR.encode("가수는 새 노래를 사월에 발표한다고 말했다.").0.into_owned();
        let latin = encoding_rs::WINDOWS_1252.encode(en).0.into_owned();
        let mut stray = format!("{ja}{en}").into_bytes();
        stray.insert(ja.len(), 0x92);
        let cut = ja.as_bytes()[..ja.len() - 1].to_vec();
        let cases: Vec<(&str, Vec<u8>, String, usize)> = vec![
            ("plain", ja.into(), ja.into(), 0),
            ("line ends stay", b"a\r\nb\rc\n".to_vec(), "a\r\nb\rc\n".into(), 0),
            ("mark, UTF-8", [b"\xEF\xBB\xBF", ja.as_bytes()].concat(), ja.into(), 0),
            ("mark, UTF-16, little", [b"\xFF\xFE".to_vec(), utf16(ja, u16::to_le_bytes)].concat(), ja.into(), 1),
            ("mark, UTF-16, big", [b"\xFE\xFF".to_vec(), utf16(ja, u16::to_be_bytes)].concat(), ja.into(), 1),
            ("UTF-16, little, ASCII", utf16("The song is out.", u16::to_le_bytes), "The song is out.".into(), 1),
            ("UTF-16, big, ASCII", utf16("The song is out.", u16::to_be_bytes), "The song is out.".into(), 1),
            ("UTF-16, little", utf16(ja, u16::to_le_bytes), ja.into(), 1),
            ("UTF-16, big, with English", utf16(en, u16::to_be_bytes), en.into(), 1),
            ("one stray byte", stray, format!("{ja}\u{FFFD}{en}"), 1),
            ("cut in the last character", cut, format!("{}\u{FFFD}", &ja[..ja.len() - 3]), 1),
            ("Shift JIS", sjis, ja.into(), 1),
            ("seven-bit Japanese", b"\x1b$B1G2h\x1b(B Film".to_vec(), "映画 Film".into(), 1),
            ("EUC-KR", euc_kr, "가수는 새 노래를 사월에 발표한다고 말했다.".into(), 1),
            ("windows-1252", latin, en.into(), 1),
            ("NUL", b"Film\0 Out is out.".to_vec(), "Film\u{FFFD} Out is out.".into(), 1),
            ("empty", Vec::new(), String::new(), 0),
        ];
        for (name, bytes, text, notes) in cases {
            let decoded = decode(bytes, None).unwrap();
            assert_eq!(decoded.text, text, "{name}");
            assert_eq!(decoded.notes.len(), notes, "{name}: {:?}", decoded.notes);
        }
    }

    #[test]
    fn declared_encoding_decides_only_what_bytes_leave_open() {
        let greek = encoding_rs::ISO_8859_7.encode("Η ταινία").0.into_owned();
        assert_eq!(decode(greek, Some(encoding_rs::ISO_8859_7)).unwrap().text, "Η ταινία");
        assert_eq!(decode("été".into(), Some(encoding_rs::ISO_8859_7)).unwrap().text, "été");
    }

    #[test]
    fn what_is_no_text_is_told() {
        assert_eq!(decode(b"%PDF-1.7 ...".to_vec(), None).unwrap_err(), Cause::Binary);
        assert_eq!(decode((0..4000u32).map(|i| (i * 7 % 13) as u8).collect(), None).unwrap_err(), Cause::Binary);
    }
}
