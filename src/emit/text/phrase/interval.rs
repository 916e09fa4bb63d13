//! Bounds and intervals, in words and never in signs.

use super::Phrases;
use crate::model::{Bound, Expr, Interval};
use crate::syntax::ast::Comparator;

impl Phrases<'_> {
    /// `au moins 99,95 %`, `at most 4 hours`.
    #[must_use]
    pub fn bound(&self, bound: &Bound) -> String {
        let value = match &bound.value {
            Expr::Quantity(q) => self.length(q, bound.calendar.as_ref()),
            other => self.expr(other).plain(),
        };
        format!("{} {value}", self.comparator(bound.comparator))
    }

    /// A bound as short as a table wants it: the comparison in words, the value in symbols.
    #[must_use]
    pub fn short_bound(&self, bound: &Bound) -> String {
        match (&bound.value, &bound.calendar) {
            (Expr::Quantity(q), None) if q.unit != "day" => {
                format!("{} {}", self.comparator(bound.comparator), self.short_quantity(q))
            }
            _ => self.bound(bound),
        }
    }

    /// The words of a comparison before a value.
    #[must_use]
    pub fn comparator(&self, comparator: Comparator) -> &'static str {
        let (french, english) = match comparator {
            Comparator::AtLeast => ("au moins", "at least"),
            Comparator::AtMost => ("au plus", "at most"),
            Comparator::MoreThan => ("plus de", "more than"),
            Comparator::LessThan => ("moins de", "less than"),
            Comparator::Exactly => ("exactement", "exactly"),
        };
        if self.is_french() { french } else { english }
    }

    /// `de 99 % inclus à 99,9 % exclu`, `moins de 99 %`.
    #[must_use]
    pub fn interval(&self, interval: &Interval) -> String {
        let fr = self.is_french();
        let side = |outside: bool| match (fr, outside) {
            (true, true) => "exclu",
            (true, false) => "inclus",
            (false, true) => "excluded",
            (false, false) => "included",
        };
        let one = |comparator, q| format!("{} {}", self.comparator(comparator), self.quantity(q));
        match (&interval.low, &interval.high) {
            (None, None) => self.either("toute valeur", "any value").to_owned(),
            (Some((q, true)), None) => one(Comparator::MoreThan, q),
            (Some((q, false)), None) => one(Comparator::AtLeast, q),
            (None, Some((q, true))) => one(Comparator::LessThan, q),
            (None, Some((q, false))) => one(Comparator::AtMost, q),
            (Some((low, false)), Some((high, false))) if low == high => one(Comparator::Exactly, low),
            (Some((low, low_out)), Some((high, high_out))) => {
                let (low, high) = (self.quantity(low), self.quantity(high));
                let (from, to) = (side(*low_out), side(*high_out));
                if fr { format!("de {low} {from} à {high} {to}") } else { format!("from {low} {from} to {high} {to}") }
            }
        }
    }
}
