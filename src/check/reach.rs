//! Which values of a dimension can occur.

use super::commitments::Holders;
use super::grid::Grid;
use crate::base::Name;
use crate::kernel::cells::{self, Region};
use crate::model::{Dimension, Expr, Model, Subject, Tier};

/// The cells of a grid of dimensions that can occur at a tier.
#[must_use]
pub fn region<V>(model: &Model, holders: &Holders<'_>, tier: &Tier, grid: &Grid) -> Region<V> {
    let values =
        |name: &Name| model.dimensions.by_name(name).and_then(|dimension| possible(model, holders, tier, dimension));
    let scope = grid.axes.iter().map(|axis| values(&axis.name).map_or(cells::Scope::All, |values| axis.only(&values)));
    Region { scope: scope.collect(), spans: Vec::new() }
}

/// The values that a dimension can have at a tier; none: all.
///
/// A plan that was bought is the one that the contract chooses; a fact about services is one that a service of the tier
/// has; a priority that follows from a decision table is one that the table gives.
#[must_use]
pub fn possible(model: &Model, holders: &Holders<'_>, tier: &Tier, dimension: &Dimension) -> Option<Vec<Name>> {
    if let Some(chosen) = chosen(model, dimension) {
        return Some(chosen);
    }
    match &dimension.of {
        Subject::Service(_) | Subject::Any => {
            let holders = holders.at(&tier.term.id).iter().map(|(service, _)| &service.facts);
            let facts: Option<Vec<Name>> = holders.map(|facts| fact(facts, dimension)).collect();
            facts.filter(|values| !values.is_empty())
        }
        _ => {
            let decision = dimension.decision.as_ref()?;
            let given = decision.rows.iter().filter_map(|row| row.outcome.clone());
            let stated = dimension.values.iter().filter(|value| value.when.is_some()).map(|value| value.name.clone());
            Some(given.chain(stated).chain(dimension.default.clone()).collect())
        }
    }
}

/// The values of a dimension that the contract chooses.
#[must_use]
pub fn chosen(model: &Model, dimension: &Dimension) -> Option<Vec<Name>> {
    let of = model.contract.chooses.iter().filter(|(name, _)| name == &dimension.term.id);
    let values: Vec<Name> = of.map(|(_, value)| value.clone()).collect();
    (!values.is_empty()).then_some(values)
}

fn fact(facts: &[(Name, Expr)], dimension: &Dimension) -> Option<Name> {
    facts.iter().find_map(|(name, value)| match value {
        Expr::Value { value, .. } if name == &dimension.term.id => Some(value.clone()),
        _ => None,
    })
}
