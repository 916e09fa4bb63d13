//! Tables of amounts of both versions, cell by cell on their common refinement.

use super::Witness;
use super::formulas;
use super::order::both;
use super::sides::Sides;
use crate::base::Name;
use crate::evaluate::limits;
use crate::kernel::line::{Cut, Interval as Line};
use crate::model::{Decision, Expr, Key, KeyCondition, Quantity};
use crate::quantity::Rational;
use std::cmp::Ordering;

/// The cells that are looked at; a greater table is not compared.
const CELLS: usize = 20_000;

/// What a key of a cell is.
#[derive(Clone, Debug)]
enum Place {
    /// A value of a dimension, or any that the tables do not name.
    Value(Option<Name>),
    /// The values between two neighbouring ends.
    Span(Line<Rational>),
}

/// How what is owed stands to what was owed, in every cell: greater where it is never less. With a cell that shows each way.
pub fn tables(sides: &Sides<'_>, old: &Decision<Expr>, new: &Decision<Expr>) -> (Option<Ordering>, Vec<Witness>) {
    let Some(axes) = axes(sides, old, new) else { return (None, Vec::new()) };
    if axes.iter().map(Vec::len).product::<usize>() > CELLS {
        return (None, Vec::new());
    }
    let mut order = Some(Ordering::Equal);
    let (mut more, mut less, mut unknown) = (None, None, None);
    for cell in cells(&axes) {
        let (before, after) = (lookup(old, &cell), lookup(new, &cell));
        let values = cell.iter().find_map(|place| match place {
            Place::Span(span) => Some(span),
            Place::Value(_) => None,
        });
        let unit = || unit(sides, new).unwrap_or_default();
        let (found, shown) = amounts(sides, before, after, values);
        order = both(order, found);
        let witness = |value: Option<&Rational>| Witness::Owed {
            cases: cell
                .iter()
                .filter_map(|place| match place {
                    Place::Value(name) => name.clone(),
                    Place::Span(_) => None,
                })
                .collect(),
            at: value.cloned().or_else(|| values.and_then(Line::sample)).map(|value| limits::in_unit(&value, &unit())),
            old: before.cloned(),
            new: after.cloned(),
        };
        match found {
            Some(Ordering::Greater) => {
                more.get_or_insert_with(|| witness(shown.first()));
            }
            Some(Ordering::Less) => {
                less.get_or_insert_with(|| witness(shown.first()));
            }
            Some(Ordering::Equal) => {}
            None => {
                unknown.get_or_insert_with(|| shown.iter().map(|value| witness(Some(value))).collect::<Vec<_>>());
            }
        }
    }
    let mut witnesses: Vec<Witness> = less.into_iter().chain(more).collect();
    if witnesses.len() < 2 {
        witnesses.extend(unknown.unwrap_or_default());
    }
    (order, witnesses)
}

/// How two amounts of one cell stand to each other; nothing is owed where there is no amount.
pub fn amounts(
    sides: &Sides<'_>,
    old: Option<&Expr>,
    new: Option<&Expr>,
    values: Option<&Line<Rational>>,
) -> (Option<Ordering>, Vec<Rational>) {
    let shown = || values.and_then(Line::sample).into_iter().collect::<Vec<_>>();
    let found = match (formulas::is_nothing(old), formulas::is_nothing(new), old, new) {
        (true, true, ..) => Some(Ordering::Equal),
        (true, false, _, Some(new)) if formulas::is_an_amount(&sides.new, new) => Some(Ordering::Greater),
        (false, true, Some(old), _) if formulas::is_an_amount(&sides.old, old) => Some(Ordering::Less),
        (_, _, Some(old), Some(new)) => {
            let by_shape = formulas::order(sides, old, new);
            if by_shape.is_none()
                && let Some(values) = values
                && let Some(by_line) = formulas::lines(sides, (old, new), values)
            {
                return by_line;
            }
            by_shape
        }
        _ => None,
    };
    (found, shown())
}

