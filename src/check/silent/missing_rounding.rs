//! Amounts are computed, and nothing says how they are rounded.

use crate::base::Span;
use crate::check::{Facts, shown};
use crate::diagnostics::{Family, Finding, Question, Rule, Shows, Sink, Supposed, Witness};
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
    let [at, _] = shown::months(model);
    let shown = match model.schedules.iter().next() {
        Some(schedule) => {
            let schedule = schedule.term.id.clone();
            let amounts = vec![Supposed { schedule, amount: shown::money(model, 7_125), at }];
            let asks = Question::Settled { settlement: None, amounts, only: Vec::new() };
            let text = format!("an amount of 7.125 {currency}: {{0}} rounded down, {{1}} rounded half up");
            let either = [shown::word("down"), shown::word("half_up")];
            Witness::new(Shows::Different, text).either(&asks, &contract.term.id, "rounded", either)
        }
        None => Witness::told(format!("an amount of 7.125 {currency}: 7.12 or 7.13")),
    };
    Finding::new(&RULE, contract.term.field("currency"), "amounts are computed, and nothing says how they are rounded")
        .about(&contract.term.id)
        .here(format!("{currency}, without a rounding"))
        .label(computed, "an amount is computed here")
        .witness(shown)
        .help(format!("write `, rounded half_up, to 0.01 {currency}` after `{currency}` (7.125 {currency} becomes 7.13 {currency})"))
}
