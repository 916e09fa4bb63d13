//! A set of values as a finite union of intervals.

use super::{Cut, Interval};

/// A finite union of intervals in its one normal form, so that equal sets are equal values.
///
/// INVARIANT: no interval is empty, they ascend, and between two of them lies at least one value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IntervalSet<V> {
    parts: Vec<Interval<V>>,
}

impl<V> Default for IntervalSet<V> {
    fn default() -> Self {
        Self { parts: Vec::new() }
    }
}

impl<V: Ord + Clone> FromIterator<Interval<V>> for IntervalSet<V> {
    fn from_iter<I: IntoIterator<Item = Interval<V>>>(intervals: I) -> Self {
        let mut intervals: Vec<_> = intervals.into_iter().filter(|interval| !interval.is_empty()).collect();
        intervals.sort_unstable();
        let mut parts: Vec<Interval<V>> = Vec::with_capacity(intervals.len());
        for interval in intervals {
            match parts.last_mut() {
                Some(last) if interval.from <= last.to => {
                    if last.to < interval.to {
                        last.to = interval.to;
                    }
                }
                _ => parts.push(interval),
            }
        }
        Self { parts }
    }
}

impl<V: Ord + Clone> IntervalSet<V> {
    /// The intervals, ascending, none empty, none touching another.
    #[must_use]
    pub fn intervals(&self) -> &[Interval<V>] {
        &self.parts
    }

    /// Whether it holds no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether it holds `value`.
    #[must_use]
    pub fn contains(&self, value: &V) -> bool {
        let next = self.parts.partition_point(|part| part.from <= Cut::before(value.clone()));
        next.checked_sub(1).and_then(|at| self.parts.get(at)).is_some_and(|part| part.contains(value))
    }

    /// The values in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.parts.iter().chain(&other.parts).cloned().collect()
    }

    /// The values in both, by one merge of the two lists.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.parts.iter().peekable(), other.parts.iter().peekable());
        let mut parts = Vec::new();
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let both = a.intersection(b);
            let left_ends_first = a.to <= b.to;
            if !both.is_empty() {
                parts.push(both);
            }
            if left_ends_first {
                left.next();
            } else {
                right.next();
            }
        }
        Self { parts }
    }

    /// The values of `domain` that are not in it.
    #[must_use]
    pub fn complement_in(&self, domain: &Interval<V>) -> Self {
        let mut parts = Vec::new();
        let mut from = domain.from.clone();
        for part in &self.parts {
            let gap = Interval::new(from.clone(), (&part.from).min(&domain.to).clone());
            if !gap.is_empty() {
                parts.push(gap);
            }
            from = from.max(part.to.clone());
        }
        let rest = Interval::new(from, domain.to.clone());
        if !rest.is_empty() {
            parts.push(rest);
        }
        Self { parts }
    }

    /// The values in `self` that are not in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement_in(&Interval::everything()))
    }

    /// Whether every value of `self` is in `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        let mut others = other.parts.iter().peekable();
        self.parts.iter().all(|part| {
            while others.next_if(|candidate| candidate.to < part.to).is_some() {}
            others.peek().is_some_and(|candidate| part.is_subset(candidate))
        })
    }
}