fn unit(sides: &Sides<'_>, table: &Decision<Expr>) -> Option<Name> {
    let ends = table.rows.iter().flat_map(|row| &row.conditions).filter_map(|condition| match condition {
        KeyCondition::Within(interval) => {
            interval.low.as_ref().or(interval.high.as_ref()).map(|(end, _)| end.unit.clone())
        }
        _ => None,
    });
    let mut ends = ends;
    ends.next().or_else(|| {
        table.keys.iter().find_map(|key| match key {
            Key::Indicator(id) => sides.new.model.indicators.get(id).map(|indicator| indicator.unit.clone()),
            _ => None,
        })
    })
}

/// The refinement of both tables, key by key. None where they do not ask the same keys, or hold what is not agreed.
fn axes(sides: &Sides<'_>, old: &Decision<Expr>, new: &Decision<Expr>) -> Option<Vec<Vec<Place>>> {
    if old.keys != new.keys {
        return None;
    }
    let column = |at: usize| old.rows.iter().chain(&new.rows).filter_map(move |row| row.conditions.get(at));
    let axis = |(at, key): (usize, &Key)| {
        let mut names: Vec<Name> = Vec::new();
        let mut cuts: Vec<Cut<Rational>> = Vec::new();
        let mut is_ordered = false;
        for condition in column(at) {
            match condition {
                KeyCondition::All => {}
                KeyCondition::Values(values) => {
                    for value in values {
                        if !names.contains(value) {
                            names.push(value.clone());
                        }
                    }
                }
                KeyCondition::Within(interval) => {
                    is_ordered = true;
                    let line = limits::line(interval);
                    cuts.extend([line.from, line.to]);
                }
                KeyCondition::Around { .. } | KeyCondition::Blank(_) => return None,
            }
        }
        if !is_ordered {
            let named = names.into_iter().map(|name| Place::Value(Some(name)));
            return Some(named.chain([Place::Value(None)]).collect());
        }
        let domain = match key {
            Key::Indicator(id) => sides.new.model.indicators.get(id).map(|indicator| limits::line(&indicator.domain)),
            Key::Figure(_) | Key::Dimension(_) | Key::Judged(_) => None,
        };
        let domain = domain.unwrap_or_else(Line::everything);
        cuts.extend([domain.from.clone(), domain.to.clone()]);
        cuts.retain(|cut| domain.from <= *cut && *cut <= domain.to);
        cuts.sort_unstable();
        cuts.dedup();
        let spans = cuts.windows(2).filter_map(|pair| match pair {
            [from, to] => Some(Place::Span(Line::new(from.clone(), to.clone()))),
            _ => None,
        });
        Some(spans.collect::<Vec<_>>())
    };
    old.keys.iter().enumerate().map(axis).collect()
}

fn cells(axes: &[Vec<Place>]) -> Vec<Vec<Place>> {
    axes.iter().fold(vec![Vec::new()], |cells, axis| {
        let longer = |cell: Vec<Place>| axis.iter().map(move |place| [cell.clone(), vec![place.clone()]].concat());
        cells.into_iter().flat_map(longer).collect()
    })
}

/// What the table gives in a cell; none where it gives nothing.
fn lookup<'d>(table: &'d Decision<Expr>, cell: &[Place]) -> Option<&'d Expr> {
    let holds = |(condition, place): (&KeyCondition, &Place)| match (condition, place) {
        (KeyCondition::All, _) => true,
        (KeyCondition::Values(values), Place::Value(Some(name))) => values.contains(name),
        (KeyCondition::Within(interval), Place::Span(span)) => span.is_subset(&limits::line(interval)),
        _ => false,
    };
    table.rows.iter().find(|row| row.conditions.iter().zip(cell).all(holds))?.outcome.as_ref()
}

/// A constant amount, for a witness without a table.
pub fn shown(old: &Expr, new: &Expr, at: Option<Quantity>) -> Witness {
    Witness::Owed { cases: Vec::new(), at, old: Some(old.clone()), new: Some(new.clone()) }
}
