//! `kb` and `run --kb`: the knowledge base.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sayso::kb::{Base, Changes, Count, Given, KbError, Question, RunInfo, ShowError, Update, show};
use sayso::write::harmless;

use super::super::args::{self, Common, KbCommand};
use super::super::failure::{Failure, Outcome, complain};
use super::super::results::Results;
use super::super::stdout;
use super::run;

pub(in super::super) fn kb(command: &KbCommand, common: &Common) -> Result<Outcome, Failure> {
    match command {
        KbCommand::Update(update) => self::update(update, common),
        KbCommand::Show(show) => self::show_base(show),
    }
}

/// `run`, and where a knowledge base is named, that as well.
pub(in super::super) fn run_into(args: &args::Run, common: &Common) -> Result<Outcome, Failure> {
    let Some(base) = &args.kb else { return run::run(args, common) };
    let open = Open::begin(base)?;
    match &args.results.out {
        Some(out) => {
            let outcome = run::run(args, common)?;
            open.take(&Results::open(out)?, common)?;
            Ok(outcome)
        }
        None => of_articles(open, &args.reading, common),
    }
}

fn update(args: &args::KbUpdate, common: &Common) -> Result<Outcome, Failure> {
    let paths = &args.reading.inputs.paths;
    match paths.iter().find(|path| Results::are_in(path)) {
        Some(results) if paths.len() == 1 => {
            let results = Results::open(results)?;
            Open::begin(&args.kb)?.take(&results, common)?;
            Ok(Outcome::Done)
        }
        Some(results) => Err(Failure::Usage(format!(
            "{}: a folder of results cannot be mixed with others: a knowledge base holds one run's results at a time",
            results.display()
        ))),
        None => of_articles(Open::begin(&args.kb)?, &args.reading, common),
    }
}

/// Runs the whole flow on articles, with results in a folder beside the base that is removed afterwards. What a run that
/// was killed left there is not read again.
fn of_articles(open: Open, reading: &args::Reading, common: &Common) -> Result<Outcome, Failure> {
    let name = open.path.file_name().unwrap_or_default().to_string_lossy();
    let scratch = Scratch(open.path.with_file_name(format!(".{name}.run")));
    let results = args::Results { out: Some(scratch.0.clone()), ..args::Results::default() };
    let args = args::Run { reading: reading.clone(), results, kb: None };
    let outcome = run::run(&args, &Common { color: common.color, quiet: true })?;
    open.take(&Results::open(&scratch.0)?, common)?;
    Ok(outcome)
}

/// A folder that is removed with all that is in it. Nobody else uses it: the base beside it is locked.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A knowledge base that is being brought up to date. What is made new and comes to nothing is removed.
struct Open {
    path: PathBuf,
    update: Option<Update>,
}

impl Open {
    fn begin(path: &Path) -> Result<Open, Failure> {
        let update = Some(Update::begin(path).map_err(|error| failure(path, error))?);
        Ok(Open { path: path.into(), update })
    }

    fn take(mut self, results: &Results, common: &Common) -> Result<(), Failure> {
        let Some(update) = &mut self.update else { return Ok(()) };
        let refuse = |cause| Failure::Usage(cause);
        let mut articles =
            results.has("articles.jsonl").then(|| results.file("articles.jsonl")).transpose().map_err(refuse)?;
        let mut claims = results.file("claims.jsonl").map_err(refuse)?;
        let mut conflicts = results.file("conflicts.jsonl").map_err(refuse)?;
        let mut facts = results.file("facts.jsonl").map_err(refuse)?;
        let info = RunInfo {
            at: Some(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            version: results.seal.version.clone(),
            contract: results.seal.contract.clone(),
            lexicon: Some(results.seal.lexicon.clone()),
        };
        let given = Given {
            articles: articles.as_mut().map(|file| file as _),
            claims: &mut claims,
            conflicts: &mut conflicts,
            facts: &mut facts,
        };
        let changes = update.take(given, &info).map_err(|error| failure(&self.path, error))?;
        // Nothing of a file that is not the one the run wrote may stay.
        articles.iter().chain([&claims, &conflicts, &facts]).try_for_each(|file| file.check()).map_err(refuse)?;
        self.update.take().map_or(Ok(()), Update::commit).map_err(|error| failure(&self.path, error))?;
        if !common.quiet {
            let _ = complain(&format!("{}: {}", self.path.display(), told(&changes)));
        }
        Ok(())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // Still locked here: nobody else can have begun to fill it.
        let is_empty = || fs::metadata(&self.path).is_ok_and(|file| file.is_file() && file.len() == 0);
        if self.update.is_some() && is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn told(changes: &Changes) -> String {
    if !changes.any() {
        return format!("nothing new since run {}", changes.run);
    }
    let told = |(what, count): (&str, Count)| {
        let parts = [("opened", count.opened), ("changed", count.changed), ("closed", count.closed)];
        let parts: Vec<String> =
            parts.iter().filter(|(_, many)| *many > 0).map(|(word, many)| format!("{many} {word}")).collect();
        (!parts.is_empty()).then(|| format!("{what} {}", parts.join(", ")))
    };
    let all = [
        ("articles", changes.articles),
        ("claims", changes.claims),
        ("facts", changes.facts),
        ("conflicts", changes.conflicts),
    ];
    format!("run {}: {}", changes.run, all.into_iter().filter_map(told).collect::<Vec<_>>().join("; "))
}

fn show_base(args: &args::KbShow) -> Result<Outcome, Failure> {
    let question = match (&args.subject, args.conflicts, args.since, &args.search) {
        (Some(name), ..) => Question::Subject(name.clone()),
        (_, true, ..) => Question::Conflicts,
        (_, _, Some(run), _) => Question::Since(run),
        (.., Some(words)) => Question::Search(words.clone()),
        _ => Question::Overview,
    };
    let base = Base::open(&args.kb).map_err(|error| failure(&args.kb, error))?;
    let mut out = stdout::open();
    let any = show(&base, &question, &mut out).map_err(|error| match error {
        ShowError::Base(error) => failure(&args.kb, error),
        ShowError::Write(error) => error.into(),
    })?;
    out.flush()?;
    match question {
        Question::Subject(name) if !any => {
            let _ = complain(&format!("{}: nothing is known under the name {}", args.kb.display(), harmless(&name)));
            Ok(Outcome::Incomplete)
        }
        _ => Ok(Outcome::Done),
    }
}

/// A fault of a base, with its file's name and the exit code that it deserves.
pub(super) fn failure(path: &Path, error: KbError) -> Failure {
    let name = path.display().to_string();
    match error {
        KbError::Locked => Failure::Locked(path.into()),
        KbError::Disk(cause) => Failure::Output(name, std::io::Error::other(cause)),
        error @ KbError::Results { .. } => Failure::Usage(error.to_string()),
        other => Failure::Usage(format!("{name}: {other}")),
    }
}
