//! Whether terms split a domain among them: every value in exactly one, or at least in terms that agree.
//!
//! One sweep over the cuts keeps the terms that hold at the place. The *holder* is the one that has held longest; a term
//! that begins is compared with the holder, and at each place with two answers the holder is compared with the longest
//! held term that disagrees. So the reported overlaps cover exactly the values with two answers, without a quadratic
//! number of pairs. Terms that agree are paired in the same way among the terms of their answer.

use super::{Cut, Interval};
use std::collections::{BTreeMap, BTreeSet};

/// Two terms on a common stretch of the domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overlap<V> {
    /// The index of the one that begins first; of two that begin together, the lesser.
    pub first: usize,
    /// The index of the other.
    pub second: usize,
    /// All the values of the domain that are in both.
    pub on: Interval<V>,
}

/// How terms lie on a domain. Lists ascend along the domain, or by index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition<V> {
    /// The values of the domain in no term, as maximal intervals.
    pub gaps: Vec<Interval<V>>,
    /// Pairs of terms with different answers; together they cover exactly the values with two answers.
    pub overlaps: Vec<Overlap<V>>,
    /// Pairs of terms with the same answer; together they cover exactly the values that some answer is given to twice.
    pub same: Vec<Overlap<V>>,
    /// The terms that hold no value at all.
    pub empty: Vec<usize>,
    /// The terms that hold values, none of them in the domain.
    pub outside: Vec<usize>,
    /// The additions, removals and comparisons of terms that the sweep took.
    pub steps: u64,
}

/// The terms that hold at the place of the sweep, ranked by where they began, then by index.
#[derive(Default)]
struct Held {
    all: BTreeSet<usize>,
    by_answer: BTreeMap<u32, BTreeSet<usize>>,
    /// The longest held term of each answer.
    heads: BTreeSet<usize>,
}

impl Held {
    fn insert(&mut self, rank: usize, answer: u32) {
        self.all.insert(rank);
        let peers = self.by_answer.entry(answer).or_default();
        if let Some(head) = peers.first() {
            self.heads.remove(head);
        }
        peers.insert(rank);
        self.heads.extend(peers.first());
    }

    fn remove(&mut self, rank: usize, answer: u32) {
        self.all.remove(&rank);
        self.heads.remove(&rank);
        let peers = self.by_answer.entry(answer).or_default();
        peers.remove(&rank);
        self.heads.extend(peers.first());
        if peers.is_empty() {
            self.by_answer.remove(&answer);
        }
    }
}

/// How `terms`, each an interval and an answer, lie on `domain`.
#[must_use]
pub fn partition<V: Ord + Clone>(domain: &Interval<V>, terms: &[(Interval<V>, u32)]) -> Partition<V> {
    let mut result = Partition {
        gaps: Vec::new(),
        overlaps: Vec::new(),
        same: Vec::new(),
        empty: Vec::new(),
        outside: Vec::new(),
        steps: 0,
    };
    let mut ranked: Vec<(Interval<V>, usize, u32)> = Vec::with_capacity(terms.len());
    for (index, (interval, answer)) in terms.iter().enumerate() {
        let inside = interval.intersection(domain);
        if interval.is_empty() {
            result.empty.push(index);
        } else if inside.is_empty() {
            result.outside.push(index);
        } else {
            ranked.push((inside, index, *answer));
        }
    }
    ranked.sort_by(|(a, i, _), (b, j, _)| (&a.from, i).cmp(&(&b.from, j)));

    // At one cut the terms that end there are taken away before the ones that begin there come in: they share no value.
    let mut events: Vec<(&Cut<V>, bool, usize)> = Vec::with_capacity(2 * ranked.len());
    for (rank, (interval, _, _)) in ranked.iter().enumerate() {
        events.push((&interval.from, true, rank));
        events.push((&interval.to, false, rank));
    }
    events.sort_unstable();

    let overlap = |a: usize, b: usize| {
        let ((on, first, _), (other, second, _)) = (ranked.get(a.min(b))?, ranked.get(a.max(b))?);
        Some(Overlap { first: *first, second: *second, on: on.intersection(other) })
    };
    let mut held = Held::default();
    let (mut reported, mut agreed) = (BTreeSet::new(), BTreeSet::new());
    let mut covered_to = domain.from.clone();
    for here in events.chunk_by(|(a, ..), (b, ..)| a == b) {
        let Some((cut, ..)) = here.first() else { continue };
        if held.all.is_empty() && covered_to < **cut {
            result.gaps.push(Interval::new(covered_to.clone(), (*cut).clone()));
        }
        let begun = here.partition_point(|(_, begins, _)| !begins);
        let (ended, begun) = here.split_at(begun);
        for &(_, _, rank) in ended {
            let Some((_, _, answer)) = ranked.get(rank) else { continue };
            held.remove(rank, *answer);
        }
        for &(_, _, rank) in begun {
            let Some((_, _, answer)) = ranked.get(rank) else { continue };
            if let Some(&peer) = held.by_answer.get(answer).and_then(BTreeSet::first)
                && agreed.insert((peer, rank))
            {
                result.same.extend(overlap(peer, rank));
            }
            if let Some(&holder) = held.all.first()
                && ranked.get(holder).is_some_and(|(_, _, other)| other != answer)
                && reported.insert((holder, rank))
            {
                result.overlaps.extend(overlap(holder, rank));
            }
            held.insert(rank, *answer);
        }
        for &(_, _, rank) in ended {
            let Some((_, _, answer)) = ranked.get(rank) else { continue };
            let mut peers = held.by_answer.get(answer).into_iter().flatten();
            if let (Some(&first), Some(&second)) = (peers.next(), peers.next())
                && agreed.insert((first, second))
            {
                result.same.extend(overlap(first, second));
            }
        }
        let mut heads = held.heads.iter();
        if let (Some(&holder), Some(&rival)) = (heads.next(), heads.next())
            && reported.insert((holder, rival))
        {
            result.overlaps.extend(overlap(holder, rival));
        }
        result.steps += here.len() as u64 + 1;
        covered_to = (*cut).clone();
    }
    if covered_to < domain.to {
        result.gaps.push(Interval::new(covered_to, domain.to.clone()));
    }
    result.overlaps.sort_by(|a, b| (&a.on, a.first, a.second).cmp(&(&b.on, b.first, b.second)));
    result.same.sort_by(|a, b| (&a.on, a.first, a.second).cmp(&(&b.on, b.first, b.second)));
    result
}

/// Which way amounts are meant to go along a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trend {
    /// Never less for a greater value.
    Rising,
    /// Never more for a greater value.
    Falling,
}

/// The first two neighbours along the domain whose amounts go against `trend`, as indices into `steps`.
///
/// Amounts of intervals that do not overlap are monotone iff there is none. Of two that overlap, neither lies before the
/// other, and nothing is said of them; empty ones are passed over.
#[must_use]
pub fn first_break<V: Ord + Clone, A: Ord>(steps: &[(Interval<V>, A)], trend: Trend) -> Option<(usize, usize)> {
    let mut order: Vec<_> = steps.iter().enumerate().filter(|(_, (interval, _))| !interval.is_empty()).collect();
    order.sort_by(|(i, (a, _)), (j, (b, _))| (&a.from, i).cmp(&(&b.from, j)));
    order.windows(2).find_map(|pair| {
        let [(i, (before, low)), (j, (after, high))] = pair else { return None };
        let breaks = match trend {
            Trend::Rising => high < low,
            Trend::Falling => high > low,
        };
        (breaks && before.to <= after.from).then_some((*i, *j))
    })
}
