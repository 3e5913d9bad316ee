//! What every page has around its content: head with security policy, navigation, filter, foot.

use std::ops::Range;
use std::sync::LazyLock;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::links::{Links, Part};
use super::words::counted;
use super::{View, filter, timeline};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What tells a page of ours from an article. Stands near the beginning of every page.
pub(super) const MARK: &str = "<meta name=\"generator\" content=\"sayso ";

/// The policy: one style and one script, by their hashes, and nothing else.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| base64(&Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

/// Standard base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            let shown = digit <= three.len();
            out.push(if shown { DIGITS[(bits >> (18 - 6 * digit) & 63) as usize] as char } else { '=' });
        }
    }
    out
}

/// Everything before the content of a page.
pub(super) fn top(view: &View<'_>, title: &str) -> String {
    let head = html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            (PreEscaped(MARK)) (env!("CARGO_PKG_VERSION")) (PreEscaped("\">"))
            meta http-equiv="Content-Security-Policy" content=(*POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
        (PreEscaped("<body>"))
        (timeline::hatch())
        a.skip href="#content" { "Skip to the content" }
        (bar(view))
        (PreEscaped("<main id=\"content\">"))
    };
    head.into_string()
}

/// Navigation and filter, which stay in sight.
fn bar(view: &View<'_>) -> Markup {
    let index = view.index;
    let counts = [index.conflicts.len(), index.subjects.len(), index.articles.len()];
    html! {
        header.bar {
            nav aria-label="Parts of the report" {
                a.home href=(view.links.section("overview")) { "sayso" }
                @for (part, count) in Part::ALL.into_iter().zip(counts) {
                    a href=(view.links.section(part.name())) { (capital(part.name())) " " span.count { (count) } }
                }
            }
            (filter::form(view))
        }
    }
}

/// Everything behind the content of a page.
pub(super) fn bottom(view: &View<'_>) -> String {
    let foot = html! {
        (PreEscaped("</main>"))
        footer {
            p {
                "Made by " strong { "sayso " (env!("CARGO_PKG_VERSION")) } " from "
                (counted(view.index.articles.len(), "article")) ". It tells what articles say, not what is true."
            }
        }
        script { (PreEscaped(SCRIPT)) }
        (PreEscaped("</body></html>\n"))
    };
    foot.into_string()
}

/// The beginning of a section of the main page.
pub(super) fn section_top(view: &View<'_>, part: Part) -> String {
    let lead = match part {
        Part::Conflicts if view.index.conflicts.is_empty() => "The articles contradict each other nowhere.",
        Part::Conflicts => "Where articles disagree, the hardest first. No side is left out.",
        Part::Subjects => "What is claimed of each person, group and work, and by whom.",
        Part::Articles if !view.has_texts => "What each article claims.",
        Part::Articles => "Each text as it was read. Numbers point from a passage to the claims that rest on it.",
    };
    let html = html! {
        (PreEscaped(format!("<section id=\"{0}\" class=\"{0}\" aria-labelledby=\"{0}-heading\">", part.name())))
        h2 id={ (part.name()) "-heading" } { (capital(part.name())) }
        p.lead { (lead) }
        @if part == Part::Articles && view.has_texts && matches!(view.links, Links::Whole) { (super::articles::key()) }
    };
    html.into_string()
}

/// The beginning of a page of a part.
pub(super) fn part_top(view: &View<'_>, part: Part, numbers: Range<usize>, count: usize) -> String {
    let title = format!("{} {}–{} of {count}", capital(part.name()), numbers.start + 1, numbers.end);
    let html = html! {
        (PreEscaped(format!("<section id=\"{0}\" class=\"{0}\">", part.name())))
        h1 { (title) }
        (pager(view, part, numbers.start / part.per_page(), count))
        @if part == Part::Articles && view.has_texts { (super::articles::key()) }
    };
    top(view, &title) + &html.into_string()
}

/// The end of such a page.
pub(super) fn part_bottom(view: &View<'_>, part: Part, at: usize, count: usize) -> String {
    let html = html! { (pager(view, part, at, count)) (PreEscaped("</section>")) };
    html.into_string() + &bottom(view)
}

/// Links to the pages before and behind.
fn pager(view: &View<'_>, part: Part, at: usize, count: usize) -> Markup {
    let last = count.div_ceil(part.per_page()) - 1;
    html! {
        nav.pager aria-label="Pages" {
            @if at > 0 { a rel="prev" href=(view.links.page(part, at - 1)) { "← Before" } }
            a href=(view.links.section(part.name())) { "All " (part.name()) }
            span { "Page " (at + 1) " of " (last + 1) }
            @if at < last { a rel="next" href=(view.links.page(part, at + 1)) { "Next →" } }
        }
    }
}

pub(super) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_standard_one() {
        for (bytes, shown) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("fooba?~", "Zm9vYmE/fg==")] {
            assert_eq!(base64(bytes.as_bytes()), shown);
        }
    }

    #[test]
    fn style_and_script_can_stand_in_a_page() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</") && !text.contains("<!--") && !text.contains('\r'));
        }
    }
}
