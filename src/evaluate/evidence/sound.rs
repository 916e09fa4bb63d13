//! Whether evidence can be true: ends after beginnings, pauses in pairs, names that are there.
//!
//! What must come first is read off the contract: whatever runs from one event to another.

use super::{Evidence, Row, duties, linked};
use crate::base::{Name, Span};
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::names::{CLAIM, CLAIM_PERIOD, CLAIM_RECEIVED, REOPENED, is_called};
use crate::evaluate::rules::{DUPLICATE_RECORD, EVENTS_OUT_OF_ORDER, RECORD_WITHOUT_INSTANT, UNPAIRED_EVENTS};
use crate::evaluate::states::{REPORTED_FROM, REPORTED_UNTIL};
use crate::evaluate::{Value, instances};
use crate::model::from_resolved::rules::WRONG_VALUE;
use crate::model::{Event, ExclusionSource, Expr, FieldType, Id, Model, Record, StateSource};
use crate::quantity::{Dimension, Measure, Rational};
use crate::time::Cycle;
use std::collections::{BTreeMap, BTreeSet};

/// Reports what cannot be true.
pub fn check(model: &Model, evidence: &Evidence<'_>, sink: &mut Sink) {
    let pairs = Pairs::of(model);
    for rows in evidence.tables.values() {
        let mut seen: BTreeMap<&Name, &Row> = BTreeMap::new();
        for row in rows.iter() {
            if let Some(first) = seen.insert(&row.name, row) {
                sink.report(twin(row, first.span));
            }
            pairs.check(model, row, sink);
        }
    }
    together(model, evidence, sink);
}

/// Reports what cannot be true of records that are about one another.
pub(super) fn together(model: &Model, evidence: &Evidence<'_>, sink: &mut Sink) {
    for row in evidence.all() {
        linked::check(model, evidence, row, sink);
    }
    duties::check(model, evidence, sink);
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
    /// The beginnings of the durations of a sort of record: a case has one of them at least.
    opens: BTreeMap<Id<Record>, BTreeSet<Name>>,
}

impl Pairs {
    /// Those of a contract.
    pub fn of(model: &Model) -> Self {
        let mut durations: Vec<(End, End)> = Vec::new();
        for indicator in &model.indicators {
            indicator.formula.visit(&mut |part| durations.extend(lasting(part).and_then(between)));
        }
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
        let works = model.exclusions.iter().filter_map(|exclusion| {
            let begins = exclusion.notice.as_ref().and_then(|notice| notice.before.as_ref());
            and_next(model, begins?)
        });
        // Where nobody raised a cause, the record is taken as it stands.
        let causes = model.exclusions.iter().filter_map(|exclusion| {
            let within = exclusion.established.as_ref().and_then(|finding| finding.within.as_ref());
            and_next(model, within?.after.as_ref()?)
        });
        durations.extend(causes);
        let lasting: Vec<(End, End)> = states.chain(pauses).chain(reported).chain(works).collect();
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
        Self { ends: durations.into_iter().chain(lasting).collect(), must_begin, opens }
    }

    /// Reports what a row says and cannot be true by itself: an end before its beginning, or without one; less than nothing; nothing of when.
    pub fn check(&self, model: &Model, row: &Row, sink: &mut Sink) {
        self.ordered(row, sink);
        values(model, row, sink);
        self.timed(model, row, sink);
    }

    /// Reports a row in which an end stands before its beginning, or has none.
    fn ordered(&self, row: &Row, sink: &mut Sink) {
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
        let Some(opens) = self.opens.get(&row.record) else { return };
        if opens.iter().all(|from| *row.get(from) == Value::Nothing) {
            let opens = opens.iter().map(|from| format!("`{from}`")).collect::<Vec<_>>().join(" or ");
            let message = format!("`{}` does not say when it began: it has no {opens}", row.name);
            sink.report(Finding::new(&UNPAIRED_EVENTS, row.span, message));
        }
        // One that is opened again while it runs runs on.
        let begun = opens.iter().filter_map(|from| row.instant(from)).min();
        if begun.is_some_and(|begun| row.instant(REOPENED).is_some_and(|again| again < begun)) {
            let message = format!("`{REOPENED}` of `{}` stands before it was first opened", row.name);
            let help = format!("mend `{REOPENED}`: what is opened again was opened before");
            sink.report(Finding::new(&EVENTS_OUT_OF_ORDER, row.span, message).help(help));
        }
    }

