//! The progress bar: on standard error, and only where that is a terminal.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::Common;

/// A bar over `inputs` inputs; hidden where nobody could watch it.
pub(super) fn bar(inputs: usize, common: &Common) -> ProgressBar {
    if common.quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} inputs, {eta} left");
    ProgressBar::new(inputs as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
