//! Delays and clocks as functions of the instant of their event: what the kernel `order` compares.
//!
//! A function tells when something is due of an event that nothing delays: no pause, no change of priority in between.

use super::world::civil;
use super::{TAIL_YEARS, World};
use crate::kernel::order::Due;
use crate::model::{Bound, CalendarSet, Commitment, Delay, Quantity};
use crate::time::{Instant, Instants, Stretch, local};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use std::rc::Rc;

/// How a count of a case starts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Start {
    /// With the event.
    AtOnce,
    /// With the first instant of a calendar from the event on.
    NextOpening(CalendarSet),
    /// With the day after that of the event.
    NextDay,
}

/// A delay as a function of its event; none where it is not agreed yet, or is no length of time.
#[must_use]
pub fn due(world: &World<'_>, start: &Start, delay: &Delay) -> Option<Due> {
    let calendars = world.calendars;
    if !world.is_agreed(&delay.length, delay.calendar.as_ref()) {
        return None;
    }
    let after = match seconds(&delay.length) {
        Some(seconds) => {
            let set = delay
                .calendar
                .as_ref()
                .map_or_else(|| Rc::new(Instants::always(calendars.within())), |calendar| calendars.instants(calendar));
            Due::Counting(set, seconds)
        }
        None => {
            // The days of a calendar begin where its zone says.
            let zone = delay.calendar.as_ref().map(|set| calendars.zone_of(set));
            by_day(world, zone.as_ref().unwrap_or(world.zone()), |day| world.after(delay, day))?
        }
    };
    Some(match start {
        Start::AtOnce => after,
        Start::NextOpening(set) if calendars.is_agreed(set) => Due::Opening(calendars.instants(set)).then(after),
        Start::NextOpening(_) => return None,
        Start::NextDay => {
            let zone = world.zone();
            by_day(world, zone, |day| Some(local::day(zone, local::date_at(zone, day)).end))?.then(after)
        }
    })
}

/// A function that is the same for all events of one day of a zone. None where it gives nothing on any day.
fn by_day(world: &World<'_>, zone: &TimeZone, due: impl Fn(Instant) -> Option<Instant>) -> Option<Due> {
    let within = world.calendars.within();
    let days = local::date_at(zone, within.start).series(1.day()).map(|day| local::start_of(zone, day));
    let days: Vec<Instant> = days.take_while(|start| *start < within.end).collect();
    let mut steps: Vec<_> = days.into_iter().map(|start| (start, due(start))).collect();
    steps.dedup_by_key(|(_, due)| *due);
    steps.iter().any(|(_, due)| due.is_some()).then_some(Due::Steps(steps))
}

/// How the count of a commitment starts, by the contract's rules of clocks.
#[must_use]
pub fn start(world: &World<'_>, commitment: &Commitment) -> Start {
    match (world.clock("outside_hours"), &commitment.calendar) {
        ("starts_at_once", _) | (_, None) => Start::AtOnce,
        ("starts_at_next_day", _) => Start::NextDay,
        (_, Some(calendar)) => Start::NextOpening(calendar.clone()),
    }
}

/// What a commitment with a limit counts: how the count starts, and the delay. None where nothing says on which calendar.
#[must_use]
pub fn count(commitment: &Commitment, start: &Start, bound: &Bound, limit: &Quantity) -> Option<(Start, Delay)> {
    let calendar = commitment.calendar.as_ref()?;
    let in_days = civil(limit).is_some();
    // Of days, the next day is that of the event, whose day does not count by the contract's rules of delays.
    let start = match start {
        Start::NextDay if in_days => Start::AtOnce,
        // A count of hours does not run while the calendar is closed: it may as well start at once.
        Start::NextOpening(_) if !in_days => Start::AtOnce,
        start => start.clone(),
    };
    let calendar = if in_days { bound.calendar.clone() } else { Some(calendar.clone()) };
    Some((start, Delay::new(limit.clone(), calendar)))
}

/// The term, without the tail in which deadlines fall of a contract that has no end.
#[must_use]
pub fn looked_at(world: &World<'_>) -> Stretch {
    // Two years after a 29 February, less two years, is the day before it: what has an end needs no such sum.
    if world.model.contract.until.is_some() {
        return world.term();
    }
    let last = local::date_at(world.zone(), world.calendars.within().end).saturating_sub(TAIL_YEARS.years());
    world.term().and(Stretch::new(Instant::MIN, local::start_of(world.zone(), last)))
}

/// A length in seconds; none in days and months.
fn seconds(length: &Quantity) -> Option<i64> {
    use crate::quantity::{Dimension, Measure};
    let measure = Measure::parse(&length.unit)?;
    (measure.dimension() == (Dimension::Duration, None)).then(|| length.base().to_i64()).flatten()
}
