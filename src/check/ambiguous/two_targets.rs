//! Two commitments give one case two targets.

use crate::check::targets::Cell;
use crate::check::{Facts, commitments, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Expr};

/// Two commitments give one case two targets.
pub static RULE: Rule =
    Rule { name: "two-targets", family: Family::Ambiguous, summary: "one case has two targets", checks: &["N2", "O3"] };

/// Looks for cells in which two commitments answer differently and neither overrides the other.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for question in facts.targets() {
        for (first, second, cell) in question.pairs(false) {
            sink.report(two_targets(first, second, &cell));
        }
    }
}

fn two_targets(first: &Commitment, second: &Commitment, at: &Cell) -> Finding {
    let indicator = &first.indicator;
    let what = if first.tier == second.tier { commitments::name(first) } else { format!("`{indicator}`") };
    let cell = if at.names.is_empty() { String::new() } else { format!(" for {}", words::names(&at.names)) };
    let day = at.day.map(|day| format!(" on {day}")).unwrap_or_default();
    let (one, other) = (answer(first, second), answer(second, first));
    let open = |c: &Commitment| matches!(&c.target, Some(bound) if matches!(bound.value, Expr::Blank(_)));
    let finding = Finding::new(&RULE, second.target_span, format!("{what} has two targets{cell}"))
        .about(&first.term.id)
        .about(&second.term.id)
        .here(other.clone())
        .label(first.target_span, one.clone())
        .witness(format!("the target of {what}{cell}{day} is {one}, and {other}"))
        .help("remove one of them, or tell them apart: another scope after `for`, another period after `each`, other hours after `during`");
    match open(first) || open(second) {
        true => finding.note("were the blank filled so that both say the same, one of them would say nothing"),
        false => finding,
    }
}

/// What a commitment says where the other one says something else.
fn answer(commitment: &Commitment, other: &Commitment) -> String {
    let mut text = commitments::target_words(commitment);
    if commitment.tier != other.tier {
        text.push_str(&format!(" at `{}`", commitment.tier));
    }
    if commitment.measurer != other.measurer
        && let Some(measurer) = &commitment.measurer
    {
        text.push_str(&format!(", measured by `{}`", measurer.name()));
    }
    if commitment.sample != other.sample
        && let Some(sample) = commitment.sample
    {
        text.push_str(&format!(", from {sample} cases on"));
    }
    text
}
