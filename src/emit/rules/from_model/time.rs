//! Calendars with their dates, windows, events, delays.

use super::Pass;
use super::expr::amount;
use crate::base::{Language, Name};
use crate::emit::rules::{format, words};
use crate::model::{Calendar, CalendarSet, CountedDay, Deadline, Delay, Event, Period, PeriodUnit, Window};
use crate::time::civil::Ordinal;
use crate::time::weekly::{Days, Hours, Recurrence};
use crate::time::{date_rule, print};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// For how many years the dates of a contract without an end are listed.
const YEARS_WITHOUT_END: i16 = 10;

impl<'m> Pass<'m> {
    pub(super) fn instants(&mut self, set: &CalendarSet) -> format::InstantSet {
        match set {
            CalendarSet::Always => format::InstantSet::Always,
            CalendarSet::Calendar(id) => format::InstantSet::Calendar { calendar: self.calendars.ask(id.name()) },
            CalendarSet::And(of) => format::InstantSet::And { of: of.iter().map(|s| self.instants(s)).collect() },
            CalendarSet::Or(of) => format::InstantSet::Or { of: of.iter().map(|s| self.instants(s)).collect() },
            CalendarSet::Except(of, without) => format::InstantSet::Except {
                of: Box::new(self.instants(of)),
                without: Box::new(self.instants(without)),
            },
        }
    }

    pub(super) fn calendar(&mut self, calendar: &'m Calendar) -> format::Calendar {
        let mut days_off = Vec::new();
        for set in &calendar.except {
            self.whole_days(set, &mut BTreeSet::new(), &mut days_off);
        }
        days_off.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
        let is = calendar.is.as_ref().map(|set| self.instants(set));
        let except: Vec<_> = calendar.except.iter().map(|set| self.instants(set)).collect();
        let mut open: Vec<format::Opening> = calendar.open.iter().map(opening).collect();
        let mut parts: Vec<String> = calendar.open.iter().map(in_english).collect();
        for day in &calendar.counted {
            let (ordinal, of) = (ordinal(day.ordinal), self.instants(&day.of));
            let hours = plain(&print::hours(day.hours, Language::English));
            parts.push(format!("the {ordinal} day of each month with an instant of {}, {hours}", words::instants(&of)));
            open.push(self.counted_opening(day));
        }
        if !calendar.days.is_empty() {
            parts.push("the whole of each date listed".into());
        }
        parts.extend(is.as_ref().map(words::instants));
        let without = words::list(except.iter().map(words::instants), "and");
        let without = if without.is_empty() { without } else { format!(", except {without}") };
        format::Calendar {
            id: calendar.term.id.to_string(),
            label: self.texts(&calendar.term.label),
            term: self.origin(&calendar.term),
            timezone: calendar.zone.clone().or_else(|| self.model.contract.timezone.clone()).unwrap_or_default(),
            open,
            dates: self.dates(calendar),
            is,
            except,
            days_off,
            listed_until: print_last_day(self.horizon()),
            words: format!("{}{without}", words::list(parts, "and")),
        }
    }

    /// A day of each month that is counted on another calendar.
    pub(super) fn counted_opening(&mut self, day: &CountedDay) -> format::Opening {
        let (ordinal, of) = (ordinal(day.ordinal), self.instants(&day.of));
        opening_on(format::Days::NthOpenDay { ordinal, of }, day.hours)
    }

    /// The day on which listed dates end.
    fn horizon(&self) -> Date {
        let contract = &self.model.contract;
        contract.until.unwrap_or_else(|| contract.from.unwrap_or_default().saturating_add(YEARS_WITHOUT_END.years()))
    }

    /// The dates of a calendar's own rules over the term.
    fn dates(&self, calendar: &Calendar) -> Vec<format::NamedDate> {
        let rules: Vec<date_rule::Holiday> = calendar.days.iter().map(|day| day.rule.clone()).collect();
        let found = date_rule::dates(&rules, self.model.contract.from.unwrap_or_default(), self.horizon());
        let named = |found: date_rule::Occurrence| {
            let day = calendar.days.get(found.holiday)?;
            Some(format::NamedDate {
                date: found.date.to_string(),
                id: day.name.to_string(),
                label: self.texts(&day.label),
                moved_from: found.moved_from.map(|d| d.to_string()),
            })
        };
        found.into_iter().filter_map(named).collect()
    }

