//! Amounts are computed, and nothing says how they are rounded.

use crate::base::Span;
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Expr, Model, Pays, Schedule, is_time_of_service};
use crate::quantity::{Dimension, Measure};

/// Amounts are computed, and nothing says how they are rounded.
pub static RULE: Rule = Rule {
    name: "missing-rounding",
    family: Family::Silent,
    summary: "computed amounts have no rounding rule",
    checks: &["U9"],
};

/// Looks for an amount that is computed in a contract without a rounding rule.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if facts.model.contract.rounding.is_none() && !is_open(facts) {
        let schedule = facts.model.schedules.iter().find(|schedule| is_computed(schedule));
        let capped = facts.model.settlements.iter().filter(|settlement| !settlement.in_days());
        let cap = capped.flat_map(|settlement| &settlement.caps).find(|cap| !is_written_out(&cap.amount));
        if let Some(span) = schedule.map(|schedule| schedule.term.span).or(cap.map(|cap| cap.span)) {
            sink.report(missing_rounding(facts.model, span));
        }
    }
}

/// Whether the way and the step of the rounding are written, and one of them is a blank.
fn is_open(facts: &Facts<'_>) -> bool {
    let contract = &facts.model.contract.term;
    let parts = ["currency rounded", "currency to"];
    let written = |part: &str| contract.fields.iter().any(|(name, _)| name == part);
    parts.into_iter().all(written) && parts.into_iter().any(|part| facts.blanks().has(&contract.id, part))
}

/// Whether some amount of a schedule is not a sum of money that is written out.
fn is_computed(schedule: &Schedule) -> bool {
    match &schedule.pays {
        Pays::Amount(amount) => !is_written_out(amount),
        Pays::Brackets(decision) => {
            decision.rows.iter().filter_map(|row| row.outcome.as_ref()).any(|amount| !is_written_out(amount))
        }
        Pays::Blank(_) => false,
    }
}

fn is_written_out(amount: &Expr) -> bool {
    match amount {
        Expr::Blank(_) | Expr::None => true,
        Expr::Quantity(amount) => {
            amount.value.is_zero()
                || is_time_of_service(&amount.unit)
                || Measure::parse(&amount.unit).is_some_and(|m| matches!(m.dimension(), (Dimension::Money(_), None)))
        }
        _ => false,
    }
}

fn missing_rounding(model: &Model, computed: Span) -> Finding {
    let contract = &model.contract;
    let currency = contract.money();
    Finding::new(&RULE, contract.term.field("currency"), "amounts are computed, and nothing says how they are rounded")
        .about(&contract.term.id)
        .here(format!("{currency}, without a rounding"))
        .label(computed, "an amount is computed here")
        .witness(format!("an amount of 7.125 {currency}: 7.12 or 7.13?"))
        .help(format!("write `, rounded half_up, to 0.01 {currency}` after `{currency}` (7.125 {currency} becomes 7.13 {currency})"))
}
