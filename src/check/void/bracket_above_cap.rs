//! A bracket pays more than a cap ever lets it.

use crate::base::Name;
use crate::check::schedules::Brackets;
use crate::check::{Facts, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Cap, DecisionRow, Expr, HasTerm, Id, Model, Operator, Quantity, Schedule};
use rustc_hash::FxHashMap;

/// A bracket pays more than a cap ever lets it.
pub static RULE: Rule = Rule {
    name: "bracket-above-cap",
    family: Family::Void,
    summary: "a cap is lower than an amount that it caps",
    checks: &["P10"],
};

/// Compares the amount of each bracket with each cap on it that is a share of the same, or money like it.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let tables: FxHashMap<&Name, &Brackets<'_>> =
        facts.brackets().iter().map(|brackets| (&brackets.schedule.term.id, brackets)).collect();
    for group in facts.settled() {
        let Some(settlement) = group.settlement else { continue };
        let of_all: Vec<usize> =
            (0..).zip(&settlement.caps).filter(|(_, cap)| cap.of.is_empty()).map(|(place, _)| place).collect();
        let mut of_one: FxHashMap<&Id<Schedule>, Vec<usize>> = FxHashMap::default();
        for (place, cap) in settlement.caps.iter().enumerate() {
            cap.of.iter().for_each(|id| of_one.entry(id).or_default().push(place));
        }
        for brackets in group.schedules.iter().filter_map(|schedule| tables.get(&schedule.term.id)) {
            let schedule = brackets.schedule;
            let mut on_it: Vec<usize> =
                of_all.iter().chain(of_one.get(&schedule.id()).into_iter().flatten()).copied().collect();
            on_it.sort_unstable();
            on_it.dedup();
            for cap in on_it.into_iter().filter_map(|place| settlement.caps.get(place)) {
                let above = brackets.rows().find_map(|(row, ..)| {
                    clipped(facts.model, schedule, row, cap).map(|(amount, cap)| (row, amount, cap))
                });
                if let Some((row, amount, limit)) = above {
                    let span =
                        if cap.span == crate::base::Span::default() { settlement.term.field("cap") } else { cap.span };
                    sink.report(bracket_above_cap(schedule, (brackets.span(row), &amount), (span, &limit)));
                }
            }
        }
    }
}

/// The amount of a row and the cap on it, where both are of one sort and the amount is the greater.
fn clipped(model: &Model, schedule: &Schedule, row: &DecisionRow<Expr>, cap: &Cap) -> Option<(Quantity, Quantity)> {
    let window = schedule.each.clone().or_else(|| {
        let first = schedule.on.first().and_then(|id| model.commitments.get(id))?;
        first.window.clone()
    });
    let (amount, base) = share(model, row.outcome.as_ref()?, schedule.basis.as_ref())?;
    let (limit, of) = share(model, &cap.amount, None)?;
    // Money is money over any period; shares compare where they are shares of one thing over one period.
    let comparable = match (base, of) {
        (None, None) => true,
        (Some(base), Some(of)) => base == of && cap.window == window,
        _ => false,
    };
    let above = values::compare(&amount, &limit)? == std::cmp::Ordering::Greater;
    (comparable && above).then_some((amount, limit))
}

/// An amount as money that is written out, or as a share with what it is a share of.
fn share<'m>(model: &Model, amount: &'m Expr, basis: Option<&'m Expr>) -> Option<(Quantity, Option<&'m Expr>)> {
    match amount {
        Expr::Binary { op: Operator::Of, left, right } => Some((values::constant(model, left)?, Some(right))),
        _ => {
            let quantity = values::constant(model, amount)?;
            let base = if quantity.unit == "%" { Some(basis?) } else { None };
            Some((quantity, base))
        }
    }
}

fn bracket_above_cap(
    schedule: &Schedule,
    row: (crate::base::Span, &Quantity),
    cap: (crate::base::Span, &Quantity),
) -> Finding {
    let (id, amount, limit) = (&schedule.term.id, words::quantity(row.1), words::quantity(cap.1));
    Finding::new(&RULE, row.0, format!("a bracket of `{id}` pays {amount}, and its cap is {limit}"))
        .about(id)
        .here(format!("{amount} is never owed"))
        .label(cap.0, format!("at most {limit}"))
        .note("every value of this bracket is owed the cap, so the bracket says less than it seems to")
        .help(format!("raise the cap to {amount}, or lower the bracket to {limit}"))
}
