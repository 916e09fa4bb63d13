//! The clocks of a service against those of the services that it cannot do without, and news of a case against its deadline.

use super::Instance;
use super::stages::Clock;
use super::timer::{Start, Timer};
use crate::base::Name;
use crate::check::{Facts, scopes};
use crate::model::{Commitment, Dependency, Duty, Event, Form, HasTerm, Id, Service};
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
    /// A case that both are for, in words.
    pub case: String,
    /// An instant of it.
    pub instance: Instance,
}

/// News that are never due before the deadline of the case.
pub struct Silent<'m> {
    /// The duty.
    pub duty: &'m Duty,
    /// The clock of the case.
    pub clock: Clock<'m>,
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

/// Promised shares of time with what others promise of the services that they cannot do without.
pub(super) fn rests<'m>(facts: &Facts<'m>) -> Vec<Rest<'m>> {
    let model = facts.model;
    let mut by_tier: FxHashMap<&Name, Vec<&'m Commitment>> = FxHashMap::default();
    for commitment in facts.binding() {
        let form = model.indicators.get(&commitment.indicator).map(|indicator| indicator.form);
        if form == Some(Form::TimeRatio) && commitment.scope.dimensions.is_empty() {
            by_tier.entry(commitment.tier.name()).or_default().push(commitment);
        }
    }
    let of = |service: &'m Service| {
        let held = service.tiers.iter().filter_map(|held| Some((held, by_tier.get(held.tier.name())?)));
        let for_it = held.flat_map(|(held, promised)| promised.iter().map(move |commitment| (held, *commitment)));
        let id = service.id();
        let for_it = for_it.filter(move |(_, c)| c.scope.services.is_empty() || c.scope.services.contains(&id));
        for_it.collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    for service in model.services.iter() {
        let Some(dependency) = &service.depends_on else { continue };
        let mut needed = Vec::new();
        in_series(dependency, &mut needed);
        for other in needed.into_iter().filter_map(|id| model.services.get(id)) {
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
                found.extend(alike.map(|own| Rest { service, own, behind, until, own_until: own_ends(own) }));
            }
        }
    }
    found
}

/// Services of others that may be restored later than a service that cannot do without them.
pub(super) fn behind<'m>(facts: &Facts<'m>, clocks: &[Clock<'m>], timer: &mut Timer<'_>) -> Vec<Behind<'m>> {
    let model = facts.model;
    let mut by_tier: FxHashMap<&Name, Vec<&Clock<'m>>> = FxHashMap::default();
    for clock in clocks {
        by_tier.entry(clock.commitment.tier.name()).or_default().push(clock);
    }
    let of = |service: &Service| -> Vec<&Clock<'m>> {
        let held = service.tiers.iter().filter_map(|held| by_tier.get(held.tier.name()));
        let for_it = |clock: &&&Clock<'m>| {
            let services = &clock.commitment.scope.services;
            services.is_empty() || services.contains(&service.id())
        };
        held.flatten().filter(for_it).copied().collect()
    };
    let mut found = Vec::new();
    for service in model.services.iter() {
        let Some(dependency) = &service.depends_on else { continue };
        let own = of(service);
        let mut needed = Vec::new();
        in_series(dependency, &mut needed);
        for other in needed.into_iter().filter_map(|id| model.services.get(id)) {
            for supplied in of(other) {
                let alike = own.iter().filter(|own| {
                    (own.record, own.from, own.to) == (supplied.record, supplied.from, supplied.to)
                        && own.commitment.debtor != supplied.commitment.debtor
                });
                let late = alike.filter_map(|own| {
                    let mut scope = supplied.commitment.scope.clone();
                    scope.services.clear();
                    let mut promised = own.commitment.scope.clone();
                    promised.services.clear();
                    let case = scopes::common(&promised, &scope)?;
                    let time = |clock: &Clock<'m>, service: &Service| -> Vec<_> {
                        let held = timer.world.held(clock.commitment).filter(|(of, _)| of.id() == service.id());
                        held.map(|(_, time)| time).collect()
                    };
                    let (of_own, of_other) = (time(own, service), time(supplied, other));
                    let promised = (own.due.0, timer.within(own.due.1, of_own));
                    let late = (supplied.due.0, timer.within(supplied.due.1, of_other));
                    let (_, instance) = timer.instance(late, promised, 1)?;
                    let (own, supplied) = ((*own).clone(), supplied.clone());
                    Some(Behind { service, own, behind: other, supplied, case, instance })
                });
                let late: Vec<Behind<'m>> = late.collect();
                found.extend(late);
            }
        }
    }
    found
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

/// Duties that come again while a case is open, and never before it is due.
pub(super) fn silent<'m>(facts: &Facts<'m>, clocks: &[Clock<'m>], timer: &mut Timer<'_>) -> Vec<Silent<'m>> {
    let mut found = Vec::new();
    for duty in &facts.model.duties {
        let Some(every) = crate::evaluate::due::every(duty) else { continue };
        let (Some(Event::Field { record, field: from }), Some(Event::Field { field: until, .. })) =
            (&every.after, &duty.until)
        else {
            continue;
        };
        let Some(built) = timer.due(&Start::AtOnce, &every.delay) else { continue };
        let events = timer.events(&[duty.term.validity], &[]);
        let late = clocks.iter().find_map(|clock| {
            let of = clock.record == record && clock.from == from && clock.to == until;
            let covers = of && scopes::covers(&clock.commitment.scope, &duty.scope);
            let (_, instance) = timer.instance((built, events), clock.due, 0).filter(|_| covers)?;
            instance.always.then(|| Silent { duty, clock: clock.clone(), instance })
        });
        found.extend(late);
    }
    found
}
