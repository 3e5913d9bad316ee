//! Tests of the whole stage: hard sentences as a table, fixtures as snapshots, invariants as properties.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::segment;
use crate::document::{BlockKind, Language};
use crate::text::floor;
use crate::{Article, Document, Lexicon};

fn article(text: &str) -> Article {
    Article { name: "test".into(), text: text.into(), ..Article::default() }
}

fn document(text: &str) -> Document {
    segment(&article(text), Lexicon::builtin())
}

/// One paragraph a row; `¦` stands where a sentence ends and another begins.
const SENTENCES: &[&str] = &[
    "Mr. Ruiz and Mrs. Bell wrote the score.¦ It won a prize.",
    "The song topped the U.S. World Digital Songs chart.¦ It sold well.",
    "She lives in the U.S.¦ She was born in Peru.",
    "The single (feat. Nell Ashgrove) is out.¦ A video follows.",
    "The track was made with Kato feat. Mina Okada.",
    "J.J. Abrams and Samuel L. Jackson were there.¦ So was Kim K.¦ The rest stayed at home.",
    "The tour opens on Jan. 5 in Lisbon.¦ Tickets cost $40.",
    "It peaked at No. 4 in the U.K. chart.¦ The album did better.",
    "He studied with Dr. Okada at St. John's.¦ He never finished.",
    "Wham! were a duo.¦ So were Eurythmics.",
    "She sang with Panic! At the Disco in May.¦ Nobody saw it.",
    "The film Mamma Mia! Here We Go Again cost more.¦ It made less.",
    "Yahoo! Movies broke the story.¦ Others followed.",
    "“Help!” premiered in London.¦ The Queen did not come.",
    "“Is it true?” Okada asked.¦ Nobody answered.",
    "“It is over.”¦ The band said no more.",
    "“We wrote it in a week. We liked it. You may not,” Ruiz said.¦ She laughed.",
    "He said: “We wrote it in a week. We liked it.”¦ She laughed.",
    "'We wrote it in a week. We liked it,' Ruiz said.¦ She laughed.",
    "The Beatles' first film is back.¦ 'Help!' is next.",
    "It is out now.¦ (The video is not.)¦ More will follow.",
    "The band (formed in 1999. Split in 2011) is back.¦ Nobody knows why.",
    "Well… maybe, she said.¦ He waited... and waited.",
    "The film made $3.5 million.¦ It cost 2.1 million.",
    "Read it at valley.example.com today.¦ It is free.",
    "She is 24.¦ He is 30.",
    "映画は７月に公開される。¦主題歌は新曲だ！¦楽しみですか？",
    "「映画は終わった。」と監督は言った。¦続編はない。",
    "The show was a hit.¦The band left at once.",
    "She arrived with Robert Downey Jr. and left at 9 p.m.¦ The party went on.",
    "It runs on Friday at 9 p.m. EST.¦ A repeat follows.",
    "“The quotation is not closed.¦ The next one says so.",
    "Ruiz Inc. owns the label, i.e. the name.¦ It sold the rest.",
    "What a night!¦ What now?¦ Who knows.",
    "The Warner Bros. film is late.¦ So is the sequel.",
    "He wrote “Oklahoma!” and “Oliver!” in London.¦ Both ran for years.",
    "`` The songs are done. We know it, '' she said.¦ He agreed.",
    "La Toya (b. 1956) sings.¦ Her brother, too.",
];

#[test]
fn forms_match_their_examples_and_nothing_else() {
    assert_eq!(super::check(&Lexicon::builtin().segment), []);
}

#[test]
fn hard_sentences() {
    let wanted = |row: &str| -> Vec<String> { row.split('¦').map(|part| part.trim().to_string()).collect() };
    let mut wrong = String::new();
    for row in SENTENCES {
        let text = row.replace('¦', "");
        let found = document(&text);
        let found: Vec<String> = found.sentences.iter().map(|one| one.span.of(&text).to_string()).collect();
        if found != wanted(row) {
            writeln!(wrong, "wanted {row}\n found {}", found.join(" ¦ ")).expect("writing to a string");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Pieces that scraped text is made of, some hostile.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "The band is back.", "Mr. ", "“", "”", "\"", "'", "‘", "’", "(", ")", "[", "]", "「", "」", "``", "''", "\n", "\n\n", "\r\n",
            "\u{2028}", " ", "\u{3000}", "...", "…", "。", "君がささやく言葉が", "서울에서", "READ MORE", "View all comments",
            "The lyrics go: “", "date 2021-02-17 ", "By Ana Ruiz", "Getty Images", "• ", "1. ", "No vuelven todavía a la ciudad.",
            "\u{200B}", "\u{FEFF}", "⁇", "‼ ", "e\u{301}", "👩‍👩‍👧", "ﷺ", "สวัสดี", "שלום", "\0", "a", "A", "é", "!", "?", ":", "-", " | ",
        ]).prop_map(str::to_string),
        1 => any::<String>(),
        1 => "[a-zA-Z .!?“”\n]{0,80}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(text: &str, document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end, "blocks are in order and apart");
        assert!(text[end as usize..block.span.start as usize].trim().is_empty(), "only white space between blocks");
        assert_eq!(block.span.of(text).trim(), block.span.of(text));
        assert!(!block.span.is_empty());
        end = block.span.end;
        if let Some(other) = block.translation {
            let other = &document.blocks[other as usize];
            assert_eq!(document.blocks[other.translation.expect("both ways") as usize].span, block.span);
        }
    }
    assert!(text[end as usize..].trim().is_empty(), "nothing is left behind the last block");
    check_sentences(text, document);
    check_runs(text, document);
}

