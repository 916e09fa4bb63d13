//! The published format of `slac calendar --format json`. Its JSON Schema is `schema/calendar.schema.json`.

use crate::base::Name;
use crate::emit::report::moments::Moments;
use crate::evaluate::month::{Day, Month};
use crate::time::{Weekday, zone};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of the format.
const VERSION: &str = "1";

/// A month of a calendar.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CalendarMonth {
    /// Version of this format.
    pub version: String,
    /// The calendar.
    pub calendar: Name,
    /// The month: `2026-05`.
    pub month: String,
    /// The zone in which its days are told.
    pub timezone: String,
    /// The version of the time-zone data.
    pub tzdata: String,
    /// Its days, in order.
    pub days: Vec<CalendarDay>,
    /// How many days have an hour that belongs to the calendar.
    pub open_days: usize,
    /// How many seconds of the month belong to it.
    pub seconds: i64,
    /// The holidays of the month: kept in it, or moved out of it.
    pub holidays: Vec<KeptHoliday>,
}

/// A day of the month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CalendarDay {
    /// The day.
    pub date: String,
    /// Its weekday.
    pub weekday: Weekday,
    /// How many seconds it has: 82800 or 90000 where clocks change by an hour.
    pub length_seconds: i64,
    /// The stretches of it that belong to the calendar.
    pub open: Vec<OpenHours>,
    /// How many of its seconds belong to the calendar.
    pub seconds: i64,
}

/// A stretch of a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OpenHours {
    /// Its start, RFC 3339.
    pub from: String,
    /// Its end, RFC 3339; it does not belong to it.
    pub until: String,
}

/// A holiday.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KeptHoliday {
    /// The day on which it is kept.
    pub day: String,
    /// The date of its rule, where it was moved from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// Its name.
    pub name: Name,
    /// What people call it, by language; an empty language serves all.
    pub label: BTreeMap<Name, Name>,
    /// The calendar that it belongs to.
    pub calendar: Name,
}

/// The month of a calendar, for programs.
#[must_use]
pub fn of(calendar: &str, month: &Month<'_>) -> CalendarMonth {
    let moments = Moments { zone: month.zone.clone(), year: month.first.year() };
    let day = |day: &Day| CalendarDay {
        date: day.date.to_string(),
        weekday: Weekday::of(day.date),
        length_seconds: day.whole.seconds(),
        open: day
            .open
            .iter()
            .map(|open| OpenHours { from: moments.rfc3339(open.start), until: moments.rfc3339(open.end) })
            .collect(),
        seconds: day.seconds(),
    };
    let holidays = month.holidays.iter().map(|kept| KeptHoliday {
        day: kept.day.to_string(),
        moved_from: kept.moved_from.map(|day| day.to_string()),
        name: kept.holiday.name.clone(),
        label: kept.holiday.label.parts.iter().cloned().collect(),
        calendar: kept.calendar.term.id.clone(),
    });
    CalendarMonth {
        version: VERSION.to_owned(),
        calendar: calendar.into(),
        month: month.first.strftime("%Y-%m").to_string(),
        timezone: month.zone.iana_name().unwrap_or("UTC").to_owned(),
        tzdata: zone::data_version().to_owned(),
        days: month.days.iter().map(day).collect(),
        open_days: month.open_days(),
        seconds: month.seconds(),
        holidays: holidays.collect(),
    }
}
