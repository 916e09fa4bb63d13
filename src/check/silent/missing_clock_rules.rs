//! Durations are promised, and nothing says how they are counted.

use crate::check::{Facts, commitments, delays, shown, values};
use crate::diagnostics::{Answer, Case, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{CalendarSet, Commitment, Event, Expr, Form, Model};

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

/// Shows that a case is due at two instants, as its count starts at once or with the next day.
fn shown_by_start(model: &Model, commitment: &Commitment) -> Witness {
    let contract = &model.contract.term.id;
    let indicator = model.indicators.get(&commitment.indicator);
    let start = indicator.and_then(|indicator| match &indicator.formula {
        Expr::TimeBetween { from: Event::Field { record, field }, .. } => Some((record, field)),
        _ => None,
    });
    let in_days = commitment.target.as_ref().and_then(|bound| values::constant(model, &bound.value));
    let in_days = in_days.is_none_or(|limit| delays::counts_days(&limit.unit));
    match start.filter(|_| !in_days && commitment.calendar.is_some()) {
        Some((record, field)) => {
            let at = shown::noon(model, &[commitment.term.validity]);
            let case = shown::common(&commitment.scope, &commitment.scope).unwrap_or_default();
            let (record, event) = (Some(record.name().clone()), Some(field.clone()));
            let text = format!(
                "{} opened on {} at 12:00: due on {{0}} if its count starts at once, on {{1}} if it starts with the next day",
                shown::told(&case),
                shown::day(model, at)
            );
            let case = Case { record, event, at: Some(at), ..case };
            let asks = Question::Due { of: commitment.term.id.clone(), level: None, case };
            let either = [shown::word("starts_at_once"), shown::word("starts_at_next_day")];
            Witness::new(Shows::Different, text).either(&asks, contract, "clock.outside_hours", either)
        }
        None => {
            let text = "a case opened at 22:00, made more urgent after an hour, closed and opened again: nothing says from when its count runs";
            let asks = Question::Stated { term: contract.clone(), field: "clock".into() };
            Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Nothing)
        }
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
        .witness(shown_by_start(model, commitment))
        .note(format!("open questions: {outside}a change of priority, a reopening, a workaround, an automatic answer"))
        .help(format!("add `use std.clock`, and {adopt} in the contract: the count goes on after a change of priority or a reopening, a workaround stops it, an automatic answer does not; or declare a `clock`"))
}
