//! What a promise rests on counts fewer hours.

use crate::check::timing::Uncovered;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Model;

/// What a promise rests on counts fewer hours.
pub static RULE: Rule = Rule {
    name: "promise-on-other-hours",
    family: Family::Unenforceable,
    summary: "a promise rests on one that counts fewer hours",
    checks: &["D5"],
};

/// Compares the hours of each promised share of time with those of the promises of others that it rests on.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for uncovered in &facts.timing().uncovered {
        sink.report(promise_on_other_hours(facts.model, uncovered));
    }
}

fn promise_on_other_hours(model: &Model, uncovered: &Uncovered<'_>) -> Finding {
    let (own, behind) = (uncovered.own, uncovered.behind);
    let (one, other) = (&own.term.id, &behind.term.id);
    let hours = |set: Option<&crate::model::CalendarSet>| set.map(words::hours).unwrap_or_default();
    let (own_hours, their_hours) = (hours(own.calendar.as_ref()), hours(behind.calendar.as_ref()));
    let message = format!("`{one}` is promised {own_hours}, but rests on `{other}`, which is promised {their_hours}");
    let finding = Finding::new(&RULE, behind.target_span, message)
        .about(other)
        .about(one)
        .about(&uncovered.service.term.id)
        .here(format!("`{other}` counts {their_hours}"))
        .label(own.target_span, format!("`{one}` counts {own_hours}"))
        .witness(format!("{}: an outage counts for `{one}`, but not for `{other}`", uncovered.instant))
        .help(format!(
            "have `{}` promise the hours of `{one}`, or promise `{}` for the hours of `{other}` only",
            behind.debtor, uncovered.service.term.id
        ));
    words::with_hours(finding, model, own.calendar.iter().chain(&behind.calendar))
}
