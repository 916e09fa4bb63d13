//! Days and hours of a zone become a set of instants.
//!
//! A rule says which local times belong: hours of days, and the hours that run past midnight belong to the day on which
//! they begin. An instant belongs when what the clocks read then belongs. So a window that the clocks jump over is empty
//! that day, one that they read twice counts twice, hours that begin on the day before the term reach into it, and a day
//! that a zone skips has no hours. Clock times are read to the second.

use super::date_rule::{self, Holiday};
use super::instants::{Instants, Stretch};
use super::local::{date_at, local_seconds, steady_clocks};
use super::weekly::{DAY, Recurrence};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// The instants in `within` at which the clocks of `zone` read hours of `open`, or a day on which a holiday is kept.
#[must_use]
pub fn compile(open: &[Recurrence], holidays: &[Holiday], zone: &TimeZone, within: Stretch) -> Instants {
    if within.is_empty() {
        return Instants::never(within);
    }
    // A day more on both sides for hours that run past midnight, and one for clocks that go back over midnight.
    let first = days_from(date_at(zone, within.start), -2);
    let until = days_from(date_at(zone, within.end), 3);
    let mut stretches: Vec<Stretch> = open.iter().flat_map(|r| recurring(r, first, until)).collect();
    stretches.extend(date_rule::dates(holidays, first, until).into_iter().map(|day| {
        let start = local_seconds(day.date.to_datetime(Time::midnight()));
        Stretch::new(start, start + DAY)
    }));
    stretches.sort_unstable();
    at_local(&stretches, zone, within)
}

/// The local stretches of a recurrence on the days of `[first, until)`, in seconds of the local clock.
fn recurring(recurrence: &Recurrence, first: Date, until: Date) -> impl Iterator<Item = Stretch> {
    let (start, end) = recurrence.hours.seconds();
    let midnight = local_seconds(first.to_datetime(Time::midnight()));
    let days = first.series(jiff::Span::new().days(1)).take_while(move |day| *day < until);
    let midnights = days.zip((0..).map(move |n: i64| midnight + n * DAY));
    midnights
        .filter(|(day, _)| recurrence.days.include(*day))
        .map(move |(_, midnight)| Stretch::new(midnight + start, midnight + end))
}

/// The instants in `within` at which the clocks of `zone` read one of the local stretches, which are sorted.
fn at_local(stretches: &[Stretch], zone: &TimeZone, within: Stretch) -> Instants {
    // One set in the time of the clock, so that a search finds where a steady clock meets it.
    let Some((first, last)) = stretches.first().zip(stretches.iter().map(|s| s.end).max()) else {
        return Instants::never(within);
    };
    let read = Instants::from_sorted(Stretch::new(first.start, last), stretches.iter().copied());
    let found: Vec<Stretch> = steady_clocks(zone, within)
        .flat_map(|clock| {
            let (from, to) = (clock.during.start + clock.offset, clock.during.end + clock.offset);
            let back = move |s: Stretch| Stretch::new(s.start - clock.offset, s.end - clock.offset);
            read.pieces(from, to).map(back).collect::<Vec<_>>()
        })
        .collect();
    Instants::from_sorted(within, found)
}

/// The date so many days later; the first or the last date of all where there is none.
fn days_from(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests;
