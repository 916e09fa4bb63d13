//! Amounts are the only remedy, and leave damages open.

use crate::base::Name;
use crate::check::Facts;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Settlement, blank_in};

/// Amounts are the only remedy, and leave damages open.
pub static RULE: Rule = Rule {
    name: "sole-remedy-with-damages",
    family: Family::Contradictory,
    summary: "amounts that are the only remedy and leave damages open",
    checks: &["P22"],
};

/// Compares what a settlement says of damages with what it says of remedies.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for settlement in facts.model.settlements.iter().filter(|s| s.remedy.as_deref() == Some("sole")) {
        if let Some(damages) =
            settlement.damages.as_ref().filter(|damages| *damages != "full_settlement" && blank_in(damages).is_none())
        {
            sink.report(sole_remedy_with_damages(settlement, damages));
        }
    }
}

fn sole_remedy_with_damages(settlement: &Settlement, damages: &Name) -> Finding {
    let id = &settlement.term.id;
    let message = format!("the amounts of `{id}` are the only remedy, but leave damages open");
    Finding::new(&RULE, settlement.term.field("remedy"), message)
        .about(id)
        .here("no other remedy")
        .label(settlement.term.field("damages"), format!("`{damages}`: damages may be claimed"))
        .witness(
            Witness::new(
                Shows::Conflict,
                "a breach that cost more than the amount: damages are owed for the rest, and no claim lies for them",
            )
            .ask(Question::Stated { term: id.clone(), field: "remedy".into() }, Answer::Word("sole".into()))
            .ask(Question::Stated { term: id.clone(), field: "damages".into() }, Answer::Word(damages.clone())),
        )
        .help("write `damages full_settlement`, or `remedy not_sole`")
}
