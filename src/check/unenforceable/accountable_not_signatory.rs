//! The accountable does not sign the contract.

use crate::base::Name;
use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Responsibility, ResponsibilityCell};

/// The accountable does not sign the contract.
pub static RULE: Rule = Rule {
    name: "accountable-not-signatory",
    family: Family::Unenforceable,
    summary: "an activity is answered for by a party that does not sign",
    checks: &["A4"],
};

/// Looks for an `A` of a supplier or an observer.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for activity in &facts.model.responsibilities {
        for cell in activity.cells.iter().filter(|cell| cell.letters.contains('A')) {
            let party =
                commitments::party_of(facts.model, &cell.actor).and_then(|party| facts.model.parties.get(&party));
            if let Some(party) = party.filter(|party| !party.signs()) {
                let answers_to = party.of.as_ref().map(|of| of.name());
                sink.report(accountable_not_signatory(activity, cell, &party.term.id, answers_to));
            }
        }
    }
}

fn accountable_not_signatory(
    activity: &Responsibility,
    cell: &ResponsibilityCell,
    party: &Name,
    answers_to: Option<&Name>,
) -> Finding {
    let id = &activity.term.id;
    let help = match answers_to {
        Some(signatory) => format!("give the `A` to `{signatory}` or one of its roles, and keep `R` for `{party}`"),
        None => format!("give the `A` to a party that signs, and keep `R` for `{party}`"),
    };
    Finding::new(&RULE, cell.span, format!("`{party}` answers for `{id}`, but does not sign the contract"))
        .about(id)
        .here("accountable")
        .note("a contract binds those who sign it: nothing can be asked of others under it")
        .help(help)
}
