//! Commitments on one indicator put beside one another: the same case, other shares of cases, other priorities.

use super::commitments::Asked;
use super::{Facts, commitments, scopes, shown, values};
use crate::base::{Name, Span};
use crate::diagnostics::{Amount, Case, Shows, Witness};
use crate::kernel::line::IntervalSet;
use crate::model::{
    CalendarSet, Commitment, Dimension, Escalation, EscalationStep, Exception, Id, Indicator, Model, Polarity,
    Quantity, Scope, Tier, Window,
};
use crate::quantity::Rational;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;

/// Two commitments, with a case that both are for.
pub type Pair<'m> = (&'m Commitment, &'m Commitment, String);

/// Commitments of one tier on one indicator, judged in the same windows and hours, with a case that both are for.
///
/// Each is compared with those next to it in the order of the source that are for some of the same cases.
#[must_use]
pub fn beside<'m>(facts: &Facts<'m>) -> Vec<Pair<'m>> {
    type Key<'m> = (&'m Id<Tier>, &'m Id<Indicator>, Option<&'m Window>, Option<&'m CalendarSet>);
    let mut groups: FxHashMap<Key<'_>, Vec<&Commitment>> = FxHashMap::default();
    let mut found = Vec::new();
    let mut known: FxHashSet<(Span, Span)> = FxHashSet::default();
    for commitment in facts.bound() {
        let key = (&commitment.tier, &commitment.indicator, commitment.window.as_ref(), commitment.calendar.as_ref());
        let group = groups.entry(key).or_default();
        let days = |c: &Commitment| c.term.validity;
        for other in group.iter().rev().take(NEIGHBOURS) {
            let dated = |c: &Commitment| !facts.blanks().has_dates(&c.term.id);
            if dated(other)
                && dated(commitment)
                && days(other).overlaps(&days(commitment))
                && let Some(case) = scopes::common(&other.scope, &commitment.scope)
                && known.insert((other.target_span, commitment.target_span))
            {
                found.push((*other, commitment, case));
            }
        }
        group.push(commitment);
    }
    found
}

/// The levels that come right before a level of an escalation, each with a case for which it does: what is between them is not for that case.
#[must_use]
pub fn before<'m>(model: &Model, escalation: &'m Escalation, at: usize) -> Vec<(&'m EscalationStep, Case)> {
    let Some(later) = escalation.steps.get(at) else { return Vec::new() };
    let mut found = Vec::new();
    let mut between: Vec<&Scope> = Vec::new();
    for step in escalation.steps.iter().take(at).rev() {
        found.extend(scopes::common_without(model, &step.scope, &later.scope, &between).map(|case| (step, case)));
        between.push(&step.scope);
    }
    found
}

/// How many earlier commitments on the same indicator one is compared with: far more than a ladder of quotas has rungs.
const NEIGHBOURS: usize = 64;

/// Whether the values of a dimension stand in an order of strictness.
#[must_use]
pub fn is_ranked(dimension: &Dimension) -> bool {
    dimension.ranked.as_ref().is_some_and(|ranked| ranked != "none")
}

