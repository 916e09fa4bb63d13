//! A penalty rests on nothing that is promised.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Schedule};

/// A penalty rests on nothing that is promised.
pub static RULE: Rule = Rule {
    name: "penalty-on-no-commitment",
    family: Family::Void,
    summary: "an amount depends on cells where nothing is promised",
    checks: &["P16"],
};

/// Looks for schedules all of whose commitments are cells with `-`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for schedule in facts.model.schedules.iter().filter(|schedule| schedule.on_duties.is_empty()) {
        let judged: Vec<&Commitment> = schedule.on.iter().filter_map(|id| facts.model.commitments.get(id)).collect();
        let open = schedule.on.iter().any(|id| id.as_blank().is_some());
        if !open && judged.iter().all(|commitment| commitment.target.is_none()) {
            sink.report(penalty_on_no_commitment(schedule, &judged));
        }
    }
}

fn penalty_on_no_commitment(schedule: &Schedule, judged: &[&Commitment]) -> Finding {
    let id = &schedule.term.id;
    let finding =
        Finding::new(&RULE, schedule.term.field("on"), format!("`{id}` is never owed: nothing is promised there"))
            .about(id)
            .here("what it rests on")
            .help("name a commitment that has a target, or remove it");
    judged.iter().fold(finding, |finding, commitment| finding.label(commitment.target_span, "no commitment"))
}