fn check_sentences(text: &str, document: &Document) {
    let mut sentences = document.sentences.iter().peekable();
    for (index, block) in document.blocks.iter().enumerate() {
        let mut end = block.span.start;
        while let Some(sentence) = sentences.next_if(|sentence| sentence.block as usize == index) {
            assert_ne!(block.kind, BlockKind::Furniture);
            assert!(block.span.contains(sentence.span) && sentence.span.start >= end);
            assert!(text[end as usize..sentence.span.start as usize].trim().is_empty(), "no word is outside");
            assert!(!sentence.span.is_empty() && sentence.span.len() <= super::sentence::LONGEST);
            end = sentence.span.end;
        }
        assert!(block.kind == BlockKind::Furniture || text[end as usize..block.span.end as usize].trim().is_empty());
    }
    assert_eq!(sentences.next(), None);
}

fn check_runs(text: &str, document: &Document) {
    let mut end = 0;
    for run in &document.runs {
        assert!(run.span.start >= end && !run.span.of(text).is_empty());
        assert!(document.blocks.iter().any(|block| block.span.contains(run.span)));
        end = run.span.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_laid_out(text in pieces()) {
        check(&text, &document(&text));
    }

    #[test]
    fn any_marks_are_borne(text in pieces(), cuts in prop::collection::vec((0usize..400, 0usize..400), 0..5)) {
        let mut marked: Vec<_> = cuts
            .into_iter()
            .map(|(start, length)| {
                let (start, end) = (floor(&text, start), floor(&text, start + length));
                (crate::Span::new(start, end), BlockKind::Item)
            })
            .collect();
        marked.sort();
        let article = Article { marked, ..article(&text) };
        check(&text, &segment(&article, Lexicon::builtin()));
    }
}

#[test]
fn a_lyric_runs_in_its_own_language_beside_english() {
    let text = "The lyrics go: “雨がやんだら\n君のところへ行く”\n\nIn translation it reads, “When the rain stops.”";
    let document = document(text);
    let runs: Vec<_> = document.runs.iter().map(|run| (run.language, run.span.of(text))).collect();
    assert_eq!(runs[0], (Language::En, "The lyrics go:"));
    assert_eq!(runs[1], (Language::Ja, "“雨がやんだら\n君のところへ行く”"));
    assert_eq!(document.blocks[1].translation, Some(2));
}

#[test]
fn fixtures_read_as_their_snapshots() {
    insta::glob!("../../fixtures/segmenting", "*.txt", |path| {
        let text = std::fs::read_to_string(path).expect("a fixture is text");
        insta::assert_snapshot!(layout(&text, &document(&text)));
    });
}

/// Blocks with their sentences, one a line; stretches that are not English stand in ‹ › behind their language.
fn layout(text: &str, document: &Document) -> String {
    let mut page = String::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let translation = block.translation.map(|other| format!(" ↔ {other}")).unwrap_or_default();
        writeln!(page, "{index} {:?}{translation}", block.kind).expect("writing to a string");
        let sentences = document.sentences.iter().filter(|sentence| sentence.block as usize == index);
        let mut lines: Vec<String> = sentences.map(|one| marked(text, document, one.span)).collect();
        if block.kind == BlockKind::Furniture {
            lines.push(block.span.of(text).to_string());
        }
        lines.iter().for_each(|line| writeln!(page, "    {}", line.replace('\n', "⏎")).expect("writing to a string"));
    }
    page
}

fn marked(text: &str, document: &Document, sentence: crate::Span) -> String {
    let mut line = String::new();
    let mut at = sentence.start;
    for run in document.runs.iter().filter(|run| run.span.overlaps(sentence) && run.language != Language::En) {
        let (start, end) = (run.span.start.max(sentence.start), run.span.end.min(sentence.end));
        let foreign = &text[start as usize..end as usize];
        write!(line, "{}{:?}‹{foreign}›", &text[at as usize..start as usize], run.language)
            .expect("writing to a string");
        at = end;
    }
    line + &text[at as usize..sentence.end as usize]
}
