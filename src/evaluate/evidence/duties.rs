//! Whether the evidence on duties can be true: each row names a period or a case for which the duty is due, no row contradicts another, and
//! nothing is done before that for which it is done.

use super::{Evidence, Row};
use crate::base::{Name, suggest};
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::names::REOPENED;
use crate::evaluate::rules::{
    DUPLICATE_RECORD, EVENTS_OUT_OF_ORDER, RECORD_WITHOUT_SERVICE, RECORD_WITHOUT_VALUE, UNKNOWN_RECORD,
    UNPAIRED_EVENTS,
};
use crate::evaluate::tasks::{DONE, DONE_FOR, told_period};
use crate::evaluate::world::cycle_of;
use crate::evaluate::{Value, instances};
use crate::model::from_resolved::rules::WRONG_VALUE;
use crate::model::{Duty, Event, Id, Model, Record, Service, Subject, Window};
use crate::time::{Cycle, Instant, Stretch, local};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Reports rows on duties that are about nothing, or that contradict what else is written.
pub(super) fn check(model: &Model, evidence: &Evidence<'_>, sink: &mut Sink) {
    for duty in &model.duties {
        let rows = evidence.rows(&Id::new(duty.term.id.clone()));
        if !rows.is_empty()
            && let Some(due) = Due::of(model, duty)
        {
            due.check(rows, &due.cases_in(evidence, rows), sink);
        }
    }
}

/// What a duty is due for.
struct Due<'m> {
    duty: &'m Duty,
    zone: TimeZone,
    term: Stretch,
    /// The sorts of its cases.
    records: BTreeSet<Id<Record>>,
    /// The event of a case that it runs from, where it is a field of the case.
    event: Option<&'m Name>,
    /// The periods that it is due for, or whose breach it follows; none for one that slides, whose days lie in several.
    cycles: Vec<Option<Cycle>>,
    /// Whether it runs from its event, and not up to it.
    follows: bool,
}

/// A case that rows name.
struct Case {
    record: Id<Record>,
    service: Option<Id<Service>>,
    /// Each time that the duty comes to be due for it, as far as its record tells.
    times: Vec<Instant>,
    /// How often it was opened.
    opened: usize,
}

/// What a row is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum For {
    Case(Name),
    Period(Stretch),
    Once,
}

impl<'m> Due<'m> {
    fn of(model: &'m Model, duty: &'m Duty) -> Option<Self> {
        let deadline = duty.within.as_ref()?;
        let zone = model.contract.zone();
        let bound = |day: Option<jiff::civil::Date>, open| day.map_or(open, |day| local::start_of(&zone, day));
        let term = Stretch::new(bound(model.contract.from, i64::MIN), bound(model.contract.until, i64::MAX));
        let (mut records, mut windows, mut field) = (BTreeSet::new(), Vec::new(), None);
        let event = deadline.after.as_ref().or(deadline.before.as_ref());
        match (&duty.each, event) {
            (Some(Window::Case { record }), event) => {
                records.insert(record.clone());
                field = event.and_then(|event| field_of(event, record));
            }
            (None, Some(event @ Event::Field { record, .. })) => {
                records.insert(record.clone());
                field = field_of(event, record);
            }
            (None, Some(Event::Breach(of))) => {
                for commitment in model.commitments.iter().filter(|commitment| of.means(commitment)) {
                    let about = model.indicators.get(&commitment.indicator).map(|indicator| &indicator.of);
                    match (&commitment.window, about) {
                        (Some(Window::Case { .. }), Some(Subject::Record(record))) => {
                            records.insert(record.clone());
                        }
                        (Some(window), _) => windows.push(window),
                        (None, _) => {}
                    }
                }
            }
            (Some(window), _) | (None, Some(Event::StartOf(window) | Event::EndOf(window))) => windows.push(window),
            (None, _) => {}
        }
        let first = model.contract.from.unwrap_or_default();
        let cycles = windows.into_iter().map(|window| cycle_of(model, first, window)).collect();
        Some(Self { duty, zone, term, records, event: field, cycles, follows: deadline.after.is_some() })
    }

