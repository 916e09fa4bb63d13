//! When things are due, as functions of the instant of an event, and how they stand to one another over all instants.
//!
//! A [`Due`] never falls earlier for a later event, and between two of its *turns* it either stands still or moves with the
//! event, second by second. So the difference of two of them moves by no more than a second a second between turns, without
//! changing its course, and is greatest and least at a turn, or at the instant before one. What one of them does not reach
//! within what is known comes after all that is known: it is later than whatever the other one reaches.
//!
//! | file | what it holds |
//! |---|---|
//! | here | the functions, their turns and their chains |
//! | `compare` | the greatest and the least distance of two of them |

mod compare;

pub use compare::{Distance, distances, outside};

use crate::time::{Instant, Instants, Stretch};
use std::rc::Rc;

/// The instant at which something is due, for each instant of an event.
#[derive(Clone, Debug)]
pub enum Due {
    /// So many seconds of a set after the event; at once for none.
    Counting(Rc<Instants>, i64),
    /// At the event, or where it lies outside of a set, at the next instant of it.
    Opening(Rc<Instants>),
    /// At instants that are told stretch by stretch: from an instant on, up to the next one, the second one of the pair.
    /// None: not within what is known. In order, and never earlier.
    Steps(Vec<(Instant, Option<Instant>)>),
    /// The second one, for an event that falls when the first one is due.
    Chain(Box<Due>, Box<Due>),
}

impl Due {
    /// The second one, counted from when this one is due.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Self::Chain(Box::new(self), Box::new(next))
    }

    /// When it is due for an event at `event`; none where that is not within what is known.
    #[must_use]
    pub fn at(&self, event: Instant) -> Option<Instant> {
        match self {
            Self::Counting(set, seconds) => set.add(event, *seconds),
            Self::Opening(set) => set.next_inside(event),
            Self::Steps(steps) => {
                let after = steps.partition_point(|(from, _)| *from <= event);
                after.checked_sub(1).and_then(|last| steps.get(last)?.1)
            }
            Self::Chain(first, next) => next.at(first.at(event)?),
        }
    }

    /// The instants of `among` at which it changes its course, in order, each once. The first one of `among` is none.
    #[must_use]
    pub fn turns(&self, among: Stretch) -> Vec<Instant> {
        let mut turns: Vec<Instant> = match self {
            Self::Counting(set, seconds) => set.turns(*seconds).collect(),
            Self::Opening(set) => set.stretches().flat_map(|piece| [piece.start, piece.end]).collect(),
            Self::Steps(steps) => steps.iter().map(|(from, _)| *from).collect(),
            Self::Chain(first, next) => {
                let reached = |event| first.at(event).unwrap_or(Instant::MAX);
                let image = Stretch::new(reached(among.start), reached(among.end - 1).saturating_add(1));
                let behind = next.turns(image).into_iter().map(|turn| first_reaching(&reached, turn, among));
                first.turns(among).into_iter().chain(behind).collect()
            }
        };
        turns.retain(|turn| among.start < *turn && *turn < among.end);
        turns.sort_unstable();
        turns.dedup();
        turns
    }
}

/// The first instant of `among` at which a function that never falls reaches `goal`; the end of `among` where none does.
fn first_reaching(function: &impl Fn(Instant) -> Instant, goal: Instant, among: Stretch) -> Instant {
    let (mut low, mut high) = (among.start, among.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if function(middle) < goal { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests;
