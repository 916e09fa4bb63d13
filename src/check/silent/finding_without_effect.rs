//! Someone must establish a fact in time, and nothing says what holds without it.

use crate::check::{Facts, shown, words};
use crate::diagnostics::{Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Deadline, Exclusion};

/// Someone must establish a fact in time, and nothing says what holds without it.
pub static RULE: Rule = Rule {
    name: "finding-without-effect",
    family: Family::Silent,
    summary: "nothing says what holds when a cause is not established in time",
    checks: &["X11"],
};

/// Asks every exclusion that is established within some time for the effect of silence.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for exclusion in &facts.model.exclusions {
        if let Some(finding) = &exclusion.established
            && let (Some(deadline), None) = (&finding.within, &finding.otherwise)
        {
            sink.report(finding_without_effect(exclusion, deadline));
        }
    }
}

fn finding_without_effect(exclusion: &Exclusion, deadline: &Deadline) -> Finding {
    let (id, length) = (&exclusion.term.id, words::quantity(&deadline.delay.length));
    let by = exclusion.established.as_ref().map(|finding| finding.by.name().clone()).unwrap_or_default();
    Finding::new(
        &RULE,
        exclusion.term.field("established by"),
        format!("nothing says what holds when `{}` has not established `{id}` in time", by),
    )
    .about(id)
    .here(format!("established within {length}"))
    .witness(Witness::new(Shows::Different, format!("no finding after {length}: the time counts, or does not")).either(
        &Question::Established { exclusion: id.clone() },
        id,
        "otherwise",
        [shown::word("counts"), shown::word("does_not_count")],
    ))
    .help("add `otherwise counts` (the time counts against the promise) or `otherwise does_not_count` (it is left out)")
}
