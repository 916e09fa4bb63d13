//! The walk: slow, and plain enough to be believed.

use crate::rules::Expression;
use jiff::civil::{Date, Weekday as Jiff};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use slac::time::{DateRule, Days, Holiday, Observance, Ordinal, Recurrence, Stretch, Weekday};

/// What the clocks of a zone read at each minute of a year of UTC.
pub struct Year {
    pub within: Stretch,
    readings: Vec<Reading>,
}

#[derive(Clone, Copy)]
pub struct Reading {
    pub date: Date,
    minute: i16,
}

impl Year {
    pub fn of(year: i16, zone: &TimeZone) -> Self {
        let start = |year: i16| Date::constant(year, 1, 1).to_zoned(TimeZone::UTC).unwrap().timestamp().as_second();
        let within = Stretch::new(start(year), start(year + 1));
        let read = |at: i64| {
            let local = zone.to_datetime(Timestamp::from_second(at).unwrap());
            assert_eq!(local.second(), 0, "clocks are told apart by minutes");
            Reading { date: local.date(), minute: i16::from(local.hour()) * 60 + i16::from(local.minute()) }
        };
        Self { within, readings: (within.start..within.end).step_by(60).map(read).collect() }
    }

    pub fn reading(&self, at: i64) -> Reading {
        self.readings[(at - self.within.start) as usize / 60]
    }
}

/// Whether each minute of a year belongs.
pub struct Minutes {
    pub start: i64,
    pub belong: Vec<bool>,
}

pub fn walk(expression: &Expression, years: &[Year; 2]) -> Minutes {
    let each = |a: &Expression, b: &Expression, keep: fn(bool, bool) -> bool| {
        let (a, b) = (walk(a, years), walk(b, years));
        a.belong.into_iter().zip(b.belong).map(|(a, b)| keep(a, b)).collect()
    };
    let belong = match expression {
        Expression::Calendar { zone, open, holidays } => walk_calendar(open, holidays, &years[*zone]),
        Expression::And(a, b) => each(a, b, |a, b| a && b),
        Expression::Or(a, b) => each(a, b, |a, b| a || b),
        Expression::Except(a, b) => each(a, b, |a, b| a && !b),
        Expression::Not(a) => walk(a, years).belong.into_iter().map(|a| !a).collect(),
    };
    Minutes { start: years[0].within.start, belong }
}

fn walk_calendar(open: &[Recurrence], holidays: &[Holiday], year: &Year) -> Vec<bool> {
    let mut day = None;
    let mut means: Vec<(bool, bool)> = Vec::new();
    let mut is_holiday = false;
    let belongs = |reading: &Reading| {
        if day != Some(reading.date) {
            day = Some(reading.date);
            let yesterday = reading.date.yesterday().unwrap();
            means = open.iter().map(|r| (means_day(&r.days, reading.date), means_day(&r.days, yesterday))).collect();
            is_holiday = holidays.iter().any(|holiday| is_kept_on(holiday, reading.date));
        }
        let now = reading.minute;
        let hours = open.iter().zip(&means).any(|(rule, &(today, yesterday))| {
            let start = i16::from(rule.hours.start.hour()) * 60 + i16::from(rule.hours.start.minute());
            let end = rule.hours.end.map_or(0, |end| i16::from(end.hour()) * 60 + i16::from(end.minute()));
            match (start, end) {
                (_, 0) => today && start <= now,
                _ if start < end => today && start <= now && now < end,
                _ => (today && start <= now) || (yesterday && now < end),
            }
        });
        hours || is_holiday
    };
    year.readings.iter().map(belongs).collect()
}

pub fn means_day(days: &Days, date: Date) -> bool {
    let month = date.month();
    match days {
        Days::All => true,
        Days::Weekdays(set) => set.iter().any(|day| jiff_day(*day) == date.weekday()),
        Days::EveryWeeks { weekdays, weeks, from } => {
            // From Monday to Monday, so many weeks at once.
            let mut monday = *from;
            while monday.weekday() != Jiff::Monday {
                monday = monday.yesterday().unwrap();
            }
            while monday.checked_add(7.days()).unwrap() <= date {
                monday = monday.checked_add((i64::from(*weeks) * 7).days()).unwrap();
            }
            date >= *from && monday <= date && weekdays.iter().any(|day| jiff_day(*day) == date.weekday())
        }
        Days::NthWeekday(ordinal, weekday) => {
            date.nth_weekday_of_month(number(*ordinal), jiff_day(*weekday)).is_ok_and(|nth| nth == date)
        }
        Days::NthDay(Ordinal::Last) => date.tomorrow().unwrap().month() != month,
        Days::NthDay(ordinal) => date.day() == number(*ordinal),
        Days::Months(first, last) => {
            // Walks round the year from the first to the last.
            let (mut at, last) = (first.number(), last.number());
            while at != month && at != last {
                at = at % 12 + 1;
            }
            at == month
        }
        Days::Dates(first, last) => date >= *first && date <= *last,
    }
}

