//! The program's rim: arguments, inputs, threads, terminal, output files, exit codes. What articles say is
//! the library's matter; nothing here looks into a text.

mod args;
mod batch;
mod cache;
mod commands;
mod disk;
mod failure;
mod folder;
mod gather;
mod input;
mod lexicon;
mod page;
mod panics;
mod parted;
mod progress;
mod results;
mod snaps;
mod stdout;
mod store;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use failure::{Failure, Outcome};

/// Parses the arguments, runs the command and turns what came of it into an exit code.
pub(crate) fn main() -> ExitCode {
    panics::record();
    let outcome = match Args::try_parse() {
        Ok(args) => run(&args),
        Err(help) if !help.use_stderr() => stdout::help(&help),
        Err(error) => Err(Failure::from(error)),
    };
    match outcome {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => {
            failure.tell();
            ExitCode::from(failure.code())
        }
    }
}

fn run(args: &Args) -> Result<Outcome, Failure> {
    let common = &args.common;
    match &args.command {
        #[cfg(feature = "kb")]
        Command::Run(run) => commands::kb::run_into(run, common),
        #[cfg(not(feature = "kb"))]
        Command::Run(run) => commands::run::run(run, common),
        #[cfg(feature = "kb")]
        Command::Kb(command) => commands::kb::kb(command, common),
        Command::Export(export) => commands::export::export(export),
        Command::Extract(reading) => commands::extract::extract(reading, common),
        Command::Reconcile(reconcile) => commands::run::reconcile(reconcile, common),
        Command::Text(inputs) => commands::show::text(inputs, common),
        Command::Segments(reading) => commands::show::segments(reading, common),
        Command::Mentions(mentions) => commands::show::mentions(mentions, common),
        Command::Score(score) => commands::score::score(score),
        Command::Explain(explain) => commands::explain::explain(explain, common),
        Command::Snapshot(snapshot) => commands::snapshot::snapshot(snapshot, common),
        Command::Diff(diff) => commands::diff::diff(diff, common),
        Command::Rule(args::Rule::Try(trial)) => commands::rule::trial(trial, common),
        Command::Check(knowledge) => commands::about::check(knowledge, common),
        Command::Gazetteer(gazetteer) => commands::gazetteer::gazetteer(gazetteer, common),
        Command::Furniture(args::Furniture::Learn(learn)) => commands::furniture::learn(learn, common),
        Command::Predicates(knowledge) => commands::about::predicates(knowledge),
        Command::Schema { name } => commands::about::schema(name),
        Command::Completions { shell } => commands::about::completions(*shell),
        Command::Man { command } => commands::about::man(command.as_deref()),
    }
}
