//! News of a case are never due before the case itself.

use crate::check::timing::Silent;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// News of a case are never due before the case itself.
pub static RULE: Rule = Rule {
    name: "news-after-deadline",
    family: Family::Void,
    summary: "news of a case are never due before the case is",
    checks: &["T6"],
};

/// Asks for each duty that comes again while a case is open whether it is ever due before the case.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for silent in &facts.timing().silent {
        sink.report(news_after_deadline(silent));
    }
}

fn news_after_deadline(silent: &Silent<'_>) -> Finding {
    let (duty, clock, at) = (&silent.duty.term, &silent.clock, &silent.instance);
    let limit = words::quantity(&clock.limit);
    let during = match clock.exception {
        Some(exception) => format!("while `{}` holds, ", exception.term.id),
        None => String::new(),
    };
    let message = format!("{during}`{}` is never due before a case must be `{}`", duty.id, clock.to);
    let finding = Finding::new(&RULE, duty.field("every"), message)
        .about(&duty.id)
        .here(format!("first due on {}", at.first))
        .label(clock.span, format!("`{}` within {limit} {}", clock.to, words::clock_hours(clock)))
        .note(format!(
            "a case opened on {} must be `{}` by {}: if it is, there is never any news of it",
            at.opened, clock.to, at.second
        ))
        .help(format!("write after `every` a time shorter than {limit}"));
    clock.names().fold(finding, Finding::about)
}
