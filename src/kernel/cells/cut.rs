//! The recursive cut of a product into parts in which nothing changes.
#![expect(clippy::indexing_slicing, reason = "items and dimensions are numbered by the lists that they index")]

use super::merge::{self, Part};
use super::{Conflict, Outcome, Place, Region, Row, Scope, Space, Tally, Values};
use crate::kernel::line::Interval;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The declared limit of the steps of one analysis.
pub const WORK: u64 = 20_000_000;

/// The declared limit of the holes that are kept until they are joined.
pub(super) const PARTS: usize = 65_536;

/// What conflicts, what is missing and what never counts among `rows`.
///
/// A cell is required iff one of `required` covers it: [`Region::everything`] requires all, an empty slice requires none. At
/// most `limit` findings of each sort are listed; all are counted. Overrides must have no cycle: rows that
/// override one another answer nothing.
#[must_use]
pub fn analyse<V: Ord + Clone>(space: &Space<V>, rows: &[Row<V>], required: &[Region<V>], limit: usize) -> Outcome<V> {
    analyse_within(WORK, space, rows, required, limit)
}

/// [`analyse`] with another limit of its steps.
pub(super) fn analyse_within<V: Ord + Clone>(
    work: u64,
    space: &Space<V>,
    rows: &[Row<V>],
    required: &[Region<V>],
    limit: usize,
) -> Outcome<V> {
    let mut cutter = Cutter {
        space,
        rows: rows.len(),
        regions: rows.iter().map(|row| &row.region).chain(required).collect(),
        answers: rows.iter().map(|row| row.answer).collect(),
        overrides: rows.iter().map(|row| overridden_rows(row, rows.len())).collect(),
        path: space.sizes.iter().map(|_| None).collect(),
        present: vec![0; rows.len()],
        beaten: vec![0; rows.len()],
        wins: vec![false; rows.len()],
        judged: 0,
        leaves: 0,
        meetings: [BTreeMap::new(), BTreeMap::new()],
        parts: Vec::new(),
        complete: true,
        work,
        steps: 0,
    };
    let live: Vec<usize> = (0..cutter.regions.len()).filter(|&item| cutter.has_cells(item)).collect();
    cutter.cut(&live);

    let empty: Vec<_> = (0..rows.len()).filter(|row| live.binary_search(row).is_err()).collect();
    let shadowed = (0..rows.len())
        .filter(|&row| cutter.complete && !cutter.wins[row] && empty.binary_search(&row).is_err())
        .collect();
    let mut holes = merge::holes(space, cutter.parts);
    let total = holes.len();
    holes.truncate(limit);
    let [conflicts, same] = cutter.meetings.map(|found| list(found, limit));
    Outcome {
        conflicts,
        same,
        holes: Tally { items: holes, total },
        shadowed,
        empty,
        complete: cutter.complete,
        steps: cutter.steps,
    }
}

fn overridden_rows<V>(row: &Row<V>, rows: usize) -> Vec<usize> {
    let mut overridden: Vec<_> = row.overrides.iter().copied().filter(|&other| other < rows).collect();
    overridden.sort_unstable();
    overridden.dedup();
    overridden
}

fn list<V>(found: BTreeMap<(usize, usize), Meeting<V>>, limit: usize) -> Tally<Conflict<V>> {
    let total = found.len();
    let conflict =
        |((first, second), meeting): (_, Meeting<V>)| Conflict { first, second, at: meeting.at, cells: meeting.cells };
    Tally { items: found.into_iter().take(limit).map(conflict).collect(), total }
}

/// A class of values of one dimension: the part of the product that is being looked at takes all of them.
pub(super) struct Class {
    pub first: u32,
    pub count: u32,
    pub values: Values,
}

pub(super) struct Meeting<V> {
    pub at: Place<V>,
    pub cells: u128,
    /// The leaf that was counted last: one leaf may be met several times along the ordered dimensions.
    pub leaf: u64,
}

/// An *item* is a row, or, numbered after the rows, a required region.
pub(super) struct Cutter<'a, V> {
    pub space: &'a Space<V>,
    pub rows: usize,
    pub regions: Vec<&'a Region<V>>,
    pub answers: Vec<u32>,
    pub overrides: Vec<Vec<usize>>,
    /// For each finite dimension the class that was chosen, or none yet.
    pub path: Vec<Option<Class>>,
    /// The last judgement in which the row was present, and in which it was overridden.
    pub present: Vec<u64>,
    pub beaten: Vec<u64>,
    pub wins: Vec<bool>,
    pub judged: u64,
    pub leaves: u64,
    /// Of rows with different answers, and of rows with equal answers.
    pub meetings: [BTreeMap<(usize, usize), Meeting<V>>; 2],
    pub parts: Vec<Part<V>>,
    pub complete: bool,
    pub work: u64,
    pub steps: u64,
}

