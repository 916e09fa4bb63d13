//! Nobody is accountable for an activity.

use crate::check::Facts;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Responsibility;

/// Nobody is accountable for an activity.
pub static RULE: Rule = Rule {
    name: "no-accountable",
    family: Family::Silent,
    summary: "an activity has nobody accountable",
    checks: &["A1"],
};

/// Looks for rows of responsibility matrices without an `A`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for activity in &facts.model.responsibilities {
        let open = !facts.blanks().of_term(&activity.term.id).is_empty();
        if !open && !activity.cells.iter().any(|cell| cell.letters.contains('A')) {
            sink.report(no_accountable(activity));
        }
    }
}

fn no_accountable(activity: &Responsibility) -> Finding {
    let id = &activity.term.id;
    let responsible = activity.cells.iter().find(|cell| cell.letters.contains('R'));
    let help = match responsible {
        Some(cell) => format!("give one role an `A`; if `{}` answers for it too, write `A R`", cell.actor.name()),
        None => "give one role an `A`".to_owned(),
    };
    Finding::new(&RULE, activity.term.span, format!("nobody is accountable for `{id}`"))
        .about(id)
        .here("no `A` in this row")
        .witness(
            Witness::new(Shows::NoAnswer, format!("`{id}` is not done: no one answers for it"))
                .ask(Question::Parts { activity: id.clone(), letter: 'A' }, Answer::Names(Vec::new())),
        )
        .help(help)
}
