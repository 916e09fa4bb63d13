//! A bracket pays more than a cap ever lets it.

use crate::base::{Name, Span};
use crate::check::schedules::{self, Brackets};
use crate::check::{Facts, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Cap, Expr, HasTerm, Id, Model, Pays, Quantity, Schedule};
use rustc_hash::FxHashMap;

/// A bracket pays more than a cap ever lets it.
pub static RULE: Rule = Rule {
    name: "bracket-above-cap",
    family: Family::Void,
    summary: "a cap is lower than an amount that it caps",
    checks: &["P10"],
};

/// Compares each amount with each cap on it that is a share of the same, or money like it.
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
        for schedule in &group.schedules {
            let mut on_it: Vec<usize> =
                of_all.iter().chain(of_one.get(&schedule.id()).into_iter().flatten()).copied().collect();
            on_it.sort_unstable();
            on_it.dedup();
            let amounts = amounts(schedule, tables.get(&schedule.term.id).copied());
            for cap in on_it.into_iter().filter_map(|place| settlement.caps.get(place)) {
                let above = amounts.iter().find_map(|(span, amount)| {
                    clipped(facts.model, schedule, amount, cap).map(|(amount, cap)| (*span, amount, cap))
                });
                if let Some((span, amount, limit)) = above {
                    let at = if cap.span == Span::default() { settlement.term.field("cap") } else { cap.span };
                    sink.report(bracket_above_cap(schedule, (span, &amount), (at, &limit)));
                }
            }
        }
    }
}

/// The amounts of a schedule, each with its place.
fn amounts<'m>(schedule: &'m Schedule, brackets: Option<&Brackets<'m>>) -> Vec<(Span, &'m Expr)> {
    match (&schedule.pays, brackets) {
        (Pays::Amount(amount), _) => vec![(schedule.term.field("pays"), amount)],
        (_, Some(brackets)) => {
            brackets.rows().filter_map(|(row, ..)| Some((brackets.span(row), row.outcome.as_ref()?))).collect()
        }
        _ => Vec::new(),
    }
}

/// An amount and the cap on it, where both are of one sort and the amount is the greater.
fn clipped(model: &Model, schedule: &Schedule, amount: &Expr, cap: &Cap) -> Option<(Quantity, Quantity)> {
    let window = schedule.each.clone().or_else(|| {
        let first = schedule.on.first().and_then(|id| model.commitments.get(id))?;
        first.window.clone()
    });
    let (amount, base) = schedules::share(model, amount, schedule.basis.as_ref())?;
    let (limit, of) = schedules::share(model, &cap.amount, None)?;
    // Money is money over any period; shares compare where they are shares of one thing over one period.
    let comparable = match (base, of) {
        (None, None) => true,
        (Some(base), Some(of)) => base == of && cap.window == window,
        _ => false,
    };
    let above = values::compare(&amount, &limit)? == std::cmp::Ordering::Greater;
    (comparable && above).then_some((amount, limit))
}

fn bracket_above_cap(schedule: &Schedule, row: (Span, &Quantity), cap: (Span, &Quantity)) -> Finding {
    let (id, amount, limit) = (&schedule.term.id, words::quantity(row.1), words::quantity(cap.1));
    let (what, note, lower) = match schedule.pays {
        Pays::Amount(_) => ("", "what is owed is always the cap, so the amount says less than it seems to", "amount"),
        _ => (
            "a bracket of ",
            "every value of this bracket is owed the cap, so the bracket says less than it seems to",
            "bracket",
        ),
    };
    Finding::new(&RULE, row.0, format!("{what}`{id}` pays {amount}, and its cap is {limit}"))
        .about(id)
        .here(format!("{amount} is never owed"))
        .label(cap.0, format!("at most {limit}"))
        .note(note)
        .help(format!("raise the cap to {amount}, or lower the {lower} to {limit}"))
}
