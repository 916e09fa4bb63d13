//! What a promise rests on counts fewer hours.

use crate::check::timing::Uncovered;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};

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
        sink.report(promise_on_other_hours(uncovered));
    }
}

fn promise_on_other_hours(uncovered: &Uncovered<'_>) -> Finding {
    let (own, behind) = (uncovered.own, uncovered.behind);
    let (one, other) = (&own.term.id, &behind.term.id);
    let hours = |set: Option<&crate::model::CalendarSet>| set.map(words::hours).unwrap_or_default();
    Finding::new(&RULE, behind.target_span, format!("`{one}` rests on `{other}`, which counts at other hours"))
        .about(other)
        .about(one)
        .about(&uncovered.service.term.id)
        .here(format!("counts {}", hours(behind.calendar.as_ref())))
        .label(own.target_span, format!("counts {}", hours(own.calendar.as_ref())))
        .witness(format!("{}: an outage counts for `{one}`, and not for `{other}`", uncovered.instant))
        .help(format!(
            "agree with `{}` on the same hours, or promise `{}` on theirs",
            behind.debtor, uncovered.service.term.id
        ))
}
