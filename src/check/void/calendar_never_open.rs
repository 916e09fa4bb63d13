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
    Finding::new(&RULE, calendar.term.span, format!("`{id}` is never open in the term of the contract"))
        .about(id)
        .here("no instant of the term is in it")
        .note("what counts on it never counts, and what is due on it never is")
        .help("mend its hours, or remove it")
}
