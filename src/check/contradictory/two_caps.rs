//! Two caps on the same amounts in the same window.

use crate::check::settlements::{self, Limit};
use crate::check::{Facts, shown, words};
use crate::diagnostics::{Amount, Datum, Family, Finding, Question, Reading, Rule, Shows, Sink, Supposed, Witness};
use crate::model::{Liability, Model, Settlement};
use crate::quantity::Rational;
use std::cmp::Ordering;

/// Two caps on the same amounts in the same window.
pub static RULE: Rule = Rule {
    name: "two-caps",
    family: Family::Contradictory,
    summary: "two caps on the same amounts in the same period",
    checks: &[],
};

/// Compares the caps that hold together, those of a settlement or of one exception on it, two by two.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let Some(settlement) = group.settlement else { continue };
        for caps in settlements::caps(facts.model, group) {
            for (at, second) in caps.iter().enumerate() {
                let earlier = caps.iter().take(at).find_map(|first| Some((first, second.against_its_twin(first)?)));
                if let Some((first, order)) = earlier {
                    sink.report(two_caps(facts.model, settlement, (first, second), order));
                }
            }
        }
    }
    let all: Vec<&Liability> = facts.model.liabilities.iter().collect();
    for (at, second) in all.iter().enumerate() {
        let alike = |first: &&&Liability| {
            first.of == second.of
                && first.cap.window == second.cap.window
                && first.term.validity.overlaps(&second.term.validity)
                && first.of.as_blank().is_none()
        };
        if let Some(first) = all.iter().take(at).find(alike) {
            sink.report(two_liabilities(first, second));
        }
    }
}

fn two_liabilities(first: &Liability, second: &Liability) -> Finding {
    let (one, other, party) = (&first.term.id, &second.term.id, &second.of);
    Finding::new(&RULE, second.term.field("cap"), format!("the liability of `{party}` has two caps in the same period"))
        .about(one)
        .about(other)
        .here(format!("by `{other}`"))
        .label(first.term.field("cap"), format!("by `{one}`"))
        .witness(
            Witness::new(
                Shows::Conflict,
                format!("a loss above both: `{party}` answers for {{0}} by `{one}`, and for {{1}} by `{other}`"),
            )
            .wonder(Question::Stated { term: one.clone(), field: "cap".into() })
            .wonder(Question::Stated { term: other.clone(), field: "cap".into() }),
        )
        .help("keep the one that is meant")
}

/// Shows what is owed in a month by each of two caps.
fn shown_by(
    model: &Model,
    settlement: &Settlement,
    (first, second): (&Limit<'_>, &Limit<'_>),
    order: Ordering,
) -> Witness {
    let [at, _] = shown::months(model);
    let id = &settlement.term.id;
    // A share is taken of 100 000: of what, is the same for both.
    let capped = |limit: &Limit<'_>| match limit.is_money() {
        true => shown::amount(&limit.amount),
        false => Amount { value: limit.amount.base() * Rational::from(100_000), unit: model.contract.money() },
    };
    let greater = if order == Ordering::Less { capped(first) } else { capped(second) };
    let schedule = model.schedules.iter().find(|schedule| first.on.contains(&schedule.term.id));
    let Some(schedule) = schedule else { return Witness::told("no amount is settled") };
    let told = if first.is_money() {
        String::new()
    } else {
        format!(", where the whole is 100000 {}", model.contract.money())
    };
    let text = match order {
        Ordering::Equal => {
            format!(
                "amounts that come to {}{told}: {{0}} are owed by the first, and {{1}} by the second",
                shown::written(&greater)
            )
        }
        _ => format!(
            "amounts that come to {}{told}: {{0}} are owed by the first, {{1}} by the second",
            shown::written(&greater)
        ),
    };
    let amounts = vec![Supposed { schedule: schedule.term.id.clone(), amount: greater, at }];
    let asks = Question::Settled { settlement: Some(id.clone()), amounts, only: vec!["cap".into()] };
    let reading = |limit: &Limit<'_>| {
        let (term, number) = limit.said.clone();
        let says = |field: &str, says: Vec<Datum>| Reading::Says { term: id.clone(), field: field.into(), says };
        vec![
            Reading::Only { term, field: "cap".into(), number },
            says("cap amount", vec![Datum::Amount(capped(limit))]),
            says("cap window", shown::word("month")),
        ]
    };
    let shows = if order == Ordering::Equal { Shows::Same } else { Shows::Different };
    Witness::new(shows, text).read(asks.clone(), reading(first)).read(asks, reading(second))
}

fn two_caps(
    model: &Model,
    settlement: &Settlement,
    (first, second): (&Limit<'_>, &Limit<'_>),
    order: Ordering,
) -> Finding {
    let id = &settlement.term.id;
    let (one, other) = (words::quantity(&first.amount), words::quantity(&second.amount));
    let (message, here) = match order {
        Ordering::Equal => (format!("a cap of `{id}` is said twice"), format!("{other} again")),
        _ => (format!("two caps of `{id}` are on the same amounts in the same period"), format!("at most {other}")),
    };
    let finding = Finding::new(&RULE, second.place(settlement), message)
        .about(id)
        .here(here)
        .label(first.place(settlement), format!("at most {one}"));
    let finding = finding.witness(shown_by(model, settlement, (first, second), order));
    finding.help("keep the one that is meant, or say with `for` of which amounts each is the cap")
}
