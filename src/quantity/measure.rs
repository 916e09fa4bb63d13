//! What a quantity is measured in: a unit or a rate.

use super::Rational;
use super::unit::{Dimension, Unit, find};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;

/// A unit, or a rate: one unit per another, written with `/` and no blanks (`GB/h`, `req/s`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure {
    /// What is counted.
    pub unit: &'static Unit,
    /// What it is counted per.
    pub per: Option<&'static Unit>,
}

impl Measure {
    /// Whether a unit is money, or a rate of money.
    #[must_use]
    pub fn is_of_money(word: &str) -> bool {
        Self::parse(word).is_some_and(|measure| matches!(measure.unit.dimension, Dimension::Money(_)))
    }

    /// The measure that `word` spells.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word.split_once('/') {
            None => Some(Self { unit: find(word)?, per: None }),
            Some((unit, per)) => Some(Self { unit: find(unit)?, per: Some(find(per)?) }),
        }
    }

    /// What it measures: of what, and per what.
    #[must_use]
    pub fn dimension(&self) -> (Dimension, Option<Dimension>) {
        (self.unit.dimension, self.per.map(|per| per.dimension))
    }

    /// How much of the base of its dimension one is. Two measures of one dimension convert by the ratio of their factors.
    #[must_use]
    pub fn factor(&self) -> Rational {
        let (above, below) = self.unit.factor;
        let (per_above, per_below) = self.per.map_or((1, 1), |per| per.factor);
        let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
        // The factors of the table are positive, so neither product is 0.
        Rational::of_parts(product(above, per_below), product(below, per_above))
    }

    /// `value` of this measure as a number of base units: seconds, bits, shares of 1, and so on.
    #[must_use]
    pub fn to_base(&self, value: &Rational) -> Rational {
        value * self.factor()
    }

    /// The reverse of [`Self::to_base`].
    #[must_use]
    pub fn from_base(&self, base: &Rational) -> Rational {
        base.checked_div(&self.factor()).unwrap_or_default()
    }
}

impl From<&'static Unit> for Measure {
    fn from(unit: &'static Unit) -> Self {
        Self { unit, per: None }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.unit.name)?;
        self.per.map_or(Ok(()), |per| write!(f, "/{}", per.name))
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&word).ok_or_else(|| de::Error::custom(format!("`{word}` is not a unit")))
    }
}

impl JsonSchema for Measure {
    fn schema_name() -> Cow<'static, str> {
        "Measure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A unit of the closed list, a currency's code, or a rate such as `GB/h`.",
            "type": "string",
            "pattern": "^[^/ ]+(/[^/ ]+)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a missing unit is a failed test")]
    use super::*;
    use crate::quantity::Dimension;

    fn base(word: &str) -> Rational {
        Measure::parse(word).unwrap().factor()
    }

    #[test]
    fn factors_are_exact_in_the_base_unit() {
        assert_eq!(base("h"), Rational::from(3600));
        assert_eq!(base("ms"), Rational::new(1, 1000).unwrap());
        assert_eq!(base("GiB"), Rational::from(8_589_934_592));
        assert_eq!(base("PiB"), Rational::from(8 * 1024_i64.pow(5)));
        assert_eq!(base("mile"), Rational::parse("1609.344").unwrap());
        assert_eq!(base("GB/h"), Rational::new(8_000_000_000_i64, 3600).unwrap());
    }

    #[test]
    fn a_value_goes_to_the_base_and_back() {
        let rate = Measure::parse("Mbit/s").unwrap();
        let value = Rational::parse("2.5").unwrap();
        assert_eq!(rate.to_base(&value), Rational::from(2_500_000));
        assert_eq!(rate.from_base(&rate.to_base(&value)), value);
    }

    #[test]
    fn a_measure_is_one_unit_or_one_rate() {
        assert_eq!(Measure::parse("requests/second").unwrap().to_string(), "request/s");
        assert_eq!(Measure::parse("EUR/GB").unwrap().unit.dimension, Dimension::Money("EUR"));
        for word in ["", "/", "GB/", "/h", "GB/h/h", "gb", "furlong"] {
            assert!(Measure::parse(word).is_none(), "{word}");
        }
    }

    #[test]
    fn json_is_the_written_unit() {
        let rate = Measure::parse("GB/h").unwrap();
        assert_eq!(serde_json::to_string(&rate).unwrap(), "\"GB/h\"");
        assert_eq!(serde_json::from_str::<Measure>("\"GB/h\"").unwrap(), rate);
    }
}
