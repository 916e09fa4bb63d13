//! A claim has a deadline, and nothing says what a late claim is worth.

use crate::check::{Facts, shown, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Supposed, Witness};
use crate::model::{Claim, Deadline, Event, HasTerm, Model, Schedule, Settlement};

/// A claim has a deadline, and nothing says what a late claim is worth.
pub static RULE: Rule = Rule {
    name: "claim-without-effect",
    family: Family::Silent,
    summary: "nothing says what becomes of an amount that is claimed too late",
    checks: &["P21"],
};

/// Asks every claim with a deadline for the effect of silence.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for settlement in &facts.model.settlements {
        if let Some(Claim::By { within: Some(deadline), otherwise: None, .. }) = &settlement.claim {
            sink.report(claim_without_effect(facts.model, settlement, deadline));
        }
    }
}

/// Whether it is agreed from which event the time runs, and how long it is.
fn is_agreed(deadline: &Deadline) -> bool {
    !matches!(deadline.after, None | Some(Event::Blank(_))) && deadline.delay.length.as_blank().is_none()
}

/// Shows that an amount which nobody claims is lost, or owed.
fn shown_by(model: &Model, settlement: &Settlement, deadline: &Deadline) -> Witness {
    let id = &settlement.term.id;
    let length = words::quantity(&deadline.delay.length);
    let [at, _] = shown::months(model);
    let settles = |schedule: &&Schedule| settlement.of.is_empty() || settlement.of.contains(&schedule.id());
    let owed_to = |schedule: &&Schedule| match &settlement.claim {
        Some(Claim::By { party, .. }) => !schedule.payers(model).contains(&party),
        _ => false,
    };
    match model.schedules.iter().filter(settles).find(owed_to).filter(|_| is_agreed(deadline)) {
        Some(schedule) => {
            let (schedule, amount) = (schedule.term.id.clone(), shown::money(model, 100_000));
            let text = format!(
                "{} for {}, not claimed within {length}: {{0}} if it is forfeited, {{1}} if it is kept",
                shown::written(&amount),
                shown::month(model, at)
            );
            let amounts = vec![Supposed { schedule, amount, at }];
            let asks = Question::Settled { settlement: Some(id.clone()), amounts, only: vec!["claim".into()] };
            let either = [shown::word("forfeited"), shown::word("kept")];
            Witness::new(Shows::Different, text).either(&asks, id, "otherwise", either)
        }
        None => {
            let asks = Question::Stated { term: id.clone(), field: "claim otherwise".into() };
            let text = format!("a claim made one day after the {length} are over: nothing says what it is worth");
            Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Nothing)
        }
    }
}

fn claim_without_effect(model: &Model, settlement: &Settlement, deadline: &Deadline) -> Finding {
    let length = words::quantity(&deadline.delay.length);
    Finding::new(
        &RULE,
        settlement.term.field("claim"),
        "nothing says what becomes of an amount that is claimed too late",
    )
    .about(&settlement.term.id)
    .here(format!("claimed within {length}"))
    .witness(shown_by(model, settlement, deadline))
    .help("add `otherwise forfeited` or `otherwise kept` to the claim")
}
