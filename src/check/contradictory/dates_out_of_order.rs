//! Dates stand in an order that leaves no day.

use crate::base::Name;
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
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
            sink.report(no_day(&contract.term, from, until));
        }
        if let Some(signed) = contract.signed.filter(|signed| *signed > from) {
            sink.report(signed_late(&contract.term, signed, from));
        }
    }
    for term in terms(facts.model) {
        if let (Some(from), Some(until)) = (term.validity.from, term.validity.until)
            && until <= from
        {
            sink.report(no_day(term, from, until));
        }
    }
    for service in &facts.model.services {
        for held in &service.tiers {
            if let (Some(from), Some(until)) = (held.from, held.until)
                && until <= from
            {
                sink.report(held_no_day(&service.term, held.tier.name(), from, until));
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

fn no_day(term: &Term, from: Date, until: Date) -> Finding {
    let id = &term.id;
    Finding::new(&RULE, term.field("until"), format!("`{id}` ends on {until}, but begins on {from}"))
        .about(id)
        .here("the day on which it is no longer in force")
        .label(term.field("from"), "the first day")
        .witness(format!("{from}: begun and already over"))
        .help(format!("end it after {from}: `until` names the day on which it is no longer in force"))
}

fn signed_late(term: &Term, signed: Date, from: Date) -> Finding {
    Finding::new(&RULE, term.field("signed"), format!("the contract is signed on {signed}, but in force since {from}"))
        .about(&term.id)
        .here("the day of signature")
        .label(term.field("from"), "the first day")
        .witness(format!("{from}: in force, and agreed by nobody"))
        .help(format!(
            "begin on {signed} or later, or correct the day of signature; if the time before is to count, say so in a clause of its own"
        ))
}

fn held_no_day(service: &Term, tier: &Name, from: Date, until: Date) -> Finding {
    Finding::new(
        &RULE,
        service.field("at"),
        format!("`{}` is held to `{tier}` from {from} until {until}: on no day", service.id),
    )
    .about(&service.id)
    .here("held to it on no day")
    .witness(format!("{from}: begun and already over"))
    .help(format!("end it after {from}"))
}
