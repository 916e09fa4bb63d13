//! Expressions of both versions against one another: whether the newer one is never less, whatever happens.
//!
//! It looks at shapes: a sum grows with its parts, a product of what is never negative with its factors, a condition with the
//! cases that it lets in. Where the shapes differ, amounts that follow a straight line are compared at the ends of the values
//! that they are looked up for. What is neither is not compared, and never taken as equal.

use super::canon::Sort;
use super::order::both;
use super::promises::same_time;
use super::sides::{Side, Sides};
use crate::evaluate::limits;
use crate::kernel::line::{Cut, Interval as Line};
use crate::model::{Attained, Expr, Figure, FigureSource, Id, Members, Operator, Quantity, Ranges, Stated, Window};
use crate::quantity::{Measure, Rational};
use crate::syntax::ast::{Comparator, Step};
use std::cmp::Ordering;

/// How deep definitions are followed.
const DEPTH: u32 = 24;

/// How the newer of two expressions stands to the older one: greater where it is never less, and where a condition holds whenever
/// the other one does. None where nothing says so.
pub fn order(sides: &Sides<'_>, old: &Expr, new: &Expr) -> Option<Ordering> {
    deep(sides, old, new, DEPTH)
}

/// The same for what may be absent, and is then `absent`: less than all, or more.
pub fn optional(sides: &Sides<'_>, old: Option<&Expr>, new: Option<&Expr>, absent: Ordering) -> Option<Ordering> {
    match (old, new) {
        (None, None) => Some(Ordering::Equal),
        (Some(old), Some(new)) => order(sides, old, new),
        (None, Some(_)) => Some(absent.reverse()),
        (Some(_), None) => Some(absent),
    }
}

