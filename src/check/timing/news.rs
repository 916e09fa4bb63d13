//! Duties about a case: news against the deadline of the case, and whoever must do something against the hours on which they are there.

use super::Instance;
use super::stages::Clock;
use super::timer::Timer;
use crate::base::Name;
use crate::check::grid::Grid;
use crate::check::{Facts, commitments, scopes};
use crate::evaluate::functions::Start;
use crate::kernel::cells::{self, Region, Row};
use crate::kernel::line::Interval as Line;
use crate::model::{
    Actor, Commitment, Delay, Duty, Event, HasTerm, Id, Model, Party, Quantity, Record, Role, Scope, Service,
};
use crate::quantity::Rational;
use crate::time::Instant;

/// News that are never due before the deadline.
pub struct Silent<'m> {
    /// The duty.
    pub duty: &'m Duty,
    /// A clock of its cases, with the exception while which it is so, where it is not so at all times.
    pub clock: Clock<'m>,
    /// An instant of it.
    pub instance: Instance,
}

/// A duty of a role that is due before the role is there.
pub struct OffDuty<'m> {
    /// The duty.
    pub duty: &'m Duty,
    /// The role.
    pub role: &'m Role,
    /// The sort of the record that holds the event that its time runs from.
    pub record: &'m Id<Record>,
    /// The event.
    pub event: &'m Name,
    /// An instant of it; the role is there at the first of the two others.
    pub instance: Instance,
}

/// Duties of roles, each some time after an instant of a record, that can be over before any of those who must do it is there.
pub(super) fn off_duty<'m>(facts: &Facts<'m>, timer: &mut Timer<'_>) -> Vec<OffDuty<'m>> {
    let model = facts.model;
    let mut found = Vec::new();
    for duty in &model.duties {
        let Some(within) = &duty.within else { continue };
        let Some(Event::Field { record, field }) = &within.after else { continue };
        let role = |actor: &Actor| match actor {
            Actor::Role(role) => model.roles.get(role),
            Actor::Party(_) => None,
        };
        let roles: Option<Vec<&'m Role>> = duty.of.iter().map(role).collect();
        // A party finds someone; of several roles it is enough that one of them is there.
        let Some(&[role]) = roles.as_deref() else { continue };
        if facts.blanks().has_dates(&duty.term.id) || !timer.world.calendars.is_agreed(&role.during) {
            continue;
        }
        let calendar = within.delay.calendar.clone().or_else(|| duty.during.clone());
        let delay = Delay { calendar, ..within.delay.clone() };
        let at_once = Delay::new(Quantity { value: Rational::zero(), unit: "s".into() }, None);
        let due = timer.due(&Start::AtOnce, &delay);
        let there = timer.due(&Start::NextOpening(role.during.clone()), &at_once);
        let (Some(due), Some(there)) = (due, there) else { continue };
        let events = timer.events(&[duty.term.validity], &[]);
        let late = timer.instance((there, events), (due, events), 1);
        found.extend(late.map(|(_, instance)| OffDuty { duty, role, record, event: field, instance }));
    }
    found
}

