//! Delays in days are used, and nothing says how days are counted.

use crate::base::Span;
use crate::check::delays::{self, counts_days};
use crate::check::{Facts, shown, values, words};
use crate::diagnostics::{Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Model, Quantity};

/// Delays in days are used, and nothing says how days are counted.
pub static RULE: Rule = Rule {
    name: "missing-delay-rules",
    family: Family::Silent,
    summary: "delays in days are used and nothing says how days are counted",
    checks: &["K12"],
};

/// Looks for a delay in days in a contract that adopts no delays.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if facts.model.delays.iter().any(|rules| rules.general)
        || facts.blanks().has(&facts.model.contract.term.id, "delays")
    {
        return;
    }
    let promised = facts.binding().filter_map(|commitment| {
        let limit = values::constant(facts.model, &commitment.target.as_ref()?.value)?;
        Some((commitment.target_span, limit))
    });
    let of_contract = delays::all(facts.model).into_iter().filter(|placed| placed.delay.counted_by.is_none());
    let delays = of_contract.map(|placed| (placed.span, placed.delay.length.clone()));
    let all: Vec<(Span, Quantity)> = delays.chain(promised).filter(|(_, length)| counts_days(&length.unit)).collect();
    // One of the contract's own shows it better than one of what it adopts.
    let home = facts.model.contract.term.span.file;
    let own = all.iter().find(|(span, _)| span.file == home).or(all.first());
    if let Some((span, length)) = own.cloned() {
        sink.report(missing_delay_rules(facts.model, span, &length));
    }
}

fn missing_delay_rules(model: &Model, span: Span, length: &Quantity) -> Finding {
    let from = shown::noon(model, &[]);
    let asks = Question::Delay { length: shown::amount(length), from };
    let length = words::quantity(length);
    let text = format!(
        "{length} after an event on {}: until {{0}} if that day counts, until {{1}} if it does not",
        shown::day(model, from)
    );
    let shown = Witness::new(Shows::Different, text).either(
        &asks,
        &model.contract.term.id,
        "delays.first_day",
        [shown::word("included"), shown::word("excluded")],
    );
    Finding::new(&RULE, model.contract.term.span, "delays in days are used, and nothing says how days are counted")
        .about(&model.contract.term.id)
        .here("names no `delays`")
        .label(span, format!("a delay of {length}"))
        .witness(shown)
        .note("open questions: whether the day of the event counts, when the last day is over, whether it moves off a closed day")
        .help("add `use std.clock`, and `delays usual_delays` in the contract: the day of the event does not count, the last one ends at midnight and never moves; or declare `delays`")
}
