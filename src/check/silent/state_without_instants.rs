//! A state of a service is read off records, and nothing says from when until when it holds.

use crate::check::Facts;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Expr, FieldType, Model, State, StateSource, Subject};

/// A state of a service is read off records, and nothing says from when until when it holds.
pub static RULE: Rule = Rule {
    name: "state-without-instants",
    family: Family::Silent,
    summary: "a state is read off single records, and nothing says from when until when it holds",
    checks: &["T7"],
};

/// Asks every state that is a condition on the fields of a record, and is no state of a record, for its events.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for state in &facts.model.states {
        let StateSource::When(condition) = &state.holds else { continue };
        if state.each.is_none()
            && !matches!(state.of, Subject::Record(_))
            && let Some(record) = record_read(facts.model, condition)
        {
            sink.report(state_without_instants(facts.model, state, record));
        }
    }
}

/// The record whose fields a condition reads by themselves, not gathered over many.
fn record_read<'m>(model: &'m Model, condition: &'m Expr) -> Option<&'m str> {
    match condition {
        Expr::Field { record, .. } => Some(record.as_str()),
        Expr::Dimension(dimension) => match &model.dimensions.get(dimension)?.of {
            Subject::Record(record) => Some(record.as_str()),
            _ => None,
        },
        Expr::Aggregate { .. } => None,
        other => other.parts().into_iter().find_map(|part| record_read(model, part)),
    }
}

fn state_without_instants(model: &Model, state: &State, record: &str) -> Finding {
    let name = &state.term.id;
    let life = model.records.iter().find(|of| of.term.id == *record).map(|of| of.fields.as_slice()).unwrap_or_default();
    let mut life = life.iter().filter(|field| field.ty == FieldType::Instant).map(|field| &field.name);
    let events = match (life.next(), life.next_back()) {
        (Some(first), Some(last)) => format!("`from {first} until {last}`"),
        _ => "`from began until ended`".to_owned(),
    };
    let message = format!("nothing says from when until when `{name}` holds");
    Finding::new(&RULE, state.term.field("when"), message)
        .about(name)
        .here(format!("says of which `{record}` it holds, not from when until when"))
        .witness(
            Witness::new(
                Shows::NoAnswer,
                format!("a `{record}` for which the condition holds: no instant can be told at which the state does"),
            )
            .ask(Question::State { state: name.clone(), record: record.into() }, Answer::Nothing),
        )
        .help(format!("keep `when`, and add the events with which it begins and ends, such as {events}"))
}
