//! Two caps on the same amounts in the same window.

use crate::check::settlements::{self, Limit};
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Liability, Settlement};
use std::cmp::Ordering;

/// Two caps on the same amounts in the same window.
pub static RULE: Rule = Rule {
    name: "two-caps",
    family: Family::Contradictory,
    summary: "two caps on the same amounts in the same period",
    checks: &[],
};

/// Compares the caps that hold together, those of a settlement or of one exception on it, two by two.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let Some(settlement) = group.settlement else { continue };
        for caps in settlements::caps(facts.model, group) {
            for (at, second) in caps.iter().enumerate() {
                let earlier = caps.iter().take(at).find_map(|first| Some((first, second.against_its_twin(first)?)));
                if let Some((first, order)) = earlier {
                    sink.report(two_caps(settlement, first, second, order));
                }
            }
        }
    }
    let all: Vec<&Liability> = facts.model.liabilities.iter().collect();
    for (at, second) in all.iter().enumerate() {
        let alike = |first: &&&Liability| {
            first.of == second.of
                && first.cap.window == second.cap.window
                && first.term.validity.overlaps(&second.term.validity)
                && first.of.as_blank().is_none()
        };
        if let Some(first) = all.iter().take(at).find(alike) {
            sink.report(two_liabilities(first, second));
        }
    }
}

fn two_liabilities(first: &Liability, second: &Liability) -> Finding {
    let (one, other, party) = (&first.term.id, &second.term.id, &second.of);
    Finding::new(&RULE, second.term.field("cap"), format!("the liability of `{party}` has two caps in the same period"))
        .about(one)
        .about(other)
        .here(format!("by `{other}`"))
        .label(first.term.field("cap"), format!("by `{one}`"))
        .witness(format!("a loss above both: `{party}` answers for one of them, or for the other"))
        .help("keep the one that is meant")
}

fn two_caps(settlement: &Settlement, first: &Limit<'_>, second: &Limit<'_>, order: Ordering) -> Finding {
    let id = &settlement.term.id;
    let (one, other) = (words::quantity(&first.amount), words::quantity(&second.amount));
    let (message, here) = match order {
        Ordering::Equal => (format!("a cap of `{id}` is said twice"), format!("{other} again")),
        _ => (format!("two caps of `{id}` are on the same amounts in the same period"), format!("at most {other}")),
    };
    let finding = Finding::new(&RULE, second.place(settlement), message)
        .about(id)
        .here(here)
        .label(first.place(settlement), format!("at most {one}"));
    let finding = match order {
        Ordering::Equal => finding,
        Ordering::Less => finding.witness(format!("amounts that come to {one}: all of it is owed, or {other}")),
        Ordering::Greater => finding.witness(format!("amounts that come to {other}: all of it is owed, or {one}")),
    };
    finding.help("keep the one that is meant, or say with `for` of which amounts each is the cap")
}
