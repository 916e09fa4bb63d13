//! Hours that never come, and exclusions against the hours that they are taken out of.

use super::timer::Timer;
use crate::check::Facts;
use crate::kernel::measure;
use crate::model::{Calendar, CalendarSet, Commitment, Exclusion, ExclusionSource, Form, HasTerm};
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

/// An exclusion that may take a great part of what is promised.
pub struct Taken<'m> {
    /// The exclusion.
    pub exclusion: &'m Exclusion,
    /// The commitment of which it may take most.
    pub commitment: &'m Commitment,
    /// The window in which it does, in words.
    pub window: String,
    /// The seconds that it may take of those that are promised.
    pub seconds: (i64, i64),
}

impl Taken<'_> {
    /// Whether nothing is left of the window.
    #[must_use]
    pub fn takes_all(&self) -> bool {
        self.seconds.0 == self.seconds.1
    }
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
            continue;
        }
        let shares = suspended.iter().filter(|commitment| is_of_time(facts, commitment)).filter_map(|commitment| {
            let window = commitment.window.as_ref()?;
            let periods = timer.world.periods(window, timer.looked_at()).into_iter();
            let whole = periods.filter(|period| !period.is_partial()).map(|period| period.whole);
            let budget = budget(exclusion, commitment)?;
            let (stretch, own, all) = measure::greatest_share(&hours, &counted(commitment)?, whole)?;
            Some((*commitment, stretch, own.min(budget), all))
        });
        // The first of those that may take the same.
        let shares = shares.filter_map(|share| Some((Rational::new(share.2, share.3)?, share)));
        let worst = shares.reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((_, (commitment, stretch, own, all))) = worst.filter(|(share, _)| share > most) {
            let window = format!("{} to {}", timer.told(stretch.start), timer.told_end(stretch.end));
            found.taken.push(Taken { exclusion, commitment, window, seconds: (own, all) });
        }
    }
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
fn in_term(timer: &Timer<'_>, set: &Instants) -> Instants {
    set.and(&Instants::of(set.within(), [timer.looked_at()]))
}

/// The hours of the term that an exclusion may be used in, where they are hours.
fn hours(timer: &Timer<'_>, exclusion: &Exclusion) -> Option<Rc<Instants>> {
    let calendars = timer.world.calendars;
    let set = match &exclusion.applies {
        ExclusionSource::Permitted(hours) => compile(hours, &[], calendars.zone(), calendars.within()),
        ExclusionSource::Calendar(set) if calendars.is_agreed(set) => (*calendars.instants(set)).clone(),
        _ => return None,
    };
    let in_force = timer.world.in_force(exclusion.term.validity);
    Some(Rc::new(in_term(timer, &set.and(&Instants::of(set.within(), [in_force])))))
}

fn is_of_time(facts: &Facts<'_>, commitment: &Commitment) -> bool {
    facts.model.indicators.get(&commitment.indicator).is_some_and(|indicator| indicator.form == Form::TimeRatio)
}

/// How many seconds an exclusion may take in a window of a commitment: as many as there are without a budget. None where that is not
/// told by the window.
fn budget(exclusion: &Exclusion, commitment: &Commitment) -> Option<i64> {
    match &exclusion.budget {
        None => Some(i64::MAX),
        Some((quantity, window)) if window.as_ref() == commitment.window.as_ref() && quantity.as_blank().is_none() => {
            Rational::from(quantity.base().floor()).to_i64()
        }
        Some(_) => None,
    }
}
