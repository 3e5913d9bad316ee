use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::*;
use crate::read::{Form, read, read_within};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn record(kind: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/heron\r\n\
         WARC-Date: 2021-02-17T23:59:59Z\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    record("response", &[format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat())
}

fn page(title: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>The film was shown — to five people.</p></body></html>"
    )
}

/// Each article's name and title, or what is wrong.
fn shown(archive: &[u8]) -> Vec<String> {
    let articles = read("a.warc", archive, Form::Warc).into_iter();
    articles
        .map(|article| match article {
            Ok(article) => format!("{} {}", article.name, article.metadata.title.unwrap_or_default()),
            Err(error) => format!("✗ {error}"),
        })
        .collect()
}

const HTML: &str = "200 OK\r\nContent-Type: text/html; charset=utf-8";

#[test]
fn the_way_from_the_server_is_undone() {
    let page = page("Heron");
    let bytes = page.as_bytes();
    let (first, second) = bytes.split_at(40);
    let chunked = |first: &[u8], second: &[u8]| {
        let size = |part: &[u8]| format!("{:x};x=y\r\n", part.len()).into_bytes();
        [&size(first)[..], first, b"\r\n", &size(second), second, b"\r\n0\r\n\r\n"].concat()
    };
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(bytes).unwrap();
    let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
    bare.write_all(bytes).unwrap();
    let packed = gzip(bytes);
    let (begin, end) = packed.split_at(20);
    for (head, body) in [
        ("", bytes.to_vec()),
        ("Transfer-Encoding: chunked", chunked(first, second)),
        ("Content-Encoding: gzip", packed.clone()),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", chunked(begin, end)),
        ("content-encoding: deflate", zlib.finish().unwrap()),
        ("Content-Encoding: deflate", bare.finish().unwrap()),
        // What an archive has undone itself without telling.
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", bytes.to_vec()),
        ("Content-Encoding: deflate", bytes.to_vec()),
        ("Content-Encoding: br", bytes.to_vec()),
    ] {
        let article = read("a.warc", &answer(&format!("{HTML}\r\n{head}"), &body), Form::Warc);
        let article = article.into_iter().next().unwrap().unwrap();
        assert_eq!(article.text, "Heron\n\nThe film was shown — to five people.", "{head}");
        assert_eq!(article.metadata.url.as_deref(), Some("https://news.example/heron"));
        assert_eq!(article.metadata.fetched.unwrap().to_string(), "2021-02-17");
        assert_eq!(article.metadata.date, None);
    }
    let brotli = answer(&format!("{HTML}\r\nContent-Encoding: br"), b"\x0b\x02\x80x");
    assert_eq!(shown(&brotli), ["✗ a.warc#1: packed with \"br\", which is not read"]);
    let latin = answer(
        "200 OK\r\nContent-Type: text/html; charset=\"iso-8859-1\"",
        b"<p>Caf\xe9 M\xfcller opens, and nobody sings there.</p>",
    );
    assert!(read("a.warc", &latin, Form::Warc)[0].as_ref().unwrap().text.contains("Café Müller"));
}

