//! A bracket is always waived.

use crate::base::Span;
use crate::check::schedules::Brackets;
use crate::check::{Facts, commitments, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::{Interval as Line, IntervalSet};
use crate::model::{Attained, Direction, Expr, HasTerm, Model, Schedule};
use crate::quantity::Rational;

/// A bracket is always waived.
pub static RULE: Rule = Rule {
    name: "waived-throughout",
    family: Family::Void,
    summary: "an amount is waived for every value for which it would be owed",
    checks: &["P9", "N12"],
};

/// Compares the values for which an amount is waived with the brackets of the amount, and with all that breaches what it is about.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for schedule in facts.model.schedules.iter().filter(|schedule| schedule.direction == Direction::Penalty) {
        let Some(waived) = schedule.waived.iter().find_map(|when| waived(facts.model, when)) else { continue };
        if is_all(facts, schedule, &waived) {
            sink.report(never_owed(schedule));
        } else if let Some(brackets) = facts.brackets().iter().find(|b| b.schedule.id() == schedule.id()) {
            for (span, values) in dead(brackets, &waived) {
                sink.report(waived_throughout(schedule, brackets, span, &values));
            }
        }
    }
}

/// The attained values for which an amount is waived, where that is all that its condition says.
fn waived(model: &Model, when: &Expr) -> Option<Line<Rational>> {
    match when {
        Expr::Compare { comparator, left, right } if **left == Expr::Attained(Attained::Attained) => {
            Some(values::meeting(*comparator, &values::constant(model, right)?.base()))
        }
        _ => None,
    }
}

/// Whether every breach of what an amount is about is waived.
fn is_all(facts: &Facts<'_>, schedule: &Schedule, waived: &Line<Rational>) -> bool {
    let judged: Vec<_> = schedule.on.iter().filter_map(|id| facts.model.commitments.get(id)).collect();
    let waived: IntervalSet<Rational> = std::iter::once(waived.clone()).collect();
    !judged.is_empty()
        && schedule.on_duties.is_empty()
        && judged.iter().all(|commitment| {
            // Of a quota the share of cases is attained, of which a breach is any below it.
            let breached = match &commitment.quota {
                Some(quota) if quota.as_blank().is_none() => {
                    let met = std::iter::once(Line::at_least(quota.base())).collect::<IntervalSet<Rational>>();
                    Some(met.complement_in(&Line::closed(Rational::zero(), Rational::one())))
                }
                Some(_) => None,
                None => commitments::breached(facts.model, commitment, &facts.asked(commitment)),
            };
            breached.is_some_and(|breached| !breached.is_empty() && breached.is_subset(&waived))
        })
}

/// The brackets that pay, all of whose values are waived.
fn dead(brackets: &Brackets<'_>, waived: &Line<Rational>) -> Vec<(Span, Line<Rational>)> {
    if brackets.line.is_none() || brackets.asks().is_some() {
        return Vec::new();
    }
    let paying = brackets.rows().filter(|(row, ..)| !matches!(row.outcome, None | Some(Expr::None | Expr::Blank(_))));
    paying.filter(|(_, _, span)| span.is_subset(waived)).map(|(row, _, span)| (brackets.span(row), span)).collect()
}

fn never_owed(schedule: &Schedule) -> Finding {
    let id = &schedule.term.id;
    Finding::new(&RULE, schedule.term.field("waived when"), format!("`{id}` is waived for every breach"))
        .about(id)
        .here("this holds at every breach")
        .note("the amount is never owed")
        .help("waive it for some of the breaches, or remove the amount")
}

fn waived_throughout(schedule: &Schedule, brackets: &Brackets<'_>, span: Span, values: &Line<Rational>) -> Finding {
    let id = &schedule.term.id;
    let words = words::interval(values, &brackets.unit());
    Finding::new(&RULE, span, format!("the bracket {words} of `{id}` is never owed: it is always waived"))
        .about(id)
        .here("never owed")
        .label(schedule.term.field("waived when"), format!("waives all of {words}"))
        .help("change the limit of the waiver, or remove the waiver or the bracket")
}
