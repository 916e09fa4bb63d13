//! Which records need not be kept in memory: those that nothing looks for.

use crate::base::Name;
use crate::evaluate::reads;
use crate::evaluate::suspension::record_of;
use crate::model::{
    Claim, Decision, Exclusion, ExclusionSource, Expr, FigureSource, Form, Id, Model, Pays, Record, Replacement,
    StateSource, Subject,
};
use std::collections::BTreeSet;

/// The sorts of records that are judged one by one and asked for in no other way: cases with a count, which no formula gathers,
/// no state is made of, and no exclusion looks up.
pub(super) fn judged_apart(model: &Model) -> BTreeSet<Name> {
    let mut apart: BTreeSet<Name> = model
        .indicators
        .iter()
        .filter(|indicator| indicator.form == Form::Duration)
        .filter_map(|indicator| match &indicator.of {
            Subject::Record(record) => Some(record.name().clone()),
            _ => None,
        })
        .collect();
    formulas(model).into_iter().for_each(|formula| leave_gathered(model, formula, &mut apart));
    for state in &model.states {
        if let StateSource::Between(from, _) = &state.holds
            && let Some(record) = record_of(from)
        {
            apart.remove(record.name());
        }
    }
    // The time to claim may run from an event of any record.
    for settlement in &model.settlements {
        if let Some(Claim::By { within: Some(within), .. }) = &settlement.claim {
            for record in within.after.iter().flat_map(|event| reads::of_event(model, event)) {
                apart.remove(record.name());
            }
        }
    }
    for exclusion in &model.exclusions {
        if let ExclusionSource::Between(from, _) = &exclusion.applies
            && let Some(record) = record_of(from)
            && !pauses_alone(model, exclusion, record)
        {
            apart.remove(record.name());
        }
    }
    apart
}

/// Leaves out what an aggregate of a formula gathers.
fn leave_gathered(model: &Model, formula: &Expr, apart: &mut BTreeSet<Name>) {
    formula.visit(&mut |part| {
        if let Expr::Aggregate { of, .. } = part {
            of.visit(&mut |inner| match inner {
                Expr::Records(record) => {
                    apart.remove(record.name());
                }
                Expr::Indicator { .. } | Expr::Figure { .. } | Expr::Dimension(_) => apart.clear(),
                _ => {}
            });
            for record in reads::records(model, part) {
                apart.remove(record.name());
            }
        }
    });
}

/// Whether an exclusion does nothing but stop the clock of the record itself: without a budget, which the pauses of others use up
/// too, and only for durations of such records.
fn pauses_alone(model: &Model, exclusion: &Exclusion, record: &Id<Record>) -> bool {
    let counts = |id| {
        let indicator = model.indicators.get(id);
        indicator.is_some_and(|i| i.form == Form::Duration && i.of == Subject::Record(record.clone()))
    };
    exclusion.budget.is_none() && !exclusion.suspends_all && exclusion.suspends.iter().all(counts)
}

/// Every formula of a contract that may gather records.
fn formulas(model: &Model) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = model.indicators.iter().map(|indicator| &indicator.formula).collect();
    for figure in &model.figures {
        match &figure.value {
            FigureSource::Is(formula) => all.push(formula),
            FigureSource::Decision(table) => all.extend(outcomes(table)),
            FigureSource::Column(rows) => all.extend(rows.iter().map(|(_, formula)| formula)),
            FigureSource::GivenBy(..) | FigureSource::Blank(_) => {}
        }
    }
    for state in &model.states {
        if let StateSource::When(condition) = &state.holds {
            all.push(condition);
        }
        all.extend(&state.when);
    }
    all.extend(model.exclusions.iter().filter_map(|exclusion| condition(&exclusion.applies)));
    for exception in &model.exceptions {
        all.extend(exception.when.as_ref().and_then(condition));
        all.extend(exception.fields.iter().filter_map(|(_, replacement)| match replacement {
            Replacement::Expr(formula) => Some(formula),
            Replacement::Bound(bound) => Some(&bound.value),
            Replacement::Cap(cap) => Some(&cap.amount),
            _ => None,
        }));
    }
    for schedule in &model.schedules {
        all.extend(schedule.waived.iter().chain(&schedule.basis));
        match &schedule.pays {
            Pays::Amount(formula) => all.push(formula),
            Pays::Brackets(table) => all.extend(outcomes(table)),
            Pays::Blank(_) => {}
        }
    }
    for settlement in &model.settlements {
        all.extend(settlement.waived.iter().chain(settlement.caps.iter().map(|cap| &cap.amount)));
    }
    all.extend(model.commitments.iter().filter_map(|commitment| Some(&commitment.target.as_ref()?.value)));
    all.extend(model.rights.iter().filter_map(|right| right.when.as_ref()));
    all
}

fn outcomes(table: &Decision<Expr>) -> impl Iterator<Item = &Expr> {
    table.rows.iter().filter_map(|row| row.outcome.as_ref())
}

fn condition(source: &ExclusionSource) -> Option<&Expr> {
    match source {
        ExclusionSource::When(condition) => Some(condition),
        _ => None,
    }
}
