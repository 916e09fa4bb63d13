//! An amount depends on itself.

use crate::base::Name;
use crate::check::{Facts, uses, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::graph::Graph;
use crate::model::{Attained, Expr, Schedule};
use rustc_hash::FxHashSet;

/// An amount depends on itself.
pub static RULE: Rule = Rule {
    name: "compensation-cycle",
    family: Family::IllFormed,
    summary: "an amount that depends on itself",
    checks: &["P19"],
};

/// Looks for amounts that are read by what they are computed from, and for amounts that read the total they are part of.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let terms = &facts.references().terms;
    for cycle in circles(facts) {
        let members: Vec<_> = cycle.iter().filter_map(|&at| terms.get(at).copied()).collect();
        let schedule = members.iter().find_map(|term| facts.model.schedules.by_name(&term.id));
        if let Some(schedule) = schedule {
            sink.report(compensation_cycle(schedule, &members));
        }
    }
    for schedule in facts.model.schedules.iter().filter(|schedule| reads_total(schedule)) {
        sink.report(reads_its_total(schedule));
    }
}

/// The circles of amounts and figures, by the numbers of their terms.
pub fn circles(facts: &Facts<'_>) -> Vec<Vec<usize>> {
    let (model, references) = (facts.model, facts.references());
    let amounts = model.schedules.iter().map(|schedule| &schedule.term.id);
    let money: FxHashSet<&Name> = amounts.chain(model.figures.iter().map(|figure| &figure.term.id)).collect();
    let is_money = |number: usize| references.terms.get(number).is_some_and(|term| money.contains(&term.id));
    let graph = &references.graph;
    let edges = (0..graph.len()).filter(|&from| is_money(from)).flat_map(|from| {
        graph.successors(from).iter().filter(|&&to| is_money(to)).map(move |&to| (from, to)).collect::<Vec<_>>()
    });
    Graph::new(graph.len(), edges.collect::<Vec<_>>()).cycles()
}

/// Whether an amount reads the total that it is part of.
pub fn reads_total(schedule: &Schedule) -> bool {
    let total = |expr: &Expr| matches!(expr, Expr::Attained(Attained::Total));
    uses::amounts(&schedule.pays).into_iter().chain(&schedule.basis).any(|amount| amount.any(&total))
}

fn compensation_cycle(schedule: &Schedule, members: &[&crate::model::Term]) -> Finding {
    let id = &schedule.term.id;
    let others: Vec<&Name> = members.iter().map(|term| &term.id).filter(|other| *other != id).collect();
    let message = match others.as_slice() {
        [] => format!("`{id}` is computed from itself"),
        [other] => format!("`{id}` is computed from `{other}`, and `{other}` from `{id}`"),
        others => format!("`{id}` is computed from itself, by way of {}", words::names(others.iter().copied())),
    };
    let finding = Finding::new(&RULE, schedule.term.span, message)
        .about(id)
        .here(format!("`{id}`"))
        .note("the amount would have to be known before it can be computed")
        .help(format!("compute `{id}` from an amount in which it does not count, such as the fee before penalties"));
    members.iter().filter(|term| &term.id != id).fold(finding, |f, term| f.label(term.span, format!("`{}`", term.id)))
}

fn reads_its_total(schedule: &Schedule) -> Finding {
    let id = &schedule.term.id;
    Finding::new(&RULE, schedule.term.span, format!("`{id}` is computed from the total that it is part of"))
        .about(id)
        .here("reads `total`")
        .note("the amount would have to be known before it can be computed")
        .help("read `total` in a cap or a waiver of the settlement only")
}
