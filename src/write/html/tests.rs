//! What must hold of every page: nothing but our own elements and attributes, whatever the articles hold.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Token, Tokenizer};
use proptest::prelude::*;

use super::*;
use crate::write::ArticleRow;
use crate::{Article, Lexicon, annotate, extract, reconcile, segment};

/// Everything that a page may hold.
const ELEMENTS: &str = "a article bdi blockquote body button caption circle code col colgroup datalist dd details div \
    dl dt em figcaption figure footer form h1 h2 h3 h4 head header html input label li line main mark meta nav ol \
    option output p pattern q rect script section select span strong style summary svg table tbody td text th thead \
    time title tr ul";
const ATTRIBUTES: &str = "aria-hidden aria-label aria-labelledby aria-live autocomplete charset class colspan content \
    cx cy data-group data-k data-kind data-n data-p data-w datetime dir fill height hidden href http-equiv id lang \
    list name open patterntransform patternunits placeholder r rel role rx scope text-anchor title type value width x \
    x1 x2 y y1 y2";

/// A report of articles, with its texts.
fn page(articles: &[Article]) -> String {
    let (results, bodies) = results(articles);
    let mut out = Vec::new();
    one_page(&results, Some(&mut bodies.into_iter().map(Ok)), &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

fn results(articles: &[Article]) -> (Results, Vec<String>) {
    let lexicon = Lexicon::builtin();
    let (mut results, mut bodies, mut rows, mut all) = (Results::default(), Vec::new(), Vec::new(), Vec::new());
    for article in articles {
        let document = segment::segment(article, lexicon);
        let mentions = annotate::annotate(article, &document, lexicon);
        let claims = extract::extract(article, &document, &mentions, lexicon);
        bodies.push(body(article, &document, &mentions, &claims));
        rows.push(ArticleRow::new(article, &document, &mentions, &claims));
        all.extend(claims);
    }
    results.report = reconcile(all, lexicon);
    results.articles = Some(rows);
    (results, bodies)
}

/// What is wrong with a page: foreign elements or attributes, anchors that lead nowhere or are there twice,
/// elements that do not close in their order, addresses that are none.
fn faults(page: &str, lone: bool) -> Vec<String> {
    let known = |list: &'static str| list.split_whitespace().collect::<BTreeSet<&str>>();
    let (elements, attributes) = (known(ELEMENTS), known(ATTRIBUTES));
    let (mut faults, mut open, mut ids, mut targets) = (Vec::new(), Vec::new(), BTreeMap::new(), BTreeSet::new());
    for token in Tokenizer::new(page).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if !elements.contains(name.as_str()) {
                    faults.push(format!("element {name}"));
                }
                for (key, value) in &tag.attributes {
                    let (key, value) = (String::from_utf8_lossy(key), String::from_utf8_lossy(value).into_owned());
                    match &*key {
                        "id" => *ids.entry(value).or_insert(0) += 1,
                        "href" if value.starts_with('#') => drop(targets.insert(value[1..].to_string())),
                        "href" if lone && !value.starts_with("http") => faults.push(format!("link to {value}")),
                        key if !attributes.contains(key) => faults.push(format!("attribute {key} of {name}")),
                        _ => {}
                    }
                }
                if !tag.self_closing && !matches!(name.as_str(), "meta" | "input" | "col") {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if open.pop().as_ref() != Some(&name) {
                    faults.push(format!("{name} closes out of order"));
                }
            }
            Token::Error(error) => faults.push(format!("{error:?}")),
            Token::Comment(_) => faults.push("a comment".into()),
            Token::String(_) | Token::Doctype(_) => {}
        }
    }
    faults.extend(ids.iter().filter(|(_, count)| **count > 1).map(|(id, _)| format!("{id} is there twice")));
    faults.extend(targets.iter().filter(|id| !ids.contains_key(*id)).map(|id| format!("#{id} leads nowhere")));
    faults.extend(open.iter().map(|name| format!("{name} is never closed")));
    faults
}

/// Texts that other pages have fallen for.
const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "</style><script src=data:text/javascript,alert(1)></script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></bdi></p></article><svg onload=alert(1)>",
    "<!-- ]]> --><![CDATA[ <style>*{display:none}</style>",
    "javascript:alert(1)",
    "\u{202e}gnp.exe\u{2066}\u{200f}",
    "a\0b\u{1b}[31m\u{7f}\u{85}",
    "&lt;script&gt;&#0;&amp;&quot;",
    "{{constructor.constructor('alert(1)')()}}",
    "expression(alert(1)); background: url(http://example.org)",
];

fn article(name: &str, text: &str) -> Article {
    let mut article = Article { name: name.into(), text: text.into(), ..Article::default() };
    article.metadata.title = Some(name.into());
    article.metadata.site = Some(name.into());
    article.metadata.url = Some(name.into());
    article.metadata.date = "2021-02-17".parse().ok();
    article
}

#[test]
fn hostile_text_stays_text() {
    let sentence = |text: &str, day: usize| {
        format!(
            "The film ‘{text}’ will open in Japan on April {day}, 2021.\n\n{text}\n\n“{text}, I say,” {text} said.\n\nThe film ‘{text}’ stars {text}."
        )
    };
    let articles: Vec<Article> = HOSTILE
        .iter()
        .flat_map(|text| [1, 9].map(|day| article(&format!("{text}/{day}"), &sentence(text, day))))
        .collect();
    let page = page(&articles);
    assert_eq!(faults(&page, true), Vec::<String>::new());
    for raw in ["<script>alert", "onerror=alert(1)>", "\u{202e}", "\u{1b}", "\0"] {
        assert!(!page.contains(raw), "{raw:?} is in it as it was");
    }
    assert!(page.contains("will open in "));
}

