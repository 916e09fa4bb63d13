//! An amount is negative.

use crate::base::{Name, Span};
use crate::check::{Facts, affine, commitments, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::Interval as Line;
use crate::model::{Direction, Expr, Model, Operator, Pays, Quantity, Replacement, Schedule};
use crate::quantity::{Measure, Rational};

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
        for (span, amount) in amounts(schedule) {
            if let Some(quantity) = below_nothing(facts.model, amount) {
                sink.report(owed_below_nothing(schedule, span, &quantity));
            }
        }
        if let Pays::Amount(amount) = &schedule.pays
            && let Some(at) = reversed(facts, schedule, amount)
        {
            sink.report(owed_the_other_way(schedule, &at));
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
    for exception in &facts.model.exceptions {
        let changes_money = exception.on.iter().any(|on| {
            let figure = facts.model.figures.by_name(on).and_then(|figure| figure.unit.as_ref());
            figure.is_some_and(|unit| Measure::is_of_money(unit)) || facts.model.schedules.by_name(on).is_some()
        });
        for (field, value) in exception.fields.iter().filter(|_| changes_money) {
            if let Replacement::Expr(amount) = value {
                check(facts.model, amount, &exception.term.id, exception.term.field(field), sink);
            }
        }
    }
    for exclusion in &facts.model.exclusions {
        if let Some((budget, _)) = exclusion.budget.as_ref().filter(|(budget, _)| budget.value.is_negative()) {
            sink.report(negative_amount(&exclusion.term.id, exclusion.term.field("budget"), budget));
        }
    }
}

/// What a schedule pays, each with its place.
fn amounts(schedule: &Schedule) -> Vec<(Span, &Expr)> {
    match &schedule.pays {
        Pays::Amount(amount) => vec![(schedule.term.field("pays"), amount)],
        Pays::Brackets(table) => table.rows.iter().filter_map(|row| Some((row.span, row.outcome.as_ref()?))).collect(),
        Pays::Blank(_) => Vec::new(),
    }
}

fn check(model: &Model, amount: &Expr, term: &Name, span: Span, sink: &mut Sink) {
    if let Some(quantity) = below_nothing(model, amount) {
        sink.report(negative_amount(term, span, &quantity));
    }
}

/// The amount as it is written, or the share, where it is less than nothing.
fn below_nothing(model: &Model, amount: &Expr) -> Option<Quantity> {
    let written = match amount {
        Expr::Binary { op: Operator::Of | Operator::Per | Operator::Mul, left, .. } => values::constant(model, left),
        _ => values::constant(model, amount),
    };
    written.filter(|quantity| quantity.value.is_negative())
}

/// A value that an amount is owed for, and at which it comes to less than nothing: a difference the wrong way round.
fn reversed(facts: &Facts<'_>, schedule: &Schedule, amount: &Expr) -> Option<String> {
    let model = facts.model;
    schedule.on.iter().filter_map(|id| model.commitments.get(id)).find_map(|commitment| {
        let asked = facts.asked(commitment);
        let owed = match schedule.direction {
            Direction::Penalty => commitments::breached(model, commitment, &asked)?,
            Direction::Bonus => commitments::met(model, commitment, &asked)?,
        };
        let follows = affine::of_amount(model, amount, commitment)?;
        let negative = std::iter::once(Line::below(Rational::zero())).collect();
        let at = follows.preimage(&follows.image(&owed).intersection(&negative));
        words::sample(at.intervals().first()?, &commitments::unit(model, commitment))
    })
}

fn owed_the_other_way(schedule: &Schedule, at: &str) -> Finding {
    let id = &schedule.term.id;
    let span = schedule.term.field("pays");
    Finding::new(&RULE, span, format!("`{id}` is less than nothing at {at}, where it is owed"))
        .about(id)
        .here(format!("less than nothing at {at}"))
        .note(WHO_PAYS)
        .help("exchange the two sides of the difference")
}

fn negative_amount(term: &Name, span: Span, quantity: &Quantity) -> Finding {
    let positive = Quantity { value: quantity.value.abs(), unit: quantity.unit.clone() };
    Finding::new(&RULE, span, format!("`{term}` is {}, which is less than nothing", words::quantity(quantity)))
        .about(term)
        .here("less than nothing")
        .help(format!("write `{}`", words::quantity(&positive)))
}

fn owed_below_nothing(schedule: &Schedule, span: Span, quantity: &Quantity) -> Finding {
    let positive = Quantity { value: quantity.value.abs(), unit: quantity.unit.clone() };
    let other = match schedule.direction {
        Direction::Penalty => "bonus",
        Direction::Bonus => "penalty",
    };
    negative_amount(&schedule.term.id, span, quantity).note(WHO_PAYS).help(format!(
        "write `{}`; if it is the other party that pays, declare a `{other}`",
        words::quantity(&positive)
    ))
}

/// Who pays what.
const WHO_PAYS: &str =
    "a penalty is paid by the party that makes the promise, a bonus by the party to which it is made";