#[test]
fn only_pages_are_articles() {
    let archive = [
        record("warcinfo", b"software: x"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        answer(HTML, page("One").as_bytes()),
        answer("404 Not Found\r\nContent-Type: text/html", page("Gone").as_bytes()),
        answer("200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        answer("301 Moved\r\nLocation: /", b""),
        record("response", b"no answer"),
        answer("200 OK\r\nContent-Type: application/xhtml+xml", page("Two").as_bytes()),
    ];
    let plain = archive.concat();
    assert_eq!(shown(&plain), ["a.warc#3 One", "a.warc#8 Two"]);
    // One member a record, as archives are packed.
    let packed = archive.iter().flat_map(|record| gzip(record)).collect::<Vec<u8>>();
    assert_eq!(shown(&packed), shown(&plain));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.warc.gz"), packed).unwrap();
    let found: Vec<String> = crate::read::walk(&[folder.path()], None)
        .unwrap()
        .map(|found| match found {
            crate::read::Found::Input(input) => {
                let articles = input.read(&Limits::default());
                format!(
                    "{} {}",
                    input.name,
                    articles[0].as_ref().unwrap().metadata.title.as_deref().unwrap_or_default()
                )
            }
            crate::read::Found::Skipped(name) => format!("- {name}"),
            crate::read::Found::Failed(error) => format!("✗ {error}"),
        })
        .collect();
    let wanted =
        ["a.warc.gz#3 One", "- a.warc.gz#4", "- a.warc.gz#5", "- a.warc.gz#6", "- a.warc.gz#7", "a.warc.gz#8 Two"];
    assert_eq!(found, wanted);
}

#[test]
fn what_is_damaged_is_told_and_what_was_before_it_stays() {
    let one = answer(HTML, page("One").as_bytes());
    let cut = [&one[..], &one[..one.len() - 40]].concat();
    assert_eq!(
        shown(&cut),
        [
            "a.warc#1 One",
            "✗ a.warc: damaged WARC data: behind record 2: the last record is cut off; the rest is not read"
        ]
    );
    let stray = [&one[..], b"stray\r\n", &one[..]].concat();
    assert_eq!(
        shown(&stray)[1..],
        ["✗ a.warc: damaged WARC data: behind record 1: no WARC record where one should begin; the rest is not read"]
    );
    for cut in 0..one.len() {
        shown(&one[..cut]);
    }
}

#[test]
fn bombs_cost_no_memory() {
    let limits = Limits { article_bytes: 1 << 20, ratio: 200 };
    let read = |archive: &[u8]| -> Vec<String> {
        let shown = |article: Result<Article, ReadError>| {
            article.map_or_else(|error| error.to_string(), |article| article.name)
        };
        Archive::new("a.warc", unpack_stream(archive, &limits), &limits)
            .flat_map(|(name, archived)| match archived {
                Ok(Archived::Page(capture)) => capture.articles(&name, &limits),
                Ok(Archived::Other) => Vec::new(),
                Err(cause) => vec![Err(cause.at(&name))],
            })
            .map(shown)
            .collect()
    };
    // A record of more than a page may have is passed over, and the next is read.
    let long = answer(HTML, "<p>a long, long page</p>".repeat(100_000).as_bytes());
    let next = answer(HTML, page("Next").as_bytes());
    assert_eq!(
        read(&[&long[..], &next[..]].concat()),
        ["a.warc#1: larger than the 1048576 bytes that one article may have", "a.warc#2"]
    );
    // A packed archive that unpacks to a thousand times its size.
    let bomb = gzip(&answer(HTML, &vec![b'<'; 300 << 20]));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(read(&bomb), ["a.warc: unpacks to more than 200 times its size"]);
    // A page that its server packed in the same way.
    let inner = answer(&format!("{HTML}\r\nContent-Encoding: gzip"), &gzip(&vec![b'<'; 20 << 20]));
    assert_eq!(read(&inner), ["a.warc#1: unpacks to more than 200 times its size"]);
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(&vec![b' '; 20 << 20]).unwrap();
    let inner = answer(&format!("{HTML}\r\nContent-Encoding: deflate"), &zlib.finish().unwrap());
    assert_eq!(read(&inner), ["a.warc#1: larger than the 1048576 bytes that one article may have"]);
}

fn unpack_stream(archive: &[u8], limits: &Limits) -> Box<dyn BufRead + Send> {
    super::super::unpack::stream(io::Cursor::new(archive.to_vec()), limits).unwrap()
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let limits = Limits::default();
        let _ = read_within("a.warc", &bytes, Form::Warc, &limits);
        let _ = read_within("a.warc", &record("response", &bytes), Form::Warc, &limits);
        for packing in ["gzip", "deflate", "br"] {
            let head = format!("{HTML}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: {packing}");
            let _ = read_within("a.warc", &answer(&head, &bytes), Form::Warc, &limits);
        }
    }
}
