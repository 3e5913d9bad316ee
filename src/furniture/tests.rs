//! Tests of learning: pages of sites as their templates would make them, and news that repeats and is never learned.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::article::Metadata;
use crate::lexicon::Sources;

/// Words of headlines, two a story, each in one story only.
const THINGS: &str = "Harbour Lantern Orchard Sparrow Granite Velvet Thunder Biscuit Compass Glacier Saffron Lagoon \
    Marble Tundra Walnut Cathedral Pebble Monsoon Juniper Kettle Lighthouse Quarry Ribbon Sandal Tractor Umbrella \
    Vineyard Waterfall Xylophone Yoghurt Zeppelin Anchor Blanket Chimney Dolphin Envelope Feather Gondola Hammock \
    Igloo Jacket Kingdom Ladder Mirror Needle Oyster Pillow Quilt";

/// Words of running text.
const TEXT: &str = "slow bread carries winter along narrow rivers while patient clouds gather above silent mills and \
    farmers count their early apples before evening trains bring tired workers home through fields of pale clover \
    under wide skies where swallows turn over old roofs near wells that nobody closed since spring";

fn headline(story: usize) -> String {
    let things: Vec<&str> = THINGS.split_whitespace().collect();
    format!("{} meets {}", things[story * 2 % 48], things[(story * 2 + 1) % 48])
}

/// A paragraph that no other story has, and that no rule makes a claim of.
fn paragraph(story: usize, number: usize) -> String {
    let words: Vec<&str> = TEXT.split_whitespace().collect();
    let mut state = (story * 31 + number * 7 + 3) as u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    let sentence: Vec<&str> = (0..18).map(|_| next()).collect();
    let about = if number == 0 { headline(story) } else { sentence[..2].join(" ") };
    format!("The {} {about}.", sentence.join(" "))
}

fn article(name: String, text: String) -> Article {
    Article { name, text, ..Article::default() }
}

/// Articles of these stories; `page` makes a page from a story's number, headline and paragraphs.
fn articles(stories: usize, page: impl Fn(usize, &str, [String; 3]) -> String) -> Vec<Article> {
    let one = |story: usize| {
        let paragraphs = std::array::from_fn(|number| paragraph(story, number));
        article(format!("site/{story:03}.txt"), page(story, &headline(story), paragraphs))
    };
    (0..stories).map(one).collect()
}

fn learned(articles: &[Article]) -> Vec<Repeated> {
    let mut learner = Learner::new(Lexicon::builtin());
    articles.iter().for_each(|article| learner.add(see(article, Lexicon::builtin())));
    learner.learn()
}

fn lines(articles: &[Article]) -> Vec<String> {
    learned(articles).into_iter().map(|row| row.line).collect()
}

/// A site whose pages have everything.
fn site() -> Vec<Article> {
    let writers = ["Ana Ruiz", "Tom Bell", "Mina Okada"];
    articles(20, |story, headline, [one, two, three]| {
        let (day, count, writer) = (1 + story, 3 * story, writers[story % 3]);
        format!(
            "Valley Weekly\n\nStage, screen and sound\n\n{headline}\n\n{writer}, Culture desk\n\nPublished {day} March 2021 at 14:{}\n\n\
             {one}\n\nKeep scrolling, the story goes on\n\n{two}\n\n{three}\n\n{count} people talk about this\n\n\
             Our weekly letter comes every Friday with five films worth your evening.\n\nTicket offers\n\n\
             The quietest drummer in Oslo speaks\n\nAccessibility\n\nImprint\n",
            10 + story
        )
    })
}

#[test]
fn what_a_site_repeats_is_learned() {
    insta::assert_snapshot!(table(&learned(&site())));
}

