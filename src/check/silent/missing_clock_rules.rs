//! Durations are promised, and nothing says how they are counted.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{CalendarSet, Commitment, Form, Model};

/// Durations are promised, and nothing says how they are counted.
pub static RULE: Rule = Rule {
    name: "missing-clock-rules",
    family: Family::Silent,
    summary: "durations are promised and no clock says how they are counted",
    checks: &["T7"],
};

/// Looks for a promised duration in a contract that adopts no clock.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if facts.model.clock.is_some() || facts.blanks().has(&facts.model.contract.term.id, "clock") {
        return;
    }
    let is_duration =
        |c: &&Commitment| facts.model.indicators.get(&c.indicator).is_some_and(|i| i.form == Form::Duration);
    if let Some(first) = facts.binding().find(is_duration) {
        sink.report(missing_clock_rules(facts.model, first));
    }
}

fn missing_clock_rules(model: &Model, commitment: &Commitment) -> Finding {
    let name = commitments::full_name(commitment);
    // It says after how many days a case is closed, and so how days are counted must be said too.
    let adopt = if model.delays.iter().any(|rules| rules.general) {
        "`clock usual`"
    } else {
        "`clock usual` and `delays usual_delays`"
    };
    // At all hours no case opens outside of them.
    let always = commitment.calendar == Some(CalendarSet::Always);
    let outside = if always { "" } else { "a case opened outside hours, " };
    Finding::new(&RULE, model.contract.term.span, "durations are promised, and nothing says how they are counted")
        .about(&model.contract.term.id)
        .here("names no `clock`")
        .label(commitment.target_span, format!("{name} is a duration"))
        .witness("a case opened at 22:00, made more urgent after an hour, closed and opened again: from when does its count run?")
        .note(format!("open questions: {outside}a change of priority, a reopening, a workaround, an automatic answer"))
        .help(format!("add `use std.clock`, and {adopt} in the contract: the count goes on after a change of priority or a reopening, a workaround stops it, an automatic answer does not; or declare a `clock`"))
}
