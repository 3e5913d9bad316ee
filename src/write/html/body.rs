//! An article's text as HTML: its blocks, with the passages that claims rest on, language runs and mentions marked.
//! Depends on the article alone, so that it can be made where the article is at hand and kept until the report is
//! written.

use std::fmt::Write as _;

use maud::Escaper;

use super::super::harmless::harmless_lines;
use super::links::{article_anchor, note_anchor, passage_anchor};
use super::words::{clipped, date_words};
use crate::document::{Block, BlockKind, Language};
use crate::mention::{Mention, Mentions, Sense};
use crate::{Article, Claim, Document, Span};

/// An article's text as a fragment of HTML, for [`super::one_page`] and [`super::Book`].
pub fn body(article: &Article, document: &Document, mentions: &Mentions, claims: &[Claim]) -> String {
    let anchor = article_anchor(&article.name);
    let passages = passages(claims);
    let marks = marks(mentions);
    let layers = layers(document, &passages, &marks);
    let mut rest = layers.as_slice();
    let mut out = Out { html: String::with_capacity(article.text.len() * 4), text: &article.text, anchor: &anchor };
    let mut before = None;
    for (number, block) in document.blocks.iter().enumerate() {
        let (over, later) = rest.split_at(rest.partition_point(|(of, ..)| *of <= number));
        rest = later;
        out.between(before, Some(block.kind));
        out.block(block, document.language_of(block.span), over);
        before = Some(block.kind);
    }
    out.between(before, None);
    out.html
}

/// The stretches that claims rest on, in text order; those that overlap are one.
pub(super) fn passages<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> Vec<Span> {
    let mut spans: Vec<Span> = claims.into_iter().map(|claim| claim.evidence.span).collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.join(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// The number, from 0, of the passage that holds a claim's evidence.
pub(super) fn passage_of(passages: &[Span], claim: &Claim) -> usize {
    passages.partition_point(|passage| passage.end <= claim.evidence.span.start)
}

/// Characters of what a mention stands for.
const MOST_OF_TITLE: usize = 120;

/// What a mention is shown as: a class of its look, and what it stands for.
struct Mark {
    span: Span,
    class: &'static str,
    title: String,
}

fn marks(mentions: &Mentions) -> Vec<Mark> {
    mentions.list.iter().filter_map(|mention| mark(mentions, mention)).collect()
}

/// The kinds of mentions that look different, with what the key to them says.
pub(super) const LOOKS: [(&str, &str); 7] = [
    ("who", "person, group"),
    ("work", "work"),
    ("thing", "company, place, award …"),
    ("when", "date"),
    ("much", "number, money, length"),
    ("said", "quotation"),
    ("word", "genre, occupation, noun …"),
];

fn mark(mentions: &Mentions, mention: &Mention) -> Option<Mark> {
    let [who, work, thing, when, much, said, word] = LOOKS.map(|(class, _)| class);
    let (class, title) = match &mention.sense {
        Sense::Things(indices) => {
            let things: Vec<_> = indices.iter().filter_map(|index| mentions.things.get(*index as usize)).collect();
            let class = match things.first()?.kind {
                Some(crate::Kind::Person | crate::Kind::Group) => who,
                Some(kind) if kind.is_work() => work,
                _ => thing,
            };
            let names: Vec<String> = things
                .iter()
                .map(|thing| format!("{}: {}", thing.kind.map_or("name", |kind| kind.name()), thing.name))
                .collect();
            (class, names.join(", "))
        }
        Sense::Date(date) => (when, format!("date: {} ({date})", date_words(date))),
        Sense::Measure(value, unit) => {
            (much, format!("{}: {} {}", value.kind_name(), value.text(), unit.as_deref().unwrap_or_default()))
        }
        Sense::Quote => (said, "quotation".into()),
        Sense::Word(_, form) => (word, form.clone()),
        Sense::Speaker => return None,
    };
    Some(Mark { span: mention.span, class, title: clipped(title.trim_end(), MOST_OF_TITLE).into_owned() })
}

/// One thing laid over a stretch of a block. Layers nest in their order: passage, language, marks.
#[derive(Clone, Copy)]
enum Layer<'a> {
    Passage(usize),
    Language(Language),
    Mark(&'a Mark),
}

/// What lies over each block, clipped to it: by block, then in the order in which layers nest.
fn layers<'a>(document: &Document, passages: &[Span], marks: &'a [Mark]) -> Vec<(usize, Span, Layer<'a>)> {
    let passages = passages.iter().enumerate().map(|(number, span)| (*span, Layer::Passage(number)));
    let runs = document.runs.iter().map(|run| (run.span, Layer::Language(run.language)));
    let marks = marks.iter().map(|mark| (mark.span, Layer::Mark(mark)));
    let mut found = Vec::new();
    for (span, layer) in passages.chain(runs).chain(marks) {
        let first = document.blocks.partition_point(|block| block.span.end <= span.start);
        let blocks =
            document.blocks.iter().enumerate().skip(first).take_while(|(_, block)| block.span.start < span.end);
        found.extend(blocks.map(|(number, block)| {
            let (start, end) = (span.start.max(block.span.start), span.end.min(block.span.end));
            (number, Span { start, end }, layer)
        }));
    }
    found.sort_by_key(|(block, ..)| *block);
    found
}

/// The HTML that is written.
struct Out<'a> {
    html: String,
    text: &'a str,
    anchor: &'a str,
}

