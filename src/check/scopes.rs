//! Scopes against one another: what is in both, and whether one is in the other.

use super::grid::{Axis, Grid};
use super::shown;
use crate::base::Name;
use crate::diagnostics::{Case, Datum};
use crate::kernel::cells::{self, Region, Row};
use crate::kernel::line::Interval as Line;
use crate::model::{Id, Model, Scope};
use std::collections::BTreeSet;

/// A case that is in both scopes, in words; none where there is none, or where a scope is not agreed yet.
#[must_use]
pub fn common(a: &Scope, b: &Scope) -> Option<String> {
    shown::common(a, b).map(|case| shown::told(&case))
}

/// A case that is in both scopes and in none of the scopes between them, as the values that it has.
#[must_use]
pub fn common_without(model: &Model, a: &Scope, b: &Scope, between: &[&Scope]) -> Option<Case> {
    let case = shown::common(a, b)?;
    if between.is_empty() {
        return Some(case);
    }
    if between.iter().any(|scope| scope.as_blank().is_some()) {
        return None;
    }
    let all = || [a, b].into_iter().chain(between.iter().copied());
    let mut grid = Grid::of_scopes(model, all());
    // The services that some scope names, and all others as one.
    let named: BTreeSet<&Name> = all().flat_map(|scope| &scope.services).map(Id::name).collect();
    let services = named.iter().map(|name| (*name).clone()).chain([Name::new_static("another service")]).collect();
    grid.axes.push(Axis::new(Name::new_static("service"), services));
    let region = |scope: &Scope| {
        let mut region = grid.scope(scope);
        let services: Vec<Name> = scope.services.iter().map(|service| service.name().clone()).collect();
        if let (Some(last), Some(axis), false) = (region.last_mut(), grid.axes.last(), services.is_empty()) {
            *last = axis.only(&services);
        }
        region
    };
    let both = region(a).into_iter().zip(region(b)).map(|pair| match pair {
        (cells::Scope::All, other) | (other, cells::Scope::All) => other,
        (cells::Scope::Only(a), cells::Scope::Only(b)) => {
            cells::Scope::Only(a.into_iter().filter(|value| b.contains(value)).collect())
        }
    });
    let required = Region { scope: both.collect(), spans: Vec::new() };
    let row = |scope: &&Scope| Row {
        region: Region { scope: region(scope), spans: Vec::new() },
        answer: 0,
        overrides: Vec::new(),
    };
    let rows: Vec<Row<u8>> = between.iter().map(row).collect();
    let none: Vec<Line<u8>> = Vec::new();
    let found = cells::analyse(&grid.space(none), &rows, &[required], 1);
    let place = &found.holes.items.first()?.at;
    let value = |(axis, &number): (&Axis, &u32)| Some((axis.name.clone(), axis.value(number)?.clone()));
    let mut values: Vec<(Name, Name)> = grid.axes.iter().zip(&place.values).filter_map(value).collect();
    // The last axis is that of the services; where none is named, it may be any.
    let (_, service) = values.pop().filter(|_| !named.is_empty()).unzip();
    let other = || model.services.iter().map(|service| &service.term.id).find(|id| !named.contains(*id)).cloned();
    let service = service.and_then(|service| if named.contains(&service) { Some(service) } else { other() });
    let values = values.into_iter().map(|(dimension, value)| (dimension, Datum::Word(value))).collect();
    Some(Case { values, service, ..Case::default() })
}

/// Whether every case of the second scope is in the first, whatever is not agreed yet.
#[must_use]
pub fn covers(model: &Model, a: &Scope, b: &Scope) -> bool {
    if a.as_blank().is_some() {
        return a == b;
    }
    let services = a.services.is_empty()
        || (!b.services.is_empty() && b.services.iter().all(|service| a.services.contains(service)));
    services
        && a.dimensions.iter().all(|(dimension, values)| match b.values(dimension) {
            Some(others) => others.iter().all(|value| values.contains(value)),
            // Whoever names every value names all.
            None => model.dimensions.get(dimension).is_some_and(|dimension| {
                !dimension.open && dimension.values.iter().all(|value| values.contains(&value.name))
            }),
        })
}