impl<'a, V: Ord + Clone> Cutter<'a, V> {
    /// The values that an item singles out in a finite dimension; none where it takes the whole.
    fn listed(&self, item: usize, dimension: usize) -> Option<&'a [u32]> {
        match self.regions[item].scope.get(dimension) {
            None | Some(Scope::All) => None,
            Some(Scope::Only(values)) => Some(values),
        }
    }

    /// The interval that an item takes in an ordered dimension; none where it takes the whole.
    pub fn span(&self, item: usize, dimension: usize) -> Option<Interval<V>> {
        let domain = &self.space.domains[dimension];
        let span = self.regions[item].spans.get(dimension)?.as_ref()?;
        if domain.is_subset(span) { None } else { Some(span.intersection(domain)) }
    }

    fn has_cells(&self, item: usize) -> bool {
        let sizes = &self.space.sizes;
        let finite = (0..sizes.len()).all(|dimension| match self.listed(item, dimension) {
            None => sizes[dimension] > 0,
            Some(values) => values.iter().any(|&value| value < sizes[dimension]),
        });
        let domains = &self.space.domains;
        finite && (0..domains.len()).all(|at| !self.span(item, at).as_ref().unwrap_or(&domains[at]).is_empty())
    }

    /// Whether an item covers all of the part that is being looked at.
    pub fn covers(&self, item: usize) -> bool {
        let open = |&dimension: &usize| self.path[dimension].is_none();
        (0..self.path.len()).filter(open).all(|dimension| self.listed(item, dimension).is_none())
            && (0..self.space.domains.len()).all(|dimension| self.span(item, dimension).is_none())
    }

    /// Decides the part of the product that the path stands for, in which exactly `items` have cells.
    fn cut(&mut self, items: &[usize]) {
        self.steps += items.len() as u64;
        if self.steps > self.work {
            self.complete = false;
            return;
        }
        let (rows, required) = items.split_at(items.partition_point(|&item| item < self.rows));
        if rows.is_empty() && required.iter().any(|&item| self.covers(item)) {
            self.hole(self.space.domains.clone());
            return;
        }
        let filled = required.is_empty() || rows.iter().any(|&row| self.covers(row));
        let fewer = if filled { self.without_overridden(rows) } else { None };
        let items = if filled { fewer.as_deref().unwrap_or(rows) } else { items };
        if let (true, &[] | &[_]) = (filled, items) {
            items.iter().for_each(|&row| self.wins[row] = true);
            return;
        }
        match self.dimension_to_cut(items) {
            Some(dimension) => self.cut_along(dimension, items),
            None => {
                self.leaves += 1;
                self.sweep(items, &mut Vec::new());
            }
        }
    }

    /// The open dimension in which the fewest copies of rows are made; among those within a factor of two of
    /// one another the one with the most classes, as small parts are the sooner decided.
    fn dimension_to_cut(&self, items: &[usize]) -> Option<usize> {
        let cost = |dimension: usize| {
            let lists = items.iter().filter_map(|&item| self.listed(item, dimension));
            let (listing, copies) = lists.fold((0_u64, 0), |(n, sum), list| (n + 1, sum + list.len() as u64));
            let classes = copies.min(self.space.sizes[dimension].into()) + 1;
            let cost = copies + (items.len() as u64 - listing) * classes;
            (listing > 0).then_some((cost.checked_ilog2(), u64::MAX - classes, dimension))
        };
        let open = (0..self.path.len()).filter(|&dimension| self.path[dimension].is_none());
        open.filter_map(cost).min().map(|(_, _, dimension)| dimension)
    }

    fn cut_along(&mut self, dimension: usize, items: &[usize]) {
        let size = self.space.sizes[dimension];
        let mut whole = Vec::new();
        let mut listed: Vec<(u32, usize)> = Vec::new();
        for &item in items {
            match self.listed(item, dimension) {
                None => whole.push(item),
                Some(values) => listed.extend(values.iter().filter(|&&value| value < size).map(|&value| (value, item))),
            }
        }
        listed.sort_unstable();
        listed.dedup();
        self.steps += listed.len() as u64;

        // The map is only asked for its entries; the order of the classes is that of their first values.
        let mut known: FxHashMap<Vec<usize>, usize> = FxHashMap::default();
        let mut classes: Vec<(Vec<u32>, Vec<usize>)> = Vec::new();
        let mut mentioned = Vec::new();
        for group in listed.chunk_by(|(a, _), (b, _)| a == b) {
            let value = group[0].0;
            let members: Vec<usize> = group.iter().map(|&(_, item)| item).collect();
            mentioned.push(value);
            if let Some(&class) = known.get(&members) {
                classes[class].0.push(value);
            } else {
                known.insert(members.clone(), classes.len());
                classes.push((vec![value], members));
            }
        }
        for (values, members) in classes {
            let (first, count) = (values[0], values.len() as u32);
            self.path[dimension] = Some(Class { first, count, values: Values::of(values, size) });
            self.cut(&merged(&whole, &members));
        }
        let count = size - mentioned.len() as u32;
        if count > 0 {
            let values = Values::except(mentioned, size);
            self.path[dimension] = Some(Class { first: values.first(), count, values });
            self.cut(&whole);
        }
        self.path[dimension] = None;
    }
}

/// The items of two ascending lists in one.
fn merged(a: &[usize], b: &[usize]) -> Vec<usize> {
    if a.is_empty() {
        return b.to_vec();
    }
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        if x < y {
            all.extend(left.next());
        } else {
            all.extend(right.next());
        }
    }
    all.extend(left);
    all.extend(right);
    all
}
