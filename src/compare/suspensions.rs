//! Exclusions. What is left out of a count of time makes a deadline later. What is left out of a share of time makes the share of
//! what is left, which may be more or less: neither version is stricter than the other, and two interruptions show it.

use super::canon::Sort;
use super::order::{self, Verdict, both};
use super::promises::same_time;
use super::sides::{Side, Sides};
use super::{Witness, conduct, formulas};
use crate::evaluate::limits;
use crate::model::{Aggregate, Bound, Commitment, Exclusion, ExclusionSource, Expr, Form, Id, Indicator, Polarity};
use crate::quantity::Rational;
use crate::time::{Instants, Stretch, compile};
use std::cmp::Ordering;

/// What becomes of a commitment by the exclusions that suspend it.
pub fn of(
    sides: &Sides<'_>,
    old: &Commitment,
    new: &Commitment,
    indicator: Option<&Indicator>,
) -> (Verdict, Vec<Witness>) {
    let (mut verdict, mut witnesses) = (Verdict::Equal, Vec::new());
    let mut all: Vec<&Id<Exclusion>> = old.suspended_by.iter().chain(&new.suspended_by).collect();
    all.sort_unstable();
    all.dedup();
    for id in all {
        let before = sides.old.model.exclusions.get(id).filter(|_| old.suspended_by.contains(id));
        let after = sides.new.model.exclusions.get(id).filter(|_| new.suspended_by.contains(id));
        let order = match (before, after) {
            (Some(before), Some(after)) => amount(sides, before, after),
            (Some(_), None) => Some(Ordering::Less),
            (None, Some(_)) => Some(Ordering::Greater),
            (None, None) => continue,
        };
        if order == Some(Ordering::Equal) {
            continue;
        }
        if is_idle(sides, (old, before), (new, after)) {
            continue;
        }
        let is_monotone = after.or(before).is_some_and(|exclusion| is_loss_only(exclusion, old, new, indicator));
        verdict = verdict.and(if is_monotone { Verdict::of(order).turned() } else { Verdict::Incomparable });
        if witnesses.is_empty() && indicator.is_some_and(|indicator| indicator.form == Form::TimeRatio) {
            witnesses = of_exclusion(sides, (old, before), (new, after));
        }
    }
    (verdict, witnesses)
}

/// Whether the hours of an exclusion take out nothing more and nothing less of those that count, and all else of it is as it was.
fn is_idle(
    sides: &Sides<'_>,
    (old, before): (&Commitment, Option<&Exclusion>),
    (new, after): (&Commitment, Option<&Exclusion>),
) -> bool {
    let rest = match (before, after) {
        // The first part is that of the hours.
        (Some(before), Some(after)) => {
            parts(sides, before, after).into_iter().skip(1).all(|order| order == Some(Ordering::Equal))
        }
        _ => true,
    };
    let left = (counted_without(&sides.old, old, before), counted_without(&sides.new, new, after));
    rest && matches!(left, (Some(one), Some(other)) if one == other)
        && same_time(sides, old.calendar.as_ref(), new.calendar.as_ref())
}

/// The instants that count for a commitment where all hours of an exclusion are used; none where it has no hours of its own.
fn counted_without(side: &Side<'_>, commitment: &Commitment, exclusion: Option<&Exclusion>) -> Option<Instants> {
    let set = commitment.calendar.as_ref().filter(|set| side.world.calendars.is_agreed(set))?;
    let all = side.world.calendars.instants(set);
    Some(match exclusion {
        None => (*all).clone(),
        Some(exclusion) => all.except(&hours(side, &exclusion.applies)?),
    })
}

