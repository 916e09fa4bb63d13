//! A cap that is never reached: another one makes it useless, or the amounts under it never come to so much.

use crate::answers::exposure::ceilings::{Ceiling, Limit as Limits};
use crate::base::{Name, Span};
use crate::check::settlements::{self, Limit};
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{HasTerm, Model, Settlement};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A cap that is never reached: another one makes it useless, or the amounts under it never come to so much.
pub static RULE: Rule = Rule {
    name: "cap-without-effect",
    family: Family::Void,
    summary: "a cap that is never reached",
    checks: &["P11", "P12"],
};

/// Compares each cap with those on at least the same amounts, in a window that holds its own, and with the most that can be owed.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for group in facts.settled() {
        let Some(settlement) = group.settlement else { continue };
        for caps in settlements::caps(facts.model, group) {
            // Of two caps on the same, nothing says which of them holds.
            let twins =
                caps.iter().filter(|one| caps.iter().any(|two| one.against_its_twin(two).is_some_and(Ordering::is_ne)));
            told.extend(twins.map(|twin| twin.cap.span));
            for idle in &caps {
                if let Some(other) = caps.iter().find(|other| idle.is_idle_beside(other)) {
                    told.insert(idle.cap.span);
                    sink.report(cap_without_effect(settlement, idle, other));
                }
            }
        }
    }
    for ceiling in facts.ceilings().iter().filter(|ceiling| ceiling.is_out_of_reach()) {
        if let Limits::Cap { of, by, place } = &ceiling.limit
            && !told.contains(place)
            && let Some(settlement) = facts.model.settlements.get(of)
        {
            sink.report(never_reached(facts.model, settlement, (by, *place), ceiling));
        }
    }
}

fn never_reached(model: &Model, settlement: &Settlement, (by, place): (&Name, Span), ceiling: &Ceiling) -> Finding {
    let id = &settlement.term.id;
    let (limit, most) = (words::sum(&ceiling.amount), words::sum(&ceiling.most));
    let place = if place == Span::default() { settlement.term.field("cap") } else { place };
    let finding = Finding::new(
        &RULE,
        place,
        format!("a cap of `{id}` is never reached: the amounts under it never come to so much"),
    )
    .about(id)
    .here(format!("at most {limit}"))
    .note(format!(
        "{}, when they come nearest to it, they are {most} at most, and the cap is {limit}",
        words::days(ceiling.during, &model.contract.zone())
    ))
    .help(format!("lower the cap below {most}, or leave it out"));
    if by == &settlement.term().id { finding } else { finding.about(by) }
}

fn cap_without_effect(settlement: &Settlement, idle: &Limit<'_>, other: &Limit<'_>) -> Finding {
    let id = &settlement.term.id;
    let (amount, limit) = (words::quantity(&idle.amount), words::quantity(&other.amount));
    let period =
        |limit: &Limit<'_>| limit.cap.window.as_ref().map(|w| format!(" {}", words::each(w))).unwrap_or_default();
    let (own, longer) = (period(idle), period(other));
    let message =
        format!("the cap of `{id}` of {amount}{own} is never reached: the one of {limit}{longer} is reached first");
    Finding::new(&RULE, idle.place(settlement), message)
        .about(id)
        .here(format!("at most {amount}{own}"))
        .label(other.place(settlement), format!("at most {limit}{longer}, on the same amounts"))
        .help(format!("remove the first cap, lower it below {limit}, or raise the other one above {amount}"))
}
