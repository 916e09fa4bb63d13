//! Whether an instant counts: for each commitment that a service is held to, and what may take it out of account.

use crate::evaluate::World;
use crate::model::{Commitment, Exclusion, HasTerm, Id, Service};
use crate::time::Instant;

/// Whether an instant counts for a commitment.
#[derive(Clone, Debug)]
pub struct Counts<'m> {
    /// The commitment.
    pub commitment: &'m Commitment,
    /// Whether it does.
    pub answer: Answer<'m>,
}

/// Whether an instant counts.
#[derive(Clone, Debug)]
pub enum Answer<'m> {
    /// It does, whatever happens.
    Counts,
    /// It does, unless one of these takes it out of account by what happened.
    Unless(Vec<&'m Exclusion>),
    /// It does not: one of these has it for its own, whatever happens.
    TakenOut(Vec<&'m Exclusion>),
    /// It does not: it lies outside of the calendar on which the commitment counts. The next instant that does, where there is one.
    Outside(Option<Instant>),
    /// Nothing says yet: the calendar is not agreed.
    Unagreed,
}

/// Whether an instant counts, for each commitment that a service is held to then and that promises something.
#[must_use]
pub fn counts<'m>(world: &World<'m>, service: &Id<Service>, at: Instant) -> Vec<Counts<'m>> {
    let held = world.model.commitments.iter().filter(|one| one.target.is_some() && world.is_held(one, service, at));
    held.map(|commitment| Counts { commitment, answer: answer(world, commitment, service, at) }).collect()
}

fn answer<'m>(world: &World<'m>, commitment: &'m Commitment, service: &Id<Service>, at: Instant) -> Answer<'m> {
    let Some(calendar) = commitment.calendar.as_ref().filter(|calendar| world.calendars.is_agreed(calendar)) else {
        return Answer::Unagreed;
    };
    let hours = world.calendars.instants(calendar);
    if !hours.contains(at) {
        return Answer::Outside(hours.next_inside(at));
    }
    let account = world.account(&commitment.term.id, &commitment.suspended_by, service, &hours, false);
    let exclusions = || commitment.suspended_by.iter().filter_map(|id| world.model.exclusions.get(id));
    let out = account.taken.iter().filter(|taken| taken.during.contains(at));
    let out: Vec<_> = out.map(|taken| &taken.exclusion).collect();
    if !out.is_empty() {
        return Answer::TakenOut(exclusions().filter(|exclusion| out.contains(&&exclusion.id())).collect());
    }
    let may: Vec<_> = exclusions().filter(|exclusion| may_take(world, exclusion, at)).collect();
    if may.is_empty() { Answer::Counts } else { Answer::Unless(may) }
}

/// Whether what happened may let an exclusion take an instant out of account: it is in force, and permitted then.
fn may_take(world: &World<'_>, exclusion: &Exclusion, at: Instant) -> bool {
    world.permitted(exclusion).contains(at) && world.in_force(exclusion.term.validity).contains(at)
}
