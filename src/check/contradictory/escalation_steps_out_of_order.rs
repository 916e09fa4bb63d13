//! A later level is called in before an earlier one.

use crate::check::{Facts, scopes, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{CalendarSet, Escalation, EscalationStep};
use std::cmp::Ordering;

/// A later level is called in before an earlier one.
pub static RULE: Rule = Rule {
    name: "escalation-steps-out-of-order",
    family: Family::Contradictory,
    summary: "a later level of an escalation is not called in after the earlier one",
    checks: &["E2"],
};

/// Compares each level with the one before it that is for some of the same cases.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for escalation in &facts.model.escalations {
        for (at, later) in escalation.steps.iter().enumerate() {
            let before = escalation.steps.iter().take(at).rev();
            if let Some((earlier, case)) =
                before.filter_map(|step| Some((step, scopes::common(&step.scope, &later.scope)?))).next()
                && not_after(earlier, later)
            {
                sink.report(escalation_steps_out_of_order(escalation, earlier, later, &case));
            }
        }
    }
}

/// Whether the later level is never called in after the earlier one. Delays on different hours are left to the rules on
/// time, but for one case: what counts at all hours is over no later than what counts the same on some of them.
fn not_after(earlier: &EscalationStep, later: &EscalationStep) -> bool {
    let hours = |step: &EscalationStep| step.after.calendar.clone().unwrap_or_else(|| step.during.clone());
    let order = values::compare(&later.after.length, &earlier.after.length);
    let comparable = hours(earlier) == hours(later) || hours(later) == CalendarSet::Always;
    comparable && matches!(order, Some(Ordering::Less | Ordering::Equal))
}

fn escalation_steps_out_of_order(
    escalation: &Escalation,
    earlier: &EscalationStep,
    later: &EscalationStep,
    case: &str,
) -> Finding {
    let (one, other) = (words::quantity(&earlier.after.length), words::quantity(&later.after.length));
    let id = &escalation.term.id;
    let message = format!("level {} of `{id}` is not called in after level {}", later.level, earlier.level);
    Finding::new(&RULE, later.span, message)
        .about(id)
        .here(format!("level {} after {other}", later.level))
        .label(earlier.span, format!("level {} after {one}", earlier.level))
        .witness(format!("{case}: level {} after {one}, level {} after {other}", earlier.level, later.level))
        .help(format!("call in level {} after more than {one}", later.level))
}
