//! When events happen, and when delays from them are over.

use super::World;
use super::evidence::Row;
use super::world::{civil, whole_seconds};
use crate::base::Name;
use crate::model::{
    CalendarSet, Deadline, Delay, DelayRules, Duty, Event, FieldType, HasTerm, Id, Quantity, Record, Window,
};
use crate::time::{CivilSpan, ClosedDay, DelayRule, Direction, Instant, Stretch, local, span};
use jiff::civil::Date;
use jiff::tz::TimeZone;

impl World<'_> {
    /// When an event happens, as far as it is known: of a record, in or around a period, or at the ends of the contract.
    ///
    /// A duty is taken to be done when it is due, and a step of the procedure to be taken when its time is over.
    #[must_use]
    pub fn event(&self, event: &Event, row: Option<&Row>, period: Stretch) -> Option<Instant> {
        match event {
            Event::Field { record, field } => {
                let row = row?;
                if row.record == *record {
                    return row.instant(field);
                }
                self.linked(row).find(|other| other.record == *record).and_then(|other| other.instant(field))
            }
            Event::StartOf(window) => Some(self.around(window, period)?.start),
            Event::EndOf(window) => Some(self.around(window, period)?.end),
            Event::Done(duty) => self.due(&within(self.model.duties.get(duty)?)?, row, period),
            Event::Breach(of) => self.breached_at(of, row, period),
            Event::Step(name) => {
                let step = self.model.procedure.as_ref()?.steps.iter().find(|step| step.name == *name)?;
                // A step comes after one that stands before it; were they in a circle, none would be due.
                if !self.comes_earlier(&step.after, name) {
                    return None;
                }
                let deadline = Deadline { delay: step.within.clone(), after: Some(step.after.clone()), before: None };
                self.due(&deadline, row, period)
            }
            Event::Later(events) => {
                let all: Option<Vec<Instant>> = events.iter().map(|e| self.event(e, row, period)).collect();
                all?.into_iter().max()
            }
            Event::Earlier(events) => events.iter().filter_map(|e| self.event(e, row, period)).min(),
            Event::ContractStart => Some(self.term().start),
            Event::ContractEnd => self.model.contract.until.map(|day| local::start_of(self.zone(), day)),
            Event::Blank(_) => None,
        }
    }

    /// When an event happens for a record: `end of day` is the end of the day on which the record begins.
    #[must_use]
    pub fn event_of(&self, event: &Event, row: &Row) -> Option<Instant> {
        // Most events are fields, for which it is of no use when the record begins.
        let begins = if matches!(event, Event::Field { .. }) { None } else { self.begins(row) };
        self.event(event, Some(row), begins.map_or(self.term(), |at| Stretch::new(at, at + 1)))
    }

    /// Whether an event is no step of the procedure, or one that stands before another.
    fn comes_earlier(&self, event: &Event, step: &str) -> bool {
        let steps = self.model.procedure.as_ref().map(|procedure| procedure.steps.as_slice()).unwrap_or_default();
        let place = |name: &str| steps.iter().position(|step| step.name == name);
        match event {
            Event::Step(other) => place(other) < place(step),
            Event::Later(events) | Event::Earlier(events) => events.iter().all(|event| self.comes_earlier(event, step)),
            _ => true,
        }
    }

    /// The period of `window` in which `period` ends: a month is within its quarter.
    fn around(&self, window: &Window, period: Stretch) -> Option<Stretch> {
        let inside = (period.end - 1).max(period.start);
        Some(self.cycle(window)?.at(inside, self.zone())?.whole)
    }

    /// When a deadline is over.
    #[must_use]
    pub fn due(&self, deadline: &Deadline, row: Option<&Row>, period: Stretch) -> Option<Instant> {
        match (&deadline.after, &deadline.before) {
            (Some(event), _) => {
                let from = self.event(event, row, period)?;
                if is_end(event) { self.after_end(&deadline.delay, from) } else { self.after(&deadline.delay, from) }
            }
            (None, Some(event)) => {
                let until = self.event(event, row, period)?;
                // What ends at midnight ends on the day before.
                let in_days = is_end(event) && civil(&deadline.delay.length).is_some();
                self.before(&deadline.delay, if in_days { until - 1 } else { until })
            }
            (None, None) => None,
        }
    }

    /// The instant at which a delay that runs from `from` is over. At that instant one is still on time.
    #[must_use]
    pub fn after(&self, delay: &Delay, from: Instant) -> Option<Instant> {
        if let Some((window, number)) = self.own_period(delay) {
            // The period in which the event falls is not counted: the delay ends with the last of those that follow it.
            let cycle = self.cycle(&window)?;
            let current = cycle.at(from, self.zone())?.whole.end;
            return (0..number).try_fold(current, |end, _| Some(cycle.at(end, self.zone())?.whole.end));
        }
        self.days_after(delay, from, &|_| false).unwrap_or_else(|| {
            let seconds = seconds_of(delay)?;
            match &delay.calendar {
                Some(calendar) => self.calendars.instants(calendar).add(from, seconds),
                None => Some(from + seconds),
            }
        })
    }

    /// The same for a delay that runs from the end of something. What ends at midnight ends on the day before.
    pub(super) fn after_end(&self, delay: &Delay, end: Instant) -> Option<Instant> {
        if self.own_period(delay).is_some() {
            return self.after(delay, end - 1);
        }
        match civil(&delay.length) {
            Some(civil) => {
                let day = local::date_at(&self.zone_of_days(delay.calendar.as_ref()), end - 1);
                self.last_instant(delay, civil, day, &|_| false)
            }
            None => self.after(delay, end),
        }
    }

    /// The period that a delay counts, and how many of them: `2 billing_cycle`.
    fn own_period(&self, delay: &Delay) -> Option<(Window, i64)> {
        let period = self.model.periods.by_name(&delay.length.unit)?;
        Some((Window::Period { count: 1, period: period.id() }, delay.length.value.to_i64()?))
    }

    /// The same for a delay in days or months; none for a duration. Days that are `paused` do not count.
    pub(super) fn days_after(
        &self,
        delay: &Delay,
        from: Instant,
        paused: &dyn Fn(Date) -> bool,
    ) -> Option<Option<Instant>> {
        let civil = civil(&delay.length)?;
        Some(self.day_of(delay, from).and_then(|event| self.last_instant(delay, civil, event, paused)))
    }

    /// The end of the last day of a delay that runs from an event on the day `event`.
    fn last_instant(
        &self,
        delay: &Delay,
        civil: CivilSpan,
        event: Date,
        paused: &dyn Fn(Date) -> bool,
    ) -> Option<Instant> {
        let last = self.last_day(delay, civil, event, Direction::After, paused);
        last.map(|day| self.end_of(day, delay.calendar.as_ref(), delay.counted_by.as_ref()))
    }

    /// The day on which an event is taken to happen: outside the hours of reception, that on which they begin next. None where they
    /// never do.
    fn day_of(&self, delay: &Delay, event: Instant) -> Option<Date> {
        let reception = self.delay_rules(delay.counted_by.as_ref()).and_then(|preset| preset.reception.as_ref());
        let taken = match reception {
            Some(hours) => self.calendars.instants(hours).next_inside(event)?,
            None => event,
        };
        Some(local::date_at(&self.zone_of_days(delay.calendar.as_ref()), taken))
    }

    /// The last instant at which something may happen that must come so long before `until`.
    ///
    /// In days, that is the end of the last day, counted back.
    #[must_use]
    pub fn before(&self, delay: &Delay, until: Instant) -> Option<Instant> {
        if let Some((window, number)) = self.own_period(delay) {
            let cycle = self.cycle(&window)?;
            let current = cycle.at(until, self.zone())?.whole.start;
            return (0..number).try_fold(current, |start, _| Some(cycle.at(start - 1, self.zone())?.whole.start));
        }
        match civil(&delay.length) {
            Some(civil) => {
                let event = local::date_at(&self.zone_of_days(delay.calendar.as_ref()), until);
                let day = self.last_day(delay, civil, event, Direction::Before, &|_| false)?;
                Some(self.end_of(day, delay.calendar.as_ref(), delay.counted_by.as_ref()))
            }
            None => {
                let seconds = seconds_of(delay)?;
                match &delay.calendar {
                    Some(calendar) => self.calendars.instants(calendar).subtract(until, seconds),
                    None => Some(until - seconds),
                }
            }
        }
    }

    /// The days that a delay in days counts from `from` on, in order; none for a duration or months.
    pub(super) fn days_counted(&self, delay: &Delay, from: Instant, paused: &dyn Fn(Date) -> bool) -> Vec<Date> {
        let Some(CivilSpan::Days(days)) = civil(&delay.length) else { return Vec::new() };
        let zone = self.zone_of_days(delay.calendar.as_ref());
        // What ends at midnight ends on the day before, whatever the hours of reception.
        let is_end = local::date_at(&zone, from) != local::date_at(&zone, from + 1);
        let event = if is_end { Some(local::date_at(&zone, from)) } else { self.day_of(delay, from) };
        let Some(event) = event else { return Vec::new() };
        let counts = |day: Date| self.day_counts(delay.calendar.as_ref(), day) && !paused(day);
        span::counted_days(event, days, Direction::After, self.delay_rule(delay.counted_by.as_ref()), counts)
            .unwrap_or_default()
    }

    /// Whether a day counts for a delay in days of a calendar; all of them do where none is named. A day that the clocks skip is none.
    pub(super) fn day_counts(&self, calendar: Option<&CalendarSet>, day: Date) -> bool {
        match calendar {
            Some(set) => self.calendars.day_is_open(set, day),
            None => self.is_a_day(day),
        }
    }

    /// Whether a day has an instant in the zone of the contract.
    fn is_a_day(&self, day: Date) -> bool {
        !local::day(self.zone(), day).is_empty()
    }

    fn last_day(
        &self,
        delay: &Delay,
        length: CivilSpan,
        event: Date,
        direction: Direction,
        paused: &dyn Fn(Date) -> bool,
    ) -> Option<Date> {
        let by = delay.counted_by.as_ref();
        if by.is_some_and(|preset| preset.as_blank().is_some()) {
            return None;
        }
        let counts = |day: Date| self.day_counts(delay.calendar.as_ref(), day) && !paused(day);
        let open = self.delay_rules(by).and_then(|preset| preset.calendar.as_ref());
        let opens = |day: Date| self.day_counts(open, day);
        span::last_day(event, length, direction, self.delay_rule(by), counts, opens)
    }

    /// When the last day of a delay is over: at midnight, or when the calendar closes.
    fn end_of(&self, day: Date, calendar: Option<&CalendarSet>, by: Option<&Id<DelayRules>>) -> Instant {
        let closing = self.delay_word(by, "last_day") == "until_closing";
        let preset = self.delay_rules(by).and_then(|preset| preset.calendar.as_ref());
        let hours = calendar.or(preset).filter(|_| closing).map(|set| self.calendars.instants(set));
        let zone = self.zone_of_days(calendar);
        let closes = hours.and_then(|open| span::closing(day, &open, &zone));
        closes.unwrap_or_else(|| span::midnight_after(day, &zone))
    }

    /// How many days that `count` have a part after a deadline, up to the one on which something was done. A day lasts until midnight or, where
    /// delays end at closing, from one closing to the next: what is done after it is done on the next day. So the last day of a delay has none.
    pub(super) fn days_after_the_last(
        &self,
        (calendar, by): (Option<&CalendarSet>, Option<&Id<DelayRules>>),
        deadline: Instant,
        until: Instant,
        counts: &dyn Fn(Date, Stretch) -> bool,
    ) -> i64 {
        let zone = self.zone_of_days(calendar);
        let closing = self.delay_word(by, "last_day") == "until_closing";
        let known = self.calendars.within().end;
        let (mut over, mut late) = (deadline, 0);
        let first = local::date_at(&zone, deadline - 1);
        let is_over = self.end_of(first, calendar, by) <= deadline;
        for day in first.series(jiff::Span::new().days(1)).skip(usize::from(is_over)) {
            let whole = local::day(&zone, day);
            let begins = if closing { over } else { whole.start };
            if until <= begins || known <= whole.start {
                break;
            }
            if self.day_counts(calendar, day) {
                over = if closing { self.end_of(day, calendar, by) } else { whole.end };
                late += i64::from(counts(day, Stretch::new(begins, over)));
            }
        }
        late
    }

    /// The zone in which the days of a delay begin and end: that of the calendar whose days are counted, else the contract's.
    pub(super) fn zone_of_days(&self, calendar: Option<&CalendarSet>) -> TimeZone {
        calendar.map_or_else(|| self.zone().clone(), |set| self.calendars.zone_of(set))
    }

    /// The preset by which days are counted: the one that is named, else that of the contract.
    fn delay_rules(&self, by: Option<&Id<DelayRules>>) -> Option<&DelayRules> {
        match by {
            Some(named) => self.model.delays.get(named),
            None => self.model.delays.iter().find(|rules| rules.general),
        }
    }

    fn delay_rule(&self, by: Option<&Id<DelayRules>>) -> DelayRule {
        DelayRule {
            counts_first_day: self.delay_word(by, "first_day") == "included",
            closed_day: match self.delay_word(by, "closed_day") {
                "moves_to_next_open_day" => ClosedDay::MovesOn,
                "moves_to_previous_open_day" => ClosedDay::MovesBack,
                _ => ClosedDay::Stays,
            },
            clear: self.delay_word(by, "clear_days") == "yes",
        }
    }

    fn delay_word(&self, by: Option<&Id<DelayRules>>, rule: &str) -> &str {
        let rules = self.delay_rules(by).map(|preset| preset.rules.as_slice()).unwrap_or_default();
        rules.iter().find(|(name, _)| name == rule).map_or("", |(_, word)| word.as_str())
    }

    /// The instants of a record in the order in which the record declares them: the order of its life.
    #[must_use]
    pub fn life(&self, record: &Id<Record>) -> Vec<&Name> {
        let fields = self.model.records.get(record).map(|record| record.fields.as_slice()).unwrap_or_default();
        fields.iter().filter(|f| matches!(f.ty, FieldType::Instant | FieldType::Instants)).map(|f| &f.name).collect()
    }

    /// The instant that comes next in the life of a record.
    #[must_use]
    pub fn next_in_life(&self, record: &Id<Record>, field: &str) -> Option<&Name> {
        let life = self.life(record);
        let at = life.iter().position(|name| *name == field)?;
        life.get(at + 1).copied()
    }

    /// The first instant of a row, by which it belongs to a period.
    #[must_use]
    pub fn begins(&self, row: &Row) -> Option<Instant> {
        self.life(&row.record).into_iter().find_map(|field| row.instant(field))
    }
}

