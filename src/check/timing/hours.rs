//! Hours that never come, and exclusions none of whose hours count anyway.

use super::taken::{self, Taken};
use super::timer::Timer;
use crate::check::Facts;
use crate::model::{Calendar, CalendarSet, Commitment, Exclusion, ExclusionSource, HasTerm};
use crate::quantity::Rational;
use crate::time::{Instants, compile};
use std::rc::Rc;

/// An exclusion none of whose hours is one of those that it is taken out of.
pub struct Idle<'m> {
    /// The exclusion.
    pub exclusion: &'m Exclusion,
    /// A commitment that it suspends.
    pub commitment: &'m Commitment,
}

/// Hours that never come, exclusions without effect, and those with much of it.
#[derive(Default)]
pub struct Hours<'m> {
    /// Calendars without an instant in the term.
    pub never: Vec<&'m Calendar>,
    /// Exclusions of hours that do not count anyway.
    pub idle: Vec<Idle<'m>>,
    /// Exclusions that may take more than `most` of a window.
    pub taken: Vec<Taken<'m>>,
}

/// What is wrong with the hours of a contract; `most` is the share beyond which an exclusion takes much.
pub(super) fn of<'m>(facts: &Facts<'m>, timer: &Timer<'_>, most: &Rational) -> Hours<'m> {
    let model = facts.model;
    let calendars = timer.world.calendars;
    let never = model.calendars.iter().filter(|calendar| {
        let set = CalendarSet::Calendar(calendar.id());
        calendar.term.module.is_empty()
            && calendars.is_agreed(&set)
            && in_term(timer, &calendars.instants(&set)).is_empty()
            && !rests_on_itself(facts, calendar)
    });
    let mut found = Hours { never: never.collect(), ..Hours::default() };
    for exclusion in &model.exclusions {
        let dated = !facts.blanks().has_dates(&exclusion.term.id);
        let Some(hours) = hours(timer, exclusion).filter(|hours| dated && !hours.is_empty()) else { continue };
        let suspended: Vec<_> = facts.binding().filter(|c| c.suspended_by.contains(&exclusion.id())).collect();
        let counted = |commitment: &Commitment| {
            let set = commitment.calendar.as_ref().filter(|set| calendars.is_agreed(set))?;
            Some(in_term(timer, &calendars.instants(set)))
        };
        let meets = |commitment: &&&Commitment| counted(commitment).is_none_or(|set| set.overlap(&hours).is_some());
        if let Some(first) = suspended.first().filter(|_| suspended.iter().find(meets).is_none()) {
            found.idle.push(Idle { exclusion, commitment: first });
        }
    }
    found.taken = taken::of(facts, timer, most);
    found
}

/// Whether a calendar rests on one that is defined by itself, which is another mistake.
fn rests_on_itself(facts: &Facts<'_>, calendar: &Calendar) -> bool {
    let references = facts.references();
    let own = references.number(&calendar.term.id);
    let behind = |at: usize| references.graph.reachable_from(references.graph.successors(at).iter().copied());
    let reached = references.graph.reachable_from(own);
    let mut all = reached.iter().enumerate().filter(|(_, is_reached)| **is_reached);
    all.any(|(at, _)| behind(at).get(at) == Some(&true))
}

/// The instants of the term in a set.
pub(super) fn in_term(timer: &Timer<'_>, set: &Instants) -> Instants {
    set.and(&Instants::of(set.within(), [timer.looked_at()]))
}

/// The hours of the term that an exclusion may be used in, where they are hours.
pub(super) fn hours(timer: &Timer<'_>, exclusion: &Exclusion) -> Option<Rc<Instants>> {
    let calendars = timer.world.calendars;
    let set = match &exclusion.applies {
        ExclusionSource::Permitted(hours) => compile(hours, &[], calendars.zone(), calendars.within()),
        ExclusionSource::Calendar(set) if calendars.is_agreed(set) => (*calendars.instants(set)).clone(),
        _ => return None,
    };
    let in_force = timer.world.in_force(exclusion.term.validity);
    Some(Rc::new(in_term(timer, &set.and(&Instants::of(set.within(), [in_force])))))
}
