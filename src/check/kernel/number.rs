//! What the kernels ask of a number: that it is an exact quotient of two whole numbers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::fmt::Debug;

/// An exact rational number. Two methods tie a type to the kernels; the arithmetic that they need follows from these.
pub trait Exact: Clone + Ord + Debug {
    /// `numerator / denominator`. The denominator is never 0.
    fn from_parts(numerator: BigInt, denominator: BigInt) -> Self;

    /// The numerator and the denominator, the denominator above 0.
    fn parts(&self) -> (&BigInt, &BigInt);

    /// A whole number.
    #[must_use]
    fn whole(value: impl Into<BigInt>) -> Self {
        Self::from_parts(value.into(), BigInt::one())
    }

    /// The sum.
    #[must_use]
    fn plus(&self, other: &Self) -> Self {
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        if b == d { Self::from_parts(a + c, b.clone()) } else { Self::from_parts(a * d + c * b, b * d) }
    }

    /// The difference.
    #[must_use]
    fn minus(&self, other: &Self) -> Self {
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        if b == d { Self::from_parts(a - c, b.clone()) } else { Self::from_parts(a * d - c * b, b * d) }
    }

    /// The product.
    #[must_use]
    fn times(&self, other: &Self) -> Self {
        let ((a, b), (c, d)) = (self.parts(), other.parts());
        Self::from_parts(a * c, b * d)
    }

    /// The quotient by a count of things; by none of them, the number itself.
    #[must_use]
    fn shared_by(&self, count: usize) -> Self {
        let (a, b) = self.parts();
        Self::from_parts(a.clone(), b * BigInt::from(count.max(1)))
    }

    /// A simple value strictly between two others: the one with the fewest decimals, nearest the middle among those.
    ///
    /// `None` where `low >= high`.
    #[must_use]
    fn between(low: &Self, high: &Self) -> Option<Self> {
        if low >= high {
            return None;
        }
        let mut scale = BigInt::one();
        loop {
            let ((a, b), (c, d)) = (low.parts(), high.parts());
            let first: BigInt = (a * &scale).div_floor(b) + 1;
            let last: BigInt = -(-(c * &scale)).div_floor(d) - 1;
            if first <= last {
                let middle = (first + last).div_floor(&BigInt::from(2));
                return Some(Self::from_parts(middle, scale));
            }
            scale *= 10;
        }
    }

    /// The greatest whole number strictly below.
    #[must_use]
    fn whole_below(&self) -> Self {
        let (a, b) = self.parts();
        Self::whole(-(-a).div_floor(b) - BigInt::one())
    }

    /// The least whole number strictly above.
    #[must_use]
    fn whole_above(&self) -> Self {
        let (a, b) = self.parts();
        Self::whole(a.div_floor(b) + BigInt::one())
    }
}

impl Exact for BigRational {
    fn from_parts(numerator: BigInt, denominator: BigInt) -> Self {
        if denominator.is_zero() { Self::zero() } else { Self::new(numerator, denominator) }
    }

    fn parts(&self) -> (&BigInt, &BigInt) {
        (self.numer(), self.denom())
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;
    use num_rational::BigRational;

    fn ratio(numerator: i64, denominator: i64) -> BigRational {
        BigRational::new(numerator.into(), denominator.into())
    }

    #[test]
    fn the_value_between_has_the_fewest_decimals() {
        let between = |a, b| <BigRational as Exact>::between(&a, &b);
        assert_eq!(between(ratio(9989, 10000), ratio(9990, 10000)), Some(ratio(99895, 100_000)));
        assert_eq!(between(ratio(0, 1), ratio(100, 1)), Some(ratio(50, 1)));
        assert_eq!(between(ratio(-1, 3), ratio(0, 1)), Some(ratio(-2, 10)));
        assert_eq!(between(ratio(1, 2), ratio(1, 2)), None);
    }

    #[test]
    fn the_whole_neighbours_are_strictly_apart() {
        assert_eq!(ratio(3, 1).whole_below(), ratio(2, 1));
        assert_eq!(ratio(7, 2).whole_below(), ratio(3, 1));
        assert_eq!(ratio(3, 1).whole_above(), ratio(4, 1));
        assert_eq!(ratio(-7, 2).whole_above(), ratio(-3, 1));
    }

    #[test]
    fn a_share_among_none_is_the_whole() {
        assert_eq!(ratio(1, 2).shared_by(0), ratio(1, 2));
        assert_eq!(ratio(1, 2).shared_by(3), ratio(1, 6));
    }
}
