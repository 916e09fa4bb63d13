//! One ordered domain: instants, attained values, durations, counts.
//!
//! Every bound is a [`Cut`], a place *between* values: v⁻ just before v, v⁺ just after it, with v⁻ < v⁺ < w⁻ for v < w.
//! The interval from cut a to cut b holds the values v with a ≤ v⁻ and v⁺ ≤ b, so open and closed ends need no case of
//! their own: `[1, 2)` is 1⁻…2⁻ and `(1, 2]` is 1⁺…2⁺. Intersection is (max, min), two intervals leave no gap
//! iff one cut is the other's, and an interval is empty iff its cuts do not ascend. Between two different values of the
//! domain there is always a third: the order is dense.

mod cut;
mod interval;
mod partition;
mod sample;
mod set;

pub use cut::{Cut, Side};
pub use interval::{Interval, Shape};
pub use partition::{Overlap, Partition, Trend, first_break, partition};
pub use sample::between;
pub use set::IntervalSet;

#[cfg(test)]
mod tests;
