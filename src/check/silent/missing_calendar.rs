//! Nothing says during which hours a commitment counts.

use crate::check::{Facts, commitments, shown};
use crate::diagnostics::{Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Commitment, Form, Model};

/// Nothing says during which hours a commitment counts.
pub static RULE: Rule = Rule {
    name: "missing-calendar",
    family: Family::Silent,
    summary: "a commitment on time does not say during which hours it counts",
    checks: &["O23"],
};

/// Asks every binding promise that counts time for its calendar.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let counts_time = |commitment: &Commitment| {
        let indicator = facts.model.indicators.get(&commitment.indicator);
        indicator.is_some_and(|i| matches!(i.form, Form::TimeRatio | Form::SlotRatio | Form::Duration))
    };
    let days = |commitment: &Commitment| commitment.target.as_ref().is_some_and(|bound| bound.calendar.is_some());
    for commitment in facts.binding().filter(|c| c.calendar.is_none() && counts_time(c) && !days(c)) {
        sink.report(missing_calendar(facts.model, commitment));
    }
}

fn missing_calendar(model: &Model, commitment: &Commitment) -> Finding {
    let name = commitments::full_name(commitment);
    let at = shown::saturday(model, commitment.term.validity);
    let (day, id) = (shown::day(model, at), &commitment.term.id);
    let text = format!(
        "{day} at 22:00: it counts if the hours are `always`, and does not in office hours from Monday to Friday"
    );
    let shown = Witness::new(Shows::Different, text).either(
        &Question::Counts { commitment: id.clone(), at },
        id,
        "during",
        [shown::word("always"), shown::word("office")],
    );
    Finding::new(&RULE, commitment.target_span, format!("{name} does not say during which hours it counts"))
        .about(&commitment.term.id)
        .here("at all hours, or only during some?")
        .witness(shown)
        .help("add `during always`, or `during` a calendar, to the commitment or to its tier")
}
