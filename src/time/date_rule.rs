//! Holidays by rule: which dates they fall on, and where they move when they fall on a closed day.

use super::civil::{Month, Ordinal, Weekday};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A date of each year, as a law or a contract gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateRule {
    /// The same day of each year: 1 May. 29 February comes in leap years only.
    Fixed {
        /// Its month.
        month: Month,
        /// Its day of the month.
        day: i8,
    },
    /// One weekday of a month: the fourth Thursday of November. A fifth one comes only in some years.
    Nth {
        /// Which one.
        ordinal: Ordinal,
        /// Of which weekday.
        weekday: Weekday,
        /// In which month.
        month: Month,
    },
    /// The last such weekday before a day, never that day itself: the Monday before 25 May.
    WeekdayBefore {
        /// Which weekday.
        weekday: Weekday,
        /// The month of the day.
        month: Month,
        /// The day.
        day: i8,
    },
    /// The first such weekday from a day on, that day included: the Saturday on or after 20 June.
    WeekdayOnOrAfter {
        /// Which weekday.
        weekday: Weekday,
        /// The month of the day.
        month: Month,
        /// The day.
        day: i8,
    },
    /// Days after Western Easter Sunday: 1 is Easter Monday, 39 Ascension, -2 Good Friday.
    Easter {
        /// Days after, or before where it is negative.
        offset: i16,
    },
    /// Days after Orthodox Easter Sunday, dated in the civil calendar.
    OrthodoxEaster {
        /// Days after, or before where it is negative.
        offset: i16,
    },
    /// One date, once.
    Once {
        /// The date.
        date: Date,
    },
}

/// Where a holiday is kept when it falls on a closed day.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Observance {
    /// On its own date, whatever the weekday.
    #[default]
    AsDated,
    /// Moved by a number of days that depends on the weekday: Saturday -1, Sunday +1.
    Shifted(Vec<Shift>),
    /// When it falls on one of these weekdays: moved to the next day that is neither one of them nor another holiday.
    NextFree(BTreeSet<Weekday>),
}

/// A weekday and how far a holiday moves that falls on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Shift {
    /// The weekday on which it falls.
    pub on: Weekday,
    /// Days later, or earlier where it is negative.
    pub days: i8,
}

/// A holiday: a rule, where it is kept, and the days from and until which it is in force.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Holiday {
    /// Its date of each year.
    pub rule: DateRule,
    /// Where it is kept when it falls on a closed day.
    #[serde(default)]
    pub observance: Observance,
    /// Whether a holiday that moves is kept on its own date too.
    #[serde(default)]
    pub kept_as_dated: bool,
    /// The first day on which it is in force, where there is one.
    #[serde(default)]
    pub from: Option<Date>,
    /// The day on which it no longer is, where there is one.
    #[serde(default)]
    pub until: Option<Date>,
}

impl From<DateRule> for Holiday {
    fn from(rule: DateRule) -> Self {
        Self { rule, observance: Observance::AsDated, kept_as_dated: false, from: None, until: None }
    }
}

/// A day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// The day that is off.
    pub date: Date,
    /// Which of the holidays it is, by its place in the list.
    pub holiday: usize,
    /// The date of the rule, where the holiday was moved from it.
    pub moved_from: Option<Date>,
}

/// The days off in `[from, until)`, sorted by date and then by the order of the list.
///
/// A holiday that moves into or out of the range counts by the day on which it is kept. Two holidays on one day are two
/// occurrences.
#[must_use]
pub fn dates(holidays: &[Holiday], from: Date, until: Date) -> Vec<Occurrence> {
    // A shift may cross a new year, so the years around the range have a say.
    let years = from.year().saturating_sub(1)..=until.year().saturating_add(1);
    let dated: Vec<Occurrence> = sorted(years.flat_map(|year| {
        holidays.iter().enumerate().filter_map(move |(i, holiday)| {
            let date = holiday.date_in(year)?;
            Some(Occurrence { date, holiday: i, moved_from: None })
        })
    }));
    let mut taken: BTreeSet<Date> = dated.iter().map(|o| o.date).collect();
    let mut kept = Vec::with_capacity(dated.len());
    for occurrence in dated {
        let Some(holiday) = holidays.get(occurrence.holiday) else { continue };
        let date = holiday.observance.keeps(occurrence.date, &taken);
        if date == occurrence.date {
            kept.push(occurrence);
            continue;
        }
        taken.insert(date);
        kept.push(Occurrence { date, moved_from: Some(occurrence.date), ..occurrence });
        if holiday.kept_as_dated {
            kept.push(occurrence);
        }
    }
    sorted(kept.into_iter().filter(|o| from <= o.date && o.date < until))
}

