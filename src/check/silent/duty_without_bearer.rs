//! A duty does not say who owes it, or to whom.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Duty;
use rustc_hash::FxHashSet;

/// A duty does not say who owes it, or to whom.
pub static RULE: Rule = Rule {
    name: "duty-without-bearer",
    family: Family::Silent,
    summary: "a duty has no debtor or no creditor",
    checks: &["A5"],
};

/// Asks every duty for its debtor, and one that a single side owes for its creditor.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for duty in &facts.model.duties {
        let sides: FxHashSet<_> =
            duty.of.iter().filter_map(|actor| commitments::party_of(facts.model, actor)).collect();
        if duty.of.is_empty() {
            sink.report(no_debtor(duty));
        } else if duty.to.is_empty() && sides.len() == 1 {
            sink.report(no_creditor(duty));
        }
    }
}

fn no_debtor(duty: &Duty) -> Finding {
    let id = &duty.term.id;
    Finding::new(&RULE, duty.term.span, format!("nobody owes `{id}`"))
        .about(id)
        .here("nobody after `of`")
        .witness(
            Witness::new(Shows::NoAnswer, format!("`{id}` is not done: no one is in breach"))
                .ask(Question::Stated { term: id.clone(), field: "of".into() }, Answer::Nothing),
        )
        .help("add `of` and the party or role that must do it")
}

fn no_creditor(duty: &Duty) -> Finding {
    let id = &duty.term.id;
    let debtor = duty.of.first().map(|actor| actor.name().clone()).unwrap_or_default();
    Finding::new(&RULE, duty.term.span, format!("`{debtor}` owes `{id}` to nobody"))
        .about(id)
        .here("nobody after `to`")
        .witness(
            Witness::new(Shows::NoAnswer, format!("`{id}` is not done: no one may complain"))
                .ask(Question::Stated { term: id.clone(), field: "to".into() }, Answer::Nothing),
        )
        .help("add `to` and the party or role that it is owed to")
}
