//! Whether evidence can be true: ends after beginnings, pauses in pairs, names that are there.
//!
//! What must come first is read off the contract: whatever runs from one event to another.

use super::rules::{DUPLICATE_RECORD, EVENTS_OUT_OF_ORDER, RECORD_WITHOUT_INSTANT, UNKNOWN_RECORD, UNPAIRED_EVENTS};
use super::{Evidence, Row};
use crate::base::Name;
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::Value;
use crate::evaluate::states::{REPORTED_FROM, REPORTED_UNTIL};
use crate::model::{Event, ExclusionSource, Expr, FieldType, Id, Model, Record, StateSource};
use std::collections::{BTreeMap, BTreeSet};

/// Reports what cannot be true.
pub fn check(model: &Model, evidence: &Evidence<'_>, sink: &mut Sink) {
    let pairs = Pairs::of(model);
    for (record, rows) in &evidence.tables {
        let record = Id::<Record>::new(record.clone());
        let mut seen: BTreeMap<&Name, &Row> = BTreeMap::new();
        for row in rows {
            if let Some(first) = seen.insert(&row.name, row) {
                let message = format!("two records of `{record}` are called `{}`", row.name);
                sink.report(Finding::new(&DUPLICATE_RECORD, row.span, message).label(first.span, "the first"));
            }
            links(model, evidence, row, sink);
            timed(model, row, sink);
            pairs.check(row, sink);
        }
    }
}

/// A field of a record, as an end of something that lasts.
type End = (Id<Record>, Name);

/// What runs from one field of a record to another.
pub(super) struct Pairs(BTreeSet<(End, End)>);

impl Pairs {
    /// Those of a contract.
    pub fn of(model: &Model) -> Self {
        Self(pairs(model))
    }

    /// Reports a row in which an end stands before its beginning, or has none.
    pub fn check(&self, row: &Row, sink: &mut Sink) {
        for (from, to) in self.0.iter().filter(|(from, _)| from.0 == row.record) {
            order(row, &from.1, &to.1, sink);
        }
        self.lone(row, sink);
    }

    /// Reports an end that nothing of the row begins: no time runs until it, and no count.
    fn lone(&self, row: &Row, sink: &mut Sink) {
        let own = || self.0.iter().filter(|(from, _)| from.0 == row.record);
        let ends: BTreeSet<&Name> = own().map(|(_, to)| &to.1).filter(|to| *row.get(to) != Value::Nothing).collect();
        for end in ends {
            let begins: Vec<&Name> = own().filter(|(_, to)| to.1 == *end).map(|(from, _)| &from.1).collect();
            let opens = own().any(|(from, _)| from.1 == *end);
            if opens || begins.iter().any(|from| *row.get(from) != Value::Nothing) {
                continue;
            }
            let from: Vec<String> = begins.iter().map(|from| format!("`{from}`")).collect();
            let message = format!("`{}` has a `{end}` without a {} before it", row.name, from.join(" or "));
            let help = format!("say when it began, or leave out `{end}`");
            sink.report(Finding::new(&UNPAIRED_EVENTS, row.span, message).help(help));
        }
    }
}

fn pairs(model: &Model) -> BTreeSet<(End, End)> {
    let durations = model.indicators.iter().filter_map(|indicator| match &indicator.formula {
        Expr::TimeBetween { from, to } => Some((from, to)),
        _ => None,
    });
    let states = model.states.iter().filter_map(|state| match &state.holds {
        StateSource::Between(from, to) => Some((from, to)),
        _ => None,
    });
    let pauses = model.exclusions.iter().filter_map(|exclusion| match &exclusion.applies {
        ExclusionSource::Between(from, to) => Some((from, to)),
        _ => None,
    });
    let ends = |(from, to): (&Event, &Event)| match (from, to) {
        (Event::Field { record, field }, Event::Field { record: other, field: end }) if record == other => {
            Some(((record.clone(), field.clone()), (other.clone(), end.clone())))
        }
        _ => None,
    };
    let reported = model.states.iter().filter_map(|state| match &state.holds {
        StateSource::GivenBy(_) => {
            let end = |field: &str| (Id::new(state.term.id.clone()), Name::from(field));
            Some((end(REPORTED_FROM), end(REPORTED_UNTIL)))
        }
        _ => None,
    });
    durations.chain(states).chain(pauses).filter_map(ends).chain(reported).collect()
}

fn order(row: &Row, from: &str, to: &str, sink: &mut Sink) {
    match (row.get(from), row.get(to)) {
        (Value::Instant(start), ends @ (Value::Instant(_) | Value::Instants(_)))
            if ends.instants().iter().any(|end| end < start) =>
        {
            let message = format!("`{to}` of `{}` stands before its `{from}`", row.name);
            sink.report(Finding::new(&EVENTS_OUT_OF_ORDER, row.span, message));
        }
        (begins @ Value::Instants(_), ends @ (Value::Instants(_) | Value::Nothing)) => {
            paired(row, (from, begins), (to, ends), sink);
        }
        _ => {}
    }
}

/// Beginnings and ends take turns, a beginning first; the last may be open.
fn paired(row: &Row, (from, begins): (&str, &Value), (to, ends): (&str, &Value), sink: &mut Sink) {
    let mut events: Vec<_> = begins.instants().iter().map(|at| (*at, true)).collect();
    // An end comes before a beginning at the same instant: one pause is over when the next begins.
    events.extend(ends.instants().iter().map(|at| (*at, false)));
    events.sort_unstable();
    let mut open = false;
    for (_, begins) in events {
        if begins == open {
            let message = if begins {
                format!("`{}` has a second `{from}` before the `{to}` of the first", row.name)
            } else {
                format!("`{}` has a `{to}` without a `{from}` before it", row.name)
            };
            let help = format!("give each `{from}` its `{to}`, in order");
            sink.report(Finding::new(&UNPAIRED_EVENTS, row.span, message).help(help));
            return;
        }
        open = begins;
    }
}

/// A record of something that happens must say when: without an instant it belongs to no period, and counts nowhere.
pub(super) fn timed(model: &Model, row: &Row, sink: &mut Sink) {
    let is_time = |ty: &FieldType| matches!(ty, FieldType::Instant | FieldType::Instants);
    let fields: Vec<Name> = match model.records.get(&row.record) {
        Some(record) => record.fields.iter().filter(|f| is_time(&f.ty)).map(|f| f.name.clone()).collect(),
        None => vec![REPORTED_FROM.into()],
    };
    let Some(first) = fields.first() else { return };
    if row.values.iter().all(|(_, value)| value.instants().is_empty()) {
        let message = format!("`{}` does not say when it happened", row.name);
        let help = format!("add its `{first}`, or leave the record out");
        sink.report(Finding::new(&RECORD_WITHOUT_INSTANT, row.span, message).about(&row.name).help(help));
    }
}

/// A field that names another record must name one that is there.
pub(super) fn links(model: &Model, evidence: &Evidence<'_>, row: &Row, sink: &mut Sink) {
    let Some(record) = model.records.get(&row.record) else { return };
    for field in &record.fields {
        let (FieldType::Record(target), Value::Word(name)) = (&field.ty, row.get(&field.name)) else { continue };
        if evidence.named(target, name).is_none() {
            let message = format!("`{}` of `{}` names `{name}`, and no `{target}` is called so", field.name, row.name);
            sink.report(Finding::new(&UNKNOWN_RECORD, row.span, message));
        }
    }
}
