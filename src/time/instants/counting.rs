//! Counting: only the instants of the set count, as on a clock that stands still outside of it.
//!
//! `measure` is the number of seconds of the set in a stretch. The deadline of `seconds` from `from` is the first
//! instant at which the count reaches them: where that is the end of a stretch, the deadline is that end and not the
//! next opening. Each question is a binary search.

use super::{Instant, Instants, Stretch};

/// The longest that a count can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WorstSpan {
    /// The first start from which it takes that long.
    pub from: Instant,
    /// When the count that starts there is reached.
    pub until: Instant,
}

impl WorstSpan {
    /// How long, in seconds by the wall clock.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.until.saturating_sub(self.from)
    }
}

impl Instants {
    /// How many seconds the whole set has.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.pieces.last().map_or(0, |last| last.before + (last.end - last.start))
    }

    /// How many seconds of the set lie in `[from, to)`; none where `to` is not after `from`.
    #[must_use]
    pub fn measure(&self, from: Instant, to: Instant) -> i64 {
        if to <= from { 0 } else { self.seconds_before(to) - self.seconds_before(from) }
    }

    /// Working-time addition: the first instant at which `seconds` of the set have passed since `from`.
    ///
    /// That is `from` itself for no seconds, or less. None where the set, as far as it is known, has too few.
    #[must_use]
    pub fn add(&self, from: Instant, seconds: i64) -> Option<Instant> {
        if seconds <= 0 {
            return Some(from);
        }
        let count = self.seconds_before(from).checked_add(seconds).filter(|count| *count <= self.seconds())?;
        let after = self.pieces.partition_point(|piece| piece.before < count);
        after.checked_sub(1).and_then(|i| self.pieces.get(i)).map(|piece| piece.start + (count - piece.before))
    }

    /// Its inverse: the last instant from which `seconds` of the set pass until `to`.
    ///
    /// That is `to` itself for no seconds, or less. None where the set, as far as it is known, has too few.
    #[must_use]
    pub fn subtract(&self, to: Instant, seconds: i64) -> Option<Instant> {
        if seconds <= 0 {
            return Some(to);
        }
        self.last_with_before(self.seconds_before(to).checked_sub(seconds)?)
    }

    /// The worst case, by the wall clock, of counting `seconds` from an instant: over all starts from which the count is
    /// reached within what is known. None where there is no such start.
    #[must_use]
    pub fn worst_span(&self, seconds: i64) -> Option<WorstSpan> {
        let last = self.subtract(self.within.end, seconds)?;
        self.worst_span_from(seconds, Stretch::new(self.within.start, last.saturating_add(1)))
    }

    /// The same over the starts in `starts`. None where there is no start, or the count is not reached from one of them.
    #[must_use]
    pub fn worst_span_from(&self, seconds: i64, starts: Stretch) -> Option<WorstSpan> {
        if starts.is_empty() {
            return None;
        }
        self.add(starts.end - 1, seconds)?;
        // While the count stands still, an earlier start takes longer; while it runs, all starts take as long, until the
        // deadline jumps over a closed stretch. So the worst start is the first of all, the end of a stretch, or the first
        // instant from which the count is no longer reached within a stretch.
        let jumps = self.jumps(seconds);
        let ends = self.pieces.iter().map(|piece| piece.end);
        let candidates = ends.chain(jumps).filter(|start| starts.contains(*start));
        let spans = candidates.chain([starts.start]).filter_map(|from| {
            let until = self.add(from, seconds)?;
            Some(WorstSpan { from, until })
        });
        spans.max_by(|a, b| a.seconds().cmp(&b.seconds()).then(b.from.cmp(&a.from)))
    }

    /// The instants at which the deadline of `seconds` changes its course, in no order. From one of them up to the next, each
    /// second that passes moves the deadline by a second, or none does.
    pub fn turns(&self, seconds: i64) -> impl Iterator<Item = Instant> {
        self.pieces.iter().flat_map(|piece| [piece.start, piece.end]).chain(self.jumps(seconds))
    }

    /// The first instants from which the count of `seconds` is no longer reached within a stretch, but in the one after it.
    fn jumps(&self, seconds: i64) -> impl Iterator<Item = Instant> {
        self.pieces.iter().filter_map(move |piece| {
            let before_end = piece.before + (piece.end - piece.start);
            self.last_with_before(before_end.checked_sub(seconds)?).map(|last| last + 1)
        })
    }

    /// How many seconds of the set come before `instant`.
    fn seconds_before(&self, instant: Instant) -> i64 {
        self.begun_by(instant).map_or(0, |piece| piece.before + (instant.min(piece.end) - piece.start))
    }

    /// The last instant with that many seconds of the set before it; none where all instants from some time on are such.
    fn last_with_before(&self, count: i64) -> Option<Instant> {
        if count < 0 || count >= self.seconds() {
            return None;
        }
        let after = self.pieces.partition_point(|piece| piece.before <= count);
        after.checked_sub(1).and_then(|i| self.pieces.get(i)).map(|piece| piece.start + (count - piece.before))
    }
}