    /// The cases that rows name.
    fn cases_in(&self, evidence: &Evidence<'_>, rows: &[Row]) -> BTreeMap<Name, Case> {
        let wanted: BTreeSet<&str> =
            rows.iter().filter_map(|row| Some(record_of(row.get(DONE_FOR).word()?).0)).collect();
        let mut found = BTreeMap::new();
        for record in &self.records {
            evidence.each(record, &mut |row| {
                if !wanted.contains(row.name.as_str()) {
                    return;
                }
                let again = row.get(REOPENED).instants();
                let mut times = match self.event {
                    Some(field) => row.get(field).instants().to_vec(),
                    None => row
                        .values
                        .iter()
                        .flat_map(|(_, value)| value.instants())
                        .min()
                        .into_iter()
                        .chain(again)
                        .copied()
                        .collect(),
                };
                times.sort_unstable();
                times.dedup();
                let case =
                    Case { record: record.clone(), service: row.service.clone(), times, opened: again.len() + 1 };
                found.insert(row.name.clone(), case);
            });
        }
        found
    }

    fn check(&self, rows: &[Row], cases: &BTreeMap<Name, Case>, sink: &mut Sink) {
        let mut known: BTreeMap<For, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            let meant = match self.meant(row, cases) {
                Ok(meant) => meant,
                Err(finding) => {
                    sink.report(finding.about(&row.name));
                    continue;
                }
            };
            let case = match &meant {
                For::Case(name) => cases.get(record_of(name).0).map(|case| (record_of(name).0, case)),
                _ => None,
            };
            let elsewhere = case.and_then(|(name, case)| self.elsewhere(row, name, case));
            let early = self.early(row, &meant, case);
            let before = known.entry(meant.clone()).or_default();
            let again = self.again(row, before, case.map(|(_, case)| case));
            before.push(row);
            if let Some(finding) = elsewhere.or(early).or(again) {
                sink.report(finding.about(&row.name));
            }
        }
    }

    /// What a row is for.
    fn meant(&self, row: &Row, cases: &BTreeMap<Name, Case>) -> Result<For, Box<Finding>> {
        let duty = &self.duty.term.id;
        let due = self.named();
        let Some(text) = row.get(DONE_FOR).word() else {
            if due.is_empty() {
                return Ok(For::Once);
            }
            let message = format!("`{}` does not say for which {due} `{duty}` was done", row.name);
            let finding = Finding::new(&RECORD_WITHOUT_VALUE, row.span, message);
            return Err(Box::new(finding.help(format!("write it in a column `{DONE_FOR}`"))));
        };
        let (record, number) = record_of(text);
        if let Some(case) = cases.get(record) {
            let is_case = number
                .is_none_or(|number| number.parse().is_ok_and(|number: usize| (2..=case.opened).contains(&number)));
            if is_case {
                return Ok(For::Case(text.clone()));
            }
            let message =
                format!("`{DONE_FOR}` of `{}` names `{text}`, and `{record}` was not opened so often", row.name);
            return Err(Box::new(Finding::new(&UNKNOWN_RECORD, row.span, message)));
        }
        let told = told_period(text, &self.zone);
        if self.cycles.is_empty() && !self.records.is_empty() {
            let message = format!("`{DONE_FOR}` of `{}` names `{text}`, and no {due} is called so", row.name);
            let finding = Finding::new(&UNKNOWN_RECORD, row.span, message);
            let near =
                suggest::nearest(text, cases.keys().map(Name::as_str)).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| format!("add the {due} with this name, or mend `{DONE_FOR}`"));
            return Err(Box::new(finding.help(help)));
        }
        let wrong = || {
            let message = format!("`{text}` stands where a {due} of `{duty}`, such as `2026-05`, is due");
            Box::new(Finding::new(&WRONG_VALUE, row.span, message).note(format!("in `{DONE_FOR}` of `{}`", row.name)))
        };
        let told = told.ok_or_else(wrong)?;
        if told.and(self.term).is_empty() {
            let message =
                format!("`{DONE_FOR}` of `{}` names `{text}`, which lies outside the term of the contract", row.name);
            return Err(Box::new(Finding::new(&WRONG_VALUE, row.span, message)));
        }
        if self.cycles.is_empty() || self.cycles.contains(&None) {
            return Ok(For::Period(told));
        }
        let around = |cycle: &Option<Cycle>| {
            let whole = cycle.as_ref()?.at(told.start, &self.zone)?.whole;
            (whole.and(told) == told).then_some(whole)
        };
        let whole = self.cycles.iter().find_map(around);
        whole.map(For::Period).ok_or_else(|| Box::new(wrong().help("write a day of the period, such as `2026-05-01`")))
    }

    /// What rows name, in words; nothing where the duty is due once.
    fn named(&self) -> String {
        let records = self.records.iter().map(|record| format!("`{record}`"));
        let period = (!self.cycles.is_empty()).then(|| "period".to_owned());
        records.chain(period).collect::<Vec<_>>().join(" or ")
    }

    /// What is wrong with the service of a row: its case is about another.
    fn elsewhere(&self, row: &Row, name: &str, case: &Case) -> Option<Finding> {
        let (told, own) = row.service.as_ref().zip(case.service.as_ref())?;
        let message = format!("`{}` is about `{told}`, and its `{}` `{name}` is about `{own}`", row.name, case.record);
        (!instances::is_of(own, told)).then(|| Finding::new(&RECORD_WITHOUT_SERVICE, row.span, message))
    }

    /// What is wrong with the time of a row: it was done before that for which it was done.
    fn early(&self, row: &Row, meant: &For, case: Option<(&str, &Case)>) -> Option<Finding> {
        let done = row.instant(DONE).filter(|_| self.follows)?;
        let (from, what) = match (meant, case) {
            (For::Case(_), Some((name, case))) => match (case.times.first(), self.event) {
                (Some(first), Some(field)) => (*first, format!("the `{field}` of `{name}`")),
                (Some(first), None) => (*first, format!("`{name}` begins")),
                (None, Some(field)) => {
                    let message = format!("`{}` was done for `{name}`, which has no `{field}`", row.name);
                    let help = format!("add the `{field}` of `{name}`, or leave `{DONE}` empty");
                    return Some(Finding::new(&UNPAIRED_EVENTS, row.span, message).help(help));
                }
                (None, None) => return None,
            },
            (For::Period(period), _) => (period.start, "its period begins".to_owned()),
            _ => return None,
        };
        let message = format!("`{DONE}` of `{}` stands before {what}", row.name);
        let help = format!("mend `{DONE}` or `{DONE_FOR}`: nothing is done before that for which it is done");
        (done < from).then(|| Finding::new(&EVENTS_OUT_OF_ORDER, row.span, message).help(help))
    }

    /// A row that says otherwise when the duty was done for what another row is for. A case may call for it more than once.
    fn again(&self, row: &Row, before: &[&Row], case: Option<&Case>) -> Option<Finding> {
        let meets = |other: &&&Row| match (&row.service, &other.service) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let others: Vec<&&Row> = before.iter().filter(meets).collect();
        let at = |row: &Row| row.instant(DONE).unwrap_or(i64::MAX);
        let done: BTreeSet<Instant> = others.iter().map(|other| at(other)).chain([at(row)]).collect();
        let times =
            |until: Instant| case.map_or(0, |case| case.times.iter().filter(|time| **time <= until).count()).max(1);
        let first = others.first()?;
        if others.iter().any(|other| at(other) == at(row))
            || done.iter().zip(1..).all(|(at, number)| number <= times(*at))
        {
            return None;
        }
        let of = match row.get(DONE_FOR) {
            Value::Word(text) => format!(" for `{text}`"),
            _ => String::new(),
        };
        let message =
            format!("`{}` and `{}` differ on when `{}` was done{of}", first.name, row.name, self.duty.term.id);
        let finding = Finding::new(&DUPLICATE_RECORD, row.span, message).label(first.span, "the first");
        Some(finding.help("keep the one that holds"))
    }
}

/// The field of a record that an event is.
fn field_of<'m>(event: &'m Event, of: &Id<Record>) -> Option<&'m Name> {
    match event {
        Event::Field { record, field } if record == of => Some(field),
        _ => None,
    }
}

/// The record of a case, and its number where it was opened again as a new one: `i1#2`.
fn record_of(case: &str) -> (&str, Option<&str>) {
    case.split_once('#').map_or((case, None), |(record, number)| (record, Some(number)))
}
