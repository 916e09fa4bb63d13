//! A penalty rests on nothing that is promised.

use crate::check::{Facts, commitments};
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
    let what = match judged {
        [] => "nothing is promised there".to_owned(),
        [only] => format!("{} has no target", commitments::full_name(only)),
        [first, ..] => format!("{} and the others have no target", commitments::full_name(first)),
    };
    let finding = Finding::new(&RULE, schedule.term.field("on"), format!("`{id}` is never owed: {what}"))
        .about(id)
        .here(format!("`{id}` is for this"))
        .help(format!("write a target in that cell, name another promise after `on`, or remove `{id}`"));
    judged.iter().fold(finding, |finding, commitment| finding.label(commitment.target_span, "nothing is promised here"))
}