/// Pairs of commitments that differ in the value of a ranked dimension only, the stricter value first, with the values.
#[must_use]
pub fn ranked<'m>(facts: &Facts<'m>, dimension: &'m Dimension) -> Vec<(&'m Commitment, &'m Commitment, (Name, Name))> {
    type Rest<'m> = (&'m Id<Tier>, &'m Id<Indicator>, Scope);
    let id = Id::new(dimension.term.id.clone());
    let mut order: Vec<&Name> = dimension.values.iter().map(|value| &value.name).collect();
    if dimension.ranked.as_deref() == Some("mildest") {
        order.reverse();
    }
    let rank: FxHashMap<&Name, usize> = order.iter().enumerate().map(|(rank, name)| (*name, rank)).collect();
    let mut groups: FxHashMap<Rest<'m>, Vec<(usize, &'m Commitment)>> = FxHashMap::default();
    let mut keys: Vec<Rest<'m>> = Vec::new();
    for commitment in facts.bound() {
        let Some(values) = commitment.scope.values(&id) else { continue };
        let mut rest = commitment.scope.clone();
        rest.dimensions.retain(|(other, _)| other != &id);
        let key = (&commitment.tier, &commitment.indicator, rest);
        if !groups.contains_key(&key) {
            keys.push(key.clone());
        }
        let group = groups.entry(key).or_default();
        group.extend(values.iter().filter_map(|value| Some((*rank.get(value)?, commitment))));
    }
    let mut pairs = Vec::new();
    let mut known: FxHashSet<(Span, Span)> = FxHashSet::default();
    for key in &keys {
        let mut ladder = groups.remove(key).unwrap_or_default();
        ladder.sort_by_key(|(rank, _)| *rank);
        let steps: Vec<_> = ladder.chunk_by(|(a, _), (b, _)| a == b).collect();
        for (stricter, milder) in steps.iter().zip(steps.iter().skip(1)) {
            for (low, strict) in *stricter {
                for (high, mild) in milder.iter().filter(|(_, m)| stricter.len() == 1 || m.quota == strict.quota) {
                    let name = |rank: &usize| order.get(*rank).copied().cloned().unwrap_or_default();
                    if strict.term.id != mild.term.id && known.insert((strict.target_span, mild.target_span)) {
                        pairs.push((*strict, *mild, (name(low), name(high))));
                    }
                }
            }
        }
    }
    pairs
}

/// Pairs of commitments on one cell of a tier and of one that it is declared to be above, the better one first, with the better tier.
#[must_use]
pub fn above<'m>(facts: &Facts<'m>) -> Vec<(&'m Tier, &'m Commitment, &'m Commitment)> {
    let model = facts.model;
    if model.tiers.iter().all(|tier| tier.above.is_empty()) {
        return Vec::new();
    }
    let mut of_tier: FxHashMap<&Name, Vec<&Commitment>> = FxHashMap::default();
    let mut cells: FxHashMap<(&Name, &Id<Indicator>, &Scope), Vec<&Commitment>> = FxHashMap::default();
    for commitment in commitments::promises(model) {
        let tier = commitment.tier.name();
        of_tier.entry(tier).or_default().push(commitment);
        cells.entry((tier, &commitment.indicator, &commitment.scope)).or_default().push(commitment);
    }
    let mut pairs = Vec::new();
    for tier in &model.tiers {
        for below in &tier.above {
            for better in of_tier.get(&tier.term.id).into_iter().flatten() {
                let cell = |tier| cells.get(&(tier, &better.indicator, &better.scope)).map_or(&[][..], Vec::as_slice);
                let (beside, worse) = (cell(&tier.term.id), cell(below.name()));
                // Of several on one cell, such as one for each day and one for each month, those are compared that are judged alike.
                let single = beside.len() == 1 && worse.len() == 1;
                let alike =
                    |worse: &&&Commitment| single || (better.window == worse.window && better.quota == worse.quota);
                pairs.extend(worse.iter().filter(alike).map(|worse| (tier, *better, *worse)));
            }
        }
    }
    pairs
}

/// Two targets in the wrong order, the one first that should be at least as strict.
pub struct Inverted<'m> {
    /// The one that should be stricter.
    pub strict: Asked<'m>,
    /// The other one.
    pub mild: Asked<'m>,
}

impl Inverted<'_> {
    /// A value that meets the one that should be stricter and breaches the other, in a unit: of a share of cases where the two ask the same of
    /// each case. None where none can be told.
    #[must_use]
    pub fn between(&self, model: &Model, strict: &Commitment, mild: &Commitment) -> Option<Amount> {
        let (one, other) = (self.strict.met(model)?, self.mild.met(model)?);
        if one == other {
            let share = strict.quota.as_ref()?;
            return Some(shown::amount(share));
        }
        let one: IntervalSet<Rational> = std::iter::once(one).collect();
        let domain = commitments::domain(model.indicators.get(&strict.indicator)?);
        let other: IntervalSet<Rational> = std::iter::once(other).collect();
        let left = one.intersection(&other.complement_in(&domain));
        shown::sample(left.intervals().first()?, &commitments::unit(model, mild))
    }

    /// Shows two cases that attain the same, of which only the one kept that should be held to less.
    #[must_use]
    pub fn shown(
        &self,
        model: &Model,
        (strict, mild): (&Commitment, &Commitment),
        text: impl Fn(&str) -> String,
    ) -> Witness {
        match self.between(model, strict, mild) {
            Some(value) => Witness::new(Shows::Different, text(&shown::written(&value)))
                .ask(commitments::verdict(strict, &self.strict, &value), commitments::judged(true))
                .ask(commitments::verdict(mild, &self.mild, &value), commitments::judged(false)),
            None => Witness::told(text("the same")),
        }
    }
}

