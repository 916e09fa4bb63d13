//! Days and hours that come again: `mon..fri 08:00-18:00`, `first sun 02:00-06:00`, `2026-12-24..2026-12-31`.
//!
//! A recurrence is local: it says which days and which hours of the clock. A zone makes instants of it.

use super::civil::{Month, Ordinal, Weekday};
use jiff::civil::{Date, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Seconds of a day by the clock.
pub(super) const DAY: i64 = 86_400;

/// Hours of chosen days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Recurrence {
    /// The days on which the hours begin.
    pub days: Days,
    /// The hours.
    pub hours: Hours,
}

/// Which days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    /// Every day.
    All,
    /// Days of the week.
    Weekdays(BTreeSet<Weekday>),
    /// Days of the week, every so many weeks from a date on: `mon, every 2 weeks from 2026-01-05`. Weeks begin on Monday; that
    /// of the date is the first.
    EveryWeeks {
        /// Which days.
        weekdays: BTreeSet<Weekday>,
        /// One week out of so many.
        weeks: u32,
        /// The first day.
        from: Date,
    },
    /// One weekday of each month: `first sun`.
    NthWeekday(Ordinal, Weekday),
    /// One day of each month: `first day`, `last day`.
    NthDay(Ordinal),
    /// Whole months, both ends included, round the end of the year where the first is the later: `nov..jan`.
    Months(Month, Month),
    /// Dates, both ends included.
    Dates(Date, Date),
}

impl Days {
    /// `first..last` of the week, both included.
    #[must_use]
    pub fn weekdays(first: Weekday, last: Weekday) -> Self {
        Self::Weekdays(Weekday::range(first, last).into_iter().collect())
    }

    /// Whether `date` is one of them.
    #[must_use]
    pub fn include(&self, date: Date) -> bool {
        match self {
            Self::All => true,
            Self::Weekdays(days) => days.contains(&Weekday::of(date)),
            Self::EveryWeeks { weekdays, weeks, from } => {
                *from <= date
                    && weekdays.contains(&Weekday::of(date))
                    && weeks_between(*from, date).is_multiple_of(*weeks.max(&1))
            }
            Self::NthWeekday(ordinal, weekday) => {
                Weekday::of(date) == *weekday
                    && match ordinal.number() {
                        Some(number) => (date.day() - 1) / 7 + 1 == number,
                        None => date.day() + 7 > date.days_in_month(),
                    }
            }
            Self::NthDay(ordinal) => date.day() == ordinal.number().unwrap_or(date.days_in_month()),
            Self::Months(first, last) => Month::of(date).is_within(*first, *last),
            Self::Dates(first, last) => *first <= date && date <= *last,
        }
    }
}

/// How many weeks after that of `from` the week of `date` is; `date` is not before `from`.
fn weeks_between(from: Date, date: Date) -> u32 {
    let days = date.duration_since(from).as_hours() / 24 + i64::from(from.weekday().to_monday_zero_offset());
    u32::try_from(days / 7).unwrap_or(0)
}

/// A stretch of the clock, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Hours {
    /// When it begins.
    pub start: Time,
    /// When it ends: on the next day where it is not after the start. None is the end of the day.
    pub end: Option<Time>,
}

impl Hours {
    /// From midnight to midnight.
    pub const WHOLE_DAY: Self = Self { start: Time::midnight(), end: None };

    /// Whether it is the whole day, however it was written (`00:00-24:00`, `00:00-00:00`).
    #[must_use]
    pub fn is_whole_day(self) -> bool {
        self.start == Time::midnight() && self.end.is_none_or(|end| end == Time::midnight())
    }

    /// Whether it ends on the day after it began, later than at its midnight.
    #[must_use]
    pub fn ends_on_next_day(self) -> bool {
        self.end.is_some_and(|end| end <= self.start && end != Time::midnight())
    }

