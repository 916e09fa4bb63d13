//! The clocks of a service against those of the services that it cannot do without.

use super::Instance;
use super::stages::Clock;
use super::timer::{Built, Events, Timer};
use crate::base::Name;
use crate::check::dependencies::excused;
use crate::check::{Facts, shown};
use crate::diagnostics::Case;
use crate::model::{Commitment, Dependency, Form, HasTerm, Id, Model, Scope, Service};
use crate::time::Instants;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// A supplier that may take longer than what rests on it.
pub struct Behind<'m> {
    /// The service that is promised.
    pub service: &'m Service,
    /// Its clock.
    pub own: Clock<'m>,
    /// The service that it cannot do without.
    pub behind: &'m Service,
    /// The supplier's clock.
    pub supplied: Clock<'m>,
    /// A case that both are for.
    pub case: Case,
    /// An instant of it.
    pub instance: Instance,
}

/// A promised share of time that rests on the promise of another party.
pub struct Rest<'m> {
    /// The service that is promised.
    pub service: &'m Service,
    /// Its promise.
    pub own: &'m Commitment,
    /// The promise of a service that it cannot do without, on the same indicator and hours.
    pub behind: &'m Commitment,
    /// The day on which the other service is no longer held to it, where that is said.
    pub until: Option<Date>,
    /// The day on which the service itself is no longer held to its promise, where that is said.
    pub own_until: Option<Date>,
}

/// A promised share of time that rests on one which counts on fewer hours.
pub struct Uncovered<'m> {
    /// The service that is promised.
    pub service: &'m Service,
    /// Its promise.
    pub own: &'m Commitment,
    /// The promise of a service that it cannot do without, on the same indicator.
    pub behind: &'m Commitment,
    /// The first instant that only the service's own promise counts, in words.
    pub instant: String,
}

/// Promised shares of time that rest on promises of others none of which counts at all of their hours.
pub(super) fn uncovered<'m>(facts: &Facts<'m>, timer: &Timer<'_>) -> Vec<Uncovered<'m>> {
    let model = facts.model;
    let calendars = timer.world.calendars;
    let hours = |commitment: &Commitment| {
        let set = commitment.calendar.as_ref().filter(|set| calendars.is_agreed(set))?;
        let term = Instants::of(calendars.within(), [timer.looked_at()]);
        Some(calendars.instants(set).and(&term))
    };
    let mut by_tier: FxHashMap<&Name, Vec<&'m Commitment>> = FxHashMap::default();
    for commitment in facts.bound() {
        let form = model.indicators.get(&commitment.indicator).map(|indicator| indicator.form);
        if form == Some(Form::TimeRatio) && commitment.scope.dimensions.is_empty() {
            by_tier.entry(commitment.tier.name()).or_default().push(commitment);
        }
    }
    let of = |service: &'m Service| -> Vec<&'m Commitment> {
        let held = service.tiers.iter().filter_map(|held| by_tier.get(held.tier.name())).flatten();
        held.filter(|commitment| is_for(commitment, service)).copied().collect()
    };
    let mut found: Vec<Uncovered<'m>> = Vec::new();
    for (service, other) in needed(model) {
        for own in of(service) {
            let behind: Vec<&'m Commitment> = of(other)
                .into_iter()
                .filter(|behind| behind.debtor != own.debtor && behind.indicator == own.indicator)
                .collect();
            // Whose doing does not count for the promise need not be there for it.
            if excused(model, own).contains(&other.by.name())
                || found.iter().any(|known| known.own.target_span == own.target_span)
            {
                continue;
            }
            let Some(promised) = hours(own) else { continue };
            let left: Option<Vec<_>> =
                behind.iter().map(|behind| Some((*behind, promised.except(&hours(behind)?)))).collect();
            let Some(left) = left else { continue };
            if left.iter().any(|(_, left)| left.is_empty()) {
                continue;
            }
            found.extend(left.first().and_then(|(behind, left)| {
                // On an ordinary day, where there is one.
                let ordinary = left.stretches().map(|piece| piece.start).find(|at| !timer.is_off(*at));
                let instant = timer.told(ordinary.or(left.stretches().next().map(|piece| piece.start))?);
                Some(Uncovered { service, own, behind, instant })
            }));
        }
    }
    found
}