fn deep(sides: &Sides<'_>, old: &Expr, new: &Expr, depth: u32) -> Option<Ordering> {
    let depth = depth.checked_sub(1)?;
    let constant = |side: &Side<'_>, expr: &Expr| limits::constant(side.model, expr).filter(|q| q.as_blank().is_none());
    if let (Some(old), Some(new)) = (constant(&sides.old, old), constant(&sides.new, new))
        && let Some(order) = limits::compare(&new, &old)
    {
        return Some(order);
    }
    let part = |old: &Expr, new: &Expr| deep(sides, old, new, depth);
    match (old, new) {
        (Expr::Figure { figure: before, of: old_of }, Expr::Figure { figure: after, of: new_of }) => {
            let same = before == after && old_of == new_of;
            if same { figures(sides, before, after, depth) } else { None }
        }
        (
            Expr::Binary { op: before, left: old_left, right: old_right },
            Expr::Binary { op: after, left: new_left, right: new_right },
        ) if before == after => {
            let (left, right) = (part(old_left, new_left), part(old_right, new_right));
            match before {
                Operator::And | Operator::Or | Operator::Add => both(left, right),
                Operator::Sub => both(left, right.map(Ordering::reverse)),
                // A factor counts where the other one is never negative.
                Operator::Mul | Operator::Of | Operator::Per => {
                    let positive =
                        |pair: [&Expr; 2]| is_positive(&sides.old, pair[0]) && is_positive(&sides.new, pair[1]);
                    let weigh = |order: Option<Ordering>, other: [&Expr; 2]| match order {
                        Some(Ordering::Equal) => order,
                        order => order.filter(|_| positive(other)),
                    };
                    both(weigh(left, [old_right, new_right]), weigh(right, [old_left, new_left]))
                }
                Operator::Div => match (left, right) {
                    (left, Some(Ordering::Equal)) if is_positive(&sides.new, new_right) => left,
                    (Some(Ordering::Equal), Some(Ordering::Equal)) => Some(Ordering::Equal),
                    _ => None,
                },
            }
        }
        (
            Expr::Compare { comparator: before, left: old_left, right: old_right },
            Expr::Compare { comparator: after, left: new_left, right: new_right },
        ) => {
            let (left, right) = (part(old_left, new_left)?, part(old_right, new_right)?);
            if (left, right, before) == (Ordering::Equal, Ordering::Equal, after) {
                return Some(Ordering::Equal);
            }
            // `a >= b` lets in more with a greater `a`, and with a lesser `b`.
            let (side, strictness) = comparators(*before, *after)?;
            let gain = both(Some(left), Some(right.reverse()))?;
            both(Some(if side { gain } else { gain.reverse() }), Some(strictness))
        }
        (Expr::Not(old), Expr::Not(new)) => part(old, new).map(Ordering::reverse),
        (Expr::Step { step: before, value: old, unit: one }, Expr::Step { step: after, value: new, unit: other })
            if before == after =>
        {
            let units = limits::compare(other, one)?;
            match (units, before) {
                (Ordering::Equal, _) => part(old, new),
                // As many units as there are: more of them where they are smaller.
                (order, Step::ProRata) => both(part(old, new), Some(order.reverse())),
                _ => None,
            }
        }
        (
            Expr::Aggregate { function: before, of: old_of, filter: old_filter, over: old_over },
            Expr::Aggregate { function: after, of: new_of, filter: new_filter, over: new_over },
        ) if before == after => {
            use crate::model::Aggregate::{Breaches, Count, Max, Mean, Min, Quantile, Sum};
            // What is gathered of greater values is greater.
            let of = part(old_of, new_of)?;
            let gathers = matches!(before, Sum | Mean | Min | Max | Quantile(_));
            if of != Ordering::Equal {
                let same = old_filter == new_filter && old_over == new_over;
                return Some(of).filter(|_| gathers && same);
            }
            let filter = match (old_filter, new_filter) {
                (None, None) => Some(Ordering::Equal),
                (Some(old), Some(new)) => part(old, new),
                (None, Some(_)) => Some(Ordering::Less),
                (Some(_), None) => Some(Ordering::Greater),
            };
            // There are no more instances in a longer time.
            let grows = !matches!(**new_of, Expr::Each { among: Members::Instances(_), .. });
            let window = match old_over == new_over {
                true => Some(Ordering::Equal),
                false => longer(old_over, new_over).filter(|_| grows),
            };
            let order = both(filter, window)?;
            (order == Ordering::Equal || matches!(before, Breaches | Count)).then_some(order)
        }
        (
            Expr::Call { function: before, arguments: old_arguments },
            Expr::Call { function: after, arguments: new_arguments },
        ) if before == after && old_arguments.len() == new_arguments.len() => {
            let is_monotone = matches!(before.as_str(), "min" | "max" | "round" | "highest" | "lowest");
            let parts = old_arguments.iter().zip(new_arguments).map(|(old, new)| part(old, new));
            let order = parts.reduce(both)??;
            (order == Ordering::Equal || is_monotone).then_some(order)
        }
        (Expr::Quorum { at_least: before, of: old_of }, Expr::Quorum { at_least: after, of: new_of })
            if old_of.len() == new_of.len() =>
        {
            let parts = old_of.iter().zip(new_of).map(|(old, new)| part(old, new)).reduce(both)??;
            both(Some(parts), Some(before.cmp(after)))
        }
        (Expr::Flag(old), Expr::Flag(new)) => Some(new.cmp(old)),
        (Expr::Late { calendar: old, in_days: before }, Expr::Late { calendar: new, in_days: after }) => {
            let same = before == after && same_time(sides, Some(old), Some(new));
            same.then_some(Ordering::Equal)
        }
        (old, new) => is_same(sides, old, new).then_some(Ordering::Equal),
    }
}

/// Whether an expression without parts that are compared is the same in both versions: it says the same, and what it names does.
fn is_same(sides: &Sides<'_>, old: &Expr, new: &Expr) -> bool {
    if old != new {
        return false;
    }
    // `base` is the value that an exception stands in the place of, which may be another one.
    let mut same = !new.any(&|part| matches!(part, Expr::Attained(Attained::Base)));
    new.visit(&mut |part| {
        if let Expr::Figure { figure, .. } = part {
            same &= figures(sides, figure, figure, DEPTH) == Some(Ordering::Equal);
        }
    });
    same
}

