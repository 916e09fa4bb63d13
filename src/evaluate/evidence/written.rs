//! Instants as people write them: RFC 3339 with an offset, or the time of a clock on the wall.

use crate::time::Instant;
use crate::time::local::{Clocks, Reading};
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// Why a text is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It is none, or lies outside of the years that can be written.
    NoInstant,
    /// It has a part of a second; instants are read to the second.
    PartOfSecond,
    /// Its seconds are 60: no minute of these clocks has so many.
    LeapSecond,
    /// Its offset is further from UTC than that of any zone.
    FarOffset,
    /// The clocks show it twice: first with one offset, then with the other.
    Twice(Offset, Offset),
    /// The clocks jump over it, from one offset to the other.
    Never(Offset, Offset),
}

/// The greatest offset that a zone has, in seconds, on either side of UTC.
const MAX_OFFSET: i32 = 14 * 3_600;

/// The instant that a text says: with an offset of its own, or by the clocks of the contract's zone.
///
/// # Errors
/// Why it says none, or two.
pub fn instant(text: &str, clocks: &Clocks<'_>) -> Result<Instant, Misread> {
    let pieces = Pieces::parse(text).map_err(|_| Misread::NoInstant)?;
    let time = pieces.time().filter(|_| pieces.time_zone_annotation().is_none()).ok_or(Misread::NoInstant)?;
    if time.subsec_nanosecond() != 0 {
        return Err(Misread::PartOfSecond);
    }
    // It would be read as the second 59.
    if has_second_60(text) {
        return Err(Misread::LeapSecond);
    }
    let local = pieces.date().to_datetime(time);
    if let Some(offset) = pieces.to_numeric_offset() {
        if offset.seconds().abs() > MAX_OFFSET {
            return Err(Misread::FarOffset);
        }
        return at(local, offset).ok_or(Misread::NoInstant);
    }
    match clocks.read(local) {
        Reading::Once(instant) if jiff::Timestamp::from_second(instant).is_ok() => Ok(instant),
        Reading::Once(_) => Err(Misread::NoInstant),
        Reading::Never(_) | Reading::Twice(..) => match clocks.zone().to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(local, offset).ok_or(Misread::NoInstant),
            AmbiguousOffset::Fold { before, after } => Err(Misread::Twice(before, after)),
            AmbiguousOffset::Gap { before, after } => Err(Misread::Never(before, after)),
        },
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

/// Whether the time of a text that is an instant has the second 60.
fn has_second_60(text: &str) -> bool {
    let time = text.split_once(['T', 't', ' ']).map_or("", |(_, time)| time);
    let time = time.split(['+', '-', 'Z', 'z']).next().unwrap_or_default();
    let mut digits = time.chars().filter(char::is_ascii_digit).skip(4);
    (digits.next(), digits.next()) == (Some('6'), Some('0'))
}

fn at(local: DateTime, offset: Offset) -> Option<Instant> {
    offset.to_timestamp(local).ok().map(jiff::Timestamp::as_second)
}
