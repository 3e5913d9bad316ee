//! XML that lists several articles: a feed (RSS, Atom), or the items of a scraper. Each item's elements are its fields.
//!
//! Only the way to the items and the elements right below them are looked at. No entity but the five of XML and the
//! numbered ones is expanded; what is damaged ends where it ends.

use super::fields::Fields;

/// Roots of documents that are one article, whatever lies in them.
const SINGLE: [&str; 5] = ["doc", "tei", "html", "article", "text"];
/// Elements that are an article each.
const ITEMS: [&str; 8] = ["item", "entry", "article", "doc", "record", "news", "post", "story"];
/// How deep items may lie: `rss`, `channel`, `item`.
const DEEPEST: usize = 2;
/// Elements that tell little of an article, and are its text only where nothing else is.
const SHORT: [&str; 2] = ["description", "summary"];

/// The items of a document, each with its fields; `None` if it is one article.
pub(super) fn items(xml: &str) -> Option<Vec<Fields>> {
    let mut reader = Reader::default();
    let mut rest = xml;
    while let Some((text, token, behind)) = next(rest) {
        reader.text(text);
        rest = behind;
        match token {
            Token::Start { name, attributes, empty } => {
                if reader.open.is_empty() && SINGLE.contains(&name.to_ascii_lowercase().as_str()) {
                    return None;
                }
                reader.start(name, attributes, empty);
            }
            Token::End { name } => reader.end(name),
            Token::Data(data) => reader.data(data),
            Token::Other => {}
        }
    }
    reader.close();
    (!reader.items.is_empty()).then_some(reader.items)
}

/// Where the reading stands.
#[derive(Default)]
struct Reader<'a> {
    /// Names of the open elements above the items.
    open: Vec<&'a str>,
    item: Option<Item<'a>>,
    items: Vec<Fields>,
}

/// An item that is being read.
struct Item<'a> {
    name: &'a str,
    fields: Fields,
    /// The open field: its name, its text, the elements that are open in it.
    field: Option<(&'a str, String, usize)>,
    /// Items within the item.
    within: usize,
}

impl<'a> Reader<'a> {
    fn start(&mut self, name: &'a str, attributes: &'a str, empty: bool) {
        let Some(item) = &mut self.item else {
            let is_item = ITEMS.contains(&local(name).to_ascii_lowercase().as_str());
            if is_item && (1..=DEEPEST).contains(&self.open.len()) {
                self.item = Some(Item { name, fields: Fields::default(), field: None, within: 0 });
                if empty {
                    self.close();
                }
            } else if !empty {
                self.open.push(name);
            }
            return;
        };
        match &mut item.field {
            Some((_, text, depth)) => {
                *depth += usize::from(!empty);
                // What a field holds may be markup: `is_html` decides later.
                text.push_str(&format!("<{name}{}>", if empty { "/" } else { "" }));
            }
            None => {
                if local(name) == "link"
                    && let Some(address) = attribute(attributes, "href")
                {
                    item.fields.add("link", unescaped(address).into());
                }
                item.within += usize::from(name == item.name && !empty);
                item.field = (!empty).then(|| (name, String::new(), 0));
            }
        }
    }

    fn end(&mut self, name: &str) {
        let Some(item) = &mut self.item else {
            if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                self.open.truncate(at);
            }
            return;
        };
        match &mut item.field {
            Some((_, text, depth)) if *depth > 0 => {
                *depth -= 1;
                text.push_str(&format!("</{name}>"));
            }
            Some((field, ..)) if *field == name => item.take(),
            // A field whose end is missing ends with its item.
            Some(_) if name == item.name => self.close(),
            None if name == item.name => self.close(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.data(&unescaped(text));
    }

    fn data(&mut self, data: &str) {
        if let Some(Item { field: Some((_, text, _)), .. }) = &mut self.item {
            text.push_str(data);
        }
    }

    /// Ends the item.
    fn close(&mut self) {
        if let Some(mut item) = self.item.take() {
            item.take();
            self.items.push(item.fields);
        }
    }
}

impl Item<'_> {
    /// Ends the field.
    fn take(&mut self) {
        let Some((name, text, _)) = self.field.take() else { return };
        let name = local(name);
        let text = plain(text.trim());
        match name {
            // RSS keeps the whole text there.
            "encoded" => self.fields.add("content", text.into()),
            short if SHORT.contains(&short) => self.fields.add("paragraphs", text.into()),
            name => self.fields.add(name, text.into()),
        }
    }
}

