//! Sets of instants, exact to the second.
//!
//! A set is known within a bounded stretch of time and is kept as sorted, disjoint, non-adjacent stretches, each with
//! the seconds that come before it. So the same set has one form only, and questions take a binary search. Nothing
//! outside the stretch within which a set is known belongs to it.
//!
//! | file | what it holds |
//! |---|---|
//! | here | the set, and where it begins and ends |
//! | `algebra` | and, or, except, inclusion |
//! | `counting` | how many seconds, working-time addition, the worst span |

mod algebra;
mod counting;

pub use counting::WorstSpan;

use serde::{Deserialize, Serialize};

/// A point in time: whole seconds since 1970-01-01T00:00:00Z.
pub type Instant = i64;

/// A stretch of time, half-open; empty where it does not end after its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stretch {
    /// The first instant in it.
    pub start: Instant,
    /// The first instant after it.
    pub end: Instant,
}

impl Stretch {
    /// From `start` up to and without `end`.
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Self {
        Self { start, end }
    }

    /// How long it is, in seconds; never negative.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.end.saturating_sub(self.start).max(0)
    }

    /// Whether no instant lies in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `instant` lies in it.
    #[must_use]
    pub fn contains(self, instant: Instant) -> bool {
        self.start <= instant && instant < self.end
    }

    /// What lies in both; empty where they do not meet.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { start: self.start.max(other.start), end: self.end.min(other.end) }
    }
}

/// A set of instants, known within a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Instants {
    within: Stretch,
    // INVARIANT: sorted, none empty, each starts after the one before has ended, all lie in `within`.
    pieces: Vec<Piece>,
}

/// A stretch of a set, with the seconds of the set before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Piece {
    start: Instant,
    end: Instant,
    before: i64,
}

impl Instants {
    /// No instant.
    #[must_use]
    pub fn never(within: Stretch) -> Self {
        Self { within, pieces: Vec::new() }
    }

    /// Every instant of `within`.
    #[must_use]
    pub fn always(within: Stretch) -> Self {
        Self::from_sorted(within, [within])
    }

    /// The instants of any of these stretches that lie in `within`. The stretches may come in any order and overlap.
    #[must_use]
    pub fn of(within: Stretch, stretches: impl IntoIterator<Item = Stretch>) -> Self {
        let mut stretches: Vec<Stretch> = stretches.into_iter().collect();
        stretches.sort_unstable();
        Self::from_sorted(within, stretches)
    }

    /// The same from stretches that are sorted by their start.
    pub(super) fn from_sorted(within: Stretch, stretches: impl IntoIterator<Item = Stretch>) -> Self {
        let mut set = Self::never(within);
        for stretch in stretches {
            set.push(stretch.and(within));
        }
        set
    }

    /// Adds a stretch that starts no earlier than the last one.
    fn push(&mut self, stretch: Stretch) {
        if stretch.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
            _ => self.pieces.push(Piece { start: stretch.start, end: stretch.end, before: self.seconds() }),
        }
    }

    /// The stretch of time within which the set is known.
    #[must_use]
    pub fn within(&self) -> Stretch {
        self.within
    }

    /// Whether no instant is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Its first instant.
    #[must_use]
    pub fn first(&self) -> Option<Instant> {
        self.pieces.first().map(|piece| piece.start)
    }

    /// Its stretches, in order: disjoint, and never adjacent.
    pub fn stretches(&self) -> impl ExactSizeIterator<Item = Stretch> + DoubleEndedIterator {
        self.pieces.iter().map(|piece| Stretch::new(piece.start, piece.end))
    }

    /// The stretches of the set between `from` and `to`, cut at both.
    pub fn pieces(&self, from: Instant, to: Instant) -> impl Iterator<Item = Stretch> {
        let first = self.pieces.partition_point(|piece| piece.end <= from);
        let between = Stretch::new(from, to);
        let from_first = self.pieces.get(first..).unwrap_or_default().iter();
        from_first.map(move |piece| Stretch::new(piece.start, piece.end).and(between)).take_while(|s| !s.is_empty())
    }

    /// Whether `instant` is in it.
    #[must_use]
    pub fn contains(&self, instant: Instant) -> bool {
        self.begun_by(instant).is_some_and(|piece| instant < piece.end)
    }

    /// The first instant from `from` on that is in it, `from` included.
    #[must_use]
    pub fn next_inside(&self, from: Instant) -> Option<Instant> {
        let first = self.pieces.partition_point(|piece| piece.end <= from);
        self.pieces.get(first).map(|piece| piece.start.max(from))
    }

    /// The first instant after `instant` at which the set begins or ends.
    #[must_use]
    pub fn next_boundary(&self, instant: Instant) -> Option<Instant> {
        let first = self.pieces.partition_point(|piece| piece.end <= instant);
        self.pieces.get(first).map(|piece| if instant < piece.start { piece.start } else { piece.end })
    }

    /// The last instant up to `instant`, itself included, at which the set begins or ends.
    ///
    /// Between `previous_boundary(t)` and `next_boundary(t)` all instants are in the set, or none is.
    #[must_use]
    pub fn previous_boundary(&self, instant: Instant) -> Option<Instant> {
        self.begun_by(instant).map(|piece| if piece.end <= instant { piece.end } else { piece.start })
    }

    /// The last stretch that has begun at `instant`.
    fn begun_by(&self, instant: Instant) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.start <= instant);
        after.checked_sub(1).and_then(|last| self.pieces.get(last))
    }
}

#[cfg(test)]
mod tests;
