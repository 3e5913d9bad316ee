//! What reading makes of each file of `fixtures/reading`: metadata, blocks, text.
//!
//! A fixture is a file dropped in the folder; its snapshot is made by `cargo insta review`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;

use sayso::Article;
use sayso::read::{ReadError, form_of, read};

#[test]
fn fixtures() {
    insta::glob!("../fixtures/reading", "**/*.*", |path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let form = form_of(&name).expect("the name of a fixture tells its form");
        let shown: String = read(&name, &fs::read(path).unwrap(), form).iter().map(show).collect();
        insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!(shown) });
    });
}

/// An article for a reader of snapshots: what is known of it, its marked blocks, its text as it is.
fn show(article: &Result<Article, ReadError>) -> String {
    let article = match article {
        Ok(article) => article,
        Err(error) => return format!("✗ {error}\n"),
    };
    let mut out = format!("● {}\n", article.name);
    let known = &article.metadata;
    let date = known.date.as_ref().map(|date| format!("{date}, from {:?}", known.date_from));
    let fields = [
        ("title", &known.title),
        ("date", &date),
        ("fetched", &known.fetched.as_ref().map(ToString::to_string)),
        ("url", &known.url),
        ("site", &known.site),
        ("authors", &(!known.authors.is_empty()).then(|| known.authors.join(" & "))),
        ("notes", &(!known.notes.is_empty()).then(|| known.notes.join("; "))),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "{name}: {value}").unwrap();
        }
    }
    for (span, kind) in &article.marked {
        writeln!(out, "{:>5} {:<5} {kind:?}: {:?}", span.start, span.end, span.of(&article.text)).unwrap();
    }
    writeln!(out, "―――\n{}\n―――", article.text).unwrap();
    out
}