    /// The dates of calendars that hold whole days and nothing else.
    fn whole_days(&self, set: &CalendarSet, seen: &mut BTreeSet<Name>, dates: &mut Vec<format::NamedDate>) {
        match set {
            CalendarSet::Or(sets) => sets.iter().for_each(|s| self.whole_days(s, seen, dates)),
            CalendarSet::Calendar(id) => {
                let Some(calendar) = self.model.calendars.get(id) else { return };
                // A day that two names lead to is a day off once.
                let has_hours = !calendar.open.is_empty() || !calendar.counted.is_empty();
                if seen.insert(calendar.term.id.clone()) && !has_hours && calendar.except.is_empty() {
                    dates.extend(self.dates(calendar));
                    calendar.is.iter().for_each(|s| self.whole_days(s, seen, dates));
                }
            }
            CalendarSet::Always | CalendarSet::And(_) | CalendarSet::Except(..) => {}
        }
    }

    pub(super) fn window(&mut self, window: &Window) -> format::Window {
        match window {
            Window::Calendar { count, unit } => format::Window::Calendar { count: *count, unit: period_unit(*unit) },
            Window::Period { count, period } => format::Window::Period { count: *count, period: period.to_string() },
            Window::OpenDays { of } => format::Window::OpenDays { instants: self.instants(of) },
            Window::Rolling { span, step } => {
                format::Window::Rolling { span: amount(span), step: step.as_ref().map(amount) }
            }
            Window::Last { span } => format::Window::Last { span: amount(span) },
            Window::Next { span } => format::Window::Next { span: amount(span) },
            Window::Previous { count, of } => format::Window::Previous { count: *count, of: Box::new(self.window(of)) },
            Window::Anchored { span, after, event } => {
                format::Window::Anchored { span: amount(span), after: *after, event: Box::new(self.event(event)) }
            }
            Window::Slot { length } => format::Window::Slot { length: amount(length) },
            Window::Case { record } => format::Window::Case { record: self.records.ask(record.name()) },
            Window::Value { dimension } => format::Window::Value { dimension: self.dimensions.ask(dimension.name()) },
            Window::All { parts } => format::Window::All { of: parts.iter().map(|w| self.window(w)).collect() },
            Window::Term => format::Window::Term,
        }
    }