    /// Its start and its end by the clock, to the second, in seconds after the midnight at which the day begins.
    #[must_use]
    pub fn seconds(self) -> (i64, i64) {
        let clock =
            |time: Time| i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        let end = match self.end {
            Some(end) if end != Time::midnight() => clock(end),
            _ => DAY,
        };
        (clock(self.start), if self.ends_on_next_day() { end + DAY } else { end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn days_of_2026(days: &Days) -> Vec<String> {
        date(2026, 1, 1)
            .series(jiff::Span::new().days(1))
            .take(365)
            .filter(|&d| days.include(d))
            .map(|d| d.to_string())
            .collect()
    }

    #[test]
    fn weekdays_may_go_round_the_week() {
        let weekend = Days::weekdays(Weekday::Sat, Weekday::Mon);
        assert!(weekend.include(date(2026, 11, 21)) && weekend.include(date(2026, 11, 23)));
        assert!(!weekend.include(date(2026, 11, 24)));
    }

    #[test]
    fn the_first_and_the_last_sunday_are_one_a_month() {
        let first = days_of_2026(&Days::NthWeekday(Ordinal::First, Weekday::Sun));
        assert_eq!((first.len(), first.get(2).map(String::as_str)), (12, Some("2026-03-01")));
        let last = days_of_2026(&Days::NthWeekday(Ordinal::Last, Weekday::Sun));
        assert_eq!((last.len(), last.get(1).map(String::as_str)), (12, Some("2026-02-22")));
    }

    #[test]
    fn every_second_week_is_counted_from_that_of_the_first_day() {
        let days = |weekdays, from| days_of_2026(&Days::EveryWeeks { weekdays, weeks: 2, from });
        let mondays = days(BTreeSet::from([Weekday::Mon]), date(2026, 11, 16));
        assert_eq!(mondays, ["2026-11-16", "2026-11-30", "2026-12-14", "2026-12-28"]);
        let ends = days(BTreeSet::from([Weekday::Fri, Weekday::Mon]), date(2026, 12, 4));
        assert_eq!(ends, ["2026-12-04", "2026-12-14", "2026-12-18", "2026-12-28"]);
        let sundays = days(BTreeSet::from([Weekday::Sun]), date(2026, 12, 4));
        assert_eq!(sundays, ["2026-12-06", "2026-12-20"]);
    }

    #[test]
    fn a_fifth_weekday_comes_only_in_some_months() {
        let fifth = days_of_2026(&Days::NthWeekday(Ordinal::Fifth, Weekday::Sun));
        assert_eq!(fifth, ["2026-03-29", "2026-05-31", "2026-08-30", "2026-11-29"]);
    }

    #[test]
    fn the_last_day_follows_the_length_of_the_month() {
        let last = Days::NthDay(Ordinal::Last);
        assert!(last.include(date(2028, 2, 29)) && last.include(date(2026, 4, 30)));
        assert!(!last.include(date(2028, 2, 28)));
        assert!(Days::NthDay(Ordinal::Second).include(date(2026, 4, 2)));
    }

    #[test]
    fn months_and_dates_include_both_ends() {
        let season = Days::Months(Month::Nov, Month::Jan);
        assert!(season.include(date(2026, 1, 31)) && season.include(date(2026, 11, 1)));
        assert!(!season.include(date(2026, 2, 1)));
        let closing = Days::Dates(date(2026, 12, 24), date(2026, 12, 31));
        assert!(closing.include(date(2026, 12, 24)) && closing.include(date(2026, 12, 31)));
        assert!(!closing.include(date(2027, 1, 1)));
    }

    #[test]
    fn hours_know_whether_they_pass_midnight() {
        let hours = |h: i8, end: Option<i8>| Hours { start: time(h, 0, 0, 0), end: end.map(|e| time(e, 0, 0, 0)) };
        assert!(hours(22, Some(6)).ends_on_next_day());
        assert!(hours(8, Some(8)).ends_on_next_day());
        assert!(!hours(8, None).ends_on_next_day());
        assert!(!hours(22, Some(0)).ends_on_next_day());
        assert!(hours(0, Some(0)).is_whole_day() && Hours::WHOLE_DAY.is_whole_day());
        assert!(!hours(8, Some(8)).is_whole_day());
    }

    #[test]
    fn json_is_read_back_as_the_same_recurrence() {
        let all = [
            Days::All,
            Days::weekdays(Weekday::Mon, Weekday::Fri),
            Days::NthDay(Ordinal::Last),
            Days::Dates(date(2026, 1, 1), date(2026, 1, 2)),
        ];
        for days in all {
            let recurrence = Recurrence { days, hours: Hours::WHOLE_DAY };
            let json = serde_json::to_string(&recurrence).unwrap_or_default();
            assert_eq!(serde_json::from_str::<Recurrence>(&json).ok(), Some(recurrence), "{json}");
        }
    }
}
