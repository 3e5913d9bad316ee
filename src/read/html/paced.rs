//! The tokenizer, run so that no page can overflow the stack.
//!
//! html5gum's states call one another along the usual path through a tag, which leads in a circle: behind
//! `name="value"` comes the next name. Each attribute thus takes some more of the stack, and 20,000 of them in one tag
//! are too many for a thread. An error of the reader unwinds it all and loses nothing, as the state is kept and the
//! next call goes on: so the reader gives an empty one now and then.

use std::convert::Infallible;

use html5gum::{Emitter, Readable, Reader, Tokenizer};

/// After how many quoted values the stack is unwound.
const VALUES: usize = 128;

/// Gives all tokens of a page to the emitter.
pub(super) fn tokenize(html: &str, emitter: impl Emitter<Token = Infallible>) {
    for step in Tokenizer::new_with_emitter(Paced { rest: html.to_reader(), values: 0 }, emitter) {
        let Err(Pause) = step;
    }
}

/// Nothing is wrong: the next call goes on.
#[derive(Debug, thiserror::Error)]
#[error("a pause")]
struct Pause;

struct Paced<R> {
    rest: R,
    values: usize,
}

impl<R: Reader<Error = Infallible>> Reader for Paced<R> {
    type Error = Pause;

    fn read_byte(&mut self) -> Result<Option<u8>, Pause> {
        let Ok(byte) = self.rest.read_byte();
        Ok(byte)
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Pause> {
        let Ok(read) = self.rest.try_read_string(text, case_sensitive);
        Ok(read)
    }

    fn read_until<'b>(&'b mut self, needle: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Pause> {
        // Only the state inside a quoted value looks for these. It has nothing in hand when it asks.
        if needle.contains(&b'"') && needle.contains(&b'&') && !needle.contains(&b'<') {
            self.values += 1;
            if self.values.is_multiple_of(VALUES) {
                return Err(Pause);
            }
        }
        let Ok(read) = self.rest.read_until(needle, buffer);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

    use super::*;

    fn events(tokenize: impl FnOnce(&mut dyn FnMut(CallbackEvent<'_>))) -> String {
        let mut all = String::new();
        tokenize(&mut |event| writeln!(all, "{event:?}").expect("writing to a string"));
        all
    }

    #[test]
    fn pauses_change_nothing() {
        let mut page = String::from("<p ");
        for index in 0..1000 {
            write!(page, "a{index}=\"x&amp;{index} 'y'\"{}b='\"'", [" ", "\r\n", "/", "  "][index % 4])
                .expect("writing to a string");
            page.push_str([" ", " c ", "><p ", "\n"][index % 3]);
        }
        page.push_str("d=\"not closed");
        let paced = events(|take| {
            let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
                take(event);
                None::<Infallible>
            });
            super::tokenize(&page, emitter);
        });
        let plain = events(|take| {
            let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
                take(event);
                None::<Infallible>
            });
            let Ok(()) = Tokenizer::new_with_emitter(page.as_str(), emitter).finish();
        });
        assert_eq!(paced, plain);
    }
}
