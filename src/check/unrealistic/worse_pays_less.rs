//! A worse result costs less.

use crate::check::kernel::line::{Interval as Line, Trend, first_break};
use crate::check::schedules::Brackets;
use crate::check::{Facts, values};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{DecisionRow, Direction, Expr, Model, Polarity, Quantity};
use crate::quantity::Rational;

/// A worse result costs less.
pub static RULE: Rule = Rule {
    name: "worse-pays-less",
    family: Family::Unrealistic,
    summary: "a worse value falls into a bracket that pays less",
    checks: &["P8"],
};

/// Compares neighbouring brackets that are for the same cases.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for brackets in facts.brackets() {
        let Some((indicator, _)) = brackets.line else { continue };
        let Some(good) = indicator.better else { continue };
        let trend = match (good, brackets.schedule.direction) {
            (Polarity::Higher, Direction::Penalty) | (Polarity::Lower, Direction::Bonus) => Trend::Falling,
            (Polarity::Lower, Direction::Penalty) | (Polarity::Higher, Direction::Bonus) => Trend::Rising,
        };
        for ladder in ladders(facts.model, brackets) {
            let steps: Vec<(Line<Rational>, Rational)> =
                ladder.iter().map(|(_, span, amount)| (span.clone(), amount.base())).collect();
            if let Some((first, second)) = first_break(&steps, trend)
                && let (Some(low), Some(high)) = (ladder.get(first), ladder.get(second))
            {
                // The worse of two neighbours is the lower one where higher is better.
                let (worse, better) = if good == Polarity::Higher { (low, high) } else { (high, low) };
                sink.report(worse_pays_less(brackets, worse, better));
            }
        }
    }
}

/// A bracket with an amount that is written out.
type Rung<'m> = (&'m DecisionRow<Expr>, Line<Rational>, Quantity);

/// The brackets that are for the same cases, in amounts that can be compared.
fn ladders<'m>(model: &Model, brackets: &Brackets<'m>) -> Vec<Vec<Rung<'m>>> {
    let mut ladders: Vec<(_, Vec<Rung<'m>>)> = Vec::new();
    for (row, region, span) in brackets.rows() {
        let Some(amount) = row.outcome.as_ref().and_then(|outcome| values::constant(model, outcome)) else { continue };
        match ladders.iter_mut().find(|(scope, _)| scope == &region.scope) {
            Some((_, ladder)) => ladder.push((row, span, amount)),
            None => ladders.push((region.scope.clone(), vec![(row, span, amount)])),
        }
    }
    let comparable = |ladder: &Vec<Rung<'m>>| {
        ladder.windows(2).all(|pair| matches!(pair, [(_, _, a), (_, _, b)] if values::same_dimension(&a.unit, &b.unit)))
    };
    ladders.into_iter().map(|(_, ladder)| ladder).filter(comparable).collect()
}

fn worse_pays_less(brackets: &Brackets<'_>, worse: &Rung<'_>, better: &Rung<'_>) -> Finding {
    let id = &brackets.schedule.term.id;
    let amount = |rung: &Rung<'_>| crate::check::words::quantity(&rung.2);
    let (verb, more) = match brackets.schedule.direction {
        Direction::Penalty => ("costs", "less"),
        Direction::Bonus => ("earns", "more"),
    };
    let message = format!("`{id}`: the worse result {verb} {more}");
    Finding::new(&RULE, brackets.span(worse.0), message)
        .about(id)
        .here(format!("worse: {} {verb} {}", brackets.words(&worse.1), amount(worse)))
        .label(brackets.span(better.0), format!("better: {} {verb} {}", brackets.words(&better.1), amount(better)))
        .note("once in the better bracket, the debtor gains by letting the service get worse")
        .help("exchange the two amounts, or write the ones that are meant")
}
