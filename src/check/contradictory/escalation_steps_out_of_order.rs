//! A later level is called in before an earlier one.

use crate::check::{Facts, ladders, shown, timing, values, words};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};
use crate::model::{Escalation, EscalationStep};
use std::cmp::Ordering;

/// A later level is called in before an earlier one.
pub static RULE: Rule = Rule {
    name: "escalation-steps-out-of-order",
    family: Family::Contradictory,
    summary: "a later level of an escalation is not called in after the earlier one",
    checks: &["E2"],
};

/// Compares each level with the one before it, case by case: by their lengths, and where they count on
/// different hours over all instants.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for escalation in &facts.model.escalations {
        let noon = shown::noon(facts.model, &[escalation.term.validity]);
        for (at, later) in escalation.steps.iter().enumerate() {
            for (earlier, case) in ladders::before(facts.model, escalation, at) {
                if !not_after(earlier, later) {
                    continue;
                }
                let (one, other) = (words::quantity(&earlier.after.length), words::quantity(&later.after.length));
                let text = format!(
                    "{} opened on {}: level {} is called in after {one}, on {{0}}, level {} after {other}, on {{1}}",
                    shown::told(&case),
                    facts.on_day(noon),
                    earlier.level,
                    later.level
                );
                let asks = |step: &EscalationStep| timing::asks(escalation, step, &case, noon);
                let witness = match (asks(earlier), asks(later)) {
                    (Some(one), Some(other)) => Witness::new(Shows::NotBefore, text).wonder(one).wonder(other),
                    _ => Witness::told(text),
                };
                let finding = escalation_steps_out_of_order(escalation, earlier, later, witness);
                sink.report(finding.help(format!("call in level {} after more than {one}", later.level)));
            }
        }
    }
    for crossed in &facts.timing().crossed {
        let (earlier, later, at) = (crossed.earlier, crossed.later, &crossed.instance);
        let text = format!(
            "{} opened on {}: level {} is called in on {}, level {} on {}",
            shown::told(&crossed.case),
            at.opened,
            earlier.level,
            at.first,
            later.level,
            at.second
        );
        let asks = |step: &EscalationStep| timing::asks(crossed.escalation, step, &crossed.case, at.at.0);
        let witness = match (asks(earlier), asks(later)) {
            (Some(one), Some(other)) => {
                Witness::new(Shows::NotBefore, text).ask(one, at.first_answer()).ask(other, at.second_answer())
            }
            _ => Witness::told(text),
        };
        let finding = escalation_steps_out_of_order(crossed.escalation, earlier, later, witness);
        sink.report(finding.help("let the delays of all levels run at the same hours"));
    }
}

/// Whether the later level is never called in after the earlier one, by delays on the same hours.
fn not_after(earlier: &EscalationStep, later: &EscalationStep) -> bool {
    let order = values::compare(&later.after.length, &earlier.after.length);
    earlier.delay().calendar == later.delay().calendar && matches!(order, Some(Ordering::Less | Ordering::Equal))
}

fn escalation_steps_out_of_order(
    escalation: &Escalation,
    earlier: &EscalationStep,
    later: &EscalationStep,
    witness: Witness,
) -> Finding {
    let after = |step: &EscalationStep| format!("level {} after {}", step.level, words::delay_of(step));
    let id = &escalation.term.id;
    let message = format!("level {} of `{id}` is not called in after level {}", later.level, earlier.level);
    Finding::new(&RULE, later.span, message)
        .about(id)
        .here(after(later))
        .label(earlier.span, after(earlier))
        .witness(witness)
}
