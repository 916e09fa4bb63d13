//! What rules ask about commitments: what meets them, what can be attained, whom they are about.

use super::values;
use super::words;
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::kernel::line::{Interval as Line, IntervalSet};
use crate::model::{
    Actor, Bound, CalendarSet, Commitment, Exception, Expr, Id, Indicator, Model, Party, Polarity, Quantity,
    Replacement, Service, Term, Validity,
};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
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
    let mut all = vec![Asked { bound: Cow::Borrowed(own), span: commitment.target_span, exception: None }];
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
                Some(Asked { bound, span: exception.term.field(field), exception: Some(exception) })
            }));
        }
    }
    all
}

/// Whether some case of a commitment is one that an exception is about.
fn is_about(exception: &Exception, commitment: &Commitment) -> bool {
    exception.scope.dimensions.iter().all(|(dimension, values)| {
        let own = commitment.scope.values(dimension);
        own.is_none_or(|own| own.iter().any(|value| values.contains(value)))
    })
}

impl Asked<'_> {
    /// The values that meet it, in base units, where its limit is written out.
    #[must_use]
    pub fn met(&self, model: &Model) -> Option<Line<Rational>> {
        Some(values::meeting(self.bound.comparator?, &values::constant(model, &self.bound.value)?.base()))
    }

    /// Which side of its limit is good, where it says so.
    #[must_use]
    pub fn side(&self) -> Option<Polarity> {
        side(self.bound.comparator?)
    }

    /// `at least 99.9 %`
    #[must_use]
    pub fn words(&self) -> String {
        bound_words(&self.bound)
    }

    /// The same with the exception that gives it.
    #[must_use]
    pub fn words_while(&self) -> String {
        match self.exception {
            Some(exception) => format!("{} while `{}` holds", self.words(), exception.term.id),
            None => self.words(),
        }
    }

    /// Names the exception that gives it, where one does.
    #[must_use]
    pub fn told(&self, finding: Finding) -> Finding {
        match self.exception {
            Some(exception) => finding.about(&exception.term.id),
            None => finding,
        }
    }
}

/// The limit of a commitment, where one is agreed and does not depend on evidence.
#[must_use]
pub fn limit(model: &Model, commitment: &Commitment) -> Option<(Comparator, Quantity)> {
    let bound = commitment.target.as_ref()?;
    Some((bound.comparator?, values::constant(model, &bound.value)?))
}

/// The values that meet a commitment's own target, in base units.
#[must_use]
pub fn own_met(model: &Model, commitment: &Commitment) -> Option<Line<Rational>> {
    let (comparator, limit) = limit(model, commitment)?;
    Some(values::meeting(comparator, &limit.base()))
}

/// The values that an indicator can take, in base units.
#[must_use]
pub fn domain(indicator: &Indicator) -> Line<Rational> {
    values::line(&indicator.domain)
}