/// Within what time a duty is done: a delay in hours that names no calendar counts on that of the duty.
#[must_use]
pub fn within(duty: &Duty) -> Option<Deadline> {
    let mut deadline = duty.within.clone()?;
    deadline.delay = deadline.delay.counted_on(duty.during.as_ref());
    Some(deadline)
}

/// After how long a duty is due again, on the calendar of the duty where it names none.
#[must_use]
pub fn every(duty: &Duty) -> Option<Deadline> {
    let mut every = duty.every.clone()?;
    every.delay = every.delay.counted_on(duty.during.as_ref());
    Some(every)
}

impl World<'_> {
    /// Whether all is agreed that a length of time is counted by: the length, the calendar and, of days, how they are counted.
    #[must_use]
    pub fn is_agreed(&self, length: &Quantity, calendar: Option<&CalendarSet>) -> bool {
        let contract = &self.model.contract.term.id;
        let is_preset = |term: &Name| self.model.delays.by_name(term).is_some();
        let mut blanks = self.model.blanks.iter();
        let of_days = civil(length).is_some()
            && blanks.any(|blank| (blank.term == *contract && blank.field == "delays") || is_preset(&blank.term));
        length.as_blank().is_none() && calendar.is_none_or(|set| self.calendars.is_agreed(set)) && !of_days
    }
}

/// The seconds of a delay that counts them; none where it is not agreed yet.
fn seconds_of(delay: &Delay) -> Option<i64> {
    let length = Some(&delay.length).filter(|length| length.as_blank().is_none())?;
    whole_seconds(&length.base())
}

/// Whether an event is the end of something: of a period, of the contract, of the time that someone has.
fn is_end(event: &Event) -> bool {
    match event {
        Event::EndOf(_) | Event::ContractEnd | Event::Done(_) | Event::Breach(_) | Event::Step(_) => true,
        Event::Later(events) | Event::Earlier(events) => events.iter().all(is_end),
        Event::Field { .. } | Event::StartOf(_) | Event::ContractStart | Event::Blank(_) => false,
    }
}
