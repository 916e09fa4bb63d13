//! A definition that no operative term uses.

use crate::base::Name;
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{FOUND_BY_NAME, Figure, Model, PartyKind, Subject, Term};
use crate::quantity::{Dimension, Measure};
use rustc_hash::FxHashSet;

/// A definition that no operative term uses.
pub static RULE: Rule = Rule {
    name: "unused-definition",
    family: Family::Void,
    summary: "something is defined that no operative term uses",
    checks: &["R4", "R7", "A10"],
};

/// Looks for the contract's own definitions that no operative term reaches. A blank could still use any of them.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if !facts.model.blanks.is_empty() {
        return;
    }
    let references = facts.references();
    let defined = definitions(facts.model);
    let of_use: FxHashSet<&str> = defined.iter().map(|(_, term)| term.id.as_str()).collect();
    let operative = references.terms.iter().enumerate().filter(|(_, term)| !of_use.contains(term.id.as_str()));
    let commitments: FxHashSet<&str> = facts.model.commitments.iter().map(|c| c.term.id.as_str()).collect();
    let operative = operative.filter(|(_, term)| !commitments.contains(term.id.as_str())).map(|(number, _)| number);
    let reached = references.graph.reachable_from(operative);
    // What the contract calls by the name under which it is looked for is found in evidence.
    let by_name = |kind: &str, term: &Term| kind == "record" && FOUND_BY_NAME.contains(&term.id.as_str());
    let own = defined.iter().filter(|(kind, term)| term.module.is_empty() && !by_name(kind, term));
    for (kind, term) in own {
        if references.number(&term.id).and_then(|number| reached.get(number)) == Some(&false) {
            sink.report(unused_definition(kind, term));
        }
    }
}

/// Terms that do nothing by themselves, each with the word for its kind.
fn definitions(model: &Model) -> Vec<(&'static str, &Term)> {
    let mut all: Vec<(&'static str, &Term)> = Vec::new();
    let suppliers = model.parties.iter().filter(|party| party.kind == PartyKind::Supplier);
    let observers = model.parties.iter().filter(|party| party.kind == PartyKind::Observer);
    all.extend(suppliers.map(|party| ("supplier", &party.term)));
    all.extend(observers.map(|party| ("observer", &party.term)));
    all.extend(model.roles.iter().map(|role| ("role", &role.term)));
    all.extend(model.calendars.iter().map(|calendar| ("calendar", &calendar.term)));
    all.extend(model.periods.iter().map(|period| ("period", &period.term)));
    all.extend(model.dimensions.iter().map(|dimension| ("dimension", &dimension.term)));
    all.extend(model.records.iter().map(|record| ("record", &record.term)));
    all.extend(model.states.iter().map(|state| ("state", &state.term)));
    all.extend(model.figures.iter().filter(|figure| !is_price(figure)).map(|figure| ("figure", &figure.term)));
    all.extend(model.indicators.iter().map(|indicator| ("indicator", &indicator.term)));
    // Without services, tiers are what the contract promises.
    if !model.services.is_empty() {
        all.extend(model.tiers.iter().map(|tier| ("tier", &tier.term)));
    }
    all
}

/// Whether a figure is the price of something that the contract is about: it is owed whatever else the contract says of it.
fn is_price(figure: &Figure) -> bool {
    let is_money =
        |unit: &Name| Measure::parse(unit).is_some_and(|measure| matches!(measure.unit.dimension, Dimension::Money(_)));
    matches!(figure.of, Some(Subject::Service(_) | Subject::Any | Subject::Contract))
        && figure.unit.as_ref().is_some_and(is_money)
}

fn unused_definition(kind: &str, term: &Term) -> Finding {
    let id = &term.id;
    let (message, help) = match kind {
        "tier" => (
            format!("no service is held to the tier `{id}`"),
            format!("add `at {id}` to a service, or remove the tier"),
        ),
        _ => (format!("nothing uses the {kind} `{id}`"), format!("use `{id}` where it was meant, or remove it")),
    };
    Finding::new(&RULE, term.span, message).about(id).here("defined here").help(help)
}
