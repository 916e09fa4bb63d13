//! The values that a formula can take, as far as its parts alone tell.

use super::{Aggregate, Attained, Expr, Figure, FigureSource, Indicator, Interval, Operator, Record, Table};
use crate::model::FieldType;
use crate::quantity::Rational;
use std::cell::Cell;

/// The expressions that are looked at for one answer; what takes more may be anything.
const WORK: usize = 2_000;

/// Numbers of base units between two ends, both inside; none: unbounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub low: Option<Rational>,
    /// The greatest.
    pub high: Option<Rational>,
}

/// The terms that formulas read.
#[derive(Clone, Copy)]
pub struct Ranges<'m> {
    /// Figures.
    pub figures: &'m Table<Figure>,
    /// Indicators, each with the values that it can take.
    pub indicators: &'m Table<Indicator>,
    /// Sorts of evidence.
    pub records: &'m Table<Record>,
    /// What a value can be that someone states, or that is not agreed yet.
    pub stated: Stated,
}

/// What a value can be of which nothing else is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// It is expected to be 0 or more, as what is counted or measured is.
    Expected,
    /// It may be anything.
    Anything,
}

impl Range {
    /// Every number.
    #[must_use]
    pub fn any() -> Self {
        Self::default()
    }

    /// What is counted or measured: 0 or more.
    #[must_use]
    pub fn positive() -> Self {
        Self { low: Some(Rational::zero()), high: None }
    }

    /// A share of a whole.
    #[must_use]
    pub fn share() -> Self {
        Self { low: Some(Rational::zero()), high: Some(Rational::one()) }
    }

    fn exactly(value: Rational) -> Self {
        Self { low: Some(value.clone()), high: Some(value) }
    }

    fn is_positive(&self) -> bool {
        self.low.as_ref().is_some_and(|low| !low.is_negative())
    }

    fn point(&self) -> Option<&Rational> {
        self.low.as_ref().filter(|low| self.high.as_ref() == Some(low))
    }

    fn negated(&self) -> Self {
        Self { low: self.high.as_ref().map(|end| -end), high: self.low.as_ref().map(|end| -end) }
    }

    fn plus(&self, other: &Self) -> Self {
        let sum = |a: &Option<Rational>, b: &Option<Rational>| Some(a.as_ref()? + b.as_ref()?);
        Self { low: sum(&self.low, &other.low), high: sum(&self.high, &other.high) }
    }

    fn times(&self, other: &Self) -> Self {
        match (self.point(), other.point()) {
            (Some(factor), _) => other.scaled(factor),
            (_, Some(factor)) => self.scaled(factor),
            _ if self.is_positive() && other.is_positive() => {
                let product = |a: &Option<Rational>, b: &Option<Rational>| Some(a.as_ref()? * b.as_ref()?);
                Self { low: product(&self.low, &other.low), high: product(&self.high, &other.high) }
            }
            _ => Self::any(),
        }
    }

    fn scaled(&self, factor: &Rational) -> Self {
        let by = |end: &Option<Rational>| end.as_ref().map(|end| end * factor);
        match (factor.is_zero(), factor.is_negative()) {
            (true, _) => Self::exactly(Rational::zero()),
            (false, false) => Self { low: by(&self.low), high: by(&self.high) },
            (false, true) => Self { low: by(&self.high), high: by(&self.low) },
        }
    }

    fn divided(&self, by: &Self) -> Self {
        match by.point().and_then(|divisor| Rational::one().checked_div(divisor)) {
            Some(factor) => self.scaled(&factor),
            None if self.is_positive() && by.is_positive() => Self::positive(),
            None => Self::any(),
        }
    }

    /// The values of either, and those between.
    fn or(&self, other: &Self) -> Self {
        let both = |a: &Option<Rational>, b: &Option<Rational>, least: bool| {
            let (a, b) = (a.as_ref()?, b.as_ref()?);
            Some(if least { a.min(b) } else { a.max(b) }.clone())
        };
        Self { low: both(&self.low, &other.low, true), high: both(&self.high, &other.high, false) }
    }
}

impl From<&Interval> for Range {
    fn from(interval: &Interval) -> Self {
        let end = |end: &Option<(super::Quantity, bool)>| end.as_ref().map(|(value, _)| value.base());
        Self { low: end(&interval.low), high: end(&interval.high) }
    }
}

