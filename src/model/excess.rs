//! What exceeds a promise: for each sort of commitment, what `excess` is a number of.

use super::{Aggregate, Bound, Commitment, Expr, Figure, Form, Indicator, Table, Window};
use crate::quantity::unit::Dimension;

/// What `excess` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Excess {
    /// Time that the clock of a case counted after its deadline.
    Time,
    /// Days late: days after the last day of the delay on which the case was not done.
    Days,
    /// Late cases beyond those that the quota allows.
    LateCases,
    /// Lost time beyond what the share of time allows.
    LostTime,
    /// Lost slots or records beyond what the share allows.
    Lost,
    /// The distance of the value to the target.
    Distance,
}

impl Commitment {
    /// What `excess` counts where this commitment is judged each `each`, or each window of its own where none is said. None
    /// where a blank leaves open whether the target is in days.
    #[must_use]
    pub fn excess(&self, indicator: &Indicator, each: Option<&Window>, figures: &Table<Figure>) -> Option<Excess> {
        if indicator.is_mean_of_slots() {
            return Some(Excess::Distance);
        }
        Some(match &indicator.formula {
            Expr::TimeShare { slots: None, .. } => Excess::LostTime,
            Expr::TimeShare { .. } | Expr::Aggregate { function: Aggregate::Share, over: None, .. } => Excess::Lost,
            _ if indicator.form == Form::Duration => match each.or(self.window.as_ref()) {
                Some(Window::Case { .. }) => match self.target.as_ref().map(|bound| bound.in_days(figures)) {
                    None | Some(Some(false)) => Excess::Time,
                    Some(Some(true)) => Excess::Days,
                    Some(None) => return None,
                },
                _ => Excess::LateCases,
            },
            _ => Excess::Distance,
        })
    }
}

impl Bound {
    /// Whether the limit is a span that is counted on a calendar, and no duration. None where a blank leaves it open.
    #[must_use]
    pub fn in_days(&self, figures: &Table<Figure>) -> Option<bool> {
        let unit = match &self.value {
            Expr::Quantity(quantity) => &quantity.unit,
            Expr::Figure { figure, .. } => figures.get(figure)?.unit.as_ref()?,
            _ => return None,
        };
        let measure = crate::quantity::Measure::parse(unit);
        Some(measure.is_some_and(|measure| matches!(measure.unit.dimension, Dimension::Span(_))))
    }
}
