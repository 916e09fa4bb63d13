//! A service promises more than what it depends on can give.

use crate::check::dependencies::{Question, Verdict};
use crate::check::{Facts, commitments, schedules, words};
use crate::diagnostics::{self, Amount, Answer, Family, Finding, Rule, Shows, Sink, Witness};
use crate::quantity::Rational;

/// A service promises more than what it depends on can give.
pub static RULE: Rule = Rule {
    name: "dependency-below-target",
    family: Family::Contradictory,
    summary: "a promise that the suppliers' promises cannot carry, however their outages fall",
    checks: &["D1"],
};

/// Compares every promised share of time with the best that the services behind it allow.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for question in facts.dependencies() {
        if let Verdict::OutOfReach(most) = &question.verdict {
            sink.report(dependency_below_target(facts, question, most));
        }
    }
}

fn dependency_below_target(facts: &Facts<'_>, question: &Question<'_>, most: &Rational) -> Finding {
    let attained = Amount { value: most * &Rational::from(100), unit: "%".into() };
    let exception = question.target.exception.map(|exception| exception.term.id.clone());
    let most = &words::percent(most, 6);
    let (service, commitment) = (&question.service.term.id, question.commitment);
    let target = &question.target.words;
    let brackets = match schedules::bracketed(facts.brackets(), commitment).as_slice() {
        [] => String::new(),
        tables => format!(" and start the brackets of {} there", words::names(tables.iter().copied())),
    };
    let one = question.promises.iter().flat_map(|promised| &promised.services).next().copied().unwrap_or(service);
    let message = match question.promises.as_slice() {
        [only] if only.services.len() == 1 => format!(
            "`{service}` promises {target}, but {}, on which it depends, {} {}",
            only.shown(),
            only.verb(),
            only.words
        ),
        _ => format!("`{service}` promises {target}, but what it depends on allows {most} at the most"),
    };
    let share = |share: &Rational| Amount { value: share * &Rational::from(100), unit: "%".into() };
    let suppliers = question.supposed.iter().map(|(name, promised)| (name.clone(), share(promised))).collect();
    let text = format!(
        "each supplier delivers exactly its promise, and their outages fall at the same moments as far as they can: `{service}` is up {most} of the time"
    );
    let asks =
        diagnostics::Question::Verdict { commitment: commitment.term.id.clone(), value: attained.clone(), exception };
    let shown = Witness::new(Shows::Breached, text)
        .given(diagnostics::Question::Up { service: service.clone(), suppliers }, Answer::Amount(attained))
        .ask(asks, commitments::judged(false));
    let finding = Finding::new(&RULE, question.target.span, message)
        .about(&commitment.term.id)
        .about(service)
        .here(format!("`{service}` promises {target}"))
        .label(question.service.term.field("depends on"), format!("what `{service}` depends on"))
        .witness(shown)
        .help(format!("lower the promise of `{service}` to {most}{brackets}, obtain more from the suppliers, or add a spare one: `depends on 1 of ({one}, other)`"));
    let finding =
        question.promises.iter().fold(finding, |finding, promised| finding.label(promised.span, promised.told()));
    question
        .promises
        .iter()
        .chain([&question.target])
        .filter_map(|promised| promised.exception)
        .fold(finding, |finding, exception| finding.about(&exception.term.id))
}
