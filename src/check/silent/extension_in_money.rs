//! Amounts of money are given as an extension of the service.

use crate::check::Facts;
use crate::check::units::{self, Stated};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Settlement;

/// Amounts of money are given as an extension of the service.
pub static RULE: Rule = Rule {
    name: "extension-in-money",
    family: Family::Silent,
    summary: "an extension of the service whose length is stated in money",
    checks: &[],
};

/// Looks for money in settlements that extend the service.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let Some(settlement) = group.settlement.filter(|settlement| settlement.in_days()) else { continue };
        let stated = units::stated(facts.model, settlement, group);
        if let Some(money) = stated.iter().find(|stated| !stated.in_days) {
            sink.report(extension_in_money(settlement, money));
        }
    }
}

fn extension_in_money(settlement: &Settlement, money: &Stated) -> Finding {
    let (what, help) = if money.is_cap {
        (
            "this cap is in money",
            "write the cap in days, such as `30 days`, or say what a day is worth: `day_price 400 EUR` behind the form",
        )
    } else {
        (
            "this amount is in money",
            "write the amounts in days, such as `2 days`, or say what a day is worth: `form extension, credit, day_price 400 EUR`",
        )
    };
    Finding::new(
        &RULE,
        settlement.term.field("form"),
        "an amount of money is to extend the service, and nothing says by how many days",
    )
    .about(&settlement.term.id)
    .here("what is owed extends the service")
    .label(money.span, what)
    .note("money is no length of time unless the price of a day is agreed")
    .witness(units::shown(
        settlement,
        money,
        "an amount of money, of a settlement that owes days: it is no length of time",
    ))
    .help(help)
}
