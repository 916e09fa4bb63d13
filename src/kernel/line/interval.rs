//! A stretch of the line between two cuts.

use super::{Cut, Side};

/// The values between two cuts. Any two cuts make an interval; it is empty unless they ascend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval<V> {
    /// The cut that it begins at.
    pub from: Cut<V>,
    /// The cut that it ends at.
    pub to: Cut<V>,
}

/// What an interval as written amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// Its bounds are the wrong way round: `[5, 3]`.
    Inverted,
    /// Its bounds meet at one value that it leaves out: `[5, 5)`.
    Empty,
    /// One value: `[5, 5]`.
    Point,
    /// More than one value.
    Proper,
}

impl<V: Ord + Clone> Interval<V> {
    /// The interval from one cut to another.
    pub const fn new(from: Cut<V>, to: Cut<V>) -> Self {
        Self { from, to }
    }

    /// The whole line.
    pub const fn everything() -> Self {
        Self::new(Cut::Start, Cut::End)
    }

    /// `[from, to]`
    pub const fn closed(from: V, to: V) -> Self {
        Self::new(Cut::before(from), Cut::after(to))
    }

    /// `(from, to)`
    pub const fn open(from: V, to: V) -> Self {
        Self::new(Cut::after(from), Cut::before(to))
    }

    /// `[from, to)`
    pub const fn half_open(from: V, to: V) -> Self {
        Self::new(Cut::before(from), Cut::before(to))
    }

    /// `[value, +∞)`
    pub const fn at_least(value: V) -> Self {
        Self::new(Cut::before(value), Cut::End)
    }

    /// `(value, +∞)`
    pub const fn above(value: V) -> Self {
        Self::new(Cut::after(value), Cut::End)
    }

    /// `(−∞, value]`
    pub const fn at_most(value: V) -> Self {
        Self::new(Cut::Start, Cut::after(value))
    }

    /// `(−∞, value)`
    pub const fn below(value: V) -> Self {
        Self::new(Cut::Start, Cut::before(value))
    }

    /// What the bounds amount to.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match (self.from.value(), self.to.value()) {
            (Some(from), Some(to)) if from > to => Shape::Inverted,
            (Some(from), Some(to)) if from == to && self.from < self.to => Shape::Point,
            _ if self.from < self.to => Shape::Proper,
            _ => Shape::Empty,
        }
    }

    /// Whether it holds no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.from >= self.to
    }

    /// Whether it holds `value`.
    #[must_use]
    pub fn contains(&self, value: &V) -> bool {
        let starts_before = match &self.from {
            Cut::Start => true,
            Cut::At(from, Side::Before) => from <= value,
            Cut::At(from, Side::After) => from < value,
            Cut::End => false,
        };
        let ends_after = match &self.to {
            Cut::Start => false,
            Cut::At(to, Side::Before) => value < to,
            Cut::At(to, Side::After) => value <= to,
            Cut::End => true,
        };
        starts_before && ends_after
    }

    /// The values in both; where there is none, some empty interval.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self::new((&self.from).max(&other.from).clone(), (&self.to).min(&other.to).clone())
    }

    /// Whether some value is in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        (&self.from).max(&other.from) < (&self.to).min(&other.to)
    }

    /// Whether every value of `self` is in `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.is_empty() || (other.from <= self.from && self.to <= other.to)
    }
}
