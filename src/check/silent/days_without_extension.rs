//! Days are owed, and no extension of the service gives them.

use crate::check::Facts;
use crate::check::units::{self, Stated};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Settlement;

/// Days are owed, and no extension of the service gives them.
pub static RULE: Rule = Rule {
    name: "days-without-extension",
    family: Family::Silent,
    summary: "days are owed and nothing says that they extend the service",
    checks: &[],
};

/// Looks for days in settlements that do not extend the service.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let Some(settlement) = group.settlement.filter(|settlement| !settlement.in_days()) else { continue };
        let stated = units::stated(facts.model, settlement, group);
        let is_open = facts.model.blanks.iter().any(|blank| blank.term == settlement.term.id && blank.field == "form");
        if let Some(days) = stated.iter().find(|stated| stated.in_days).filter(|_| !is_open) {
            sink.report(days_without_extension(settlement, days));
        }
    }
}

fn days_without_extension(settlement: &Settlement, days: &Stated) -> Finding {
    Finding::new(&RULE, days.span, "nothing says what becomes of the days that are owed")
        .about(&settlement.term.id)
        .here("owes days")
        .label(settlement.term.field("form"), "does not extend the service")
        .note("days can be added to the term; as a credit note or a payment they are no amount")
        .witness(units::shown(
            settlement,
            days,
            "an amount in days, of a settlement that owes money: it cannot be paid",
        ))
        .help("write `form extension` in the settlement, or amounts of money")
}