impl Ranges<'_> {
    /// What an expression can come to.
    #[must_use]
    pub fn of(&self, expr: &Expr) -> Range {
        self.expr(expr, &Cell::new(WORK))
    }

    /// What a figure can come to.
    #[must_use]
    pub fn of_figure(&self, figure: &Figure) -> Range {
        self.figure(figure, &Cell::new(WORK))
    }

    fn unknown(&self) -> Range {
        match self.stated {
            Stated::Expected => Range::positive(),
            Stated::Anything => Range::any(),
        }
    }

    fn figure(&self, figure: &Figure, work: &Cell<usize>) -> Range {
        let hull = |exprs: Vec<&Expr>| {
            let all = exprs.into_iter().chain(&figure.default).map(|expr| self.expr(expr, work));
            all.reduce(|a, b| a.or(&b)).unwrap_or_else(|| self.unknown())
        };
        match &figure.value {
            FigureSource::Is(expr) => self.expr(expr, work),
            FigureSource::Decision(table) => hull(table.rows.iter().filter_map(|row| row.outcome.as_ref()).collect()),
            FigureSource::Column(rows) => hull(rows.iter().map(|(_, expr)| expr).collect()).or(&self.unknown()),
            FigureSource::GivenBy(..) | FigureSource::Blank(_) => self.unknown(),
        }
    }

    fn expr(&self, expr: &Expr, work: &Cell<usize>) -> Range {
        if work.get() == 0 {
            return Range::any();
        }
        work.set(work.get() - 1);
        match expr {
            Expr::Quantity(quantity) => Range::exactly(quantity.base()),
            Expr::Figure { figure, .. } => self.figures.get(figure).map_or_else(Range::any, |f| self.figure(f, work)),
            Expr::Indicator { indicator, .. } => {
                self.indicators.get(indicator).map_or_else(Range::any, |i| Range::from(&i.domain))
            }
            Expr::Field { record, field } => {
                let fields = self.records.get(record).map(|record| record.fields.as_slice()).unwrap_or_default();
                match fields.iter().find(|known| known.name == *field).map(|known| &known.ty) {
                    Some(FieldType::Unit(unit)) if unit == "%" => Range::share(),
                    Some(FieldType::Duration) => Range::positive(),
                    _ => self.unknown(),
                }
            }
            Expr::Attained(Attained::Lost | Attained::Agreed | Attained::Excess | Attained::Missed)
            | Expr::Late { .. }
            | Expr::Step { .. }
            | Expr::TimeBetween { .. }
            | Expr::Gap { .. }
            | Expr::Schedule(_)
            | Expr::Settlement(_) => Range::positive(),
            Expr::TimeShare { .. } => Range::share(),
            Expr::Before { of, .. } => match &**of {
                // A figure that is carried from period to period may grow without an end.
                Expr::Figure { .. } => self.unknown(),
                other => self.expr(other, work),
            },
            Expr::Binary { op, left, right } => {
                let (left, right) = (self.expr(left, work), self.expr(right, work));
                match op {
                    Operator::Add => left.plus(&right),
                    Operator::Sub => left.plus(&right.negated()),
                    Operator::Mul | Operator::Of => left.times(&right),
                    Operator::Div | Operator::Per => left.divided(&right),
                    Operator::Or | Operator::And => Range::any(),
                }
            }
            Expr::Aggregate { function, of, .. } => match function {
                Aggregate::Share => Range::share(),
                Aggregate::Count | Aggregate::Breaches | Aggregate::Objectives => Range::positive(),
                Aggregate::Sum => match self.expr(of, work).is_positive() {
                    true => Range::positive(),
                    false => Range::any(),
                },
                Aggregate::Mean | Aggregate::Min | Aggregate::Max | Aggregate::Quantile(_) => self.expr(of, work),
            },
            Expr::Each { of: Some(of), .. } => self.expr(of, work),
            Expr::Call { function, arguments } => match (function.as_str(), arguments.as_slice()) {
                ("round", [value, _]) if self.expr(value, work).is_positive() => Range::positive(),
                // The lowest of what may be negative, and so on: at most as far from 0 as all of it.
                ("highest" | "lowest", [_, gathered]) => self.expr(gathered, work),
                ("min" | "max", all) => {
                    let all = all.iter().map(|argument| self.expr(argument, work));
                    all.reduce(|a, b| a.or(&b)).unwrap_or_else(Range::any)
                }
                _ => Range::any(),
            },
            _ => Range::any(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: i64, high: i64) -> Range {
        Range { low: Some(Rational::from(low)), high: Some(Rational::from(high)) }
    }

    #[test]
    fn a_difference_of_what_is_positive_may_be_negative() {
        assert_eq!(range(0, 1).plus(&range(0, 1).negated()), range(-1, 1));
        assert_eq!(Range::positive().plus(&Range::positive().negated()), Range::any());
    }

    #[test]
    fn a_negative_factor_turns_the_ends_round() {
        assert_eq!(range(1, 3).times(&range(-2, -2)), range(-6, -2));
        assert_eq!(Range::positive().times(&range(-1, -1)), Range { low: None, high: Some(Rational::zero()) });
    }

    #[test]
    fn what_is_divided_by_nothing_known_has_no_end() {
        assert_eq!(range(0, 1).divided(&Range::positive()), Range::positive());
        assert_eq!(range(0, 4).divided(&range(2, 2)), range(0, 2));
        assert_eq!(range(-1, 4).divided(&Range::positive()), Range::any());
        assert_eq!(range(1, 4).divided(&range(0, 0)), Range::positive());
    }
}
