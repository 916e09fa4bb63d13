//! An amount is settled twice.

use crate::check::{Facts, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{HasTerm, Schedule, Settlement};

/// An amount is settled twice.
pub static RULE: Rule = Rule {
    name: "two-settlements",
    family: Family::Ambiguous,
    summary: "two settlements name the same amount",
    checks: &["P14", "N2"],
};

/// Looks for amounts that several settlements name.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for schedule in &facts.model.schedules {
        let of: Vec<&Settlement> =
            facts.model.settlements.iter().filter(|settlement| settlement.of.contains(&schedule.id())).collect();
        if let [first, second, ..] = of.as_slice() {
            sink.report(two_settlements(schedule, (first, second), &of));
        }
    }
}

fn two_settlements(schedule: &Schedule, (first, second): (&Settlement, &Settlement), of: &[&Settlement]) -> Finding {
    let (id, one, other) = (&schedule.term.id, &first.term.id, &second.term.id);
    let all = words::names(of.iter().map(|settlement| &settlement.term.id));
    let text = format!("an amount of `{id}`: {all} each say how it is capped, claimed and paid");
    let names = of.iter().map(|settlement| settlement.term.id.clone()).collect();
    let shown =
        Witness::new(Shows::Several, text).ask(Question::SettledBy { schedule: id.clone() }, Answer::Names(names));
    Finding::new(&RULE, second.term.field("for"), format!("`{one}` and `{other}` both settle `{id}`"))
        .about(id)
        .about(one)
        .about(other)
        .here(format!("settles `{id}` again"))
        .label(first.term.field("for"), format!("settles `{id}` already"))
        .witness(shown)
        .help(format!("leave `{id}` out of one of them"))
}
