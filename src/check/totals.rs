//! What the values of a figure add up to, in each group of which the figure says what its sum may reach.

use super::values;
use crate::base::{Name, Span};
use crate::model::{Expr, Figure, FigureSource, Key, KeyCondition, Model, Quantity, Subject, Validity, Window};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A group whose sum the figure bounds.
pub struct Sum<'m> {
    /// The figure.
    pub figure: &'m Figure,
    /// The comparison and the limit.
    pub bound: (Comparator, Quantity),
    /// What tells the group apart: the tier, the values of dimensions.
    pub group: Vec<Name>,
    /// The sum, in base units.
    pub sum: Rational,
    /// What is added up: the value and its place.
    pub parts: Vec<Addend>,
    /// The commitments, services or values whose values these are, in the same order.
    pub of: Vec<Name>,
}

/// One value that may be added to others.
struct Part<'m> {
    /// Its commitment, or service.
    id: &'m Name,
    name: &'m Name,
    value: &'m Expr,
    span: Span,
    /// A tier has weights of its own.
    within: Option<&'m Name>,
    facts: &'m [(Name, Expr)],
    in_force: Validity,
}

/// Every sum that some figure bounds and that the source writes out. What depends on a blank, or on what someone states, is
/// not decided.
#[must_use]
pub fn sums(model: &Model) -> Vec<Sum<'_>> {
    model.figures.iter().flat_map(|figure| of_figure(model, figure).unwrap_or_default()).collect()
}

fn of_figure<'m>(model: &'m Model, figure: &'m Figure) -> Option<Vec<Sum<'m>>> {
    let (bound, each) = figure.total.as_ref()?;
    let limit = values::constant(model, &bound.value)?;
    let dimensions = grouping(each.as_ref())?;
    // Other values at times, or for some cases, add up otherwise.
    if model.exceptions.iter().any(|exception| exception.on.contains(&figure.term.id)) {
        return None;
    }
    let parts = match &figure.value {
        FigureSource::Column(_) if figure.of == Some(Subject::Objective) => objectives(model, figure),
        FigureSource::Column(_) => services(model, figure),
        FigureSource::Decision(_) if dimensions.is_empty() => return Some(vec![of_values(model, figure, limit)?]),
        _ => return None,
    };
    if is_open(model)
        || parts.iter().any(|part| {
            part.facts.iter().any(|(name, value)| dimensions.contains(name) && matches!(value, Expr::Blank(_)))
        })
    {
        return None;
    }
    let mut groups: BTreeMap<Vec<Name>, Vec<Part<'m>>> = BTreeMap::new();
    for part in parts {
        let group: Option<Vec<Name>> = dimensions.iter().map(|dimension| value_of(part.facts, dimension)).collect();
        // What is in no group is added to none.
        let Some(group) = group else { continue };
        groups.entry(part.within.cloned().into_iter().chain(group).collect()).or_default().push(part);
    }
    let sum = |(group, parts): (Vec<Name>, Vec<Part<'m>>)| {
        let comparator = bound.comparator?;
        let (sum, parts, of) = at_worst(model, &parts, comparator)?;
        Some(Sum { figure, bound: (comparator, limit.clone()), group, sum, parts, of })
    };
    Some(groups.into_iter().filter_map(sum).collect())
}

/// Whether rows that may have a value of their own are not agreed yet, or the dates of some.
fn is_open(model: &Model) -> bool {
    let row = |term: &Name| model.tiers.by_name(term).is_some() || model.commitments.by_name(term).is_some();
    model.blanks.iter().any(|blank| match blank.field.as_str() {
        "service" => true,
        "rows" | "from" | "until" => row(&blank.term),
        _ => false,
    })
}

/// The dimensions that tell groups apart; none where it is a period or a case, in which values are added up that the source
/// does not write out.
fn grouping(each: Option<&Window>) -> Option<Vec<Name>> {
    match each {
        None | Some(Window::Term) => Some(Vec::new()),
        Some(Window::Value { dimension }) => Some(vec![dimension.name().clone()]),
        Some(Window::All { parts }) => {
            let parts: Option<Vec<Vec<Name>>> = parts.iter().map(|part| grouping(Some(part))).collect();
            Some(parts?.concat())
        }
        Some(_) => None,
    }
}

fn value_of(facts: &[(Name, Expr)], dimension: &Name) -> Option<Name> {
    facts.iter().find_map(|(name, value)| match value {
        Expr::Value { value, .. } if name == dimension => Some(value.clone()),
        _ => None,
    })
}

