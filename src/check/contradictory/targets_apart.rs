//! Two commitments leave no value that meets both.

use crate::check::{Facts, commitments, shown, words};
use crate::diagnostics::{Amount, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Commitment;

/// Two commitments leave no value that meets both.
pub static RULE: Rule = Rule {
    name: "targets-apart",
    family: Family::Contradictory,
    summary: "two commitments on one case that no value meets together",
    checks: &["O1"],
};

/// Compares commitments on one indicator, judged alike, that bound it on opposite sides.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for (first, second, case) in facts.beside() {
        if let (Some(one), Some(other)) =
            (commitments::own_met(facts.model, first), commitments::own_met(facts.model, second))
            && commitments::side_of(first) != commitments::side_of(second)
            && first.quota == second.quota
            && !one.overlaps(&other)
        {
            let unit = commitments::unit(facts.model, second);
            let values = shown::sample(&one, &unit).zip(shown::sample(&other, &unit));
            sink.report(targets_apart(first, second, case, values));
        }
    }
}

fn targets_apart(first: &Commitment, second: &Commitment, case: &str, values: Option<(Amount, Amount)>) -> Finding {
    let (one, other) = (commitments::target_words(first), commitments::target_words(second));
    let indicator = &second.indicator;
    let limit = |commitment: &Commitment| {
        let bound = commitment.target.as_ref()?;
        Some((words::comparator(bound.comparator?), words::amount(&bound.value)?))
    };
    let help = match (limit(first), limit(second)) {
        (Some((a, low)), Some((b, high))) if low != high => {
            format!("remove one of the two, or exchange their limits: `{a} {high}` and `{b} {low}`")
        }
        _ => "remove one of the two, or choose limits between which there are values".to_owned(),
    };
    let shown = match values {
        Some((meets_first, meets_second)) => {
            let asks = |commitment: &Commitment, value: &Amount| Question::Verdict {
                commitment: commitment.term.id.clone(),
                value: value.clone(),
                exception: None,
            };
            let text = format!(
                "{case}: {} is not {other}, and {} is not {one}",
                shown::written(&meets_first),
                shown::written(&meets_second)
            );
            [(first, &meets_first), (second, &meets_first), (first, &meets_second), (second, &meets_second)]
                .into_iter()
                .zip([true, false, false, true])
                .fold(Witness::new(Shows::Breached, text), |witness, ((commitment, value), met)| {
                    witness.ask(asks(commitment, value), commitments::judged(met))
                })
        }
        None => Witness::told(format!("{case}: whatever is attained breaches one of the two")),
    };
    Finding::new(&RULE, second.target_span, format!("no value of `{indicator}` is {one} and {other}"))
        .about(&first.term.id)
        .about(&second.term.id)
        .here(other.clone())
        .label(first.target_span, one.clone())
        .witness(shown)
        .help(help)
}
