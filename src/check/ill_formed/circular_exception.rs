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
    let all = words::names(members.iter().map(|exception| &exception.term.id));
    let finding = Finding::new(&RULE, first.term.span, format!("{all} change one another, and no term"))
        .here(format!("on {}", words::names(&first.on)))
        .note("each has a value only where the other has one")
        .help("let each of them be on the term that it changes, and write which one is `over` the other");
    let finding =
        members.iter().skip(1).fold(finding, |f, e| f.label(e.term.span, format!("on {}", words::names(&e.on))));
    members.iter().fold(finding, |finding, exception| finding.about(&exception.term.id))
}
