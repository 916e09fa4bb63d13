//! Duties one by one: each time that one is due, until when, and when it was done.
//!
//! When it was done stands in evidence of its own, which has the name of the duty: `monthly_report,for,done`.

use super::derivation::{Line, Rows, What};
use super::evidence::Row;
use super::judge::{Judged, Lateness, Verdict};
use super::report::Warning;
use super::world::{Span, World};
use super::{Value, instances};
use crate::base::Name;
use crate::model::{Deadline, Duty, Event, HasTerm, Id, Schedule, Service, Window};
use crate::quantity::Rational;
use crate::time::{Cycle, Instant, Instants, Stretch, local};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The column of the evidence on a duty that says for which period or case it was done.
pub const DONE_FOR: &str = "for";
/// The column that says when.
pub const DONE: &str = "done";

/// One time that a duty is due.
struct Task {
    /// The case, where it is due for one.
    case: Option<Name>,
    /// The period that evidence names: the one for which it is due, or whose end, or breach, it follows.
    about: Option<Stretch>,
    /// Where it was due for the same record before: when it came to be due again. What was done earlier was done for the times before.
    again: Option<Instant>,
    /// The same, where it was due for the same case before: a record that is opened again may make another case.
    again_in_case: Option<Instant>,
    /// The service, where it follows a breach.
    service: Option<Id<Service>>,
    /// The period for which it is due; else from the event until it is due.
    span: Span,
    /// Whether it is due for that period.
    periodic: bool,
    /// Until when.
    due: Instant,
    /// The record of the case.
    row: Option<Rc<Row>>,
}

impl Task {
    /// One of no case and no service.
    fn of_contract(span: Span, periodic: bool, due: Instant) -> Self {
        Self {
            case: None,
            about: None,
            again: None,
            again_in_case: None,
            service: None,
            span,
            periodic,
            due,
            row: None,
        }
    }
}

