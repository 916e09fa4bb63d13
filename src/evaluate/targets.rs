//! Every target that a commitment ever has: its own, and those that exceptions give it.

use super::limits;
use crate::base::{Name, Span};
use crate::kernel::line::Interval as Line;
use crate::model::{Bound, Commitment, Exception, Model, Polarity, Replacement};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// A target of a commitment: its own, or one that an exception gives it.
#[derive(Clone)]
pub struct Asked<'m> {
    /// The bound.
    pub bound: Cow<'m, Bound>,
    /// Where it stands.
    pub span: Span,
    /// The exception that gives it.
    pub exception: Option<&'m Exception>,
    /// Whether it is asked of the share of the cases in time, and not of each case.
    pub by_share: bool,
}

/// Exceptions by what they change.
pub type Exceptions<'m> = FxHashMap<&'m Name, Vec<&'m Exception>>;

/// The exceptions on each term.
#[must_use]
pub fn exceptions(model: &Model) -> Exceptions<'_> {
    let mut by_term: Exceptions<'_> = FxHashMap::default();
    for exception in &model.exceptions {
        exception.on.iter().for_each(|on| by_term.entry(on).or_default().push(exception));
    }
    by_term
}

/// Every target that a commitment ever has: its own first.
#[must_use]
pub fn asked<'m>(commitment: &'m Commitment, exceptions: &Exceptions<'m>) -> Vec<Asked<'m>> {
    let Some(own) = &commitment.target else { return Vec::new() };
    let mut all =
        vec![Asked { bound: Cow::Borrowed(own), span: commitment.target_span, exception: None, by_share: false }];
    let objective = commitment.objective.iter().map(|objective| (commitment.tier.name(), objective.as_str()));
    let indicator = commitment.indicator.name();
    let places = [(&commitment.term.id, "target"), (indicator, "target"), (commitment.tier.name(), indicator.as_str())];
    for (on, field) in places.into_iter().chain(objective) {
        for exception in exceptions.get(on).into_iter().flatten().filter(|e| is_about(e, commitment)) {
            let targets = exception.fields.iter().filter(|(name, _)| name == field).map(|(_, value)| value);
            all.extend(targets.filter_map(|value| {
                let bound = match value {
                    Replacement::Bound(bound) => Cow::Borrowed(bound),
                    // A bare value is bounded as the one that it stands for.
                    Replacement::Expr(value) => Cow::Owned(Bound { value: value.clone(), ..own.clone() }),
                    _ => return None,
                };
                Some(Asked { bound, span: exception.term.field(field), exception: Some(exception), by_share: false })
            }));
        }
    }
    all
}

/// Whether some case of a commitment is one that an exception is about.
pub fn is_about(exception: &Exception, commitment: &Commitment) -> bool {
    exception.scope.dimensions.iter().all(|(dimension, values)| {
        let own = commitment.scope.values(dimension);
        own.is_none_or(|own| own.iter().any(|value| values.contains(value)))
    })
}

impl Asked<'_> {
    /// The values that meet it, in base units, where its limit is written out.
    #[must_use]
    pub fn met(&self, model: &Model) -> Option<Line<Rational>> {
        Some(limits::meeting(self.bound.comparator?, &limits::constant(model, &self.bound.value)?.base()))
    }

    /// Which side of its limit is good, where it says so.
    #[must_use]
    pub fn side(&self) -> Option<Polarity> {
        side(self.bound.comparator?)
    }
}

/// Which side of the limit is good: a bound in a sentence says it, an exact one leaves it to the indicator.
#[must_use]
pub const fn side(comparator: Comparator) -> Option<Polarity> {
    match comparator {
        Comparator::AtLeast | Comparator::MoreThan => Some(Polarity::Higher),
        Comparator::AtMost | Comparator::LessThan => Some(Polarity::Lower),
        Comparator::Exactly => None,
    }
}
