//! What an analysis of cells finds.

use crate::kernel::line::Interval;

/// All that was found about a set of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<V> {
    /// Pairs of rows with different answers in a cell where neither is overridden, by row.
    ///
    /// In each cell the first row that is not overridden is paired with each later one, so every ambiguous
    /// cell and every row in conflict is named, without a quadratic number of pairs.
    pub conflicts: Tally<Conflict<V>>,
    /// The same pairs where the answers are equal: redundant, but no conflict.
    pub same: Tally<Conflict<V>>,
    /// The required cells without a row, as disjoint boxes.
    pub holes: Tally<Hole<V>>,
    /// Rows that cover cells but are overridden in each of them.
    pub shadowed: Vec<usize>,
    /// Rows that cover no cell.
    pub empty: Vec<usize>,
    /// Whether all was examined. If not, what is listed is there, but more may be: the table is past the declared limit.
    pub complete: bool,
    /// The visits of a row in a part of the product that it took.
    pub steps: u64,
}

/// The first few of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<T> {
    /// Those that are listed.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: usize,
}

/// Two rows that meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<V> {
    /// The lesser row.
    pub first: usize,
    /// The greater row.
    pub second: usize,
    /// The first place where they meet.
    pub at: Place<V>,
    /// The number of combinations of values of the finite dimensions in which they meet.
    pub cells: u128,
}

/// One combination of values, and a box of the ordered dimensions in which nothing changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<V> {
    /// A value of each finite dimension.
    pub values: Vec<u32>,
    /// An interval of each ordered dimension.
    pub spans: Vec<Interval<V>>,
}

/// A box of required cells without a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole<V> {
    /// The values of each finite dimension.
    pub values: Vec<Values>,
    /// Its first combination of values, and its interval of each ordered dimension.
    pub at: Place<V>,
    /// The number of combinations of values of the finite dimensions.
    pub cells: u128,
}

/// A set of values of one dimension, in the shorter of its two spellings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Values {
    /// Every value.
    All,
    /// These, ascending.
    In(Vec<u32>),
    /// Every value but these, ascending.
    Except(Vec<u32>),
}

impl Values {
    /// The set of `values`, which ascend, in a dimension of `size` values.
    #[must_use]
    pub fn of(values: Vec<u32>, size: u32) -> Self {
        let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
        if 2 * count <= u64::from(size) {
            Self::In(values)
        } else if count == u64::from(size) {
            Self::All
        } else {
            Self::Except(missing(&values, size))
        }
    }

    /// The set of all but `values`, which ascend, in a dimension of `size` values.
    #[must_use]
    pub fn except(values: Vec<u32>, size: u32) -> Self {
        let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
        if count == 0 {
            Self::All
        } else if 2 * count < u64::from(size) {
            Self::Except(values)
        } else {
            Self::In(missing(&values, size))
        }
    }

    /// The number of values in it, in a dimension of `size` values.
    #[must_use]
    pub fn count(&self, size: u32) -> u32 {
        let length = |list: &Vec<u32>| u32::try_from(list.len()).unwrap_or(u32::MAX);
        match self {
            Self::All => size,
            Self::In(list) => length(list),
            Self::Except(list) => size.saturating_sub(length(list)),
        }
    }

    /// The least value in it; 0 where there is none.
    #[must_use]
    pub fn first(&self) -> u32 {
        match self {
            Self::All => 0,
            Self::In(list) => list.first().copied().unwrap_or(0),
            Self::Except(list) => (0..)
                .zip(list)
                .find(|(at, value)| at != *value)
                .map_or_else(|| u32::try_from(list.len()).unwrap_or(u32::MAX), |(at, _)| at),
        }
    }

    /// Whether `value` is in it, for a value of the dimension.
    #[must_use]
    pub fn contains(&self, value: u32) -> bool {
        match self {
            Self::All => true,
            Self::In(list) => list.binary_search(&value).is_ok(),
            Self::Except(list) => list.binary_search(&value).is_err(),
        }
    }

    /// The values in either of two sets of a dimension of `size` values.
    #[must_use]
    pub fn union(&self, other: &Self, size: u32) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::In(a), Self::In(b)) => {
                let mut both = [a.as_slice(), b.as_slice()].concat();
                both.sort_unstable();
                both.dedup();
                Self::of(both, size)
            }
            (Self::Except(a), b) | (b, Self::Except(a)) => {
                Self::except(a.iter().copied().filter(|&value| !b.contains(value)).collect(), size)
            }
        }
    }
}

fn missing(values: &[u32], size: u32) -> Vec<u32> {
    let mut listed = values.iter().peekable();
    (0..size).filter(|value| listed.next_if_eq(&value).is_none()).collect()
}
