//! Sets of sets: and, or, except; inclusion and overlap.
//!
//! Two sets that are known within different stretches of time have a result that is known where both are.

use super::{Instant, Instants, Stretch};

impl Instants {
    /// The instants of either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a || b)
    }

    /// The instants of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a && b)
    }

    /// The instants of this one that are not in the other.
    #[must_use]
    pub fn except(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a && !b)
    }

    /// The instants that are not in it, within the stretch where it is known.
    #[must_use]
    pub fn complement(&self) -> Self {
        Self::always(self.within()).except(self)
    }

    /// Whether every instant of the other is in this one.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        other.except(self).is_empty()
    }

    /// The first instant that is in both.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Option<Instant> {
        self.and(other).first()
    }

    /// The instants for which `keep` says yes, told whether each set has them; it must say no to those of neither.
    fn combine(&self, other: &Self, keep: impl Fn(bool, bool) -> bool) -> Self {
        let within = self.within.and(other.within);
        let (mut ours, mut theirs) = (self.edges(within).peekable(), other.edges(within).peekable());
        let (mut in_ours, mut in_theirs) = (false, false);
        let mut result = Self::never(within);
        let mut since = None;
        while let Some(at) = [ours.peek(), theirs.peek()].into_iter().flatten().min().copied() {
            // Stretches outside of `within` are cut to nothing, so that several edges may fall on its ends.
            while ours.next_if_eq(&at).is_some() {
                in_ours = !in_ours;
            }
            while theirs.next_if_eq(&at).is_some() {
                in_theirs = !in_theirs;
            }
            since = match (since, keep(in_ours, in_theirs)) {
                (None, true) => Some(at),
                (Some(start), false) => {
                    result.push(Stretch::new(start, at));
                    None
                }
                (since, _) => since,
            };
        }
        result
    }

    /// Where it begins and ends in turn, cut to `within`.
    fn edges(&self, within: Stretch) -> impl Iterator<Item = Instant> {
        let (start, end) = (within.start, within.end.max(within.start));
        self.pieces.iter().flat_map(|piece| [piece.start, piece.end]).map(move |edge| edge.clamp(start, end))
    }
}
