//! The levels of an escalation against the deadlines that they serve, against one another, and against the hours of those who are
//! called in.

use super::stages::Clock;
use super::timer::{Built, Events, Timer};
use super::{Instance, Timing};
use crate::base::Name;
use crate::check::{Facts, shown};
use crate::diagnostics::{Case, Question};
use crate::evaluate::functions::Start;
use crate::model::{Actor, Delay, Escalation, EscalationStep, Event, HasTerm, Id, PartyKind, Record, Role, Subject};
use crate::time::Instant;

/// A level that can be called in when the deadline that the escalation serves is over.
pub struct TooLate<'m> {
    /// The escalation.
    pub escalation: &'m Escalation,
    /// The level.
    pub step: &'m EscalationStep,
    /// The clock that stops with the event that ends the escalation.
    pub clock: Clock<'m>,
    /// A case that both are for.
    pub case: Case,
    /// An instant of it.
    pub instance: Instance,
}

/// A level that can be called in no later than the one before it, by delays that count on different hours.
pub struct Crossed<'m> {
    /// The escalation.
    pub escalation: &'m Escalation,
    /// The level that stands first.
    pub earlier: &'m EscalationStep,
    /// The level after it.
    pub later: &'m EscalationStep,
    /// A case that both are for.
    pub case: Case,
    /// An instant of it.
    pub instance: Instance,
}

/// A level that can be called in outside of the hours of its role.
pub struct Absent<'m> {
    /// The escalation.
    pub escalation: &'m Escalation,
    /// The level.
    pub step: &'m EscalationStep,
    /// The role.
    pub role: &'m Role,
    /// When the case opens.
    pub opened: String,
    /// When the level is called in.
    pub called: String,
    /// When the role is there again; none where it is not as far as is known.
    pub there: Option<String>,
    /// When the case opens, when the level is called in, and when the role is there again.
    pub at: (Instant, Instant, Option<Instant>),
    /// Whether it is so whenever the case opens.
    pub always: bool,
    /// Whether a delay that is counted on the hours of the role ends while it is there, and before the deadline.
    pub is_there_by_its_hours: bool,
}

/// When a level of an escalation is called in, as a question about a case that opens at an instant by the event from which it runs.
#[must_use]
pub fn asks(escalation: &Escalation, step: &EscalationStep, case: &Case, at: Instant) -> Option<Question> {
    let (record, event) = field(&escalation.from)?;
    let level = escalation.steps.iter().position(|other| std::ptr::eq(other, step))? + 1;
    let (record, event) = (Some(record.name().clone()), Some(event.clone()));
    let case = Case { record, event, at: Some(at), ..case.clone() };
    Some(Question::Due { of: escalation.term.id.clone(), level: Some(level), case })
}

/// A level with its delay as a function.
struct Level<'m> {
    step: &'m EscalationStep,
    due: (Built, Events),
}

/// What is wrong with the escalations of a contract.
pub(super) fn of<'m>(facts: &Facts<'m>, clocks: &[Clock<'m>], timer: &mut Timer<'_>) -> Timing<'m> {
    let mut found = Timing::default();
    for escalation in &facts.model.escalations {
        if facts.blanks().has_dates(&escalation.term.id) {
            continue;
        }
        let events = timer.events(&[escalation.term.validity], &[]);
        let levels = escalation.steps.iter().filter_map(|step| {
            let delay = step.delay();
            // Nobody is called in while the hours of the delay are closed, even after no time at all.
            let hours = delay.calendar.clone().filter(|_| delay.length.value.is_zero());
            let start = hours.map_or(Start::AtOnce, Start::NextOpening);
            Some(Level { step, due: (timer.due(&start, &delay)?, events) })
        });
        let levels: Vec<Level<'m>> = levels.collect();
        for (at, level) in levels.iter().enumerate() {
            found.too_late.extend(too_late(escalation, level, clocks, timer));
            let before = match escalation.steps.iter().position(|step| std::ptr::eq(step, level.step)) {
                Some(place) => crate::check::ladders::before(facts.model, escalation, place),
                None => Vec::new(),
            };
            let of = |step: &EscalationStep| levels.iter().take(at).find(|other| std::ptr::eq(other.step, step));
            let earlier: Vec<_> = before.into_iter().filter_map(|(step, case)| Some((of(step)?, case))).collect();
            found.crossed.extend(earlier.into_iter().filter_map(|(earlier, case)| {
                // Of delays on the same hours, the lengths alone say which one is over first.
                let apart = earlier.step.delay().calendar != level.step.delay().calendar;
                let (_, instance) = timer.instance(earlier.due, level.due, 0).filter(|_| apart)?;
                Some(Crossed { escalation, earlier: earlier.step, later: level.step, case, instance })
            }));
            found.absent.extend(absent(facts, escalation, level, clocks, timer));
        }
    }
    found
}

/// The first deadline, of those that stop when the escalation ends, that can be over when a level is called in.
fn too_late<'m>(
    escalation: &'m Escalation,
    level: &Level<'m>,
    clocks: &[Clock<'m>],
    timer: &mut Timer<'_>,
) -> Option<TooLate<'m>> {
    let (from, until) = (field(&escalation.from)?, field(&escalation.until)?);
    clocks.iter().find_map(|clock| {
        // What suppliers promise is not what the escalation is for.
        let party = timer.world.model.parties.get(&clock.commitment.creditor);
        let to_customer = party.is_some_and(|party| party.kind == PartyKind::Customer);
        let serves = to_customer && (clock.record, clock.from) == from && (clock.record, clock.to) == until;
        let of = match &escalation.of {
            Subject::Service(service) => timer.world.held(clock.commitment).any(|(held, _)| held.id() == *service),
            _ => true,
        };
        if !serves || !of {
            return None;
        }
        let case = shown::common(&level.step.scope, &clock.commitment.scope)?;
        let (_, instance) = timer.instance(level.due, clock.due, 0)?;
        Some(TooLate { escalation, step: level.step, clock: clock.clone(), case, instance })
    })
}

fn field(event: &Event) -> Option<(&Id<Record>, &Name)> {
    match event {
        Event::Field { record, field } => Some((record, field)),
        _ => None,
    }
}

fn absent<'m>(
    facts: &Facts<'m>,
    escalation: &'m Escalation,
    level: &Level<'m>,
    clocks: &[Clock<'m>],
    timer: &mut Timer<'_>,
) -> Option<Absent<'m>> {
    let Actor::Role(role) = &level.step.to else { return None };
    let role = facts.model.roles.get(role)?;
    let calendars = timer.world.calendars;
    if !calendars.is_agreed(&role.during) {
        return None;
    }
    let hours = calendars.instants(&role.during);
    let (opened, called, always) = timer.outside(level.due, &hours)?;
    let back = hours.next_inside(called);
    let at = (opened, called, back);
    let there = back.map(|at| timer.told(at));
    let (opened, called) = (timer.told(opened), timer.told(called));
    let delay = Delay { calendar: Some(role.during.clone()), ..level.step.delay() };
    let start = if delay.length.value.is_zero() { Start::NextOpening(role.during.clone()) } else { Start::AtOnce };
    let counted = timer.due(&start, &delay).map(|due| Level { step: level.step, due: (due, level.due.1) });
    let is_there_by_its_hours = !hours.is_empty()
        && counted.is_some_and(|counted| {
            timer.outside(counted.due, &hours).is_none() && too_late(escalation, &counted, clocks, timer).is_none()
        });
    Some(Absent { escalation, step: level.step, role, opened, called, there, at, always, is_there_by_its_hours })
}
