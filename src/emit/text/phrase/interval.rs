//! Bounds and intervals, in words and never in signs.

use super::Phrases;
use crate::model::{Bound, Expr, Interval, Quantity};
use crate::syntax::ast::Comparator;

impl Phrases<'_> {
    /// `au moins 99,95 %`, `at most 4 hours`.
    #[must_use]
    pub fn bound(&self, bound: &Bound) -> String {
        let value = match &bound.value {
            Expr::Quantity(q) => self.length(q, bound.calendar.as_ref()),
            other => self.expr(other).plain(),
        };
        self.sided(bound, &value)
    }

    /// A bound as short as a table wants it: the comparison in words, the value in symbols.
    #[must_use]
    pub fn short_bound(&self, bound: &Bound) -> String {
        match (&bound.value, &bound.calendar) {
            (Expr::Quantity(q), None) if q.unit != "day" => self.sided(bound, &self.short_quantity(q)),
            _ => self.bound(bound),
        }
    }

    /// A value with its comparison; where nobody has agreed yet which way is better, with the words that say so.
    fn sided(&self, bound: &Bound, value: &str) -> String {
        match bound.comparator {
            Some(comparator) => format!("{} {value}", self.comparator(comparator)),
            None => format!(
                "{value} {}",
                self.either("(au moins ou au plus : à convenir)", "(at least or at most: to be agreed)")
            ),
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
        let end = |(value, outside): &(Quantity, bool)| (self.quantity(value), *outside);
        self.between_ends(interval.low.as_ref().map(end), interval.high.as_ref().map(end))
    }

    /// The same with ends in words, each with whether it is outside.
    #[must_use]
    pub fn between_ends(&self, low: Option<(String, bool)>, high: Option<(String, bool)>) -> String {
        let fr = self.is_french();
        let side = |outside: bool| match (fr, outside) {
            (true, true) => "exclu",
            (true, false) => "inclus",
            (false, true) => "excluded",
            (false, false) => "included",
        };
        let one = |comparator, end: &str| format!("{} {end}", self.comparator(comparator));
        match (low, high) {
            (None, None) => self.either("toute valeur", "any value").to_owned(),
            (Some((end, true)), None) => one(Comparator::MoreThan, &end),
            (Some((end, false)), None) => one(Comparator::AtLeast, &end),
            (None, Some((end, true))) => one(Comparator::LessThan, &end),
            (None, Some((end, false))) => one(Comparator::AtMost, &end),
            (Some((low, false)), Some((high, false))) if low == high => one(Comparator::Exactly, &low),
            (Some((low, low_out)), Some((high, high_out))) => {
                let (from, to) = (side(low_out), side(high_out));
                if fr { format!("de {low} {from} à {high} {to}") } else { format!("from {low} {from} to {high} {to}") }
            }
        }
    }
}
