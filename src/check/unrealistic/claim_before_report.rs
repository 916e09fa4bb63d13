//! The time to claim is over before the report is due.

use crate::check::timing::Unread;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Model;

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
        sink.report(claim_before_report(facts.model, unread));
    }
}

fn claim_before_report(model: &Model, unread: &Unread<'_>) -> Finding {
    let (id, duty) = (unread.term, &unread.duty.term);
    let what = match model.settlements.by_name(id) {
        Some(_) => format!("the time to claim what `{id}` settles"),
        None => format!("the time to use `{id}`"),
    };
    let length = unread.duty.within.as_ref().map(|within| words::quantity(&within.delay.length)).unwrap_or_default();
    Finding::new(&RULE, unread.span, format!("{what} is over before `{}` is due", duty.id))
        .about(id)
        .about(&duty.id)
        .here(format!("over on {}", unread.over))
        .label(duty.field("within"), format!("`{}` is due on {}", duty.id, unread.due))
        .note(format!("shown for the period that ends on {}", unread.end))
        .help(format!(
            "let the time run from the report: `after {}`, or give more time than the {length} of the report",
            duty.id
        ))
}
