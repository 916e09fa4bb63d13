//! Numbers that are known up to a hair: an interval of multiples of 2⁻¹²⁸, always rounded outwards.
//!
//! A product of ten thousand availabilities has a hundred thousand digits. Whether it reaches a target is almost always
//! decided by its first thirty, and then the digits need not be computed.

use super::exact::Weight;
use crate::quantity::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use std::cmp::Ordering;

const BITS: u32 = 128;

/// A number between `low`·2⁻¹²⁸ and `high`·2⁻¹²⁸, both at least 0.
#[derive(Clone, Debug)]
pub(super) struct Enclosure {
    low: BigInt,
    high: BigInt,
}

impl Enclosure {
    /// The narrowest one around a number that is at least 0.
    pub fn of(value: &Rational) -> Self {
        let scaled = value * Rational::from(unit());
        Self { low: scaled.floor(), high: scaled.ceil() }
    }

    /// The least that the number can be, as a multiple of 2⁻¹²⁸.
    pub fn least(&self) -> &BigInt {
        &self.low
    }

    /// How the number stands to `target`, if that can be told.
    pub fn compare(&self, target: &Rational) -> Option<Ordering> {
        let scaled = target * Rational::from(unit());
        let (low, high) = (Rational::from(self.low.clone()), Rational::from(self.high.clone()));
        match (low.cmp(&scaled), high.cmp(&scaled)) {
            (Ordering::Greater, _) => Some(Ordering::Greater),
            (_, Ordering::Less) => Some(Ordering::Less),
            (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
            _ => None,
        }
    }
}

fn unit() -> BigInt {
    BigInt::from(1) << BITS
}

impl Weight for Enclosure {
    fn constant(up: bool) -> Self {
        let value = if up { unit() } else { BigInt::default() };
        Self { low: value.clone(), high: value }
    }

    fn plus(&self, other: &Self) -> Self {
        Self { low: &self.low + &other.low, high: &self.high + &other.high }
    }

    fn times(&self, other: &Self) -> Self {
        let unit = unit();
        Self { low: (&self.low * &other.low).div_floor(&unit), high: (&self.high * &other.high).div_ceil(&unit) }
    }

    fn complement(&self) -> Self {
        let below_one = |bound: &BigInt| (unit() - bound).max(BigInt::default());
        Self { low: below_one(&self.high), high: below_one(&self.low) }
    }
}
