//! The arithmetic under [`Rational`](super::Rational): two machine words where they suffice, numbers of any size elsewhere.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::Signed;
use std::cmp::Ordering;

/// A fraction in lowest terms with a denominator of at least 1.
// INVARIANT: a number whose two parts fit machine words is `Small`. Each number thus has one form, and equality and
// hashes may be derived.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ratio {
    /// Numerator and denominator: nearly every number of a contract.
    Small(i64, i64),
    /// Products of many shares, and literals of more than 18 digits.
    Big(Box<BigRational>),
}

impl Ratio {
    pub(super) const ZERO: Self = Self::Small(0, 1);
    pub(super) const ONE: Self = Self::Small(1, 1);

    /// `numerator / denominator`, which is not 0.
    pub(super) fn new(numerator: BigInt, denominator: BigInt) -> Self {
        match (i64::try_from(&numerator), i64::try_from(&denominator)) {
            (Ok(numerator), Ok(denominator)) => Self::lowest(numerator.into(), denominator.into()),
            _ => Self::from_big(BigRational::new(numerator, denominator)),
        }
    }

    /// The lowest terms of `numerator / denominator`, which is not 0.
    ///
    /// A sum or product of two small numbers stays within the parts that this takes: they have 127 bits.
    pub(super) fn lowest(numerator: i128, denominator: i128) -> Self {
        if let (Ok(numerator), Ok(denominator @ 1..)) = (i64::try_from(numerator), i64::try_from(denominator)) {
            return Self::lowest_word(numerator, denominator);
        }
        let divisor = numerator.gcd(&denominator) * denominator.signum();
        let (numerator, denominator) = (numerator / divisor, denominator / divisor);
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(numerator), Ok(denominator)) => Self::Small(numerator, denominator),
            _ => Self::Big(Box::new(BigRational::new_raw(numerator.into(), denominator.into()))),
        }
    }

    /// [`Self::lowest`] of parts that are short enough for the division of the machine; the denominator is above 0.
    fn lowest_word(numerator: i64, denominator: i64) -> Self {
        // A divisor of the denominator fits as the denominator does.
        let divisor = numerator.unsigned_abs().gcd(&denominator.unsigned_abs()) as i64;
        Self::Small(numerator / divisor, denominator / divisor)
    }

    fn from_big(number: BigRational) -> Self {
        match (i64::try_from(number.numer()), i64::try_from(number.denom())) {
            (Ok(numerator), Ok(denominator)) => Self::Small(numerator, denominator),
            _ => Self::Big(Box::new(number)),
        }
    }

    fn to_big(&self) -> BigRational {
        match self {
            Self::Small(numerator, denominator) => BigRational::new_raw((*numerator).into(), (*denominator).into()),
            Self::Big(number) => number.as_ref().clone(),
        }
    }

    pub(super) fn numerator(&self) -> BigInt {
        match self {
            Self::Small(numerator, _) => (*numerator).into(),
            Self::Big(number) => number.numer().clone(),
        }
    }

    pub(super) fn denominator(&self) -> BigInt {
        match self {
            Self::Small(_, denominator) => (*denominator).into(),
            Self::Big(number) => number.denom().clone(),
        }
    }

    /// How it stands to 0.
    pub(super) fn sign(&self) -> Ordering {
        match self {
            Self::Small(numerator, _) => numerator.cmp(&0),
            Self::Big(number) if number.is_negative() => Ordering::Less,
            Self::Big(_) => Ordering::Greater,
        }
    }

    pub(super) fn is_integer(&self) -> bool {
        match self {
            Self::Small(_, denominator) => *denominator == 1,
            Self::Big(number) => number.is_integer(),
        }
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        match (self, other) {
            (&Self::Small(a, b), &Self::Small(c, d)) if b == d => Self::lowest(i128::from(a) + i128::from(c), b.into()),
            (&Self::Small(a, b), &Self::Small(c, d)) => Self::lowest(product(a, d) + product(c, b), product(b, d)),
            _ => Self::from_big(self.to_big() + other.to_big()),
        }
    }

    pub(super) fn negated(&self) -> Self {
        match self {
            Self::Small(numerator, denominator) => Self::lowest(-i128::from(*numerator), (*denominator).into()),
            Self::Big(number) => Self::from_big(-number.as_ref()),
        }
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (&Self::Small(a, b), &Self::Small(c, d)) => Self::lowest(product(a, c), product(b, d)),
            _ => Self::from_big(self.to_big() * other.to_big()),
        }
    }

    /// `self` divided by `divisor`, which is not 0.
    pub(super) fn over(&self, divisor: &Self) -> Self {
        match (self, divisor) {
            (&Self::Small(a, b), &Self::Small(c, d)) => Self::lowest(product(a, d), product(b, c)),
            _ => Self::from_big(self.to_big() / divisor.to_big()),
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (&Self::Small(a, b), &Self::Small(c, d)) => product(a, d).cmp(&product(c, b)),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

fn product(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

#[cfg(test)]
mod tests {
    use super::Ratio;
    use num_bigint::BigInt;
    use num_rational::BigRational;
    use proptest::prelude::*;
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    /// Parts of all lengths, so that numbers on both sides of the machine word meet; the greatest and the least among them.
    fn part() -> impl Strategy<Value = i128> {
        let word = prop_oneof![Just(i64::MIN), Just(i64::MAX), any::<i64>()].prop_map(i128::from);
        prop_oneof![-20..20_i128, word, any::<i128>()]
    }

    prop_compose! {
        fn number()(numerator in part(), denominator in part().prop_filter("not 0", |part| *part != 0))
            -> (Ratio, BigRational)
        {
            let (numerator, denominator) = (BigInt::from(numerator), BigInt::from(denominator));
            (Ratio::new(numerator.clone(), denominator.clone()), BigRational::new(numerator, denominator))
        }
    }

    /// The form that a number has, whichever way it was found.
    fn form(number: BigRational) -> Ratio {
        Ratio::from_big(number)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_machine_word_changes_no_result((a, big_a) in number(), (b, big_b) in number()) {
            prop_assert_eq!(&a, &form(big_a.clone()));
            prop_assert_eq!(a.to_big(), big_a.clone());
            prop_assert_eq!((a.numerator(), a.denominator()), (big_a.numer().clone(), big_a.denom().clone()));
            prop_assert_eq!(a.sign(), big_a.cmp(&BigRational::default()));
            prop_assert_eq!(a.is_integer(), big_a.is_integer());
            prop_assert_eq!(a.negated(), form(-&big_a));
            prop_assert_eq!(a.add(&b), form(&big_a + &big_b));
            prop_assert_eq!(a.times(&b), form(&big_a * &big_b));
            if b != Ratio::ZERO {
                prop_assert_eq!(a.over(&b), form(&big_a / &big_b));
            }
            prop_assert_eq!(a.cmp(&b), big_a.cmp(&big_b));
        }

        #[test]
        fn equal_numbers_have_equal_hashes((a, _) in number(), (b, _) in number()) {
            let there_and_back = a.add(&b).add(&b.negated());
            let hasher = BuildHasherDefault::<DefaultHasher>::default();
            prop_assert_eq!(hasher.hash_one(&there_and_back), hasher.hash_one(&a));
            prop_assert_eq!(there_and_back, a);
        }
    }
}
