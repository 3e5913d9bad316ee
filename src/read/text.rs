//! Plain text and Markdown, with or without front matter.

use super::decode::Decoded;
use super::draft::Draft;
use super::front;

/// The draft of a text: what front matter says is metadata, the rest is the body, untouched.
pub(super) fn draft(decoded: Decoded) -> Draft {
    let Decoded { mut text, notes } = decoded;
    let mut draft = Draft::default();
    if let Some(matter) = front::matter(&text) {
        draft.metadata = matter.fields.metadata();
        let blank = text[matter.end..].len() - text[matter.end..].trim_start_matches(['\n', '\r']).len();
        text.drain(..matter.end + blank);
    }
    draft.metadata.notes = notes;
    draft.body = text;
    draft
}
