//! Exceptions except one another.

use crate::base::Name;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::graph::Graph;
use crate::model::Exception;
use rustc_hash::FxHashMap;

/// Exceptions except one another.
pub static RULE: Rule = Rule {
    name: "circular-exception",
    family: Family::IllFormed,
    summary: "exceptions that change one another in a circle",
    checks: &["X8"],
};

/// Looks for circles of exceptions on exceptions.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let exceptions: Vec<&Exception> = facts.model.exceptions.iter().collect();
    let index: FxHashMap<&Name, usize> = exceptions.iter().enumerate().map(|(at, e)| (&e.term.id, at)).collect();
    let edges = exceptions.iter().enumerate().flat_map(|(at, exception)| exception.on.iter().map(move |on| (at, on)));
    let edges: Vec<_> = edges.filter_map(|(at, on)| Some((at, *index.get(on)?))).collect();
    for cycle in Graph::new(exceptions.len(), edges).cycles() {
        let members: Vec<&Exception> = cycle.iter().filter_map(|&at| exceptions.get(at).copied()).collect();
        if let Some(first) = members.first() {
            sink.report(circular_exception(first, &members));
        }
    }
}

fn circular_exception(first: &Exception, members: &[&Exception]) -> Finding {
    let steps: Vec<String> =
        members.iter().map(|one| format!("`{}` amends {}", one.term.id, words::names(&one.on))).collect();
    let is_member = |on: &Name| members.iter().any(|one| one.term.id == *on);
    // One that amends something else too does change the contract.
    let vain = match members {
        all if all.iter().flat_map(|one| &one.on).any(|on| !is_member(on)) => "they go round in a circle",
        [_] => "it amends nothing of the contract",
        [_, _] => "neither amends anything of the contract",
        _ => "none of them amends anything of the contract",
    };
    let amends = |one: &Exception| format!("amends {}", words::names(&one.on));
    let finding = Finding::new(&RULE, first.term.span, format!("{}: {vain}", words::list(steps)))
        .here(amends(first))
        .help("after `on`, name what each of them amends, such as a tier, a penalty or a figure; where it is the same for both, write which is `over` the other");
    let finding = members.iter().skip(1).fold(finding, |f, e| f.label(e.term.span, amends(e)));
    members.iter().fold(finding, |finding, exception| finding.about(&exception.term.id))
}
