//! Exact rational numbers, as literals write them and as outputs show them.

use super::Rounding;
use super::ratio::Ratio;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// The digits that a literal of the language may have: enough for any figure, and a bound on the work of reading one.
const LITERAL_DIGITS: usize = 40;

/// The digits that a stored number may have. Products of many availabilities are long and must come back whole.
const STORED_DIGITS: usize = 200_000;

/// An exact number, always in lowest terms.
///
/// Printed, stored and compared exactly: a finite decimal as `99.95`, anything else as `1/30`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(Ratio);

impl Rational {
    /// Reads a literal: `12_000`, `99.95`, `-5`, `+3`, `1/30`. At most 40 digits; one `_` may stand between two digits
    /// of a whole number, and both sides of `/` are whole. Anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_within(text, LITERAL_DIGITS)
    }

    /// Reads what [`fmt::Display`] wrote, with a far larger bound on its length than a literal has.
    #[must_use]
    pub fn parse_stored(text: &str) -> Option<Self> {
        Self::parse_within(text, STORED_DIGITS)
    }

    fn parse_within(text: &str, limit: usize) -> Option<Self> {
        if text.len() > limit.saturating_mul(2).saturating_add(3)
            || text.bytes().filter(u8::is_ascii_digit).count() > limit
        {
            return None;
        }
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let value = if let Some(short) = short_decimal(unsigned) {
            short
        } else if let Some((above, below)) = unsigned.split_once('/') {
            let below = whole(below)?;
            if below.is_zero() {
                return None;
            }
            Ratio::new(whole(above)?, below)
        } else if let Some((units, decimals)) = unsigned.split_once('.') {
            if decimals.is_empty() || !decimals.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let scale = power_of_ten(u32::try_from(decimals.len()).ok()?);
            Ratio::new(whole(units)? * &scale + decimals.parse::<BigInt>().ok()?, scale)
        } else {
            Ratio::new(whole(unsigned)?, BigInt::one())
        };
        Some(Self(if negative { value.negated() } else { value }))
    }

    /// 0
    #[must_use]
    pub fn zero() -> Self {
        Self(Ratio::ZERO)
    }

    /// 1
    #[must_use]
    pub fn one() -> Self {
        Self(Ratio::ONE)
    }

    /// `numerator / denominator`; `None` where the denominator is 0.
    #[must_use]
    pub fn new(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Self(Ratio::new(numerator.into(), denominator)))
    }

    /// `numerator / denominator`; both are products of two machine words, and the denominator is not 0.
    pub(super) fn of_parts(numerator: i128, denominator: i128) -> Self {
        Self(Ratio::lowest(numerator, denominator))
    }

    /// The numerator in lowest terms; it carries the sign.
    #[must_use]
    pub fn numerator(&self) -> BigInt {
        self.0.numerator()
    }

    /// The denominator in lowest terms, at least 1.
    #[must_use]
    pub fn denominator(&self) -> BigInt {
        self.0.denominator()
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.sign() == Ordering::Equal
    }

    /// Whether it is below 0.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.sign() == Ordering::Less
    }

    /// Whether it is above 0.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.0.sign() == Ordering::Greater
    }

    /// Whether it is a whole number.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.0.is_integer()
    }

    /// The value, where it is a whole number that fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        match self.0 {
            Ratio::Small(value, 1) => Some(value),
            _ => None,
        }
    }

    /// The distance from 0.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// The greatest whole number that is not above it.
    #[must_use]
    pub fn floor(&self) -> BigInt {
        self.numerator().div_floor(&self.denominator())
    }

    /// The least whole number that is not below it.
    #[must_use]
    pub fn ceil(&self) -> BigInt {
        -(-self.numerator()).div_floor(&self.denominator())
    }

    /// `self / divisor`; `None` where the divisor is 0.
    #[must_use]
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| Self(self.0.over(&divisor.0)))
    }

    /// `self` multiplied by itself `exponent` times.
    #[must_use]
    pub fn pow(&self, exponent: u32) -> Self {
        Self(Ratio::new(self.numerator().pow(exponent), self.denominator().pow(exponent)))
    }

    /// The nearest number with `places` decimals.
    #[must_use]
    pub fn round(&self, places: u32, rounding: Rounding) -> Self {
        let scale = power_of_ten(places);
        let units = rounding.apply(&(self.numerator() * &scale), &self.denominator());
        Self(Ratio::new(units, scale))
    }

    /// The decimals that it takes to write it exactly; `None` where no finite number does.
    #[must_use]
    pub fn finite_places(&self) -> Option<u32> {
        let mut rest = self.denominator();
        let twos = take_factor(&mut rest, 2);
        let fives = take_factor(&mut rest, 5);
        rest.is_one().then(|| twos.max(fives))
    }

    /// The exact finite decimal, such as `99.95`; `None` for numbers such as 1/30. Never rounds, never pads.
    #[must_use]
    pub fn to_decimal(&self) -> Option<String> {
        Some(self.decimals(self.finite_places()?, Rounding::Down))
    }

    /// The number written with exactly `places` decimals, after one rounding.
    #[must_use]
    pub fn decimals(&self, places: u32, rounding: Rounding) -> String {
        let units = rounding.apply(&(self.numerator() * power_of_ten(places)), &self.denominator());
        let sign = if units.is_negative() { "-" } else { "" };
        let places = places as usize;
        let digits = units.abs().to_string();
        // A formatting width stops at 65 535; a product of many shares is longer than that.
        let digits = "0".repeat((places + 1).saturating_sub(digits.len())) + &digits;
        let (whole, part) = digits.split_at(digits.len() - places);
        let point = if places == 0 { "" } else { "." };
        format!("{sign}{whole}{point}{part}")
    }
}