fn sorted(occurrences: impl Iterator<Item = Occurrence>) -> Vec<Occurrence> {
    let mut all: Vec<_> = occurrences.collect();
    all.sort();
    all
}

impl Holiday {
    /// The date of its rule in `year`, before any move, where it is in force on it.
    fn date_in(&self, year: i16) -> Option<Date> {
        let in_force =
            |date: &Date| self.from.is_none_or(|first| first <= *date) && self.until.is_none_or(|until| *date < until);
        self.rule.date_in(year).filter(in_force)
    }
}

impl DateRule {
    /// Its date in `year`, where it has one.
    #[must_use]
    pub fn date_in(&self, year: i16) -> Option<Date> {
        match *self {
            Self::Fixed { month, day } => Date::new(year, month.number(), day).ok(),
            Self::Nth { ordinal, weekday, month } => {
                let first = Date::new(year, month.number(), 1).ok()?;
                first.nth_weekday_of_month(ordinal.number().unwrap_or(-1), jiff_weekday(weekday)).ok()
            }
            Self::WeekdayBefore { weekday, month, day } => {
                Date::new(year, month.number(), day).ok()?.nth_weekday(-1, jiff_weekday(weekday)).ok()
            }
            Self::WeekdayOnOrAfter { weekday, month, day } => {
                let day = Date::new(year, month.number(), day).ok()?;
                if Weekday::of(day) == weekday { Some(day) } else { day.nth_weekday(1, jiff_weekday(weekday)).ok() }
            }
            Self::Easter { offset } => later(easter(year)?, i64::from(offset)),
            Self::OrthodoxEaster { offset } => later(orthodox_easter(year)?, i64::from(offset)),
            Self::Once { date } => (date.year() == year).then_some(date),
        }
    }
}

impl Observance {
    /// The day on which a holiday dated `date` is kept, when the days in `taken` are holidays already.
    fn keeps(&self, date: Date, taken: &BTreeSet<Date>) -> Date {
        let weekday = Weekday::of(date);
        match self {
            Self::AsDated => date,
            Self::Shifted(shifts) => {
                let days = shifts.iter().find(|shift| shift.on == weekday).map_or(0, |shift| shift.days);
                later(date, i64::from(days)).unwrap_or(date)
            }
            Self::NextFree(closed) if closed.contains(&weekday) => {
                let free = |day: &Date| !closed.contains(&Weekday::of(*day)) && !taken.contains(day);
                // Where the whole week is closed there is no other day; a year is far more than any list of holidays.
                date.series(Span::new().days(1)).take(366).find(free).unwrap_or(date)
            }
            Self::NextFree(_) => date,
        }
    }
}

/// Western Easter Sunday by the Meeus/Butcher rule; none before the Gregorian calendar.
#[must_use]
pub fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// Orthodox Easter Sunday by Meeus's Julian rule, in the Gregorian calendar; none before that calendar.
#[must_use]
pub fn orthodox_easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let n = d + e + 114;
    let julian = Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()?;
    // The Julian calendar lags by the century years that are leap years only there.
    let lag = y / 100 - y / 400 - 2;
    later(julian, i64::from(lag))
}

fn later(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

fn jiff_weekday(day: Weekday) -> jiff::civil::Weekday {
    match day {
        Weekday::Mon => jiff::civil::Weekday::Monday,
        Weekday::Tue => jiff::civil::Weekday::Tuesday,
        Weekday::Wed => jiff::civil::Weekday::Wednesday,
        Weekday::Thu => jiff::civil::Weekday::Thursday,
        Weekday::Fri => jiff::civil::Weekday::Friday,
        Weekday::Sat => jiff::civil::Weekday::Saturday,
        Weekday::Sun => jiff::civil::Weekday::Sunday,
    }
}

#[cfg(test)]
#[path = "date_rule_tests.rs"]
mod tests;
