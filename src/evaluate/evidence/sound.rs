//! Whether evidence can be true: ends after beginnings, pauses in pairs, names that are there.
//!
//! What must come first is read off the contract: whatever runs from one event to another.

use super::{Evidence, Row};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::rules::{
    DUPLICATE_RECORD, EVENTS_OUT_OF_ORDER, RECORD_WITHOUT_INSTANT, UNKNOWN_RECORD, UNPAIRED_EVENTS,
};
use crate::evaluate::states::{REPORTED_FROM, REPORTED_UNTIL};
use crate::evaluate::{Value, instances, reads};
use crate::model::from_resolved::rules::WRONG_VALUE;
use crate::model::{Event, ExclusionSource, Expr, FieldType, Id, Model, Record, StateSource};
use crate::quantity::Rational;
use std::collections::{BTreeMap, BTreeSet};

/// Reports what cannot be true.
pub fn check(model: &Model, evidence: &Evidence<'_>, sink: &mut Sink) {
    let pairs = Pairs::of(model);
    for rows in evidence.tables.values() {
        let mut seen: BTreeMap<&Name, &Row> = BTreeMap::new();
        for row in rows {
            if let Some(first) = seen.insert(&row.name, row) {
                sink.report(twin(row, first.span));
            }
            links(model, evidence, row, sink);
            pairs.check(row, sink);
            pairs.timed(model, row, sink);
        }
    }
    instances::check(evidence, sink);
}

/// A record that has the name of another of its sort.
pub(super) fn twin(row: &Row, first: Span) -> Finding {
    let message = format!("two records of `{}` are called `{}`", row.record, row.name);
    let help = "give one of them another name, or remove it where it tells the same thing twice";
    Finding::new(&DUPLICATE_RECORD, row.span, message).label(first, "the first").help(help)
}

/// A field of a record, as an end of something that lasts.
type End = (Id<Record>, Name);

/// What runs from one field of a record to another.
pub(super) struct Pairs {
    /// Each beginning with its end.
    ends: BTreeSet<(End, End)>,
    /// The beginnings of states and pauses: an end without one is of nothing.
    must_begin: BTreeSet<End>,
    /// The field of a sort of record that says which part of it is due to a cause.
    parts: BTreeMap<Id<Record>, Name>,
    /// The beginnings of the durations of a sort of record: a case has one of them at least.
    opens: BTreeMap<Id<Record>, BTreeSet<Name>>,
}

impl Pairs {
    /// Those of a contract.
    pub fn of(model: &Model) -> Self {
        let durations: Vec<(End, End)> =
            model.indicators.iter().filter_map(|i| between(duration(&i.formula)?)).collect();
        let states = model.states.iter().filter_map(|state| match &state.holds {
            StateSource::Between(from, to) => between((from, to)),
            _ => None,
        });
        let pauses = model.exclusions.iter().filter_map(|exclusion| match &exclusion.applies {
            ExclusionSource::Between(from, to) => between((from, to)),
            _ => None,
        });
        let reported =
            model.states.iter().filter(|state| matches!(state.holds, StateSource::GivenBy(_))).map(|state| {
                let end = |field: &str| (Id::new(state.term.id.clone()), Name::from(field));
                (end(REPORTED_FROM), end(REPORTED_UNTIL))
            });
        let lasting: Vec<(End, End)> = states.chain(pauses).chain(reported).collect();
        let must_begin = lasting.iter().map(|(from, _)| from.clone()).collect();
        let mut opens: BTreeMap<Id<Record>, BTreeSet<Name>> = BTreeMap::new();
        for (from, to) in model.indicators.iter().filter_map(|indicator| duration(&indicator.formula)) {
            let mut ending = BTreeSet::new();
            fields(to, &mut |record, _| {
                ending.insert(record.clone());
            });
            fields(from, &mut |record, field| {
                if ending.contains(record) {
                    opens.entry(record.clone()).or_default().insert(field.clone());
                }
            });
        }
        Self { ends: durations.into_iter().chain(lasting).collect(), must_begin, parts: parts(model), opens }
    }

    /// Reports a row in which an end stands before its beginning, or has none.
    pub fn check(&self, row: &Row, sink: &mut Sink) {
        for (from, to) in self.ends.iter().filter(|(from, _)| from.0 == row.record) {
            let ends = row.get(&to.1).instants();
            let unbegun = *row.get(&from.1) == Value::Nothing;
            if unbegun && !self.must_begin.contains(from) {
                // A duration that did not begin, beside another one of the same end that did.
            } else if unbegun && matches!(ends, [_]) {
                unpaired(row, &from.1, &to.1, format!("`{}` has a `{}` and no `{}`", row.name, to.1, from.1), sink);
            } else {
                order(row, &from.1, &to.1, sink);
            }
        }
        self.part(row, sink);
        let Some(opens) = self.opens.get(&row.record) else { return };
        if opens.iter().all(|from| *row.get(from) == Value::Nothing) {
            let opens = opens.iter().map(|from| format!("`{from}`")).collect::<Vec<_>>().join(" or ");
            let message = format!("`{}` does not say when it began: it has no {opens}", row.name);
            sink.report(Finding::new(&UNPAIRED_EVENTS, row.span, message));
        }
    }

    /// Reports a part of a whole that is less than nothing, or more than the whole.
    fn part(&self, row: &Row, sink: &mut Sink) {
        let Some(field) = self.parts.get(&row.record) else { return };
        let Some(part) = row.get(field).number() else { return };
        if part.base < Rational::zero() || part.base > Rational::one() {
            let message = format!("`{field}` of `{}` does not lie between 0 % and 100 %", row.name);
            sink.report(Finding::new(&WRONG_VALUE, row.span, message).about(&row.name));
        }
    }

