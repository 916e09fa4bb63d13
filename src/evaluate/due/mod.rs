//! What one case has to meet, and when: its commitments, who is called in, and who is told.
//!
//! A case is a record of which little is known yet, most often only when it was opened. The instants are those of the clock and
//! the delays by which evidence is judged later; this file only asks for them and keeps what they rest on.
//!
//! | file | the question that it answers |
//! |---|---|
//! | here | what applies to this case, and when is it due? |
//! | `asks` | which sorts of cases have deadlines, and what must a case say so that they can be told? |
//! | `why` | which pieces of which calendar were counted, and what lies between them? |

pub mod asks;
mod why;

pub use super::events::every;
pub use why::{Closed, Why};

use super::clock::{Count, Pause};
use super::events::within;
use super::evidence::Row;
use super::world::World;
use super::{Env, Number};
use crate::base::Name;
use crate::model::{
    Actor, CalendarSet, Commitment, Deadline, Delay, Duty, Escalation, EscalationStep, Event, Expr, FieldType,
    Indicator, Quantity, Subject, Tier, Window,
};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use crate::time::Instant;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What applies to a case.
#[derive(Clone, Debug)]
pub struct Answer<'m> {
    /// The first instant that is known of the case.
    pub opened: Instant,
    /// The levels that its service is held to at that instant.
    pub levels: Vec<&'m Tier>,
    /// Whether that instant lies in the term of the contract. Out of it nothing applies.
    pub in_term: bool,
    /// What is promised for the case, the earliest deadline first.
    pub promised: Vec<Promised<'m>>,
    /// Who is called in, in the order of the instants.
    pub called: Vec<Called<'m>>,
    /// Who is told, in the order of the instants.
    pub told: Vec<Told<'m>>,
}

/// A commitment for a case.
#[derive(Clone, Debug)]
pub struct Promised<'m> {
    /// The commitment.
    pub commitment: &'m Commitment,
    /// The indicator, with the events between which it counts.
    pub indicator: &'m Indicator,
    /// The name of the case: it has a number after a reopening that makes a new one.
    pub case: Name,
    /// How long it may take; none where nothing is promised, on purpose.
    pub target: Option<Quantity>,
    /// The calendar on which the target counts.
    pub calendar: Option<CalendarSet>,
    /// When it is due.
    pub when: When<'m>,
    /// When it was met, where it was.
    pub stopped: Option<Instant>,
    /// The seconds counted so far.
    pub counted: i64,
    /// What of the target is left; none for a target in days, and where nothing is promised.
    pub left: Option<Number>,
    /// Whether it is on time: none while it may still be.
    pub on_time: Option<bool>,
    /// What the deadline rests on.
    pub why: Why<'m>,
}

impl Promised<'_> {
    /// Whether the time is promised at the least: what ends it must not come before it is over.
    #[must_use]
    pub fn is_minimum(&self) -> bool {
        let comparator = self.commitment.target.as_ref().and_then(|target| target.comparator);
        matches!(comparator, Some(Comparator::AtLeast | Comparator::MoreThan))
    }
}

/// A level of an escalation for a case.
#[derive(Clone, Debug)]
pub struct Called<'m> {
    /// The escalation.
    pub escalation: &'m Escalation,
    /// The level.
    pub step: &'m EscalationStep,
    /// When it is called in.
    pub when: When<'m>,
    /// Whether it can be reached at that instant.
    pub reach: Reach,
    /// What the instant rests on.
    pub why: Why<'m>,
}

/// How many times a duty that comes again is told.
const TIMES_TOLD: usize = 3;

/// A duty that a case gives rise to.
#[derive(Clone, Debug)]
pub struct Told<'m> {
    /// The duty.
    pub duty: &'m Duty,
    /// How long there is for it; none where only an order is said.
    pub delay: Delay,
    /// The latest instant for it.
    pub when: When<'m>,
    /// The event after which it is due each time, where that may happen more than once.
    pub each_time: Option<&'m Event>,
    /// Those for whom it is done, and whether they can be reached in time.
    pub to: Vec<(&'m Actor, Reach)>,
    /// What the instant rests on.
    pub why: Why<'m>,
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When<'m> {
    /// At this instant; at it one is still on time.
    At(Instant),
    /// So long after an event that has not happened yet.
    After(&'m Event),
    /// So long before an event that has no date yet.
    Before(&'m Event),
    /// Not before the end of what is known.
    Later(Instant),
    /// Not while the clock stands still, and nothing says when it runs again.
    Paused,
    /// The length of time, or what it is counted by, is a blank that is not agreed yet, or a figure that nothing gives.
    Unagreed,
    /// Never: nothing is promised, on purpose.
    Nothing,
}

/// Whether someone can be reached in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In time.
    Then,
    /// Only from this one on.
    From(Instant),
    /// Not as far as is known.
    Never,
}

impl When<'_> {
    /// The instant, where there is one.
    #[must_use]
    pub fn instant(&self) -> Option<Instant> {
        match self {
            Self::At(instant) => Some(*instant),
            _ => None,
        }
    }

    /// Instants first, the earliest of them first; what waits for an event after them; what is not promised last.
    fn order(&self, other: &Self) -> Ordering {
        let rank = |when: &Self| match when {
            Self::At(instant) => (0, *instant),
            Self::Later(_) => (1, 0),
            Self::Paused => (2, 0),
            Self::After(_) | Self::Before(_) => (3, 0),
            Self::Unagreed => (4, 0),
            Self::Nothing => (5, 0),
        };
        rank(self).cmp(&rank(other))
    }
}

