//! Nobody does an activity.

use crate::check::Facts;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Responsibility;

/// Nobody does an activity.
pub static RULE: Rule = Rule {
    name: "no-responsible",
    family: Family::Silent,
    summary: "an activity has nobody responsible",
    checks: &["A2"],
};

/// Looks for rows of responsibility matrices without an `R`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for activity in &facts.model.responsibilities {
        let open = !facts.blanks().of_term(&activity.term.id).is_empty();
        if !open && !activity.cells.iter().any(|cell| cell.letters.contains('R')) {
            sink.report(no_responsible(activity));
        }
    }
}

fn no_responsible(activity: &Responsibility) -> Finding {
    let id = &activity.term.id;
    let accountable = activity.cells.iter().find(|cell| cell.letters.contains('A'));
    let help = match accountable {
        Some(cell) => format!("give a role an `R`; if `{}` does it too, write `A R`", cell.actor.name()),
        None => "give a role an `R`".to_owned(),
    };
    Finding::new(&RULE, activity.term.span, format!("nobody does `{id}`"))
        .about(id)
        .here("no `R` in this row")
        .witness(
            Witness::new(Shows::NoAnswer, format!("`{id}` is due: no one is named to do it"))
                .ask(Question::Parts { activity: id.clone(), letter: 'R' }, Answer::Names(Vec::new())),
        )
        .help(help)
}