/// Whether a holiday of that rule is kept on that day: whether one that falls nearby moves there.
fn is_kept_on(holiday: &Holiday, date: Date) -> bool {
    let near = (-9..=9_i64).map(|days| date.checked_add(days.days()).unwrap());
    near.filter(|day| falls_on(&holiday.rule, *day)).any(|day| {
        let moved = match &holiday.observance {
            Observance::AsDated => 0,
            Observance::Shifted(shifts) => {
                shifts.iter().find(|shift| jiff_day(shift.on) == day.weekday()).map_or(0, |shift| shift.days)
            }
            Observance::NextFree(_) => unreachable!("it depends on other holidays and has tests of its own"),
        };
        day.checked_add(i64::from(moved).days()).unwrap() == date
    })
}

fn falls_on(rule: &DateRule, date: Date) -> bool {
    match *rule {
        DateRule::Fixed { month, day } => date.month() == month.number() && date.day() == day,
        DateRule::Nth { ordinal, weekday, month } => {
            let nth = date.nth_weekday_of_month(number(ordinal), jiff_day(weekday));
            date.month() == month.number() && nth.is_ok_and(|nth| nth == date)
        }
        DateRule::Once { date: once } => once == date,
        _ => unreachable!("not drawn"),
    }
}

fn number(ordinal: Ordinal) -> i8 {
    match ordinal {
        Ordinal::First => 1,
        Ordinal::Second => 2,
        Ordinal::Third => 3,
        Ordinal::Fourth => 4,
        Ordinal::Fifth => 5,
        Ordinal::Last => -1,
    }
}

fn jiff_day(day: Weekday) -> Jiff {
    match day {
        Weekday::Mon => Jiff::Monday,
        Weekday::Tue => Jiff::Tuesday,
        Weekday::Wed => Jiff::Wednesday,
        Weekday::Thu => Jiff::Thursday,
        Weekday::Fri => Jiff::Friday,
        Weekday::Sat => Jiff::Saturday,
        Weekday::Sun => Jiff::Sunday,
    }
}

/// Questions, answered second by second where a minute is cut and minute by minute elsewhere.
impl Minutes {
    fn end(&self) -> i64 {
        self.start + self.belong.len() as i64 * 60
    }

    /// The stretches of minutes that belong.
    pub fn runs(&self) -> Vec<Stretch> {
        let mut runs: Vec<Stretch> = Vec::new();
        for (minute, _) in self.belong.iter().enumerate().filter(|(_, belongs)| **belongs) {
            let start = self.start + minute as i64 * 60;
            match runs.last_mut() {
                Some(last) if last.end == start => last.end += 60,
                _ => runs.push(Stretch::new(start, start + 60)),
            }
        }
        runs
    }

    pub fn contains(&self, at: i64) -> bool {
        (self.start..self.end()).contains(&at) && self.belong[(at - self.start) as usize / 60]
    }

    pub fn measure(&self, from: i64, to: i64) -> i64 {
        let (mut at, to, mut count) = (from.max(self.start), to.min(self.end()), 0);
        while at < to {
            let next = self.next_minute(at).min(to);
            count += if self.contains(at) { next - at } else { 0 };
            at = next;
        }
        count
    }

    pub fn add(&self, from: i64, seconds: i64) -> Option<i64> {
        let (mut at, mut left) = (from, seconds);
        while left > 0 {
            if at >= self.end() {
                return None;
            }
            let next = self.next_minute(at);
            let step = if self.contains(at) { next - at } else { 0 };
            if step >= left {
                return Some(at + left);
            }
            (at, left) = (next, left - step);
        }
        Some(at)
    }

    pub fn subtract(&self, to: i64, seconds: i64) -> Option<i64> {
        let (mut at, mut left) = (to, seconds);
        while left > 0 {
            if at <= self.start {
                return None;
            }
            let before = self.next_minute(at - 1) - 60;
            let step = if self.contains(at - 1) { at - before } else { 0 };
            if step >= left {
                return Some(at - left);
            }
            (at, left) = (before, left - step);
        }
        Some(at)
    }

    pub fn next_inside(&self, from: i64) -> Option<i64> {
        let mut at = from;
        while at < self.end() {
            if self.contains(at) {
                return Some(at);
            }
            at = self.next_minute(at);
        }
        None
    }

    pub fn next_boundary(&self, after: i64) -> Option<i64> {
        let mut at = self.next_minute(after);
        while at <= self.end() {
            if self.contains(at) != self.contains(at - 1) {
                return Some(at);
            }
            at += 60;
        }
        None
    }

    pub fn previous_boundary(&self, until: i64) -> Option<i64> {
        let mut at = self.next_minute(until) - 60;
        while at >= self.start {
            if self.contains(at) != self.contains(at - 1) {
                return Some(at);
            }
            at -= 60;
        }
        None
    }

    /// The next full minute after `at`.
    fn next_minute(&self, at: i64) -> i64 {
        at - (at - self.start).rem_euclid(60) + 60
    }
}