/// A number of at most 18 digits without `_` and without a fraction stroke, as nearly all are: machine words suffice.
fn short_decimal(unsigned: &str) -> Option<Ratio> {
    if unsigned.len() > 19 {
        return None;
    }
    let (units, decimals) = match unsigned.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    let digits = units.bytes().chain(decimals.bytes());
    if units.is_empty() || units.len() + decimals.len() > 18 || !digits.clone().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = digits.fold(0_i64, |number, digit| number * 10 + i64::from(digit - b'0'));
    let scale = decimals.bytes().fold(1_i64, |scale, _| scale * 10);
    Some(Ratio::lowest(number.into(), scale.into()))
}

/// A whole number without a sign, `_` allowed between digits.
fn whole(text: &str) -> Option<BigInt> {
    let groups_are_digits = text.split('_').all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    if groups_are_digits { text.replace('_', "").parse().ok() } else { None }
}

fn power_of_ten(places: u32) -> BigInt {
    BigInt::from(10).pow(places)
}

/// Divides `number` by `factor` as often as it goes, and says how often.
fn take_factor(number: &mut BigInt, factor: u32) -> u32 {
    let factor = BigInt::from(factor);
    let mut times = 0;
    loop {
        let (quotient, remainder) = number.div_rem(&factor);
        if !remainder.is_zero() || quotient.is_zero() {
            return times;
        }
        *number = quotient;
        times += 1;
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Some(decimal) => f.write_str(&decimal),
            None => write!(f, "{}/{}", self.numerator(), self.denominator()),
        }
    }
}

impl Default for Rational {
    fn default() -> Self {
        Self::zero()
    }
}

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        Self(Ratio::Small(value, 1))
    }
}

impl From<BigInt> for Rational {
    fn from(value: BigInt) -> Self {
        Self(Ratio::new(value, BigInt::one()))
    }
}

// The right operand may be a value or a reference: `Borrow` covers both with one impl.
impl<R: Borrow<Rational>> Add<R> for &Rational {
    type Output = Rational;
    fn add(self, other: R) -> Rational {
        Rational(self.0.add(&other.borrow().0))
    }
}
impl<R: Borrow<Rational>> Add<R> for Rational {
    type Output = Self;
    fn add(self, other: R) -> Self {
        &self + other
    }
}
impl<R: Borrow<Rational>> Sub<R> for &Rational {
    type Output = Rational;
    fn sub(self, other: R) -> Rational {
        Rational(self.0.add(&other.borrow().0.negated()))
    }
}
impl<R: Borrow<Rational>> Sub<R> for Rational {
    type Output = Self;
    fn sub(self, other: R) -> Self {
        &self - other
    }
}
impl<R: Borrow<Rational>> Mul<R> for &Rational {
    type Output = Rational;
    fn mul(self, other: R) -> Rational {
        Rational(self.0.times(&other.borrow().0))
    }
}
impl<R: Borrow<Rational>> Mul<R> for Rational {
    type Output = Self;
    fn mul(self, other: R) -> Self {
        &self * other
    }
}
impl<R: Borrow<Rational>> AddAssign<R> for Rational {
    fn add_assign(&mut self, other: R) {
        self.0 = self.0.add(&other.borrow().0);
    }
}
impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        Rational(self.0.negated())
    }
}
impl Neg for Rational {
    type Output = Self;
    fn neg(self) -> Self {
        -&self
    }
}
impl<R: Borrow<Rational>> Sum<R> for Rational {
    fn sum<I: Iterator<Item = R>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), |total, number| total + number)
    }
}

impl Serialize for Rational {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rational {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse_stored(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not an exact number")))
    }
}

impl JsonSchema for Rational {
    fn schema_name() -> Cow<'static, str> {
        "Rational".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An exact number: a finite decimal such as `99.95`, otherwise a fraction in lowest terms such as `1/30`.",
            "type": "string",
            "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"
        })
    }
}

#[cfg(test)]
#[path = "rational_tests.rs"]
mod tests;