/// Which side a comparison lets in (more), and whether the newer one lets in the limit itself where the older one does not.
fn comparators(old: Comparator, new: Comparator) -> Option<(bool, Ordering)> {
    use Comparator::{AtLeast, AtMost, LessThan, MoreThan};
    Some(match (old, new) {
        (AtLeast, AtLeast) | (MoreThan, MoreThan) => (true, Ordering::Equal),
        (AtMost, AtMost) | (LessThan, LessThan) => (false, Ordering::Equal),
        (MoreThan, AtLeast) => (true, Ordering::Greater),
        (AtLeast, MoreThan) => (true, Ordering::Less),
        (LessThan, AtMost) => (false, Ordering::Greater),
        (AtMost, LessThan) => (false, Ordering::Less),
        _ => return None,
    })
}

/// Whether the newer of two windows that slide reaches further back.
fn longer(old: &Option<Window>, new: &Option<Window>) -> Option<Ordering> {
    match (old, new) {
        (Some(Window::Last { span: old }), Some(Window::Last { span: new })) => limits::compare(new, old),
        (Some(Window::Rolling { span: old, step: one }), Some(Window::Rolling { span: new, step: other }))
            if one == other =>
        {
            limits::compare(new, old)
        }
        _ => None,
    }
}

/// How a figure stands to what it was.
fn figures(sides: &Sides<'_>, old: &Id<Figure>, new: &Id<Figure>, depth: u32) -> Option<Ordering> {
    let (before, after) = (sides.old.model.figures.get(old)?, sides.new.model.figures.get(new)?);
    // What is otherwise at times was compared where it is otherwise; it must be so in the same way.
    let otherwise = |side: &Side<'_>, figure: &Figure| {
        side.exceptions
            .get(&figure.term.id)
            .map_or_else(Vec::new, |all| all.iter().map(|e| e.term.id.clone()).collect())
    };
    let exceptions = otherwise(&sides.new, after);
    if otherwise(&sides.old, before) != exceptions || exceptions.iter().any(|id| sides.is_changed(Sort::Exception, id))
    {
        return None;
    }
    if !sides.is_changed(Sort::Figure, new.as_str()) {
        let formulas: Vec<&Expr> = match &after.value {
            FigureSource::Is(expr) => vec![expr],
            FigureSource::Decision(table) => table.rows.iter().filter_map(|row| row.outcome.as_ref()).collect(),
            _ => Vec::new(),
        };
        let same = formulas.into_iter().all(|expr| deep(sides, expr, expr, depth) == Some(Ordering::Equal));
        return same.then_some(Ordering::Equal);
    }
    let alike = before.of == after.of && before.per == after.per && before.default == after.default;
    match (&before.value, &after.value) {
        (FigureSource::Is(old), FigureSource::Is(new)) if alike && before.total == after.total => {
            deep(sides, old, new, depth)
        }
        _ => None,
    }
}

/// Whether an expression is never negative, for all that its parts tell.
fn is_positive(side: &Side<'_>, expr: &Expr) -> bool {
    let model = side.model;
    let ranges = Ranges {
        figures: &model.figures,
        indicators: &model.indicators,
        records: &model.records,
        stated: Stated::Expected,
    };
    ranges.of(expr).low.is_some_and(|low| !low.is_negative())
}

/// Whether an expression is no more than nothing.
pub fn is_nothing(expr: Option<&Expr>) -> bool {
    match expr {
        None | Some(Expr::None) => true,
        Some(Expr::Quantity(quantity)) => quantity.as_blank().is_none() && quantity.value.is_zero(),
        Some(Expr::Binary { op: Operator::Mul | Operator::Of, left, right }) => {
            is_nothing(Some(left)) || is_nothing(Some(right))
        }
        Some(_) => false,
    }
}

/// Whether what an expression comes to is never less than nothing.
pub fn is_an_amount(side: &Side<'_>, expr: &Expr) -> bool {
    is_positive(side, expr)
}

