//! A penalty is owed more often than what it is about is judged.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Schedule};

/// A penalty is owed more often than what it is about is judged.
pub static RULE: Rule = Rule {
    name: "penalty-in-shorter-window",
    family: Family::Unrealistic,
    summary: "a penalty is for shorter windows than its commitment",
    checks: &["P18"],
};

/// Compares the window of each amount with those of the commitments that it is about.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for schedule in &facts.model.schedules {
        let Some(each) = &schedule.each else { continue };
        let judged = schedule.on.iter().filter_map(|id| facts.model.commitments.get(id));
        let mut longer = judged.filter(|c| c.window.as_ref().is_some_and(|window| each.lies_within(window)));
        if let Some(commitment) = longer.next() {
            sink.report(penalty_in_shorter_window(schedule, commitment));
        }
    }
}

fn penalty_in_shorter_window(schedule: &Schedule, commitment: &Commitment) -> Finding {
    let (id, promise) = (&schedule.term.id, &commitment.term.id);
    Finding::new(
        &RULE,
        schedule.term.field("each"),
        format!("`{id}` is owed for shorter windows than `{promise}` is judged in"),
    )
    .about(id)
    .about(promise)
    .here("owed for each of these")
    .label(commitment.target_span, "judged over longer ones")
    .note("a month may miss what the quarter around it keeps, and the other way round")
    .help("owe it for the windows in which the commitment is judged, or judge the commitment in those of the amount")
}
