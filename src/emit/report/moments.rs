//! Instants, days, delays and calendars as short as a table at night wants them, each day with its weekday. In English.

use crate::base::Language;
use crate::base::Name;
use crate::evaluate::Number;
use crate::evaluate::words::Words;
use crate::model::{CalendarSet, Event, Quantity, Text};
use crate::quantity::Rational;
use crate::quantity::format::{NO_BREAK, short_duration};
use crate::time::local::{self, Reading};
use crate::time::{Instant, Month, Stretch, Weekday};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// How instants are told.
#[derive(Clone, Debug)]
pub struct Moments {
    /// The zone of the clocks.
    pub zone: TimeZone,
    /// The year that goes without saying.
    pub year: i16,
}

impl Moments {
    /// For a story that begins at an instant.
    #[must_use]
    pub fn from(zone: &TimeZone, instant: Instant) -> Self {
        Self { zone: zone.clone(), year: local::date_at(zone, instant).year() }
    }

    /// A day: `Fri 1 May`, with its year where that does not go without saying.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        let short = format!("{} {} {}", weekday(day), day.day(), Month::of(day).name(Language::English));
        if day.year() == self.year { short } else { format!("{short} {}", day.year()) }
    }

    /// An instant: `Fri 1 May 17:30`.
    #[must_use]
    pub fn instant(&self, instant: Instant) -> String {
        let local = local::local(&self.zone, instant);
        format!("{} {}{}", self.day(local.date()), clock(local.time()), self.offset(local, instant))
    }

    /// The end of something: midnight is 24:00 of the day before.
    #[must_use]
    pub fn end(&self, instant: Instant) -> String {
        let local = local::local(&self.zone, instant);
        match local.date().yesterday() {
            Ok(before) if local.time() == Time::midnight() => {
                format!("{} 24:00{}", self.day(before), self.offset(local, instant))
            }
            _ => self.instant(instant),
        }
    }

    /// A stretch: `Thu 30 April 17:30–18:00`, `Fri 1 May 22:00 – Sat 2 May 06:00`.
    #[must_use]
    pub fn stretch(&self, stretch: Stretch) -> String {
        let (start, end) = (local::local(&self.zone, stretch.start), local::local(&self.zone, stretch.end));
        let midnight = end.time() == Time::midnight() && end.date().yesterday().ok() == Some(start.date());
        let from = self.instant(stretch.start);
        if midnight {
            format!("{from}–24:00{}", self.offset(end, stretch.end))
        } else if start.date() == end.date() {
            format!("{from}–{}{}", clock(end.time()), self.offset(end, stretch.end))
        } else {
            format!("{from} – {}", self.end(stretch.end))
        }
    }

    /// Days: `Mon 4, Tue 5 May, Mon 1 June`.
    #[must_use]
    pub fn days(&self, days: &[Date]) -> String {
        let mut shown = Vec::new();
        for (i, day) in days.iter().enumerate() {
            let same_month = days.get(i + 1).is_some_and(|next| next.first_of_month() == day.first_of_month());
            shown.push(if same_month { format!("{} {}", weekday(*day), day.day()) } else { self.day(*day) });
        }
        shown.join(", ")
    }

    /// Where clocks show a time twice, by which of them it is told.
    fn offset(&self, local: DateTime, instant: Instant) -> String {
        match local::read(&self.zone, local) {
            Reading::Twice(..) => format!(" ({})", self.rfc3339(instant).chars().skip(19).collect::<String>()),
            Reading::Once(_) | Reading::Never(_) => String::new(),
        }
    }

    /// An instant for programs: `2026-05-01T17:30:00+02:00`.
    #[must_use]
    pub fn rfc3339(&self, instant: Instant) -> String {
        let timestamp = Timestamp::from_second(instant).unwrap_or_default();
        timestamp.display_with_offset(self.zone.to_offset(timestamp)).to_string()
    }
}

/// The first letters of a weekday: `Fri`.
#[must_use]
pub fn weekday(day: Date) -> String {
    Weekday::of(day).name(Language::English).chars().take(3).collect()
}

