//! How far two due instants lie apart, at the most and at the least.

use super::Due;
use crate::time::{Instant, Instants, Stretch};
use std::rc::Rc;

/// Two due instants for one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distance {
    /// The event.
    pub event: Instant,
    /// When the first one is due; none: after all that is known.
    pub first: Option<Instant>,
    /// When the second one is due, within what is known.
    pub second: Instant,
}

impl Distance {
    /// How many seconds the first one comes after the second one; negative where it comes before it.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.first.map_or(i64::MAX, |first| first.saturating_sub(self.second))
    }
}

/// The least and the greatest distance from the second to the first, over the events of a set for which the second one is
/// due within what is known; the earliest event of each. None where there is no such event.
#[must_use]
pub fn distances(first: &Due, second: &Due, events: &Instants) -> Option<(Distance, Distance)> {
    let at = |event| Some(Distance { event, first: first.at(event), second: second.at(event)? });
    let pieces: Vec<Stretch> = events.stretches().collect();
    let around = Stretch::new(pieces.first()?.start, pieces.last()?.end);
    let turns = [first.turns(around), second.turns(around)].concat();
    let ends = pieces.iter().flat_map(|piece| [piece.start, piece.end - 1]);
    let mut candidates: Vec<Instant> = turns.into_iter().flat_map(|turn| [turn - 1, turn]).chain(ends).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let found = || candidates.iter().filter(|event| events.contains(**event)).filter_map(|event| at(*event));
    // The earliest event of those that are as far apart: `min_by_key` keeps the first of equals, `max_by_key` the last.
    let least = found().min_by_key(|distance| distance.seconds())?;
    let greatest = found().max_by_key(|distance| (distance.seconds(), std::cmp::Reverse(distance.event)))?;
    Some((least, greatest))
}

/// The first event of a set for which it is due outside of `hours`, where it is due within what is known of them, and whether that
/// is so of every event. None where there is no such event.
#[must_use]
pub fn outside(due: &Due, hours: &Rc<Instants>, events: &Instants) -> Option<(Instant, bool)> {
    let pieces: Vec<Stretch> = events.stretches().collect();
    let around = Stretch::new(pieces.first()?.start, pieces.last()?.end);
    let turns = due.clone().then(Due::Opening(Rc::clone(hours))).turns(around);
    let ends = pieces.iter().flat_map(|piece| [piece.start, piece.end - 1]);
    let mut candidates: Vec<Instant> = turns.into_iter().flat_map(|turn| [turn - 1, turn]).chain(ends).collect();
    candidates.sort_unstable();
    candidates.retain(|event| events.contains(*event));
    let is_outside =
        |event: &Instant| due.at(*event).filter(|at| hours.within().contains(*at)).map(|at| !hours.contains(at));
    let first = candidates.iter().copied().find(|event| is_outside(event) == Some(true))?;
    Some((first, candidates.iter().all(|event| is_outside(event) != Some(false))))
}
