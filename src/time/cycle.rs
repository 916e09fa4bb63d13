//! Periods one after another, without a hole: hours, days, weeks, months, and their multiples from a day on.
//!
//! A calendar month is a cycle of one month from the first of any month; a contract year is one of twelve months from the
//! first day of the contract; a week is seven days from any Monday. Periods of months begin on the day of the anchor, or
//! on the last day of a month that is too short, always counted from the anchor. A period begins at the first instant of
//! its first day.

use super::instants::{Instant, Stretch};
use super::local::{self, SteadyClock};
use super::span::{CivilSpan, Direction, shift};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::cmp::Ordering;

/// How long each period of a cycle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// Hours by the clock, counted from the midnight of the anchor. An hour that the clocks jump over has no period; one that
    /// they read twice has two.
    Hours(u32),
    /// Days.
    Days(u32),
    /// Months.
    Months(u32),
}

/// Periods of one length, one of which begins on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cycle {
    length: Length,
    anchor: Date,
}

/// One period of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The local day on which it begins.
    pub day: Date,
    /// All of it.
    pub whole: Stretch,
    /// What of it lies in the term.
    pub within: Stretch,
}

impl Period {
    /// Whether the term cuts it.
    #[must_use]
    pub fn is_partial(self) -> bool {
        self.whole != self.within
    }
}

impl Cycle {
    /// The cycle of periods of `length`, one of which begins on `anchor`. A length of nothing is taken as one.
    #[must_use]
    pub fn new(length: Length, anchor: Date) -> Self {
        let length = match length {
            Length::Hours(n) => Length::Hours(n.max(1)),
            Length::Days(n) => Length::Days(n.max(1)),
            Length::Months(n) => Length::Months(n.max(1)),
        };
        Self { length, anchor }
    }

    /// Hours of the clock, from midnight on.
    #[must_use]
    pub fn hour() -> Self {
        Self::new(Length::Hours(1), Date::ZERO)
    }

    /// Local days.
    #[must_use]
    pub fn day() -> Self {
        Self::new(Length::Days(1), Date::ZERO)
    }

    /// Weeks from Monday to Sunday.
    #[must_use]
    pub fn week() -> Self {
        Self::new(Length::Days(7), jiff::civil::date(2024, 1, 1))
    }

    /// Calendar months.
    #[must_use]
    pub fn month() -> Self {
        Self::new(Length::Months(1), jiff::civil::date(2024, 1, 1))
    }

    /// Calendar quarters.
    #[must_use]
    pub fn quarter() -> Self {
        Self::new(Length::Months(3), jiff::civil::date(2024, 1, 1))
    }

    /// Calendar years.
    #[must_use]
    pub fn year() -> Self {
        Self::new(Length::Months(12), jiff::civil::date(2024, 1, 1))
    }

    /// So many periods of this cycle at once, counted from the one that holds `day`.
    #[must_use]
    pub fn times(self, count: u32, day: Date) -> Self {
        let length = match self.length {
            Length::Hours(n) => Length::Hours(n.saturating_mul(count)),
            Length::Days(n) => Length::Days(n.saturating_mul(count)),
            Length::Months(n) => Length::Months(n.saturating_mul(count)),
        };
        let anchor = match self.length {
            Length::Hours(_) => Some(day),
            Length::Days(_) | Length::Months(_) => self.first_day(self.number_of(day)),
        };
        Self::new(length, anchor.unwrap_or(self.anchor))
    }

    /// The period that holds `instant`, not cut. None past the dates that can be written.
    #[must_use]
    pub fn at(self, instant: Instant, zone: &TimeZone) -> Option<Period> {
        let whole = match self.length {
            Length::Hours(hours) => self.hours_at(instant, i64::from(hours) * 3_600, zone),
            Length::Days(_) | Length::Months(_) => self.days_at(instant, zone)?,
        };
        Some(Period { day: local::date_at(zone, whole.start), whole, within: whole })
    }

