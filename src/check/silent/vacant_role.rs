//! A role that is called on can be reached by nobody.

use crate::check::{Facts, shown};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Calendar, CalendarSet, Model, Role};

/// A role that is called on can be reached by nobody.
pub static RULE: Rule = Rule {
    name: "vacant-role",
    family: Family::Silent,
    summary: "a role that has something to do is never reachable, or is held by no one",
    checks: &["E6", "A3"],
};

/// Looks for roles whose hours are empty as written, or whose holder is an empty text, and that some term names.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let vacant: Vec<&Role> =
        facts.model.roles.iter().filter(|role| !holds_anyone(role) || is_empty(facts, &role.during, 0)).collect();
    if vacant.is_empty() {
        return;
    }
    let references = facts.references();
    let graph = references.graph.reversed();
    for role in vacant {
        let user = references.number(&role.term.id).and_then(|number| graph.successors(number).first().copied());
        if let Some(user) = user.and_then(|number| references.terms.get(number)) {
            sink.report(vacant_role(facts.model, role, user));
        }
    }
}

fn holds_anyone(role: &Role) -> bool {
    role.person.as_ref().is_none_or(|person| !person.is_empty())
}

/// Whether a calendar has no instant, as it is written. What only computing shows is left to the rules on time.
fn is_empty(facts: &Facts<'_>, set: &CalendarSet, depth: u32) -> bool {
    let empty = |set: &CalendarSet| is_empty(facts, set, depth + 1);
    let agreed = |c: &Calendar| facts.blanks().of_term(&c.term.id).is_empty();
    let nothing = |c: &Calendar| {
        agreed(c) && c.open.is_empty() && c.counted.is_empty() && c.days.is_empty() && c.is.as_ref().is_none_or(empty)
    };
    match set {
        _ if depth > 32 => false,
        CalendarSet::Always => false,
        CalendarSet::Calendar(id) => facts.model.calendars.get(id).is_some_and(nothing),
        CalendarSet::And(sets) => sets.iter().any(empty),
        CalendarSet::Or(sets) => sets.iter().all(empty),
        CalendarSet::Except(set, without) => empty(set) || set == without || **without == CalendarSet::Always,
    }
}

fn vacant_role(model: &Model, role: &Role, user: &crate::model::Term) -> Finding {
    let id = &role.term.id;
    let (span, why, help) = if holds_anyone(role) {
        (role.term.field("during"), "reachable at no time", "give the role hours that come, or call on another one")
    } else {
        (
            role.term.field("person"),
            "held by no one",
            "write a name between the quotation marks, or call on another role",
        )
    };
    let at = shown::noon(model, &[]);
    let text = format!("`{}` calls on `{id}`: nobody answers", user.id);
    let shown = Witness::new(Shows::NoAnswer, text);
    let shown = if holds_anyone(role) {
        shown.ask(Question::Reached { actor: id.clone(), at, until: None }, Answer::Never)
    } else {
        shown.ask(Question::Stated { term: id.clone(), field: "person".into() }, Answer::Nothing)
    };
    Finding::new(&RULE, span, format!("`{}` calls on `{id}`, which is {why}", user.id))
        .about(id)
        .here(why)
        .label(user.span, format!("`{}` calls on `{id}`", user.id))
        .witness(shown)
        .help(help)
}