/// Whether less that counts is never worse for the debtor: for lengths and sums of time, and for each case by itself.
fn is_loss_only(exclusion: &Exclusion, old: &Commitment, new: &Commitment, indicator: Option<&Indicator>) -> bool {
    let side = new.target.as_ref().and_then(|bound| bound.comparator).and_then(crate::evaluate::targets::side);
    let is_upper = side == Some(Polarity::Lower);
    let Some(indicator) = indicator.filter(|_| is_upper) else { return false };
    match indicator.form {
        // A case that is left out leaves the share of the others, unless each of them counts.
        Form::Duration => {
            let all = |c: &Commitment| c.quota.as_ref().is_none_or(|quota| quota.base() == Rational::one());
            !matches!(exclusion.applies, ExclusionSource::When(_)) || (all(old) && all(new))
        }
        Form::Value => matches!(
            &indicator.formula,
            Expr::Aggregate { function: Aggregate::Sum | Aggregate::Count | Aggregate::Max, .. }
        ),
        Form::TimeRatio | Form::CountRatio | Form::SlotRatio => false,
    }
}

/// How much of the time, or of the cases, an exclusion takes out: greater where all that it took out it still does.
pub fn amount(sides: &Sides<'_>, old: &Exclusion, new: &Exclusion) -> Option<Ordering> {
    parts(sides, old, new).into_iter().fold(Some(Ordering::Equal), both)
}

/// The same, field by field.
fn parts(sides: &Sides<'_>, old: &Exclusion, new: &Exclusion) -> Vec<Option<Ordering>> {
    let equal = |same: bool| same.then_some(Ordering::Equal);
    let limit = match (&old.limit, &new.limit) {
        (None, None) => Some(Ordering::Equal),
        (None, Some(_)) => Some(Ordering::Less),
        (Some(_), None) => Some(Ordering::Greater),
        (Some((old, then)), Some((new, now))) => both(conduct::lengths(sides, old, new), equal(then == now)),
    };
    let budget = match (&old.budget, &new.budget) {
        (None, None) => Some(Ordering::Equal),
        (None, Some(_)) => Some(Ordering::Less),
        (Some(_), None) => Some(Ordering::Greater),
        (Some((old, one)), Some((new, other))) => both(limits::compare(new, old), equal(one == other)),
    };
    let notice = conduct::deadlines(sides, old.notice.as_ref(), new.notice.as_ref(), Ordering::Less);
    let suspends = match (old.suspends_all, new.suspends_all) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => order::sets(&old.suspends, &new.suspends),
    };
    let form = |field: &str| {
        let (before, after) =
            (sides.old.entry(Sort::Exclusion, &old.term.id), sides.new.entry(Sort::Exclusion, &new.term.id));
        equal(before.map(|entry| entry.field(field)) == after.map(|entry| entry.field(field)))
    };
    vec![
        applies(sides, &old.applies, &new.applies),
        suspends,
        budget,
        // A longer notice grants fewer of them.
        notice.map(Ordering::reverse),
        limit,
        form("once"),
        equal(old.by == new.by),
        form("established"),
        formulas::quantities(old.share.as_ref(), new.share.as_ref(), Ordering::Greater),
        equal(old.means == new.means),
        conduct::validities(sides, old.term.validity, new.term.validity),
    ]
}

fn applies(sides: &Sides<'_>, old: &ExclusionSource, new: &ExclusionSource) -> Option<Ordering> {
    if let (Some(old), Some(new)) = (hours(&sides.old, old), hours(&sides.new, new)) {
        return conduct::inclusion(sides, &old, &new);
    }
    match (old, new) {
        (ExclusionSource::When(old), ExclusionSource::When(new)) => formulas::order(sides, old, new),
        (old, new) => (old == new).then_some(Ordering::Equal),
    }
}

/// The instants at which an exclusion may be used, where a calendar or hours say so.
fn hours(side: &Side<'_>, source: &ExclusionSource) -> Option<Instants> {
    let calendars = side.world.calendars;
    match source {
        ExclusionSource::Permitted(hours) => Some(compile(hours, &[], side.world.zone(), calendars.within())),
        ExclusionSource::Calendar(set) if calendars.is_agreed(set) => Some((*calendars.instants(set)).clone()),
        _ => None,
    }
}