    /// The periods that the term meets, in order; the first and the last are cut to it.
    pub fn periods(self, term: Stretch, zone: &TimeZone) -> impl Iterator<Item = Period> {
        let mut start = term.start;
        std::iter::from_fn(move || {
            if term.end <= start {
                return None;
            }
            let period = self.at(start, zone)?;
            start = period.whole.end;
            Some(Period { within: period.whole.and(term), ..period })
        })
    }

    /// Days and months: dates first, then the instants at which they begin.
    fn days_at(self, instant: Instant, zone: &TimeZone) -> Option<Stretch> {
        let mut number = self.number_of(local::date_at(zone, instant));
        // Where the clocks go back over midnight, or jump over a day, the date alone does not say which.
        loop {
            let from = local::start_of(zone, self.first_day(number)?);
            let until = local::start_of(zone, self.first_day(number.checked_add(1)?)?);
            match (instant < from, instant < until) {
                (true, _) => number = number.checked_sub(1)?,
                (false, true) => return Some(Stretch::new(from, until)),
                (false, false) => number = number.checked_add(1)?,
            }
        }
    }

    /// The number of the period in which `day` lies; that of the anchor is 0.
    fn number_of(self, day: Date) -> i32 {
        let guess = match self.length {
            Length::Hours(_) => 0,
            Length::Days(days) => days_between(self.anchor, day).div_euclid(signed(days)),
            Length::Months(months) => months_between(self.anchor, day).div_euclid(signed(months)),
        };
        // By its month, a day may seem to lie in the period that begins later in that month.
        if self.first_day(guess).is_some_and(|first| first.cmp(&day) == Ordering::Greater) { guess - 1 } else { guess }
    }

    /// The first day of the period with this number.
    fn first_day(self, number: i32) -> Option<Date> {
        let direction = if number < 0 { Direction::Before } else { Direction::After };
        let of = |length: u32| length.checked_mul(number.unsigned_abs());
        match self.length {
            Length::Hours(_) => None,
            Length::Days(days) => shift(self.anchor, CivilSpan::Days(of(days)?), direction),
            Length::Months(months) => shift(self.anchor, CivilSpan::Months(of(months)?), direction),
        }
    }

    /// Hours by the clock: a period begins where the clock reads a multiple of its length, or jumps into another one.
    fn hours_at(self, instant: Instant, length: i64, zone: &TimeZone) -> Stretch {
        let anchor = local::local_seconds(self.anchor.to_datetime(Time::midnight()));
        let number = |clock: SteadyClock, at: Instant| (at + clock.offset - anchor).div_euclid(length);
        let begins = |clock: SteadyClock, at: Instant| anchor + number(clock, at) * length - clock.offset;
        // At a change of the clocks a period goes on only where both clocks read the same one, and the later is inside it.
        let goes_on = |before: SteadyClock, after: SteadyClock| {
            let at = after.during.start;
            number(before, at - 1) == number(after, at) && begins(after, at) != at
        };
        let mut clock = local::steady_clock_at(zone, instant);
        let mut start = begins(clock, instant);
        while start < clock.during.start {
            let before = local::steady_clock_at(zone, clock.during.start - 1);
            if !goes_on(before, clock) {
                start = clock.during.start;
                break;
            }
            start = begins(before, clock.during.start - 1);
            clock = before;
        }
        let mut clock = local::steady_clock_at(zone, instant);
        let mut end = begins(clock, instant) + length;
        while end >= clock.during.end {
            let after = local::steady_clock_at(zone, clock.during.end);
            if !goes_on(clock, after) {
                end = clock.during.end;
                break;
            }
            end = begins(after, clock.during.end) + length;
            clock = after;
        }
        Stretch::new(start, end)
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn months_between(from: Date, to: Date) -> i32 {
    let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    months(to) - months(from)
}

fn signed(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests;
