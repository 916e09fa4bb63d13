//! Who answers for an activity: who is accountable, responsible, consulted, informed, and whether they can be reached.

use crate::base::Name;
use crate::evaluate::World;
use crate::evaluate::due::Reach;
use crate::model::{Actor, HasTerm, Id, Model, Party, Responsibility, Service};
use crate::time::Instant;

/// Who answers for one activity.
#[derive(Clone, Debug)]
pub struct Who<'m> {
    /// The activity, with its matrix.
    pub activity: &'m Responsibility,
    /// Whether it is in force at the instant that is asked about.
    pub in_force: bool,
    /// Those who have a part in it, in the order of the columns.
    pub parts: Vec<Part<'m>>,
}

/// The part of a party or role.
#[derive(Clone, Debug)]
pub struct Part<'m> {
    /// Letters of `R`, `A`, `C`, `I`.
    pub letters: &'m str,
    /// Who.
    pub actor: &'m Actor,
    /// The party, of a role the one that it belongs to.
    pub party: Option<&'m Id<Party>>,
    /// Whether it can be reached at the instant that is asked about; none where none is.
    pub reach: Option<Reach>,
}

impl Part<'_> {
    /// Whether it is accountable.
    #[must_use]
    pub fn is_accountable(&self) -> bool {
        self.letters.contains('A')
    }
}

/// The activities with a name: `triage`, or with that of its matrix `operations.triage`; of a service where one is named.
pub fn activities<'m>(
    model: &'m Model,
    name: &'m str,
    service: Option<&'m Id<Service>>,
) -> impl Iterator<Item = &'m Responsibility> {
    let is_named = move |own: &Name| own == name || own.rsplit('.').next() == Some(name);
    model.responsibilities.iter().filter(move |activity| {
        let is_for = |service: &Id<Service>| activity.services.is_empty() || activity.services.contains(service);
        is_named(activity.id().name()) && service.is_none_or(is_for)
    })
}

/// Who answers for an activity, at an instant or at any time.
#[must_use]
pub fn who<'m>(world: &World<'m>, activity: &'m Responsibility, at: Option<Instant>) -> Who<'m> {
    let model = world.model;
    let part = |actor: &'m Actor, letters: &'m str| {
        let party = match actor {
            Actor::Party(party) => Some(party),
            Actor::Role(role) => model.roles.get(role).map(|role| &role.of),
        };
        Part { letters, actor, party, reach: at.map(|at| world.reach(actor, Some(at), Some(at))) }
    };
    let own = activity.cells.iter().filter(|cell| !cell.letters.is_empty());
    Who {
        activity,
        in_force: at.is_none_or(|at| world.in_force(activity.term.validity).contains(at)),
        parts: own.map(|cell| part(&cell.actor, &cell.letters)).collect(),
    }
}
