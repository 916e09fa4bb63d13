//! Values that follow from an attained value by a factor and an offset, such as a gap: 99.95 % less availability.

use super::values;
use crate::kernel::line::{Cut, Interval as Line, IntervalSet, Side};
use crate::model::{Attained, Commitment, Expr, Figure, FigureSource, Id, Model, Operator, Service, Stated, Subject};
use crate::quantity::Rational;

/// The definitions that are followed one into the other.
const DEPTH: u32 = 16;

/// `factor` × the attained value + `offset`, in base units. The factor is not 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affine {
    factor: Rational,
    offset: Rational,
}

impl Affine {
    /// The attained value itself.
    #[must_use]
    pub fn identity() -> Self {
        Self { factor: Rational::one(), offset: Rational::zero() }
    }

    /// Whether a greater attained value gives a lesser one.
    #[must_use]
    pub fn turns(&self) -> bool {
        self.factor.is_negative()
    }

    /// The attained values that come to the values of a set.
    #[must_use]
    pub fn preimage(&self, values: &IntervalSet<Rational>) -> IntervalSet<Rational> {
        let Some(factor) = Rational::one().checked_div(&self.factor) else { return IntervalSet::default() };
        let offset = -(&self.offset * &factor);
        Self { factor, offset }.image(values)
    }

    /// What the attained values of a set come to.
    #[must_use]
    pub fn image(&self, attained: &IntervalSet<Rational>) -> IntervalSet<Rational> {
        let end = |cut: &Cut<Rational>| match (cut, self.turns()) {
            (Cut::At(value, side), turns) => {
                let side = match (side, turns) {
                    (Side::Before, false) | (Side::After, true) => Side::Before,
                    _ => Side::After,
                };
                Cut::At(value * &self.factor + &self.offset, side)
            }
            (Cut::Start, false) | (Cut::End, true) => Cut::Start,
            (Cut::End, false) | (Cut::Start, true) => Cut::End,
        };
        let of = |interval: &Line<Rational>| match self.turns() {
            false => Line::new(end(&interval.from), end(&interval.to)),
            true => Line::new(end(&interval.to), end(&interval.from)),
        };
        attained.intervals().iter().map(of).collect()
    }
}

/// A sum of a multiple of the attained value and a constant.
struct Sum {
    factor: Rational,
    offset: Rational,
}

/// How a figure follows from what a commitment attains, where it does, always and for the services that are judged.
#[must_use]
pub fn of_figure(model: &Model, figure: &Id<Figure>, commitment: &Commitment) -> Option<Affine> {
    let sum = sum_of_figure(model, figure, None, commitment, DEPTH)?;
    (!sum.factor.is_zero()).then_some(Affine { factor: sum.factor, offset: sum.offset })
}

/// How an amount follows from what a commitment attains, up to what it is a share of, which is more than nothing.
#[must_use]
pub fn of_amount(model: &Model, amount: &Expr, commitment: &Commitment) -> Option<Affine> {
    let positive = |expr: &Expr| {
        let range = values::ranges(model, Stated::Expected).of(expr);
        range.low.is_some_and(|low| !low.is_negative())
    };
    let inner = match amount {
        Expr::Binary { op: Operator::Of, left, right } if positive(right) => left,
        Expr::Binary { op: Operator::Mul, left, right } if positive(right) => left,
        Expr::Binary { op: Operator::Mul, left, right } if positive(left) => right,
        _ => {
            let sum = sum(model, amount, commitment, DEPTH)?;
            return (!sum.factor.is_zero()).then_some(Affine { factor: sum.factor, offset: sum.offset });
        }
    };
    of_amount(model, inner, commitment)
}

fn sum_of_figure(
    model: &Model,
    id: &Id<Figure>,
    of: Option<&Id<Service>>,
    commitment: &Commitment,
    depth: u32,
) -> Option<Sum> {
    let figure = model.figures.get(id)?;
    let service = match &figure.of {
        Some(Subject::Service(service)) => Some(service),
        _ => of,
    };
    let FigureSource::Is(expr) = &figure.value else { return None };
    // What is otherwise at times, or for other cases, does not always follow.
    let is_steady = !model.exceptions.iter().any(|exception| exception.on.contains(&figure.term.id));
    if !is_steady || !service.is_none_or(|service| is_only(model, service, commitment)) {
        return None;
    }
    sum(model, expr, commitment, depth.checked_sub(1)?)
}

fn sum(model: &Model, expr: &Expr, commitment: &Commitment, depth: u32) -> Option<Sum> {
    if let Some(constant) = values::constant(model, expr) {
        return Some(Sum { factor: Rational::zero(), offset: constant.base() });
    }
    let attained = || Some(Sum { factor: Rational::one(), offset: Rational::zero() });
    match expr {
        Expr::Attained(Attained::Attained) => attained(),
        // Of a share of the cases, the target is that share; an exception gives another one, and another difference.
        Expr::Attained(Attained::Target) if commitment.quota.is_some() => None,
        Expr::Attained(Attained::Target) if !model.exceptions.iter().any(|e| e.on.contains(&commitment.term.id)) => {
            let bound = commitment.target.as_ref()?;
            Some(Sum { factor: Rational::zero(), offset: values::constant(model, &bound.value)?.base() })
        }
        Expr::Indicator { indicator, of } => {
            let own = of.as_ref().is_none_or(|service| is_only(model, service, commitment));
            if own && *indicator == commitment.indicator { attained() } else { None }
        }
        Expr::Figure { figure, of } => sum_of_figure(model, figure, of.as_ref(), commitment, depth),
        Expr::Binary { op, left, right } => {
            let side = |expr| sum(model, expr, commitment, depth.checked_sub(1)?);
            let (left, right) = (side(left)?, side(right)?);
            match op {
                Operator::Add => Some(Sum { factor: left.factor + right.factor, offset: left.offset + right.offset }),
                Operator::Sub => Some(Sum { factor: left.factor - right.factor, offset: left.offset - right.offset }),
                Operator::Mul | Operator::Of if left.factor.is_zero() => Some(right.times(&left.offset)),
                Operator::Mul | Operator::Of if right.factor.is_zero() => Some(left.times(&right.offset)),
                Operator::Div if right.factor.is_zero() => {
                    Some(left.times(&Rational::one().checked_div(&right.offset)?))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

impl Sum {
    fn times(&self, by: &Rational) -> Self {
        Self { factor: &self.factor * by, offset: &self.offset * by }
    }
}

/// Whether a service is the only one for which a commitment is judged.
fn is_only(model: &Model, service: &Id<Service>, commitment: &Commitment) -> bool {
    let holders = model.services.iter().filter(|holder| holder.tiers.iter().any(|held| held.tier == commitment.tier));
    let mut judged = holders.filter(|holder| {
        commitment.scope.services.is_empty() || commitment.scope.services.iter().any(|id| *id.name() == holder.term.id)
    });
    judged.all(|holder| holder.term.id == *service.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_turns_an_interval_round_with_its_ends() {
        let gap = Affine { factor: Rational::from(-1), offset: Rational::from(100) };
        let breached: IntervalSet<Rational> =
            std::iter::once(Line::half_open(Rational::zero(), Rational::from(99))).collect();
        let image = gap.image(&breached);
        assert_eq!(image.intervals(), [Line::new(Cut::after(Rational::one()), Cut::after(Rational::from(100)))]);
    }
}
