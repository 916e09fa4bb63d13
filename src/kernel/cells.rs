//! A finite product of dimensions, and rows that each answer for a part of it.
//!
//! A *cell* is one value for each dimension. A row covers the box of its scopes; where two rows that are not overridden
//! give different answers the cell is in *conflict*, where a required cell has no row it is a *hole*. A row t is overridden
//! in a cell iff some row that names t among its `overrides` covers the cell too.
//!
//! The product is never built. At each step one dimension is cut into classes: two values are in one class when the
//! same rows single them out, and the values that no row singles out make one class more. Rows that take the whole
//! dimension do not cut it. The dimension to cut next is the one that copies rows least; a part is left
//! as soon as it is decided: by a single row, by a row that overrides all others, or by no row at all. Ordered dimensions (validity, attained value) come last and are cut at the ends
//! of the intervals that are still there. The cost is the number of incidences, a row in a part, which for a table with one
//! row a cell is the size of the table; [`WORK`] bounds it for tables that contradict themselves everywhere.
//!
//! Counts and boxes are exact. The representative of a conflict is the first of its cells in the order of the dimensions.

mod cut;
mod leaf;
mod merge;
mod outcome;

pub use cut::{WORK, analyse};
pub use outcome::{Conflict, Hole, Outcome, Place, Tally, Values};

use crate::kernel::line::Interval;

/// The product: how many values each finite dimension has, and the domain of each ordered one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space<V> {
    /// The number of values of each finite dimension; they are numbered from 0.
    pub sizes: Vec<u32>,
    /// The domain of each ordered dimension.
    pub domains: Vec<Interval<V>>,
}

/// The values of one finite dimension that a region takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All of them.
    All,
    /// These. Values that the dimension has not are passed over.
    Only(Vec<u32>),
}

/// A box of the product. A dimension that is not listed is taken whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region<V> {
    /// The values of each finite dimension.
    pub scope: Vec<Scope>,
    /// The interval of each ordered dimension, where it does not take the whole domain.
    pub spans: Vec<Option<Interval<V>>>,
}

impl<V> Region<V> {
    /// Every cell.
    #[must_use]
    pub const fn everything() -> Self {
        Self { scope: Vec::new(), spans: Vec::new() }
    }
}

/// One row: where it holds, what it answers there, and which rows yield to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<V> {
    /// The cells that it answers for.
    pub region: Region<V>,
    /// Its answer; equal answers are equal numbers.
    pub answer: u32,
    /// The indices of the rows that do not count where this one does.
    pub overrides: Vec<usize>,
}

#[cfg(test)]
mod tests;
