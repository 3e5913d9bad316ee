//! The sign of life: on standard error, and only where that is a terminal.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use sayso::read::{Found, walk};

use super::args::{Common, Inputs};
use super::input::Item;

/// What a file counts besides its bytes: opening it takes as long as reading some.
const FILE: u64 = 512;

/// Counts bytes while inputs are read; hidden where nobody could watch it. How many there are is found out meanwhile, by
/// a walk of its own: from then on the bar tells the time left. Packed feeds count as what they unpack to, so that with
/// them it is too hopeful.
pub(super) fn bar(common: &Common, inputs: &Inputs) -> ProgressBar {
    if common.quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = |template| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
    let bar = ProgressBar::new_spinner().with_style(style("{spinner} {bytes} read, {bytes_per_sec}, {elapsed}"));
    if inputs.paths.iter().all(|path| path.as_os_str() != "-") {
        let (counted, inputs) = (bar.clone(), inputs.clone());
        std::thread::spawn(move || {
            counted.set_length(all(&inputs));
            counted.set_style(style("{bar:30} {percent}% of {total_bytes}, {bytes_per_sec}, {elapsed}, {eta} left"));
        });
    }
    bar
}

/// What all inputs count.
fn all(inputs: &Inputs) -> u64 {
    let of = |found| match found {
        Found::Input(input) => FILE + size(&input.path),
        _ => 0,
    };
    walk(&inputs.paths, inputs.input_format).map_or(0, |walk| walk.uncut().map(of).sum())
}

/// What an input counts.
pub(super) fn weight(item: &Item) -> u64 {
    match item {
        Item::Input(input) if input.held() > 0 => input.held() as u64,
        Item::Input(input) => FILE + size(&input.path),
        Item::Failed(_) | Item::Skipped(_) => 0,
    }
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}