/// A straight line: so many times the attained value, and a constant, in base units of what it is an amount of.
struct Affine {
    factor: Rational,
    offset: Rational,
    unit: crate::base::Name,
}

impl Affine {
    fn at(&self, value: &Rational) -> Rational {
        &self.factor * value + &self.offset
    }
}

fn affine(side: &Side<'_>, expr: &Expr, depth: u32) -> Option<Affine> {
    let depth = depth.checked_sub(1)?;
    if let Some(constant) = limits::constant(side.model, expr).filter(|q| q.as_blank().is_none()) {
        return Some(Affine { factor: Rational::zero(), offset: constant.base(), unit: constant.unit });
    }
    match expr {
        Expr::Attained(Attained::Attained) => {
            Some(Affine { factor: Rational::one(), offset: Rational::zero(), unit: crate::base::Name::default() })
        }
        Expr::Binary { op, left, right } => {
            let (left, right) = (affine(side, left, depth)?, affine(side, right, depth)?);
            let scaled = |line: &Affine, by: &Affine| Affine {
                factor: &line.factor * &by.offset,
                offset: &line.offset * &by.offset,
                unit: if is_share(&line.unit) { by.unit.clone() } else { line.unit.clone() },
            };
            let unit =
                if is_share(&left.unit) && left.unit.is_empty() { right.unit.clone() } else { left.unit.clone() };
            match op {
                Operator::Add => {
                    Some(Affine { factor: left.factor + right.factor, offset: left.offset + right.offset, unit })
                }
                Operator::Sub => {
                    Some(Affine { factor: left.factor - right.factor, offset: left.offset - right.offset, unit })
                }
                Operator::Mul | Operator::Of if right.factor.is_zero() => Some(scaled(&left, &right)),
                Operator::Mul | Operator::Of if left.factor.is_zero() => Some(scaled(&right, &left)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_share(unit: &str) -> bool {
    unit.is_empty() || unit == "%"
}

/// How two amounts stand to each other for the attained values of an interval, with values that show it: one where one of them is
/// never less, two where neither is. They follow straight lines.
pub fn lines(
    sides: &Sides<'_>,
    (old, new): (&Expr, &Expr),
    values: &Line<Rational>,
) -> Option<(Option<Ordering>, Vec<Rational>)> {
    let (before, after) = (affine(&sides.old, old, DEPTH)?, affine(&sides.new, new, DEPTH)?);
    let same = |one: &str, other: &str| {
        Measure::parse(one).map(|m| m.dimension()) == Measure::parse(other).map(|m| m.dimension())
    };
    if before.unit != after.unit && !same(&before.unit, &after.unit) {
        return None;
    }
    let gap = |value: &Rational| after.at(value) - before.at(value);
    let steady = before.factor == after.factor;
    let sign = |value: &Rational| {
        let gap = gap(value);
        if gap.is_zero() {
            Ordering::Equal
        } else if gap.is_negative() {
            Ordering::Less
        } else {
            Ordering::Greater
        }
    };
    let (low, high) = match (&values.from, &values.to) {
        (Cut::At(low, _), Cut::At(high, _)) => (low.clone(), high.clone()),
        _ if steady => {
            let sample = values.sample()?;
            return Some((Some(sign(&sample)), vec![sample]));
        }
        _ => return None,
    };
    match (sign(&low), sign(&high)) {
        (a, b) if a == b || b == Ordering::Equal => Some((Some(a), vec![low])),
        (Ordering::Equal, b) => Some((Some(b), vec![high])),
        _ => Some((None, vec![low, high])),
    }
}

/// How two lengths of time, or two amounts, stand to each other, of which an absent one is `absent`: less than all, or more.
pub fn quantities(old: Option<&Quantity>, new: Option<&Quantity>, absent: Ordering) -> Option<Ordering> {
    match (old, new) {
        (None, None) => Some(Ordering::Equal),
        (Some(old), Some(new)) if old == new => Some(Ordering::Equal),
        (Some(old), Some(new)) => limits::compare(new, old),
        (None, Some(_)) => Some(absent.reverse()),
        (Some(_), None) => Some(absent),
    }
}
