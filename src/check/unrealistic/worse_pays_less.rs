//! A worse result costs less.

use crate::check::schedules::{self, Brackets};
use crate::check::{Facts, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::{Interval as Line, Trend, first_break};
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
        for at in 0..brackets.compiled.lines.len() {
            let Some(worse) = worse_side(facts.model, brackets, at) else { continue };
            let trend = match (worse, brackets.schedule.direction) {
                (Worse::Lower, Direction::Penalty) | (Worse::Higher, Direction::Bonus) => Trend::Falling,
                (Worse::Higher, Direction::Penalty) | (Worse::Lower, Direction::Bonus) => Trend::Rising,
            };
            for ladder in ladders(facts.model, brackets, at) {
                let steps: Vec<(Line<Rational>, Rational)> =
                    ladder.iter().map(|rung| (rung.1.clone(), base(rung))).collect();
                if let Some((first, second)) = first_break(&steps, trend)
                    && let (Some(low), Some(high)) = (ladder.get(first), ladder.get(second))
                {
                    let (worse, better) = if worse == Worse::Lower { (low, high) } else { (high, low) };
                    sink.report(worse_pays_less(brackets, at, worse, better));
                }
            }
        }
    }
}

/// Which of two values of a key is the worse one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worse {
    Lower,
    Higher,
}

/// The worse side of an ordered key, where it follows from what is judged.
fn worse_side(model: &Model, brackets: &Brackets<'_>, at: usize) -> Option<Worse> {
    let mut sides = brackets.judged.iter().filter_map(|(commitment, _)| {
        if brackets.grows_with_a_breach(at) {
            return Some(Worse::Higher);
        }
        let better = brackets.better(model, commitment)?;
        let turns = brackets.follows(model, at, commitment)?.turns();
        Some(if (better == Polarity::Higher) != turns { Worse::Lower } else { Worse::Higher })
    });
    let first = sides.next()?;
    sides.all(|side| side == first).then_some(first)
}

/// A bracket with an amount that is written out: a quantity, and what it is a share of; none for nothing.
type Rung<'m> = (&'m DecisionRow<Expr>, Line<Rational>, Option<(Quantity, Option<&'m Expr>)>);

fn base(rung: &Rung<'_>) -> Rational {
    rung.2.as_ref().map_or_else(Rational::zero, |(amount, _)| amount.base())
}

/// The brackets that differ in one key only, in amounts that can be compared.
fn ladders<'m>(model: &Model, brackets: &Brackets<'m>, at: usize) -> Vec<Vec<Rung<'m>>> {
    let basis = brackets.schedule.basis.as_ref();
    let mut ladders: Vec<(_, Vec<Rung<'m>>)> = Vec::new();
    for (row, region) in brackets.agreed() {
        let amount = match &row.outcome {
            None | Some(Expr::None) => None,
            Some(outcome) => match schedules::share(model, outcome, basis) {
                Some(share) => Some(share),
                None => continue,
            },
        };
        let mut others = region.clone();
        let span = others.spans.get_mut(at).and_then(Option::take).unwrap_or_else(Line::everything);
        match ladders.iter_mut().find(|(known, _)| *known == others) {
            Some((_, ladder)) => ladder.push((row, span, amount)),
            None => ladders.push((others, vec![(row, span, amount)])),
        }
    }
    let comparable = |ladder: &Vec<Rung<'m>>| {
        let amounts: Vec<_> = ladder.iter().filter_map(|(.., amount)| amount.as_ref()).collect();
        amounts
            .windows(2)
            .all(|pair| matches!(pair, [(a, x), (b, y)] if values::same_dimension(&a.unit, &b.unit) && x == y))
    };
    ladders.into_iter().map(|(_, ladder)| ladder).filter(comparable).collect()
}

fn worse_pays_less(brackets: &Brackets<'_>, at: usize, worse: &Rung<'_>, better: &Rung<'_>) -> Finding {
    let id = &brackets.schedule.term.id;
    let amount =
        |rung: &Rung<'_>| rung.2.as_ref().map_or_else(|| "nothing".to_owned(), |(amount, _)| words::quantity(amount));
    let (verb, more) = match brackets.schedule.direction {
        Direction::Penalty => ("costs", "less"),
        Direction::Bonus => ("earns", "more"),
    };
    let message = format!("`{id}`: the worse result {verb} {more}");
    Finding::new(&RULE, brackets.span(worse.0), message)
        .about(id)
        .here(format!("worse: {} {verb} {}", brackets.words_at(at, &worse.1), amount(worse)))
        .label(
            brackets.span(better.0),
            format!("better: {} {verb} {}", brackets.words_at(at, &better.1), amount(better)),
        )
        .note("once in the better bracket, the debtor gains by letting the service get worse")
        .help("exchange the two amounts, or write the ones that are meant")
}
