//! A bracket pays more than a cap ever lets it.

use crate::base::{Name, Span};
use crate::check::schedules::{self, Brackets};
use crate::check::{Facts, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Cap, Exception, Expr, HasTerm, Id, Model, Pays, Quantity, Replacement, Schedule, Settlement};
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
            let amounts = amounts(facts.model, schedule, tables.get(&schedule.term.id).copied());
            let own = on_it.into_iter().filter_map(|place| settlement.caps.get(place)).map(|cap| (cap, None));
            let changed = changed(facts.model, settlement, schedule).map(|(cap, exception)| (cap, Some(exception)));
            for (cap, exception) in own.chain(changed) {
                let above = amounts.iter().filter_map(|(span, amount)| {
                    clipped(facts.model, schedule, amount, cap).map(|(amount, cap)| (*span, amount, cap))
                });
                let above: Vec<(Span, Quantity, Quantity)> = above.collect();
                if let Some((_, _, limit)) = above.first() {
                    let at = if cap.span == Span::default() { settlement.term.field("cap") } else { cap.span };
                    let rows: Vec<_> = above.iter().map(|(span, amount, _)| (*span, amount)).collect();
                    let finding = bracket_above_cap(schedule, settlement, &rows, (at, limit));
                    sink.report(match exception {
                        Some(exception) => {
                            let id = &exception.term.id;
                            finding.about(id).note(format!("it is so while `{id}` holds"))
                        }
                        None => finding,
                    });
                }
            }
        }
    }
}

/// The caps that exceptions put on an amount, each with its exception.
fn changed<'m>(
    model: &'m Model,
    settlement: &'m Settlement,
    schedule: &'m Schedule,
) -> impl Iterator<Item = (&'m Cap, &'m Exception)> {
    let on_it = model.exceptions.iter().filter(|exception| exception.on.contains(&settlement.term.id));
    let caps = on_it.flat_map(|exception| exception.fields.iter().map(move |(_, value)| (value, exception)));
    caps.filter_map(|(value, exception)| match value {
        Replacement::Cap(cap) if cap.of.is_empty() || cap.of.contains(&schedule.id()) => Some((cap, exception)),
        _ => None,
    })
}

/// The amounts of a schedule that can be owed, each with its place.
fn amounts<'m>(model: &Model, schedule: &'m Schedule, brackets: Option<&Brackets<'m>>) -> Vec<(Span, &'m Expr)> {
    match (&schedule.pays, brackets) {
        (Pays::Amount(amount), _) => vec![(schedule.term.field("pays"), amount)],
        (_, Some(brackets)) => {
            let rows = brackets.rows().filter(|(_, region, _)| brackets.occurs(model, region));
            rows.filter_map(|(row, ..)| Some((brackets.span(row), row.outcome.as_ref()?))).collect()
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

fn bracket_above_cap(
    schedule: &Schedule,
    settlement: &Settlement,
    rows: &[(Span, &Quantity)],
    cap: (Span, &Quantity),
) -> Finding {
    let (id, by, limit) = (&schedule.term.id, &settlement.term.id, words::quantity(cap.1));
    let amounts = words::list(rows.iter().map(|(_, amount)| words::quantity(amount)));
    let (message, note, lower) = match (&schedule.pays, rows) {
        (Pays::Amount(_), _) => (
            format!("`{id}` pays {amounts}, but `{by}` caps it at {limit}"),
            "the cap is owed, never the amount that is written",
            "amount",
        ),
        (_, [_]) => (
            format!("a bracket of `{id}` pays {amounts}, but `{by}` caps it at {limit}"),
            "in this bracket the cap is owed, never the amount that is written",
            "bracket",
        ),
        _ => (
            format!("{} brackets of `{id}` pay {amounts}, but `{by}` caps it at {limit}", rows.len()),
            "in these brackets the cap is owed, never the amount that is written",
            "brackets",
        ),
    };
    let greatest = rows.iter().map(|(_, amount)| *amount).reduce(|most, next| {
        if values::compare(next, most) == Some(std::cmp::Ordering::Greater) { next } else { most }
    });
    let place = rows.first().map_or(cap.0, |(span, _)| *span);
    let here = |amount: &Quantity| format!("{} is never owed", words::quantity(amount));
    let finding = Finding::new(&RULE, place, message).about(id);
    let finding = rows.iter().enumerate().fold(finding, |finding, (at, (span, amount))| match at {
        0 => finding.here(here(amount)),
        _ => finding.label(*span, here(amount)),
    });
    finding.label(cap.0, format!("`{by}` pays at most {limit}")).note(note).help_if(
        greatest.map(|most| format!("raise the cap to {}, or lower the {lower} to {limit}", words::quantity(most))),
    )
}
