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
        let Some(penalty) = group.penalties().next() else {
            let unsettled = group.schedules.first().filter(|_| group.settlement.is_none());
            unsettled.into_iter().for_each(|bonus| sink.report(unsettled_bonus(bonus)));
            continue;
        };
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

/// A bonus that no settlement settles: it is earned, and nothing says how it is paid.
fn unsettled_bonus(bonus: &Schedule) -> Finding {
    let id = &bonus.term.id;
    Finding::new(&RULE, bonus.term.span, format!("nothing says how `{id}` is paid: no settlement settles it"))
        .about(id)
        .here("a bonus is earned")
        .witness(
            Witness::new(
                Shows::NoAnswer,
                format!("`{id}` is earned: is it added to the invoice, set off against penalties, or claimed?"),
            )
            .ask(Question::SettledBy { schedule: id.clone() }, Answer::Names(Vec::new())),
        )
        .help("write a settlement, or add the bonus to one")
}

fn missing_nature(penalty: &Schedule, settlement: Option<&Settlement>, missing: &[&str]) -> Finding {
    let question = match missing {
        ["nature"] => "a penalty or a reduction of the price",
        ["damages"] => "all that is owed, or whether damages may be claimed beyond it",
        _ => "a penalty or a reduction of the price, and whether damages may be claimed beyond it",
    };
    let choices = missing.iter().map(|field| match *field {
        "nature" => "`nature penalty` or `nature price_adjustment` (it reduces the price)".to_owned(),
        _ => "`damages full_settlement` (nothing more is owed), `on_account` (it is set off against damages) or `besides` (damages are owed on top)".to_owned(),
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
        .here(settlement.map_or("no `settlement` is for it", |_| "settled here"))
        .witness(shown)
        .help(format!("write {} in the settlement", choices.collect::<Vec<_>>().join(", and ")));
    match settlement {
        Some(_) => finding.label(penalty.term.span, format!("`{}` is owed", penalty.term.id)),
        None => finding,
    }
}
