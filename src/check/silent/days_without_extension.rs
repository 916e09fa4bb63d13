//! Days are owed, and no extension of the service gives them.

use crate::check::Facts;
use crate::check::units::{self, Stated};
use crate::diagnostics::{Family, Finding, Rule, Sink, Witness};
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
        // Days are given as days, and as nothing else.
        let is_money = |settlement: &&Settlement| !settlement.in_days() || settlement.gives_money();
        let Some(settlement) = group.settlement.filter(is_money) else { continue };
        let stated = units::stated(facts.model, settlement, group);
        let is_open = facts.model.blanks.iter().any(|blank| blank.term == settlement.term.id && blank.field == "form");
        if let Some(days) = stated.iter().find(|stated| stated.in_days).filter(|_| !is_open) {
            sink.report(days_without_extension(settlement, days));
        }
    }
}

fn days_without_extension(settlement: &Settlement, days: &Stated) -> Finding {
    let (form, help) = if settlement.extends() {
        (
            "this gives money too",
            "write `form extension` alone; or amounts of money, such as `2 days of day_price`, and what a day is worth: \
             `form extension, credit, day_price 400 EUR`",
        )
    } else {
        (
            "this does not extend the service",
            "write `form extension` in the settlement, or amounts of money in the place of the days",
        )
    };
    // What gives days and money is reckoned in days: its unit does not show what is wrong.
    let shown = if settlement.in_days() {
        Witness::told("an amount in days, of a settlement that gives money too: it cannot be credited or paid")
    } else {
        let text = "an amount in days, of a settlement that owes money: it cannot be credited or paid";
        units::shown(settlement, days, text)
    };
    Finding::new(&RULE, days.span, "nothing says what becomes of the days that are owed")
        .about(&settlement.term.id)
        .here("days are owed")
        .label(settlement.term.field("form"), form)
        .note("days can lengthen the contract; they cannot be credited or paid")
        .witness(shown)
        .help(help)
}
