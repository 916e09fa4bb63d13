//! Finite axes with named values, and ordered axes, numbered for the kernel of cells.

use crate::base::Name;
use crate::kernel::cells::{self, Place, Space};
use crate::kernel::line::Interval as Line;
use crate::model::{Dimension, Id, Model, Scope};
use rustc_hash::FxHashMap;

/// A finite axis.
#[derive(Debug)]
pub struct Axis {
    /// What it is: the identity of a dimension, a field, a flag.
    pub name: Name,
    values: Vec<Name>,
    index: FxHashMap<Name, u32>,
    /// Whether it has values that are not agreed yet.
    open: bool,
}

/// The finite axes of a question.
#[derive(Debug, Default)]
pub struct Grid {
    /// In the order of the kernel's dimensions.
    pub axes: Vec<Axis>,
}

impl Axis {
    /// An axis with these values, in order.
    #[must_use]
    pub fn new(name: Name, values: Vec<Name>) -> Self {
        let index = values.iter().cloned().zip(0..).collect();
        Self { name, values, index, open: false }
    }

    /// The axis of a dimension.
    #[must_use]
    pub fn of(dimension: &Dimension) -> Self {
        let values = dimension.values.iter().map(|value| value.name.clone()).collect();
        Self { open: dimension.open, ..Self::new(dimension.term.id.clone(), values) }
    }

    /// Whether it has values that are not agreed yet: what holds for all of them is not known.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// These values of the axis; values that it has not are left out.
    #[must_use]
    pub fn only(&self, values: &[Name]) -> cells::Scope {
        cells::Scope::Only(values.iter().filter_map(|value| self.index.get(value).copied()).collect())
    }

    /// The name of a value.
    #[must_use]
    pub fn value(&self, number: u32) -> Option<&Name> {
        self.values.get(number as usize)
    }

    /// All names.
    #[must_use]
    pub fn values(&self) -> &[Name] {
        &self.values
    }
}

impl Grid {
    /// Whether some axis has values that are not agreed yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.axes.iter().any(Axis::is_open)
    }

    /// The axes of the dimensions that scopes speak of, in the order of the model.
    #[must_use]
    pub fn of_scopes<'m>(model: &Model, scopes: impl Iterator<Item = &'m Scope> + Clone) -> Self {
        let named = |id: &Id<Dimension>| scopes.clone().any(|scope| scope.values(id).is_some());
        let axes = model.dimensions.iter().filter(|d| named(&Id::new(d.term.id.clone()))).map(Axis::of).collect();
        Self { axes }
    }

    /// The space of these axes, with the domains of the ordered ones.
    #[must_use]
    pub fn space<V>(&self, domains: Vec<Line<V>>) -> Space<V> {
        let sizes = self.axes.iter().map(|axis| u32::try_from(axis.values.len()).unwrap_or(u32::MAX)).collect();
        Space { sizes, domains }
    }

    /// A scope of the model on these axes; dimensions that are no axis are passed over.
    #[must_use]
    pub fn scope(&self, scope: &Scope) -> Vec<cells::Scope> {
        let on = |axis: &Axis| {
            scope.values(&Id::new(axis.name.clone())).map_or(cells::Scope::All, |values| axis.only(values))
        };
        self.axes.iter().map(on).collect()
    }

    /// The names of the values of a place, in the order of the axes; axes of a single value are not worth a word.
    #[must_use]
    pub fn place<V>(&self, place: &Place<V>) -> Vec<Name> {
        let axes = self.axes.iter().zip(&place.values).filter(|(axis, _)| axis.values.len() > 1);
        axes.filter_map(|(axis, &number)| axis.value(number).cloned()).collect()
    }
}
