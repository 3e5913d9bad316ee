//! The command line's grammar and help, as clap reads it. What the commands do lies in [`super::commands`].

mod furniture;

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use sayso::read::Form;
use sayso::{Date, Kind, export, write};

use super::failure::EXIT_CODES;
pub(super) use furniture::{Furniture, Learn};

/// Says who? Extracts claims from entertainment news and shows where articles disagree.
///
/// sayso reads articles (text, HTML, XML, JSON, JSON lines, tables), writes down what each one claims together with the
/// bytes it rests on, and sets the claims of all articles against each other.
#[derive(Debug, Parser)]
#[command(
    version = version(),
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = after_help(),
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What is known beside the built-in knowledge.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Knowledge")]
pub(super) struct Knowledge {
    /// Add the names, words and date patterns of this folder (laid out as `gazetteers/`) to the built-in ones, or the
    /// names of a file that `gazetteer build` wrote
    #[arg(long, value_name = "DIR|FILE")]
    pub(super) gazetteers: Vec<PathBuf>,
    /// Add the predicates of this folder (one `.toml` file each) to the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(super) predicates: Vec<PathBuf>,
    /// Leave out the built-in names of persons, groups and works: what is then found is found by its form
    #[arg(long)]
    pub(super) no_builtin_names: bool,
    /// Do not keep the compiled form of large tables of names in the user's cache folder; so, too, where the variable
    /// SAYSO_NO_NAME_CACHE is set
    #[arg(long)]
    pub(super) no_name_cache: bool,
}

/// Making gazetteers.
#[derive(Debug, Subcommand)]
pub(super) enum Gazetteer {
    /// Make tables of names from a dump, a query's result or a list
    ///
    /// Reads entities of a Wikidata dump (JSON lines), results of a SPARQL query (CSV or JSON), tables of a
    /// MusicBrainz dump (the folder that holds them), or plain lists with a name a line; packed with gzip or Zstandard
    /// or not. What it writes is sorted, each thing once, and has no fault that `check` would find.
    #[command(after_help = "Examples:\n  \
        sayso gazetteer import --from wikidata entities.json.gz --kind film --language en --out films\n  \
        sayso gazetteer import --from musicbrainz mbdump/ --kind person --kind group --out artists\n  \
        sayso gazetteer import --from lines songs.txt --kind song > song.tsv")]
    Import(Import),
    /// Compile the tables of names of folders into one file that loads in milliseconds
    ///
    /// The file is given to `--gazetteers` in place of the folder. It holds names only: lists of words and date
    /// patterns stay in the folder. Without it, a run compiles large folders itself and keeps the result in the
    /// user's cache folder.
    #[command(after_help = "Example:\n  \
        sayso gazetteer build my/gazetteers -o names.bin && sayso run articles/ --gazetteers names.bin")]
    Build {
        /// Folders with tables in `names/`
        #[arg(value_name = "DIR", required = true)]
        folders: Vec<PathBuf>,
        /// The file to write
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
}

/// What is imported.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// What kind of source it is
    #[arg(long, value_name = "SOURCE")]
    pub(super) from: Source,
    /// Files of the source, of MusicBrainz the folder of its tables; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// Write `names/<kind>.tsv` into this folder; without it, the one table is printed
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Only things of this kind (may be given again); what plain lists hold
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::name)))]
    pub(super) kind: Vec<String>,
    /// Only names in this language (may be given again; the first is the language of the names, the others of aliases)
    #[arg(long, value_name = "TAG")]
    pub(super) language: Vec<String>,
    /// Nothing that is known to be from before this year
    #[arg(long, value_name = "YEAR")]
    pub(super) since: Option<i32>,
    /// Nothing that is known to be from after this year
    #[arg(long, value_name = "YEAR")]
    pub(super) until: Option<i32>,
}

