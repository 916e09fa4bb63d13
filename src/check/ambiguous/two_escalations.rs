//! Two escalations call the same one in at different times.

use crate::check::{Facts, shown, timing, words};
use crate::diagnostics::{Case, Family, Finding, Rule, Shows, Sink, Witness};
use crate::model::{Escalation, EscalationStep};

/// Two escalations call the same one in at different times.
pub static RULE: Rule = Rule {
    name: "two-escalations",
    family: Family::Ambiguous,
    summary: "two escalations of one case call in one actor after different delays",
    checks: &["N2", "E2"],
};

/// Compares the levels of escalations that run between the same events, for cases of both that call in the same party or role.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let all: Vec<&Escalation> = facts.model.escalations.iter().collect();
    for (at, second) in all.iter().enumerate() {
        let dated = |escalation: &Escalation| !facts.blanks().has_dates(&escalation.term.id);
        let beside = |first: &&&Escalation| {
            (&first.of, &first.from, &first.until) == (&second.of, &second.from, &second.until)
                && first.term.validity.overlaps(&second.term.validity)
                && dated(first)
                && dated(second)
        };
        for first in all.iter().take(at).filter(beside) {
            let pairs = first.steps.iter().flat_map(|one| second.steps.iter().map(move |other| (one, other)));
            let mut apart = pairs.filter_map(|(one, other)| {
                let case = shown::common(&one.scope, &other.scope)?;
                (one.to == other.to && one.delay() != other.delay()).then_some((one, other, case))
            });
            if let Some((one, other, case)) = apart.next() {
                sink.report(two_escalations((first, one), (second, other), &case, facts));
            }
        }
    }
}

fn two_escalations(
    first: (&Escalation, &EscalationStep),
    second: (&Escalation, &EscalationStep),
    case: &Case,
    facts: &Facts<'_>,
) -> Finding {
    let (one, other, to) = (&first.0.term.id, &second.0.term.id, second.1.to.name());
    let delay = |step: &EscalationStep| words::delay_of(step);
    let noon = shown::noon(facts.model, &[first.0.term.validity, second.0.term.validity]);
    let text = format!(
        "{} opened on {}: `{to}` is called in after {}, on {{0}}, and after {}, on {{1}}",
        shown::told(case),
        facts.on_day(noon),
        delay(first.1),
        delay(second.1)
    );
    let asks = |(escalation, step): (&Escalation, &EscalationStep)| timing::asks(escalation, step, case, noon);
    let shown = match (asks(first), asks(second)) {
        (Some(one), Some(other)) => Witness::new(Shows::Different, text).wonder(one).wonder(other),
        _ => Witness::told(text),
    };
    Finding::new(&RULE, second.1.span, format!("`{one}` and `{other}` call in `{to}` at different times"))
        .about(one)
        .about(other)
        .here(format!("after {}", delay(second.1)))
        .label(first.1.span, format!("after {}", delay(first.1)))
        .witness(shown)
        .help("keep one of the two, or name different cases after `for` in each")
}
