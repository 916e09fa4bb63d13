//! What formulas can come to, and what is not agreed yet.

use crate::base::Name;
use crate::kernel::line::{Cut, Interval as Line};
use crate::model::{Model, Range, Ranges, Stated};
use crate::quantity::Rational;
use rustc_hash::FxHashMap;

pub use crate::evaluate::limits::{compare, constant, in_unit, line, meeting, same_dimension};

/// What formulas of a contract can come to.
#[must_use]
pub fn ranges(model: &Model, stated: Stated) -> Ranges<'_> {
    Ranges { figures: &model.figures, indicators: &model.indicators, records: &model.records, stated }
}

/// A range of the model as an interval of base units.
#[must_use]
pub fn span(range: &Range) -> Line<Rational> {
    Line::new(range.low.clone().map_or(Cut::Start, Cut::before), range.high.clone().map_or(Cut::End, Cut::after))
}

/// The values that are not agreed yet, found by the terms and fields that they stand in.
///
/// Most blanks are seen where they stand: a name, a word or a quantity between brackets, a blank in an expression. Rules ask
/// here about the rest: dates, texts, counts, cells, rows.
pub struct Blanks<'m>(FxHashMap<&'m Name, Vec<(&'m Name, &'m Name)>>);

impl<'m> Blanks<'m> {
    /// The blanks of `model`.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let mut fields: FxHashMap<&Name, Vec<(&Name, &Name)>> = FxHashMap::default();
        for blank in &model.blanks {
            fields.entry(&blank.term).or_default().push((&blank.field, &blank.name));
        }
        Self(fields)
    }

    /// Whether a blank stands in a field of a term. A clause of a field is named after both: `currency rounded`.
    #[must_use]
    pub fn has(&self, term: &Name, field: &str) -> bool {
        self.of_term(term).iter().any(|(name, _)| *name == field)
    }

    /// The fields of a term that hold a blank, each with its name.
    #[must_use]
    pub fn of_term(&self, term: &Name) -> &[(&'m Name, &'m Name)] {
        self.0.get(term).map_or(&[], Vec::as_slice)
    }

    /// Whether it is not agreed yet from when on, or until when, a term is in force.
    #[must_use]
    pub fn has_dates(&self, term: &Name) -> bool {
        ["from", "until", "valid from", "valid until"].into_iter().any(|field| self.has(term, field))
    }
}