    pub(super) fn period(&self, period: &Period) -> format::Period {
        format::Period {
            id: period.term.id.to_string(),
            label: self.texts(&period.term.label),
            term: self.origin(&period.term),
            every: amount(&period.every),
            from: period.from.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    pub(super) fn event(&mut self, event: &Event) -> format::Event {
        match event {
            Event::Field { record, field } => {
                format::Event::Field { record: self.records.ask(record.name()), field: field.to_string() }
            }
            Event::StartOf(window) => format::Event::StartOf { window: self.window(window) },
            Event::EndOf(window) => format::Event::EndOf { window: self.window(window) },
            Event::Done(duty) => format::Event::Done { duty: duty.to_string() },
            Event::Breach(of) => {
                let meant = self.model.commitments.iter().filter(|c| of.means(c) && c.target.is_some());
                format::Event::Breach { rules: meant.map(|c| c.term.id.to_string()).collect() }
            }
            Event::Step(step) => format::Event::Step { step: step.to_string() },
            Event::Later(of) => format::Event::Later { of: of.iter().map(|e| self.event(e)).collect() },
            Event::Earlier(of) => format::Event::Earlier { of: of.iter().map(|e| self.event(e)).collect() },
            Event::ContractStart => format::Event::ContractStart,
            Event::ContractEnd => format::Event::ContractEnd,
            Event::Blank(name) => {
                self.blanks.insert(name.clone());
                format::Event::Step { step: name.to_string() }
            }
        }
    }

    pub(super) fn delay(&mut self, delay: &Delay) -> format::Delay {
        format::Delay {
            length: amount(&delay.length),
            counted_on: delay.calendar.as_ref().map(|set| self.instants(set)),
            counted_by: delay.counted_by.as_ref().map(ToString::to_string),
        }
    }

    pub(super) fn deadline(&mut self, deadline: &Deadline) -> format::Deadline {
        format::Deadline {
            delay: self.delay(&deadline.delay),
            after: deadline.after.as_ref().map(|e| self.event(e)),
            before: deadline.before.as_ref().map(|e| self.event(e)),
        }
    }
}

/// Hours of some days.
pub(super) fn opening(recurrence: &Recurrence) -> format::Opening {
    opening_on(days(&recurrence.days), recurrence.hours)
}

fn opening_on(days: format::Days, hours: Hours) -> format::Opening {
    let to = match hours.end {
        Some(end) if !hours.is_whole_day() && end != jiff::civil::Time::midnight() => clock(end),
        _ => "24:00".into(),
    };
    format::Opening { days, from: clock(hours.start), to, ends_next_day: hours.ends_on_next_day() }
}

fn clock(time: jiff::civil::Time) -> String {
    match time.second() {
        0 => format!("{:02}:{:02}", time.hour(), time.minute()),
        second => format!("{:02}:{:02}:{second:02}", time.hour(), time.minute()),
    }
}

fn days(days: &Days) -> format::Days {
    match days {
        Days::All => format::Days::Every,
        Days::Weekdays(days) => {
            format::Days::Weekdays { weekdays: days.iter().map(|d| d.word().to_string()).collect() }
        }
        Days::EveryWeeks { weekdays, weeks, from } => format::Days::EveryWeeks {
            weekdays: weekdays.iter().map(|d| d.word().to_string()).collect(),
            weeks: *weeks,
            from: from.to_string(),
        },
        Days::NthWeekday(nth, day) => format::Days::NthWeekday { ordinal: ordinal(*nth), weekday: day.word().into() },
        Days::NthDay(nth) => format::Days::NthDay { ordinal: ordinal(*nth) },
        Days::Months(first, last) => format::Days::Months { first: first.word().into(), last: last.word().into() },
        Days::Dates(first, last) => format::Days::Dates { first: first.to_string(), last: last.to_string() },
    }
}

fn ordinal(ordinal: Ordinal) -> String {
    match ordinal {
        Ordinal::First => "first",
        Ordinal::Second => "second",
        Ordinal::Third => "third",
        Ordinal::Fourth => "fourth",
        Ordinal::Fifth => "fifth",
        Ordinal::Last => "last",
    }
    .into()
}

/// `Monday to Friday, 08:00 to 18:00`
pub(super) fn in_english(recurrence: &Recurrence) -> String {
    plain(&print::recurrence(recurrence, Language::English))
}

/// Words with plain blanks.
fn plain(words: &str) -> String {
    words.replace(['\u{a0}', '\u{202f}'], " ")
}

fn print_last_day(end: Date) -> String {
    print::last_day(end).unwrap_or(end).to_string()
}

fn period_unit(unit: PeriodUnit) -> format::PeriodUnit {
    match unit {
        PeriodUnit::Hour => format::PeriodUnit::Hour,
        PeriodUnit::Day => format::PeriodUnit::Day,
        PeriodUnit::Week => format::PeriodUnit::Week,
        PeriodUnit::Month => format::PeriodUnit::Month,
        PeriodUnit::Quarter => format::PeriodUnit::Quarter,
        PeriodUnit::Year => format::PeriodUnit::Year,
        PeriodUnit::ContractMonth => format::PeriodUnit::ContractMonth,
        PeriodUnit::ContractQuarter => format::PeriodUnit::ContractQuarter,
        PeriodUnit::ContractYear => format::PeriodUnit::ContractYear,
    }
}