fn clock(time: Time) -> String {
    crate::time::print::time(time, Language::English)
}

/// Elapsed time: `3 h 30 min`.
#[must_use]
pub fn duration(seconds: i64) -> String {
    short_duration(&Rational::from(seconds), Language::English).replace(NO_BREAK, " ")
}

/// A number of seconds, exact: `1 h 30 min`.
#[must_use]
pub fn number(seconds: &Number) -> String {
    short_duration(&seconds.base, Language::English).replace(NO_BREAK, " ")
}

/// A length of time with the calendar whose days it counts: `4 h`, `5 days of business`.
#[must_use]
pub fn length(length: &Quantity, days_of: Option<&CalendarSet>) -> String {
    if length.as_blank().is_some() {
        return format!("`{}`", length.unit);
    }
    let words = Words { language: Language::English, zone: TimeZone::UTC };
    let plain = words.quantity(length).replace(NO_BREAK, " ");
    match days_of {
        Some(set) if length.unit == "day" => format!("{plain} of {}", calendar(set)),
        _ => plain,
    }
}

/// An expression of calendars by their names.
#[must_use]
pub fn calendar(set: &CalendarSet) -> String {
    let all = |sets: &[CalendarSet], word: &str| sets.iter().map(calendar).collect::<Vec<_>>().join(word);
    match set {
        CalendarSet::Always => "all hours".to_owned(),
        CalendarSet::Calendar(id) => id.to_string(),
        CalendarSet::And(sets) => all(sets, " and "),
        CalendarSet::Or(sets) => all(sets, " or "),
        CalendarSet::Except(whole, out) => format!("{} except {}", calendar(whole), calendar(out)),
    }
}

/// An event by the name of its field: `restored`.
#[must_use]
pub fn event(event: &Event) -> String {
    let all = |events: &[Event], word: &str| {
        format!("{word} of {}", events.iter().map(self::event).collect::<Vec<_>>().join(", "))
    };
    match event {
        Event::Field { field, .. } => format!("`{field}`"),
        Event::StartOf(_) => "the start of the period".to_owned(),
        Event::EndOf(_) => "the end of the period".to_owned(),
        Event::Done(duty) => format!("`{duty}`"),
        Event::Breach(of) => {
            let what = of.objective.as_ref().or(of.indicator.as_ref().map(crate::model::Id::name));
            format!("a breach of `{}`", what.map_or("", Name::as_str))
        }
        Event::Step(step) => format!("`{step}`"),
        Event::Later(events) => all(events, "the later"),
        Event::Earlier(events) => all(events, "the earlier"),
        Event::ContractStart => "the start of the contract".to_owned(),
        Event::ContractEnd => "the end of the contract".to_owned(),
        Event::Blank(name) => format!("`[{name}]`"),
    }
}

/// A name with what people call it: `gold (Gold)`.
#[must_use]
pub fn named(name: &Name, label: &Text) -> String {
    match label.any(Language::English.tag()) {
        "" => name.to_string(),
        label => format!("{name} ({label})"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "a test")]

    use super::*;
    use crate::time::zone;
    use jiff::civil::date;

    // In the Azores clocks go back from 1:00 to midnight: midnight comes twice.
    #[test]
    fn an_end_that_clocks_show_twice_says_which() {
        let zone = zone::find("Atlantic/Azores").unwrap_or(TimeZone::UTC);
        let midnight = date(2026, 10, 25).at(0, 0, 0, 0);
        let Reading::Twice(first, second) = local::read(&zone, midnight) else { panic!("it comes twice") };
        let moments = Moments::from(&zone, first);
        assert_eq!(moments.end(first), "Sat 24 October 24:00 (+00:00)");
        assert_eq!(moments.end(second), "Sat 24 October 24:00 (-01:00)");
        let evening = Stretch::new(first - 3_600, first);
        assert_eq!(moments.stretch(evening), "Sat 24 October 23:00–24:00 (+00:00)");
        let words = Words { language: Language::English, zone };
        assert_eq!(words.deadline(second), "24\u{A0}October 2026 at 24:00 (-01:00)");
    }
}
