//! A level can be called in when the deadline that the escalation serves is over.

use crate::check::timing::{self, TooLate};
use crate::check::{Facts, shown, values, words};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};
use crate::model::{CalendarSet, Model};
use crate::quantity::Rational;
use std::cmp::Ordering;

/// A level can be called in when the deadline that the escalation serves is over.
pub static RULE: Rule = Rule {
    name: "escalation-after-deadline",
    family: Family::Contradictory,
    summary: "a level of an escalation can be called in when the deadline is over",
    checks: &["E1"],
};

/// Asks for each level whether there is an instant from which its delay is over no earlier than the deadline.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for late in &facts.timing().too_late {
        sink.report(escalation_after_deadline(facts.model, late));
    }
}

fn escalation_after_deadline(model: &Model, late: &TooLate<'_>) -> Finding {
    let (id, level, clock, at) = (&late.escalation.term.id, &late.step.level, &late.clock, &late.instance);
    let after = words::delay_of(late.step);
    let promise = &clock.commitment.term.id;
    let (to, apart) = (&clock.to, late.step.delay().calendar != clock.commitment.calendar);
    // At all hours a limit that is longer by so much ends so much later.
    let runs_on = clock.commitment.calendar == Some(CalendarSet::Always) && clock.days.is_none();
    let enough = at
        .late
        .filter(|_| runs_on)
        .and_then(|late| Rational::from(clock.limit.base().ceil()).to_i64()?.checked_add(late));
    let longer = match enough {
        Some(seconds) => format!("give `{to}` more than {}", words::seconds(seconds)),
        None => format!("give `{to}` a longer time"),
    };
    let shorter = values::compare(&late.step.after.length, &clock.limit) == Some(Ordering::Less);
    let help = match apart && shorter && clock.days.is_none() {
        true => format!(
            "let the delay of level {level} run {}, as that of `{to}` does, or {longer}",
            words::clock_hours(clock)
        ),
        false => format!("call in level {level} sooner, or {longer}"),
    };
    let message = format!("level {level} of `{id}` can come too late for `{promise}`");
    let text = format!(
        "{} opened on {}: level {level} is called in on {}, `{}` is due on {}",
        shown::told(&late.case),
        at.opened,
        at.first,
        clock.to,
        at.second
    );
    let shown = match timing::asks(late.escalation, late.step, &late.case, at.at.0) {
        Some(called) => Witness::new(Shows::NotBefore, text)
            .ask(called, at.first_answer())
            .ask(clock.asks(&late.case, at), at.second_answer()),
        None => Witness::told(text),
    };
    let finding = Finding::new(&RULE, late.step.span, message)
        .about(id)
        .here(format!("level {level} after {after}"))
        .label(
            clock.span,
            format!("`{}` within {} {}", clock.to, words::quantity(&clock.limit), words::clock_hours(clock)),
        )
        .witness(shown)
        .help(help);
    let finding = clock.names().fold(finding, Finding::about);
    let finding = at.note("it is so whenever the case opens").into_iter().fold(finding, Finding::note);
    let delay = late.step.delay();
    words::with_hours(finding, model, delay.calendar.iter().chain(&clock.commitment.calendar))
}
