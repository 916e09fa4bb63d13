//! Several amounts may be owed for one period, and nothing says how they combine.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Model, Schedule, Settlement};

/// Several amounts may be owed for one period, and nothing says how they combine.
pub static RULE: Rule = Rule {
    name: "missing-combination",
    family: Family::Silent,
    summary: "several amounts may be owed at once and nothing says how they combine",
    checks: &["P15", "P14"],
};

/// Asks every group of amounts that are settled together how they combine.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let said = group.settlement.is_some_and(|s| s.combine.is_some());
        match group.schedules.as_slice() {
            _ if said => {}
            [first, second, ..] => sink.report(missing_combination(first, second, group.settlement)),
            [only] => {
                if let Some((one, other)) = owed_twice(facts.model, only) {
                    sink.report(of_one_schedule(only, one, other, group.settlement));
                }
            }
            [] => {}
        }
    }
}

/// Two commitments on different things, each of which may bring the amount in one period.
fn owed_twice<'m>(model: &'m Model, schedule: &'m Schedule) -> Option<(&'m Commitment, &'m Commitment)> {
    let mut judged = schedule.on.iter().filter_map(|id| model.commitments.get(id)).filter(|c| c.target.is_some());
    let first = judged.next()?;
    let beside = |other: &&Commitment| {
        other.indicator != first.indicator && other.window == first.window && other.tier == first.tier
    };
    judged.find(beside).map(|second| (first, second))
}

fn of_one_schedule(
    schedule: &Schedule,
    one: &Commitment,
    other: &Commitment,
    settlement: Option<&Settlement>,
) -> Finding {
    let id = &schedule.term.id;
    let message =
        format!("nothing says how the amounts of `{id}` for `{}` and `{}` combine", one.indicator, other.indicator);
    Finding::new(&RULE, settlement.map_or(schedule.term.span, |s| s.term.span), message)
        .about(id)
        .here("settled here")
        .label(one.target_span, "one amount")
        .label(other.target_span, "another amount")
        .witness("a period that breaches both: their sum, the greater, or the lesser?")
        .help("add `combine sum`, `combine greatest` or `combine least` to a `settlement`")
}

fn missing_combination(first: &Schedule, second: &Schedule, settlement: Option<&Settlement>) -> Finding {
    let message = format!("nothing says how `{}` and `{}` combine", first.term.id, second.term.id);
    let finding = Finding::new(&RULE, settlement.map_or(second.term.span, |s| s.term.span), message)
        .about(&first.term.id)
        .about(&second.term.id)
        .witness("one outage that brings both: their sum, the greater, or the lesser?");
    let finding = match settlement {
        Some(_) => finding
            .here("settled here")
            .label(first.term.span, format!("`{}` is owed", first.term.id))
            .label(second.term.span, format!("and `{}`", second.term.id)),
        None => finding.here("another amount").label(first.term.span, "one amount"),
    };
    finding.help("add `combine sum`, `combine greatest` or `combine least` to a `settlement`")
}
