//! Nothing says for which period a commitment is judged.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Aggregate, Commitment, Expr, Members, Right};

/// Nothing says for which period a commitment is judged.
pub static RULE: Rule = Rule {
    name: "missing-window",
    family: Family::Silent,
    summary: "a commitment does not say for which period it is judged",
    checks: &["O13"],
};

/// Asks every binding promise for its window.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding().filter(|c| c.window.is_none()) {
        sink.report(missing_window(commitment));
    }
    for right in &facts.model.rights {
        if let Some(condition) = right.when.as_ref().filter(|condition| gathers_over_nothing(condition)) {
            sink.report(missing_horizon(right, condition));
        }
    }
}

/// Whether a condition gathers values, and does not say over which time.
fn gathers_over_nothing(condition: &Expr) -> bool {
    match condition {
        // Instances are there, whatever time is looked at: what is asked of each is asked of the month, as any value is.
        Expr::Aggregate { of, filter, .. } if matches!(**of, Expr::Each { among: Members::Instances(_), .. }) => {
            filter.as_deref().is_some_and(gathers_over_nothing)
        }
        Expr::Aggregate { over, .. } => over.is_none(),
        other => other.parts().into_iter().any(gathers_over_nothing),
    }
}

fn missing_horizon(right: &Right, condition: &Expr) -> Finding {
    let counts = condition.any(&|part| matches!(part, Expr::Aggregate { function: Aggregate::Count, .. }));
    let what = if counts { "counts" } else { "gathers values" };
    let message = format!("`{}` {what} and does not say over which time", right.term.id);
    Finding::new(&RULE, right.term.field("when"), message)
        .about(&right.term.id)
        .here("over a day, a month, the whole term?")
        .help("add `over last 3 months`, `over month` or `over contract` after what is gathered")
}

fn missing_window(commitment: &Commitment) -> Finding {
    let name = commitments::full_name(commitment);
    Finding::new(&RULE, commitment.target_span, format!("{name} does not say for which period it is judged"))
        .about(&commitment.term.id)
        .here("judged each day, each month, each incident?")
        .witness("an outage of 1 h: a breach of 99.9 % in its day or its month, and none in its quarter or its year")
        .help("add `each month`, `each rolling 28 days, step day` or `each incident`, to the commitment or to its tier")
}