/// Where names come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Source {
    /// Entities of a Wikidata dump, JSON lines
    Wikidata,
    /// The result of a SPARQL query, CSV or JSON
    Sparql,
    /// Tables of a MusicBrainz dump
    Musicbrainz,
    /// A name a line
    Lines,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Common {
    /// When to use colours; `auto` also heeds NO_COLOR
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(super) color: Color,
    /// No progress bar, no summary; errors are still told
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read, extract, reconcile, and print the report (or write all results with --out)
    ///
    /// The report shows conflicts first, side against side, each with the sentence it rests on; then the
    /// claims by subject, each with its sources.
    #[command(after_help = "Examples:\n  sayso run fixtures/film-out\n  sayso run articles/ --report report.html\n  \
                            sayso run articles/ --out results/\n  \
                            sayso run articles/ --format conflicts | jq .kind")]
    Run(Run),
    /// Print the claims of each article as JSON lines
    ///
    /// Articles come in the order of their names, whatever the number of threads, and nothing but the article
    /// itself decides what is claimed: the lines of two runs can be compared with `diff`.
    #[command(after_help = "Examples:\n  sayso extract fixtures/film-out > claims.jsonl\n  \
                            zcat dump.jsonl.gz | sayso extract - --jobs 8\n  \
                            curl -s https://example.org/story | sayso extract - --input-format html")]
    Extract(Reading),
    /// Reconcile claims that `extract` wrote
    ///
    /// What comes out is what `run` gives, but for the articles' own lines (title, languages, counts), which
    /// claims do not tell: there is no articles.jsonl, and errors.jsonl holds the lines that are no claims.
    #[command(
        after_help = "Examples:\n  sayso extract monday/ > monday.jsonl\n  sayso extract tuesday/ > tuesday.jsonl\n  \
                            sayso reconcile monday.jsonl tuesday.jsonl --out results/"
    )]
    Reconcile(Reconcile),
    /// Keep what runs found in an SQLite file, with its history
    #[cfg(feature = "kb")]
    #[command(subcommand)]
    Kb(KbCommand),
    /// Write results for other programs: DuckDB, spreadsheets, RDF stores, Wikidata
    ///
    /// What is written is what the results hold: nothing is decided, no date is made up. The same results give the same
    /// bytes, whether they come from a folder or from a knowledge base.
    #[command(
        after_help = "Examples:\n  sayso export --to jsonl results/ --out tables/ && cd tables && duckdb kb.duckdb < load.sql\n  \
                            sayso export --to nquads kb.sqlite --out rdf/"
    )]
    Export(Export),
    /// Print the main text that spans count in
    ///
    /// Of a single article exactly its text, byte for byte; of several, a line `==> name <==` before each.
    #[command(after_help = "Example (the bytes a claim rests on):\n  \
                            sayso text page.html | tail -c +813 | head -c 192")]
    Text(Inputs),
    /// Print blocks, sentences and language runs as JSON lines
    #[command(after_help = "Example (what is not English):\n  \
                            sayso segments articles/ | jq 'select(.unit == \"run\" and .language != \"en\") | .text'")]
    Segments(Reading),
    /// Print names, dates, numbers and quotations as JSON lines
    #[command(
        after_help = "Example (the dates, resolved):\n  sayso mentions articles/ --kind date | jq '[.text, .value]'"
    )]
    Mentions(Mentions),
    /// Compare claims with gold: precision, recall, and false claims by rule
    ///
    /// Gold is what a careful reader finds in some articles, a JSON object a line; the guide describes it. Claims of
    /// other articles are passed by.
    #[command(after_help = "Examples:\n  sayso extract articles/ | sayso score gold.jsonl - --rows\n  \
                            sayso score gold.jsonl claims.jsonl --errors 20 --min-precision 0.9")]
    Score(Score),
    /// Show how claims come about: what the rules saw, which fired, which came near
    #[command(after_help = "Examples:\n  sayso explain story.txt --at \"slated to release\"\n  \
                            sayso explain --claim 3f2a9c0d11e4b872 claims.jsonl")]
    Explain(Explain),
    /// Check articles against their snapshots and show what changed
    ///
    /// Beside each article lies its snapshot, `ARTICLE.claims.snap`: its sentences with what they mention marked, under
    /// each what it claims, and the rule that found it. Snapshots of the records of a feed lie in the folder `FEED.snaps`.
    /// They are files of `insta`: what differs is written beside them as `.snap.new`, for `cargo insta review`.
    /// Ends with code 1 if anything differs.
    #[command(
        override_usage = "sayso snapshot [OPTIONS] <DIR> [--accept [NAME]...]",
        after_help = "Examples:\n  sayso snapshot articles/\n  sayso snapshot articles/ --accept\n  \
                            sayso snapshot articles/ --accept story.txt monday/\n  \
                            sayso snapshot articles/ --predicates my/predicates --only-changed-by release_date"
    )]
    Snapshot(Snapshot),
    /// Compare two files of claims: what was won, lost and changed, by rule
    ///
    /// A claim is the same if article, subject, predicate, object and sentence are, wherever it stands in the text; it is
    /// changed if its qualifiers, standing or rule are others. Ends with code 1 if anything differs.
    #[command(after_help = "Examples:\n  sayso extract articles/ > new.jsonl; sayso diff old.jsonl new.jsonl\n  \
                            sayso diff old.jsonl new.jsonl --format jsonl | jq -r 'select(.change == \"lost\") | .rule'")]
    Diff(Diff),
    /// Try out a rule before it is written
    #[command(subcommand)]
    Rule(Rule),
    /// Check gazetteers, words, predicates, rules with their examples, and date patterns
    #[command(after_help = "Example:\n  sayso check --gazetteers my/gazetteers --predicates my/predicates")]
    Check(Knowledge),
    /// Make gazetteers: import names from elsewhere, compile large tables
    #[command(subcommand)]
    Gazetteer(Gazetteer),
    /// Make tables of furniture: what sites repeat on their pages
    #[command(subcommand)]
    Furniture(Furniture),
    /// Print what can be claimed as JSON lines
    ///
    /// Each predicate with its meaning, its kinds, and what Wikidata and schema.org call it.
    #[command(after_help = "Example (what maps to Wikidata):\n  \
                            sayso predicates | jq -r 'select(.wikidata) | [.name, .wikidata] | @tsv'")]
    Predicates(Knowledge),
    /// Print the JSON Schema (2020-12) of an output
    #[command(after_help = "Example:\n  sayso schema claims > claims.schema.json")]
    Schema {
        /// Which output
        #[arg(value_parser = PossibleValuesParser::new(write::SCHEMAS.iter().map(|schema| schema.name)))]
        name: String,
    },
    /// Print completions for a shell
    #[command(after_help = "Example:\n  sayso completions bash > ~/.local/share/bash-completion/completions/sayso")]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  sayso man | man -l -\n  sayso man run | man -l -")]
    Man {
        /// The page of this command; without it the program's
        command: Option<String>,
    },
}

