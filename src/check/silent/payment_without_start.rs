//! Nothing says from when the time to pay runs.

use crate::base::Name;
use crate::check::{Facts, shown, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::evaluate::names::CLAIM;
use crate::model::{Claim, Deadline, Event, Model, Settlement};

/// Nothing says from when the time to pay runs.
pub static RULE: Rule = Rule {
    name: "payment-without-start",
    family: Family::Silent,
    summary: "the time to pay runs from a claim that nobody makes",
    checks: &["P21"],
};

/// Looks for amounts that are owed without a claim and are paid some time after one.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for settlement in facts.model.settlements.iter().filter(|s| matches!(s.claim, Some(Claim::Automatic))) {
        if let Some(paid) = &settlement.paid
            && let Some(field) = of_claim(paid)
        {
            sink.report(payment_without_start(facts.model, settlement, field));
        }
    }
}

/// The instant of a claim that a delay runs from.
fn of_claim(paid: &Deadline) -> Option<&Name> {
    match &paid.after {
        Some(Event::Field { record, field }) if record.as_str().rsplit('.').next() == Some(CLAIM) => Some(field),
        _ => None,
    }
}

fn payment_without_start(model: &Model, settlement: &Settlement, field: &Name) -> Finding {
    let id = &settlement.term.id;
    let length = settlement.paid.as_ref().map(|paid| words::quantity(&paid.delay.length)).unwrap_or_default();
    let [at, _] = shown::months(model);
    let text = format!(
        "an amount for {}, owed without a claim: no instant can be told by which it is paid",
        shown::month(model, at)
    );
    let asks = Question::ClaimDue { settlement: id.clone(), field: "paid".into(), record: None, at };
    let shown = Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Nothing);
    Finding::new(
        &RULE,
        settlement.term.field("paid"),
        format!("what `{id}` settles is paid after a claim, but is owed without one"),
    )
    .about(id)
    .here(format!("the time runs from `{field}`"))
    .label(settlement.term.field("claim"), "automatic: there is never a claim")
    .witness(shown)
    .help(format!("write `within {length} after end of month`, or let a party claim: `claim by …`"))
}
