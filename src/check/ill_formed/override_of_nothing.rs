//! An override hits nothing.

use crate::base::suggest::nearest;
use crate::check::commitments;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Model};

/// An override hits nothing.
pub static RULE: Rule = Rule {
    name: "override-of-nothing",
    family: Family::IllFormed,
    summary: "a commitment overrides one that its tier does not inherit",
    checks: &["G6", "N6"],
};

/// Looks for `overrides` that replace nothing.
pub fn run(model: &Model, sink: &mut Sink) {
    for commitment in model.commitments.iter().filter(|c| c.is_override && c.overrides.is_empty() && c.inherited.is_none()) {
        sink.report(override_of_nothing(model, commitment));
    }
}

fn override_of_nothing(model: &Model, commitment: &Commitment) -> Finding {
    let tier = model.tiers.get(&commitment.tier);
    let parent = tier.and_then(|tier| tier.extends.as_ref());
    let inherited: Vec<&str> = model.commitments.iter().filter(|c| Some(&c.tier) == parent).map(|c| c.indicator.as_str()).collect();
    let name = commitments::full_name(commitment);
    let help = match (parent, nearest(commitment.indicator.as_str(), inherited)) {
        (None, _) => format!("add `extends` to `{}`, or remove `overrides`", commitment.tier),
        (Some(parent), Some(near)) => format!("`{parent}` bounds `{near}`: override it for the same cases and period, or remove `overrides`"),
        (Some(parent), None) => format!("`{parent}` does not bound `{}`: remove `overrides`", commitment.indicator),
    };
    Finding::new(&RULE, commitment.term.span, format!("{name} overrides nothing"))
        .about(&commitment.term.id)
        .here(match parent {
            Some(parent) => format!("`{parent}` has no such commitment"),
            None => format!("`{}` extends no tier", commitment.tier),
        })
        .help(help)
}