/// Promised shares of time with what others promise of the services that they cannot do without.
pub(super) fn rests<'m>(facts: &Facts<'m>) -> Vec<Rest<'m>> {
    let model = facts.model;
    let mut by_tier: FxHashMap<&Name, Vec<&'m Commitment>> = FxHashMap::default();
    for commitment in facts.bound() {
        let form = model.indicators.get(&commitment.indicator).map(|indicator| indicator.form);
        if form == Some(Form::TimeRatio) && commitment.scope.dimensions.is_empty() {
            by_tier.entry(commitment.tier.name()).or_default().push(commitment);
        }
    }
    let of = |service: &'m Service| {
        let held = service.tiers.iter().filter_map(|held| Some((held, by_tier.get(held.tier.name())?)));
        let promised = held.flat_map(|(held, promised)| promised.iter().map(move |commitment| (held, *commitment)));
        promised.filter(|(_, commitment)| is_for(commitment, service)).collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    for (service, other) in needed(model) {
        for (held, behind) in of(other) {
            let alike = of(service).into_iter().map(|(_, own)| own).filter(|own| {
                own.debtor != behind.debtor && own.indicator == behind.indicator && own.calendar == behind.calendar
            });
            // What another level takes over on that day does not end.
            let goes_on = held.until.filter(|until| other.tiers.iter().any(|next| next.from == Some(*until)));
            let ends = held.until.filter(|_| goes_on.is_none());
            let until = ends.into_iter().chain(behind.term.validity.until).min();
            let own_ends = |own: &Commitment| {
                service.tiers.iter().filter(|held| held.tier == own.tier).filter_map(|held| held.until).max()
            };
            for own in alike {
                // What two tiers inherit together is one promise.
                let is_told = |known: &Rest<'m>| {
                    std::ptr::eq(known.service, service)
                        && (known.own.target_span, known.behind.target_span) == (own.target_span, behind.target_span)
                };
                if !found.iter().any(is_told) {
                    found.push(Rest { service, own, behind, until, own_until: own_ends(own) });
                }
            }
        }
    }
    found
}

/// Each service with each of those that it cannot do without.
fn needed(model: &Model) -> impl Iterator<Item = (&Service, &Service)> {
    model.services.iter().flat_map(move |service| {
        let mut needed = Vec::new();
        service.depends_on.iter().for_each(|dependency| in_series(dependency, &mut needed));
        needed.into_iter().filter_map(move |id| Some((service, model.services.get(id)?)))
    })
}

/// Whether a commitment of a level that a service is held to is one for it.
fn is_for(commitment: &Commitment, service: &Service) -> bool {
    commitment.scope.services.is_empty() || commitment.scope.services.contains(&service.id())
}

/// Services of others that may be restored later than a service that cannot do without them.
pub(super) fn behind<'m>(facts: &Facts<'m>, clocks: &[Clock<'m>], timer: &mut Timer<'_>) -> Vec<Behind<'m>> {
    let model = facts.model;
    let mut by_tier: FxHashMap<&Name, Vec<&Clock<'m>>> = FxHashMap::default();
    for clock in clocks {
        by_tier.entry(clock.commitment.tier.name()).or_default().push(clock);
    }
    let of = |service: &Service| -> Vec<&Clock<'m>> {
        let held = service.tiers.iter().filter_map(|held| by_tier.get(held.tier.name())).flatten();
        held.filter(|clock| is_for(clock.commitment, service)).copied().collect()
    };
    // Of both scopes only the cases are compared: the services are not the same.
    let cases = |clock: &Clock<'m>| Scope { services: Vec::new(), ..clock.commitment.scope.clone() };
    let mut found = Vec::new();
    for (service, other) in needed(model) {
        for supplied in of(other) {
            for own in of(service) {
                let alike = (own.record, own.from, own.to) == (supplied.record, supplied.from, supplied.to)
                    && own.commitment.debtor != supplied.commitment.debtor;
                let Some(case) = shown::common(&cases(own), &cases(supplied)).filter(|_| alike) else { continue };
                let is_told = |known: &Behind<'m>| {
                    std::ptr::eq(known.service, service)
                        && (known.own.span, known.supplied.span) == (own.span, supplied.span)
                };
                if found.iter().any(is_told) {
                    continue;
                }
                let promised = while_held(timer, own, service);
                let late = while_held(timer, supplied, other);
                if let Some((_, instance)) = timer.instance(late, promised, 1) {
                    let (own, supplied) = (own.clone(), supplied.clone());
                    found.push(Behind { service, own, behind: other, supplied, case, instance });
                }
            }
        }
    }
    found
}

/// A clock in the time for which a service is held to it.
fn while_held(timer: &mut Timer<'_>, clock: &Clock<'_>, service: &Service) -> (Built, Events) {
    let held = timer.world.held(clock.commitment).filter(|(of, _)| of.id() == service.id());
    let held: Vec<_> = held.map(|(_, time)| time).collect();
    (clock.due.0, timer.within(clock.due.1, held))
}

/// The services without any of which a dependency does not hold.
pub fn in_series<'m>(dependency: &'m Dependency, found: &mut Vec<&'m Id<Service>>) {
    match dependency {
        Dependency::Service(service) => found.push(service),
        Dependency::All(parts) => parts.iter().for_each(|part| in_series(part, found)),
        Dependency::Any(parts) | Dependency::AtLeast(_, parts) => {
            if let [only] = parts.as_slice() {
                in_series(only, found);
            }
        }
    }
}
