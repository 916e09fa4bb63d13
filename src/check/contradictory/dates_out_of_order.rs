//! Dates stand in an order that leaves no day.

use crate::base::Name;
use crate::check::{Facts, shown};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Model, Term};
use jiff::civil::Date;

/// Dates stand in an order that leaves no day.
pub static RULE: Rule = Rule {
    name: "dates-out-of-order",
    family: Family::Contradictory,
    summary: "dates that leave no day on which a term is in force",
    checks: &["Y1"],
};

/// Compares the dates of the contract, and those of every term that has two.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let contract = &facts.model.contract;
    if let Some(from) = contract.from {
        if let Some(until) = contract.until.filter(|until| *until <= from) {
            sink.report(no_day(facts.model, &contract.term, from, until));
        }
        if let Some(signed) = contract.signed.filter(|signed| *signed > from) {
            sink.report(signed_late(facts.model, &contract.term, signed, from));
        }
    }
    for term in terms(facts.model) {
        if let (Some(from), Some(until)) = (term.validity.from, term.validity.until)
            && until <= from
        {
            sink.report(no_day(facts.model, term, from, until));
        }
    }
    for service in &facts.model.services {
        for held in &service.tiers {
            if let (Some(from), Some(until)) = (held.from, held.until)
                && until <= from
            {
                sink.report(held_no_day(facts.model, &service.term, held.tier.name(), (from, until)));
            }
        }
    }
}

/// Every term that may have dates of its own.
fn terms(model: &Model) -> impl Iterator<Item = &Term> {
    let amounts = model.schedules.iter().map(|t| &t.term).chain(model.commitments.iter().map(|t| &t.term));
    let acts = model.rights.iter().map(|t| &t.term).chain(model.duties.iter().map(|t| &t.term));
    amounts.chain(acts).chain(model.exclusions.iter().map(|t| &t.term)).chain(model.exceptions.iter().map(|t| &t.term))
}

/// A date of a term, as a question, with its answer.
fn day(model: &Model, term: &Term, field: &str, tier: Option<&Name>, day: Date) -> (Question, Answer) {
    let asks = Question::Day { term: term.id.clone(), field: field.into(), tier: tier.cloned() };
    (asks, Answer::Instant(shown::start(model, day)))
}

/// Shows that one date is no earlier than another.
fn order(shows: Shows, text: String, [first, second]: [(Question, Answer); 2]) -> Witness {
    Witness::new(shows, text).ask(first.0, first.1).ask(second.0, second.1)
}

fn no_day(model: &Model, term: &Term, from: Date, until: Date) -> Finding {
    let id = &term.id;
    let dates = [day(model, term, "from", None, from), day(model, term, "until", None, until)];
    let shown = order(Shows::NotBefore, format!("{from}: begun, and over since {until}"), dates);
    Finding::new(&RULE, term.field("until"), format!("`{id}` ends on {until}, but begins on {from}"))
        .about(id)
        .here("the day on which it is no longer in force")
        .label(term.field("from"), "the first day")
        .witness(shown)
        .help(format!("end it after {from}: `until` names the day on which it is no longer in force"))
}

fn signed_late(model: &Model, term: &Term, signed: Date, from: Date) -> Finding {
    let dates = [day(model, term, "signed", None, signed), day(model, term, "from", None, from)];
    let shown = order(Shows::Late, format!("{from}: in force, and agreed by nobody before {signed}"), dates);
    Finding::new(&RULE, term.field("signed"), format!("the contract is signed on {signed}, but in force since {from}"))
        .about(&term.id)
        .here("the day of signature")
        .label(term.field("from"), "the first day")
        .witness(shown)
        .help(format!(
            "begin on {signed} or later, or correct the day of signature; if the time before is to count, say so in a clause of its own"
        ))
}

fn held_no_day(model: &Model, service: &Term, tier: &Name, (from, until): (Date, Date)) -> Finding {
    let dates = [day(model, service, "at from", Some(tier), from), day(model, service, "at until", Some(tier), until)];
    let shown = order(Shows::NotBefore, format!("{from}: begun, and over since {until}"), dates);
    Finding::new(
        &RULE,
        service.field("at"),
        format!("`{}` is held to `{tier}` from {from} until {until}: on no day", service.id),
    )
    .about(&service.id)
    .here("held to it on no day")
    .witness(shown)
    .help(format!("end it after {from}"))
}
