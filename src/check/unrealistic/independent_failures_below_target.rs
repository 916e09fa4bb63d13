//! A promise holds only if the suppliers' outages coincide.

use crate::check::dependencies::{Question, Verdict};
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
        tables => format!(" and let the brackets of {} begin there", words::names(tables.iter().copied())),
    };
    let message =
        format!("`{service}` promises {target}, and independent failures of what it depends on leave {expected}");
    let finding = Finding::new(&RULE, question.target.span, message)
        .about(&commitment.term.id)
        .about(service)
        .here(target.clone())
        .label(question.service.term.span, format!("`{service}` makes the promise below"))
        .note("convention: suppliers fail independently of one another, each exactly as much as it promises at most")
        .help(format!(
            "promise at most {expected}{brackets}, obtain more from the suppliers, or add a second one beside them: `1 of (one, other)`"
        ));
    let finding = question
        .promises
        .iter()
        .fold(finding, |finding, promised| finding.label(promised.span, format!("promises {}", promised.words)));
    question
        .promises
        .iter()
        .chain([&question.target])
        .filter_map(|promised| promised.exception)
        .fold(finding, |finding, exception| finding.about(&exception.term.id))
}
