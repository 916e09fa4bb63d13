//! A level can be called in when the deadline that the escalation serves is over.

use crate::check::timing::{self, TooLate};
use crate::check::{Facts, shown, words};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};

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
        sink.report(escalation_after_deadline(late));
    }
}

fn escalation_after_deadline(late: &TooLate<'_>) -> Finding {
    let (id, level, clock, at) = (&late.escalation.term.id, &late.step.level, &late.clock, &late.instance);
    let after = words::delay_of(late.step);
    let promise = &clock.commitment.term.id;
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
        .label(clock.span, format!("`{}` within {}", clock.to, words::quantity(&clock.limit)))
        .witness(shown)
        .help(format!(
            "call in level {level} earlier, on the hours on which `{}` counts, or give `{}` longer",
            clock.to, clock.to
        ));
    let finding = clock.names().fold(finding, Finding::about);
    if at.always { finding.note("it is so whenever the case opens") } else { finding }
}
