//! A penalty rests on something that nobody measures.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Schedule};

/// A penalty rests on something that nobody measures.
pub static RULE: Rule = Rule {
    name: "penalty-without-measure",
    family: Family::Unenforceable,
    summary: "an amount depends on a commitment that nobody measures",
    checks: &["P16"],
};

/// Asks the commitments under each schedule for their measurer.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for schedule in &facts.model.schedules {
        let judged = schedule.on.iter().filter_map(|id| facts.model.commitments.get(id));
        let unmeasured: Vec<_> = judged.filter(|c| c.target.is_some() && c.measurer.is_none()).collect();
        if let Some(first) = unmeasured.first() {
            let tier = facts.model.tiers.get(&first.tier);
            let finding = penalty_without_measure(schedule, first);
            sink.report(match tier {
                Some(tier) => finding.because_of(tier.term.span),
                None => finding,
            });
        }
    }
}

fn penalty_without_measure(schedule: &Schedule, commitment: &Commitment) -> Finding {
    let name = commitments::full_name(commitment);
    Finding::new(&RULE, schedule.term.span, format!("`{}` is owed on what nobody measures: {name}", schedule.term.id))
        .about(&schedule.term.id)
        .about(&commitment.term.id)
        .here("depends on a measure")
        .label(commitment.target_span, "measured by no one")
        .note("an amount that nobody can compute cannot be claimed")
        .help("add `measured by` a party, better an `observer`, to the commitment or to its tier")
}
