//! The clock of a case: when it runs, what it has counted, and when the case is due.
//!
//! A clock runs from its start event until its stop event, counts the instants of a calendar only, and stands still during
//! pauses. The rules of the contract's preset `clock` say what happens outside hours, when the priority changes, and when the case
//! is opened again.

mod gathered;
mod lives;
mod pauses;
mod phases;

pub(super) use gathered::timed;
pub(super) use lives::Case;
pub(super) use pauses::Still;
pub use pauses::{Pause, Slower};

use lives::Life;
use phases::Phase;

use super::evidence::Row;
use super::expr::{Basis, Env};
use super::world::{Span, World, civil, whole_seconds};
use super::{Number, instances};
use crate::base::Name;
use crate::model::{CalendarSet, Commitment, Delay, Dimension, Event, Expr, HasTerm, Subject};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use crate::time::{Instant, Instants, Stretch, local};
use jiff::civil::Date;
use std::rc::Rc;

/// What the clock of one case counted.
#[derive(Clone, Debug)]
pub struct Count {
    /// The name of the case: that of its record, with a number after a reopening that makes a new case.
    pub case: Name,
    /// When the case was opened, by which it belongs to a period.
    pub first: Instant,
    /// The start event of the count: that opening, or what made the count begin again.
    pub opened: Instant,
    /// When the count starts: the start event, the next opening, or the day after.
    pub starts: Instant,
    /// The instant whose day is that of the event, for a target in days: the start event, or the next opening.
    pub dated: Instant,
    /// The stop event; none while it runs.
    pub stopped: Option<Instant>,
    /// The stretches in which the clock ran, until it stopped or until what is known.
    pub ran: Vec<Run>,
    /// The stretches in which it runs, the last one until the end of what is known: with no regard to its last stop.
    pub runs: Vec<Run>,
    /// The stretches in which it stood still.
    pub pauses: Vec<Pause>,
    /// The instants that do not count: of pauses, and between a stop and the next opening.
    pub still: Instants,
    /// The stretches of which a part does not count.
    pub slower: Vec<Slower>,
    /// The seconds counted, until it stopped or until what is known: whole ones, unless a cause is shared.
    pub counted: Rational,
    /// The first instant at which the count reaches the target, or the last second before it where it lies within one; none where
    /// it does not as far as is known.
    pub deadline: Option<Instant>,
    /// Whether it is on time: none while it may still be.
    pub on_time: Option<bool>,
}

/// A stretch in which a clock runs, and the calendar that it counts on.
#[derive(Clone, Debug)]
pub struct Run {
    /// By the wall clock.
    pub during: Stretch,
    /// The instants that count.
    pub calendar: Rc<Instants>,
    /// The part of them that counts: the whole, unless a cause is shared.
    pub rate: Rational,
}

impl Run {
    /// The seconds that count between two instants.
    #[must_use]
    pub fn counted(&self, from: Instant, until: Instant) -> Rational {
        let seconds = self.calendar.measure(self.during.start.max(from), self.during.end.min(until));
        Rational::from(seconds.max(0)) * &self.rate
    }
}

impl Run {
    /// What of it comes before an instant.
    fn until(self, until: Instant) -> Self {
        Self { during: Stretch::new(self.during.start, self.during.end.min(until)), ..self }
    }
}

