//! Local time and instants: what the clocks of a zone read, and when.

use super::instants::{Instant, Stretch};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use std::cell::Cell;

/// A stretch of time in which the clocks of a zone are not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SteadyClock {
    /// From one change of the clocks to the next.
    pub during: Stretch,
    /// Seconds that local time is ahead of UTC.
    pub offset: i64,
}

/// When the clocks of a zone read a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Once.
    Once(Instant),
    /// Never: the clocks jump over it at this instant.
    Never(Instant),
    /// Twice: before the clocks go back and after.
    Twice(Instant, Instant),
}

impl Reading {
    /// The first instant at which the clocks read the local time or have passed it.
    #[must_use]
    pub fn first(self) -> Instant {
        match self {
            Self::Once(at) | Self::Never(at) | Self::Twice(at, _) => at,
        }
    }
}

/// When the clocks of `zone` read `local`, to the second.
#[must_use]
pub fn read(zone: &TimeZone, local: DateTime) -> Reading {
    let seconds = local_seconds(local);
    let at = |offset: Offset| seconds - i64::from(offset.seconds());
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => Reading::Once(at(offset)),
        AmbiguousOffset::Fold { before, after } => Reading::Twice(at(before), at(after)),
        // By the clock that is ahead, the time that is jumped over lies before the jump.
        AmbiguousOffset::Gap { after, .. } => {
            let jump = zone.following(timestamp(at(after))).next();
            Reading::Never(jump.map_or(at(after), |jump| jump.timestamp().as_second()))
        }
    }
}

/// The clocks of a zone, for many readings: it remembers the stretch between two changes of the clocks in which the last
/// reading lay, and reads the next without asking the zone where it lies well within it.
#[derive(Debug)]
pub struct Clocks<'z> {
    zone: &'z TimeZone,
    steady: Cell<Option<SteadyClock>>,
}

impl<'z> Clocks<'z> {
    /// The clocks of a zone.
    #[must_use]
    pub fn of(zone: &'z TimeZone) -> Self {
        Self { zone, steady: Cell::new(None) }
    }

    /// The zone.
    #[must_use]
    pub fn zone(&self) -> &'z TimeZone {
        self.zone
    }

    /// When they read `local`, to the second: what [`read`] says.
    #[must_use]
    pub fn read(&self, local: DateTime) -> Reading {
        /// More than clocks were ever changed by at once: a day, in Samoa and in Kiribati.
        const FAR: i64 = 2 * 86_400;
        let far_within = |clock: &SteadyClock| {
            let at = local_seconds(local) - clock.offset;
            (clock.during.start + FAR < at && at < clock.during.end - FAR).then_some(at)
        };
        if let Some(at) = self.steady.get().as_ref().and_then(far_within) {
            return Reading::Once(at);
        }
        let reading = read(self.zone, local);
        self.steady.set(Some(steady_clock_at(self.zone, reading.first())));
        reading
    }
}

/// What the clocks of `zone` read at `instant`.
#[must_use]
pub fn local(zone: &TimeZone, instant: Instant) -> DateTime {
    zone.to_datetime(timestamp(instant))
}

/// The local date at `instant`.
#[must_use]
pub fn date_at(zone: &TimeZone, instant: Instant) -> Date {
    local(zone, instant).date()
}

/// The first instant of a day: midnight, or where the clocks jump over midnight, the instant at which they do.
#[must_use]
pub fn start_of(zone: &TimeZone, day: Date) -> Instant {
    read(zone, day.to_datetime(Time::midnight())).first()
}

/// A local day; empty where the clocks of the zone jump over it.
#[must_use]
pub fn day(zone: &TimeZone, day: Date) -> Stretch {
    days(zone, day, day.tomorrow().unwrap_or(Date::MAX))
}

/// The local days from `from` up to and without `until`: the term of a contract, as instants.
#[must_use]
pub fn days(zone: &TimeZone, from: Date, until: Date) -> Stretch {
    Stretch::new(start_of(zone, from), start_of(zone, until))
}

/// The clock of `zone` around `instant`, from its last change to the next; without one, from or to the ends of all time.
#[must_use]
pub fn steady_clock_at(zone: &TimeZone, instant: Instant) -> SteadyClock {
    let changed = zone.preceding(timestamp(instant.saturating_add(1))).next();
    let changes = zone.following(timestamp(instant)).next();
    let start = changed.map_or(Timestamp::MIN, |change| change.timestamp()).as_second();
    let end = changes.map_or(Timestamp::MAX, |change| change.timestamp()).as_second();
    let offset = i64::from(zone.to_offset(timestamp(instant)).seconds());
    SteadyClock { during: Stretch::new(start, end), offset }
}

/// The stretches between changes of the clocks, in order: together they are `within`.
pub fn steady_clocks(zone: &TimeZone, within: Stretch) -> impl Iterator<Item = SteadyClock> {
    let mut start = within.start;
    std::iter::from_fn(move || {
        if within.end <= start {
            return None;
        }
        let clock = steady_clock_at(zone, start);
        let during =
            Stretch::new(start, if clock.during.end > start { clock.during.end } else { within.end }).and(within);
        start = during.end;
        Some(SteadyClock { during, ..clock })
    })
}

/// A local time as seconds since 1970-01-01 00:00 of the same clock.
pub(super) fn local_seconds(local: DateTime) -> i64 {
    // Only the first hours and the last of all dates that can be written are no instants in UTC.
    Offset::UTC
        .to_timestamp(local)
        .unwrap_or(if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
        .as_second()
}

/// The instant as jiff has it; what lies outside its ten thousand years is cut to them.
fn timestamp(instant: Instant) -> Timestamp {
    Timestamp::from_second(instant).unwrap_or(if instant < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests;
