//! A duty of each period, in a term that has no whole one.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Duty;

/// A duty of each period, in a term that has no whole one.
pub static RULE: Rule = Rule {
    name: "duty-never-due",
    family: Family::Void,
    summary: "a duty of each period, and the term has no whole one",
    checks: &["Y9"],
};

/// Looks for a whole period of each duty in the term.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for duty in &facts.timing().term.never_due {
        sink.report(duty_never_due(duty));
    }
}

fn duty_never_due(duty: &Duty) -> Finding {
    let id = &duty.term.id;
    Finding::new(&RULE, duty.term.field("each"), format!("no whole period of `{id}` lies in the term"))
        .about(id)
        .here("each of these begins before the contract or ends after it")
        .help("write a shorter period, or one that the contract begins, such as `contract_year`")
}
