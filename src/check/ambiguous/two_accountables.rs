//! Two are accountable for one activity.

use crate::check::{Facts, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Responsibility, ResponsibilityCell};

/// Two are accountable for one activity.
pub static RULE: Rule = Rule {
    name: "two-accountables",
    family: Family::Ambiguous,
    summary: "an activity has more than one accountable",
    checks: &["A1"],
};

/// Looks for rows of responsibility matrices with more than one `A`, and for activities of one name on one service of which two rows name
/// different ones.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for activity in &facts.model.responsibilities {
        let accountable: Vec<_> = activity.cells.iter().filter(|cell| cell.letters.contains('A')).collect();
        if let [first, others @ ..] = accountable.as_slice()
            && !others.is_empty()
        {
            sink.report(two_accountables(activity, first, others));
        }
    }
    let all: Vec<&Responsibility> = facts.model.responsibilities.iter().collect();
    for (at, second) in all.iter().enumerate() {
        let Some(other) = only(second) else { continue };
        let twin = all.iter().take(at).find_map(|first| {
            let one = only(first).filter(|one| one.actor != other.actor)?;
            is_same(first, second).then_some((*first, one))
        });
        if let Some(first) = twin {
            sink.report(two_rows(first, (second, other)));
        }
    }
}

/// The one accountable of an activity.
fn only(activity: &Responsibility) -> Option<&ResponsibilityCell> {
    let mut accountable = activity.cells.iter().filter(|cell| cell.letters.contains('A'));
    accountable.next().filter(|_| accountable.next().is_none())
}

/// Whether two rows are about one activity of one service: they are printed under the same name.
fn is_same(first: &Responsibility, second: &Responsibility) -> bool {
    let (one, other) = (&first.services, &second.services);
    let service = one.is_empty() || other.is_empty() || one.iter().any(|service| other.contains(service));
    service && !first.term.label.is_empty() && first.term.label == second.term.label
}

fn two_rows(first: (&Responsibility, &ResponsibilityCell), second: (&Responsibility, &ResponsibilityCell)) -> Finding {
    let (one, other) = (first.1.actor.name(), second.1.actor.name());
    let label = second.0.term.label.any("en");
    let text = format!("\u{201c}{label}\u{201d} is not done: `{one}` and `{other}` each point at the other");
    let asks = |row: &Responsibility| Question::Parts { activity: row.term.id.clone(), letter: 'A' };
    let shown = Witness::new(Shows::Different, text)
        .ask(asks(first.0), Answer::Names(vec![one.clone()]))
        .ask(asks(second.0), Answer::Names(vec![other.clone()]));
    let message = format!("\u{201c}{label}\u{201d} has two accountables: `{one}` and `{other}`");
    Finding::new(&RULE, second.1.span, message)
        .about(&second.0.term.id)
        .about(&first.0.term.id)
        .here(format!("`{other}` is accountable in `{}`", second.0.matrix))
        .label(first.1.span, format!("`{one}` is accountable in `{}`", first.0.matrix))
        .witness(shown)
        .help("keep one of the two rows, or give each activity its own name")
}

fn two_accountables(activity: &Responsibility, first: &ResponsibilityCell, others: &[&ResponsibilityCell]) -> Finding {
    let id = &activity.term.id;
    let all = words::names(std::iter::once(first.actor.name()).chain(others.iter().map(|cell| cell.actor.name())));
    let accountable =
        std::iter::once(first).chain(others.iter().copied()).map(|cell| cell.actor.name().clone()).collect();
    let count = others.len() + 1;
    let finding = Finding::new(&RULE, first.span, format!("`{id}` has {count} accountables: {all}"))
        .about(id)
        .here(format!("`{}` is accountable", first.actor.name()))
        .witness(
            Witness::new(Shows::Several, format!("`{id}` is not done: {all} each point at the other"))
                .ask(Question::Parts { activity: id.clone(), letter: 'A' }, Answer::Names(accountable)),
        )
        .help(format!("keep one `A`; write `R` for those who do the work and `C` for those who are asked, for instance `A` for `{}` only", first.actor.name()));
    others.iter().fold(finding, |finding, cell| finding.label(cell.span, format!("so is `{}`", cell.actor.name())))
}
