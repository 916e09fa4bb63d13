//! A contract is renewed and never ends.

use crate::check::Facts;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Model, Renewal};

/// A contract is renewed and never ends.
pub static RULE: Rule = Rule {
    name: "renewal-without-end",
    family: Family::Contradictory,
    summary: "a contract that is renewed at its end has no end",
    checks: &["Y7"],
};

/// Looks for a renewal in a contract without a last day.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if let Some(renewal) =
        facts.model.contract.renewal.as_ref().filter(|renewal| matches!(renewal.mode.as_str(), "tacit" | "express"))
        && facts.model.contract.until.is_none()
        && !facts.blanks().has(&facts.model.contract.term.id, "until")
    {
        sink.report(renewal_without_end(facts.model, renewal));
    }
}

fn renewal_without_end(model: &Model, renewal: &Renewal) -> Finding {
    let contract = &model.contract;
    Finding::new(&RULE, contract.term.field("renewal"), "the contract is renewed at its end, but has no end")
        .about(&contract.term.id)
        .here(format!("renewed: {}", renewal.mode))
        .label(contract.term.field("from"), "begins here, and is open-ended")
        .witness(
            Witness::new(
                Shows::NoAnswer,
                "a party wants to refuse the renewal: there is no day before which it must say so",
            )
            .given(
                Question::Stated { term: contract.term.id.clone(), field: "renewal".into() },
                Answer::Word(renewal.mode.clone()),
            )
            .ask(Question::Day { term: contract.term.id.clone(), field: "until".into(), tier: None }, Answer::Nothing),
        )
        .help("add `until` the day on which the first term is over, or write `renewal none`")
}