/// A list of values as one text; a person's name without the elements around it.
fn plain(text: &str) -> String {
    let parted = text.replace("</value>", "\n\n").replace("<value>", "");
    let named = ["name", "uri", "email"]
        .iter()
        .fold(parted, |text, tag| text.replace(&format!("<{tag}>"), " ").replace(&format!("</{tag}>"), " "));
    named.trim().into()
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A piece of XML.
enum Token<'a> {
    Start {
        name: &'a str,
        attributes: &'a str,
        empty: bool,
    },
    End {
        name: &'a str,
    },
    /// Text that is as it stands (CDATA).
    Data(&'a str),
    /// Comments, declarations.
    Other,
}

/// The text before the next piece, the piece, and what is behind it.
fn next(xml: &str) -> Option<(&str, Token<'_>, &str)> {
    let (text, rest) = xml.split_at(xml.find('<')?);
    let until =
        |begin: &str, end: &str| rest.strip_prefix(begin).map(|rest| rest.split_once(end).unwrap_or((rest, "")));
    if let Some((data, behind)) = until("<![CDATA[", "]]>") {
        return Some((text, Token::Data(data), behind));
    }
    for (begin, end) in [("<!--", "-->"), ("<?", "?>"), ("<!", ">")] {
        if let Some((_, behind)) = until(begin, end) {
            return Some((text, Token::Other, behind));
        }
    }
    if let Some((name, behind)) = until("</", ">") {
        return Some((text, Token::End { name: name.trim() }, behind));
    }
    let (inside, behind) = until("<", ">")?;
    let (inside, empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
    let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(end);
    Some((text, Token::Start { name, attributes, empty }, behind))
}

/// The value of an attribute.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = attributes.split_once(&format!("{name}="))?;
    let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    behind[1..].split(quote).next()
}

/// The text that XML writes with references.
fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((reference(&rest[1..end])?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Form, read};

    /// Each article's name, title, address, date and text; or what is wrong.
    fn shown(xml: &str) -> Vec<String> {
        let shown = |article: Result<crate::Article, crate::read::ReadError>| match article {
            Ok(article) => {
                let known = article.metadata;
                let text = article.text.replace('\n', " ");
                let date = known.date.map(|date| date.to_string()).unwrap_or_default();
                format!(
                    "{} [{}] [{}] {date}: {text}",
                    article.name,
                    known.title.unwrap_or_default(),
                    known.url.unwrap_or_default()
                )
            }
            Err(error) => format!("✗ {error}"),
        };
        read("x.xml", xml.as_bytes(), Form::Xml).into_iter().map(shown).collect()
    }

    #[test]
    fn feeds_are_cut_into_their_items() {
        let rss = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>All news</title><link>https://a.example/</link>
            <item><title>One &amp; two</title><link>https://a.example/1</link><pubDate>Fri, 02 Apr 2021 10:00:00 GMT</pubDate>
            <description>Short.</description><content:encoded><![CDATA[<p>The film is <b>out</b>.</p>]]></content:encoded></item>
            <item><title>Three</title><description>&lt;p&gt;It is sold out.&lt;/p&gt;</description></item><item/></channel></rss>"#;
        assert_eq!(
            shown(rss),
            [
                "x.xml#1 [One & two] [https://a.example/1] 2021-04-02: One & two  The film is out.",
                "x.xml#2 [Three] [] : Three  It is sold out.",
                "✗ x.xml#3: no text in it",
            ]
        );
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>All</title><entry><title>One</title>
            <link href="https://a.example/1"/><published>2021-04-02T10:00:00Z</published><author><name>Ann Berg</name></author>
            <content type="xhtml"><div><p>The film is out.</p></div></content></entry></feed>"#;
        assert_eq!(shown(atom), ["x.xml#1 [One] [https://a.example/1] 2021-04-02: One  The film is out."]);
        let scraper = "<items><item><title>One</title><text><value>The film is out.</value><value>It is long.</value></text></item>\
            <item><title>Two</title><text>It is sold out.</text></item></items>";
        assert_eq!(
            shown(scraper),
            ["x.xml#1 [One] [] : One  The film is out.  It is long.", "x.xml#2 [Two] [] : Two  It is sold out."]
        );
    }

    #[test]
    fn one_article_is_one() {
        for xml in [
            r#"<doc title="One"><main><p>The film is out.</p><list><item>a song</item></list></main></doc>"#,
            "<TEI><text><body><p>The film is out.</p><list><item>a song</item></list></body></text></TEI>",
            "The film is out.",
        ] {
            let articles = shown(xml);
            assert!(articles.len() == 1 && articles[0].starts_with("x.xml ["), "{articles:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_markup_is_read(parts in proptest::collection::vec(0..12usize, 0..40)) {
            const PARTS: [&str; 12] =
                ["<rss>", "<item>", "</item>", "<title>", "</title>", "&amp;", "<![CDATA[", "]]>", "<", "/>", "é", "<!--"];
            let xml: String = parts.into_iter().map(|part| PARTS[part]).collect();
            let _ = shown(&xml);
        }
    }
}
