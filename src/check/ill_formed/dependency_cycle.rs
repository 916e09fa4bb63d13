//! Services need one another in a circle.

use crate::base::Name;
use crate::check::{Facts, uses::Cited, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::graph::Graph;
use crate::model::Service;
use rustc_hash::FxHashMap;

/// Services need one another in a circle.
pub static RULE: Rule = Rule {
    name: "dependency-cycle",
    family: Family::IllFormed,
    summary: "services that depend on one another in a circle",
    checks: &["D3"],
};

/// Looks for circles of `depends on`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let services: Vec<&Service> = facts.model.services.iter().collect();
    let index: FxHashMap<&Name, usize> =
        services.iter().enumerate().map(|(at, service)| (&service.term.id, at)).collect();
    let mut edges = Vec::new();
    for (at, service) in services.iter().enumerate() {
        let mut needed = Cited::default();
        service.depends_on.iter().for_each(|dependency| needed.dependency(dependency));
        edges.extend(needed.names.iter().filter_map(|name| Some((at, *index.get(name)?))));
    }
    for cycle in Graph::new(services.len(), edges).cycles() {
        let members: Vec<&Service> = cycle.iter().filter_map(|&at| services.get(at).copied()).collect();
        if let Some(first) = members.first() {
            sink.report(dependency_cycle(first, &members));
        }
    }
}

fn dependency_cycle(first: &Service, members: &[&Service]) -> Finding {
    let message = match members {
        [only] => format!("`{}` depends on itself", only.term.id),
        _ => format!("{} depend on one another", words::names(members.iter().map(|service| &service.term.id))),
    };
    let place = |service: &Service| service.term.field("depends on");
    let finding = Finding::new(&RULE, place(first), message)
        .here(format!("needed by `{}`", first.term.id))
        .witness(match members {
            [_] => "it is down: it cannot come back before it is back",
            [_, _] => "both are down: neither can come back before the other",
            _ => "all of them are down: none can come back before another one does",
        })
        .help("remove the dependency that does not hold, or name the part that both need as a service of its own");
    let finding = members.iter().skip(1).fold(finding, |f, s| f.label(place(s), format!("needed by `{}`", s.term.id)));
    members.iter().fold(finding, |finding, service| finding.about(&service.term.id))
}