/// The values that breach one of these targets at some time, and that the indicator can take. None where one is not
/// written out.
#[must_use]
pub fn breached(model: &Model, commitment: &Commitment, asked: &[Asked<'_>]) -> Option<IntervalSet<Rational>> {
    let domain = domain(model.indicators.get(&commitment.indicator)?);
    Some(met(model, commitment, asked)?.complement_in(&domain))
}

/// The values that meet these targets at all times, and that the indicator can take. None where there is none, or one is not written out.
#[must_use]
pub fn met(model: &Model, commitment: &Commitment, asked: &[Asked<'_>]) -> Option<IntervalSet<Rational>> {
    let domain: IntervalSet<Rational> = std::iter::once(domain(model.indicators.get(&commitment.indicator)?)).collect();
    // Where nothing is promised nothing is met.
    let asked = Some(asked).filter(|asked| !asked.is_empty())?;
    asked.iter().try_fold(domain, |all, asked| {
        let met: IntervalSet<Rational> = std::iter::once(asked.met(model)?).collect();
        Some(all.intersection(&met))
    })
}

/// The values that breach each of these targets, and that the indicator can take. None where one is not written out.
#[must_use]
pub fn always_breached(model: &Model, commitment: &Commitment, asked: &[Asked<'_>]) -> Option<IntervalSet<Rational>> {
    let asked = Some(asked).filter(|asked| !asked.is_empty())?;
    let met: Option<IntervalSet<Rational>> = asked.iter().map(|asked| asked.met(model)).collect();
    Some(met?.complement_in(&domain(model.indicators.get(&commitment.indicator)?)))
}

/// The unit in which a commitment is written.
#[must_use]
pub fn unit(model: &Model, commitment: &Commitment) -> Name {
    let own = limit(model, commitment).map(|(_, limit)| limit.unit);
    own.or_else(|| model.indicators.get(&commitment.indicator).map(|i| i.unit.clone())).unwrap_or_default()
}

/// Which side of the limit of a commitment is good, where it says so.
#[must_use]
pub fn side_of(commitment: &Commitment) -> Option<Polarity> {
    side(commitment.target.as_ref()?.comparator?)
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

/// `at least 99.9 %`, `at most 4 h`; `no commitment` where the cell is `-`.
#[must_use]
pub fn target_words(commitment: &Commitment) -> String {
    commitment.target.as_ref().map_or_else(|| "no commitment".to_owned(), bound_words)
}

/// The same with the share of cases that must meet it: `at most 4 h, quota 95 %`.
#[must_use]
pub fn promise_words(commitment: &Commitment) -> String {
    let quota = commitment.quota.as_ref().map(|quota| format!(", quota {}", words::quantity(quota)));
    format!("{}{}", target_words(commitment), quota.unwrap_or_default())
}

fn bound_words(bound: &Bound) -> String {
    match (bound.comparator.map_or("", words::comparator), &bound.value) {
        (side, Expr::Quantity(quantity)) => {
            let mut text = format!("{side} {}", words::quantity(quantity)).trim_start().to_owned();
            if let Some(CalendarSet::Calendar(calendar)) = &bound.calendar {
                text.push_str(&format!(" of `{calendar}`"));
            }
            text
        }
        (side, Expr::Figure { figure, .. }) => format!("{side} `{figure}`").trim_start().to_owned(),
        (side, Expr::Blank(name)) => format!("{side} `[{name}]`").trim_start().to_owned(),
        (side, _) => side.to_owned(),
    }
}

/// `restoration` at `gold`
#[must_use]
pub fn name(commitment: &Commitment) -> String {
    let what = commitment.objective.as_ref().map_or_else(|| commitment.indicator.to_string(), ToString::to_string);
    format!("`{what}` at `{}`", commitment.tier)
}

/// `restoration` at `gold` for `p1`
#[must_use]
pub fn full_name(commitment: &Commitment) -> String {
    let scope = &commitment.scope;
    let services = scope.services.iter().map(Id::name);
    let listed: Vec<&Name> = scope.dimensions.iter().flat_map(|(_, values)| values).chain(services).collect();
    if listed.is_empty() { name(commitment) } else { format!("{} for {}", name(commitment), words::names(listed)) }
}

/// The services that are held to each tier, each with the days on which it is.
pub struct Holders<'m>(FxHashMap<&'m Name, Vec<(&'m Service, Validity)>>);

impl<'m> Holders<'m> {
    /// The holders of every tier of `model`.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let mut holders: FxHashMap<&Name, Vec<(&Service, Validity)>> = FxHashMap::default();
        for service in &model.services {
            for held in &service.tiers {
                let days = Validity { from: held.from, until: held.until };
                holders.entry(held.tier.name()).or_default().push((service, days));
            }
        }
        Self(holders)
    }

    /// The services that are held to a tier, in the order of the model.
    #[must_use]
    pub fn at(&self, tier: &Name) -> &[(&'m Service, Validity)] {
        self.0.get(tier).map_or(&[], Vec::as_slice)
    }
}

/// The tiers that bind someone: one that is only extended binds through the tiers that extend it.
#[must_use]
pub fn binding_tiers<'m>(model: &'m Model, holders: &Holders<'m>) -> FxHashSet<&'m Name> {
    let extended: FxHashSet<&Name> =
        model.tiers.iter().filter_map(|tier| tier.extends.as_ref()).map(Id::name).collect();
    let ids = model.tiers.iter().map(|tier| &tier.term.id);
    ids.filter(|id| !holders.at(id).is_empty() || !extended.contains(id)).collect()
}

/// The days of a validity as an interval.
#[must_use]
pub fn days(validity: &Validity) -> Line<Date> {
    use crate::kernel::line::Cut;
    Line::new(validity.from.map_or(Cut::Start, Cut::before), validity.until.map_or(Cut::End, Cut::before))
}

/// The party that someone is, or belongs to.
#[must_use]
pub fn party_of(model: &Model, actor: &Actor) -> Option<Id<Party>> {
    match actor {
        Actor::Party(party) => Some(party.clone()),
        Actor::Role(role) => model.roles.get(role).map(|role| role.of.clone()),
    }
}

/// Commitments that promise something: those of `-` cells promise nothing, on purpose.
pub fn promises(model: &Model) -> impl Iterator<Item = &Commitment> {
    model.commitments.iter().filter(|commitment| commitment.target.is_some())
}

/// Where a field of a commitment stands: its own, or its tier's in its stead.
#[must_use]
pub fn field(model: &Model, commitment: &Commitment, field: &str) -> Span {
    let own = |term: &Term| term.fields.iter().find(|(name, _)| name == field).map(|(_, span)| *span);
    let of_tier = || model.tiers.get(&commitment.tier).and_then(|tier| own(&tier.term));
    own(&commitment.term).or_else(of_tier).unwrap_or(commitment.term.span)
}

/// Promises of tiers that bind someone, each once: a copy repeats what its parent was already asked about.
#[must_use]
pub fn binding<'m>(model: &'m Model, bound: &FxHashSet<&Name>) -> Vec<&'m Commitment> {
    let repeats = |commitment: &Commitment| {
        let parent = commitment.inherited.as_ref().and_then(|name| model.commitments.by_name(name));
        parent.is_some_and(|parent| bound.contains(parent.tier.name()))
    };
    promises(model).filter(|c| bound.contains(c.tier.name()) && !repeats(c)).collect()
}
