//! A term is in force only outside the term of the contract.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Model, Term, Validity};
use jiff::civil::Date;

/// A term is in force only outside the term of the contract.
pub static RULE: Rule = Rule {
    name: "never-in-force",
    family: Family::Void,
    summary: "a term whose dates lie outside those of the contract",
    checks: &["Y1", "Y8"],
};

/// Compares the dates of every term with those of the contract.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let amounts = facts.model.schedules.iter().map(|t| &t.term).chain(facts.model.commitments.iter().map(|t| &t.term));
    let acts = facts.model.rights.iter().map(|t| &t.term).chain(facts.model.duties.iter().map(|t| &t.term));
    let rest = facts.model.exclusions.iter().map(|t| &t.term).chain(facts.model.exceptions.iter().map(|t| &t.term));
    let renewed = facts.model.contract.renewal.as_ref().is_some_and(|renewal| renewal.mode != "none");
    let term = Validity { from: facts.model.contract.from, until: facts.model.contract.until.filter(|_| !renewed) };
    for subject in amounts.chain(acts).chain(rest) {
        let own = subject.validity;
        if in_order(own) && in_order(term) && !own.overlaps(&term) {
            sink.report(never_in_force(facts.model, subject, own));
        }
    }
    for service in &facts.model.services {
        for held in &service.tiers {
            let own = Validity { from: held.from, until: held.until };
            if in_order(own) && in_order(term) && !own.overlaps(&term) {
                sink.report(never_in_force(facts.model, &service.term, own).about(held.tier.name()));
            }
        }
    }
}

/// Dates that leave no day at all are another matter.
fn in_order(validity: Validity) -> bool {
    !matches!((validity.from, validity.until), (Some(from), Some(until)) if until <= from)
}

fn never_in_force(model: &Model, term: &Term, own: Validity) -> Finding {
    let contract = &model.contract;
    let days = |from: Option<Date>, until: Option<Date>| match (from, until) {
        (Some(from), Some(until)) => format!("from {from} until {until}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "at all times".to_owned(),
    };
    let id = &term.id;
    Finding::new(&RULE, term.span, format!("`{id}` is in force on no day of the contract"))
        .about(id)
        .here(days(own.from, own.until))
        .label(contract.term.field("from"), format!("the contract: {}", days(contract.from, contract.until)))
        .help("correct its dates, or remove it")
}