impl Out<'_> {
    /// Closes and opens what holds several blocks: lists, furniture.
    fn between(&mut self, before: Option<BlockKind>, next: Option<BlockKind>) {
        if before == next {
            return;
        }
        self.html.push_str(match before {
            Some(BlockKind::Item) => "</ul>",
            Some(BlockKind::Furniture) => "</div>",
            _ => "",
        });
        self.html.push_str(match next {
            Some(BlockKind::Item) => "<ul>",
            Some(BlockKind::Furniture) => "<div class=\"furniture\"><span class=\"tag\">not part of the story</span>",
            _ => "",
        });
    }

    fn block(&mut self, block: &Block, language: Language, over: &[(usize, Span, Layer<'_>)]) {
        let (open, close) = match block.kind {
            BlockKind::Headline => ("h4 class=\"headline\"", "h4"),
            BlockKind::Deck => ("p class=\"deck\"", "p"),
            BlockKind::Subheading => ("h4 class=\"sub\"", "h4"),
            BlockKind::Caption => ("p class=\"caption\"", "p"),
            BlockKind::Item => ("li", "li"),
            BlockKind::Lyric => ("p class=\"lyric\"", "p"),
            BlockKind::Quotation => ("blockquote", "blockquote"),
            BlockKind::Paragraph | BlockKind::Furniture => ("p", "p"),
        };
        let _ = write!(self.html, "<{open} dir=\"auto\" lang=\"{}\">", code(language));
        let wanted = |layer: &Layer<'_>| match layer {
            Layer::Language(own) => *own != language,
            // No claim comes from furniture: what it mentions does not matter.
            Layer::Mark(_) => block.kind != BlockKind::Furniture,
            Layer::Passage(_) => true,
        };
        let over: Vec<_> =
            over.iter().filter(|(.., layer)| wanted(layer)).map(|(_, span, layer)| (*span, *layer)).collect();
        self.pieces(block.span, &over);
        let _ = write!(self.html, "</{close}>");
    }

    /// A block's text, cut wherever something begins or ends. `over` is in the order of layers.
    fn pieces(&mut self, block: Span, over: &[(Span, Layer<'_>)]) {
        let mut cuts: Vec<u32> = over.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
        cuts.extend([block.start, block.end]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut starts: Vec<usize> = (0..over.len()).collect();
        starts.sort_by_key(|one| over[*one].0.start);
        let (mut waiting, mut open, mut active) = (starts.into_iter().peekable(), Vec::new(), Vec::new());
        for ends in cuts.windows(2) {
            let piece = Span { start: ends[0], end: ends[1] };
            active.retain(|one: &usize| over[*one].0.end > piece.start);
            while let Some(one) = waiting.next_if(|one| over[*one].0.start <= piece.start) {
                active.push(one);
            }
            active.sort_unstable();
            let same = open.iter().zip(&active).take_while(|(a, b)| a == b).count();
            self.close(&open[same..], over, piece.start);
            open.truncate(same);
            for one in &active[same..] {
                self.open(over[*one], piece.start);
                open.push(*one);
            }
            self.text(piece);
        }
        self.close(&open, over, block.end);
    }

    fn open(&mut self, (span, layer): (Span, Layer<'_>), at: u32) {
        let _ = match layer {
            // What is cut in two has its anchor once.
            Layer::Passage(_) if at > span.start => write!(self.html, "<span class=\"ev\">"),
            Layer::Passage(_) => {
                write!(self.html, "<span class=\"ev\" id=\"{}\">", passage_anchor(self.anchor, span.start))
            }
            Layer::Language(language) => write!(self.html, "<span lang=\"{}\">", code(language)),
            Layer::Mark(mark) => {
                let _ = write!(self.html, "<span class=\"m {}\" title=\"", mark.class);
                self.escaped(&mark.title);
                write!(self.html, "\">")
            }
        };
    }

    /// Closes what is open, the innermost first; behind a passage that ends stands its number.
    fn close(&mut self, open: &[usize], over: &[(Span, Layer<'_>)], at: u32) {
        for one in open.iter().rev() {
            let (span, layer) = over[*one];
            if let (Layer::Passage(number), true) = (layer, span.end <= at) {
                let note = note_anchor(self.anchor, span.start);
                let _ = write!(self.html, "<a class=\"n\" href=\"#{note}\">{}</a>", number + 1);
            }
            self.html.push_str("</span>");
        }
    }

    fn text(&mut self, span: Span) {
        let text = span.of(self.text);
        self.escaped(text);
    }

    fn escaped(&mut self, text: &str) {
        let _ = Escaper::new(&mut self.html).write_str(&harmless_lines(text));
    }
}

/// A language's code, as `lang` takes it.
pub(super) fn code(language: Language) -> &'static str {
    match language {
        Language::De => "de",
        Language::En => "en",
        Language::Es => "es",
        Language::Fr => "fr",
        Language::Id => "id",
        Language::Ja => "ja",
        Language::Ko => "ko",
        Language::Pt => "pt",
        Language::Zh => "zh",
    }
}
