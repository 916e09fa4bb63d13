//! Nothing says what the amounts owed are, or whether damages are due beside them.

use crate::check::Facts;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Schedule, Settlement};

/// Nothing says what the amounts owed are, or whether damages are due beside them.
pub static RULE: Rule = Rule {
    name: "missing-nature",
    family: Family::Silent,
    summary: "nothing says whether amounts are penalties or price adjustments, or whether damages are due beside them",
    checks: &["P22"],
};

/// Asks every settlement with a penalty in it, and penalties without one.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let Some(penalty) = group.penalties().next() else { continue };
        match group.settlement {
            None => sink.report(missing_nature(penalty, None, &["nature", "damages"])),
            Some(settlement) => {
                let said = [(settlement.nature.is_some(), "nature"), (settlement.damages.is_some(), "damages")];
                let missing: Vec<&str> = said.into_iter().filter(|(said, _)| !said).map(|(_, name)| name).collect();
                if !missing.is_empty() {
                    sink.report(missing_nature(penalty, Some(settlement), &missing));
                }
            }
        }
    }
}

fn missing_nature(penalty: &Schedule, settlement: Option<&Settlement>, missing: &[&str]) -> Finding {
    let question = match missing {
        ["nature"] => "a penalty or an adjustment of the price",
        ["damages"] => "owed in full settlement, on account of damages, or besides them",
        _ => "a penalty or an adjustment of the price, nor whether damages are owed beside it",
    };
    let choices = missing.iter().map(|field| match *field {
        "nature" => "`nature penalty` or `nature price_adjustment`".to_owned(),
        _ => "`damages full_settlement`, `damages on_account` or `damages besides`".to_owned(),
    });
    let span = settlement.map_or(penalty.term.span, |settlement| settlement.term.span);
    let id = &penalty.term.id;
    let text = match missing {
        ["nature"] => format!("`{id}` is owed: nothing says whether as a penalty or as a lower price"),
        _ => format!("`{id}` is owed and the harm is greater: may the rest be claimed?"),
    };
    let shown = missing.iter().fold(Witness::new(Shows::NoAnswer, text), |witness, field| match settlement {
        Some(settlement) => {
            witness.ask(Question::Stated { term: settlement.term.id.clone(), field: (*field).into() }, Answer::Nothing)
        }
        None => witness.ask(Question::SettledBy { schedule: id.clone() }, Answer::Names(Vec::new())),
    });
    let finding = Finding::new(&RULE, span, format!("nothing says whether `{}` is {question}", penalty.term.id))
        .about(&penalty.term.id)
        .here(settlement.map_or("no settlement settles it", |_| "settled here"))
        .witness(shown)
        .help(format!("write {} in the settlement", choices.collect::<Vec<_>>().join(", and ")));
    match settlement {
        Some(_) => finding.label(penalty.term.span, "an amount is owed"),
        None => finding,
    }
}
