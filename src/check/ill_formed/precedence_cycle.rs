//! Each prevails over the other.

use crate::base::Name;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::graph::Graph;
use crate::model::{Exception, Model};
use rustc_hash::FxHashMap;

/// Each prevails over the other.
pub static RULE: Rule = Rule {
    name: "precedence-cycle",
    family: Family::IllFormed,
    summary: "a circle of terms or documents that prevail over one another",
    checks: &["N1"],
};

/// Looks for circles of `over`, and for a document that stands twice in the order of precedence.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let exceptions: Vec<&Exception> = facts.model.exceptions.iter().collect();
    let index: FxHashMap<&Name, usize> = exceptions.iter().enumerate().map(|(at, e)| (&e.term.id, at)).collect();
    let edges = exceptions.iter().enumerate().flat_map(|(at, e)| e.over.iter().map(move |under| (at, under)));
    let edges: Vec<_> = edges.filter_map(|(at, under)| Some((at, *index.get(under.name())?))).collect();
    for cycle in Graph::new(exceptions.len(), edges).cycles() {
        let members: Vec<&Exception> = cycle.iter().filter_map(|&at| exceptions.get(at).copied()).collect();
        if let Some(first) = members.first() {
            sink.report(exceptions_in_circle(first, &members));
        }
    }
    let order = &facts.model.contract.precedence;
    if let Some(document) =
        order.iter().enumerate().find(|(at, name)| order.iter().take(*at).any(|other| other == *name))
    {
        sink.report(document_twice(facts.model, document.1));
    }
}

fn exceptions_in_circle(first: &Exception, members: &[&Exception]) -> Finding {
    let all = words::names(members.iter().map(|exception| &exception.term.id));
    let finding =
        Finding::new(&RULE, first.term.field("over"), format!("each of {all} prevails over the next, in a circle"))
            .here(format!("`{}` prevails here", first.term.id))
            .help("remove one `over`, so that one of them has the last word");
    let finding = members
        .iter()
        .skip(1)
        .fold(finding, |f, e| f.label(e.term.field("over"), format!("`{}` prevails here", e.term.id)));
    members.iter().fold(finding, |finding, exception| finding.about(&exception.term.id))
}

fn document_twice(model: &Model, document: &Name) -> Finding {
    let contract = &model.contract;
    Finding::new(
        &RULE,
        contract.term.field("precedence"),
        format!("`{document}` stands twice in the order of precedence"),
    )
    .about(&contract.term.id)
    .here("both above and below what stands between")
    .help(format!("keep `{document}` once"))
}
