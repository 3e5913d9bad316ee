//! Standard output: buffered, flushed by hand so that no write error is lost, harmless on a terminal.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use sayso::write::Style;

use super::args::{Color, Common};
use super::failure::{Failure, Outcome};

/// Standard output. Call [`Write::flush`] before the end: dropping it
/// would swallow a full disk.
pub(super) fn open() -> BufWriter<Stdout> {
    BufWriter::with_capacity(1 << 16, io::stdout())
}

/// How text for people is to look here.
pub(super) fn style(common: &Common) -> Style {
    let terminal = io::stdout().is_terminal();
    let color = match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    Style { color, width: width(), limit: None }
}

/// Conflicts and subjects that one screen's reader wants to see first.
const ON_TERMINAL: usize = 20;

/// How many conflicts and subjects to show: what was asked for, 0 being all; else all that a file or a program gets.
pub(super) fn limit(asked: Option<usize>) -> Option<usize> {
    let usual = if io::stdout().is_terminal() { ON_TERMINAL } else { 0 };
    Some(asked.unwrap_or(usual)).filter(|limit| *limit > 0)
}

/// The width to wrap at: the terminal's, between bounds at which sentences still read well.
fn width() -> usize {
    let wide = terminal_size::terminal_size_of(io::stdout()).map_or(100, |(width, _)| width.0);
    usize::from(wide).clamp(40, 120)
}

/// Writes all of it and flushes.
pub(super) fn print(text: &[u8]) -> io::Result<()> {
    let mut out = open();
    out.write_all(text)?;
    out.flush()
}

/// Prints help or the version, which were asked for: a result like any other.
pub(super) fn help(help: &clap::Error) -> Result<Outcome, Failure> {
    help.print()?;
    io::stdout().flush()?;
    Ok(Outcome::Done)
}
