//! `export`: results in the forms that other programs load.

use std::io::{self, Write};
use std::path::Path;

use sayso::export::{ExportError, FORMS, Source, Target};

use super::super::args;
use super::super::failure::{Failure, Outcome};
use super::super::folder::Folder;
use super::super::lexicon;
use super::super::results::Results;

pub(in super::super) fn export(args: &args::Export) -> Result<Outcome, Failure> {
    let form = FORMS.iter().find(|form| form.name == args.to);
    let form = form.ok_or_else(|| Failure::Usage(format!("no form {:?}", args.to)))?;
    if Results::are_in(&args.out) {
        let place = args.out.display();
        return Err(Failure::Usage(format!(
            "{place}: holds the results of a run: give the export a folder of its own"
        )));
    }
    let source = source(&args.source)?;
    let loaded = form.of_predicates.then(|| lexicon::load(&args.knowledge)).transpose()?;
    let predicates = loaded.as_ref().map(|loaded| loaded.lexicon.predicates.as_slice()).unwrap_or_default();
    let mut folder = Folder::lock(&args.out)?;
    let written = (form.write)(source.as_ref(), predicates, &mut Files(&mut folder));
    written.map_err(|error| match error {
        ExportError::Source(cause) => Failure::Usage(format!("{}: {cause}", args.source.display())),
        ExportError::Write(error) => Failure::Output(args.out.display().to_string(), error),
    })?;
    folder.publish()?;
    Ok(Outcome::Done)
}

/// A folder of results or, as a file, a knowledge base.
fn source(path: &Path) -> Result<Box<dyn Source>, Failure> {
    if path.is_dir() {
        return match Results::are_in(path) {
            true => Ok(Box::new(Results::open(path)?)),
            false => Err(Failure::Usage(format!(
                "{}: no results are in this folder: `sayso run PATH --out DIR` writes them",
                path.display()
            ))),
        };
    }
    base(path)
}

#[cfg(feature = "kb")]
fn base(path: &Path) -> Result<Box<dyn Source>, Failure> {
    Ok(Box::new(sayso::kb::Base::open(path).map_err(|error| super::kb::failure(path, error))?))
}

#[cfg(not(feature = "kb"))]
fn base(path: &Path) -> Result<Box<dyn Source>, Failure> {
    Err(Failure::Usage(format!("{}: no folder, and this program was built without knowledge bases", path.display())))
}

/// Files of an export in a folder.
struct Files<'a>(&'a mut Folder);

impl Target for Files<'_> {
    fn file(
        &mut self,
        name: &str,
        content: &mut dyn FnMut(&mut dyn Write) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let mut wrong = None;
        let written = self.0.write(name, |out| match content(out) {
            Err(ExportError::Source(cause)) => {
                wrong = Some(cause);
                Err(io::Error::other("not finished"))
            }
            Err(ExportError::Write(error)) => Err(error),
            Ok(()) => Ok(()),
        });
        match (wrong, written) {
            (Some(cause), _) => Err(ExportError::Source(cause)),
            (None, Err(Failure::Output(_, error))) => Err(ExportError::Write(error)),
            (None, Err(other)) => Err(ExportError::Write(io::Error::other(other.to_string()))),
            (None, Ok(_)) => Ok(()),
        }
    }
}
