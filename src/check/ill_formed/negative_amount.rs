//! An amount is negative.

use crate::base::{Name, Span};
use crate::check::{Facts, uses, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Expr, Model, Operator, Quantity};

/// An amount is negative.
pub static RULE: Rule = Rule {
    name: "negative-amount",
    family: Family::IllFormed,
    summary: "an amount, a cap or a budget below nothing",
    checks: &["U8"],
};

/// Looks at every amount, cap and budget that is written out. Which way an amount goes is said by `penalty` and `bonus`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for schedule in &facts.model.schedules {
        for amount in uses::amounts(&schedule.pays) {
            check(facts.model, amount, &schedule.term.id, schedule.term.span, sink);
        }
    }
    for settlement in &facts.model.settlements {
        for cap in &settlement.caps {
            check(facts.model, &cap.amount, &settlement.term.id, cap.span, sink);
        }
        if let Some(exempt) = &settlement.exempt {
            check(facts.model, &exempt.amount, &settlement.term.id, settlement.term.field("exempt"), sink);
        }
    }
    for liability in &facts.model.liabilities {
        check(facts.model, &liability.cap.amount, &liability.term.id, liability.cap.span, sink);
    }
    for exclusion in &facts.model.exclusions {
        if let Some((budget, _)) = exclusion.budget.as_ref().filter(|(budget, _)| budget.value.is_negative()) {
            sink.report(negative_amount(&exclusion.term.id, exclusion.term.field("budget"), budget));
        }
    }
}

fn check(model: &Model, amount: &Expr, term: &Name, span: Span, sink: &mut Sink) {
    let written = match amount {
        Expr::Binary { op: Operator::Of, left, .. } => values::constant(model, left),
        _ => values::constant(model, amount),
    };
    if let Some(quantity) = written.filter(|quantity| quantity.value.is_negative()) {
        sink.report(negative_amount(term, span, &quantity));
    }
}

fn negative_amount(term: &Name, span: Span, quantity: &Quantity) -> Finding {
    let positive = Quantity { value: quantity.value.abs(), unit: quantity.unit.clone() };
    Finding::new(&RULE, span, format!("`{term}` is {}, which is less than nothing", words::quantity(quantity)))
        .about(term)
        .here("negative")
        .note("a penalty is owed by the debtor and a bonus by the creditor: the sign is in the word")
        .help(format!("write `{}`", words::quantity(&positive)))
}
