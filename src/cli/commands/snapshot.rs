//! `snapshot`: articles against the snapshots beside them.

use std::io::Write;
use std::path::Path;

use sayso::write::{Difference, Style, harmless, snapshot as text_of};
use sayso::{Article, Lexicon};

use super::super::args::{self, Common};
use super::super::failure::{Failure, Outcome, complain};
use super::super::snaps::{Snap, Snaps, key};
use super::super::{lexicon, stdout};
use super::{each_article, tell, tell_skipped};

pub(in super::super) fn snapshot(args: &args::Snapshot, common: &Common) -> Result<Outcome, Failure> {
    let inputs = &args.reading.inputs;
    let root = match inputs.paths.as_slice() {
        [only] if only.as_os_str() != "-" => only,
        _ => return Err(Failure::Usage("one folder is checked at a time, or one file: `sayso snapshot DIR`".into())),
    };
    let snaps = Snaps::below(root);
    if let Some(unknown) = args.accept.iter().flatten().find(|name| !snaps.knows(name)) {
        return Err(Failure::Usage(format!("--accept {unknown:?}: nothing below {} is called so", root.display())));
    }
    let loaded = lexicon::load(&args.reading.knowledge)?;
    let style = stdout::style(common);
    let mut check = Check { args, snaps, style, out: stdout::open(), tally: Tally::default(), failed: Vec::new() };
    let skipped = each_article(
        inputs,
        common,
        |article| Seen::of(article, &loaded.lexicon),
        |result| match result {
            Ok(seen) => check.article(&seen),
            Err(error) => {
                tell(&error);
                check.failed.push(error.article);
                Ok(())
            }
        },
    )?;
    check.orphans()?;
    if !common.quiet {
        check.summary(root)?;
    }
    check.out.flush()?;
    tell_skipped(skipped, common);
    if let Some(rule) = args.only_changed_by.as_deref().filter(|rule| !is_known(rule, &loaded.lexicon)) {
        let _ = complain(&format!("no rule and no predicate is called {rule:?}"));
    }
    Ok(Outcome::of(check.failed.len() + check.tally.left()))
}

fn is_known(rule: &str, lexicon: &Lexicon) -> bool {
    let predicate = lexicon.predicate(rule.split('/').next().unwrap_or(rule));
    predicate.is_some_and(|predicate| !rule.contains('/') || predicate.rules.iter().any(|known| known.id == rule))
}

/// What is compared of an article.
struct Seen {
    article: String,
    key: String,
    text: String,
}

impl Seen {
    fn of(article: &Article, lexicon: &Lexicon) -> Seen {
        Seen { article: article.name.clone(), key: key(article), text: text_of(article, lexicon) }
    }
}

/// How many articles and snapshots came out how.
#[derive(Default)]
struct Tally {
    same: usize,
    changed: usize,
    new: usize,
    vanished: usize,
    accepted: usize,
    /// Changed by more than the rule that was asked for.
    beyond: usize,
}

impl Tally {
    /// What still differs from its snapshot.
    fn left(&self) -> usize {
        self.changed + self.new + self.vanished + self.beyond - self.accepted
    }
}

struct Check<'a, W: Write> {
    args: &'a args::Snapshot,
    snaps: Snaps,
    style: Style,
    out: W,
    tally: Tally,
    /// Names of what could not be read.
    failed: Vec<String>,
}

impl<W: Write> Check<'_, W> {
    fn article(&mut self, seen: &Seen) -> Result<(), Failure> {
        let snap = self.snaps.place(&seen.article, &seen.key);
        let Some(old) = snap.read()? else { return self.new_article(&snap, seen) };
        let difference = Difference::new(&old, &seen.text);
        if difference.is_empty() {
            self.tally.same += 1;
            return snap.settle();
        }
        if self.args.only_changed_by.as_deref().is_some_and(|rule| !difference.is_only_by(rule)) {
            self.tally.beyond += 1;
            return Ok(());
        }
        self.tally.changed += 1;
        if self.is_accepted(&snap, &seen.article) {
            return self.accept(&snap, seen, "changed");
        }
        self.tell("changed", &snap)?;
        self.out.write_all(difference.show(&self.style).as_bytes())?;
        self.propose(&snap, seen)
    }

    fn new_article(&mut self, snap: &Snap, seen: &Seen) -> Result<(), Failure> {
        if self.args.only_changed_by.is_some() {
            self.tally.beyond += 1;
            return Ok(());
        }
        self.tally.new += 1;
        if self.is_accepted(snap, &seen.article) {
            return self.accept(snap, seen, "new");
        }
        self.tell("new", snap)?;
        self.propose(snap, seen)
    }

    /// Snapshots of articles that are gone.
    fn orphans(&mut self) -> Result<(), Failure> {
        for snap in self.snaps.orphans(&self.failed) {
            if snap.read()?.is_none() {
                // What was pending for an article that nobody accepted.
                snap.settle()?;
            } else if self.args.only_changed_by.is_some() {
                self.tally.beyond += 1;
            } else {
                self.tally.vanished += 1;
                let accepted = self.is_accepted(&snap, &snap.name);
                self.tell(if accepted { "removed" } else { "vanished" }, &snap)?;
                if accepted {
                    snap.remove()?;
                    self.tally.accepted += 1;
                }
            }
        }
        Ok(())
    }

    fn is_accepted(&self, snap: &Snap, article: &str) -> bool {
        self.args.accept.as_ref().is_some_and(|names| {
            names.is_empty() || names.iter().any(|name| self.snaps.is_meant(name, &snap.name, article))
        })
    }

    fn accept(&mut self, snap: &Snap, seen: &Seen, how: &str) -> Result<(), Failure> {
        snap.accept(&seen.text)?;
        self.tally.accepted += 1;
        self.tell(&format!("accepted, {how}"), snap)
    }

    fn propose(&self, snap: &Snap, seen: &Seen) -> Result<(), Failure> {
        if self.args.no_pending { Ok(()) } else { snap.propose(&seen.text) }
    }

    fn tell(&mut self, what: &str, snap: &Snap) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{what}: {}", self.style.heading(&harmless(&snap.name)))?)
    }

    fn summary(&mut self, root: &Path) -> Result<(), Failure> {
        let Tally { same, changed, new, vanished, accepted, beyond } = self.tally;
        let parts =
            [(same, "the same"), (changed, "changed"), (new, "new"), (vanished, "vanished"), (accepted, "accepted")];
        let mut parts: Vec<String> = parts.iter().map(|(count, what)| format!("{count} {what}")).collect();
        if let Some(rule) = &self.args.only_changed_by {
            parts.push(format!("{beyond} by more than {rule}, not shown"));
        }
        writeln!(self.out, "{}", harmless(&parts.join(", ")))?;
        if self.tally.changed + self.tally.new + self.tally.vanished > accepted && self.args.accept.is_none() {
            let root = harmless(&root.display().to_string()).into_owned();
            writeln!(self.out, "`sayso snapshot {root} --accept [NAME...]` writes what is right")?;
        }
        Ok(())
    }
}
