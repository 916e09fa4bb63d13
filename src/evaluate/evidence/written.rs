//! Instants as people write them: RFC 3339 with an offset, or the time of a clock on the wall.

use crate::time::Instant;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// Why a text is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It is none, or lies outside of the years that can be written.
    NoInstant,
    /// The clocks show it twice: first with one offset, then with the other.
    Twice(Offset, Offset),
    /// The clocks jump over it, from one offset to the other.
    Never(Offset, Offset),
}

/// The instant that a text says: with an offset of its own, or by the clocks of `zone`.
///
/// # Errors
/// Why it says none, or two.
pub fn instant(text: &str, zone: &TimeZone) -> Result<Instant, Misread> {
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return Ok(timestamp.as_second());
    }
    let local = text.parse::<DateTime>().map_err(|_| Misread::NoInstant)?;
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => at(local, offset).ok_or(Misread::NoInstant),
        AmbiguousOffset::Fold { before, after } => Err(Misread::Twice(before, after)),
        AmbiguousOffset::Gap { before, after } => Err(Misread::Never(before, after)),
    }
}

/// What the clocks of `zone` show at a local time that is read with an offset.
#[must_use]
pub fn shown(text: &str, offset: Offset, zone: &TimeZone) -> Option<DateTime> {
    let instant = at(text.parse().ok()?, offset)?;
    Some(crate::time::local::local(zone, instant))
}

/// An offset as people write it: `+02:00`.
#[must_use]
pub fn offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn at(local: DateTime, offset: Offset) -> Option<Instant> {
    offset.to_timestamp(local).ok().map(jiff::Timestamp::as_second)
}