#[test]
fn what_is_learned_makes_furniture_and_loads_without_fault() {
    let articles = site();
    let mut sources = Sources::builtin();
    sources.files.push(("gazetteers/furniture/site.tsv".into(), table(&learned(&articles)).into()));
    let lexicon = Lexicon::load(&sources).expect("no fault");
    for (story, article) in articles.iter().enumerate() {
        let blocks = segment::segment(article, &lexicon).blocks;
        let own: Vec<&str> = blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Furniture)
            .map(|block| block.span.of(&article.text))
            .collect();
        let [one, two, three] = std::array::from_fn(|number| paragraph(story, number));
        assert_eq!(own, [headline(story), one, two, three], "{}", article.name);
        assert!(see(article, &lexicon).lines.iter().all(|line| line.known || own.contains(&line.text.as_str())));
    }
}

/// What repeats and is news: in each of `articles(24)`, no line of the page is learned.
#[test]
fn news_is_never_learned() {
    type Page = fn(usize, &str, [String; 3]) -> String;
    let wire = "The festival opened in the rain, and nobody left before the last encore had been sung.";
    let cases: [(&str, Page); 8] = [
        ("a wire report in many papers, each with words of its own around it", |story, _, [one, ..]| {
            let report: Vec<String> = (100..106).map(|number| paragraph(99, number)).collect();
            format!("Choir sings in the harbour\n\n{one}\n\n{}\n\nPaper {story} wrote this.\n", report.join("\n\n"))
        }),
        ("background that follows every report of one event", |story, headline, [one, two, _]| {
            let background = "The comet parade has been held every other summer since the old harbour closed.";
            format!("Comet parade: {headline}\n\n{one}\n\n{two}\n\nReport {story}\n\n{background}\n")
        }),
        ("background on what all headlines name", |_, headline, [one, two, _]| {
            let background = "The Mothlight had been closed for longer than anybody on the pier cared to remember.";
            format!("Mothlight: {headline}\n\n{one}\n\n{two}\n\n{background}\n")
        }),
        ("what is known of each film", |story, headline, [one, two, _]| {
            let minutes = 80 + story;
            format!("{headline}\n\n{one}\n\n{two}\n\nThe film ‘{headline}’ runs for {minutes} minutes.\n")
        }),
        ("a box of facts under each film", |story, headline, [one, two, _]| {
            let minutes = 80 + story;
            format!("The film ‘{headline}’\n\n{one}\n\n{two}\n\nGenre: drama film\n\nRunning time: {minutes} minutes\n")
        }),
        ("headings between paragraphs in a few of many stories", |story, headline, [one, two, _]| {
            let heading = if story % 12 == 0 { "Best actor\n\n" } else { "" };
            format!("{headline}\n\n{one}\n\n{heading}{two}\n")
        }),
        ("a sentence that three stories share", |story, headline, [one, two, three]| {
            let shared = if story % 8 == 0 { "It rained on all of them, and nobody minded.\n\n" } else { "" };
            format!("{headline}\n\n{one}\n\n{two}\n\n{shared}{three}\n")
        }),
        ("numbers and dates alone", |story, headline, [one, two, _]| {
            format!("{headline}\n\n{one}\n\n{story} March 2021\n\n{two}\n\n{story}\n")
        }),
    ];
    for (about, page) in cases {
        assert_eq!(lines(&articles(24, page)), Vec::<String>::new(), "{about}");
    }
    let copies = articles(24, |_, _, _| format!("Choir sings in the harbour\n\n{wire}\n\nHarbour desk\n"));
    assert_eq!(lines(&copies), Vec::<String>::new(), "copies of one text count once");
}

