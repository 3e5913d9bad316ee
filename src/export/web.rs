//! Addresses of pages, as scrapers give them, made such that every reader of IRIs takes them.

use super::rdf::escape;

/// The address of a page of the web; what may not stand in an IRI is percent-encoded, and asterisks are, as one ends a
/// comment in QuickStatements. `None` if it names no host, or one that cannot be.
pub(super) fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) =
        ["https://", "http://"].into_iter().find_map(|scheme| Some((scheme, text.strip_prefix(scheme)?)))?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let may = |c: char| c.is_alphanumeric() || "-._".contains(c);
    if host.is_empty() || !host.chars().all(may) || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let host = escape(authority, |byte| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte));
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let hash = if fragment.is_empty() { "" } else { "#" };
    Some(format!("{scheme}{host}{}{hash}{}", part(path), part(fragment)))
}

/// A path, a query or a fragment. A percent sign that encodes nothing is itself encoded.
fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, piece) in text.split('%').enumerate() {
        let hexadecimal = piece.len() > 1 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(match (at, hexadecimal) {
            (0, _) => "",
            (_, true) => "%",
            (_, false) => "%25",
        });
        out.push_str(&escape(piece, |byte| byte.is_ascii_alphanumeric() || b"-._~/?:@!$&'()+,;=".contains(&byte)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_such_that_every_reader_takes_them() {
        for (text, address) in [
            ("https://a.example/b", "https://a.example/b"),
            (" http://a.example:80?q=1&r=%C3%A9#top ", "http://a.example:80?q=1&r=%C3%A9#top"),
            ("https://a.example/b c?d=“e”#f", "https://a.example/b%20c?d=%E2%80%9Ce%E2%80%9D#f"),
            ("https://a.example/>\n<", "https://a.example/%3E%0A%3C"),
            ("https://a.example/[1]*/100%/%4", "https://a.example/%5B1%5D%2A/100%25/%254"),
            ("https://a.example/#b#c", "https://a.example/#b%23c"),
            ("https://bücher.example/ü", "https://b%C3%BCcher.example/%C3%BC"),
        ] {
            assert_eq!(web_address(text).as_deref(), Some(address), "{text:?}");
        }
        let none = [
            "javascript:alert(1)",
            "/relative",
            "",
            "https://",
            "http:// x",
            "https://a b/",
            "https://[::1]/",
            "https://a:b/",
        ];
        for text in none {
            assert_eq!(web_address(text), None, "{text}");
        }
    }
}
