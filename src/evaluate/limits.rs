//! Quantities compared, and the values that meet a bound: exact numbers of base units, and the way back to the unit that was written.

use crate::base::Name;
use crate::kernel::line::{Cut, Interval as Line};
use crate::model::{Expr, FigureSource, Interval, Model, Quantity};
use crate::quantity::{Measure, Rational};
use crate::syntax::ast::Comparator;
use std::cmp::Ordering;

/// How two quantities stand to each other; none where they measure different things, or one of them is not agreed yet.
#[must_use]
pub fn compare(a: &Quantity, b: &Quantity) -> Option<Ordering> {
    let agreed = a.as_blank().is_none() && b.as_blank().is_none();
    (agreed && same_dimension(&a.unit, &b.unit)).then(|| a.base().cmp(&b.base()))
}

/// Whether quantities in two units can be compared.
#[must_use]
pub fn same_dimension(a: &Name, b: &Name) -> bool {
    let dimension = |unit: &Name| Measure::parse(unit).map(|measure| measure.dimension());
    dimension(a) == dimension(b)
}

/// A quantity as a source writes it: `4 h`, `99.95 %`, `12`, `30 days`.
#[must_use]
pub fn written(quantity: &Quantity) -> String {
    // The spans that have a plural in a source are written with it.
    let spans = ["day", "week", "month", "quarter", "year"];
    let plural = spans.contains(&quantity.unit.as_str()) && quantity.value != Rational::one();
    match quantity.unit.as_str() {
        unit if quantity.as_blank().is_some() => format!("`{unit}`"),
        "" => quantity.value.to_string(),
        unit => format!("{} {unit}{}", quantity.value, if plural { "s" } else { "" }),
    }
}

/// Whole seconds as people say them: `25 h`, `1 h 30 min`.
#[must_use]
pub fn seconds(seconds: i64) -> String {
    let parts = [(seconds / 3_600, "h"), (seconds % 3_600 / 60, "min"), (seconds % 60, "s")];
    let told: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if told.is_empty() { "0 s".to_owned() } else { told.join(" ") }
}

/// `at least`, `at most` …
#[must_use]
pub const fn side_words(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "at least",
        Comparator::AtMost => "at most",
        Comparator::MoreThan => "more than",
        Comparator::LessThan => "less than",
        Comparator::Exactly => "exactly",
    }
}

/// A number of base units as a quantity in `unit`.
#[must_use]
pub fn in_unit(base: &Rational, unit: &Name) -> Quantity {
    let value = Measure::parse(unit).map_or_else(|| base.clone(), |measure| measure.from_base(base));
    Quantity { value, unit: unit.clone() }
}

/// The quantity that an expression always is: written out, or a figure that is written out. None where it depends on
/// evidence, or is not agreed yet.
#[must_use]
pub fn constant(model: &Model, expr: &Expr) -> Option<Quantity> {
    match expr {
        Expr::Quantity(quantity) => Some(quantity.clone()),
        Expr::Figure { figure, .. } => match &model.figures.get(figure)?.value {
            FigureSource::Is(Expr::Quantity(quantity)) => Some(quantity.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// An interval of the model as an interval of base units.
#[must_use]
pub fn line(interval: &Interval) -> Line<Rational> {
    let cut = |(value, outside): &(Quantity, bool), low: bool| {
        if *outside == low { Cut::after(value.base()) } else { Cut::before(value.base()) }
    };
    Line::new(
        interval.low.as_ref().map_or(Cut::Start, |end| cut(end, true)),
        interval.high.as_ref().map_or(Cut::End, |end| cut(end, false)),
    )
}

/// The values that meet a bound.
#[must_use]
pub fn meeting(comparator: Comparator, limit: &Rational) -> Line<Rational> {
    let limit = limit.clone();
    match comparator {
        Comparator::AtLeast => Line::at_least(limit),
        Comparator::AtMost => Line::at_most(limit),
        Comparator::MoreThan => Line::above(limit),
        Comparator::LessThan => Line::below(limit),
        Comparator::Exactly => Line::closed(limit.clone(), limit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: i64, unit: &str) -> Quantity {
        Quantity { value: Rational::from(value), unit: unit.into() }
    }

    #[test]
    fn only_values_of_one_dimension_compare() {
        assert_eq!(compare(&quantity(90, "min"), &quantity(1, "h")), Some(Ordering::Greater));
        assert_eq!(compare(&quantity(1, "day"), &quantity(24, "h")), None);
        assert_eq!(compare(&quantity(1, "EUR"), &quantity(1, "CHF")), None);
        assert_eq!(compare(&quantity(1, ""), &quantity(2, "")), Some(Ordering::Less));
    }

    #[test]
    fn an_end_that_is_outside_is_cut_on_its_inner_side() {
        let interval = Interval { low: Some((quantity(1, "h"), true)), high: Some((quantity(2, "h"), true)) };
        assert_eq!(line(&interval), Line::open(Rational::from(3600), Rational::from(7200)));
        let closed = Interval { low: Some((quantity(1, "h"), false)), high: None };
        assert_eq!(line(&closed), Line::at_least(Rational::from(3600)));
    }
}