/// What is read, and how.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Inputs {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", required = true, long_help = paths_help())]
    pub(super) paths: Vec<PathBuf>,
    /// Take every input for this form, whatever its name says
    #[arg(long, value_name = "FORM", value_parser = input_form())]
    pub(super) input_format: Option<Form>,
    /// Date of articles that give none (YYYY-MM-DD): what "today" and "in April" are measured from
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) date: Option<Date>,
    /// Number of threads [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

/// What an extraction reads, and by which knowledge.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Reading {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) knowledge: Knowledge,
}

#[derive(Debug, clap::Args)]
pub(super) struct Run {
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) results: Results,
    /// Bring this knowledge base up to what is found, as `kb update` does
    #[cfg(feature = "kb")]
    #[arg(long, value_name = "KB", conflicts_with_all = ["format", "report"])]
    pub(super) kb: Option<PathBuf>,
}

/// What is done with a knowledge base.
#[cfg(feature = "kb")]
#[derive(Debug, Subcommand)]
pub(super) enum KbCommand {
    /// Bring a knowledge base up to articles or to the results of a run; it is made if it is not there
    ///
    /// Afterwards it holds what the given articles or results say: claims that are no longer made are closed, not deleted,
    /// and opened again when they come back. The same input twice changes nothing. Killed at any moment, it has the old
    /// state or the new one.
    #[command(after_help = "Examples:\n  sayso kb update kb.sqlite articles/\n  \
                            sayso run articles/ --out results/ && sayso kb update kb.sqlite results/")]
    Update(KbUpdate),
    /// Print what a knowledge base holds
    #[command(after_help = "Examples:\n  sayso kb show kb.sqlite --subject Signal\n  \
                            sayso kb show kb.sqlite --since 3")]
    Show(KbShow),
}

