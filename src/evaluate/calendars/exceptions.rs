//! Exceptions on calendars: other hours in summer, none during the works.
//!
//! A calendar is a set of instants, and so is the time for which an exception holds: at each instant the calendar has the fields
//! that hold then. Hours that run past midnight are cut where an exception begins or ends, as they are by `except`.

use super::{Calendars, names};
use crate::model::{Calendar, Exception, ExclusionSource, HasTerm, Id, Model, Replacement};
use crate::time::{self, Instants, Stretch, local};
use std::collections::BTreeSet;

/// A part of time, and the exceptions that hold in it.
struct Part<'m> {
    during: Instants,
    holding: Vec<&'m Exception>,
}

impl<'m> Calendars<'m> {
    /// A calendar of parts that are compiled, with what its exceptions make of it.
    pub(super) fn with_exceptions(&self, calendar: &Calendar) -> Instants {
        let mut parts = vec![Part { during: Instants::always(self.known()), holding: Vec::new() }];
        for exception in on(self.model, calendar) {
            let time = self.time_of(exception);
            parts = parts.into_iter().flat_map(|part| split(part, exception, &time)).collect();
        }
        let hours = |part: Part<'m>| {
            let changed = changed(self.model, calendar, &part.holding);
            self.compile(changed.as_ref().unwrap_or(calendar)).and(&part.during)
        };
        parts.into_iter().map(hours).fold(Instants::never(self.known()), |all, part| all.or(&part))
    }

    /// The instants for which an exception on a calendar holds. Where no last day is written, it holds on after the contract.
    fn time_of(&self, exception: &Exception) -> Instants {
        let (known, validity) = (self.known(), exception.term.validity);
        let start = validity.from.map_or(known.start, |day| local::start_of(&self.zone, day));
        let end = validity.until.map_or(known.end, |day| local::start_of(&self.zone, day));
        let in_force = Instants::of(known, [Stretch::new(start, end)]);
        match &exception.when {
            Some(ExclusionSource::Permitted(hours)) => in_force.and(&time::compile(hours, &[], &self.zone, known)),
            Some(ExclusionSource::Calendar(set)) => in_force.and(&self.evaluate(set)),
            // A condition on cases is refused where the exception is read.
            Some(ExclusionSource::When(_) | ExclusionSource::Between(..) | ExclusionSource::Blank(_)) => {
                Instants::never(known)
            }
            None => in_force,
        }
    }
}

/// The calendars that a calendar is made of where an exception holds.
pub(super) fn made_of(model: &Model, calendar: &Calendar) -> BTreeSet<Id<Calendar>> {
    let sets = on(model, calendar).flat_map(|exception| &exception.fields).flat_map(|(_, value)| match value {
        Replacement::Calendar(set) => vec![set],
        Replacement::Hours(_, counted) => counted.iter().map(|day| &day.of).collect(),
        _ => Vec::new(),
    });
    sets.flat_map(names).collect()
}

/// The calendars that say when exceptions on a calendar hold.
pub(super) fn conditions(model: &Model, calendar: &Calendar) -> BTreeSet<Id<Calendar>> {
    let sets = on(model, calendar).filter_map(|exception| match &exception.when {
        Some(ExclusionSource::Calendar(set)) => Some(set),
        _ => None,
    });
    sets.flat_map(names).collect()
}

/// Whether an exception counts days of a month on another calendar.
pub(super) fn counts_days(exception: &Exception) -> bool {
    exception.fields.iter().any(|(_, value)| matches!(value, Replacement::Hours(_, counted) if !counted.is_empty()))
}

/// Whether an exception is, directly or not, `over` another one.
pub fn prevails(model: &Model, exception: &Exception, other: &Exception) -> bool {
    let mut todo: Vec<&Id<Exception>> = exception.over.iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(under) = todo.pop() {
        if *under == other.id() {
            return true;
        }
        if seen.insert(under) {
            todo.extend(model.exceptions.get(under).into_iter().flat_map(|under| &under.over));
        }
    }
    false
}

fn on<'m>(model: &'m Model, calendar: &Calendar) -> impl Iterator<Item = &'m Exception> {
    model.exceptions.iter().filter(move |exception| exception.on.contains(&calendar.term.id))
}

fn split<'m>(part: Part<'m>, exception: &'m Exception, time: &Instants) -> Vec<Part<'m>> {
    let (inside, outside) = (part.during.and(time), part.during.except(time));
    let holding: Vec<&Exception> = part.holding.iter().copied().chain([exception]).collect();
    let parts = [Part { during: inside, holding }, Part { during: outside, ..part }];
    parts.into_iter().filter(|part| part.during.seconds() > 0).collect()
}

/// A calendar with the fields that exceptions which hold together give it: for each field, the exception that prevails.
fn changed(model: &Model, calendar: &Calendar, holding: &[&Exception]) -> Option<Calendar> {
    let value = |field: &str| {
        let values = holding.iter().flat_map(|exception| exception.fields.iter().map(move |value| (*exception, value)));
        let stating: Vec<_> = values.filter(|(_, (name, _))| name == field).collect();
        let is_beaten = |one: &Exception| stating.iter().any(|(other, _)| prevails(model, other, one));
        stating.iter().find(|(exception, _)| !is_beaten(exception)).map(|(_, (_, value))| value)
    };
    let set = |field: &str| match value(field) {
        Some(Replacement::Calendar(set)) => Some(set.clone()),
        _ => None,
    };
    if holding.is_empty() {
        return None;
    }
    let mut changed = calendar.clone();
    if let Some(Replacement::Hours(open, counted)) = value("open") {
        changed.open.clone_from(open);
        changed.counted.clone_from(counted);
    }
    changed.is = set("is").or(changed.is);
    changed.except = set("except").map_or(changed.except, |set| vec![set]);
    Some(changed)
}
