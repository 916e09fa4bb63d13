//! Something is read of a service that has none of it: what is promised of others, or what only the instances of another one have.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{
    Commitment, CommitmentRef, Expr, FigureSource, HasTerm, Id, Indicator, Members, Service, Subject, Term,
};

/// Something is read of a service that has none of it.
pub static RULE: Rule = Rule {
    name: "asked-of-another-service",
    family: Family::Void,
    summary: "what a formula reads is never that of the service it is asked of",
    checks: &[],
};

/// Follows each formula to the services that it is evaluated for.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let model = facts.model;
    for indicator in &model.indicators {
        let on = model.commitments.iter().filter(|c| c.indicator == indicator.id() && c.target.is_some());
        let asked = match &indicator.of {
            Subject::Service(service) => vec![service.clone()],
            _ => services(facts, on.clone()),
        };
        look(facts, sink, &indicator.term, "is", [&indicator.formula], &asked);
        for commitment in on {
            of_instances_only(facts, sink, indicator, commitment);
        }
    }
    for figure in &model.figures {
        if let Some(Subject::Service(service)) = &figure.of {
            let formulas: Vec<&Expr> = match &figure.value {
                FigureSource::Is(expr) => vec![expr],
                FigureSource::Decision(table) => table.rows.iter().filter_map(|row| row.outcome.as_ref()).collect(),
                _ => Vec::new(),
            };
            look(facts, sink, &figure.term, "is", formulas, std::slice::from_ref(service));
        }
    }
    for schedule in &model.schedules {
        let mut asked = services(facts, schedule.on.iter().filter_map(|id| model.commitments.get(id)));
        asked.retain(|service| schedule.scope.services.is_empty() || schedule.scope.services.contains(service));
        look(facts, sink, &schedule.term, "pays", schedule.formulas(), &asked);
    }
    for right in &model.rights {
        if let Some(Subject::Service(service)) = &right.each_of {
            look(facts, sink, &right.term, "when", right.when.iter(), std::slice::from_ref(service));
        }
    }
}

/// The services that are held to commitments.
fn services<'c>(facts: &Facts<'_>, commitments: impl Iterator<Item = &'c Commitment>) -> Vec<Id<Service>> {
    let mut services = Vec::new();
    for commitment in commitments {
        for (service, _) in facts.holders().at(commitment.tier.name()) {
            let id = service.id();
            let meant = commitment.scope.services.is_empty() || commitment.scope.services.contains(&id);
            if meant && !services.contains(&id) {
                services.push(id);
            }
        }
    }
    services
}

/// Looks for commitments that a formula counts, or gathers results of, and to which no service that it is asked of is held.
fn look<'e>(
    facts: &Facts<'_>,
    sink: &mut Sink,
    term: &Term,
    field: &str,
    formulas: impl IntoIterator<Item = &'e Expr>,
    asked: &[Id<Service>],
) {
    let mut counted = Vec::new();
    formulas.into_iter().for_each(|formula| counted_in(formula, asked, &mut counted));
    for (named, asked) in counted {
        if let (Some(first), false) = (asked.first(), may_be_held(facts, named, &asked)) {
            sink.report(counts_for_others(facts, term, field, named, first));
        }
    }
}

/// The commitments that a formula counts, each with the services of which it does.
fn counted_in<'e>(expr: &'e Expr, asked: &[Id<Service>], counted: &mut Vec<(&'e CommitmentRef, Vec<Id<Service>>)>) {
    match expr {
        Expr::Commitment(named) | Expr::Each { among: Members::Results(named), .. } => {
            counted.push((named, asked.to_vec()));
        }
        Expr::OfService { service, holds } => counted_in(holds, std::slice::from_ref(service), counted),
        // What is said of each instance is asked of that instance.
        Expr::Aggregate { of, filter, .. } => {
            counted_in(of, asked, counted);
            let each = match &**of {
                Expr::Each { among: Members::Instances(service), .. } => std::slice::from_ref(service),
                _ => asked,
            };
            filter.iter().for_each(|filter| counted_in(filter, each, counted));
        }
        _ => expr.parts().into_iter().for_each(|part| counted_in(part, asked, counted)),
    }
}

/// Whether one of these services is held to one of the commitments that are meant, or may be: a blank could be any.
fn may_be_held(facts: &Facts<'_>, named: &CommitmentRef, asked: &[Id<Service>]) -> bool {
    let model = facts.model;
    let is_open = named.tier.as_ref().is_some_and(|tier| tier.as_blank().is_some())
        || asked
            .iter()
            .filter_map(|id| model.services.get(id))
            .any(|service| service.tiers.iter().any(|held| held.tier.as_blank().is_some()));
    if is_open || !named.scope.services.is_empty() {
        return true;
    }
    let mut meant = model.commitments.iter().filter(|commitment| named.means(commitment));
    meant.any(|commitment| {
        let mut held = facts.holders().at(commitment.tier.name()).iter();
        held.any(|(service, _)| asked.contains(&service.id()))
    })
}

fn counts_for_others(
    facts: &Facts<'_>,
    term: &Term,
    field: &str,
    named: &CommitmentRef,
    asked: &Id<Service>,
) -> Finding {
    let meant = facts.model.commitments.iter().filter(|commitment| named.means(commitment));
    let others = services(facts, meant);
    let message = format!("`{}` is asked of `{asked}`, which is not held to what it counts", term.id);
    let finding = Finding::new(&RULE, term.field(field), message)
        .about(&term.id)
        .here("nothing is ever counted here")
        .note("breaches and results are counted of the service that a formula is asked of");
    let many = others.iter().find(|id| facts.model.services.get(id).is_some_and(|service| service.many));
    match (many, others.first()) {
        (Some(many), _) => finding.help(format!(
            "count instances, `count of instances of {many} where (…)`, or name the service within brackets: `[…, {many}]`"
        )),
        (None, Some(other)) => finding.help(format!("name the service within brackets: `[…, {other}]`")),
        (None, None) => finding.help("count what the service is held to"),
    }
}

/// An indicator of a service of many instances that is promised of another one: each instance has its own, and the other one none.
fn of_instances_only(facts: &Facts<'_>, sink: &mut Sink, indicator: &Indicator, commitment: &Commitment) {
    let Subject::Service(of) = &indicator.of else { return };
    let held = services(facts, std::iter::once(commitment));
    let many = facts.model.services.get(of).is_some_and(|service| service.many);
    if !many || held.is_empty() || held.contains(of) {
        return;
    }
    let message =
        format!("`{}` is an indicator of each instance of `{of}`, and promised of another service", indicator.term.id);
    let finding = Finding::new(&RULE, commitment.target_span, message)
        .about(&commitment.term.id)
        .here("it is never known here")
        .label(indicator.term.field("of"), "of these instances");
    let id = &indicator.term.id;
    sink.report(finding.help(format!("promise one that gathers them: `mean of {id} of instances of {of}`")));
}