/// What shows that other hours make a share of time neither stricter nor looser.
pub fn of_hours(sides: &Sides<'_>, old: (&Commitment, &Bound), new: (&Commitment, &Bound)) -> Vec<Witness> {
    let counted = |side: &Side<'_>, commitment: &Commitment| {
        let set = commitment.calendar.as_ref().filter(|set| side.world.calendars.is_agreed(set))?;
        Some((*side.world.calendars.instants(set)).clone())
    };
    let (Some(before), Some(after)) = (counted(&sides.old, old.0), counted(&sides.new, new.0)) else {
        return Vec::new();
    };
    shares(sides, (old.0, old.1, &before), (new.0, new.1, &after))
}

/// The same for hours that an exclusion takes out, where all of them are used.
fn of_exclusion(
    sides: &Sides<'_>,
    (old, before): (&Commitment, Option<&Exclusion>),
    (new, after): (&Commitment, Option<&Exclusion>),
) -> Vec<Witness> {
    if !same_time(sides, old.calendar.as_ref(), new.calendar.as_ref()) {
        return Vec::new();
    }
    match (counted_without(&sides.old, old, before), counted_without(&sides.new, new, after), &old.target, &new.target)
    {
        (Some(before), Some(after), Some(one), Some(other)) => shares(sides, (old, one, &before), (new, other, &after)),
        _ => Vec::new(),
    }
}

/// The time that may be lost in the first whole window, and interruptions that one version forgives and the other does not.
fn shares(
    sides: &Sides<'_>,
    (old, one, before): (&Commitment, &Bound, &Instants),
    (new, other, after): (&Commitment, &Bound, &Instants),
) -> Vec<Witness> {
    let share = |side: &Side<'_>, bound: &Bound| {
        let limit = limits::constant(side.model, &bound.value)?;
        let side = crate::evaluate::targets::side(bound.comparator?)?;
        (side == Polarity::Higher).then(|| Rational::one() - limit.base())
    };
    let (Some(lost), Some(now)) = (share(&sides.old, one), share(&sides.new, other)) else { return Vec::new() };
    let Some(window) = new.window.as_ref().filter(|window| old.window.as_ref() == Some(*window)) else {
        return Vec::new();
    };
    let periods = sides.new.world.periods(window, sides.common);
    let differ = |stretch: Stretch| {
        let measure = |set: &Instants| set.measure(stretch.start, stretch.end);
        let common = before.and(after);
        measure(before) != measure(&common) || measure(after) != measure(&common)
    };
    let inside = |stretch: &Stretch| sides.common.start <= stretch.start && stretch.end <= sides.common.end;
    let Some(window) = periods.iter().map(|period| period.whole).filter(inside).find(|whole| differ(*whole)) else {
        return Vec::new();
    };
    let budget = |share: &Rational, set: &Instants| share * &Rational::from(set.measure(window.start, window.end));
    let (old_budget, new_budget) = (budget(&lost, before), budget(&now, after));
    let mut found = vec![Witness::Budget { window, old: old_budget.clone(), new: new_budget.clone() }];
    let kept = |during: Stretch| {
        let within =
            |set: &Instants, budget: &Rational| Rational::from(set.measure(during.start, during.end)) <= *budget;
        (within(before, &old_budget), within(after, &new_budget))
    };
    let (mut looser, mut stricter) = (None, None);
    for set in [before.except(after), after.except(before), before.and(after)] {
        for piece in set.pieces(window.start, window.end) {
            for budget in [&old_budget, &new_budget] {
                // The first whole minute beyond what may be lost.
                let Some(minutes) = budget.checked_div(&Rational::from(60)).map(|m| Rational::from(m.floor())) else {
                    continue;
                };
                let Some(length) = minutes.to_i64().map(|minutes| (minutes + 1) * 60) else { continue };
                if piece.seconds() < length {
                    continue;
                }
                let during = Stretch::new(piece.start, piece.start + length);
                match kept(during) {
                    (false, true) => {
                        looser.get_or_insert(during);
                    }
                    (true, false) => {
                        stricter.get_or_insert(during);
                    }
                    _ => {}
                }
            }
        }
    }
    found.extend(looser.map(|during| Witness::Outage { during, old: false, new: true }));
    found.extend(stricter.map(|during| Witness::Outage { during, old: true, new: false }));
    found
}
