//! What a service is held to at an instant: every commitment, with its limit then and the period that the instant belongs to.

use crate::evaluate::judge::Asks;
use crate::evaluate::{Span, World};
use crate::model::{Commitment, Id, Service, Window};
use crate::time::{Instant, Stretch};

/// A commitment that a service is held to at an instant.
#[derive(Clone, Debug)]
pub struct Target<'m> {
    /// The commitment.
    pub commitment: &'m Commitment,
    /// What it asks for then; none where nothing is promised, on purpose.
    pub asks: Option<Asks>,
    /// The period that the instant belongs to; none where each case is judged by itself, and for a window that slides.
    pub period: Option<Span>,
}

/// What a service is held to at an instant, in the order of the contract.
#[must_use]
pub fn targets<'m>(world: &World<'m>, service: &Id<Service>, at: Instant) -> Vec<Target<'m>> {
    let held = world.model.commitments.iter().filter(|commitment| world.is_held(commitment, service, at));
    let target = |commitment: &'m Commitment| {
        let window = commitment.window.as_ref().filter(|window| !matches!(window, Window::Rolling { .. }));
        let periods = window.map(|window| world.periods(window, Stretch::new(at, at + 1)));
        let period = periods.into_iter().flatten().find(|period| period.within.contains(at));
        Target { commitment, asks: world.asks(commitment, service, at), period }
    };
    held.map(target).collect()
}