/// Duties that come again while a case is open, and never before it is due, whichever of its cases it is.
pub(super) fn silent<'m>(facts: &Facts<'m>, clocks: &[Clock<'m>], timer: &mut Timer<'_>) -> Vec<Silent<'m>> {
    let model = facts.model;
    let mut found = Vec::new();
    for duty in &model.duties {
        let Some(every) = crate::evaluate::due::every(duty) else { continue };
        let (Some(Event::Field { record, field: from }), Some(Event::Field { field: until, .. })) =
            (&every.after, &duty.until)
        else {
            continue;
        };
        let Some(built) = timer.due(&Start::AtOnce, &every.delay) else { continue };
        let events = timer.events(&[duty.term.validity], &[]);
        let served = clocks.iter().filter(|clock| {
            (clock.record, clock.from, clock.to) == (record, from, until)
                && is_between(model, duty, &clock.commitment.debtor, &clock.commitment.creditor)
                && scopes::common(&clock.commitment.scope, &duty.scope).is_some()
        });
        let served: Vec<_> = served
            .map(|clock| {
                let late = timer.instance((built, events), clock.due, 0);
                (clock, late.map(|(_, instance)| instance).filter(|instance| instance.always))
            })
            .collect();
        let about = services(model, timer, duty, &served);
        let exceptions = served.iter().filter_map(|(clock, _)| clock.exception);
        // At all times first; an exception that asks no more of a case than what holds without it is not told again.
        for exception in std::iter::once(None).chain(exceptions.map(|exception| Some(&exception.term.id))) {
            let holds = |clock: &Clock<'_>| clock.exception.is_none_or(|of| Some(&of.term.id) == exception);
            let in_time = |(clock, late): &(&Clock<'_>, Option<Instance>)| {
                let replaced = exception.is_some() && clock.exception.is_none();
                late.is_none() && !(replaced && served.iter().any(|(other, _)| replaces(other, clock, exception)))
            };
            let open = served.iter().any(|clock| (exception.is_none() || holds(clock.0)) && in_time(clock));
            let late: Vec<_> = served.iter().filter(|(clock, late)| late.is_some() && holds(clock)).collect();
            if open || !about.iter().all(|service| covers(model, timer, duty, service, &late)) {
                continue;
            }
            let shown = late.iter().find(|(clock, _)| clock.exception.map(|of| &of.term.id) == exception);
            found.extend(shown.and_then(|(clock, instance)| {
                Some(Silent { duty, clock: (*clock).clone(), instance: instance.clone()? })
            }));
            break;
        }
    }
    found
}

/// Whether a clock is the one that an exception puts in the place of another.
fn replaces(other: &Clock<'_>, clock: &Clock<'_>, exception: Option<&Name>) -> bool {
    other.commitment.term.id == clock.commitment.term.id && other.exception.map(|of| &of.term.id) == exception
}

/// Whether a duty is one of the debtor towards the creditor.
fn is_between(model: &Model, duty: &Duty, debtor: &Id<Party>, creditor: &Id<Party>) -> bool {
    let is = |actors: &[Actor], party: &Id<Party>| {
        actors.iter().any(|actor| commitments::party_of(model, actor).as_ref() == Some(party))
    };
    let signs = |party: &Id<Party>| model.parties.get(party).is_some_and(Party::signs);
    is(&duty.of, debtor) && if duty.to.is_empty() { signs(creditor) } else { is(&duty.to, creditor) }
}

/// The services whose cases a duty is about: those that it names, else those that are promised between its parties or provided by its debtor.
fn services<'m>(
    model: &'m Model,
    timer: &Timer<'_>,
    duty: &Duty,
    served: &[(&Clock<'m>, Option<Instance>)],
) -> Vec<&'m Service> {
    let is_provided = |service: &Service| {
        duty.of.iter().any(|actor| commitments::party_of(model, actor).as_ref() == Some(&service.by))
            || served
                .iter()
                .any(|(clock, _)| timer.world.held(clock.commitment).any(|(held, _)| held.id() == service.id()))
    };
    let named = |service: &Service| match duty.scope.services.as_slice() {
        [] => is_provided(service),
        named => named.contains(&service.id()),
    };
    model.services.iter().filter(|service| named(service)).collect()
}

/// Whether every case of a service that a duty is about has one of these deadlines.
fn covers(
    model: &Model,
    timer: &Timer<'_>,
    duty: &Duty,
    service: &Service,
    late: &[&(&Clock<'_>, Option<Instance>)],
) -> bool {
    let is_held = |commitment: &Commitment| timer.world.held(commitment).any(|(held, _)| held.id() == service.id());
    let scopes: Vec<&Scope> =
        late.iter().filter(|(clock, _)| is_held(clock.commitment)).map(|(clock, _)| &clock.commitment.scope).collect();
    let grid = Grid::of_scopes(model, scopes.iter().copied().chain([&duty.scope]));
    if grid.is_open() {
        return false;
    }
    let region = |scope: &Scope| Region { scope: grid.scope(scope), spans: Vec::new() };
    let rows: Vec<Row<Instant>> =
        scopes.iter().map(|scope| Row { region: region(scope), answer: 0, overrides: Vec::new() }).collect();
    let none: Vec<Line<Instant>> = Vec::new();
    cells::analyse(&grid.space(none), &rows, &[region(&duty.scope)], 1).holes.items.is_empty()
}
