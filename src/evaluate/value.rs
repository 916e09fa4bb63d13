//! What an expression is worth on evidence: exact numbers in base units, instants, words.

use crate::base::Name;
use crate::model::{Quantity, is_time_of_service};
use crate::quantity::currency::UNNAMED;
use crate::quantity::{Measure, Rational};
use crate::time::Instant;
use std::cmp::Ordering;

/// The value of an expression, or of a field of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number with its unit.
    Number(Number),
    /// `yes` or `no`.
    Flag(bool),
    /// One instant.
    Instant(Instant),
    /// Instants in order.
    Instants(Vec<Instant>),
    /// A value of a dimension, a choice, a service, an actor, another record.
    Word(Name),
    /// Free text, on which nothing is decided.
    Text,
    /// Nothing is known: a field that is not filled, a period without a value.
    Nothing,
}

/// An exact number of base units, with the unit in which people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// In base units: a share of 1, seconds, days, months, bits, an amount of money.
    pub base: Rational,
    /// The unit in which it is shown; empty for a plain number.
    pub unit: Name,
}

impl Number {
    /// A plain number.
    #[must_use]
    pub fn plain(value: Rational) -> Self {
        Self { base: value, unit: Name::default() }
    }

    /// So many seconds.
    #[must_use]
    pub fn seconds(seconds: i64) -> Self {
        Self { base: seconds.into(), unit: "s".into() }
    }

    /// So many days, which are whole and no number of hours.
    #[must_use]
    pub fn days(days: i64) -> Self {
        Self { base: days.into(), unit: "day".into() }
    }

    /// A share of 1.
    #[must_use]
    pub fn share(share: Rational) -> Self {
        Self { base: share, unit: "%".into() }
    }

    /// The number in its unit: 99.95 for a base of 0.9995 in `%`.
    #[must_use]
    pub fn quantity(&self) -> Quantity {
        let value = Measure::parse(&self.unit).map_or_else(|| self.base.clone(), |unit| unit.from_base(&self.base));
        Quantity { value, unit: self.unit.clone() }
    }

    /// Whether it is a share of something.
    #[must_use]
    pub fn is_share(&self) -> bool {
        matches!(self.unit.as_str(), "%" | "‰" | "ppm")
    }

    /// Whether it is money, or time of service: any other amount is a share of its basis.
    #[must_use]
    pub fn is_owed_as_it_is(&self) -> bool {
        Measure::is_of_money(&self.unit) || self.unit == UNNAMED || is_time_of_service(&self.unit)
    }

    /// With another value of the same unit.
    #[must_use]
    pub fn with(&self, base: Rational) -> Self {
        Self { base, unit: self.unit.clone() }
    }
}

impl From<&Quantity> for Number {
    fn from(quantity: &Quantity) -> Self {
        Self { base: quantity.base(), unit: quantity.unit.clone() }
    }
}

impl Value {
    /// Instants, which may be written down in any order.
    #[must_use]
    pub fn in_order(mut instants: Vec<Instant>) -> Self {
        instants.sort_unstable();
        Self::Instants(instants)
    }

    /// The number; none for anything else.
    #[must_use]
    pub fn number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether it is `yes`. What is not known does not hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        *self == Self::Flag(true)
    }

    /// The word; none for anything else.
    #[must_use]
    pub fn word(&self) -> Option<&Name> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The instants that it holds, in order.
    #[must_use]
    pub fn instants(&self) -> &[Instant] {
        match self {
            Self::Instant(instant) => std::slice::from_ref(instant),
            Self::Instants(instants) => instants,
            _ => &[],
        }
    }

    /// How it stands to another of the same sort; none where either is not known or they are of two sorts.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => Some(a.base.cmp(&b.base)),
            (Self::Instant(a), Self::Instant(b)) => Some(a.cmp(b)),
            (Self::Flag(a), Self::Flag(b)) => Some(a.cmp(b)),
            (Self::Word(a), Self::Word(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}
