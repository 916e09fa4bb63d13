//! A value is never given.

use crate::base::Span;
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Dimension, DimensionValue, HasTerm};

/// A value is never given.
pub static RULE: Rule = Rule {
    name: "value-never-given",
    family: Family::Void,
    summary: "a value that no row gives, and that something is promised for",
    checks: &["N12", "R7"],
};

/// Looks for values of dimensions that follow from a table, which gives them to no case.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for dimension in facts.model.dimensions.iter().filter(|d| d.term.module.is_empty() && !d.open) {
        let Some(decision) = &dimension.decision else { continue };
        let open =
            decision.rows.iter().any(|row| row.outcome.as_ref().is_some_and(|o| crate::model::blank_in(o).is_some()));
        if open || !facts.blanks().of_term(&dimension.term.id).is_empty() {
            continue;
        }
        for value in dimension.values.iter().filter(|value| value.when.is_none()) {
            let given = decision.rows.iter().any(|row| row.outcome.as_ref() == Some(&value.name));
            let names = |commitment: &&Commitment| {
                commitment.scope.values(&dimension.id()).is_some_and(|values| values.contains(&value.name))
            };
            let promised = facts.binding().find(names);
            if let Some(commitment) = promised.filter(|_| !given && dimension.default.as_ref() != Some(&value.name)) {
                sink.report(value_never_given(dimension, value, commitment));
            }
        }
    }
}

fn value_never_given(dimension: &Dimension, value: &DimensionValue, commitment: &Commitment) -> Finding {
    let (id, name) = (&dimension.term.id, &value.name);
    let finding = Finding::new(
        &RULE,
        value.span,
        format!("no case is ever `{name}`: the table that decides `{id}` never gives it"),
    )
    .about(id)
    .about(&commitment.term.id)
    .here(format!("`{name}` is declared here"))
    .label(commitment.target_span, format!("promised for `{name}`"))
    .help(format!("write `{name}` in a row of that table, or remove `{name}` and what is promised for it"));
    match dimension
        .decision
        .as_ref()
        .and_then(|decision| decision.rows.last())
        .filter(|row| row.span != Span::default())
    {
        Some(row) => finding.label(row.span, format!("neither this row nor another of the table gives `{name}`")),
        None => finding,
    }
}
