//! A penalty is owed more often than what it is about is judged.

use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Schedule, Window};

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
    let each = |window: &Option<Window>| window.as_ref().map(words::each).unwrap_or_default();
    let (owed, judged) = (each(&schedule.each), each(&commitment.window));
    let message = format!("`{id}` is owed {owed}, but `{promise}` is judged {judged}");
    Finding::new(&RULE, schedule.term.field("each"), message)
        .about(id)
        .about(promise)
        .here(format!("owed {owed}"))
        .label(commitment.target_span, format!("judged {judged}"))
        .note("the shorter period may miss what the longer one around it keeps, and the other way round")
        .help(format!("owe `{id}` {judged}, or judge `{promise}` {owed}"))
}
