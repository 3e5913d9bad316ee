//! What holds of every input, whatever its bytes.

use proptest::prelude::*;

use super::*;
use crate::Span;

const FORMS: [Form; 6] = [Form::Text, Form::Html, Form::Json, Form::JsonLines, Form::Csv, Form::Xml];

/// No article breaks what later stages count on.
fn check(articles: &[Result<Article, ReadError>]) -> Result<(), TestCaseError> {
    for article in articles.iter().flatten() {
        let text = &article.text;
        prop_assert!(!text.trim().is_empty() && !text.contains('\0'));
        let mut end = 0;
        for (Span { start, end: next }, _) in &article.marked {
            prop_assert!(end <= *start && start < next && *next as usize <= text.len(), "{:?}", article.marked);
            prop_assert!(text.is_char_boundary(*start as usize) && text.is_char_boundary(*next as usize));
            end = *next;
        }
        let lines = [&article.metadata.title, &article.metadata.site, &article.metadata.url];
        prop_assert!(lines.into_iter().flatten().all(|line| !line.contains(['\n', '\0']) && line.trim() == line));
    }
    Ok(())
}

fn check_all(bytes: &[u8]) -> Result<(), TestCaseError> {
    FORMS.iter().try_for_each(|form| check(&read("x", bytes, *form)))
}

/// Scraps of pages and records, in any order.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=\"related\">",
        "</div>",
        "<article>",
        "</article>",
        "<h1>",
        "</h1>",
        "<ul><li>",
        "</ul>",
        "<br>",
        "<table><tr><td>",
        "</table>",
        "<span class='caption'>",
        "</span>",
        "<a href=x>",
        "</a>",
        "<pre>",
        "</pre>",
        "<svg>",
        "</svg>",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
        "<figure><figcaption>",
        "<time datetime='2021-02-17'>",
        "<main>",
        "<body>",
        "<!-- ",
        "-->",
        "&nbsp;",
        "&#0;",
        "&amp;",
        "<aside>",
        "<h2 class=headline>",
        "</h2>",
        "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"A\n b\"}",
        "The song is out, and it is the best that they have written in years. ",
        "君の名は。",
        "\u{301}",
        "\r\n",
        "\t",
        "{\"title\": \"A\", \"text\": \"",
        "\"}",
        "[",
        "]",
        ",",
        "{",
        "}",
        "\\ud800",
        "\\u0000",
        "---\ntitle: A\n",
        "---\n",
        "date 2021-02-17 ",
        "Published: 3 May 2020\n",
        "\u{FEFF}",
        "\0",
    ]);
    prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}

proptest! {
    // A case that failed becomes a test of its own, not a file.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_all(&bytes)?;
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check_all(text.as_bytes())?;
    }

    #[test]
    fn any_scraps(text in scraps(), cut in any::<prop::sample::Index>()) {
        check_all(text.as_bytes())?;
        check_all(&text.as_bytes()[..cut.index(text.len() + 1)])?;
    }

    /// The text of a plain file is the file.
    #[test]
    fn plain_text_is_kept(text in "[a-z\u{4E00}-\u{4E10}“” \r\n\t]{0,200}") {
        match &read("x", text.as_bytes(), Form::Text)[..] {
            [Ok(article)] => prop_assert_eq!(&article.text, &text),
            other => prop_assert!(text.trim().is_empty(), "{:?}", other),
        }
    }
}

/// Pages made to cost far more than their length. (How long they take is measured, not tested.)
#[test]
fn attacks() {
    let attacks = [
        "<ul><li>".repeat(8_000),
        "<div>".repeat(40_000),
        format!("<p{}>x", " a=b".repeat(50_000)),
        format!("<p{}>x", (0..20_000).map(|i| format!(" a{i}=b")).collect::<String>()),
        "&amp;".repeat(100_000),
        "x ".repeat(200_000),
        "“".repeat(100_000),
        "<b><i></b>".repeat(20_000),
        format!("{}{}", "<i><div>".repeat(10_000), "</i>".repeat(20_000)),
        "<script>".repeat(20_000),
        "<script></script>".repeat(20_000),
        "<table><tr><td>".repeat(10_000),
        "<p class='related article-body comments'>a, b. ".repeat(5_000),
        "<!--".repeat(50_000),
        format!("<div class='{}'>x</div>", "a-".repeat(100_000)),
        "[".repeat(100_000),
        format!("{{\"text\": {}", "[".repeat(100_000)),
        format!("{{{}\"text\": \"x\"}}", (0..20_000).map(|i| format!("\"title{i}\": 1, ")).collect::<String>()),
        format!("---\n{}", "a: b\n".repeat(50_000)),
        "\n".repeat(300_000),
        "date ".repeat(50_000),
    ];
    for attack in attacks {
        check_all(attack.as_bytes()).unwrap_or_else(|error| panic!("{error}: {:?}", &attack[..40.min(attack.len())]));
    }
}

/// Pages that make readers slow or overflow their stack: each is the repetition of one thing.
#[test]
fn hostile_pages_need_no_deep_stack() {
    let pages: [(&str, usize, &str); 13] = [
        ("<ul><li>", 20_000, ""),
        ("<div>", 50_000, ""),
        ("<b>", 50_000, "x"),
        (" a=\"x\"", 50_000, ">x</p>"),
        (" a='x' b", 50_000, ">x</p>"),
        ("&amp;", 100_000, ""),
        ("&#x", 50_000, ""),
        ("<!--", 50_000, ""),
        ("<![CDATA[", 50_000, ""),
        ("<table><tr><td>", 20_000, ""),
        ("“", 100_000, ""),
        ("</p>", 50_000, ""),
        ("<script><!--<script>", 20_000, ""),
    ];
    let read_all = move || {
        for (part, times, end) in pages {
            let page = format!("<article><p>The film opens in April 2021.</p><p {}{end}", part.repeat(times));
            for form in [Form::Html, Form::Xml] {
                let articles = read("page", page.as_bytes(), form);
                assert!(articles.len() == 1, "{part} as {form:?}");
            }
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(read_all).unwrap().join().unwrap();
}