#[cfg(feature = "kb")]
#[derive(Debug, clap::Args)]
pub(super) struct KbUpdate {
    /// The knowledge base
    #[arg(value_name = "KB")]
    pub(super) kb: PathBuf,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[cfg(feature = "kb")]
#[derive(Debug, clap::Args)]
pub(super) struct KbShow {
    /// The knowledge base
    #[arg(value_name = "KB")]
    pub(super) kb: PathBuf,
    /// What is known of a thing, by any name that an article uses
    #[arg(long, value_name = "NAME", group = "question")]
    pub(super) subject: Option<String>,
    /// What is at odds, the heaviest first
    #[arg(long, group = "question")]
    pub(super) conflicts: bool,
    /// What changed after this run
    #[arg(long, value_name = "RUN", group = "question")]
    pub(super) since: Option<i64>,
    /// Claims whose sentences hold these words
    #[arg(long, value_name = "WORDS", group = "question")]
    pub(super) search: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// The form
    #[arg(long, value_name = "FORM",
        value_parser = PossibleValuesParser::new(export::FORMS.iter().map(|form|
            PossibleValue::new(form.name).help(form.about))))]
    pub(super) to: String,
    /// A folder that `run --out` or `reconcile --out` wrote, or a knowledge base
    #[arg(value_name = "SOURCE")]
    pub(super) source: PathBuf,
    /// Write the export into this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) knowledge: Knowledge,
}

/// Where results go.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Results {
    /// Write all results into this folder as .jsonl files, and run.json, which lists them
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    pub(super) out: Option<PathBuf>,
    /// What to print [default: text, unless results go elsewhere]
    #[arg(long, value_name = "FORM", value_parser = PossibleValuesParser::new(write::FORMS.iter().map(printed)))]
    pub(super) format: Option<String>,
    /// Write the report as a page that any browser shows; more than a few hundred articles get a folder beside it
    #[arg(long, value_name = "FILE.html")]
    pub(super) report: Option<PathBuf>,
    /// Print so many conflicts and subjects of the text report, 0 for all [default: 20 on a terminal, else all]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Reconcile {
    /// Files of claims, as `extract` writes them; `-` is standard input
    #[arg(value_name = "CLAIMS", required = true)]
    pub(super) claims: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) knowledge: Knowledge,
    #[command(flatten)]
    pub(super) results: Results,
}

#[derive(Debug, clap::Args)]
pub(super) struct Mentions {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Only mentions of this kind: date, person, song, number, quote ... (may be given again)
    #[arg(long, value_name = "KIND",
        value_parser = PossibleValuesParser::new(write::mention_kinds()))]
    pub(super) kind: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Score {
    /// What should be found: JSON lines
    #[arg(value_name = "GOLD")]
    pub(super) gold: PathBuf,
    /// Files of claims, as `extract` writes them; `-` is standard input
    #[arg(value_name = "CLAIMS", required = true)]
    pub(super) claims: Vec<PathBuf>,
    /// Show a row for each predicate
    #[arg(long)]
    pub(super) rows: bool,
    /// Show so many of the missed claims, and of the false ones of each rule
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) errors: usize,
    /// End with code 1 if precision is lower
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = share)]
    pub(super) min_precision: f64,
    /// End with code 1 if recall is lower
    #[arg(long, value_name = "R", default_value_t = 0.0, value_parser = share)]
    pub(super) min_recall: f64,
    /// End with code 1 if their harmonic mean is lower
    #[arg(long, value_name = "F1", default_value_t = 0.0, value_parser = share)]
    pub(super) min_f1: f64,
}

#[derive(Debug, clap::Args)]
pub(super) struct Snapshot {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Write the snapshots, all or those of these articles, files and folders (named below the folder, which stands first)
    #[arg(long, value_name = "NAME", num_args = 0..)]
    pub(super) accept: Option<Vec<String>>,
    /// Only articles in which nothing but the claims of this rule, or of this predicate, changed
    #[arg(long, value_name = "RULE")]
    pub(super) only_changed_by: Option<String>,
    /// Write no `.snap.new` files
    #[arg(long)]
    pub(super) no_pending: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Diff {
    /// File of claims, as `extract` writes them; `-` is standard input
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// The file to compare with it
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
    #[command(flatten)]
    pub(super) shown: Shown,
    /// What to print
    #[arg(long, value_name = "FORM", value_enum, default_value = "text")]
    pub(super) format: DiffForm,
}

/// How much of a comparison is shown.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Shown {
    /// Show so many claims of each rule that were won, lost and changed
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: usize,
}

/// Forms in which a comparison can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffForm {
    /// For people, by rule
    Text,
    /// One line a change, with the claim before and after
    Jsonl,
}