/// The values of objectives: each tier has its own, and an objective that makes several commitments is one.
fn objectives<'m>(model: &'m Model, figure: &Figure) -> Vec<Part<'m>> {
    let mut seen: BTreeSet<(&Name, &Name)> = BTreeSet::new();
    let mut parts = Vec::new();
    for commitment in model.commitments.iter() {
        let name = commitment.objective.as_ref().unwrap_or(&commitment.term.id);
        let fact = commitment.facts.iter().find(|(name, _)| *name == figure.term.id);
        if let Some((_, value)) = fact
            && seen.insert((commitment.tier.name(), name))
        {
            parts.push(Part {
                id: &commitment.term.id,
                name,
                value,
                span: commitment.term.field(figure.term.id.as_str()),
                within: Some(commitment.tier.name()),
                facts: &commitment.facts,
                in_force: commitment.term.validity,
            });
        }
    }
    parts
}

fn services<'m>(model: &'m Model, figure: &Figure) -> Vec<Part<'m>> {
    let part = |service: &'m crate::model::Service| {
        let (_, value) = service.facts.iter().find(|(name, _)| *name == figure.term.id)?;
        Some(Part {
            id: &service.term.id,
            name: &service.term.id,
            value,
            span: service.term.field(figure.term.id.as_str()),
            within: None,
            facts: &service.facts,
            in_force: service.term.validity,
        })
    };
    model.services.iter().filter_map(part).collect()
}

/// One of the values that are added up: whose it is, how much, and where it stands.
pub type Addend = (Name, Quantity, Span);

/// The sum on the day on which it is the farthest from what is allowed, with its parts.
fn at_worst(model: &Model, parts: &[Part<'_>], comparator: Comparator) -> Option<(Rational, Vec<Addend>, Vec<Name>)> {
    let known: Option<Vec<Quantity>> = parts.iter().map(|part| values::constant(model, part.value)).collect();
    let known = known?;
    let days: BTreeSet<Option<Date>> =
        parts.iter().flat_map(|part| [part.in_force.from, part.in_force.until]).chain([None]).collect();
    let sums = days.into_iter().map(|day| {
        let held = |part: &Part<'_>| match day {
            None => part.in_force.from.is_none(),
            Some(day) => {
                part.in_force.from.is_none_or(|from| from <= day) && part.in_force.until.is_none_or(|until| day < until)
            }
        };
        let held = parts.iter().zip(&known).filter(|(part, _)| held(part));
        let (held, of): (Vec<Addend>, Vec<Name>) =
            held.map(|(part, value)| ((part.name.clone(), value.clone(), part.span), part.id.clone())).unzip();
        let sum: Rational = held.iter().map(|(_, value, _)| value.base()).sum();
        (sum, held, of)
    });
    let sums = sums.filter(|(_, held, _)| !held.is_empty());
    match comparator {
        Comparator::AtLeast | Comparator::MoreThan => sums.min_by(|(a, ..), (b, ..)| a.cmp(b)),
        _ => sums.max_by(|(a, ..), (b, ..)| a.cmp(b)),
    }
}

/// The sum over the values of the one dimension that a table asks.
fn of_values<'m>(model: &'m Model, figure: &'m Figure, limit: Quantity) -> Option<Sum<'m>> {
    let (FigureSource::Decision(table), Some((bound, _))) = (&figure.value, &figure.total) else { return None };
    let [Key::Dimension(dimension)] = table.keys.as_slice() else { return None };
    let dimension = model.dimensions.get(dimension).filter(|dimension| !dimension.open)?;
    let all: Vec<Name> = dimension.values.iter().map(|value| value.name.clone()).collect();
    let mut given: FxHashMap<Name, (Quantity, Span)> = FxHashMap::default();
    for row in &table.rows {
        let value = values::constant(model, row.outcome.as_ref()?)?;
        let named = match row.conditions.first()? {
            KeyCondition::All => all.clone(),
            KeyCondition::Values(named) => named.clone(),
            KeyCondition::Within(_) | KeyCondition::Around { .. } | KeyCondition::Blank(_) => return None,
        };
        for name in named {
            given.entry(name).or_insert_with(|| (value.clone(), row.span));
        }
    }
    let default = match &figure.default {
        Some(default) => Some(values::constant(model, default)?),
        None => None,
    };
    let part = |name: &Name| {
        let (value, span) = given.get(name).cloned().or_else(|| Some((default.clone()?, figure.term.span)))?;
        Some((name.clone(), value, span))
    };
    let parts: Vec<_> = all.iter().filter_map(part).collect();
    let sum = parts.iter().map(|(_, value, _)| value.base()).sum();
    let of = parts.iter().map(|(name, ..)| name.clone()).collect();
    Some(Sum { figure, bound: (bound.comparator?, limit), group: Vec::new(), sum, parts, of })
}

impl Sum<'_> {
    /// Whether the sum is what the figure says.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let (comparator, limit) = &self.bound;
        values::meeting(*comparator, &limit.base()).contains(&self.sum)
    }

    /// The unit in which the limit is written.
    #[must_use]
    pub fn unit(&self) -> &Name {
        &self.bound.1.unit
    }
}