    /// Reports a record of something that happens and does not say when: it would belong to no period, and count nowhere.
    fn timed(&self, model: &Model, row: &Row, sink: &mut Sink) {
        let is_time = |ty: &FieldType| matches!(ty, FieldType::Instant | FieldType::Instants);
        let fields: Vec<Name> = match model.records.get(&row.record) {
            Some(record) => record.fields.iter().filter(|f| is_time(&f.ty)).map(|f| f.name.clone()).collect(),
            None if model.states.by_name(row.record.name()).is_some() => vec![REPORTED_FROM.into()],
            None => Vec::new(),
        };
        if is_called(row.record.as_str(), CLAIM) && row.instant(CLAIM_RECEIVED).is_none() {
            let message = format!("`{}` does not say when it was received", row.name);
            let help = format!("add its `{CLAIM_RECEIVED}`, or leave the record out");
            sink.report(Finding::new(&RECORD_WITHOUT_INSTANT, row.span, message).about(&row.name).help(help));
            return;
        }
        claimed(model, row, sink);
        // Where a duration is counted, what is missing is told above.
        let Some(first) = fields.first().filter(|_| !self.opens.contains_key(&row.record)) else { return };
        if row.values.iter().all(|(_, value)| value.instants().is_empty()) {
            let message = format!("`{}` does not say when it happened", row.name);
            let help = format!("add its `{first}`, or leave the record out");
            sink.report(Finding::new(&RECORD_WITHOUT_INSTANT, row.span, message).about(&row.name).help(help));
        }
    }
}

/// Reports a claim that was received before the month in which it places the period that it is for.
fn claimed(model: &Model, row: &Row, sink: &mut Sink) {
    let (Some(received), Some(period)) = (row.instant(CLAIM_RECEIVED), row.instant(CLAIM_PERIOD)) else { return };
    let month = Cycle::month().at(period, &model.contract.zone());
    if is_called(row.record.as_str(), CLAIM) && month.is_some_and(|month| received < month.whole.start) {
        let message = format!("`{CLAIM_RECEIVED}` of `{}` is earlier than its `{CLAIM_PERIOD}`", row.name);
        let help =
            format!("mend `{CLAIM_RECEIVED}` or `{CLAIM_PERIOD}`: nothing is claimed for a month that is to come");
        sink.report(Finding::new(&EVENTS_OUT_OF_ORDER, row.span, message).about(&row.name).help(help));
    }
}

/// Reports values that no record of its sort can hold: a share that is no part of a whole, a length or a number of things below nothing.
fn values(model: &Model, row: &Row, sink: &mut Sink) {
    let fields = model.records.get(&row.record).map(|record| record.fields.as_slice()).unwrap_or_default();
    for (field, value) in &row.values {
        let ty = fields.iter().find(|known| known.name == *field).map(|known| &known.ty);
        let is_share = matches!(ty, Some(FieldType::Unit(unit)) if unit == "%");
        if let Some(why) = out_of_range(value, is_share) {
            let message = format!("`{field}` of `{}` {why}", row.name);
            sink.report(Finding::new(&WRONG_VALUE, row.span, message).about(&row.name));
        }
    }
}

/// Why a value cannot be one of its sort, in words that follow its name.
pub(super) fn out_of_range(value: &Value, is_share: bool) -> Option<&'static str> {
    use Dimension::{Area, Count, Duration, Frequency, Information, Length, Span};
    let number = value.number()?;
    if is_share {
        let inside = Rational::zero() <= number.base && number.base <= Rational::one();
        return (!inside).then_some("does not lie between 0 % and 100 %");
    }
    let (dimension, _) = Measure::parse(&number.unit)?.dimension();
    let counts = matches!(dimension, Area | Count(_) | Duration | Frequency | Information | Length | Span(_));
    (counts && number.base < Rational::zero()).then_some("is less than nothing")
}

fn duration(formula: &Expr) -> Option<(&Event, &Event)> {
    match formula {
        Expr::TimeBetween { from, to } => Some((from, to)),
        _ => None,
    }
}

/// The two ends of a time that a formula counts: between two events, or within the watch over a case.
fn lasting(part: &Expr) -> Option<(&Event, &Event)> {
    match part {
        Expr::Gap { within: Some(watch), .. } => Some((watch.from.as_ref()?, watch.until.as_ref()?)),
        other => duration(other),
    }
}

/// An event of a record, and the one that follows it in the life of the record.
fn and_next(model: &Model, begins: &Event) -> Option<(End, End)> {
    let Event::Field { record, field } = begins else { return None };
    let is_time = |ty: &FieldType| matches!(ty, FieldType::Instant | FieldType::Instants);
    let mut life = model.records.get(record)?.fields.iter().filter(|field| is_time(&field.ty));
    let next = life.by_ref().skip_while(|known| known.name != *field).nth(1)?;
    Some(((record.clone(), field.clone()), (record.clone(), next.name.clone())))
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
