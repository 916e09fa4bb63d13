//! What a deadline rests on: the pieces of the calendar that were counted, and what lies between them.

use super::Promised;
use crate::evaluate::World;
use crate::evaluate::clock::{Count, Pause};
use crate::evaluate::world::civil;
use crate::model::{CalendarSet, Delay, Holiday};
use crate::time::{Instant, Stretch, local};
use jiff::civil::Date;

/// What a deadline rests on.
#[derive(Clone, Debug, Default)]
pub struct Why<'m> {
    /// The calendar that was counted; none where nothing was, or where all days count.
    pub calendar: Option<CalendarSet>,
    /// The event from which it is counted.
    pub event: Option<Instant>,
    /// When the count starts: the event, or the next opening.
    pub starts: Option<Instant>,
    /// The stretches that were counted, up to the deadline.
    pub counted: Vec<Stretch>,
    /// For a delay in days: the days that were counted.
    pub days: Vec<Date>,
    /// When the clock stood still before the deadline.
    pub pauses: Vec<Pause>,
    /// The holidays in between.
    pub closed: Vec<Closed<'m>>,
}

/// A day without an open hour, for a holiday.
#[derive(Clone, Debug)]
pub struct Closed<'m> {
    /// The day.
    pub day: Date,
    /// Its holidays.
    pub holidays: Vec<&'m Holiday>,
}

impl<'a> World<'a> {
    /// What the deadline of a case rests on.
    pub(super) fn why_of(&self, promised: &Promised<'a>, count: &Count) -> Why<'a> {
        let target = promised.target.as_ref();
        let calendar = promised.calendar.clone();
        let days = target.map(|length| {
            let delay = Delay::new(length.clone(), calendar.clone());
            let paused = |day| self.stands_still(day, calendar.as_ref(), &count.still);
            self.days_counted(&delay, count.dated, &paused)
        });
        // Without a deadline there is no end at which to stop.
        let until = count.deadline.unwrap_or(count.opened);
        let in_days = target.is_some_and(|target| civil(target).is_some());
        let pieces = count
            .runs
            .iter()
            .filter(|_| !in_days)
            .flat_map(|run| run.calendar.pieces(run.during.start, run.during.end.min(until)).collect::<Vec<_>>());
        let still = |pause: &Pause| count.deadline.is_none_or(|deadline| pause.during.start < deadline);
        Why {
            event: Some(count.first),
            starts: Some(count.starts),
            counted: pieces.collect(),
            days: days.unwrap_or_default(),
            pauses: count.pauses.iter().filter(|pause| still(pause)).cloned().collect(),
            closed: self.closed(calendar.as_ref(), Stretch::new(count.opened, until)),
            calendar,
        }
    }

    /// What the end of a delay rests on.
    pub(super) fn why_after(&self, delay: &Delay, from: Option<Instant>, at: Option<Instant>) -> Why<'a> {
        let (Some(from), Some(at)) = (from, at) else { return Why::default() };
        let calendar = delay.calendar.clone();
        let open = calendar.as_ref().filter(|_| civil(&delay.length).is_none()).map(|set| self.calendars.instants(set));
        Why {
            event: Some(from),
            starts: Some(from),
            counted: open.map(|open| open.pieces(from, at).collect()).unwrap_or_default(),
            days: self.days_counted(delay, from, &|_| false),
            pauses: Vec::new(),
            closed: self.closed(calendar.as_ref(), Stretch::new(from, at)),
            calendar,
        }
    }

    /// The days of a stretch on which a calendar is closed for a holiday.
    fn closed(&self, calendar: Option<&CalendarSet>, during: Stretch) -> Vec<Closed<'a>> {
        let Some(set) = calendar else { return Vec::new() };
        let zone = self.calendars.zone_of(set);
        let last = local::date_at(&zone, during.end);
        let days = local::date_at(&zone, during.start).series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
        let closed = days.filter(|day| !self.calendars.day_is_open(set, *day));
        let named = closed.map(|day| Closed { day, holidays: self.calendars.holidays_on(set, day) });
        named.filter(|closed| !closed.holidays.is_empty()).collect()
    }
}