impl World<'_> {
    /// The judgements of the duties that a schedule is on, for the times that belong to a stretch: those that are late.
    pub(super) fn late_duties(&self, schedule: &Schedule, stretch: Stretch) -> Vec<(Rc<Judged>, Option<Rc<Row>>)> {
        let in_force = self.in_force(schedule.term.validity);
        let duties = schedule.on_duties.iter().filter_map(|id| self.model.duties.get(id));
        // Of what was never told nothing is judged: the report says so.
        let duties = duties.filter(|duty| self.evidence.was_sent(&duty.term.id));
        let mut found = Vec::new();
        for duty in duties {
            for task in self.tasks(duty, stretch.end) {
                let judged =
                    self.judge_task(duty, &task).filter(|judged| self.falls_in(judged, task.periodic, stretch));
                // What follows the end of something follows what was in force then.
                let opened = task.row.as_ref().filter(|_| task.case.is_some()).and_then(|row| self.begins(row));
                let start = opened.unwrap_or(task.span.within.start);
                let follows = task.case.is_none() && !task.periodic && start > self.term().start;
                let counts = in_force.contains(if follows { start - 1 } else { start });
                found.extend(judged.filter(|_| counts).map(|judged| (Rc::new(judged), task.row)));
            }
        }
        found
    }

    /// The duties that cost an amount where they are late, and of which a row says when they were done for what they were not due for.
    pub(super) fn not_due(&self, period: Stretch) -> Vec<Warning> {
        let judged: BTreeSet<&Id<Duty>> =
            self.model.schedules.iter().flat_map(|schedule| &schedule.on_duties).collect();
        let mut found = Vec::new();
        for duty in judged.into_iter().filter_map(|id| self.model.duties.get(id)) {
            let rows = self.evidence.rows(&Id::new(duty.term.id.clone()));
            let told = rows.iter().filter_map(|row| told_period(row.get(DONE_FOR).word()?, self.zone()));
            let known = told.map(|told| told.end.saturating_add(1)).chain([self.as_of, period.end]).max();
            let tasks = if rows.is_empty() { Vec::new() } else { self.tasks(duty, known.unwrap_or(self.as_of)) };
            let mut vain = rows.iter().filter(|row| !tasks.iter().any(|task| self.tells_of(row, task)));
            if let Some(first) = vain.next() {
                found.push(Warning::NotDue(duty.term.id.clone(), first.name.clone(), vain.count()));
            }
        }
        found
    }

    /// Whether a late duty belongs to a stretch: by its period; by its case, as other cases do; else by when it was due.
    fn falls_in(&self, judged: &Judged, periodic: bool, stretch: Stretch) -> bool {
        let span = judged.span;
        match (&judged.case, periodic) {
            (Some(_), _) => self.belongs(judged, stretch),
            (None, true) => !span.within.and(stretch).is_empty(),
            (None, false) => stretch.contains(self.last_of(span)),
        }
    }

    /// Each time that a duty is due, from the beginning of the contract until an instant.
    fn tasks(&self, duty: &Duty, until: Instant) -> Vec<Task> {
        let Some(deadline) = super::events::within(duty) else { return Vec::new() };
        let term = self.term();
        let stretch = Stretch::new(term.start, until.max(term.start)).and(self.in_force(duty.term.validity));
        match (&duty.each, deadline.after.as_ref().or(deadline.before.as_ref())) {
            (Some(Window::Case { record }), _) | (None, Some(Event::Field { record, .. })) => {
                let mut found = Vec::new();
                self.evidence.each(record, &mut |row| {
                    let tasks = self.tasks_of_record(duty, &deadline, row);
                    found.extend(tasks.into_iter().filter(|task| stretch.contains(task.span.whole.start)));
                });
                found
            }
            (None, Some(Event::Breach(_))) => self.tasks_of_breaches(duty, stretch),
            (Some(window), _) | (None, Some(Event::StartOf(window) | Event::EndOf(window))) => {
                let spans = self.periods(window, stretch).into_iter().filter(|span| span.within.start < stretch.end);
                let task = |span: Span| {
                    let due = self.due(&deadline, None, span.whole)?;
                    Some(Task { about: Some(span.whole), ..Task::of_contract(span, true, due) })
                };
                spans.filter_map(task).collect()
            }
            (None, event) => {
                let from = event.and_then(|event| self.event(event, None, self.term()));
                let due = self.due(&deadline, None, self.term());
                let task = |due: Instant| {
                    let span = Span::whole(Stretch::new(from.unwrap_or(due).min(due), due));
                    Task::of_contract(span, false, due)
                };
                due.map(task).into_iter().collect()
            }
        }
    }

    /// The times that a duty is due for a record: each time that its event happens, be it that the record makes one case or several.
    fn tasks_of_record(&self, duty: &Duty, deadline: &Deadline, row: &Row) -> Vec<Task> {
        if !self.in_scope(&duty.scope, row) {
            return Vec::new();
        }
        let (service, record) = (row.service.clone(), Rc::new(row.clone()));
        let task = |from: Instant, due: Instant, case: Name| {
            let span = Span::whole(Stretch::new(from.min(due), due));
            let (service, row) = (service.clone(), Some(Rc::clone(&record)));
            Task { case: Some(case), service, row, ..Task::of_contract(span, false, due) }
        };
        let event = deadline.after.as_ref().or(deadline.before.as_ref());
        let times = event.map(|event| self.each_time(event, row)).unwrap_or_default();
        if let (Some(event), [_, _, ..]) = (event, times.as_slice()) {
            let due = |at: Instant| match &deadline.after {
                Some(_) => self.after(&deadline.delay, at),
                None => self.before(&deadline.delay, at),
            };
            let mut found: Vec<Task> = Vec::new();
            for &at in &times {
                let Some(due) = due(at) else { continue };
                let case = self.case_over_at(event, row, at);
                let again = found.last().map(|_| at);
                let again_in_case = again.filter(|_| found.iter().any(|one| one.case.as_ref() == Some(&case)));
                found.push(Task { again, again_in_case, ..task(at, due, case) });
            }
            return found;
        }
        let from = event.and_then(|event| self.event_of(event, row)).or_else(|| self.begins(row));
        let due = self.due(deadline, Some(row), self.term());
        let only = from.zip(due).map(|(from, due)| task(from, due, row.name.clone()));
        only.into_iter().collect()
    }

    /// Each time that an event of a record, or of one that it refers to, happens.
    pub(super) fn each_time(&self, event: &Event, row: &Row) -> Vec<Instant> {
        let Event::Field { record, field } = event else { return Vec::new() };
        let mut times = self.of_sort(row, record).map(|row| row.get(field).instants().to_vec()).unwrap_or_default();
        times.dedup();
        times
    }

    fn tasks_of_breaches(&self, duty: &Duty, stretch: Stretch) -> Vec<Task> {
        let own = self.followed(stretch).into_iter().filter(|followed| followed.duty.term.id == duty.term.id);
        let task = |followed: super::breaches::Followed<'_>| {
            let (breach, due) = (followed.breach, followed.due?);
            let span = Span::whole(Stretch::new(breach.at.min(due), due));
            // A case with a number is one that was opened again.
            let again = breach.case.as_ref().is_some_and(|case| case.contains('#')).then_some(breach.at);
            let (case, service, about) = (breach.case, Some(breach.service), breach.period);
            Some(Task { case, about, again, service, row: breach.row, ..Task::of_contract(span, false, due) })
        };
        own.filter_map(task).collect()
    }

    /// The judgement of a duty at one time that it is due; none where it was done in time, or may still be.
    fn judge_task(&self, duty: &Duty, task: &Task) -> Option<Judged> {
        let mut done: Option<(Instant, Name)> = None;
        self.evidence.each(&Id::new(duty.term.id.clone()), &mut |row| {
            if let Some(at) = row.instant(DONE).filter(|at| *at <= self.as_of && self.tells_of(row, task))
                && done.as_ref().is_none_or(|(first, _)| at < *first)
            {
                done = Some((at, row.name.clone()));
            }
        });
        let until = done.as_ref().map_or(self.as_of, |(at, _)| *at);
        if until <= task.due {
            return None;
        }
        let within = &super::events::within(duty)?.delay;
        let mut judged = Judged {
            commitment: Id::new(duty.term.id.clone()),
            service: task.service.clone().or_else(|| self.only_service()),
            case: task.case.clone(),
            span: task.span,
            verdict: if done.is_some() { Verdict::Breached } else { Verdict::Provisional },
            attained: None,
            target: None,
            goal: None,
            lost: None,
            agreed: None,
            excess: None,
            lateness: None,
            late: true,
            missed: 1,
            cases: 1,
            deadline: Some(task.due),
            may_be_freed: false,
            lines: Vec::new(),
        };
        let late = Lateness {
            deadline: task.due,
            until,
            ran: vec![(Stretch::new(task.due, until), Rational::one())],
            still: Instants::never(self.calendars.within()),
            counted_by: within.counted_by.clone(),
        };
        let excess = self.late_on(&late, within.calendar.as_ref(), within.counts_days());
        judged.lateness = Some(Rc::new(late));
        // A late duty attains nothing but its lateness.
        judged.attained = Some(excess.clone());
        let at = |what: What, instant: Instant| Line::so(what).during(Stretch::new(instant, instant));
        let value = excess.quantity();
        judged.excess = Some(excess);
        judged.lines.push(Line::new(What::Deadline, &duty.term.id).during(Stretch::new(task.due, task.due)));
        judged.lines.extend(done.map(|(stop, name)| at(What::Stopped, stop).rows(Rows::from_iter([&name]))));
        judged.lines.push(Line::so(What::Excess).value(value));
        Some(judged)
    }

    /// The one service of the contract, where it has one, without instances: a duty of no service is of that one.
    fn only_service(&self) -> Option<Id<Service>> {
        let mut services = self.model.services.iter();
        services.next().filter(|only| services.next().is_none() && !only.many).map(HasTerm::id)
    }

    /// Whether a row says when a duty was done this time: for the period, for the case, or for the one service.
    fn tells_of(&self, row: &Row, task: &Task) -> bool {
        let of = row.service.as_ref().zip(task.service.as_ref());
        if of.is_some_and(|(told, own)| !instances::is_of(own, told)) {
            return false;
        }
        let named = match row.get(DONE_FOR) {
            Value::Word(named) => named,
            _ => return task.case.is_none() && !task.periodic,
        };
        match (&task.case, task.about) {
            // A case that was opened again is meant by its own name. The name of its record means each time that the duty was due for
            // it since the time before.
            (Some(case), _) => {
                let (record, number) = case.split_once('#').unwrap_or((case, ""));
                let since = if !number.is_empty() && case == named { task.again_in_case } else { task.again };
                let is_later = || since.is_none_or(|since| row.instant(DONE).is_some_and(|done| since <= done));
                (case == named || record == named) && is_later()
            }
            (None, Some(about)) => told_period(named, self.zone()).is_some_and(|told| told.and(about) == told),
            // What follows the end of a period is for what ends there.
            (None, None) => {
                told_period(named, self.zone()).is_some_and(|told| told.contains(task.span.whole.start - 1))
            }
        }
    }
}

/// The period that a row names: `2026-05`, a day of it, or `2026`.
pub(super) fn told_period(text: &str, zone: &TimeZone) -> Option<Stretch> {
    let (day, cycle) = match text.matches('-').count() {
        0 => (format!("{text}-01-01"), Cycle::year()),
        1 => (format!("{text}-01"), Cycle::month()),
        _ => (text.to_owned(), Cycle::day()),
    };
    let day: Date = day.parse().ok()?;
    Some(cycle.at(local::start_of(zone, day), zone)?.whole)
}
