//! A duty of each period, in a term that has no whole one.

use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Duty, Model, PeriodUnit, Window};

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
        sink.report(duty_never_due(facts.model, duty));
    }
}

fn duty_never_due(model: &Model, duty: &Duty) -> Finding {
    let id = &duty.term.id;
    let contract = &model.contract;
    let each = duty.each.as_ref().map(words::each).unwrap_or_default();
    let period = each.trim_start_matches("each ");
    let days = match (contract.from, contract.until) {
        (Some(from), Some(until)) => format!("the contract lasts from {from} until {until}"),
        _ => "the contract".to_owned(),
    };
    // Of a contract that lasts a year, the year that it begins is a whole one.
    let year = Window::Calendar { count: 1, unit: PeriodUnit::Year };
    let lasts = contract
        .from
        .zip(contract.until)
        .is_some_and(|(from, until)| from.checked_add(jiff::Span::new().years(1)).is_ok_and(|end| end <= until));
    let help = match duty.each == Some(year) && lasts {
        true => "write `contract_year`, which begins with the contract, or a shorter period, such as `quarter`",
        false => "write a shorter period, of which a whole one lies within the contract",
    };
    Finding::new(
        &RULE,
        duty.term.field("each"),
        format!("`{id}` is never due: no whole {period} lies within the contract"),
    )
    .about(id)
    .here("each of these begins before the contract, or ends after it")
    .label(contract.term.field("from"), days)
    .help(help)
}
