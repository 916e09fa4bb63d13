//! Copies are kept where the original is lost too.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Backup, Service};

/// Copies are kept where the original is lost too.
pub static RULE: Rule = Rule {
    name: "copy-with-original",
    family: Family::Unrealistic,
    summary: "copies are kept where the original is lost too",
    checks: &["B11"],
};

/// Looks for plans whose copies are kept by a service that they back up, or that cannot do without one.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let references = facts.references();
    for backup in &facts.model.backups {
        let Some(stored) = backup.stored.as_ref().and_then(|id| facts.model.services.get(id)) else { continue };
        let Some(from) = references.number(&stored.term.id) else { continue };
        let mut needed: Vec<usize> = vec![from];
        // Only what it depends on counts, not all that it cites.
        let services =
            |at: usize| references.terms.get(at).is_some_and(|t| facts.model.services.by_name(&t.id).is_some());
        let mut at = 0;
        while let Some(node) = needed.get(at).copied() {
            let next = references.graph.successors(node).iter().copied().filter(|to| services(*to));
            let next: Vec<usize> = next.filter(|to| !needed.contains(to)).collect();
            needed.extend(next);
            at += 1;
        }
        let lost = backup.of.iter().filter_map(|id| facts.model.services.get(id));
        let lost = lost.filter(|s| references.number(&s.term.id).is_some_and(|at| needed.contains(&at)));
        for service in lost {
            sink.report(copy_with_original(backup, stored, service));
        }
    }
}

fn copy_with_original(backup: &Backup, stored: &Service, service: &Service) -> Finding {
    let (id, place, original) = (&backup.term.id, &stored.term.id, &service.term.id);
    let why =
        if place == original { "it is the original".to_owned() } else { format!("it cannot do without `{original}`") };
    Finding::new(&RULE, backup.term.field("stored"), format!("the copies of `{id}` are lost with `{original}`"))
        .about(id)
        .about(original)
        .here(format!("kept by `{place}`: {why}"))
        .help("keep the copies where what is backed up can fail without them")
}
