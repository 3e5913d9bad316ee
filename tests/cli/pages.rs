//! The report as files: one page, or a page with parts beside it; whole, and nothing of an earlier one.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(place: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sayso")).args(args).current_dir(place).output().expect("runs")
}

fn report(place: &Path) -> Output {
    let output = run(place, &["run", "articles", "--report", "out/my report.html"]);
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    output
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn write_articles(place: &Path, numbers: std::ops::Range<usize>) {
    fs::create_dir_all(place.join("articles")).expect("folder");
    for number in numbers {
        let text = format!("The film ‘Signal’ will open in Japan on April {}, 2021.\n", number % 28 + 1);
        fs::write(place.join(format!("articles/{number:03}.txt")), text).expect("written");
    }
}

#[test]
fn many_articles_get_parts_and_few_get_none() {
    let place = tempfile::tempdir().expect("folder");
    let (out, parts) = (place.path().join("out"), place.path().join("out/my report-files"));
    write_articles(place.path(), 0..301);
    report(place.path());
    assert_eq!(names(&out), ["my report-files", "my report.html"]);
    let first = names(&parts);
    assert_eq!(first.len(), 1, "{first:?}");
    let pages = names(&parts.join(&first[0]));
    assert!(pages.contains(&"articles-8.html".to_string()) && pages.contains(&"subjects-1.html".into()), "{pages:?}");
    let main = fs::read_to_string(out.join("my report.html")).expect("a page");
    assert!(main.contains(&format!("href=\"my%20report-files/{}/articles-1.html#", first[0])));
    let part = fs::read_to_string(parts.join(&first[0]).join("articles-8.html")).expect("a page");
    assert!(part.contains("href=\"../../my%20report.html#articles\""));

    // The same input, the same bytes; other input, other parts, and those of before are gone.
    report(place.path());
    assert_eq!((names(&parts), fs::read_to_string(out.join("my report.html")).expect("a page")), (first.clone(), main));
    write_articles(place.path(), 301..302);
    report(place.path());
    assert_eq!(names(&parts).len(), 1);
    assert_ne!(names(&parts), first);
    fs::write(parts.join("own.txt"), "somebody's").expect("written");
    fs::remove_dir_all(place.path().join("articles")).expect("removed");
    write_articles(place.path(), 0..2);
    report(place.path());
    assert_eq!(names(&parts), ["own.txt"]);
}

#[test]
fn pages_are_no_articles() {
    let place = tempfile::tempdir().expect("folder");
    write_articles(place.path(), 0..2);
    let told = |output: Output| String::from_utf8(output.stderr).expect("UTF-8");
    let first = told(run(place.path(), &["run", ".", "--report", "report.html"]));
    assert!(first.starts_with("sayso: report.html: 2 articles,"), "{first}");
    assert_eq!(first, told(run(place.path(), &["run", ".", "--report", "report.html"])));
}

#[test]
fn the_printed_page_is_the_written_one() {
    let place = tempfile::tempdir().expect("folder");
    write_articles(place.path(), 0..3);
    report(place.path());
    let printed = run(place.path(), &["run", "articles", "--format", "html"]);
    assert_eq!(fs::read(place.path().join("out/my report.html")).expect("a page"), printed.stdout);
    let claims = run(place.path(), &["extract", "articles"]).stdout;
    fs::write(place.path().join("claims.jsonl"), claims).expect("written");
    let of_claims = run(place.path(), &["reconcile", "claims.jsonl", "--format", "html"]);
    let page = String::from_utf8(of_claims.stdout).expect("UTF-8");
    assert!(page.contains("id=\"conflict-1\"") && page.contains("</html>") && !page.contains("class=\"text\""));
}
