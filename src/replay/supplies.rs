//! Copies of data, and services that rest on others.

use super::times::measure;
use super::{Found, words};
use crate::base::Name;
use crate::diagnostics::{Amount, Answer};
use crate::evaluate::{Number, World, world::civil};
use crate::model::{Backup, CalendarSet, Dependency, Service};
use crate::quantity::Rational;
use crate::time::{CivilSpan, Instant, Stretch, compile, local};
use std::collections::BTreeMap;

/// When the copy is safe that follows one.
pub(super) fn next_copy(world: &World<'_>, backup: &Name, begun: Instant) -> Option<Found> {
    let own = world.model.backups.by_name(backup)?;
    let lag = match &own.lag {
        Some(lag) => Rational::from(lag.base().floor()).to_i64()?,
        None => 0,
    };
    Some(Found::of(following(world, own, begun).map_or(Answer::Never, |next| Answer::Instant(next + lag))))
}

/// When the next copy is begun.
fn following(world: &World<'_>, backup: &Backup, begun: Instant) -> Option<Instant> {
    let every = &backup.every;
    let Some(CivilSpan::Days(days)) = civil(&every.length) else { return world.after(every, begun) };
    let set = every.calendar.clone().unwrap_or(CalendarSet::Always);
    let zone = world.calendars.zone_of(&set);
    let is_open =
        |at: &Instant| set == CalendarSet::Always || world.calendars.day_is_open(&set, local::date_at(&zone, *at));
    let days = usize::try_from(days).ok()?.max(1);
    let within = Stretch::new(begun, world.calendars.within().end);
    if backup.at.is_empty() {
        let mut day = local::date_at(&zone, begun);
        let starts = std::iter::from_fn(|| {
            day = day.tomorrow().ok()?;
            Some(local::start_of(&zone, day))
        });
        return starts.take_while(|at| within.contains(*at)).filter(is_open).nth(days - 1);
    }
    let times = compile(&backup.at, &[], world.zone(), world.calendars.within());
    times.stretches().map(|copy| copy.start).filter(|at| begun < *at).filter(is_open).nth(days - 1)
}

/// When a copy is erased.
pub(super) fn kept(world: &World<'_>, backup: &Name, begun: Instant) -> Option<Found> {
    let kept = world.model.backups.by_name(backup)?.retained.as_ref()?;
    Some(Found::of(world.after(kept, begun).map_or(Answer::Never, Answer::Instant)))
}

/// What is lost that was written between two instants, on the hours of a commitment.
pub(super) fn lost(world: &World<'_>, commitment: &Name, from: Instant, until: Instant) -> Option<Found> {
    let own = world.model.commitments.by_name(commitment)?;
    let seconds = measure(world, own.calendar.as_ref(), Stretch::new(from, until));
    Some(Found::of(Answer::Amount(super::lookups::amount(&Number::seconds(seconds)))))
}

/// Pieces of a period of length 1, in order.
type Pieces = Vec<(Rational, Rational)>;

/// How much of the time a service is up: a period is laid out in which each supplier is up for exactly what it promises, those that one part
/// of the structure needs at the same moments as far as they can, and the structure is asked at each moment of it.
pub(super) fn up(world: &World<'_>, service: &Name, suppliers: &[(Name, Amount)]) -> Option<Found> {
    let model = world.model;
    let own = model.services.by_name(service)?;
    let shares: BTreeMap<&Name, Rational> =
        suppliers.iter().map(|(name, share)| (name, words::quantity(share).base())).collect();
    let best = cuts(&shares).into_iter().map(|goal| {
        let mut laid = BTreeMap::new();
        let whole = vec![(Rational::zero(), goal)];
        lay(model, own, &whole, &shares, &mut laid, DEPTH);
        for (name, share) in &shares {
            fill(laid.entry((*name).clone()).or_default(), share);
        }
        share_of(model, own, &laid)
    });
    let most = best.max()?;
    Some(Found::of(Answer::Amount(super::promises::share(&most))))
}