/// The targets, of those that two commitments ever have, by which the first one, which should be at least as strict, is milder than the
/// second: their own first.
///
/// Where hours differ only what holds for every instant is decided: what counts at all hours is over no later than what
/// counts as long on some of them.
#[must_use]
pub fn looser<'m>(facts: &Facts<'m>, strict: &'m Commitment, mild: &'m Commitment) -> Option<Inverted<'m>> {
    let days = |commitment: &Commitment| commitments::days_in_term(facts.model, &commitment.term.validity);
    if !days(strict).overlaps(&days(mild)) {
        return None;
    }
    let (ones, others) = (facts.asked(strict), facts.asked(mild));
    for one in &ones {
        for other in &others {
            if together(one, &ones, other, &others) && is_looser(facts.model, (strict, one), (mild, other)) {
                return Some(Inverted { strict: one.clone(), mild: other.clone() });
            }
        }
    }
    None
}

/// Whether two targets are ever asked at the same time. What an exception replaces is asked while it does not hold.
fn together(one: &Asked<'_>, ones: &[Asked<'_>], other: &Asked<'_>, others: &[Asked<'_>]) -> bool {
    let holds = |exception: &Exception| exception.when.is_none();
    let replaced = |by: &Exception, all: &[Asked<'_>]| {
        let exceptions = all.iter().filter_map(|asked| asked.exception);
        exceptions.into_iter().any(|of| of.term.validity.overlaps(&by.term.validity))
    };
    match (one.exception, other.exception) {
        (None, None) => true,
        (Some(a), Some(b)) => holds(a) && holds(b) && a.term.validity.overlaps(&b.term.validity),
        (Some(a), None) => holds(a) && !replaced(a, others),
        (None, Some(b)) => holds(b) && !replaced(b, ones),
    }
}

fn is_looser(
    model: &Model,
    (strict, one): (&Commitment, &Asked<'_>),
    (mild, other): (&Commitment, &Asked<'_>),
) -> bool {
    let limit = |asked: &Asked<'_>| Some((asked.bound.comparator?, values::constant(model, &asked.bound.value)?));
    let (Some((a, x)), Some((b, y))) = (limit(one), limit(other)) else {
        return false;
    };
    let Some(order) = values::compare(&x, &y) else { return false };
    let same_hours = strict.calendar == mild.calendar && one.bound.calendar == other.bound.calendar;
    // Of two that bound alike, the one that fewer cases must meet is the milder.
    if order == Ordering::Equal && a == b && same_hours && strict.window == mild.window {
        let all = Rational::one();
        let share = |commitment: &Commitment| commitment.quota.as_ref().map(Quantity::base);
        return share(strict).unwrap_or_else(|| all.clone()) < share(mild).unwrap_or_else(|| all.clone());
    }
    match (commitments::side(a), commitments::side(b)) {
        (Some(Polarity::Lower), Some(Polarity::Lower)) => {
            order == Ordering::Greater && (same_hours || counts_always(mild, &y))
        }
        (Some(Polarity::Higher), Some(Polarity::Higher)) => order == Ordering::Less && same_hours,
        _ => false,
    }
}

fn counts_always(commitment: &Commitment, limit: &Quantity) -> bool {
    commitment.calendar == Some(CalendarSet::Always) && !super::delays::counts_days(&limit.unit)
}