impl<'a> World<'a> {
    /// What applies to a case.
    #[must_use]
    pub fn answer(&self, case: &Row) -> Answer<'a> {
        let opened = self.begins(case).unwrap_or(self.as_of);
        let mut promised: Vec<Promised<'a>> = self
            .candidates(case, opened)
            .flat_map(|(commitment, indicator)| self.promised(commitment, indicator, case))
            .collect();
        // A cell without a commitment says nothing where another table of the tier promises something.
        let subject = |one: &Promised<'_>| (one.commitment.tier.clone(), one.commitment.indicator.clone());
        let some: BTreeSet<_> = promised.iter().filter(|p| p.commitment.target.is_some()).map(subject).collect();
        promised.retain(|one| one.commitment.target.is_some() || !some.contains(&subject(one)));
        promised.sort_by(|a, b| a.when.order(&b.when));
        let mut called: Vec<Called<'a>> =
            self.escalations(case, opened).flat_map(|ladder| self.called(ladder, case)).collect();
        called.sort_by(|a, b| a.when.order(&b.when));
        let mut told: Vec<Told<'a>> = self.duties(case, opened).flat_map(|duty| self.told_again(duty, case)).collect();
        told.sort_by(|a, b| a.when.order(&b.when));
        let levels = self.levels(case, opened);
        Answer { opened, levels, in_term: self.term().contains(opened), promised, called, told }
    }

    /// The commitments on durations of such a case, for the levels that its service is held to, whatever their scope.
    fn candidates<'s>(
        &'s self,
        case: &'s Row,
        opened: Instant,
    ) -> impl Iterator<Item = (&'a Commitment, &'a Indicator)> + use<'s, 'a> {
        let indicators = &self.model.indicators;
        self.model.commitments.iter().filter_map(move |commitment| {
            let indicator = indicators.get(&commitment.indicator)?;
            let counts = starts(indicator).is_some_and(|from| asks::is_of(from, &case.record));
            let held = match &case.service {
                Some(service) => self.is_held(commitment, service, opened),
                None => {
                    self.in_force(commitment.term.validity).contains(opened)
                        && self.is_for(&commitment.tier, None, opened)
                }
            };
            (counts && held).then_some((commitment, indicator))
        })
    }

    /// The levels that the service of a case is held to.
    fn levels(&self, case: &Row, opened: Instant) -> Vec<&'a Tier> {
        let Some(service) = case.service.as_ref().and_then(|id| self.service(id)) else { return Vec::new() };
        let held = service.tiers.iter().filter(|held| {
            let time = self.in_force(crate::model::Validity { from: held.from, until: held.until });
            time.contains(opened) && self.is_for(&held.tier, case.service.as_ref(), opened)
        });
        held.filter_map(|held| self.model.tiers.get(&held.tier)).collect()
    }

    fn promised(&self, commitment: &'a Commitment, indicator: &'a Indicator, case: &Row) -> Vec<Promised<'a>> {
        let opened = starts(indicator).and_then(|from| self.event_of(from, case));
        // What holds when the case opens, which may be later than its start event.
        let asked = |at: Instant| {
            let env = Env::of_case(case, at);
            let terms = self.terms(commitment, at, &env);
            let target = terms.as_ref().and_then(|terms| self.eval(&terms.limit, &env).number().map(Number::quantity));
            let days_of = terms.and_then(|terms| terms.calendar);
            // Days of which no calendar is named are those of the year, on whatever calendar durations are counted.
            let in_days = target.as_ref().is_some_and(|target| super::world::civil(target).is_some());
            let calendar = days_of.or_else(|| commitment.calendar.clone().filter(|_| !in_days));
            (target.filter(|target| self.is_agreed(target, calendar.as_ref())), calendar)
        };
        let (target, calendar) = asked(opened.unwrap_or(self.as_of));
        let promised = Promised {
            commitment,
            indicator,
            case: case.name.clone(),
            target,
            calendar,
            when: if commitment.target.is_some() { When::Unagreed } else { When::Nothing },
            stopped: None,
            counted: 0,
            left: None,
            on_time: None,
            why: Why::default(),
        };
        let Some(from) = starts(indicator) else { return Vec::new() };
        if opened.is_none() {
            let when = if promised.target.is_some() { When::After(from) } else { promised.when.clone() };
            let applies = self.in_scope(&commitment.scope, case);
            return applies.then_some(Promised { when, ..promised }).into_iter().collect();
        }
        let due = |count: Count| {
            let (target, calendar) = asked(count.first);
            self.due_by(Promised { target, calendar, ..promised.clone() }, count)
        };
        self.counts(commitment, case).into_iter().map(due).collect()
    }

    fn due_by(&self, promised: Promised<'a>, count: Count) -> Promised<'a> {
        let Some(target) = &promised.target else { return promised };
        let end = self.calendars.within().end;
        let open_ended = |pause: &Pause| pause.during.end >= end;
        let when = match count.deadline {
            Some(deadline) => When::At(deadline),
            None if count.pauses.iter().any(open_ended) => When::Paused,
            None => When::Later(end),
        };
        let in_days = super::world::civil(target).is_some();
        let left = (!in_days).then(|| {
            let number = Number::from(target);
            Number::seconds(0).with(&number.base - &count.counted)
        });
        let why = self.why_of(&promised, &count);
        Promised {
            when,
            case: count.case.clone(),
            stopped: count.stopped,
            counted: Rational::from(count.counted.floor()).to_i64().unwrap_or(i64::MAX),
            left,
            on_time: count.on_time,
            why,
            ..promised
        }
    }

    fn escalations<'s>(&'s self, case: &'s Row, opened: Instant) -> impl Iterator<Item = &'a Escalation> + use<'s, 'a> {
        self.model.escalations.iter().filter(move |ladder| {
            let of = match &ladder.of {
                Subject::Record(record) => *record == case.record,
                Subject::Service(service) => {
                    case.service.as_ref() == Some(service) && asks::is_of(&ladder.from, &case.record)
                }
                _ => asks::is_of(&ladder.from, &case.record),
            };
            of && self.in_force(ladder.term.validity).contains(opened)
        })
    }

    /// The levels of an escalation whose turn comes before its end.
    fn called(&self, ladder: &'a Escalation, case: &Row) -> Vec<Called<'a>> {
        let from = self.event_of(&ladder.from, case);
        let until = self.event_of(&ladder.until, case);
        let steps = ladder.steps.iter().filter(|step| self.in_scope(&step.scope, case));
        let called = steps.map(|step| {
            let delay = step.delay();
            let at = from.and_then(|from| self.called_at(&delay, from));
            let agreed = self.is_agreed(&delay.length, delay.calendar.as_ref());
            let when = match agreed {
                true => self.when(at, from.is_some(), When::After(&ladder.from)),
                false => When::Unagreed,
            };
            let at = at.filter(|_| agreed);
            let reach = self.reach(&step.to, at, at);
            let why = self.why_after(&delay, from, at);
            Called { escalation: ladder, step, when, reach, why }
        });
        let over = |called: &Called<'_>| called.when.instant().zip(until).is_some_and(|(at, until)| until < at);
        called.filter(|called| !over(called)).collect()
    }

    /// When a level is called in: nobody is while the hours of its delay are closed, even after no time at all.
    fn called_at(&self, delay: &Delay, from: Instant) -> Option<Instant> {
        let at = self.after(delay, from)?;
        let hours = delay.calendar.as_ref().filter(|_| at == from && delay.length.value.is_zero());
        hours.map_or(Some(at), |hours| self.calendars.instants(hours).next_inside(at))
    }

    fn duties<'s>(&'s self, case: &'s Row, opened: Instant) -> impl Iterator<Item = &'a Duty> + use<'s, 'a> {
        self.model.duties.iter().filter(move |duty| {
            let each = matches!(&duty.each, Some(Window::Case { record }) if *record == case.record);
            let events =
                duty.every.iter().chain(&duty.within).chain(&duty.notice).flat_map(|d| d.after.iter().chain(&d.before));
            let after = duty.each.is_none()
                && events
                    .into_iter()
                    .any(|event| asks::is_of(event, &case.record) || self.is_breach_by(event, &case.record));
            (each || after) && self.in_force(duty.term.validity).contains(opened)
        })
    }

    /// A duty each time that it is due: after each time that its event has happened; what comes again by itself is told three times, as long as
    /// the event that ends it has not come.
    fn told_again(&self, duty: &'a Duty, case: &Row) -> Vec<Told<'a>> {
        let Some(first) = self.told(duty, case) else { return Vec::new() };
        let times = first.each_time.map(|event| self.each_time(event, case)).unwrap_or_default();
        if times.len() > 1 && first.when != When::Unagreed {
            let told = |at: Instant| {
                let due = self.after(&first.delay, at);
                let to = duty.to.iter().map(|actor| (actor, self.reach(actor, Some(at), due))).collect();
                let why = self.why_after(&first.delay, Some(at), due);
                Told { when: self.when(due, true, When::Nothing), to, why, ..first.clone() }
            };
            return times.into_iter().map(told).collect();
        }
        let mut told = vec![first];
        let Some(every) = every(duty) else { return told };
        let over = duty.until.as_ref().and_then(|event| self.event(event, Some(case), self.term()));
        while told.len() < TIMES_TOLD {
            let Some(last) = told.last().and_then(|last| last.when.instant()) else { break };
            let Some(next) = self.after_end(&every.delay, last).filter(|next| last < *next) else { break };
            if over.is_some_and(|over| over < next)
                || !self.is_agreed(&every.delay.length, every.delay.calendar.as_ref())
            {
                break;
            }
            let to = duty.to.iter().map(|actor| (actor, self.reach(actor, Some(last), Some(next)))).collect();
            // A day that is over at midnight is the one before.
            let from = if super::world::civil(&every.delay.length).is_some() { last - 1 } else { last };
            let why = self.why_after(&every.delay, Some(from), Some(next));
            told.push(Told { duty, delay: every.delay.clone(), when: When::At(next), each_time: None, to, why });
        }
        told
    }

    fn told(&self, duty: &'a Duty, case: &Row) -> Option<Told<'a>> {
        if !self.in_scope(&duty.scope, case) {
            return None;
        }
        let written = duty.within.as_ref().or(duty.notice.as_ref()).or(duty.every.as_ref())?;
        let deadline: Deadline = within(duty).or_else(|| duty.notice.clone()).or_else(|| every(duty))?;
        let at = self.due(&deadline, Some(case), self.term());
        let waits = match (&written.after, &written.before) {
            (Some(event), _) => (event, When::After(event)),
            (None, Some(event)) => (event, When::Before(event)),
            (None, None) => return None,
        };
        let event = self.event_of(waits.0, case);
        let agreed = self.is_agreed(&deadline.delay.length, deadline.delay.calendar.as_ref());
        let when = if agreed { self.when(at, event.is_some(), waits.1) } else { When::Unagreed };
        let at = at.filter(|_| agreed);
        let why = if deadline.after.is_some() { self.why_after(&deadline.delay, event, at) } else { Why::default() };
        let to = duty.to.iter().map(|actor| (actor, self.reach(actor, event, at))).collect();
        let each_time = written.after.as_ref().filter(|event| self.may_repeat(event));
        Some(Told { duty, delay: deadline.delay, when, each_time, to, why })
    }

    /// Whether an event of a record may happen more than once.
    fn may_repeat(&self, event: &Event) -> bool {
        let Event::Field { record, field } = event else { return false };
        let fields = self.model.records.get(record).map(|record| record.fields.as_slice()).unwrap_or_default();
        fields.iter().any(|known| known.name == *field && known.ty == FieldType::Instants)
    }

    fn when(&self, at: Option<Instant>, has_begun: bool, waits: When<'a>) -> When<'a> {
        match at {
            Some(at) => When::At(at),
            None if has_begun => When::Later(self.calendars.within().end),
            None => waits,
        }
    }

    /// Whether someone can be reached from an instant on and no later than another: a party always, a role in its hours.
    #[must_use]
    pub fn reach(&self, actor: &Actor, from: Option<Instant>, until: Option<Instant>) -> Reach {
        let role = match actor {
            Actor::Party(_) => None,
            Actor::Role(role) => self.model.roles.get(role),
        };
        let (Some(role), Some(from), Some(until)) = (role, from, until) else { return Reach::Then };
        let hours = self.calendars.instants(&role.during);
        // What is due when hours end is due within them.
        let at_their_end = from == until && hours.contains(from - 1);
        match hours.next_inside(from) {
            Some(next) if next == from || next < until || at_their_end => Reach::Then,
            Some(next) => Reach::From(next),
            None if at_their_end => Reach::Then,
            None => Reach::Never,
        }
    }
}

/// The event at which the count of an indicator starts, where it counts time between two events.
fn starts(indicator: &Indicator) -> Option<&Event> {
    match &indicator.formula {
        Expr::TimeBetween { from, .. } => Some(from),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