/// Services that rest on one another, one behind the other.
const DEPTH: usize = 64;

/// Lengths of time that the structure may be up for: sums of promises over what they are needed for.
fn cuts(shares: &BTreeMap<&Name, Rational>) -> Vec<Rational> {
    let all: Vec<&Rational> = shares.values().collect();
    let mut goals: Vec<Rational> = vec![Rational::one()];
    for chosen in 1_u32..1 << all.len().min(8) {
        let sum: Rational =
            all.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, share)| *share).sum();
        for needed in 1..=chosen.count_ones() {
            goals.extend(sum.checked_div(&Rational::from(i64::from(needed))).filter(|goal| *goal <= Rational::one()));
        }
    }
    goals
}

/// Lays out what makes a service up in some pieces of time, as far as its promises go.
fn lay(
    model: &crate::model::Model,
    service: &Service,
    wanted: &Pieces,
    shares: &BTreeMap<&Name, Rational>,
    laid: &mut BTreeMap<Name, Pieces>,
    depth: usize,
) {
    if shares.contains_key(&service.term.id) {
        laid.entry(service.term.id.clone()).or_default().extend(wanted.iter().cloned());
    } else if let (Some(dependency), Some(depth)) = (&service.depends_on, depth.checked_sub(1)) {
        lay_dependency(model, dependency, wanted, shares, laid, depth);
    }
}

fn lay_dependency(
    model: &crate::model::Model,
    dependency: &Dependency,
    wanted: &Pieces,
    shares: &BTreeMap<&Name, Rational>,
    laid: &mut BTreeMap<Name, Pieces>,
    depth: usize,
) {
    let (needed, parts) = match dependency {
        Dependency::Service(id) => {
            if let Some(service) = model.services.get(id) {
                lay(model, service, wanted, shares, laid, depth);
            }
            return;
        }
        Dependency::All(parts) => (parts.len(), parts),
        Dependency::Any(parts) => (1, parts),
        Dependency::AtLeast(needed, parts) => (usize::try_from(*needed).unwrap_or(usize::MAX), parts),
    };
    // One after the other around the period, as long as each lasts: so each moment has as many as are needed.
    let total: Rational = wanted.iter().map(|(from, until)| until - from).sum();
    let mut at = Rational::zero();
    let mut left = &total * &Rational::from(i64::try_from(needed).unwrap_or(i64::MAX));
    for part in parts {
        let able = most_of(model, part, shares, depth).min(total.clone()).min(left.clone());
        let end = &at + &able;
        let turns = if end > total {
            vec![(at.clone(), total.clone()), (Rational::zero(), &end - &total)]
        } else {
            vec![(at.clone(), end.clone())]
        };
        let pieces = turns.iter().flat_map(|(from, until)| within(wanted, from, until)).collect();
        lay_dependency(model, part, &pieces, shares, laid, depth);
        at = if end > total { &end - &total } else { end };
        left = left - able;
    }
}

/// The most that a part can be up for by itself.
fn most_of(
    model: &crate::model::Model,
    part: &Dependency,
    shares: &BTreeMap<&Name, Rational>,
    depth: usize,
) -> Rational {
    let Some(depth) = depth.checked_sub(1) else { return Rational::one() };
    let of = |parts: &[Dependency]| -> Vec<Rational> {
        parts.iter().map(|part| most_of(model, part, shares, depth)).collect()
    };
    let of_some = |needed: usize, parts: &[Dependency]| {
        let mut all = of(parts);
        all.sort();
        // The longest may be longer than all the others together can fill.
        let mut best = Rational::one();
        for longest in 0..needed.min(all.len()) {
            let rest: Rational = all.iter().take(all.len() - longest).sum();
            let share = rest.checked_div(&Rational::from(i64::try_from(needed - longest).unwrap_or(1)));
            best = share.map_or(best.clone(), |share| best.min(share));
        }
        best
    };
    match part {
        Dependency::Service(id) => {
            match (shares.get(id.name()), model.services.get(id).map(|service| &service.depends_on)) {
                (Some(share), _) => share.clone(),
                (None, Some(Some(dependency))) => most_of(model, dependency, shares, depth),
                _ => Rational::one(),
            }
        }
        Dependency::All(parts) => of(parts).into_iter().min().unwrap_or_else(Rational::one),
        Dependency::Any(parts) => of_some(1, parts),
        Dependency::AtLeast(needed, parts) => of_some(usize::try_from(*needed).unwrap_or(usize::MAX), parts),
    }
}

