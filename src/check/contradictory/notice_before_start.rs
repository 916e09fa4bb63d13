//! The notice of a renewal must be given before the time that it would end has begun.

use crate::check::timing::Early;
use crate::check::{Facts, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};

/// The notice of a renewal must be given before the time that it would end has begun.
pub static RULE: Rule = Rule {
    name: "notice-before-start",
    family: Family::Contradictory,
    summary: "the notice of a renewal would have to be given before there is anything to refuse",
    checks: &["Y2"],
};

/// Counts the notice back from the end of the term, and from the end of a renewal.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for early in &facts.timing().term.early {
        sink.report(notice_before_start(facts, early));
    }
}

fn notice_before_start(facts: &Facts<'_>, early: &Early<'_>) -> Finding {
    let contract = &facts.model.contract.term;
    let what = if early.first { "the contract" } else { "the renewal" };
    let notice = words::quantity(&early.notice.length);
    let message = match early.first {
        true => {
            format!("a notice of {notice} is longer than the contract: its renewal must be refused before it has begun")
        }
        false => format!(
            "a notice of {notice} is longer than a renewal: the next renewal must be refused before this one has begun"
        ),
    };
    Finding::new(&RULE, contract.field("renewal"), message)
        .about(&contract.id)
        .here(format!("a notice of {notice}"))
        .witness(
            Witness::new(
                Shows::Late,
                format!(
                    "{what} that begins on {} can be refused until {} only, before it has begun",
                    early.start, early.due
                ),
            )
            .ask(Question::Begins { renewal: early.renewal }, Answer::Instant(early.at.1))
            .ask(Question::Refused { renewal: early.renewal }, Answer::Instant(early.at.0)),
        )
        .help(format!("give a notice shorter than {what} lasts, or have {what} last longer"))
}
