//! Copies are kept where the original is lost too.

use crate::check::Facts;
use crate::check::timing::in_series;
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
    let services = &facts.model.services;
    for backup in &facts.model.backups {
        let Some(stored) = backup.stored.as_ref().and_then(|id| services.get(id)) else { continue };
        let mut needed = vec![stored];
        let mut at = 0;
        while let Some(service) = needed.get(at).copied() {
            let mut next = Vec::new();
            service.depends_on.iter().for_each(|dependency| in_series(dependency, &mut next));
            let next = next.into_iter().filter_map(|id| services.get(id));
            let next: Vec<&Service> = next.filter(|s| needed.iter().all(|known| known.term.id != s.term.id)).collect();
            needed.extend(next);
            at += 1;
        }
        let lost = backup.of.iter().filter_map(|id| services.get(id));
        for service in lost.filter(|service| needed.iter().any(|needed| needed.term.id == service.term.id)) {
            sink.report(copy_with_original(backup, stored, service));
        }
    }
}

fn copy_with_original(backup: &Backup, stored: &Service, service: &Service) -> Finding {
    let (id, place, original) = (&backup.term.id, &stored.term.id, &service.term.id);
    let why =
        if place == original { "the service that it backs up".to_owned() } else { format!("which needs `{original}`") };
    let message = format!("the backup `{id}` of `{original}` keeps its copies where they are lost with `{original}`");
    Finding::new(&RULE, backup.term.field("stored"), message)
        .about(id)
        .about(original)
        .here(format!("the copies are kept by `{place}`, {why}"))
        .witness(format!("`{original}` is lost: so are its copies"))
        .help(format!("write after `stored` a service that does not fail when `{original}` does"))
}
