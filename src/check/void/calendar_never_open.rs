//! A calendar that is never open.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Calendar;

/// A calendar that is never open.
pub static RULE: Rule = Rule {
    name: "calendar-never-open",
    family: Family::Void,
    summary: "a calendar without an instant in the term",
    checks: &["K11", "O24"],
};

/// Asks for each calendar of the contract whether it has an instant in the term.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for calendar in &facts.timing().hours.never {
        sink.report(calendar_never_open(calendar));
    }
}

fn calendar_never_open(calendar: &Calendar) -> Finding {
    let id = &calendar.term.id;
    // What takes hours away says why, else what gives them.
    let written = |field: &&str| calendar.term.fields.iter().any(|(name, _)| name == field);
    let why = ["except", "is", "open"].into_iter().find(written).unwrap_or_default();
    let here = match why {
        "except" => "this leaves no hour of it",
        _ => "no hour of this comes as long as the contract lasts",
    };
    Finding::new(&RULE, calendar.term.field(why), format!("`{id}` is never open as long as the contract lasts"))
        .about(id)
        .here(here)
        .note("a time that is counted in these hours never runs, and a deadline in them never comes")
        .help(format!("correct this line, or remove `{id}`"))
}
