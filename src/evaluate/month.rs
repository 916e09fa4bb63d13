//! A month of a calendar as a person would draw it: the hours of each day, its holidays, the days on which clocks change.

use super::Calendars;
use super::calendars::Kept;
use crate::model::CalendarSet;
use crate::time::{Stretch, local};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

/// The farthest that a holiday moves from its date, in days: far more than a week of closed days.
const FARTHEST: i32 = 31;

/// A month of a calendar.
#[derive(Clone, Debug)]
pub struct Month<'m> {
    /// The zone in which its days are told.
    pub zone: TimeZone,
    /// Its first day.
    pub first: Date,
    /// Its days, in order.
    pub days: Vec<Day>,
    /// The holidays that are kept in it, and those whose date lies in it and that are kept in another month.
    pub holidays: Vec<Kept<'m>>,
}

/// A day of a month.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// All of it: 23 or 25 hours where clocks change.
    pub whole: Stretch,
    /// The stretches of it that belong to the calendar.
    pub open: Vec<Stretch>,
}

impl Day {
    /// How many of its seconds belong to the calendar.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.open.iter().map(|stretch| stretch.seconds()).sum()
    }
}

impl Month<'_> {
    /// How many of its seconds belong to the calendar.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.days.iter().map(Day::seconds).sum()
    }

    /// On how many of its days the calendar has an hour.
    #[must_use]
    pub fn open_days(&self) -> usize {
        self.days.iter().filter(|day| !day.open.is_empty()).count()
    }
}

/// The days for which calendars must be known so that a month can be drawn.
#[must_use]
pub fn around(first: Date) -> (Date, Date) {
    let by = |months: i32| first.saturating_add(Span::new().months(months));
    (by(-1), by(2))
}

/// The month that begins on the day `first`.
#[must_use]
pub fn of<'m>(calendars: &Calendars<'m>, set: &CalendarSet, first: Date) -> Month<'m> {
    let zone = calendars.zone_of(set);
    let next = first.saturating_add(1.month());
    let instants = calendars.instants(set);
    let days = first.series(1.day()).take_while(|day| *day < next).map(|date| {
        let whole = local::day(&zone, date);
        Day { date, whole, open: instants.pieces(whole.start, whole.end).collect() }
    });
    let days = days.collect();
    let inside = |day: Date| first <= day && day < next;
    let by = |day: Date, days: i32| day.saturating_add(Span::new().days(days));
    let mut holidays = calendars.holidays(set, by(first, -FARTHEST), by(next, FARTHEST));
    holidays.retain(|kept| inside(kept.day) || kept.moved_from.is_some_and(inside));
    Month { zone, first, days, holidays }
}

#[cfg(test)]
#[path = "month_tests.rs"]
mod tests;
