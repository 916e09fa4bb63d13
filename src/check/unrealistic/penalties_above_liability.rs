//! Penalties that count towards a liability and can come to more than it.

use crate::answers::exposure::ceilings::{Ceiling, Limit};
use crate::base::Span;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Liability, Model};

/// Penalties that count towards a liability and can come to more than it.
pub static RULE: Rule = Rule {
    name: "penalties-above-liability",
    family: Family::Unrealistic,
    summary: "penalties can come to more than the liability in which they are included",
    checks: &["P13"],
};

/// Compares each cap of liability with the most that its party can owe in each of its windows.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for ceiling in facts.ceilings().iter().filter(|ceiling| ceiling.most.base > ceiling.amount.base) {
        if let Limit::Liability(id) = &ceiling.limit
            && let Some(liability) = facts.model.liabilities.get(id)
        {
            sink.report(penalties_above_liability(facts.model, liability, ceiling));
        }
    }
}

fn penalties_above_liability(model: &Model, liability: &Liability, ceiling: &Ceiling) -> Finding {
    let (id, party) = (&liability.term.id, &liability.of);
    let (limit, most) = (words::sum(&ceiling.amount), words::sum(&ceiling.most));
    let place = if liability.cap.span == Span::default() { liability.term.field("cap") } else { liability.cap.span };
    Finding::new(&RULE, place, format!("the penalties of `{party}` can come to {most}, but its liability ends at {limit}"))
        .about(id)
        .here(format!("{limit} at most, penalties included"))
        .note(format!(
            "{}: what the tables promise beyond {limit} is never paid, and nothing is left for any other damage",
            words::days(ceiling.during, &model.contract.zone())
        ))
        .help(format!("raise the cap of `{id}` above {most}, cap the penalties below {limit}, or let penalties count `besides` the liability"))
}
