//! Exact numbers, the closed list of units, currencies, and how they are printed.
//!
//! No float appears here or above: a quantity is a [`Rational`] and a [`Measure`]. Nothing converts silently;
//! what may be converted is said by [`Measure::factor`] between measures of one dimension.

pub mod currency;
pub mod format;
mod measure;
mod ratio;
mod rational;
mod rounding;
pub mod unit;

pub use measure::Measure;
pub use rational::Rational;
pub use rounding::Rounding;

pub use currency::Currency;
pub use unit::{Dimension, SpanBase, Unit};