#[test]
fn a_row_counts_on_its_site_only() {
    let on = |site: &str, mut article: Article| {
        article.metadata = Metadata { site: Some(site.into()), ..Metadata::default() };
        article.name = format!("{site}/{}", article.name);
        article
    };
    let mut all: Vec<Article> = site().into_iter().map(|article| on("Valley Weekly", article)).collect();
    let plain = articles(20, |_, headline, [one, two, three]| format!("{headline}\n\n{one}\n\n{two}\n\n{three}\n"));
    all.extend(plain.into_iter().map(|article| on("Reel", article)));
    let rows = learned(&all);
    assert!(
        rows.iter().any(|row| row.line == "Imprint")
            && rows.iter().all(|row| row.site.as_deref() == Some("Valley Weekly"))
    );
    let mut sources = Sources::builtin();
    sources.files.push(("gazetteers/furniture/site.tsv".into(), table(&rows).into()));
    let lexicon = Lexicon::load(&sources).expect("no fault");
    let page = "Harbour meets Lantern\n\nThe bread carries winter along narrow rivers.\n\nImprint\n";
    let last = |site: &str| {
        let article = on(site, article("page".into(), page.into()));
        segment::segment(&article, &lexicon).blocks.pop().expect("a block").kind
    };
    assert_eq!(last("Valley Weekly"), BlockKind::Furniture);
    assert_ne!(last("Reel"), BlockKind::Furniture);
}

#[test]
fn a_headline_that_other_pages_link_to_stays_the_headline_of_its_story() {
    let table = "line\nHarbour choir sings about the last lantern\n";
    let mut sources = Sources::builtin();
    sources.files.push(("gazetteers/furniture/site.tsv".into(), table.into()));
    let lexicon = Lexicon::load(&sources).expect("no fault");
    let own =
        "The harbour choir sang of a lantern that went out. The choir had sung about it before, in a harbour bar.";
    let other =
        "The bread carries winter along narrow rivers while patient clouds gather above the mills of the valley.";
    let title = "Harbour choir sings about the last lantern";
    for (text, wanted) in [(own, BlockKind::Headline), (other, BlockKind::Furniture)] {
        let article = article("page".into(), format!("Valley Weekly\n\n{title}\n\n{text}\n\n{text}\n"));
        let blocks = segment::segment(&article, &lexicon).blocks;
        let block = blocks.iter().find(|block| block.span.of(&article.text) == title).expect("the title");
        assert_eq!(block.kind, wanted, "{text}");
    }
}

#[test]
fn more_articles_than_there_is_room_for_are_sampled() {
    let lexicon = Lexicon::builtin();
    let seen: Vec<Seen> = site().iter().map(|article| see(article, lexicon)).collect();
    let all: usize = seen.iter().map(Seen::size).sum();
    let held = |seen: &mut dyn Iterator<Item = &Seen>| {
        let mut learner = Learner { room: all / 2, ..Learner::new(lexicon) };
        for seen in seen {
            learner.add(seen.clone());
            assert!(learner.size <= learner.room);
        }
        assert!(learner.sampled() > 1);
        learner.articles.iter().map(|seen| seen.name.clone()).collect::<BTreeSet<_>>()
    };
    let forward = held(&mut seen.iter());
    assert!(!forward.is_empty());
    assert_eq!(forward, held(&mut seen.iter().rev()));
}

#[test]
fn pages_of_many_lines_are_noted_at_their_rims() {
    let text: String = (0..3 * RIM).map(|at| format!("line {at} of it\n")).collect();
    let seen = see(&article("long".into(), text), Lexicon::builtin());
    assert_eq!(seen.lines.len(), 2 * RIM);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_articles_does_not_matter(articles in Just(site()).prop_shuffle()) {
        prop_assert_eq!(learned(&articles), learned(&site()));
    }

    #[test]
    fn any_text_gives_a_table_that_loads(text in "(\\PC|[\t\n\r #|{}0-9\u{1b}\u{85}\u{2028}]){0,60}", name in ".{0,12}") {
        let pages: Vec<Article> = articles(8, |_, headline, [one, two, _]| format!("{headline}\n\n{one}\n\n{two}\n\n{text}\nImprint\n"))
            .into_iter()
            .map(|article| Article { name: format!("{name}{}", article.name), ..article })
            .collect();
        let mut sources = Sources::builtin();
        sources.files.push(("gazetteers/furniture/site.tsv".into(), table(&learned(&pages)).into()));
        let mut faults = Vec::new();
        segment::Tables::load(&sources, &mut faults);
        prop_assert_eq!(faults, Vec::new());
    }
}
