//! Nothing says for which period a commitment is judged.

use crate::check::{Facts, commitments, shown, words};
use crate::diagnostics::{Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Aggregate, Commitment, Expr, Members, Model, Right, Subject, Term};

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
        sink.report(missing_window(facts.model, commitment));
    }
    for right in &facts.model.rights {
        if let Some(condition) = right.when.as_ref().filter(|condition| gathers_over_nothing(condition)) {
            sink.report(missing_horizon(facts.model, right, condition));
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

fn missing_horizon(model: &Model, right: &Right, condition: &Expr) -> Finding {
    let counts = condition.any(&|part| matches!(part, Expr::Aggregate { function: Aggregate::Count, .. }));
    let (what, done) = if counts { ("counts", "counted") } else { ("gathers values", "gathered") };
    let message = format!("`{}` {what} and does not say over which time", right.term.id);
    Finding::new(&RULE, right.term.field("when"), message)
        .about(&right.term.id)
        .here("over a month, a year, the whole contract?")
        .witness(shown_by_periods(model, &right.term, "over", done))
        .help(format!("add `over last 3 months`, `over month` or `over contract` after what is {done}"))
}

/// Shows that what happens on a day is put with its month, or with its year.
fn shown_by_periods(model: &Model, term: &Term, field: &str, what: &str) -> Witness {
    let at = shown::noon(model, &[term.validity]);
    let text =
        format!("what happens on {}: {what} with its month, {{0}}, or with its year, {{1}}", shown::day(model, at));
    let asks = Question::Period { term: term.id.clone(), at };
    Witness::new(Shows::Different, text).either(&asks, &term.id, field, [shown::word("month"), shown::word("year")])
}

fn missing_window(model: &Model, commitment: &Commitment) -> Finding {
    let name = commitments::full_name(commitment);
    let indicator = model.indicators.get(&commitment.indicator);
    let case = indicator.and_then(|indicator| match &indicator.of {
        Subject::Record(record) => Some(format!("`each {record}`")),
        _ => None,
    });
    let periods: Vec<String> =
        case.into_iter().chain(["`each month`", "`each quarter`", "`each year`"].map(str::to_owned)).collect();
    let shown = shown_by_periods(model, &commitment.term, "each", "judged");
    Finding::new(&RULE, commitment.target_span, format!("{name} does not say for which period it is judged"))
        .about(&commitment.term.id)
        .here(format!("judged {}?", periods.join(", ").replace('`', "")))
        .witness(shown)
        .help(format!("add {} to the commitment or to its tier", words::one_of(periods)))
}
