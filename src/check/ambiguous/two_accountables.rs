//! Two are accountable for one activity.

use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Responsibility, ResponsibilityCell};

/// Two are accountable for one activity.
pub static RULE: Rule = Rule {
    name: "two-accountables",
    family: Family::Ambiguous,
    summary: "an activity has more than one accountable",
    checks: &["A1"],
};

/// Looks for rows of responsibility matrices with more than one `A`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for activity in &facts.model.responsibilities {
        let accountable: Vec<_> = activity.cells.iter().filter(|cell| cell.letters.contains('A')).collect();
        if let [first, others @ ..] = accountable.as_slice()
            && !others.is_empty()
        {
            sink.report(two_accountables(activity, first, others));
        }
    }
}

fn two_accountables(activity: &Responsibility, first: &ResponsibilityCell, others: &[&ResponsibilityCell]) -> Finding {
    let id = &activity.term.id;
    let all = words::names(std::iter::once(first.actor.name()).chain(others.iter().map(|cell| cell.actor.name())));
    let count = others.len() + 1;
    let finding = Finding::new(&RULE, first.span, format!("`{id}` has {count} accountables: {all}"))
        .about(id)
        .here(format!("`{}` is accountable", first.actor.name()))
        .witness(format!("`{id}` is not done: {all} each point at the other"))
        .help(format!("keep one `A`; write `R` for those who do the work and `C` for those who are asked, for instance `A` for `{}` only", first.actor.name()));
    others.iter().fold(finding, |finding, cell| finding.label(cell.span, format!("so is `{}`", cell.actor.name())))
}
