//! What `furniture` takes.

use std::path::PathBuf;

use clap::Subcommand;

use super::Reading;

/// Making tables of furniture.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Furniture {
    /// Learn the lines that repeat over the pages of a site
    ///
    /// Navigation, prompts, bylines, notices, links to other stories: what stands in several stories of a site, keeps its place
    /// and says nothing of any of them. Copies of a text, and articles about one thing, count once; statements need
    /// more evidence than labels. What the program knows for furniture by itself is not learned. The table has a count and
    /// an example for each line: look through it, and lay it in the folder `furniture/` of your gazetteers.
    ///
    /// A site's articles are known by what their pages say of it; without that, all articles are looked at together, and
    /// those of each folder.
    #[command(after_help = "Example:\n  sayso furniture learn articles/ -o mine/furniture/site.tsv\n  \
        sayso run articles/ --gazetteers mine")]
    Learn(Learn),
}

/// What is learned from.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Learn {
    #[command(flatten)]
    pub(in crate::cli) reading: Reading,
    /// Write the table into this file, which must not be there yet; without it, the table is printed
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
}