impl World<'_> {
    /// The counts of a record for a commitment: none where another commitment judges it, one for each case that it makes.
    #[must_use]
    pub fn counts(&self, commitment: &Commitment, row: &Row) -> Vec<Count> {
        self.counts_if(commitment, row, false)
    }

    /// The same, with shared causes that are not established yet taken as they stand, or the other way.
    pub(super) fn counts_if(&self, commitment: &Commitment, row: &Row, otherwise: bool) -> Vec<Count> {
        // The usual case, in which no other commitment needs to be looked for.
        if !self.may_change(commitment, row) && !self.in_scope(&commitment.scope, row) {
            return Vec::new();
        }
        let Some(indicator) = self.model.indicators.get(&commitment.indicator) else { return Vec::new() };
        let Expr::TimeBetween { from, to } = &indicator.formula else { return Vec::new() };
        if commitment.calendar.is_none() {
            return Vec::new();
        }
        let basis = Basis::of_commitment(commitment, otherwise);
        let Some(opened) = self.opened(commitment, from, row) else { return Vec::new() };
        let cases = self.lives(row, to, opened).into_iter().enumerate();
        let counts = cases.filter_map(|(number, case)| {
            let phases = self.phases(commitment, row, case.opened, self.over(&basis, row, &case));
            if self.judging(&phases)?.id() != commitment.id() {
                return None;
            }
            let case = self.restarted(case, &phases);
            Some(self.count(&basis, Some(commitment), row, case_name(row, number), &case, &phases))
        });
        counts.collect()
    }

    /// When the case of a record is opened: by its start event, or by the next opening of the calendar of the commitment that holds
    /// then. So it is opened once, whichever commitment it has later on.
    fn opened(&self, commitment: &Commitment, from: &Event, row: &Row) -> Option<Instant> {
        let event = self.event_of(from, row)?;
        if self.clock("outside_hours") != "cannot_open" {
            return Some(event);
        }
        let phases = self.phases(commitment, row, event, None);
        let first = phases.iter().find_map(|phase| phase.commitment);
        Some(first.map_or(event, |first| self.opened_on(first.calendar.as_ref(), event)))
    }

    /// When a case is opened on a calendar by an event.
    fn opened_on(&self, calendar: Option<&CalendarSet>, event: Instant) -> Instant {
        let open = calendar.filter(|_| self.clock("outside_hours") == "cannot_open");
        open.and_then(|set| self.calendars.instants(set).next_inside(event)).unwrap_or(event)
    }

    /// The commitment that judges a case with these phases.
    fn judging<'m>(&self, phases: &[Phase<'m>]) -> Option<&'m Commitment> {
        let keeps_first = self.clock("priority_change") == "keeps_first_target";
        if keeps_first { phases.first()?.commitment } else { phases.last()?.commitment }
    }

    /// What counts of a case whose count a change of priority makes begin again.
    fn restarted(&self, case: Case, phases: &[Phase<'_>]) -> Case {
        let restarts = self.clock("priority_change") == "restarts" && phases.len() > 1;
        match phases.last().filter(|_| restarts) {
            Some(phase) => case.from(phase.since),
            None => case,
        }
    }

    /// The count of a case, on the calendar and without the exclusions of a basis, against the target of a commitment where one judges it.
    fn count(
        &self,
        basis: &Basis<'_>,
        judge: Option<&Commitment>,
        row: &Row,
        name: Name,
        case: &Case,
        phases: &[Phase<'_>],
    ) -> Count {
        let lives = case.lives.as_slice();
        let opened = lives.first().map_or(self.as_of, |(start, _)| *start);
        let open = self.calendars.instants(basis.calendar);
        // What keeps its count begins to count on the calendar that it has then.
        let keeps = self.clock("priority_change") == "keeps_count" && phases.len() > 1;
        let begins = phases.iter().rev().find(|phase| keeps && phase.since <= opened);
        let begins = begins.and_then(|phase| phase.commitment?.calendar.as_ref());
        let begins = begins.map_or_else(|| Rc::clone(&open), |set| self.calendars.instants(set));
        let next_opening = |at: Instant| begins.next_inside(at).unwrap_or(at);
        let (from, starts, dated) = match self.clock("outside_hours") {
            "starts_at_once" => (opened, opened, opened),
            // Which day is the first of a target in days is said by the preset `delays`.
            "starts_at_next_day" => {
                let from = self.next_day(opened);
                (from, next_opening(from), opened)
            }
            _ => (opened, next_opening(opened), next_opening(opened)),
        };
        let mut stopped = case.over().filter(|stop| *stop <= self.goes_on);
        let life = |stopped: Option<Instant>| Stretch::new(opened, stopped.unwrap_or(self.calendars.within().end));
        let Still { pauses, resets, closed } = self.pauses(basis, row, life(stopped));
        if let Some(closed) = closed {
            stopped = Some(stopped.map_or(closed, |stop| stop.min(closed)));
        }
        let until = stopped.unwrap_or(self.goes_on);
        // A pause that is still running may begin the count again later on; what was counted so far stands until then.
        let reset = |by: Instant| resets.iter().copied().filter(|at| *at <= by).max();
        let slower = self.slower(basis, row, life(stopped));
        let runs = |reset: Option<Instant>| {
            let runs = self.runs((lives, from), &pauses, reset, phases, &open);
            if slower.is_empty() { runs } else { runs.into_iter().flat_map(|run| slowed(run, &slower)).collect() }
        };
        let ran = runs(reset(until)).into_iter().map(|run| run.until(until));
        let ran: Vec<Run> = ran.filter(|run| !run.during.is_empty()).collect();
        let runs = runs(reset(Instant::MAX));
        let counted = ran.iter().map(|run| run.counted(opened, until)).sum();
        let still = self.still(lives, &pauses);
        let deadline = judge.and_then(|judge| self.deadline(judge, row, (case.opened, dated), &runs, &still));
        let comparator = judge.and_then(|judge| judge.target.as_ref()?.comparator);
        let comparator = comparator.unwrap_or(Comparator::AtMost);
        let on_time = kept(comparator, stopped, deadline, self.goes_on);
        Count {
            case: name,
            first: case.opened,
            opened,
            starts,
            dated,
            stopped,
            ran,
            runs,
            pauses,
            still,
            slower,
            counted,
            deadline,
            on_time,
        }
    }

    /// The first instant of the calendar day after that of an instant.
    fn next_day(&self, at: Instant) -> Instant {
        let day = local::date_at(self.zone(), at);
        day.tomorrow().map_or(at, |next| local::start_of(self.zone(), next))
    }

    /// When the clock runs, stops aside: a deadline may come after the stop. It does not run before `first`.
    fn runs(
        &self,
        (lives, first): (&[Life], Instant),
        pauses: &[Pause],
        reset: Option<Instant>,
        phases: &[Phase<'_>],
        open: &Rc<Instants>,
    ) -> Vec<Run> {
        let end = self.calendars.within().end;
        let last = lives.len().saturating_sub(1);
        let mut runs = Vec::new();
        for (number, (start, stop)) in lives.iter().enumerate() {
            let until = if number == last { end } else { stop.unwrap_or(end) };
            let mut from = reset.map_or(*start, |reset| reset.max(*start)).max(first);
            for pause in pauses.iter().filter(|pause| pause.during.start < until) {
                if pause.during.end <= from {
                    continue;
                }
                self.run(Stretch::new(from, pause.during.start), phases, open, &mut runs);
                from = from.max(pause.during.end);
            }
            self.run(Stretch::new(from, until), phases, open, &mut runs);
        }
        runs
    }

    /// A stretch in which the clock runs, parted where the case changes its commitment and with it its calendar.
    fn run(&self, during: Stretch, phases: &[Phase<'_>], open: &Rc<Instants>, runs: &mut Vec<Run>) {
        let keeps = self.clock("priority_change") == "keeps_count" && phases.len() > 1;
        if !keeps {
            if !during.is_empty() {
                runs.push(Run { during, calendar: Rc::clone(open), rate: Rational::one() });
            }
            return;
        }
        for (number, phase) in phases.iter().enumerate() {
            let from = if number == 0 { during.start } else { phase.since };
            let until = phases.get(number + 1).map_or(during.end, |next| next.since);
            let part = Stretch::new(from, until).and(during);
            let calendar = phase.commitment.and_then(|commitment| commitment.calendar.as_ref());
            let calendar = calendar.map_or_else(|| Rc::clone(open), |set| self.calendars.instants(set));
            if !part.is_empty() {
                runs.push(Run { during: part, calendar, rate: Rational::one() });
            }
        }
    }

    /// The first instant at which the count reaches the target: the one that holds when the case opens.
    fn deadline(
        &self,
        commitment: &Commitment,
        row: &Row,
        (opened, dated): (Instant, Instant),
        runs: &[Run],
        still: &Instants,
    ) -> Option<Instant> {
        let env = Env::of_case(row, opened);
        let terms = self.terms(commitment, opened, &env)?;
        let limit = self.eval(&terms.limit, &env);
        let limit: &Number = limit.number()?;
        let quantity = limit.quantity();
        if civil(&quantity).is_some() {
            let delay = Delay::new(quantity, terms.calendar.clone());
            let paused = |day| self.stands_still(day, terms.calendar.as_ref(), still);
            return self.days_after(&delay, dated, &paused).flatten();
        }
        let mut left = limit.base.clone();
        for run in runs {
            let counts = run.counted(run.during.start, run.during.end);
            if left <= counts {
                // Within a second of a slower clock, the last instant at which the count is not beyond the target.
                let seconds = Rational::from(left.checked_div(&run.rate)?.floor());
                return run.calendar.add(run.during.start, whole_seconds(&seconds)?);
            }
            left = left - counts;
        }
        None
    }

    /// The instants of pauses, and those between a stop and the next opening.
    fn still(&self, lives: &[Life], pauses: &[Pause]) -> Instants {
        let between = lives.iter().zip(lives.iter().skip(1));
        let between = between.filter_map(|((_, stop), (again, _))| Some(Stretch::new((*stop)?, *again)));
        let still = pauses.iter().map(|pause| pause.during).chain(between);
        Instants::of(self.calendars.within(), still)
    }

    /// Whether a clock stands still in all hours of a day, so that the day does not count.
    pub(super) fn stands_still(&self, day: Date, calendar: Option<&CalendarSet>, still: &Instants) -> bool {
        let day = local::day(&self.zone_of_days(calendar), day);
        if still.pieces(day.start, day.end).next().is_none() {
            return false;
        }
        let open = calendar.map(|set| self.calendars.instants(set));
        let measure = |s: Stretch| open.as_ref().map_or(s.seconds(), |open| open.measure(s.start, s.end));
        let hours = measure(day);
        let still: i64 = still.pieces(day.start, day.end).map(measure).sum();
        hours > 0 && still >= hours
    }

    /// The name of the case of a record that an event ends, or is the last event of, at an instant.
    pub(super) fn case_over_at(&self, event: &Event, row: &Row, at: Instant) -> Name {
        let cases = self.begins(row).map(|opened| self.lives(row, event, opened)).unwrap_or_default();
        // What happens at the very instant of the next opening came before it.
        let number = cases.iter().rposition(|case| case.opened < at);
        case_name(row, number.unwrap_or_default())
    }

    /// Whether a record is one of the samples of a scope, as far as the scope tells such records apart.
    pub(super) fn is_sample_of(&self, scope: &crate::model::Scope, row: &Row) -> bool {
        let env = Env::of_row(row, Span::whole(self.term()));
        let tells = |dimension: &&(crate::model::Id<Dimension>, Vec<Name>)| match self
            .model
            .dimensions
            .get(&dimension.0)
            .map(|known| &known.of)
        {
            Some(Subject::Record(record)) => self.of_sort(row, record).is_some(),
            _ => false,
        };
        scope
            .dimensions
            .iter()
            .filter(tells)
            .all(|(dimension, values)| self.dimension(dimension, &env).is_some_and(|value| values.contains(&value)))
    }

    /// Whether a record lies in a scope.
    #[must_use]
    pub fn in_scope(&self, scope: &crate::model::Scope, row: &Row) -> bool {
        let env = Env::of_row(row, Span::whole(self.term()));
        let service = row.service.as_ref();
        (scope.services.is_empty() || service.is_some_and(|service| instances::among(&scope.services, service)))
            && scope
                .dimensions
                .iter()
                .all(|(dimension, values)| self.dimension(dimension, &env).is_some_and(|value| values.contains(&value)))
    }
}

/// The name of a case: that of its record, with a number after a reopening that makes a new case.
fn case_name(row: &Row, number: usize) -> Name {
    if number == 0 { row.name.clone() } else { Name::from(format!("{}#{}", row.name, number + 1)) }
}

/// A run in parts, each as fast as the causes that are shared let it be.
fn slowed(run: Run, slower: &[Slower]) -> Vec<Run> {
    let parts = pauses::rates(run.during, slower).into_iter();
    parts.map(|(during, rate)| Run { during, calendar: Rc::clone(&run.calendar), rate }).collect()
}

/// Whether a duration is what was promised: none while it may still be. `reached` is the instant at which the count reaches the
/// target; what is at most as long has stopped by then, and what is at least as long has not stopped before.
fn kept(comparator: Comparator, stopped: Option<Instant>, reached: Option<Instant>, until: Instant) -> Option<bool> {
    let at_least = matches!(comparator, Comparator::AtLeast | Comparator::MoreThan);
    match (stopped, reached) {
        (Some(stop), Some(reached)) => Some(match comparator {
            Comparator::AtMost => stop <= reached,
            Comparator::LessThan => stop < reached,
            Comparator::AtLeast => reached <= stop,
            Comparator::MoreThan => reached < stop,
            Comparator::Exactly => stop == reached,
        }),
        (Some(_), None) => Some(!at_least),
        (None, Some(reached)) if reached < until => {
            (comparator != Comparator::Exactly).then_some(at_least).or(Some(false))
        }
        (None, _) => None,
    }
}