    /// Reports a record of something that happens and does not say when: it would belong to no period, and count nowhere.
    pub fn timed(&self, model: &Model, row: &Row, sink: &mut Sink) {
        let is_time = |ty: &FieldType| matches!(ty, FieldType::Instant | FieldType::Instants);
        let fields: Vec<Name> = match model.records.get(&row.record) {
            Some(record) => record.fields.iter().filter(|f| is_time(&f.ty)).map(|f| f.name.clone()).collect(),
            None if model.states.by_name(row.record.name()).is_some() => vec![REPORTED_FROM.into()],
            None => Vec::new(),
        };
        // Where a duration is counted, what is missing is told above.
        let Some(first) = fields.first().filter(|_| !self.opens.contains_key(&row.record)) else { return };
        if row.values.iter().all(|(_, value)| value.instants().is_empty()) {
            let message = format!("`{}` does not say when it happened", row.name);
            let help = format!("add its `{first}`, or leave the record out");
            sink.report(Finding::new(&RECORD_WITHOUT_INSTANT, row.span, message).about(&row.name).help(help));
        }
    }
}

/// The field that says which part of a record is due to its cause, of each sort of record that an exclusion shares: its only share.
fn parts(model: &Model) -> BTreeMap<Id<Record>, Name> {
    let shared = model.exclusions.iter().filter(|exclusion| exclusion.share.is_some());
    let records = shared.flat_map(|exclusion| match &exclusion.applies {
        ExclusionSource::When(condition) => reads::records(model, condition),
        _ => BTreeSet::new(),
    });
    let is_share = |ty: &FieldType| matches!(ty, FieldType::Unit(unit) if unit == "%");
    let part = |id: Id<Record>| {
        let mut shares = model.records.get(&id)?.fields.iter().filter(|field| is_share(&field.ty));
        let only = shares.next().filter(|_| shares.next().is_none())?.name.clone();
        Some((id, only))
    };
    records.filter_map(part).collect()
}

fn duration(formula: &Expr) -> Option<(&Event, &Event)> {
    match formula {
        Expr::TimeBetween { from, to } => Some((from, to)),
        _ => None,
    }
}

/// Shows every field that an event reads: the later of two is known by either that has happened.
fn fields(event: &Event, see: &mut dyn FnMut(&Id<Record>, &Name)) {
    match event {
        Event::Field { record, field } => see(record, field),
        Event::Later(events) | Event::Earlier(events) => events.iter().for_each(|event| fields(event, see)),
        _ => {}
    }
}

fn between((from, to): (&Event, &Event)) -> Option<(End, End)> {
    match (from, to) {
        (Event::Field { record, field }, Event::Field { record: other, field: end }) if record == other => {
            Some(((record.clone(), field.clone()), (other.clone(), end.clone())))
        }
        _ => None,
    }
}

fn order(row: &Row, from: &str, to: &str, sink: &mut Sink) {
    match (row.get(from), row.get(to)) {
        (Value::Instant(start), ends @ (Value::Instant(_) | Value::Instants(_)))
            if ends.instants().iter().any(|end| end < start) =>
        {
            let message = format!("`{to}` of `{}` is earlier than its `{from}`", row.name);
            let help = format!("correct `{to}` or `{from}`: what ends must have begun before");
            sink.report(Finding::new(&EVENTS_OUT_OF_ORDER, row.span, message).help(help));
        }
        (begins @ Value::Instants(_), ends @ (Value::Instants(_) | Value::Nothing)) => {
            paired(row, (from, begins), (to, ends), sink);
        }
        (Value::Nothing, ends @ Value::Instants(_)) => paired(row, (from, &Value::Nothing), (to, ends), sink),
        _ => {}
    }
}

/// Beginnings and ends take turns, a beginning first; the last may be open.
fn paired(row: &Row, (from, begins): (&str, &Value), (to, ends): (&str, &Value), sink: &mut Sink) {
    let (begins, ends) = (begins.instants(), ends.instants());
    let message = if begins.len() < ends.len() || begins.iter().zip(ends).any(|(begin, end)| end < begin) {
        format!("`{}` has a `{to}` without a `{from}` before it", row.name)
    } else if begins.len() > ends.len() + 1 || begins.iter().skip(1).zip(ends).any(|(next, end)| next < end) {
        format!("`{}` has a second `{from}` before the `{to}` of the first", row.name)
    } else {
        return;
    };
    unpaired(row, from, to, message, sink);
}

fn unpaired(row: &Row, from: &str, to: &str, message: String, sink: &mut Sink) {
    let help = format!(
        "write one `{to}` after each `{from}`: add the one that is missing, or remove the one that is too many"
    );
    sink.report(Finding::new(&UNPAIRED_EVENTS, row.span, message).help(help));
}

/// A field that names another record must name one that is there.
pub(super) fn links(model: &Model, evidence: &Evidence<'_>, row: &Row, sink: &mut Sink) {
    let Some(record) = model.records.get(&row.record) else { return };
    for field in &record.fields {
        let (FieldType::Record(target), Value::Word(name)) = (&field.ty, row.get(&field.name)) else { continue };
        if evidence.named(target, name).is_none() {
            let message = format!("`{}` refers to the `{target}` `{name}`, but there is none of that name", row.name);
            let near = suggest::nearest(name, evidence.rows(target).iter().map(|row| row.name.as_str()));
            let help = near.map_or_else(
                || format!("add the `{target}` `{name}`, or leave `{}` out", field.name),
                |near| format!("add the `{target}` `{name}`, or name the right one (there is `{near}`)"),
            );
            sink.report(Finding::new(&UNKNOWN_RECORD, row.span, message).help(help));
        }
    }
}
