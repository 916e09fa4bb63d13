//! A service is held to nothing between two phases.

use crate::check::{Facts, shown};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Held, Service};
use jiff::civil::Date;

/// A service is held to nothing between two phases.
pub static RULE: Rule = Rule {
    name: "hole-between-tiers",
    family: Family::Silent,
    summary: "a service is held to no tier between two of its phases",
    checks: &["G5", "N5"],
};

/// Looks for days between the first and the last level of a service on which it is held to none.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for service in &facts.model.services {
        let open = facts.blanks().of_term(&service.term.id);
        if open.iter().any(|(field, _)| field.starts_with("at")) {
            continue;
        }
        let mut held: Vec<&Held> = service.tiers.iter().collect();
        held.sort_by_key(|held| held.from);
        let Some((first, rest)) = held.split_first() else { continue };
        let (mut last, mut covered) = (*first, first.until);
        for next in rest {
            if let (Some(until), Some(from)) = (covered, next.from)
                && until < from
            {
                sink.report(hole_between_tiers(facts, service, (last, until), (next, from)));
            }
            // What has no end covers all that follows.
            if next.until.is_none() || covered.is_some() && next.until > covered {
                (last, covered) = (*next, next.until.filter(|_| covered.is_some()));
            }
        }
    }
}

fn hole_between_tiers(
    facts: &Facts<'_>,
    service: &Service,
    (before, until): (&Held, Date),
    (after, from): (&Held, Date),
) -> Finding {
    let id = &service.term.id;
    let asks = Question::Tiers { service: id.clone(), at: shown::start(facts.model, until) };
    let text = format!("{until}: nothing is promised of `{id}`, and nothing says so");
    let shown = Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Names(Vec::new()));
    Finding::new(&RULE, service.term.field("at"), format!("`{id}` is held to no tier from {until} until {from}"))
        .about(id)
        .about(before.tier.name())
        .about(after.tier.name())
        .here(format!("`{}` until {until}, `{}` from {from} on", before.tier, after.tier))
        .witness(shown)
        .help(format!("let `{}` go on until {from}, or `{}` begin on {until}", before.tier, after.tier))
}
