//! An exemption that exempts everything.

use crate::answers::exposure::ceilings::{Ceiling, Limit};
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Model, Settlement};

/// An exemption that exempts everything.
pub static RULE: Rule = Rule {
    name: "exemption-never-passed",
    family: Family::Void,
    summary: "all that can be owed is exempt",
    checks: &["P11"],
};

/// Compares each exemption with the most that can be owed in each of its windows.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for ceiling in facts.ceilings().iter().filter(|ceiling| ceiling.most.base <= ceiling.amount.base) {
        if let Limit::Exemption(of) = &ceiling.limit
            && let Some(settlement) = facts.model.settlements.get(of)
        {
            sink.report(exemption_never_passed(facts.model, settlement, ceiling));
        }
    }
}

fn exemption_never_passed(model: &Model, settlement: &Settlement, ceiling: &Ceiling) -> Finding {
    let id = &settlement.term.id;
    let (limit, most) = (words::sum(&ceiling.amount), words::sum(&ceiling.most));
    Finding::new(
        &RULE,
        settlement.term.field("exempt"),
        format!("all that `{id}` could owe is exempt: nothing is ever owed"),
    )
    .about(id)
    .here(format!("nothing is owed up to {limit}"))
    .note(format!(
        "{}, when the amounts are highest, they come to {most} at most",
        words::days(ceiling.during, &model.contract.zone())
    ))
    .help(format!("exempt less than {most}, or pay more, or leave the amounts out"))
}
