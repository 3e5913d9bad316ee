//! `check`, `predicates`, `schema`, `completions`, `man`: what the program says of itself.

use clap::CommandFactory;
use sayso::write::{self, SCHEMAS};

use super::super::args::{Args, Common, Knowledge};
use super::super::failure::{Failure, Outcome};
use super::super::{lexicon, stdout};

/// Loading the lexicon finds what is malformed; its examples find what is wrong.
pub(in super::super) fn check(knowledge: &Knowledge, common: &Common) -> Result<Outcome, Failure> {
    match lexicon::check(knowledge)? {
        Ok(lexicon) if common.quiet => drop(lexicon),
        Ok(lexicon) => {
            let (predicates, names) = (lexicon.predicates.len(), lexicon.names.len());
            stdout::print(format!("{predicates} predicates, {names} names, no fault found\n").as_bytes())?;
        }
        Err(faults) => {
            Failure::Lexicon(faults).tell();
            return Ok(Outcome::Incomplete);
        }
    }
    Ok(Outcome::Done)
}

pub(in super::super) fn predicates(knowledge: &Knowledge) -> Result<Outcome, Failure> {
    let loaded = lexicon::load(knowledge)?;
    stdout::print(&write::lines(&write::predicate_rows(&loaded.lexicon.predicates)))?;
    Ok(Outcome::Done)
}

pub(in super::super) fn schema(name: &str) -> Result<Outcome, Failure> {
    let schema = SCHEMAS.iter().find(|schema| schema.name == name);
    let schema = schema.ok_or_else(|| Failure::Usage(format!("no schema {name:?}")))?;
    stdout::print(format!("{:#}\n", schema.json()).as_bytes())?;
    Ok(Outcome::Done)
}

pub(in super::super) fn completions(shell: clap_complete::Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "sayso", &mut script);
    stdout::print(&script)?;
    Ok(Outcome::Done)
}

pub(in super::super) fn man(command: Option<&str>) -> Result<Outcome, Failure> {
    let mut program = Args::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            let found = found.ok_or_else(|| Failure::Usage(format!("no command {name:?}")))?;
            found.display_name(format!("sayso-{name}"))
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    stdout::print(&text)?;
    Ok(Outcome::Done)
}
