//! More is paid than the whole.

use crate::base::Span;
use crate::check::{Facts, schedules, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Direction, Expr, Model, Pays, Quantity, Schedule};
use crate::quantity::Rational;

/// More is paid than the whole.
pub static RULE: Rule = Rule {
    name: "share-above-whole",
    family: Family::Unrealistic,
    summary: "an amount is more than all of what it is a share of",
    checks: &["P13"],
};

/// Looks for penalties of more than 100 % of what they are a share of.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for schedule in facts.model.schedules.iter().filter(|schedule| schedule.direction == Direction::Penalty) {
        let rows: Vec<(Span, &Expr)> = match &schedule.pays {
            Pays::Amount(amount) => vec![(schedule.term.field("pays"), amount)],
            Pays::Brackets(table) => {
                table.rows.iter().filter_map(|row| Some((row.span, row.outcome.as_ref()?))).collect()
            }
            Pays::Blank(_) => Vec::new(),
        };
        let above = rows.iter().find_map(|(span, amount)| {
            let (share, base) = schedules::share(facts.model, amount, schedule.basis.as_ref())?;
            let above =
                share.unit == "%" && base.is_some() && share.as_blank().is_none() && share.base() > Rational::one();
            above.then_some((*span, share))
        });
        if let Some((span, share)) = above {
            sink.report(share_above_whole(facts.model, schedule, span, &share));
        }
    }
}

fn share_above_whole(model: &Model, schedule: &Schedule, span: Span, share: &Quantity) -> Finding {
    let (id, share) = (&schedule.term.id, words::quantity(share));
    Finding::new(&RULE, span, format!("`{id}` pays {share} of its basis"))
        .about(id)
        .here("more than all of it")
        .label(schedule.term.field("basis"), "the basis")
        .note("at most all of it can be credited; the rest would be a payment, which a judge may find excessive")
        .help(format!(
            "write a share of at most 100 %, name another basis, or write {}",
            words::accept(model, &RULE, id)
        ))
}
