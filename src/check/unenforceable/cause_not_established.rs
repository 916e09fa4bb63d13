//! Nobody is charged to establish a cause.

use crate::base::Name;
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Exclusion, ExclusionSource, Expr, Model, StateSource};

/// Nobody is charged to establish a cause.
pub static RULE: Rule = Rule {
    name: "cause-not-established",
    family: Family::Unenforceable,
    summary: "an exclusion depends on a fact that nobody establishes",
    checks: &["X11", "X7"],
};

/// Looks for exclusions whose condition reads a record that nobody keeps, and that nobody establishes.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    // What someone uses up within a budget or a limit is that one's to declare.
    let declared = |e: &Exclusion| e.by.is_some() && (e.budget.is_some() || e.limit.is_some());
    for exclusion in facts.model.exclusions.iter().filter(|e| e.established.is_none() && !declared(e)) {
        if let ExclusionSource::When(condition) = &exclusion.applies
            && let Some(fact) = fact_of_no_one(facts.model, condition, 0)
        {
            sink.report(cause_not_established(exclusion, &fact));
        }
    }
}

/// The first fact in a condition that no one writes down.
fn fact_of_no_one(model: &Model, condition: &Expr, depth: u32) -> Option<Name> {
    let own = match condition {
        Expr::Field { record, field } => {
            let record = model.records.get(record)?;
            let kept = record.by.is_some() || record.fields.iter().any(|f| &f.name == field && f.by.is_some());
            (!kept).then(|| field.clone())
        }
        Expr::State(state) if depth < 16 => match &model.states.get(state)?.holds {
            StateSource::When(inner) => fact_of_no_one(model, inner, depth + 1),
            _ => None,
        },
        Expr::Dimension(dimension) | Expr::Value { dimension, .. } => {
            let dimension = model.dimensions.get(dimension)?;
            let follows = dimension.decision.is_some() || dimension.values.iter().any(|value| value.when.is_some());
            let of_case = matches!(dimension.of, crate::model::Subject::Record(_));
            (of_case && !follows && dimension.by.is_none()).then(|| dimension.term.id.clone())
        }
        _ => None,
    };
    own.or_else(|| condition.parts().into_iter().find_map(|part| fact_of_no_one(model, part, depth)))
}

fn cause_not_established(exclusion: &Exclusion, fact: &Name) -> Finding {
    let id = &exclusion.term.id;
    Finding::new(&RULE, exclusion.term.field("when"), format!("nobody establishes `{fact}`, on which `{id}` depends"))
        .about(id)
        .here(format!("depends on `{fact}`"))
        .note("each party will name the cause that suits it")
        .help("add `established by` a party, `within` a time after the incident, and `otherwise counts` (failing that, the time counts against the promise) or `otherwise does_not_count` (it is left out)")
}
