//! The ways to round. A contract names one; it is applied once, to the final amount.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Which of the two neighbours a number becomes.
///
/// All are symmetric about 0: "up" is away from 0 and "down" towards it, so that a credit and a debit of one size
/// stay of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest; a half goes away from 0: 2.5 → 3, -2.5 → -3.
    HalfUp,
    /// To the nearest; a half goes to the even neighbour: 2.5 → 2, 3.5 → 4.
    HalfEven,
    /// To the nearest; a half goes towards 0: 2.5 → 2, -2.5 → -2.
    HalfDown,
    /// Away from 0: 2.1 → 3, -2.1 → -3.
    Up,
    /// Towards 0: 2.9 → 2, -2.9 → -2.
    Down,
}

impl Rounding {
    /// Every way, in the order of documentation.
    pub const ALL: [Self; 5] = [Self::HalfUp, Self::HalfEven, Self::HalfDown, Self::Up, Self::Down];

    /// The word in sources: `rounded half_up`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HalfUp => "half_up",
            Self::HalfEven => "half_even",
            Self::HalfDown => "half_down",
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The way with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rounding| rounding.name() == name)
    }

    /// The whole number that `numerator / denominator` becomes; the denominator is above 0.
    pub(super) fn apply(self, numerator: &BigInt, denominator: &BigInt) -> BigInt {
        let (size, remainder) = numerator.abs().div_rem(denominator);
        let away = match self {
            Self::Up => !remainder.is_zero(),
            Self::Down => false,
            Self::HalfUp | Self::HalfEven | Self::HalfDown => match (remainder * 2_u32).cmp(denominator) {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => self == Self::HalfUp || (self == Self::HalfEven && size.is_odd()),
            },
        };
        let size = if away { size + BigInt::one() } else { size };
        if numerator.is_negative() { -size } else { size }
    }
}

#[cfg(test)]
mod tests {
    use super::Rounding;

    #[test]
    fn the_name_in_sources_is_the_name_in_json() {
        for rounding in Rounding::ALL {
            assert_eq!(Rounding::named(rounding.name()), Some(rounding));
            assert_eq!(serde_json::to_value(rounding).ok(), Some(rounding.name().into()));
        }
    }
}
