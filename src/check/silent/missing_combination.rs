//! Several amounts may be owed for one period, and nothing says how they combine.

use crate::check::{Facts, shown};
use crate::diagnostics::{Family, Finding, Question, Rule, Shows, Sink, Supposed, Witness};
use crate::model::{Commitment, Model, Schedule, Settlement};

/// Several amounts may be owed for one period, and nothing says how they combine.
pub static RULE: Rule = Rule {
    name: "missing-combination",
    family: Family::Silent,
    summary: "several amounts may be owed at once and nothing says how they combine",
    checks: &["P15", "P14"],
};

/// Asks every group of amounts that are settled together how they combine.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let said = group.settlement.is_some_and(|s| s.combine.is_some());
        match group.schedules.as_slice() {
            _ if said => {}
            [first, second, ..] => sink.report(missing_combination(facts.model, first, second, group.settlement)),
            [only] => {
                if let Some((one, other)) = owed_twice(facts.model, only) {
                    sink.report(of_one_schedule(facts.model, only, (one, other), group.settlement));
                }
            }
            [] => {}
        }
    }
}

/// Two commitments on different things, each of which may bring the amount in one period.
fn owed_twice<'m>(model: &'m Model, schedule: &'m Schedule) -> Option<(&'m Commitment, &'m Commitment)> {
    let mut judged = schedule.on.iter().filter_map(|id| model.commitments.get(id)).filter(|c| c.target.is_some());
    let first = judged.next()?;
    let beside = |other: &&Commitment| {
        other.indicator != first.indicator && other.window == first.window && other.tier == first.tier
    };
    judged.find(beside).map(|second| (first, second))
}

fn of_one_schedule(
    model: &Model,
    schedule: &Schedule,
    (one, other): (&Commitment, &Commitment),
    settlement: Option<&Settlement>,
) -> Finding {
    let id = &schedule.term.id;
    let message =
        format!("nothing says how the amounts of `{id}` for `{}` and `{}` combine", one.indicator, other.indicator);
    Finding::new(&RULE, settlement.map_or(schedule.term.span, |s| s.term.span), message)
        .about(id)
        .here("settled here")
        .label(one.target_span, "one amount")
        .label(other.target_span, "another amount")
        .witness(shown_by(model, [schedule, schedule], settlement, "a month that breaches both"))
        .help("add `combine sum`, `combine greatest` or `combine least` to a `settlement`")
}

/// Shows that two amounts come to two sums.
fn shown_by(model: &Model, schedules: [&Schedule; 2], settlement: Option<&Settlement>, what: &str) -> Witness {
    let [at, _] = shown::months(model);
    let amounts = schedules.into_iter().zip([100_000, 50_000]).map(|(schedule, thousandths)| Supposed {
        schedule: schedule.term.id.clone(),
        amount: shown::money(model, thousandths),
        at,
    });
    let amounts: Vec<Supposed> = amounts.collect();
    let told = amounts.iter().map(|one| shown::written(&one.amount)).collect::<Vec<_>>().join(" and ");
    let text = format!("{what}, {told}: {{0}} by their sum, {{1}} by the greatest");
    let [first, _] = schedules;
    // Where there is no settlement, one is supposed that says how amounts combine, and nothing else.
    let term = settlement.map_or(&first.term.id, |settlement| &settlement.term.id);
    let asks = Question::Settled { settlement: Some(term.clone()), amounts, only: vec!["combine".into()] };
    Witness::new(Shows::Different, text).either(&asks, term, "combine", [shown::word("sum"), shown::word("greatest")])
}

fn missing_combination(model: &Model, first: &Schedule, second: &Schedule, settlement: Option<&Settlement>) -> Finding {
    let message = format!("nothing says how `{}` and `{}` combine", first.term.id, second.term.id);
    let finding = Finding::new(&RULE, settlement.map_or(second.term.span, |s| s.term.span), message)
        .about(&first.term.id)
        .about(&second.term.id)
        .witness(shown_by(model, [first, second], settlement, "a month that brings both"));
    let finding = match settlement {
        Some(_) => finding
            .here("settled here")
            .label(first.term.span, format!("`{}` is owed", first.term.id))
            .label(second.term.span, format!("and `{}`", second.term.id)),
        None => finding.here("another amount").label(first.term.span, "one amount"),
    };
    finding.help("add `combine sum`, `combine greatest` or `combine least` to a `settlement`")
}
