//! HTML: the words of the article a page holds, in marked blocks, and what the page says of itself.
//!
//! The page goes once through a tokenizer (no tree is built: see `layout`); then the container that holds most of
//! the prose is chosen (`choose`). Rendered as a browser does: white space and no-break spaces collapse to one
//! space, references are decoded, `<br>` ends a line, two end a block; ruby, the reading above a word, is left out.
//! What is outside the article is left out, too; what stands inside it but is none of it (prompts, links to other
//! stories) is kept and marked as furniture.

mod choose;
mod head;
mod layout;
mod marks;
mod paced;
mod page;
mod tags;
mod xml;

pub(super) use marks::Marks;

use encoding_rs::Encoding;

use super::decode::Decoded;
use super::draft::Draft;
use super::fields::Fields;

/// The draft of a page.
pub(super) fn draft(decoded: Decoded) -> Draft {
    let mut draft = draft_of(&decoded.text, Fields::default());
    draft.metadata.notes = decoded.notes;
    draft
}

/// The draft of a page of which something is known; that goes before what the page says.
pub(super) fn draft_of(html: &str, mut known: Fields) -> Draft {
    let mut page = page::read(html);
    known.append(page.fields);
    page.fields = known;
    choose::article(page)
}

/// The draft of a document in the XML of a scraper.
pub(super) fn draft_xml(decoded: Decoded) -> Draft {
    let mut draft = choose::article(xml::read(&decoded.text));
    draft.metadata.notes = decoded.notes;
    draft
}

/// How far into a page its encoding is declared.
const DECLARATION: usize = 4096;

/// The encoding that a page declares: `<meta charset="shift_jis">`, `<?xml encoding="..."?>`.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION)].to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|key| {
        let at = head.windows(key.len()).position(|window| window == key.as_bytes())?;
        let label = head[at + key.len()..].iter().copied().skip_while(|byte| b"\"' ".contains(byte));
        let label: Vec<u8> = label.take_while(|byte| !b"\"' >/;?".contains(byte)).take(40).collect();
        Encoding::for_label(&label)
    })
}