#[derive(Debug, Subcommand)]
pub(super) enum Rule {
    /// Show what a new rule would catch and break over a folder of articles
    ///
    /// Nothing is written. The pattern is what would stand in the predicate's file. What it would win, lose and change is
    /// shown with the sentences, beside how many claims other rules find already; if it catches nothing, where it failed.
    #[command(
        after_help = "Examples:\n  sayso rule try '{subject} grew out of {object}' --predicate spin_off_of articles/\n  \
                            sayso rule try 'has no date' --predicate release_date --topic film --object unknown articles/"
    )]
    Try(Box<Trial>),
}

#[derive(Debug, clap::Args)]
pub(super) struct Trial {
    /// The rule's pattern, a regular expression over slots
    #[arg(value_name = "PATTERN")]
    pub(super) pattern: String,
    /// The predicate that it is for
    #[arg(long, value_name = "NAME")]
    pub(super) predicate: String,
    /// Which form of the sentence it reads
    #[arg(long, value_name = "FORM", default_value = "clause", value_parser = ["clause", "phrase"])]
    pub(super) on: String,
    /// Kinds of which the article's main thing is the subject, where the pattern has none (may be given again)
    #[arg(long, value_name = "KIND")]
    pub(super) topic: Vec<String>,
    /// The same of the object
    #[arg(long, value_name = "KIND")]
    pub(super) object_topic: Vec<String>,
    /// The object, where the pattern has none: `unknown`, `unspecified`, `number:1`, `text:...`
    #[arg(long, value_name = "OBJECT")]
    pub(super) object: Option<String>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) shown: Shown,
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Only sentences that hold this text
    #[arg(long, value_name = "TEXT")]
    pub(super) at: Option<String>,
    /// Only the claim with this id: the first PATH is then a file of claims, the others are the articles
    #[arg(long, value_name = "ID")]
    pub(super) claim: Option<String>,
}

/// The program's version, and that of its output's contract.
fn version() -> &'static str {
    static VERSION: LazyLock<String> =
        LazyLock::new(|| format!("{} (contract {})", env!("CARGO_PKG_VERSION"), sayso::claim::CONTRACT_VERSION));
    &VERSION
}

/// What is read below a folder: the forms' own table tells.
fn paths_help() -> String {
    let ends: Vec<String> = Form::ALL.iter().map(|(.., ends)| dotted(ends)).collect();
    format!(
        "Files and folders; `-` is standard input\n\nFolders are searched for {} files, plain or packed ({}). \
         Standard input holds JSON lines of articles, or with --input-format another form.",
        ends.join(", "),
        dotted(&Form::PACKINGS)
    )
}

fn dotted(ends: &[&str]) -> String {
    ends.iter().map(|end| format!(".{end}")).collect::<Vec<_>>().join(", ")
}

/// A form of input by its name.
fn input_form() -> impl TypedValueParser<Value = Form> {
    let forms =
        Form::ALL.iter().map(|(_, name, ends)| PossibleValue::new(name).help(format!("as in {}", dotted(ends))));
    PossibleValuesParser::new(forms).try_map(|name| Form::named(&name).ok_or("no such form"))
}

/// A form of output by its name; the text report was once called so, too.
fn printed(form: &write::Form) -> PossibleValue {
    let value = PossibleValue::new(form.name).help(form.about);
    if form.name == write::FORMS[0].name { value.alias("report") } else { value }
}

/// A number from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    number.filter(|number| (0.0..=1.0).contains(number)).ok_or_else(|| "a number from 0 to 1 is needed".into())
}

fn date(text: &str) -> Result<Date, String> {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            text.parse().map_err(|error: sayso::date::NotADate| error.to_string())
        }
        _ => Err("a day is needed, like 2021-04-02".into()),
    }
}

fn after_help() -> String {
    let mut help = String::from(
        "Examples:\n  sayso run fixtures/film-out              the report on a folder of articles\n  \
         sayso extract articles/ > claims.jsonl   their claims as JSON lines\n  \
         sayso explain story.txt --at \"set to\"    what the rules saw in a sentence\n\nExit codes:\n",
    );
    for (code, meaning) in EXIT_CODES {
        help.push_str(&format!("  {code:>3}  {meaning}\n"));
    }
    help
}
