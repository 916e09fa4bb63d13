//! How much of a set lies in stretches of time: the most, the least, the widest gap.
//!
//! A measure is a number of seconds. Between two places at which a set begins or ends, the measure of a stretch that slides over it
//! changes by no more than a second a second and without changing its course; so it is greatest where an end of the stretch lies
//! at such a place.

use crate::time::{Instant, Instants, Stretch};

/// The most that a set has within a stretch of a given length, and the first start of such a stretch. None where the set is empty.
#[must_use]
pub fn most(set: &Instants, length: i64) -> Option<(Instant, i64)> {
    let starts = set.stretches().flat_map(|piece| [piece.start, piece.end.saturating_sub(length)]);
    let measured = starts.map(|start| (start, set.measure(start, start.saturating_add(length))));
    measured.max_by_key(|(start, measure)| (*measure, std::cmp::Reverse(*start)))
}

/// The stretch in which what is `taken` is the greatest share of `whole`: its seconds of both. Stretches without an instant of `whole`
/// have no share. None where there is no other.
#[must_use]
pub fn greatest_share(
    taken: impl Fn(Stretch) -> i64,
    whole: &Instants,
    stretches: impl IntoIterator<Item = Stretch>,
) -> Option<(Stretch, i64, i64)> {
    let measured = stretches.into_iter().map(|stretch| (stretch, whole.measure(stretch.start, stretch.end)));
    let shares = measured.filter(|(_, whole)| *whole > 0).map(|(stretch, whole)| (stretch, taken(stretch), whole));
    // a/b > c/d iff a·d > c·b; the first of equals stays.
    shares.reduce(|best, next| {
        let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
        if product(next.1, best.2) > product(best.1, next.2) { next } else { best }
    })
}

/// The widest gap between one instant and the next; the first of equals. None where there are fewer than two.
#[must_use]
pub fn widest_gap(instants: &[Instant]) -> Option<(Instant, Instant)> {
    let gaps = instants.iter().zip(instants.iter().skip(1)).map(|(from, to)| (*from, *to));
    gaps.max_by_key(|(from, to)| (to.saturating_sub(*from), std::cmp::Reverse(*from)))
}

#[cfg(test)]
mod tests;
