//! A role is called in, and answers for nothing.

use crate::base::Name;
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Actor, Escalation, EscalationStep, Responsibility};
use rustc_hash::FxHashSet;

/// A role is called in, and answers for nothing.
pub static RULE: Rule = Rule {
    name: "role-not-in-raci",
    family: Family::Unenforceable,
    summary: "a role that an escalation calls in has no letter in any responsibility matrix",
    checks: &["A6", "E7"],
};

/// Compares the roles that escalations call in with those that stand in a matrix, where the contract has one.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    // A role may stand in what is not agreed yet.
    let open = |activity: &Responsibility| {
        [&activity.term.id, &activity.matrix].into_iter().any(|term| !facts.blanks().of_term(term).is_empty())
    };
    if facts.model.responsibilities.is_empty() || facts.model.responsibilities.iter().any(open) {
        return;
    }
    let cells = facts.model.responsibilities.iter().flat_map(|activity| &activity.cells);
    let known: FxHashSet<&Name> = cells.filter(|cell| !cell.letters.is_empty()).map(|cell| cell.actor.name()).collect();
    let mut reported = FxHashSet::default();
    for escalation in &facts.model.escalations {
        for step in &escalation.steps {
            if let Actor::Role(role) = &step.to
                && !known.contains(role.name())
                && reported.insert(role.name())
            {
                sink.report(role_not_in_raci(escalation, step));
            }
        }
    }
}

fn role_not_in_raci(escalation: &Escalation, step: &EscalationStep) -> Finding {
    let role = step.to.name();
    Finding::new(&RULE, step.span, format!("`{role}` is called in, but no responsibility matrix says what for"))
        .about(role)
        .about(&escalation.term.id)
        .here(format!("level {} of `{}`", step.level, escalation.term.id))
        .note(format!("no matrix gives `{role}` an activity"))
        .help(format!(
            "add a column for `{role}` to a matrix (`raci`), with what it does (`R`) or is consulted on (`C`)"
        ))
}
