//! An article in the making: what every form of input comes down to, and how it becomes an [`Article`].

use crate::article::Metadata;
use crate::document::BlockKind;
use crate::{Article, Span};

use super::{Cause, dates};

/// What a form has found: text without the title kept apart, and what is said of it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The text, as it will stand in the article after its title.
    pub body: String,
    /// Blocks that the input's markup tells, as spans into `body`.
    pub marked: Vec<(Span, BlockKind)>,
    /// Everything else.
    pub metadata: Metadata,
    /// Whether the body has the article's headline in it.
    pub headed: bool,
}

impl Draft {
    /// The article: the title stands first in its text, as a block of its own, unless the body begins with it.
    /// The article's own date is looked for where no field gives one.
    pub(super) fn article(self, name: &str) -> Result<Article, Cause> {
        let Draft { body, marked, metadata, headed } = self;
        let title = metadata.title.as_deref().unwrap_or_default();
        if body.trim().is_empty() && title.is_empty() {
            return Err(Cause::Empty);
        }
        let (text, marked) = match () {
            () if title.is_empty() || headed => (body, marked),
            () if begins_with(&body, title) => with_headline(body, marked),
            () => below_title(title, &body, &marked),
        };
        let mut article = Article { name: name.into(), text, metadata, marked };
        dates::find_own_date(&mut article);
        Ok(article)
    }
}

/// Whether the text's first line is the title, white space, case and the form of quotation marks aside.
fn begins_with(body: &str, title: &str) -> bool {
    let first = first_line(body);
    // A line far longer than the title is not it; this also bounds the work.
    first.len() <= 2 * title.len() + 16 && folded(&body[first.range()]).eq(folded(title))
}

fn first_line(body: &str) -> Span {
    let start = body.len() - body.trim_start().len();
    let line = body[start..].split(['\n', '\r']).next().unwrap_or_default().trim_end();
    Span::new(start, start + line.len())
}

/// Letters without white space, case and the form of quotation marks.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).map(|c| match c {
        '‘' | '’' | '`' | '´' => '\'',
        '“' | '”' => '"',
        other => other,
    })
}

/// Marks the first line as headline, if no mark touches it.
fn with_headline(body: String, mut marked: Vec<(Span, BlockKind)>) -> (String, Vec<(Span, BlockKind)>) {
    let line = first_line(&body);
    match marked.first_mut() {
        Some((span, kind)) if *span == line => *kind = BlockKind::Headline,
        Some((span, _)) if span.start < line.end => (),
        _ => marked.insert(0, (line, BlockKind::Headline)),
    }
    (body, marked)
}

fn below_title(title: &str, body: &str, marked: &[(Span, BlockKind)]) -> (String, Vec<(Span, BlockKind)>) {
    let gap = if body.is_empty() { "" } else { "\n\n" };
    let shift = title.len() + gap.len();
    let moved = |span: &Span| Span::new(span.start as usize + shift, span.end as usize + shift);
    let headline = (Span::new(0, title.len()), BlockKind::Headline);
    let marked = marked.iter().map(|(span, kind)| (moved(span), *kind));
    (format!("{title}{gap}{body}"), std::iter::once(headline).chain(marked).collect())
}
