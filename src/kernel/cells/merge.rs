//! Joining holes that the cut took apart, so that one missing column is one finding.

use super::{Hole, Place, Space, Values};
use crate::kernel::line::{Interval, IntervalSet};
use std::collections::BTreeMap;

/// A hole as the cut found it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part<V> {
    pub values: Vec<Values>,
    pub spans: Vec<Interval<V>>,
}

/// Joins boxes that differ in one dimension only, until none do, and describes what is left in order of its first cell.
pub(super) fn holes<V: Ord + Clone>(space: &Space<V>, mut parts: Vec<Part<V>>) -> Vec<Hole<V>> {
    loop {
        let before = parts.len();
        for (dimension, &size) in space.sizes.iter().enumerate() {
            parts = along_values(parts, dimension, size);
        }
        for dimension in 0..space.domains.len() {
            parts = along_line(parts, dimension);
        }
        if parts.len() == before {
            break;
        }
    }
    let mut holes: Vec<_> = parts.into_iter().map(|part| describe(space, part)).collect();
    holes.sort_by(|a, b| (&a.at.values, &a.at.spans).cmp(&(&b.at.values, &b.at.spans)));
    holes
}

fn along_values<V: Ord>(parts: Vec<Part<V>>, dimension: usize, size: u32) -> Vec<Part<V>> {
    let mut joined: BTreeMap<Part<V>, Values> = BTreeMap::new();
    for mut part in parts {
        let Some(slot) = part.values.get_mut(dimension) else { continue };
        let values = std::mem::replace(slot, Values::All);
        match joined.get_mut(&part) {
            Some(known) => *known = known.union(&values, size),
            None => {
                joined.insert(part, values);
            }
        }
    }
    let restore = |(mut part, values): (Part<V>, Values)| {
        if let Some(slot) = part.values.get_mut(dimension) {
            *slot = values;
        }
        part
    };
    joined.into_iter().map(restore).collect()
}

fn along_line<V: Ord + Clone>(parts: Vec<Part<V>>, dimension: usize) -> Vec<Part<V>> {
    let mut joined: BTreeMap<Part<V>, Vec<Interval<V>>> = BTreeMap::new();
    for mut part in parts {
        let Some(slot) = part.spans.get_mut(dimension) else { continue };
        let span = std::mem::replace(slot, Interval::everything());
        joined.entry(part).or_default().push(span);
    }
    let restore = |(part, spans): (Part<V>, Vec<Interval<V>>)| {
        let spans: IntervalSet<V> = spans.into_iter().collect();
        let spans: Vec<_> = spans.intervals().to_vec();
        spans.into_iter().map(move |span| {
            let mut part = part.clone();
            if let Some(slot) = part.spans.get_mut(dimension) {
                *slot = span;
            }
            part
        })
    };
    joined.into_iter().flat_map(restore).collect()
}

fn describe<V>(space: &Space<V>, part: Part<V>) -> Hole<V> {
    let cells = part
        .values
        .iter()
        .zip(&space.sizes)
        .fold(1_u128, |product, (values, &size)| product.saturating_mul(values.count(size).into()));
    let values = part.values.iter().map(Values::first).collect();
    Hole { values: part.values, at: Place { values, spans: part.spans }, cells }
}
