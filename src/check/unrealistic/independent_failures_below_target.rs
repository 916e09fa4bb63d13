//! A promise holds only if the suppliers' outages coincide.

use crate::check::dependencies::{Promised, Question, Verdict};
use crate::check::{Facts, schedules, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// A promise holds only if the suppliers' outages coincide.
pub static RULE: Rule = Rule {
    name: "independent-failures-below-target",
    family: Family::Unrealistic,
    summary: "a promise that independent failures of its suppliers would not leave standing",
    checks: &["D1"],
};

/// Compares every promised share of time with what independent failures of the services behind it leave.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for question in facts.dependencies() {
        if let Verdict::NeedsLuck(expected) = &question.verdict {
            sink.report(independent_failures_below_target(facts, question, &words::percent(expected, 6)));
        }
    }
}

fn independent_failures_below_target(facts: &Facts<'_>, question: &Question<'_>, expected: &str) -> Finding {
    let (service, commitment) = (&question.service.term.id, question.commitment);
    let target = &question.target.words;
    let brackets = match schedules::bracketed(facts.brackets(), commitment).as_slice() {
        [] => String::new(),
        tables => format!(" and start the brackets of {} there", words::names(tables.iter().copied())),
    };
    let shares: Vec<String> = question.promises.iter().map(Promised::shown).collect();
    let one = question.promises.iter().flat_map(|promised| &promised.services).next().copied().unwrap_or(service);
    let message = format!("`{service}` promises {target}, but what it depends on leaves {expected}");
    let finding = Finding::new(&RULE, question.target.span, message)
        .about(&commitment.term.id)
        .about(service)
        .here(format!("`{service}` promises {target}"))
        .label(question.service.term.field("depends on"), format!("what `{service}` depends on"))
        .note(format!("assumed: {} each keep just what they promise, and fail independently of one another", words::list(shares)))
        .help(format!(
            "lower the promise of `{service}` to {expected}{brackets}, obtain more from the suppliers, or double one: `depends on 1 of ({one}, other)`"
        ));
    let finding =
        question.promises.iter().fold(finding, |finding, promised| finding.label(promised.span, promised.told()));
    question
        .promises
        .iter()
        .chain([&question.target])
        .filter_map(|promised| promised.exception)
        .fold(finding, |finding, exception| finding.about(&exception.term.id))
}