/// The moments of some pieces, laid end to end, from one length to another.
fn within(pieces: &Pieces, from: &Rational, until: &Rational) -> Pieces {
    let (mut found, mut passed) = (Vec::new(), Rational::zero());
    for (start, end) in pieces {
        let length = end - start;
        let low = from.clone().max(passed.clone());
        let high = until.clone().min(&passed + &length);
        if low < high {
            found.push((start + &(&low - &passed), start + &(&high - &passed)));
        }
        passed += length;
    }
    found
}

/// Lets pieces come to exactly so much: cut from the end, or filled where they are not.
fn fill(pieces: &mut Pieces, share: &Rational) {
    let mut kept: Pieces = Vec::new();
    let mut left = share.clone();
    let mut all = pieces.clone();
    all.sort();
    let mut merged: Pieces = Vec::new();
    for (from, until) in all {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = end.clone().max(until),
            _ => merged.push((from, until)),
        }
    }
    let mut gaps: Pieces = Vec::new();
    let mut at = Rational::zero();
    for (from, until) in &merged {
        gaps.push((at.clone(), from.clone()));
        at = until.clone();
    }
    gaps.push((at, Rational::one()));
    for (from, until) in merged.into_iter().chain(gaps) {
        let length = (&until - &from).min(left.clone());
        if length > Rational::zero() {
            kept.push((from.clone(), &from + &length));
            left = left - length;
        }
    }
    *pieces = kept;
}

/// The share of the period in which the structure is up.
fn share_of(model: &crate::model::Model, service: &Service, laid: &BTreeMap<Name, Pieces>) -> Rational {
    let ends = laid.values().flatten().flat_map(|(from, until)| [from.clone(), until.clone()]);
    let mut ends: Vec<Rational> = ends.chain([Rational::zero(), Rational::one()]).collect();
    ends.sort();
    ends.dedup();
    let pieces = ends.iter().zip(ends.iter().skip(1));
    let up = pieces.filter(|(from, _)| is_up(model, service, laid, from, DEPTH));
    up.map(|(from, until)| until - from).sum()
}

fn is_up(
    model: &crate::model::Model,
    service: &Service,
    laid: &BTreeMap<Name, Pieces>,
    at: &Rational,
    depth: usize,
) -> bool {
    if let Some(pieces) = laid.get(&service.term.id) {
        return pieces.iter().any(|(from, until)| from <= at && at < until);
    }
    match (&service.depends_on, depth.checked_sub(1)) {
        (Some(dependency), Some(depth)) => holds(model, dependency, laid, at, depth),
        _ => true,
    }
}

fn holds(
    model: &crate::model::Model,
    dependency: &Dependency,
    laid: &BTreeMap<Name, Pieces>,
    at: &Rational,
    depth: usize,
) -> bool {
    let up = |parts: &[Dependency]| parts.iter().filter(|part| holds(model, part, laid, at, depth)).count();
    match dependency {
        Dependency::Service(id) => {
            let service: Option<&Service> = model.services.get(id);
            service.is_none_or(|service| is_up(model, service, laid, at, depth))
        }
        Dependency::All(parts) => up(parts) == parts.len(),
        Dependency::Any(parts) => up(parts) > 0,
        Dependency::AtLeast(needed, parts) => up(parts) >= usize::try_from(*needed).unwrap_or(usize::MAX),
    }
}
