//! Tiers extend one another in a circle.

use crate::base::Name;
use crate::check::kernel::graph::Graph;
use crate::check::words;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Model, Tier};
use std::collections::HashMap;

/// Tiers extend one another in a circle.
pub static RULE: Rule = Rule {
    name: "inheritance-cycle",
    family: Family::IllFormed,
    summary: "tiers that extend one another in a circle",
    checks: &["G6"],
};

/// Looks for circles of `extends`.
pub fn run(model: &Model, sink: &mut Sink) {
    let tiers: Vec<&Tier> = model.tiers.iter().collect();
    let index: HashMap<&Name, usize> = tiers.iter().enumerate().map(|(at, tier)| (&tier.term.id, at)).collect();
    let edges = tiers.iter().enumerate().filter_map(|(at, tier)| Some((at, *index.get(tier.extends.as_ref()?.name())?)));
    for cycle in Graph::new(tiers.len(), edges).cycles() {
        let members: Vec<&Tier> = cycle.iter().filter_map(|&at| tiers.get(at).copied()).collect();
        if let Some(first) = members.first() {
            sink.report(inheritance_cycle(first, &members));
        }
    }
}

fn inheritance_cycle(first: &Tier, members: &[&Tier]) -> Finding {
    let message = match members {
        [only] => format!("`{}` extends itself", only.term.id),
        _ => format!("{} extend one another", words::names(members.iter().map(|tier| &tier.term.id))),
    };
    let place = |tier: &Tier| tier.term.field("extends");
    let finding = Finding::new(&RULE, place(first), message)
        .here("copied from here")
        .help("let one of them state its commitments without `extends`");
    let finding = members.iter().skip(1).fold(finding, |f, tier| f.label(place(tier), "and from here"));
    members.iter().fold(finding, |finding, tier| finding.about(&tier.term.id))
}
