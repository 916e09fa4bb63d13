//! Days and months on the calendar: when a delay in days or months is over.
//!
//! A calendar span never turns into hours. Months are counted from the date itself and cut to the length of the month:
//! 31 January and one month is the last day of February, and two months is 31 March. A delay in days counts days, of a
//! calendar or all; what else can be doubted is a rule of the contract.

use super::instants::{Instant, Instants};
use super::local;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

/// The longest that a delay is looked for without a day that counts: ten years.
const NO_SUCH_DAY: u32 = 3_660;

/// A length of time on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CivilSpan {
    /// Days.
    Days(u32),
    /// Months; a quarter is 3 and a year 12.
    Months(u32),
}

/// Which way a delay runs from its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the event on: `within 5 days after`.
    After,
    /// Back from the event: `5 days before`.
    Before,
}

/// What becomes of a last day that is not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClosedDay {
    /// It stays the last one.
    Stays,
    /// It moves on, away from the event: to the next open day; on a delay that runs back, to the one before.
    MovesOn,
    /// The open day before it is the last one, whichever way the delay runs.
    MovesBack,
}

/// How delays in days and months are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DelayRule {
    /// Whether the day of the event is the first day that counts.
    pub counts_first_day: bool,
    /// What becomes of a last day that is not open.
    pub closed_day: ClosedDay,
    /// Clear days (jours francs): neither the first day nor the last one counts.
    pub clear: bool,
}

/// `date`, moved by a span: on a month that is too short, the last day of that month. None past the dates that can be written.
#[must_use]
pub fn shift(date: Date, span: CivilSpan, direction: Direction) -> Option<Date> {
    let span = match span {
        CivilSpan::Days(days) => Span::new().try_days(days).ok()?,
        CivilSpan::Months(months) => Span::new().try_months(months).ok()?,
    };
    match direction {
        Direction::After => date.checked_add(span).ok(),
        Direction::Before => date.checked_sub(span).ok(),
    }
}

/// `instant`, moved by a span: the same time by the clock on the day that [`shift`] gives. A time that the clocks jump over
/// is when they do; of one that they read twice, the first.
#[must_use]
pub fn shift_instant(instant: Instant, span: CivilSpan, direction: Direction, zone: &TimeZone) -> Option<Instant> {
    let local = local::local(zone, instant);
    let date = shift(local.date(), span, direction)?;
    Some(local::read(zone, date.to_datetime(local.time())).first())
}

/// The last day of a delay that runs from, or back from, an event on the day `event`.
///
/// `counts` says which days a span in days counts, `opens` which days are open for the rule. Clear days of a calendar end on a
/// day that it has. None where no such day comes in ten years, or past the dates that can be written.
#[must_use]
pub fn last_day(
    event: Date,
    span: CivilSpan,
    direction: Direction,
    rule: DelayRule,
    counts: impl Fn(Date) -> bool,
    opens: impl Fn(Date) -> bool,
) -> Option<Date> {
    let last = match span {
        CivilSpan::Days(days) => counted_days(event, days, direction, rule, counts)?.last().copied().unwrap_or(event),
        CivilSpan::Months(_) => {
            let last = shift(event, span, direction)?;
            match (rule.clear, rule.counts_first_day) {
                (true, _) => step(last, direction)?,
                (false, true) => step(last, opposite(direction))?,
                (false, false) => last,
            }
        }
    };
    match rule.closed_day {
        _ if opens(last) => Some(last),
        ClosedDay::Stays => Some(last),
        ClosedDay::MovesOn => next(last, direction, &opens),
        ClosedDay::MovesBack => next(last, Direction::Before, &opens),
    }
}

/// The days that a delay in days counts, from the event on. Of clear days, the last is the one that does not count itself.
#[must_use]
pub fn counted_days(
    event: Date,
    days: u32,
    direction: Direction,
    rule: DelayRule,
    counts: impl Fn(Date) -> bool,
) -> Option<Vec<Date>> {
    let first_counts = rule.counts_first_day && !rule.clear && counts(event);
    let left = if rule.clear { days.checked_add(1)? } else { days.saturating_sub(u32::from(first_counts)) };
    let mut counted: Vec<Date> = first_counts.then_some(event).into_iter().collect();
    let mut day = event;
    for _ in 0..left {
        day = next(day, direction, &counts)?;
        counted.push(day);
    }
    Some(counted)
}

/// The end of a day: the midnight after it. One is still on time at that instant.
#[must_use]
pub fn midnight_after(day: Date, zone: &TimeZone) -> Instant {
    local::day(zone, day).end
}

/// When a calendar closes for the last time on a day; none where it is closed all day.
#[must_use]
pub fn closing(day: Date, open: &Instants, zone: &TimeZone) -> Option<Instant> {
    let day = local::day(zone, day);
    open.pieces(day.start, day.end).last().map(|piece| piece.end)
}

/// The next day in that direction that `counts`.
fn next(day: Date, direction: Direction, counts: &impl Fn(Date) -> bool) -> Option<Date> {
    let mut day = day;
    for _ in 0..NO_SUCH_DAY {
        day = step(day, direction)?;
        if counts(day) {
            return Some(day);
        }
    }
    None
}

fn step(day: Date, direction: Direction) -> Option<Date> {
    match direction {
        Direction::After => day.checked_add(1.day()).ok(),
        Direction::Before => day.checked_sub(1.day()).ok(),
    }
}

fn opposite(direction: Direction) -> Direction {
    match direction {
        Direction::After => Direction::Before,
        Direction::Before => Direction::After,
    }
}

#[cfg(test)]
mod tests;