/// Claims that somebody else wrote may hold anything in every field.
#[test]
fn hostile_claims_stay_text() {
    let claim = |text: &str, day: &str| {
        serde_json::from_value(serde_json::json!({
            "id": format!("{text}{day}"), "article": format!("{text}{day}"),
            "subject": {"name": text, "kind": "film", "id": text}, "predicate": text,
            "object": {"kind": "date", "value": day}, "qualifiers": {text: text},
            "polarity": "affirmed", "modality": "planned", "attribution": text, "block": "lyric",
            "language": "ja", "rule": text,
            "evidence": {"span": [3, 9], "subject": [4, 900], "object": [0, 2], "text": text},
            "source": {"date": day, "date_from": "metadata", "url": text, "site": text, "copy_key": text}
        }))
        .expect("a claim")
    };
    let claims = HOSTILE.iter().flat_map(|text| ["2021-04-02", "2021-04-09"].map(|day| claim(text, day))).collect();
    let results = Results { report: reconcile(claims, Lexicon::builtin()), ..Results::default() };
    let mut out = Vec::new();
    one_page(&results, None, &mut out).expect("memory");
    assert_eq!(faults(&String::from_utf8(out).expect("UTF-8"), true), Vec::<String>::new());
}

#[test]
fn only_pages_of_the_web_are_linked() {
    for (url, linked) in [
        ("https://example.org/?a=1&b=\"2\"", true),
        ("HTTP://example.org", true),
        ("javascript:alert(1)//https://", false),
        ("data:text/html,<script>alert(1)</script>", false),
        (" https://example.org", false),
        ("//example.org", false),
        ("file:///etc/passwd", false),
    ] {
        let mut one = article("one.txt", "Nothing.");
        one.metadata.url = Some(url.into());
        assert_eq!(page(&[one]).contains("class=\"out\""), linked, "{url}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_makes_a_sound_page(parts in prop::collection::vec(part(), 1..14), name in "\\PC{1,12}") {
        let text = parts.concat();
        let page = page(&[article(&name, &text), article(&format!("{name}'"), &text)]);
        prop_assert_eq!(faults(&page, true), Vec::<String>::new(), "{:?}", text);
    }
}

/// Sentences that are claimed from, hostile pieces, and anything.
fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(HOSTILE.as_slice()).prop_map(str::to_string),
        prop::sample::select(vec![
            "The film ‘Signal’ will open in Japan on April 2, 2021. ",
            "The film ‘Signal’ will open in April 2021, the studio said. ",
            "‘Signal’, a <b>remake</b> of the series ‘Signal’, has no release date yet. ",
            "映画『シグナル』は4月2日に全国公開される。",
            "“It is a song about \n\n parting,” singer Jungkook said. ",
            "\n\n",
            "\n- ",
            "\nRead also: ",
        ])
        .prop_map(str::to_string),
        "\\PC{0,20}",
        any::<String>(),
    ]
}

/// Many articles: parts that point to each other and to the main page, and nowhere else.
#[test]
fn a_split_report_holds_together() {
    let text = |day: usize| format!("The film ‘Signal’ will open in Japan on April {}, 2021.", day % 28 + 1);
    let articles: Vec<Article> = (0..MOST_ON_ONE_PAGE + 1).map(|n| article(&format!("{n:04}.txt"), &text(n))).collect();
    let (results, bodies) = results(&articles);
    assert!(Report::is_large(&results));
    let report = Report::new(&results, true);
    let mut files = BTreeMap::new();
    let mut keep = |name: &str, page: &str| {
        files.insert(format!("folder/{name}"), page.to_string());
        Ok(())
    };
    report.parts("../main.html", Some(&mut bodies.into_iter().map(Ok)), &mut keep).expect("memory");
    let mut main = Vec::new();
    report.main_page("folder", &mut main).expect("memory");
    files.insert("main.html".into(), String::from_utf8(main).expect("UTF-8"));
    assert_eq!(files.len(), 1 + 8 + 1 + 1, "{:?}", files.keys());
    let links = regex::Regex::new("href=\"([^\"#]*)(?:#([^\"]*))?\"").expect("a pattern");
    let mut followed = 0;
    for (name, page) in &files {
        assert_eq!(faults(page, false), Vec::<String>::new(), "{name}");
        for link in links.captures_iter(page) {
            let to = match (&link[1], name.strip_prefix("folder/")) {
                ("", _) => name.clone(),
                ("../main.html", Some(_)) => "main.html".into(),
                (page, Some(_)) => format!("folder/{page}"),
                (page, None) => page.into(),
            };
            let there = files.get(&to);
            let anchor = link.get(2).map_or(String::new(), |anchor| format!("id=\"{}\"", anchor.as_str()));
            assert!(there.is_some_and(|page| page.contains(&anchor)), "{name} points to {}", &link[0]);
            followed += 1;
        }
    }
    assert!(followed > 2000, "only {followed} links");
}

#[test]
fn one_small_page() {
    let articles = [
        article("one.txt", "The film ‘Signal’ will open in Japan on April 2, 2021."),
        article("two.txt", "The film ‘Signal’ will open in Japan in April 2021.\n\nRead also: other news"),
        article("三.txt", "The film ‘Signal’ has no release date yet. The lyrics go: “淡々と降り積もった”."),
    ];
    let page = page(&articles);
    let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("a main part").0;
    insta::assert_snapshot!(main.replace("><", ">\n<"));
}
