//! An exception that another one prevails over whenever it holds.

use crate::check::{Facts, scopes};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::evaluate::prevails;
use crate::model::{Exception, Model};

/// An exception that another one prevails over whenever it holds.
pub static RULE: Rule = Rule {
    name: "shadowed-exception",
    family: Family::Void,
    summary: "an exception that another one always prevails over",
    checks: &["N6"],
};

/// Compares each exception with those that are written over it.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for exception in &facts.model.exceptions {
        let dated = |exception: &Exception| !facts.blanks().has_dates(&exception.term.id);
        let mut over = facts.model.exceptions.iter().filter(|over| dated(over) && dated(exception));
        if let Some(over) = over.find(|over| {
            prevails(facts.model, over, exception)
                && !prevails(facts.model, exception, over)
                && covers(facts.model, over, exception)
        }) {
            sink.report(shadowed_exception(exception, over));
        }
    }
}

/// Whether one exception holds wherever another one does, and says something else of all that it says.
fn covers(model: &Model, over: &Exception, exception: &Exception) -> bool {
    let (a, b) = (over.term.validity, exception.term.validity);
    let earlier = a.from.is_none() || b.from.is_some_and(|from| a.from <= Some(from));
    let later = a.until.is_none() || b.until.is_some_and(|until| a.until >= Some(until));
    let says = |name| over.fields.iter().any(|(other, _)| other == name);
    earlier
        && later
        && (over.when.is_none() || over.when == exception.when)
        && scopes::covers(model, &over.scope, &exception.scope)
        && exception.on.iter().all(|on| over.on.contains(on))
        && exception.fields.iter().all(|(name, _)| says(name))
}

fn shadowed_exception(exception: &Exception, over: &Exception) -> Finding {
    let (id, other) = (&exception.term.id, &over.term.id);
    Finding::new(
        &RULE,
        exception.term.span,
        format!("`{id}` never has an effect: `{other}` prevails whenever it holds"),
    )
    .about(id)
    .about(other)
    .here("never applied")
    .label(over.term.span, format!("prevails over `{id}` on every day of it"))
    .help(match over.over.iter().any(|under| under.name() == id) {
        true => format!(
            "remove `{id}`, or let it prevail: write `over {other}` in `{id}`, and remove `over {id}` from `{other}`"
        ),
        false => format!("remove `{id}`, or let `{other}` hold at other times only"),
    })
}
