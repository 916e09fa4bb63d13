//! The values of a figure add up to what its `total` does not allow.

use crate::check::totals::{self, Sum};
use crate::check::{Facts, shown, values, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};

/// The parts of a sum that are pointed at one by one.
const SHOWN: usize = 8;

/// The values of a figure add up to what its `total` does not allow.
pub static RULE: Rule = Rule {
    name: "total-not-kept",
    family: Family::Contradictory,
    summary: "values that add up to more, or less, than their total",
    checks: &["O20"],
};

/// Adds up the values of each group of which a figure says what the sum may reach.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for sum in totals::sums(facts.model).iter().filter(|sum| !sum.is_kept()) {
        sink.report(total_not_kept(sum));
    }
}

fn total_not_kept(sum: &Sum<'_>) -> Finding {
    let id = &sum.figure.term.id;
    let (comparator, limit) = &sum.bound;
    let total = words::base(&sum.sum, sum.unit());
    let bound = format!("{} {}", words::comparator(*comparator), words::quantity(limit));
    let group = match sum.group.as_slice() {
        [] => String::new(),
        group => format!(" for {}", words::names(group)),
    };
    let parts: Vec<String> = sum.parts.iter().map(|(_, value, _)| words::quantity(value)).collect();
    let amount =
        shown::amount(&values::in_unit(&sum.sum, sum.parts.first().map_or(sum.unit(), |(_, value, _)| &value.unit)));
    let allowed = Answer::Bound { side: words::comparator(*comparator).into(), limit: Some(shown::amount(limit)) };
    let text = format!("{} = {}", parts.join(" + "), shown::written(&amount));
    let shown = Witness::new(Shows::Conflict, text)
        .ask(Question::Total { figure: id.clone(), of: sum.of.clone() }, Answer::Amount(amount))
        .ask(Question::Allowed { figure: id.clone() }, allowed);
    let finding = Finding::new(
        &RULE,
        sum.figure.term.field("total"),
        format!("`{id}` adds up to {total}{group}, but must be {bound}"),
    )
    .about(id)
    .here(format!("the sum must be {bound}"));
    let finding = sum.parts.iter().take(SHOWN).fold(finding, |finding, (name, value, span)| {
        finding.label(*span, format!("`{id}` of `{name}`: {}", words::quantity(value)))
    });
    finding
        .witness(shown)
        .help(format!("change the values so that they add up to {bound}, or write the sum that is meant"))
}
