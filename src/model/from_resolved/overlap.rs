//! `overlap greatest`: brackets that are written one within another, of which the greatest amount holds, become brackets side by side.
//!
//! `< 99.9 %` pays 10 %, `< 99 %` pays 25 %: from 99 % up to 99.9 % it is 10 %, and 25 % below. The normal form knows only rows of which
//! exactly one applies.

use super::rules::WRONG_VALUE;
use super::{Lower, blank_of};
use crate::diagnostics::Finding;
use crate::model::{Decision, DecisionRow, Expr, Interval, KeyCondition, Operator, Quantity};
use crate::quantity::Rational;
use crate::resolved::Decl;
use std::collections::BTreeSet;

/// A place between values: before a value, or after it.
type Place = (Rational, bool);

/// Where an interval begins and ends; none: it does not.
type Ends = (Option<Place>, Option<Place>);

impl Lower<'_> {
    /// The rows of a table of brackets, made disjoint as the field `overlap` of their declaration says.
    pub(super) fn disjoint(&mut self, decision: Decision<Expr>, decl: &Decl) -> Decision<Expr> {
        let Some(field) = decl.field("overlap") else { return decision };
        // Which amount holds is not known before all of them are.
        if blank_of(field).is_some() || decision.rows.iter().any(is_open) {
            return decision;
        }
        let greatest = self.word(decl, "overlap").is_some_and(|word| word == "greatest");
        let Some(rows) = side_by_side(&decision.rows, greatest) else {
            let message =
                format!("the amounts of `{}` cannot be ordered, so that none is the greatest or the least", decl.name);
            let finding = Finding::new(&WRONG_VALUE, field.span, message)
                .help("pay percentages of one basis, or amounts of money, or write brackets that do not overlap");
            self.sink.report(finding);
            return decision;
        };
        Decision { rows, ..decision }
    }
}

/// Whether something in a row is not agreed yet.
fn is_open(row: &DecisionRow<Expr>) -> bool {
    let open = |condition: &KeyCondition| matches!(condition, KeyCondition::Blank(_) | KeyCondition::Around { .. });
    row.conditions.iter().any(open) || row.outcome.as_ref().is_some_and(has_blank)
}

fn has_blank(amount: &Expr) -> bool {
    match amount {
        Expr::Blank(_) => true,
        Expr::Binary { left, right, .. } => has_blank(left) || has_blank(right),
        _ => false,
    }
}

/// The same rows without overlaps: in each stretch between two ends, the one with the greatest or least amount.
fn side_by_side(rows: &[DecisionRow<Expr>], greatest: bool) -> Option<Vec<DecisionRow<Expr>>> {
    let mut groups: Vec<Vec<&DecisionRow<Expr>>> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| others(first) == others(row))) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    let groups: Option<Vec<_>> = groups.iter().map(|group| parted(group, greatest)).collect();
    Some(groups?.concat())
}

/// What a row asks besides its interval.
fn others(row: &DecisionRow<Expr>) -> Vec<&KeyCondition> {
    row.conditions.iter().filter(|condition| !matches!(condition, KeyCondition::Within(_))).collect()
}

/// Rows that differ in their interval only, parted at all ends.
fn parted(rows: &[&DecisionRow<Expr>], greatest: bool) -> Option<Vec<DecisionRow<Expr>>> {
    let intervals: Option<Vec<(Ends, &Interval)>> = rows.iter().map(|row| interval(row)).collect();
    let Some(intervals) = intervals else { return Some(rows.iter().map(|row| (*row).clone()).collect()) };
    let places: BTreeSet<&Place> = intervals.iter().flat_map(|((low, high), _)| low.iter().chain(high)).collect();
    let mut stretches: Vec<Ends> = Vec::new();
    let mut from: Option<Place> = None;
    for place in places {
        stretches.push((from.take(), Some(place.clone())));
        from = Some(place.clone());
    }
    stretches.push((from, None));
    let mut out: Vec<(Ends, &DecisionRow<Expr>)> = Vec::new();
    for stretch in stretches {
        let mut chosen: Option<(&DecisionRow<Expr>, (Rational, String))> = None;
        for (row, (ends, _)) in rows.iter().zip(&intervals) {
            if !holds(ends, &stretch) {
                continue;
            }
            let size = size(row.outcome.as_ref()?)?;
            chosen = match chosen {
                Some((_, known)) if known.1 != size.1 => return None,
                Some((best, known)) if (known.0 >= size.0) == greatest => Some((best, known)),
                _ => Some((row, size)),
            };
        }
        let Some((row, _)) = chosen else { continue };
        match out.last_mut() {
            Some((ends, last)) if std::ptr::eq(*last, row) && ends.1 == stretch.0 => ends.1 = stretch.1,
            _ => out.push((stretch, row)),
        }
    }
    let unit =
        intervals.iter().find_map(|(_, interval)| interval.low.as_ref().or(interval.high.as_ref()))?.0.unit.clone();
    let narrowed = |(ends, row): (Ends, &DecisionRow<Expr>)| {
        let interval = written(ends, &unit);
        let condition = |condition: &KeyCondition| match condition {
            KeyCondition::Within(_) => KeyCondition::Within(interval.clone()),
            other => other.clone(),
        };
        DecisionRow { conditions: row.conditions.iter().map(condition).collect(), ..row.clone() }
    };
    Some(out.into_iter().map(narrowed).collect())
}

/// The only interval of a row.
fn interval(row: &DecisionRow<Expr>) -> Option<(Ends, &Interval)> {
    let mut intervals = row.conditions.iter().filter_map(|condition| match condition {
        KeyCondition::Within(interval) => Some(interval),
        _ => None,
    });
    let only = intervals.next().filter(|_| intervals.next().is_none())?;
    // A lower end that is outside lies after its value, an upper one before it.
    let low = only.low.as_ref().map(|(value, outside)| (value.base(), *outside));
    let high = only.high.as_ref().map(|(value, outside)| (value.base(), !*outside));
    Some(((low, high), only))
}

fn holds(ends: &Ends, stretch: &Ends) -> bool {
    let low = match (&ends.0, &stretch.0) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(low), Some(at)) => low <= at,
    };
    let high = match (&ends.1, &stretch.1) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(high), Some(at)) => at <= high,
    };
    low && high
}

fn written((low, high): Ends, unit: &str) -> Interval {
    let quantity = |base: Rational| {
        let value =
            crate::quantity::Measure::parse(unit).map_or_else(|| base.clone(), |measure| measure.from_base(&base));
        Quantity { value, unit: unit.into() }
    };
    Interval {
        low: low.map(|(base, after)| (quantity(base), after)),
        high: high.map(|(base, after)| (quantity(base), !after)),
    }
}

/// How much an amount is, and of what: amounts of one thing can be ordered.
fn size(expr: &Expr) -> Option<(Rational, String)> {
    match expr {
        Expr::Quantity(quantity) => {
            let of = quantity.measure().map(|measure| format!("{:?}", measure.dimension())).unwrap_or_default();
            Some((quantity.base(), of))
        }
        Expr::Binary { op: op @ (Operator::Of | Operator::Mul), left, right } => {
            let (share, of) = size(left)?;
            Some((share, format!("{of} {op:?} {right:?}")))
        }
        _ => None,
    }
}
