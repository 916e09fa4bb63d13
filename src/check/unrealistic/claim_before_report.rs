//! The time to claim is over before the report is due.

use crate::check::Facts;
use crate::check::timing::Unread;
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// The time to claim is over before the report is due.
pub static RULE: Rule = Rule {
    name: "claim-before-report",
    family: Family::Unrealistic,
    summary: "a claim or a right is over before the report that it rests on is due",
    checks: &["P21", "Y5", "Y9"],
};

/// Compares, period by period, when a claim or a right is over with when the reports of the debtor on the period are due.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for unread in &facts.timing().term.unread {
        sink.report(claim_before_report(unread));
    }
}

fn claim_before_report(unread: &Unread<'_>) -> Finding {
    let (id, duty) = (unread.term, &unread.duty.term);
    Finding::new(&RULE, unread.span, format!("the time that `{id}` gives is over before `{}` is due", duty.id))
        .about(id)
        .about(&duty.id)
        .here(format!("over on {}", unread.over))
        .label(duty.field("within"), format!("due on {}", unread.due))
        .note(format!("shown for the period that ends on {}", unread.end))
        .help(format!("let the time run from `{}`, or let it be longer", duty.id))
}
