//! A right never arises.

use crate::check::timing::Unused;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// A right never arises.
pub static RULE: Rule = Rule {
    name: "right-never-arises",
    family: Family::Void,
    summary: "a right takes more breaches than there can be",
    checks: &["Y4", "N12"],
};

/// Compares the number of breaches that a right takes with the number of periods in which there can be one.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for unused in &facts.timing().term.unused {
        sink.report(right_never_arises(unused));
    }
}

fn right_never_arises(unused: &Unused<'_>) -> Finding {
    let right = &unused.right.term;
    let (id, most) = (&right.id, unused.most);
    let message = format!("`{id}` needs {} breaches, but there can be at most {most}", unused.needed);
    let finding = Finding::new(&RULE, right.field("when"), message).about(id).here("never so many");
    let finding = unused.counted.iter().fold(finding, |finding, commitment| {
        let each = commitment.window.as_ref().map(|window| format!(" {}", words::each(window))).unwrap_or_default();
        finding.about(&commitment.term.id).label(commitment.target_span, format!("judged once{each}"))
    });
    match unused.counted.is_empty() || most > 0 {
        true => finding.help(format!("ask for at most {most} breaches, or count them over a longer time")),
        false => finding
            .note("no service is held to the tier whose breaches are counted")
            .help("count the breaches of what is promised for a service".to_owned()),
    }
}
