//! A value that stands for an interval in a finding.

use super::{Cut, Interval, IntervalSet, Side};
use crate::quantity::Rational;
use num_bigint::BigInt;

impl Interval<Rational> {
    /// A value to show for the interval: an end that it holds, the lower first, else a simple value strictly inside.
    ///
    /// `None` iff it is empty.
    #[must_use]
    pub fn sample(&self) -> Option<Rational> {
        if self.is_empty() {
            return None;
        }
        match (&self.from, &self.to) {
            (Cut::At(value, Side::Before), _) | (_, Cut::At(value, Side::After)) => Some(value.clone()),
            (Cut::At(from, _), Cut::At(to, _)) => between(from, to),
            (Cut::At(from, _), _) => Some(Rational::from(from.floor() + BigInt::from(1))),
            (_, Cut::At(to, _)) => Some(Rational::from(to.ceil() - BigInt::from(1))),
            _ => Some(Rational::zero()),
        }
    }

    /// Whether it holds a whole number.
    #[must_use]
    pub fn has_whole(&self) -> bool {
        let first = match &self.from {
            Cut::At(value, Side::Before) => value.ceil(),
            Cut::At(value, Side::After) => value.floor() + BigInt::from(1),
            Cut::Start | Cut::End => return !self.is_empty(),
        };
        self.contains(&Rational::from(first))
    }
}

impl IntervalSet<Rational> {
    /// A value to show for the set, from its lowest interval; `None` iff it is empty.
    #[must_use]
    pub fn sample(&self) -> Option<Rational> {
        self.intervals().first().and_then(Interval::sample)
    }
}

/// The value strictly between two others that has the fewest decimals, nearest the middle among those.
///
/// `None` where `low >= high`.
#[must_use]
pub fn between(low: &Rational, high: &Rational) -> Option<Rational> {
    if low >= high {
        return None;
    }
    let mut scale = BigInt::from(1);
    loop {
        let factor = Rational::from(scale.clone());
        let first = (low * &factor).floor() + BigInt::from(1);
        let last = (high * &factor).ceil() - BigInt::from(1);
        if first <= last {
            return Rational::new((first + last) >> 1, scale);
        }
        scale *= 10;
    }
}
